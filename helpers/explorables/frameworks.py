"""The explorable of notebook 06: two runs that should be equal and are not, and the shape of their difference."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import data, figures
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task, choice, levels, slider, switch

AGREE = 1e-10
CLOSEST = 1e-16  # what is equal to the last bit is drawn here
BATCH = 32
SLOPES = {"mean e²": 2 / BATCH, "½ mean e²": 1 / BATCH, "Σ e²": 2.0}  # what multiplies Σ e x of a batch
# The starts of one layer with two inputs and one output: nn.Linear draws weights and bias from ±1/√2, Dense draws its
# weights from ±√(6 / 3) and has a bias of 0.
STARTS = {"zeros": (0.0, 0.0, 0.0), "PyTorch's": (0.52, -0.31, 0.64), "Keras'": (-1.13, 0.85, 0.0)}
ORDERS = {"as they come": None, "shuffled, seed 0": 0, "shuffled, seed 1": 1}


class Settings(NamedTuple):
    """All that a run of mini-batch descent on given data depends on."""

    loss: str
    learning_rate: float
    start: str
    bias: bool
    order: str


# What one cannot see of a run by its name: mostly what a library does unless it is told otherwise.
THEIRS = {
    "a PyTorch run": Settings("mean e²", 0.1, "PyTorch's", True, "as they come"),
    "a Keras run": Settings("mean e²", 0.05, "Keras'", True, "shuffled, seed 1"),
    "a colleague's run": Settings("Σ e²", 0.00625, "PyTorch's", False, "shuffled, seed 0"),
}


def parity_race(epochs=60):
    """Our run beside somebody else's: find the settings that make them agree to 1e-10 at every epoch."""
    points = data.noisy_plane(10 * BATCH)  # whole batches only: with a smaller last one, sum and mean never agree
    X = np.column_stack([points.X, np.ones(len(points.y))])

    @cache
    def run(settings):
        """The parameters (w₁, w₂, b) after each epoch, until they explode."""
        p, free = np.array(STARTS[settings.start]), np.array([1.0, 1.0, settings.bias])
        p = p * free
        step = settings.learning_rate * SLOPES[settings.loss]
        rng = np.random.default_rng(ORDERS[settings.order])
        order, path = np.arange(len(X)), [p]
        for _ in range(epochs):
            if ORDERS[settings.order] is not None:
                order = rng.permutation(len(X))
            for batch in order.reshape(-1, BATCH):
                rows = X[batch]
                p = p - step * ((rows @ p - points.y[batch]) @ rows) * free
            if np.abs(p).max() > 1e6:
                break
            path.append(p)
        return np.array(path)

    @cache
    def distances(one, other):
        """The largest difference in a parameter, at every epoch that both have reached."""
        one, other = run(one), run(other)
        both = min(len(one), len(other))
        return np.abs(one[:both] - other[:both]).max(axis=1)

    figure, (left, right) = figures.new_figure("AB")
    left.set(title="Where both are", xlabel="epoch", ylabel="w₁, w₂ and b", xlim=(-1, 1.1 * epochs), ylim=(-4.5, 9))
    right.set(title="How far apart they are", xlabel="epoch", ylabel="largest difference")
    right.set(yscale="log", xlim=(-1, epochs + 1), ylim=(CLOSEST / 3, 1e3))
    right.axhspan(CLOSEST / 3, AGREE, color=COLOURS["minimum"], alpha=0.15, lw=0)
    band = {"xycoords": "data", "textcoords": "offset points", "ha": "right", "va": "top"}
    right.annotate("in this band: the same", (epochs, AGREE), (-4, -3), **band)
    theirs = [left.plot([], [], color=COLOURS["start"], lw=5, alpha=0.6)[0] for _ in range(3)]
    ours = [left.plot([], [], color=COLOURS["model"], marker=".", lw=1.4, ms=4)[0] for _ in range(3)]
    left.legend([theirs[0], ours[0]], ["theirs", "ours"], loc="upper center", ncols=2)
    names = [left.text(0, 0, name, va="center", clip_on=True) for name in ("w₁", "w₂", "b")]
    (apart,) = right.plot([], [], ".-", color=COLOURS["loss"], ms=4)

    def update(rival, epoch, **settings):
        them, us = THEIRS[rival], Settings(**settings)
        for lines, path in ((theirs, run(them)), (ours, run(us)[: epoch + 1])):
            for line, values in zip(lines, np.clip(path.T, -50, 50), strict=True):  # an explosion leaves the picture
                line.set_data(np.arange(len(values)), values)
        for name, value in zip(names, run(them)[-1], strict=True):
            name.set_position((1.02 * epochs, value))
        at = [path[min(epoch, len(path) - 1)] for path in (run(them), run(us))]
        gap = distances(them, us)[: epoch + 1]
        apart.set_data(np.arange(len(gap)), np.maximum(gap, CLOSEST))
        words = ["w₁ = {:.4g}, w₂ = {:.4g}, b = {:.4g}".format(*values) for values in at]
        if len(run(us)) <= epoch:
            words[1], verdict = "exploded", "Is the step too long?"
        elif gap.max() < AGREE:
            verdict = "At every epoch so far they agree to 1e-10."
        else:
            verdict = f"Apart by {gap[0]:.3g} at the start, by {gap[-1]:.3g} now."
        after = f"After {epoch} epoch{'s' * (epoch != 1)}"
        return f"{after}. Theirs, {rival}: {words[0]}. Ours ({_in_words(us)}): {words[1]}. {verdict}"

    def outcome(rival, epoch, **settings):
        them, us = THEIRS[rival], Settings(**settings)
        alike = _same_steps(them, us) and them.bias == us.bias and them.order == us.order
        gap = distances(them, us)
        if alike and epoch >= 20 and gap[0] > AGREE:
            return (
                f"With only the start different, they are {gap[0]:.2g} apart at first and {gap[epoch]:.2g} after "
                f"{epoch} epochs. Both go to the same place by the same batches, and no direction is so flat here that "
                "the start would be kept."
            )

    def done(rival, epoch, **settings):
        them, us = THEIRS[rival], Settings(**settings)
        gap = distances(them, us)
        if len(gap) > epoch >= 20 and gap[: epoch + 1].max() < AGREE:
            other = "" if them.loss == us.loss else " (theirs had another loss and another η, and took the same steps)"
            return f"{rival[0].upper() + rival[1:]} and ours are the same: {_in_words(us)}{other}."

    return Panel(
        figure,
        [*theirs, *ours, *names, apart],
        update,
        {
            "rival": choice("theirs", list(THEIRS)),
            "loss": choice("our loss", list(SLOPES)),
            "learning_rate": levels("our η", [0.0015625, 0.003125, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.2, 0.4], 0.1),
            "start": choice("our start", list(STARTS)),
            "bias": switch("with a bias", True),
            "order": choice("our batches", list(ORDERS)),
            "epoch": slider("epoch", 0, 0, epochs, 1),
        },
        title=f"Parity race: our run and somebody else's on the same {len(X)} points, in batches of {BATCH}",
        question=Question(
            "Two runs agree in everything but the start. Over the epochs, their difference will …",
            ("stay as it is", "shrink", "grow"),
            outcome,
        ),
        task=Task(
            "choose one of the three runs of theirs, and make ours agree with it to 1e-10 for 20 epochs. "
            "Then the other two.",
            done,
        ),
        play="epoch",
    )


def _same_steps(one, other):
    """Whether loss and η give the same step: only their product counts."""
    first, second = (settings.learning_rate * SLOPES[settings.loss] for settings in (one, other))
    return np.isclose(first, second)


def _in_words(us):
    bias = "with" if us.bias else "without"
    return f"{us.loss}, η = {us.learning_rate:g}, start: {us.start}, {bias} bias, batches {us.order}"
