"""The explorables of notebook 01: beat the machine, one step, five fates, four linked windows.

Each takes measurements with one feature, such as the masses and stretches of a spring, and what the learner has
written. Ranges, units, question and task follow from the data.
"""

from functools import cache, cached_property

import numpy as np
from matplotlib.collections import PolyCollection

from helpers import checks, data, figures
from helpers.bowl import Bowl
from helpers.controls import levels, slider, switch
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task
from helpers.scales import (
    fixed,
    labelled,
    limits,
    measured,
    nice_step,
    per,
    quantity,
    squared,
    steps,
    to_step,
    unit,
)
from helpers.windows import EXACT, CurvesWindow, LineWindow, MapWindow, ParabolaWindow, box_around

MOST_SQUARES = 300  # more of them are a dark spot, and slow


# What runs where the learner has not written it yet.


def _slope(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def _step(w, slope, learning_rate):
    return w - learning_rate * slope


def _gradient(w, b, x, y):
    errors = w * x + b - y
    return np.mean(2 * errors * x), np.mean(2 * errors)


class OneFeature(Panel):
    """What the four have in common: one feature, the units, the bowl, and learning rates in steps that suit it."""

    fit_intercept = False

    def __init__(self, dataset):
        dataset = data.as_dataset(dataset, n_features=1)
        self.x, self.y, self.dataset = dataset.X[:, 0], dataset.y, dataset
        self.bowl = Bowl.of(dataset.X, self.y, fit_intercept=self.fit_intercept)
        self.limit = self.bowl.largest_stable_learning_rate
        self.rate_step = nice_step(self.limit, 40)
        y_unit, x_unit = unit(dataset.target_name), unit(dataset.feature_names[0])
        self.y_unit, self.loss_unit, self.w_unit = y_unit, squared(y_unit), per(y_unit, x_unit)
        super().__init__()

    def rate(self, value):
        """A learning rate in words."""
        return fixed(value, self.rate_step)

    def rate_slider(self, value, low, high):
        """A slider over learning rates, its ends at full steps."""
        low, high = to_step(low, self.rate_step), to_step(high, self.rate_step)
        return slider("η", value, low, high, self.rate_step)


class OneWeight(OneFeature):
    """ŷ = w x: the best w, and the range of w that shows it, from 0 to twice the best."""

    w_levels = 90

    @cached_property
    def best(self):
        return float(self.bowl.minimum[0])

    @cached_property
    def span(self):
        """From the start, 0 unless that is nearly the best w, to as far on the other side of the best."""
        scale = np.sqrt(np.mean(self.y**2) / np.mean(self.x**2)) or 1.0
        return (0.0, 2 * self.best) if abs(self.best) > 0.05 * scale else (self.best - scale, self.best + scale)

    @cached_property
    def w_step(self):
        return nice_step(abs(self.span[1] - self.span[0]), self.w_levels)

    def w_at(self, share):
        """The w that is a share of the range away from its start, on a step of the slider."""
        return to_step(self.span[0] + share * (self.span[1] - self.span[0]), self.w_step)

    def w_slider(self, share):
        return slider("w", self.w_at(share), *sorted((self.w_at(0), self.w_at(1))), self.w_step)

    def weights_around(self, before, after):
        """201 weights from `before` the range to `after` it, as shares of it."""
        low, high = self.span
        return np.sort(low + (high - low) * np.linspace(-before, 1 + after, 201))

    def parabola(self, ax, ws, title, window=ParabolaWindow):
        loss = labelled("mean squared error", self.loss_unit)
        return window(ax, self.bowl, ws, title, labelled("w", self.w_unit), loss)


class BeatTheMachine(OneWeight):
    """E1: drag w until the squares on the residuals are smallest; then see every w at once."""

    w_levels = 100
    task = Task("drag w until the squares together cannot get any smaller.")

    def __init__(self, dataset=None):
        super().__init__(data.springs() if dataset is None else dataset)

    @property
    def title(self):
        return f"Beat the machine: {len(self.y)} measurements, a line through the origin, and a square on every miss"

    @property
    def question(self):
        step = nice_step(abs(self.span[1] - self.span[0]), 16)
        options = [self.span[0] + share * (self.span[1] - self.span[0]) for share in (0.225, 0.325, 0.5, 0.65)]
        x, y = self.dataset.feature_names[0], self.dataset.target_name
        prompt = f"About how many {unit(y)} of {quantity(y)} go with each {unit(x)} of {quantity(x)}?"
        nearest = int(np.argmin([abs(option - self.best) for option in options]))
        options = [f"about {to_step(option, step):g}".replace("-", "−") for option in options]
        return Question(prompt if self.w_unit else "About how large is w?", options, options[nearest])

    def make_controls(self):
        return {"w": self.w_slider(0.22), "reveal": switch("show every w at once")}

    def draw(self):
        figure, (left, right) = figures.new_figure("AB", width_ratios=(3, 2))
        self.line = LineWindow(left, self.dataset, "The squares")
        self.squares = SquaresWindow(left, self.x, self.y)
        self.parabola_window = self.parabola(right, self.weights_around(0, 0), "Their mean area")
        self.hidden = [self.parabola_window.curve, self.parabola_window.minimum]
        self.parabola_window.artists = [*self.hidden, *self.parabola_window.artists]
        return figure, [self.squares, self.line, self.parabola_window]

    def numbers(self, w, reveal):
        errors = w * self.x - self.y
        return {"total": np.sum(errors**2), "mean": np.mean(errors**2)}

    def show(self, now):
        self.line.show((now.w, 0))
        self.squares.show(now.w * self.x)
        self.parabola_window.show(np.array([now.w]))
        for artist in self.hidden:
            artist.set_visible(now.reveal)

    def words(self, now):
        total, mean = measured(f"{now.total:.4g}", self.loss_unit), measured(f"{now.mean:.3g}", self.loss_unit)
        w = measured(fixed(now.w, self.w_step), self.w_unit)
        readout = f"w = {w}: the squares add up to {total}, {mean} each on average."
        lowest = f"with {measured(f'{self.bowl.floor:.3g}', self.loss_unit)}"
        if self.squares.every > 1:
            readout += f" One square in {self.squares.every} is drawn."
        return readout + f" The curve is lowest at w = {fixed(self.best, self.w_step)}, {lowest}." * now.reveal

    def outcome(self, now):
        if now.reveal or self.done(now):
            return f"The squares are smallest at w = {fixed(self.best, self.w_step)}."

    def done(self, now):
        w, floor = fixed(now.w, self.w_step), measured(f"{self.bowl.floor:.4g}", self.loss_unit)
        if now.mean <= 1.01 * self.bowl.floor:
            return f"Your w = {w} comes within 1 % of what any line through the origin can reach, {floor} a square."
        if abs(now.w - self.best) <= self.w_step / 2:
            return f"Your w = {w} is as near to the best w as this slider gets."


class SquaresWindow:
    """A square on every residual, square on the screen: one side in y's unit, the other scaled."""

    def __init__(self, ax, x, y):
        self.every = -(-len(y) // MOST_SQUARES)
        self.ax, self.x, self.y = ax, x[:: self.every], y[:: self.every]
        self.squares = PolyCollection([], facecolor=COLOURS["loss"], edgecolor=COLOURS["loss"], alpha=0.18)
        ax.add_collection(self.squares, autolim=False)
        self.artists = [self.squares]

    def show(self, y_hat):
        x, y, y_hat = self.x, self.y, y_hat[:: self.every]
        (x0, y0), (x1, y1) = self.ax.transData.transform([(0, 0), (1, 1)])
        width = np.abs(y_hat - y) * (y1 - y0) / (x1 - x0)
        corners = np.stack([[x, y], [x, y_hat], [x - width, y_hat], [x - width, y]])
        self.squares.set_verts(corners.transpose(2, 0, 1))


class OneStep(OneWeight):
    """E2: the loss as a curve over w, its tangent, and one step of gradient descent."""

    title = "One step by hand: the loss over w with its tangent, and the line before and after the step"
    task = Task("find the η that lands at the lowest point in one single step.")
    runs_own_code = True

    def __init__(self, dataset=None, slope=None):
        self.own = own_or_ours(("slope", slope, checks.slope, _slope, 1))
        (self.slope,) = self.own.functions
        super().__init__(data.springs() if dataset is None else dataset)

    @cached_property
    def asked(self):
        """The η and the w that the question is about."""
        return to_step(10 * self.rate_step, self.rate_step), self.w_at(0.33)

    @property
    def question(self):
        start, (rate, w) = fixed(self.w_at(0), 1), self.asked
        prompt = f"Leave η at {rate:g}. Compared with the step from w = {start}, the step from w = {w:g} will be …"
        right = "shorter" if abs(w - self.best) < abs(self.w_at(0) - self.best) else "longer"
        return Question(prompt, ("longer", "just as long", "shorter"), right)

    def make_controls(self):
        return {"w": self.w_slider(0), "learning_rate": self.rate_slider(self.asked[0], 0.0, self.limit)}

    def draw(self):
        figure, (left, right) = figures.new_figure("AB", width_ratios=(3, 2))
        self.curve = self.parabola(left, self.weights_around(0.11, 0.11), "One step down the slope", TangentWindow)
        styles = {"color": COLOURS["start"], "ls": "--"}, {}
        self.lines = LineWindow(right, self.dataset, "The same step, seen on the data", styles=styles)
        return figure, [self.curve, self.lines]

    def numbers(self, w, learning_rate):
        slope = self.slope(w, self.x, self.y)
        landed = w - learning_rate * slope
        before, after = self.bowl.loss_at([[w], [landed]])
        return {"slope": slope, "landed": landed, "before": before, "after": after}

    def show(self, now):
        self.curve.show(now.w, now.slope, now.landed)
        self.lines.show((now.w, 0), (now.landed, 0))

    def words(self, now):
        return (
            f"At w = {fixed(now.w, self.w_step)} the slope is {now.slope:.3g}. With η = {self.rate(now.learning_rate)} "
            f"the step is −η · slope = {now.landed - now.w:+.3g}, so w goes to {now.landed:.3g}, and the loss from "
            f"{now.before:.3g} to {measured(f'{now.after:.3g}', self.loss_unit)}.{self.own.note}"
        )

    def outcome(self, now):
        rate, w = self.asked
        if now.learning_rate == rate and abs(now.w - self.span[0]) >= abs(w - self.span[0]) * (1 - 1e-9):
            first = -rate * self.slope(self.span[0], self.x, self.y)
            return (
                f"With η = {rate:g} the step from w = {fixed(self.span[0], 1)} is {first:+.3g}, from w = "
                f"{fixed(now.w, self.w_step)} it is {now.landed - now.w:+.3g}: the same η, another slope."
            )

    def done(self, now):
        way = abs(now.w - self.best)
        nearest = 0.5 * self.rate_step / (self.limit / 2)  # an η on the slider misses 1/λ by at most this share
        if way > 0.1 * abs(self.span[0] - self.best) and abs(now.landed - self.best) <= nearest * way * (1 + 1e-9):
            rate = self.rate(now.learning_rate)
            return f"η = {rate} lands at the lowest point at once, as nearly as this slider can. From any other w, too?"


class TangentWindow(ParabolaWindow):
    """The loss over one weight with a tangent, and where a step along it leads."""

    def __init__(self, ax, bowl, ws, *labels):
        super().__init__(ax, bowl, ws, *labels)
        self.run = 0.13 * np.ptp(ws) * np.array([-1, 1])
        (self.tangent,) = ax.plot([], [], color=COLOURS["gradient"])
        (self.move,) = ax.plot([], [], color=COLOURS["start"], ls=":")
        over = {"clip_on": True}
        self.tangent_label = ax.text(0, 0, "tangent ", color=COLOURS["gradient"], ha="right", va="top", **over)
        self.move_label = ax.text(0, 0, "step", color="#9a6a00", ha="center", va="bottom", **over)
        self.start = figures.draw_point(ax, 0, 0, "start")
        self.artists = [self.move, self.move_label, self.tangent, self.tangent_label, self.start, self.here]

    def show(self, w, slope, landed):
        before, after = self.loss_at([w, landed])
        self.tangent.set_data(w + self.run, before + slope * self.run)
        self.tangent_label.set_position((w + self.run[-1], before + slope * self.run[-1]))
        self.move_label.set_position(((w + landed) / 2, before))
        self.move.set_data([w, landed, landed], [before, before, after])
        self.start.set_data([w], [before])
        self.here.set_data([landed], [after])


class FiveFates(OneWeight):
    """E3: one learning rate after the other; the data decide which glide, zigzag, bounce or explode."""

    title = "Five fates: where the learning rate decides whether descent glides, zigzags, bounces or explodes"
    task = Task("find the η at which w bounces for ever and never comes nearer.")
    play = "epoch"
    runs_own_code = True

    def __init__(self, dataset=None, slope=None, step=None, epochs=30):
        own = ("slope", slope, checks.slope, _slope, 1), ("step", step, checks.step, _step, 1)
        self.own, self.epochs = own_or_ours(*own), epochs
        self.slope, self.step = self.own.functions
        self.descend = cache(self._descend)
        super().__init__(data.springs() if dataset is None else dataset)

    @cached_property
    def steepest(self):
        """λ, the curvature of the loss: 2 over the largest stable η."""
        return float(self.bowl.eigenvalues[-1])

    @cached_property
    def asked(self):
        """An η that zigzags: near 0.72 of the limit, where 0.5 is for the springs."""
        return to_step(0.72 * self.limit, 5 * self.rate_step)

    @property
    def question(self):
        prompt = f"For these data λ = {self.steepest:.3g}. Take η = {self.asked:g} and let it run: what will w do?"
        fates = ("glide in", "land in one step", "zigzag in", "bounce for ever", "explode")
        return Question(prompt, fates, "zigzag in")

    def make_controls(self):
        special = np.array([1, 1.98, 2, 2.02]) / self.steepest
        step = 2 * self.rate_step
        even = [rate for rate in steps(step, 2.6 / self.steepest - step, step) if abs(special - rate).min() > step / 8]
        rates = sorted({*even, self.asked, *special.tolist()})
        return {
            "learning_rate": levels("η", rates, 10 * self.rate_step, self.rate),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
            "reveal": switch("colour the η axis by fate"),
        }

    def rate(self, value):
        return fixed(value, self.rate_step / 10)

    def draw(self):
        figure, (axis, left, right) = figures.new_figure("AA;BC", size=(8.8, 4.2), height_ratios=(1, 7))
        self.fates = FatesWindow(axis, self.steepest, self.rate)
        ws = self.weights_around(0.375, 0.375)
        self.curve = self.parabola(left, ws, "Down the curve")
        styles = {"color": COLOURS["model"], "marker": "o", "lw": 1, "ms": 4}
        margin = {"ylabel": "w", "xlim": (-0.5, self.epochs + 0.5)}
        self.walk = CurvesWindow(right, "Epoch by epoch", self.epochs, ws[[0, -1]], {}, (styles,), **margin)
        figures.draw_goal(right, self.best, f"lowest point {fixed(self.best, self.w_step / 10)}", inside=True)
        return figure, [self.fates, self.curve, self.walk]

    def _descend(self, learning_rate):
        weights = [self.span[0]]
        with np.errstate(all="ignore"):
            for _ in range(self.epochs):
                weights.append(self.step(weights[-1], self.slope(weights[-1], self.x, self.y), learning_rate))
        return np.array(weights)

    def numbers(self, learning_rate, epoch, reveal):
        weights = self.descend(learning_rate)[: epoch + 1]
        return {"weights": weights, "loss": self.bowl.loss_at(weights[-1:]), "stride": learning_rate * self.steepest}

    def show(self, now):
        self.fates.show(now.learning_rate, now.reveal)
        self.curve.show(now.weights)
        self.walk.show(now.weights)

    def words(self, now):
        at_once, for_ever = (f"{k}/λ = {self.rate(k / self.steepest)}" for k in (1, 2))
        borders = f" It glides below {at_once}, zigzags in up to {for_ever}, and explodes beyond."
        unlike = "" if self.own.right else "with the right functions "
        return (
            f"η = {self.rate(now.learning_rate)}, ηλ = {now.stride:.2f}: {unlike}{_fate(now.stride)} "
            f"After {now.epoch} epoch{'s' * (now.epoch != 1)} w = {now.weights[-1]:.4g}, the loss is "
            f"{measured(f'{now.loss:.4g}', self.loss_unit)}.{borders * now.reveal}{self.own.note}"
        )

    def outcome(self, now):
        if now.learning_rate == self.asked and now.epoch >= 5:
            went = ", ".join(fixed(w, self.w_step / 10) for w in now.weights[:5])
            return f"At η = {now.learning_rate:g}, w went {went}, …"

    def done(self, now):
        if now.learning_rate == 2 / self.steepest and now.epoch >= 10:
            rate = fixed(now.learning_rate, self.rate_step / 100)
            return f"η = 2/λ = {rate} is the border: a hair less arrives in the end, a hair more explodes."


class FatesWindow:
    """The axis of learning rates, and, when asked for, the fate of each."""

    def __init__(self, ax, steepest, rate):
        ax.set(xlim=(0, 2.6 / steepest), yticks=[], title="The learning rate η")
        self.fates, middle = [], {"ha": "center", "va": "center"}
        for low, high, fate in ((0, 1, "glides"), (1, 2, "zigzags"), (2, 2.6, "explodes")):
            colour = COLOURS[{"glides": "minimum", "zigzags": "start", "explodes": "loss"}[fate]]
            self.fates.append(ax.axvspan(low / steepest, high / steepest, color=colour, alpha=0.3, lw=0))
            self.fates.append(ax.text((low + high) / 2 / steepest, 0.5, fate, **middle))
        for k in (1, 2):
            self.fates.append(ax.text(k / steepest, 0.5, f"{k}/λ = {rate(k / steepest)}", fontsize=9, **middle))
        self.pointer = ax.axvline(0, color="black", lw=3)
        self.artists = [*self.fates, self.pointer]

    def show(self, learning_rate, reveal):
        self.pointer.set_xdata([learning_rate] * 2)
        for artist in self.fates:
            artist.set_visible(reveal)


def _fate(stride):
    """What a step does to the distance to the lowest point: it multiplies it by 1 − ηλ."""
    factor = 1 - stride
    if abs(factor) < 1e-9:
        return "it lands in one step."
    if abs(factor + 1) < 1e-9:
        return "it bounces for ever: every step leads as far to the other side."
    if factor > 0:
        return f"it glides; every step leaves {factor:.0%} of the distance."
    if factor > -1:
        return f"it zigzags in; every step leaves {-factor:.0%} of the distance, on the other side."
    return f"it explodes; every step ends on the other side, {-factor:.2f} times as far away."


class FourWindows(OneFeature):
    """E4: line, map of the loss, loss curve and parameters, one shared epoch."""

    title = "Four linked windows: the line, the map of the loss with the path, the loss and the parameters"
    play = "epoch"
    runs_own_code = True
    fit_intercept = True
    start = np.zeros(2)

    def __init__(self, dataset=None, gradient=None, step=None, epochs=100):
        own = ("gradient", gradient, checks.gradient, _gradient, 2), ("step", step, checks.step, _step, 1)
        self.own, self.epochs = own_or_ours(*own), epochs
        self.gradient, self.step = self.own.functions
        self.descend = cache(self._descend)
        dataset = data.spring_lengths() if dataset is None else data.as_dataset(dataset, n_features=1)
        if np.ptp(dataset.X) == 0:
            raise ValueError("dataset must hold at least two different x: through one, any number of lines fit best.")
        self.first = float(np.mean(dataset.y**2))  # the loss at the start
        if self.first - Bowl.of(dataset.X, dataset.y).floor <= EXACT * self.first:
            raise ValueError("dataset must not be fitted best by w = 0, b = 0: descent starts there, and would stay.")
        super().__init__(dataset)

    @cached_property
    def first(self):
        return float(self.bowl.loss_at(self.start))

    @property
    def question(self):
        prompt = f"From w = 0, b = 0 and with η = {10 * self.rate_step:g}: which route will the path take on the map?"
        routes = ("straight to the star", "across first, then along the valley", "round and round the star")
        return Question(prompt, routes, routes[int(self.bowl.condition_number >= 4)])

    @cached_property
    def challenge(self):
        """A loss to get to, in words and as a number, and a number of epochs that few learning rates manage it in."""
        above, exact = self.first - self.bowl.floor, self.bowl.floor <= EXACT * self.first
        goals = [] if exact else [("gets within 1 % of the floor", 1.01 * self.bowl.floor)]
        for share in (0.0001, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.9):
            whole = "of the loss" if exact else "of what the loss has above its floor"
            goals.append((f"takes away {100 * (1 - share):g} % {whole}", self.bowl.floor + share * above))
        rates = steps(self.rate_step, self.limit, self.rate_step)
        losses = np.array([self.bowl.path(self.start, rate, self.epochs).losses for rate in rates if rate < self.limit])
        for words, goal in goals:
            fewest = np.sum(losses > goal, axis=1).min()
            if 0 < fewest <= 0.85 * self.epochs:
                return words, goal, max(2, round(1.15 * fewest))
        return None

    @property
    def task(self):
        if self.challenge:
            words, _, deadline = self.challenge
            return Task(f"find an η that {words} in {deadline} epochs or fewer.")

    def make_controls(self):
        return {
            "learning_rate": self.rate_slider(10 * self.rate_step, self.rate_step, 1.1 * self.limit),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
        }

    def draw(self):
        figure, axes = figures.new_figure("AB;CD", size=(8.8, 5.0))
        (w, b), floor, first = self.bowl.minimum, self.bowl.floor, self.first
        shown = max(floor / 2, 1e-7 * first)  # on a logarithmic axis, no floor is 0
        loss = labelled("loss", self.loss_unit)
        self.line = LineWindow(axes[0], self.dataset, "The line", headroom=0.2)
        goals = {"floor": floor} if floor > shown else {}
        self.loss = CurvesWindow(
            axes[2], "The loss", self.epochs, (shown, 10 * first), goals, ylabel=loss, yscale="log"
        )
        low, high = limits([w, b], 0.1, zero=True)
        styles = [{"color": COLOURS["model"], "ls": ls} for ls in ("-", "--")]
        ylim = low, high + 0.3 * max(w, b, 0)
        self.parameters = CurvesWindow(
            axes[3], "The parameters", self.epochs, ylim, {"w*": w, "b*": b}, styles, ("w", "b"), False
        )
        axes[1].set(title="The loss as a map, seen from above", xlabel="w", ylabel="b")
        figure.draw_without_rendering()  # now the map has its size, and w and b can have one scale
        *box, one_scale = box_around(axes[1], self.start, self.bowl.minimum)
        rings = np.geomspace(max(floor, 1e-3 * first), 2 * first, 12)
        title = "The loss as a map, seen from above" if one_scale else "The loss as a map, stretched"
        self.map = MapWindow(axes[1], self.bowl.loss_at, box, rings, self.start, self.bowl.minimum, title)
        return figure, [self.line, self.map, self.loss, self.parameters]

    def _descend(self, learning_rate):
        """The parameters [epochs + 1, 2] and their losses, by the functions that were passed."""
        path = [self.start]
        with np.errstate(all="ignore"):
            for _ in range(self.epochs):
                slopes = self.gradient(*path[-1], self.x, self.y)
                pairs = zip(path[-1], slopes, strict=True)
                path.append(np.array([self.step(p, slope, learning_rate) for p, slope in pairs]))
        return np.array(path), self.bowl.loss_at(path)

    def numbers(self, learning_rate, epoch):
        parameters, losses = (values[: epoch + 1] for values in self.descend(learning_rate))
        return {"parameters": parameters, "losses": losses, "w": parameters[-1, 0], "b": parameters[-1, 1]}

    def show(self, now):
        self.line.show((now.w, now.b))
        self.map.show(now.parameters)
        self.loss.show(now.losses)
        self.parameters.show(*now.parameters.T)

    def words(self, now):
        rate, limit = self.rate(now.learning_rate), fixed(self.limit, self.rate_step / 10)
        state = f"the floor is {self.bowl.floor:.4g}"
        if now.learning_rate > self.limit:
            state = "it cannot arrive, η is beyond the limit"
        return (
            f"η = {rate} (the limit for these data is {limit}), epoch {now.epoch}: ŷ = {now.w:.4g} x "
            f"{'−' if now.b < 0 else '+'} {abs(now.b):.4g}, loss {measured(f'{now.losses[-1]:.4g}', self.loss_unit)}; "
            f"{state}.{self.own.note}"
        )

    def outcome(self, now):
        if not self.own.right or now.learning_rate > 0.5 * self.limit or now.epoch < 20:
            return None
        gentle, steep = np.abs(1 - now.learning_rate * self.bowl.eigenvalues) ** now.epoch
        b, goal = (fixed(b, nice_step(abs(self.bowl.minimum[1]), 100)) for b in (now.b, self.bowl.minimum[1]))
        if self.bowl.condition_number < 4:
            return "It went almost straight: for these data the bowl is nearly round."
        if steep < 0.01 and gentle > 0.03:
            return (
                "It dropped into the valley within a few epochs and then crept along it: at epoch "
                f"{now.epoch}, b = {b} was still on its way to {goal}."
            )

    def done(self, now):
        words, goal, deadline = self.challenge
        within = self.descend(now.learning_rate)[1][: min(now.epoch, deadline) + 1] <= goal
        if within.any():
            rate = self.rate(now.learning_rate)
            return f"η = {rate} {words} after {within.argmax()} epochs."
