"""What learners write in notebook 03."""

import numpy as np
from sklearn.preprocessing import StandardScaler

from helpers.bowl import Bowl


def sided(f, p, h, right, left, over):
    return np.array([(f(p + right * e) - f(p - left * e)) / over for e in h * np.eye(len(p))])


def numerical(f, p, h):
    return sided(f, p, h, 1, 1, 2 * h)


def nudged_and_left(f, p, h):
    slopes = []
    for i in range(len(p)):
        p[i] += h
        above = f(p)
        p[i] -= 2 * h
        slopes.append((above - f(p)) / (2 * h))
    return slopes


def nudged_without_a_copy(f, p, h):
    slopes = []
    for i in range(len(p)):
        q = p
        q[i] += h
        above = f(q)
        q = p
        q[i] -= h
        slopes.append((above - f(q)) / (2 * h))
    return slopes


def one_epoch(w, b, X, y, rate, size, stop=None, count=lambda y, size: len(y), b_rate=1, w_rate=1, keep=1):
    for first in list(range(0, len(y), size))[:stop]:
        rows = slice(first, first + size)
        errors = X[rows] @ w + b - y[rows]
        n = count(y[rows], size)
        w, b = keep * w - w_rate * rate * 2 * X[rows].T @ errors / n, keep * b - b_rate * rate * 2 * errors.sum() / n
    return w, b


def stale_epoch(w, b, X, y, rate, size):
    moved = [one_epoch(w, b, X[i : i + size], y[i : i + size], rate, size) for i in range(0, len(y), size)]
    return w + sum(m[0] - w for m in moved), b + sum(m[1] - b for m in moved)


def shuffled(X, y):
    order = np.random.default_rng(1).permutation(len(y))
    return X[order], y[order]


def late_bias_epoch(w, b, X, y, rate, size):
    for first in range(0, len(y), size):
        rows = slice(first, first + size)
        w = w - rate * 2 * X[rows].T @ (X[rows] @ w + b - y[rows]) / len(y[rows])
        b = b - rate * 2 * np.mean(X[rows] @ w + b - y[rows])
    return w, b


def miscounted_epoch(w, b, X, y, rate, size):
    for first in range(size):
        w, b = one_epoch(w, b, X[first : first + size], y[first : first + size], rate, size)
    return w, b


def nudged_once(f, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        slopes[i] = numerical(f, p, h)[i]
        return slopes


def overlapping_epoch(w, b, X, y, rate, size):
    for first in range(len(y)):
        w, b = one_epoch(w, b, X[first : first + size], y[first : first + size], rate, size)
    return w, b


EXERCISES = {
    "predict_many(X, w, b)": {
        "right": ["X @ w + b", "[np.sum(row * w) + b for row in X]"],
        "missing_bias": ["X @ w"], "not_summed": ["X * w + b", "X * w"], "sum_of_all": ["np.sum(X * w) + b"],
        "bias_per_feature": ["(X * w + b).sum(axis=1)"], "bias_times_w": ["(X + b) @ w"],
        "mean_for_sum": ["np.mean(X * w, axis=1) + b"], "one_feature": ["X[:, 0] * w[0] + b"],
        "one_example": ["X[0] @ w + b"], "raises": [("w @ X + b", "…Do the two stand in the wrong order?…")],
    },
    "gradient_many(w, b, X, y)": {
        "right": ["2 / len(y) * (X @ w + b - y) @ X, 2 * np.mean(X @ w + b - y)",
            "np.mean(2 * X * (X @ w + b - y)[:, None], axis=0), np.mean(2 * (X @ w + b - y))"],
        "transposed": ["2 / len(y) * X @ (X @ w + b - y), 2 * np.mean(X @ w + b - y)"],
        "sum_for_mean": ["2 * (X @ w + b - y) @ X, 2 * np.sum(X @ w + b - y)"],
        "missing_bias": ["2 / len(y) * (X @ w - y) @ X, 2 * np.mean(X @ w - y)"],
        "one_example": ["2 * (X[0] @ w + b - y[0]) * X[0], 2 * (X[0] @ w + b - y[0])"],
        "wrong_shape": [
            ("2 * X.T * (X @ w + b - y) / len(y), 2 * np.mean(X @ w + b - y)",
             "`dw` has shape (4, 5), but `w` has shape (4,). That is one number per weight and example: …"),
            ("X.T * (X @ w + b - y), 2 * np.mean(X @ w + b - y)", "…still to be added up over the examples.…"),
            ("2 / len(y) * X.T * (X @ w - y), 2 * np.mean(X @ w - y)", "…still to be added up over the examples.…"),
            *[(f"2 * X.T @ {errors} / len(y), 2 * np.mean(X @ w + b - y)", "…Every prediction is compared with every…")
              for errors in ("((X @ w + b)[:, None] - y)", "(X @ w + b - y[:, None])", "((X @ w)[:, None] - y)")],
        ],
        "fixed_n": [
            ("2 * X.T @ (X @ w + b - y) / 3, 2 * np.sum(X @ w + b - y) / 3",
             "…`dw` and `db` are each exactly the slope divided by 3 instead of n, the number of examples. …"),
            ("2 * X.T @ (X @ w + b - y) / 3, 2 * np.mean(X @ w + b - y)",
             "…`dw` is exactly the slope divided by 3 instead of n, the number of examples. `db` is right. …"),
        ],
        "wrong_count": [
            ("2 * X.T @ (X @ w + b - y) / X.shape[1], 2 * np.mean(X @ w + b - y)",
             "…`dw` is exactly the slope divided by d, the number of features, instead of n. `db` is right. …"),
        ],
        "one_feature": [
            "2 / len(y) * (X @ w + b - y) @ (X * (np.arange(len(w)) > 0)), 2 * np.mean(X @ w + b - y)",
        ],
    },
    "nudge(f, p, h)": {
        "right": [numerical, "[numerical(f, p, h)[i] for i in range(len(p))]"],
        "one_sided": ["sided(f, p, h, 1, 0, h)", "sided(f, p, h, 0, 1, h)"], "missing_2": ["2 * numerical(f, p, h)"],
        "second_place": ["sided(f, p, h, 1, 0, 2 * h)", nudged_without_a_copy, "0 * p"],
        "never_cleared": ["[(f(p + e) - f(p - e)) / 2 / h for e in h * np.tri(len(p))]"],
        "brackets": [("[f(p + e) - f(p - e) / (2 * h) for e in h * np.eye(len(p))]", "…only the second f is divided…")],
        "sign": ["-numerical(f, p, h)"], "not_divided": ["2 * h * numerical(f, p, h)"],
        "multiplied": ["numerical(f, p, h) * (2 * h) ** 2", "numerical(f, p, h) * h**2"],
        "all_at_once": ["(f(p + h) - f(p - h)) / 2 / h", "[(f(p + h) - f(p - h)) / 2 / h] * len(p)"],
        "first_only": ["numerical(f, p, h)[0]", (nudged_once, "…and 0 for the others. Does `return` wait…")],
        "in_place": [nudged_and_left],
    },
    "printed_loss(w, b, x, y)": {
        "right": ["np.mean((w * x + b - y) ** 2)"],
        "followed_loss": ["(w @ x + b - y) ** 2"], "sum_for_mean": ["np.sum((w * x + b - y) ** 2)"],
        "missing_bias": ["np.mean((w * x - y) ** 2)"], "not_averaged": ["(w * x + b - y) ** 2"],
        "not_squared": ["np.mean(abs(w * x + b - y))"], "divided_sum": ["(w @ x + b - y) ** 2 / len(x)"],
        "mean_of_parts": ["(np.mean(w * x) + b - y) ** 2"],
    },
    "landing(start, A, y)": {
        "right": ["start + np.linalg.pinv(A) @ (y - A @ start)",
            "start + np.linalg.lstsq(A, y - A @ start, rcond=1e-10)[0]"],
        "from_zero": ["np.linalg.pinv(A) @ y"], "fits_y_again": ["start + np.linalg.pinv(A) @ y"],
        "only_change": ["np.linalg.pinv(A) @ (y - A @ start)"],
        "sign": ["start + np.linalg.pinv(A) @ (A @ start - y)"],
        "never_lands": ["start - np.linalg.pinv(A) @ (A @ start)"], "stays": ["start"],
    },
    "one_epoch(w, b, X, y, rate, size)": {
        "right": [one_epoch],
        "all_at_once": ["one_epoch(w, b, X, y, rate, len(y))"], "one_by_one": ["one_epoch(w, b, X, y, rate, 1)"],
        "first_batch": ["one_epoch(*case, stop=1)"], "last_dropped": ["one_epoch(*case, stop=len(y) // size)"],
        "sum_for_mean": ["one_epoch(*case, count=lambda y, size: 1)"],
        "divided_by_n": ["one_epoch(*case, count=lambda y, size: len(case[3]))"],
        "divided_by_size": ["one_epoch(*case, count=lambda y, size: size)"],
        "missing_factor_2": [("one_epoch(w, b, X, y, rate / 2, size)", "…If you call your `gradient`: has it its 2?")],
        "range": [(miscounted_epoch, "`w` and `b`: the batches overlap, and the last examples are never reached.…")],
        "sign": ["one_epoch(w, b, X, y, -rate, size)", "one_epoch(*case, w_rate=-1)", "one_epoch(*case, b_rate=-1)"],
        "missing_bias": ["one_epoch(*case, b_rate=0)"],
        "whole_data": ["one_epoch(w, b, np.tile(X, (k := -(-len(y) // size), 1)), np.tile(y, k), rate, len(y))"],
        "stale": [stale_epoch],
        "shuffled": ["one_epoch(w, b, *shuffled(X, y), rate, size)", "one_epoch(w, b, X[::-1], y[::-1], rate, size)"],
        "late_bias": [late_bias_epoch], "overlapping": [overlapping_epoch],
        "wrong_shape": [("w", "…returns an array of shape (3,); wanted are 2: w, b.…"),
            "np.append(*one_epoch(*case))"],
        "only_argument": ["b, w"], "never_moves": ["w, b"],
        "slopes": [
            ("one_epoch(w, b, X, y, -1, size, keep=0)", "`w` and `b`: these are the slopes themselves. Where is the…"),
            ("one_epoch(*case, keep=0)", "`w` and `b`: this is the step alone. From where is it taken?"),
            ("one_epoch(w, b, X, y, -rate, size, keep=0)", "…the step alone. From where…")],
        "right_for_some": [("one_epoch(*case, w_rate=3)", "…If you call your `gradient`: what does its own check,…")],
        "raises": [("w - rate * (w, b)", "…is not multiplied by a number.…Take them apart first: `dw, db = …`.")],
    },
    "standardize(X)": {
        "right": ["(X - X.mean(axis=0)) / X.std(axis=0)", "StandardScaler().fit_transform(X)"],
        "all_columns": ["(X - X.mean()) / X.std()"], "rows": ["((X.T - X.mean(axis=1)) / X.std(axis=1)).T"],
        "raises": [("(X - X.mean(axis=1)) / X.std(axis=1)", "…did a mean or a sum run along the wrong axis?")],
        "not_scaled": ["X - X.mean(axis=0)"], "not_centred": ["X / X.std(axis=0)"],
        "divided_first": ["X - X.mean(axis=0) / X.std(axis=0)", "X / X.std(axis=0) - X.mean(axis=0)"],
        "variance": ["(X - X.mean(axis=0)) / X.var(axis=0)"],
        "n_or_n_minus_1": ["(X - X.mean(axis=0)) / X.std(axis=0, ddof=1)"],
        "range": ["(X - X.min(axis=0)) / np.ptp(X, axis=0)"],
        "length": ["(X - X.mean(axis=0)) / np.linalg.norm(X - X.mean(axis=0), axis=0)"],
    },
    "largest_spread(e, rmse)": {
        "right": ["rmse / np.linalg.norm(e)", "(rmse**2 / (e @ e)) ** 0.5"],
        "variance": ["rmse**2 / np.sum(e**2)"],
        "missing_square": ["rmse / np.sum(e**2)", "rmse**2 / np.sqrt(np.sum(e**2))"],
        "upside_down": ["np.linalg.norm(e) / rmse"], "summed_first": ["rmse / np.sum(np.abs(e))"],
        "mean_of_squares": ["rmse / np.sqrt(np.mean(e**2))"],
        "one_weight": ["rmse / np.abs(e).max()", "rmse / np.abs(e[0])"],
        "half_width": ["3**0.5 * rmse / np.linalg.norm(e)"], "product": ["rmse * np.linalg.norm(e)"],
    },
    "condition_number(X)": {
        "right": ["np.linalg.cond(np.column_stack([X, np.ones(len(X))])) ** 2",
            "Bowl.of(X, np.zeros(len(X))).condition_number"],
        "missing_bias": ["np.linalg.cond(X) ** 2"],
        "not_squared": ["np.linalg.cond(np.column_stack([X, np.ones(len(X))]))", np.linalg.cond],
        "upside_down": ["np.linalg.cond(np.column_stack([X, np.ones(len(X))])) ** -2"],
        "largest_only": ["Bowl.of(X, np.zeros(len(X))).eigenvalues[-1]"],
        "rows": ["(lambda A: np.divide(*np.linalg.eigvalsh(A @ A.T)[[-1, 0]]))(np.column_stack([X, np.ones(len(X))]))"],
        "correlations": ["np.linalg.cond(np.corrcoef(X.T))"],
    },
    "unscale(w, b, mean, std)": {
        "right": ["w / std, b - np.sum(w * mean / std)"],
        "bias_unchanged": ["w / std, b"], "multiplied": ["w * std, b - w @ mean", "w * std, b - w * std @ mean"],
        "sign": ["w / std, b + w / std @ mean"], "old_weights": ["w / std, b - w @ mean"],
        "unchanged": ["w, b", "w, w"],
        "wrong_shape": ["w / std"],
        "unknown": [("np.sin(w + std) - mean**2, np.cos(b) + w @ std - mean @ mean",
             "…`w` is […]; right is [0.6, −0.125]. `b` is …; right is 17.125.…")],
    },
}  # fmt: skip
