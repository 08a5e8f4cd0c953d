"""The explorables of notebook 03: mini-batches, and the valley that three properties of the inputs make narrow."""

from functools import cache, cached_property

import numpy as np

from helpers import checks, data, figures
from helpers.bowl import Bowl
from helpers.controls import levels, slider
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task
from helpers.windows import EXACT, CurvesWindow, MapWindow, PathWindow, box_around

W1_W2 = ("w₁", "w₂")
SHARES_OF_LIMIT = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9]


def _gradient(w, b, X, y):
    slopes = (X @ w + b - y) * (2 / len(y))
    return slopes @ X, np.add.reduce(slopes)  # 20,000 calls for batches of 1: `.sum()` would take twice as long


class MiniBatches(Panel):
    """The same data in batches of all, of 32 and of 1 example: the path on the map, and the loss above its floor.

    Both inputs are measured from their means, so that the bias has no say in where the weights are best.
    """

    title = "Mini-batches: the path over the two weights, and the loss above its floor, for three batch sizes"
    play = "epoch"
    runs_own_code = True

    def __init__(self, dataset=None, gradient=None, epochs=20):
        self.own = own_or_ours(("gradient", gradient, checks.gradient_many, _gradient, 2))
        (self.gradient,) = self.own.functions
        self.right = "32" if dataset is None else None
        dataset = data.noisy_plane() if dataset is None else data.as_dataset(dataset, n_features=2)
        if len(dataset.y) < 2:
            raise ValueError("dataset must hold at least two examples: with one, all batches are the same.")
        self.X, self.y = dataset.X - dataset.X.mean(axis=0), dataset.y - dataset.y.mean()
        self.bowl, self.n, self.epochs = Bowl.of(self.X, self.y), len(self.y), epochs
        first = float(np.mean(self.y**2))
        self.above = first - self.bowl.floor
        if self.above <= EXACT * first or not first:
            raise ValueError("dataset must hold a y that goes with some x: from w₁ = w₂ = 0, descent would stay there.")
        self.exact = self.bowl.floor <= EXACT * first
        # What differences are compared with: the floor, and where the fit is exact, the loss at the start.
        self.unit = first if self.exact else self.bowl.floor
        smallest = -(-self.n // 1000)  # more than a thousand steps an epoch would take too long
        self.sizes = sorted({smallest, max(2, min(32, self.n // 4)), self.n}, reverse=True)
        self.rates = [float(f"{rate * self.bowl.largest_stable_learning_rate:.2g}") for rate in SHARES_OF_LIMIT]
        self.asked = self.rates[SHARES_OF_LIMIT.index(0.1)]
        self.descend = cache(self._descend)
        super().__init__()

    @property
    def question(self):
        prompt = f"With η = {self.asked:g} and 10 epochs: which batch size brings the loss nearest to its floor?"
        return Question(prompt, [f"all {self.n}", *map(str, self.sizes[1:])], self.right)

    @cached_property
    def within(self):
        """The smallest share of the unit that some η keeps to for five epochs with the smallest batches, or None."""
        rates, parameters = np.array(self.rates)[:, None], np.zeros((len(self.rates), 3))
        design, rng, excess = np.column_stack([self.X, np.ones(self.n)]), np.random.default_rng(0), []
        with np.errstate(all="ignore"):
            for _ in range(self.epochs):
                for batch in self.batches(self.sizes[-1], rng):
                    errors = parameters @ design[batch].T - self.y[batch]
                    parameters = parameters - rates * (2 / len(batch)) * errors @ design[batch]
                excess.append(self.bowl.loss_at(np.clip(np.nan_to_num(parameters, nan=1e100), -1e100, 1e100)))
        kept = (np.max(excess[-5:], axis=0).min() - self.bowl.floor) / self.unit
        return next((share for share in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if kept <= share), None)

    @property
    def task(self):
        if self.within:
            stays = "below {} of its start" if self.exact else "within {} of its floor"
            return Task(
                f"with a batch size of {self.sizes[-1]}, find an η for which the loss stays "
                f"{stays.format(f'{100 * self.within:g} %')} for five epochs."
            )

    def make_controls(self):
        return {
            "batch_size": levels("batch size", self.sizes, self.n, ".0f"),
            "learning_rate": levels("η", self.rates, self.asked, "g"),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
        }

    def draw(self):
        figure, (map_ax, loss_ax) = figures.new_figure("AB", size=(8.8, 4.0), width_ratios=(1, 1))
        of_what = "of the\nstart" if self.exact else "of the\nfloor"
        goals = {f"{100 * self.within:g} %\n{of_what}": self.within * self.unit} if self.within else {}
        scale = {"ylim": (1e-4 * self.above, 4 * self.above), "yscale": "log", "ylabel": "loss − floor"}
        style, ticks = {"marker": "."}, range(0, self.epochs + 1, 5)
        self.curve = CurvesWindow(
            loss_ax, "Above the floor", self.epochs, goals=goals, styles=[style], xticks=ticks, **scale
        )
        map_ax.set(title="The loss as a map", xlabel="w₁", ylabel="w₂")
        figure.draw_without_rendering()  # now the map has its size, and both weights can have one scale
        start, minimum = np.zeros(2), self.bowl.minimum[:2]
        *box, one_scale = box_around(map_ax, start, minimum)
        title = "The loss as a map" if one_scale else "The loss as a map, stretched"
        rings = self.bowl.floor + self.above * np.geomspace(0.01, 2, 8)
        self.map = MapWindow(map_ax, self.loss_of_weights, box, rings, start, minimum, title, W1_W2, marker="", lw=0.8)
        return figure, [self.map, self.curve]

    def loss_of_weights(self, w):
        return self.bowl.loss_at(np.insert(w, 2, 0, axis=-1))

    def batches(self, batch_size, rng):
        """The indices of each batch of one epoch, in a new order unless one batch holds all."""
        order = rng.permutation(self.n) if batch_size < self.n else np.arange(self.n)
        return [order[first : first + batch_size] for first in range(0, self.n, batch_size)]

    def _descend(self, batch_size, learning_rate):
        """The parameters after every step, and the losses after every epoch."""
        rng, w, b = np.random.default_rng(0), np.zeros(2), 0.0
        ws, bs = [w], [b]
        with np.errstate(all="ignore"):
            for _ in range(self.epochs):
                for batch in self.batches(batch_size, rng):
                    dw, db = self.gradient(w, b, self.X[batch], self.y[batch])
                    w, b = w - learning_rate * dw, b - learning_rate * db
                    ws.append(w)
                    bs.append(b)
        steps = np.clip(np.nan_to_num(np.column_stack([ws, bs]).astype(float), nan=1e100), -1e100, 1e100)
        return steps, self.bowl.loss_at(steps[:: -(-self.n // batch_size)])

    def numbers(self, batch_size, learning_rate, epoch):
        size = int(batch_size)  # the slider's values are floats
        steps, losses = self.descend(size, learning_rate)
        taken = epoch * -(-self.n // size)
        return {"size": size, "taken": taken, "steps": steps[: taken + 1], "losses": losses[: epoch + 1]}

    def show(self, now):
        self.map.show(now.steps[:, :2])
        self.curve.show(now.losses - self.bowl.floor)

    def share(self, loss):
        """How far a loss is above its floor, in words."""
        above = (loss - self.bowl.floor) / self.unit
        return (
            f"{above:.2%} of the loss at the start is left"
            if self.exact
            else f"the loss is {above:.2%} above its floor"
        )

    def words(self, now):
        (w1, w2, _), loss = now.steps[-1], now.losses[-1]
        found = "the loss has grown out of the picture"
        if loss - self.bowl.floor < 4 * self.above:
            found = f"w₁ = {w1:.4g}, w₂ = {w2:.4g}, RMSE {np.sqrt(loss):.4g}; {self.share(loss)}"
        batches = f"All {self.n} examples at once" if now.size == self.n else f"Batches of {now.size}"
        return (
            f"{batches}, η = {now.learning_rate:g}, epoch {now.epoch}: {now.taken} step{'s' * (now.taken != 1)}; "
            f"{found}.{self.own.note}"
        )

    def outcome(self, now):
        if self.own.right and now.learning_rate == self.asked and now.epoch >= 10 and now.size == self.sizes[-1]:
            losses = [self.descend(size, self.asked)[1][10] for size in self.sizes]
            shares = [f"{(loss - self.bowl.floor) / self.unit:.1%}" for loss in losses]
            each = ", ".join(
                f"{share} with {size}" for share, size in zip(shares, ["all", *self.sizes[1:]], strict=True)
            )
            if self.exact:
                return f"After 10 epochs with η = {self.asked:g}, of the loss at the start there is left {each}."
            return f"After 10 epochs with η = {self.asked:g} the loss is above its floor by {each}."

    def done(self, now):
        last = (now.losses[-5:] - self.bowl.floor) / self.unit
        if now.size == self.sizes[-1] and now.epoch >= 5 and (last <= self.within).all():
            stayed = "at or below {} of its start" if self.exact else "within {} of its floor"
            return (
                f"With η = {now.learning_rate:g} the noise is small enough: for five epochs the loss has stayed "
                f"{stayed.format(f'{last.max():.2%}')}."
            )


class RoundTheValley(Panel):
    """E6: offset, spread and correlation of two inputs shape the valley; descent runs at its best η in each."""

    title = "Round the valley: two inputs, the map of the loss over their weights, and how much of the way is left"
    question = Question(
        "Offset 0, correlation 0, and x₂ spread 3 times as wide as x₁: the condition number will be …",
        ("about 1.7", "3", "9", "27"),
        "9",
    )
    task = Task("keep the offset at 0.5 or more, and still make the valley round: condition number below 1.2.")
    play = "epoch"
    truth, start = np.array([2.0, 1.0]), np.zeros(2)

    def __init__(self, epochs=100):
        self.epochs, self.inputs = epochs, _uncorrelated(60)
        self.valley = cache(self._valley)
        super().__init__()

    def make_controls(self):
        return {
            "offset": slider("offset of both", 2.0, 0.0, 3.0, 0.1),
            "spread": levels("spread of x₂", [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3], 0.3, ".1f"),
            "correlation": slider("correlation", 0.5, -0.95, 0.95, 0.05),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
        }

    def draw(self):
        figure, (cloud_ax, map_ax, loss_ax) = figures.new_figure("ABC", size=(9.2, 3.7))
        self.cloud = CloudWindow(cloud_ax)
        scale = {"ylabel": "share of the distance", "yscale": "log"}
        styles = [{"marker": "."}]
        self.curve = CurvesWindow(
            loss_ax, "The way that is left", self.epochs, (1e-3, 1.5), {"1 %": 0.01}, styles, **scale
        )
        self.map = ValleyWindow(map_ax, self.start, self.truth)
        return figure, [self.cloud, self.map, self.curve]

    def _valley(self, offset, spread, correlation):
        """The inputs, the bowl of their weights, the path at its best η, and how much of the way is left."""
        u, v = self.inputs
        x2 = spread * (correlation * u + np.sqrt(1 - correlation**2) * v)
        X = np.column_stack([u + offset, x2 + offset])
        bowl = Bowl.of(X, X @ self.truth, fit_intercept=False)
        parameters = bowl.path(self.start, bowl.best_learning_rate, 5000).parameters[:, :2]
        shares = np.linalg.norm(parameters - self.truth, axis=1) / np.linalg.norm(self.truth - self.start)
        return X, bowl, parameters, shares

    def numbers(self, offset, spread, correlation, epoch):
        X, bowl, parameters, shares = self.valley(offset, spread, correlation)
        needed = int(np.argmax(shares <= 0.01)) if shares[-1] <= 0.01 else None
        seen = {"parameters": parameters[: epoch + 1], "shares": shares[: epoch + 1]}
        return {"X": X, "bowl": bowl, "needed": needed, **seen}

    def show(self, now):
        self.cloud.show(now.X)
        self.map.show(now.bowl, now.parameters)
        self.curve.show(now.shares)

    def words(self, now):
        bowl, needed = now.bowl, now.needed
        waiting = "more than 5000 epochs" if needed is None else f"{needed} epoch{'s' * (needed != 1)}"
        low, high = bowl.eigenvalues
        return (
            f"Offset {now.offset:.1f}, spread {now.spread:g}, correlation {now.correlation:.2f}: curvatures {low:.3g} "
            f"and {high:.3g}, condition number {bowl.condition_number:.4g}. With the best η for this valley, "
            f"{bowl.best_learning_rate:.3g}, at epoch {now.epoch} there is {now.shares[-1]:.2%} of the "
            f"way left; down to 1 % takes {waiting}."
        )

    def outcome(self, now):
        if (now.offset, now.spread, now.correlation) == (0, 3, 0):
            number = f"{now.bowl.condition_number:.3g}"
            return f"With a spread of 3 to 1 and nothing else, it is {number}: a curvature goes with the square."

    def done(self, now):
        if now.offset >= 0.5 and now.bowl.condition_number < 1.2:
            return (
                f"Condition number {now.bowl.condition_number:.3g}. What the offset has made alike in the two inputs, "
                "the negative correlation takes out again."
            )


class CloudWindow:
    """Two inputs against each other, with the axes through the origin."""

    def __init__(self, ax):
        ticks = range(-10, 11, 5)
        ax.set(title="The inputs", xlim=(-10, 10), ylim=(-10, 10), xticks=ticks, yticks=ticks)
        ax.axhline(0, color="black", lw=0.8)
        ax.axvline(0, color="black", lw=0.8)
        self.artists = [figures.draw_data(ax, [], [], "x₁", "x₂", ms=3)]

    def show(self, X):
        self.artists[0].set_data(*X.T)


class ValleyWindow(PathWindow):
    """A map whose valley changes: contours as ellipses along the eigenvectors, and the path."""

    circle = np.stack([np.cos(turn := np.linspace(0, 2 * np.pi, 181)), np.sin(turn)])

    def __init__(self, ax, start, minimum):
        ax.set(title="The valley", xlabel="w₁", ylabel="w₂")
        ax.figure.draw_without_rendering()  # now the map has its size, and both weights can have one scale
        half = 2.0 * ax.bbox.height / ax.bbox.width
        ax.set(xlim=(-0.6, 3.4), ylim=(0.9 - half, 0.9 + half))
        ax.grid(False)
        self.start_at, self.middle = start, minimum
        self.rings = [ax.plot([], [], color=COLOURS["loss"], lw=1, alpha=0.55)[0] for _ in range(6)]
        super().__init__(ax, start, minimum, lw=0.6, ms=4)
        self.artists = [*self.rings, *self.artists]

    def show(self, bowl, parameters):
        axes = bowl.eigenvectors / np.sqrt(bowl.eigenvalues)
        through_start = np.linalg.norm(np.linalg.solve(axes, self.start_at - self.middle))
        for ring, size in zip(self.rings, through_start * np.geomspace(0.1, 1.6, len(self.rings)), strict=True):
            ring.set_data(*(self.middle[:, None] + size * axes @ self.circle))
        super().show(parameters)


def _uncorrelated(n):
    """Two inputs of n numbers with mean 0, standard deviation 1 and correlation 0, exactly."""
    raw = np.random.default_rng(3).normal(size=(n, 2))
    return np.linalg.qr(raw - raw.mean(axis=0))[0].T * np.sqrt(n)
