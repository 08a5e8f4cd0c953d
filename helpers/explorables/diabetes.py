"""The explorables of notebook 04: crystal ball, diabetes autopsy, is it any good."""

from functools import cache

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import ShuffleSplit

from helpers import data, figures
from helpers.bowl import Bowl
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task, choice, levels, slider, switch

WITHIN = 0.01  # of the floor, or of the way: what counts as there


def crystal_ball():
    """E7: descent as a sum of one-dimensional races, one per eigenvector of the Hessian, each at its own pace."""
    epochs = np.array([0, *(k * 10**power for power in range(8) for k in (1, 2, 3, 5, 7))])
    epochs = epochs[epochs <= 20_000_000]
    along = np.geomspace(1, epochs[-1], 150)
    figure, (way_ax, adds_ax, sum_ax) = figures.new_figure("ABC", size=(9.6, 4.2), width_ratios=(3, 4, 5))
    rows, floor = np.arange(11), _bowl("unit-norm").floor
    way_ax.set(title="Way left", xlabel="share", xlim=(0, 1), xticks=[0, 0.5, 1], xticklabels=["0", "50 %", "100 %"])
    adds_ax.set(title="Adds to the loss", xlabel="loss", xscale="log", xlim=(1e-2, 1e5))
    adds_ax.set(xticks=10.0 ** np.arange(-2, 6, 2))
    for ax in (way_ax, adds_ax):
        ax.set(ylim=(10.6, -0.6), yticks=rows)
        ax.grid(axis="y", visible=False)
    sum_ax.set(title="All together", xlabel="epoch", ylabel="loss − floor", xscale="log", yscale="log")
    sum_ax.set(xlim=(0.8, epochs[-1]), ylim=(1e-2, 1e5), xticks=10.0 ** np.arange(0, 8, 2))
    sum_ax.axhline(WITHIN * floor, color=COLOURS["minimum"], lw=1)
    sum_ax.text(epochs[-1], 1.1 * WITHIN * floor, "1 %", color=COLOURS["minimum"], ha="right", va="bottom")
    thick = {"lw": 9, "solid_capstyle": "butt"}
    (ways,) = way_ax.plot([], [], color=COLOURS["model"], **thick)
    (bars,) = adds_ax.plot([], [], color=COLOURS["loss"], **thick)
    starts = figures.draw_point(adds_ax, 1, 0, "start", ms=5, mew=1.2)
    (races,) = sum_ax.plot([], [], color="#555555", lw=0.8, alpha=0.7)
    total = figures.draw_curve(sum_ax, [], [], "epoch", "loss − floor")
    here = figures.draw_point(sum_ax, 1, 1, "model", mec="white")
    pointer = sum_ax.axvline(1, color=COLOURS["model"], lw=1, ls=":")

    def name_races(scaling):
        """Write names and curvatures; by limits that differ by a hair, the panel sees that they must be drawn anew."""
        way_ax.set_yticks(rows, _directions(scaling), fontsize=9)
        adds_ax.set_yticks(rows, [f"{value:.2g}" for value in _bowl(scaling).eigenvalues], fontsize=9)
        adds_ax.set_ylabel("λ, gentlest first", fontsize=10)
        way_ax.set_ylim(10.6 + 1e-9 * (scaling == "standard"), -0.6)

    name_races("unit-norm")

    @cache
    def curves(scaling, rate):
        adds = _races(scaling, rate, along)
        return np.clip(adds, 1e-9, 1e9), np.clip(adds.sum(axis=0), 1e-9, 1e9)

    def update(scaling, rate, epoch):
        bowl = _bowl(scaling)
        adds, way = _races(scaling, rate, epoch), _way_left(scaling, rate, epoch)
        labels = _directions(scaling)
        name_races(scaling)
        ways.set_data(*_bars(0, np.minimum(way, 1)))
        bars.set_data(*_bars(1e-2, np.clip(adds, 1e-2, 1e5)))
        starts.set_data(_races(scaling, rate, 0), rows)
        seen, (each, excess) = along <= epoch, curves(scaling, rate)
        races.set_data(*_one_line(along[seen], each[:, seen]))
        total.set_data(along[seen], excess[seen])
        here.set_data([max(epoch, 0.8)], [np.clip(adds.sum(), 1e-9, 1e9)])
        pointer.set_xdata([max(epoch, 0.8)] * 2)
        limit = bowl.largest_stable_learning_rate
        said = f"{_CALLED[scaling]}, η = {rate:g} (the limit is {limit:.6g}), epoch {epoch}: "
        if adds.sum() > 1e9:
            return said + "the steepest race overshoots further with every step, and the loss has exploded."
        most = int(np.argmax(adds))
        holds = f"The largest part, {adds[most]:.5g}, is in {labels[most]}." if adds.sum() > 1e-6 else ""
        return (
            f"{said}the loss is {bowl.floor + adds.sum():.6g}, {_percent(adds.sum() / bowl.floor)} above its floor. "
            f"{holds} The slowest race, {labels[0]}, has {way[0]:.1%} of its way left and adds {adds[0]:.3g}."
        )

    def outcome(scaling, rate, epoch):
        if (scaling, rate) == ("unit-norm", 0.01) and epoch >= 10_000_000:
            needed = np.log(WITHIN) / np.log1p(-rate * _bowl(scaling).eigenvalues[0])
            return f"The slowest race has 1 % of its way left after {needed / 1e6:.3g} million epochs."

    def done(scaling, rate, epoch):
        adds = _races(scaling, rate, epoch)
        if scaling == "unit-norm" and 0 < epoch <= 2000 and adds.sum() <= WITHIN * floor:
            left_over = _way_left(scaling, rate, epoch)[0]
            most = _races(scaling, rate, 0)[0] / floor
            return (
                f"After {epoch} epochs the loss is within 1 %, and the slowest race still has {left_over:.0%} of its "
                f"way to go. In the loss it never counted more than {most:.2%} of the floor; in the weights it counts."
            )

    return Panel(
        figure,
        [ways, bars, starts, races, total, pointer, here],
        update,
        {
            "scaling": choice("columns", [("unit norm", "unit-norm"), ("standardised", "standard")]),
            "rate": levels("η", [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 0.9, 1.0], 0.01, "g"),
            "epoch": levels("epoch", epochs, 100, ",.0f"),
        },
        title="Crystal ball: eleven one-dimensional races, what each still adds to the loss, and their sum",
        question=Question(
            "Unit norm, η = 0.01: after about how many epochs does the slowest race have only 1 % of its way left?",
            ("10,000", "100,000", "a million", "ten million"),
            outcome,
        ),
        task=Task(
            "keep the columns of unit norm, and bring the loss within 1 % of its floor in 2000 epochs or fewer.", done
        ),
    )


def diabetes_autopsy(epochs=100):
    """E8: scaling, bias, columns, learning rate: what descent reaches in a few epochs, and what no scaling does."""
    names = data.diabetes().train.feature_names
    dropped_options = {"none": (), "s1": (4,), "s2": (5,), "s1 and s2": (4, 5), "s3 and s4": (6, 7)}
    best = _bowl("standard").floor

    figure, (left, right) = figures.new_figure("AB", size=(9.2, 4.0))
    left.set(title="The curvatures, gentlest to steepest", xlabel="direction", ylabel="λ / largest λ", yscale="log")
    left.set(xlim=(0.3, 11.7), ylim=(5e-9, 30), xticks=range(1, 12), yticks=10.0 ** np.arange(-8, 1, 2))
    (spectrum,) = left.plot([], [], "o", color=COLOURS["gradient"], ms=8)
    (stems,) = left.plot([], [], color=COLOURS["gradient"], lw=1.5, alpha=0.6)
    condition = left.text(0.5, 5, "", va="center", fontsize=12)
    right.set(title="The loss above least squares", yscale="log")
    right.set(xlim=(-2, epochs), ylim=(5e-4, 100), yticks=[0.001, 0.01, 0.1, 1, 10, 100])
    right.set_yticklabels(["0.1 %", "1 %", "10 %", "100 %", "1000 %", "10,000 %"])
    right.plot([-2, 25, 25], [WITHIN, WITHIN, 5e-4], color=COLOURS["minimum"], lw=1)
    right.text(26, 6e-4, "the goal: 1 % in 25 epochs", color=COLOURS["minimum"], ha="left", va="bottom")
    lowest = right.axhline(1, color=COLOURS["model"], lw=1, ls="--")
    lowest_label = right.text(epochs, 1, "", color=COLOURS["model"], ha="right", va="top")
    arrival = right.text(0, 1.25 * WITHIN, "", ha="left", va="bottom")
    curve = figures.draw_curve(right, [], [], "epoch", "excess over the loss of least squares", marker="o", ms=2.5)
    here = figures.draw_point(right, 0, 1, "model", mec="white")

    @cache
    def bowl_of(scaling, bias, dropped):
        keep = [j for j in range(len(names)) if j not in dropped_options[dropped]]
        if scaling == "whitened":
            patients = data.diabetes("raw").train
            return Bowl.of(_whitened(patients.X[:, keep]), patients.y, fit_intercept=bias), keep
        patients = data.diabetes(scaling).train
        return Bowl.of(patients.X[:, keep], patients.y, fit_intercept=bias), keep

    @cache
    def losses(scaling, bias, dropped, share):
        bowl, _ = bowl_of(scaling, bias, dropped)
        start = np.zeros(len(bowl.minimum))
        return bowl.path(start, share * bowl.largest_stable_learning_rate, epochs).losses

    def update(scaling, bias, dropped, share, epoch):
        bowl, keep = bowl_of(scaling, bias, dropped)
        relative = bowl.eigenvalues / bowl.eigenvalues[-1]
        places = np.arange(1, len(relative) + 1.0)
        spectrum.set_data(places, relative)
        stems.set_data(
            np.repeat(places, 3),
            np.ravel([[low, value, np.nan] for low, value in zip(np.full(len(places), 1e-9), relative, strict=True)]),
        )
        condition.set_text(f"κ = {bowl.condition_number:,.0f}")
        above = np.maximum(losses(scaling, bias, dropped, share)[: epoch + 1] / best - 1, 1e-9)
        curve.set_data(np.arange(len(above)), above)
        here.set_data([len(above) - 1], above[-1:])
        extra = bowl.floor / best - 1
        for artist in (lowest, lowest_label):
            artist.set_visible(extra > 5e-4)
        lowest.set_ydata([extra, extra])
        lowest_label.set(y=0.8 * extra, text="as low as these columns go")
        within = np.flatnonzero(above <= WITHIN)[:1]
        arrival.set(x=2 + within.sum(), text=f"1 % at epoch {within[0]}" if within.size else "")
        now = losses(scaling, bias, dropped, share)[epoch]
        low, high = bowl.eigenvalues[[0, -1]]
        reach = f" At best these columns get to {_percent(extra)}." if extra > 5e-4 else ""
        slowest = ""
        if bowl.condition_number > 1.001:
            way = abs(1 - share * 2 * low / high) ** epoch
            called = _name(bowl.eigenvectors[:, 0], [*(names[j] for j in keep), *["bias"] * bias])
            slowest = f" The slowest direction, {called}, has {way:.1%} of its way left."
        rate = share * bowl.largest_stable_learning_rate
        return (
            f"{_CALLED[scaling]}, {'with' if bias else 'without'} bias: λ from {low:.3g} to {high:.3g}, "
            f"κ = {bowl.condition_number:,.0f}. η = {rate:.3g}, epoch {epoch}: the loss is {now:.6g}, "
            f"{_percent(now / best - 1)} above least squares on all columns.{slowest}{reach}"
        )

    def outcome(scaling, bias, dropped, share, epoch):
        if (scaling, bias, dropped) == ("standard", True, "s1"):
            bowl, _ = bowl_of(scaling, bias, dropped)
            return (
                f"Without s1 it is {bowl.condition_number:.0f}; but then even the best weights stay "
                f"{bowl.floor / best - 1:.2%} above least squares on all columns."
            )

    def done(scaling, bias, dropped, share, epoch):
        within = losses(scaling, bias, dropped, share)[: min(epoch, 25) + 1] <= (1 + WITHIN) * best
        if within.any() and scaling != "whitened":
            bowl, _ = bowl_of(scaling, bias, dropped)
            return (
                f"Within 1 % after {within.argmax()} epochs, at {share:g} of the limit. κ is still "
                f"{bowl.condition_number:.0f}: scaling treats one column at a time, and likeness is between columns."
            )

    shares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0, 1.02]
    return Panel(
        figure,
        [stems, spectrum, condition, lowest, lowest_label, arrival, curve, here],
        update,
        {
            "scaling": choice("columns", [(text.lower(), name) for name, text in _CALLED.items()], "unit-norm"),
            "dropped": choice("leave out", list(dropped_options), "none"),
            "bias": switch("with bias", True),
            "share": levels("η / its limit", shares, 0.01, "g"),
            "epoch": slider("epoch", 25, 0, epochs, 1),
        },
        title="Diabetes autopsy: the spectrum of curvatures, and the loss above least squares, epoch by epoch",
        question=Question(
            f"Standardised, κ is {_bowl('standard').condition_number:.0f}. s1 and s2 are much alike. "
            "Leave s1 out, and κ becomes …",
            ("about 400", "about 200", "about 50", "about 5"),
            outcome,
        ),
        task=Task("without whitening, come within 1 % of least squares in 25 epochs or fewer.", done),
        play="epoch",
    )


def is_it_any_good():
    """E9: train and test R² of two models over 100 random splits, split by split, and in pairs."""
    figure, (left, right) = figures.new_figure("AB", size=(9.2, 4.3), width_ratios=(5, 4))
    limits = (-0.12, 0.78)
    left.set(title="Every split has its own score", xlabel="R²", xlim=limits, ylim=(3.7, -0.7), yticks=range(4))
    left.set_yticklabels(["A, training", "A, test", "B, training", "B, test"])
    left.axvline(0, color="black", lw=0.8)
    right.set(title="The same split, both models", xlabel="test R² of A", ylabel="test R² of B")
    right.set(
        xlim=limits, ylim=limits, aspect="equal", anchor="N", xticks=[0, 0.2, 0.4, 0.6], yticks=[0, 0.2, 0.4, 0.6]
    )
    right.plot(limits, limits, color="black", lw=0.8)
    right.text(-0.09, 0.76, "B is better", ha="left", va="top", color="#555555")  # no score is as high: no dot hits it
    right.text(0.76, 0.16, "A is better", ha="right", va="bottom", color="#555555")
    left.text(0.02, -0.42, "◇ first split   | mean", ha="left", va="center", color="#555555")
    jitter = np.random.default_rng(0).uniform(-0.28, 0.28, 100)
    colours = [COLOURS["start"], COLOURS["start"], COLOURS["model"], COLOURS["model"]]
    strips = [figures.draw_data(left, [], [], "R²", "", ms=3.5, color=c, alpha=0.75) for c in colours]
    means = [left.plot([], [], "|", color="black", ms=22, mew=2)[0] for _ in colours]
    pairs = figures.draw_data(right, [], [], "test R² of A", "test R² of B", ms=4)
    first = [left.plot([], [], "D", color="black", mfc="white", ms=6, zorder=6)[0] for _ in colours]
    first_pair = right.plot([], [], "D", color="black", mfc="white", ms=7, zorder=6)[0]

    def update(model_a, model_b, test_size, split):
        scores = np.concatenate([_scores(model_a, test_size), _scores(model_b, test_size)])[:, :split]
        for k, values in enumerate(scores):
            strips[k].set_data(values, k + jitter[:split])
            first[k].set_data(values[:1], k + jitter[:1])
            means[k].set_data([values.mean()], [k])
        pairs.set_data(scores[1], scores[3])
        first_pair.set_data(scores[1, :1], scores[3, :1])
        (a, b), gap = scores[[1, 3]], scores[3] - scores[1]
        said = (
            f"A, {model_a}; B, {model_b}; {test_size:.0%} to test on. First split: {_r2(a[0])} and {_r2(b[0])} on test"
        )
        if split == 1:
            return f"{said}, {_r2(scores[0, 0])} and {_r2(scores[2, 0])} on training data."
        each = [f"{_r2(v.mean())} ± {v.std():.3f} (from {_r2(v.min(), 2)} to {_r2(v.max(), 2)})" for v in (a, b)]
        return (
            f"{said} data. {split} splits: {' and '.join(each)}. On the same split, B − A is "
            f"{gap.mean():+.3f} ± {gap.std():.3f}, above 0 on {(gap > 0).sum()} of {split}. "
            f"On training data: {_r2(scores[0].mean())} and {_r2(scores[2].mean())}."
        )

    def outcome(model_a, model_b, test_size, split):
        if test_size == 0.2 and split == 100 and _ALL_TEN in (model_a, model_b):
            test = _scores(_ALL_TEN, 0.2)[1]
            return (
                f"From {test.min():.2f} to {test.max():.2f}: {np.ptp(test):.2f} apart, by the luck of the split alone."
            )

    def done(model_a, model_b, test_size, split):
        gap = _scores(model_b, test_size)[1] - _scores(model_a, test_size)[1]
        wins = max((gap > 0).sum(), (gap < 0).sum())
        if test_size == 0.2 and split == 100 and abs(gap[0]) < 0.005 and wins >= 80:
            return (
                f"The first split calls them equal ({gap[0]:+.4f}), yet the better one wins on {wins} of 100, "
                f"by {abs(gap.mean()):.3f} on average."
            )

    return Panel(
        figure,
        [*strips, *means, *first, pairs, first_pair],
        update,
        {
            "model_a": choice("A", list(_MODELS), "all ten, 10,000 epochs"),
            "model_b": choice("B", list(_MODELS), _ALL_TEN),
            "test_size": levels("share to test on", [0.2, 0.25, 0.3, 0.35, 0.4, 0.5], 0.2, ".0%"),
            "split": slider("splits seen", 1, 1, 100, 1),
        },
        title="Is it any good? R² of two models on the same random splits, training and test, and in pairs",
        question=Question(
            "Least squares, ten features, 100 random splits (80 % and 20 %): how far apart are its test R² at most?",
            ("about 0.05", "about 0.1", "about 0.2", "about 0.4"),
            outcome,
        ),
        task=Task(
            "with 20 % to test on, find two models less than 0.005 apart on the first split, one of which wins on 80.",
            done,
        ),
        play="split",
    )


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


def _name(vector, names):
    """The (at most three) parameters that a direction mostly moves, the largest first and with a plus."""
    largest = np.argsort(-np.abs(vector))
    kept = [j for j in largest[:3] if abs(vector[j]) >= 0.5 * abs(vector[largest[0]])]
    signs = [" + " if vector[j] * vector[largest[0]] > 0 else " − " for j in kept]
    return names[kept[0]] + "".join(sign + names[j] for sign, j in zip(signs[1:], kept[1:], strict=True))


def _bars(start, ends):
    """Horizontal bars, the k-th at height k from `start` to `ends[k]`, as the data of one line with gaps."""
    gap = np.full(len(ends), np.nan)
    return np.column_stack([np.full(len(ends), start), ends, gap]).ravel(), np.repeat(np.arange(len(ends)), 3)


def _one_line(x, curves):
    """Curves [m, k] over x [k] as the data of one line with gaps: drawing one is faster than drawing m."""
    gap = np.full((len(curves), 1), np.nan)
    return np.tile(np.append(x, np.nan), len(curves)), np.hstack([curves, gap]).ravel()


def _r2(score, decimals=3):
    """A score with its decimals, and without the minus of a zero."""
    return f"{round(score, decimals) + 0.0:.{decimals}f}"


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
    return load_diabetes(return_X_y=True)


@cache
def _training(test_size):
    """Who is in the training part, [100, 442], for the seeds 42, 43, …, 141 of `train_test_split`."""
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
