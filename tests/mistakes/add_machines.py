"""What learners write in notebook 07."""

import numpy as np


def slices(y, rows, whole=False):
    return [slice(i, i + rows) for i in range(0, len(y) - (len(y) % rows if whole else 0), rows)]


def slopes(w, b, X, y):
    e = X @ w + b - y
    return np.append(2 * e @ X, 2 * e.sum())


def added(w, b, X, y, rows, each=lambda sums, n: sums, whole=False):
    """(dw, db) without a division, `each` part's sums changed before they are added."""
    total = sum(each(slopes(w, b, X[part], y[part]), len(y[part])) for part in slices(y, rows, whole))
    return total[:-1], total[-1]


def times(parts, factor):
    return [factor * part for part in parts]


def design(X):
    return np.column_stack([X, np.ones(len(X))])


def tables(X, y, rows, whole=False):
    A = sum(design(X[part]).T @ design(X[part]) for part in slices(y, rows, whole))
    return A, sum(design(X[part]).T @ y[part] for part in slices(y, rows, whole))


def last(X, y, rows):
    part = slices(y, rows)[-1]
    return X[part], y[part], rows


def lines(X, y, rows):
    return [np.linalg.solve(*tables(X[part], y[part], rows)) for part in slices(y, rows)]


def walk(w, b, X, y, rate, epochs, rows, slope=lambda *case: times(added(*case), 1 / len(case[3])), loss=None):
    losses = []
    for _ in range(epochs):
        losses.append(np.mean((X @ w + b - y) ** 2) if loss is None else loss(w, b, X, y, rows))
        dw, db = slope(w, b, X, y, rows)
        w, b = w - rate * dw, b - rate * db
    return w, b, losses


def alone(w, b, X, y, rate, epochs, rows, weights=None):
    runs = [walk(w, b, X[part], y[part], rate, epochs, rows) for part in slices(y, rows)]
    counts = None if weights is None else [len(y[part]) for part in slices(y, rows)]
    return [np.average([run[k] for run in runs], axis=0, weights=counts) for k in range(3)]


def stepped(w, b, X, y, rate, epochs, rows, by="part", read="before", added=False):
    """A step inside the inner loop, the losses from a read of their own or from the squares on the way."""
    losses = []
    for _ in range(epochs):
        squares, sums = 0, 0
        before = np.mean((X @ w + b - y) ** 2)
        for part in slices(y, rows):
            squares += np.sum((X[part] @ w + b - y[part]) ** 2)
            sums = slopes(w, b, X[part], y[part]) + (sums if added else 0)
            step = rate * sums / len(y[part] if by == "part" else y)
            w, b = w - step[:-1], b - step[-1]
        losses.append(before if read == "before" else squares / len(y))
    return w, b, losses


def not_cleared(w, b, X, y, rate, epochs, rows, slopes_too=True, squares_too=True):
    losses, sums, squares = [], 0, 0
    for _ in range(epochs):
        sums = slopes(w, b, X, y) + (sums if slopes_too else 0)
        squares = np.sum((X @ w + b - y) ** 2) + (squares if squares_too else 0)
        losses.append(squares / len(y))
        w, b = w - rate * sums[:-1] / len(y), b - rate * sums[-1] / len(y)
    return w, b, losses


def part_losses(w, b, X, y, rows):
    return [np.mean((X[part] @ w + b - y[part]) ** 2) for part in slices(y, rows)]


def mean_slope(w, b, X, y, rows):
    return times(added(w, b, X, y, rows, lambda sums, n: sums / n), 1 / len(slices(y, rows)))


def up(a, b):
    return -(-a // b)


EXERCISES = {
    "combine_means(means, counts)": {
        "right": [
            "counts @ means / counts.sum()",
            "np.average(means, axis=0, weights=counts)",
            "sum(m * c for m, c in zip(means, counts)) / sum(counts)",
            "(means * counts[:, None]).sum(axis=0) / counts.sum()",
        ],
        "mean_of_means": ["means.mean(axis=0)", "sum(means) / len(means)"],
        "sum_of_means": ["means.sum(axis=0)"],
        "not_divided": ["counts @ means"],
        "divided_twice": ["sum(means) / sum(counts)", "sum(m / c for m, c in zip(means, counts)) / sum(counts)"],
        "counts_by_column": ["(means * counts).sum(axis=0) / counts.sum()"],
        "divided_by_parts": ["np.mean(means * counts[:, None], axis=0)"],
        "last_dropped": ["counts[:-1] @ means[:-1] / counts[:-1].sum()"],
        "first_part": ["means[0]"],
        "one_number": ["np.mean(counts @ means / counts.sum())", "np.sum(counts @ means / counts.sum())"],
    },
    "total_gradient(w, b, X, y, rows)": {
        "right": [
            "times(added(w, b, X, y, rows), 1 / len(y))",
            "2 * (X @ w + b - y) @ X / len(y), 2 * np.mean(X @ w + b - y)",
        ],
        "mean_of_means": ["times(added(w, b, X, y, rows, lambda s, n: s / n), 1 / len(slices(y, rows)))"],
        "sum_of_means": ["added(w, b, X, y, rows, lambda s, n: s / n)"],
        "divided_twice": ["times(added(w, b, X, y, rows, lambda s, n: s / n), 1 / len(y))"],
        "not_divided": ["added(w, b, X, y, rows)"],
        "divided_by_parts": ["times(added(w, b, X, y, rows), 1 / len(slices(y, rows)))"],
        "divided_by_rows": ["times(added(w, b, X, y, rows), 1 / rows)"],
        "divided_by_full_parts": ["times(added(w, b, X, y, rows), 1 / (len(slices(y, rows)) * rows))"],
        "last_dropped": [
            "times(added(w, b, X, y, rows, whole=True), 1 / len(y))",
            "times(added(w, b, X, y, rows, whole=True), 1 / (len(y) // rows * rows))",
        ],
        "first_part": [
            "times(added(w, b, X[:rows], y[:rows], rows), 1 / len(y))",
            "times(added(w, b, X[:rows], y[:rows], rows), 1 / rows)",
        ],
        "last_part": [
            "(lambda p: times(added(w, b, X[p], y[p], rows), 1 / len(y)))(slices(y, rows)[-1])",
            "(lambda p: times(added(w, b, X[p], y[p], rows), 1 / len(y[p])))(slices(y, rows)[-1])",
        ],
        "missing_factor_2": ["times(added(w, b, X, y, rows), 0.5 / len(y))"],
        "sign": ["times(added(w, b, X, y, rows), -1 / len(y))"],
        "wrong_shape": ["added(w, b, X, y, rows)[0] / len(y)"],
    },
    "one_pass(X, y, rows)": {
        "right": [
            "np.linalg.solve(*tables(X, y, rows))",
            "np.linalg.lstsq(design(X), y, rcond=None)[0]",
            "np.linalg.inv(tables(X, y, rows)[0]) @ tables(X, y, rows)[1]",
        ],
        "mean_of_solutions": [
            "np.mean(lines(X, y, rows), axis=0)",
            ("np.average(lines(X, y, rows), axis=0, weights=[len(y[p]) for p in slices(y, rows)])", "…weighted…"),
        ],
        "sum_of_solutions": ["sum(lines(X, y, rows))"],
        "last_dropped": ["np.linalg.solve(*tables(X, y, rows, whole=True))"],
        "missing_bias": ["np.linalg.solve(X.T @ X, X.T @ y)"],
        "bias_first": ["np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), y, rcond=None)[0]"],
        "one_not_added": [
            "np.linalg.solve(tables(*last(X, y, rows))[0], tables(X, y, rows)[1])",
            "np.linalg.solve(tables(X, y, rows)[0], tables(*last(X, y, rows))[1])",
        ],
        "first_part": ["lines(X, y, rows)[0]"],
        "last_part": ["lines(X, y, rows)[-1]"],
    },
    "descend_in_parts(w, b, X, y, rate, epochs, rows)": {
        "right": [walk, "walk(*case)"],
        "losses_not_summed": [
            "walk(*case, loss=lambda *c: part_losses(*c)[-1])",
            "walk(*case, loss=lambda *c: part_losses(*c)[0])",
            "walk(*case, loss=lambda *c: part_losses(*c)[-1] * len(c[3][slices(c[3], c[4])[-1]]) / len(c[3]))",
        ],
        "losses_of_means": ["walk(*case, loss=lambda *c: np.mean(part_losses(*c)))"],
        "losses_not_divided": ["walk(*case, loss=lambda w, b, X, y, r: np.sum((X @ w + b - y) ** 2))"],
        "losses_after": ["*walk(*case)[:2], walk(*case[:5], epochs + 1, rows)[2][1:]"],
        "losses_and_last": ["*walk(*case)[:2], walk(*case[:5], epochs + 1, rows)[2]"],
        "each_alone": [
            ("alone(*case)", "`w`, `b` and `losses`: …"),
            ("alone(*case, weights=True)", "`w`, `b` and `losses`: …averaged by rows…"),
        ],
        "step_each": [
            "stepped(*case)",
            "stepped(*case, read='on the way')",
            "stepped(*case, by='all')",
            "stepped(*case, by='all', read='on the way')",
            "stepped(*case, by='all', read='on the way', added=True)",
            "stepped(*case, by='all', added=True)",
        ],
        "never_cleared": [
            "not_cleared(*case)",
            "not_cleared(*case, squares_too=False)",
            ("not_cleared(*case, slopes_too=False)", "`w` and `b` are right. `losses`: …"),
        ],
        "mean_of_means": [
            "walk(*case, slope=mean_slope)",
            "walk(*case, slope=mean_slope, loss=lambda *c: np.mean(part_losses(*c)))",
        ],
        "sum_of_means": ["walk(*case, slope=lambda *c: added(*c, lambda s, n: s / n))"],
        "divided_twice": ["walk(*case, slope=lambda *c: times(added(*c, lambda s, n: s / n), 1 / len(c[3])))"],
        "not_divided": [
            "walk(*case, slope=added)",
            "walk(*case, slope=added, loss=lambda w, b, X, y, r: np.sum((X @ w + b - y) ** 2))",
        ],
        "divided_by_rows": ["walk(*case, slope=lambda *c: times(added(*c), 1 / c[4]))"],
        "last_dropped": [
            "walk(*case, slope=lambda *c: times(added(*c, whole=True), 1 / len(c[3])))",
            "walk(*case, slope=lambda *c: times(added(*c, whole=True), 1 / (len(c[3]) // c[4] * c[4])))",
        ],
        "missing_factor_2": ["walk(*case, slope=lambda *c: times(added(*c), 0.5 / len(c[3])))"],
        "sign": [
            "walk(*case, slope=lambda *c: times(added(*c), -1 / len(c[3])))",
            "walk(*case, slope=lambda *c: [s * t / len(c[3]) for s, t in zip((-1, 1), added(*c))])",
        ],
        "one_epoch": ["walk(*case[:5], 1, rows)"],
        "never_moves": ["w, b, walk(*case)[2]"],
    },
    "without_part(A, c, X, y)": {
        "right": ["np.linalg.solve(A - X.T @ X, c - X.T @ y)"],
        "not_removed": ["np.linalg.solve(A, c)"],
        "added_again": [
            "np.linalg.solve(A + X.T @ X, c + X.T @ y)",
            "np.linalg.solve(A - X.T @ X, c + X.T @ y)",
            "np.linalg.solve(A + X.T @ X, c - X.T @ y)",
        ],
        "targets_kept": ["np.linalg.solve(A - X.T @ X, c)"],
        "products_kept": ["np.linalg.solve(A, c - X.T @ y)"],
        "part_alone": ["np.linalg.lstsq(X, y, rcond=None)[0]"],
        "difference": ["np.linalg.solve(A, c) - np.linalg.lstsq(X, y, rcond=None)[0]"],
    },
    "epoch_time(n, rows, k, row, message)": {
        "right": [
            "up(up(n, rows), k) * rows * row + (up(n, rows) + k) * message",
            "np.ceil(np.ceil(n / rows) / k) * rows * row + (np.ceil(n / rows) + k) * message",
        ],
        "even_share": [
            "n / k * row + (up(n, rows) + k) * message",
            "up(n, rows) / k * rows * row + (up(n, rows) + k) * message",
        ],
        "last_dropped": ["up(n // rows, k) * rows * row + (n // rows + k) * message"],
        "last_shorter": ["min(n, up(up(n, rows), k) * rows) * row + (up(n, rows) + k) * message"],
        "one_part_more": ["up(n // rows + 1, k) * rows * row + (n // rows + 1 + k) * message"],
        "floor": ["up(n, rows) // k * rows * row + (up(n, rows) + k) * message"],
        "messages_shared": ["up(up(n, rows), k) * rows * row + (up(n, rows) + k) / k * message"],
        "messages_per_part": ["up(up(n, rows), k) * rows * row + up(n, rows) * message"],
        "messages_per_worker": ["up(up(n, rows), k) * rows * row + k * message"],
        "no_messages": ["up(up(n, rows), k) * rows * row"],
        "no_workers": [
            "n * row + (up(n, rows) + k) * message",
            "up(n, rows) * rows * row + (up(n, rows) + k) * message",
        ],
        "travel_alone": ["(up(n, rows) + k) * message"],
    },
}
