"""The check of a gradient: every mistake is named, alone and with others, on any data; nothing right is accused."""

import warnings
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistakes import written

from helpers import checks
from helpers.checks import Diagnosis, diagnose_gradient
from helpers.gradcheck import numerical_gradient
from helpers.losses import HALF_MSE, HALF_SSE, MSE, SSE

LOSSES = (SSE, HALF_SSE, MSE, HALF_MSE)
# Shapes of X; (n,) stands for a single feature with w a number.
SHAPES = st.one_of(
    st.tuples(st.integers(1, 30)), st.tuples(st.integers(1, 15), st.integers(1, 6)), st.sampled_from([(7, 7), (11, 11)])
)
SCALES = st.sampled_from([1e-6, 1e-3, 1.0, 1e3, 1e6])
fast = settings(max_examples=15, deadline=None, derandomize=True)
any_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)


def problem(shape, seed=0, scale=1.0):
    """Random X, y, w, b; `scale` is that of X."""
    rng = np.random.default_rng(seed)
    X, y = scale * rng.normal(size=shape), rng.normal(0, 10, shape[0])
    return X, y, rng.normal(size=shape[1:])[()], rng.normal()


def table(X):
    return np.asarray(X, dtype=float).reshape(len(X), -1)


def wrong_gradient(loss, error="", examples="", back="", back_b="", part="", sign=1.0, factor=1.0, power=0):
    """A candidate with the given mistakes, written independently of the check."""

    def candidate(w, b, X, y):
        n, A = len(y), table(X)
        e = A @ np.atleast_1d(w) + b * (error != "missing_bias") - y
        rows = {"": range(n), "first": [0], "last": [n - 1]}[examples]
        scale = 2 * loss.factor / (n if loss.mean else 1)
        dw, db = np.zeros(A.shape[1]), 0.0
        for i in rows:
            dw += scale * e[i] * (np.ones(A.shape[1]) if back == "missing_x" else A[i])
            db += scale * e[i]
        if back == "transposed":
            dw = scale * A @ e
        k = sign * factor * float(n) ** power
        right = gradient(loss, w, b, X, y)
        dw, db = k * dw, k * db * (back_b != "zero")
        dw, db = (right[0] if part == "db" else dw), (right[1] if part == "dw" else db)
        return (dw[0] if np.ndim(X) == 1 else dw), db

    return candidate


def gradient(loss, w, b, X, y):
    e = table(X) @ np.atleast_1d(w) + b - y
    scale = 2 * loss.factor / (len(y) if loss.mean else 1)
    return scale * table(X).T @ e, scale * e.sum()


# By name: words of the message, and the ways to make the mistake. The first five scale the slope.
MISTAKES = {
    "sign": ("minus", {"sign": -1.0}),
    "missing_factor_2": ("half of", {"factor": 0.5}),
    "extra_factor_2": ("twice", {"factor": 2.0}),
    "sum_for_mean": ("n times", {"power": 1}),
    "mean_for_sum": ("one n-th of", {"power": -1}),
    "missing_x": ("x left out", {"back": "missing_x"}),
    "missing_bias": ("b ", {"error": "missing_bias"}, {"back_b": "zero"}, {"error": "missing_bias", "back_b": "zero"}),
    "one_example": ("example alone", {"examples": "first"}, {"examples": "last"}),
    "transposed": ("rows and columns of X", {"back": "transposed"}),
}
WORDS = {name: words for name, (words, *_) in MISTAKES.items()}
SINGLE = [(name, way) for name, (_, *ways) in MISTAKES.items() for way in ways]


def fits(name, shape):
    """Whether a mistake can be made at all on data of this shape."""
    return name != "transposed" or len(shape) == 2


@any_loss
@pytest.mark.parametrize(("name", "mistakes"), SINGLE)
@fast
@given(SHAPES, st.integers(0, 10**6), SCALES)
def test_each_single_mistake_is_named_on_any_data(loss, name, mistakes, shape, seed, scale):
    if fits(name, shape):
        verdict = diagnose_gradient(wrong_gradient(loss, **mistakes), *problem(shape, seed, scale), loss)
        assert (verdict.correct, verdict.misconception) == (False, name), verdict.message
        assert WORDS[name] in verdict.message


@pytest.mark.parametrize("shape", [(20,), (9, 3), (4, 4)])
@any_loss
def test_pairs_and_triples_are_named_after_the_most_telling_and_mention_all(loss, shape):
    data = problem(shape, seed=3)
    groups = [["sign"], ["missing_factor_2", "extra_factor_2"], ["sum_for_mean", "mean_for_sum"]]
    structures = ["missing_x", "missing_bias", "one_example", "transposed"]
    rank = [*structures, "sign", "sum_for_mean", "mean_for_sum", "missing_factor_2", "extra_factor_2"]
    scalings = [names for k in (1, 2, 3) for some in combinations(groups, k) for names in product(*some)]
    structures = [(None, {}), *((name, way) for name, way in SINGLE if name in structures and fits(name, shape))]
    count = 0
    for names, (structure, mistakes) in product(scalings, structures):
        mistakes = mistakes | {key: value for name in names for key, value in MISTAKES[name][1].items()}
        names = [name for name in (structure, *names) if name]
        if len(names) < 2:
            continue
        verdict = diagnose_gradient(wrong_gradient(loss, **mistakes), *data, loss)
        assert verdict.misconception == min(names, key=rank.index), (names, verdict.message)
        assert all(WORDS[name] in verdict.message for name in names), (names, verdict.message)
        count += 1
    assert count > 90


@pytest.mark.parametrize(("name", "mistakes"), [row for row in SINGLE if row[0] != "transposed"])
@pytest.mark.parametrize("part", ["dw", "db"])
@pytest.mark.parametrize("shape", [(20,), (9, 3)])
def test_a_mistake_in_one_part_is_named_with_the_part(name, mistakes, part, shape):
    if part == "db" and name == "missing_x" or part == "dw" and mistakes == {"back_b": "zero"}:
        return
    verdict = diagnose_gradient(wrong_gradient(MSE, **mistakes, part=part), *problem(shape), MSE)
    assert verdict.misconception == name
    assert f"points `{part}` is exactly" in verdict.message
    assert f"`{'db' if part == 'dw' else 'dw'}` is right." in verdict.message


def test_two_parts_with_different_mistakes_are_both_described():
    verdict = judge(lambda w, b, x, y: (np.mean((w * x + b - y) * x), -2 * np.mean(w * x + b - y)), (20,))
    assert verdict.misconception == "sign"
    assert "`dw` is exactly half of the true slope, and `db` is exactly minus the true slope." in verdict.message


def test_the_half_losses_have_hints_of_their_own():
    verdict = judge(
        lambda w, b, x, y: (np.mean(2 * (w * x + b - y) * x), np.mean(2 * (w * x + b - y))), (20,), HALF_MSE
    )
    assert verdict.misconception == "extra_factor_2"
    assert "½ in front" in verdict.message


# --- Right gradients --------------------------------------------------------------------------------------------------


def loop(w, b, x, y, c):
    dw = db = 0
    for xi, yi in zip(x, y, strict=True):
        error = w * xi + b - yi
        dw += error * xi
        db += error
    return c * dw, c * db


def lists(w, b, x, y, c):
    errors = [w * xi + b - yi for xi, yi in zip(x.tolist(), y.tolist(), strict=True)]
    return [c * sum(e * xi for e, xi in zip(errors, x, strict=True)), c * sum(errors)]


def two_of_shape_1(w, b, x, y, c):
    design = np.column_stack([x, np.ones(len(x))])
    dw, db = np.split(c * design.T @ (design @ np.array([w, b]) - y), 2)
    return dw, db


def einsum(w, b, X, y, c):
    e = np.einsum("nd,d->n", X, w) + b - y
    return c * np.einsum("nd,n->d", X, e), c * np.sum(e, keepdims=True)


def loops(w, b, X, y, c):
    n, d = X.shape
    dw, db = [0.0] * d, 0.0
    for i in range(n):
        e = b - y[i]
        for j in range(d):
            e += w[j] * X[i, j]
        for j in range(d):
            dw[j] += c * e * X[i, j]
        db += c * e
    return dw, db


def columns(w, b, X, y, c):
    delta = X @ w.reshape(-1, 1) + b - y.reshape(-1, 1)
    return (c * X.T @ delta).ravel(), c * delta.sum(axis=0)


# Right gradients in the styles of many learners, for one feature and for several; c is 2, 1, 2/n or 1/n.
ONE_FEATURE = [
    lambda w, b, x, y, c: (c * np.sum((w * x + b - y) * x), c * np.sum(w * x + b - y)),
    lambda w, b, x, y, c: np.array([c * (w * x @ x + b * x.sum() - x @ y), c * (w * x.sum() + len(x) * b - y.sum())]),
    lambda w, b, x, y, c: ((x @ (c * (w * x + b - y))[:, None]), (c * (w * x + b - y)[:, None]).sum(axis=0)),
    loop, lists, two_of_shape_1,
]  # fmt: skip
SEVERAL = [
    lambda w, b, X, y, c: (c * X.T @ (X @ w + b - y), c * (X @ w + b - y).sum()),
    lambda w, b, X, y, c: (c * (np.dot(w, X.T) + b - y) @ X, float(c * (np.dot(w, X.T) + b - y) @ np.ones(len(y)))),
    lambda w, b, X, y, c: (np.sum(c * (np.sum(w * X, axis=1) + b - y)[:, None] * X, axis=0),
                           np.array(c * (np.sum(w * X, axis=1) + b - y).sum())),
    einsum, loops, columns,
]  # fmt: skip


def of(loss, style):
    """The candidate that computes the slopes of a loss in this style."""
    return lambda w, b, X, y: style(w, b, X, y, 2 * loss.factor / (len(y) if loss.mean else 1))


def numerical(loss, h=1e-3):
    def candidate(w, b, x, y):
        value = lambda w, b: loss.value(y, w * x + b)  # noqa: E731
        return (value(w + h, b) - value(w - h, b)) / (2 * h), (value(w, b + h) - value(w, b - h)) / (2 * h)

    return candidate


@any_loss
@settings(fast, max_examples=40)
@given(SHAPES, st.integers(0, 10**6), SCALES, st.sampled_from([1e-6, 1.0, 1e6]), st.booleans())
def test_a_right_gradient_is_never_accused(loss, shape, seed, scale, scale_y, whole):
    X, y, w, b = problem(shape, seed, scale)
    y = y * scale_y
    if whole:
        X, y, w, b = np.rint(X).astype(int), np.rint(y).astype(int), np.rint(w).astype(int)[()], int(b)
    for style in ONE_FEATURE if len(shape) == 1 else SEVERAL:
        verdict = diagnose_gradient(of(loss, style), X, y, w, b, loss)
        assert verdict.correct, (style.__name__, verdict.message)
        assert verdict.misconception is None
        assert verdict.message == "Right: at each of the 5 test points `dw` and `db` are the slopes of the loss."


@any_loss
def test_a_right_gradient_is_right_at_the_minimum_and_on_degenerate_data(loss):
    X, y, _, _ = problem((12, 2))
    least = np.linalg.lstsq(np.column_stack([X, np.ones(12)]), y, rcond=None)[0]
    for style in SEVERAL:
        for data in (
            (X, y, least[:2], least[2]),
            (np.zeros((3, 2)), np.zeros(3), np.zeros(2), 0),
            (np.ones((1, 1)), [2.0], [3.0], 0.0),
            (1e200 * X, y, least[:2], 0.0),
            (1e-200 * X, 1e-110 * y, least[:2], 0.0),
        ):
            assert diagnose_gradient(of(loss, style), *data, loss).correct
    assert diagnose_gradient(numerical(loss), X[:, 0], y, 2.0, 1.0, loss).correct


@fast
@given(SHAPES, st.integers(0, 10**6))
def test_right_means_equal_to_the_numerical_gradient(shape, seed):
    X, y, w, b = problem(shape, seed)
    for loss in LOSSES:
        value = lambda p, loss=loss: loss.value(y, table(X) @ p[:-1] + p[-1])  # noqa: E731
        slopes = numerical_gradient(value, np.append(w, b))
        true = np.append(*of(loss, (SEVERAL if len(shape) == 2 else ONE_FEATURE)[0])(w, b, X, y))
        np.testing.assert_allclose(true, slopes, rtol=1e-5, atol=1e-4)


# --- Candidates that misbehave ----------------------------------------------------------------------------------------


def right(w, b, X, y):
    dw, db = gradient(MSE, w, b, X, y)
    return (dw[0] if np.ndim(X) == 1 else dw), db


def over(rows, w, b, X, y):
    """The slopes over some of the examples, divided by the number of all."""
    return [slope * len(y[rows]) / len(y) for slope in right(w, b, X[rows], y[rows])]


def judge(candidate, shape=(20, 3), loss=MSE):
    return diagnose_gradient(candidate, *problem(shape), loss)


@pytest.mark.parametrize("shape", [(20,), (20, 3)])
@pytest.mark.parametrize(
    "stub", [..., lambda *_: ..., lambda *_: (..., ...), lambda *_: [1.0, ...], lambda *_: ... * 2]
)
def test_a_stub_is_not_tried(stub, shape):
    assert judge(stub, shape) == Diagnosis(False, "not_tried", "Not tried yet: replace the ... above.")


def test_a_stub_may_raise_not_implemented():
    def stub(w, b, X, y):
        raise NotImplementedError

    assert judge(stub).misconception == "not_tried"


def test_an_exception_is_shown_with_the_line_of_the_learners_code():
    def gradient(w, b, X, y):
        errors = X @ w + b - y
        return undefined @ errors, errors.mean()  # noqa: F821

    verdict = judge(gradient)
    assert verdict.misconception == "raises"
    assert verdict.message.startswith("Line 3 of `gradient`, `return undefined @ errors, errors.mean()")
    assert "NameError: name 'undefined' is not defined" in verdict.message
    assert "X of shape (20, 3)" in verdict.message


def test_an_exception_is_shown_where_it_happens_in_a_function_that_is_called():
    def errors(w, b, X, y):
        return X @ w + b - missing  # noqa: F821

    def gradient(w, b, X, y):
        return X.T @ errors(w, b, X, y), 0

    assert judge(gradient).message.startswith("Line 2 of `errors`, `return X @ w + b - missing")


def test_an_exception_without_source_or_from_within_numpy_is_shown_too():
    names = {"np": np}
    exec("def gradient(w, b, X, y):\n    return np.linalg.inv(X), 0", names)
    message = judge(names["gradient"]).message
    assert message.startswith("Line 2 of `gradient` stops with LinAlgError: ")
    assert "site-packages" not in message


def transposed_prediction(w, b, X, y):
    e = X.T @ w + b - y
    return 2 * X.T @ e / len(y), 2 * e.mean()


def misses_a_feature(w, b, X, y):
    dw, db = right(w, b, X, y)
    dw[2] = 0
    return dw, db


ONE, THREE = (20,), (20, 3)
# Answers to gradient(w, b, X, y), as in tests/mistakes, with the shapes of X and words of what the check is to say.
ANSWERED = {
    "raises": [
        ([THREE], lambda w, b, X: (w, b), "takes 3 positional arguments but 4 were given"),
        ([THREE], lambda: None, "takes 0 positional arguments but 4 were given"),
        ([THREE], lambda w, b, X, y, z: (w, b), "missing 1 required positional argument: 'z'"),
        *(([THREE], no_function, "its name alone, without brackets") for no_function in (3.5, None, (1.0, 2.0))),
    ],
    "wrong_shape": [
        ([ONE, THREE], "None", "returns nothing (None)"),
        ([ONE, THREE], "'3'", "something other than numbers in a regular array (str)"),
        ([ONE, THREE], "1.5", "one number: 2 values are wanted, `dw` and `db`"),
        ([ONE, THREE], "1.0, 2.0, 3.0", "2 values are wanted"),
        ([ONE, THREE], "'a', 'b'", "`dw` is something other than numbers"),
        ([ONE, THREE], "{}, 1.0", "`dw` is something other than numbers in a regular array (dict)"),
        ([ONE, THREE], "[[1.0, 2.0], [3.0]], 1.0", "`dw` is 2 things that do not make one array"),
        ([ONE, THREE], "None, 1.0", "`dw` is something other than numbers in a regular array (NoneType)"),
        ([ONE, THREE], "np.zeros((4, 5)), 1.0", "`dw` has shape (4, 5)"),
        ([THREE], "right(*case)[0][:, None], right(*case)[1]", "`dw` has shape (3, 1), but `w` has shape (3,). w − "),
        ([THREE], "right(*case)[0][:, None], right(*case)[1]", "w − learning_rate · dw would have shape (3, 3)"),
        ([THREE], "right(*case)[0][None], right(*case)[1]", "would have shape (1, 3)"),
        ([THREE], "right(*case)[::-1]", "have the two changed places?"),
        ([THREE], "right(*case)[0].sum(), right(*case)[1]", "`dw` is one number, but `w` has shape (3,)"),
        ([THREE], "2 * (X @ w + b - y), 1.0", "one per example"),
        ([THREE], "2 * X * (X @ w + b - y)[:, None], 1.0", "one row per example"),
        ([THREE], "right(*case)[0], 2 * (X @ w + b - y)", "`db` has shape (20,), but `b` is one number"),
    ],
    "not_finite": [
        ([THREE], "np.array([1.0, np.nan, 2.0]), 1.0", "`dw` is"),
        ([THREE], "np.array([1.0, np.inf, 2.0]), 1.0", "`dw` is"),
        ([THREE], "np.ones(3), np.nan", "`db` is"),
        ([THREE], "np.ones(3), np.inf", "`db` is"),
    ],
    "missing_x": [
        ([THREE], "(2 * np.mean(X @ w + b - y),) * 2", ""),
        ([ONE], "2 * np.mean((w + b - y) * X), 2 * np.mean(w + b - y)", "x left out of the prediction"),
    ],
    "transposed": [([THREE, (4, 4), (9, 1)], transposed_prediction, "")],
    "one_feature": [([THREE], misses_a_feature, "`dw[2]` is always 0")],
    "swapped": [([ONE], "right(*case)[::-1]", "belongs in the other's place")],
    "extra_x": [([ONE], "right(*case)[:1] * 2", "with x multiplied in")],
    "averaged_first": [([ONE], "2 * np.mean(w * X + b - y) * X.sum(), right(*case)[1]", "goes with its own x")],
    "missing_y": [([ONE], "right(w, b, X, 0 * y)", "y left out of the error")],
    "still_squared": [
        ([ONE], "np.mean(2 * (w * X + b - y) ** 2 * X), np.mean(2 * (w * X + b - y) ** 2)", "squared"),
    ],
    "all_but_one": [
        ([ONE], "over(slice(1, None), *case)", "all examples but the first"),
        ([ONE], "over(slice(-1), *case)", "all examples but the last"),
    ],
}


@pytest.mark.parametrize(
    ("shape", "misconception", "answer", "words"),
    [(shape, code, *row) for code, rows in ANSWERED.items() for shapes, *row in rows for shape in shapes],
)
def test_what_misbehaves_gets_an_answer(shape, misconception, answer, words):
    candidate = written(answer, "w, b, X, y", globals()) if isinstance(answer, str) else answer
    verdict = judge(candidate, shape)
    assert verdict.misconception == misconception, verdict.message
    assert words in verdict.message


def test_a_division_by_zero_warns_nobody():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert judge(lambda w, b, X, y: (X.T @ y / np.float64(0), 1.0)).misconception == "not_finite"


def test_printing_is_swallowed_and_warnings_too(capsys):
    def candidate(w, b, X, y):
        print("here I am")
        warnings.warn("careful", stacklevel=1)
        return right(w, b, X, y)

    assert judge(candidate).correct
    assert capsys.readouterr() == ("", "")


def test_changing_the_inputs_in_place_disturbs_nothing_and_is_mentioned():
    X, y, w, b = problem((20, 3))
    before = X.copy(), y.copy(), w.copy()

    def candidate(w, b, X, y):
        slopes = right(w, b, X, y)
        y -= X @ w
        X *= 0
        w[0] = 7
        return slopes

    verdict = diagnose_gradient(candidate, X, y, w, b, MSE)
    assert verdict.correct
    assert "it changes `w`, `X` and `y` in place" in verdict.caution
    for old, new in zip(before, (X, y, w), strict=True):
        np.testing.assert_array_equal(old, new)


GLOBAL_X, GLOBAL_Y, GLOBAL_W, GLOBAL_B = problem((20, 3))
GLOBAL_N = 20


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("2 * X.T @ (X @ w + b - y) / GLOBAL_N, 2 * (X @ w + b - y).sum() / GLOBAL_N", "`GLOBAL_N`"),
        ("2 * GLOBAL_X.T @ (X @ w + b - y) / len(y), 2 * np.mean(X @ w + b - y)", "`GLOBAL_X`"),
        (
            "2 * GLOBAL_X.T @ (GLOBAL_X @ w + b - GLOBAL_Y) / len(GLOBAL_Y), 2 * np.mean(GLOBAL_X @ w + b - GLOBAL_Y)",
            "`GLOBAL_X` and `GLOBAL_Y`",
        ),
    ],
)
def test_reading_data_from_outside_is_found_out(answer, names):
    candidate = written(answer, "w, b, X, y", globals())
    verdict = diagnose_gradient(candidate, GLOBAL_X, GLOBAL_Y, GLOBAL_W, GLOBAL_B, MSE)
    assert verdict.misconception == "unknown"
    assert "Right on the first data, wrong on others." in verdict.message
    assert f" reads {names} from outside" in verdict.message


def test_a_constant_from_outside_does_no_harm():
    def candidate(w, b, X, y):
        return tuple(slope * GLOBAL_N / GLOBAL_N for slope in right(w, b, X, y))

    assert judge(candidate).correct


@pytest.mark.parametrize("shape", [(20, 3), (9, 6), (13, 4)])
def test_a_mean_over_the_features_is_described(shape):
    def by(size):
        return lambda w, b, X, y: (2 * X.T @ (X @ w + b - y) / size(X), 2 * np.mean(X @ w + b - y))

    for candidate, words in [(by(lambda X: X.shape[1]), "divided by d,"), (by(np.size), "divided by n · d,")]:
        verdict = judge(candidate, shape)
        assert verdict.misconception == "wrong_count"
        assert f"`dw` is exactly the slope {words}" in verdict.message
        assert "`db` is right." in verdict.message
    assert "divided by d," in checks.gradient_many(by(lambda X: X.shape[1])).message


def test_what_nothing_explains_is_shown_beside_the_numerical_gradient():
    X, y, w, b = np.array([1.0, 2.0]), np.array([3.0, 4.0]), 2.0, 1.0
    verdict = diagnose_gradient(lambda w, b, x, y: (1.2345678, 2 * np.mean(w * x + b - y)), X, y, w, b, MSE)
    # The errors are 0 and 1: the slope in w is (0·1 + 1·2)·2/2 = 2.
    assert verdict == Diagnosis(
        False, "unknown",
        "For w = 2, b = 1, X = [1, 2], y = [3, 4]: `dw` is 1.23457, where the numerical gradient is 2. `db` is right.",
    )  # fmt: skip


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_the_numerical_gradient_that_is_shown_is_the_true_one_at_any_scale(scale):
    X, y, w, b = problem((20,), 1, scale)
    message = diagnose_gradient(
        lambda w, b, x, y: (np.sum(np.cos(9 * (x + y + w + b))), np.sum(np.sin(7 * (x - y + w * b)))), X, y, w, b, MSE
    ).message
    dw, db = gradient(MSE, w, b, X, y)
    for slope in (dw[0], db):
        assert f"numerical gradient is {slope:.6g}".replace("-", "−") in message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"X": np.zeros((4, 3))}, "same number of examples"),
        ({"X": np.full((20, 3), np.nan)}, "X must be finite"),
        ({"X": np.zeros((20, 3, 1))}, "X must be"),
        ({"X": [[1.0, 2.0], [3.0]]}, "X must hold"),
        ({"X": np.zeros((0, 3))}, "X must not be empty"),
        ({"y": np.full(20, np.inf)}, "y must be finite"),
        ({"y": np.zeros((20, 1))}, "y must have shape"),
        ({"w": np.zeros(2)}, r"w must hold one weight per feature, shape \(3,\), got \(2,\)"),
        ({"w": 1.0}, "w must be 1-D"),
        ({"w": np.full(3, np.nan)}, "w must be finite"),
        ({"b": np.zeros(1)}, "b must be 0-D"),
        ({"b": "one"}, "b must hold"),
        ({"loss": "mse"}, "loss must be"),
    ],
)
def test_bad_arguments_are_refused(change, words):
    X, y, w, b = problem((20, 3))
    arguments = {"X": X, "y": y, "w": w, "b": b, "loss": MSE} | change
    with pytest.raises(ValueError, match=words):
        diagnose_gradient(right, **arguments)


def test_messages_are_the_same_every_time():
    candidate = wrong_gradient(MSE, back="missing_x", sign=-1)
    assert judge(candidate) == judge(candidate)
