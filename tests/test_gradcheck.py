import numpy as np
import pytest

from helpers.gradcheck import numerical_gradient


@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (2, 1, 2)])
def test_it_finds_the_gradient_of_a_known_function_in_any_shape(shape):
    p = np.random.default_rng(0).standard_normal(shape)
    gradient = numerical_gradient(lambda p: np.sum(np.sin(p) + p**3), p)
    assert isinstance(gradient, np.ndarray)
    assert gradient.shape == shape
    np.testing.assert_allclose(gradient, np.cos(p) + 3 * p**2, rtol=1e-8, atol=1e-8)


def test_each_component_belongs_to_its_own_parameter():
    np.testing.assert_allclose(
        numerical_gradient(lambda p: p[0, 0] * p[1, 2], [[2, 0, 0], [0, 0, 5]]), [[5, 0, 0], [0, 0, 2]]
    )


def test_integers_are_nudged_as_real_numbers():
    np.testing.assert_allclose(numerical_gradient(lambda p: p @ p, np.array([1, 2])), [2, 4])


def test_the_error_falls_with_the_square_of_h():
    # For p³ the central difference is exactly 3p² + h².
    for h in (0.1, 0.01):
        np.testing.assert_allclose(numerical_gradient(lambda p: p**3, 2.0, h=h) - 12, h**2, rtol=1e-8)


def test_a_function_that_writes_into_its_argument_does_no_harm():
    def square(p):
        p *= p
        return p.sum()

    p = np.array([1.0, 2.0])
    np.testing.assert_allclose(numerical_gradient(square, p), [2, 4])
    np.testing.assert_array_equal(p, [1, 2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: numerical_gradient(np.sum, []), r"^p must not be empty, got .*\.$"),
        (lambda: numerical_gradient(np.sum, [np.nan]), r"^p must be finite, got .*\.$"),
        (lambda: numerical_gradient(np.sum, "p"), r"^p must hold real numbers, got .*\.$"),
        (lambda: numerical_gradient(np.sum, [1.0], h=0), r"^h must be a positive number, got .*\.$"),
        (lambda: numerical_gradient(np.sum, [1.0], h=-1e-5), r"^h must be a positive number, got .*\.$"),
        (lambda: numerical_gradient(np.sum, [1.0], h=np.inf), r"^h must be finite, .*\.$"),
        (lambda: numerical_gradient(np.sum, [1.0], h=None), r"^h must hold real numbers, got .*\.$"),
        (lambda: numerical_gradient(lambda p: p, [1.0, 2.0]), r"^f\(p\) must be 0-D, got 1-D .*\.$"),
        (lambda: numerical_gradient(lambda p: None, [1.0]), r"^f\(p\) must hold real numbers, got .*\.$"),
        (lambda: numerical_gradient(lambda p: np.nan, [1.0]), r"^f\(p\) must be finite, .*\.$"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
