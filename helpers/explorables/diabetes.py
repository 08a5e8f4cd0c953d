"""The explorables of notebook 04: crystal ball, diabetes autopsy, is it any good."""

from functools import cache

import numpy as np

from helpers import data, figures
from helpers.bowl import Bowl
from helpers.controls import choice, levels, slider, switch
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task

WITHIN = 0.01  # of the floor, or of the way: what counts as there


class CrystalBall(Panel):
    """E7: descent as a sum of one-dimensional races, one per eigenvector of the Hessian, each at its own pace."""

    title = "Crystal ball: eleven one-dimensional races, what each still adds to the loss, and their sum"
    question = Question(
        "Unit norm, η = 0.01: after about how many epochs does the slowest race have only 1 % of its way left?",
        ("10,000", "100,000", "a million", "ten million"),
        "ten million",
    )
    task = Task("keep the columns of unit norm, and bring the loss within 1 % of its floor in 2000 epochs or fewer.")
    epochs = [0, *(k * 10**power for power in range(8) for k in (1, 2, 3, 5, 7) if k * 10**power <= 20_000_000)]
    along = np.geomspace(1, epochs[-1], 150)

    def __init__(self):
        self.floor, self.curves = _bowl("unit-norm").floor, cache(self._curves)
        super().__init__()

    def make_controls(self):
        rates = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 0.9, 1.0]
        return {
            "scaling": choice("scaling", [("unit norm", "unit-norm"), ("standardised", "standard")]),
            "rate": levels("η", rates, 0.01, "g"),
            "epoch": levels("epoch", self.epochs, 100, ",.0f"),
        }

    def draw(self):
        figure, (way_ax, adds_ax, sum_ax) = figures.new_figure("ABC", size=(9.6, 4.2), width_ratios=(3, 4, 5))
        way = {"xlabel": "share", "xlim": (0, 1), "xticks": [0, 0.5, 1], "xticklabels": ["0", "50 %", "100 %"]}
        adds = {"xlabel": "loss", "xscale": "log", "xlim": (1e-2, 1e5), "xticks": 10.0 ** np.arange(-2, 6, 2)}
        names, curvatures = _directions("unit-norm"), _curvatures("unit-norm")  # the layout must leave room for them
        self.way = BarsWindow(way_ax, "Way left", COLOURS["model"], 0, names, **way)
        self.adds = BarsWindow(adds_ax, "Adds to the loss", COLOURS["loss"], 1e-2, curvatures, **adds)
        adds_ax.set_ylabel("λ, gentlest first", fontsize=10)
        self.starts = figures.draw_point(adds_ax, 1, 0, "start", ms=5, mew=1.2)
        self.adds.artists.append(self.starts)
        self.sum = RacesWindow(sum_ax, self.along, WITHIN * self.floor)
        return figure, [self.way, self.adds, self.sum]

    def _curves(self, scaling, rate):
        """What each race adds along the epochs, and their sum."""
        adds = _races(scaling, rate, self.along)
        return np.clip(adds, 1e-9, 1e9), np.clip(adds.sum(axis=0), 1e-9, 1e9)

    def numbers(self, scaling, rate, epoch):
        adds, way = _races(scaling, rate, epoch), _way_left(scaling, rate, epoch)
        return {"bowl": _bowl(scaling), "adds": adds, "way": way, "excess": adds.sum(), "names": _directions(scaling)}

    def show(self, now):
        self.way.show(np.minimum(now.way, 1), now.names)
        self.adds.show(np.clip(now.adds, 1e-2, 1e5), _curvatures(now.scaling))
        self.starts.set_data(_races(now.scaling, now.rate, 0), np.arange(len(now.adds)))
        self.sum.show(*self.curves(now.scaling, now.rate), now.epoch, now.excess)

    def words(self, now):
        limit = now.bowl.largest_stable_learning_rate
        said = f"{_CALLED[now.scaling]}, η = {now.rate:g} (the limit is {limit:.6g}), epoch {now.epoch}: "
        if now.excess > 1e9:
            return said + "the steepest race overshoots further with every step, and the loss has exploded."
        most = int(np.argmax(now.adds))
        holds = f"The largest part, {now.adds[most]:.5g}, is in {now.names[most]}." if now.excess > 1e-6 else ""
        return (
            f"{said}the loss is {now.bowl.floor + now.excess:.6g}, {_percent(now.excess / now.bowl.floor)} above its "
            f"floor. {holds} The slowest race, {now.names[0]}, has {now.way[0]:.1%} of its way left and adds "
            f"{now.adds[0]:.3g}."
        )

    def outcome(self, now):
        if (now.scaling, now.rate) == ("unit-norm", 0.01) and now.epoch >= 10_000_000:
            needed = np.log(WITHIN) / np.log1p(-now.rate * now.bowl.eigenvalues[0])
            return f"The slowest race has 1 % of its way left after {needed / 1e6:.3g} million epochs."

    def done(self, now):
        if now.scaling == "unit-norm" and 0 < now.epoch <= 2000 and now.excess <= WITHIN * self.floor:
            most = _races(now.scaling, now.rate, 0)[0] / self.floor
            return (
                f"After {now.epoch} epochs the loss is within 1 %, and the slowest race still has {now.way[0]:.0%} of "
                f"its way to go. In the loss it never counted more than {most:.2%} of the floor; in the weights it "
                "counts."
            )


class BarsWindow:
    """One horizontal bar for each of eleven races, with a name beside it."""

    rows = np.arange(11)

    def __init__(self, ax, title, colour, start, names, **settings):
        ax.set(title=title, **settings)
        ax.grid(axis="y", visible=False)
        self.ax, self.start = ax, start
        self._write(names)
        (self.bars,) = ax.plot([], [], color=colour, lw=9, solid_capstyle="butt")
        self.artists = [self.bars]

    def _write(self, names):
        """Write the names; by limits that differ by a hair, the panel sees that all must be drawn anew."""
        self.names = names
        self.ax.set_yticks(self.rows, names, fontsize=9)
        self.ax.set_ylim(10.6 + 1e-9 * sum(map(len, names)), -0.6)

    def show(self, ends, names):
        gap = np.full(len(ends), np.nan)
        edges = np.column_stack([np.full(len(ends), self.start), ends, gap]).ravel()
        self.bars.set_data(edges, np.repeat(self.rows, 3))
        if names != self.names:
            self._write(names)


class RacesWindow:
    """The loss above its floor over the epochs, the races one by one and all together."""

    def __init__(self, ax, along, goal):
        ax.set(title="All together", xlabel="epoch", ylabel="loss − floor", xscale="log", yscale="log")
        ax.set(xlim=(0.8, along[-1]), ylim=(1e-2, 1e5), xticks=10.0 ** np.arange(0, 8, 2))
        figures.draw_goal(ax, goal, "1 %", inside=True)
        self.along = along
        (self.races,) = ax.plot([], [], color="#555555", lw=0.8, alpha=0.7)
        self.total = figures.draw_curve(ax, [], [], "epoch", "loss − floor")
        self.here = figures.draw_point(ax, 1, 1, "model", mec="white")
        self.pointer = ax.axvline(1, color=COLOURS["model"], lw=1, ls=":")
        self.artists = [self.races, self.total, self.pointer, self.here]

    def show(self, each, total, epoch, excess):
        seen = self.along <= epoch
        self.races.set_data(*_one_line(self.along[seen], each[:, seen]))
        self.total.set_data(self.along[seen], total[seen])
        self.here.set_data([max(epoch, 0.8)], [np.clip(excess, 1e-9, 1e9)])
        self.pointer.set_xdata([max(epoch, 0.8)] * 2)


class DiabetesAutopsy(Panel):
    """E8: scaling, bias, columns, learning rate: what descent reaches in a few epochs, and what no scaling does."""

    title = "Diabetes autopsy: the spectrum of curvatures, and the loss above least squares, epoch by epoch"
    task = Task("without whitening, come within 1 % of least squares in 25 epochs or fewer.")
    play = "epoch"
    dropped = {"none": (), "s1": (4,), "s2": (5,), "s1 and s2": (4, 5), "s3 and s4": (6, 7)}
    shares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0, 1.02]

    def __init__(self, epochs=100):
        self.epochs, self.feature_names = epochs, data.diabetes().train.feature_names
        self.best, self.bowl, self.losses = _bowl("standard").floor, cache(self._bowl), cache(self._losses)
        self.question = Question(
            f"Standardised, κ is {_bowl('standard').condition_number:.0f}. s1 and s2 are much alike. "
            "Leave s1 out, and κ becomes …",
            ("about 400", "about 200", "about 50", "about 5"),
            "about 50",
        )
        super().__init__()

    def make_controls(self):
        return {
            "scaling": choice("scaling", [(text.lower(), name) for name, text in _CALLED.items()], "unit-norm"),
            "dropped": choice("leave out", list(self.dropped), "none"),
            "bias": switch("with bias", True),
            "share": levels("η / its limit", self.shares, 0.01, "g"),
            "epoch": slider("epoch", 25, 0, self.epochs, 1),
        }

    def draw(self):
        figure, (left, right) = figures.new_figure("AB", size=(9.2, 4.0))
        self.spectrum, self.excess = SpectrumWindow(left), ExcessWindow(right, self.epochs)
        return figure, [self.spectrum, self.excess]

    def kept(self, dropped):
        return [j for j in range(len(self.feature_names)) if j not in self.dropped[dropped]]

    def _bowl(self, scaling, bias, dropped):
        patients = data.diabetes("raw" if scaling == "whitened" else scaling).train
        X = patients.X[:, self.kept(dropped)]
        return Bowl.of(_whitened(X) if scaling == "whitened" else X, patients.y, fit_intercept=bias)

    def _losses(self, scaling, bias, dropped, share):
        bowl = self.bowl(scaling, bias, dropped)
        rate = share * bowl.largest_stable_learning_rate
        return bowl.path(np.zeros(len(bowl.minimum)), rate, self.epochs).losses

    def numbers(self, scaling, dropped, bias, share, epoch):
        bowl = self.bowl(scaling, bias, dropped)
        losses = self.losses(scaling, bias, dropped, share)[: epoch + 1]
        above = np.maximum(losses / self.best - 1, 1e-9)
        return {"bowl": bowl, "losses": losses, "above": above, "extra": bowl.floor / self.best - 1}

    def show(self, now):
        self.spectrum.show(now.bowl)
        self.excess.show(now.above, now.extra)

    def words(self, now):
        bowl, (low, high) = now.bowl, now.bowl.eigenvalues[[0, -1]]
        reach = f" At best these columns get to {_percent(now.extra)}." if now.extra > ExcessWindow.lowest else ""
        rate = now.share * bowl.largest_stable_learning_rate
        left_out = "" if now.dropped == "none" else f", without {now.dropped}"
        return (
            f"{_CALLED[now.scaling]}, {'with' if now.bias else 'without'} bias{left_out}: λ from {low:.3g} to "
            f"{high:.3g}, κ = {bowl.condition_number:,.0f}. η = {rate:.3g}, epoch {now.epoch}: the loss is "
            f"{now.losses[-1]:.6g}, {_percent(now.losses[-1] / self.best - 1)} above least squares on all "
            f"columns.{self.slowest(now)}{reach}"
        )

    def slowest(self, now):
        """What the slowest direction is called, and how much of its way is left; nothing where all are alike."""
        if now.bowl.condition_number <= 1.001:
            return ""
        low, high = now.bowl.eigenvalues[[0, -1]]
        way = abs(1 - now.share * 2 * low / high) ** now.epoch
        names = [*(self.feature_names[j] for j in self.kept(now.dropped)), *["bias"] * now.bias]
        return f" The slowest direction, {_name(now.bowl.eigenvectors[:, 0], names)}, has {way:.1%} of its way left."

    def outcome(self, now):
        if (now.scaling, now.bias, now.dropped) == ("standard", True, "s1"):
            return (
                f"Without s1 it is {now.bowl.condition_number:.0f}; but then even the best weights stay "
                f"{now.extra:.2%} above least squares on all columns."
            )

    def done(self, now):
        within = now.losses[:26] <= (1 + WITHIN) * self.best
        if within.any() and now.scaling != "whitened":
            return (
                f"Within 1 % after {within.argmax()} epochs, at {now.share:g} of the limit, with κ = "
                f"{now.bowl.condition_number:.0f}: scaling treats one column at a time, and takes no likeness between "
                "columns away."
            )


class SpectrumWindow:
    """The curvatures, each over the largest, and the condition number."""

    def __init__(self, ax):
        ax.set(title="The curvatures, gentlest to steepest", xlabel="direction", ylabel="λ / largest λ", yscale="log")
        ax.set(xlim=(0.3, 11.7), ylim=(5e-9, 30), xticks=range(1, 12), yticks=10.0 ** np.arange(-8, 1, 2))
        (self.dots,) = ax.plot([], [], "o", color=COLOURS["gradient"], ms=8)
        (self.stems,) = ax.plot([], [], color=COLOURS["gradient"], lw=1.5, alpha=0.6)
        self.condition = ax.text(0.5, 5, "", va="center", fontsize=12)
        self.artists = [self.stems, self.dots, self.condition]

    def show(self, bowl):
        relative = bowl.eigenvalues / bowl.eigenvalues[-1]
        places = np.arange(1, len(relative) + 1.0)
        self.dots.set_data(places, relative)
        below, gap = np.full(len(places), 1e-9), np.full(len(places), np.nan)
        self.stems.set_data(np.repeat(places, 3), np.column_stack([below, relative, gap]).ravel())
        self.condition.set_text(f"κ = {bowl.condition_number:,.0f}")


class ExcessWindow:
    """The loss above least squares over the epochs, the goal, and how low these columns can get."""

    lowest = 5e-4

    def __init__(self, ax, epochs):
        ticks = {0.001: "0.1 %", 0.01: "1 %", 0.1: "10 %", 1: "100 %", 10: "1000 %", 100: "10,000 %"}
        ax.set(title="The loss above least squares", yscale="log", xlim=(-2, epochs), ylim=(self.lowest, 100))
        ax.set_yticks(list(ticks), ticks.values())
        ax.plot([-2, 25, 25], [WITHIN, WITHIN, self.lowest], color=COLOURS["minimum"], lw=1)
        ax.text(26, 6e-4, "the goal: 1 % in 25 epochs", color=COLOURS["minimum"], ha="left", va="bottom")
        self.level = ax.axhline(1, color=COLOURS["model"], lw=1, ls="--")
        self.label = ax.text(epochs, 1, "as low as these columns go", color=COLOURS["model"], ha="right", va="top")
        self.arrival = ax.text(0, 1.25 * WITHIN, "", ha="left", va="bottom")
        ylabel = "excess over the loss of least squares"
        self.curve = figures.draw_curve(ax, [], [], "epoch", ylabel, marker="o", ms=2.5)
        self.here = figures.draw_point(ax, 0, 1, "model", mec="white")
        self.artists = [self.level, self.label, self.arrival, self.curve, self.here]

    def show(self, above, extra):
        self.curve.set_data(np.arange(len(above)), above)
        self.here.set_data([len(above) - 1], above[-1:])
        for artist in (self.level, self.label):
            artist.set_visible(extra > self.lowest)
        self.level.set_ydata([extra, extra])
        self.label.set_y(0.8 * extra)
        within = np.flatnonzero(above <= WITHIN)[:1]
        self.arrival.set(x=2 + within.sum(), text=f"1 % at epoch {within[0]}" if within.size else "")


class IsItAnyGood(Panel):
    """E9: train and test R² of two models over 100 random splits, split by split, and in pairs."""

    title = "Is it any good? R² of two models on the same random splits, training and test, and in pairs"
    question = Question(
        "Least squares, ten features, 100 random splits (80 % and 20 %): how far apart are its test R² at most?",
        ("about 0.05", "about 0.1", "about 0.2", "about 0.4"),
        "about 0.4",
    )
    task = Task(
        "with 20 % to test on, find two models less than 0.005 apart on the first split, one of which wins on 80."
    )
    play = "split"

    def make_controls(self):
        return {
            "model_a": choice("A", list(_MODELS), "all ten, 10,000 epochs"),
            "model_b": choice("B", list(_MODELS), _ALL_TEN),
            "test_size": levels("share to test on", [0.2, 0.25, 0.3, 0.35, 0.4, 0.5], 0.2, ".0%"),
            "split": slider("splits seen", 1, 1, 100, 1),
        }

    def draw(self):
        figure, (left, right) = figures.new_figure("AB", size=(9.2, 4.3), width_ratios=(5, 4))
        self.strips, self.pairs = StripsWindow(left), PairsWindow(right)
        return figure, [self.strips, self.pairs]

    def numbers(self, model_a, model_b, test_size, split):
        scores = np.concatenate([_scores(model_a, test_size), _scores(model_b, test_size)])
        return {"scores": scores[:, :split], "gap": (scores[3] - scores[1])[:split]}

    def show(self, now):
        self.strips.show(now.scores)
        self.pairs.show(now.scores[1], now.scores[3])

    def words(self, now):
        train_a, a, train_b, b = now.scores
        said = (
            f"A, {now.model_a}; B, {now.model_b}; {now.test_size:.0%} to test on. First split: {_r2(a[0])} and "
            f"{_r2(b[0])} on test"
        )
        if now.split == 1:
            return f"{said}, {_r2(train_a[0])} and {_r2(train_b[0])} on training data."
        each = [f"{_r2(v.mean())} ± {v.std():.3f} (from {_r2(v.min(), 2)} to {_r2(v.max(), 2)})" for v in (a, b)]
        return (
            f"{said} data. {now.split} splits: {' and '.join(each)}. On the same split, B − A is "
            f"{_signed(now.gap.mean())} ± {now.gap.std():.3f}, above 0 on {(now.gap > 0).sum()} of {now.split}. "
            f"On training data: {_r2(train_a.mean())} and {_r2(train_b.mean())}."
        )

    def outcome(self, now):
        if now.test_size == 0.2 and now.split == 100 and _ALL_TEN in (now.model_a, now.model_b):
            test = _scores(_ALL_TEN, 0.2)[1]
            apart = f"{np.ptp(test):.2f} apart, by the luck of the split alone."
            return f"From {test.min():.2f} to {test.max():.2f}: {apart}"

    def done(self, now):
        gap, wins = now.gap, max((now.gap > 0).sum(), (now.gap < 0).sum())
        if now.test_size == 0.2 and now.split == 100 and abs(gap[0]) < 0.005 and wins >= 80:
            return (
                f"The first split calls them equal ({gap[0]:+.4f}), yet the better one wins on {wins} of 100, "
                f"by {abs(gap.mean()):.3f} on average."
            )


_R2_LIMITS = (-0.12, 0.78)


class StripsWindow:
    """The scores of A and B, training and test, a strip of dots each, with their mean and the first split."""

    def __init__(self, ax):
        ax.set(title="Every split has its own score", xlabel="R²", xlim=_R2_LIMITS, ylim=(3.7, -0.7))
        ax.set_yticks(range(4), ["A, training", "A, test", "B, training", "B, test"])
        ax.axvline(0, color="black", lw=0.8)
        ax.text(0.02, -0.42, "◇ first split   | mean", ha="left", va="center", color="#555555")
        self.jitter = np.random.default_rng(0).uniform(-0.28, 0.28, 100)
        colours = [COLOURS["start"], COLOURS["start"], COLOURS["model"], COLOURS["model"]]
        self.dots = [figures.draw_data(ax, [], [], "R²", "", ms=3.5, color=c, alpha=0.75) for c in colours]
        self.means = [ax.plot([], [], "|", color="black", ms=22, mew=2)[0] for _ in colours]
        self.first = [ax.plot([], [], "D", color="black", mfc="white", ms=6, zorder=6)[0] for _ in colours]
        self.artists = [*self.dots, *self.means, *self.first]

    def show(self, scores):
        for k, values in enumerate(scores):
            self.dots[k].set_data(values, k + self.jitter[: len(values)])
            self.first[k].set_data(values[:1], k + self.jitter[:1])
            self.means[k].set_data([values.mean()], [k])


class PairsWindow:
    """The test score of B over that of A, a dot per split."""

    def __init__(self, ax):
        ax.set(title="The same split, both models", xlim=_R2_LIMITS, ylim=_R2_LIMITS, aspect="equal", anchor="N")
        ax.set(xticks=[0, 0.2, 0.4, 0.6], yticks=[0, 0.2, 0.4, 0.6])
        ax.plot(_R2_LIMITS, _R2_LIMITS, color="black", lw=0.8)
        ax.text(-0.09, 0.76, "B is better", ha="left", va="top", color="#555555")  # no score is as high: no dot hits it
        ax.text(0.76, 0.16, "A is better", ha="right", va="bottom", color="#555555")
        self.dots = figures.draw_data(ax, [], [], "test R² of A", "test R² of B", ms=4)
        self.first = ax.plot([], [], "D", color="black", mfc="white", ms=7, zorder=6)[0]
        self.artists = [self.dots, self.first]

    def show(self, a, b):
        self.dots.set_data(a, b)
        self.first.set_data(a[:1], b[:1])


# The races.

_CALLED = {"raw": "Raw", "unit-norm": "Unit norm", "standard": "Standardised", "whitened": "Whitened"}


@cache
def _bowl(scaling):
    """The bowl of all ten columns and the bias, on the training patients."""
    patients = data.diabetes(scaling).train
    return Bowl.of(patients.X, patients.y)


def _way_left(scaling, rate, epochs):
    """|1 − ηλ|ᵏ for every direction, [11] or, for k epochs, [11, k]; inf where it is too large for a number."""
    with np.errstate(over="ignore"):
        return np.power.outer(np.abs(1 - rate * _bowl(scaling).eigenvalues), epochs)


def _races(scaling, rate, epochs):
    """What every direction [11] adds to the loss above the floor after some epochs (a number, or [k])."""
    bowl = _bowl(scaling)
    distance = bowl.eigenvectors.T @ bowl.minimum  # from zero
    adds = 0.5 * bowl.eigenvalues * distance**2
    with np.errstate(all="ignore"):
        return adds.reshape(-1, *[1] * np.ndim(epochs)) * np.minimum(_way_left(scaling, rate, epochs), 1e100) ** 2


@cache
def _directions(scaling):
    names = [*data.diabetes().train.feature_names, "bias"]
    return [_name(vector, names) for vector in _bowl(scaling).eigenvectors.T]


@cache
def _curvatures(scaling):
    return [f"{value:.2g}" for value in _bowl(scaling).eigenvalues]


def _name(vector, names):
    """The (at most three) parameters that a direction mostly moves, the largest first and with a plus."""
    largest = np.argsort(-np.abs(vector))
    kept = [j for j in largest[:3] if abs(vector[j]) >= 0.5 * abs(vector[largest[0]])]
    signs = [" + " if vector[j] * vector[largest[0]] > 0 else " − " for j in kept]
    return names[kept[0]] + "".join(sign + names[j] for sign, j in zip(signs[1:], kept[1:], strict=True))


def _one_line(x, curves):
    """Curves [m, k] over x [k] as the data of one line with gaps: drawing one is faster than drawing m."""
    gap = np.full((len(curves), 1), np.nan)
    return np.tile(np.append(x, np.nan), len(curves)), np.hstack([curves, gap]).ravel()


def _r2(score, decimals=3):
    """A score with its decimals, and without the minus of a zero."""
    return f"{round(score, decimals) + 0.0:.{decimals}f}"


def _signed(gap):
    """A difference with its sign; none where it rounds to 0."""
    text = f"{round(gap, 3) + 0.0:+.3f}".replace("-", "−")
    return text if float(f"{gap:.3f}") else "0.000"


def _percent(share):
    if share < 5e-5:
        return "less than 0.01%"
    return f"{share:.2%}" if share < 0.1 else f"{share:.0%}" if share < 100 else f"{share:.2g} times"


def _whitened(X):
    """X [n, d] centred and turned, so that its columns are uncorrelated, with standard deviation 1."""
    return np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[0] * np.sqrt(len(X))


# The scores over 100 splits, in closed form.

_ALL_TEN = "all ten, least squares"
# The columns of each model, and after how many epochs with η = 0.01 from zero its descent stops, or None for never.
_MODELS = {
    "the mean": ((), None),
    "bmi alone": ((2,), None),
    "bmi and s5": ((2, 8), None),
    "bmi, bp and s5": ((2, 3, 8), None),
    "all but s1": ((0, 1, 2, 3, 5, 6, 7, 8, 9), None),
    _ALL_TEN: (tuple(range(10)), None),
    "all ten, 10,000 epochs": (tuple(range(10)), 10_000),
    "all ten, 100,000 epochs": (tuple(range(10)), 100_000),
}


@cache
def _patients():
    """All 442 as scikit-learn ships them, in its order, which the seeds of a split refer to."""
    from sklearn.datasets import load_diabetes  # here, since scikit-learn takes long to load

    return load_diabetes(return_X_y=True)


@cache
def _training(test_size):
    """Who is in the training part, [100, 442], for the seeds 42, 43, …, 141 of `train_test_split`."""
    from sklearn.model_selection import ShuffleSplit

    masks = np.zeros((100, 442), dtype=bool)
    for mask, seed in zip(masks, range(42, 142), strict=True):
        mask[next(ShuffleSplit(n_splits=1, test_size=test_size, random_state=seed).split(mask))[0]] = True
    return masks


@cache
def _scores(model, test_size):
    """The training and the test R² [2, 100] of a model over the splits, from each split's normal equations."""
    (X, y), train = _patients(), _training(test_size)
    columns, epochs = _MODELS[model]
    A = np.column_stack([X[:, columns], np.ones(len(y))])
    n = train.sum(axis=1)[:, None]
    products = (A[:, :, None] * A[:, None, :]).reshape(len(y), -1)
    hessian = (2 / n * (train @ products)).reshape(-1, A.shape[1], A.shape[1])
    slope = 2 / n * ((train * y) @ A)
    p = np.linalg.solve(hessian, slope[..., None])[..., 0]
    if epochs is not None:
        eigenvalues, vectors = np.linalg.eigh(hessian)
        gone = 1 - np.exp(epochs * np.log1p(-0.01 * eigenvalues))
        p = np.einsum("spk,sk,sqk,sq->sp", vectors, gone, vectors, p, optimize=True)
    squares = (y - p @ A.T) ** 2
    scores = []
    for part in (train, ~train):
        mean = (part @ y / part.sum(axis=1))[:, None]
        scores.append(1 - (squares * part).sum(axis=1) / (((y - mean) ** 2) * part).sum(axis=1))
    return np.array(scores)
