"""Steps, limits, digits and units that follow from the data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.scales import decimals, fixed, limits, measured, nice_step, per, quantity, squared, steps, to_step, unit

SIZES = st.floats(1e-9, 1e9)


@given(SIZES, st.integers(10, 120))
def test_a_nice_step_fits_often_enough_and_not_too_often(span, at_least):
    step = nice_step(span, at_least)
    assert at_least <= span / step * (1 + 1e-6)
    assert span / step <= 2.5 * at_least * (1 + 1e-6)
    assert round(step / 10 ** np.floor(np.log10(step) + 1e-9)) in (1, 2, 5, 10)


@given(SIZES, st.integers(-50, 50))
def test_multiples_of_a_step_have_no_rounding_errors_and_labels_of_their_own(span, k):
    step = nice_step(span, 40)
    assert to_step(k * step * (1 + 1e-12), step) == pytest.approx(k * step)
    assert fixed(to_step(k * step, step), step) != fixed(to_step((k + 1) * step, step), step)


def test_to_step_is_what_one_would_type():
    assert to_step(0.1 * 3, 0.1) == 0.3
    assert steps(0.1, 0.5, 0.1) == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert steps(-2, 2, 1) == [-2, -1, 0, 1, 2]


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [(2, 0.05, "2.00"), (-0.5, 0.1, "−0.5"), (-0.001, 0.01, "0.00"), (123456, 10, "123456"), (2.5e-7, 5e-9, "2.5e-07")],
)
def test_fixed_has_the_digits_of_the_step(value, step, text):
    assert fixed(value, step) == text


def test_decimals():
    assert [decimals(step) for step in (10, 1, 0.5, 0.05, 0.001)] == [0, 0, 1, 2, 3]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.booleans())
def test_limits_hold_all_values_and_are_wide_open(values, zero):
    low, high = limits(values, zero=zero)
    assert low < high
    assert low <= min(values) and max(values) <= high
    assert not zero or low <= 0 <= high


def test_names_and_units():
    assert (quantity("mass (kg)"), unit("mass (kg)")) == ("mass", "kg")
    assert (quantity("x"), unit("x")) == ("x", "")
    assert (per("cm", "kg"), per("cm", "")) == ("cm per kg", "")
    assert [squared(name) for name in ("cm", "cm per week", "")] == ["cm²", "(cm per week)²", ""]
    assert (measured("3", "cm"), measured("3", "")) == ("3 cm", "3")
