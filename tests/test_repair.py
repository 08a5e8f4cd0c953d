"""The one place in a learner's code that keeps it from being right."""

import time
from dataclasses import dataclass

import numpy as np
import pytest

from helpers import checks
from helpers.repair import one_change

DATA = np.arange(3.0)


class springs:  # noqa: N801
    X = np.array([1.0, 2.0, 4.0])


def brackets(w, x, y):
    return np.mean(w * x - y**2)


def overwritten(w, x, y):
    total = 0.0
    for x_i, y_i in zip(x, y, strict=True):
        total = (w * x_i - y_i) ** 2
    return total / len(x)


def never_added(w, x, y):
    total = 0.0
    for x_i, y_i in zip(x, y, strict=True):
        total += w * x_i - y_i**2
    return total / len(x)


def from_outside(w, x, y):
    return np.mean((w * springs.X.mean() - y) ** 2)


def of_another_length(w, x, y):
    return np.mean((w * springs.X - y) ** 2)


def two_lists(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum((np.diff(y) - y) ** 2)


def wrong_array(w, x, y):
    errors = w * x - y
    return np.mean(errors * x)


def outside_root(y, y_hat):
    rmse = np.mean(np.sqrt((y_hat - y) ** 2))
    return rmse, np.mean(np.abs(y_hat - y))


def too_early(y, y_hat):
    return 100 * np.mean(np.abs(y_hat - y)) / np.mean(np.abs(y))


def one_more(counts, means):
    return counts @ means / counts.sum() + 1


def wrong_axis(X):
    return (X - np.mean(X, axis=1, keepdims=True)) / np.std(X, axis=0)


def late(w, b, X, y, learning_rate, batch_size):
    for first in range(0, len(y), batch_size):
        X_part, y_part = X[first : first + batch_size], y[first : first + batch_size]
        w = w - learning_rate * 2 * X_part.T @ (X_part @ w + b - y_part) / len(y_part)
        b = b - learning_rate * 2 * np.mean(X_part @ w + b - y_part) * 1.0
    return w, b


def with_a_table(w, b, X, y):
    errors = X @ w + b - y[:, None]
    return 2 * X.T @ errors / len(y), 2 * np.mean(errors)


@pytest.mark.parametrize(("name", "wrong", "code", "words"), [
    ("mean_squared_error", brackets, "brackets", "is one change away from right. `w * x - y ** 2`: what"),
    ("mean_squared_error", overwritten, "overwritten", "is one change away from right. Is it added to what"),
    ("mean_squared_error", never_added, "brackets", "Line 4, "),
    ("mean_squared_error", wrong_array, "another_quantity", "is one change away from right. Is it `x` that"),
    ("standardize", wrong_axis, "axis", "`np.mean(X, axis=1, keepdims=True)`: along which axis?"),
])  # fmt: skip
def test_one_change_away_from_right_its_place_is_told(name, wrong, code, words):
    verdict = getattr(checks, name)(wrong)
    if code != verdict.misconception or words not in verdict.message:
        pytest.fail(f"{verdict.misconception}: {verdict.message}")


def test_what_the_tables_and_the_numbers_name_is_left_to_them():
    assert checks.rmse_and_mae(outside_root).misconception == "mean_of_roots"
    assert checks.percentage_error(too_early).misconception == "ratio_of_sums"
    assert checks.one_epoch(late).misconception == "late_bias"


def test_what_raises_is_shown_the_place_as_well():
    def predict(X, w, b):
        return w @ X + b

    verdict = checks.predict_many(predict)
    assert verdict.misconception == "raises"
    assert verdict.message.endswith(
        "Line 2, `return w @ X + b`, is one change away from right. `w @ X`: which of the two comes first?"
    )


def test_a_method_of_a_class_is_changed_in_its_place_and_put_back():
    @dataclass
    class Line:
        w: float
        b: float

        def gradient(self, x, y):
            errors = self.w * x + self.b - y
            return np.mean(2 * errors * x), np.mean(2 * errors)

        def step(self, x, y, learning_rate):
            dw, db = self.gradient(x, y)
            return Line(self.w - learning_rate * dw, self.b - learning_rate + db)

        def train(self, x, y, learning_rate, epochs):
            lines = [self]
            for _ in range(epochs):
                lines.append(lines[-1].step(x, y, learning_rate))
            return lines

    step = Line.step
    verdict = checks.line(Line)
    assert "`self.b - learning_rate + db`" in verdict.message, verdict
    assert Line.step is step


def test_without_a_text_and_without_parameters_nothing_is_tried():
    names = {"np": np}
    exec("def f(w, x, y):\n    return np.mean(w * x - y**2)", names)
    assert one_change(names["f"], lambda changed: True) is None
    assert one_change(lambda *case: 1 + 1, lambda changed: True) is None
    assert one_change(3.0, lambda changed: True) is None
    assert one_change(np.mean, lambda changed: True) is None


def test_the_search_ends_in_time_whatever_is_changed():
    def forever(w, x, y):
        k = 0
        while k < 3:
            k += 1
        return np.mean((w * x - y) ** 2) + k * 0.37 * w

    start = time.perf_counter()
    assert one_change(forever, lambda changed: False, seconds=0.2) is None
    assert time.perf_counter() - start < 1


def test_what_is_read_from_outside_is_named_with_its_attribute():
    reads = " reads `springs` from outside: `springs` is the same whatever is passed."
    assert reads.replace("springs", "springs.X") in checks.mean_squared_error(from_outside).message
    assert reads.replace("springs", "springs.X") in checks.mean_squared_error(of_another_length).message


def test_lists_of_different_length_are_not_told_of_columns():
    verdict = checks.r_squared(two_lists)
    assert verdict.misconception == "raises"
    assert "The two are not equally long." in verdict.message
    assert "column" not in verdict.message
