"""Every explorable, driven through every control as a learner would, without a browser."""

import numpy as np
import pytest
from common import at, in_a_hurry, opened, positions, undrawn
from matplotlib.text import Text
from sklearn.datasets import load_diabetes
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

from helpers import checks, data, explorables
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.estimator import NetworkRegressor
from helpers.explorables import add_machines, diabetes, frameworks, two_layer_relu
from helpers.explorables.fit_a_line import _slope, _step
from helpers.frames import picture
from helpers.network import Layer, Network
from helpers.panel import LearnersError, Panel

SPRINGS = Bowl.of(data.springs().X, data.springs().y, fit_intercept=False)
LENGTHS = data.spring_lengths()

# A setting that does the task, one at which the question's outcome is seen, and words that the outcome must contain.
REACHED = {
    explorables.beat_the_machine: ({"w": 4.6}, {"reveal": True}, "4.58"),
    explorables.five_fates: (
        {"learning_rate": 2 / SPRINGS.eigenvalues[-1], "epoch": 12},
        {"learning_rate": 0.5, "epoch": 8},
        "0.00, 6.57, 3.71",
    ),
    explorables.four_windows: ({"learning_rate": 0.38, "epoch": 35}, {"learning_rate": 0.1, "epoch": 30}, "along it"),
    explorables.mini_batches: (
        {"batch_size": 1, "learning_rate": 0.002, "epoch": 20},
        {"batch_size": 1, "learning_rate": 0.1, "epoch": 10},
        "90.2% with all, 0.8% with 32, 2.5% with 1",
    ),
    explorables.one_step: ({"learning_rate": 0.35, "w": 0.0}, {"learning_rate": 0.1, "w": 3.0}, "another slope"),
    explorables.twins: (
        {"n": 400, "rate": 0.2, "epoch": 300},
        {"rate": 0.1, "epoch": 100},
        "the very same steps with η = 0.1, 100 times",
    ),
    explorables.round_the_valley: (
        {"offset": 0.7, "spread": 1.0, "correlation": -0.5},
        {"offset": 0.0, "spread": 3.0, "correlation": 0.0},
        "it is 9: a curvature goes with the square",
    ),
    explorables.parity_race: (
        {"rival": "a PyTorch run", "loss": "mean e²", "start": "PyTorch's", "epoch": 20},
        {"rival": "a PyTorch run", "loss": "mean e²", "epoch": 60},
        "they are 0.64 apart at first and 0.00056 after 60 epochs",
    ),
    explorables.add_workers: (
        {"workers": 8, "size": 500_000},
        {"workers": 8, "size": 5_000_000},
        "4 to 8 workers: slower, 1.07 times as long; by part size, 0.93 to",
    ),
    explorables.tilt_a_line: ({"w": 0.0}, {"w": -1.0}, "falls"),
    explorables.crystal_ball: (
        {"rate": 0.9, "epoch": 2000},
        {"rate": 0.01, "epoch": 10_000_000},
        "after 11 million epochs",
    ),
    explorables.diabetes_autopsy: (
        {"scaling": "standard", "share": 0.8, "epoch": 20},
        {"scaling": "standard", "dropped": "s1"},
        "Without s1 it is 47; but then even the best weights stay 1.25% above",
    ),
    explorables.is_it_any_good: (
        {"model_a": "bmi and s5", "split": 100},
        {"split": 100},
        "From 0.27 to 0.66: 0.39 apart",
    ),
    explorables.hinge_workshop: (
        {"k1": 14, "v1": 0.8, "k2": 25, "v2": -1.35},
        {"v2": -0.5},
        "0.50 − 0.50 = 0. The sum stays level, at 7.5 cm",
    ),
    explorables.backprop_debugger: (
        {"program": "G", "epoch": 200},
        {"program": "A", "epoch": 200},
        "So it is with 6 of the seven",
    ),
    explorables.graveyard: (
        {"rate": 0.2, "remedy": "both", "epoch": 200},
        {"rate": 0.15, "remedy": "slower", "epoch": 200},
        "5 dead at epoch 100, and 0 of them back at epoch 200",
    ),
}


@pytest.fixture(scope="module", params=explorables.__all__)
def panel(request):
    """Each explorable, for the tests that put their own values to every control; the first two find it fresh."""
    return getattr(explorables, request.param)()


def test_every_explorable_asks_first_and_sets_a_task(panel):
    assert isinstance(panel, Panel)
    assert panel.locked
    assert len(panel.question.options) >= 2
    assert panel.task is not None
    assert panel.error is None


def test_the_question_and_the_task_can_be_settled(panel):
    done, seen, words = REACHED[type(panel)]
    panel.answer(panel.question.options[0])
    assert "You have it" not in panel.readout
    assert "Now find out." in panel.readout
    readout = at(panel, **seen)
    assert "Now find out." not in readout
    assert words in readout
    panel.reset()
    assert "You have it" in at(panel, **done)
    panel.reset()


def test_every_control_changes_picture_and_words_from_end_to_end(panel):
    panel.answer(panel.question.options[0])
    for name, control in panel.controls.items():
        if "epoch" in panel.controls:
            panel.controls["epoch"].value = 5  # before any step, a learning rate moves nothing
        start = panel.png
        pictures, words = set(), set()
        for position in positions(control):
            control.value = position
            assert panel.error is None, panel.readout
            assert panel.values[name] == position
            pictures.add(panel.png)
            words.add(panel.readout)
        assert len(pictures) > 1, f"{name} moves nothing"
        assert len(words) > 1, f"{name} is not in the words"
        control.value = panel.starting_values[name] if name != "epoch" else 5
        assert panel.png == start


def test_all_corners_of_all_controls_hold(panel):
    panel.answer(None)
    ends = [(c, (positions(c)[0], positions(c)[-1])) for c in panel.controls.values()]
    for corner in np.ndindex(*[2] * len(ends)):
        for (control, values), end in zip(ends, corner, strict=True):
            control.value = values[end]
        assert panel.error is None, panel.readout
        assert "nan" not in panel.readout


def test_the_same_setting_gives_the_same_picture_whatever_came_before(panel):
    panel.answer(None)
    settings = [{name: positions(c)[k] for name, c in panel.controls.items()} for k in (-1, 0, 1)]
    first = []
    for setting in settings:
        at(panel, **setting)
        first.append((panel.png, panel.readout.splitlines()[0]))
    for setting, seen in reversed(list(zip(settings, first, strict=True))):
        at(panel, **setting)
        assert (panel.png, panel.readout.splitlines()[0]) == seen


def test_what_is_not_in_a_window_never_moves(panel):
    panel.answer(None)
    panel.reset()

    def background():
        panel._light._draw_background()
        return picture(panel._light.canvas).tobytes()

    before = background()
    for name, control in panel.controls.items():
        if name != "scaling":  # writes other names beside the bars, and draws all anew
            control.value = positions(control)[-2]
            assert background() == before, name


def test_no_text_is_smaller_than_9_points(panel):
    assert min(text.get_fontsize() for text in panel.figure.findobj(Text) if text.get_text()) >= 9


def test_the_map_has_one_scale_for_both_parameters():
    ax = explorables.four_windows().figure.axes[1]
    per_unit = ax.bbox.width / np.ptp(ax.get_xlim()), ax.bbox.height / np.ptp(ax.get_ylim())
    np.testing.assert_allclose(*per_unit, rtol=0.03)


def test_four_windows_shows_what_training_does():
    readout = at(undrawn(explorables.four_windows), learning_rate=0.2, epoch=40)
    run = train(Network.linear(0, 0), LENGTHS.X, LENGTHS.y, learning_rate=0.2, epochs=40)
    w, b = run.parameters[-1]
    assert f"ŷ = {w:.4g} x + {b:.4g}, loss {run.losses[-1]:.4g} cm²" in readout


@pytest.mark.parametrize(
    ("share_of_limit", "words"),
    [(0.25, "glides"), (0.5, "lands in one step"), (0.99, "zigzags in"), (1, "bounces for ever"), (1.01, "explodes")],
)
def test_the_five_fates_have_their_names_and_are_true(share_of_limit, words):
    panel = undrawn(explorables.five_fates)
    wanted = share_of_limit * SPRINGS.largest_stable_learning_rate
    rate = min((value for _, value in panel.controls["learning_rate"].options), key=lambda rate: abs(rate - wanted))
    assert words in at(panel, learning_rate=rate, epoch=30)
    path = SPRINGS.path([0.0], rate, 30)
    assert f"After 30 epochs w = {path.parameters[-1, 0]:.4g}" in panel.readout


def test_the_task_of_the_four_windows_can_be_done_at_some_learning_rates_only():
    panel = undrawn(explorables.four_windows)
    deadline = int(panel.task.prompt.split(" epochs")[0].split()[-1])
    at(panel, epoch=100)  # what was reached in time stays reached
    rates = positions(panel.controls["learning_rate"])
    able = ["You have it" in at(panel, learning_rate=rate) for rate in rates]
    assert 0 < sum(able) < len(able) / 2
    assert 0 < deadline < 50


def test_mini_batches_show_what_training_does():
    plane = data.noisy_plane()
    X, y = plane.X - plane.X.mean(axis=0), plane.y - plane.y.mean()
    panel = undrawn(explorables.mini_batches)
    for batch_size in (1000, 32):
        at(panel, batch_size=batch_size, learning_rate=0.05, epoch=15)
        start = Network.linear([0, 0], 0)
        run = train(start, X, y, learning_rate=0.05, epochs=15, batch_size=batch_size, seed=0)
        w = run.parameters[-1]
        assert f"w₁ = {w[0]:.4g}, w₂ = {w[1]:.4g}, RMSE {np.sqrt(run.losses[-1]):.4g}" in panel.readout


@pytest.mark.parametrize(("rate", "quiet"), [(0.0005, False), (0.001, True), (0.02, False), (0.2, False)])
def test_only_a_small_learning_rate_makes_single_examples_quiet(rate, quiet):
    readout = at(undrawn(explorables.mini_batches), batch_size=1, learning_rate=rate, epoch=20)
    assert ("You have it" in readout) == quiet


def test_mini_batches_survive_a_gradient_that_climbs():
    def uphill(w, b, X, y):
        dw, db = half_gradient_of_many(w, b, X, y)
        return -9 * dw, -9 * db

    readout = at(undrawn(explorables.mini_batches, gradient=uphill), batch_size=1, learning_rate=0.2, epoch=20)
    assert "has grown out of the picture" in readout


@pytest.mark.parametrize("setting", [(0.0, 2.0, 0.5), (1.5, 0.3, -0.9), (3.0, 1.0, 0.95)])
def test_the_valley_is_as_slow_as_its_condition_number_says(setting):
    panel = undrawn(explorables.round_the_valley)
    at(panel, **dict(zip(("offset", "spread", "correlation"), setting, strict=True)))
    offset, spread, r = setting
    hessian = 2 * np.array([[1, r * spread], [r * spread, spread**2]]) + 2 * offset**2
    gentle, steep = np.linalg.eigvalsh(hessian)
    assert f"condition number {steep / gentle:.4g}." in panel.readout
    epochs = int(panel.readout.split("takes ")[1].split()[0])
    assert epochs <= np.ceil(np.log(0.01) / np.log((steep - gentle) / (steep + gentle)))


PATIENTS = {scaling: data.diabetes(scaling).train for scaling in ("unit-norm", "standard", "raw")}


@pytest.mark.parametrize(("scaling", "rate", "epoch"), [("unit-norm", 0.01, 700), ("standard", 0.2, 20)])
def test_the_races_add_up_to_what_training_does(scaling, rate, epoch):
    patients = PATIENTS[scaling]
    readout = at(undrawn(explorables.crystal_ball), scaling=scaling, rate=rate, epoch=epoch)
    run = train(Network.linear(np.zeros(10), 0), patients.X, patients.y, learning_rate=rate, epochs=epoch)
    assert f"epoch {epoch}: the loss is {run.losses[-1]:.6g}," in readout


def test_the_races_know_the_way_that_each_has_left():
    patients = PATIENTS["unit-norm"]
    bowl = Bowl.of(patients.X, patients.y)
    panel = undrawn(explorables.crystal_ball)
    at(panel, rate=0.5, epoch=7000)
    parameters = bowl.path(np.zeros(11), 0.5, 7000).parameters[-1]
    left = (bowl.eigenvectors.T @ (parameters - bowl.minimum))[0] / (bowl.eigenvectors.T @ -bowl.minimum)[0]
    assert f"The slowest race, s1 − s2, has {left:.1%} of its way left" in panel.readout
    assert "has exploded" in at(panel, scaling="standard")


@pytest.mark.parametrize("epoch", [0, 10_000])
def test_the_crystal_ball_shows_no_later_epoch_than_the_one_it_is_at(epoch):
    panel = opened(explorables.crystal_ball)
    at(panel, epoch=epoch)
    for line in panel.figure.axes[2].lines[1:]:
        assert np.nanmax(line.get_xdata(), initial=0) <= max(epoch, 1)


@pytest.mark.parametrize(
    ("scaling", "bias", "dropped", "columns"),
    [
        ("raw", True, "none", range(10)),
        ("unit-norm", False, "s1", [0, 1, 2, 3, 5, 6, 7, 8, 9]),
        ("standard", True, "s1 and s2", [0, 1, 2, 3, 6, 7, 8, 9]),
    ],
)
def test_the_autopsy_shows_what_descent_does_on_these_columns(scaling, bias, dropped, columns):
    patients = PATIENTS[scaling]
    X = patients.X[:, columns]
    bowl = Bowl.of(X, patients.y, fit_intercept=bias)
    panel = undrawn(explorables.diabetes_autopsy)
    at(panel, scaling=scaling, bias=bias, dropped=dropped, share=0.5, epoch=40)
    w = np.zeros(X.shape[1] + bias)
    design = np.column_stack([X, np.ones(len(X))]) if bias else X
    for _ in range(40):
        w = w - bowl.largest_stable_learning_rate / 2 * 2 / len(X) * design.T @ (design @ w - patients.y)
    assert f"κ = {bowl.condition_number:,.0f}. " in panel.readout
    assert f"the loss is {np.mean((design @ w - patients.y) ** 2):.6g}," in panel.readout


def test_whitened_columns_are_white_and_land_in_one_epoch():
    panel = opened(explorables.diabetes_autopsy)
    at(panel, scaling="whitened", share=0.5, epoch=1)
    floor = Bowl.of(PATIENTS["raw"].X, PATIENTS["raw"].y).floor
    assert f"κ = 1. η = 0.5, epoch 1: the loss is {floor:.6g}, less than 0.01% above" in panel.readout
    assert "1 % at epoch 1" in [text.get_text() for text in panel.figure.axes[1].texts]
    assert "You have it" not in panel.readout


def test_the_autopsys_task_can_be_done_with_standardised_columns_alone():
    panel = undrawn(explorables.diabetes_autopsy)
    at(panel, epoch=100)
    able = set()
    for scaling in ("raw", "unit-norm", "standard", "whitened"):
        for bias in (True, False):
            for share in (0.5, 0.8, 1.0):
                if "You have it" in at(panel, scaling=scaling, bias=bias, share=share):
                    able.add((scaling, bias))
    assert able == {("standard", True)}


def first_split(model, columns, test_size, seed):
    """Training and test R² of a model on one split, by scikit-learn."""
    X, y = load_diabetes(return_X_y=True)
    X = X[:, columns]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=test_size, random_state=seed)
    model.fit(X_train, y_train)
    return model.score(X_train, y_train), model.score(X_test, y_test)


@pytest.mark.parametrize("test_size", [0.2, 0.5])
@pytest.mark.parametrize(
    ("name", "model", "columns"),
    [
        ("the mean", DummyRegressor(), range(10)),
        ("bmi and s5", LinearRegression(), [2, 8]),
        ("all ten, least squares", LinearRegression(), range(10)),
        ("all ten, 10,000 epochs", NetworkRegressor(learning_rate=0.01, epochs=10_000, init="zeros"), range(10)),
    ],
)
def test_the_scores_are_scikit_learns(name, model, columns, test_size):
    scores = diabetes._scores(name, test_size)
    assert scores.shape == (2, 100)
    for seed in (42, 141):
        wanted = first_split(model, columns, test_size, seed)
        np.testing.assert_allclose(scores[:, seed - 42], wanted, rtol=1e-7, atol=1e-12)


def test_is_it_any_good_compares_in_pairs():
    readout = at(undrawn(explorables.is_it_any_good), model_a="bmi alone", test_size=0.3, split=60)
    a, b = (diabetes._scores(name, 0.3)[1, :60] for name in ("bmi alone", "all ten, least squares"))
    assert f"B − A is {np.mean(b - a):+.3f} ± {np.std(b - a):.3f}, above 0 on {np.sum(b > a)} of 60" in readout
    a, b = (diabetes._scores(name, 0.3)[0, :60].mean() for name in ("bmi alone", "all ten, least squares"))
    assert f"On training data: {a:.3f} and {b:.3f}." in readout


def test_the_workshops_sum_is_the_sum_of_its_hinges():
    panel = opened(explorables.hinge_workshop)
    at(panel, left=True, k1=12, v1=0.4, k2=20, v2=-1.1, k3=33, v3=0.7)
    plants = data.plant_growth()

    def hinges(x):
        return 0.4 * np.maximum(12 - x, 0) - 1.1 * np.maximum(x - 20, 0) + 0.7 * np.maximum(x - 33, 0)

    assert f"The loss is {np.mean((hinges(plants.X[:, 0]) - plants.y) ** 2):.4g}" in panel.readout
    assert "left to right: −0.40, 0.00, −1.10, −0.40 cm" in panel.readout
    total = max(panel.figure.axes[0].lines, key=lambda line: line.get_linewidth())
    np.testing.assert_allclose(total.get_ydata(), hinges(total.get_xdata()))


def test_two_units_of_the_workshop_do_its_task_and_one_cannot():
    panel = undrawn(explorables.hinge_workshop)
    goal = float(panel.task.prompt.split(",")[0].split()[-1])
    plants = data.plant_growth()
    line = Bowl.of(plants.X, plants.y)
    assert f"the best straight line has {line.floor:.3g}" in panel.readout
    assert goal < line.floor / 9
    for kink in range(40):
        for side in (1, -1):
            unit = np.maximum(side * (plants.X - kink), 0)
            assert not unit.any() or Bowl.of(unit, plants.y).floor > 2 * goal
    assert "You have it. With 2 units" in at(panel, k1=14, v1=0.8, k2=25, v2=-1.4)


def gradients_by(backward, network, X, y):
    (W1, b1), (W2, b2) = network.layers
    return np.concatenate([np.ravel(part) for part in backward(W1, b1, W2, b2, X, y)])


def test_the_debuggers_right_lines_are_right_and_all_others_wrong():
    rng = np.random.default_rng(5)
    right = two_layer_relu._compiled(two_layer_relu._RIGHT)
    for _ in range(5):
        X, y = rng.normal(size=(40, 3)), rng.normal(size=40)
        network = Network([Layer(rng.normal(size=(3, k)), rng.normal(size=k)) for k in (3, 1)])
        wanted = np.concatenate([part.ravel() for layer in network.gradients(X, y) for part in layer])
        np.testing.assert_allclose(gradients_by(right, network, X, y), wanted)
        for letter in two_layer_relu._WRONG:
            wrong = two_layer_relu._compiled(two_layer_relu._lines(letter))
            assert not np.allclose(gradients_by(wrong, network, X, y), wanted)


@pytest.mark.parametrize(
    ("program", "equal"),
    [("right", "9 3 3 1"), ("A", "0 0 3 1"), ("B", "0 0 0 0"), ("D", "3 3 3 1"), ("F", "9 0 3 0"), ("G", "0 0 3 1")],
)
def test_the_debugger_says_which_slopes_are_wrong(program, equal):
    readout = at(undrawn(explorables.backprop_debugger), program=program)
    counts = [f"{name} {k} of" for name, k in zip(("W₁", "b₁", "W₂", "b₂"), equal.split(), strict=True)]
    assert all(count in readout for count in counts), readout


def test_the_right_program_is_equal_to_the_nudge_all_the_way_and_trains_as_train_does():
    panel = undrawn(explorables.backprop_debugger)
    at(panel, program="right")
    X, y, start = two_layer_relu._teacher()
    for rate in (0.02, 0.05, 0.1, 0.2):
        losses = train(start, X, y, learning_rate=rate, epochs=200).losses
        for epoch in range(0, 201, 20):
            at(panel, rate=rate, epoch=epoch)
            assert "W₁ 9 of 9, b₁ 3 of 3, W₂ 3 of 3, b₂ 1 of 1" in panel.readout
            assert f"Loss {losses[epoch]:.3g};" in panel.readout


def test_no_other_program_ends_below_the_right_one():
    panel = undrawn(explorables.backprop_debugger)
    at(panel, epoch=200)
    able = []
    for program in "ABCDEFG":
        able += [program] * ("You have it" in at(panel, program=program))
    assert able == ["G"]


def test_a_mistake_is_shown_when_asked_for():
    panel = opened(explorables.backprop_debugger)
    for program in "ABCDEFG":
        assert "Its mistake" not in at(panel, program=program, reveal=False)
        at(panel, reveal=True)
        wrong = two_layer_relu._WRONG[program].values()
        assert f"Its mistake: {' and '.join(f'`{line}`' for line in wrong)}." in panel.readout
        assert "\n".join([f"program {program}:", *wrong]) in [text.get_text() for text in panel.figure.findobj(Text)]


def seedlings():
    plants = data.plant_growth()
    return (plants.X - plants.X.mean()) / plants.X.std(), plants.y


@pytest.mark.parametrize("setting", [("he", 0.1, 3), ("small", 0.05, 1), ("zeros", 0.02, 0)])
def test_the_graveyard_shows_what_training_does(setting):
    scheme, rate, seed = setting
    X, y = seedlings()
    panel = opened(explorables.graveyard)
    at(panel, scheme=scheme, rate=rate, seed=seed)
    run = train(Network.initialize((1, 8, 1), scheme, seed), X, y, learning_rate=rate, epochs=200)
    slower = train(run.network(100), X, y, learning_rate=rate / 10, epochs=100)
    for remedy, epoch, then in (("nothing", 60, run), ("nothing", 200, run), ("slower", 160, slower)):
        at(panel, remedy=remedy, epoch=epoch)
        network = then.network(60 if then is slower else epoch)
        dead = (network.forward(X)[1] == 0).all(axis=0)
        assert f"Epoch {epoch}: {dead.sum()} of 8 units are dead" in panel.readout
        assert f"The loss is {np.mean((network.predict(X) - y) ** 2):.3g}" in panel.readout


def test_a_dead_units_slopes_are_exactly_zero_so_it_never_comes_back():
    X, y = seedlings()
    died = 0
    for seed in range(10):
        run = train(Network.initialize((1, 8, 1), "he", seed), X, y, learning_rate=0.15, epochs=200)
        dead = np.array([(run.network(k).forward(X)[1] == 0).all(axis=0) for k in range(len(run.losses))])
        assert not np.any(dead[:-1] & ~dead[1:])
        hidden, output = run.network(-1).gradients(X, y)
        assert not hidden.W[0, dead[-1]].any()
        assert not hidden.b[dead[-1]].any()
        assert not output.W[dead[-1]].any()
        died += dead[-1].sum()
    assert died > 20


def test_the_share_of_dead_units_rises_with_the_learning_rate():
    X, y = seedlings()
    shares = []
    for rate in (0.02, 0.05, 0.1, 0.15, 0.2):
        starts = [Network.initialize((1, 8, 1), "he", seed) for seed in range(20)]
        ends = [train(start, X, y, learning_rate=rate, epochs=100).network(-1) for start in starts]
        shares.append(np.mean([(end.forward(X)[1] == 0).all(axis=0) for end in ends]))
    assert np.all(np.diff(shares) > 0), shares
    assert shares[0] < 0.05
    assert shares[-1] > 0.5


def test_only_a_new_start_wakes_the_dead():
    panel = opened(explorables.graveyard)
    able = {}
    for remedy in ("nothing", "slower", "restart", "both"):
        able[remedy] = 0
        at(panel, rate=0.2, remedy=remedy, epoch=200)
        for seed in range(20):
            able[remedy] += "You have it" in at(panel, seed=seed)
    assert able["nothing"] == able["slower"] == 0
    assert able["restart"] < able["both"] / 2, able
    assert able["both"] > 10, able


def test_a_new_start_leaves_the_curve_as_it_is():
    panel = opened(explorables.graveyard)
    at(panel, rate=0.15, epoch=100)
    before = panel.readout.split("The loss is")[1].splitlines()[0]
    assert ": 5 of 8 units are dead" in panel.readout
    at(panel, remedy="restart")
    assert ": 0 of 8 units are dead" in panel.readout
    assert panel.readout.split("The loss is")[1].splitlines()[0] == before


def test_the_race_shows_what_training_does():
    points = data.noisy_plane(320)
    panel = undrawn(explorables.parity_race)
    at(panel, start="zeros", order="shuffled, seed 1", epoch=30)
    largest = np.abs(frameworks.STARTS["PyTorch's"]).max()
    losses = ("mean e²", 0.1, 1), ("½ mean e²", 0.2, 1), ("Σ e²", 0.003125, 1), ("mean e²", 0.05, 0.5)
    for loss, rate, share in losses:
        at(panel, loss=loss, learning_rate=rate)
        start = Network.linear([0, 0], 0)
        run = train(start, points.X, points.y, learning_rate=0.1 * share, epochs=30, batch_size=32, seed=1)
        w1, w2, b = run.parameters[-1]
        assert f"w₁ = {w1:.4g}, w₂ = {w2:.4g}, b = {b:.4g}. Apart by {largest:.3g} at the start" in panel.readout


@pytest.mark.parametrize("rival", frameworks.THEIRS)
def test_each_run_of_the_race_is_met_by_its_settings_and_missed_by_any_other(rival):
    panel = undrawn(explorables.parity_race)
    theirs = frameworks.THEIRS[rival]._asdict()
    at(panel, rival=rival, epoch=60, **theirs)
    assert "At every epoch so far they agree to 1e-10" in panel.readout
    assert "You have it" in panel.readout
    others = {"learning_rate": 0.4, "start": "zeros", "bias": not theirs["bias"], "order": list(frameworks.ORDERS)}
    others["loss"] = [loss for loss in frameworks.SLOPES if loss != theirs["loss"]]
    others["order"].remove(theirs["order"])
    for name, values in others.items():
        for value in values if isinstance(values, list) else [values]:
            assert "You have it" not in at(panel, **{name: value}), (name, value)
        at(panel, **theirs)
    assert "You have it" not in at(panel, epoch=19)


def test_a_loss_and_its_own_learning_rate_win_the_race_as_well():
    panel = undrawn(explorables.parity_race)
    at(panel, rival="a PyTorch run", start="PyTorch's", epoch=60)
    for loss, rate in (("½ mean e²", 0.2), ("Σ e²", 0.003125)):
        at(panel, loss=loss, learning_rate=rate)
        assert "You have it" in panel.readout
        assert "another loss and another η" in panel.readout


def test_an_explosion_wins_no_race():
    readout = at(undrawn(explorables.parity_race), start="PyTorch's", loss="Σ e²", learning_rate=0.2, epoch=60)
    assert "exploded" in readout
    assert "You have it" not in readout


# What the learner wrote is what runs.


def half_slope(w, x, y):
    return np.mean((w * x - y) * x)


def plus_step(w, slope, learning_rate):
    return w + learning_rate * slope


def half_gradient(w, b, x, y):
    errors = w * x + b - y
    return np.mean(errors * x), np.mean(errors)


def half_gradient_of_many(w, b, X, y):
    errors = X @ w + b - y
    return X.T @ errors / len(y), np.mean(errors)


def half_backward(*arguments):
    return [part / 2 for part in two_layer_relu._compiled(two_layer_relu._RIGHT)(*arguments)]


def broken(*_):
    raise RuntimeError("not today")


OWN = [
    (explorables.one_step, {"slope": half_slope}, {"learning_rate": 0.2}),
    (explorables.five_fates, {"slope": half_slope}, {"epoch": 5}),
    (explorables.five_fates, {"step": plus_step}, {"epoch": 5}),
    (explorables.four_windows, {"gradient": half_gradient}, {"epoch": 5}),
    (explorables.four_windows, {"step": plus_step}, {"epoch": 5}),
    (explorables.mini_batches, {"gradient": half_gradient_of_many}, {"batch_size": 32, "epoch": 5}),
    (explorables.backprop_debugger, {"backward": half_backward}, {"epoch": 5}),
]


@pytest.mark.parametrize(("explorable", "own", "setting"), OWN)
def test_the_learners_own_function_runs_and_is_diagnosed(explorable, own, setting):
    theirs, ours = opened(explorable, **own), opened(explorable)
    assert "Run by your own" in at(theirs, **setting)
    assert "Run by your own" not in at(ours, **setting)
    assert theirs.png != ours.png
    assert ("with the right functions" in theirs.readout) == (explorable is explorables.five_fates)


@pytest.mark.parametrize(("explorable", "own", "setting"), OWN)
def test_a_stub_leaves_the_courses_own_function_at_work(explorable, own, setting):
    stub, ours = opened(explorable, **{name: lambda *_: ... for name in own}), opened(explorable)
    assert "until yours is written" in at(stub, **setting)
    assert "until yours is written" not in at(ours, **setting)
    assert stub.png == ours.png


@pytest.mark.parametrize(("explorable", "own", "setting"), OWN)
def test_what_the_learners_function_raises_is_in_the_panel(explorable, own, setting):
    panel = undrawn(explorable, **dict.fromkeys(own, broken))
    for name, value in setting.items():
        panel.controls[name].value = value
    assert isinstance(panel.error, LearnersError)
    assert "RuntimeError: not today" in panel.readout
    assert "of `broken`" in panel.readout


def test_a_bias_gradient_that_is_not_summed_is_answered_by_the_check():
    unsummed = two_layer_relu._compiled([*two_layer_relu._RIGHT[:-1], "db1 = dz"])
    panel = undrawn(explorables.backprop_debugger, backward=unsummed)
    assert isinstance(panel.error, LearnersError)
    assert "over what must be summed?" in panel.readout
    at(panel, program="D")
    assert panel.error is None


def test_a_right_backward_pass_may_return_a_number_for_the_last_bias():
    backward = two_layer_relu._compiled([*two_layer_relu._RIGHT, "db2 = dy.sum()"])
    panel = undrawn(explorables.backprop_debugger, backward=backward)
    assert "W₁ 9 of 9, b₁ 3 of 3, W₂ 3 of 3, b₂ 1 of 1" in at(panel, program="own", epoch=50)


# Right answers in all the forms that a check accepts, and answers that change what they are given.


def right_gradient(w, b, x, y):
    errors = w * x + b - y
    return np.mean(2 * errors * x), np.mean(2 * errors)


def right_gradient_of_many(w, b, X, y):
    errors = X @ w + b - y
    return 2 * X.T @ errors / len(y), 2 * np.mean(errors)


def wasteful_slope(w, x, y):
    y -= w * x
    return -2 * np.mean(y * x)


def wasteful_gradient(w, b, x, y):
    y *= -1
    y += w * x + b
    x *= 2
    return np.mean(x * y), 2 * np.mean(y)


def wasteful_gradient_of_many(w, b, X, y):
    y -= X @ w + b
    w *= 0
    X *= -2 / len(y)
    return X.T @ y, -2 * np.mean(y)


def wasteful_backward(W1, b1, W2, b2, X, y):
    slopes = two_layer_relu._compiled(two_layer_relu._RIGHT)(W1, b1, W2, b2, X, y)
    for part, slope in zip((W1, b1, W2, b2), slopes, strict=True):
        part -= slope
    X *= 0
    y *= 0
    return slopes


ONE = [float, np.float32, lambda v: np.array([v]), lambda v: np.array([[v]]), lambda v: [v], lambda v: (v,)]
PAIR = [list, np.array, lambda pair: np.array(pair)[:, None], lambda pair: tuple(np.array([v]) for v in pair), iter]
MANY = [list, lambda pair: (pair[0].tolist(), [pair[1]]), lambda pair: (pair[0], np.array([[pair[1]]]))]
FORMS = [
    *((explorables.one_step, "slope", checks.slope, _slope, form) for form in ONE),
    *((explorables.five_fates, "slope", checks.slope, _slope, form) for form in ONE),
    *((explorables.five_fates, "step", checks.step, _step, form) for form in ONE),
    *((explorables.four_windows, "step", checks.step, _step, form) for form in ONE),
    *((explorables.four_windows, "gradient", checks.gradient, right_gradient, form) for form in PAIR),
    *((explorables.mini_batches, "gradient", checks.gradient_many, right_gradient_of_many, form) for form in MANY),
]


@pytest.mark.parametrize(("explorable", "name", "check", "right", "form"), FORMS)
def test_what_a_check_calls_right_the_panel_runs(explorable, name, check, right, form):
    def own(*arguments):
        return form(right(*arguments))

    signed = {
        "slope": lambda w, x, y: own(w, x, y),
        "step": lambda w, slope, learning_rate: own(w, slope, learning_rate),
    }
    function = signed.get(name, own)
    if not check(function).correct:
        pytest.skip("the check does not accept this form")
    theirs, ours = undrawn(explorable, **{name: function}), undrawn(explorable)
    setting = {"epoch": 5} if "epoch" in ours.controls else {}
    assert at(theirs, **setting).startswith(at(ours, **setting).splitlines()[0])


@pytest.mark.parametrize(
    ("explorable", "own", "dataset"),
    [
        (explorables.one_step, {"slope": wasteful_slope}, data.springs()),
        (explorables.five_fates, {"slope": wasteful_slope}, data.springs()),
        (explorables.four_windows, {"gradient": wasteful_gradient}, data.spring_lengths()),
        (explorables.mini_batches, {"gradient": wasteful_gradient_of_many}, data.noisy_plane()),
        (explorables.backprop_debugger, {"backward": wasteful_backward}, None),
    ],
)
def test_a_function_that_changes_its_arguments_does_no_harm_and_is_told_so(explorable, own, dataset):
    arrays = [] if dataset is None else [dataset.X.copy(), dataset.y.copy()]
    given = {} if dataset is None else {"dataset": dataset}
    theirs, ours = undrawn(explorable, **given, **own), undrawn(explorable, **given)
    setting = {"epoch": 10} if "epoch" in ours.controls else {}
    assert "Beware: it changes" in at(theirs, **setting)
    if dataset is not None:
        assert theirs.readout.startswith(at(ours, **setting).splitlines()[0])
        np.testing.assert_array_equal(dataset.X, arrays[0])
        np.testing.assert_array_equal(dataset.y, arrays[1])


@in_a_hurry()
def test_a_loop_that_never_ends_is_ended_and_told():
    def endless(w, x, y):
        while True:
            w = w + 0

    panel = undrawn(explorables.one_step, slope=endless)
    assert panel.error is not None
    assert "did not come back" in panel.readout


@in_a_hurry()
def test_a_loop_that_ends_on_the_checks_data_alone_is_ended_in_the_panel():
    def ends_on_few(w, x, y):
        while len(x) > 12:
            pass
        return np.mean(2 * (w * x - y) * x)

    panel = undrawn(explorables.one_step, slope=ends_on_few)
    assert "did not come back" in panel.readout


def test_an_array_for_a_slope_is_answered_by_the_check():
    panel = undrawn(explorables.five_fates, slope=lambda w, x, y: 2 * (w * x - y) * x)
    assert "one per example" in panel.readout


def test_an_epoch_of_equal_workers_costs_what_exercise_5_of_notebook_07_says():
    for workers, size, row_ns, message_ms in [(2, 5_000_000, 40, 2), (8, 1_000_000, 40, 2), (16, 20_000, 5, 0.2)]:
        turns = -(-(add_machines.ROWS // size) // workers)
        wanted = turns * size * row_ns * 1e-9 + (add_machines.ROWS // size + workers) * message_ms * 1e-3
        assert sum(add_machines.epoch_costs(workers, size, row_ns, message_ms)) == pytest.approx(wanted)


def test_many_small_parts_help_against_a_straggler():
    """Against a simulation, worker by worker: whoever is free takes the next part."""
    waited = {}
    for size in (10_000, 100_000, 1_000_000):
        paces, free = [1, 1, 4], [0, 0, 0]
        for _ in range(add_machines.ROWS // size):
            first = min(range(3), key=lambda k: (free[k], k))
            free[first] += paces[first]
        costs = add_machines.epoch_costs(3, size, 40, 0, slow=4)
        assert costs.compute == pytest.approx(add_machines.ROWS * 40e-9 / 2.25)  # in the time of 9 turns 4 + 4 + 1
        assert costs.compute + costs.waiting == pytest.approx(max(free) * size * 40e-9)
        waited[size] = costs.waiting
    assert 0 <= waited[10_000] < waited[100_000] < waited[1_000_000]


def test_bars_end_below_their_legend():
    panel = opened(explorables.add_workers)
    at(panel, workers=16, size=10_000_000, row_ns=4, message_ms=20)
    tops = [bar.get_y() + bar.get_height() for bar in panel.figure.axes[0].patches]
    assert max(tops) == panel.bars.TOP < panel.figure.axes[0].get_ylim()[1] / 1.25


def test_ones_own_measured_points_can_be_shown():
    assert "2 workers" in undrawn(explorables.add_workers, {100_000: (0.9, 0.7)}).readout
    assert explorables.add_workers({100_000: (0.9, 0.7)}).error is None
