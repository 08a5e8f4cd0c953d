"""The quantities of the course by the names of what they are made of, so that one that stands in for another is known.

Each row is what is said of it, and a function; its parameters are named as in the exercises, so that it can be computed
wherever an exercise has arguments of these names.
"""

from functools import cache
from inspect import signature

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def _with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


# Models, by how they predict; from each come its errors, its losses and its slopes.
_PREDICTIONS = [
    lambda w, x: w * x,
    lambda w, b, x: w * x + b,
    lambda w, b, X: X @ w + b,
    lambda w, X: X @ w,
    lambda weight, bias, X: X @ weight[0] + bias,
]
_ERRORS = [
    lambda errors: errors,
    lambda y, y_hat: y_hat - y,
    lambda w, x, y: w * x - y,
    lambda w, b, x, y: w * x + b - y,
    lambda w, b, X, y: X @ w + b - y,
    lambda w, X, y: X @ w - y,
    lambda scores_a, scores_b: scores_b - scores_a,
    lambda weight, bias, X, y: X @ weight[0] + bias - y,
]
_OF_ERRORS = [
    ("the errors themselves", lambda e: e),
    ("the squared errors, one by one", np.square),
    ("the errors without their signs, one by one", np.abs),
    ("the mean of the squared errors", lambda e: np.mean(e**2)),
    ("the sum of the squared errors", lambda e: np.sum(e**2)),
    ("half the sum of the squared errors", lambda e: np.sum(e**2) / 2),
    ("half the mean of the squared errors", lambda e: np.mean(e**2) / 2),
    ("the root of the mean squared error", lambda e: np.sqrt(np.mean(e**2))),
    ("the root of the sum of the squared errors", lambda e: np.sqrt(np.sum(e**2))),
    ("the mean of the errors without their signs", lambda e: np.mean(np.abs(e))),
    ("the sum of the errors without their signs", lambda e: np.sum(np.abs(e))),
    ("the mean of the errors, where plus and minus cancel", np.mean),
    ("the sum of the errors, where plus and minus cancel", np.sum),
    ("the square of the mean error", lambda e: np.mean(e) ** 2),
    ("the square of the sum of the errors", lambda e: np.sum(e) ** 2),
    ("the variance of the errors", np.var),
    ("the standard deviation of the errors", np.std),
    ("the standard deviation of the errors, with n − 1", lambda e: np.std(e, ddof=1)),
    ("the standard error of the mean error", lambda e: np.std(e, ddof=1) / np.sqrt(len(e))),
    ("the median of the errors without their signs", lambda e: np.median(np.abs(e))),
    ("the median of the errors", np.median),
    ("the largest error without its sign", lambda e: np.max(np.abs(e))),
    ("the number of errors above 0", lambda e: np.sum(e > 0)),
    ("the share of errors above 0", lambda e: np.mean(e > 0)),
]
_OF_TABLES = [
    ("the means of the columns", lambda X: X.mean(axis=0)),
    ("the standard deviations of the columns", lambda X: X.std(axis=0)),
    ("the variances of the columns", lambda X: X.var(axis=0)),
    ("the lengths of the columns", lambda X: np.linalg.norm(X, axis=0)),
    ("the columns with their means subtracted, and nothing more", lambda X: X - X.mean(axis=0)),
    ("the columns divided by their standard deviations, with the means left in", lambda X: X / X.std(axis=0)),
    ("the columns divided by their lengths, with the means left in", lambda X: X / np.linalg.norm(X, axis=0)),
    ("the columns standardised: mean 0, standard deviation 1", lambda X: (X - X.mean(axis=0)) / X.std(axis=0)),
    ("the columns standardised with n − 1", lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)),
    ("the columns moved to between 0 and 1",
     lambda X: (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))),
    ("Xᵀ X", lambda X: X.T @ X), ("Xᵀ X / n", lambda X: X.T @ X / len(X)),
    ("2 Xᵀ X / n", lambda X: 2 * X.T @ X / len(X)),
    ("the correlations of the columns", lambda X: np.corrcoef(X.T)),
    ("the covariances of the columns", lambda X: np.cov(X.T)),
    ("the singular values of X", lambda X: np.linalg.svd(X, compute_uv=False)),
    ("the ratio of the singular values of X, the root of that of the curvatures", lambda X: np.linalg.cond(X)),
    ("the ratio of the curvatures without a bias", lambda X: np.linalg.cond(X) ** 2),
    ("the ratio of the singular values, the root of that of the curvatures",
     lambda X: np.linalg.cond(_with_ones(X))),
    ("the ratio of the curvatures", lambda X: np.linalg.cond(_with_ones(X)) ** 2),
    ("the ratio of the curvatures of the standardised columns",
     lambda X: np.linalg.cond((X - X.mean(axis=0)) / X.std(axis=0)) ** 2),
    ("the curvatures", lambda X: np.linalg.eigvalsh(2 * _with_ones(X).T @ _with_ones(X) / len(X))),
]  # fmt: skip
_OF_UNITS = [
    ("ReLU of z, the way forward", lambda z: np.maximum(z, 0)),
    ("the sigmoid of z, the way forward", sigmoid),
    ("tanh of z, another bend", np.tanh),
    ("ln(1 + eᶻ), a rounded ReLU", lambda z: np.log1p(np.exp(z))),
    ("z without its sign", np.abs),
    ("z kept between 0 and 1", lambda z: np.clip(z, 0, 1)),
    ("ReLU's mask, 1 where z is above 0 and 0 elsewhere", lambda z: z > 0),
    ("1 where z is below 0, and 0 elsewhere", lambda z: z < 0),
    ("the slope of the sigmoid at z", sigmoid_slope),
    ("the slope of tanh at z", lambda z: 1 - np.tanh(z) ** 2),
    ("for each unit, how many examples it is on for", lambda z: np.sum(z > 0, axis=0)),
    ("for each unit, how many examples it is off for", lambda z: np.sum(z <= 0, axis=0)),
    ("for each unit, whether it is on for any example", lambda z: np.any(z > 0, axis=0)),
    ("for each unit, whether it is on for all examples", lambda z: np.all(z > 0, axis=0)),
    ("for each unit, whether it is off for any example", lambda z: np.any(z <= 0, axis=0)),
    ("for each unit, whether it is off for all examples", lambda z: np.all(z <= 0, axis=0)),
    ("for each unit, whether it is on for some examples and off for others",
     lambda z: np.any(z > 0, axis=0) & np.any(z <= 0, axis=0)),
    ("for each example, how many units are on", lambda z: np.sum(z > 0, axis=1)),
    ("for each example, whether all units are off", lambda z: np.all(z <= 0, axis=1)),
    ("the number of units that are on for any example", lambda z: np.sum(np.any(z > 0, axis=0))),
    ("the number of units that are on for all examples", lambda z: np.sum(np.all(z > 0, axis=0))),
    ("the number of units that are off for any example", lambda z: np.sum(np.any(z <= 0, axis=0))),
    ("the number of units that are off for all examples", lambda z: np.sum(np.all(z <= 0, axis=0))),
    ("the number of examples", len),
    ("the number of units", lambda z: z.shape[1]),
    ("the number of different masks among the units", lambda z: len(np.unique(z > 0, axis=1).T)),
    ("the number of different masks among the examples", lambda z: len(np.unique(z > 0, axis=0))),
    ("the number of times that a unit switches from one example to the next",
     lambda z: np.sum(np.diff(z > 0, axis=0))),
    ("for each unit, the mean of z", lambda z: z.mean(axis=0)),
    ("for each unit, whether the mean of z is below 0", lambda z: z.mean(axis=0) < 0),
    ("the number of units whose z is not the same for all examples", lambda z: np.sum(np.ptp(z, axis=0) > 0)),
]  # fmt: skip
_OF_TWO = [
    ("R²", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum((y - y.mean()) ** 2)),
    ("the correlation of y and ŷ", lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1]),
    ("the squared correlation of y and ŷ", lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1] ** 2),
    ("the mean error in per cent of y", lambda y, y_hat: 100 * np.mean(np.abs((y_hat - y) / y))),
    ("the mean error as a share of y", lambda y, y_hat: np.mean(np.abs((y_hat - y) / y))),
    ("the sum of the squared distances of y from its mean", lambda y, y_hat: np.sum((y - y.mean()) ** 2)),
    ("the variance of y", lambda y: np.var(y)),
    ("the standard deviation of y", lambda y: np.std(y)),
    ("the mean of y", lambda y: np.mean(y)),
    ("the mean of x", lambda x: np.mean(x)),
    ("the mean of x²", lambda x: np.mean(x**2)),
    ("the curvature, 2 · mean x²", lambda x: 2 * np.mean(x**2)),
    ("the lowest point of the parabola", lambda x, y: x @ y / (x @ x)),
    ("the slope of the best line", lambda x, y: np.polyfit(x, y, 1)[0]),
    ("the line through the origin", lambda x, y: np.array([x @ y / (x @ x), 0.0])),
    ("the intercept first and the slope second", lambda x, y: np.polyfit(x, y, 1)[::-1]),
    ("the covariance of x and y", lambda x, y: np.cov(x, y)[0, 1]),
    ("the correlation of x and y", lambda x, y: np.corrcoef(x, y)[0, 1]),
]


def _made_of(function, of):
    """`of` a function's value, with that function's parameters."""

    def made(*arguments):
        return of(function(*arguments))

    made.__signature__ = signature(function)
    return made


def _slopes():
    for in_w in (
        lambda w, x, y: 2 * np.mean((w * x - y) * x),
        lambda w, b, x, y: 2 * np.mean((w * x + b - y) * x),
        lambda w, b, X, y: 2 * X.T @ (X @ w + b - y) / len(y),
    ):
        yield "the slope in w of the mean squared error", in_w
    for in_b in (
        lambda w, b, x, y: 2 * np.mean(w * x + b - y),
        lambda w, b, X, y: 2 * np.mean(X @ w + b - y),
    ):
        yield "the slope in b of the mean squared error", in_b


@cache
def quantities(parameters):
    """[(what is said of it, a function, the places of its arguments)] of all that can be made of these parameters."""
    rows = [("the predictions", predict) for predict in _PREDICTIONS]
    for errors in _ERRORS:
        is_of_scores = "scores_a" in signature(errors).parameters
        rows += [(text.replace("error", "difference") if is_of_scores else text, _made_of(errors, of))
                 for text, of in _OF_ERRORS]  # fmt: skip
    rows += [*_slopes(), *_OF_TWO]
    rows += [(text, _made_of(lambda X: X, of)) for text, of in _OF_TABLES]
    rows += [(text, _made_of(lambda z: z, of)) for text, of in _OF_UNITS]
    found = []
    for text, function in rows:
        names = tuple(signature(function).parameters)
        if set(names) <= set(parameters):
            without = ", without `b`" * ("b" in parameters and "w" in names and "b" not in names)
            found.append((text + without, function, [parameters.index(name) for name in names]))
    return found
