"""The explorable of notebook 02: twins, two runs under different losses that can be made to take the same steps."""

from functools import cache

import numpy as np

from helpers import data, figures, losses
from helpers.bowl import Bowl
from helpers.controls import choice, levels, slider
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task
from helpers.windows import DistanceWindow

NAMES = {"sse": "Σ e²", "half_sse": "½ Σ e²", "mse": "mean e²", "half_mse": "½ mean e²"}
AGREE = 1e-10
CLOSEST = 1e-12  # smaller differences are rounding; they are drawn here
FAR = 30  # a parameter this large is far outside the picture


class Twins(Panel):
    """E5: a run on half the sum of squares beside one whose loss, learning rate and data the learner chooses."""

    title = "Twins: one run on half the sum of squares, one on the loss of your choice, from the same start"
    task = Task("go to 400 points, make the mean the sum's twin again, and let both run for 20 epochs.")
    play = "epoch"

    def __init__(self, start=(-2.5, 1.0), learning_rate=0.001, epochs=300):
        self.start, self.learning_rate, self.epochs = start, learning_rate, epochs
        self.path, self.distances = cache(self._path), cache(self._distances)
        self.question = Question(
            f"On 200 points, half the sum of squares is trained with η = {learning_rate}. "
            "With which η does the mean of squares take exactly the same steps?",
            ("0.000005", "0.001", "0.1", "0.2"),
            "0.1" if learning_rate == 0.001 else None,
        )
        super().__init__()

    def make_controls(self):
        rates = [k / 10**power for power in (5, 4, 3, 2, 1) for k in (1, 2, 2.5, 4, 5)]
        return {
            "n": levels("points n", [50, 100, 200, 400, 800, 1600], 200),
            "loss": choice("twin's loss", [(text, name) for name, text in NAMES.items()], "mse"),
            "rate": levels("twin's η", [0.000005, *rates, 0.8, 1.0, 1.6], 0.001),
            "epoch": slider("epoch", 0, 0, self.epochs, 10),
        }

    def draw(self):
        figure, (left, right) = figures.new_figure("AB")
        self.tracks = TracksWindow(left, self.start, Bowl.of(data.noisy_line().X, data.noisy_line().y).minimum)
        self.apart = DistanceWindow(
            right, self.epochs, AGREE, CLOSEST, 1e4, ylabel="largest difference in w or b", xlim=(0, self.epochs)
        )
        return figure, [self.tracks, self.apart]

    def _path(self, n, loss, rate):
        points = data.noisy_line(n)
        return Bowl.of(points.X, points.y, losses.named(loss)).path(self.start, rate, self.epochs).parameters

    def _distances(self, n, loss, rate):
        """Between the two runs at every epoch that both have reached."""
        one, other = self.path(n, "half_sse", self.learning_rate), self.path(n, loss, rate)
        both = min(len(one), len(other))
        return np.abs(one[:both] - other[:both]).max(axis=1)

    def numbers(self, n, loss, rate, epoch):
        runs = [self.path(n, "half_sse", self.learning_rate), self.path(n, loss, rate)]
        gaps = self.distances(n, loss, rate)
        return {
            "runs": [run[: epoch + 1] for run in runs],
            "gap": gaps[: epoch + 1],
            "same": epoch >= 20 and loss != "half_sse" and gaps.max() < AGREE,
        }

    def show(self, now):
        self.tracks.show(*now.runs)
        self.apart.show(now.gap)

    def words(self, now):
        (w1, b1), (w2, b2) = (run[-1] for run in now.runs)
        return (
            f"{now.n} points, epoch {now.epoch}. {NAMES['half_sse']} with η = {self.learning_rate}: w = {w1:.4g}, "
            f"b = {b1:.4g}. The twin, {NAMES[now.loss]} with η = {now.rate:g}: w = {w2:.4g}, b = {b2:.4g}. "
            + self.verdict(now)
        )

    def verdict(self, now):
        if now.epoch == 0:
            return "Both are still at the start."
        if now.gap.max() <= AGREE:
            return "They have taken the same steps so far."
        if now.gap.max() < AGREE * np.abs(now.runs[0]).max():
            return "They take the same steps, but an explosion magnifies even the rounding errors."
        return f"They differ by up to {now.gap.max():.3g} in w or b so far."

    def outcome(self, now):
        if now.n == 200 and now.loss == "mse" and now.same:
            times = now.rate / self.learning_rate
            return f"On 200 points the mean takes the very same steps with η = {now.rate:g}, {times:g} times as large."

    def done(self, now):
        if now.n == 400 and now.loss == "mse" and now.same:
            return (
                f"With 400 points the mean needs η = {now.rate:g} to keep up with the sum. "
                'Which of the two has changed its pace, and why? "Double the data" tells.'
            )


class TracksWindow:
    """Where the two runs have been over w and b, and where they are; what has exploded is left out of the picture."""

    def __init__(self, ax, start, minimum):
        ax.set(title="Where both are", xlabel="w", ylabel="b", xlim=(-4.8, 6.2), ylim=(-2, 3.5))
        figures.draw_point(ax, *start, "start")
        below = {"xycoords": "data", "textcoords": "offset points", "va": "top", "color": COLOURS["minimum"]}
        ax.annotate("lowest point", minimum, (10, -4), **below)
        (first,) = ax.plot([], [], color=COLOURS["start"], lw=5, alpha=0.6)
        (second,) = ax.plot([], [], ".-", color=COLOURS["model"], lw=1, ms=4)
        star = figures.draw_point(ax, *minimum, "minimum")  # above the tracks, or they would hide it
        ring = figures.draw_point(ax, *start, "model", color=COLOURS["start"], ms=17, mfc="none", mew=3)
        dot = figures.draw_point(ax, *start, "model", ms=5)
        name = ax.text(0, 0, "½ Σ e²   ", ha="right", va="top", clip_on=True)
        twin = ax.text(0, 0, "   twin", color=COLOURS["model"], ha="left", va="bottom", clip_on=True)
        self.rows = [(first, ring, name), (second, dot, twin)]
        self.artists = [first, second, star, ring, dot, name, twin]

    def show(self, *runs):
        for (track, mark, name), run in zip(self.rows, runs, strict=True):
            far = np.abs(run).max(axis=1) > FAR
            track.set_data(*run[: far.argmax() + 1 if far.any() else None].T)
            mark.set_data(*run[-1:].T)
            name.set_position(run[-1])
            name.set_visible(np.abs(run[-1]).max() < 10)  # text cannot be drawn as far away as a run may explode
