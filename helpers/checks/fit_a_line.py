"""The checks of notebook 01: one parameter, then two."""

from contextlib import suppress

import numpy as np

from helpers.attempt import Attempt, MistakeError, kind
from helpers.diagnosis import COLUMN, TABLES, check, conclude, diagnose
from helpers.losses import MSE
from helpers.slopes import Point, diagnose_slopes

FEW = (np.array([1.0, 2.0, 4.0]), np.array([3.0, 1.0, 6.0]))
MORE = (np.array([-1.0, 0.5, 2.0, 3.0, 5.0]), np.array([-2.0, 1.0, 3.0, 7.0, 8.0]))
FAR = (np.array([8.0, 6.0, 13.0, 7.0]), np.array([-3.25, 1.5, -8.0, 2.0]))  # in no order, and not about 0
LINE = Point(np.float64(2), np.float64(1), *FEW)

# fmt: off


@check
def mean_squared_error(loss):
    """Check loss(w, x, y) = mean((w x − y)²)."""
    def squares(w, x, y):
        return (w * x - y) ** 2

    return diagnose(loss, [(2.0, *FEW), (0.5, *MORE), (-1.5, *FAR)], lambda w, x, y: np.mean(squares(w, x, y)), [
        ("sum_for_mean", lambda w, x, y: np.sum(squares(w, x, y)),
         "These are the squares added up: twice the data would double the loss. What makes a sum a mean?"),
        ("extra_half", lambda w, x, y: np.sum(squares(w, x, y)) / 2,
         "These are the squares added up and halved. Is a mean half of a sum, whatever the number of points?"),
        ("one_example", lambda w, x, y: squares(w, x, y)[0] / len(y),
         "This is the first square alone, divided by n. If there is a loop: does `return` stand inside it, and not "
         "behind?"),
        ("not_squared", lambda w, x, y: np.mean(w * x - y),
         "This is the mean of the errors themselves. What does it make of two errors, +3 and −3?"),
        ("not_squared", lambda w, x, y: np.mean(y - w * x),
         "This is the mean of the errors themselves. What does it make of two errors, +3 and −3?"),
        ("absolute", lambda w, x, y: np.mean(np.abs(w * x - y)),
         "This is the mean of the errors without their signs. Where is the square?"),
        ("squared_mean", lambda w, x, y: np.mean(w * x - y) ** 2,
         "This is the square of the mean error. Which comes first: squaring or averaging?"),
        ("difference_of_squares", lambda w, x, y: np.mean((w * x) ** 2 - y**2),
         "This is a difference of squares. Which comes first: the difference, or squaring?"),
        ("missing_x", lambda w, x, y: np.mean((w - y) ** 2),
         "This compares `w` itself with each y. What does the line predict at x?"),
        ("missing_w", lambda w, x, y: np.mean((x - y) ** 2),
         "This is the same for every `w`. What does the line predict at x?"),
        ("variance", lambda w, x, y: np.var(w * x - y),
         "This is the variance of the errors: their mean is taken off first. A line that is 10 too high everywhere has "
         "none. Is it right?"),
        ("variance", lambda w, x, y: np.std(w * x - y),
         "This is the standard deviation of the errors. What does it say of a line that is 10 too high everywhere?"),
        ("plus", lambda w, x, y: np.mean((w * x + y) ** 2),
         "This squares prediction plus measurement. How far are the two apart?"),
    ], "Right: this is the mean of the squared errors.")


@check
def slope(slope):
    """Check slope(w, x, y) = mean(2 (w x − y) x), for the line ŷ = w x."""
    return diagnose_slopes(Attempt(slope, "wxy"), ("slope",), Point(np.float64(2), 0.0, *FEW), MSE)


@check
def gradient(gradient):
    """Check gradient(w, b, x, y) -> (dw, db), of the mean squared error of the line ŷ = w x + b."""
    return diagnose_slopes(Attempt(gradient, "wbxy"), ("dw", "db"), LINE, MSE)


@check
def step(step):
    """Check step(w, slope_here, learning_rate) = w − learning_rate · slope_here."""
    cases = [(2.0, 3.0, 0.1), (-1.0, -4.0, 0.25), (0.123456, 0.0987, 1.5)]
    return diagnose(step, cases, lambda w, slope_here, learning_rate: w - learning_rate * slope_here, [
        ("sign", lambda w, slope, rate: w + rate * slope,
         "This steps uphill. Where the slope is positive the loss rises to the right: which way is down?"),
        ("missing_rate", lambda w, slope, rate: w - slope,
         "This goes by the whole slope, at any learning rate. What is the learning rate for?"),
        ("ignores_slope", lambda w, slope, rate: w - rate,
         "This goes to the left by the learning rate, whatever the slope. What makes a step longer where it is "
         "steeper, and turns it round?"),
        ("ignores_slope", lambda w, slope, rate: w - rate * np.sign(slope),
         "This goes the right way, but always equally far. The steeper, the further: where does that come in?"),
        ("only_change", lambda w, slope, rate: -rate * slope,
         "This is how far to go, with the right sign. Where does the step start?"),
        ("only_change", lambda w, slope, rate: rate * slope,
         "This is how far to go. Where does the step start, and which way is down?"),
        ("divides", lambda w, slope, rate: w - slope / rate,
         "This divides by the learning rate: a smaller one gives a larger step. Is it meant to?"),
        ("multiplies_w", lambda w, slope, rate: w * (1 - rate * slope),
         "This makes the step proportional to `w`: from w = 0 it would never move. What sets the length of a step?"),
        ("multiplies_w", lambda w, slope, rate: w * rate * slope,
         "This multiplies `w` by the step. How does one get from a place to the next?"),
        ("brackets", lambda w, slope, rate: (w - slope) * rate,
         "This shrinks `w` by the learning rate as well. What belongs inside the brackets?"),
    ], "Right: downhill, by the learning rate times the slope.")


def _walk(*case, error=np.subtract):
    """Gradient descent on the mean squared error; a case is (w or w, b; x, y, learning_rate, epochs).

    The path has shape [epochs + 1] for w alone (b is 0) and [epochs + 1, 2] for w, b.
    """
    *start, x, y, learning_rate, epochs = case
    path, design = [np.array(start)], np.column_stack([x, np.ones(len(x))])[:, : len(start)]
    for _ in range(epochs):
        path.append(path[-1] - learning_rate * 2 * design.T @ error(design @ path[-1], y) / len(y))
    return np.array(path) if start[1:] else np.array(path)[:, 0]


def _walk_with(rate=lambda rate, n: rate, more=0):
    return lambda *case: _walk(*case[:-2], rate(case[-2], len(case[-3])), case[-1] + more)


def _walk_losses(*case):
    parameters, (x, y) = _walk(*case).reshape(case[-1] + 1, -1), case[-4:-2]
    return [np.mean((p[0] * x + p[1:].sum() - y) ** 2) for p in parameters]


def _walk_mistakes(item):
    """The mistakes in making a list of every `item`, "weight" or "line", on the way down."""
    return [
        ("missing_start", lambda *case: _walk(*case)[1:],
         f"The steps are right, but the list begins after the first. Where is the {item} from before any step?"),
        ("missing_start", lambda *case: _walk(*case[:-1], case[-1] + 1)[1:],
         f"The list has the right length, but begins after the first step. Where is the {item} from before any step?"),
        ("too_short", _walk_with(more=-1),
         f"The steps are right, but the last is missing. With the start, how many {item}s does one epoch make?"),
        ("too_long", _walk_with(more=1),
         f"The steps are right, but there is one too many. With the start, how many {item}s does one epoch make?"),
        ("only_last", lambda *case: _walk(*case)[-1],
         f"This is the last {item}, and it is right. Where are those before it?"),
        ("in_place", lambda *case: [_walk(*case)[-1]] * (case[-1] + 1),
         f"Every entry is the last {item}. Is it the same one, listed again and again?"),
        ("never_moves", lambda *case: [_walk(*case)[0]] * (case[-1] + 1),
         f"The {item} never changes. Does the loop keep what a step returns?"),
        ("from_start", lambda *case: [_walk(*case)[0], *[_walk(*case)[1]] * case[-1]],
         "After the first step nothing moves. Does each step start where the one before it ended?"),
        ("same_slope", lambda *case: [(1 - k) * _walk(*case)[0] + k * _walk(*case)[1] for k in range(case[-1] + 1)],
         f"All steps are equally long. Is the slope measured once, or again at each new {item}?"),
        *(("column", lambda *case, error=error: _walk(*case, error=error), COLUMN) for error in TABLES),
        ("sign", _walk_with(rate=lambda rate, n: -rate),
         "This walks uphill: every step increases the loss. Which way is down?"),
        ("sum_for_mean", _walk_with(rate=lambda rate, n: rate * n),
         "For n points every step is n times too long. Is the slope a sum or a mean?"),
        ("missing_factor_2", _walk_with(rate=lambda rate, n: rate / 2),
         "Every step is half as long as it should be. Does the slope pass its own check?"),
        ("losses", _walk_losses,
         f"These are the losses on the way, and they are right. Is the loss asked for, or the {item}?"),
    ]


@check
def descend(descend):
    """Check descend(w, x, y, learning_rate, epochs) -> the epochs + 1 weights on the way down, start first."""
    # The last three run away, arrive so closely that nothing seems to move, and begin at a whole number.
    cases = [(1.0, *FEW, 0.05, 3), (-2.0, *MORE, 0.1, 5), (1.5, *MORE, 0.2, 4), (1.5, *FEW, 0.06, 9)]
    cases.append((1, *FEW, 0.05, 2))
    return diagnose(descend, cases, lambda w, x, y, learning_rate, epochs: _walk(w, x, y, learning_rate, epochs),
                     _walk_mistakes("weight"), "Right: the start, then one weight per epoch, each a step further down.")


@check
def largest_learning_rate(f):
    """Check f(x) = 1 / mean(x²) = 2/λ, beyond which descent on the mean squared error of ŷ = w x diverges."""
    return diagnose(f, [(FEW[0],), (MORE[0],), (FEW[1] / 10,)], lambda x: 1 / np.mean(x**2), [
        ("curvature", lambda x: 2 * np.mean(x**2),
         "This is λ itself. The steeper the valley, the smaller a step must be: is this?"),
        ("upside_down", lambda x: np.mean(x**2),
         "This is the limit turned upside down. The steeper the valley, the smaller a step must be: is this?"),
        ("lands_at_once", lambda x: 1 / (2 * np.mean(x**2)),
         "This is 1/λ, which lands at the bottom at once. How much longer may a step be and still gain?"),
        ("missing_factor_2", lambda x: 2 / np.mean(x**2),
         "This is twice the limit: 2/λ if λ were mean(x²). What is the slope of the slope 2·mean((w·x − y)·x)?"),
        ("sum_for_mean", lambda x: 1 / np.sum(x**2),
         "For n points this is n times too small. The loss is a mean: is your λ one?"),
        ("sum_for_mean", lambda x: 2 / np.sum(x**2),
         "This comes from a sum over the points. The loss is a mean: is your λ one? And has it its 2?"),
        ("squared_mean", lambda x: 1 / np.mean(x) ** 2,
         "This squares the mean of x. Which comes first in λ: squaring or averaging?"),
        ("variance", lambda x: 1 / np.var(x),
         "This takes the mean of x off before squaring. The line starts at the origin: from where does λ measure x?"),
        ("not_squared", lambda x: 1 / np.mean(x),
         "This has x where λ has its square. How often does x enter the slope?"),
    ], "Right: this is 2/λ. Just below it descent arrives, just above it flies apart.")


@check
def least_squares(f):
    """Check f(x, y) -> (w, b), the line of least squares."""
    def fit(x, y):
        w = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
        return np.array([w, y.mean() - w * x.mean()])

    def through_middle(w, x, y):
        return w, np.mean(y) - w * np.mean(x)

    def ends(x, y):
        w = (y[-1] - y[0]) / (x[-1] - x[0])
        return w, y[0] - w * x[0]

    return diagnose(f, [FEW, MORE, FAR], lambda x, y: tuple(fit(x, y)), [
        ("swapped", lambda x, y: fit(x, y)[::-1], "Both numbers are right. Which one is asked for first?"),
        ("no_bias", lambda x, y: fit(x, y)[0], "This is `w`, and it is right. Where is `b`?"),
        ("through_origin", lambda x, y: (x @ y / (x @ x), 0),
         "This is the best line through the origin. May a line not start higher or lower?"),
        ("through_origin", lambda x, y: through_middle(x @ y / (x @ x), x, y),
         "This `w` belongs to a line through the origin. From where are x and y measured in it?"),
        ("x_on_y", lambda x, y: fit(y, x), "This line predicts x from y. Which of them is to be predicted?"),
        ("x_on_y", lambda x, y: through_middle(1 / fit(y, x)[0], x, y),
         "This line has the smallest squares sideways. In which direction does the loss measure an error?"),
        ("correlation", lambda x, y: through_middle(np.corrcoef(x, y)[0, 1], x, y),
         "This `w` is the correlation, which has no unit and is never above 1. A slope has the unit of y per unit of "
         "x: by which two spreads do they differ?"),
        ("correlation", lambda x, y: through_middle(np.std(y) / np.std(x), x, y),
         "This `w` compares the spreads alone, as if all points lay on a line. How closely do y and x go together?"),
        ("covariance", lambda x, y: through_middle(np.mean((x - x.mean()) * (y - y.mean())), x, y),
         "This `w` is the covariance, in the unit of x times that of y. By what is it divided?"),
        ("covariance", lambda x, y: through_middle(np.cov(x, y)[0, 1], x, y),
         "This `w` is the covariance, in the unit of x times that of y. By what is it divided?"),
        ("two_points", lambda x, y: through_middle(ends(x, y)[0], x, y),
         "This `w` is the slope from the first point to the last. What have those between them to say?"),
        ("not_centred", lambda x, y: through_middle(np.sum((x - x.mean()) * (y - y.mean())) / np.sum(x**2), x, y),
         "Above the line x is measured from its mean, below it isn't. Are both the same x?"),
        ("mean_of_ratios", lambda x, y: through_middle(np.mean((y - y.mean()) / (x - x.mean())), x, y),
         "This `w` is the mean of each point's own slope. A point near the middle says little: what weighs it?"),
        ("through_first", lambda x, y: (fit(x, y)[0], y[0] - fit(x, y)[0] * x[0]),
         "`w` is right. With this `b` the line goes through the first point. Through which does the best line go?"),
        ("two_points", ends, "This line joins the first point to the last. What have those between them to say?"),
        ("missing_bias", lambda x, y: (fit(x, y)[0], 0),
         "`w` is right. Does that line pass through the middle of the data, with this `b`?"),
        ("mean_of_y", lambda x, y: (fit(x, y)[0], np.mean(y)),
         "`w` is right. `b` is the height of the line at mean(x): how high is it at x = 0?"),
        ("n_or_n_minus_1", lambda x, y: through_middle(np.cov(x, y)[0, 1] / np.var(x), x, y),
         "`w` is n/(n − 1) times too large: np.cov divides by n − 1. By what does np.var divide?"),
    ], "Right: no line has smaller squares.")


@check
def epochs_needed(f):
    """Check f(factor, share): the smallest whole k with |factor|ᵏ ≤ share."""
    def exact(factor, share):  # the last case is met exactly
        return np.log(share) / np.log(np.abs(factor))

    def if_negative(k):
        return lambda factor, share: np.ceil(exact(factor, share)) if factor > 0 else k

    cases = [(0.9, 0.01), (0.5, 0.1), (-0.8, 0.05), (-0.3, 0.02), (0.99, 0.01), (0.999, 0.01), (0.5, 0.25)]
    return diagnose(f, cases, lambda factor, share: np.ceil(exact(factor, share)), [
        ("rounded_down", lambda *case: np.floor(exact(*case)),
         "One epoch is missing: more than the share is left. Which way should one round?"),
        ("rounded_down", lambda *case: np.round(exact(*case)),
         "Rounded to the nearest whole number, it is sometimes one epoch short. Which way should one round?"),
        ("one_too_many", lambda *case: np.ceil(exact(*case)) + 1,
         "Each time there is one epoch too many. Is the start counted as an epoch?"),
        ("exactly_met", lambda *case: np.floor(exact(*case)) + 1,
         "Where the share is met exactly there is one epoch too many: at most the share may be left. `<` or `<=`, "
         "`>` or `>=`?"),
        ("linear", lambda factor, share: np.ceil(np.log(share) / (np.abs(factor) - 1)),
         "This takes factor − 1 for the logarithm of the factor, which is near it only for a factor close to 1."),
        ("linear", lambda factor, share: np.ceil((1 - share) / (1 - np.abs(factor))),
         "This is as if each epoch took off the same amount. It takes off the same share of what is left."),
        ("not_whole", exact, "The number is right, but not whole. Can a part of an epoch be run?"),
        ("loss_not_distance", lambda *case: np.ceil(exact(*case) / 2),
         "By then the loss has shrunk to that share. Is it the loss that is asked for, or the distance?"),
        ("missing_absolute", if_negative(np.nan),
         "A negative factor gives NaN. It jumps from side to side: is the distance negative too?"),
        ("missing_absolute", if_negative(1),
         "With a negative factor this stops after one epoch. Is a number below 0 already close to it?"),
    ], "Right: in each epoch the distance shrinks by the same factor, on whichever side it is.")


@check
def line(Line):
    """Check a class Line(w, b): gradient(x, y) -> (dw, db), step(x, y, learning_rate) -> a new Line, and
    train(x, y, learning_rate, epochs) -> the list of all Lines, start first.
    """
    def numbers(line, start, w, b):
        if both(start) != (w, b):
            message = "The line itself has changed. The start is wanted as it was: a step makes a new Line."
            raise MistakeError("in_place", message)
        if line is None or line is ...:
            return line
        if is_line(line):
            return both(line)
        if isinstance(line, tuple | list | np.ndarray) and len(line) == 2:
            raise MistakeError("not_a_line", "These are two numbers. How is a Line made of them?")
        raise MistakeError("not_a_line", f"A Line is wanted, and this is {kind(line)}. How are Lines made?")

    def both(line):
        return np.asarray(line.w, dtype=float).item(), np.asarray(line.b, dtype=float).item()

    def is_line(thing):
        """Whatever kind of class it is of: a line has a w and a b."""
        return hasattr(thing, "w") and hasattr(thing, "b") and not isinstance(thing, type)

    def step(w, b, x, y, learning_rate):
        start = Line(w, b)
        return numbers(start.step(x, y, learning_rate), start, w, b)

    def train(w, b, x, y, learning_rate, epochs):
        start = Line(w, b)
        lines = start.train(x, y, learning_rate, epochs)
        several = isinstance(lines, list | tuple | np.ndarray) and not is_line(lines)
        if is_line(lines) and np.allclose(numbers(lines, start, w, b), (w, b)):
            raise MistakeError("only_start", "This is one Line, the one it started from. Where are those after it?")
        return [numbers(line, start, w, b) for line in lines] if several else numbers(lines, start, w, b)

    def new(w, b, x, y, learning_rate):
        return tuple(_walk(w, b, x, y, learning_rate, 1)[1])

    attempt = Attempt(lambda w, b, x, y: Line(w, b).gradient(x, y), "wbxy", "Line(w, b).gradient(x, y)")
    slopes = diagnose_slopes(attempt, ("dw", "db"), LINE, MSE)
    x, y = FEW
    for method, arguments, right in (("forward", (x,), 2 * x + 1), ("loss", (x, y), np.mean((2 * x + 1 - y) ** 2))):
        with suppress(Exception):  # a class that has no such method, or one of its own
            if slopes and not np.allclose(getattr(Line(2.0, 1.0), method)(*arguments), right):
                message = f"`{method}` was right as it was given. What has changed in it?"
                return conclude(attempt, "given_method", message)
    cases = [(2.0, 1.0, *FEW, 0.05), (-1.0, 0.5, *MORE, 0.1), (1.5, -2.0, *MORE, 0.2)]
    steps = slopes and diagnose(step, cases, new, [
        ("sign", lambda w, b, x, y, rate: new(w, b, x, y, -rate), "This steps uphill. Which way is down?"),
        ("sign", lambda w, b, x, y, rate: [new(w, b, x, y, -rate)[0], new(w, b, x, y, rate)[1]],
         "`b` steps downhill, `w` uphill. Which way is down?"),
        ("sign", lambda w, b, x, y, rate: [new(w, b, x, y, rate)[0], new(w, b, x, y, -rate)[1]],
         "`w` steps downhill, `b` uphill. Which way is down?"),
        ("one_after_other", lambda w, b, x, y, rate: [
            new(w, b, x, y, rate)[0], new(new(w, b, x, y, rate)[0], b, x, y, rate)[1]],
         "`b` answers to a `w` that has already moved. Are both slopes taken before either number changes?"),
        ("missing_bias", lambda w, b, x, y, rate: [new(w, b, x, y, rate)[0], b],
         "`w` takes its step, `b` stays where it was. Has `b` no slope?"),
        ("missing_w", lambda w, b, x, y, rate: [w, new(w, b, x, y, rate)[1]],
         "`b` takes its step, `w` stays where it was. Has `w` no slope?"),
        ("missing_rate", lambda w, b, x, y, rate: new(w, b, x, y, 1),
         "This goes by the whole slope, at any learning rate. What is the learning rate for?"),
        ("only_change", lambda w, b, x, y, rate: np.subtract(new(w, b, x, y, rate), [w, b]),
         "This line is made of the changes alone. Where does the step start?"),
        ("swapped", lambda w, b, x, y, rate: np.add([w, b], np.subtract(new(w, b, x, y, rate), [w, b])[::-1]),
         "`w` goes by the slope in `b`, and `b` by that in `w`. Which of the two does your gradient return first?"),
        ("never_moves", lambda w, b, x, y, rate: [w, b], "The new line is the old one. Where does the slope come in?"),
    ], "", call="Line(w, b).step(x, y, learning_rate)", parts=[getattr(Line, "step", None)])
    if not steps:
        return steps
    cases = [(*case, epochs) for case, epochs in zip(cases, (3, 5, 4), strict=True)]
    return diagnose(train, cases, lambda w, b, x, y, learning_rate, epochs: _walk(w, b, x, y, learning_rate, epochs), [
        *_walk_mistakes("line"),
        ("other_start", lambda w, b, *case: _walk(0.0, 0.0, *case),
         "This starts from w = 0 and b = 0. Which line is it that trains?"),
    ], "Right: a step makes a new line, and training lists them all, the start first.",
        call="Line(w, b).train(x, y, learning_rate, epochs)", parts=[getattr(Line, "train", None)])
