"""What learners write in notebook 01."""

from dataclasses import dataclass

import numpy as np

ELSEWHERE = np.arange(20.0)  # data that no check has passed


def mse(w, x, y):
    return np.mean((w * x - y) ** 2)


def true_slope(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def descend(w, x, y, learning_rate, epochs):
    weights = [w]
    for _ in range(epochs):
        weights.append(weights[-1] - learning_rate * true_slope(weights[-1], x, y))
    return weights


def first_k(within):
    return next(k for k in range(10**4) if within(k))


def least_squares(x, y):
    return through_middle(np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2), x, y)


def through_middle(w, x, y):
    return w, y.mean() - w * x.mean()


@dataclass(eq=False)
class Line:
    w: float
    b: float

    def forward(self, x):
        return self.w * x + self.b

    def gradient(self, x, y):
        errors = self.forward(x) - y
        return np.mean(2 * errors * x), np.mean(2 * errors)

    def step(self, x, y, learning_rate):
        dw, db = self.gradient(x, y)
        return type(self)(self.w - learning_rate * dw, self.b - learning_rate * db)

    def train(self, x, y, learning_rate, epochs):
        lines = [self]
        for _ in range(epochs):
            lines.append(lines[-1].step(x, y, learning_rate))
        return lines


def moved(line, x, y, rate, w_share, b_share):
    """The line after a step of so many times the right length."""
    dw, db = line.gradient(x, y)
    return type(line)(line.w - w_share * rate * dw, line.b - b_share * rate * db)


def moved_in_place(self, x, y, learning_rate):
    dw, db = self.gradient(x, y)
    self.w, self.b = self.w - learning_rate * dw, self.b - learning_rate * db
    return self


EXERCISES = {
    "mean_squared_error(w, x, y)": {
        "right": [mse, "sum((w * a - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x)"],
        "sum_for_mean": ["mse(w, x, y) * len(x)"], "extra_half": ["mse(w, x, y) * len(x) / 2"],
        "missing_factor_2": [("mse(w, x, y) / 2", "In every case this is half of the right value.…")],
        "not_averaged": ["(w * x - y) ** 2"], "not_squared": ["np.mean(w * x - y)", "np.mean(y - w * x)"],
        "absolute": ["np.mean(abs(w * x - y))"], "root": ["mse(w, x, y) ** 0.5"],
        "squared_mean": ["np.mean(w * x - y) ** 2"], "missing_x": ["np.mean((w - y) ** 2)"],
        "missing_w": ["np.mean((x - y) ** 2)"], "plus": ["np.mean((w * x + y) ** 2)"],
        "wrong_shape": [("[1.0, 2.0]", "…gives an array of shape (2,); wanted is one number. Which…")],
        "unheeded": [("np.mean((w * ELSEWHERE - y[0]) ** 2)", "…reads `ELSEWHERE` from outside…")],
        "fixed_n": [("np.sum((w * x - y) ** 2) / 20", "…divided by 20. Is it 20, however many there are?")],
        "one_example": [("(w * x[0] - y[0]) ** 2", "…the first example alone. What ends the loop…"),
            ("(w * x[0] - y[0]) ** 2 / len(x)", "…the first square alone, divided by n…")],
        "variance": ["np.var(w * x - y)", "np.std(w * x - y)"],
        "n_or_n_minus_1": [("mse(w, x, y) * len(x) / (len(x) - 1)", "…n/(n − 1), with n = `len(x)`.…")],
    },
    "slope(w, x, y)": {
        "right": [true_slope, "2 / len(x) * x @ (w * x - y)", "[true_slope(w, x, y)]"],
        "sign": ["-true_slope(w, x, y)"], "missing_factor_2": ["true_slope(w, x, y) / 2"],
        "extra_factor_2": ["true_slope(w, x, y) * 2"], "sum_for_mean": ["true_slope(w, x, y) * len(x)"],
        "mean_for_sum": ["true_slope(w, x, y) / len(x)"],
        "missing_x": ["np.mean(2 * (w * x - y))", "np.mean(2 * (w - y) * x)"],
        "one_example": ["2 * (w * x[0] - y[0]) * x[0]"],
        "wrong_shape": ["2 * (w * x - y) * x", "true_slope(w, x, y), 0.0"], "not_finite": ["np.nan"],
        "only_argument": [("w", "Your slope: in every case `w` itself.…")],
        "averaged_first": [("np.mean(2 * (w * x - y)) * np.mean(x)",
            "…is exactly the slope with the errors and the x averaged first, each on their own. Each error goes…")],
    },
    "gradient(w, b, x, y)": {
        "right": ["np.mean(2 * (w * x + b - y) * x), np.mean(2 * (w * x + b - y))",
            "2 / len(x) * np.array([x, np.ones(len(x))]) @ (w * x + b - y)"],
        "sign": ["-np.mean(2 * (w * x + b - y) * x), -np.mean(2 * (w * x + b - y))"],
        "missing_factor_2": ["np.mean((w * x + b - y) * x), np.mean(w * x + b - y)"],
        "missing_bias": ["np.mean(2 * (w * x - y) * x), np.mean(2 * (w * x - y))"],
    },
    "step(w, slope, rate)": {
        "right": ["w - rate * slope"],
        "sign": ["w + rate * slope"], "missing_rate": ["w - slope"], "only_change": ["-rate * slope", "rate * slope"],
        "divides": ["w - slope / rate"], "multiplies_w": ["w - w * rate * slope", "w * rate * slope"],
        "brackets": ["rate * (w - slope)"],
        "ignores_slope": [("w - rate", "…by the learning rate, whatever the slope…"),
            ("w - rate * np.sign(slope)", "…the right way, but always equally far…")],
        "unknown": [("1 / 3",
            "For w = 2, slope_here = 3, learning_rate = 0.1 `f` gives 0.333333; right is 1.7. It is the same…")],
        "not_finite": ["np.nan"],
    },
    "descend(w, x, y, rate, epochs)": {
        "right": [descend, "np.array(descend(*case))"],
        "missing_start": ["descend(*case)[1:]", "descend(w, x, y, rate, epochs + 1)[1:]"],
        "too_short": ["descend(*case)[:-1]"], "too_long": ["descend(w, x, y, rate, epochs + 1)"],
        "only_last": ["descend(*case)[-1]"], "in_place": ["[descend(*case)[-1]] * (epochs + 1)"],
        "never_moves": ["[w] * (epochs + 1)"], "from_start": ["[w] + [descend(*case)[1]] * epochs"],
        "same_slope": ["[w - k * rate * true_slope(w, x, y) for k in range(epochs + 1)]"],
        "sign": ["descend(w, x, y, -rate, epochs)"], "sum_for_mean": ["descend(w, x, y, rate * len(x), epochs)"],
        "missing_factor_2": ["descend(w, x, y, rate / 2, epochs)"],
        "losses": ["[mse(v, x, y) for v in descend(w, x, y, rate, epochs)]"], "unheeded": ["[3.0] * (epochs + 1)"],
        "wrong_shape": ["[[1.0, 2.0]] * 9"],
    },
    "largest_learning_rate(x)": {
        "right": ["1 / np.mean(x**2)", "len(x) / (x @ x)"],
        "curvature": ["2 * np.mean(x**2)"], "upside_down": ["np.mean(x**2)"],
        "lands_at_once": ["1 / (2 * np.mean(x**2))"], "missing_factor_2": ["2 / np.mean(x**2)"],
        "sum_for_mean": ["1 / np.sum(x**2)", "2 / np.sum(x**2)"], "squared_mean": ["1 / np.mean(x) ** 2"],
        "not_squared": ["1 / np.mean(x)"], "variance": [("1 / x.var()", "…takes the mean of x off before squaring…")],
        "unknown": [("0.697", "For x = [1, 2, 4] `f` gives 0.697; right is 0.142857. It is the same for any input.")],
    },
    "least_squares(x, y)": {
        "right": [least_squares, "np.polyfit(x, y, 1)", "np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y)[0]"],
        "swapped": ["least_squares(x, y)[::-1]"], "no_bias": ["least_squares(x, y)[0]"],
        "through_origin": ["x @ y / (x @ x), 0.0", "through_middle(x @ y / (x @ x), x, y)"],
        "x_on_y": ["least_squares(y, x)", "through_middle(1 / least_squares(y, x)[0], x, y)"],
        "missing_bias": ["least_squares(x, y)[0], 0.0"], "two_points": ["np.polyfit(x[[0, -1]], y[[0, -1]], 1)"],
        "mean_of_y": ["least_squares(x, y)[0], y.mean()"],
        "n_or_n_minus_1": ["through_middle(np.cov(x, y)[0, 1] / x.var(), x, y)"],
        "correlation": ["through_middle(np.corrcoef(x, y)[0, 1], x, y)", "through_middle(y.std() / x.std(), x, y)"],
        "covariance": ["through_middle(np.cov(x, y)[0, 1], x, y)"],
    },
    "epochs_needed(factor, share)": {
        "right": ["int(np.ceil(np.log(share) / np.log(abs(factor))))", "first_k(lambda k: abs(factor**k) <= share)"],
        "rounded_down": ["int(np.log(share) / np.log(abs(factor)))", "round(np.log(share) / np.log(abs(factor)))"],
        "one_too_many": ["first_k(lambda k: abs(factor**k) <= share) + 1"],
        "not_whole": ["np.log(share) / np.log(abs(factor))"],
        "loss_not_distance": ["first_k(lambda k: factor ** (2 * k) <= share)"],
        "missing_absolute": ["first_k(lambda k: factor**k <= share)", "np.ceil(np.log(share) / np.log(factor))"],
        "raises": ["int(np.ceil(np.log(share) / np.log(factor)))"],
    },
}  # fmt: skip

# The class of the last exercise, method by method.
METHODS = {
    "gradient(self, x, y)": {
        "missing_factor_2": ["[slope / 2 for slope in Line.gradient(*case)]"], "not_tried": ["..."],
    },
    "step(self, x, y, rate)": {
        "not_tried": ["..."], "wrong_shape": ["None"], "raises": [lambda self, x, y: self, "self.weight"],
        "in_place": [moved_in_place], "sign": ["moved(*case, -1, -1)", "moved(*case, -1, 1)", "moved(*case, 1, -1)"],
        "missing_bias": ["moved(*case, 1, 0)"], "missing_w": ["moved(*case, 0, 1)"],
        "missing_rate": ["moved(self, x, y, 1, 1, 1)"],
        "only_change": ["type(self)(*[-rate * slope for slope in self.gradient(x, y)])"],
        "never_moves": ["moved(*case, 0, 0)"],
        "swapped": ["type(self)(self.w - rate * self.gradient(x, y)[1], self.b - rate * self.gradient(x, y)[0])"],
        "not_a_line": ["self.w, self.b"],
        "unheeded": [("Line.step(self, ELSEWHERE, ELSEWHERE, rate)", "…reads `ELSEWHERE` from outside…")],
    },
    "train(self, x, y, rate, epochs)": {
        "not_tried": ["...", "[self, ...]"], "wrong_shape": ["None", "[]"],
        "missing_start": ["Line.train(*case)[1:]", "[line.step(x, y, rate) for line in Line.train(*case)]"],
        "too_short": ["Line.train(*case)[:-1]"], "too_long": ["Line.train(self, x, y, rate, epochs + 1)"],
        "only_last": ["Line.train(*case)[-1]"],
        "in_place": ["[Line.train(*case)[-1]] * (epochs + 1)",
            "[moved_in_place(self, x, y, rate) for _ in range(epochs + 1)]"],
        "never_moves": ["[self] * (epochs + 1)"], "from_start": ["[self] + [self.step(x, y, rate)] * epochs"],
        "other_start": ["Line.train(type(self)(0.0, 0.0), x, y, rate, epochs)"],
        "sign": ["Line.train(self, x, y, -rate, epochs)"],
        "not_a_line": ["[(line.w, line.b) for line in Line.train(*case)]",
            "[np.mean((line.forward(x) - y) ** 2) for line in Line.train(*case)]"],
        "raises": ["self.nothing"], "sum_for_mean": ["Line.train(self, x, y, rate * len(x), epochs)"],
        "missing_factor_2": ["Line.train(self, x, y, rate / 2, epochs)"],
        "same_slope": ["[moved(self, x, y, rate, k, k) for k in range(epochs + 1)]"],
    },
}  # fmt: skip
