"""The explorables of notebook 05: hinge workshop, back-propagation debugger, graveyard of units.

All three show a network of two layers, ŷ = relu(X W₁ + b₁) W₂ + b₂.
"""

from functools import cache

import numpy as np
from matplotlib.collections import PolyCollection

from helpers import checks, data, figures
from helpers.descent import train
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.gradcheck import numerical_gradient
from helpers.losses import MSE
from helpers.network import Layer, Network
from helpers.panel import LearnersError, Panel, Question, Task, choice, levels, slider, switch

_ENDS = np.array([0.0, 41.0])  # of the temperature axis, °C


def hinge_workshop():
    """E10: three hidden units, each bends the line where it starts to work; their sum has to fit a hump."""
    plants = data.plant_growth()
    x, y = plants.X[:, 0], plants.y
    slope, intercept, straight = _best_line(x, y)
    goal = straight / 10

    figure, (top, gauge, below) = figures.new_figure("AB;CB", (8.8, 5.2), width_ratios=(5, 1), height_ratios=(3, 2))
    top.set(title="The sum ŷ", xlim=_ENDS, ylim=(-4, 12))
    figures.draw_data(top, x, y, None, "growth (cm per week)", ms=4)
    figures.draw_line(top, slope, intercept, color="#555555", ls="--", lw=1)
    end = slope * _ENDS[1] + intercept
    top.text(_ENDS[1], end + 0.3, "best straight line", color="#555555", ha="right", va="bottom", fontsize=9)
    (total,) = top.plot([], [], color=COLOURS["model"], lw=3, zorder=4)
    (bends,) = top.plot([], [], "o", color=COLOURS["model"], mfc="white", mew=2, ms=8, zorder=5)
    below.set(title="What each unit adds to it", xlim=_ENDS, ylim=(-13, 13))
    below.set(xlabel=plants.feature_names[0], ylabel="cm per week")
    below.axhline(0, color="black", lw=0.8)
    added = [below.plot([], [], color=COLOURS["model"], lw=1.5, ls=ls)[0] for ls in ("-", "--", ":")]
    starts = [below.plot([], [], color=COLOURS["model"], ms=9)[0] for _ in added]
    badge = {"boxstyle": "circle,pad=0.2", "fc": "white", "ec": COLOURS["model"]}
    names = [below.text(0, 0, str(k), ha="center", va="center", bbox=badge, clip_on=True) for k in (1, 2, 3)]
    drops = [ax.axvline(0, color=COLOURS["model"], lw=0.8, alpha=0.5) for ax in (top, below) for _ in added]
    gauge.set(title="Loss", yscale="log", xlim=(0, 1), ylim=(0.1, 1e3), xticks=[])
    for level, text, colour in ((straight, "best\nstraight line", "#555555"), (goal, "task", COLOURS["minimum"])):
        gauge.axhline(level, color=colour, lw=1.5)
        gauge.text(0.97, level * 1.1, text, color=colour, ha="right", va="bottom", fontsize=9)
    here = figures.draw_point(gauge, 0.2, 1, "model", color=COLOURS["loss"])

    def network(kinks, vs, left):
        w = np.array([-1.0 if left else 1.0, 1.0, 1.0])
        return Network([Layer(w[None], -w * np.array(kinks, dtype=float)), Layer(np.array(vs)[:, None], np.zeros(1))])

    def loss(k1, v1, k2, v2, k3, v3, left):
        return MSE.value(y, network((k1, k2, k3), (v1, v2, v3), left).predict(plants.X))

    def update(k1, v1, k2, v2, k3, v3, left):
        kinks, vs = (k1, k2, k3), (v1, v2, v3)
        model, corners = network(kinks, vs, left), np.unique([*_ENDS, *kinks])
        _, activations, y_hat = model.forward(corners[:, None])
        total.set_data(corners, y_hat[:, 0])
        bends.set_data(kinks, model.predict(np.array(kinks, dtype=float)[:, None]))
        for k in range(3):
            leftwards = left and k == 0
            added[k].set_data(corners, activations[:, k] * vs[k])
            starts[k].set_data([kinks[k]], [0])
            starts[k].set_marker("<" if leftwards else ">")
            for line in (drops[k], drops[3 + k]):
                line.set_xdata([kinks[k]] * 2)
            end = _ENDS[0] if leftwards else _ENDS[1]
            reach = min(abs(end - kinks[k]), 11 / max(abs(vs[k]), 1e-9))  # as far as the line is in the picture
            at = kinks[k] + (0.5, 0.4, 0.6)[k] * reach * np.sign(end - kinks[k])
            names[k].set_position((at, vs[k] * abs(at - kinks[k])))
        reached = loss(k1, v1, k2, v2, k3, v3, left)
        here.set_ydata([np.clip(reached, 0.12, 800)])
        slopes = np.diff(y_hat[:, 0]) / np.diff(corners)
        terms = "".join(_term(*unit) for unit in ((v1, k1, left), (v2, k2), (v3, k3))).removeprefix(" + ").strip()
        pieces = ", ".join(f"{s:.2f}" for s in slopes.round(2) + 0.0).replace("-", "−")
        return (
            f"ŷ = {terms}. Slopes of its pieces, from left to right: {pieces} cm per week per °C. "
            f"The loss is {reached:.4g}; the best straight line has {straight:.3g}."
        )

    def outcome(k1, v1, k2, v2, k3, v3, left):
        if not left and v1 > 0 and k1 < k2 and np.allclose([v1 + v2, v3], 0):
            return (
                f"Right of {k2} °C both units are at work, and their slopes add up: {v1:.2f} − {-v2:.2f} = 0. "
                f"The sum stays level, at {v1 * (k2 - k1):.3g} cm per week."
            )

    def done(**values):
        units = sum(abs(values[v]) > 0.01 for v in ("v1", "v2", "v3"))
        if loss(**values) < goal:
            return (
                f"With {units} units the loss is {loss(**values):.3g}, {straight / loss(**values):.0f} times less "
                "than a straight line can reach. To bend down, a unit must first undo the slope that it finds."
            )

    controls = {}
    for k, kink, v in ((1, 10, 0.5), (2, 25, 0.0), (3, 35, 0.0)):
        sub = "₀₁₂₃"[k]
        controls[f"k{k}"] = slider(f"kink {k} (°C)", kink, 0, 40, 1)
        controls[f"v{k}"] = slider(f"v{sub}", v, -1.5, 1.5, 0.05)
    controls["left"] = switch("unit 1 looks left: w₁ = −1")
    return Panel(
        figure,
        [*drops, total, bends, *added, *starts, *names, here],
        update,
        controls,
        title="Hinge workshop: three hidden units, what each of them adds, and their sum over the growth of seedlings",
        question=Question(
            "Unit 1 bends the line at 10 °C, with v₁ = 0.5. Now unit 2 bends it at 25 °C, with v₂ = −0.5. "
            "Right of 25 °C, their sum …",
            ("falls", "stays level", "rises more slowly", "is 0"),
            outcome,
        ),
        task=Task(f"get the loss below {goal:.2g}, a tenth of what the best straight line reaches.", done),
    )


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


def backprop_debugger(backward=None, epochs=200):
    """E11: seven wrong backward passes, and the learner's own, against the nudge; and their loss in training."""
    X, y, start = _teacher()
    right = _compiled(_RIGHT)
    (own,), note, _ = own_or_ours(("backward", backward, checks.backward, right))
    written = backward is not None and own is not right
    programs = {"right": right, "own": own} | {letter: _compiled(_lines(letter)) for letter in _WRONG}
    names = {"right": "the right program", "own": "your own"} | {letter: f"program {letter}" for letter in _WRONG}
    at_start = MSE.value(y, start.predict(X))
    ends = np.cumsum([0, *(part.size for layer in start.layers for part in layer)])

    figure, (dots_ax, code_ax, loss_ax) = figures.new_figure("ABC", (9.2, 4.5), width_ratios=(4.4, 5, 4.2))
    dots_ax.set(title="Program and nudge", xlim=(-1.35, 1.35), ylim=(-1.35, 1.35))
    dots_ax.set(xlabel="nudged slope (largest = 1)", ylabel="the program's slope")
    dots_ax.axline((0, 0), slope=1, color=COLOURS["minimum"], lw=1)
    dots_ax.text(-1.28, -0.75, "equal", color=COLOURS["minimum"], va="bottom")
    style = {"ls": "none", "color": COLOURS["gradient"], "mec": "black", "mew": 0.7, "ms": 8}
    dots = [dots_ax.plot([], [], marker=marker, **style)[0] for marker in _GROUPS.values()]
    code_ax.axis("off")
    code_ax.set(title="The right lines", xlim=(0, 1), ylim=(0, 1))
    mono = {"family": "monospace", "fontsize": 9, "va": "top"}
    for k, line in enumerate(_RIGHT):
        code_ax.text(0, 1 - 0.053 * k, line, **mono)
    mistake = code_ax.text(0, 0.39, "", color=COLOURS["loss"], linespacing=1.4, **mono)
    verdicts = []
    for k, (group, marker) in enumerate(_GROUPS.items()):
        height = {"y": 0.18 - 0.06 * k, "va": "center_baseline"}
        code_ax.plot(0.03, 0.18 - 0.06 * k, marker=marker, clip_on=False, **style)
        code_ax.text(0.1, s=group, **height)
        code_ax.text(0.3, s=f"of {ends[k + 1] - ends[k]} equal", **height)
        verdicts.append(code_ax.text(0.27, s="", ha="right", **height))
    loss_ax.set(title="The loss in training", xlabel="epoch", yscale="log", xlim=(0, epochs))
    loss_ax.set_ylim(at_start / 1e4, 1e2 * at_start)
    (reference,) = loss_ax.plot([], [], color=COLOURS["loss"], lw=7, alpha=0.3)
    (curve,) = loss_ax.plot([], [], color=COLOURS["loss"])
    here = figures.draw_point(loss_ax, 0, at_start, "model", color=COLOURS["loss"], ms=6)
    labels = [loss_ax.text(0, 0, "", color=COLOURS["loss"], clip_on=True) for _ in range(2)]

    def slopes(program, parts):
        found = programs[program](*parts, X, y)
        if [np.size(slope) for slope in found] != [part.size for part in parts]:
            raise LearnersError(note.strip())
        return [np.reshape(slope, part.shape) for slope, part in zip(found, parts, strict=True)]

    def predict(W1, b1, W2, b2):
        return (np.maximum(X @ W1 + b1, 0) @ W2 + b2)[:, 0]

    def loss_at(flat):
        return np.mean((predict(flat[:9].reshape(3, 3), flat[9:12], flat[12:15, None], flat[15:]) - y) ** 2)

    @cache
    def run(program, rate):
        """The parameters after every epoch, in four arrays, and the losses, up to a million times the first.

        `descent.train` cannot do it: it follows the right gradient.
        """
        path, losses = [[part for layer in start.layers for part in layer]], [at_start]
        while len(path) <= epochs and losses[-1] < 1e6 * at_start:
            pairs = zip(path[-1], slopes(program, path[-1]), strict=True)
            path.append([part - rate * slope for part, slope in pairs])
            losses.append(np.mean((predict(*path[-1]) - y) ** 2))
        return path, np.array(losses)

    @cache
    def compare(program, rate, epoch):
        """All slopes of the program, all that nudging finds (both over the largest of these), and which are equal."""
        parts = run(program, rate)[0][epoch]
        given = np.concatenate([slope.ravel() for slope in slopes(program, parts)])
        nudged = numerical_gradient(loss_at, np.concatenate([part.ravel() for part in parts]), 1e-6)
        size = np.abs(nudged).max()
        return given / size, nudged / size, np.abs(given - nudged) < 1e-4 * size

    def update(program, rate, epoch, reveal):
        losses, of_right = run(program, rate)[1][: epoch + 1], run("right", rate)[1][: epoch + 1]
        given, nudged, equal = compare(program, rate, len(losses) - 1)
        counts = []
        for k, group in enumerate(_GROUPS):
            mine = slice(ends[k], ends[k + 1])
            dots[k].set_data(nudged[mine], np.clip(given[mine], -1.3, 1.3))
            counts.append(f"{group} {equal[mine].sum()} of {equal[mine].size}")
            verdicts[k].set_text(str(equal[mine].sum()))
            verdicts[k].set_color("black" if equal[mine].all() else COLOURS["loss"])
        wrong = list(_WRONG[program].values()) if reveal and program in _WRONG else []
        mistake.set_text("\n".join([f"program {program}:", *wrong] if wrong else []))
        reference.set_data(np.arange(len(of_right)), of_right)
        curve.set_data(np.arange(len(losses)), losses)
        here.set_data([len(losses) - 1], losses[-1:])
        ranked = sorted([(of_right, " right "), (losses, f" {names[program]} ")], key=lambda pair: pair[0][-1])
        for label, (values, name), side, aside in zip(labels, ranked, ("top", "bottom"), (0.8, 1.25), strict=True):
            label.set_text(name if program != "right" or side == "top" else "")
            label.set(position=(len(values) - 1, aside * values[-1]), va=side)
            label.set_ha("left" if epoch < epochs / 2 else "right")
        grown = f" It has grown out of the picture by epoch {len(losses) - 1}." * (len(losses) <= epoch)
        return (
            f"{names[program][0].upper()}{names[program][1:]}, η = {rate:g}, epoch {epoch}. "
            f"Equal to the nudged slopes: {', '.join(counts)}. Loss {losses[-1]:.3g}; "
            f"with the right gradient {of_right[-1]:.3g}.{grown}"
            + f" Its mistake: {' and '.join(f'`{line}`' for line in wrong)}." * bool(wrong)
            + note * (program == "own")
            + " Your own backward is missing here until yours is written." * (backward is not None and not written)
        )

    def outcome(program, rate, epoch, reveal):
        losses = run(program, rate)[1][: epoch + 1]
        if program in _WRONG and rate == 0.1 and losses[-1] < at_start / 2:
            fell = sum(run(letter, rate)[1][-1] < at_start / 2 for letter in _WRONG)
            return (
                f"Program {program} is wrong, and its loss went from {at_start:.3g} to {losses[-1]:.3g} all the same. "
                f"So it is with {fell} of the seven."
            )

    def done(program, rate, epoch, reveal):
        last, of_right = run(program, rate)[1][-1], run("right", rate)[1][-1]
        if program in _WRONG and epoch == epochs and last < of_right:
            return (
                f"On these data program {program} ends at {last:.3g}, the right one at {of_right:.3g}. "
                "The loss cannot tell a wrong gradient from a right one; the nudge can."
            )

    options = [("the right one", "right")] + [("your own", "own")] * written
    return Panel(
        figure,
        [*dots, mistake, *verdicts, reference, curve, here, *labels],
        update,
        {
            "program": choice("program", [*options, *((k, k) for k in _WRONG)], "own" if written else "A"),
            "rate": levels("η", [0.02, 0.05, 0.1, 0.15, 0.2], 0.1),
            "epoch": slider("epoch", 0, 0, epochs, 1),
            "reveal": switch("show its mistake"),
        },
        title="Back-propagation debugger: each slope of a program against the nudged one, and the loss in training",
        question=Question(
            f"Programs A to G each have one kind of mistake. Trained for {epochs} epochs with η = 0.1, "
            "how many of the seven bring the loss below half of what it was?",
            ("none", "1", "3", "6"),
            outcome,
        ),
        task=Task(
            f"find a wrong program whose loss after {epochs} epochs is even below the one of the right program.", done
        ),
        play="epoch",
    )


# What happens in the middle of the training: in the list, in the picture, in the words.
_REMEDIES = {
    "nothing": ("no change", "no change", "no change"),
    "slower": ("η becomes a tenth", "η a tenth", "a tenth of it"),
    "restart": ("the dead start anew", "new start", "a new start for the dead"),
    "both": ("new start, η a tenth", "new start,\nη a tenth", "a new start for the dead and a tenth of η"),
}


def graveyard(units=8, epochs=200):
    """E12: which unit is on for which example, epoch by epoch; what kills units, and what brings them back."""
    plants, middle = data.plant_growth(), epochs // 2
    shift, scale = plants.X.mean(), plants.X.std()
    X, y = (plants.X - shift) / scale, plants.y
    *_, straight = _best_line(plants.X[:, 0], y)

    figure, (grid, fit, count) = figures.new_figure("AB;AC", (9.2, 4.8), height_ratios=(3, 2))
    grid.set_title("Each unit for each seedling: on is blue")
    grid.set(xlabel=plants.feature_names[0], ylabel="unit", xlim=_ENDS, ylim=(units + 0.5, 0.5))
    grid.set_yticks(range(1, units + 1))
    grid.grid(False)
    grid.barh(range(1, units + 1), len(y), 0.85, 0.5, color="#eeeeee")
    bars = PolyCollection([], lw=0)
    grid.add_collection(bars)
    graves = [grid.text(20.5, unit, "dead", color="white", ha="center", va="center") for unit in range(1, units + 1)]
    fit.set(title="What they add up to", xlim=_ENDS, ylim=(-3, 12))
    figures.draw_data(fit, plants.X[:, 0], y, plants.feature_names[0], "cm per week", ms=3.5)
    (line,) = fit.plot([], [], color=COLOURS["model"], zorder=4)
    (kinks,) = fit.plot([], [], "o", color=COLOURS["model"], mfc="white", mew=1.5, zorder=5)
    count.set(title="Dead units", xlabel="epoch", xlim=(0, epochs), yticks=[0, units // 2, units])
    count.set_ylim(-0.3, units + 0.3)
    (dead_line,) = count.plot([], [], color="#555555", drawstyle="steps-post")
    count.axvline(middle, color="#555555", lw=1, ls="--")
    change = count.text(middle + 3, units, "no change", color="#555555", va="top")

    def begin(scheme, seed):
        if scheme != "biased":
            return Network.initialize((1, units, 1), scheme, seed)
        (W, b), out = Network.initialize((1, units, 1), "he", seed).layers
        return Network([Layer(W, b - 1), out])

    def restart(network, seed):
        """New weights and a kink on some example for the dead units; their outgoing weight 0 keeps ŷ as it is."""
        (W, b), (V, c) = network.layers
        dead, rng = _dead(network, X), np.random.default_rng(seed)
        w, places = rng.normal(0, np.sqrt(2), units), rng.choice(X[3:-3, 0], units)
        hidden = Layer(np.where(dead, w, W), np.where(dead, -w * places, b))
        return Network([hidden, Layer(np.where(dead[:, None], 0, V), c)])

    @cache
    def run(rate, scheme, seed, remedy):
        """The networks' parameters and losses, and who is dead [epochs + 1, units]; shorter where it diverges."""
        first = train(begin(scheme, seed), X, y, learning_rate=rate, epochs=middle)
        parameters, losses = first.parameters, first.losses
        if first.diverged_at is None:
            network = first.network(-1)
            network = restart(network, seed) if remedy in ("restart", "both") else network
            rate = rate / 10 if remedy in ("slower", "both") else rate
            second = train(network, X, y, learning_rate=rate, epochs=epochs - middle)
            parameters = np.concatenate([parameters[:-1], second.parameters])
            losses = np.concatenate([losses[:-1], second.losses])
        z = X * parameters[:, None, :units] + parameters[:, None, units : 2 * units]
        return parameters, losses, (z <= 0).all(axis=1)

    def update(rate, scheme, seed, remedy, epoch):
        parameters, losses, dead = run(rate, scheme, seed, remedy)
        last = min(epoch, len(losses) - 1)
        network = begin(scheme, seed).with_parameters(parameters[last])
        (W, b), _ = network.layers
        on, now = X * W + b > 0, np.flatnonzero(dead[last])
        stretches = [plants.X[on[:, k] | dead[last, k], 0] for k in range(units)]
        edges = np.array([[temperatures[0] - 0.5, temperatures[-1] + 0.5] for temperatures in stretches])
        rows = np.arange(1, units + 1)[:, None] + np.array([-0.425, -0.425, 0.425, 0.425])
        bars.set_verts(np.stack([edges[:, [0, 1, 1, 0]], rows], axis=-1))
        bars.set_facecolor(np.where(dead[last], "#555555", COLOURS["model"]))
        for grave, is_dead in zip(graves, dead[last], strict=True):
            grave.set_visible(is_dead)
        places = shift - scale * b[~dead[last]] / W[0, ~dead[last]]
        places = places[(places > _ENDS[0]) & (places < _ENDS[1])]
        corners = np.unique([*_ENDS, *places])
        line.set_data(corners, network.predict((corners[:, None] - shift) / scale))
        kinks.set_data(places, np.interp(places, *line.get_data()))
        per_epoch = dead[: last + 1].sum(axis=1)
        dead_line.set_data(np.arange(last + 1), per_epoch)
        change.set_text(_REMEDIES[remedy][1])
        which = f"{len(now)} of {units} units {'is' if len(now) == 1 else 'are'} dead"
        if len(now):
            hidden, output = network.gradients(X, y)
            slopes = np.concatenate([hidden.W[0, now], hidden.b[now], output.W[now, 0]])
            numbers = ", ".join(str(k + 1) for k in now)
            which += f" ({numbers}); the slopes of their w, b and v are all {np.abs(slopes).max():g}"
        grown = f" At epoch {last + 1} it has grown out of the picture." * (len(losses) <= epoch)
        return (
            f"η = {rate:g} up to epoch {middle}, then {_REMEDIES[remedy][2]}. Epoch {epoch}: {which}. "
            f"The loss is {losses[last]:.3g}; the best straight line has {straight:.3g}.{grown}"
        )

    def outcome(rate, scheme, seed, remedy, epoch):
        _, losses, dead = run(rate, scheme, seed, remedy)
        if remedy == "slower" and epoch == epochs == len(losses) - 1 and dead[middle].any():
            back = dead[middle].sum() - dead[-1, dead[middle]].sum()
            return (
                f"{dead[middle].sum()} dead at epoch {middle}, and {back} of them back at epoch {epochs}. Their slopes "
                "are exactly 0, and a step of any η times 0 leads nowhere."
            )

    def done(rate, scheme, seed, remedy, epoch):
        _, losses, dead = run(rate, scheme, seed, remedy)
        died, arrived = dead[:middle].any(axis=0), epoch == epochs == len(losses) - 1
        if rate == fastest and arrived and died.any() and not dead[-1].any() and losses[-1] < straight:
            slower, anew = (run(rate, scheme, seed, other)[2][-1].sum() for other in ("slower", "restart"))
            return (
                f"All {units} are at work, and the loss is {losses[-1]:.3g}. "
                f"With the smaller η alone {slower} would have stayed dead; with the new start alone {anew} would be "
                "dead at the end."
            )

    rates = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2]
    fastest = rates[-1]
    starts = [("He", "he"), ("small", "small"), ("zeros", "zeros"), ("He, biases −1", "biased")]
    return Panel(
        figure,
        [bars, *graves, line, kinks, dead_line, change],
        update,
        {
            "rate": levels("η", rates, 0.1),
            "scheme": choice("start", starts, "he"),
            "seed": slider("seed", 0, 0, 19, 1),
            "remedy": choice(f"at epoch {middle}", [(row[0], name) for name, row in _REMEDIES.items()], "nothing"),
            "epoch": slider("epoch", 0, 0, epochs, 1),
        },
        title="Graveyard: which unit is on for which seedling, the fit, and how many units are dead",
        question=Question(
            f"With a large η some units die: they are off for every seedling. At epoch {middle} η becomes a tenth. "
            f"How many of the dead are back at epoch {epochs}?",
            ("all", "some", "none"),
            outcome,
        ),
        task=Task(
            f"with η = {fastest} and units that die, end with all {units} at work and a loss below the best straight "
            "line's.",
            done,
        ),
        play="epoch",
    )


def _best_line(x, y):
    """Slope, intercept and mean squared error of the best straight line."""
    slope, intercept = np.polyfit(x, y, 1)
    return slope, intercept, np.mean((slope * x + intercept - y) ** 2)


def _term(v, kink, leftwards=False):
    return f" {'−' if v < 0 else '+'} {abs(v):.2f} · relu({'−x +' if leftwards else 'x −'} {kink})"


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


def _dead(network, X):
    return (network.forward(X)[1] <= 0).all(axis=0)


BackpropDebugger, Graveyard, HingeWorkshop = backprop_debugger, graveyard, hinge_workshop
