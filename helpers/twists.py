"""Say which other arguments would make wrong numbers right: `b` = 0, one epoch less, all rows but the last."""

import warnings
from contextlib import suppress
from itertools import combinations

import numpy as np

from helpers.attempt import numbers
from helpers.relations import Relation, all_same, arrays, is_fixed


@np.errstate(all="ignore")
def twisted(given, reference, cases, parameters):
    """The Relation to the values of the right function for other arguments, or None: without `b`, one epoch less."""
    given = [numbers(value) for value in given]
    if any(value is None for value in given) or is_fixed(given):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for code, change, text, hint in _twists(cases, parameters):
            with suppress(ValueError, TypeError, IndexError, ArithmeticError, np.linalg.LinAlgError):
                if all_same(given, [np.asarray(reference(*change(case)), dtype=float) for case in cases]):
                    return Relation(code, text, hint)
    return None


def _longest(case, parameters):
    """How many entries or rows there are in the longest array, in words."""
    name, part = max(arrays(case, parameters), key=lambda row: len(row[1]), default=("", np.zeros(1)))
    return f"the number of {'rows' if part.ndim > 1 else 'entries'} in `{name}`"


def put(i, function):
    """A change of a case: a function of its argument i in the place of that."""
    return lambda case: (*case[:i], function(case[i]), *case[i + 1 :])


def _twists(cases, parameters):
    """Rows (code, change of a case, text, hint)."""
    n = [max((len(part) for _, part in arrays(case, parameters)), default=0) for case in cases]

    def along(case, function):
        size = max((len(part) for _, part in arrays(case, parameters)), default=0)
        return tuple(function(part) if isinstance(part, np.ndarray) and len(part) == size else part for part in case)

    kinds = {name: {type(case[i]) for case in cases} for i, name in enumerate(parameters)}
    longest = _longest(cases[0], parameters)
    for i, name in enumerate(parameters):
        if kinds[name] <= {int}:
            yield (
                "one_too_few",
                put(i, lambda v: v - 1),
                f"the right value for `{name}` − 1",
                "Where does the counting begin?",
            )
            yield (
                "one_too_many",
                put(i, lambda v: v + 1),
                f"the right value for `{name}` + 1",
                "Where does the counting end?",
            )
        if kinds[name] <= {float, np.float64, int}:
            for value in (0, 1):
                yield ("missing_argument", put(i, lambda v, value=value: type(v)(value)),
                       f"the right value for `{name}` = {value}", f"Where does `{name}` come in?")  # fmt: skip
        if kinds[name] <= {np.ndarray}:
            yield ("missing_argument", put(i, lambda v: 0 * v), f"the right value with nothing but 0 in `{name}`",
                   f"Where does `{name}` come in?")  # fmt: skip
            yield ("missing_argument", put(i, np.ones_like), f"the right value with nothing but 1 in `{name}`",
                   f"Where does `{name}` come in?")  # fmt: skip
            yield ("averaged_first", put(i, lambda v: np.full_like(v, v.mean())),
                   f"the right value once all of `{name}` is replaced by its mean",
                   "Over what does a mean or a sum go: over everything, or along one axis?")  # fmt: skip
            yield (
                "absolute",
                put(i, np.abs),
                f"the right value once `{name}` has lost its signs",
                "What takes them away?",
            )
        if kinds[name] <= {np.ndarray, float, np.float64}:
            yield (
                "squared",
                put(i, lambda v: v**2),
                f"the right value with `{name}` squared",
                f"How often does `{name}` come in, and is anything squared?",
            )
            yield "sign", put(i, lambda v: -v), f"the right value for minus `{name}`", f"Which sign has `{name}`?"
        if kinds[name] <= {float, np.float64}:
            for factor, text in ((2, "twice"), (0.5, "half of")):
                yield ("wrong_factor", put(i, lambda v, factor=factor: v * factor),
                       f"the right value for {text} `{name}`", f"Does the 2 belong to `{name}` as well?")  # fmt: skip
            for power, text in ((1, "n times"), (-1, "one n-th of")):
                yield ("sum_for_mean", lambda case, i=i, power=power: put(
                    i, lambda v: v * float(max(len(p) for _, p in arrays(case, parameters))) ** power)(case),
                       f"the right value for {text} `{name}`, n being {longest}",
                       f"How often does `{name}` come in: once, or once for each of the n?")  # fmt: skip
    if min(n) > 2:
        ends = "Where does the loop or the slice begin, and where does it end?"
        yield ("all_but_last", lambda case: along(case, lambda v: v[:-1]), "right for all examples but the last", ends)
        yield ("all_but_first", lambda case: along(case, lambda v: v[1:]), "right for all examples but the first", ends)
        yield ("one_example", lambda case: along(case, lambda v: v[:1]), "right for the first example alone",
               "What ends the loop: does a `return` or a `break` wait until it is over?")  # fmt: skip
        yield ("one_example", lambda case: along(case, lambda v: v[-1:]), "right for the last example alone",
               "Does every turn add to what was there?")  # fmt: skip
        yield ("averaged_first", lambda case: along(
            case, lambda v: np.broadcast_to(v.mean(axis=0), v.shape).copy()),
               "right for examples that are all equal to their mean",
               "What is averaged too early: before it is multiplied, squared, divided or stripped of its "
               "sign?")  # fmt: skip
    for (i, one), (j, other) in combinations(enumerate(parameters), 2):
        if all(np.shape(case[i]) == np.shape(case[j]) and not callable(case[i]) for case in cases):
            yield ("swapped", lambda case, i=i, j=j: tuple(case[{i: j, j: i}.get(k, k)] for k in range(len(case))),
                   f"the right value with `{one}` and `{other}` in each other's place", "Which is which?")  # fmt: skip
