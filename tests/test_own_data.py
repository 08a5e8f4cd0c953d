"""Anybody's data in the panels: ranges, digits, units and the task follow from them, or one sentence says no."""

from types import SimpleNamespace

import numpy as np
import pytest
from common import at, choices, undrawn

from helpers import data, explorables
from helpers.data import Dataset

RNG = np.random.default_rng(0)
AREA, ROOMS = RNG.uniform(800, 4000, 60), RNG.integers(1, 7, 60)
PLANE = RNG.normal(size=(50, 2))


def line(x, y, *names):
    return Dataset(np.array(x, dtype=float)[:, None], y, names[:1] or ("x",), *names[1:])


def plane(X, y):
    return Dataset(X, y, ("x1", "x2"))


LINES = {
    "ages": line([20, 43, 63, 26, 53, 31, 58], [120, 128, 141, 126, 134, 128, 136], "age (years)", "pressure (mmHg)"),
    "large": line(AREA, 50_000 + 180 * AREA + RNG.normal(0, 2e4, 60), "living area (sq ft)", "price ($)"),
    "tiny": line(RNG.uniform(0.001, 0.004, 15), RNG.uniform(1e-5, 3e-5, 15), "mass (kg)", "stretch (m)"),
    "negative": line([1, 2, 3, 4, 5], [-3, -6.2, -8.7, -12.1, -15]),
    "negative x": line([-5, -3, -1, 2, 4], [-3, -6.2, 8.7, 12.1, 15]),
    "falling": line([1, 2, 3, 4, 5], [10, 8.2, 6.1, 3.8, 2.0]),
    "constant": line([1, 2, 3, 4, 5], [7, 7, 7, 7, 7]),
    "zero": line([1, 2, 3], [0, 0, 0]),
    "exact": line([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]),
    "one example": line([2], [3]),
    "two examples": line([1, 3], [2, 5]),
    "ten thousand": data.noisy_line(10_000, slope=2.3, intercept=4),
    "uncorrelated": line([-1, 0, 1, 0], [0, 1, 0, -1]),
    "no slope": line([-2, -1, 0, 1, 2], [1, -1, 0, -1, 1]),
    "all x equal": line([2, 2, 2], [1, 2, 3]),
    "far from 0": line([2001, 2002, 2003, 2004], [5, 6, 9, 10], "year", "sales (k€)"),
}
PLANES = {
    "corners": plane([[0, 1], [1, 1], [1, 0], [0, 0]], [1, 2, 3, 2]),
    "large": plane(np.column_stack([AREA, ROOMS]), 150 * AREA + 9000 * ROOMS + RNG.normal(0, 2e4, 60)),
    "tiny": plane(RNG.uniform(0.001, 0.004, (30, 2)), RNG.uniform(1e-5, 3e-5, 30)),
    "negative": plane(PLANE, RNG.normal(size=50) - 50),
    "constant": plane(PLANE, np.full(50, 7.0)),
    "exact": plane(PLANE, PLANE @ [1, -2] + 3),
    "one example": plane([[1, 2]], [3]),
    "two examples": plane([[1, 2], [3, 5]], [3, 4]),
    "three examples": plane([[1, 2], [3, 5], [0, 1]], [3, 4, 9]),
    "ten thousand": data.noisy_plane(10_000),
    "a constant column": plane(np.column_stack([PLANE[:, 0], np.ones(50)]), PLANE[:, 0] + RNG.normal(size=50)),
    "two equal columns": plane(PLANE[:, [0, 0]], PLANE[:, 0] + RNG.normal(size=50)),
    "constant columns": plane(np.ones((5, 2)), [1, 2, 3, 4, 5]),
}
# What cannot be shown, and a word of the sentence that says so.
REFUSED = {
    ("four_windows", "zero"): "descent starts there",
    ("four_windows", "uncorrelated"): "descent starts there",
    ("four_windows", "no slope"): "descent starts there",
    ("four_windows", "one example"): "two different x",
    ("four_windows", "all x equal"): "two different x",
    ("mini_batches", "constant"): "descent would stay there",
    ("mini_batches", "constant columns"): "descent would stay there",
    ("mini_batches", "one example"): "at least two examples",
}
ONE_FEATURE = ["beat_the_machine", "one_step", "five_fates", "four_windows"]
CASES = [(name, kind, own) for name in ONE_FEATURE for kind, own in LINES.items()]
CASES += [("mini_batches", kind, own) for kind, own in PLANES.items()]
SHOWN = [pytest.param(name, own, id=f"{name}-{kind}") for name, kind, own in CASES if (name, kind) not in REFUSED]


@pytest.mark.parametrize(("name", "own"), SHOWN)
def test_every_control_suits_the_data_and_every_setting_is_shown(name, own):
    panel = getattr(explorables, name)(own)
    panel.answer(panel.question.options[0])
    assert len(set(panel.question.options)) == len(panel.question.options)
    for key, control in panel.controls.items():
        labels, values = choices(control)
        assert len(set(labels)) == len(labels) <= 300, labels
        assert len(labels) >= 2
        for value in values[:: max(1, len(values) // 4)] + values[-1:]:
            readout = at(panel, **{key: value})
            assert "nan" not in readout.lower(), readout
            assert "inf" not in readout.lower(), readout
    for ax in panel.figure.axes:
        assert ax.get_xlim()[0] < ax.get_xlim()[1]
        assert ax.get_ylim()[0] < ax.get_ylim()[1]


@pytest.mark.parametrize(("name", "own"), SHOWN)
def test_the_task_can_be_done(name, own):
    panel = undrawn(getattr(explorables, name), own)
    if panel.task is None:
        pytest.skip("no task with these data")
    at_rest = panel.starting_values | {key: control.max for key, control in panel.controls.items() if key == "epoch"}
    if name == "mini_batches":
        at_rest["batch_size"] = panel.sizes[-1]
    settings = [at_rest | {key: v} for key, c in panel.controls.items() for v in choices(c)[1]]
    nows = (SimpleNamespace(**setting, **panel.numbers(**setting)) for setting in settings)
    assert any(panel.done(now) for now in nows), panel.task.prompt


@pytest.mark.parametrize(("name", "kind"), REFUSED)
def test_what_cannot_be_shown_is_refused_in_one_sentence(name, kind):
    (own,) = (own for case, which, own in CASES if (case, which) == (name, kind))
    with pytest.raises(ValueError, match=REFUSED[name, kind]) as refusal:
        getattr(explorables, name)(own)
    assert str(refusal.value).startswith("dataset must hold ") or str(refusal.value).startswith("dataset must not ")


@pytest.mark.parametrize("name", [*ONE_FEATURE, "mini_batches"])
@pytest.mark.parametrize("what", [np.ones((3, 2)), data.diabetes(), "springs.csv", 3, data.noisy_plane(20, (1, 2, 3))])
def test_what_is_no_fitting_dataset_is_refused(name, what):
    with pytest.raises(ValueError, match="Dataset"):
        getattr(explorables, name)(what)


def test_the_words_take_their_units_from_the_names():
    panel = explorables.beat_the_machine(LINES["ages"])
    assert "mmHg per years" in panel.readout
    assert "cm" not in panel.readout
    panel = explorables.four_windows(LINES["large"])
    assert "$²" in panel.readout
    assert "$" in panel.figure.axes[0].get_ylabel()
    assert panel.figure.axes[0].get_xlabel() == "living area (sq ft)"
    panel = explorables.one_step(LINES["exact"])
    assert "cm" not in panel.readout


def test_a_negative_bias_has_its_sign():
    readout = at(undrawn(explorables.four_windows, line([1, 2, 3], [-1.1, 0.2, 0.8])), epoch=100)
    assert "x − 0." in readout
    assert "+ -" not in readout


def test_an_exact_fit_falls_and_never_grows_out_of_the_picture():
    readout = at(undrawn(explorables.mini_batches, PLANES["corners"]), epoch=20)
    assert "grown out of the picture" not in readout
    assert "of the loss at the start is left" in readout


def test_every_task_of_the_four_windows_has_time_enough():
    for own in LINES.values():
        try:
            panel = undrawn(explorables.four_windows, own)
        except ValueError:
            continue
        deadline = int(panel.task.prompt.split(" epochs")[0].split()[-1])
        assert deadline <= panel.controls["epoch"].max


def test_ten_thousand_squares_are_not_drawn():
    panel = explorables.beat_the_machine(LINES["ten thousand"])
    assert "One square in 34 is drawn." in panel.readout
