"""The checks of notebook 07: sums that come apart and are put together again."""

import numpy as np

from helpers.diagnosis import COLUMN, check, diagnose
from helpers.several import diagnose_parts

# Eleven rides (km and minutes) and their prices in €: in parts of 4 the last one has 3.
_KM = [2.0, 5.0, 10.0, 1.0, 7.0, 3.0, 12.0, 4.0, 6.0, 8.0, 2.5]
_RIDES = np.column_stack([_KM, [9.0, 14.0, 25.0, 4.0, 12.0, 8.0, 20.0, 15.0, 10.0, 22.0, 3.0]])
_PRICES = np.array([12.0, 18.0, 36.0, 6.5, 20.0, 12.5, 33.0, 17.0, 17.5, 30.0, 8.0])
_THREE = np.array([[1.0, -2.0, 0.5], [0.5, 3.0, -1.0], [2.0, 1.0, 1.5], [-1.0, 0.5, 2.0], [0.0, 1.0, 1.0]])
_FIVE = np.array([1.0, 4.0, -2.0, 3.0, 5.0])

# fmt: off


@check
def combine_means(f):
    """Check f(means, counts) -> the mean over all rows, given each part's mean [k, p] and number of rows [k]."""
    def combined(means, counts):
        return counts @ means / counts.sum()

    def forgetful(means, counts):
        mean = means[0]
        for k in range(1, len(means)):
            mean = (counts[0] * mean + counts[k] * means[k]) / (counts[0] + counts[k])
        return mean

    cases = [(np.array([[2.0, -1.0], [10.0, 3.0]]), np.array([100, 900])),
             (np.array([[1.0, 0.0, 4.0], [-2.0, 5.0, 1.0], [3.0, 3.0, 0.5]]), np.array([10, 1, 30])),
             (np.array([[0.5], [4.0]]), np.array([100, 950]))]
    return diagnose(f, cases, lambda means, counts: combined(means, counts), [
        ("forgets_rows", forgetful,
         "Right for two parts. From the third on: how many rows stand behind what has been combined so far?"),
        ("mean_of_means", lambda means, counts: means.mean(axis=0),
         "This is the mean of the means: a part with one row counts as much as a part with thirty. How much weight "
         "does each deserve?"),
        ("sum_of_means", lambda means, counts: means.sum(axis=0), "These are the means, added. Where are the counts?"),
        ("not_divided", lambda means, counts: counts @ means,
         "This is the sum over all rows. What makes a sum a mean, and how many rows are there in all?"),
        ("divided_twice", lambda means, counts: means.sum(axis=0) / counts.sum(),
         "Divided twice: a mean has been divided by its part's rows already, and is now divided by all rows. Make it a "
         "sum again first: times its count."),
        ("divided_twice", lambda means, counts: (means / counts[:, None]).sum(axis=0) / counts.sum(),
         "These are divided twice. A mean times its count is a sum again; you have divided by the count once more."),
        ("counts_by_column", lambda means, counts: (means * counts).sum(axis=0) / counts.sum(),
         "Here the counts multiply the columns: `means * counts` gives the first count to the first slope. They belong "
         "to the rows: `counts[:, None]`, or `counts @ means`."),
        ("divided_by_parts", lambda means, counts: counts @ means / len(counts),
         "The sum over all rows is right, but it's divided by the number of parts. How many rows are there in all?"),
        ("last_dropped", lambda means, counts: combined(means[:-1], counts[:-1]),
         "The last part is left out. Does the loop reach it?"),
        ("first_part", lambda means, counts: means[0], "This is the first part's mean. What about the other parts?"),
        ("one_number", lambda means, counts: combined(means, counts).mean(),
         "One number. Each column is a slope of its own: add up the parts, not the slopes."),
        ("one_number", lambda means, counts: combined(means, counts).sum(),
         "One number. Each column is a slope of its own: add up the parts, not the slopes."),
    ], "Right: times its count, each mean is a sum again; the sums add up, and one division makes the mean.")


def _cuts(y, rows, keep_last=True):
    """The slices that cut y into parts of `rows`, the last one shorter."""
    stop = len(y) if keep_last else len(y) - len(y) % rows
    return [slice(first, first + rows) for first in range(0, stop, rows)]


def _sums(w, b, X, y):
    """Of one part: Σ e², Σ 2 e x and Σ 2 e."""
    e = X @ w + b - y
    return np.array([e @ e, *(2 * e @ X), 2 * e.sum()])


def _means(w, b, X, y, rows, over=lambda part, n, k: n, keep_last=True, cuts=slice(None)):
    """The sums of all parts, each divided by `over(rows of the part, of all, number of parts)`."""
    parts = _cuts(y, rows, keep_last)[cuts]
    shares = [_sums(w, b, X[part], y[part]) / over(len(y[part]), len(y), len(parts)) for part in parts]
    return sum(shares, np.zeros(X.shape[1] + 2))


@check
def total_gradient(f):
    """Check f(w, b, X, y, rows) -> (dw, db) of the mean of squares, added up over parts of `rows` rows."""
    def slopes(w, b, X, y, rows, twist=lambda slopes: slopes, **options):
        _, *dw, db = _means(w, b, X, y, rows, **options)
        return {"dw": twist(np.array(dw)), "db": twist(db)}

    def twisted(**options):
        return lambda *case: slopes(*case, **options)

    def table(w, b, X, y, rows):
        e = [np.mean(X[part] @ w + b) - y[part] for part in _cuts(y, rows)]
        return {"dw": 2 * np.concatenate(e) @ X / len(y), "db": 2 * np.concatenate(e).mean()}

    cases = [(np.array([2.0, 0.5]), 3.0, _RIDES, _PRICES, 4), (np.array([1.0, 0.0, -1.0]), 0.5, _THREE, _FIVE, 2),
             (np.array([-1.0, 1.5]), 0.25, _RIDES[:8], _PRICES[:8], 4)]
    return diagnose_parts(f, cases, lambda w, b, X, y, rows: slopes(w, b, X, y, rows), [
        ("mean_of_means", twisted(over=lambda part, n, k: part * k),
         "this is the mean of the parts' means, and the last part has fewer rows than the others. Add up sums; divide "
         "once, at the end."),
        ("sum_of_means", twisted(over=lambda part, n, k: part),
         "these are the parts' means, added. Add up sums, then divide once by all rows."),
        ("divided_twice", twisted(over=lambda part, n, k: part * n),
         "this is divided twice: by the rows of its part, and by all rows once more."),
        ("not_divided", twisted(over=lambda part, n, k: 1),
         "this is the sum over all rows. The loss is a mean: where is the division by their number?"),
        ("divided_by_parts", twisted(over=lambda part, n, k: k),
         "the sum is divided by the number of parts. The mean is over the rows: how many are there in all?"),
        ("divided_by_rows", lambda *case: slopes(*case, over=lambda part, n, k: case[4]),
         "the sum is divided by `rows`, the rows of one part. How many rows are there in all?"),
        ("divided_by_full_parts", lambda *case: slopes(*case, over=lambda part, n, k: k * case[4]),
         "the sum is divided as if the last part were as long as the others. How many rows are there in all?"),
        ("divided_by_last", lambda *case: slopes(*case, over=lambda part, n, k: n - (k - 1) * case[4]),
         "the sum is divided by the rows of the last part. How many rows are there in all?"),
        ("last_dropped", lambda *case: slopes(*case, keep_last=False),
         "the last part, shorter than the others, is left out. How far does the range go?"),
        ("last_dropped", lambda *case: slopes(*case, keep_last=False, over=lambda part, n, k: n - n % case[4]),
         "the last part, shorter than the others, is left out, and nobody counts its rows. How far does the range go?"),
        ("first_part", twisted(cuts=slice(1)),
         "only the first part is in it. Does `return` wait until the loop is over, and does each slice end at "
         "`first + rows`, not at `rows`?"),
        ("first_part", twisted(cuts=slice(1), over=lambda part, n, k: part),
         "this is the first part's own slope. Does `return` wait until the loop is over?"),
        ("last_part", twisted(cuts=slice(-1, None)),
         "only the last part is in it. Does each turn *add* to what was there (`+=`)?"),
        ("last_part", twisted(cuts=slice(-1, None), over=lambda part, n, k: part),
         "this is the last part's own slope. Does each turn *add* to what was there (`+=`)?"),
        ("sign", twisted(twist=lambda slopes: -slopes), "the right size, uphill for downhill: is it ŷ − y?"),
        ("column", table, COLUMN),
    ], "Right: these are the slopes over all rows, as the sums of all parts and one division give them.",
        call="total_gradient(w, b, X, y, rows)")


@check
def one_pass(f):
    """Check f(X, y, rows) -> (d weights, then the bias) of least squares, from sums over parts of `rows` rows."""
    def table(X, bias=True):
        return np.column_stack([X, np.ones(len(X))]) if bias else X

    def solved(X, y, bias=True):
        return np.linalg.lstsq(table(X, bias), y, rcond=None)[0]

    def each(X, y, rows):
        return [solved(X[part], y[part]) for part in _cuts(y, rows)]

    def products(X):
        return table(X).T @ table(X)

    def targets(X, y, part):
        return table(X[part]).T @ y[part]

    def in_use(X, y, rows, **options):
        end = _cuts(y, rows, **options)[-1].stop
        return X[:end], y[:end]

    def centred(X, y, rows):
        apart = [(X[part] - X[part].mean(axis=0), y[part] - y[part].mean()) for part in _cuts(y, rows)]
        w = np.linalg.lstsq(*map(np.concatenate, zip(*apart, strict=True)), rcond=None)[0]
        return np.append(w, y.mean() - X.mean(axis=0) @ w)

    other = np.column_stack([_RIDES[::-1, 0], _RIDES[:, 1] ** 2 / 10])
    cases = [(_RIDES, _PRICES, 4), (other, _PRICES[::-1].copy(), 4), (_RIDES, _PRICES, 5),
             (np.column_stack([_RIDES[:8], np.tile([5.0, -2.0, 1.0, 4.0], 2)]), _PRICES[:8], 3)]
    return diagnose(f, cases, lambda X, y, rows: solved(X, y), [
        ("mean_of_solutions", lambda *case: np.mean(each(*case), axis=0),
         "Each part has found its own best line, and these are the means of the lines. But the best line of all is no "
         "mean of best lines: add up the parts' tables first, and solve once, at the end."),
        ("mean_of_solutions", lambda X, y, rows: np.average(each(X, y, rows), axis=0,
                                                            weights=[len(y[part]) for part in _cuts(y, rows)]),
         "Each part has found its own best line, and these are their means, weighted by the rows. Even so the best "
         "line of all is another: a part whose inputs are spread out knows its slope better. Add up the tables first."),
        ("last_dropped", lambda *case: solved(*in_use(*case, keep_last=False)),
         "The last part, shorter than the others, is left out. How far does the range go?"),
        ("missing_bias", lambda X, y, rows: solved(X, y, bias=False),
         "This is the best fit without a bias. Where is the column of ones?"),
        ("bias_first", lambda X, y, rows: np.roll(solved(X, y), 1),
         "The right numbers, the bias first. Wanted are the weights, then the bias: which column comes last?"),
        ("first_part", lambda X, y, rows: solved(X[:rows], y[:rows]),
         "This is the first part's own best line. Does the solving wait until the loop is over, and does each slice "
         "end at `first + rows`, not at `rows`?"),
        ("last_part", lambda *case: each(*case)[-1],
         "This is the last part's own best line. Does each turn *add* to what was there (`+=`)?"),
        ("one_not_added", lambda X, y, rows: np.linalg.solve(products(X[_cuts(y, rows)[-1]]), table(X).T @ y),
         "`X.T @ y` is added up, `X.T @ X` is the last part's alone. Does each turn *add* to both (`+=`)?"),
        ("one_not_added", lambda X, y, rows: np.linalg.solve(products(X), targets(X, y, _cuts(y, rows)[-1])),
         "`X.T @ X` is added up, `X.T @ y` is the last part's alone. Does each turn *add* to both (`+=`)?"),
        ("each_for_itself", lambda X, y, rows: table(X).T @ y / (table(X) ** 2).sum(axis=0),
         "This divides by the diagonal, as if each column stood alone. What solves for all of them at once?"),
        ("bias_afterwards", lambda X, y, rows: np.append(solved(X, y, False), np.mean(y - X @ solved(X, y, False))),
         "The weights are found without a bias, and the bias is put on afterwards. It wants to be found with them: a "
         "column of ones."),
        ("centred_parts", centred,
         "Each part is centred by its own means. Wanted are those of all rows, which nobody knows before the pass."),
        ("sum_of_solutions", lambda *case: np.sum(each(*case), axis=0),
         "These are the parts' own best lines, added. Add up the two tables, and solve once, at the end."),
    ], "Right: these are the weights that the two tables of all parts give, and nobody has to look at the rows again.")


@check
def descend_in_parts(f):
    """Check f(w, b, X, y, learning_rate, epochs, rows) -> (w, b, losses): a step per epoch, losses before each."""
    def by_all(part, n, k):
        return n

    def walk(w, b, X, y, rate, epochs, rows, over=by_all, loss_over=by_all, turns=(1, 1), keep_last=True,
             keep_loss=True):
        """What the sums are divided by, and whether the last part is in them: for the slopes and for the losses.

        `turns` multiplies the steps of w and of b.
        """
        losses = []
        for _ in range(epochs):
            losses.append(_means(w, b, X, y, rows, loss_over, keep_loss)[0])
            _, *dw, db = _means(w, b, X, y, rows, over, keep_last)
            w, b = w - rate * turns[0] * np.array(dw), b - rate * turns[1] * db
        return {"w": w, "b": b, "losses": np.array(losses)}

    def twisted(**options):
        return lambda *case: walk(*case, **options)

    def both(name, text, divided=lambda rows: by_all, keep_last=True):
        """Rows for a mistake in the sums: in those of the slopes alone, and in those of the losses as well."""
        def wrong(*case, losses):
            over = divided(case[-1])
            too = {"loss_over": over, "keep_loss": keep_last} if losses else {}
            return walk(*case, over=over, keep_last=keep_last, **too)
        return [(name, lambda *case, losses=losses: wrong(*case, losses=losses), text) for losses in (False, True)]

    def alone(w, b, X, y, rate, epochs, rows, weighted=False):
        """Each part goes the whole way by itself, and the models are averaged at the end."""
        cuts = _cuts(y, rows)
        runs = [walk(w, b, X[part], y[part], rate, epochs, len(y[part])) for part in cuts]
        weights = [len(y[part]) for part in cuts] if weighted else None
        return {name: np.average([run[name] for run in runs], axis=0, weights=weights) for name in runs[0]}

    def step_each(w, b, X, y, rate, epochs, rows, by_part, added, one_read):
        """A step for each part, by its own mean, its share of all or the sums so far; the squares on the way or not."""
        losses = []
        for _ in range(epochs):
            sums, squares = 0.0, 0.0
            losses.append(_means(w, b, X, y, rows)[0])
            for part in _cuts(y, rows):
                own = _sums(w, b, X[part], y[part])
                squares, sums = squares + own[0], own + (sums if added else 0.0)
                _, *dw, db = sums / (len(y[part]) if by_part else len(y))
                w, b = w - rate * np.array(dw), b - rate * db
            if one_read:
                losses[-1] = squares / len(y)
        return {"w": w, "b": b, "losses": np.array(losses)}

    def never_cleared(w, b, X, y, rate, epochs, rows, which):
        """The sums `which`, of squares and of slopes, go on from epoch to epoch."""
        losses, sums = [], 0.0
        for _ in range(epochs):
            sums = _means(w, b, X, y, rows, by_all) + sums * np.append(which[0], np.repeat(which[1], len(w) + 1))
            loss, *dw, db = sums
            losses.append(loss)
            w, b = w - rate * np.array(dw), b - rate * db
        return {"w": w, "b": b, "losses": np.array(losses)}

    def one_loss(w, b, X, y, rate, epochs, rows, part):
        """The losses of one part alone, the first or the last, as its mean or its share."""
        path = [(w, b), *(walk(w, b, X, y, rate, k, rows).values() for k in range(1, epochs))]
        cut = _cuts(y, rows)[part]
        return np.array([_sums(w, b, X[cut], y[cut])[0] for w, b, *_ in path]), len(y[cut])

    def losses_of(part, share):
        def wrong(*case):
            sums, count = one_loss(*case, part)
            return {**walk(*case), "losses": sums / (len(case[3]) if share else count)}
        return wrong

    def after(w, b, X, y, rate, epochs, rows):
        longer = walk(w, b, X, y, rate, epochs + 1, rows)["losses"]
        return {**walk(w, b, X, y, rate, epochs, rows), "losses": longer[1:]}

    def with_last(w, b, X, y, rate, epochs, rows):
        return {**walk(w, b, X, y, rate, epochs, rows), "losses": walk(w, b, X, y, rate, epochs + 1, rows)["losses"]}

    average = ("averaging models solves another task, that of finding something in between. Between two steps all "
               "parts must stand on the same weights.")
    cases = [(np.array([2.0, -0.5]), 3.0, _RIDES, _PRICES, 0.002, 3, 4),
             (np.array([1.0, 0.0, -1.0]), 0.5, _THREE, _FIVE, 0.05, 4, 2)]
    return diagnose_parts(f, cases, lambda w, b, X, y, learning_rate, epochs, rows: walk(
        w, b, X, y, learning_rate, epochs, rows), [
        ("losses_not_summed", losses_of(-1, False),
         "this is the loss of the last part alone. The slopes are added up over the parts; so must the squares be."),
        ("losses_not_summed", losses_of(-1, True),
         "only the last part's squares are in it. The slopes are added up over the parts; so must the squares be."),
        ("losses_not_summed", losses_of(0, False),
         "this is the loss of the first part alone. The slopes are added up over the parts; so must the squares be."),
        ("losses_of_means", twisted(loss_over=lambda part, n, k: part * k),
         "this is the mean of the parts' losses, and the last part has fewer rows. Add up the squares; divide once."),
        ("losses_not_divided", twisted(loss_over=lambda part, n, k: 1),
         "this is the sum of the squares. The loss is their mean."),
        ("losses_after", after, "these are the losses *after* each step. Wanted are those before: the squares come "
         "with the slopes, from the same pass."),
        ("losses_and_last", with_last,
         "one loss too many: the last one would cost another pass. Wanted is one before each step."),
        ("each_alone", alone,
         f"each part has walked all the epochs by itself, and the results are averaged: {average}"),
        ("each_alone", lambda *case: alone(*case, weighted=True),
         f"each part has walked all the epochs by itself, and the results are averaged by rows: {average}"),
        *(("step_each", lambda *case, how=(by_part, added, one_read): step_each(*case, *how),
           "this takes a step after every part: those are mini-batches (notebook 03). Wanted is one step per epoch, "
           "with the sum over all parts. Does the step stand behind the inner loop, not inside?")
          for by_part in (True, False) for added in (False, True) for one_read in (False, True)),
        *(("never_cleared", lambda *case, which=which: never_cleared(*case, which),
           "the sums go on from epoch to epoch. Where do they begin at 0: before both loops, or at each epoch's start?")
          for which in ((True, True), (False, True), (True, False))),
        *both("mean_of_means", "each step follows the mean of the parts' means (that's also what averaging the parts' "
              "own steps does), and the last part has fewer rows. Add up sums; divide once.",
              lambda rows: lambda part, n, k: part * k),
        *both("sum_of_means", "these are means, added. Add up sums; divide once.",
              lambda rows: lambda part, n, k: part),
        *both("divided_twice", "divided twice: by the rows of a part, and by all rows once more.",
              lambda rows: lambda part, n, k: part * n),
        *both("not_divided", "this follows the sum over all rows. The loss is a mean: where is the division?",
              lambda rows: lambda part, n, k: 1),
        *both("divided_by_rows", "this is divided by `rows`, the rows of one part. How many rows are there in all?",
              lambda rows: lambda part, n, k: rows),
        *both("last_dropped", "the last part, shorter than the others, is left out. How far does the range go?",
              keep_last=False),
        *both("last_dropped", "the last part, shorter than the others, is left out, and nobody counts its rows.",
              lambda rows: lambda part, n, k: n - n % rows, keep_last=False),
        ("missing_factor_2", twisted(turns=(0.5, 0.5)),
         "each step is half as long as it should be. Where is the 2 of e²?"),
        *(("sign", twisted(turns=turns), "this walks uphill. Which way is down?")
          for turns in ((-1, -1), (-1, 1), (1, -1))),
        ("one_epoch", lambda *case: walk(*case[:5], 1, case[6]), "this is where it stands after one epoch."),
        ("never_moves", lambda w, b, *rest: {"w": w, "b": b, "losses": walk(w, b, *rest)["losses"]},
         "nothing moves. Does the loop keep what a step returns?"),
    ], "Right: these are the numbers of one sum and one step per epoch, and the losses come from the same sums.",
        call="descend_in_parts(w, b, X, y, learning_rate, epochs, rows)")


@check
def without_part(f):
    """Check f(products, targets, X, y) -> least squares without the rows of X [n, p], from XᵀX [p, p] and Xᵀy [p]."""
    whole = np.column_stack([_RIDES, np.ones(11)])
    products, targets = whole.T @ whole, whole.T @ _PRICES

    def solved(products, targets, X, y, sign=-1, both=1):
        """`sign` says what becomes of the part; `both` is 0 or −1 where something else becomes of its targets."""
        return np.linalg.solve(products + sign * X.T @ X, targets + sign * both * X.T @ y)

    cases = [(products, targets, whole[:3], _PRICES[:3]), (products, targets, whole[4:9], _PRICES[4:9]),
             (products[:2, :2], targets[:2], whole[5:9, :2], _PRICES[5:9])]
    return diagnose(f, cases, lambda products, targets, X, y: solved(products, targets, X, y), [
        ("not_removed", lambda *case: solved(*case, sign=0), "These are the weights with the part still in it."),
        ("old_table", lambda products, targets, X, y: solved(products, targets, X, y, sign=0) + np.linalg.solve(
            products, X.T @ (X @ solved(products, targets, X, y, sign=0) - y)),
         "This is one step with the old table, in which the part still is. By which table are the new weights found?"),
        ("added_again", lambda *case: solved(*case, sign=1),
         "The part counts twice now. It has been added once; how is it taken out?"),
        ("added_again", lambda *case: solved(*case, both=-1),
         "The part is out of `products`, but twice in `targets`. Which sign takes it out?"),
        ("added_again", lambda *case: solved(*case, sign=1, both=-1),
         "The part is out of `targets`, but twice in `products`. Which sign takes it out?"),
        ("targets_kept", lambda *case: solved(*case, both=0),
         "`products` is right, `targets` still has the part in it. Both tables are sums over the rows."),
        ("products_kept", lambda products, targets, X, y: np.linalg.solve(products, targets - X.T @ y),
         "`targets` is right, `products` still has the part in it. Both tables are sums over the rows."),
        ("diagonal", lambda products, targets, X, y: np.linalg.solve(
            products - np.diag((X**2).sum(axis=0)), targets - X.T @ y),
         "Of `X.T @ X` only the diagonal is taken out. What the columns have in common is still in `products`."),
        ("each_for_itself", lambda products, targets, X, y: (targets - X.T @ y) / np.diag(products - X.T @ X),
         "This divides by the diagonal, as if each column stood alone. What solves for all of them at once?"),
        ("first_row", lambda products, targets, X, y: solved(products, targets, X[:1], y[:1]),
         "Only the first row of the part is taken out."),
        ("mean_row", lambda products, targets, X, y: solved(
            products, targets, np.tile(X.mean(axis=0), (len(y), 1)), np.full(len(y), y.mean())),
         "This takes out the mean row, n times. The sum of the products is more than that: each row goes by itself."),
        ("ones_kept", lambda products, targets, X, y: np.linalg.solve(
            products - np.pad(X[:, :-1].T @ X[:, :-1], (0, 1)), targets - np.append(X[:, :-1].T @ y, 0)),
         "The sums with the column of ones are left in: its row, its column and its target have to go as well."),
        ("difference", lambda products, targets, X, y: (
            products[-1, -1] * np.linalg.solve(products, targets) - len(y) * np.linalg.lstsq(X, y, rcond=None)[0])
            / (products[-1, -1] - len(y)),
         "Best lines can't be subtracted, not even weighted by their rows. What can be?"),
        ("part_alone", lambda products, targets, X, y: np.linalg.lstsq(X, y, rcond=None)[0],
         "This is the part's own best line. Wanted is the one of all the others."),
        ("difference", lambda products, targets, X, y: np.linalg.solve(products, targets)
            - np.linalg.lstsq(X, y, rcond=None)[0],
         "Best lines can't be subtracted, any more than they can be averaged. What can be?"),
    ], "Right: what was added can be taken away again, without reading the others.")


@check
def epoch_time(f):
    """Check f(n, rows, workers, row_time, message_time) -> the seconds that an epoch takes on equally fast workers."""
    def seconds(n, rows, workers, row_time, message_time, parts=None, turns=None, messages=None, travel=1, size=None):
        parts = -(-n // rows) if parts is None else parts
        turns = -(-parts // workers) if turns is None else turns
        messages = parts + workers if messages is None else messages
        return turns * (rows if size is None else size) * row_time + travel * messages * message_time

    def ceil(a, b):
        return -(-a // b)

    cases = [(10_000_000, 1_000_000, 4, 2e-8, 0.002), (1_000_000, 300_000, 3, 5e-8, 0.01), (900, 100, 2, 1e-6, 0.001),
             (300, 100, 8, 1e-4, 0.002), (50, 80, 2, 1e-3, 0.01), (1_000_000, 300_000, 1, 2e-8, 0.002)]
    return diagnose(f, cases, lambda n, rows, workers, row_time, message_time: seconds(
        n, rows, workers, row_time, message_time), [
        ("even_share", lambda n, rows, workers, row, message:
            n / workers * row + (ceil(n, rows) + workers) * message,
         "The messages are right. But a part is done by one worker: with 10 parts, 4 workers can't do 2.5 each. How "
         "many does the busiest one get?"),
        ("even_share", lambda n, rows, workers, row, message:
            ceil(n, rows) / workers * rows * row + (ceil(n, rows) + workers) * message,
         "The messages are right. But a part is done by one worker: with 10 parts, 4 workers can't do 2.5 each. How "
         "many does the busiest one get?"),
        ("last_dropped", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, parts=n // rows),
         "A last, shorter part is left out: 1,000,000 rows in parts of 300,000 are 4 parts, not 3."),
        ("last_shorter", lambda n, rows, workers, row, message:
            min(n, ceil(ceil(n, rows), workers) * rows) * row + (ceil(n, rows) + workers) * message,
         "The messages are right, and so is the computing but for the last part: by the rule here it counts as full, "
         "even if one worker has all the parts."),
        ("one_part_more", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, parts=n // rows + 1),
         "One part too many where the parts fit exactly: 900 rows in parts of 100 are 9 parts, not 10."),
        ("floor", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, turns=ceil(n, rows) // workers),
         "The busiest worker's turns are not rounded up: with 10 parts and 4 workers it has 3, not 2."),
        ("messages_shared", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, messages=(ceil(n, rows) + workers) / workers),
         "The messages are divided among the workers. But all of them go through the one scheduler."),
        ("messages_per_part", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, messages=ceil(n, rows)),
         "One message per part is there. Each worker sends one more, with its sum."),
        ("messages_per_worker", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, messages=workers),
         "One message per worker is there. Each part needs one as well."),
        ("longer_of_two", lambda *case: max(seconds(*case, travel=0), seconds(*case, size=0)),
         "This is the longer of the two, as if computing and sending went on at the same time. Wanted is their sum."),
        ("no_messages", lambda *case: seconds(*case, travel=0), "This is the computing. What about the messages?"),
        ("no_workers", lambda n, rows, workers, row, message: n * row + (ceil(n, rows) + workers) * message,
         "This is the time of one worker that computes everything. How many parts does the busiest of them get?"),
        ("no_workers", lambda n, rows, workers, row, message:
            seconds(n, rows, workers, row, message, turns=ceil(n, rows)),
         "This is the time of one worker that computes everything. How many parts does the busiest of them get?"),
        ("travel_alone", lambda n, rows, workers, row, message: (ceil(n, rows) + workers) * message,
         "These are the messages. What about the computing?"),
    ], "Right: the busiest worker's parts, and every message through one door.")
