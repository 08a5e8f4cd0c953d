"""What learners write in notebook 06."""

import numpy as np

from mistakes.fit_a_line import descend


def torch_step(weight, bias, X, y, learning_rate, scale=2.0, own=np.divide):
    """One step of the MSE with nn.Linear's shapes, as columns."""
    errors = X @ weight.T + bias - y[:, None]
    slopes = (own(scale * errors.T @ X, len(y)), own(scale * errors.sum(axis=0), len(y)))
    return weight - learning_rate * slopes[0], bias - learning_rate * slopes[1]


def slopes_alone(weight, bias, X, y, learning_rate):
    stepped = torch_step(weight, bias, X, y, 1.0)
    return weight - stepped[0], bias - stepped[1]


def table_of_errors(weight, bias, X, y, learning_rate):
    table = X @ weight.T + bias - y
    slopes = [2 * np.mean(table * X[:, [j]]) for j in range(X.shape[1])]
    return weight - learning_rate * np.array([slopes]), bias - learning_rate * 2 * table.mean()


def table_by_rows(weight, bias, X, y, learning_rate):
    table = 2 * (X @ weight.T + bias - y) / len(y)
    return weight - learning_rate * table.T @ X, bias - learning_rate * table.sum(axis=0)


def row_minus_column(weight, bias, X, y, learning_rate):
    errors = X @ weight.T + bias - y[:, None]
    return weight - learning_rate * 2 / len(y) * X.T @ errors, bias - learning_rate * 2 * errors.mean(axis=0)


def bias_after_the_weights(weight, bias, X, y, learning_rate):
    weight, _ = torch_step(weight, bias, X, y, learning_rate)
    return weight, torch_step(weight, bias, X, y, learning_rate)[1]


def colleague(X, y, learning_rate, epochs, start=1.0, mean=False, bias=False, slope=2):
    """Descent on the sum (or mean) of squares, from all ones (or another start), without (or with) a bias.

    A bias of n^-1/2 moves by the slope of the mean beside weights that move by that of the sum.
    """
    A = np.column_stack([X, np.full(len(X), float(bias))])
    p = np.append(np.full(X.shape[1], start), 0.0)
    for _ in range(epochs):
        p = p - learning_rate * slope * (A.T @ (A @ p - y)) / (len(y) if mean else 1)
    return p[:-1]


def piled(w, x, y, learning_rate, epochs, slope=lambda w, x, y: np.mean(2 * x * (w * x - y))):
    weights, slopes = [w], []
    for _ in range(epochs):
        slopes.append(slope(weights[-1], x, y))
        weights.append(weights[-1] - learning_rate * sum(slopes))
    return np.array(weights)


def doubled(w, x, y, learning_rate, epochs):
    weights, pile = [w], 0.0
    for _ in range(epochs):
        pile += pile + np.mean(2 * x * (weights[-1] * x - y))
        weights.append(weights[-1] - learning_rate * pile)
    return weights


EXERCISES = {
    "linear_step(weight, bias, X, y, learning_rate)": {
        "right": [torch_step],
        "wrong_shape": [
            ("torch_step(*case)[0], torch_step(*case)[1][0]", "…one number; wanted is an array of shape (1,).…")],
        "sum_for_mean": ["torch_step(*case, own=lambda slope, n: slope)"],
        "missing_factor_2": ["torch_step(*case, scale=1.0)"],
        "missing_2_over_n": ["torch_step(*case, scale=1.0, own=lambda slope, n: slope)"],
        "sign": ["torch_step(*case, scale=-2.0)"], "missing_bias": ["torch_step(*case)[0], bias"],
        "gradients": [slopes_alone], "row": ["torch_step(*case)[0].reshape(-1), torch_step(*case)[1]"],
        "column": ["torch_step(*case)[0].reshape((-1, 1)), torch_step(*case)[1]"],
        "broadcast": [table_of_errors, table_by_rows], "row_minus_column": [row_minus_column],
        "after_the_step": [bias_after_the_weights], "no_step": ["weight, bias"],
        "raises": [("weight - X.T @ (X @ weight.T + bias - y)",
             "…does a column (n, 1) stand where an array (n,) belongs…")],
    },
    "their_run(X, y, rate, epochs)": {
        "right": [colleague],
        "start": ["colleague(*case, start=0.0)"], "reduction": ["colleague(*case, mean=True)"],
        "bias": ["colleague(*case, bias=True)", "colleague(*case, bias=len(y) ** -0.5)"],
        "start_and_bias": ["colleague(*case, start=0.0, bias=len(y) ** -0.5)",
            "colleague(*case, start=0.0, bias=True)"],
        "start_and_reduction": ["colleague(*case, start=0.0, mean=True)"],
        "reduction_and_bias": ["colleague(*case, mean=True, bias=True)"],
        "start_and_reduction_and_bias": ["colleague(*case, start=0.0, mean=True, bias=True)"],
        "missing_factor_2": ["colleague(*case, slope=1)"], "one_epoch": ["colleague(X, y, rate, 1)"],
        "no_step": ["np.ones(X.shape[1])"], "wrong_shape": [("y, 0.0", "…gives 2 things that do not make…")],
    },
    "equal_rates(rate, m)": {
        "right": ["[2 * rate, rate * 2, rate / m]", "np.array([2, 2, 1 / m]) * rate"],
        "halved": ["rate / 2, rate / 2, rate / m", "rate / 2, 2 * rate, rate / m", "2 * rate, rate / 2, rate / m",
            "rate / 2, rate / 2, rate * m"],
        "missing_half": ["rate, rate, rate / m", "2 * rate, rate, rate / m", "rate, 2 * rate, rate / m",
            "rate, rate, rate * m"],
        "multiplied": ["2 * rate, 2 * rate, rate * m"], "missing_n": ["2 * rate, 2 * rate, rate"],
        "extra_factor_2": ["2 * rate, 2 * rate, 2 * rate / m"],
        "divided": ["2 * rate, 2 * rate / m, rate / m", "2 * rate / m, 2 * rate, rate / m"],
        "same": ["rate, rate, rate"],
        "times_n": ["2 * rate * m, 2 * rate, rate / m", "2 * rate, 2 * rate * m, rate / m"],
    },
    "keras_weights(weight, bias)": {
        "right": ["weight.T, bias", "[np.transpose(weight), bias.copy()]"],
        "untouched": ["weight, bias"], "reshaped": ["weight.reshape(weight.shape[1], -1), bias"],
        "bias_column": ["weight.T, bias.reshape(-1, 1)", "weight.T, bias.reshape(1, -1)"],
        "no_bias": ["weight.T, 0 * bias"],
    },
    "without_zero_grad(w, x, y, learning_rate, epochs)": {
        "right": [piled, "list(piled(*case))"],
        "zeroed": ["descend(*case)"], "missing_factor_2": ["piled(*case, lambda w, x, y: np.mean(x * (w * x - y)))"],
        "sum_for_mean": ["piled(*case, lambda w, x, y: 2 * np.sum(x * (w * x - y)))"],
        "sign": ["piled(*case, lambda w, x, y: np.mean(2 * x * (y - w * x)))"], "missing_start": ["piled(*case)[1:]"],
        "last_only": ["piled(*case)[-1]"], "step_before_slope": ["[w, *piled(*case)[:-1]]"], "twice": [doubled],
    },
}  # fmt: skip
