import warnings
from dataclasses import FrozenInstanceError, dataclass, make_dataclass
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from sklearn.metrics import mean_absolute_percentage_error, r2_score
from sklearn.preprocessing import StandardScaler, normalize

from helpers import checks
from helpers.bowl import Bowl
from helpers.checks import Diagnosis, diagnose_gradient
from helpers.gradcheck import numerical_gradient
from helpers.losses import HALF_MSE, HALF_SSE, MSE, SSE

LOSSES = (SSE, HALF_SSE, MSE, HALF_MSE)
NOT_TRIED = "Not tried yet: replace the ... above."
# Shapes of X; (n,) stands for a single feature with w a number.
SHAPES = st.one_of(
    st.tuples(st.integers(1, 30)), st.tuples(st.integers(1, 15), st.integers(1, 6)), st.sampled_from([(7, 7), (11, 11)])
)
SCALES = st.sampled_from([1e-6, 1e-3, 1.0, 1e3, 1e6])
fast = settings(max_examples=15, deadline=None, derandomize=True)


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


SCALINGS = {
    "sign": {"sign": -1.0},
    "missing_factor_2": {"factor": 0.5},
    "extra_factor_2": {"factor": 2.0},
    "sum_for_mean": {"power": 1},
    "mean_for_sum": {"power": -1},
}
STRUCTURES = {
    "missing_x": [{"back": "missing_x"}],
    "missing_bias": [{"error": "missing_bias"}, {"back_b": "zero"}, {"error": "missing_bias", "back_b": "zero"}],
    "one_example": [{"examples": "first"}, {"examples": "last"}],
    "transposed": [{"back": "transposed"}],
}
SINGLE = [*SCALINGS.items(), *((name, mistakes) for name, rows in STRUCTURES.items() for mistakes in rows)]
# Words that a message must contain for the mistake to be named.
WORDS = {
    "sign": "minus",
    "missing_factor_2": "half of",
    "extra_factor_2": "twice",
    "sum_for_mean": "n times",
    "mean_for_sum": "one n-th of",
    "missing_x": "x left out",
    "transposed": "rows and columns of X",
    "one_example": "example alone",
    "missing_bias": "b ",
}


def fits(name, shape):
    """Whether a mistake can be made at all on data of this shape."""
    return name != "transposed" or len(shape) == 2


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@pytest.mark.parametrize(("name", "mistakes"), SINGLE)
@fast
@given(SHAPES, st.integers(0, 10**6), SCALES)
def test_each_single_mistake_is_named_on_any_data(loss, name, mistakes, shape, seed, scale):
    if fits(name, shape):
        verdict = diagnose_gradient(wrong_gradient(loss, **mistakes), *problem(shape, seed, scale), loss)
        assert (verdict.correct, verdict.misconception) == (False, name), verdict.message
        assert WORDS[name] in verdict.message


@pytest.mark.parametrize("shape", [(20,), (9, 3), (4, 4)])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_pairs_and_triples_are_named_after_the_most_telling_and_mention_all(loss, shape):
    data = problem(shape, seed=3)
    groups = [["sign"], ["missing_factor_2", "extra_factor_2"], ["sum_for_mean", "mean_for_sum"]]
    rank = [*STRUCTURES, "sign", "sum_for_mean", "mean_for_sum", "missing_factor_2", "extra_factor_2"]
    scalings = [names for k in (1, 2, 3) for some in combinations(groups, k) for names in product(*some)]
    structures = [(None, {}), *((name, row) for name, row in SINGLE if name in STRUCTURES and fits(name, shape))]
    count = 0
    for names, (structure, mistakes) in product(scalings, structures):
        mistakes = mistakes | {key: value for name in names for key, value in SCALINGS[name].items()}
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
    def candidate(w, b, x, y):
        e = w * x + b - y
        return np.mean(e * x), -2 * np.mean(e)

    verdict = diagnose_gradient(candidate, *problem((20,)), MSE)
    assert verdict.misconception == "sign"
    assert "`dw` is exactly half of the true slope, and `db` is exactly minus the true slope." in verdict.message


def test_the_half_losses_have_hints_of_their_own():
    def doubled(w, b, x, y):
        return np.mean(2 * (w * x + b - y) * x), np.mean(2 * (w * x + b - y))

    verdict = diagnose_gradient(doubled, *problem((20,)), HALF_MSE)
    assert verdict.misconception == "extra_factor_2"
    assert "½ in front" in verdict.message


# --- Right gradients --------------------------------------------------------------------------------------------------


def c(loss, n):
    return 2 * loss.factor / (n if loss.mean else 1)


def scalar_broadcasting(loss):
    return lambda w, b, x, y: (c(loss, len(y)) * np.sum((w * x + b - y) * x), c(loss, len(y)) * np.sum(w * x + b - y))


def scalar_loop(loss):
    def candidate(w, b, x, y):
        dw = db = 0
        for xi, yi in zip(x, y, strict=True):
            error = w * xi + b - yi
            dw += error * xi
            db += error
        return c(loss, len(x)) * dw, c(loss, len(x)) * db

    return candidate


def scalar_lists(loss):
    def candidate(w, b, x, y):
        errors = [w * xi + b - yi for xi, yi in zip(x.tolist(), y.tolist(), strict=True)]
        return [c(loss, len(x)) * sum(e * xi for e, xi in zip(errors, x, strict=True)), c(loss, len(x)) * sum(errors)]

    return candidate


def scalar_expanded(loss):
    def candidate(w, b, x, y):
        k, n = c(loss, len(x)), len(x)
        return np.array([k * (w * x @ x + b * x.sum() - x @ y), k * (w * x.sum() + n * b - y.sum())])

    return candidate


def scalar_of_shape_1(loss):
    def candidate(w, b, x, y):
        design = np.column_stack([x, np.ones(len(x))])
        dw, db = np.split(c(loss, len(x)) * design.T @ (design @ np.array([w, b]) - y), 2)
        return dw, db

    return candidate


def scalar_columns(loss):
    def candidate(w, b, x, y):
        delta = loss.gradient(y, w * x + b)[:, None]
        return (x[None, :] @ delta)[0], delta.sum(axis=0)

    return candidate


def scalar_numerical(loss):
    def candidate(w, b, x, y):
        h = 1e-3
        value = lambda w, b: loss.value(y, w * x + b)  # noqa: E731
        return (value(w + h, b) - value(w - h, b)) / (2 * h), (value(w, b + h) - value(w, b - h)) / (2 * h)

    return candidate


def vector_matrix(loss):
    return lambda w, b, X, y: (c(loss, len(y)) * X.T @ (X @ w + b - y), c(loss, len(y)) * (X @ w + b - y).sum())


def vector_other_way(loss):
    def candidate(w, b, X, y):
        e = c(loss, len(y)) * (np.dot(w, X.T) + b - y)
        return e @ X, float(e @ np.ones(len(y)))

    return candidate


def vector_broadcasting(loss):
    def candidate(w, b, X, y):
        e = np.sum(w * X, axis=1) + b - y
        return np.sum(c(loss, len(y)) * e[:, None] * X, axis=0), np.array(c(loss, len(y)) * e.sum())

    return candidate


def vector_einsum(loss):
    def candidate(w, b, X, y):
        e = np.einsum("nd,d->n", X, w) + b - y
        return c(loss, len(y)) * np.einsum("nd,n->d", X, e), c(loss, len(y)) * np.sum(e, keepdims=True)

    return candidate


def vector_loops(loss):
    def candidate(w, b, X, y):
        n, d = X.shape
        dw, db = [0.0] * d, 0.0
        for i in range(n):
            e = b - y[i]
            for j in range(d):
                e += w[j] * X[i, j]
            for j in range(d):
                dw[j] += c(loss, n) * e * X[i, j]
            db += c(loss, n) * e
        return dw, db

    return candidate


def vector_columns(loss):
    def candidate(w, b, X, y):
        delta = X @ w.reshape(-1, 1) + b - y.reshape(-1, 1)
        return (c(loss, len(y)) * X.T @ delta).ravel(), (c(loss, len(y)) * delta.sum(axis=0))

    return candidate


SCALAR_STYLES = [scalar_broadcasting, scalar_loop, scalar_lists, scalar_expanded, scalar_of_shape_1, scalar_columns]
VECTOR_STYLES = [vector_matrix, vector_other_way, vector_broadcasting, vector_einsum, vector_loops, vector_columns]


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@settings(fast, max_examples=40)
@given(SHAPES, st.integers(0, 10**6), SCALES, st.sampled_from([1e-6, 1.0, 1e6]), st.booleans())
def test_a_right_gradient_is_never_accused(loss, shape, seed, scale, scale_y, whole):
    X, y, w, b = problem(shape, seed, scale)
    y = y * scale_y
    if whole:
        X, y, w, b = np.rint(X).astype(int), np.rint(y).astype(int), np.rint(w).astype(int)[()], int(b)
    for style in SCALAR_STYLES if len(shape) == 1 else VECTOR_STYLES:
        verdict = diagnose_gradient(style(loss), X, y, w, b, loss)
        assert verdict.correct, (style.__name__, verdict.message)
        assert verdict.misconception is None
        assert verdict.message == "Right: at each of the 5 test points `dw` and `db` are the slopes of the loss."


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_a_right_gradient_is_right_at_the_minimum_and_on_degenerate_data(loss):
    X, y, _, _ = problem((12, 2))
    least = np.linalg.lstsq(np.column_stack([X, np.ones(12)]), y, rcond=None)[0]
    for style in VECTOR_STYLES:
        assert diagnose_gradient(style(loss), X, y, least[:2], least[2], loss).correct
        assert diagnose_gradient(style(loss), np.zeros((3, 2)), np.zeros(3), np.zeros(2), 0, loss).correct
        assert diagnose_gradient(style(loss), np.ones((1, 1)), [2.0], [3.0], 0.0, loss).correct
        assert diagnose_gradient(style(loss), 1e200 * X, y, least[:2], 0.0, loss).correct
        assert diagnose_gradient(style(loss), 1e-200 * X, 1e-110 * y, least[:2], 0.0, loss).correct
    assert diagnose_gradient(scalar_numerical(loss), X[:, 0], y, 2.0, 1.0, loss).correct


@fast
@given(SHAPES, st.integers(0, 10**6))
def test_right_means_equal_to_the_numerical_gradient(shape, seed):
    X, y, w, b = problem(shape, seed)
    for loss in LOSSES:
        value = lambda p, loss=loss: loss.value(y, table(X) @ p[:-1] + p[-1])  # noqa: E731
        slopes = numerical_gradient(value, np.append(w, b))
        true = np.append(*(VECTOR_STYLES if len(shape) == 2 else SCALAR_STYLES)[0](loss)(w, b, X, y))
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
    assert judge(stub, shape) == Diagnosis(False, "not_tried", NOT_TRIED)


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


@pytest.mark.parametrize(
    ("candidate", "words"),
    [
        (lambda w, b, X: (w, b), "takes 3 positional arguments but 4 were given"),
        (lambda: None, "takes 0 positional arguments but 4 were given"),
        (lambda w, b, X, y, z: (w, b), "missing 1 required positional argument: 'z'"),
        (3.5, "its name alone, without brackets"),
        (None, "its name alone, without brackets"),
        ((1.0, 2.0), "its name alone, without brackets"),
    ],
)
def test_what_cannot_be_called_that_way_gets_an_answer(candidate, words):
    verdict = judge(candidate)
    assert verdict.misconception == "raises"
    assert words in verdict.message


@pytest.mark.parametrize("shape", [(20,), (20, 3)])
@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "returns nothing (None)"),
        ("3", "something other than numbers in a regular array (str)"),
        (1.5, "one number: 2 values are wanted, `dw` and `db`"),
        ((1.0, 2.0, 3.0), "2 values are wanted"),
        (("a", "b"), "`dw` is something other than numbers"),
        (({}, 1.0), "`dw` is something other than numbers in a regular array (dict)"),
        (([[1.0, 2.0], [3.0]], 1.0), "`dw` is 2 things that do not make one array"),
        ((None, 1.0), "`dw` is something other than numbers in a regular array (NoneType)"),
        ((np.zeros((4, 5)), 1.0), "`dw` has shape (4, 5)"),
    ],
)
def test_results_of_the_wrong_kind_get_an_answer(result, words, shape):
    verdict = judge(lambda w, b, X, y: result, shape)
    assert verdict.misconception == "wrong_shape"
    assert words in verdict.message


@pytest.mark.parametrize(
    ("candidate", "words"),
    [
        (lambda *a: (right(*a)[0][:, None], right(*a)[1]), "`dw` has shape (3, 1), but `w` has shape (3,). w − "),
        (lambda *a: (right(*a)[0][:, None], right(*a)[1]), "w − learning_rate · dw would have shape (3, 3)"),
        (lambda *a: (right(*a)[0][None], right(*a)[1]), "would have shape (1, 3)"),
        (lambda *a: right(*a)[::-1], "have the two changed places?"),
        (lambda *a: (right(*a)[0].sum(), right(*a)[1]), "`dw` is one number, but `w` has shape (3,)"),
        (lambda w, b, X, y: (2 * (X @ w + b - y), 1.0), "one per example"),
        (lambda w, b, X, y: (2 * X * (X @ w + b - y)[:, None], 1.0), "one row per example"),
        (lambda w, b, X, y: (right(w, b, X, y)[0], 2 * (X @ w + b - y)), "`db` has shape (20,), but `b` is one number"),
    ],
)  # fmt: skip
def test_wrong_shapes_are_explained(candidate, words):
    verdict = judge(candidate)
    assert verdict.misconception == "wrong_shape"
    assert words in verdict.message


def test_one_number_for_all_weights_that_lacks_x_is_a_missing_x():
    verdict = judge(lambda w, b, X, y: (2 * np.mean(X @ w + b - y),) * 2)
    assert verdict.misconception == "missing_x"


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("part", [0, 1])
def test_what_is_not_finite_is_named_with_the_part(bad, part):
    result = (np.array([1.0, bad, 2.0]), 1.0) if part == 0 else (np.ones(3), bad)
    verdict = judge(lambda w, b, X, y: result)
    assert verdict.misconception == "not_finite"
    assert f"`{('dw', 'db')[part]}` is" in verdict.message


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


def test_reading_data_from_outside_is_found_out():
    def of_a_global_n(w, b, X, y):
        e = X @ w + b - y
        return 2 * X.T @ e / GLOBAL_N, 2 * e.sum() / GLOBAL_N

    def of_a_global_x(w, b, X, y):
        e = X @ w + b - y
        return 2 * GLOBAL_X.T @ e / len(e), 2 * e.mean()

    def of_all(w, b, X, y):
        e = GLOBAL_X @ w + b - GLOBAL_Y
        return 2 * GLOBAL_X.T @ e / len(e), 2 * e.mean()

    for candidate, name in [
        (of_a_global_n, "GLOBAL_N"),
        (of_a_global_x, "GLOBAL_X"),
        (of_all, "GLOBAL_X` and `GLOBAL_Y"),
    ]:
        verdict = diagnose_gradient(candidate, GLOBAL_X, GLOBAL_Y, GLOBAL_W, GLOBAL_B, MSE)
        assert verdict.misconception == "unknown"
        assert verdict.message.startswith("Right on the first data, wrong on others.")
        assert f"It reads `{name}` from outside" in verdict.message


def test_a_constant_from_outside_does_no_harm():
    def candidate(w, b, X, y):
        return tuple(slope * GLOBAL_N / GLOBAL_N for slope in right(w, b, X, y))

    assert judge(candidate).correct


@pytest.mark.parametrize(
    ("candidate", "words"),
    [
        (lambda w, b, x, y: right(w, b, x, y)[::-1], "belongs in the other's place"),
        (lambda w, b, x, y: right(w, b, x, y)[:1] * 2, "with x multiplied in"),
        (lambda w, b, x, y: (2 * np.mean(w * x + b - y) * x.sum(), right(w, b, x, y)[1]), "goes with its own x"),
        (lambda w, b, x, y: right(w, b, x, 0 * y), "y left out of the error"),
        (lambda w, b, x, y: (np.mean(2 * (w * x + b - y) ** 2 * x), np.mean(2 * (w * x + b - y) ** 2)), "squared"),
        (lambda w, b, x, y: over(slice(1, None), w, b, x, y), "all examples but the first"),
        (lambda w, b, x, y: over(slice(-1), w, b, x, y), "all examples but the last"),
    ],
)  # fmt: skip
def test_mistakes_without_a_name_of_their_own_are_described(candidate, words):
    verdict = judge(candidate, (20,))
    assert verdict.misconception == "unknown"
    assert words in verdict.message


@pytest.mark.parametrize("shape", [(20, 3), (9, 6), (13, 4)])
def test_a_mean_over_the_features_is_described(shape):
    def by(size):
        return lambda w, b, X, y: (2 * X.T @ (X @ w + b - y) / size(X), 2 * np.mean(X @ w + b - y))

    for candidate, words in [(by(lambda X: X.shape[1]), "divided by d,"), (by(np.size), "divided by n · d,")]:
        verdict = judge(candidate, shape)
        assert verdict.misconception == "unknown"
        assert f"`dw` is exactly the slope {words}" in verdict.message
        assert "`db` is right." in verdict.message
    assert "divided by d," in checks.gradient_many(by(lambda X: X.shape[1])).message


def test_a_prediction_without_x_is_a_missing_x():
    verdict = judge(lambda w, b, x, y: (2 * np.mean((w + b - y) * x), 2 * np.mean(w + b - y)), (20,))
    assert verdict.misconception == "missing_x"
    assert "x left out of the prediction" in verdict.message


def test_a_transposed_prediction_is_transposed():
    def candidate(w, b, X, y):
        e = X.T @ w + b - y
        return 2 * X.T @ e / len(y), 2 * e.mean()

    for shape in [(20, 3), (4, 4), (9, 1)]:
        assert judge(candidate, shape).misconception == "transposed"


def test_a_loop_that_misses_a_feature_is_described():
    def candidate(w, b, X, y):
        dw, db = right(w, b, X, y)
        dw[2] = 0
        return dw, db

    verdict = judge(candidate)
    assert verdict.misconception == "unknown"
    assert "`dw[2]` is always 0" in verdict.message


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
    message = diagnose_gradient(lambda w, b, x, y: (0.123 * x[0] ** 2, 0.5 * x[1] ** 3), X, y, w, b, MSE).message
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


# --- Diagnosis --------------------------------------------------------------------------------------------------------


def test_a_diagnosis_shows_its_message_and_marks_code():
    verdict = Diagnosis(False, "sign", "`dw` is < 0 & wrong.")
    assert repr(verdict) == str(verdict) == "`dw` is < 0 & wrong."
    assert "<code>dw</code> is &lt; 0 &amp; wrong." in verdict._repr_html_()
    marks = {Diagnosis(*d, "")._repr_html_() for d in [(True, None), (False, "sign"), (False, "not_tried")]}
    assert len(marks) == 3
    with pytest.raises(FrozenInstanceError):
        verdict.correct = True


def test_a_diagnosis_is_true_if_the_answer_is_correct():
    assert Diagnosis(True, None, "Right.")
    assert not Diagnosis(False, "sign", "Wrong.")
    assert not checks.slope(lambda w, x, y: np.mean((w * x - y) * x))


def test_a_caution_is_shown_behind_the_message():
    verdict = Diagnosis(True, None, "Right.", "Beware: `y`.")
    assert repr(verdict) == "Right. Beware: `y`."
    assert "Right. Beware: <code>y</code>." in verdict._repr_html_()


def test_messages_are_the_same_every_time():
    candidate = wrong_gradient(MSE, back="missing_x", sign=-1)
    assert judge(candidate) == judge(candidate)


# --- Notebook 01 ------------------------------------------------------------------------------------------------------


def mse(w, x, y):
    return np.mean((w * x - y) ** 2)


def true_slope(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def descend(w, x, y, learning_rate, epochs):
    weights = [w]
    for _ in range(epochs):
        weights.append(weights[-1] - learning_rate * true_slope(weights[-1], x, y))
    return weights


def frozen_slope(w, x, y, learning_rate, epochs):
    return [w - k * learning_rate * true_slope(w, x, y) for k in range(epochs + 1)]


def first_k(factor, share, within):
    return next(k for k in range(10**4) if within(factor, k, share))


def least_squares(x, y):
    return through_middle(np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2), x, y)


def through_middle(w, x, y):
    return w, y.mean() - w * x.mean()


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


def one_epoch(w, b, X, y, rate, size, stop=None, count=lambda y, size: len(y), b_rate=1, w_rate=1):
    for first in list(range(0, len(y), size))[:stop]:
        rows = slice(first, first + size)
        errors = X[rows] @ w + b - y[rows]
        n = count(y[rows], size)
        w, b = w - w_rate * rate * 2 * X[rows].T @ errors / n, b - b_rate * rate * 2 * errors.sum() / n
    return w, b


def stale_epoch(w, b, X, y, rate, size):
    moved = [one_epoch(w, b, X[i : i + size], y[i : i + size], rate, size) for i in range(0, len(y), size)]
    return w + sum(m[0] - w for m in moved), b + sum(m[1] - b for m in moved)


def many(X, y, rate, epochs, w_rate=1, b_rate=1, of_loss=lambda loss: loss, fresh=False):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        e = X @ w + b - y
        losses.append(of_loss(np.mean(e**2)))
        w = w - w_rate * rate * 2 / len(y) * e @ X
        b = b - b_rate * rate * 2 * np.mean(X @ w + b - y if fresh else e)
    return w, b, [*losses, of_loss(np.mean((X @ w + b - y) ** 2))]


def shuffled_epoch(w, b, X, y, *rate_and_size):
    order = np.random.default_rng(1).permutation(len(y))
    return one_epoch(w, b, X[order], y[order], *rate_and_size)


def late_bias_epoch(w, b, X, y, rate, size):
    for first in range(0, len(y), size):
        rows = slice(first, first + size)
        w = w - rate * 2 * X[rows].T @ (X[rows] @ w + b - y[rows]) / len(y[rows])
        b = b - rate * 2 * np.mean(X[rows] @ w + b - y[rows])
    return w, b


def overlapping_epoch(w, b, X, y, rate, size):
    for first in range(len(y)):
        w, b = one_epoch(w, b, X[first : first + size], y[first : first + size], rate, size)
    return w, b


def four(total, mean, *_):
    return total, total / 2, mean, mean / 2


def scores(y, y_hat):
    e = y_hat - y
    return np.sqrt(np.mean(e**2)), np.mean(np.abs(e))


def unexplained(y, y_hat, around):
    return np.sum((y_hat - y) ** 2) / np.sum((y - around) ** 2)


def relu(z):
    return np.maximum(z, 0)


def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


def forward(W1, b1, W2, b2, X):
    z = X @ W1 + b1
    return z, relu(z), (relu(z) @ W2 + b2)[:, 0]


def layer_backward(delta, a, W):
    return a.T @ delta, delta.sum(axis=0), delta @ W.T


def backward(W1, b1, W2, b2, X, y, factor=2, mask=lambda z, da: z > 0, bent=None, end=lambda out: 1, bias=sum, back=1):
    z = X @ W1 + b1
    out = relu(z) @ W2 + b2
    d2 = factor / len(y) * ((bent or (lambda out: out))(out) - y[:, None]) * end(out)
    d1 = d2 @ W2.T**back * mask(z, d2 @ W2.T)
    return X.T @ d1, bias(d1), relu(z).T @ d2, bias(d2)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def steep(z):
    return sigmoid(z) * (1 - sigmoid(z))


def on_each(z):
    return z > 0


def deep(W1, b1, W2, b2, W3, b3, X, y, factor=2, bend=sigmoid, first=steep, second=steep, bias=sum, **turn):
    z1 = X @ W1 + b1
    z2 = bend(z1) @ W2 + b2
    out = (bend(z2) @ W3 + b3)[:, 0]
    d3 = factor / len(y) * (turn.get("out", lambda out: out)(out) - y)[:, None]
    d2 = d3 @ W3.T * second(z2)
    d1 = d2 @ turn.get("turned", np.transpose)(W2) * first(z1)
    came_in = turn.get("came_in", bend)
    return X.T @ d1, bias(d1), came_in(z1).T @ d2, bias(d2), came_in(z2).T @ d3, bias(d3)


def slow_deep(*arguments):
    """The slopes by nudging every number, through tanh, of which the sigmoid is a part."""
    *parameters, X, y = arguments

    def loss(*parts):
        a = X
        for W, b in (parts[:2], parts[2:4]):
            a = (1 + np.tanh((a @ W + b) / 2)) / 2
        return np.mean(((a @ parts[4] + parts[5])[:, 0] - y) ** 2)

    return [
        numerical_gradient(lambda part, i=i: loss(*parameters[:i], part, *parameters[i + 1 :]), parameters[i])
        for i in range(6)
    ]


def slow_backward(*arguments):
    """The slopes by nudging every number."""
    *parameters, X, y = arguments
    slopes = []
    for i, part in enumerate(parameters):

        def loss(changed, i=i):
            parts = [*parameters[:i], changed, *parameters[i + 1 :]]
            return np.mean((forward(*parts, X)[2] - y) ** 2)

        slopes.append(numerical_gradient(loss, part))
    return slopes


def but(function, **parts):
    """`function` with some of its results replaced, by their place: _0, _1, …"""

    def changed(*case):
        results = list(function(*case))
        for place, part in parts.items():
            results[int(place[1:])] = part(*case, *results)
        return tuple(results)

    return changed


def on(z):
    return (z > 0).sum(axis=0)


def torch_step(weight, bias, X, y, learning_rate, scale=2.0, own=np.divide):
    """One step of the MSE with nn.Linear's shapes, as columns."""
    errors = X @ weight.T + bias - y[:, None]
    slopes = (own(scale * errors.T @ X, len(y)), own(scale * errors.sum(axis=0), len(y)))
    return weight - learning_rate * slopes[0], bias - learning_rate * slopes[1]


def slopes_alone(weight, bias, X, y, learning_rate):
    stepped = torch_step(weight, bias, X, y, 1.0)
    return weight - stepped[0], bias - stepped[1]


def in_shape(shape):
    return lambda *case: (torch_step(*case)[0].reshape(shape), torch_step(*case)[1])


def table_of_errors(weight, bias, X, y, learning_rate):
    table = X @ weight.T + bias - y
    slopes = [2 * np.mean(table * X[:, [j]]) for j in range(X.shape[1])]
    return weight - learning_rate * np.array([slopes]), bias - learning_rate * 2 * table.mean()


def table_by_rows(weight, bias, X, y, learning_rate):
    table = 2 * (X @ weight.T + bias - y) / len(y)
    return weight - learning_rate * table.T @ X, bias - learning_rate * table.sum(axis=0)


def colleague(X, y, learning_rate, epochs, start=1.0, mean=False, bias=False, slope=2):
    """Descent on the sum (or mean) of squares, from all ones (or another start), without (or with) a bias."""
    A = np.column_stack([X, np.full(len(X), float(bias))])
    p = np.append(np.full(X.shape[1], start), 0.0)
    for _ in range(epochs):
        p = p - learning_rate * slope * (A.T @ (A @ p - y)) / (len(y) if mean else 1)
    return p[:-1]


def other(**settings):
    return lambda *case: colleague(*case, **settings)


def bias_as_given(start):
    """Another start and the sum for w, but b by the mean: as a column of n^-1/2 makes its steps."""
    return lambda X, y, rate, epochs: colleague(X, y, rate, epochs, start, bias=len(y) ** -0.5)


def piled(w, x, y, learning_rate, epochs, slope=lambda w, x, y: np.mean(2 * x * (w * x - y))):
    weights, slopes = [w], []
    for _ in range(epochs):
        slopes.append(slope(weights[-1], x, y))
        weights.append(weights[-1] - learning_rate * sum(slopes))
    return np.array(weights)


def honest(w, x, y, learning_rate, epochs):
    weights = [w]
    for _ in range(epochs):
        weights.append(weights[-1] - learning_rate * np.mean(2 * x * (weights[-1] * x - y)))
    return weights


def doubled(w, x, y, learning_rate, epochs):
    weights, pile = [w], 0.0
    for _ in range(epochs):
        pile += pile + np.mean(2 * x * (weights[-1] * x - y))
        weights.append(weights[-1] - learning_rate * pile)
    return weights


def row_minus_column(weight, bias, X, y, learning_rate):
    errors = X @ weight.T + bias - y[:, None]
    return weight - learning_rate * 2 / len(y) * X.T @ errors, bias - learning_rate * 2 * errors.mean(axis=0)


def bias_after_the_weights(weight, bias, X, y, learning_rate):
    weight, _ = torch_step(weight, bias, X, y, learning_rate)
    return weight, torch_step(weight, bias, X, y, learning_rate)[1]


RIGHT = {
    "mean_squared_error": [mse, lambda w, x, y: sum((w * a - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x)],
    "slope": [true_slope, lambda w, x, y: 2 / len(x) * x @ (w * x - y), lambda w, x, y: [true_slope(w, x, y)]],
    "gradient": [
        lambda w, b, x, y: (np.mean(2 * (w * x + b - y) * x), np.mean(2 * (w * x + b - y))),
        lambda w, b, x, y: 2 / len(x) * np.array([x, np.ones(len(x))]) @ (w * x + b - y),
    ],
    "step": [lambda w, slope, learning_rate: w - learning_rate * slope],
    "descend": [descend, lambda *case: np.array(descend(*case))],
    "largest_learning_rate": [lambda x: 1 / np.mean(x**2), lambda x: len(x) / (x @ x)],
    "least_squares": [least_squares, lambda x, y: np.polyfit(x, y, 1),
                      lambda x, y: np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y)[0]],
    "epochs_needed": [
        lambda factor, share: int(np.ceil(np.log(share) / np.log(abs(factor)))),
        lambda factor, share: first_k(factor, share, lambda f, k, s: abs(f**k) <= s),
    ],
    "four_losses": [lambda e: four((e**2).sum(), (e**2).mean()), lambda e: list(four(e @ e, e @ e / len(e)))],
    "equal_learning_rate": [lambda rate, n: rate * n / 2, lambda rate, n: rate / (2 / n)],
    "sum_gradient": [lambda w, b, x, y: (2 * (w * x + b - y) @ x, 2 * np.sum(w * x + b - y))],
    "rmse_and_mae": [scores, lambda y, y_hat: [np.linalg.norm(y - y_hat) / len(y) ** 0.5, np.abs(y - y_hat).mean()]],
    "r_squared": [r2_score, lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) / np.var(y)],
    "percentage_error": [lambda y, y_hat: 100 * mean_absolute_percentage_error(y, y_hat)],
    "breaking_point": [lambda limit, rate: int(limit // rate) + 1],
    "predict_many": [lambda X, w, b: X @ w + b, lambda X, w, b: [np.sum(row * w) + b for row in X]],
    "gradient_many": [
        lambda w, b, X, y: (2 / len(y) * (X @ w + b - y) @ X, 2 * np.mean(X @ w + b - y)),
        lambda w, b, X, y: (np.mean(2 * X * (X @ w + b - y)[:, None], axis=0), np.mean(2 * (X @ w + b - y))),
    ],
    "nudge": [numerical, lambda f, p, h: [numerical(f, p, h)[i] for i in range(len(p))]],
    "printed_loss": [lambda w, b, x, y: np.mean((w * x + b - y) ** 2)],
    "landing": [
        lambda start, A, y: start + np.linalg.pinv(A) @ (y - A @ start),
        lambda start, A, y: start + np.linalg.lstsq(A, y - A @ start, rcond=1e-10)[0],
    ],
    "one_epoch": [one_epoch],
    "standardize": [lambda X: (X - X.mean(axis=0)) / X.std(axis=0), lambda X: StandardScaler().fit_transform(X)],
    "largest_spread": [lambda e, rmse: rmse / np.linalg.norm(e), lambda e, rmse: (rmse**2 / (e @ e)) ** 0.5],
    "condition_number": [
        lambda X: np.linalg.cond(np.column_stack([X, np.ones(len(X))])) ** 2,
        lambda X: Bowl.of(X, np.zeros(len(X))).condition_number,
    ],
    "unscale": [lambda w, b, mean, std: (w / std, b - np.sum(w * mean / std))],
    "baseline_r_squared": [lambda y_train, y_test: r2_score(y_test, np.full(len(y_test), np.mean(y_train)))],
    "unit_length": [lambda X: normalize(X - X.mean(axis=0), axis=0)],
    "descend_many": [many, lambda *case: [list(many(*case)[0]), *many(*case)[1:]]],
    "starting_bias": [
        lambda loss, y: np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss])[::-1],
        lambda loss, y: (np.mean(y) - (loss - np.var(y)) ** 0.5, np.mean(y) + (loss - np.var(y)) ** 0.5),
    ],
    "sum_of_races": [
        lambda k, lam, d, floor, rate: floor + sum(
            0.5 * a * (b * (1 - rate * a) ** k) ** 2 for a, b in zip(lam, d, strict=True)),
    ],
    "paired": [lambda a, b: ((b - a).mean(), (b - a).std()), lambda a, b: np.array([np.mean(b - a), np.std(a - b)])],
    "scale_both": [lambda a, b: tuple(map(StandardScaler().fit(a).transform, (a, b)))],
    "whiten": [
        lambda X: PCA(whiten=True).fit_transform(X) * np.sqrt(len(X) / (len(X) - 1)),
        lambda X: -np.linalg.qr(X - X.mean(axis=0))[0] * len(X) ** 0.5,
    ],
    "relu": [relu, lambda z: z * (z > 0), lambda z: (z + np.abs(z)) / 2],
    "collapse": [collapse, lambda W1, b1, W2, b2: [np.dot(W1, W2), W2.T @ b1 + b2]],
    "forward": [forward, lambda *case: list(forward(*case))],
    "relu_backward": [lambda da, z: da * (z > 0), lambda da, z: np.where(z > 0, da, 0.0)],
    "layer_backward": [layer_backward, but(layer_backward, _2=lambda delta, a, W, *_: (W @ delta.T).T)],
    "backward": [backward, lambda *case: backward(*case, bias=lambda d: d.sum(axis=0)), slow_backward],
    "bending_units": [lambda z: np.sum((on(z) > 0) & (on(z) < len(z))), lambda z: sum(0 < k < len(z) for k in on(z))],
    "bend_between": [
        lambda w, x_left, x_right: -w @ (x_left + x_right) / 2,
        lambda w, x_left, x_right: -np.mean([x_left @ w, x_right @ w]),
    ],
    "dead_units": [lambda z: np.all(z <= 0, axis=0), lambda z: [not (column > 0).any() for column in z.T]],
    "count_parameters": [lambda sizes: sum((i + 1) * o for i, o in zip(sizes[:-1], sizes[1:], strict=True))],
    "leaky_relu_backward": [lambda da, z, leak: np.where(z > 0, da, leak * da)],
    "sigmoid_backward": [
        lambda da, z: da * steep(z),
        lambda da, z: da * np.exp(-z) / (1 + np.exp(-z)) ** 2,
        lambda da, z: da * (1 - np.tanh(z / 2) ** 2) / 4,
    ],
    "deep_backward": [deep, lambda *case: list(deep(*case, bias=lambda d: d.sum(axis=0))), slow_deep],
    "linear_step": [torch_step, lambda *case: (torch_step(*case)[0], torch_step(*case)[1][0])],
    "their_run": [colleague],
    "equal_rates": [lambda rate, m: [2 * rate, rate * 2, rate / m], lambda rate, m: np.array([2, 2, 1 / m]) * rate],
    "keras_weights": [lambda weight, bias: (weight.T, bias), lambda weight, bias: [np.transpose(weight), bias.copy()]],
    "without_zero_grad": [piled, lambda *case: list(piled(*case))],
}  # fmt: skip

WRONG = [
    ("four_losses", "not_squared", lambda e: four(e.sum(), e.mean())),
    ("four_losses", "squared_sum", lambda e: four(e.sum() ** 2, e.mean() ** 2)),
    ("four_losses", "squared_sum", lambda e: four(e.sum() ** 2, e.sum() ** 2 / len(e))),
    ("four_losses", "absolute", lambda e: four(np.abs(e).sum(), np.abs(e).mean())),
    ("four_losses", "missing_half", lambda e: ((e**2).sum(), (e**2).sum(), (e**2).mean(), (e**2).mean())),
    ("four_losses", "extra_factor_2", lambda e: ((e**2).sum(), 2 * (e**2).sum(), (e**2).mean(), 2 * (e**2).mean())),
    ("four_losses", "sum_for_mean", lambda e: four((e**2).sum(), (e**2).sum())),
    ("four_losses", "half_for_mean", lambda e: ((e**2).sum(), *[(e**2).sum() / 2] * 2, (e**2).mean() / 2)),
    ("four_losses", "double_n", lambda e: (*four((e**2).sum(), (e**2).mean())[:3], (e**2).mean() / 2 / len(e))),
    ("four_losses", "times_n", lambda e: (*four((e**2).sum(), (e**2).mean())[:3], 1 / 2 * len(e) * (e**2).sum())),
    ("four_losses", "times_n", lambda e: four((e**2).sum(), len(e) * (e**2).sum())),
    ("four_losses", "order", lambda e: four((e**2).mean(), (e**2).sum())),
    ("four_losses", "wrong_shape", lambda e: (e**2).sum()),
    ("equal_learning_rate", "missing_factor_2", lambda rate, n: rate * n),
    ("equal_learning_rate", "extra_factor_2", lambda rate, n: rate * 2 * n),
    ("equal_learning_rate", "inverted", lambda rate, n: rate / n),
    ("equal_learning_rate", "inverted", lambda rate, n: 2 * rate / n),
    ("equal_learning_rate", "missing_n", lambda rate, n: rate),
    ("equal_learning_rate", "missing_n", lambda rate, n: rate / 2),
    ("equal_learning_rate", "fixed_n", lambda rate, n: rate * 100),
    ("equal_learning_rate", "fixed_n", lambda rate, n: 0.1),
    ("rmse_and_mae", "missing_root", lambda y, y_hat: (scores(y, y_hat)[0] ** 2, scores(y, y_hat)[1])),
    ("rmse_and_mae", "order", lambda y, y_hat: scores(y, y_hat)[::-1]),
    ("rmse_and_mae", "signs", lambda y, y_hat: (scores(y, y_hat)[0], np.mean(y_hat - y))),
    ("rmse_and_mae", "signs", lambda y, y_hat: (scores(y, y_hat)[0], np.mean(y - y_hat))),
    ("rmse_and_mae", "root_of_sum", lambda y, y_hat: (np.linalg.norm(y_hat - y), scores(y, y_hat)[1])),
    ("rmse_and_mae", "root_of_sum", lambda y, y_hat: (np.linalg.norm(y_hat - y) / len(y), scores(y, y_hat)[1])),
    ("rmse_and_mae", "sum_for_mean", lambda y, y_hat: (np.linalg.norm(y_hat - y), np.abs(y_hat - y).sum())),
    ("rmse_and_mae", "sum_for_mean", lambda y, y_hat: (scores(y, y_hat)[0], np.abs(y_hat - y).sum())),
    ("rmse_and_mae", "absolute_of_mean", lambda y, y_hat: (scores(y, y_hat)[0], abs(np.mean(y_hat - y)))),
    ("rmse_and_mae", "mean_of_roots", lambda y, y_hat: (np.mean(np.sqrt((y_hat - y) ** 2)), scores(y, y_hat)[1])),
    ("r_squared", "clipped", lambda y, y_hat: max(0.0, 1 - unexplained(y, y_hat, y.mean()))),
    ("r_squared", "squared_sum", lambda y, y_hat: 1 - np.sum(y_hat - y) ** 2 / np.sum((y - y.mean()) ** 2)),
    ("r_squared", "squared_sum", lambda y, y_hat: 1 - np.sum(y_hat - y) ** 2 / np.sum(y - y.mean()) ** 2),
    ("r_squared", "squared_sum", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / sum(y - np.mean(y)) ** 2),
    ("r_squared", "brackets", lambda y, y_hat: (1 - np.sum((y_hat - y) ** 2)) / np.sum((y - y.mean()) ** 2)),
    ("r_squared", "missing_one", lambda y, y_hat: unexplained(y, y_hat, y.mean())),
    ("r_squared", "sign", lambda y, y_hat: unexplained(y, y_hat, y.mean()) - 1),
    ("r_squared", "inverted", lambda y, y_hat: 1 - 1 / unexplained(y, y_hat, y.mean())),
    ("r_squared", "baseline_of_predictions", lambda y, y_hat: 1 - unexplained(y, y_hat, y_hat.mean())),
    ("r_squared", "no_baseline", lambda y, y_hat: 1 - unexplained(y, y_hat, 0)),
    ("r_squared", "correlation", lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1] ** 2),
    ("r_squared", "mixed", lambda y, y_hat: 1 - unexplained(y, y_hat, y.mean()) / len(y)),
    ("r_squared", "mixed", lambda y, y_hat: 1 - unexplained(y, y_hat, y.mean()) * len(y)),
    ("percentage_error", "sum_for_mean", lambda y, y_hat: 100 * np.sum(np.abs((y_hat - y) / y))),
    ("percentage_error", "missing_percent", lambda y, y_hat: np.mean(np.abs((y_hat - y) / y))),
    ("percentage_error", "signs", lambda y, y_hat: 100 * np.mean((y_hat - y) / y)),
    ("percentage_error", "signs", lambda y, y_hat: 100 * np.mean(np.abs(y_hat - y) / y)),
    ("percentage_error", "per_prediction", lambda y, y_hat: 100 * np.mean(np.abs((y_hat - y) / y_hat))),
    ("percentage_error", "ratio_of_sums", lambda y, y_hat: 100 * np.abs(y_hat - y).sum() / np.abs(y).sum()),
    ("percentage_error", "sold_as_score", lambda y, y_hat: 100 - 100 * np.mean(np.abs((y_hat - y) / y))),
    ("breaking_point", "one_too_few", lambda limit, rate: limit // rate),
    ("breaking_point", "at_the_border", lambda limit, rate: np.ceil(limit / rate)),
    ("breaking_point", "not_whole", lambda limit, rate: limit / rate),
    ("breaking_point", "half_sum", lambda limit, rate: 2 * limit // rate + 1),
    ("breaking_point", "missing_n", lambda limit, rate: limit),
    ("breaking_point", "missing_limit", lambda limit, rate: 2 / rate),
    ("breaking_point", "missing_limit", lambda limit, rate: int(2 / rate) + 1),
    ("breaking_point", "half_mean", lambda limit, rate: limit / 2 // rate + 1),
    ("sum_gradient", "missing_factor_2", lambda w, b, x, y: (np.sum((w * x + b - y) * x), np.sum(w * x + b - y))),
    ("sum_gradient", "sign", lambda w, b, x, y: (2 * np.sum((y - w * x - b) * x), 2 * np.sum(y - w * x - b))),
    ("sum_gradient", "mean_for_sum", lambda w, b, x, y: (2 * np.mean((w * x + b - y) * x), 2 * np.mean(w * x + b - y))),
    ("mean_squared_error", "sum_for_mean", lambda w, x, y: mse(w, x, y) * len(x)),
    ("mean_squared_error", "extra_half", lambda w, x, y: mse(w, x, y) / 2),
    ("mean_squared_error", "extra_half", lambda w, x, y: mse(w, x, y) * len(x) / 2),
    ("mean_squared_error", "not_averaged", lambda w, x, y: (w * x - y) ** 2),
    ("mean_squared_error", "not_squared", lambda w, x, y: np.mean(w * x - y)),
    ("mean_squared_error", "not_squared", lambda w, x, y: np.mean(y - w * x)),
    ("mean_squared_error", "absolute", lambda w, x, y: np.mean(abs(w * x - y))),
    ("mean_squared_error", "root", lambda w, x, y: mse(w, x, y) ** 0.5),
    ("mean_squared_error", "squared_mean", lambda w, x, y: np.mean(w * x - y) ** 2),
    ("mean_squared_error", "missing_x", lambda w, x, y: np.mean((w - y) ** 2)),
    ("mean_squared_error", "missing_w", lambda w, x, y: np.mean((x - y) ** 2)),
    ("mean_squared_error", "plus", lambda w, x, y: np.mean((w * x + y) ** 2)),
    ("slope", "sign", lambda w, x, y: -true_slope(w, x, y)),
    ("slope", "missing_factor_2", lambda w, x, y: true_slope(w, x, y) / 2),
    ("slope", "extra_factor_2", lambda w, x, y: true_slope(w, x, y) * 2),
    ("slope", "sum_for_mean", lambda w, x, y: true_slope(w, x, y) * len(x)),
    ("slope", "mean_for_sum", lambda w, x, y: true_slope(w, x, y) / len(x)),
    ("slope", "missing_x", lambda w, x, y: np.mean(2 * (w * x - y))),
    ("slope", "missing_x", lambda w, x, y: np.mean(2 * (w - y) * x)),
    ("slope", "one_example", lambda w, x, y: 2 * (w * x[0] - y[0]) * x[0]),
    ("slope", "wrong_shape", lambda w, x, y: 2 * (w * x - y) * x),
    ("slope", "wrong_shape", lambda w, x, y: (true_slope(w, x, y), 0.0)),
    ("slope", "not_finite", lambda w, x, y: np.nan),
    ("slope", "unknown", lambda w, x, y: w),
    ("gradient", "sign", lambda w, b, x, y: (-np.mean(2 * (w * x + b - y) * x), -np.mean(2 * (w * x + b - y)))),
    ("gradient", "missing_factor_2", lambda w, b, x, y: (np.mean((w * x + b - y) * x), np.mean(w * x + b - y))),
    ("gradient", "missing_bias", lambda w, b, x, y: (np.mean(2 * (w * x - y) * x), np.mean(2 * (w * x - y)))),
    ("step", "sign", lambda w, slope, rate: w + rate * slope),
    ("step", "missing_rate", lambda w, slope, rate: w - slope),
    ("step", "only_change", lambda w, slope, rate: -rate * slope),
    ("step", "only_change", lambda w, slope, rate: rate * slope),
    ("step", "divides", lambda w, slope, rate: w - slope / rate),
    ("step", "multiplies_w", lambda w, slope, rate: w - w * rate * slope),
    ("step", "multiplies_w", lambda w, slope, rate: w * rate * slope),
    ("step", "brackets", lambda w, slope, rate: rate * (w - slope)),
    ("descend", "missing_start", lambda *case: descend(*case)[1:]),
    ("descend", "missing_start", lambda *case: descend(*case[:4], case[4] + 1)[1:]),
    ("descend", "too_short", lambda *case: descend(*case)[:-1]),
    ("descend", "too_long", lambda *case: descend(*case[:4], case[4] + 1)),
    ("descend", "only_last", lambda *case: descend(*case)[-1]),
    ("descend", "in_place", lambda *case: [descend(*case)[-1]] * (case[4] + 1)),
    ("descend", "never_moves", lambda *case: [case[0]] * (case[4] + 1)),
    ("descend", "from_start", lambda *case: [case[0]] + [descend(*case)[1]] * case[4]),
    ("descend", "same_slope", frozen_slope),
    ("descend", "sign", lambda w, x, y, rate, epochs: descend(w, x, y, -rate, epochs)),
    ("descend", "sum_for_mean", lambda w, x, y, rate, epochs: descend(w, x, y, rate * len(x), epochs)),
    ("descend", "missing_factor_2", lambda w, x, y, rate, epochs: descend(w, x, y, rate / 2, epochs)),
    ("descend", "losses", lambda w, x, y, rate, epochs: [mse(v, x, y) for v in descend(w, x, y, rate, epochs)]),
    ("descend", "unknown", lambda *case: [3.0] * (case[4] + 1)),
    ("descend", "wrong_shape", lambda *case: [[1.0, 2.0]] * 9),
    ("largest_learning_rate", "curvature", lambda x: 2 * np.mean(x**2)),
    ("largest_learning_rate", "upside_down", lambda x: np.mean(x**2)),
    ("largest_learning_rate", "lands_at_once", lambda x: 1 / (2 * np.mean(x**2))),
    ("largest_learning_rate", "missing_factor_2", lambda x: 2 / np.mean(x**2)),
    ("largest_learning_rate", "sum_for_mean", lambda x: 1 / np.sum(x**2)),
    ("largest_learning_rate", "sum_for_mean", lambda x: 2 / np.sum(x**2)),
    ("largest_learning_rate", "squared_mean", lambda x: 1 / np.mean(x) ** 2),
    ("largest_learning_rate", "not_squared", lambda x: 1 / np.mean(x)),
    ("least_squares", "swapped", lambda x, y: least_squares(x, y)[::-1]),
    ("least_squares", "no_bias", lambda x, y: least_squares(x, y)[0]),
    ("least_squares", "through_origin", lambda x, y: (x @ y / (x @ x), 0.0)),
    ("least_squares", "through_origin", lambda x, y: through_middle(x @ y / (x @ x), x, y)),
    ("least_squares", "x_on_y", lambda x, y: least_squares(y, x)),
    ("least_squares", "x_on_y", lambda x, y: through_middle(1 / least_squares(y, x)[0], x, y)),
    ("least_squares", "missing_bias", lambda x, y: (least_squares(x, y)[0], 0.0)),
    ("least_squares", "two_points", lambda x, y: np.polyfit(x[[0, -1]], y[[0, -1]], 1)),
    ("least_squares", "mean_of_y", lambda x, y: (least_squares(x, y)[0], y.mean())),
    ("least_squares", "n_or_n_minus_1", lambda x, y: through_middle(np.cov(x, y)[0, 1] / x.var(), x, y)),
    ("epochs_needed", "rounded_down", lambda factor, share: int(np.log(share) / np.log(abs(factor)))),
    ("epochs_needed", "rounded_down", lambda factor, share: round(np.log(share) / np.log(abs(factor)))),
    ("epochs_needed", "one_too_many", lambda factor, share: first_k(factor, share, lambda f, k, s: abs(f**k) <= s) + 1),
    ("epochs_needed", "not_whole", lambda factor, share: np.log(share) / np.log(abs(factor))),
    ("epochs_needed", "loss_not_distance", lambda r, share: first_k(r, share, lambda f, k, s: f ** (2 * k) <= s)),
    ("epochs_needed", "missing_absolute", lambda factor, share: first_k(factor, share, lambda f, k, s: f**k <= s)),
    ("epochs_needed", "missing_absolute", lambda factor, share: np.ceil(np.log(share) / np.log(factor))),
    ("epochs_needed", "raises", lambda factor, share: int(np.ceil(np.log(share) / np.log(factor)))),
    ("predict_many", "missing_bias", lambda X, w, b: X @ w),
    ("predict_many", "not_summed", lambda X, w, b: X * w + b),
    ("predict_many", "not_summed", lambda X, w, b: X * w),
    ("predict_many", "sum_of_all", lambda X, w, b: np.sum(X * w) + b),
    ("predict_many", "bias_per_feature", lambda X, w, b: (X * w + b).sum(axis=1)),
    ("predict_many", "bias_times_w", lambda X, w, b: (X + b) @ w),
    ("predict_many", "mean_for_sum", lambda X, w, b: np.mean(X * w, axis=1) + b),
    ("predict_many", "one_feature", lambda X, w, b: X[:, 0] * w[0] + b),
    ("predict_many", "one_example", lambda X, w, b: X[0] @ w + b),
    ("predict_many", "raises", lambda X, w, b: w @ X + b),
    ("gradient_many", "transposed", lambda w, b, X, y: (2 / len(y) * X @ (X @ w + b - y), 2 * np.mean(X @ w + b - y))),
    ("gradient_many", "sum_for_mean", lambda w, b, X, y: (2 * (X @ w + b - y) @ X, 2 * np.sum(X @ w + b - y))),
    ("gradient_many", "missing_bias", lambda w, b, X, y: (2 / len(y) * (X @ w - y) @ X, 2 * np.mean(X @ w - y))),
    ("gradient_many", "one_example", lambda w, b, X, y: (2 * (X[0] @ w + b - y[0]) * X[0], 2 * (X[0] @ w + b - y[0]))),
    ("gradient_many", "unknown", lambda w, b, X, y: (
        2 / len(y) * (X @ w + b - y) @ (X * (np.arange(len(w)) > 0)), 2 * np.mean(X @ w + b - y))),
    ("nudge", "one_sided", lambda f, p, h: sided(f, p, h, 1, 0, h)),
    ("nudge", "one_sided", lambda f, p, h: sided(f, p, h, 0, 1, h)),
    ("nudge", "missing_2", lambda f, p, h: 2 * numerical(f, p, h)),
    ("nudge", "second_place", lambda f, p, h: sided(f, p, h, 1, 0, 2 * h)),
    ("nudge", "second_place", nudged_without_a_copy),
    ("nudge", "second_place", lambda f, p, h: 0 * p),
    ("nudge", "never_cleared", lambda f, p, h: [(f(p + e) - f(p - e)) / 2 / h for e in h * np.tri(len(p))]),
    ("nudge", "sign", lambda f, p, h: -numerical(f, p, h)),
    ("nudge", "not_divided", lambda f, p, h: 2 * h * numerical(f, p, h)),
    ("nudge", "multiplied", lambda f, p, h: numerical(f, p, h) * (2 * h) ** 2),
    ("nudge", "multiplied", lambda f, p, h: numerical(f, p, h) * h**2),
    ("nudge", "all_at_once", lambda f, p, h: (f(p + h) - f(p - h)) / 2 / h),
    ("nudge", "all_at_once", lambda f, p, h: [(f(p + h) - f(p - h)) / 2 / h] * len(p)),
    ("nudge", "first_only", lambda f, p, h: numerical(f, p, h)[0]),
    ("nudge", "in_place", nudged_and_left),
    ("printed_loss", "followed_loss", lambda w, b, x, y: (w @ x + b - y) ** 2),
    ("printed_loss", "sum_for_mean", lambda w, b, x, y: np.sum((w * x + b - y) ** 2)),
    ("printed_loss", "missing_bias", lambda w, b, x, y: np.mean((w * x - y) ** 2)),
    ("printed_loss", "not_averaged", lambda w, b, x, y: (w * x + b - y) ** 2),
    ("printed_loss", "not_squared", lambda w, b, x, y: np.mean(abs(w * x + b - y))),
    ("printed_loss", "divided_sum", lambda w, b, x, y: (w @ x + b - y) ** 2 / 5),
    ("printed_loss", "mean_of_parts", lambda w, b, x, y: (np.mean(w * x) + b - y) ** 2),
    ("landing", "from_zero", lambda start, A, y: np.linalg.pinv(A) @ y),
    ("landing", "fits_y_again", lambda start, A, y: start + np.linalg.pinv(A) @ y),
    ("landing", "only_change", lambda start, A, y: np.linalg.pinv(A) @ (y - A @ start)),
    ("landing", "sign", lambda start, A, y: start + np.linalg.pinv(A) @ (A @ start - y)),
    ("landing", "never_lands", lambda start, A, y: start - np.linalg.pinv(A) @ (A @ start)),
    ("landing", "stays", lambda start, A, y: start),
    ("one_epoch", "all_at_once", lambda *case: one_epoch(*case[:5], len(case[3]))),
    ("one_epoch", "one_by_one", lambda *case: one_epoch(*case[:5], 1)),
    ("one_epoch", "first_batch", lambda *case: one_epoch(*case, stop=1)),
    ("one_epoch", "last_dropped", lambda *case: one_epoch(*case, stop=len(case[3]) // case[5])),
    ("one_epoch", "sum_for_mean", lambda *case: one_epoch(*case, count=lambda y, size: 1)),
    ("one_epoch", "divided_by_n", lambda *case: one_epoch(*case, count=lambda y, size: len(case[3]))),
    ("one_epoch", "divided_by_size", lambda *case: one_epoch(*case, count=lambda y, size: size)),
    ("one_epoch", "missing_factor_2", lambda w, b, X, y, rate, size: one_epoch(w, b, X, y, rate / 2, size)),
    ("one_epoch", "sign", lambda w, b, X, y, rate, size: one_epoch(w, b, X, y, -rate, size)),
    ("one_epoch", "sign", lambda *case: one_epoch(*case, w_rate=-1)),
    ("one_epoch", "missing_bias", lambda *case: one_epoch(*case, b_rate=0)),
    ("one_epoch", "sign", lambda *case: one_epoch(*case, b_rate=-1)),
    ("one_epoch", "whole_data", lambda w, b, X, y, rate, size: one_epoch(
        w, b, np.tile(X, (-(-len(y) // size), 1)), np.tile(y, -(-len(y) // size)), rate, len(y))),
    ("one_epoch", "stale", stale_epoch),
    ("one_epoch", "shuffled", shuffled_epoch),
    ("one_epoch", "shuffled", lambda w, b, X, y, *case: one_epoch(w, b, X[::-1], y[::-1], *case)),
    ("one_epoch", "late_bias", late_bias_epoch),
    ("one_epoch", "overlapping", overlapping_epoch),
    ("one_epoch", "wrong_shape", lambda w, *case: w),
    ("one_epoch", "wrong_shape", lambda *case: np.append(*one_epoch(*case))),
    ("one_epoch", "never_moves", lambda w, b, *case: (w, b)),
    ("one_epoch", "wrong_shape", lambda w, b, *case: (b, w)),
    ("standardize", "all_columns", lambda X: (X - X.mean()) / X.std()),
    ("standardize", "rows", lambda X: ((X.T - X.mean(axis=1)) / X.std(axis=1)).T),
    ("standardize", "not_scaled", lambda X: X - X.mean(axis=0)),
    ("standardize", "not_centred", lambda X: X / X.std(axis=0)),
    ("standardize", "divided_first", lambda X: X - X.mean(axis=0) / X.std(axis=0)),
    ("standardize", "variance", lambda X: (X - X.mean(axis=0)) / X.var(axis=0)),
    ("standardize", "n_or_n_minus_1", lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)),
    ("standardize", "range", lambda X: (X - X.min(axis=0)) / np.ptp(X, axis=0)),
    ("largest_spread", "variance", lambda e, rmse: rmse**2 / np.sum(e**2)),
    ("largest_spread", "missing_square", lambda e, rmse: rmse / np.sum(e**2)),
    ("largest_spread", "missing_square", lambda e, rmse: rmse**2 / np.sqrt(np.sum(e**2))),
    ("largest_spread", "upside_down", lambda e, rmse: np.linalg.norm(e) / rmse),
    ("largest_spread", "summed_first", lambda e, rmse: rmse / np.sum(np.abs(e))),
    ("largest_spread", "mean_of_squares", lambda e, rmse: rmse / np.sqrt(np.mean(e**2))),
    ("largest_spread", "one_weight", lambda e, rmse: rmse / np.abs(e).max()),
    ("largest_spread", "one_weight", lambda e, rmse: rmse / np.abs(e[0])),
    ("largest_spread", "half_width", lambda e, rmse: 3**0.5 * rmse / np.linalg.norm(e)),
    ("largest_spread", "product", lambda e, rmse: rmse * np.linalg.norm(e)),
    ("condition_number", "missing_bias", lambda X: np.linalg.cond(X) ** 2),
    ("condition_number", "not_squared", lambda X: np.linalg.cond(np.column_stack([X, np.ones(len(X))]))),
    ("condition_number", "not_squared", np.linalg.cond),
    ("condition_number", "upside_down", lambda X: np.linalg.cond(np.column_stack([X, np.ones(len(X))])) ** -2),
    ("condition_number", "largest_only", lambda X: Bowl.of(X, np.zeros(len(X))).eigenvalues[-1]),
    ("condition_number", "rows", lambda X: (lambda A: np.divide(*np.linalg.eigvalsh(A @ A.T)[[-1, 0]]))(
        np.column_stack([X, np.ones(len(X))]))),
    ("condition_number", "correlations", lambda X: np.linalg.cond(np.corrcoef(X.T))),
    ("unscale", "bias_unchanged", lambda w, b, mean, std: (w / std, b)),
    ("unscale", "multiplied", lambda w, b, mean, std: (w * std, b - w @ mean)),
    ("unscale", "multiplied", lambda w, b, mean, std: (w * std, b - w * std @ mean)),
    ("unscale", "sign", lambda w, b, mean, std: (w / std, b + w / std @ mean)),
    ("unscale", "old_weights", lambda w, b, mean, std: (w / std, b - w @ mean)),
    ("unscale", "unchanged", lambda w, b, mean, std: (w, b)),
    ("unscale", "wrong_shape", lambda w, b, mean, std: (w, w)),
    ("baseline_r_squared", "test_mean", lambda y_train, y_test: r2_score(y_test, np.full(len(y_test), y_test.mean()))),
    ("baseline_r_squared", "missing_one", lambda a, b: 1 - r2_score(b, np.full(len(b), a.mean()))),
    ("baseline_r_squared", "sign", lambda a, b: -r2_score(b, np.full(len(b), a.mean()))),
    ("baseline_r_squared", "upside_down", lambda a, b: 1 - np.var(b) / np.mean((b - a.mean()) ** 2)),
    ("baseline_r_squared", "measured_on_training", lambda a, b: r2_score(a, np.full(len(a), b.mean()))),
    ("baseline_r_squared", "training_baseline", lambda a, b: 1 - np.mean((b - a.mean()) ** 2) / np.var(a)),
    ("baseline_r_squared", "training_baseline", lambda a, b: 1 - np.sum((b - a.mean()) ** 2) / (len(a) * np.var(a))),
    ("baseline_r_squared", "root", lambda a, b: 1 - np.mean((b - a.mean()) ** 2) ** 0.5 / np.std(b)),
    ("baseline_r_squared", "not_squared", lambda a, b: 1 - np.sum(abs(b - a.mean())) / np.sum(abs(b - b.mean()))),
    ("unit_length", "standardised", lambda X: (X - X.mean(axis=0)) / X.std(axis=0)),
    ("unit_length", "not_centred", lambda X: normalize(X, axis=0)),
    ("unit_length", "raw_length", lambda X: normalize(X, axis=0) - normalize(X, axis=0).mean(axis=0)),
    ("unit_length", "raw_length", lambda X: (X - X.mean(axis=0)) / np.linalg.norm(X, axis=0)),
    ("unit_length", "one_mean", lambda X: normalize(X - X.mean(), axis=0)),
    ("unit_length", "one_mean", lambda X: (X - X.mean()) / np.linalg.norm(X - X.mean())),
    ("unit_length", "one_mean", lambda X: (X - X.mean()) / np.linalg.norm(X, axis=0)),
    ("unit_length", "not_scaled", lambda X: X - X.mean(axis=0)),
    ("unit_length", "missing_root", lambda X: (X - X.mean(axis=0)) / (len(X) * X.var(axis=0))),
    ("unit_length", "not_squared", lambda X: normalize(X - X.mean(axis=0), "l1", axis=0)),
    ("unit_length", "all_columns", lambda X: (X - X.mean(axis=0)) / np.linalg.norm(X - X.mean(axis=0))),
    ("unit_length", "rows", lambda X: normalize(X - X.mean(axis=1, keepdims=True))),
    ("descend_many", "sign", lambda X, y, rate, epochs: many(X, y, -rate, epochs)),
    ("descend_many", "missing_factor_2", lambda X, y, rate, epochs: many(X, y, rate / 2, epochs)),
    ("descend_many", "sum_for_mean", lambda X, y, rate, epochs: many(X, y, rate * len(y), epochs)),
    ("descend_many", "missing_factor_2", lambda *case: many(*case, b_rate=0.5)),
    ("descend_many", "missing_factor_2", lambda *case: many(*case, w_rate=0.5)),
    ("descend_many", "sign", lambda *case: many(*case, b_rate=-1)),
    ("descend_many", "sign", lambda *case: many(*case, w_rate=-1)),
    ("descend_many", "sum_for_mean", lambda X, y, *rest: many(X, y, *rest, w_rate=len(y))),
    ("descend_many", "sum_for_mean", lambda X, y, *rest: many(X, y, *rest, b_rate=len(y))),
    ("descend_many", "missing_bias", lambda *case: many(*case, b_rate=0)),
    ("descend_many", "missing_bias", lambda *case: many(*case, w_rate=0)),
    ("descend_many", "sum_of_squares", lambda X, y, *rest: many(X, y, *rest, of_loss=lambda loss: loss * len(y))),
    ("descend_many", "half_loss", lambda *case: many(*case, of_loss=lambda loss: loss / 2)),
    ("descend_many", "root", lambda *case: many(*case, of_loss=np.sqrt)),
    ("descend_many", "never_moves", lambda *case: many(*case, b_rate=0, w_rate=0)),
    ("descend_many", "wrong_shape", lambda *case: (*many(*case)[:2], many(*case)[2][:-1])),
    ("descend_many", "wrong_shape", lambda *case: (*many(*case)[:2], many(*case)[2][1:])),
    ("descend_many", "wrong_shape", lambda *case: many(*case)[2]),
    ("descend_many", "wrong_shape", lambda *case: many(*case)[0]),
    ("descend_many", "one_step_too_many", lambda X, y, rate, k: (*many(X, y, rate, k + 1)[:2], many(X, y, rate, k)[2])),
    ("descend_many", "one_step_too_many", lambda X, y, rate, epochs: many(X, y, rate, epochs + 1)),
    ("descend_many", "one_after_the_other", lambda *case: many(*case, fresh=True)),
    ("starting_bias", "larger_first", lambda loss, y: np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss])),
    ("starting_bias", "one_of_two", lambda loss, y: np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss])[0]),
    ("starting_bias", "one_of_two", lambda loss, y: np.roots([1, -2 * np.mean(y), np.mean(y**2) - loss])[1]),
    ("starting_bias", "only_distance", lambda loss, y: (loss - np.var(y)) ** 0.5),
    ("starting_bias", "only_distance", lambda loss, y: np.array([-1, 1]) * (loss - np.var(y)) ** 0.5),
    ("starting_bias", "negative_root", lambda loss, y: np.mean(y) + np.array([-1, 1]) * np.sqrt(np.var(y) - loss)),
    ("starting_bias", "missing_spread", lambda loss, y: np.mean(y) + np.array([-1, 1]) * loss**0.5),
    ("starting_bias", "missing_root", lambda loss, y: np.mean(y) + np.array([-1, 1]) * (loss - np.var(y))),
    ("starting_bias", "n_or_n_minus_1",
     lambda loss, y: np.mean(y) + np.array([-1, 1]) * (loss - np.var(y, ddof=1)) ** 0.5),
    ("starting_bias", "standard_deviation", lambda loss, y: np.mean(y) + np.array([-1, 1]) * (loss - np.std(y)) ** 0.5),
    ("sum_of_races", "missing_floor", lambda k, lam, d, floor, rate: lam @ (d * (1 - rate * lam) ** k) ** 2 / 2),
    ("sum_of_races", "missing_half", lambda k, lam, d, floor, rate: floor + lam @ (d * (1 - rate * lam) ** k) ** 2),
    ("sum_of_races", "shrinks_once", lambda k, lam, d, floor, rate: floor + lam @ (d**2 * (1 - rate * lam) ** k) / 2),
    ("sum_of_races", "one_epoch", lambda k, lam, d, floor, rate: floor + lam @ (d * (1 - rate * lam)) ** 2 / 2),
    ("sum_of_races", "start", lambda k, lam, d, floor, rate: floor + lam @ d**2 / 2),
    ("sum_of_races", "missing_curvature",
     lambda k, lam, d, floor, rate: floor + np.sum((d * (1 - rate * lam) ** k) ** 2) / 2),
    ("sum_of_races", "not_squared", lambda k, lam, d, floor, rate: floor + lam @ (d * (1 - rate * lam) ** k) / 2),
    ("sum_of_races", "not_squared", lambda k, lam, d, floor, rate: floor + lam @ (d * (1 - rate * lam) ** (2 * k)) / 2),
    ("sum_of_races", "half_of_all",
     lambda k, lam, d, floor, rate: (floor + lam @ (d * (1 - rate * lam) ** k) ** 2) / 2),
    ("sum_of_races", "curvature_squared",
     lambda k, lam, d, floor, rate: floor + np.sum((lam * d * (1 - rate * lam) ** k) ** 2) / 2),
    ("sum_of_races", "not_summed", lambda k, lam, d, floor, rate: floor + lam * (d * (1 - rate * lam) ** k) ** 2 / 2),
    ("sum_of_races", "sign", lambda k, lam, d, floor, rate: floor + lam @ (d * (1 + rate * lam) ** k) ** 2 / 2),
    ("sum_of_races", "squared_sum",
     lambda k, lam, d, floor, rate: floor + (lam**0.5 @ (d * (1 - rate * lam) ** k)) ** 2 / 2),
    ("paired", "sign", lambda a, b: (np.mean(a - b), np.std(a - b))),
    ("paired", "difference_of_spreads", lambda a, b: (np.mean(b - a), b.std() - a.std())),
    ("paired", "not_paired", lambda a, b: (np.mean(b - a), np.hypot(a.std(), b.std()))),
    ("paired", "one_spread", lambda a, b: (np.mean(b - a), np.std(a))),
    ("paired", "one_spread", lambda a, b: (np.mean(b - a), np.std(b))),
    ("paired", "sum_of_spreads", lambda a, b: (np.mean(b - a), np.std(a) + np.std(b))),
    ("paired", "variance", lambda a, b: (np.mean(b - a), np.var(b - a))),
    ("paired", "n_or_n_minus_1", lambda a, b: (np.mean(b - a), np.std(b - a, ddof=1))),
    ("paired", "standard_error", lambda a, b: (np.mean(b - a), np.std(b - a) / len(a) ** 0.5)),
    ("paired", "absolute", lambda a, b: (np.mean(abs(b - a)), np.std(abs(b - a)))),
    ("paired", "mean_only", lambda a, b: b.mean() - a.mean()),
    ("scale_both", "own_statistics", lambda a, b: tuple(StandardScaler().fit_transform(X) for X in (a, b))),
    ("scale_both", "own_deviation",
     lambda a, b: (StandardScaler().fit_transform(a), (b - a.mean(axis=0)) / b.std(axis=0))),
    ("scale_both", "own_mean", lambda a, b: (StandardScaler().fit_transform(a), (b - b.mean(axis=0)) / a.std(axis=0))),
    ("scale_both", "swapped", lambda a, b: tuple(map(StandardScaler().fit(a).transform, (b, a)))),
    ("scale_both", "all_patients", lambda a, b: tuple(map(StandardScaler().fit(np.vstack([a, b])).transform, (a, b)))),
    ("scale_both", "test_statistics", lambda a, b: tuple(map(StandardScaler().fit(b).transform, (a, b)))),
    ("scale_both", "test_untouched", lambda a, b: (StandardScaler().fit_transform(a), b)),
    ("scale_both", "test_untouched", lambda a, b: (StandardScaler().fit_transform(a), b - a.mean(axis=0))),
    ("scale_both", "not_scaled", lambda a, b: (a - a.mean(axis=0), b - a.mean(axis=0))),
    ("scale_both", "not_centred", lambda a, b: (a / a.std(axis=0), b / a.std(axis=0))),
    ("scale_both", "wrong_shape", lambda a, b: StandardScaler().fit_transform(a)),
    ("whiten", "still_correlated", lambda X: StandardScaler().fit_transform(X)),
    ("whiten", "not_scaled", lambda X: PCA().fit_transform(X)),
    ("whiten", "not_scaled", lambda X: X),
    ("whiten", "unit_length", lambda X: np.linalg.qr(X - X.mean(axis=0))[0]),
    ("whiten", "times_n", lambda X: np.linalg.qr(X - X.mean(axis=0))[0] * len(X)),
    ("whiten", "n_or_n_minus_1", lambda X: PCA(whiten=True).fit_transform(X)),
    ("whiten", "not_centred", lambda X: np.linalg.qr(X)[0] * len(X) ** 0.5),
    ("whiten", "divided_twice",
     lambda X: np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[0]
     / np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[1] * len(X)),
    ("whiten", "multiplied",
     lambda X: PCA().fit_transform(X) * np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[1] / len(X) ** 0.5),
    ("whiten", "wrong_shape", lambda X: X.T @ X),
    ("unscale", "wrong_shape", lambda w, b, mean, std: w / std),
    ("relu", "minimum", lambda z: np.minimum(z, 0)),
    ("relu", "absolute", np.abs),
    ("relu", "step", lambda z: z > 0),
    ("relu", "identity", lambda z: z),
    ("relu", "one_number", lambda z: np.max(z)),
    ("relu", "one_number", lambda z: np.max(z, 0)),
    ("relu", "one_number", lambda z: max(np.max(z), 0.0)),
    ("relu", "raises", lambda z: max(z, 0)),
    ("collapse", "swapped", but(collapse, _0=lambda W1, b1, W2, b2, *_: W2.T @ W1)),
    ("collapse", "swapped", but(collapse, _0=lambda W1, b1, W2, b2, W, b: W.T)),
    ("collapse", "elementwise", lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2)),
    ("collapse", "added", lambda W1, b1, W2, b2: (W1 + W2.T, b1 + b2)),
    ("collapse", "bias_lost", but(collapse, _1=lambda W1, b1, W2, b2, *_: b2)),
    ("collapse", "bias_lost", but(collapse, _1=lambda W1, b1, W2, b2, *_: b1 @ W2)),
    ("collapse", "bias_through_first", but(collapse, _1=lambda W1, b1, W2, b2, *_: b1 + b2)),
    ("collapse", "wrong_shape", lambda W1, b1, W2, b2: W1 @ W2),
    ("forward", "column", but(forward, _2=lambda W1, b1, W2, b2, X, z, a, y_hat: y_hat[:, None])),
    ("forward", "no_relu", lambda W1, b1, W2, b2, X: (z := X @ W1 + b1, z, (z @ W2 + b2)[:, 0])),
    ("forward", "relu_on_output", but(forward, _2=lambda W1, b1, W2, b2, X, z, a, y_hat: relu(y_hat))),
    ("forward", "missing_bias", lambda W1, b1, W2, b2, X: forward(W1, 0, W2, b2, X)),
    ("forward", "missing_bias", lambda W1, b1, W2, b2, X: forward(W1, b1, W2, 0, X)),
    ("forward", "wrong_shape", lambda *case: forward(*case)[2]),
    ("forward", "wrong_shape", but(forward, _1=lambda W1, b1, W2, b2, X, z, a, y_hat: a.sum())),
    ("relu_backward", "no_mask", lambda da, z: da),
    ("relu_backward", "mask_from_gradient", lambda da, z: relu(da)),
    ("relu_backward", "only_mask", lambda da, z: z > 0),
    ("relu_backward", "times_z", lambda da, z: da * relu(z)),
    ("relu_backward", "times_z", lambda da, z: da * z),
    ("relu_backward", "upside_down", lambda da, z: da * (z <= 0)),
    ("relu_backward", "upside_down", lambda da, z: da * (z < 0)),
    ("relu_backward", "on_at_zero", lambda da, z: np.where(z < 0, 0, da)),
    ("layer_backward", "not_summed", but(layer_backward, _1=lambda delta, a, W, *_: delta)),
    ("layer_backward", "summed_over_units", but(layer_backward, _1=lambda delta, a, W, *_: delta.sum(axis=1))),
    ("layer_backward", "summed_over_all", but(layer_backward, _1=lambda delta, a, W, *_: delta.sum())),
    ("layer_backward", "mean_for_sum", but(layer_backward, _1=lambda delta, a, W, *_: delta.mean(axis=0))),
    ("layer_backward", "mean_for_sum", but(layer_backward, _0=lambda delta, a, W, *_: a.T @ delta / len(a))),
    ("layer_backward", "transposed", but(layer_backward, _0=lambda delta, a, W, *_: a @ delta)),
    ("layer_backward", "transposed", but(layer_backward, _2=lambda delta, a, W, *_: delta @ W)),
    ("layer_backward", "transposed", but(layer_backward, _0=lambda delta, a, W, *_: delta.T @ a)),
    ("layer_backward", "elementwise", but(layer_backward, _0=lambda delta, a, W, *_: a.T * delta)),
    ("layer_backward", "elementwise", but(layer_backward, _2=lambda delta, a, W, *_: delta * W.T)),
    ("layer_backward", "wrong_factor", but(layer_backward, _2=lambda delta, a, W, *_: delta @ a.T)),
    ("backward", "sum_for_mean", lambda *case: backward(*case, factor=2 * len(case[-1]))),
    ("backward", "missing_factor_2", lambda *case: backward(*case, factor=1)),
    ("backward", "missing_2_over_n", lambda *case: backward(*case, factor=len(case[-1]))),
    ("backward", "sign", lambda *case: backward(*case, factor=-2)),
    ("backward", "no_mask", lambda *case: backward(*case, mask=lambda z, da: 1)),
    ("backward", "mask_from_gradient", lambda *case: backward(*case, mask=lambda z, da: da > 0)),
    ("backward", "mask_from_wrong_array", lambda *case: backward(*case, mask=lambda z, da: case[4] > 0)),
    ("backward", "mask_from_wrong_array", lambda *case: backward(*case, mask=lambda z, da: case[2].T > 0)),
    ("backward", "upside_down", lambda *case: backward(*case, mask=lambda z, da: z < 0)),
    ("backward", "times_a", lambda *case: backward(*case, mask=lambda z, da: relu(z))),
    ("backward", "not_summed", lambda *case: backward(*case, bias=lambda d: d)),
    ("backward", "not_summed", but(backward, _1=lambda *args: backward(*args[:6], bias=lambda d: d)[1])),
    ("backward", "summed_over_units", lambda *case: backward(*case, bias=lambda d: d.sum(axis=1))),
    ("backward", "summed_over_all", lambda *case: backward(*case, bias=np.sum)),
    ("backward", "mean_for_sum", lambda *case: backward(*case, bias=lambda d: d.mean(axis=0))),
    ("backward", "missing_bias", lambda *case: backward(*case, bias=lambda d: np.zeros(d.shape[1]))),
    ("backward", "transposed", but(backward, _0=lambda *args: args[-4].T)),
    ("backward", "transposed", but(backward, _2=lambda *args: args[-2].T)),
    ("backward", "missing_weights", lambda *case: backward(*case, back=0)),
    ("backward", "from_z", but(backward, _2=lambda W1, b1, W2, b2, X, y, *g: (X @ W1 + b1).T @ (
        2 / len(y) * (forward(W1, b1, W2, b2, X)[2] - y)[:, None]))),
    ("backward", "order", lambda *case: backward(*case)[2:] + backward(*case)[:2]),
    ("backward", "relu_on_output", lambda *case: backward(*case, bent=relu)),
    ("backward", "relu_on_output", lambda *case: backward(*case, end=lambda y_hat: y_hat > 0)),
    ("backward", "relu_on_output", lambda *case: backward(*case, bent=relu, end=lambda y_hat: y_hat > 0)),
    ("backward", "sum_for_mean", lambda *case: backward(*case, factor=2 * len(case[-1]), mask=lambda z, da: 1)),
    ("backward", "sign", lambda *case: backward(*case, factor=-2, mask=lambda z, da: da > 0)),
    ("backward", "raises", lambda W1, b1, W2, b2, X, y: layer_backward(y[:, None], relu(X @ W1 + b1), W2.T)),
    ("backward", "wrong_shape", lambda *case: backward(*case)[:2]),
    ("bending_units", "on_somewhere", lambda z: np.sum(on(z) > 0)),
    ("bending_units", "off_somewhere", lambda z: np.sum(on(z) < len(z))),
    ("bending_units", "dead", lambda z: np.sum(on(z) == 0)),
    ("bending_units", "always_on", lambda z: np.sum(on(z) == len(z))),
    ("bending_units", "straight", lambda z: sum(k in (0, len(z)) for k in on(z))),
    ("bending_units", "on_at_zero", lambda z: np.sum((z >= 0).any(axis=0) & (z < 0).any(axis=0))),
    ("bending_units", "over_rows", lambda z: RIGHT["bending_units"][0](z.T)),
    ("bending_units", "which", lambda z: (on(z) > 0) & (on(z) < len(z))),
    ("bend_between", "sign", lambda w, left, right: w @ (left + right) / 2),
    ("bend_between", "at_left", lambda w, left, right: -w @ left),
    ("bend_between", "at_right", lambda w, left, right: -w @ right),
    ("bend_between", "sum_for_mean", lambda w, left, right: -w @ (left + right)),
    ("bend_between", "place_for_bias", lambda w, left, right: -(left + right) / 2),
    ("bend_between", "elementwise", lambda w, left, right: -w * (left + right) / 2),
    ("bend_between", "difference", lambda w, left, right: -w @ (right - left) / 2),
    ("dead_units", "summed", lambda z: z.sum(axis=0) <= 0),
    ("dead_units", "off_somewhere", lambda z: on(z) < len(z)),
    ("dead_units", "alive", lambda z: on(z) > 0),
    ("dead_units", "always_on", lambda z: on(z) == len(z)),
    ("dead_units", "over_rows", lambda z: on(z.T) == 0),
    ("dead_units", "how_many", lambda z: np.sum(on(z) == 0)),
    ("dead_units", "on_at_zero", lambda z: (z < 0).all(axis=0)),
    ("dead_units", "each_number", lambda z: z <= 0),
    ("count_parameters", "no_biases", lambda sizes: sum(i * o for i, o in zip(sizes, sizes[1:], strict=False))),
    ("count_parameters", "only_biases", lambda sizes: sum(sizes[1:])),
    ("count_parameters", "input_biases", lambda sizes: RIGHT["count_parameters"][0](sizes) + sizes[0]),
    ("count_parameters", "input_biases", lambda sizes: sum(a * b + a for a, b in zip(sizes, sizes[1:], strict=False))),
    ("count_parameters", "one_bias", lambda sizes: sum(i * o + 1 for i, o in zip(sizes, sizes[1:], strict=False))),
    ("count_parameters", "units", sum),
    ("leaky_relu_backward", "no_leak", lambda da, z, leak: da * (z > 0)),
    ("leaky_relu_backward", "upside_down", lambda da, z, leak: np.where(z < 0, da, leak * da)),
    ("leaky_relu_backward", "leaks_everywhere", lambda da, z, leak: da * (z > 0) + leak * da),
    ("leaky_relu_backward", "only_leak", lambda da, z, leak: leak * da),
    ("leaky_relu_backward", "mask_from_gradient", lambda da, z, leak: np.where(da > 0, da, leak * da)),
    ("leaky_relu_backward", "half_forward", lambda da, z, leak: np.where(z > 0, da, leak * z)),
    ("leaky_relu_backward", "forward", lambda da, z, leak: np.where(z > 0, z, leak * z)),
    ("leaky_relu_backward", "leak_alone", lambda da, z, leak: np.where(z > 0, da, leak)),
    ("leaky_relu_backward", "times_z", lambda da, z, leak: da * np.where(z > 0, z, leak * z)),
    ("leaky_relu_backward", "sign", lambda da, z, leak: np.where(z > 0, da, -leak * da)),
    ("leaky_relu_backward", "only_slope", lambda da, z, leak: np.where(z > 0, 1, leak)),
    ("sigmoid_backward", "slope_of_a", lambda da, z: da * steep(sigmoid(z))),
    ("sigmoid_backward", "z_for_a", lambda da, z: da * z * (1 - z)),
    ("sigmoid_backward", "only_one_minus", lambda da, z: da * (1 - sigmoid(z))),
    ("sigmoid_backward", "only_sigma", lambda da, z: da * sigmoid(z)),
    ("sigmoid_backward", "relu_mask", lambda da, z: da * (z > 0)),
    ("sigmoid_backward", "relu_mask", lambda da, z: da * (z > 0) * steep(z)),
    ("sigmoid_backward", "relu_mask", lambda da, z: np.where(z > 0, da * steep(z), 0)),
    ("sigmoid_backward", "no_slope", lambda da, z: da),
    ("sigmoid_backward", "no_slope", lambda da, z: da * 0.25),
    ("sigmoid_backward", "only_slope", lambda da, z: steep(z)),
    ("sigmoid_backward", "sign", lambda da, z: da * sigmoid(z) * (sigmoid(z) - 1)),
    ("sigmoid_backward", "wrong_sign_inside", lambda da, z: da * sigmoid(z) * (1 + sigmoid(z))),
    ("sigmoid_backward", "brackets", lambda da, z: da * sigmoid(z) * 1 - sigmoid(z)),
    ("sigmoid_backward", "slope_of_gradient", lambda da, z: da * steep(da)),
    ("sigmoid_backward", "slope_of_gradient", lambda da, z: steep(da)),
    ("sigmoid_backward", "slope_of_tanh", lambda da, z: da * (1 - sigmoid(z) ** 2)),
    ("sigmoid_backward", "squared", lambda da, z: da * steep(z) ** 2),
    ("sigmoid_backward", "squared", lambda da, z: da * sigmoid(z) ** 2),
    ("sigmoid_backward", "squared", lambda da, z: da * (1 - sigmoid(z)) ** 2),
    ("sigmoid_backward", "times_z", lambda da, z: da * z * steep(z)),
    ("sigmoid_backward", "times_z", lambda da, z: da * z),
    ("sigmoid_backward", "mask_from_gradient", lambda da, z: da * (da > 0) * steep(z)),
    ("sigmoid_backward", "divided", lambda da, z: da / steep(z)),
    ("sigmoid_backward", "added", lambda da, z: da + steep(z)),
    ("sigmoid_backward", "extra_factor_2", lambda da, z: 2 * da * steep(z)),
    ("sigmoid_backward", "matrix_product", lambda da, z: da.T @ steep(z)),
    ("sigmoid_backward", "summed", lambda da, z: np.sum(da * steep(z), axis=0)),
    ("sigmoid_backward", "only_exponential", lambda da, z: da * np.exp(-z)),
    ("sigmoid_backward", "forward", lambda da, z: sigmoid(z)),
    ("sigmoid_backward", "forward", lambda da, z: sigmoid(da)),
    ("deep_backward", "sum_for_mean", lambda *case: deep(*case, factor=2 * len(case[-1]))),
    ("deep_backward", "missing_factor_2", lambda *case: deep(*case, factor=1)),
    ("deep_backward", "missing_2_over_n", lambda *case: deep(*case, factor=len(case[-1]))),
    ("deep_backward", "sign", lambda *case: deep(*case, factor=-2)),
    ("deep_backward", "no_slope", lambda *case: deep(*case, first=np.ones_like)),
    ("deep_backward", "no_slope", lambda *case: deep(*case, second=np.ones_like)),
    ("deep_backward", "no_slope", lambda *case: deep(*case, first=np.ones_like, second=np.ones_like)),
    ("deep_backward", "relu_mask", lambda *case: deep(*case, first=on_each, second=on_each)),
    ("deep_backward", "relu_mask", lambda *case: deep(*case, first=on_each)),
    ("deep_backward", "slope_of_a", lambda *case: deep(*case, second=lambda z: steep(sigmoid(z)))),
    ("deep_backward", "z_for_a", lambda *case: deep(*case, first=lambda z: z * (1 - z))),
    ("deep_backward", "only_one_minus", lambda *case: deep(*case, second=lambda z: 1 - sigmoid(z))),
    ("deep_backward", "transposed", lambda *case: deep(*case, turned=lambda W: W)),
    ("deep_backward", "from_z", lambda *case: deep(*case, came_in=lambda z: z)),
    ("deep_backward", "not_summed", lambda *case: deep(*case, bias=lambda d: d)),
    ("deep_backward", "mean_for_sum", lambda *case: deep(*case, bias=lambda d: d.mean(axis=0))),
    ("deep_backward", "relu_forward", lambda *case: deep(*case, bend=relu, first=on_each, second=on_each)),
    ("deep_backward", "no_bend", lambda *case: deep(*case, bend=lambda z: z, first=np.ones_like, second=np.ones_like)),
    ("deep_backward", "sigmoid_on_output", lambda *case: deep(*case, out=sigmoid)),
    ("linear_step", "sum_for_mean", lambda *case: torch_step(*case, own=lambda slope, n: slope)),
    ("linear_step", "missing_factor_2", lambda *case: torch_step(*case, scale=1.0)),
    ("linear_step", "missing_2_over_n", lambda *case: torch_step(*case, scale=1.0, own=lambda slope, n: slope)),
    ("linear_step", "sign", lambda *case: torch_step(*case, scale=-2.0)),
    ("linear_step", "missing_bias", lambda weight, bias, *rest: (torch_step(weight, bias, *rest)[0], bias)),
    ("linear_step", "gradients", slopes_alone),
    ("linear_step", "row", in_shape(-1)),
    ("linear_step", "column", in_shape((-1, 1))),
    ("linear_step", "broadcast", table_of_errors),
    ("linear_step", "broadcast", table_by_rows),
    ("linear_step", "row_minus_column", row_minus_column),
    ("linear_step", "after_the_step", bias_after_the_weights),
    ("linear_step", "no_step", lambda weight, bias, *_: (weight, bias)),
    ("their_run", "start", other(start=0.0)),
    ("their_run", "reduction", other(mean=True)),
    ("their_run", "bias", other(bias=True)),
    ("their_run", "bias", bias_as_given(1.0)),
    ("their_run", "start_and_bias", bias_as_given(0.0)),
    ("their_run", "start_and_reduction", other(start=0.0, mean=True)),
    ("their_run", "start_and_bias", other(start=0.0, bias=True)),
    ("their_run", "reduction_and_bias", other(mean=True, bias=True)),
    ("their_run", "start_and_reduction_and_bias", other(start=0.0, mean=True, bias=True)),
    ("their_run", "missing_factor_2", other(slope=1)),
    ("their_run", "one_epoch", lambda X, y, rate, epochs: colleague(X, y, rate, 1)),
    ("their_run", "no_step", lambda X, y, rate, epochs: np.ones(X.shape[1])),
    ("equal_rates", "halved", lambda rate, m: (rate / 2, rate / 2, rate / m)),
    ("equal_rates", "halved", lambda rate, m: (rate / 2, 2 * rate, rate / m)),
    ("equal_rates", "halved", lambda rate, m: (2 * rate, rate / 2, rate / m)),
    ("equal_rates", "missing_half", lambda rate, m: (rate, rate, rate / m)),
    ("equal_rates", "missing_half", lambda rate, m: (2 * rate, rate, rate / m)),
    ("equal_rates", "missing_half", lambda rate, m: (rate, 2 * rate, rate / m)),
    ("equal_rates", "halved", lambda rate, m: (rate / 2, rate / 2, rate * m)),
    ("equal_rates", "missing_half", lambda rate, m: (rate, rate, rate * m)),
    ("equal_rates", "multiplied", lambda rate, m: (2 * rate, 2 * rate, rate * m)),
    ("equal_rates", "missing_n", lambda rate, m: (2 * rate, 2 * rate, rate)),
    ("equal_rates", "extra_factor_2", lambda rate, m: (2 * rate, 2 * rate, 2 * rate / m)),
    ("equal_rates", "divided", lambda rate, m: (2 * rate, 2 * rate / m, rate / m)),
    ("equal_rates", "divided", lambda rate, m: (2 * rate / m, 2 * rate, rate / m)),
    ("equal_rates", "same", lambda rate, m: (rate, rate, rate)),
    ("equal_rates", "times_n", lambda rate, m: (2 * rate * m, 2 * rate, rate / m)),
    ("equal_rates", "times_n", lambda rate, m: (2 * rate, 2 * rate * m, rate / m)),
    ("keras_weights", "untouched", lambda weight, bias: (weight, bias)),
    ("keras_weights", "reshaped", lambda weight, bias: (weight.reshape(weight.shape[1], -1), bias)),
    ("keras_weights", "bias_column", lambda weight, bias: (weight.T, bias.reshape(-1, 1))),
    ("keras_weights", "bias_column", lambda weight, bias: (weight.T, bias.reshape(1, -1))),
    ("keras_weights", "no_bias", lambda weight, bias: (weight.T, 0 * bias)),
    ("without_zero_grad", "zeroed", honest),
    ("without_zero_grad", "missing_factor_2", lambda *case: piled(*case, lambda w, x, y: np.mean(x * (w * x - y)))),
    ("without_zero_grad", "sum_for_mean", lambda *case: piled(*case, lambda w, x, y: 2 * np.sum(x * (w * x - y)))),
    ("without_zero_grad", "sign", lambda *case: piled(*case, lambda w, x, y: np.mean(2 * x * (y - w * x)))),
    ("without_zero_grad", "missing_start", lambda *case: piled(*case)[1:]),
    ("without_zero_grad", "last_only", lambda *case: piled(*case)[-1]),
    ("without_zero_grad", "step_before_slope", lambda w, *rest: [w, *piled(w, *rest)[:-1]]),
    ("without_zero_grad", "twice", doubled),
]  # fmt: skip


@pytest.mark.parametrize(("name", "solution"), [(name, f) for name, solutions in RIGHT.items() for f in solutions])
def test_a_right_answer_passes(name, solution):
    verdict = getattr(checks, name)(solution)
    assert verdict.correct, verdict.message
    assert verdict.misconception is None
    assert verdict.message.startswith("Right: ")


@pytest.mark.parametrize(("name", "misconception", "wrong"), WRONG)
def test_a_planted_mistake_is_named(name, misconception, wrong):
    verdict = getattr(checks, name)(wrong)
    assert (verdict.correct, verdict.misconception) == (False, misconception), verdict.message
    assert len(verdict.message) > 30
    assert "Right: " not in verdict.message


@pytest.mark.parametrize("name", RIGHT)
def test_every_check_survives_anything(name):
    check = getattr(checks, name)
    for stub in (..., lambda *_: ..., lambda *_: [...], lambda *_: np.mean(...)):
        assert check(stub) == Diagnosis(False, "not_tried", NOT_TRIED)
    assert check(lambda: 1).misconception == "raises"
    assert check(3.0).misconception == "raises"
    assert check(lambda *_: 1 / 0).misconception == "raises"
    for result in (None, "x", {}, [[1.0], [2.0, 3.0]], object(), np.zeros((2, 2, 2)), [], (i for i in range(3)), max):
        verdict = check(lambda *_, result=result: result)
        assert verdict.misconception == "wrong_shape", (result, verdict.message)
        assert "0x" not in verdict.message


def test_each_part_of_a_backward_pass_has_its_own_word():
    def candidate(*case):
        dW1, db1, dW2, _ = backward(*case, mask=lambda z, da: 1)
        return dW1, db1, dW2, backward(*case, bias=lambda d: d)[3]

    message = checks.backward(candidate).message
    assert message.startswith("`dW2` is right. `dW1` and `db1`: here the mask is missing.")
    assert "`db2`: here is one row per example." in message
    message = checks.backward(but(backward, _1=lambda *args: args[-3] + 1)).message
    assert message.startswith("`dW1`, `dW2` and `db2` are right. `db1` is [")
    assert "`np.maximum` and `np.where` go number by number" in checks.relu(lambda z: max(z, 0)).message
    first_try = checks.linear_step(lambda weight, bias, X, y, rate: weight - X.T @ (X @ weight.T + bias - y))
    assert "does a column (n, 1) stand where an array (n,) belongs" in first_try.message
    assert "gives 2 things that do not make" in checks.their_run(lambda X, y, *_: (y, 0.0)).message
    assert "Is a .T missing" in checks.backward(lambda W1, b1, W2, b2, X, y: X @ W1.T @ W2[:2]).message


def test_a_transposed_product_is_named_where_the_shapes_allow_it():
    verdict = checks.backward(
        but(
            backward,
            _0=lambda W1, b1, W2, b2, X, y, *_: (
                X @ (2 / len(y) * (forward(W1, b1, W2, b2, X)[2] - y)[:, None] @ W2.T * (X @ W1 + b1 > 0))
            ),
        )
    )
    assert verdict.misconception == "transposed"
    assert "Where does a .T belong?" in verdict.message


@pytest.mark.parametrize("name", ["forward", "layer_backward", "backward", "deep_backward"])
def test_what_matches_no_mistake_is_shown_for_a_table_whose_sides_differ(name):
    verdict = getattr(checks, name)(lambda *case: [1.01 * part for part in RIGHT[name][0](*case)])
    assert verdict.misconception == "unknown"
    assert "of shape (4, " in verdict.message


def test_what_matches_no_mistake_is_shown_beside_what_is_right():
    verdict = checks.step(lambda w, slope, learning_rate: 1 / 3)
    assert verdict.misconception == "unknown"
    assert verdict.message == "For w = 2, slope = 3, learning_rate = 0.1 `f` gives 0.333333; right is 1.7."
    verdict = checks.mean_squared_error(lambda w, x, y: [1.0, 2.0])
    assert verdict.message.endswith("gives an array of shape (2,); wanted is one number.")
    assert checks.step(lambda *_: np.nan).misconception == "not_finite"


def test_a_table_that_is_not_white_is_described_by_its_columns():
    verdict = checks.whiten(lambda X: np.linalg.qr(X - X.mean(axis=0))[0] * 7)
    assert verdict.misconception == "unknown"
    assert "the columns have means [0, 0, 0], standard deviations [3.1305, 3.1305, 3.1305], and corr" in verdict.message


def test_each_part_of_a_descent_has_its_own_word():
    message = checks.descend_many(lambda X, y, rate, k: (*many(X, y, rate, k + 1)[:2], many(X, y, rate, k)[2])).message
    assert message.startswith("`losses` is right. `w` and `b`: one step too many.")
    assert checks.descend_many(lambda *case: many(*case)[0]).message.endswith(
        "wanted are 3: w, b, losses. That is `w`, and it is right: does `return` name the others?"
    )
    message = checks.scale_both(lambda a, b: ((a - a.mean(axis=0)) / a.std(axis=0), b)).message
    assert message.startswith("`X_train` is right. `X_test`: this is still raw.")


def test_pairs_are_shown_as_pairs():
    verdict = checks.unscale(lambda w, b, mean, std: (w / 7, b))
    assert verdict.misconception == "unknown"
    assert "`w` is [0.428571, −0.142857]; right is [0.6, −0.125]. `b` is 20; right is 17.125." in verdict.message
    verdict = checks.one_epoch(lambda w, *case: w)
    assert "returns an array of shape (3,); wanted are 2: w, b." in verdict.message


def test_data_from_outside_are_pointed_out_in_any_exercise():
    def loss(w, x, y):
        return np.mean((w * GLOBAL_Y - y[0]) ** 2)

    assert "It reads `GLOBAL_Y` from outside" in checks.mean_squared_error(loss).message


def test_changing_the_inputs_in_place_is_mentioned_in_any_exercise():
    def loss(w, x, y):
        y -= w * x
        return np.mean(y**2)

    for _ in range(2):
        verdict = checks.mean_squared_error(loss)
        assert verdict.correct
        assert verdict.caution.startswith("Beware: it changes `y` in place")
        assert repr(verdict) == f"{verdict.message} {verdict.caution}"


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


def variant(**methods):
    return type("Line", (Line,), methods)


def moved_in_place(self, x, y, learning_rate):
    dw, db = self.gradient(x, y)
    self.w, self.b = self.w - learning_rate * dw, self.b - learning_rate * db
    return self


def stepped(change):
    """A step that goes wrong: `change(line, dw, db, learning_rate)` gives the new w and b."""

    def step(self, x, y, learning_rate):
        return type(self)(*change(self, *self.gradient(x, y), learning_rate))

    return step


def trained(change):
    """A training that goes wrong: `change(lines, x, y, learning_rate)` gives what is returned instead."""
    return lambda self, x, y, rate, epochs: change(Line.train(self, x, y, rate, epochs), x, y, rate)


def train_in_place(self, x, y, learning_rate, epochs):
    return [moved_in_place(self, x, y, learning_rate) for _ in range(epochs + 1)]


LINES = [
    ("gradient", "missing_factor_2", lambda self, x, y: [slope / 2 for slope in Line.gradient(self, x, y)]),
    ("gradient", "not_tried", lambda self, x, y: ...),
    ("step", "not_tried", lambda self, x, y, learning_rate: ...),
    ("step", "wrong_shape", lambda self, x, y, learning_rate: None),
    ("step", "raises", lambda self, x, y: self),
    ("step", "raises", lambda self, x, y, learning_rate: self.weight),
    ("step", "in_place", moved_in_place),
    ("step", "sign", stepped(lambda line, dw, db, rate: (line.w + rate * dw, line.b + rate * db))),
    ("step", "sign", stepped(lambda line, dw, db, rate: (line.w + rate * dw, line.b - rate * db))),
    ("step", "sign", stepped(lambda line, dw, db, rate: (line.w - rate * dw, line.b + rate * db))),
    ("step", "missing_bias", stepped(lambda line, dw, db, rate: (line.w - rate * dw, line.b))),
    ("step", "missing_w", stepped(lambda line, dw, db, rate: (line.w, line.b - rate * db))),
    ("step", "missing_rate", stepped(lambda line, dw, db, rate: (line.w - dw, line.b - db))),
    ("step", "only_change", stepped(lambda line, dw, db, rate: (-rate * dw, -rate * db))),
    ("step", "never_moves", stepped(lambda line, dw, db, rate: (line.w, line.b))),
    ("step", "swapped", stepped(lambda line, dw, db, rate: (line.w - rate * db, line.b - rate * dw))),
    ("step", "not_a_line", lambda self, x, y, rate: (self.w, self.b)),
    ("step", "unknown", lambda self, x, y, rate: Line.step(self, GLOBAL_X[:, 0], GLOBAL_Y, rate)),
    ("train", "not_tried", lambda self, x, y, learning_rate, epochs: ...),
    ("train", "not_tried", lambda self, x, y, learning_rate, epochs: [self, ...]),
    ("train", "wrong_shape", lambda self, x, y, learning_rate, epochs: None),
    ("train", "wrong_shape", lambda self, x, y, learning_rate, epochs: []),
    ("train", "missing_start", trained(lambda lines, *_: lines[1:])),
    ("train", "missing_start", trained(lambda lines, *data: [line.step(*data) for line in lines])),
    ("train", "too_short", trained(lambda lines, *_: lines[:-1])),
    ("train", "too_long", trained(lambda lines, *data: [*lines, lines[-1].step(*data)])),
    ("train", "only_last", trained(lambda lines, *_: lines[-1])),
    ("train", "in_place", trained(lambda lines, *_: [lines[-1]] * len(lines))),
    ("train", "in_place", train_in_place),
    ("train", "never_moves", trained(lambda lines, *_: [lines[0]] * len(lines))),
    ("train", "from_start", trained(lambda lines, *_: [lines[0]] + [lines[1]] * (len(lines) - 1))),
    ("train", "other_start", lambda self, *case: type(self)(0.0, 0.0).train_well(*case)),
    ("train", "sign", lambda self, x, y, rate, epochs: self.train_well(x, y, -rate, epochs)),
    ("train", "not_a_line", trained(lambda lines, *_: [(line.w, line.b) for line in lines])),
    ("train", "not_a_line", trained(lambda lines, x, y, rate: [np.mean((line.forward(x) - y) ** 2) for line in lines])),
    ("train", "raises", lambda self, x, y, learning_rate, epochs: self.nothing),
]


@pytest.mark.parametrize(("method", "misconception", "wrong"), LINES)
def test_a_planted_mistake_in_a_class_is_named(method, misconception, wrong):
    verdict = checks.line(variant(**{method: wrong, "train_well": Line.train}))
    assert (verdict.correct, verdict.misconception) == (False, misconception), verdict.message


def test_a_right_class_passes():
    verdict = checks.line(Line)
    assert verdict.correct, verdict.message
    assert verdict.message.startswith("Right: ")


def test_a_class_that_is_none_gets_an_answer():
    assert checks.line(...).misconception == "not_tried"
    assert checks.line(3).misconception == "raises"
    assert checks.line(lambda w, b: None).misconception == "raises"
    assert checks.line(object).misconception == "raises"
    without_step = type("Line", (), {"__init__": Line.__init__, "forward": Line.forward, "gradient": Line.gradient})
    assert "Line(w, b).step(x, y, learning_rate)" in checks.line(without_step).message


def test_a_frozen_class_that_changes_itself_is_shown_its_own_line():
    def step(self, x, y, learning_rate):
        self.w = 0

    methods = {"forward": Line.forward, "gradient": Line.gradient, "step": step}
    verdict = checks.line(make_dataclass("Frozen", ["w", "b"], frozen=True, namespace=methods))
    assert verdict.misconception == "raises"
    assert "`self.w = 0`" in verdict.message
