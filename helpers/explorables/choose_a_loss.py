"""The explorable of notebook 02: twins, two runs under different losses that can be made to take the same steps."""

from functools import cache

import numpy as np

from helpers import data, figures, losses
from helpers.bowl import Bowl
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task, choice, levels, slider

NAMES = {"sse": "Σ e²", "half_sse": "½ Σ e²", "mse": "mean e²", "half_mse": "½ mean e²"}
AGREE = 1e-10
CLOSEST = 1e-12  # smaller differences are rounding; they are drawn here
_IN_POINTS = {"xycoords": "data", "textcoords": "offset points"}


def twins(start=(-2.5, 1.0), learning_rate=0.001, epochs=300):
    """E5: a run on half the sum of squares beside one whose loss, learning rate and data the learner chooses."""
    rates = [k / 10**power for power in (5, 4, 3, 2, 1) for k in (1, 2, 2.5, 4, 5)]
    rates = [0.000005, *rates, 0.8, 1.0, 1.6]
    best = Bowl.of(data.noisy_line().X, data.noisy_line().y).minimum

    figure, (left, right) = figures.new_figure("AB")
    left.set(title="Where both are", xlabel="w", ylabel="b", xlim=(-4.8, 6.2), ylim=(-2, 3.5))
    figures.draw_point(left, *start, "start")
    left.annotate("lowest point", best, (10, -4), color=COLOURS["minimum"], va="top", **_IN_POINTS)
    (first,) = left.plot([], [], color=COLOURS["start"], lw=5, alpha=0.6)
    (second,) = left.plot([], [], ".-", color=COLOURS["model"], lw=1, ms=4)
    star = figures.draw_point(left, *best, "minimum")  # above the tracks, or they would hide it
    at = [figures.draw_point(left, *start, "model", color=COLOURS["start"], ms=17, mfc="none", mew=3)]
    at.append(figures.draw_point(left, *start, "model", ms=5))
    names = [
        left.text(0, 0, "½ Σ e²   ", ha="right", va="top", clip_on=True),
        left.text(0, 0, "   twin", color=COLOURS["model"], ha="left", va="bottom", clip_on=True),
    ]
    right.set(title="How far apart they are", xlabel="epoch", ylabel="largest difference in w or b")
    right.set(yscale="log", xlim=(0, epochs), ylim=(CLOSEST / 10, 1e4))
    right.axhspan(CLOSEST / 10, AGREE, color=COLOURS["minimum"], alpha=0.15, lw=0)
    right.annotate("in this band: the same", (epochs, AGREE), (-4, -3), ha="right", va="top", **_IN_POINTS)
    (apart,) = right.plot([], [], color=COLOURS["loss"])

    @cache
    def path(n, loss, rate):
        points = data.noisy_line(n)
        return Bowl.of(points.X, points.y, losses.named(loss)).path(start, rate, epochs).parameters

    @cache
    def track(n, loss, rate):
        """The path until it is far outside the picture: what an explosion draws after that only takes time."""
        run = path(n, loss, rate)
        far = np.abs(run).max(axis=1) > 30
        return run[: far.argmax() + 1] if far.any() else run

    @cache
    def distances(n, loss, rate):
        """Between the two runs at every epoch that both have reached."""
        one, other = path(n, "half_sse", learning_rate), path(n, loss, rate)
        both = min(len(one), len(other))
        return np.abs(one[:both] - other[:both]).max(axis=1)

    def update(n, loss, rate, epoch):
        settings = (n, "half_sse", learning_rate), (n, loss, rate)
        runs, tracks = [path(*setting) for setting in settings], [track(*setting) for setting in settings]
        here = [run[min(epoch, len(run) - 1)] for run in runs]
        for line, seen, dot, name, (w, b) in zip((first, second), tracks, at, names, here, strict=True):
            line.set_data(*seen[: epoch + 1].T)
            dot.set_data([w], [b])
            name.set_position((w, b))
            name.set_visible(max(abs(w), abs(b)) < 10)  # text cannot be drawn as far away as a run may explode
        gap = distances(n, loss, rate)[: epoch + 1]
        apart.set_data(np.arange(len(gap)), np.maximum(gap, CLOSEST))
        (w1, b1), (w2, b2) = here
        verdict = "They have taken the same steps so far."
        if gap.max() > AGREE:
            verdict = f"They differ by up to {gap.max():.3g} in w or b so far."
            if gap.max() < AGREE * np.abs(runs[0][: epoch + 1]).max():
                verdict = "They take the same steps, but an explosion magnifies even the rounding errors."
        if epoch == 0:
            verdict = "Both are still at the start."
        return (
            f"{n} points, epoch {epoch}. {NAMES['half_sse']} with η = {learning_rate}: w = {w1:.4g}, b = {b1:.4g}. "
            f"The twin, {NAMES[loss]} with η = {rate:g}: w = {w2:.4g}, b = {b2:.4g}. {verdict}"
        )

    def same(n, loss, rate, epoch):
        return epoch >= 20 and loss != "half_sse" and distances(n, loss, rate).max() < AGREE

    def outcome(n, loss, rate, epoch):
        if n == 200 and loss == "mse" and same(n, loss, rate, epoch):
            return f"The mean takes the very same steps with η = {rate:g}, {rate / learning_rate:g} times as large."

    def done(n, loss, rate, epoch):
        if n == 400 and loss == "mse" and same(n, loss, rate, epoch):
            return (
                f"With 400 points the mean needs η = {rate:g} to keep up with the sum. "
                'Which of the two has changed its pace, and why? "Double the data" tells.'
            )

    return Panel(
        figure,
        [first, second, star, *at, *names, apart],
        update,
        {
            "n": levels("points n", [50, 100, 200, 400, 800, 1600], 200),
            "loss": choice("twin's loss", [(text, name) for name, text in NAMES.items()], "mse"),
            "rate": levels("twin's η", rates, 0.001),
            "epoch": slider("epoch", 0, 0, epochs, 10),
        },
        title="Twins: one run on half the sum of squares, one on the loss of your choice, from the same start",
        question=Question(
            f"On 200 points, half the sum of squares is trained with η = {learning_rate}. "
            "With which η does the mean of squares take exactly the same steps?",
            ("0.000005", "0.001", "0.1", "0.2"),
            outcome,
        ),
        task=Task("go to 400 points, make the mean the sum's twin again, and let both run for 20 epochs.", done),
        play="epoch",
    )
