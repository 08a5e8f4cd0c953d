"""The explorables of notebook 01: beat the machine, one step, five fates, four linked windows.

Each takes the measurements of a spring, masses (kg) and stretches or lengths (cm), and what the learner has written.
"""

from functools import cache

import numpy as np
from matplotlib.collections import PolyCollection

from helpers import checks, data, figures
from helpers.bowl import Bowl
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task, levels, slider, switch


def beat_the_machine(dataset=None):
    """E1: drag w until the squares on the residuals are smallest; then see every w at once."""
    dataset = dataset or data.springs()
    x, y = _only_feature(dataset), dataset.y
    bowl = Bowl.of(dataset.X, y, fit_intercept=False)
    best, top = bowl.minimum[0], 2 * bowl.minimum[0]

    figure, (left, right) = figures.new_figure("AB", width_ratios=(3, 2))
    left.set(title="The squares", xlim=(0, 1.1 * x.max()), ylim=(min(0, y.min()), 1.25 * y.max()))
    points = figures.draw_data(left, x, y, dataset.feature_names[0], "stretch (cm)")
    line = figures.draw_line(left, best)
    squares = PolyCollection([], facecolor=COLOURS["loss"], edgecolor=COLOURS["loss"], alpha=0.18)
    left.add_collection(squares)
    ws = np.linspace(0, top, 201)
    curve = figures.draw_curve(right, ws, bowl.loss_at(ws[:, None]), "w (cm per kg)", "mean area of a square (cm²)")
    right.set(title="Their mean area", xlim=(0, top), ylim=(0, None))
    here = figures.draw_point(right, best, 0, "model")
    minimum = figures.draw_point(right, best, bowl.floor, "minimum")

    def update(w, reveal):
        line.set_ydata(w * line.get_xdata())
        squares.set_verts(_squares(left, x, y, w * x))
        errors = w * x - y
        here.set_data([w], [np.mean(errors**2)])
        curve.set_visible(reveal)
        minimum.set_visible(reveal)
        readout = (
            f"w = {w:.2f} cm per kg: the squares add up to {np.sum(errors**2):.4g} cm², "
            f"{np.mean(errors**2):.3g} cm² each on average."
        )
        return readout + f" The curve is lowest at w = {best:.2f}, with {bowl.floor:.3g} cm²." * reveal

    def done(w, reveal):
        if bowl.loss_at([w]) <= 1.01 * bowl.floor:
            return f"Your w = {w:.2f} comes within 1 % of what any machine can reach, {bowl.floor:.4g} cm² a square."

    return Panel(
        figure,
        [squares, points, line, curve, minimum, here],
        update,
        {"w": slider("w", 2.0, 0.0, round(top, 1), 0.05), "reveal": switch("show every w at once")},
        title="Beat the machine: twenty measurements, a line through the origin, and a square on every miss",
        question=Question(
            "About how many centimetres does the spring stretch per kilogram?",
            ("about 2", "about 3", "about 4.5", "about 6"),
            lambda w, reveal: f"The squares are smallest at w = {best:.2f}." if reveal or done(w, reveal) else None,
        ),
        task=Task("drag w until the squares together cannot get any smaller.", done),
    )


def one_step(dataset=None, slope=None):
    """E2: the loss as a curve over w, its tangent, and one step of gradient descent."""
    dataset = dataset or data.springs()
    x, y = _only_feature(dataset), dataset.y
    bowl = Bowl.of(dataset.X, y, fit_intercept=False)
    best, top = bowl.minimum[0], 2 * bowl.minimum[0]
    (slope,), note, _ = own_or_ours(("slope", slope, checks.slope, _slope))

    def loss(w):
        return float(bowl.loss_at([w]))

    figure, (left, right) = figures.new_figure("AB", width_ratios=(3, 2))
    ws = np.linspace(-1, top + 1, 201)
    figures.draw_curve(left, ws, bowl.loss_at(ws[:, None]), "w (cm per kg)", "loss: mean squared error (cm²)")
    left.set(title="One step down the slope", xlim=(-1, top + 1), ylim=(-0.08 * loss(0), 1.15 * loss(0)))
    figures.draw_point(left, best, bowl.floor, "minimum")
    (tangent,) = left.plot([], [], color=COLOURS["gradient"])
    (move,) = left.plot([], [], color=COLOURS["start"], ls=":")
    tangent_label = left.text(0, 0, "tangent ", color=COLOURS["gradient"], ha="right", va="top", clip_on=True)
    move_label = left.text(0, 0, "step", color="#9a6a00", ha="center", va="bottom", clip_on=True)
    old, new = figures.draw_point(left, 0, 0, "start"), figures.draw_point(left, 0, 0, "model")
    right.set(title="The same step, seen on the springs", xlim=(0, 1.1 * x.max()), ylim=(0, 1.25 * y.max()))
    figures.draw_data(right, x, y, dataset.feature_names[0], "stretch (cm)")
    before = figures.draw_line(right, 0, color=COLOURS["start"], ls="--")
    after = figures.draw_line(right, 0)

    def land(w, learning_rate):
        return w - learning_rate * float(slope(w, x, y))

    def update(w, learning_rate):
        steepness, landed = float(slope(w, x, y)), land(w, learning_rate)
        run = np.array([-1.5, 1.5])
        tangent.set_data(w + run, loss(w) + steepness * run)
        tangent_label.set_position((w + run[-1], loss(w) + steepness * run[-1]))
        move_label.set_position(((w + landed) / 2, loss(w)))
        move.set_data([w, landed, landed], [loss(w), loss(w), loss(landed)])
        old.set_data([w], [loss(w)])
        new.set_data([landed], [loss(landed)])
        before.set_ydata(w * before.get_xdata())
        after.set_ydata(landed * after.get_xdata())
        return (
            f"At w = {w:.2f} the slope is {steepness:.3g}. The step is −η · slope = {landed - w:+.3g}, "
            f"so w goes to {landed:.3g}, and the loss from {loss(w):.3g} to {loss(landed):.3g} cm².{note}"
        )

    def outcome(w, learning_rate):
        if learning_rate == 0.1 and w >= 3:
            from_0, here = land(0, 0.1), land(w, 0.1) - w
            return (
                f"With η = 0.1 the step from w = 0 is {from_0:+.3g}, from w = {w:.2f} it is {here:+.3g}: the same η, "
                "another slope."
            )

    def done(w, learning_rate):
        if abs(land(w, learning_rate) - best) < 0.03 and abs(w - best) > 0.5:
            return f"η = {learning_rate:.2f} lands at the lowest point in one step. Does it from any other w? Move w."

    return Panel(
        figure,
        [move, move_label, tangent, tangent_label, old, new, before, after],
        update,
        {
            "w": slider("w", 0.0, 0.0, round(top, 1), 0.1),
            "learning_rate": slider("η", 0.1, 0.0, round(2 / bowl.eigenvalues[-1], 1), 0.01),
        },
        title="One step by hand: the loss over w with its tangent, and the line before and after the step",
        question=Question(
            "Leave η at 0.1. Compared with the step from w = 0, the step from w = 3 will be …",
            ("longer", "just as long", "shorter"),
            outcome,
        ),
        task=Task("find the η that lands at the lowest point in one single step.", done),
    )


def five_fates(dataset=None, slope=None, step=None, epochs=30):
    """E3: one learning rate after the other; the data decide which glide, zigzag, bounce or explode."""
    dataset = dataset or data.springs()
    x, y = _only_feature(dataset), dataset.y
    bowl = Bowl.of(dataset.X, y, fit_intercept=False)
    best, steepest = bowl.minimum[0], bowl.eigenvalues[-1]
    own = ("slope", slope, checks.slope, _slope), ("step", step, checks.step, _step)
    (slope, step), note, all_right = own_or_ours(*own)

    figure, (axis, left, right) = figures.new_figure("AA;BC", size=(8.8, 4.2), height_ratios=(1, 7))
    top = 2.6 / steepest
    fates = []
    for low, high, fate in ((0, 1, "glides"), (1, 2, "zigzags"), (2, 2.6, "explodes")):
        fates.append(axis.axvspan(low / steepest, high / steepest, color=_FATE_COLOURS[fate], alpha=0.3, lw=0))
        fates.append(axis.text((low + high) / 2 / steepest, 0.5, fate, ha="center", va="center"))
    for k in (1, 2):
        fates.append(axis.text(k / steepest, 0.5, f"{k}/λ = {k / steepest:.3f}", ha="center", va="center", fontsize=9))
    axis.set(xlim=(0, top), yticks=[], title="The learning rate η")
    pointer = axis.axvline(0, color="black", lw=3)
    ws = best * np.linspace(-0.75, 2.75, 201)
    figures.draw_curve(left, ws, bowl.loss_at(ws[:, None]), "w (cm per kg)", "loss (cm²)")
    left.set(title="Down the curve", xlim=ws[[0, -1]], ylim=(-2, None))
    figures.draw_point(left, best, bowl.floor, "minimum")
    (path,) = left.plot([], [], "o-", color=COLOURS["model"], lw=1, ms=4)
    here = figures.draw_point(left, 0, 0, "model")
    right.axhline(best, color=COLOURS["minimum"], lw=1)
    above = {"xytext": (0, 5), "textcoords": "offset points", "ha": "right", "va": "bottom"}
    right.annotate(f"lowest point {best:.2f}", (epochs, best), color=COLOURS["minimum"], **above)
    right.set(title="Epoch by epoch", xlabel="epoch", ylabel="w", xlim=(-0.5, epochs + 0.5), ylim=ws[[0, -1]])
    (walk,) = right.plot([], [], "o-", color=COLOURS["model"], lw=1, ms=4)

    @cache
    def descend(learning_rate):
        weights = [0.0]
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                weights.append(float(step(weights[-1], slope(weights[-1], x, y), learning_rate)))
        return np.array(weights)

    def update(learning_rate, epoch, reveal):
        weights = descend(learning_rate)[: epoch + 1]
        losses = bowl.loss_at(weights[:, None])
        pointer.set_xdata([learning_rate] * 2)
        for artist in fates:
            artist.set_visible(reveal)
        path.set_data(weights, losses)
        here.set_data(weights[-1:], losses[-1:])
        walk.set_data(np.arange(epoch + 1), weights)
        at_once, for_ever = (f"{k}/λ = {k / steepest:.3f}" for k in (1, 2))
        borders = f" It glides below {at_once}, zigzags in up to {for_ever}, and explodes beyond."
        unlike = "" if all_right else "with the right functions "
        return (
            f"η = {learning_rate:.3f}, ηλ = {learning_rate * steepest:.2f}: {unlike}{_fate(learning_rate * steepest)} "
            f"After {epoch} epoch{'s' * (epoch != 1)} w = {weights[-1]:.4g}, the loss is {losses[-1]:.4g} cm²."
            f"{borders * reveal}{note}"
        )

    def outcome(learning_rate, epoch, reveal):
        if abs(learning_rate - 0.5) < 0.01 and epoch >= 5:
            weights = descend(learning_rate)
            return f"At η = {learning_rate:.2f}, w went {', '.join(f'{w:.2f}' for w in weights[:5])}, …"

    def done(learning_rate, epoch, reveal):
        if learning_rate == 2 / steepest and epoch >= 10:
            return f"η = 2/λ = {learning_rate:.4f} is the border: a hair less arrives in the end, a hair more explodes."

    rates = sorted({*np.round(np.arange(0.02, top, 0.02), 2), *(np.array([1, 1.98, 2, 2.02]) / steepest)})
    return Panel(
        figure,
        [*fates, pointer, path, here, walk],
        update,
        {
            "learning_rate": levels("η", rates, 0.1, ".3f"),
            "epoch": slider("epoch", 0, 0, epochs, 1),
            "reveal": switch("colour the η axis by fate"),
        },
        title="Five fates: where the learning rate decides whether descent glides, zigzags, bounces or explodes",
        question=Question(
            f"For these data λ = {steepest:.2f}. Take η = 0.5 and let it run: what will w do?",
            ("glide down", "land in one step", "zigzag in", "bounce for ever", "explode"),
            outcome,
        ),
        task=Task("find the η at which w bounces for ever and never comes nearer.", done),
        play="epoch",
    )


def four_windows(dataset=None, gradient=None, step=None, epochs=100):
    """E4: line, map of the loss, loss curve and parameters, one shared epoch."""
    dataset = dataset or data.spring_lengths()
    x, y = _only_feature(dataset), dataset.y
    bowl = Bowl.of(dataset.X, y)
    limit = bowl.largest_stable_learning_rate
    own = ("gradient", gradient, checks.gradient, _gradient), ("step", step, checks.step, _step)
    (gradient, step), note, all_right = own_or_ours(*own)

    figure, (line_ax, map_ax, loss_ax, parameter_ax) = figures.new_figure("AB;CD", size=(8.8, 5.0))
    line_ax.set(title="The line", xlim=(0, 1.1 * x.max()), ylim=(0, 1.2 * y.max()))
    figures.draw_data(line_ax, x, y, dataset.feature_names[0], "length (cm)")
    line = figures.draw_line(line_ax, 0)
    start, far = np.zeros(2), 1.4 * bowl.minimum
    first = float(bowl.loss_at(start))
    map_ax.set_title("The loss as a map, seen from above")
    figures.draw_point(map_ax, *bowl.minimum, "minimum")
    figures.draw_point(map_ax, *start, "start")
    (path,) = map_ax.plot([], [], ".-", color=COLOURS["model"], lw=1)
    here = figures.draw_point(map_ax, *start, "model")
    loss_ax.set(title="The loss", xlabel="epoch", ylabel="loss (cm²)", yscale="log", xlim=(0, epochs))
    loss_ax.set_ylim(bowl.floor / 2, 10 * first)
    (curve,) = loss_ax.plot([], [], color=COLOURS["loss"])
    loss_now = figures.draw_point(loss_ax, 0, first, "model")
    parameter_ax.set(title="The parameters", xlabel="epoch", xlim=(0, epochs), ylim=(-1, far[1]))
    for ax, level, name in (
        (loss_ax, bowl.floor, "floor"),
        (parameter_ax, bowl.minimum[0], "w*"),
        (parameter_ax, bowl.minimum[1], "b*"),
    ):
        ax.axhline(level, color=COLOURS["minimum"], lw=1)
        beside = ax.get_yaxis_transform()
        ax.text(1.01, level, name, color=COLOURS["minimum"], ha="left", va="center", transform=beside)
    w_curve, b_curve = (parameter_ax.plot([], [], color=COLOURS["model"], ls=ls)[0] for ls in ("-", "--"))
    sides = ((" w", "top"), (" b", "bottom"))
    map_ax.set(xlabel="w", ylabel="b")
    figure.draw_without_rendering()  # now the map has its size, and w and b can have one scale, as right angles need
    half = 0.5 * (far[1] + 1) * map_ax.bbox.width / map_ax.bbox.height
    w_limits = bowl.minimum[0] + np.array([-half, half])
    figures.draw_bowl(map_ax, bowl.loss_at, w_limits, (-1, far[1]), np.geomspace(bowl.floor, 2 * first, 12))
    names = [parameter_ax.text(0, 0, text, color=COLOURS["model"], va=side) for text, side in sides]

    @cache
    def descend(learning_rate):
        parameters = [start]
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                pairs = zip(parameters[-1], gradient(*parameters[-1], x, y), strict=True)
                parameters.append(np.array([step(p, slope, learning_rate) for p, slope in pairs], dtype=float))
        return np.array(parameters), bowl.loss_at(parameters)

    def update(learning_rate, epoch):
        parameters, losses = (values[: epoch + 1] for values in descend(learning_rate))
        (w, b), loss = parameters[-1], losses[-1]
        line.set_ydata(w * line.get_xdata() + b)
        path.set_data(*parameters.T)
        here.set_data([w], [b])
        curve.set_data(np.arange(epoch + 1), losses)
        loss_now.set_data([epoch], [loss])
        for parameter, values, text in zip((w_curve, b_curve), parameters.T, names, strict=True):
            parameter.set_data(np.arange(epoch + 1), values)
            text.set_position((epoch, values[-1]))
            text.set_visible(-1 < values[-1] < far[1])
        state = "it cannot arrive, η is beyond the limit" if learning_rate > limit else f"the floor is {bowl.floor:.4g}"
        return (
            f"η = {learning_rate:.2f} (the limit for these data is {limit:.3f}), epoch {epoch}: "
            f"ŷ = {w:.4g} x + {b:.4g}, loss {loss:.4g} cm²; {state}.{note}"
        )

    def outcome(learning_rate, epoch):
        b = descend(learning_rate)[0][epoch][1]
        if all_right and learning_rate <= 0.2 and epoch >= 20 and abs(b - bowl.minimum[1]) > 0.3:
            return (
                f"It dropped into the valley within a few epochs and then crept along it: at epoch {epoch}, "
                f"b = {b:.2f} was still on its way to {bowl.minimum[1]:.2f}."
            )

    rates = np.arange(0.01, limit, 0.01)
    fastest = min(np.sum(bowl.path(start, rate, epochs).losses > 1.01 * bowl.floor) for rate in rates)
    deadline = round(1.15 * fastest)

    def done(learning_rate, epoch):
        within = descend(learning_rate)[1][: min(epoch, deadline) + 1] <= 1.01 * bowl.floor
        if within.any():
            return f"At η = {learning_rate:.2f} the loss is within 1 % of its floor after {within.argmax()} epochs."

    return Panel(
        figure,
        [line, path, here, curve, loss_now, w_curve, b_curve, *names],
        update,
        {
            "learning_rate": slider("η", 0.1, 0.01, round(1.1 * limit, 2), 0.01),
            "epoch": slider("epoch", 0, 0, epochs, 1),
        },
        title="Four linked windows: the line, the map of the loss with the path, the loss and the parameters",
        question=Question(
            "From w = 0, b = 0 and with η = 0.1: which route will the path take on the map?",
            ("straight to the star", "across first, then along the valley", "round and round the star"),
            outcome,
        ),
        task=Task(f"find an η that gets within 1 % of the floor in {deadline} epochs or fewer.", done),
        play="epoch",
    )


def _only_feature(dataset):
    if dataset.X.shape[1] != 1:
        raise ValueError(f"dataset must have one feature, got {dataset.X.shape[1]}.")
    if dataset.X.min() < 0 or dataset.y.min() < 0:
        raise ValueError("dataset must hold masses and lengths of at least 0, got a negative number.")
    return dataset.X[:, 0]


# What runs where the learner has not written it yet.


def _slope(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def _step(w, slope, learning_rate):
    return w - learning_rate * slope


def _gradient(w, b, x, y):
    errors = w * x + b - y
    return np.mean(2 * errors * x), np.mean(2 * errors)


def _squares(ax, x, y, y_hat):
    """The corners of a square on every residual, square on the screen: one side in y's unit, the other scaled."""
    (x0, y0), (x1, y1) = ax.transData.transform([(0, 0), (1, 1)])
    width = np.abs(y_hat - y) * (y1 - y0) / (x1 - x0)
    return np.stack([[x, y], [x, y_hat], [x - width, y_hat], [x - width, y]]).transpose(2, 0, 1)


_FATE_COLOURS = {"glides": COLOURS["minimum"], "zigzags": COLOURS["start"], "explodes": COLOURS["loss"]}


def _fate(rate_times_steepness):
    """What a step does to the distance to the lowest point: it multiplies it by 1 − ηλ."""
    factor = 1 - rate_times_steepness
    if abs(factor) < 1e-9:
        return "it lands in one step."
    if abs(factor + 1) < 1e-9:
        return "it bounces for ever: every step leads as far to the other side."
    if factor > 0:
        return f"it glides; every step leaves {factor:.0%} of the distance."
    if factor > -1:
        return f"it zigzags in; every step leaves {-factor:.0%} of the distance, on the other side."
    return f"it explodes; every step ends on the other side, {-factor:.2f} times as far away."
