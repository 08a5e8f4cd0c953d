"""Say how wrong numbers are related to the right ones: half of them in every case, one entry too many, their squares.

A relation is a fact about all cases of a check, and can be told of any exercise without knowing what it is about. Of
two of the same kind that both fit none is told: the cases have to tell them apart.
"""

import warnings
from contextlib import suppress
from itertools import permutations, product
from typing import NamedTuple

import numpy as np

from helpers.attempt import listed, numbers, precision, show
from helpers.quantities import quantities

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class Relation(NamedTuple):
    """The name of a mistake, what is true (after "In every case this is", if it isn't a whole clause), a question."""

    code: str
    text: str
    hint: str

    def __str__(self):
        return f"{_capital(_CLAUSES.get(self.code, 'in every case this is ') + self.text)}. {self.hint}"


# What isn't true in every case, and the words that it begins with.
_CLAUSES = {"unheeded": "", "right_for_some": "this is ", "right_once": "this is ", "order_of_entries": "this is "}


# --- Are they the same? -----------------------------------------------------------------------------------------------


def arranged(value, wanted):
    """`value` as a float array in the shape of `wanted`, or None if it has another.

    Only single numbers may come as arrays of one: in the next step NumPy would make a table of a row and a column.
    """
    found, shape = numbers(value), np.shape(wanted)
    if found is None:
        return None
    is_single = found.size == 1 and not shape
    are_singles = isinstance(wanted, tuple) and found.shape[:1] == shape and found.size == len(wanted)
    return found.reshape(shape) if found.shape == shape or is_single or are_singles else None


def same(value, wanted, rough=False):
    """Whether a value is what is wanted, but for rounding; if `rough`, for that of single precision or worse."""
    found, wanted = arranged(value, wanted), np.asarray(wanted, dtype=float)
    if found is None:
        return False
    found = np.where(np.isinf(wanted) & (np.abs(found) > 1e12), wanted, found)  # divided by 0, but for rounding
    if not rough:
        return np.allclose(found, wanted, rtol=1e-6, atol=1e-9, equal_nan=True)
    relative, size = max(2e-5, 8 * precision(value)), np.abs(wanted[np.isfinite(wanted)]).max(initial=0)
    return np.allclose(found, wanted, rtol=relative, atol=relative / 10 * size, equal_nan=True)


def same_part(value, wanted):
    """Whether a value is what is wanted, but for rounding of any kind."""
    return same(value, wanted) or same(value, wanted, rough=True)


def all_same(given, wanted):
    """Whether all values are what is wanted, finite numbers of the very same shapes, but for rounding."""
    pairs = list(zip(given, wanted, strict=True))
    if not all(np.shape(value) == np.shape(right) and np.isfinite(right).all() for value, right in pairs):
        return False
    return any(all(same(*pair, rough) for pair in pairs) for rough in (False, True))


def _single(found):
    """The one among these relations, None if there is none, or if several of them fit."""
    return found[0] if len({(relation.code, relation.text) for relation in found}) == 1 else None


# --- The relations ----------------------------------------------------------------------------------------------------


@np.errstate(all="ignore")
def related(given, wanted, cases, parameters):
    """The Relation of a quantity's wrong values to the right ones, or None.

    Parameters
    ----------
    given, wanted : what the learner's function and the right one return, for each of the cases
    cases : tuples of arguments
    parameters : their names
    """
    given, wanted = _finite(given, wanted)
    if not given or all(map(same_part, given, wanted)):  # but for an axis
        return None
    is_zero = not any(map(np.any, given)) and all(map(np.any, wanted))
    if is_zero and list(map(np.shape, given)) == list(map(np.shape, wanted)):
        return Relation("always_zero", "nothing but 0", "Does it keep what is computed, and does that differ from 0?")
    counts = _counts(cases, parameters)
    return (
        _by_a_factor(given, wanted, counts, _scalars(cases, parameters))
        or _by_a_function(given, wanted)
        or _by_its_entries(given, wanted)
        or _by_an_axis(given, wanted)
    )


def are_finite(values):
    """Whether these are numbers throughout, and finite ones."""
    values = [numbers(value) for value in values]
    return all(value is not None and np.isfinite(value).all() for value in values)


def is_fixed(given):
    """Whether it is one and the same in all cases."""
    given = [numbers(value) for value in given]
    return len(given) > 1 and all(value is not None and np.array_equal(value, given[0]) for value in given)


def _finite(given, wanted):
    """Both as float arrays, single numbers in the same shape; [], [] if there is any that is not finite."""
    given, wanted = [numbers(value) for value in given], [np.asarray(value, dtype=float) for value in wanted]
    if any(value is None or not value.size or not np.isfinite(value).all() for value in given + wanted):
        return [], []
    pairs = zip(given, wanted, strict=True)
    return [value.reshape(right.shape) if value.size == right.size == 1 else value for value, right in pairs], wanted


def arrays(case, parameters):
    return [(name, part) for name, part in zip(parameters, case, strict=True) if isinstance(part, np.ndarray)]


def _counts(cases, parameters):
    """What there is a number of, as {`len(y)`: its value in each case}; of several that are always equal, the first."""
    found = {}
    for name in parameters:
        parts = [case[parameters.index(name)] for case in cases]
        if all(isinstance(part, np.ndarray) and part.ndim for part in parts):
            found[f"`len({name})`"] = [len(part) for part in parts]
            if all(part.ndim > 1 for part in parts):
                found[f"`{name}.shape[1]`"] = [part.shape[1] for part in parts]
        elif all(isinstance(part, int) for part in parts):
            found[f"`{name}`"] = parts
    distinct = {tuple(values): name for name, values in reversed(found.items()) if len(set(values)) > 1}
    return {name: np.array(values, dtype=float) for values, name in distinct.items()}


def _scalars(cases, parameters):
    """The single numbers among the arguments, {`learning_rate`: its value in each case}."""
    columns = {f"`{name}`": [case[i] for case in cases] for i, name in enumerate(parameters)}
    return {name: np.array(values, dtype=float) for name, values in columns.items()
            if all(isinstance(value, float) and value for value in values)}  # fmt: skip


_WHICH = "Which of the two is subtracted from the other?"
_LESS = "Is it divided by that where it shouldn't be, or is it a mean where a sum is asked for?"
_SUM = "Is a sum asked for, or a mean?"
_CONSTANTS = [
    (-1, "sign", "minus the right value", _WHICH),
    (2, "extra_factor_2", "twice the right value", "Where does the 2 come from?"),
    (1 / 2, "missing_factor_2", "half of the right value", "Where does the 2 go, or where does a ½ come from?"),
    (-2, "sign", "minus twice the right value", f"{_WHICH} And where does the 2 come from?"),
    (-1 / 2, "sign", "minus half of the right value", f"{_WHICH} And where does the 2 go?"),
    (4, "extra_factor_2", "4 times the right value", "Where does the 4 come from: is a 2 squared, or counted twice?"),
    (1 / 4, "missing_factor_2", "a quarter of the right value", "Is something halved twice, or a ½ squared?"),
    (3, "factor", "3 times the right value", "Where does the 3 come from?"),
    (1 / 3, "factor", "a third of the right value", "By what is it divided?"),
    (100, "percent", "100 times the right value", "Are per cent asked for?"),
    (1 / 100, "percent", "a hundredth of the right value", "Are per cent asked for?"),
]


def _factors(counts, scalars):
    """Rows (factor in each case, code, text, hint) of what may be multiplied in, the simplest first."""
    yield from _CONSTANTS
    for name, n in counts.items():
        yield from [
                (n, "sum_for_mean", f"{name} times the right value", _SUM),
                (1 / n, "mean_for_sum", f"the right value divided by {name}", _LESS),
                (n / (n - 1), "n_or_n_minus_1", f"the right value times n/(n − 1), with n = {name}",
                 "By n, or by n − 1: how many are there?"),
                ((n - 1) / n, "n_or_n_minus_1", f"the right value times (n − 1)/n, with n = {name}",
                 "By n, or by n − 1: how many are there?"),
                (np.sqrt(n), "root_of_sum", f"the root of {name} times the right value",
                 "A sum under a root, and no mean? Or a length, and no standard deviation?"),
                (1 / np.sqrt(n), "root_of_sum", f"the right value divided by the root of {name}",
                 "Is the division outside the root, or one too many?"),
                (2 * n, "sum_for_mean", f"2 times {name} times the right value", f"{_SUM} And where is the 2 from?"),
                (n / 2, "sum_for_mean", f"half of {name} times the right value", f"{_SUM} And where does the 2 go?"),
                (2 / n, "mean_for_sum", f"the right value times 2, divided by {name}", _LESS),
                (1 / 2 / n, "mean_for_sum", f"the right value divided by 2 and by {name}", _LESS),
                (-n, "sign", f"minus {name} times the right value", f"{_WHICH} And {_SUM[0].lower()}{_SUM[1:]}"),
                (-1 / n, "sign", f"minus the right value, divided by {name}", f"{_WHICH} {_LESS}"),
                (n**2, "sum_for_mean", f"the right value times {name} squared", "By what is divided, how often?"),
                (1 / n**2, "mean_for_sum", f"the right value divided by {name} squared", _LESS),
            ]  # fmt: skip
    for (name, n), k in product(counts.items(), (3, 4, 5, 10, 20, 32, 50, 100, 200, 1000)):
        yield n / k, "fixed_n", f"{name} times the right value, divided by {k}", f"Is it {k}, however many there are?"
    for (one, n), (other, d) in permutations(counts.items(), 2):
        yield n / d, "wrong_count", f"{one} times the right value, divided by {other}", "Over what does the mean go?"
    for name, p in scalars.items():
        yield p, "extra_argument", f"{name} times the right value", f"How often does {name} come in?"
        yield 1 / p, "missing_argument", f"the right value divided by {name}", f"How often does {name} come in?"
        yield -p, "sign", f"minus {name} times the right value", f"{_WHICH} How often does {name} come in?"


def _by_a_factor(given, wanted, counts, scalars):
    """For values that are a known factor times the right ones: a constant, a number of something, an argument."""
    if not all(value.shape == right.shape for value, right in zip(given, wanted, strict=True)):
        return None
    rows = [(np.broadcast_to(factor, len(wanted)), *rest) for factor, *rest in _factors(counts, scalars)]
    fit = [row for row in rows if all_same(given, [c * right for c, right in zip(row[0], wanted, strict=True)])]
    plain = [Relation(*row[1:]) for row in fit[:1] if len(set(row[0])) == 1 and tuple(row[1:]) in _CONSTANT_TEXTS]
    return plain[0] if plain else _single([Relation(*row[1:]) for row in fit])


_CONSTANT_TEXTS = {row[1:] for row in _CONSTANTS}


_FUNCTIONS = [
    ("root", np.sqrt, "the root of the right value", "Is a root asked for?"),
    ("missing_root", np.square, "the square of the right value", "Is a square asked for, or its root?"),
    ("absolute", np.abs, "the right value without its sign", "Where does the sign go, and is it meant to?"),
    ("absolute", lambda r: -np.abs(r), "the right value, but never above 0", "Where does its own sign go?"),
    ("clipped", lambda r: np.maximum(r, 0), "the right value, but never below 0", "What cuts it off there?"),
    ("clipped", lambda r: np.minimum(r, 0), "the right value, but never above 0", "What cuts it off there?"),
    ("clipped", lambda r: np.clip(r, 0, 1), "the right value, but kept between 0 and 1", "What cuts it off there?"),
    ("logarithm", np.log, "the logarithm of the right value", "Is a logarithm asked for?"),
    ("logarithm", np.log10, "the logarithm of the right value, to base 10", "Is a logarithm asked for?"),
    ("logarithm", np.exp, "e to the power of the right value", "Is a logarithm missing?"),
    ("inverted", lambda r: 1 / r, "1 divided by the right value", "It is upside down: what is divided by what?"),
    ("inverted", lambda r: -1 / r, "minus 1 divided by the right value", "It is upside down: what is divided by what?"),
    ("one_minus", lambda r: 1 - r, "1 minus the right value", "Is this the share, or what it leaves over?"),
    ("one_minus", lambda r: 100 - r, "100 minus the right value", "Is this the share, or what it leaves over?"),
    *(("rounded", lambda r, k=k: np.round(r, k), f"the right value, rounded to {k} decimal{'s' * (k > 1)}",
       "Rounding is for showing a number. Where is it rounded here?") for k in (1, 2, 3, 4)),
    ("rounded", np.round, "the right value, rounded to a whole number", "What is lost by rounding?"),
    ("rounded", np.floor, "the right value, rounded down", "What cuts off what stands behind the point: `//`, `int`?"),
    ("rounded", np.ceil, "the right value, rounded up", "What rounds it up, and is it meant to?"),
    ("whole_numbers", np.trunc, "the right value without what stands behind the point",
     "What cuts it off: `//`, `int`, or an array of whole numbers?"),
    ("step", np.sign, "the sign of the right value alone", "How large is it?"),
]  # fmt: skip


def _by_a_function(given, wanted):
    """For values that are a function of the right ones: a root too many, a square too few, something cut off."""
    if all(np.isin(right, (0, 1)).all() for right in wanted):  # true or false
        is_opposite = all_same(given, [1 - right for right in wanted])
        return Relation("upside_down", "true where it should be false, and the other way round", "Which is which?") if (
            is_opposite) else None  # fmt: skip
    fit = []
    for code, function, text, hint in _FUNCTIONS:
        if all_same(given, [function(right) for right in wanted]):
            fit.append(Relation(code, text, hint))
    rounded = [relation for relation in fit if relation.code in ("rounded", "whole_numbers")]
    return rounded[0] if rounded and len(rounded) == len(fit) and _are_whole(given) else _single(fit)


def _are_whole(given):
    return all((value % 1 == 0).all() for value in given)


_COUNT = "How many are wanted, and what is the {} of them?"
_ENTRIES = [
    ("missing_first", lambda r: r[1:], "all but the first of the right values", _COUNT.format("first")),
    ("missing_last", lambda r: r[:-1], "all but the last of the right values", _COUNT.format("last")),
    ("missing_first", lambda r: r[1:-1], "all but the first and the last of the right values",
     "Where does the loop begin, and where does it end?"),
    ("first_twice", lambda r: np.concatenate([r[:1], r]), "right, but the first value stands there twice",
     "Is it put in before the loop and once more inside?"),
    ("last_twice", lambda r: np.concatenate([r, r[-1:]]), "right, but the last value stands there twice",
     "Is it put in inside the loop and once more behind it?"),
    ("first_twice", lambda r: np.concatenate([r[:1], r[:-1]]),
     "the first value twice and the last not at all: all are one place late",
     "Is a value kept before its step, or after?"),
    ("last_twice", lambda r: np.concatenate([r[1:], r[-1:]]),
     "the last value twice and the first not at all: all are one place early", "Which one is wanted first?"),
    ("reversed", lambda r: r[::-1], "the right values in reverse order", "Which one is wanted first?"),
    ("sorted", lambda r: np.sort(r, axis=0), "the right values, sorted", "Does each stay in its place?"),
    ("shifted", lambda r: np.roll(r, 1, axis=0), "the right values, each one place late, the last one first",
     "Which one is wanted first?"),
    ("shifted", lambda r: np.roll(r, -1, axis=0), "the right values, each one place early, the first one last",
     "Which one is wanted first?"),
    ("only_first", lambda r: r[0], "the first of the right values alone",
     "Where are the others? If there is a loop: does `return` wait until it is over?"),
    ("only_last", lambda r: r[-1], "the last of the right values alone", "Where are those before it?"),
    ("only_first", lambda r: r[..., 0] if r.ndim > 1 else r[:0], "the first of each row of the right values",
     "And the others?"),
    ("only_last", lambda r: r[..., -1] if r.ndim > 1 else r[:0], "the last of each row of the right values",
     "And the others?"),
    ("only_first", lambda r: r[:1], "the first of the right values alone",
     "Where are the others? If there is a loop: does `return` wait until it is over?"),
    ("only_first", lambda r: np.concatenate([r[:1], 0 * r[1:]]), "right in the first entry, and 0 in all others",
     "Does the loop reach every entry, and `return` wait until it is over?"),
    ("only_last", lambda r: np.concatenate([0 * r[:-1], r[-1:]]), "right in the last entry, and 0 in all others",
     "Does every turn of the loop keep what those before it have written?"),
    ("all_first", lambda r: np.concatenate([r[:1]] * len(r)), "the first of the right values in every place",
     "Does the loop keep what it computes?"),
    ("all_last", lambda r: np.concatenate([r[-1:]] * len(r)), "the last of the right values in every place",
     "Is it one and the same that is listed again and again?"),
    ("accumulated", lambda r: np.cumsum(r, axis=0), "the running total of the right values",
     "Does each of them start from 0 again?"),
    ("accumulated", lambda r: np.diff(r, axis=0), "the steps between the right values", "Where does each step start?"),
    ("accumulated", lambda r: np.concatenate([r[:1], np.diff(r, axis=0)]),
     "the first of the right values, and then the changes alone", "Where does each step start?"),
]  # fmt: skip


def _by_its_entries(given, wanted):
    """For a list of the right values with one too many, missing, twice, or in another order."""
    if not all(right.ndim and len(right) > 1 for right in wanted):
        return None
    fit = [Relation(code, text, hint) for code, change, text, hint in _ENTRIES
           if all_same(given, [change(right) for right in wanted])]  # fmt: skip
    if fit:
        return _single(fit) or _by_a_permutation(given, wanted)  # a pair turned round is several of these at once
    more = [len(value) - len(right) if value.ndim else 0 for value, right in zip(given, wanted, strict=True)]
    if set(more) == {1}:
        if all_same([value[:-1] for value in given], wanted):
            return Relation("too_long", "right, but with one value too many at the end", _COUNT.format("last"))
        if all_same([value[1:] for value in given], wanted):
            return Relation("too_long", "right, but with one value too many at the beginning", _COUNT.format("first"))
    return _by_a_permutation(given, wanted)


def _by_a_permutation(given, wanted):
    """For the right values in another order, the same in all cases."""
    sizes = {len(right) for right in wanted}
    if not (
        len(sizes) == 1 and max(sizes) <= 4 and all(v.shape == r.shape for v, r in zip(given, wanted, strict=True))
    ):
        return None
    orders = list(permutations(range(*sizes)))[1:]
    fit = [order for order in orders if all_same(given, [right[list(order)] for right in wanted])]
    return Relation("order", "the right values in another order", "Which is wanted first?") if len(fit) == 1 else None


_TOTALS = [(np.mean, "mean"), (np.sum, "sum"), (np.max, "largest"), (np.min, "smallest")]


def _by_an_axis(given, wanted):
    """For values of which a mean or a sum still has to be taken, or was taken where it shouldn't have been."""
    fit, apart = [], "Each has its own: is anything to be put together here?"
    for axis, where in ((None, "all of"), (0, "each column of"), (1, "each row of")):
        can_wanted, can_given = (
            all(value.ndim > (axis or 0) and value.size > 1 for value in values) for values in (wanted, given)
        )
        for total, name in _TOTALS:
            if can_wanted and all_same(given, [total(right, axis=axis) for right in wanted]):
                fit.append(Relation("one_number", f"the {name} of {where} the right values", apart))
        for total, done, name in ((np.mean, "averaged", "mean"), (np.sum, "summed", "sum")):
            if can_given and all_same([total(value, axis=axis) for value in given], wanted):
                text = f"not {done} yet: the {name} of {where} these is right"
                fit.append(Relation(f"not_{done}", text, "What puts them together?"))
    if len({relation.code for relation in fit}) == 1:
        return fit[0]
    is_table = all(v.shape == (len(r),) * 2 for v, r in zip(given, wanted, strict=True) if r.ndim == 1)
    if is_table and all(r.ndim == 1 for r in wanted) and all_same([np.diag(value) for value in given], wanted):
        text = "a table of n times n, and only its diagonal is right"
        return Relation("column", text, "Does a column (n, 1) stand against an array (n,)? Give both the same shape.")
    return None


_OPERATIONS = [
    (np.add, "{} + {}", "plus"), (np.subtract, "{} − {}", "minus"), (np.multiply, "{} · {}", "times"),
    (np.divide, "{} / {}", "divided"), (np.power, "{} to the power of {}", "power"),
]  # fmt: skip
_OF_ONE = [
    (np.mean, "the mean of {}"), (np.sum, "the sum of {}"), (np.std, "the standard deviation of {}"),
    (np.var, "the variance of {}"), (np.max, "the largest of {}"), (np.min, "the smallest of {}"),
    (np.square, "{} squared"), (np.linalg.norm, "the length of {}"), (len, "the length of {}"),
    (np.abs, "{} without its sign"), (np.median, "the median of {}"),
]  # fmt: skip


@np.errstate(all="ignore")
def made_of_arguments(given, wanted, cases, parameters):
    """The Relation of values that are made of one or two arguments alone, or only lack one of them, or None."""
    given, wanted = _finite(given, wanted)
    if not given:
        return None
    columns = {f"`{name}`": [case[i] for case in cases] for i, name in enumerate(parameters)}
    columns = {name: values for name, values in columns.items()
               if all(isinstance(value, float | int | np.ndarray) for value in values)}  # fmt: skip

    def fits(function, *names):
        with suppress(ValueError, TypeError):
            parts = zip(*(columns[name] for name in names), strict=True)
            return all_same(given, [np.asarray(function(*part), dtype=float) for part in parts])
        return False

    for name in columns:
        if fits(np.positive, name):
            return Relation("only_argument", f"{name} itself", "What is to be done with it?")
        if fits(np.negative, name):
            return Relation("only_argument", f"minus {name}", "What is to be done with it?")
    for name, values in columns.items():
        shapes = [np.broadcast_shapes(np.shape(v), r.shape) == r.shape if _meet(v, r) else False
                  for v, r in zip(values, wanted, strict=True)]  # fmt: skip
        if all(shapes) and any(np.any(value) for value in values):
            for sign, word in ((-1, "missing"), (1, "added once too often")):
                if all_same(given, [r + sign * np.asarray(v, float) for v, r in zip(values, wanted, strict=True)]):
                    code = "missing_argument" if sign < 0 else "extra_argument"
                    return Relation(code, f"right, but for {name}, which is {word}", f"Where does {name} come in?")
    for name in columns:
        for function, text in _OF_ONE:
            if fits(function, name):
                return Relation("only_argument", text.format(name), "What else comes in?")
    for one, other in permutations(columns, 2):
        for operation, text, code in _OPERATIONS:
            if fits(operation, one, other):
                return Relation(code, text.format(one, other), "Is that what is asked for?")
    return None


def _meet(one, other):
    try:
        np.broadcast_shapes(np.shape(one), np.shape(other))
    except ValueError:
        return False
    return True


def _by_an_offset(given, wanted):
    """For values that are off by one and the same number everywhere."""
    if not all(value.shape == right.shape for value, right in zip(given, wanted, strict=True)):
        return None
    off = np.concatenate([(value - right).ravel() for value, right in zip(given, wanted, strict=True)])
    rights = np.concatenate([right.ravel() for right in wanted])
    if off.size < 2 or np.ptp(rights) == 0 or not np.allclose(off, off[0], rtol=1e-6, atol=1e-9) or off[0] == 0:
        return None
    by, are_whole = show(abs(off[0])), _are_whole([off]) and abs(off[0]) == 1
    hint = (
        "What is counted that shouldn't be, or left out?"
        if are_whole
        else "What is added that shouldn't be, or left out?"
    )
    return Relation("offset", f"off by {by} from the right value: too {'large' if off[0] > 0 else 'small'}", hint)


def _by_its_beginning(given, wanted):
    """For a list that begins right, and then goes another way."""
    if not all(v.shape == r.shape and r.ndim == 1 and len(r) > 2 for v, r in zip(given, wanted, strict=True)):
        return None
    starts = [
        next((k for k in range(len(r)) if not same_part(v[k], r[k])), len(r))
        for v, r in zip(given, wanted, strict=True)
    ]
    if min(starts) < 1 or any(
        v[k:].size and same_part(v[-1], r[-1]) for v, r, k in zip(given, wanted, starts, strict=True) if k < len(r)
    ):
        return None
    k, value, right = next((k, v, r) for k, v, r in zip(starts, given, wanted, strict=True) if k < len(r))
    count = f"the {ORDINALS[k - 1]} entry" if k <= len(ORDINALS) else f"entry {k}"
    text, hint = (
        f"right up to {count}, and then goes another way",
        f"The next one is {show(value[k])}, and should be {show(right[k])}.",
    )
    return Relation("right_up_to", text, hint)


@np.errstate(all="ignore")
def right_in_part(given, wanted, cases, parameters):
    """The Relation of values that are right in some places or cases, or but for the same thing everywhere."""
    given, wanted = _finite(given, wanted)
    is_shaped = all(value.shape == right.shape for value, right in zip(given, wanted, strict=True))
    if not given or not is_shaped or all(map(same_part, given, wanted)):
        return None
    return (
        _by_an_offset(given, wanted)
        or _by_its_order(given, wanted)
        or _by_proportion(given, wanted)
        or _by_a_condition(given, wanted, cases, parameters)
        or _right_or_else(given, wanted, cases, parameters)
    )


@np.errstate(all="ignore")
def right_at_first(given, wanted, cases, parameters):
    """The Relation of values that begin right, or are right in some of the cases, or None."""
    given, wanted = _finite(given, wanted)
    if not given or is_fixed(given):
        return None
    return (
        _by_its_beginning(given, wanted)
        or _by_the_place(given, wanted)
        or _by_the_case(given, wanted, cases, parameters)
    )


@np.errstate(all="ignore")
def another_quantity(given, wanted, cases, parameters):
    """The Relation of values that are right for another quantity of the course, or None."""
    given, wanted = _finite(given, wanted)
    if not given or is_fixed(given) or all(map(same_part, given, wanted)):
        return None
    for text, function, places in quantities(tuple(parameters)):
        with (
            suppress(ValueError, TypeError, IndexError, ArithmeticError, np.linalg.LinAlgError),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")  # a standard deviation of a single number
            values = [np.asarray(function(*(case[i] for i in places)), dtype=float) for case in cases]
            if not all_same(values, wanted):
                for factor, times in ((1, ""), (-1, "minus "), (2, "twice "), (1 / 2, "half of ")):
                    if all_same(given, [factor * value for value in values]):
                        return Relation("another_quantity", f"{times}{text}", "Is that what is asked for?")
    return None


def _by_its_order(given, wanted):
    """For the right numbers that are in another order in some of the cases."""
    if all(
        right.ndim == 1 and len(right) > 1 and same_part(np.sort(v), np.sort(right))
        for v, right in zip(given, wanted, strict=True)
    ):
        text = "made of the right numbers, but not always in the right order"
        return Relation("order_of_values", text, "What puts them in order, whatever comes in?")
    return None


@np.errstate(all="ignore")
def nearly(given, wanted, parameters, most=0.05):
    """The Relation of values that are off by no more than 5 % of the largest one in any case, or None."""
    given, wanted = _finite(given, wanted)
    if not given or any(value.shape != right.shape for value, right in zip(given, wanted, strict=True)):
        return None
    off = [np.abs(v - right).max() / np.abs(right).max() if right.any() else np.inf
           for v, right in zip(given, wanted, strict=True)]  # fmt: skip
    if max(off) > most or _are_whole(given):
        return None
    hint = (
        "Is something only approximate there: a nudge that is large or to one side, a rounded number, a grid, too few "
        "steps, a formula that holds for small numbers alone?"
    )
    if "learning_rate" in parameters:
        hint = "Does every slope belong to the place where its step begins, and is nothing rounded on the way?"
    return Relation("nearly", f"nearly right, but off by up to {show(100 * max(off), 2)} % of the largest value", hint)


def _by_proportion(given, wanted):
    """For arrays and for columns that are right but for a factor or a shift, another one in each case."""
    if not all(right.ndim and len(right) > 2 for right in wanted):
        return None
    pairs = list(zip(given, wanted, strict=True))
    factor, shift = "By what is it divided or multiplied?", "What is subtracted from it or added?"
    if all(right.size > 2 and _is_level(value / right, None) for value, right in pairs):
        return Relation("other_factor", "right but for one factor, the same for all entries", factor)
    columns = [] if any(right.ndim != 2 for right in wanted) else pairs
    if columns and all(_is_level(value / right, 0) for value, right in columns):
        return Relation("other_factor", "right but for one factor in each column", factor)
    if columns and all(_is_level(value - right, 0) for value, right in columns):
        return Relation("other_shift", "right but for one number that is added to each column", shift)
    spread = [((v - v.mean(axis=0)) / v.std(axis=0), (r - r.mean(axis=0)) / r.std(axis=0)) for v, r in columns]
    if spread and all(np.allclose(*pair, rtol=2e-5, atol=1e-7) for pair in spread):
        text = "right but for one factor in each column, and one number added to it"
        return Relation("other_factor", text, f"{factor} {shift}")
    return None


def _is_level(values, axis):
    """Whether all of these, or all in each column, are one and the same number."""
    return np.isfinite(values).all() and np.allclose(values, values.mean(axis=axis), rtol=2e-5, atol=1e-9)


_PLACES = [
    (lambda r: np.arange(len(r)) == 0, "the first {}"), (lambda r: np.arange(len(r)) == len(r) - 1, "the last {}"),
    (lambda r: np.arange(len(r)) > 0, "all but the first {}"),
    (lambda r: np.arange(len(r)) < len(r) - 1, "all but the last {}"),
]  # fmt: skip
_CONDITIONS = [(np.less, "below 0"), (np.greater, "above 0"), (np.equal, "0"), (np.less_equal, "0 or below"),
               (np.greater_equal, "0 or above"), (np.not_equal, "not 0")]  # fmt: skip


def _wrong(given, wanted):
    """Where each of these is wrong, or None if one of them is right, wrong everywhere, or of another shape."""
    if any(value.shape != right.shape for value, right in zip(given, wanted, strict=True)):
        return None
    wrong = [~np.isclose(value, right, rtol=2e-5, atol=1e-7) for value, right in zip(given, wanted, strict=True)]
    return wrong if all(0 < mask.sum() < mask.size for mask in wrong) else None


def _by_the_place(given, wanted):
    """For arrays that are wrong in one row, one column or one entry, or right there alone."""
    wrong = _wrong(given, wanted)
    for (place, text), axis in product(_PLACES if wrong else (), (0, 1)):
        if all(mask.ndim > axis and mask.shape[axis] > 2 for mask in wrong):
            along = [np.moveaxis(mask, axis, 0) for mask in wrong]
            if all((mask.reshape(len(mask), -1).any(axis=1) == place(mask)).all() for mask in along):
                what = "entry" if all(mask.ndim == 1 for mask in wrong) else ("row", "column")[axis]
                is_but = text.startswith("all but")
                text = f"right in {text[8:].format(what)} alone" if is_but else f"wrong in {text.format(what)} alone"
                return Relation("right_where", text, "What is done there, and what elsewhere?")
    return None


def _by_a_condition(given, wanted, cases, parameters):
    """For arrays that are wrong just where an argument is negative, or 0, or not."""
    wrong = _wrong(given, wanted)
    for i, name in enumerate(parameters if wrong else ()):
        if all(
            isinstance(case[i], np.ndarray) and case[i].shape == m.shape for case, m in zip(cases, wrong, strict=True)
        ):
            for condition, text in _CONDITIONS:
                if all((mask == condition(case[i], 0)).all() for case, mask in zip(cases, wrong, strict=True)):
                    hint = _example(given, wanted, wrong)
                    return Relation("right_where", f"right everywhere but where `{name}` is {text}", hint)
    return None


def _example(given, wanted, wrong):
    value, right = next((v[mask][0], r[mask][0]) for v, r, mask in zip(given, wanted, wrong, strict=True))
    return f"There it is {show(value)} once, and should be {show(right)}."


def _right_or_else(given, wanted, cases, parameters):
    """For a function that is right in some of the cases, and whose values are otherwise related to the right ones."""
    wrong = [row for row in zip(given, wanted, cases, strict=True) if not same_part(*row[:2])]
    if not 1 < len(wrong) < len(given):
        return None
    others = list(zip(*wrong, strict=True))
    found = related(*others, parameters) or _by_an_offset(*others[:2])
    if found:
        return Relation("right_or_else", f"right, or else {found.text}", f"{found.hint} And when?")
    return None


def _by_the_case(given, wanted, cases, parameters):
    """For a function that is right in some of the cases: what it was called with then."""
    right = [same_part(value, wanted_one) for value, wanted_one in zip(given, wanted, strict=True)]
    if not any(right) or all(right):
        return None
    text, hint = f"right in {sum(right)} of {len(right)} cases", "What is different in the others?"
    fine, wrong = ([i for i, is_right in enumerate(right) if is_right is which] for which in (True, False))
    for one, other in product(fine, wrong):
        differing = [i for i in range(len(parameters)) if not np.array_equal(cases[one][i], cases[other][i])]
        told = [listed([_brief(parameters[i], cases[k][i]) for i in differing]) for k in (one, other)]
        if told[0] != told[1]:
            text = f"right for {told[0]}, for example, but not for {told[1]}"
            if given[other].shape != wanted[other].shape:
                hint = f"There it has shape {given[other].shape}, where {wanted[other].shape} is right."
            elif given[other].size <= 6:
                hint = f"There it is {show(given[other])}; right is {show(wanted[other])}."
            break
    return Relation("right_for_some", text, hint)


def _brief(name, value):
    return f"`{name}` of shape {np.shape(value)}" if np.size(value) > 12 else f"{name} = {show(value)}"


# --- In words ---------------------------------------------------------------------------------------------------------


def in_words(names, found, right):
    """A message on several quantities: {name: Relation} of the wrong ones, and the names of the right ones."""
    alike = {}
    for name in names:
        if name in found:
            alike.setdefault(found[name], []).append(name)
    fine = [name for name in names if name in right]
    said = [f"{_capital(listed(fine))} {'is' if len(fine) == 1 else 'are'} right."] if fine else []
    for (code, text, hint), group in alike.items():
        when = "" if code in _CLAUSES else "in every case "
        said.append(f"{_capital(listed(group))}: {when}{text}. {hint}")
    return " ".join(said)


def _capital(text):
    return text[0].upper() + text[1:]
