"""The explorables of notebook 03: mini-batches, and the valley that three properties of the inputs make narrow."""

from functools import cache

import numpy as np

from helpers import checks, data, figures
from helpers.bowl import Bowl
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task, levels, slider


def mini_batches(dataset=None, gradient=None, epochs=20):
    """The same data in batches of all, of 32 and of 1 example: the path on the map, and the loss above its floor.

    Both inputs are measured from their means, so that the bias has no say in where the weights are best.
    """
    dataset = dataset or data.noisy_plane()
    if dataset.X.shape[1] != 2:
        raise ValueError(f"dataset must have two features, got {dataset.X.shape[1]}.")
    X, y = dataset.X - dataset.X.mean(axis=0), dataset.y - dataset.y.mean()
    bowl, n = Bowl.of(X, y), len(y)
    (gradient,), note, all_right = own_or_ours(("gradient", gradient, checks.gradient_many, _gradient))

    figure, (map_ax, loss_ax) = figures.new_figure("AB", size=(8.8, 4.0), width_ratios=(1, 1))
    map_ax.set(title="The loss as a map", xlabel="w₁", ylabel="w₂")
    loss_ax.set(title="Above the floor", xlabel="epoch", ylabel="loss − floor", yscale="log")
    above = float(bowl.loss_at(np.zeros(3))) - bowl.floor
    rates = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9]
    loss_ax.set(xlim=(0, epochs), ylim=(1e-4 * above, 4 * above), xticks=range(0, epochs + 1, 5))
    figure.draw_without_rendering()  # now the map has its size, and both weights can have one scale
    middle, half = bowl.minimum[:2], 1.2 * np.abs(bowl.minimum[:2]).max()
    wide = half * map_ax.bbox.width / map_ax.bbox.height
    limits = middle[0] + np.array([-wide, wide]), middle[1] + np.array([-half, half])
    _draw_goal(loss_ax, 0.005 * bowl.floor, "0.5 %\nof the\nfloor")
    rings = bowl.floor + above * np.geomspace(0.01, 2, 8)
    figures.draw_bowl(map_ax, lambda w: bowl.loss_at(np.insert(w, 2, 0, axis=-1)), *limits, rings)
    map_ax.set(xlabel="w₁", ylabel="w₂")
    figures.draw_point(map_ax, 0, 0, "start")
    (path,) = map_ax.plot([], [], color=COLOURS["model"], lw=0.8)
    minimum = figures.draw_point(map_ax, *bowl.minimum[:2], "minimum")
    here = figures.draw_point(map_ax, 0, 0, "model", mec="white", ms=6)
    curve = figures.draw_curve(loss_ax, [], [], "epoch", "loss − floor", marker=".")

    @cache
    def descend(batch_size, learning_rate):
        """The parameters after every step, and the losses after every epoch."""
        rng, w, b = np.random.default_rng(0), np.zeros(2), 0.0
        ws, bs = [w], [b]
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                order = rng.permutation(n) if batch_size < n else np.arange(n)
                X_mixed, y_mixed = X[order], y[order]
                for first in range(0, n, batch_size):
                    batch = slice(first, first + batch_size)
                    dw, db = gradient(w, b, X_mixed[batch], y_mixed[batch])
                    w, b = w - learning_rate * dw, b - learning_rate * db
                    ws.append(w)
                    bs.append(b)
        steps = np.clip(np.nan_to_num(np.column_stack([ws, bs]).astype(float), nan=1e100), -1e100, 1e100)
        return steps, bowl.loss_at(steps[:: -(-n // batch_size)])

    def update(batch_size, learning_rate, epoch):
        batch_size = int(batch_size)  # the slider's values are floats
        steps, losses = descend(batch_size, learning_rate)
        per_epoch = -(-n // batch_size)
        taken = epoch * per_epoch
        seen = steps[: taken + 1]
        path.set_data(*seen[:: 1 + len(seen) // 1000, :2].T)
        here.set_data(*seen[-1:, :2].T)
        curve.set_data(np.arange(epoch + 1), losses[: epoch + 1] - bowl.floor)
        share = losses[epoch] / bowl.floor - 1
        found = "the loss has grown out of the picture"
        if share < 100:
            found = f"w₁ = {seen[-1, 0]:.4g}, w₂ = {seen[-1, 1]:.4g}, RMSE {np.sqrt(losses[epoch]):.4g}; "
            found += f"the loss is {share:.2%} above its floor"
        return (
            f"{_batches(batch_size, n)}, η = {learning_rate:g}, epoch {epoch}: {taken} step{'s' * (taken != 1)}; "
            f"{found}.{note}"
        )

    def outcome(batch_size, learning_rate, epoch):
        if all_right and learning_rate == 0.02 and epoch >= 10 and batch_size == 1:
            shares = [descend(size, 0.02)[1][10] / bowl.floor - 1 for size in (n, 32, 1)]
            shares = "{:.1%} with all, {:.1%} with 32, {:.1%} with 1".format(*shares)
            return f"After 10 epochs with η = 0.02 the loss is above its floor by {shares}."

    def done(batch_size, learning_rate, epoch):
        last = descend(int(batch_size), learning_rate)[1][: epoch + 1][-5:]
        if batch_size == 1 and len(last) == 5 and (last <= 1.005 * bowl.floor).all():
            return (
                f"With η = {learning_rate:g} the noise is small enough: for five epochs the loss has stayed within "
                f"{last.max() / bowl.floor - 1:.2%} of its floor."
            )

    return Panel(
        figure,
        [path, minimum, here, curve],
        update,
        {
            "batch_size": levels("batch size", [n, 32, 1], n, ".0f"),
            "learning_rate": levels("η", rates, 0.02, "g"),
            "epoch": slider("epoch", 0, 0, epochs, 1),
        },
        title="Mini-batches: the path over the two weights, and the loss above its floor, for three batch sizes",
        question=Question(
            "With η = 0.02 and 10 epochs: which batch size brings the loss nearest to its floor?",
            (f"all {n}", "32", "1"),
            outcome,
        ),
        task=Task(
            "with a batch size of 1, find an η for which the loss stays within 0.5 % of its floor for five epochs.",
            done,
        ),
        play="epoch",
    )


def round_the_valley(epochs=100):
    """E6: offset, spread and correlation of two inputs shape the valley; descent runs at its best η in each."""
    u, v = _uncorrelated(60)
    truth, start = np.array([2.0, 1.0]), np.zeros(2)

    figure, (cloud_ax, map_ax, loss_ax) = figures.new_figure("ABC", size=(9.2, 3.7))
    ticks = range(-10, 11, 5)
    cloud_ax.set(title="The inputs", xlim=(-10, 10), ylim=(-10, 10), xticks=ticks, yticks=ticks)
    cloud_ax.axhline(0, color="black", lw=0.8)
    cloud_ax.axvline(0, color="black", lw=0.8)
    cloud = figures.draw_data(cloud_ax, [], [], "x₁", "x₂", ms=3)
    map_ax.set(title="The valley", xlabel="w₁", ylabel="w₂")
    loss_ax.set(title="The way that is left", xlabel="epoch", ylabel="share of the distance", yscale="log")
    loss_ax.set(xlim=(0, epochs), ylim=(1e-3, 1.5))
    _draw_goal(loss_ax, 0.01, "1 %")
    figure.draw_without_rendering()  # now the map has its size, and both weights can have one scale
    half = 2.0 * map_ax.bbox.height / map_ax.bbox.width
    map_ax.set(xlim=(-0.6, 3.4), ylim=(0.9 - half, 0.9 + half))
    map_ax.grid(False)
    figures.draw_point(map_ax, *start, "start")
    rings = [map_ax.plot([], [], color=COLOURS["loss"], lw=1, alpha=0.55)[0] for _ in range(6)]
    (path,) = map_ax.plot([], [], ".-", color=COLOURS["model"], lw=0.6, ms=4)
    minimum = figures.draw_point(map_ax, *truth, "minimum")
    here = figures.draw_point(map_ax, *start, "model", mec="white", ms=6)
    curve = figures.draw_curve(loss_ax, [], [], "epoch", "share of the distance", marker=".")
    circle = np.stack([np.cos(turn := np.linspace(0, 2 * np.pi, 181)), np.sin(turn)])

    @cache
    def valley(offset, spread, correlation):
        x2 = spread * (correlation * u + np.sqrt(1 - correlation**2) * v)
        X = np.column_stack([u + offset, x2 + offset])
        bowl = Bowl.of(X, X @ truth, fit_intercept=False)
        parameters = bowl.path(start, bowl.best_learning_rate, 5000).parameters[:, :2]
        shares = np.linalg.norm(parameters - truth, axis=1) / np.linalg.norm(truth)
        return X, bowl, parameters, shares

    def needed(shares):
        return int(np.argmax(shares <= 0.01)) if shares[-1] <= 0.01 else None

    def update(offset, spread, correlation, epoch):
        X, bowl, parameters, shares = valley(offset, spread, correlation)
        cloud.set_data(*X.T)
        axes = bowl.eigenvectors / np.sqrt(bowl.eigenvalues)
        through_start = np.linalg.norm(np.linalg.solve(axes, start - truth))
        for ring, size in zip(rings, through_start * np.geomspace(0.1, 1.6, len(rings)), strict=True):
            ring.set_data(*(truth[:, None] + size * axes @ circle))
        minimum.set_data([truth[0]], [truth[1]])
        path.set_data(*parameters[: epoch + 1].T)
        here.set_data(*parameters[epoch : epoch + 1].T)
        curve.set_data(np.arange(epoch + 1), shares[: epoch + 1])
        waiting = needed(shares)
        waiting = "more than 5000 epochs" if waiting is None else f"{waiting} epoch{'s' * (waiting != 1)}"
        low, high = bowl.eigenvalues
        return (
            f"Curvatures {low:.3g} and {high:.3g}: condition number {bowl.condition_number:.4g}. With the best η for "
            f"this valley, {bowl.best_learning_rate:.3g}, at epoch {epoch} there is {shares[epoch]:.2%} of the way "
            f"left; down to 1 % takes {waiting}."
        )

    def outcome(offset, spread, correlation, epoch):
        if (offset, spread, correlation) == (0, 3, 0):
            number = valley(offset, spread, correlation)[1].condition_number
            return f"With a spread of 3 to 1 and nothing else, it is {number:.3g}: a curvature goes with the square."

    def done(offset, spread, correlation, epoch):
        _, bowl, _, shares = valley(offset, spread, correlation)
        if offset >= 0.5 and bowl.condition_number < 1.2:
            return (
                f"Condition number {bowl.condition_number:.3g}. What the offset has made alike in the two inputs, the "
                "negative correlation takes out again."
            )

    return Panel(
        figure,
        [cloud, *rings, path, minimum, here, curve],
        update,
        {
            "offset": slider("offset of both", 2.0, 0.0, 3.0, 0.1, ".1f"),
            "spread": levels("spread of x₂", [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3], 0.3, ".1f"),
            "correlation": slider("correlation", 0.5, -0.95, 0.95, 0.05),
            "epoch": slider("epoch", 0, 0, epochs, 1),
        },
        title="Round the valley: two inputs, the map of the loss over their weights, and how much of the way is left",
        question=Question(
            "Offset 0, correlation 0, and x₂ spread 3 times as wide as x₁: the condition number will be …",
            ("about 1.7", "3", "9", "27"),
            outcome,
        ),
        task=Task("keep the offset at 0.5 or more, and still make the valley round: condition number below 1.2.", done),
        play="epoch",
    )


def _gradient(w, b, X, y):
    slopes = (X @ w + b - y) * (2 / len(y))
    return slopes @ X, np.add.reduce(slopes)  # 20,000 calls for batches of 1: `.sum()` would take twice as long


def _draw_goal(ax, height, label):
    """A line to get below, its label at the right of `ax`, where no curve runs through it."""
    ax.axhline(height, color=COLOURS["minimum"], lw=1)
    place = {"xycoords": ("axes fraction", "data"), "xytext": (4, 0), "textcoords": "offset points"}
    ax.annotate(label, (1, height), va="center", color=COLOURS["minimum"], **place)


def _batches(batch_size, n):
    return f"All {n} examples at once" if batch_size == n else f"Batches of {batch_size}"


def _uncorrelated(n):
    """Two inputs of n numbers with mean 0, standard deviation 1 and correlation 0, exactly."""
    raw = np.random.default_rng(3).normal(size=(n, 2))
    return np.linalg.qr(raw - raw.mean(axis=0))[0].T * np.sqrt(n)
