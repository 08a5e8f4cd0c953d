"""Say in one sentence what is wrong with an argument, before any arithmetic hides it."""

import reprlib
from numbers import Real

import numpy as np


def in_parts(array):
    """Whether `array` is one of Dask's: its parts may lie on other machines, or in no memory yet."""
    return hasattr(array, "map_blocks") and hasattr(array, "rechunk")


def as_finite(name, array, ndim=None, first_row=0):
    """Return `array` as a float array of `ndim` dimensions (one number or a tuple), or raise ValueError.

    `first_row` is the number that its first row has in the whole table, for a part of one. An array in parts is not
    looked into: its numbers are seen when the parts are added up.
    """
    array = _as_floats(name, array)
    if ndim is not None and array.ndim not in np.atleast_1d(ndim):
        wanted = " or ".join(f"{n}-D" for n in np.atleast_1d(ndim))
        raise ValueError(f"{name} must be {wanted}, got {array.ndim}-D with shape {array.shape}.")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}.")
    if not in_parts(array) and not np.isfinite(array).all():
        place = tuple(np.argwhere(~np.isfinite(array))[0])
        value = float(array[place])
        remedy = ": leave its row out, or fill it in" if place and np.isnan(value) else ""
        place = (place[0] + first_row, *place[1:]) if place else place
        raise ValueError(f"{name} must be finite, got {_entry(name, place, value)}{remedy}.")
    return array


def as_examples(X, y, n_features=None, n_outputs=None):
    """Return X [n, d] and y ([n], or [n, k] for k outputs) as finite float arrays that fit together."""
    X, y = as_finite("X", X, ndim=2), as_finite("y", y, ndim=(1, 2))
    if in_parts(X) != in_parts(y):
        whole, parted = ("X", "y") if in_parts(y) else ("y", "X")
        raise ValueError(f"X and y must both be in parts, got {parted} from Dask and {whole} from NumPy.")
    if np.isnan(X.shape[0]) or np.isnan(y.shape[0]):
        raise ValueError("X and y must know how many rows they have: call their compute_chunk_sizes() first.")
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


def as_names(name, value):
    """Return `value`, one name or a sequence of them, as a tuple of strings, or raise ValueError."""
    names = (value,) if isinstance(value, str) or not np.iterable(value) else tuple(value)
    if not all(isinstance(part, str) for part in names):
        raise ValueError(f"{name} must be text, one name per feature, got {reprlib.repr(value)}.")
    return tuple(map(str, names))


def _as_floats(name, given):
    """`given` as an array of floats; a table as pandas has it goes column by column, each with its own dtype."""
    if hasattr(given, "columns") and hasattr(given, "items"):
        columns = [as_finite(f"{name}[{label!r}]", column, ndim=1) for label, column in given.items()]
        return np.column_stack(columns) if columns else np.empty((len(given), 0))
    if np.ma.is_masked(given):
        raise ValueError(
            f"{name} must have a number everywhere, got dtype {given.dtype} with {np.ma.count_masked(given)} of "
            f"{given.size} entries masked: leave their rows out, or put numbers in their place with .filled(…)."
        )
    dtype = getattr(given, "dtype", None)
    nullable = hasattr(dtype, "na_value") and given.isna().any()  # pandas' own dtypes; as objects they show what lacks
    try:
        array = given if in_parts(given) else np.asarray(given, dtype=object if nullable else None)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold real numbers in a regular array, got {type(given).__name__}.") from None
    if np.can_cast(array.dtype, float, casting="same_kind"):
        return array.astype(float, copy=False)
    if array.ndim == 0 and array.dtype == object:
        raise ValueError(f"{name} must hold real numbers, got {type(given).__name__}.")
    remedy = "convert it with .astype(float)" if in_parts(array) else _remedy(name, array)
    raise ValueError(f"{name} must hold real numbers, got dtype {dtype or array.dtype}: {remedy}.")


def _remedy(name, array):
    """What to do with an array that holds no numbers, by what it does hold."""
    known = {
        "c": "take the real part, .real",
        "M": "turn dates into numbers, such as the days since the first of them",
        "m": "turn times into numbers, as in times / np.timedelta64(1, 's')",
        "V": "take its columns out by name and join them with np.column_stack",
    }
    if array.dtype.kind in known:
        return known[array.dtype.kind]
    for place, value in np.ndenumerate(array.astype(object)):
        if complaint := _complaint(value):
            return f"{_entry(name, place, value)} {complaint}"
    return "all of it can be read as numbers, so convert it with .astype(float)"


def _complaint(value):
    """Why an entry is no number, and what to do; None for one that can be read as a number."""
    nan = isinstance(value, Real) and value != value
    if nan or value is None or type(value).__name__ in ("NAType", "NaTType"):  # the last two are pandas' own
        return "is missing; leave its row out, or fill it in"
    if _reads_as_number(value):
        return None
    if not isinstance(value, str):
        return f"is no number but {type(value).__name__}; put a number in its place"
    if _reads_as_number(value.replace(",", ".")):
        return "has a decimal comma; write a point (pandas.read_csv understands it with decimal=',')"
    return "is text; put a number in its place, or mark such entries as missing by pd.to_numeric(…, errors='coerce')"


def _reads_as_number(value):
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _entry(name, place, value):
    """An entry of an array as Python would write it: X[3, 1] = nan; a single number without its name."""
    return f"{name}[{', '.join(map(str, place))}] = {reprlib.repr(value)}" if place else reprlib.repr(value)
