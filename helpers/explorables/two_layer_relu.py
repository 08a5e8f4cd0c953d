"""The explorables of notebook 05: hinge workshop, back-propagation debugger, graveyard of units.

All three show a network of two layers, ŷ = relu(X W₁ + b₁) W₂ + b₂. The first and the last take measurements with one
feature, such as the growth of seedlings at their temperatures; ranges, units, question and task follow from the data.
"""

from functools import cache, cached_property
from itertools import combinations

import numpy as np
from matplotlib.collections import PolyCollection

from helpers import checks, data, figures
from helpers.controls import choice, levels, slider, switch
from helpers.descent import train
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.gradcheck import numerical_gradient
from helpers.losses import MSE
from helpers.network import Layer, Network
from helpers.panel import Panel, Question, Task
from helpers.scales import fixed, labelled, measured, nice_step, per, steps, to_step, unit
from helpers.windows import EXACT, CurvesWindow


class BentLine(Panel):
    """What workshop and graveyard have in common: a curve with kinks over one feature, and the best straight line."""

    def __init__(self, dataset=None):
        self.example = "seedling" if dataset is None else "example"
        self.dataset = data.plant_growth() if dataset is None else data.as_dataset(dataset, n_features=1)
        self.x, self.y = self.dataset.X[:, 0], self.dataset.y
        if np.ptp(self.x) == 0:
            raise ValueError("dataset must hold at least two different x: a curve over a single one has no shape.")
        self.x_unit, self.y_unit = unit(self.dataset.feature_names[0]), unit(self.dataset.target_name)
        self.spread = float(np.ptp(self.y) or abs(self.y[0]) or 1.0)
        self.x_step, self.y_step = nice_step(np.ptp(self.x), 30), nice_step(self.spread, 10)
        # Kinks may be at full steps, from one that has all examples at its right to one that has none.
        self.first = to_step((np.ceil(self.x.min() / self.x_step) - 1) * self.x_step, self.x_step)
        self.last = to_step(np.ceil(self.x.max() / self.x_step) * self.x_step, self.x_step)
        self.ends = np.array([self.first, self.last + self.x_step])
        self.line = slope, intercept = _best_line(self.x, self.y)
        self.straight = self.loss_of(slope * self.x + intercept)
        super().__init__()

    def loss_of(self, y_hat):
        """The mean squared error, 0 where only rounding is left of it."""
        loss = MSE.value(self.y, y_hat)
        return loss if loss > EXACT * self.spread**2 else 0.0

    def y_limits(self, below, above):
        """Limits of an axis, so many times the spread of y below its smallest and above its largest value."""
        low, high = self.y.min() - below * self.spread, self.y.max() + above * self.spread
        return to_step(low, self.y_step), to_step(high, self.y_step)


class HingeWorkshop(BentLine):
    """E10: three hidden units, each bends the line where it starts to work; their sum has to follow the data.

    The bias of the output is not for the learner to choose: it is the height at which the data begin, at the left, to
    a full step; 0 for seedlings.
    """

    @cached_property
    def title(self):
        over = "the growth of seedlings" if self.example == "seedling" else f"{len(self.y)} examples"
        return f"Hinge workshop: three hidden units, what each of them adds, and their sum over {over}"

    @cached_property
    def base(self):
        """The bias of the output, from the leftmost tenth of the examples."""
        leftmost = np.argsort(self.x, kind="stable")[: -(-len(self.x) // 10)]
        return to_step(self.y[leftmost].mean(), self.y_step)

    @cached_property
    def v_step(self):
        return nice_step(self.spread / np.ptp(self.x), 4)

    @cached_property
    def v_steps(self):
        """Where the slider of v₁ starts, and where those of all v end."""
        return to_step(10 * self.v_step, self.v_step), to_step(30 * self.v_step, self.v_step)

    def place(self, share):
        """The kink that is a share of the range away from its left end."""
        return to_step(self.first + share * (self.last - self.first), self.x_step)

    @property
    def question(self):
        one, two = (self.place_in_words(self.place(share)) for share in (0.25, 0.625))
        v = f"{self.v_steps[0]:g}".replace("-", "−")
        return Question(
            f"Unit 1 bends the line at {one}, with v₁ = {v}. Now unit 2 bends it at {two}, with v₂ = −{v}. "
            f"Right of {two}, their sum …",
            ("falls", "stays level", "rises more slowly", "is 0"),
            "stays level",
        )

    @cached_property
    def within_reach(self):
        """The sliders' best among many settings: the best v for every three of some 20 kinks, at their full steps."""
        kinks = np.array(steps(self.first, self.last, self.x_step))
        kinks = kinks[:: -(-len(kinks) // 25)]
        away, y, m = self.x[:, None] - kinks, self.y - self.base, len(kinks)
        hinges = np.maximum(np.hstack([away, -away]), 0)  # those of units that look right, and left
        pairs = list(combinations(range(m), 2))
        three = np.array([*combinations(range(m), 3), *((m + k, *pair) for k in range(m) for pair in pairs)])
        products, with_y = hinges.T @ hinges, hinges.T @ y
        A, c = products[three[:, :, None], three[:, None, :]], with_y[three]
        v = np.linalg.solve(A + 1e-9 * products.max() * np.eye(3), c[..., None])[..., 0]
        v = np.clip(np.round(v / self.v_step), -30, 30) * self.v_step
        best = np.argmin(np.einsum("si,sij,sj->s", v, A, v) - 2 * np.sum(v * c, axis=1))
        setting = {"left": bool(three[best, 0] >= m)}
        for k in range(3):
            setting |= {f"k{k + 1}": kinks[three[best, k] % m], f"v{k + 1}": to_step(v[best, k], self.v_step)}
        return setting

    @cached_property
    def challenge(self):
        """A loss well within reach to get below, what it is a part of, and both in words; None where there is none."""
        reached = self.numbers(**self.within_reach)["loss"]
        for whole, name, in_words in (
            (self.straight, "the best straight line", "a straight line can reach"),
            (float(np.var(self.y)), "the mean", "the mean of all reaches"),
        ):
            for share, part in ((10, "a tenth"), (5, "a fifth"), (2, "half")):
                if reached < 0.5 * whole / share:
                    return whole / share, whole, name, f"{part} of what {name} reaches", in_words
        return None

    @property
    def task(self):
        if self.challenge:
            goal, _, _, part, _ = self.challenge
            return Task(f"get the loss below {goal:.2g}, {part}.")

    def make_controls(self):
        (start, most), controls = self.v_steps, {}
        for k, share, v in ((1, 0.25, start), (2, 0.625, 0.0), (3, 0.875, 0.0)):
            label = labelled(f"kink {k}", self.x_unit)
            controls[f"k{k}"] = slider(label, self.place(share), self.first, self.last, self.x_step)
            controls[f"v{k}"] = slider(f"v{'₀₁₂₃'[k]}", v, -most, most, self.v_step)
        return {**controls, "left": switch("unit 1 looks left: w₁ = −1")}

    def draw(self):
        layout = {"width_ratios": (5, 1), "height_ratios": (3, 2)}
        figure, (top, gauge, below) = figures.new_figure("AB;CB", (8.8, 5.2), **layout)
        self.sum = SumWindow(top, self.dataset, self.ends, self.y_limits(0.5, 0.45), self.line)
        most = to_step(1.6 * self.spread, self.y_step)
        self.units = UnitsWindow(below, self.ends, most)
        below.set(xlabel=self.dataset.feature_names[0], ylabel=self.y_unit or self.dataset.target_name)
        goals = {"best\nstraight line": (self.straight, "#555555")} if self.straight else {}
        if self.challenge:
            goal, whole, name, *_ = self.challenge
            goals = {name.replace("best ", "best\n").removeprefix("the "): (whole, "#555555")}
            goals["task"] = goal, COLOURS["minimum"]
        self.gauge = GaugeWindow(gauge, goals, self.spread**2)
        return figure, [self.sum, self.units, self.gauge]

    def network(self, kinks, vs, left):
        w = np.array([-1.0 if left else 1.0, 1.0, 1.0])
        return Network([Layer(w[None], -w * kinks), Layer(vs[:, None], np.array([self.base]))])

    def numbers(self, k1, v1, k2, v2, k3, v3, left):
        kinks = np.array([to_step(kink, self.x_step) for kink in (k1, k2, k3)])
        vs = np.array([to_step(v, self.v_step) for v in (v1, v2, v3)])
        model, corners = self.network(kinks, vs, left), np.unique([*self.ends, *kinks])
        _, activations, y_hat = model.forward(corners[:, None])
        return {
            "kinks": kinks,
            "vs": vs,
            "corners": corners,
            "slopes": [to_step(slope, self.v_step) for slope in np.diff(y_hat[:, 0]) / np.diff(corners)],
            "added": activations * vs,
            "y_hat": y_hat[:, 0],
            "bends": model.predict(kinks[:, None]),
            "loss": self.loss_of(model.predict(self.dataset.X)),
        }

    def show(self, now):
        self.sum.show(now.corners, now.y_hat, now.kinks, now.bends)
        self.units.show(now.corners, now.added, now.kinks, now.vs, now.left)
        self.gauge.show(now.loss)

    def place_in_words(self, kink):
        return measured(fixed(kink, self.x_step), self.x_unit)

    def term(self, v, kink, leftwards):
        """What a unit adds, in words: " + 0.50 · relu(x − 10)"."""
        size, at = fixed(abs(v), self.v_step), fixed(abs(kink), self.x_step)
        inside = f"−x {'−' if kink < 0 else '+'} {at}" if leftwards else f"x {'+' if kink < 0 else '−'} {at}"
        return f" {'−' if v < 0 else '+'} {size} · relu({inside})"

    def words(self, now):
        looks = (now.left, False, False)
        terms = "".join(self.term(*unit) for unit in zip(now.vs, now.kinks, looks, strict=True))
        terms = fixed(self.base, self.y_step) + terms if self.base else terms.removeprefix(" + ").strip()
        pieces = measured(", ".join(fixed(slope, self.v_step) for slope in now.slopes), per(self.y_unit, self.x_unit))
        return (
            f"ŷ = {terms}. Slopes of its pieces, from left to right: {pieces}. "
            f"The loss is {now.loss:.4g}; the best straight line has {self.straight:.3g}."
        )

    def outcome(self, now):
        (k1, k2, _), (v1, v2, v3) = now.kinks, now.vs
        if not now.left and v1 > 0 and k1 < k2 and v1 == -v2 and v3 == 0:
            size, height = fixed(v1, self.v_step), f"{self.base + v1 * (k2 - k1):.3g}".replace("-", "−")
            return (
                f"Right of {self.place_in_words(k2)} both units are at work, and their slopes add up: {size} − {size} "
                f"= 0. The sum stays level, at {measured(height, self.y_unit)}."
            )

    def done(self, now):
        goal, whole, _, _, in_words = self.challenge
        if now.loss < goal:
            times = f"{whole / now.loss:.0f} times less" if now.loss else "less"
            rises, falls = np.flatnonzero(np.array(now.slopes) > 0), np.flatnonzero(np.array(now.slopes) < 0)
            hump = rises.size and falls.size and rises[0] < falls[-1]
            return (
                f"With {np.count_nonzero(now.vs)} units the loss is {now.loss:.3g}, {times} than {in_words}."
                + " To bend down, a unit must first undo the slope that it finds." * bool(hump)
            )


class SumWindow:
    """The data with the best straight line, and the sum of the hinges with its kinks."""

    def __init__(self, ax, dataset, ends, ylim, line):
        ax.set(title="The sum ŷ", xlim=ends, ylim=ylim)
        figures.draw_data(ax, dataset.X[:, 0], dataset.y, None, dataset.target_name, ms=4)
        figures.draw_line(ax, *line, color="#555555", ls="--", lw=1)
        end, style = (ends[1], line[0] * ends[1] + line[1]), {"ha": "right", "va": "bottom", "fontsize": 9}
        ax.annotate("best straight line", end, (0, 3.5), textcoords="offset points", color="#555555", **style)
        self.drops = [ax.axvline(ends[0], color=COLOURS["model"], lw=0.8, alpha=0.5) for _ in range(3)]
        (self.total,) = ax.plot([], [], color=COLOURS["model"], lw=3, zorder=4)
        (self.bends,) = ax.plot([], [], "o", color=COLOURS["model"], mfc="white", mew=2, ms=8, zorder=5)
        self.artists = [*self.drops, self.total, self.bends]

    def show(self, x, y_hat, kinks, bends):
        self.total.set_data(x, y_hat)
        self.bends.set_data(kinks, bends)
        for drop, kink in zip(self.drops, kinks, strict=True):
            drop.set_xdata([kink] * 2)


class UnitsWindow:
    """What each of three units adds to the sum, with its number on it."""

    def __init__(self, ax, ends, most):
        ax.set(title="What each unit adds to it", xlim=ends, ylim=(-most, most))
        ax.axhline(0, color="black", lw=0.8)
        self.ends, self.most, colour = ends, most, COLOURS["model"]
        self.drops = [ax.axvline(ends[0], color=colour, lw=0.8, alpha=0.5) for _ in range(3)]
        self.added = [ax.plot([], [], color=colour, lw=1.5, ls=ls)[0] for ls in ("-", "--", ":")]
        self.starts = [ax.plot([], [], color=colour, ms=9)[0] for _ in range(3)]
        badge = {"boxstyle": "circle,pad=0.2", "fc": "white", "ec": colour}
        style = {"ha": "center", "va": "center", "bbox": badge, "clip_on": True}
        self.names = [ax.text(ends[0], 0, str(k), **style) for k in (1, 2, 3)]
        self.artists = [*self.drops, *self.added, *self.starts, *self.names]

    def show(self, x, added, kinks, vs, left):
        """`added` [k, 3] at the places x [k]; `left` says whether unit 1 looks left."""
        for k, (kink, v) in enumerate(zip(kinks, vs, strict=True)):
            leftwards = left and k == 0
            self.added[k].set_data(x, added[:, k])
            self.starts[k].set_data([kink], [0])
            self.starts[k].set_marker("<" if leftwards else ">")
            self.drops[k].set_xdata([kink] * 2)
            room = abs(self.ends[0 if leftwards else 1] - kink)
            reach = min(room, 0.85 * self.most / abs(v)) if v else room  # as far as the line is in the picture
            away = (0.5, 0.4, 0.6)[k] * reach
            self.names[k].set_position((kink - away if leftwards else kink + away, v * away))


class GaugeWindow:
    """A loss on a logarithmic scale, and the levels that it is compared with: a word -> (height, colour)."""

    def __init__(self, ax, goals, size):
        heights = [height for height, _ in goals.values()] or [0.1 * size]
        low, high = 10 ** np.floor(np.log10(min(heights))), 10 ** np.ceil(np.log10(100 * max(heights)))
        ax.set(title="Loss", yscale="log", xlim=(0, 1), ylim=(low, high), xticks=[])
        for word, (height, colour) in goals.items():
            ax.axhline(height, color=colour, lw=1.5)
            ax.text(0.97, height * 1.1, word, color=colour, ha="right", va="bottom", fontsize=9)
        self.within = 1.2 * low, 0.8 * high
        self.artists = [figures.draw_point(ax, 0.2, high, "model", color=COLOURS["loss"])]

    def show(self, loss):
        self.artists[0].set_ydata([np.clip(loss, *self.within)])


# The right backward pass, and what each program has in the place of a line or two. What is shown is what runs.
_RIGHT = """\
z = X @ W1 + b1
a = np.maximum(z, 0)
y_hat = a @ W2 + b2
error = y_hat - y[:, None]
dy = 2/n * error
dW2 = a.T @ dy
db2 = dy.sum(axis=0)
da = dy @ W2.T
dz = da * (z > 0)
dW1 = X.T @ dz
db1 = dz.sum(axis=0)""".splitlines()
_WRONG = {
    "A": {"dz = da * (z > 0)": "dz = da * (da > 0)"},
    "B": {"dy = 2/n * error": "dy = 1/n * error"},
    "C": {
        "y_hat = a @ W2 + b2": "y_hat = np.maximum(a @ W2 + b2, 0)",
        "dy = 2/n * error": "dy = 2/n * error * (y_hat > 0)",
    },
    "D": {"dW1 = X.T @ dz": "dW1 = dz.T @ X"},
    "E": {"error = y_hat - y[:, None]": "error = y[:, None] - y_hat"},
    "F": {"db2 = dy.sum(axis=0)": "db2 = dy.mean(axis=0)", "db1 = dz.sum(axis=0)": "db1 = dz.mean(axis=0)"},
    "G": {"dz = da * (z > 0)": "dz = da"},
}
_GROUPS = {"W₁": "o", "b₁": "^", "W₂": "s", "b₂": "D"}
_DOTS = {"ls": "none", "color": COLOURS["gradient"], "mec": "black", "mew": 0.7, "ms": 8}


class BackpropDebugger(Panel):
    """E11: seven wrong backward passes, and the learner's own, against the nudge; and their loss in training."""

    title = "Back-propagation debugger: each slope of a program against the nudged one, and the loss in training"
    play = "epoch"
    runs_own_code = True

    def __init__(self, backward=None, epochs=200):
        self.X, self.y, start = _teacher()
        self.own, self.epochs = own_or_ours(("backward", backward, checks.backward, _compiled(_RIGHT), 4)), epochs
        self.missing = backward is not None and not self.own.written
        self.programs = {"right": _compiled(_RIGHT), "own": self.own.functions[0]}
        self.programs |= {letter: _compiled(_lines(letter)) for letter in _WRONG}
        self.start = [part for layer in start.layers for part in layer]
        self.ends = np.cumsum([0, *(part.size for part in self.start)])
        self.groups = [slice(*pair) for pair in zip(self.ends[:-1], self.ends[1:], strict=True)]
        self.at_start = MSE.value(self.y, start.predict(self.X))
        self.run, self.compare = cache(self._run), cache(self._compare)
        super().__init__()

    @property
    def question(self):
        return Question(
            f"Programs A to G each have one kind of mistake. Trained for {self.epochs} epochs with η = 0.1, "
            "how many of the seven bring the loss below half of what it was?",
            ("none", "1", "3", "6"),
            "6" if self.epochs == 200 else None,
        )

    @property
    def task(self):
        return Task(
            f"find a wrong program whose loss after {self.epochs} epochs is even below the one of the right program."
        )

    def make_controls(self):
        written = bool(self.own.written)
        options = [("the right one", "right")] + [("your own", "own")] * written
        return {
            "program": choice("program", [*options, *((k, k) for k in _WRONG)], "own" if written else "A"),
            "rate": levels("η", [0.02, 0.05, 0.1, 0.15, 0.2], 0.1),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
            "reveal": switch("show its mistake"),
        }

    def draw(self):
        figure, (dots, code, loss) = figures.new_figure("ABC", (9.2, 4.5), width_ratios=(4.4, 5, 4.2))
        self.dots, self.code = NudgeWindow(dots), CodeWindow(code, [mine.stop - mine.start for mine in self.groups])
        self.training = TrainingWindow(loss, self.epochs, self.at_start)
        return figure, [self.dots, self.code, self.training]

    def predict(self, W1, b1, W2, b2):
        return (np.maximum(self.X @ W1 + b1, 0) @ W2 + b2)[:, 0]

    def loss_at(self, flat):
        """The loss for all parameters in one array."""
        parts = [flat[mine].reshape(part.shape) for mine, part in zip(self.groups, self.start, strict=True)]
        return np.mean((self.predict(*parts) - self.y) ** 2)

    def slopes(self, program, parts):
        return self.programs[program](*parts, self.X, self.y)

    def _run(self, program, rate):
        """The parameters after every epoch, in four arrays, and the losses, up to a million times the first.

        `descent.train` cannot do it: it follows the right gradient.
        """
        path, losses = [self.start], [self.at_start]
        while len(path) <= self.epochs and losses[-1] < 1e6 * self.at_start:
            pairs = zip(path[-1], self.slopes(program, path[-1]), strict=True)
            path.append([part - rate * slope for part, slope in pairs])
            losses.append(np.mean((self.predict(*path[-1]) - self.y) ** 2))
        return path, np.array(losses)

    def _compare(self, program, rate, epoch):
        """All slopes of the program, all that nudging finds (both over the largest of these), and which are equal."""
        parts = self.run(program, rate)[0][epoch]
        given = np.concatenate([np.ravel(slope) for slope in self.slopes(program, parts)])
        nudged = numerical_gradient(self.loss_at, np.concatenate([part.ravel() for part in parts]), 1e-6)
        size = np.abs(nudged).max()
        return given / size, nudged / size, np.abs(given - nudged) < 1e-4 * size

    def numbers(self, program, rate, epoch, reveal):
        losses, of_right = (self.run(each, rate)[1][: epoch + 1] for each in (program, "right"))
        given, nudged, equal = self.compare(program, rate, len(losses) - 1)
        return {
            "name": {"right": "the right program", "own": "your own"}.get(program, f"program {program}"),
            "wrong": list(_WRONG[program].values()) if reveal and program in _WRONG else [],
            "losses": losses,
            "of_right": of_right,
            "dots": [(nudged[mine], given[mine]) for mine in self.groups],
            "equal": [int(equal[mine].sum()) for mine in self.groups],
        }

    def show(self, now):
        self.dots.show(now.dots)
        self.code.show(now.name, now.wrong, now.equal)
        self.training.show(now.of_right, now.losses, "" if now.program == "right" else now.name, now.epoch)

    def words(self, now):
        sizes = [mine.stop - mine.start for mine in self.groups]
        counts = [f"{group} {k} of {n}" for group, k, n in zip(_GROUPS, now.equal, sizes, strict=True)]
        grown = f" It has grown out of the picture by epoch {len(now.losses) - 1}." * (len(now.losses) <= now.epoch)
        return (
            f"{now.name[0].upper()}{now.name[1:]}, η = {now.rate:g}, epoch {now.epoch}. "
            f"Equal to the nudged slopes: {', '.join(counts)}. Loss {now.losses[-1]:.3g}; "
            f"with the right gradient {now.of_right[-1]:.3g}.{grown}"
            + f" Its mistake: {' and '.join(f'`{line}`' for line in now.wrong)}." * bool(now.wrong)
            + self.own.note * (now.program == "own")
            + " Your own backward is missing here until yours is written." * self.missing
        )

    def outcome(self, now):
        first, last = self.at_start, now.losses[-1]
        if now.program in _WRONG and now.rate == 0.1 and last < first / 2:
            fell = sum(self.run(letter, now.rate)[1][-1] < first / 2 for letter in _WRONG)
            return (
                f"Program {now.program} is wrong, and its loss went from {first:.3g} to {last:.3g} all the same. "
                f"So it is with {fell} of the seven."
            )

    def done(self, now):
        last, of_right = (self.run(program, now.rate)[1][-1] for program in (now.program, "right"))
        if now.program in _WRONG and now.epoch == self.epochs and last < of_right:
            return (
                f"On these data program {now.program} ends at {last:.3g}, the right one at {of_right:.3g}. "
                "The loss cannot tell a wrong gradient from a right one; the nudge can."
            )


class NudgeWindow:
    """Each slope of a program over the nudged one, a mark per kind of parameter."""

    def __init__(self, ax):
        ax.set(title="Program and nudge", xlim=(-1.35, 1.35), ylim=(-1.35, 1.35))
        ax.set(xlabel="nudged slope (largest = 1)", ylabel="the program's slope")
        ax.axline((0, 0), slope=1, color=COLOURS["minimum"], lw=1)
        ax.text(-1.28, -0.75, "equal", color=COLOURS["minimum"], va="bottom")
        self.artists = [ax.plot([], [], marker=marker, **_DOTS)[0] for marker in _GROUPS.values()]

    def show(self, groups):
        """The nudged and the program's slopes of each kind; what is too large is drawn at the edge."""
        for dots, (nudged, given) in zip(self.artists, groups, strict=True):
            dots.set_data(nudged, np.clip(given, -1.3, 1.3))


class CodeWindow:
    """The right program, the lines that a wrong one has instead, and how many slopes of each kind are equal."""

    def __init__(self, ax, sizes):
        ax.axis("off")
        ax.set(title="The right lines", xlim=(0, 1), ylim=(0, 1))
        mono = {"family": "monospace", "fontsize": 9, "va": "top"}
        for k, line in enumerate(_RIGHT):
            ax.text(0, 1 - 0.053 * k, line, **mono)
        self.mistake = ax.text(0, 0.39, "", color=COLOURS["loss"], linespacing=1.4, **mono)
        self.sizes, self.verdicts = sizes, []
        for k, (group, marker) in enumerate(_GROUPS.items()):
            height = {"y": 0.18 - 0.06 * k, "va": "center_baseline"}
            ax.plot(0.03, height["y"], marker=marker, clip_on=False, **_DOTS)
            ax.text(0.1, s=group, **height)
            ax.text(0.3, s=f"of {sizes[k]} equal", **height)
            self.verdicts.append(ax.text(0.27, s="", ha="right", **height))
        self.artists = [self.mistake, *self.verdicts]

    def show(self, name, wrong, equal):
        self.mistake.set_text("\n".join([f"{name}:", *wrong] if wrong else []))
        for verdict, k, size in zip(self.verdicts, equal, self.sizes, strict=True):
            verdict.set(text=str(k), color="black" if k == size else COLOURS["loss"])


class TrainingWindow(CurvesWindow):
    """The loss of a program in training, over the one of the right program."""

    def __init__(self, ax, epochs, at_start):
        styles, ylim = ({"lw": 7, "alpha": 0.3}, {}), (at_start / 1e4, 1e2 * at_start)
        super().__init__(ax, "The loss in training", epochs, ylim, styles=styles, mark_end=False, yscale="log")
        self.here = figures.draw_point(ax, 0, at_start, "model", color=COLOURS["loss"], ms=6)
        self.labels = [ax.text(0, 0, "", color=COLOURS["loss"], clip_on=True) for _ in range(2)]
        self.middle = epochs / 2
        self.artists = [*self.artists, self.here, *self.labels]

    def show(self, of_right, losses, name, epoch):
        """Losses [k] from epoch 0 on; `name` goes with the program's, "" where it is the right one."""
        super().show(of_right, losses)
        self.here.set_data([len(losses) - 1], losses[-1:])
        ranked = sorted([(of_right, "right"), (losses, name)], key=lambda pair: pair[0][-1])
        for label, (values, word), side, aside in zip(self.labels, ranked, ("top", "bottom"), (0.8, 1.25), strict=True):
            label.set(text=f" {word} ", position=(len(values) - 1, aside * values[-1]))
            label.set(va=side, ha="left" if epoch < self.middle else "right")


# What happens in the middle of the training: in the list, in the picture, in the words.
_STARTS = {"he": "He", "small": "small", "zeros": "zeros", "biased": "He, biases −1"}
_REMEDIES = {
    "nothing": ("no change", "no change", "no change"),
    "slower": ("η becomes a tenth", "η a tenth", "a tenth of it"),
    "restart": ("the dead start anew", "new start", "a new start for the dead"),
    "both": ("new start, η a tenth", "new start,\nη a tenth", "a new start for the dead and a tenth of η"),
}


class Graveyard(BentLine):
    """E12: which unit is on for which example, epoch by epoch; what kills units, and what brings them back.

    The network sees x standardised, and y from its smallest value up, in the largest of 1, 2 and 5 times a power of ten
    that goes five times into its range; that is 1 cm per week for the seedlings. So whatever y is measured in, the
    weights to learn are about as large as those to start from, and the same η kill. Words and pictures show y itself.
    """

    play = "epoch"
    rates = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2)

    def __init__(self, dataset=None, units=8, epochs=200):
        self.n_units, self.epochs, self.middle = units, epochs, epochs // 2
        self.run = cache(self._run)
        super().__init__(dataset)

    @cached_property
    def title(self):
        return f"Graveyard: which unit is on for which {self.example}, the fit, and how many units are dead"

    @property
    def question(self):
        return Question(
            f"With a large η some units die: they are off for every {self.example}. At epoch {self.middle} η becomes a "
            f"tenth. How many of the dead are back at epoch {self.epochs}?",
            ("all", "some", "none"),
            "none",
        )

    @cached_property
    def challenge(self):
        """A loss that some seed gets below with all units at work, though some had died, and whose it is; or None."""
        lowest = np.inf
        for seed in range(20 if len(self.y) <= 1000 else 5):
            _, losses, dead = self.run(self.rates[-1], "he", seed, "both")
            lowest = min(lowest, losses[-1] if self.revived(dead) else np.inf)
            if lowest < self.straight:
                return self.straight, "the best straight line's"
        mean = float(np.var(self.y))
        return (mean, "the mean's") if lowest < mean else None

    @property
    def task(self):
        if self.challenge:
            return Task(
                f"with η = {self.rates[-1]} and units that die, end with all {self.n_units} at work and a loss below "
                f"{self.challenge[1]}."
            )

    def make_controls(self):
        starts = [(text, name) for name, text in _STARTS.items()]
        remedies = [(row[0], name) for name, row in _REMEDIES.items()]
        return {
            "rate": levels("η", self.rates, 0.1),
            "scheme": choice("start", starts, "he"),
            "seed": slider("seed", 0, 0, 19, 1),
            "remedy": choice(f"at epoch {self.middle}", remedies, "nothing"),
            "epoch": slider("epoch", 0, 0, self.epochs, 1),
        }

    def draw(self):
        figure, (grid, fit, count) = figures.new_figure("AB;AC", (9.2, 4.8), height_ratios=(3, 2))
        self.grid = OnWindow(grid, self.x, self.ends, self.n_units)
        grid.set(title=f"Each unit for each {self.example}: on is blue", xlabel=self.dataset.feature_names[0])
        self.fit = FitWindow(fit, self.ends, self.y_limits(0.35, 0.45))
        names = self.dataset.feature_names[0], self.y_unit or self.dataset.target_name
        figures.draw_data(fit, self.x, self.y, *names, ms=3.5)
        self.count = DeadWindow(count, self.epochs, self.middle, self.n_units)
        return figure, [self.grid, self.fit, self.count]

    # The network's own x and y.

    @cached_property
    def inputs(self):
        return self.scaled(self.dataset.X)

    @cached_property
    def y_scale(self):
        return nice_step(self.spread, 5)

    @cached_property
    def targets(self):
        return (self.y - self.y.min()) / self.y_scale

    def scaled(self, x):
        return (x - self.x.mean()) / self.x.std()

    def curve(self, network, x):
        """ŷ in its own unit at x [k]; what is far out of the picture may be anywhere there."""
        with np.errstate(all="ignore"):
            y_hat = network.predict(self.scaled(x[:, None]))
        return self.y.min() + self.y_scale * np.clip(np.nan_to_num(y_hat), -1e6, 1e6)

    # The training, with its break in the middle.

    def begin(self, scheme, seed):
        if scheme != "biased":
            return Network.initialize((1, self.n_units, 1), scheme, seed)
        (W, b), out = Network.initialize((1, self.n_units, 1), "he", seed).layers
        return Network([Layer(W, b - 1), out])

    def restart(self, network, seed):
        """New weights and a kink among the examples for the dead; their outgoing weight 0 keeps ŷ as it is."""
        (W, b), (V, c) = network.layers
        dead, rng = self.dead(network.parameters), np.random.default_rng(seed)
        w, places = rng.normal(0, np.sqrt(2), self.n_units), rng.choice(_inner(self.inputs), self.n_units)
        hidden = Layer(np.where(dead, w, W), np.where(dead, -w * places, b))
        return Network([hidden, Layer(np.where(dead[:, None], 0, V), c)])

    def dead(self, parameters):
        """Which units [..., units] are off for all examples; off at both ends is off between them."""
        w, b = parameters[..., : self.n_units], parameters[..., self.n_units : 2 * self.n_units]
        return (w * self.inputs.min() + b <= 0) & (w * self.inputs.max() + b <= 0)

    def _run(self, rate, scheme, seed, remedy):
        """The networks' parameters and losses, and who is dead [epochs + 1, units]; shorter where it diverges."""
        first = train(self.begin(scheme, seed), self.inputs, self.targets, learning_rate=rate, epochs=self.middle)
        parameters, losses = first.parameters, first.losses
        if first.diverged_at is None:
            network, then = first.network(-1), self.epochs - self.middle
            network = self.restart(network, seed) if remedy in ("restart", "both") else network
            rate = rate / 10 if remedy in ("slower", "both") else rate
            second = train(network, self.inputs, self.targets, learning_rate=rate, epochs=then)
            parameters = np.concatenate([parameters[:-1], second.parameters])
            losses = np.concatenate([losses[:-1], second.losses])
        return parameters, losses * self.y_scale**2, self.dead(parameters)

    def revived(self, dead):
        """Whether some died in the first half, and at the end all are at work."""
        return len(dead) > self.epochs and dead[: self.middle].any() and not dead[-1].any()

    def numbers(self, rate, scheme, seed, remedy, epoch):
        parameters, losses, dead = self.run(rate, scheme, seed, remedy)
        last = min(epoch, len(losses) - 1)
        network = self.begin(scheme, seed).with_parameters(parameters[last])
        (W, b), _ = network.layers
        alive = ~dead[last]
        kinks = self.x.mean() - self.x.std() * b[alive] / W[0, alive]
        return {
            "network": network,
            "losses": losses,
            "dead": dead,
            "last": last,
            "on": self.scaled(self.grid.places[:, None]) * W + b > 0,
            "kinks": kinks[(kinks > self.ends[0]) & (kinks < self.ends[1])],
        }

    def show(self, now):
        corners = np.unique([*self.ends, *now.kinks])
        self.grid.show(now.on, now.dead[now.last])
        self.fit.show(corners, self.curve(now.network, corners), now.kinks)
        self.count.show(now.dead[: now.last + 1].sum(axis=1), _REMEDIES[now.remedy][1])

    def words(self, now):
        dead = np.flatnonzero(now.dead[now.last])
        which = f"{len(dead)} of {self.n_units} units {'is' if len(dead) == 1 else 'are'} dead"
        if len(dead):
            hidden, output = now.network.gradients(self.inputs, self.targets)
            slopes = np.concatenate([hidden.W[0, dead], hidden.b[dead], output.W[dead, 0]])
            numbers = ", ".join(str(k + 1) for k in dead)
            which += f" ({numbers}); the slopes of their w, b and v are all {np.abs(slopes).max():g}"
        grown = f" At epoch {now.last + 1} it has grown out of the picture." * (now.last < now.epoch)
        return (
            f"Start: {_STARTS[now.scheme]}, seed {now.seed}. η = {now.rate:g} up to epoch {self.middle}, then "
            f"{_REMEDIES[now.remedy][2]}. Epoch {now.epoch}: {which}. "
            f"The loss is {now.losses[now.last]:.3g}; the best straight line has {self.straight:.3g}.{grown}"
        )

    def outcome(self, now):
        died = now.dead[self.middle] if len(now.dead) > self.epochs else np.zeros(1, dtype=bool)
        if now.remedy == "slower" and now.epoch == self.epochs and died.any():
            back = np.sum(died & ~now.dead[-1])
            return (
                f"{died.sum()} dead at epoch {self.middle}, and {back} of them back at epoch {self.epochs}. Their "
                "slopes are exactly 0, and a step of any η times 0 leads nowhere."
            )

    def done(self, now):
        arrived = now.rate == self.rates[-1] and now.epoch == self.epochs
        if arrived and self.revived(now.dead) and now.losses[-1] < self.challenge[0]:
            settings = now.rate, now.scheme, now.seed
            slower, anew = (self.run(*settings, other)[2][-1].sum() for other in ("slower", "restart"))
            return (
                f"All {self.n_units} are at work, and the loss is {now.losses[-1]:.3g}. "
                f"With the smaller η alone {slower} would have stayed dead; with the new start alone {anew} would be "
                "dead at the end."
            )


class OnWindow:
    """A row per unit: a bar over the examples that it is on for, each of which reaches half-way to its neighbours."""

    def __init__(self, ax, x, ends, units):
        self.places = np.unique(x)
        between = (self.places[1:] + self.places[:-1]) / 2
        first, last = 2 * self.places[[0, -1]] - between[[0, -1]]
        self.borders = np.clip([first, *between, last], *ends)
        ax.set(ylabel="unit", xlim=ends, ylim=(units + 0.5, 0.5), yticks=range(1, units + 1))
        ax.grid(False)
        rows, whole = np.arange(1, units + 1), self.borders[-1] - self.borders[0]
        ax.barh(rows, whole, 0.85, self.borders[0], color="#eeeeee")
        self.rows = rows[:, None] + np.array([-0.425, -0.425, 0.425, 0.425])
        self.bars = PolyCollection([], lw=0)
        ax.add_collection(self.bars)
        style = {"color": "white", "ha": "center", "va": "center"}
        self.graves = [ax.text(np.mean(ends), row, "dead", **style) for row in rows]
        self.artists = [self.bars, *self.graves]

    def show(self, on, dead):
        """`on` [k, units] for the k different x in their order; a dead unit's bar is grey, from end to end."""
        on = on | dead
        first, last = on.argmax(axis=0), len(on) - on[::-1].argmax(axis=0)
        edges = self.borders[np.stack([first, last, last, first], axis=-1)]
        self.bars.set_verts(np.stack([edges, self.rows], axis=-1))
        self.bars.set_facecolor(np.where(dead, "#555555", COLOURS["model"]))
        for grave, is_dead in zip(self.graves, dead, strict=True):
            grave.set_visible(is_dead)


class FitWindow:
    """The curve with its kinks."""

    def __init__(self, ax, ends, ylim):
        ax.set(title="What they add up to", xlim=ends, ylim=ylim)
        (self.line,) = ax.plot([], [], color=COLOURS["model"], zorder=4)
        (self.kinks,) = ax.plot([], [], "o", color=COLOURS["model"], mfc="white", mew=1.5, zorder=5)
        self.artists = [self.line, self.kinks]

    def show(self, x, y_hat, kinks):
        self.line.set_data(x, y_hat)
        self.kinks.set_data(kinks, np.interp(kinks, x, y_hat))


class DeadWindow(CurvesWindow):
    """How many units are dead, epoch by epoch, and what is changed in the middle."""

    def __init__(self, ax, epochs, middle, units):
        style, ylim, ticks = (
            {"color": "#555555", "drawstyle": "steps-post"},
            (-0.3, units + 0.3),
            [0, units // 2, units],
        )
        super().__init__(ax, "Dead units", epochs, ylim, styles=[style], mark_end=False, yticks=ticks)
        ax.axvline(middle, color="#555555", lw=1, ls="--")
        self.change = ax.text(middle + 0.015 * epochs, units, "", color="#555555", va="top")
        self.artists = [*self.artists, self.change]

    def show(self, dead, change):
        super().show(dead)
        self.change.set_text(change)


def _best_line(x, y):
    """Slope and intercept of the best straight line."""
    away = x - x.mean()
    slope = np.mean(away * (y - y.mean())) / np.mean(away**2)
    return slope, y.mean() - slope * x.mean()


def _inner(x):
    """The x that have others on both sides, three where there are as many; of two the middle."""
    places = np.unique(x)
    aside = min(3, (len(places) - 1) // 2)
    return places[aside:-aside] if aside else places.mean(keepdims=True)


def _teacher():
    """Thirty examples of another network's output, with a little noise, and a network to train on them."""
    rng = np.random.default_rng(8)
    X = rng.normal(size=(30, 3))
    y = Network.initialize((3, 3, 1), seed=108).predict(X) + rng.normal(0, 0.1, 30)
    return X, (y - y.mean()) / y.std(), Network.initialize((3, 3, 1), seed=8)


def _lines(letter):
    return [_WRONG[letter].get(line, line) for line in _RIGHT]


def _compiled(lines):
    """The function backward(W1, b1, W2, b2, X, y) -> (dW1, db1, dW2, db2) of these lines."""
    body = "".join(f"    {line}\n" for line in ["n = len(y)", *lines, "return dW1, db1, dW2, db2"])
    names = {"np": np}
    exec(f"def backward(W1, b1, W2, b2, X, y):\n{body}", names)
    return names["backward"]
