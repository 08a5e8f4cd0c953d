"""The checks of notebook 04: baselines, scales, races and splits."""

from dataclasses import replace

import numpy as np

from helpers.attempt import MistakeError, kind, numbers, show
from helpers.diagnosis import COLUMN, TABLES, check, diagnose
from helpers.several import diagnose_parts

# fmt: off


_PATIENTS = np.array([[59.0, 32.1, 101.0], [48, 21.6, 87], [72, 30.5, 93], [24, 25.3, 84], [50, 23, 90.5]])
_OTHERS = np.array([[23.0, 22.6, 70.0], [66.0, 26.2, 114.0]])
_SMALL = np.array([[1.0, -2.0], [0.0, 3.0], [2.0, 1.0], [-1.5, 2.0]])


@check
def baseline_r_squared(f):
    """Check f(y_train, y_test): R² on the test targets of predicting the mean of the training targets."""
    cases = [(np.array([1.0, 2.0, 6.0]), np.array([2.0, 5.0, 6.0, 4.0])),
             (np.array([10.0, 14.0]), np.array([9.0, 13.0])),
             (np.array([1.5, 2.25, 7.1]), np.array([2.0, -5.5, 6.0, 4.0, 3.3]))]

    def unexplained(y, guess):
        return np.sum((y - guess) ** 2) / np.sum((y - y.mean()) ** 2)

    return diagnose(f, cases, lambda y_train, y_test: 1 - unexplained(y_test, y_train.mean()), [
        ("same_mean", lambda y_train, y_test: 0.0,
         "This is 0 whatever the targets are, as if the same sum stood above and below. Above belongs the mean that a "
         "guess can know before the test, below the mean of the test targets. Whose mean stands where?"),
        ("missing_one", lambda y_train, y_test: unexplained(y_test, y_train.mean()),
         "This is the share that is left unexplained. What is the share that is explained?"),
        ("sign", lambda y_train, y_test: unexplained(y_test, y_train.mean()) - 1,
         "This has the wrong sign. Which share is taken from 1?"),
        ("upside_down", lambda y_train, y_test: 1 - 1 / unexplained(y_test, y_train.mean()),
         "This is upside down: the errors of the model belong above, those of the mean below."),
        ("measured_on_training", lambda y_train, y_test: 1 - unexplained(y_train, y_test.mean()),
         "The two have changed places. Which part does the model learn from, and which is it tested on?"),
        ("training_baseline", lambda y_train, y_test: 1 - np.mean((y_test - y_train.mean()) ** 2) / np.var(y_train),
         "The errors are compared with the variance of the training targets. R² on the test data asks for theirs."),
        ("training_baseline", lambda y_train, y_test: 1 - np.sum((y_test - y_train.mean()) ** 2)
         / np.sum((y_train - y_train.mean()) ** 2),
         "The errors are compared with the spread of the training targets. R² on the test data asks for theirs."),
        ("root", lambda y_train, y_test: 1 - np.sqrt(unexplained(y_test, y_train.mean())),
         "This compares the roots, RMSE with standard deviation. What is squared in R² stays squared."),
        ("not_squared", lambda y_train, y_test: 1 - np.abs(y_test - y_train.mean()).sum()
         / np.abs(y_test - y_test.mean()).sum(), "These are absolute errors. What is the square in R²?"),
    ], "Right: a guess that knows nothing of the patient, and less than nothing of the test set.",
        call="baseline_r_squared(y_train, y_test)")


@check
def unit_length(f):
    """Check f(X): every column with its mean subtracted, divided by its length."""
    def scaled(X, size, axis=0):
        centred = X - X.mean(axis=axis, keepdims=True)
        return centred / size(centred, axis)

    def length(centred, axis):
        return np.sqrt((centred**2).sum(axis=axis, keepdims=True))

    def of_raw(X, _=0):
        return np.linalg.norm(X, axis=0)

    return diagnose(f, [(_PATIENTS,), (_SMALL,)], lambda X: scaled(X, length), [
        ("standardised", lambda X: scaled(X, lambda c, axis: c.std(axis=axis, keepdims=True)),
         "This divides by the standard deviation: the columns have standard deviation 1 now. What is their length?"),
        ("not_centred", lambda X: X / of_raw(X), "The lengths are 1. And the means?"),
        ("raw_length", lambda X: (X - X.mean(axis=0)) / of_raw(X),
         "The length taken is that of the raw column, so it is no longer 1. Of which column must the length be 1?"),
        *(("one_mean", lambda X, axis=axis: (X - X.mean()) / np.linalg.norm(X - X.mean(), axis=axis),
           "One mean for the whole table was subtracted. Which `axis` gives one per column?") for axis in (0, None)),
        ("one_mean", lambda X: (X - X.mean()) / of_raw(X),
         "One mean for the whole table was subtracted. Which `axis` gives one per column?"),
        ("not_scaled", lambda X: X - X.mean(axis=0), "The means are 0 now. And the lengths?"),
        ("missing_root", lambda X: scaled(X, lambda c, axis: (c**2).sum(axis=axis, keepdims=True)),
         "This divides by the sum of the squares, which is the length squared."),
        ("not_squared", lambda X: scaled(X, lambda c, axis: np.abs(c).sum(axis=axis, keepdims=True)),
         "This divides by the sum of the absolute values. By Pythagoras, what is the length?"),
        ("all_columns", lambda X: scaled(X, lambda c, axis: np.linalg.norm(c)),
         "One length for the whole table. Which `axis` gives one per column?"),
        ("rows", lambda X: scaled(X, length, axis=1), "This scales every patient. A column is one feature."),
    ], "Right: every column has mean 0 and length 1.", call="unit_length(X)")


@check
def descend_many(f):
    """Check f(X, y, learning_rate, epochs) -> (w, b, losses): full-batch descent on the MSE from zero."""
    def walk(X, y, rate, epochs, scale=2.0, mean=True, moves=(1, 1), loss=np.mean, late=None, extra=0,
             error=np.subtract, reset=False, start=0.0, pooled=0):
        """`late`: which of "w" and "b" steps second, with the other's step in its errors; `extra`: steps too many;
        `pooled`: dw is one number, this times the mean of the slopes."""
        A, count = np.column_stack([X, np.ones(len(y))]), len(y) if mean else 1
        is_bias = np.arange(A.shape[1]) == X.shape[1]
        turns = {None: [1], "b": [~is_bias, is_bias], "w": [is_bias, ~is_bias]}[late]
        p, losses = np.full(A.shape[1], start), []
        for turn in range(epochs + 1 + extra):
            p = 0 * p if reset and turn < epochs else p
            errors = A @ p - y if error is np.subtract else np.subtract.outer(A @ p, y)
            losses.append(loss(errors**2))
            before = p
            for moved in turns:
                slopes = scale * A.T @ error(A @ p, y) / count
                slopes = np.where(is_bias, slopes, pooled * slopes[:-1].mean()) if pooled else slopes
                p = p - rate * slopes * np.where(is_bias, moves[1], moves[0]) * moved
        return {"w": before[:-1], "b": before[-1], "losses": np.array(losses)}

    def twisted(**twist):
        return lambda X, y, learning_rate, epochs: walk(X, y, learning_rate, epochs, **twist)

    def only_losses(part):
        return lambda *case: {"w": None, "b": None, "losses": part(walk(*case, extra=1)["losses"])}

    cases = [(_PATIENTS[:, :2] / 50, np.array([1.0, 4.0, -2.0, 3.0, 2.0]), 0.02, 3),
             (_OTHERS / 100, np.array([5.0, 2.0]), 0.1, 5)]
    return diagnose_parts(f, cases, lambda X, y, learning_rate, epochs: walk(X, y, learning_rate, epochs), [
        ("sign", twisted(scale=-2.0), "the loss rises: this walks uphill. Which way is down?"),
        ("missing_factor_2", twisted(scale=1.0), "every step is half as long as it should be. Where did the 2 go?"),
        ("sum_for_mean", twisted(mean=False), "every step is n times too long. The loss is a mean: is the slope?"),
        ("missing_bias", twisted(moves=(1, 0)), "`w` takes its steps, `b` stays at 0. Has it no slope?"),
        ("missing_bias", twisted(moves=(0, 1)), "`b` takes its steps, `w` stays at 0. Has it no slope?"),
        *((code, twisted(moves=moves), f"the steps of `{one}` are right; those of `{other}` {what}")
          for code, factor, what in (
              ("missing_factor_2", 0.5, "are half as long as they should be. Where did its 2 go?"),
              ("sign", -1, "lead uphill. Which way is down?"))
          for one, other, moves in (("b", "w", (factor, 1)), ("w", "b", (1, factor)))),
        *(("sum_for_mean", lambda X, y, learning_rate, epochs, w=w, b=b: walk(
            X, y, learning_rate, epochs, moves=(len(y) ** w, len(y) ** b)),
           f"the steps of `{other}` are n times too long. The loss is a mean: is its slope?")
          for other, w, b in (("w", 1, 0), ("b", 0, 1))),
        ("columns_for_rows", lambda X, y, learning_rate, epochs: walk(
            X, y, learning_rate, epochs, moves=(len(y) / X.shape[1], 1)),
         "the steps of `b` are right; those of `w` are divided by the number of columns. Over whom does the mean go?"),
        *(("one_slope", lambda X, y, learning_rate, epochs, n=n, d=d: walk(
            X, y, learning_rate, epochs, pooled=len(y) ** n * X.shape[1] ** d),
           "all weights move alike: `dw` is one number. Wanted is one per column: a mean over the patients alone.")
          for n in (0, 1) for d in (0, 1)),
        *(("one_after_the_other", twisted(late=late),
           f"`{late}` takes its step with errors that were computed anew, after the step of `{one}`. Both slopes "
           "belong to one and the same point: compute the errors once per epoch.") for one, late in ("wb", "bw")),
        ("one_step_too_many", twisted(extra=1),
         "one step too many. `epochs` steps have `epochs + 1` losses: the last one is computed after the last step."),
        ("wrong_shape", only_losses(lambda losses: losses[:-2]),
         "the last one is missing, that after the last step. One before any step, and one after each."),
        ("wrong_shape", only_losses(lambda losses: losses[1:-1]),
         "the first one is missing, that before any step. One before any step, and one after each."),
        ("sum_of_squares", twisted(loss=np.sum), "these are sums: n times the mean."),
        ("half_loss", twisted(loss=lambda squares: squares.mean() / 2), "these are half of the mean."),
        *(("column", twisted(error=error), COLUMN) for error in TABLES),
        ("reset", twisted(reset=True),
         "every epoch starts from zero again. Do `w` and `b` get their zeros before the loop, once?"),
        ("start", twisted(start=1.0), "the walk starts at 1. Where does it start, as long as nothing is known?"),
        ("never_moves", twisted(scale=0.0), "nothing moves. Does the loop keep what a step returns?"),
    ], "Right: it descends from zero, and keeps the loss before every step and after the last.",
        call="descend(X, y, learning_rate, epochs)")


@check
def starting_bias(f):
    """Check f(first_loss, y) -> the two biases b at which, with w = 0, the MSE is first_loss; the smaller one first."""
    def both(first_loss, y, middle=np.mean, spread=np.var, root=np.sqrt):
        away = root(first_loss - spread(y))
        return np.array([middle(y) - away, middle(y) + away])

    cases = [(7.5, np.array([1.0, 2.0, 3.0, 6.0])), (100.0, np.array([20.0, 8.0, 14.0])),
             (30.0, np.array([-4.0, 1.0, -2.5]))]
    wants = "The loss is var(y) + (b − mean(y))²: "
    return diagnose(f, cases, lambda first_loss, y: tuple(both(first_loss, y)), [
        ("larger_first", lambda loss, y: both(loss, y)[::-1], "Right, but the smaller one is wanted first."),
        ("one_of_two", lambda loss, y: both(loss, y)[1], "This is one of them. Which other b is as far from the mean?"),
        ("one_of_two", lambda loss, y: both(loss, y)[0], "This is one of them. Which other b is as far from the mean?"),
        ("only_distance", lambda loss, y: np.sqrt(loss - np.var(y)),
         "This is how far b is from the mean of y. Where is it, then?"),
        ("only_distance", lambda loss, y: both(loss, y, middle=lambda y: 0),
         "This is how far b is from the mean of y, on either side. Where is it, then?"),
        ("negative_root", lambda loss, y: np.full(2, np.nan),
         f"{wants}the number under your root is negative. What has to be subtracted from what?"),
        ("missing_spread", lambda loss, y: both(loss, y, spread=lambda y: 0),
         f"{wants}what of it is there even at the best b?"),
        ("missing_root", lambda loss, y: both(loss, y, root=lambda square: square),
         f"{wants}the square is undone by what?"),
        ("n_or_n_minus_1", lambda loss, y: both(loss, y, spread=lambda y: np.var(y, ddof=1)),
         "This takes the variance with n − 1. The loss is a mean over n."),
        ("roots_apart", lambda loss, y: y.mean() + np.array([-1, 1]) * (np.sqrt(loss) - np.std(y)),
         f"{wants}the root of a difference is not the difference of the roots. Which comes first?"),
        ("standard_deviation", lambda loss, y: both(loss, y, spread=np.std),
         f"{wants}this takes the standard deviation instead of its square."),
    ], "Right: two biases, equally far from the mean of y, one on each side.", call="starting_bias(first_loss, y)")


@check
def sum_of_races(f):
    """Check f(epochs, eigenvalues, distances, floor, learning_rate): floor + ½ Σ λ ((1 − ηλ)ᵏ d)²."""
    def loss(k, curvature, distance, floor, rate, half=0.5, per_epoch=2, sign=-1):
        return floor + half * np.sum(curvature * distance**2 * (1 + sign * rate * curvature) ** (per_epoch * k))

    cases = [(3, np.array([0.1, 1.0, 4.0]), np.array([5.0, -2.0, 1.0]), 10.0, 0.2),
             (1, np.array([0.5, 2.0]), np.array([3.0, 4.0]), 1.0, 0.6)]
    return diagnose(f, cases, lambda epochs, eigenvalues, distances, floor, learning_rate: loss(
        epochs, eigenvalues, distances, floor, learning_rate), [
        ("missing_floor", lambda k, c, d, floor, rate: loss(k, c, d, 0, rate),
         "This is what the races add. On what does it stand?"),
        ("missing_half", lambda *case: loss(*case, half=1), "The races add twice what they should. Where is the ½?"),
        ("shrinks_once", lambda *case: loss(*case, per_epoch=1),
         "The distance shrinks by (1 − ηλ)ᵏ. The loss goes with the square of the distance: what does it shrink by?"),
        ("one_epoch", lambda k, *case: loss(1, *case), "This is the loss after one epoch. Where is k?"),
        ("start", lambda k, *case: loss(0, *case), "This is the loss before any epoch. What shrinks?"),
        ("missing_curvature", lambda k, c, d, floor, rate: floor + 0.5 * np.sum((d * (1 - rate * c) ** k) ** 2),
         "All directions count alike here. The steeper one is, the more the same distance costs."),
        ("not_squared", lambda k, c, d, floor, rate: floor + 0.5 * np.sum(c * d * (1 - rate * c) ** k),
         "A bowl rises with the square of the distance, on both sides. Where is the square?"),
        ("not_squared", lambda k, c, d, floor, rate: floor + 0.5 * np.sum(c * d * (1 - rate * c) ** (2 * k)),
         "The factor is squared, the distance d itself isn't. What is squared in ½ λ d²?"),
        ("half_of_all", lambda *case: loss(*case) - case[3] / 2,
         "The floor is halved as well. To what does the ½ belong?"),
        ("curvature_squared", lambda k, c, d, floor, rate: floor + 0.5 * np.sum((c * d * (1 - rate * c) ** k) ** 2),
         "λ is squared along with the distance. What is squared in ½ λ d²?"),
        ("not_summed", lambda k, c, d, floor, rate: floor + 0.5 * c * (d * (1 - rate * c) ** k) ** 2,
         "This is one loss per direction. The floor counts once, and the races are added up."),
        ("exponential", lambda k, c, d, floor, rate: floor + 0.5 * np.sum(c * (d * np.exp(-rate * c * k)) ** 2),
         "This shrinks by e to the −ηλk, which is nearly the same only while ηλ is small. By what does a single step "
         "multiply a distance?"),
        ("sign", lambda *case: loss(*case, sign=1), "The distances grow here: 1 + ηλ. What is a step multiplied by?"),
        ("squared_sum", lambda k, c, d, floor, rate: floor + 0.5 * np.sum(np.sqrt(c) * d * (1 - rate * c) ** k) ** 2,
         "This adds up first and squares then. Each race has its own square."),
    ], "Right: the loss after any number of epochs, without a single step.",
        call="sum_of_races(epochs, eigenvalues, distances, floor, learning_rate)")


@check
def paired(f):
    """Check f(scores_a, scores_b) -> mean and standard deviation of b − a, split by split."""
    cases = [(np.array([0.40, 0.45, 0.30, 0.52]), np.array([0.44, 0.47, 0.38, 0.53])),
             (np.array([0.1, 0.5, 0.3]), np.array([0.0, 0.6, 0.1])),
             (np.array([0.5, 0.2, 0.4, 0.1, 0.3]), np.array([0.3, 0.65, 0.45, 0.2, 0.7]))]

    def of(a, b, spread):
        return np.array([np.mean(b - a), spread(a, b)])

    return diagnose(f, cases, lambda scores_a, scores_b: tuple(
        of(scores_a, scores_b, lambda a, b: np.std(b - a))), [
        ("sign", lambda a, b: of(a, b, lambda a, b: np.std(b - a)) * [-1, 1], "This is a − b: how much better is b?"),
        ("difference_of_spreads", lambda a, b: of(a, b, lambda a, b: b.std() - a.std()),
         "The mean is right. Two spreads do not say how the difference spreads: subtract split by split first."),
        ("not_paired", lambda a, b: of(a, b, lambda a, b: np.sqrt(a.var() + b.var())),
         "The mean is right. This spread is that of two unrelated scores. Theirs come from the same splits."),
        *(("one_spread", lambda a, b, i=i: of(a, b, lambda *ab: np.std(ab[i])),
           f"The mean is right. This is how much the scores of {'ab'[i]} vary. How much does the *difference* vary?")
          for i in (0, 1)),
        ("sum_of_spreads", lambda a, b: of(a, b, lambda a, b: a.std() + b.std()),
         "The mean is right. The two spreads are added, as if a were bad whenever b is good. On the same splits they "
         "rise and fall together: subtract split by split first."),
        ("variance", lambda a, b: of(a, b, lambda a, b: np.var(b - a)), "The mean is right. The variance's root?"),
        ("around_zero", lambda a, b: of(a, b, lambda a, b: np.sqrt(np.mean((b - a) ** 2))),
         "The mean is right. The second is how far the differences are from 0. A deviation is measured from their "
         "mean."),
        ("absolute_deviation", lambda a, b: of(a, b, lambda a, b: np.mean(np.abs(b - a - np.mean(b - a)))),
         "The mean is right. These are the distances from it without their signs. Where is the square?"),
        ("n_or_n_minus_1", lambda a, b: of(a, b, lambda a, b: np.std(b - a, ddof=1)),
         "This is the standard deviation with n − 1. Wanted is NumPy's own default, which divides by n."),
        ("standard_error", lambda a, b: of(a, b, lambda a, b: np.std(b - a) / np.sqrt(len(a))),
         "This divides by √n, as if the splits had nothing to do with each other. They share their patients."),
        ("order", lambda a, b: of(a, b, lambda a, b: np.std(b - a))[::-1],
         "The right numbers, but the mean is wanted first, then the standard deviation."),
        ("absolute", lambda a, b: np.array([np.mean(np.abs(b - a)), np.std(np.abs(b - a))]),
         "This drops the signs. A split on which b is worse must count against it."),
        ("mean_only", lambda a, b: np.mean(b - a), "This is the mean difference. How much does it vary?"),
    ], "Right: how much better b is than a on the same split, and how much that varies.",
        call="paired(scores_a, scores_b)")


@check
def scale_both(f):
    """Check f(X_train, X_test): both standardised with the statistics of the training part."""
    def scaled(X_train, X_test, mean, std, of_test=None):
        of_test = of_test or (mean, std)
        return {"X_train": (X_train - mean) / std, "X_test": (X_test - of_test[0]) / of_test[1]}

    def by(X):
        return X.mean(axis=0), X.std(axis=0)

    def swapped(X_train, X_test):
        both = scaled(X_train, X_test, *by(X_train))
        return {"X_train": both["X_test"], "X_test": both["X_train"]}

    cases = [(_PATIENTS, _OTHERS), (_SMALL, _SMALL[1:] + 3)]
    return diagnose_parts(f, cases, lambda X_train, X_test: scaled(X_train, X_test, *by(X_train)), [
        ("own_statistics", lambda a, b: scaled(a, b, *by(a), by(b)),
         "this is scaled with its own mean and deviation. A patient who comes alone has none: whose then?"),
        ("own_deviation", lambda a, b: scaled(a, b, *by(a), (by(a)[0], by(b)[1])),
         "the mean is that of the training part, but the deviation is the test part's own. Whose should it be?"),
        ("own_mean", lambda a, b: scaled(a, b, *by(a), (by(b)[0], by(a)[1])),
         "the deviation is that of the training part, but the mean is the test part's own. Whose should it be?"),
        ("all_patients", lambda a, b: scaled(a, b, *by(np.vstack([a, b]))),
         "the statistics are those of all patients, so the test part had a say in how you train: a leak."),
        ("test_statistics", lambda a, b: scaled(a, b, *by(b)),
         "the statistics are those of the test part. Which part may you learn from?"),
        *(("one_mean", lambda a, b, axis=axis: scaled(a, b, a.mean(), a.std(axis=axis)),
           "one mean for the whole table was subtracted. Which `axis` gives one per column?") for axis in (0, None)),
        ("test_untouched", lambda a, b: scaled(a, b, *by(a), (0, 1)),
         "this is still raw. The weights were learned in other units. (Or is the training part overwritten by its "
         "scaled one, before its mean and deviation are taken?)"),
        ("test_untouched", lambda a, b: scaled(a, b, *by(a), (by(a)[0], 1)),
         "this is centred, but not divided. The weights were learned in other units."),
        ("not_scaled", lambda a, b: scaled(a, b, by(a)[0], 1), "centred. And the spread?"),
        ("not_centred", lambda a, b: scaled(a, b, 0, by(a)[1]), "divided. And the mean?"),
        ("swapped", swapped, "the two have changed places. First the training part is wanted, then the test part."),
    ], "Right: the test patients are measured with a scale that never saw them.", call="scale_both(X_train, X_test)")


@check
def whiten(f):
    """Check f(X): centred, turned and scaled so that the columns are uncorrelated, with standard deviation 1.

    Any rotation of a whitened table is as white. Z @ Z.T is the same for all of them, and for no other table.
    """
    def products(X):
        Z = f(X)
        if Z is None or Z is ... or (isinstance(Z, tuple | list) and any(part is ... for part in Z)):
            return Z
        if kind(Z) != kind(X):
            raise MistakeError("wrong_shape", f"For X of shape {X.shape} this gives {kind(Z)}; "
                                              f"wanted is {kind(X)}.")
        first.setdefault("Z", numbers(Z))
        return np.asarray(Z) @ np.asarray(Z).T

    first = {}

    def found(Z):
        likeness = np.corrcoef(Z.T) - np.eye(Z.shape[1])
        return (f"For X of shape {Z.shape} the columns have means {show(Z.mean(axis=0).round(6))}, standard deviations "
                f"{show(Z.std(axis=0))}, and correlations of up to {show(np.abs(likeness).max())}. Wanted are 0, 1 and "
                "0, with mixtures of X's own columns.")

    def white(X, centred=True):
        U = np.linalg.svd(X - centred * X.mean(axis=0), full_matrices=False)[0]
        return len(X) * U @ U.T

    def of(Z):
        return Z @ Z.T

    def centred(X):
        return X - X.mean(axis=0)

    def scaled(X):
        return centred(X) / X.std(axis=0)

    def decorrelated(X, power):
        U, s, _ = np.linalg.svd(centred(X) / np.sqrt(len(X)), full_matrices=False)
        return len(X) * of(U * s**power)

    verdict = diagnose(products, [(_PATIENTS,), (_SMALL,)], lambda X: white(X), [
        ("still_correlated", lambda X: of(centred(X) / X.std(axis=0)),
         "The columns are standardised, and still correlated. What turns them, so that they are not?"),
        ("not_scaled", lambda X: of(centred(X)),
         "The columns may be uncorrelated, but they still have their old spread. What is divided by what?"),
        ("not_scaled", of, "This has been turned at most, neither centred nor scaled."),
        ("unit_length", lambda X: white(X) / len(X),
         "The columns are uncorrelated and have length 1. What is their standard deviation, and what makes it 1?"),
        ("times_n", lambda X: white(X) * len(X),
         "The columns are uncorrelated and have standard deviation √n: n is a square too much. What makes it 1?"),
        ("n_or_n_minus_1", lambda X: white(X) * (len(X) - 1) / len(X),
         "The variances are 1 with n − 1. NumPy's own `std` divides by n, as `np.cov` does not."),
        ("centred_after", lambda X: of(scaled(np.linalg.svd(X, full_matrices=False)[0])),
         "Centred after the `svd`, the columns go together again. When must X be centred?"),
        ("not_centred", lambda X: white(X, centred=False),
         "This is turned and scaled about 0. What has to be subtracted first?"),
        ("divided_twice", lambda X: decorrelated(X, -1), "This divides by the spread once too often."),
        ("multiplied", lambda X: decorrelated(X, 2), "This multiplies by the spread where it should divide."),
    ], "Right: uncorrelated columns with mean 0 and standard deviation 1, a round valley.",
        relate=False, call="whiten(X)", parts=[f])
    is_open = verdict.misconception == "unknown" and "Z" in first
    return replace(verdict, message=found(first["Z"])) if is_open else verdict
