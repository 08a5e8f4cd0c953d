"""What learners write in notebook 04."""

import numpy as np
from sklearn.decomposition import PCA
from sklearn.metrics import r2_score
from sklearn.preprocessing import StandardScaler, normalize


def many(X, y, rate, epochs, w_rate=1, b_rate=1, of_loss=lambda loss: loss, fresh=False, start=0.0, dw=None):
    w, b, losses = np.full(X.shape[1], start), start, []
    for _ in range(epochs):
        e = X @ w + b - y
        losses.append(of_loss(np.mean(e**2)))
        w = w - rate * (dw(X, e) if dw else w_rate * 2 / len(y) * e @ X)
        b = b - b_rate * rate * 2 * np.mean(X @ w + b - y if fresh else e)
    return w, b, [*losses, of_loss(np.mean((X @ w + b - y) ** 2))]


EXERCISES = {
    "baseline_r_squared(a, b)": {
        "right": ["r2_score(b, np.full(len(b), np.mean(a)))"],
        "same_mean": [("r2_score(b, np.full(len(b), b.mean()))", "This is 0 whatever the targets are, as if…"),
            ("1 - sum((b - a.mean()) ** 2) / sum((b - a.mean()) ** 2)", "…below the mean of the test targets.…"),
            ("0.0", "This is 0 whatever the targets are, as if the same sum stood above and below.…")],
        "missing_one": ["1 - r2_score(b, np.full(len(b), a.mean()))"],
        "sign": ["-r2_score(b, np.full(len(b), a.mean()))"],
        "upside_down": ["1 - np.var(b) / np.mean((b - a.mean()) ** 2)"],
        "measured_on_training": ["r2_score(a, np.full(len(a), b.mean()))"],
        "training_baseline": ["1 - np.mean((b - a.mean()) ** 2) / np.var(a)",
            "1 - np.sum((b - a.mean()) ** 2) / (len(a) * np.var(a))"],
        "root": ["1 - np.mean((b - a.mean()) ** 2) ** 0.5 / np.std(b)"],
        "not_squared": ["1 - np.sum(abs(b - a.mean())) / np.sum(abs(b - b.mean()))"],
    },
    "unit_length(X)": {
        "right": ["normalize(X - X.mean(axis=0), axis=0)"],
        "standardised": ["(X - X.mean(axis=0)) / X.std(axis=0)"], "not_centred": ["normalize(X, axis=0)"],
        "raw_length": ["normalize(X, axis=0) - normalize(X, axis=0).mean(axis=0)",
            "(X - X.mean(axis=0)) / np.linalg.norm(X, axis=0)"],
        "one_mean": ["normalize(X - X.mean(), axis=0)", "(X - X.mean()) / np.linalg.norm(X - X.mean())",
            "(X - X.mean()) / np.linalg.norm(X, axis=0)"],
        "not_scaled": ["X - X.mean(axis=0)"], "missing_root": ["(X - X.mean(axis=0)) / (len(X) * X.var(axis=0))"],
        "not_squared": ['normalize(X - X.mean(axis=0), "l1", axis=0)'],
        "all_columns": ["(X - X.mean(axis=0)) / np.linalg.norm(X - X.mean(axis=0))"],
        "rows": ["normalize(X - X.mean(axis=1, keepdims=True))"],
    },
    "descend_many(X, y, rate, epochs)": {
        "right": [many, "[list(many(*case)[0]), *many(*case)[1:]]"],
        "sign": ["many(X, y, -rate, epochs)", "many(*case, b_rate=-1)", "many(*case, w_rate=-1)"],
        "missing_factor_2": ["many(X, y, rate / 2, epochs)", "many(*case, b_rate=0.5)", "many(*case, w_rate=0.5)"],
        "sum_for_mean": ["many(X, y, rate * len(y), epochs)", "many(X, y, rate, epochs, w_rate=len(y))",
            "many(X, y, rate, epochs, b_rate=len(y))"],
        "missing_bias": ["many(*case, b_rate=0)", "many(*case, w_rate=0)"],
        "sum_of_squares": ["many(X, y, rate, epochs, of_loss=lambda loss: loss * len(y))"],
        "half_loss": ["many(*case, of_loss=lambda loss: loss / 2)"], "root": ["many(*case, of_loss=np.sqrt)"],
        "never_moves": ["many(*case, b_rate=0, w_rate=0)"],
        "start": [("many(*case, start=1.0)", "`w`, `b` and `losses`: the walk starts at 1.…")],
        "wrong_shape": ["*many(*case)[:2], many(*case)[2][:-1]", "*many(*case)[:2], many(*case)[2][1:]",
            "many(*case)[2]", ("many(*case)[0]",
             "…wanted are 3: w, b, losses. That is `w`, and it is right: does `return` name the others?")],
        "one_step_too_many": [("*many(X, y, rate, epochs + 1)[:2], many(*case)[2]",
             "`losses` is right. `w` and `b`: one step too many.…"), "many(X, y, rate, epochs + 1)"],
        "one_slope": [("many(*case, dw=lambda X, e: 2 * np.mean(X.T * e))",
             "`w`, `b` and `losses`: all weights move alike: `dw` is one number. Wanted is one per column…"),
            "many(*case, dw=lambda X, e: 2 * np.mean(X.T @ e))", "many(*case, dw=lambda X, e: 2 * np.sum(X.T * e))",
            "many(*case, dw=lambda X, e: 2 * np.sum(X.T @ e) / len(e))"],
        "columns_for_rows": [("many(*case, dw=lambda X, e: 2 * X.T @ e / X.shape[1])",
             "…those of `w` are divided by the number of columns.…")],
        "one_after_the_other": ["many(*case, fresh=True)"],
    },
    "starting_bias(loss, y)": {
        "right": ["np.sort(np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss]))",
            "np.mean(y) - (loss - np.var(y)) ** 0.5, np.mean(y) + (loss - np.var(y)) ** 0.5"],
        "larger_first": ["np.sort(np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss]))[::-1]"],
        "one_of_two": ["np.sort(np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss]))[0]",
            "np.sort(np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss]))[1]"],
        "only_distance": ["(loss - np.var(y)) ** 0.5", "np.array([-1, 1]) * (loss - np.var(y)) ** 0.5"],
        "negative_root": ["np.mean(y) + np.array([-1, 1]) * np.sqrt(np.var(y) - loss)"],
        "missing_spread": ["np.mean(y) + np.array([-1, 1]) * loss**0.5"],
        "missing_root": ["np.mean(y) + np.array([-1, 1]) * (loss - np.var(y))"],
        "n_or_n_minus_1": ["np.mean(y) + np.array([-1, 1]) * (loss - np.var(y, ddof=1)) ** 0.5"],
        "standard_deviation": ["np.mean(y) + np.array([-1, 1]) * (loss - np.std(y)) ** 0.5"],
    },
    "sum_of_races(k, lam, d, floor, rate)": {
        "right": ["floor + sum(0.5 * a * (b * (1 - rate * a) ** k) ** 2 for a, b in zip(lam, d, strict=True))"],
        "missing_floor": ["lam @ (d * (1 - rate * lam) ** k) ** 2 / 2"],
        "missing_half": ["floor + lam @ (d * (1 - rate * lam) ** k) ** 2"],
        "shrinks_once": ["floor + lam @ (d**2 * (1 - rate * lam) ** k) / 2"],
        "one_epoch": ["floor + lam @ (d * (1 - rate * lam)) ** 2 / 2"], "start": ["floor + lam @ d**2 / 2"],
        "missing_curvature": ["floor + np.sum((d * (1 - rate * lam) ** k) ** 2) / 2"],
        "not_squared": ["floor + lam @ (d * (1 - rate * lam) ** k) / 2",
            "floor + lam @ (d * (1 - rate * lam) ** (2 * k)) / 2"],
        "half_of_all": ["(floor + lam @ (d * (1 - rate * lam) ** k) ** 2) / 2"],
        "curvature_squared": ["floor + np.sum((lam * d * (1 - rate * lam) ** k) ** 2) / 2"],
        "not_summed": ["floor + lam * (d * (1 - rate * lam) ** k) ** 2 / 2"],
        "sign": ["floor + lam @ (d * (1 + rate * lam) ** k) ** 2 / 2"],
        "squared_sum": ["floor + (lam**0.5 @ (d * (1 - rate * lam) ** k)) ** 2 / 2"],
    },
    "paired(a, b)": {
        "right": ["(b - a).mean(), (b - a).std()", "np.array([np.mean(b - a), np.std(a - b)])"],
        "sign": ["np.mean(a - b), np.std(a - b)"], "difference_of_spreads": ["np.mean(b - a), b.std() - a.std()"],
        "not_paired": ["np.mean(b - a), np.hypot(a.std(), b.std())"],
        "one_spread": ["np.mean(b - a), np.std(a)", "np.mean(b - a), np.std(b)"],
        "sum_of_spreads": ["np.mean(b - a), np.std(a) + np.std(b)"], "variance": ["np.mean(b - a), np.var(b - a)"],
        "n_or_n_minus_1": ["np.mean(b - a), np.std(b - a, ddof=1)"],
        "standard_error": ["np.mean(b - a), np.std(b - a) / len(a) ** 0.5"],
        "order": [("np.std(b - a), np.mean(b - a)", "The right numbers, but the mean is wanted first…")],
        "absolute": ["np.mean(abs(b - a)), np.std(abs(b - a))"], "mean_only": ["b.mean() - a.mean()"],
    },
    "scale_both(a, b)": {
        "right": ["tuple(map(StandardScaler().fit(a).transform, (a, b)))"],
        "own_statistics": ["tuple(StandardScaler().fit_transform(X) for X in (a, b))"],
        "own_deviation": ["StandardScaler().fit_transform(a), (b - a.mean(axis=0)) / b.std(axis=0)"],
        "own_mean": ["StandardScaler().fit_transform(a), (b - b.mean(axis=0)) / a.std(axis=0)"],
        "swapped": ["tuple(map(StandardScaler().fit(a).transform, (b, a)))"],
        "all_patients": ["tuple(map(StandardScaler().fit(np.vstack([a, b])).transform, (a, b)))"],
        "test_statistics": ["tuple(map(StandardScaler().fit(b).transform, (a, b)))"],
        "test_untouched": ["StandardScaler().fit_transform(a), b - a.mean(axis=0)",
            ("StandardScaler().fit_transform(a), b", "…is right. …: this is still raw.…")],
        "not_scaled": ["a - a.mean(axis=0), b - a.mean(axis=0)"],
        "one_mean": [("(a - a.mean()) / a.std(axis=0), (b - a.mean()) / a.std(axis=0)",
             "…and …: one mean for the whole table was subtracted.…"),
            "(a - a.mean()) / a.std(), (b - a.mean()) / a.std()"],
        "not_centred": ["a / a.std(axis=0), b / a.std(axis=0)"], "wrong_shape": ["StandardScaler().fit_transform(a)"],
    },
    "whiten(X)": {
        "right": ["PCA(whiten=True).fit_transform(X) * np.sqrt(len(X) / (len(X) - 1))",
            "-np.linalg.qr(X - X.mean(axis=0))[0] * len(X) ** 0.5"],
        "still_correlated": ["StandardScaler().fit_transform(X)"], "not_scaled": ["PCA().fit_transform(X)", "X"],
        "unit_length": ["np.linalg.qr(X - X.mean(axis=0))[0]"],
        "times_n": ["np.linalg.qr(X - X.mean(axis=0))[0] * len(X)"],
        "n_or_n_minus_1": ["PCA(whiten=True).fit_transform(X)"],
        "not_centred": ["np.linalg.qr(X)[0] * len(X) ** 0.5"],
        "divided_twice": ["(f := np.linalg.svd(X - X.mean(axis=0), full_matrices=False))[0] / f[1] * len(X)"],
        "multiplied": ["PCA().fit_transform(X) * np.linalg.svd(X - X.mean(axis=0))[1] / len(X) ** 0.5"],
        "wrong_shape": ["X.T @ X"],
        "unknown": [("np.linalg.qr(X - X.mean(axis=0))[0] * 7",
             "…the columns have means [0, 0, 0], standard deviations [3.1305, 3.1305, 3.1305], and corr…")],
    },
}  # fmt: skip
