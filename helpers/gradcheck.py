"""Measure a gradient by nudging: the referee for every gradient that is derived by hand (notebooks 01, 03 and 05)."""

import numpy as np

from helpers.validation import as_finite


def numerical_gradient(f, p, h=1e-5):
    """The gradient of f at p by central differences: ∂f/∂pᵢ ≈ (f(p + h eᵢ) − f(p − h eᵢ)) / 2h.

    ValueError if p is empty or not finite, h is not positive, or f returns anything but one finite number.

    Parameters
    ----------
    f : callable that takes an array shaped like `p` and returns a number
    p : number or array of any shape
    h : step size; where f is smooth the error falls with h² until rounding, which grows with 1/h, takes over

    Returns
    -------
    array of p's shape (0-D for a number)
    """
    p, h = as_finite("p", p), as_finite("h", h, ndim=0)
    if h <= 0:
        raise ValueError(f"h must be a positive number, got {h}.")
    gradient = np.empty(p.shape)
    for i in np.ndindex(p.shape):
        nudge = np.zeros(p.shape)
        nudge[i] = h
        rise = as_finite("f(p)", f(p + nudge), ndim=0) - as_finite("f(p)", f(p - nudge), ndim=0)
        gradient[i] = rise / (2 * h)
    return gradient
