import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import mean_squared_error

from helpers.gradcheck import numerical_gradient
from helpers.losses import HALF_MSE, HALF_SSE, MSE, SSE, as_loss, named

ALL = (SSE, HALF_SSE, MSE, HALF_MSE)
SHAPES = st.one_of(st.tuples(st.integers(1, 12)), st.tuples(st.integers(1, 6), st.integers(1, 3)))

fast = settings(max_examples=25, deadline=None, derandomize=True)


def pair(shape, seed):
    """A y and a ŷ."""
    return np.random.default_rng(seed).normal(0, 10, (2, *shape))


@fast
@given(SHAPES, st.integers(0, 10**6))
def test_the_values_are_those_of_a_loop_over_all_errors(shape, seed):
    y, y_hat = pair(shape, seed)
    total = 0.0
    for a, b in zip(y.ravel(), y_hat.ravel(), strict=True):
        total += (b - a) ** 2
    wanted = {SSE: total, HALF_SSE: total / 2, MSE: total / y.size, HALF_MSE: total / y.size / 2}
    for loss in ALL:
        assert isinstance(loss.value(y, y_hat), float)
        np.testing.assert_allclose(loss.value(y, y_hat), wanted[loss], rtol=1e-12)


@fast
@given(SHAPES, st.integers(0, 10**6))
def test_the_mse_is_scikit_learns(shape, seed):
    y, y_hat = pair(shape, seed)
    np.testing.assert_allclose(MSE.value(y, y_hat), mean_squared_error(y, y_hat), rtol=1e-12)


@pytest.mark.parametrize("loss", ALL, ids=lambda loss: loss.name)
@fast
@given(SHAPES, st.integers(0, 10**6))
def test_the_gradient_is_the_slope_of_the_value(loss, shape, seed):
    y, y_hat = pair(shape, seed)
    gradient = loss.gradient(y, y_hat)
    assert gradient.shape == shape
    np.testing.assert_allclose(gradient, numerical_gradient(lambda y_hat: loss.value(y, y_hat), y_hat), atol=1e-5)


def test_a_perfect_prediction_costs_nothing():
    for loss in ALL:
        assert loss.value([1, 2], [1, 2]) == 0
        np.testing.assert_array_equal(loss.gradient([1, 2], [1, 2]), [0, 0])


def test_the_mean_is_that_of_numpy_to_the_last_bit():
    y, y_hat = pair((353,), 0)
    assert MSE.value(y, y_hat) == np.mean((y_hat - y) ** 2)


def test_every_loss_answers_to_its_name():
    assert [loss.name for loss in ALL] == ["sse", "half_sse", "mse", "half_mse"]
    for loss in ALL:
        assert named(loss.name) is loss
        assert as_loss(loss) is loss


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: named("mae"), r"^loss must be one of 'sse', 'half_sse', 'mse', 'half_mse', got 'mae'\.$"),
        (lambda: named(None), r"^loss must be one of .*, got None\.$"),
        (lambda: named(["mse"]), r"^loss must be one of .*, got \['mse'\]\.$"),
        (lambda: as_loss("mse"), r"^loss must be a loss such as losses\.MSE.*, got 'mse'\.$"),
        (lambda: MSE.value([1, 2], [1, 2, 3]), r"^y and y_hat must have the same shape, got \(2,\) and \(3,\)\.$"),
        (lambda: MSE.value([1, 2], [[1], [2]]), r"^y and y_hat must have the same shape, got .*\.$"),
        (lambda: MSE.gradient([1, 2], [1]), r"^y and y_hat must have the same shape, got .*\.$"),
        (lambda: SSE.value([], []), r"^y must not be empty, got shape \(0,\)\.$"),
        (lambda: SSE.value(1.0, 1.0), r"^y must be 1-D or 2-D, got 0-D .*\.$"),
        (lambda: SSE.value([1.0], [np.nan]), r"^y_hat must be finite, got .*(nan|inf).*\.$"),
        (lambda: SSE.gradient([np.inf], [1.0]), r"^y must be finite, got .*(nan|inf).*\.$"),
        (lambda: SSE.value(["one"], [1.0]), r"^y must hold real numbers, got dtype <U3: y\[0\] = 'one' .*\.$"),
        (lambda: SSE.value([[1], [2, 3]], [1.0]), r"^y must hold real numbers in a regular array, got list\.$"),
        (lambda: SSE.value([1j], [1.0]), r"^y must hold real numbers, got dtype complex128: take .*\.$"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
