"""Measure a gradient by nudging: the referee for every gradient that is derived by hand (notebooks 01 and 03)."""

import numpy as np

from helpers.validation import as_finite


def numerical_gradient(f, p, h=1e-5):
    """The gradient of f at p by central differences: ∂f/∂pᵢ ≈ (f(p + h eᵢ) − f(p − h eᵢ)) / 2h.

    Parameters
    ----------
    f : callable that takes an array shaped like `p` and returns a number
    p : number or array of any shape
    h : step size; the error falls with h² until rounding, which grows with 1/h, takes over

    Returns
    -------
    array of p's shape (0-D for a number)
    """
    p = as_finite("p", p)
    if not 0 < h < np.inf:
        raise ValueError(f"h must be a positive number, got {h!r}.")
    nudges = h * np.eye(p.size).reshape(p.size, *p.shape)
    return np.reshape([(f(p + nudge) - f(p - nudge)) / (2 * h) for nudge in nudges], p.shape)
