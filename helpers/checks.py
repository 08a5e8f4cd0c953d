"""Exercise checks that name the mistake: not "wrong" but "half of the true slope: where did the 2 go?" (all notebooks).

A check is a function that takes the learner's and returns a `Diagnosis`. To add one, write down what is right, a few
cases and a table of mistakes, rows of (name, function that makes the mistake, message); `helpers.diagnosis` does the
rest.
"""

import numpy as np

from helpers.diagnosis import (
    Attempt,
    Diagnosis,
    MistakeError,
    Point,
    diagnose,
    diagnose_gradient,
    diagnose_slopes,
    kind,
)
from helpers.losses import MSE, SSE

__all__ = ["Diagnosis", "diagnose_gradient"]  # and the checks, called as checks.NAME

_FEW = (np.array([1.0, 2.0, 4.0]), np.array([3.0, 1.0, 6.0]))
_MORE = (np.array([-1.0, 0.5, 2.0, 3.0, 5.0]), np.array([-2.0, 1.0, 3.0, 7.0, 8.0]))
_LINE = Point(np.float64(2), np.float64(1), *_FEW)


# fmt: off
# --- Notebook 00: start here ------------------------------------------------------------------------------------------


def predict(f):
    """Check predict(w, x) = w x."""
    return diagnose(f, [(2.0, 3.0), (-0.5, np.array([1.0, 2.0, 4.0]))], lambda w, x: w * x, [
        ("plus", lambda w, x: w + x, "This adds the two. What does the panel's line do with x?"),
        ("only_w", lambda w, x: w, "This is `w`, whatever x is. Where does the input come in?"),
        ("only_x", lambda w, x: x, "This is `x`, whatever w is. Where does the weight come in?"),
        ("divided", lambda w, x: x / w, "This divides x by w. What does the line do to x?"),
        ("divided", lambda w, x: w / x, "This divides w by x. What does the line do to x?"),
        ("minus", lambda w, x: -w * x, "This has the right size, and the wrong sign."),
        ("power", lambda w, x: np.float64(x) ** w if np.ndim(x) == 0 else np.asarray(x) ** w,
         "This is x to the power of w. In Python one star multiplies, two stars raise to a power."),
    ], "Right: w times x, for one number and for an array.")


# --- Notebook 01: fit a line ------------------------------------------------------------------------------------------


def mean_squared_error(loss):
    """Check loss(w, x, y) = mean((w x − y)²)."""
    def squares(w, x, y):
        return (w * x - y) ** 2

    return diagnose(loss, [(2.0, *_FEW), (0.5, *_MORE)], lambda w, x, y: np.mean(squares(w, x, y)), [
        ("sum_for_mean", lambda w, x, y: np.sum(squares(w, x, y)),
         "These are the squares added up: twice the data would double the loss. What makes a sum a mean?"),
        ("extra_half", lambda w, x, y: np.mean(squares(w, x, y)) / 2,
         "This is half of the mean squared error. Where does the ½ come from?"),
        ("extra_half", lambda w, x, y: np.sum(squares(w, x, y)) / 2,
         "These are the squares added up and halved. Is a mean half of a sum, whatever the number of points?"),
        ("not_averaged", squares, "These are the squares, one per point. Which one number stands for them all?"),
        ("not_squared", lambda w, x, y: np.mean(w * x - y),
         "This is the mean of the errors themselves. What does it make of two errors, +3 and −3?"),
        ("not_squared", lambda w, x, y: np.mean(y - w * x),
         "This is the mean of the errors themselves. What does it make of two errors, +3 and −3?"),
        ("absolute", lambda w, x, y: np.mean(np.abs(w * x - y)),
         "This is the mean of the errors without their signs. Where is the square?"),
        ("root", lambda w, x, y: np.sqrt(np.mean(squares(w, x, y))),
         "This is the root of the mean squared error. Is a root asked for?"),
        ("squared_mean", lambda w, x, y: np.mean(w * x - y) ** 2,
         "This is the square of the mean error. Which comes first: squaring or averaging?"),
        ("missing_x", lambda w, x, y: np.mean((w - y) ** 2),
         "This compares `w` itself with each y. What does the line predict at x?"),
        ("missing_w", lambda w, x, y: np.mean((x - y) ** 2),
         "This is the same for every `w`. What does the line predict at x?"),
        ("plus", lambda w, x, y: np.mean((w * x + y) ** 2),
         "This squares prediction plus measurement. How far are the two apart?"),
    ], "Right: this is the mean of the squared errors.")


def slope(slope):
    """Check slope(w, x, y) = mean(2 (w x − y) x), for the line ŷ = w x."""
    return diagnose_slopes(Attempt(slope, "wxy"), ("slope",), Point(np.float64(2), 0.0, *_FEW), MSE)


def gradient(gradient):
    """Check gradient(w, b, x, y) -> (dw, db), of the mean squared error of the line ŷ = w x + b."""
    return diagnose_slopes(Attempt(gradient, "wbxy"), ("dw", "db"), _LINE, MSE)


def step(step):
    """Check step(w, slope, learning_rate) = w − learning_rate · slope."""
    cases = [(2.0, 3.0, 0.1), (-1.0, -4.0, 0.25)]
    return diagnose(step, cases, lambda w, slope, learning_rate: w - learning_rate * slope, [
        ("sign", lambda w, slope, rate: w + rate * slope,
         "This steps uphill. Where the slope is positive the loss rises to the right: which way is down?"),
        ("missing_rate", lambda w, slope, rate: w - slope,
         "This goes by the whole slope, at any learning rate. What is the learning rate for?"),
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


def _walk(*case):
    """Gradient descent on the mean squared error; a case is (w or w, b; x, y, learning_rate, epochs).

    The path has shape [epochs + 1] for w alone (b is 0) and [epochs + 1, 2] for w, b.
    """
    *start, x, y, learning_rate, epochs = case
    path, design = [np.array(start)], np.column_stack([x, np.ones(len(x))])[:, : len(start)]
    for _ in range(epochs):
        path.append(path[-1] - learning_rate * 2 * design.T @ (design @ path[-1] - y) / len(y))
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
        ("sign", _walk_with(rate=lambda rate, n: -rate),
         "This walks uphill: every step increases the loss. Which way is down?"),
        ("sum_for_mean", _walk_with(rate=lambda rate, n: rate * n),
         "For n points every step is n times too long. Is the slope a sum or a mean?"),
        ("missing_factor_2", _walk_with(rate=lambda rate, n: rate / 2),
         "Every step is half as long as it should be. Does the slope pass its own check?"),
        ("losses", _walk_losses,
         f"These are the losses on the way, and they are right. Is the loss asked for, or the {item}?"),
    ]


def descend(descend):
    """Check descend(w, x, y, learning_rate, epochs) -> the epochs + 1 weights on the way down, start first."""
    cases = [(1.0, *_FEW, 0.05, 3), (-2.0, *_MORE, 0.1, 5)]
    return diagnose(descend, cases, lambda w, x, y, learning_rate, epochs: _walk(w, x, y, learning_rate, epochs),
                     _walk_mistakes("weight"), "Right: the start, then one weight per epoch, each a step further down.")


def largest_learning_rate(f):
    """Check f(x) = 1 / mean(x²) = 2/λ, beyond which descent on the mean squared error of ŷ = w x diverges."""
    return diagnose(f, [(_FEW[0],), (_MORE[0],)], lambda x: 1 / np.mean(x**2), [
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
        ("not_squared", lambda x: 1 / np.mean(x),
         "This has x where λ has its square. How often does x enter the slope?"),
    ], "Right: this is 2/λ. Just below it descent arrives, just above it flies apart.")


def least_squares(f):
    """Check f(x, y) -> (w, b), the line of least squares."""
    def fit(x, y):
        return np.polyfit(x, y, 1)

    def through_middle(w, x, y):
        return w, np.mean(y) - w * np.mean(x)

    def ends(x, y):
        w = (y[-1] - y[0]) / (x[-1] - x[0])
        return w, y[0] - w * x[0]

    return diagnose(f, [_FEW, _MORE], fit, [
        ("swapped", lambda x, y: fit(x, y)[::-1], "Both numbers are right. Which one is asked for first?"),
        ("no_bias", lambda x, y: fit(x, y)[0], "This is `w`, and it is right. Where is `b`?"),
        ("through_origin", lambda x, y: (x @ y / (x @ x), 0),
         "This is the best line through the origin. May a line not start higher or lower?"),
        ("through_origin", lambda x, y: through_middle(x @ y / (x @ x), x, y),
         "This `w` belongs to a line through the origin. From where are x and y measured in it?"),
        ("x_on_y", lambda x, y: fit(y, x), "This line predicts x from y. Which of them is to be predicted?"),
        ("x_on_y", lambda x, y: through_middle(1 / fit(y, x)[0], x, y),
         "This line has the smallest squares sideways. In which direction does the loss measure an error?"),
        ("two_points", ends, "This line joins the first point to the last. What have those between them to say?"),
        ("missing_bias", lambda x, y: (fit(x, y)[0], 0),
         "`w` is right. Does that line pass through the middle of the data, with this `b`?"),
        ("mean_of_y", lambda x, y: (fit(x, y)[0], np.mean(y)),
         "`w` is right. `b` is the height of the line at mean(x): how high is it at x = 0?"),
        ("n_or_n_minus_1", lambda x, y: through_middle(np.cov(x, y)[0, 1] / np.var(x), x, y),
         "`w` is n/(n − 1) times too large: np.cov divides by n − 1. By what does np.var divide?"),
    ], "Right: no line has smaller squares.")


def epochs_needed(f):
    """Check f(factor, share): the smallest whole k with |factor|ᵏ ≤ share."""
    def exact(factor, share):
        return np.log(share) / np.log(np.abs(factor))

    def if_negative(k):
        return lambda factor, share: np.ceil(exact(factor, share)) if factor > 0 else k

    cases = [(0.9, 0.01), (0.5, 0.1), (-0.8, 0.05), (-0.3, 0.02)]
    return diagnose(f, cases, lambda factor, share: np.ceil(exact(factor, share)), [
        ("rounded_down", lambda *case: np.floor(exact(*case)),
         "Each time one epoch is missing: more than the share is left. Which way should one round?"),
        ("rounded_down", lambda *case: np.round(exact(*case)),
         "Rounded to the nearest whole number, it is sometimes one epoch short. Which way should one round?"),
        ("one_too_many", lambda *case: np.floor(exact(*case)) + 2,
         "Each time there is one epoch too many. Is the start counted as an epoch?"),
        ("not_whole", exact, "The number is right, but not whole. Can a part of an epoch be run?"),
        ("loss_not_distance", lambda *case: np.ceil(exact(*case) / 2),
         "By then the loss has shrunk to that share. Is it the loss that is asked for, or the distance?"),
        ("missing_absolute", if_negative(np.nan),
         "A negative factor gives NaN. It jumps from side to side: is the distance negative too?"),
        ("missing_absolute", if_negative(1),
         "With a negative factor this stops after one epoch. Is a number below 0 already close to it?"),
    ], "Right: in each epoch the distance shrinks by the same factor, on whichever side it is.")


def line(Line):
    """Check a class Line(w, b): gradient(x, y) -> (dw, db), step(x, y, learning_rate) -> a new Line, and
    train(x, y, learning_rate, epochs) -> the list of all Lines, start first.
    """
    def numbers(line, start, w, b):
        if (start.w, start.b) != (w, b):
            raise MistakeError("in_place", "The line itself has changed. Who can still draw the one it started as?")
        if np.shape(line) == (2,):
            raise MistakeError("not_a_line", "These are two numbers. How is a Line made of them?")
        if not (line is None or line is ... or isinstance(line, Line)):
            raise MistakeError("not_a_line", f"A Line is wanted, and this is {kind(line)}. How are Lines made?")
        return (line.w, line.b) if isinstance(line, Line) else line

    def step(w, b, x, y, learning_rate):
        start = Line(w, b)
        return numbers(start.step(x, y, learning_rate), start, w, b)

    def train(w, b, x, y, learning_rate, epochs):
        start = Line(w, b)
        lines = start.train(x, y, learning_rate, epochs)
        several = isinstance(lines, list | tuple)
        if isinstance(lines, Line) and np.allclose(numbers(lines, start, w, b), (w, b)):
            raise MistakeError("only_start", "This is one Line, the one it started from. Where are those after it?")
        return [numbers(line, start, w, b) for line in lines] if several else numbers(lines, start, w, b)

    def new(w, b, x, y, learning_rate):
        return _walk(w, b, x, y, learning_rate, 1)[1]

    attempt = Attempt(lambda w, b, x, y: Line(w, b).gradient(x, y), "wbxy", "Line(w, b).gradient(x, y)")
    slopes = diagnose_slopes(attempt, ("dw", "db"), _LINE, MSE)
    cases = [(2.0, 1.0, *_FEW, 0.05), (-1.0, 0.5, *_MORE, 0.1)]
    steps = slopes.correct and diagnose(step, cases, new, [
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
        ("only_change", lambda w, b, x, y, rate: new(w, b, x, y, rate) - [w, b],
         "This line is made of the changes alone. Where does the step start?"),
        ("never_moves", lambda w, b, x, y, rate: [w, b], "The new line is the old one. Where does the slope come in?"),
    ], "", call="Line(w, b).step(x, y, learning_rate)", parts=[getattr(Line, "step", None)])
    if not (slopes.correct and steps.correct):
        return steps or slopes
    cases = [(*case, epochs) for case, epochs in zip(cases, (3, 5), strict=True)]
    return diagnose(train, cases, lambda w, b, x, y, learning_rate, epochs: _walk(w, b, x, y, learning_rate, epochs), [
        *_walk_mistakes("line"),
        ("other_start", lambda w, b, *case: _walk(0.0, 0.0, *case),
         "This starts from w = 0 and b = 0. Which line is it that trains?"),
    ], "Right: a step makes a new line, and training lists them all, the start first.",
        call="Line(w, b).train(x, y, learning_rate, epochs)", parts=[getattr(Line, "train", None)])


# --- Notebook 02: choose a loss ---------------------------------------------------------------------------------------


def four_losses(f):
    """Check f(errors) = (Σ e², ½ Σ e², mean e², ½ mean e²)."""
    def sums(e):
        return np.sum(e**2) * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)])

    cases = [(np.array([1.0, -2.0, 3.0]),), (np.array([0.5, 4.0, -1.0, 2.0, -3.0]),)]
    return diagnose(f, cases, lambda errors: sums(errors), [
        ("not_squared", lambda e: np.sum(e) * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)]),
         "These add the errors as they are, and +2 and −2 cancel. Where is the square?"),
        ("squared_sum", lambda e: np.sum(e) ** 2 * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)]),
         "These square the sum of the errors. Which comes first: squaring or adding?"),
        ("squared_sum", lambda e: [e.sum() ** 2, e.sum() ** 2 / 2, e.mean() ** 2, e.mean() ** 2 / 2],
         "These square the sum, or the mean, of the errors. Which comes first: squaring or adding?"),
        ("absolute", lambda e: np.sum(np.abs(e)) * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)]),
         "These add the errors without their signs. Where is the square?"),
        ("missing_half", lambda e: sums(e)[[0, 0, 2, 2]], "Two of the four have a ½ in front. Which?"),
        ("extra_factor_2", lambda e: sums(e) * [1, 4, 1, 4], "Two of these are doubled. What does a ½ in front do?"),
        ("extra_factor_2", lambda e: sums(e) * [1, 4, 1, 1], "The second is doubled. What does a ½ in front do?"),
        ("extra_factor_2", lambda e: sums(e) * [1, 1, 1, 4], "The last is doubled. What does a ½ in front do?"),
        ("missing_half", lambda e: sums(e)[[0, 1, 2, 2]], "Three are right. Is the last one halved?"),
        ("sum_for_mean", lambda e: sums(e)[[0, 1, 0, 1]],
         "The last two are sums as well. What makes a sum a mean?"),
        ("half_for_mean", lambda e: sums(e)[[0, 1, 1, 3]],
         "The third is half the sum. Is a mean half of a sum, for any n?"),
        ("double_n", lambda e: sums(e) / [1, 1, 1, len(e)],
         "The last is divided by n twice. What does np.mean do already?"),
        ("order", lambda e: sums(e)[[0, 2, 1, 3]], "All four are there, in another order. Which comes second?"),
        ("order", lambda e: sums(e)[[2, 3, 0, 1]], "All four are there, in another order: the sums come first."),
    ], "Right: all four, in order.")


def equal_learning_rate(f):
    """Check f(learning_rate, n): the η with which the mean of squares steps as half the sum does with learning_rate."""
    return diagnose(f, [(0.001, 200), (0.02, 30)], lambda learning_rate, n: learning_rate * n / 2, [
        ("missing_factor_2", lambda rate, n: rate * n,
         "This would be the twin's η if its loss were *half* the mean. What does the 2 in the mean's gradient do?"),
        ("extra_factor_2", lambda rate, n: 2 * rate * n,
         "With this the twin's steps are four times as long. Is its gradient larger or smaller by the 2?"),
        ("inverted", lambda rate, n: rate / n,
         "With this the twin hardly moves. Whose gradient is the larger: the sum's or the mean's?"),
        ("inverted", lambda rate, n: rate * 2 / n,
         "With this the twin hardly moves. Whose gradient is the larger: the sum's or the mean's?"),
        ("inverted", lambda rate, n: rate / (2 * n),
         "With this the twin hardly moves. Whose gradient is the larger: the sum's or the mean's?"),
        ("missing_n", lambda rate, n: rate / 2,
         "The ½ is taken care of. And the n by which the mean divides?"),
        ("missing_n", lambda rate, n: rate, "With the same η the two steps differ in length. By which factor?"),
        ("missing_n", lambda rate, n: rate * 2,
         "The ½ is taken care of, the wrong way round. And the n by which the mean divides?"),
    ], "Right: η times gradient is then the same step for both.")


def sum_gradient(gradient):
    """Check gradient(w, b, x, y) -> (dw, db), of the sum of squared errors of the line ŷ = w x + b."""
    return diagnose_slopes(Attempt(gradient, "wbxy"), ("dw", "db"), _LINE, SSE)


_RIDES = [
    (np.array([12.0, 8.0, 20.0, 10.0]), np.array([11.0, 9.5, 16.0, 10.0])),
    (np.array([5.0, -3.0, 2.0, 8.0, 4.0]), np.array([4.0, -1.0, 2.5, 5.0, 7.0])),
    (np.array([12.0, 8.0, 20.0, 10.0]), np.array([22.0, 18.0, 30.0, 20.0])),
]


def rmse_and_mae(f):
    """Check f(y, y_hat) = (root mean squared error, mean absolute error)."""
    def both(y, y_hat):
        return np.array([np.sqrt(np.mean((y_hat - y) ** 2)), np.mean(np.abs(y_hat - y))])

    return diagnose(f, _RIDES, lambda y, y_hat: both(y, y_hat), [
        ("missing_root", lambda y, y_hat: both(y, y_hat) ** [2, 1],
         "The first is the mean squared error, in squared units. What brings it back to the unit of y?"),
        ("order", lambda y, y_hat: both(y, y_hat)[::-1], "Both are there, in the other order."),
        ("signs", lambda y, y_hat: [both(y, y_hat)[0], np.mean(y_hat - y)],
         "In the second, errors of opposite sign cancel. What takes the signs away?"),
        ("signs", lambda y, y_hat: [both(y, y_hat)[0], np.mean(y - y_hat)],
         "In the second, errors of opposite sign cancel. What takes the signs away?"),
        ("root_of_sum", lambda y, y_hat: both(y, y_hat) * [np.sqrt(len(y)), 1],
         "The first is the root of the sum. Is the mean taken before the root?"),
        ("absolute_of_mean", lambda y, y_hat: [both(y, y_hat)[0], np.abs(np.mean(y_hat - y))],
         "The second takes the sign away from the mean. Which comes first?"),
        ("mean_of_roots", lambda y, y_hat: both(y, y_hat)[[1, 1]],
         "The root of each square is that error without its sign, so both are the same. Mean first, or root?"),
    ], "Right: both are in the unit of y.")


def r_squared(f):
    """Check f(y, y_hat) = 1 − Σ (ŷ − y)² / Σ (y − mean y)²."""
    def ratio(y, y_hat):
        return np.sum((y_hat - y) ** 2) / np.sum((y - y.mean()) ** 2)

    return diagnose(f, _RIDES, lambda y, y_hat: 1 - ratio(y, y_hat), [
        ("clipped", lambda y, y_hat: max(0, 1 - ratio(y, y_hat)),
         "A model worse than the mean has to come out below 0. What cuts it off?"),
        ("squared_sum", lambda y, y_hat: 1 - np.sum(y_hat - y) ** 2 / np.sum((y - y.mean()) ** 2),
         "The square stands outside the upper sum. Which comes first: squaring or adding?"),
        ("missing_one", ratio, "This is the share that the model leaves. R² is the share that it takes away."),
        ("sign", lambda y, y_hat: ratio(y, y_hat) - 1, "This has the wrong sign: a perfect model should get 1."),
        ("inverted", lambda y, y_hat: 1 - 1 / ratio(y, y_hat),
         "Numerator and denominator have changed places. Whose errors are compared with whose?"),
        ("baseline_of_predictions", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum((y_hat - y_hat.mean()) ** 2),
         "Below the line stands the spread of the predictions. The baseline predicts the mean of what?"),
        ("baseline_of_predictions", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum((y - y_hat.mean()) ** 2),
         "Below the line stands the mean of the predictions. The baseline predicts the mean of what?"),
        ("no_baseline", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum(y**2),
         "Below the line stands a model that predicts 0. Which constant is the baseline?"),
        ("correlation", lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1] ** 2,
         "This is the squared correlation. It doesn't notice predictions that are all 10 too high. R² should."),
        ("mixed", lambda y, y_hat: 1 - np.mean((y_hat - y) ** 2) / np.sum((y - y.mean()) ** 2),
         "A mean is divided by a sum. Use the same for both."),
        ("absolute", lambda y, y_hat: 1 - np.sum(np.abs(y_hat - y)) / np.sum(np.abs(y - y.mean())),
         "This compares absolute errors. Where are the squares?"),
    ], "Right: 1 for a perfect model, 0 for the mean, and below 0 for worse.")


def percentage_error(f):
    """Check f(y, y_hat) = mean(|ŷ − y| / |y|) · 100."""
    def mape(y, y_hat):
        return 100 * np.mean(np.abs((y_hat - y) / y))

    return diagnose(f, _RIDES, mape, [
        ("missing_percent", lambda y, y_hat: mape(y, y_hat) / 100,
         "This is right as a fraction. How many per cent is it?"),
        ("signs", lambda y, y_hat: 100 * np.mean((y_hat - y) / y), "Errors of opposite sign cancel here."),
        ("signs", lambda y, y_hat: 100 * np.mean((y - y_hat) / y), "Errors of opposite sign cancel here."),
        ("signs", lambda y, y_hat: 100 * np.mean(np.abs(y_hat - y) / y),
         "Where y is negative, so is this share. Whose absolute value is missing?"),
        ("per_prediction", lambda y, y_hat: 100 * np.mean(np.abs((y_hat - y) / y_hat)),
         "This divides by the prediction. Per cent of what is asked for?"),
        ("ratio_of_sums", lambda y, y_hat: 100 * np.sum(np.abs(y_hat - y)) / np.sum(np.abs(y)),
         "This divides one sum by another. Is each error's own share taken first?"),
        ("sold_as_score", lambda y, y_hat: 100 - mape(y, y_hat),
         "This is 100 minus the error. The error itself is asked for."),
    ], "Right: an error, in per cent. The smaller the better.")


def breaking_point(f):
    """Check f(limit, learning_rate): the smallest n with learning_rate > limit / n, limit being that of the mean."""
    cases = [(1.4537, 0.001), (0.7, 0.03), (0.75, 0.25)]
    return diagnose(f, cases, lambda limit, learning_rate: np.floor(limit / learning_rate) + 1, [
        ("at_the_border", lambda limit, rate: np.ceil(limit / rate),
         "Where the limit is met exactly, the run bounces for ever. Does it explode there?"),
        ("one_too_few", lambda limit, rate: np.floor(limit / rate),
         "With so many it still arrives. How many break it?"),
        ("not_whole", lambda limit, rate: limit / rate,
         "The border is right. Which whole number is the first beyond it?"),
        ("half_sum", lambda limit, rate: np.floor(2 * limit / rate) + 1,
         "This is for half the sum. What is the sum's limit?"),
        ("inverted", lambda limit, rate: np.floor(rate / limit) + 1, "Limit and learning rate have changed places."),
        ("missing_n", lambda limit, rate: limit, "This is the limit of the mean. What is the sum's, for n examples?"),
    ], "Right: a sum's largest learning rate shrinks as 1/n, a mean's stays.")


# --- Notebook 03: descend with many features --------------------------------------------------------------------------

_TABLE = np.array([[2.0, 9.0], [5.0, 14.0], [10.0, 25.0]])
_WIDER = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0], [2.0, 1.0, 4.0], [-1.5, 2.0, 1.0], [3.0, 0.5, -2.0]])


def _pair(f):
    """f(w, …) -> (w, b) as a function that returns one array, w before b; what is no such pair stays what it is."""
    def flat(w, *rest):
        result = f(w, *rest)
        if not isinstance(result, tuple | list) or len(result) != 2 or any(part is ... for part in result):
            return result
        try:
            shapes = [np.shape(part) for part in result]
        except ValueError:
            return result
        if shapes != [np.shape(w), ()]:
            raise MistakeError("wrong_shape", f"This returns {kind(result[0])} and {kind(result[1])}; wanted are "
                                              f"`w`, {kind(w)}, and `b`, one number.")
        return np.append(*result)

    return flat


def predict_many(predict):
    """Check predict(X, w, b) = X @ w + b."""
    cases = [(_TABLE, np.array([2.0, 0.5]), 3.0), (_WIDER, np.array([1.0, -0.5, 2.0]), -1.0)]
    return diagnose(predict, cases, lambda X, w, b: X @ w + b, [
        ("missing_bias", lambda X, w, b: X @ w, "Without the bias: what does a ride of 0 km and 0 minutes cost?"),
        ("not_summed", lambda X, w, b: X * w + b,
         "This is a table: each number times its weight. What has to be added up, to get one prediction per row?"),
        ("not_summed", lambda X, w, b: X * w,
         "This is a table: each number times its weight. What has to be added up, and where is the bias?"),
        ("sum_of_all", lambda X, w, b: np.sum(X * w) + b,
         "This adds up all rows. One prediction per row is wanted: along which axis does the sum run?"),
        ("bias_per_feature", lambda X, w, b: np.sum(X * w + b, axis=1),
         "This adds the bias once per feature. How often does it count in one prediction?"),
        ("bias_times_w", lambda X, w, b: (X + b) @ w, "This adds the bias to the inputs. Is it weighted, too?"),
        ("mean_for_sum", lambda X, w, b: np.mean(X * w, axis=1) + b,
         "This takes the mean over the features. Is a price an average of what its parts cost?"),
        ("one_feature", lambda X, w, b: X[:, 0] * w[0] + b, "This is right for the first feature. And the others?"),
        ("one_example", lambda X, w, b: X[0] @ w + b, "This is right for the first row. And the others?"),
    ], "Right: one prediction per row, whatever the number of features.", call="predict(X, w, b)")


def gradient_many(gradient):
    """Check gradient(w, b, X, y) -> (dw [d], db), of the mean squared error of ŷ = X @ w + b."""
    # Three features: a gradient that is written out for the two of the text, or divides by d, is not right for any d.
    start = Point(np.array([1.0, -0.5, 2.0]), np.float64(-1), _WIDER, np.arange(1.0, 1 + len(_WIDER)))
    return diagnose_slopes(Attempt(gradient, "wbXy"), ("dw", "db"), start, MSE)


def nudge(nudge):
    """Check nudge(f, p, h): the gradient of f at p by central differences."""
    def f(p):
        return p[0] ** 3 + p[0] * p[1] ** 2 + np.exp(p[-1])

    def apart(p, h, right, left, over):
        return np.array([(f(p + right * e) - f(p - left * e)) / over for e in h * np.eye(len(p))])

    def left_there(p, h):
        p, slopes = p.copy(), []
        for i in range(len(p)):
            p[i] += h
            above = f(p)
            p[i] -= 2 * h
            slopes.append((above - f(p)) / (2 * h))
        return slopes

    cases = [(np.array([1.0, -2.0, 0.5]), 0.1), (np.array([0.5, 1.0, 2.0, -1.0]), 0.2)]
    forgot = "Each nudge is left where it is. Is `p` put back before the next one?"
    return diagnose(lambda p, h: nudge(f, p, h), cases, lambda p, h: apart(p, h, 1, 1, 2 * h), [
        ("one_sided", lambda p, h: apart(p, h, 1, 0, h),
         "This nudges to one side only. What cancels if the other side is tried as well?"),
        ("one_sided", lambda p, h: apart(p, h, 0, 1, h),
         "This nudges to one side only. What cancels if the other side is tried as well?"),
        ("missing_2", lambda p, h: apart(p, h, 1, 1, h),
         "This is twice the slope. How far apart are the two places at which f is asked?"),
        ("missing_2", lambda p, h: apart(p, h, 1, 0, 2 * h), "From p to p + h is one h: by what is the rise divided?"),
        ("sign", lambda p, h: apart(p, h, 1, 1, -2 * h), "This has the wrong sign. Which minus which is the rise?"),
        ("not_divided", lambda p, h: apart(p, h, 1, 1, 1), "This is the rise. Over how long a run?"),
        ("multiplied", lambda p, h: apart(p, h, 1, 1, 1 / (2 * h)), "A slope is rise divided by run, not times."),
        ("multiplied", lambda p, h: apart(p, h, 1, 1, 2 / h), "`/ 2 * h` divides by 2, then multiplies by h."),
        ("all_at_once", lambda p, h: (f(p + h) - f(p - h)) / (2 * h),
         "This nudges all parameters at once. How much of the rise does each of them owe?"),
        ("all_at_once", lambda p, h: np.full(len(p), (f(p + h) - f(p - h)) / (2 * h)),
         "This nudges all parameters at once. How much of the rise does each of them owe?"),
        ("first_only", lambda p, h: apart(p, h, 1, 1, 2 * h)[0],
         "This is right for the first parameter. Does `return` wait until the loop is over?"),
        ("in_place", left_there, forgot),
    ], "Right: every parameter is nudged by itself, both ways.", call="nudge(f, p, h)", parts=[nudge])


def printed_loss(f):
    """Check f(w, b, x, y) = mean((w ∗ x + b − y)²), elementwise: what the anonymous notebook prints."""
    x = np.arange(1.0, 6.0)
    cases = [(np.array([4.2, 3.6, 1.5, 0.7, 0.1]), 0.0, x, 25.0), (np.array([1.0, -2.0, 0.5, 3.0, 2.0]), 4.0, x, 10.0)]
    return diagnose(f, cases, lambda w, b, x, y: np.mean((w * x + b - y) ** 2), [
        ("followed_loss", lambda w, b, x, y: (x @ w + b - y) ** 2,
         "This is the loss whose gradient is followed, and it does fall. What is printed is another function: "
         "which sum might be missing in it?"),
        ("sum_for_mean", lambda w, b, x, y: np.sum((w * x + b - y) ** 2),
         "Very close: 5 times what is printed. Five numbers, and one is wanted."),
        ("missing_bias", lambda w, b, x, y: np.mean((w * x - y) ** 2),
         "That is it at the start, where b = 0. What if b is not 0?"),
        ("not_averaged", lambda w, b, x, y: (w * x + b - y) ** 2,
         "You are on the track: five numbers, one per feature. How did one number come of them?"),
        ("not_squared", lambda w, b, x, y: np.mean(np.abs(w * x + b - y)),
         "Very close: five distances without their signs. Where is the square?"),
        ("divided_sum", lambda w, b, x, y: (x @ w + b - y) ** 2 / len(x),
         "This falls to 0 as well, as its error is that of the prediction. Which sum might be missing?"),
        ("mean_of_parts", lambda w, b, x, y: (np.mean(w * x) + b - y) ** 2,
         "This averages before it squares. What if each part is first squared?"),
    ], "Right: case solved. Each single part w·x is compared with the whole of y.", call="printed_loss(w, b, x, y)")


def landing(f):
    """Check f(start, A, y) = start + pinv(A) @ (y − A @ start): where descent from `start` ends."""
    A = np.column_stack([np.arange(1.0, 6.0) + np.arange(3.0)[:, None], np.ones(3)])
    cases = [(np.array([1.0, 0, 0, 0, 2.0, -1.0]), A, np.array([25.0, 30.0, 35.0])),
             (np.array([3.0, -1.0, 2.0]), np.array([[1.0, 2.0, 1.0], [0.0, 1.0, 1.0]]), np.array([2.0, 4.0]))]
    return diagnose(f, cases, lambda start, A, y: start + np.linalg.pinv(A) @ (y - A @ start), [
        ("from_zero", lambda start, A, y: np.linalg.pinv(A) @ y,
         "This is where descent lands from zero. What does `start` change?"),
        ("fits_y_again", lambda start, A, y: start + np.linalg.pinv(A) @ y,
         "This adds a walk that fits all of y. But the start already predicts something: what is left to fit?"),
        ("only_change", lambda start, A, y: np.linalg.pinv(A) @ (y - A @ start),
         "This is how far descent walks, and it is right. Where did it start?"),
        ("sign", lambda start, A, y: start - np.linalg.pinv(A) @ (y - A @ start),
         "This walks the same way backwards. What is left to fit: y − A @ start, or the other way round?"),
        ("never_lands", lambda start, A, y: start - np.linalg.pinv(A) @ A @ start,
         "This is the part of the start that descent cannot see, and it stays. What is added to it?"),
        ("stays", lambda start, A, y: start, "This is the start itself. How far from it is the nearest exact fit?"),
    ], "Right: of all exact fits, descent lands at the one nearest to its start.", call="landing(start, A, y)")


def one_epoch(f):
    """Check f(w, b, X, y, learning_rate, batch_size) -> (w, b) after a step for each batch, in the order given."""
    def walk(w, b, X, y, rate, size, scale=lambda rows: 2 / len(rows), stale=False, batches=slice(None), whole=False,
             signs=(1, 1)):
        start = np.append(w, b)
        p, design = start, np.column_stack([X, np.ones(len(y))])
        for rows in np.split(np.arange(len(y)), range(size, len(y), size))[batches]:
            rows = np.arange(len(y)) if whole else rows
            errors = design[rows] @ (start if stale else p) - y[rows]
            p = p - rate * scale(rows) * design[rows].T @ errors * np.repeat(signs, [len(w), 1])
        return p

    def twisted(**twist):
        return lambda *case: walk(*case, **twist)

    y = np.array([1.0, 4.0, -2.0, 3.0, 5.0])
    cases = [(np.array([2.0, 0.5]), 3.0, _TABLE, np.array([12.0, 18.0, 36.0]), 0.001, 2),
             (np.array([1.0, 0.0, -1.0]), 0.5, _WIDER, y, 0.02, 2), (np.zeros(3), 0.0, _WIDER, y, 0.05, 5)]
    return diagnose(_pair(f), cases, lambda w, b, X, y, learning_rate, batch_size: walk(
        w, b, X, y, learning_rate, batch_size), [
        ("all_at_once", lambda *case: walk(*case[:-1], len(case[3])),
         "This takes one step with all examples. How many batches are there, and does each one take its own step?"),
        ("one_by_one", lambda *case: walk(*case[:-1], 1),
         "This takes a step after every example. How many of them make a batch?"),
        ("first_batch", twisted(batches=slice(1)),
         "This stops after the first batch. Does `return` wait until the loop is over?"),
        ("last_dropped", lambda *case: walk(*case, batches=slice(len(case[3]) // case[5])),
         "The batch at the end, shorter than the others, is left out. How far does the range go?"),
        ("sum_for_mean", twisted(scale=lambda rows: 2), "Is the slope of a batch a sum or a mean over its examples?"),
        ("divided_by_n", lambda *case: walk(*case, scale=lambda rows: 2 / len(case[3])),
         "A batch's slopes are divided by n. Over how many examples is this mean?"),
        ("divided_by_size", lambda *case: walk(*case, scale=lambda rows: 2 / case[5]),
         "The last batch is shorter than the others. Over how many examples is its mean?"),
        ("missing_factor_2", twisted(scale=lambda rows: 1 / len(rows)), "Every step is half as long as it should be."),
        ("whole_data", twisted(whole=True), "Every step uses all the examples. Does a step get its batch alone?"),
        ("sign", twisted(signs=(-1, -1)), "This walks uphill. Which way is down?"),
        ("sign", twisted(signs=(-1, 1)), "`b` walks downhill, `w` uphill. Which way is down?"),
        ("sign", twisted(signs=(1, -1)), "`w` walks downhill, `b` uphill. Which way is down?"),
        ("stale", twisted(stale=True),
         "All gradients are taken at the start. Does each batch see what the batch before it has learned?"),
        ("missing_bias", twisted(signs=(1, 0)), "`w` takes its steps, `b` stays. Has it no slope?"),
        ("never_moves", lambda *case: np.append(*case[:2]), "Nothing moves. Does the loop keep what a step returns?"),
    ], "Right: one step per batch, and the last batch may be shorter.",
        call="one_epoch(w, b, X, y, learning_rate, batch_size)", parts=[f])


def standardize(f):
    """Check f(X): every column with its mean subtracted, divided by its standard deviation."""
    def scaled(X, center=np.mean, scale=np.std, axis=0):
        return (X - center(X, axis=axis, keepdims=True)) / scale(X, axis=axis, keepdims=True)

    def sample_std(X, **along):
        return np.std(X, ddof=1, **along)

    return diagnose(f, [(_TABLE,), (_WIDER,)], lambda X: scaled(X), [
        ("all_columns", lambda X: scaled(X, axis=None),
         "One mean and one standard deviation for the whole table mixes km with minutes. Which axis makes it one per "
         "column?"),
        ("rows", lambda X: scaled(X, axis=1), "This scales every row. Is a column one feature, or one example?"),
        ("not_scaled", lambda X: X - X.mean(axis=0), "The means are 0 now. And the spread?"),
        ("not_centred", lambda X: X / X.std(axis=0), "The standard deviations are 1 now. And the means?"),
        ("divided_first", lambda X: X - X.mean(axis=0) / X.std(axis=0),
         "Python divides before it subtracts. What belongs inside brackets?"),
        ("divided_first", lambda X: X / X.std(axis=0) - X.mean(axis=0),
         "The mean is subtracted after scaling. From what was it measured?"),
        ("variance", lambda X: scaled(X, scale=np.var),
         "This divides by the variance, whose unit is squared. What brings it back to the unit of x?"),
        ("n_or_n_minus_1", lambda X: scaled(X, scale=sample_std),
         "This is the standard deviation with n − 1. NumPy's own default divides by n, as scikit-learn's scaler does."),
        ("range", lambda X: scaled(X, center=np.min, scale=np.ptp),
         "This brings each column between 0 and 1. Are its mean 0 and its standard deviation 1?"),
    ], "Right: every column has mean 0 and standard deviation 1.", call="standardize(X)")


def largest_spread(largest_spread):
    """Check f(weight_errors, rmse): the standard deviation of all inputs at which those errors alone cost that RMSE."""
    cases = [(np.array([-0.6335, -0.161]), 0.02866), (np.array([3.0, -4.0, 12.0]), 2.0)]
    norm = np.linalg.norm
    return diagnose(largest_spread, cases, lambda weight_errors, rmse: rmse / norm(weight_errors), [
        ("variance", lambda e, rmse: rmse**2 / norm(e) ** 2, "This is the variance. What is its root?"),
        ("missing_square", lambda e, rmse: rmse**2 / norm(e), "One of the two is squared. Are both, or neither?"),
        ("missing_square", lambda e, rmse: rmse / norm(e) ** 2, "One of the two is squared. Are both, or neither?"),
        ("upside_down", lambda e, rmse: norm(e) / rmse,
         "This is upside down: the larger the errors of the weights, the *smaller* the spread must be."),
        ("summed_first", lambda e, rmse: rmse / np.abs(e).sum(),
         "This adds the errors up. Independent inputs add up in squares: which comes first?"),
        ("summed_first", lambda e, rmse: rmse / np.abs(e.sum()),
         "This adds the errors up. Independent inputs add up in squares: which comes first?"),
        ("mean_of_squares", lambda e, rmse: rmse / np.sqrt(np.mean(e**2)),
         "This takes the mean over the weights. A prediction adds up what all of them do wrong: sum or mean?"),
        ("one_weight", lambda e, rmse: rmse / np.abs(e).max(),
         "This counts the largest error only. What do the others cost?"),
        ("one_weight", lambda e, rmse: rmse / np.abs(e[0]), "This counts the first error only. And the others?"),
        ("half_width", lambda e, rmse: np.sqrt(3) * rmse / norm(e),
         "This is the half-width of a uniform input. The standard deviation is asked for."),
        ("product", lambda e, rmse: rmse * norm(e), "This multiplies. Solve RMSE² = s² · Σ(error²) for s."),
    ], "Right: any wider, and those weights would cost more than that RMSE.")


def condition_number(f):
    """Check f(X): λmax / λmin of the mean squared error's Hessian, over weights and bias."""
    def of(design):
        eigenvalues = np.linalg.eigvalsh(design.T @ design)
        return eigenvalues[-1] / eigenvalues[0]

    def with_ones(X):
        return np.column_stack([X, np.ones(len(X))])

    return diagnose(f, [(_TABLE,), (_WIDER,)], lambda X: of(with_ones(X)), [
        ("missing_bias", of, "This is right for a model without a bias. What is the bias's own column?"),
        ("not_squared", lambda X: np.sqrt(of(with_ones(X))),
         "This is the root of it: np.linalg.cond of the table. Curvatures are squares of lengths."),
        ("not_squared", lambda X: np.sqrt(of(X)), "This is the root, and without a bias. Curvatures are squares."),
        ("upside_down", lambda X: 1 / of(with_ones(X)), "This is upside down. Is a condition number ever below 1?"),
        ("largest_only", lambda X: 2 / len(X) * np.linalg.eigvalsh(with_ones(X).T @ with_ones(X))[-1],
         "This is the largest curvature. How many times the smallest is it?"),
        ("rows", lambda X: np.linalg.cond(with_ones(X) @ with_ones(X).T),
         "This is n × n. Which order of A and A.T gives one row per parameter?"),
        ("correlations", lambda X: np.linalg.cond(np.corrcoef(X.T)),
         "This comes from the correlations, as if the inputs were standardised already. Are they?"),
    ], "Right: the one number that tells how slow descent will be.", call="condition_number(X)")


def unscale(f):
    """Check f(w, b, mean, std) -> (w, b) for raw inputs, from those for standardised ones."""
    cases = [(np.array([3.0, -1.0]), 20.0, np.array([10.0, 25.0]), np.array([5.0, 8.0])),
             (np.array([0.5, 2.0, 1.0]), -1.0, np.array([1.0, -3.0, 2.0]), np.array([0.5, 4.0, 2.0]))]
    return diagnose(_pair(f), cases, lambda w, b, mean, std: np.append(w / std, b - w / std @ mean), [
        ("bias_unchanged", lambda w, b, mean, std: np.append(w / std, b),
         "`w` is right. `b` is the price of an average ride: what does a ride of 0 km cost?"),
        ("multiplied", lambda w, b, mean, std: np.append(w * std, b - w @ mean),
         "A step of one standard deviation costs w. What does a step of one unit cost?"),
        ("multiplied", lambda w, b, mean, std: np.append(w * std, b - (w * std) @ mean),
         "A step of one standard deviation costs w. What does a step of one unit cost?"),
        ("sign", lambda w, b, mean, std: np.append(w / std, b + w / std @ mean),
         "`w` is right. From the average ride down to 0 km: does the price rise or fall?"),
        ("old_weights", lambda w, b, mean, std: np.append(w / std, b - w @ mean),
         "`w` is right. In `b`, the mean is in raw units: which weights go with them?"),
        ("unchanged", lambda w, b, mean, std: np.append(w, b), "These are still for standardised inputs."),
    ], "Right: the same predictions, from raw inputs.", call="unscale(w, b, mean, std)", parts=[f])
