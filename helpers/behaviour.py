"""Say what a wrong function does when other numbers go in: which of them it doesn't heed, and where it would be right.

Numbers that come out are not all that there is to see. The right function is at hand, so that both can be called with
arguments of our choice: with one entry changed, with b = 0, with a single example, with the examples in another order.
"""

from contextlib import suppress
from itertools import product
from typing import NamedTuple

import numpy as np

from helpers.attempt import MistakeError, TookTooLong, numbers, time_limit, trial
from helpers.relations import (
    Relation,
    another_quantity,
    are_finite,
    arranged,
    is_fixed,
    made_of_arguments,
    nearly,
    related,
    right_in_part,
    same_part,
)
from helpers.twists import put, twisted

SECONDS = 1.0  # for the calls of a learner's function that one relation takes


class Pair(NamedTuple):
    """A learner's function and the right one, both from a tuple of arguments to a value, and the arguments' names.

    The learner's raises MistakeError where it has no value to give, or a TypeError where the value has no such part.
    """

    function: object
    reference: object
    parameters: tuple

    def right(self, case):
        """What is right for this case, as finite numbers; None if there is nothing."""
        with suppress(ValueError, TypeError, IndexError, ArithmeticError, np.linalg.LinAlgError):
            value = numbers(self.reference(*case))
            return value if value is not None and value.size and np.isfinite(value).all() else None
        return None

    def is_defined(self, case):
        """Whether all that is right for this case, one array or several by name, is finite."""
        with suppress(ValueError, TypeError, IndexError, ArithmeticError, np.linalg.LinAlgError):
            value = self.reference(*case)
            return are_finite(value.values() if isinstance(value, dict) else [value])
        return False

    def given(self, case):
        """What the learner's function makes of this case; None if there is nothing."""
        with suppress(MistakeError, TypeError, IndexError, ValueError):
            return numbers(self.function(*case))
        return None


def relation_of(function, reference, cases, parameters, given, wanted):
    """The Relation of a function to the right one, by its values or by the arguments that it doesn't heed, or None.

    Parameters
    ----------
    function : the learner's, for one quantity; MistakeError where it gives none
    reference : the right one
    cases : tuples of arguments
    parameters : their names
    given, wanted : what the two return for the cases
    """
    pair, values = Pair(function, reference, tuple(parameters)), (given, wanted, cases, parameters)
    return (
        related(*values)
        or twisted(given, reference, cases, parameters)
        or another_quantity(*values)
        or made_of_arguments(*values)
        or (_heedless(pair, cases) if _has_its_shape(given, wanted) and not is_fixed(given) else None)
        or right_in_part(*values)
    )


def _heedless(pair, cases):
    """What doesn't count, or doesn't in the first step of a descent: later ones see it through what has moved."""
    return _in_time(unheeded, pair, cases) or _after_one_epoch(pair, cases)


def _has_its_shape(given, wanted):
    return any(arranged(value, right) is not None for value, right in zip(given, wanted, strict=True))


def _after_one_epoch(pair, cases):
    """The Relation of what a descent has come to after its first step, or None."""
    at = pair.parameters.index("epochs") if "epochs" in pair.parameters else None
    if at is None or all(case[at] == 1 for case in cases):
        return None
    cases = [(*case[:at], 1, *case[at + 1 :]) for case in cases]
    rate = pair.parameters.index("learning_rate") if "learning_rate" in pair.parameters else None
    if rate is not None and not any((_heeded(pair, case, rate, None) or ((), ()))[1] for case in cases):
        return None  # nothing moves
    found = _in_time(unheeded, pair, cases)
    return found and found._replace(text=f"after one epoch {found.text}")


def situation_of(function, reference, cases, parameters, given, wanted):
    """The Relation that says when a function would be right, or that it nearly is, or that the order matters, or None.

    The parameters are those of `relation_of`.
    """
    if is_fixed(given) or not are_finite(given):
        return None
    pair = Pair(function, reference, tuple(parameters))
    return _in_time(right_once, pair, cases) or nearly(given, wanted, parameters) or _in_time(by_order, pair, cases)


def _in_time(told, pair, cases):
    """What is told of a pair by many calls, if they come to an end in time."""
    token = trial.set(True)
    try:
        with time_limit(SECONDS), np.errstate(all="ignore"):
            return told(pair, cases)
    except TookTooLong:
        return None
    finally:
        trial.reset(token)


def one_of(function, place):
    """A function that returns several values, as one that returns one of them, by its place or its name."""
    return lambda *case: function(*case)[place]


def in_a_row(function, places):
    """A function that returns several values, as one that returns some of them in one row."""

    def row(*case):
        values = function(*case)
        return np.concatenate([np.ravel(numbers(values[place])) for place in places])

    return row


# --- Other numbers ----------------------------------------------------------------------------------------------------


def others(cases, reference):
    """Cases of the same shapes with other numbers and finite answers: what fits by chance fits no more."""
    rng, pair = np.random.default_rng(0), Pair(None, reference, ())
    made = [tuple(_other(part, rng) for part in case) for case in cases]
    with np.errstate(all="ignore"):
        return [case for case in made if pair.is_defined(case)]


def _other(value, rng):
    """Other numbers of the same kind: positive ones stay positive, a symmetric table so, a whole number itself."""
    if isinstance(value, list | tuple):
        return type(value)(int(number) for number in rng.integers(1, 12, len(value)))
    if not isinstance(value, float | np.ndarray):
        return value
    values = np.asarray(value)
    if values.dtype.kind != "f":
        return values + rng.integers(0, 3, values.shape)
    if (values >= 0).all():
        new = values * rng.uniform(0.6, 1.6, values.shape)
    else:
        new = values + 0.7 * np.abs(values).mean() * rng.normal(size=values.shape)
    is_symmetric = values.ndim == 2 and values.shape[0] == values.shape[1] > 1 and (values == values.T).all()
    new = (new + new.T) / 2 if is_symmetric else new
    return new if isinstance(value, np.ndarray) else type(value)(new)


# --- What changes nothing ---------------------------------------------------------------------------------------------

_NUDGES = (lambda v: 1.25 * v + 0.01, lambda v: 0.8 * v - 0.01, lambda v: -v, lambda v: v + 5, lambda v: v - 5)
_COUNTS = (lambda v: v + 1, lambda v: np.maximum(v - 1, 1), lambda v: 2 * v)


def unheeded(pair, cases):
    """The Relation for an argument, or entries of one, that change the right value and never the given one."""
    turned = {place: [_turned(case, places) for case in cases]
              for places, _ in _lengths(cases, pair.parameters) for place in places}  # fmt: skip
    for i, name in enumerate(pair.parameters):
        values = [case[i] for case in cases]
        for axis in range(min((np.ndim(value) for value in values), default=0)):
            # Which entry is the largest, or in the middle, changes with their order; which are read doesn't.
            both = [*cases, *turned.get((i, axis), ())]
            seen = [_heeded(pair, case, i, axis) for case in both]
            words = None not in seen and _which(seen, [np.shape(case[i])[axis] for case in both])
            if words:
                return _said_of_entries(name, words, axis, np.ndim(values[0]))
        if all(isinstance(value, float | int) for value in values):
            seen = [_heeded(pair, case, i, None) for case in cases]
            if None not in seen and all(right and not own for right, own in seen):
                return Relation("unheeded", f"`{name}` changes nothing", f"Where does `{name}` come in?")
    return None


def _heeded(pair, case, i, axis):
    """(places along an axis of an argument that change the right value, those of them that change the given one)."""
    own, right = pair.given(case), pair.right(case)
    if own is None or right is None:
        return None
    count = 1 if axis is None else np.shape(case[i])[axis]
    heeded = set(), set()
    for place in range(count) if count <= 6 else (0, 1, 2, count - 2, count - 1):
        for other in _nudged(case, i, axis, place):
            changed = pair.right(other)
            if changed is not None and not _alike(changed, right):
                heeded[0].add(place)
                if not _alike(pair.given(other), own):
                    heeded[1].add(place)
                    break
    return heeded


def _nudged(case, i, axis, place):
    """The case with one argument, or one place along an axis of it, changed in several ways."""
    value = case[i]
    for change in _COUNTS if np.asarray(value).dtype.kind in "iu" else _NUDGES:
        if axis is None:
            yield (*case[:i], type(value)(change(value)), *case[i + 1 :])
        elif isinstance(value, np.ndarray):
            new = value.copy()
            part = np.moveaxis(new, axis, 0)
            part[place] = change(part[place])
            yield (*case[:i], new, *case[i + 1 :])
        else:
            new = type(value)([*value[:place], int(change(value[place])), *value[place + 1 :]])
            yield (*case[:i], new, *case[i + 1 :])


def _alike(one, other):
    return one is not None and one.shape == other.shape and np.allclose(one, other, rtol=1e-9, atol=1e-12)


_WHICH = [
    ("`{name}` changes nothing", lambda n: set()), ("only the first {one} of `{name}` counts", lambda n: {0}),
    ("only the last {one} of `{name}` counts", lambda n: {n - 1}),
    ("only the first and the last {one} of `{name}` count", lambda n: {0, n - 1}),
    ("the first {one} of `{name}` changes nothing", lambda n: set(range(1, n))),
    ("the last {one} of `{name}` changes nothing", lambda n: set(range(n - 1))),
    ("the first and the last {one} of `{name}` change nothing", lambda n: set(range(1, n - 1))),
    ("only the first two {several} of `{name}` count", lambda n: {0, 1}),
    ("only the first three {several} of `{name}` count", lambda n: {0, 1, 2}),
    ("only the first, the second and the last {one} of `{name}` count", lambda n: {0, 1, n - 1}),
]  # fmt: skip


def _which(seen, lengths):
    """What is to be said of the entries that count, with places for their names, or None if all do or nothing fits."""
    if all(right == own for right, own in seen):
        return None
    for words, places in _WHICH:
        if all(own == right & places(n) for (right, own), n in zip(seen, lengths, strict=True)):
            return words
    return None


def _said_of_entries(name, words, axis, ndim):
    one, several = ("entry", "entries") if ndim == 1 else (("row", "rows"), ("column", "columns"))[axis]
    hint = "What becomes of the others?" if words.startswith("only") else f"Where does `{name}` come in?"
    hint = "Where does the counting begin, and where does it end?" if words.startswith("the") else hint
    return Relation("unheeded", words.format(name=name, one=one, several=several), hint)


# --- Where it would be right ------------------------------------------------------------------------------------------


def right_once(pair, cases):
    """The Relation for a function that is right in a simpler situation: for one example, for b = 0."""
    for change, text, hint in _situations(cases, pair.parameters):
        with suppress(ValueError, TypeError, IndexError):
            if _is_right_in(pair, [change(case) for case in cases]):
                return Relation("right_once", f"right as long as {text}", hint)
    return None


def _is_right_in(pair, cases):
    """Whether a function is right for these cases, which have several answers, and for larger and smaller data too."""
    wanted = [pair.right(case) for case in cases]
    if any(right is None for right in wanted) or not any(map(np.any, wanted)):
        return False
    differ = len({(right.shape, *right.ravel().round(9)) for right in wanted}) > 1
    is_right = differ and all(same_part(pair.given(case), right) for case, right in zip(cases, wanted, strict=True))
    if not is_right or "learning_rate" in pair.parameters:  # with larger data a descent explodes
        return is_right
    scaled = [_scaled(case, scale) for case in cases for scale in (1e-3, 10)]
    return all(right is None or same_part(pair.given(case), right) for case, right in
               zip(scaled, map(pair.right, scaled), strict=True))  # fmt: skip


def _scaled(case, scale):
    return tuple(part * scale if isinstance(part, np.ndarray) and part.dtype.kind == "f" else part for part in case)


def _situations(cases, parameters):
    """Rows (change of a case, text, hint), those that say most first."""
    kinds = {name: {type(case[i]) for case in cases} for i, name in enumerate(parameters)}
    lengths = _lengths(cases, parameters)
    for i, name in enumerate(parameters):
        if kinds[name] <= {int}:
            yield from _of_a_count(i, name, lengths)
        elif kinds[name] <= {list, tuple}:
            change = put(i, lambda v: type(v)([*v[:-1], 1]))
            yield change, f"the last of `{name}` is 1", "And where it is another?"
    yield from _of_lengths(lengths, (3, 2))
    for i, name in enumerate(parameters):
        if kinds[name] <= {np.ndarray}:
            yield from _of_an_array(i, name, parameters, all(case[i].ndim == 1 for case in cases))
        elif kinds[name] <= {float, np.float64, int} and not kinds[name] <= {int} and name != "learning_rate":
            for value in (0.0, 1.0):
                yield put(i, lambda v, value=value: value), f"`{name}` is {value:g}", f"Where does `{name}` come in?"
    yield from _of_lengths(lengths, (1,))  # last, as with a single one much is right by itself


def _of_lengths(lengths, counts):
    """Situations of a few rows, columns or entries."""
    for count, (places, what) in product(counts, lengths):
        number = ("one", "two", "three")[count - 1]
        text = f"there {'is' if count == 1 else 'are'} no more than {number} {what[count > 1]}"
        yield lambda case, at=places, k=count: _shortened(case, at, k), text, "What is different with more?"


def _of_a_count(i, name, lengths):
    """Situations of a whole number, such as the size of a batch or the number of epochs."""
    for places, (_, several) in lengths:
        at, axis = places[0]
        if axis == 0 and name != "epochs":
            yield (lambda case, at=at, places=places: _shortened(
                case, places, max(1, len(case[at]) // case[i]) * case[i]),
                   f"`{name}` divides the number of {several}", "And where the last part is shorter?")  # fmt: skip
            yield (lambda case, at=at: put(i, lambda v: len(case[at]))(case),
                   f"`{name}` is the number of {several}", "And if it is smaller?")  # fmt: skip
    if name == "epochs":
        yield put(i, lambda v: min(v, 2)), "there are no more than two epochs", "With what does the third one begin?"
        yield put(i, lambda v: 1), "`epochs` is 1", "With what does the second one begin?"
    else:
        yield put(i, lambda v: 1), f"`{name}` is 1", "And if it is larger?"


_DATA = ("x", "X", "y", "X_train", "X_test", "y_train", "y_test")


def _of_an_array(i, name, parameters, is_row):
    """Situations of an array: nothing negative in it, its mean 0, all of it equal, or 0."""
    yield put(i, np.abs), f"nothing in `{name}` is negative", "And where it is?"
    if name in _DATA and "learning_rate" not in parameters:
        mean = f"the mean of `{name}` is 0" if is_row else f"each column of `{name}` has a mean of 0"
        yield put(i, lambda v: v - v.mean(axis=0)), mean, "What is different otherwise?"
    if is_row:
        yield (put(i, lambda v: np.full_like(v, v[0])), f"all numbers in `{name}` are equal",
               "And where they differ?")  # fmt: skip
    if name.startswith("b"):
        yield put(i, np.zeros_like), f"`{name}` is 0", f"Where does `{name}` come in?"


def _lengths(cases, parameters):
    """[([(argument, axis), …], (what there is one of, and several))]: axes that are equally long in each case."""
    found = {}
    for i in range(len(parameters)):
        if all(isinstance(case[i], np.ndarray | list | tuple) for case in cases):
            for axis in range(min(np.ndim(case[i]) for case in cases)):
                found.setdefault(tuple(np.shape(case[i])[axis] for case in cases), []).append((i, axis))
    rows = []
    for long, places in found.items():
        if max(long) > 1:
            i, axis = next((place for place in places if np.ndim(cases[0][place[0]]) == 1), places[0])
            one, several = [("row", "rows"), ("column", "columns")][axis] if np.ndim(cases[0][i]) > 1 else (
                "entry", "entries")  # fmt: skip
            rows.append((places, (f"{one} in `{parameters[i]}`", f"{several} in `{parameters[i]}`")))
    # Examples before features: with a single feature much is right that has nothing to do with their number.
    return sorted(rows, key=lambda row: not any(axis == 0 and np.ndim(cases[0][i]) > 1 for i, axis in row[0]))


def _shortened(case, places, count):
    """The case with all of these axes cut off after so many entries."""
    new = list(case)
    for i, axis in places:
        if isinstance(new[i], np.ndarray):
            new[i] = np.moveaxis(np.moveaxis(new[i], axis, 0)[:count], 0, axis)
        else:
            new[i] = new[i][:count]
    return tuple(new)


# --- The order of the examples ----------------------------------------------------------------------------------------


def by_order(pair, cases):
    """The Relation for a function to which the order matters in which entries come, where it shouldn't."""
    if any(getattr(pair.given(case), "shape", None) != getattr(pair.right(case), "shape", ()) for case in cases):
        return None
    for places, (_, several) in _lengths(cases, pair.parameters):
        turned = [_turned(case, places) for case in cases]
        for back in (lambda value: value, lambda value: value[::-1]):  # which the right values need to be the same
            if _alike_once(pair.right, cases, turned, back) and not _alike_once(pair.given, cases, turned, back):
                text = f"something else once the {several}, and all that belongs to them, come in reverse order"
                return Relation("order_of_entries", text, "It shouldn't be. Which of them is treated in another way?")
    return None


def _alike_once(function, cases, turned, back):
    """Whether a function makes the same of cases and of those turned round, once its value is turned back."""
    pairs = [(function(case), function(other)) for case, other in zip(cases, turned, strict=True)]
    return all(
        one is not None and other is not None and same_part(back(other) if one.ndim else other, one)
        for one, other in pairs
    )


def _turned(case, places):
    new = list(case)
    for i, axis in places:
        new[i] = np.flip(new[i], axis) if isinstance(new[i], np.ndarray) else new[i][::-1]
    return tuple(new)
