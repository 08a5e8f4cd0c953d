"""What learners write in notebook 02."""

import numpy as np
from sklearn.metrics import mean_absolute_percentage_error, r2_score


def four(total, mean, *_):
    return total, total / 2, mean, mean / 2


def scores(y, y_hat):
    e = y_hat - y
    return np.sqrt(np.mean(e**2)), np.mean(np.abs(e))


def unexplained(y, y_hat, around):
    return np.sum((y_hat - y) ** 2) / np.sum((y - around) ** 2)


EXERCISES = {
    "four_losses(e)": {
        "right": ["four((e**2).sum(), (e**2).mean())", "list(four(e @ e, e @ e / len(e)))"],
        "not_squared": ["four(e.sum(), e.mean())"],
        "squared_sum": ["four(e.sum() ** 2, e.mean() ** 2)", "four(e.sum() ** 2, e.sum() ** 2 / len(e))"],
        "absolute": ["four(np.abs(e).sum(), np.abs(e).mean())"],
        "missing_half": ["(e**2).sum(), (e**2).sum(), (e**2).mean(), (e**2).mean()",
            "(e**2).sum(), (e**2).sum() / 2, (e**2).mean(), (e**2).mean()"],
        "extra_factor_2": ["(e**2).sum(), 2 * (e**2).sum(), (e**2).mean(), 2 * (e**2).mean()",
            "(e**2).sum(), 2 * (e**2).sum(), (e**2).mean(), (e**2).mean() / 2",
            "*four((e**2).sum(), (e**2).mean())[:3], 2 * (e**2).mean()"],
        "sum_for_mean": ["four((e**2).sum(), (e**2).sum())"],
        "half_for_mean": ["(e**2).sum(), *[(e**2).sum() / 2] * 2, (e**2).mean() / 2"],
        "double_n": ["*four((e**2).sum(), (e**2).mean())[:3], (e**2).mean() / 2 / len(e)"],
        "times_n": ["*four((e**2).sum(), (e**2).mean())[:3], 1 / 2 * len(e) * (e**2).sum()",
            "four((e**2).sum(), len(e) * (e**2).sum())"],
        "order": ["four((e**2).mean(), (e**2).sum())",
            "(e**2).sum(), (e**2).mean(), (e**2).sum() / 2, (e**2).mean() / 2",
            ("(e**2).sum() / 2, (e**2).sum(), (e**2).mean() / 2, (e**2).mean()", "…each of the two before its half."),
            ("(e**2).sum(), (e**2).sum() / 2, (e**2).mean() / 2, (e**2).mean()", "…in another order…")],
        "only_first": [("(e**2).sum()", "…Where are the others?…")], "variance": ["four((e**2).sum(), e.var())"],
        "root": ["four((e**2).sum() ** 0.5, (e**2).mean() ** 0.5)"],
    },
    "equal_learning_rate(rate, n)": {
        "right": ["rate * n / 2", "rate / (2 / n)"],
        "missing_factor_2": ["rate * n"], "extra_factor_2": ["rate * 2 * n"],
        "inverted": ["rate / n", "2 * rate / n"], "missing_n": ["rate", "rate / 2", "2 * rate"],
        "fixed_n": ["rate * 100", "0.1"],
        "whole_numbers": [("rate * (n // 2)", "Right for an even n…"), ("rate * n // 2", "…behind the point…")],
    },
    "sum_gradient(w, b, x, y)": {
        "right": ["2 * (w * x + b - y) @ x, 2 * np.sum(w * x + b - y)"],
        "missing_factor_2": ["np.sum((w * x + b - y) * x), np.sum(w * x + b - y)"],
        "sign": ["2 * np.sum((y - w * x - b) * x), 2 * np.sum(y - w * x - b)"],
        "mean_for_sum": ["2 * np.mean((w * x + b - y) * x), 2 * np.mean(w * x + b - y)"],
    },
    "rmse_and_mae(y, y_hat)": {
        "right": [scores, "[np.linalg.norm(y - y_hat) / len(y) ** 0.5, np.abs(y - y_hat).mean()]"],
        "missing_root": ["scores(y, y_hat)[0] ** 2, scores(y, y_hat)[1]"], "order": ["scores(y, y_hat)[::-1]"],
        "signs": ["scores(y, y_hat)[0], np.mean(y_hat - y)", "scores(y, y_hat)[0], np.mean(y - y_hat)"],
        "root_of_sum": ["np.linalg.norm(y_hat - y), scores(y, y_hat)[1]",
            "np.linalg.norm(y_hat - y) / len(y), scores(y, y_hat)[1]"],
        "sum_for_mean": ["np.linalg.norm(y_hat - y), np.abs(y_hat - y).sum()",
            "scores(y, y_hat)[0], np.abs(y_hat - y).sum()"],
        "absolute_of_mean": ["scores(y, y_hat)[0], abs(np.mean(y_hat - y))"],
        "mean_of_roots": ["np.mean(np.sqrt((y_hat - y) ** 2)), scores(y, y_hat)[1]"],
        "standard_deviation": ["np.std(y_hat - y), scores(y, y_hat)[1]"],
        "variance": ["np.var(y_hat - y), scores(y, y_hat)[1]"],
        "median": ["scores(y, y_hat)[0], np.median(np.abs(y_hat - y))"],
    },
    "r_squared(y, y_hat)": {
        "right": [r2_score, "1 - np.mean((y - y_hat) ** 2) / np.var(y)"],
        "clipped": ["max(0.0, 1 - unexplained(y, y_hat, y.mean()))"],
        "squared_sum": ["1 - np.sum(y_hat - y) ** 2 / np.sum((y - y.mean()) ** 2)",
            "1 - np.sum(y_hat - y) ** 2 / np.sum(y - y.mean()) ** 2",
            "1 - np.sum((y_hat - y) ** 2) / sum(y - np.mean(y)) ** 2"],
        "brackets": ["(1 - np.sum((y_hat - y) ** 2)) / np.sum((y - y.mean()) ** 2)"],
        "missing_one": ["unexplained(y, y_hat, y.mean())"], "sign": ["unexplained(y, y_hat, y.mean()) - 1"],
        "inverted": ["1 - 1 / unexplained(y, y_hat, y.mean())"],
        "baseline_of_predictions": ["1 - unexplained(y, y_hat, y_hat.mean())",
            "1 - np.sum((y_hat - y) ** 2) / np.sum((y_hat - y_hat.mean()) ** 2)"],
        "no_baseline": ["1 - unexplained(y, y_hat, 0)"], "correlation": ["np.corrcoef(y, y_hat)[0, 1] ** 2"],
        "mixed": ["1 - unexplained(y, y_hat, y.mean()) / len(y)", "1 - unexplained(y, y_hat, y.mean()) * len(y)"],
        "column": ["1 - np.sum((y_hat[:, None] - y) ** 2) / np.sum((y - y.mean()) ** 2)"],
        "variance": ["1 - np.var(y_hat - y) / np.var(y)"], "root": ["1 - unexplained(y, y_hat, y.mean()) ** 0.5"],
        "absolute": ["1 - np.sum(np.abs(y_hat - y)) / np.sum(np.abs(y - y.mean()))"],
    },
    "percentage_error(y, y_hat)": {
        "right": ["100 * mean_absolute_percentage_error(y, y_hat)"],
        "sum_for_mean": ["100 * np.sum(np.abs((y_hat - y) / y))"],
        "missing_percent": ["np.mean(np.abs((y_hat - y) / y))"],
        "signs": ["100 * np.mean((y_hat - y) / y)", "100 * np.mean(np.abs(y_hat - y) / y)"],
        "per_prediction": ["100 * np.mean(np.abs((y_hat - y) / y_hat))"],
        "ratio_of_sums": ["100 * np.abs(y_hat - y).sum() / np.abs(y).sum()"],
        "sold_as_score": ["100 - 100 * np.mean(np.abs((y_hat - y) / y))"],
    },
    "breaking_point(limit, rate)": {
        "right": ["int(limit // rate) + 1"],
        "one_too_few": ["limit // rate"], "at_the_border": ["np.ceil(limit / rate)"], "not_whole": ["limit / rate"],
        "half_sum": ["2 * limit // rate + 1"], "missing_n": ["limit"],
        "missing_limit": ["2 / rate", "int(2 / rate) + 1"], "half_mean": ["limit / 2 // rate + 1"],
        "inverted": ["int(rate // limit) + 1"],
    },
}  # fmt: skip
