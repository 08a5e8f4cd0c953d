"""What learners' functions may do and return: every check answers in words, and nothing right is called wrong."""

import decimal
import fractions
from collections import namedtuple
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from mistakes import RIGHT
from mistakes.fit_a_line import Line

from helpers import checks
from helpers.attempt import show_both

CHECKS = [name for name in checks.__all__ if name not in ("Diagnosis", "diagnose_gradient", "torch_loop")]
Pair = namedtuple("Pair", "dw db")


class Odd:
    """An object that refuses whatever one asks of it."""

    def __array__(self, *_, **__):
        raise RuntimeError("no array")

    def __iter__(self):
        raise RuntimeError("no iteration")

    def __len__(self):
        raise RuntimeError("no length")

    def __eq__(self, other):
        raise RuntimeError("no comparison")

    __hash__ = None


@dataclass
class Slopes:
    dw: float
    db: float


OBJECTS = [
    [], (), {}, set(), "", "text", b"bytes", {"dw": 1.0, "db": 2.0}, {1.0, 2.0}, frozenset([1]), range(3), slice(3),
    [[]], [()], [None, 1.0], [1.0, None], ["a", 1.0], [[1.0], [2.0, 3.0]], [[1.0, [2.0]], 3.0], [{}, {}],
    Pair(1.0, 2.0), Pair("a", None), Slopes(1.0, 2.0), [Slopes(1.0, 2.0)] * 3, Odd(), [Odd(), Odd()], (1.0, Odd()), Odd,
    1 + 2j, [1j, 2.0], np.array([1j, 2]), np.nan, [np.nan, np.inf], np.full((2, 2), np.nan), 10**400, [10**400, 1],
    np.array([10**30, 1], dtype=object), np.array([None, 1.0]), np.array(["a", "b"]), np.array([], dtype=float),
    np.zeros((0, 3)), np.zeros((2, 0)), np.zeros((1, 1, 1)), np.float16(2), np.bool_(True), True, -0.0,
    np.ma.masked_array([1.0, 2.0], [True, False]), np.ma.masked, np.zeros(2, dtype=[("a", float), ("b", float)]),
    np.array(["2020-01-01"], dtype="datetime64[D]"), np.timedelta64(1, "D"), np.matrix([[1.0, 2.0]]), memoryview(b"ab"),
    fractions.Fraction(1, 3), [fractions.Fraction(1, 3)] * 2, decimal.Decimal("0.1"), [decimal.Decimal("0.1")] * 2,
    pd.Series([1.0, 2.0]), pd.Series(["a", "b"]), pd.DataFrame({"a": [1.0, 2.0]}), pd.NA, [pd.NA, 1.0], pd.Index([1]),
    lambda: 1, map(abs, [1, 2]), iter([1.0, 2.0]), (n for n in [1.0]), max, np, type, Exception("e"), NotImplemented,
    [np.zeros(3)] * 2, [np.zeros((2, 2))] * 3, [np.zeros(2), np.zeros(3)], tuple(np.zeros((3, 3))), [[[[1.0]]]], 1e308,
]  # fmt: skip


def assert_in_words(verdict):
    text = repr(verdict)
    assert len(text) > 20
    assert "Traceback" not in text
    assert "helpers" not in text
    assert " at 0x" not in text
    assert verdict._repr_html_()


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_answers_in_words_whatever_is_returned(name):
    check = getattr(checks, name)
    for result in OBJECTS:
        verdict = check(lambda *_, result=result: result)
        assert_in_words(verdict)
        assert not verdict, (name, result)


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_answers_in_words_whatever_is_raised(name):
    class LearnersOwnError(Exception):
        def __str__(self):
            return ""

    for error in (
        ValueError,
        KeyError("k"),
        LearnersOwnError,
        RecursionError,
        MemoryError,
        SystemExit,
        StopIteration,
        Warning,
    ):

        def fail(*_, error=error):
            raise error

        verdict = getattr(checks, name)(fail)
        assert_in_words(verdict)
        assert verdict.misconception == "raises"


@pytest.mark.parametrize("name", RIGHT)
def test_every_check_answers_in_words_to_a_right_answer_that_is_spoiled(name):
    rng = np.random.default_rng(0)
    spoils = [
        lambda value: value + 1e-3 * rng.normal(size=np.shape(value)),
        lambda value: value[..., None],
        lambda value: value[None],
        lambda value: value.T,
        lambda value: value.astype(int),
        lambda value: value.astype(complex),
        lambda value: value.astype(object),
        lambda value: np.ma.masked_array(value, value > 0),
        lambda value: value * np.nan,
        lambda value: value.tolist(),
        lambda value: value[::-1],
        lambda value: np.broadcast_to(value, (2, *value.shape)),
        lambda value: value.astype(str),
    ]
    for spoil in spoils:

        def spoiled(*case, spoil=spoil):
            result = RIGHT[name][0](*case)
            if isinstance(result, tuple):
                return tuple(spoil(np.atleast_1d(np.asarray(part, dtype=float))) for part in result)
            return spoil(np.atleast_1d(np.asarray(result, dtype=float)))

        assert_in_words(getattr(checks, name)(spoiled))


def in_single_precision(function, whole):
    """The function computed in float32, its result too unless `whole`."""

    def low(value):
        return value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype == float else value

    def high(value):
        return np.asarray(value, dtype=float) if whole else value

    def wrapped(*case):
        result = function(*map(low, case))
        several = isinstance(result, tuple | list)
        return type(result)(map(high, map(low, map(np.asarray, result)))) if several else high(low(np.asarray(result)))

    return wrapped


EVERY_RIGHT = [(name, function) for name, functions in RIGHT.items() for function in functions]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("name", "function"), EVERY_RIGHT)
def test_single_precision_is_right_in_every_exercise(name, function, whole):
    verdict = getattr(checks, name)(in_single_precision(function, whole))
    assert verdict, verdict


@pytest.mark.parametrize("name", ["mean_squared_error", "step", "predict_many", "gradient", "slope", "gradient_many"])
def test_half_precision_is_right_if_the_result_says_so(name):
    def half(*case):
        result = RIGHT[name][0](*case)
        return tuple(map(np.float16, result)) if isinstance(result, tuple) else np.float16(result)

    assert getattr(checks, name)(half)


def test_a_result_that_is_one_reused_buffer_is_read_when_it_comes():
    buffer = np.zeros((20, 20))

    def standardize(X):
        part = buffer[: X.shape[0], : X.shape[1]]
        part[:] = (X - X.mean(axis=0)) / X.std(axis=0)
        return part

    assert checks.standardize(standardize)


def test_one_array_listed_again_and_again_is_told():
    def descend(w, x, y, learning_rate, epochs):
        w = np.array([w])
        weights = [w]
        for _ in range(epochs):
            w -= learning_rate * np.mean(2 * (w * x - y) * x)
            weights.append(w)
        return weights

    assert checks.descend(descend).misconception == "in_place"


def test_only_a_permutation_is_another_order():
    right = RIGHT["layer_backward"][0]
    assert checks.layer_backward(lambda *case: right(*case)[::-1]).misconception == "order"
    assert checks.layer_backward(lambda *case: right(*case)[:1] * 3).misconception != "order"


@pytest.mark.parametrize(("name", "change", "code", "words"), [
    ("predict_many", lambda a: a[:, None], "column", "gives a table of 3 times 3. `[:, 0]` takes"),
    ("predict_many", lambda a: a[None], "row", "`[0]` takes the row out"),
    ("landing", lambda a: a[:, None], "column", "takes the column out"),
    ("dead_units", lambda a: np.asarray(a)[None], "row", "takes the row out"),
    ("standardize", lambda a: a.T, "transposed", "rows and columns exchanged"),
    ("nudge", lambda a: a[:, None], "column", "takes the column out"),
    ("relu", lambda a: a[..., None], "wrong_shape", "wanted is an array"),
])  # fmt: skip
def test_an_axis_too_many_is_named(name, change, code, words):
    verdict = getattr(checks, name)(lambda *case: change(RIGHT[name][0](*case)))
    assert (verdict.misconception, words in verdict.message) == (code, True), verdict


@pytest.mark.parametrize("change", [lambda a: np.array([a]), lambda a: np.array([[a]])])
def test_a_single_number_may_come_as_an_array_of_one(change):
    for name in (
        "mean_squared_error",
        "step",
        "r_squared",
        "largest_learning_rate",
        "bend_between",
        "count_parameters",
    ):
        assert getattr(checks, name)(lambda *case, name=name: change(RIGHT[name][0](*case)))
    assert checks.least_squares(lambda x, y: [np.array([part]) for part in np.polyfit(x, y, 1)])


def test_a_difference_is_shown_with_as_many_digits_as_it_takes():
    assert show_both(1.0, 1.5) == ("1", "1.5")
    assert show_both(0.12738854, 0.127389) == ("0.12738854", "0.127389")
    assert show_both([1.0, 2.0], [1.0, 2.0 + 1e-12]) == ("[1, 2]", "[1, 2.000000000001]")
    one, other = np.arange(20.0), np.arange(20.0) + (np.arange(20) == 13)
    assert show_both(one, other) == ("[13]", "[14]")
    assert show_both(np.nan, 1.0) == ("nan", "1")


# --- Classes ----------------------------------------------------------------------------------------------------------


METHODS = {name: getattr(Line, name) for name in ("forward", "gradient", "step", "train")}


class Plain:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    forward, gradient, step, train = METHODS.values()


class Named(NamedTuple):
    w: float
    b: float

    forward, gradient, step, train = METHODS.values()


class Slotted:
    __slots__ = ("b", "w")

    def __init__(self, w, b):
        self.w, self.b = w, b

    forward, gradient, step, train = METHODS.values()


class WithProperties:
    def __init__(self, w, b):
        self._parameters = np.array([w, b])

    @property
    def w(self):
        return self._parameters[0]

    @property
    def b(self):
        return self._parameters[1]

    forward, gradient, step, train = METHODS.values()


class WithDefaults:
    w = 0.0
    b = 0.0

    def __init__(self, w=0.0, b=0.0):
        self.w, self.b = w, b

    forward, gradient, step, train = METHODS.values()


class WithArrays:
    def __init__(self, w, b):
        self.w, self.b = np.array([w]).reshape(1), np.array([b]).reshape(1)

    forward, gradient, step, train = METHODS.values()


FROZEN = [dataclass(type("Line", (), {"__annotations__": {"w": float, "b": float}, **METHODS}), **options)
          for options in ({}, {"frozen": True}, {"slots": True}, {"eq": False}, {"order": True})]  # fmt: skip


@pytest.mark.parametrize("form", [Plain, Named, Slotted, WithProperties, WithDefaults, WithArrays, *FROZEN])
def test_a_class_is_judged_by_what_it_does(form):
    assert checks.line(form), checks.line(form)

    class InTuples(form):
        def train(self, *case):
            return tuple(form.train(self, *case))

        def step(self, *case):
            return (self.w, self.b)

    assert checks.line(InTuples).misconception == "not_a_line"


def test_a_named_tuple_that_takes_its_step_uphill_is_told_so():
    class Uphill(Named):
        def step(self, x, y, learning_rate):
            return Named.step(self, x, y, -learning_rate)

    assert checks.line(Uphill).misconception == "sign"


# --- Mistakes of any exercise -----------------------------------------------------------------------------------------


COLUMNS = [
    ("mean_squared_error", lambda w, x, y: np.mean((w * x[:, None] - y) ** 2)),
    ("mean_squared_error", lambda w, x, y: np.mean((w * x - y.reshape(-1, 1)) ** 2)),
    ("slope", lambda w, x, y: np.mean(2 * (w * x[:, None] - y) * x)),
    ("slope", lambda w, x, y: np.mean(2 * (w * x[:, None] - y) * x[:, None])),
    ("slope", lambda w, x, y: 2 / len(x) * np.sum((w * x - y[:, None]) * x)),
    ("gradient", lambda w, b, x, y: tuple(np.mean(2 * (w * x[:, None] + b - y) * k) for k in (x, 1))),
    ("gradient", lambda w, b, x, y: tuple(2 / len(y) * np.sum((w * x + b - y[:, None]) * k) for k in (x, 1))),
    ("sum_gradient", lambda w, b, x, y: tuple(np.sum(2 * (w * x[:, None] + b - y) * k) for k in (x, 1))),
    ("gradient_many", lambda w, b, X, y: (
        2 * np.mean((X @ w[:, None] + b - y)[..., None] * X, axis=(0, 1)), 2 * np.mean(X @ w[:, None] + b - y))),
    ("gradient_many", lambda w, b, X, y: (2 / len(y) * X.T @ (X @ w[:, None] + b - y), 2 * np.mean(X @ w + b - y))),
    ("rmse_and_mae", lambda y, y_hat: (
        np.sqrt(np.mean((y_hat[:, None] - y) ** 2)), np.mean(np.abs(y_hat[:, None] - y)))),
    ("r_squared", lambda y, y_hat: 1 - np.sum((y_hat[:, None] - y) ** 2) / np.sum((y - y.mean()) ** 2)),
    ("r_squared", lambda y, y_hat: 1 - np.mean((y_hat - y[:, None]) ** 2) / np.var(y)),
    ("percentage_error", lambda y, y_hat: 100 * np.mean(np.abs((y_hat[:, None] - y) / y))),
    ("descend", lambda *case: descended(*case, lambda w, x, y: np.mean(2 * (w * x[:, None] - y) * x))),
    ("descend", lambda *case: descended(*case, lambda w, x, y: 2 / len(x) * np.sum((w * x - y[:, None]) * x))),
    ("without_zero_grad", lambda *case: piled(*case, lambda w, x, y: np.mean(2 * (w * x[:, None] - y) * x))),
]  # fmt: skip


def descended(w, x, y, learning_rate, epochs, slope):
    weights = [w]
    for _ in range(epochs):
        weights.append(weights[-1] - learning_rate * slope(weights[-1], x, y))
    return weights


def piled(w, x, y, learning_rate, epochs, slope):
    weights, pile = [w], 0.0
    for _ in range(epochs):
        pile += slope(weights[-1], x, y)
        weights.append(weights[-1] - learning_rate * pile)
    return weights


def one_epoch_with_a_table(w, b, X, y, learning_rate, batch_size):
    for first in range(0, len(y), batch_size):
        rows = slice(first, first + batch_size)
        table = X[rows] @ w[:, None] + b - y[rows]
        dw = 2 * np.mean(table[..., None] * X[rows][:, None], axis=(0, 1))
        w, b = w - learning_rate * dw, b - learning_rate * 2 * np.mean(table)
    return w, b


def descend_many_with_a_table(X, y, learning_rate, epochs):
    w, b, losses = np.zeros((X.shape[1], 1)), 0.0, []
    for _ in range(epochs):
        table = X @ w + b - y
        losses.append(np.mean(table**2))
        w = w - learning_rate * 2 / len(y) * X.T @ table.mean(axis=1, keepdims=True)
        b = b - learning_rate * 2 * np.mean(table)
    return w[:, 0], b, [*losses, np.mean((X @ w + b - y) ** 2)]


@pytest.mark.parametrize(("name", "wrong"), [
    *COLUMNS, ("one_epoch", one_epoch_with_a_table), ("descend_many", descend_many_with_a_table)])  # fmt: skip
def test_a_column_against_a_row_is_named_in_every_check_with_a_y(name, wrong):
    verdict = getattr(checks, name)(wrong)
    assert not verdict
    assert verdict.misconception != "sum_for_mean"
    assert "column" in verdict.message, verdict


def test_the_names_of_the_parameters_tell_their_order():
    def step(learning_rate, w, slope_here):
        return w - learning_rate * slope_here

    def gradient(X, y, w, b):
        errors = X @ w + b - y
        return 2 * X.T @ errors / len(y), 2 * np.mean(errors)

    assert "step(w, slope_here, learning_rate)" in checks.step(step).message
    verdict = checks.gradient_many(gradient)
    assert (verdict.misconception, "gradient(w, b, X, y)" in verdict.message) == ("argument_order", True)
    verdict = checks.gradient(lambda p, q, r, s: (np.mean(2 * (r * p + s - q) * p), np.mean(2 * (r * p + s - q))))
    assert (verdict.misconception, "f(w, b, x, y)" in verdict.message) == ("argument_order", True)


def test_a_dict_a_set_and_a_generator_are_named():
    def gradient(w, b, x, y):
        yield np.mean(2 * (w * x + b - y) * x)

    assert "a dict of dw and db" in checks.gradient(lambda w, b, x, y: {"dw": 1.0, "db": 2.0}).message
    assert "a set" in checks.gradient(lambda w, b, x, y: {1.0, 2.0}).message
    assert "a generator" in checks.gradient(gradient).message


def loop(before="", first="", inside="", after="", end="return weights", start="[w]"):
    """A descent with its lines at other depths than they should be."""
    body = [f"    weights = {start}", *([f"    {before}"] if before else []), "    for epoch in range(epochs):"]
    body += [f"        {first}"] if first else []
    body += ["        w = w - learning_rate * np.mean(2 * (w * x - y) * x)"]
    body += [f"        {line}" for line in inside.split("|") if line] + [f"    {after}"] * bool(after) + [f"    {end}"]
    names = {"np": np}
    exec("\n".join(["def descend(w, x, y, learning_rate, epochs):", *body]), names)
    return names["descend"]


@pytest.mark.parametrize(("wrong", "code", "words"), [
    (loop(inside="weights.append(w)|return weights"), "wrong_length", "a `return` or a `break` inside the loop"),
    (loop(after="weights.append(w)"), "wrong_length", "Does `append` stand inside the loop"),
    (loop(after="weights.append(w)", start="[]"), "only_last", "Where are those before it"),
    (loop(inside="for x_i in x: weights.append(w)"), "wrong_length", "in an inner loop"),
    (loop(inside="weights[epoch + 1] = w", start="np.full(epochs + 1, int(w))"), "whole_numbers", "without `dtype="),
    (loop(before="w0 = w", first="w = w0", inside="weights.append(w)"), "from_start", "Does each step start where"),
    (loop(inside="weights.append(w)"), None, "Right"),
])  # fmt: skip
def test_what_stands_at_the_wrong_depth_is_named(wrong, code, words):
    verdict = checks.descend(wrong)
    assert (verdict.misconception, words in verdict.message) == (code, True), verdict


def test_parameters_that_are_reset_in_each_turn_are_named():
    def one_epoch(w, b, X, y, learning_rate, batch_size):
        w_0, b_0 = w, b
        for first in range(0, len(y), batch_size):
            rows = slice(first, first + batch_size)
            errors = X[rows] @ w_0 + b_0 - y[rows]
            w = w_0 - learning_rate * 2 * X[rows].T @ errors / len(errors)
            b = b_0 - learning_rate * 2 * np.mean(errors)
        return w, b

    def descend(X, y, learning_rate, epochs):
        losses = []
        for _ in range(epochs):
            w, b = np.zeros(X.shape[1]), 0.0
            errors = X @ w + b - y
            losses.append(np.mean(errors**2))
            w, b = w - learning_rate * 2 * X.T @ errors / len(y), b - learning_rate * 2 * np.mean(errors)
        return w, b, [*losses, np.mean((X @ w + b - y) ** 2)]

    assert checks.one_epoch(one_epoch).misconception == "reset"
    assert checks.descend_many(descend).misconception == "reset"


@pytest.mark.parametrize(("name", "wrong", "code"), [
    ("mean_squared_error", lambda w, x, y: np.var(w * x - y), "variance"),
    ("mean_squared_error", lambda w, x, y: np.std(w * x - y), "variance"),
    ("rmse_and_mae", lambda y, y_hat: (np.std(y_hat - y), np.mean(np.abs(y_hat - y))), "standard_deviation"),
    ("r_squared", lambda y, y_hat: 1 - np.var(y_hat - y) / np.var(y), "variance"),
    ("least_squares", lambda x, y: (np.corrcoef(x, y)[0, 1], y.mean() - np.corrcoef(x, y)[0, 1] * x.mean()),
     "correlation"),
    ("standardize", lambda X: (X - X.mean(axis=0)) / np.linalg.norm(X - X.mean(axis=0), axis=0), "length"),
    ("four_losses", lambda e: (np.sum(e**2), np.sum(e**2) / 2, np.var(e), np.var(e) / 2), "variance"),
    ("unit_length", lambda X: (X - X.mean(axis=0)) / X.std(axis=0), "standardised"),
])  # fmt: skip
def test_the_wrong_unit_is_named(name, wrong, code):
    assert getattr(checks, name)(wrong).misconception == code
