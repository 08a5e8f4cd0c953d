"""Say in one sentence what is wrong with an argument, before any arithmetic hides it."""

from numbers import Real

import numpy as np


def as_finite(name, array, ndim=None):
    """Return `array` as a float array of `ndim` dimensions (one number or a tuple), or raise ValueError."""
    try:
        array = np.asarray(array).astype(float, casting="same_kind", copy=False)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold real numbers in a regular array, got {type(array).__name__}.") from None
    if ndim is not None and array.ndim not in np.atleast_1d(ndim):
        wanted = " or ".join(f"{n}-D" for n in np.atleast_1d(ndim))
        raise ValueError(f"{name} must be {wanted}, got {array.ndim}-D with shape {array.shape}.")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got NaN or infinity.")
    return array


def as_examples(X, y, n_features=None, n_outputs=None):
    """Return X [n, d] and y ([n], or [n, k] for k outputs) as finite float arrays that fit together."""
    X, y = as_finite("X", X, ndim=2), as_finite("y", y, ndim=(1, 2))
    if len(X) != len(y):
        raise ValueError(f"X and y must have the same number of examples, got {len(X)} and {len(y)}.")
    if n_features not in (None, X.shape[1]):
        raise ValueError(f"X must have {n_features} features, one per column, got {X.shape[1]}.")
    if n_outputs is not None and y.shape[1:] != (() if n_outputs == 1 else (n_outputs,)):
        wanted = "(n,)" if n_outputs == 1 else f"(n, {n_outputs})"
        raise ValueError(f"y must have shape {wanted}, got {y.shape}.")
    return X, y


def as_count(name, value, minimum=0):
    """Return `value` as an int of at least `minimum`, or raise ValueError."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, got {value!r}.")
    return int(value)


def as_learning_rate(value):
    """Return `value` as a float >= 0. A learning rate beyond the stable limit is allowed: it is the lesson."""
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= value < np.inf:
        raise ValueError(f"learning_rate must be a finite number of at least 0, got {value!r}.")
    return float(value)


def one_of(name, value, options):
    """Return `value` if it is among the `options`, or raise ValueError."""
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, options))}, got {value!r}.")
    return value
