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

    def packed(X, y, block_info):
        """All sums of one part in a row; X comes as [n, d, 1], y as [n, 1, k]."""
        X, y = X[:, :, 0], y[:, 0].reshape(len(y), *outputs)
        sums = np.concatenate([np.ravel(one) for one in function(X, y)])
        if not np.isfinite(sums).all():
            first_row, _ = block_info[0]["array-location"][0]
            as_finite("X", X, first_row=first_row), as_finite("y", y, first_row=first_row)
        return sums[None, :, None]

    outputs = y.shape[1:]
    nothing = function(np.empty((0, X.shape[1])), np.empty((0, *outputs)))  # the shapes, without asking any part
    sizes = [np.size(one) for one in nothing]
    columns = y.reshape(-1, 1) if y.ndim == 1 else y
    X, columns = X.rechunk({1: -1}), columns.rechunk({0: X.chunks[0], 1: -1})  # whole rows, both cut in the same places
    meta = np.empty((0, 0, 0))
    rows = X[:, :, None].map_blocks(packed, columns[:, None], chunks=(1, sum(sizes), 1), dtype=float, meta=meta)
    totals = np.split(np.asarray(rows.sum(axis=(0, 2))), np.cumsum(sizes)[:-1])
    return [total.reshape(np.shape(one)) for total, one in zip(totals, nothing, strict=True)]
