"""The explorable of notebook 06: two runs that should be equal and are not, and the shape of their difference."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import data, figures
from helpers.controls import choice, levels, slider, switch
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task
from helpers.windows import DistanceWindow

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


class ParityRace(Panel):
    """Our run beside somebody else's: find the settings that make them agree to 1e-10 at every epoch."""

    question = Question(
        "Two runs agree in everything but the start. Over the epochs, their difference will …",
        ("stay as it is", "shrink", "grow"),
        "shrink",
    )
    task = Task(
        "choose one of the three runs of theirs, and make ours agree with it to 1e-10 for 20 epochs. "
        "Then the other two."
    )
    play = "epoch"

    def __init__(self, epochs=60):
        # Whole batches only: with a smaller last one, sum and mean never agree.
        self.points, self.epochs = data.noisy_plane(10 * BATCH), epochs
        self.X = np.column_stack([self.points.X, np.ones(len(self.points.y))])
        self.run, self.distances = cache(self._run), cache(self._distances)
        self.title = f"Parity race: our run and somebody else's on the same {len(self.X)} points, in batches of {BATCH}"
        super().__init__()

    def make_controls(self):
        return {
            "rival": choice("theirs", list(THEIRS)),
            "loss": choice("our loss", list(SLOPES)),
            "learning_rate": levels("our η", [0.0015625, 0.003125, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.2, 0.4], 0.1),
            "start": choice("our start", list(STARTS)),
            "bias": switch("with a bias", True),
            "order": choice("our batches", list(ORDERS)),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
        }

    def draw(self):
        figure, (left, right) = figures.new_figure("AB")
        self.both = BothWindow(left, self.epochs)
        edges, style = (-1, self.epochs + 1), {"marker": ".", "ms": 4}
        self.apart = DistanceWindow(
            right, self.epochs, AGREE, CLOSEST, 1e3, style, ylabel="largest difference", xlim=edges
        )
        return figure, [self.both, self.apart]

    def _run(self, settings):
        """The parameters (w₁, w₂, b) after each epoch, until they explode."""
        p, free = np.array(STARTS[settings.start]), np.array([1.0, 1.0, settings.bias])
        p = p * free
        step = settings.learning_rate * SLOPES[settings.loss]
        rng = np.random.default_rng(ORDERS[settings.order])
        order, path = np.arange(len(self.X)), [p]
        for _ in range(self.epochs):
            if ORDERS[settings.order] is not None:
                order = rng.permutation(len(self.X))
            for batch in order.reshape(-1, BATCH):
                rows = self.X[batch]
                p = p - step * ((rows @ p - self.points.y[batch]) @ rows) * free
            if np.abs(p).max() > 1e6:
                break
            path.append(p)
        return np.array(path)

    def _distances(self, one, other):
        """The largest difference in a parameter, at every epoch that both have reached."""
        one, other = self.run(one), self.run(other)
        both = min(len(one), len(other))
        return np.abs(one[:both] - other[:both]).max(axis=1)

    def numbers(self, rival, epoch, **settings):
        them, us = THEIRS[rival], Settings(**settings)
        theirs, ours, gaps = self.run(them), self.run(us), self.distances(them, us)
        return {
            "them": them,
            "us": us,
            "theirs": theirs,
            "ours": ours[: epoch + 1],
            "at": [path[min(epoch, len(path) - 1)] for path in (theirs, ours)],
            "exploded": len(ours) <= epoch,
            "gap": gaps[: epoch + 1],
        }

    def show(self, now):
        self.both.show(now.theirs, now.ours)
        self.apart.show(now.gap)

    def words(self, now):
        words = ["w₁ = {:.4g}, w₂ = {:.4g}, b = {:.4g}".format(*values) for values in now.at]
        if now.exploded:
            words[1], verdict = "exploded", "Is the step too long?"
        elif now.gap.max() < AGREE:
            verdict = "At every epoch so far they agree to 1e-10."
        else:
            verdict = f"Apart by {now.gap[0]:.3g} at the start, by {now.gap[-1]:.3g} now."
        after = f"After {now.epoch} epoch{'s' * (now.epoch != 1)}"
        return f"{after}. Theirs, {now.rival}: {words[0]}. Ours ({_in_words(now.us)}): {words[1]}. {verdict}"

    def outcome(self, now):
        them, us = now.them, now.us
        alike = _same_steps(them, us) and them.bias == us.bias and them.order == us.order
        if alike and now.epoch >= 20 and now.gap[0] > AGREE:
            return (
                f"With only the start different, they are {now.gap[0]:.2g} apart at first and {now.gap[-1]:.2g} after "
                f"{now.epoch} epochs. Both go to the same place by the same batches, and no direction is so flat here "
                "that the start would be kept."
            )

    def done(self, now):
        if now.epoch >= 20 and not now.exploded and now.gap.max() < AGREE:
            same_loss = now.them.loss == now.us.loss
            other = "" if same_loss else " (theirs had another loss and another η, and took the same steps)"
            return f"{now.rival[0].upper() + now.rival[1:]} and ours are the same: {_in_words(now.us)}{other}."


class BothWindow:
    """The three parameters of both runs over the epochs: theirs whole, ours up to the present one."""

    def __init__(self, ax, epochs):
        ax.set(title="Where both are", xlabel="epoch", ylabel="w₁, w₂ and b", xlim=(-1, 1.1 * epochs), ylim=(-4.5, 9))
        self.theirs = [ax.plot([], [], color=COLOURS["start"], lw=5, alpha=0.6)[0] for _ in range(3)]
        self.ours = [ax.plot([], [], color=COLOURS["model"], marker=".", lw=1.4, ms=4)[0] for _ in range(3)]
        ax.legend([self.theirs[0], self.ours[0]], ["theirs", "ours"], loc="upper center", ncols=2)
        self.names = [ax.text(1.02 * epochs, 0, name, va="center", clip_on=True) for name in ("w₁", "w₂", "b")]
        self.artists = [*self.theirs, *self.ours, *self.names]

    def show(self, theirs, ours):
        for lines, path in ((self.theirs, theirs), (self.ours, ours)):
            for line, values in zip(lines, np.clip(path.T, -50, 50), strict=True):  # an explosion leaves the picture
                line.set_data(np.arange(len(values)), values)
        for name, value in zip(self.names, theirs[-1], strict=True):
            name.set_y(value)


def _same_steps(one, other):
    """Whether loss and η give the same step: only their product counts."""
    first, second = (settings.learning_rate * SLOPES[settings.loss] for settings in (one, other))
    return np.isclose(first, second)


def _in_words(us):
    bias = "with" if us.bias else "without"
    return f"{us.loss}, η = {us.learning_rate:g}, start: {us.start}, {bias} bias, batches {us.order}"
