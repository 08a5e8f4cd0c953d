"""The checks of notebook 03: tables, nudges, batches and scales."""

from dataclasses import replace
from itertools import permutations

import numpy as np

from helpers.attempt import Attempt, MistakeError
from helpers.diagnosis import COLUMN, TABLES, check, diagnose
from helpers.losses import MSE
from helpers.several import diagnose_parts
from helpers.slopes import Point, diagnose_slopes

# fmt: off


_TABLE = np.array([[2.0, 9.0], [5.0, 14.0], [10.0, 25.0]])
_WIDER = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0], [2.0, 1.0, 4.0], [-1.5, 2.0, 1.0], [3.0, 0.5, -2.0]])


@check
def predict_many(predict):
    """Check predict(X, w, b) = X @ w + b."""
    cases = [(_TABLE, np.array([2.0, 0.5]), 3.0), (_WIDER, np.array([1.0, -0.5, 2.0]), -1.0),
             (_WIDER[:1], np.array([0.123456, -1.7, 0.1]), 0.33333)]
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


@check
def gradient_many(gradient):
    """Check gradient(w, b, X, y) -> (dw [d], db), of the mean squared error of ŷ = X @ w + b."""
    # Four features and five examples: neither is the 2 or the 3 of the text, which somebody may have written out.
    X = np.column_stack([_WIDER, [2.0, -1.0, 0.5, 3.0, 1.0]])
    start = Point(np.array([1.0, -0.5, 2.0, 0.5]), np.float64(-1), X, np.arange(1.0, 1 + len(X)))
    two = Point(np.array([2.0, 0.5]), np.float64(3), _TABLE, np.array([1.0, -2.0, 4.0]))
    found = diagnose_slopes(Attempt(gradient, "wbXy"), ("dw", "db"), start, MSE)
    return found and diagnose_slopes(Attempt(gradient, "wbXy"), ("dw", "db"), two, MSE)


@check
def nudge(nudge):
    """Check nudge(f, p, h): the gradient of f at p by central differences."""
    def f(p):
        return p[0] ** 3 + p[0] * p[1] ** 2 + np.exp(p[-1])

    def apart(p, h, right, left, over):
        return np.array([(f(p + right * e) - f(p - left * e)) / over for e in h * np.eye(len(p))])

    def never_cleared(p, h):
        return np.array([(f(p + e) - f(p - e)) / (2 * h) for e in h * np.tri(len(p))])

    def left_there(p, h):
        p, slopes = p.copy(), []
        for i in range(len(p)):
            p[i] += h
            above = f(p)
            p[i] -= 2 * h
            slopes.append((above - f(p)) / (2 * h))
        return slopes

    cases = [(np.array([1.0, -2.0, 0.5]), 0.1), (np.array([0.5, 1.0, 2.0, -1.0]), 0.2), (np.array([3.0, -5.0]), 0.1)]
    forgot = "Each nudge is left where it is. Is `p` put back before the next one?"
    return diagnose(lambda p, h: nudge(f, p, h), cases, lambda p, h: apart(p, h, 1, 1, 2 * h), [
        ("one_sided", lambda p, h: apart(p, h, 1, 0, h),
         "This nudges to one side only. What cancels if the other side is tried as well?"),
        ("one_sided", lambda p, h: apart(p, h, 0, 1, h),
         "This nudges to one side only. What cancels if the other side is tried as well?"),
        ("missing_2", lambda p, h: apart(p, h, 1, 1, h),
         "This is twice the slope. How far apart are the two places at which f is asked?"),
        ("second_place", lambda p, h: apart(p, h, 1, 0, 2 * h),
         "The second place is p itself, not p − h. (`q = p` makes no copy: what is done to q is done to p.)"),
        ("second_place", lambda p, h: np.zeros(len(p)),
         "No rise: f is asked twice at the same place. (`q = p` makes no copy: what is done to q is done to p.)"),
        ("brackets", lambda p, h: np.array([f(p + e) - f(p - e) / (2 * h) for e in h * np.eye(len(p))]),
         "`/` comes before `−`, so only the second f is divided. Which brackets are missing?"),
        ("curvature", lambda p, h: np.array([(f(p + e) - 2 * f(p) + f(p - e)) / h**2 for e in h * np.eye(len(p))]),
         "This is how much the slope changes, the curvature. For the slope two places are enough."),
        ("not_divided", lambda p, h: apart(p, h, 1, 1, 1), "This is the rise. Over how long a run?"),
        ("multiplied", lambda p, h: apart(p, h, 1, 1, 1 / (2 * h)), "A slope is rise divided by run, not times."),
        ("multiplied", lambda p, h: apart(p, h, 1, 1, 2 / h),
         "This divides by 2 and multiplies by h, as `/ 2 * h` does. What belongs inside brackets?"),
        ("all_at_once", lambda p, h: (f(p + h) - f(p - h)) / (2 * h),
         "This nudges all parameters at once. How much of the rise does each of them owe?"),
        ("all_at_once", lambda p, h: np.full(len(p), (f(p + h) - f(p - h)) / (2 * h)),
         "This nudges all parameters at once. How much of the rise does each of them owe?"),
        ("first_only", lambda p, h: apart(p, h, 1, 1, 2 * h)[0],
         "This is right for the first parameter. Does `return` wait until the loop is over?"),
        ("first_only", lambda p, h: apart(p, h, 1, 1, 2 * h) * (np.arange(len(p)) == 0),
         "This is right for the first parameter, and 0 for the others. Does `return` wait until the loop is over?"),
        ("in_place", left_there, forgot),
        ("never_cleared", never_cleared,
         "One parameter is still nudged when the next one is. Does `e` start from zeros again for each?"),
    ], "Right: every parameter is nudged by itself, both ways.", call="nudge(f, p, h)", parts=[nudge])


@check
def printed_loss(f):
    """Check f(w, b, x, y) = mean((w ∗ x + b − y)²), elementwise: what the anonymous notebook prints."""
    x = np.arange(1.0, 6.0)
    cases = [(np.array([4.2, 3.6, 1.5, 0.7, 0.1]), 0.0, x, 25.0), (np.array([1.0, -2.0, 0.5, 3.0, 2.0]), 4.0, x, 10.0),
             (np.array([0.5, -1.0, 2.0]), 1.0, -x[:3], 7.0), (np.array([0.517, 0.243]), 0.02, x[:2], 0.55)]
    return diagnose(f, cases, lambda w, b, x, y: np.mean((w * x + b - y) ** 2), [
        ("followed_loss", lambda w, b, x, y: (x @ w + b - y) ** 2,
         "This is the loss whose gradient is followed, and it does fall. What is printed is another function: "
         "which sum might be missing in it?"),
        ("sum_for_mean", lambda w, b, x, y: np.sum((w * x + b - y) ** 2),
         "Very close: 5 times what is printed, with 5 features. Five numbers, and one is wanted."),
        ("missing_bias", lambda w, b, x, y: np.mean((w * x - y) ** 2),
         "This is right at the start, where b = 0. What if b is not 0?"),
        ("not_averaged", lambda w, b, x, y: (w * x + b - y) ** 2,
         "You are on the track: five numbers, one per feature. How did one number come of them?"),
        ("not_squared", lambda w, b, x, y: np.mean(np.abs(w * x + b - y)),
         "Very close: five distances without their signs. Where is the square?"),
        ("difference_of_squares", lambda w, b, x, y: np.mean((w * x + b) ** 2 - y**2),
         "This is a difference of squares. What if the difference comes first, and then the square?"),
        ("divided_sum", lambda w, b, x, y: (x @ w + b - y) ** 2 / len(x),
         "This falls to 0 as well, as its error is that of the prediction. Which sum might be missing?"),
        ("mean_of_parts", lambda w, b, x, y: (np.mean(w * x) + b - y) ** 2,
         "This averages before it squares. What if each error is first squared?"),
    ], "Right: case solved. Each single part w·x is compared with the whole of y.", call="printed_loss(w, b, x, y)")


@check
def landing(f):
    """Check f(start, A, y) = start + pinv(A) @ (y − A @ start): where descent from `start` ends."""
    A = np.column_stack([np.arange(1.0, 6.0) + np.arange(3.0)[:, None], np.ones(3)])
    cases = [(np.array([1.0, 0, 0, 0, 2.0, -1.0]), A, np.array([25.0, 30.0, 35.0])),
             (np.array([3.0, -1.0, 2.0]), np.array([[1.0, 2.0, 1.0], [0.0, 1.0, 1.0]]), np.array([2.0, 4.0])),
             (np.array([3.0, -1.0, 2.0]), np.array([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0]]), np.array([2.0, 4.0])),
             (np.array([1.0, 2.0]), np.array([[0.03, 0.01]]), np.array([0.5]))]  # so flat that no loop arrives
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
        ("single_step", lambda start, A, y: start + A.T @ (y - A @ start),
         "This takes one step downhill. `A.T` says in which direction; what says how far, so that it fits exactly?"),
        ("single_step", lambda start, A, y: start + A.T @ (y - A @ start) / len(y),
         "This takes one step downhill. `A.T` says in which direction; what says how far, so that it fits exactly?"),
        ("single_step", lambda start, A, y: start + 2 * A.T @ (y - A @ start) / len(y),
         "This takes one step downhill. `A.T` says in which direction; what says how far, so that it fits exactly?"),
        ("stays", lambda start, A, y: start, "This is the start itself. How far from it is the nearest exact fit?"),
    ], "Right: of all exact fits, descent lands at the one nearest to its start.", call="landing(start, A, y)")


@check
def one_epoch(f):
    """Check f(w, b, X, y, learning_rate, batch_size) -> (w, b) after a step for each batch, in the order given."""
    def walk(w, b, X, y, rate, size, scale=lambda rows: 2 / len(rows), stale=False, batches=slice(None), whole=False,
             signs=(1, 1), apart=None, late_bias=False, order=None, error=np.subtract, keep=1):
        order = np.arange(len(y)) if order is None else np.array([i for i in order if i < len(y)])
        start = np.append(w, b)
        p, design = start, np.column_stack([X, np.ones(len(y))])
        for first in range(0, len(y), apart or size)[batches]:
            rows = order if whole else order[first : first + size]
            errors = error(design[rows] @ (start if stale else p), y[rows])
            moved = keep * p - rate * scale(rows) * design[rows].T @ errors * np.repeat(signs, [len(w), 1])
            if late_bias:
                errors = design[rows] @ np.append(moved[:-1], p[-1]) - y[rows]
                moved[-1] = p[-1] - rate * scale(rows) * errors.sum()
            p = moved
        return {"w": p[:-1], "b": p[-1]}

    def twisted(**twist):
        return lambda *case: walk(*case, **twist)

    y = np.array([1.0, 4.0, -2.0, 3.0, 5.0])
    cases = [(np.array([1.0, 0.0, -1.0]), 0.5, _WIDER, y, 0.02, 2), (np.zeros(3), 0.0, _WIDER, y, 0.05, 5),
             (np.array([2.0, 0.5]), 3.0, _TABLE, np.array([12.0, 18.0, 36.0]), 0.001, 2)]
    found = diagnose_parts(f, cases, lambda w, b, X, y, learning_rate, batch_size: walk(
        w, b, X, y, learning_rate, batch_size), [
        ("all_at_once", lambda *case: walk(*case[:-1], len(case[3])),
         "this takes one step with all examples. How many batches are there, and does each one take its own step?"),
        ("one_by_one", lambda *case: walk(*case[:-1], 1),
         "this takes a step after every example. How many of them make a batch?"),
        ("first_batch", twisted(batches=slice(1)),
         "this stops after the first batch. Does `return` wait until the loop is over?"),
        ("last_dropped", lambda *case: walk(*case, batches=slice(len(case[3]) // case[5])),
         "the batch at the end, shorter than the others, is left out. How far does the range go?"),
        ("sum_for_mean", twisted(scale=lambda rows: 2), "is the slope of a batch a sum or a mean over its examples?"),
        ("divided_by_n", lambda *case: walk(*case, scale=lambda rows: 2 / len(case[3])),
         "a batch's slopes are divided by n. Over how many examples is this mean?"),
        ("divided_by_size", lambda *case: walk(*case, scale=lambda rows: 2 / case[5]),
         "the last batch is shorter than the others. Over how many examples is its mean?"),
        ("missing_factor_2", twisted(scale=lambda rows: 1 / len(rows)),
         "every step is half as long as it should be. If you call your `gradient`: has it its 2?"),
        ("whole_data", twisted(whole=True), "every step uses all the examples. Does a step get its batch alone?"),
        ("sign", twisted(signs=(-1, -1)), "this walks uphill. Which way is down?"),
        ("sign", twisted(signs=(-1, 1)), "`b` walks downhill, `w` uphill. Which way is down?"),
        ("sign", twisted(signs=(1, -1)), "`w` walks downhill, `b` uphill. Which way is down?"),
        ("stale", twisted(stale=True),
         "all gradients are taken at the start. Does each batch see what the batch before it has learned?"),
        ("late_bias", twisted(late_bias=True),
         "`b` answers to a `w` that has already moved. Are both slopes taken before either changes?"),
        ("overlapping", twisted(apart=1),
         "a batch begins at every single example, and the batches overlap. By how much does the range go on?"),
        ("range", lambda *case: walk(*case, apart=1, batches=slice(case[5])),
         "the batches overlap, and the last examples are never reached. Where does the range end, and how far is it "
         "from one batch to the next?"),
        ("missing_bias", twisted(signs=(1, 0)), "`w` takes its steps, `b` stays. Has it no slope?"),
        *(("column", twisted(error=error), COLUMN) for error in TABLES),
        ("reset", twisted(batches=slice(-1, None)),
         "this is the step of the last batch alone. Does each turn begin where the one before it ended?"),
        ("slopes", lambda w, b, X, y, _, size: walk(w, b, X, y, -1, size, keep=0),
         "these are the slopes themselves. Where is the step, from the old value against the slope?"),
        *(("slopes", lambda w, b, X, y, rate, size, sign=sign: walk(w, b, X, y, sign * rate, size, keep=0),
           "this is the step alone. From where is it taken?") for sign in (1, -1)),
        ("never_moves", lambda w, b, *_: {"w": w, "b": b}, "nothing moves. Does the loop keep what a step returns?"),
        *(("shuffled", twisted(order=order), "the order of the examples was mixed. The check wants the order given.")
          for order in permutations(range(5))),
    ], "Right: one step per batch, and the last batch may be shorter.",
        call="one_epoch(w, b, X, y, learning_rate, batch_size)")
    hint = " If you call your `gradient`: what does its own check, in Exercise 2, say?"
    is_open = found.misconception in ("unknown", "right_for_some")
    return replace(found, message=found.message + hint) if is_open else found


@check
def standardize(f):
    """Check f(X): every column with its mean subtracted, divided by its standard deviation."""
    def scaled(X, center=np.mean, scale=np.std, axis=0):
        return (X - center(X, axis=axis, keepdims=True)) / scale(X, axis=axis, keepdims=True)

    def sample_std(X, **along):
        return np.std(X, ddof=1, **along)

    outlier = np.column_stack([np.append(np.arange(11.0) % 3, 40.0), np.arange(12.0)])
    return diagnose(f, [(_TABLE,), (_WIDER,), (outlier,)], lambda X: scaled(X), [
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
        ("absolute", lambda X: (X - X.mean(axis=0)) / np.abs(X - X.mean(axis=0)).mean(axis=0),
         "This divides by the mean distance from the mean, without signs. The standard deviation squares them first."),
        ("raw_size", lambda X: (X - X.mean(axis=0)) / np.sqrt(np.mean(X**2, axis=0)),
         "This divides by the root of the mean square of the column as it came. From where is a deviation measured?"),
        ("length", lambda X: scaled(X) / np.sqrt(len(X)),
         "This divides by the length of the column, the root of the *sum* of the squares. Of what is the deviation the "
         "root?"),
        ("range", lambda X: scaled(X, center=np.min, scale=np.ptp),
         "This brings each column between 0 and 1. Are its mean 0 and its standard deviation 1?"),
    ], "Right: every column has mean 0 and standard deviation 1.", call="standardize(X)")


@check
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


@check
def condition_number(f):
    """Check f(X): λmax / λmin of the mean squared error's Hessian, over weights and bias."""
    def of(design):
        eigenvalues = np.linalg.eigvalsh(design.T @ design)
        return eigenvalues[-1] / eigenvalues[0]

    def with_ones(X):
        return np.column_stack([X, np.ones(len(X))])

    def of_few(X):
        value = f(X)
        if isinstance(value, float) and abs(value) > 1e9:
            raise MistakeError("rows", "One of these eigenvalues is 0, but for rounding: A @ A.T has one per example. "
                                       "Which order of A and A.T gives one per parameter?")
        return value

    return diagnose(of_few, [(_TABLE,), (_WIDER,)], lambda X: of(with_ones(X)), [
        ("missing_bias", of, "This is right for a model without a bias. What is the bias's own column?"),
        ("not_squared", lambda X: np.sqrt(of(with_ones(X))),
         "This is the root of it: what np.linalg.cond gives for the columns and the ones. Curvatures are squares."),
        ("not_squared", lambda X: np.sqrt(of(X)), "This is the root, and without a bias. Curvatures are squares."),
        ("diagonal", lambda X: np.divide(*np.sort((with_ones(X) ** 2).sum(axis=0))[[-1, 0]]),
         "These are the curvatures along the parameters, the diagonal. The valley's own axes lie between them."),
        ("spreads", lambda X: X.var(axis=0).max() / X.var(axis=0).min(),
         "This compares the columns' variances. The columns also go together, and there is a bias."),
        ("row_of_ones", lambda X: of(np.vstack([X, np.ones(X.shape[1])])),
         "The ones stand in a row, as one more example. The bias is one more *column*."),
        ("not_sorted", lambda X: np.divide(*np.linalg.eig(with_ones(X).T @ with_ones(X))[0][[0, -1]]),
         "`eig` and `eigvals` don't sort. Is the first the largest, and the last the smallest?"),
        ("upside_down", lambda X: 1 / of(with_ones(X)), "This is upside down. Is a condition number ever below 1?"),
        ("largest_only", lambda X: 2 / len(X) * np.linalg.eigvalsh(with_ones(X).T @ with_ones(X))[-1],
         "This is the largest curvature. How many times the smallest is it?"),
        ("correlations", lambda X: np.linalg.cond(np.corrcoef(X.T)),
         "This comes from the correlations, as if the inputs were standardised already. Are they?"),
    ], "Right: it bounds how slowly the distance shrinks.", call="condition_number(X)", parts=[f])


@check
def unscale(f):
    """Check f(w, b, mean, std) -> (w, b) for raw inputs, from those for standardised ones."""
    cases = [(np.array([3.0, -1.0]), 20.0, np.array([10.0, 25.0]), np.array([5.0, 8.0])),
             (np.array([0.5, 2.0, 1.0]), -1.0, np.array([1.0, -3.0, 2.0]), np.array([0.5, 4.0, 2.0]))]

    def unscaled(weights, bias):
        return lambda w, b, mean, std: {"w": weights(w, std), "b": bias(w, b, mean, std)}

    def right_bias(w, b, mean, std):
        return b - w / std @ mean

    return diagnose_parts(f, cases, lambda w, b, mean, std: unscaled(np.divide, right_bias)(w, b, mean, std), [
        ("bias_unchanged", unscaled(np.divide, lambda w, b, mean, std: b),
         "this is the price of an average ride. What does a ride of 0 km cost?"),
        ("sign", unscaled(np.divide, lambda w, b, mean, std: b + w / std @ mean),
         "from the average ride down to 0 km: does the price rise or fall?"),
        ("old_weights", unscaled(np.divide, lambda w, b, mean, std: b - w @ mean),
         "here the mean is in raw units. Which weights go with them?"),
        *(("multiplied", unscaled(np.multiply, bias),
           "a step of one standard deviation costs w. What does a step of one unit cost?")
          for bias in (lambda w, b, mean, std: b - w @ mean, lambda w, b, mean, std: b - (w * std) @ mean)),
        ("unchanged", unscaled(lambda w, std: w, lambda w, b, mean, std: b),
         "these are still for standardised inputs."),
    ], "Right: the same predictions, from raw inputs.", call="unscale(w, b, mean, std)")
