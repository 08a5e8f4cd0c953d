"""Anybody's data in the hinge workshop and the graveyard."""

import numpy as np
import pytest
from common import at, choices, opened, undrawn
from test_own_data import LINES, line

from helpers import data, explorables
from helpers.data import Dataset

RNG = np.random.default_rng(0)
OWN = LINES | {
    "hump": line(x := RNG.permutation(50), 500_000 + 3000 * (20 - np.abs(x - 20)), "week", "sales ($)"),
    "valley": line(np.arange(-10, 11), np.arange(-10, 11) ** 2),
    "uneven": line(RNG.lognormal(0, 1.5, 60), RNG.normal(size=60)),
    "one far off": line([1, 2, 3, 4, 1000], [1, 2, 3, 4, 5]),
    "repeated": line([3, 1, 1, 2, 2, 3, 3, 1, 3], [2, 1, 2, 4, 5, 1, 1, 1, 2]),
    "close together": line([1e6, 1e6 + 1], [1e6, 1e6 + 1]),
}
REFUSED = ("one example", "all x equal")
SHOWN = [pytest.param(own, id=kind) for kind, own in OWN.items() if kind not in REFUSED]
BOTH = ["hinge_workshop", "graveyard"]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("own", SHOWN)
def test_every_control_suits_the_data_and_every_setting_is_shown(name, own):
    panel = opened(getattr(explorables, name), own)
    assert len(set(panel.question.options)) == len(panel.question.options)
    for key, control in panel.controls.items():
        labels, values = choices(control)
        assert 2 <= len(set(labels)) == len(labels) <= 300, labels
        for value in [values[0], *values[1 :: max(1, len(values) // 4)], values[-1]]:
            at(panel, **{key: value})
            assert "nan" not in panel.readout.lower(), panel.readout
    for ax in panel.figure.axes:
        assert ax.get_xlim()[0] < ax.get_xlim()[1]
        assert ax.get_ylim()[0] != ax.get_ylim()[1]


@pytest.mark.parametrize("own", SHOWN)
def test_the_workshops_question_and_task_can_be_settled(own):
    panel = explorables.hinge_workshop(own)
    panel.answer("stays level")
    at(panel, v2=-panel.values["v1"])
    assert "The sum stays level" in panel.readout
    if panel.task:
        at(panel, **panel.within_reach)
        assert "You have it" in panel.readout
        assert "inf" not in panel.readout


@pytest.mark.parametrize("own", SHOWN)
def test_the_graveyards_question_and_task_can_be_settled(own):
    panel = explorables.graveyard(own)
    panel.answer("none")
    done, seen = False, False
    for seed in range(20):
        at(panel, seed=seed, rate=0.2, remedy="slower", epoch=200)
        seen = seen or " 0 of them back" in panel.readout
        at(panel, remedy="both")
        done = done or "You have it" in panel.readout
        if seen and (done or not panel.task):
            break
    assert seen
    assert done == bool(panel.task)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("hump", "a tenth of what the best"),
        ("exact", "a tenth of what the mean"),
        ("large", "a tenth of what the mean"),
    ],
)
def test_what_a_straight_line_fits_is_compared_with_the_mean(kind, part):
    assert part in explorables.hinge_workshop(OWN[kind]).task.prompt


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("kind", ["constant", "zero", "uncorrelated"])
def test_where_nothing_can_be_reached_there_is_no_task(name, kind):
    assert getattr(explorables, name)(OWN[kind]).task is None


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("kind", REFUSED)
def test_a_single_x_is_refused(name, kind):
    with pytest.raises(ValueError, match=r"^dataset must hold at least two different x"):
        getattr(explorables, name)(OWN[kind])


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("what", [np.ones((3, 1)), data.diabetes(), data.noisy_plane(20)])
def test_what_is_no_fitting_dataset_is_refused(name, what):
    with pytest.raises(ValueError, match="Dataset"):
        getattr(explorables, name)(what)


def test_the_sum_starts_where_the_data_begin_and_has_their_units():
    panel = undrawn(explorables.hinge_workshop, OWN["ages"])
    assert panel.readout.startswith("ŷ = 120 + 1.0 · relu(x − 30)")
    assert "mmHg per years" in panel.readout
    assert "30 years" in panel.question.prompt
    assert "cm" not in panel.description
    assert "seedling" not in panel.description + explorables.graveyard(OWN["ages"]).description


def test_a_negative_kink_has_its_sign_and_equal_kinks_are_one():
    panel = undrawn(explorables.hinge_workshop, OWN["valley"])
    at(panel, left=True, k1=-2.5, v1=9.0, k2=-2.5 + 1e-13, v2=12.0, v3=0.0)
    assert "9 · relu(−x − 2.5) + 12 · relu(x + 2.5)" in panel.readout
    assert "left to right: −9, 12, 12." in panel.readout


@pytest.mark.parametrize("own", SHOWN)
def test_a_bar_covers_the_examples_for_which_its_unit_is_on_and_no_others(own):
    panel = opened(explorables.graveyard, own)
    for seed in (0, 1):
        at(panel, seed=seed, scheme="biased", epoch=40)
        parameters, _, dead = panel.run(0.1, "biased", seed, "nothing")
        on = panel.inputs * parameters[40, :8] + parameters[40, 8:16] > 0
        np.testing.assert_array_equal(dead[40], ~on.any(axis=0))
        for unit, bar in enumerate(panel.grid.bars.get_paths()):
            left, right = bar.get_extents().intervalx
            np.testing.assert_array_equal((left <= panel.x) & (panel.x <= right), on[:, unit] | dead[40, unit])


@pytest.mark.parametrize(("factor", "shift"), [(1e6, 0), (1e-5, 3e-4), (100, -7000)])
def test_units_die_alike_whatever_y_is_measured_in(factor, shift):
    plants = data.plant_growth()
    other = Dataset(plants.X, factor * plants.y + shift, plants.feature_names, plants.target_name)
    panels = [opened(explorables.graveyard, own) for own in (plants, other)]
    for setting in ({"rate": 0.2}, {"rate": 0.15, "seed": 3}, {"rate": 0.2, "remedy": "both", "seed": 4}):
        now = [panel.run(**{"scheme": "he", "seed": 0, "remedy": "nothing"} | setting) for panel in panels]
        np.testing.assert_array_equal(now[0][2], now[1][2])
        np.testing.assert_allclose(now[0][1] * factor**2, now[1][1], rtol=1e-4)
