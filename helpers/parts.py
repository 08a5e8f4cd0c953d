"""Sums over data that come in parts, as Dask has them, so that nobody ever holds them all (notebook 07).

The loss, its gradient and the products of the least-squares equations are sums over the examples, and a sum comes
apart: each part adds up its own examples where it lies, and only the sums travel. A NumPy array is a single part.
"""

import numpy as np

from helpers.validation import as_finite, in_parts


def add_up(function, X, y):
    """The sums over all parts of what `function(part of X, part of y)` returns, a list of arrays.

    X is [n, d] and y [n] or [n, k]. Whatever part `function` gets, its arrays must have the same shapes, and be zero
    for one without examples. ValueError if a sum is not finite because the data are not.
    """
    if not in_parts(X):
        return function(X, y)
    nothing = function(np.empty((0, X.shape[1])), np.empty((0, *y.shape[1:])))  # the shapes, without asking any part
    ends = np.cumsum([np.size(one) for one in nothing])
    others = (1,) if y.ndim == 1 else (0, 2)  # the axes of a part's result, besides that of its sums

    def packed(X, y, block_info):
        """All sums of one part along one axis; X comes as [d, n], y as [n] or [k, 1, n]."""
        X, y = X.T, y if y.ndim == 1 else y[:, 0].T
        with np.errstate(all="ignore"):  # whoever waits for the sums sees what became of them
            sums = np.concatenate([np.ravel(one) for one in function(X, y)])
        if not np.isfinite(sums).all():
            first_row, _ = block_info[0]["array-location"][-1]
            as_finite("X", X, first_row=first_row), as_finite("y", y, first_row=first_row)
        return np.expand_dims(sums, others)

    rows = X.chunks[0]  # y is cut in the same places
    X, y = X.rechunk((rows, X.shape[1])), y.rechunk((rows, *y.shape[1:]))
    # Dask pairs the parts of two arrays along their last axis, so both are turned.
    turned = y if y.ndim == 1 else y.T[:, None]
    shape = (ends[-1], 1) if y.ndim == 1 else (1, ends[-1], 1)
    parts = X.T.map_blocks(packed, turned, chunks=shape, dtype=float, meta=np.empty((0,) * len(shape)))
    totals = np.split(np.asarray(parts.sum(axis=others, split_every=16)), ends[:-1])
    return [total.reshape(np.shape(one)) for total, one in zip(totals, nothing, strict=True)]
