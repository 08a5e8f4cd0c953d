"""Say which mistake a function makes: what the checks of all notebooks are made of.

A check calls the learner's function on cases whose answer is known, and then asks of each usual mistake: would it have
given just these numbers? `diagnose` asks it of a table of mistakes, one row each. (What returns several arrays is for
`helpers.several`. The slopes of a loss have a machine of their own, `helpers.slopes`, as their mistakes come in
combinations.)
"""

import html
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import wraps
from inspect import signature
from itertools import combinations, permutations, product

import numpy as np

from helpers.attempt import TRAPS, Attempt, MistakeError, TookTooLong, apart, kind, numbers, time_limit, trial
from helpers.behaviour import one_of, others, relation_of, situation_of
from helpers.relations import (
    ORDINALS,
    arranged,
    in_words,
    is_fixed,
    related,
    right_at_first,
    same,
    same_part,
)
from helpers.repair import one_change

VERDICT = "application/vnd.from-a-line-to-a-network.verdict+json"  # the MIME type of a check's output, for machines


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What a check found out: whether the answer is `correct`, the name of the `misconception` if not, a message.

    `caution` is a word about what it does besides, such as changing its arguments, right or wrong. `exercise` is the
    name of the check, if it was one of an exercise. A Diagnosis counts as true if the answer is correct.
    """

    correct: bool
    misconception: str | None
    message: str
    caution: str = ""
    exercise: str | None = None

    def __bool__(self):
        return self.correct

    def __repr__(self):
        return f"{self.message} {self.caution}".rstrip()

    def _repr_mimebundle_(self, include=None, exclude=None):
        """What stands beside the words in a notebook's file: which exercise it was, and how it went."""
        facts = ("exercise", "correct", "misconception")
        return {VERDICT: {fact: getattr(self, fact) for fact in facts}}

    def _repr_html_(self):
        mark, colour = ("✓", "#009E73") if self.correct else ("→", "#D55E00")
        if self.misconception == "not_tried":
            mark, colour = "○", "#888888"
        text = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(repr(self), quote=False))
        return f'<div style="border-left: 4px solid {colour}; padding-left: 0.8em">{mark} {text}</div>'


def check(function):
    """Make a function that diagnoses a learner's one the check of the exercise that has its name."""

    def is_right(candidate):
        token = trial.set(True)
        try:
            with time_limit(0.3):
                return function(candidate).correct
        except TookTooLong:
            return False
        finally:
            trial.reset(token)

    @wraps(function)
    def named(candidate):
        found = function(candidate)
        if found.misconception in _OPEN and not trial.get():
            found = _with_its_place(found, one_change(candidate, is_right))
        return replace(found, exercise=function.__name__)

    return named


# What is said of these mistakes is where the numbers differ, or why there are none: why they do, is still open.
_WEAK = ("right_up_to", "right_where", "right_for_some", "right_or_else", "right_once", "order_of_entries", "nearly",
         "offset", "other_factor", "other_shift")  # fmt: skip
_OPEN = ("unknown", "not_finite", "raises", "wrong_shape", "unheeded", "another_quantity", "order_of_values", *_WEAK)


def _with_its_place(found, place):
    """The diagnosis with the place of the mistake in the learner's code, if it has been found."""
    if not place:
        return found
    code, message = place
    before = found.message
    if found.misconception in ("unknown", *_WEAK):
        reads = re.match("`[^`]+` reads .+? whatever is passed. ", before)
        return replace(found, misconception=code, message=f"{reads[0] if reads else ''}{message}")
    for hint in TRAPS.values() if found.misconception == "raises" else ():
        before = before.replace(hint, "")
    code = code if found.misconception == "unheeded" else found.misconception
    return replace(found, misconception=code, message=f"{before} {message}")


def conclude(attempt, misconception, message):
    """The Diagnosis of an attempt, right if there is no misconception; in the words of who wrote it."""
    if misconception and misconception != "not_tried":
        reads = attempt.read_outside()
        message = attempt.in_own_words(f"{reads} {message.replace(reads, '')}".strip())
    return Diagnosis(misconception is None, misconception, message, attempt.caution())


# --- Any exercise: a table of mistakes --------------------------------------------------------------------------------


def diagnose(candidate, cases, reference, mistakes, right, relate=True, **names):
    """Compare a learner's function with the right one and, if they differ, with those that make a known mistake.

    Parameters
    ----------
    candidate : the learner's function, returning a number or a regular arrangement of numbers
    cases : tuples of arguments
    reference : the right function; its parameter names appear in messages. It returns a tuple where several single
        numbers are wanted, each of which may then also come as an array of one
    mistakes : rows (misconception, function that makes this mistake, message)
    right : the message for a right answer
    relate : whether what these numbers are to the right ones is of interest to the learner
    """
    parameters = tuple(signature(reference).parameters)
    attempt = Attempt(candidate, parameters, **names)
    if trial.get():
        return tried(attempt, cases, reference, same_part, right)
    wanted = [reference(*case) for case in cases]
    given, found = _given(attempt, cases)
    if all(map(same_part, given, wanted)):
        wrong = found and (other_order(attempt, cases, wanted, same) or found.args)
        return conclude(attempt, *wrong or (None, right))
    cases, wanted = cases[: len(given)], wanted[: len(given)]  # what fails on a later case is wrong on an earlier one
    count, more = len(cases), others(cases, reference)
    given += _given(attempt.again(), more)[0]
    more = more[: len(given) - count]
    cases, wanted = [*cases, *more], [*wanted, *(reference(*case) for case in more)]
    rows = [*mistakes, *_every_pair(reference, parameters, cases)]
    singles = isinstance(wanted[0], tuple)
    rows = [(code, _results(function, cases, singles), text) for code, function, text in rows]
    for rough, known in product((False, True), (len(given), count)):  # by chance a row may fit the first cases alone
        for code, results, message in rows:
            if _all_same(given[:known], results[:known], rough):
                return conclude(attempt, code, message)
    first = next(i for i, pair in enumerate(zip(given, wanted, strict=True)) if not same_part(*pair))
    return conclude(
        attempt,
        *other_order(attempt, cases, wanted, same)
        or _listed_again(attempt, given[first])
        or explain_in_general(given[first], wanted[first])
        or (relate and _relate(attempt, given, wanted, cases, reference))
        or _explain_value(attempt, cases[first], given[first], wanted[first], given),
    )


def _given(attempt, cases):
    """What the attempt returns for the cases, and the MistakeError that ended it too early, or None."""
    given = []
    try:
        for case in cases:
            given.append(attempt(*case))
    except MistakeError as found:
        return given, found
    return given, None


def _results(function, cases, singles):
    """What a function of the check's own returns for the cases; None where it fails."""
    return [_result(function, case, singles) for case in cases]


def _result(function, case, singles):
    with np.errstate(all="ignore"), suppress(ValueError, ArithmeticError):
        return _as_wanted(function(*case), singles)
    return None


def _all_same(given, results, rough):
    """Whether the values are these results, wherever there are any."""
    pairs = [pair for pair in zip(given, results, strict=True) if pair[1] is not None]
    return bool(pairs) and all(same(*pair, rough) for pair in pairs)


def tried(attempt, cases, reference, alike, right):
    """Whether an attempt is right, and no more."""
    with suppress(MistakeError):
        if all(alike(attempt(*case), reference(*case)) for case in cases) and all(
            alike(attempt(*case), reference(*case)) for case in others(cases, reference)
        ):
            return conclude(attempt, None, right)
    return conclude(attempt, "unknown", "")


def _listed_again(attempt, value):
    if attempt.repeats and isinstance(value, list) and numbers(value) is not None:
        return "in_place", "One and the same array is listed several times: what changes it later changes every entry."
    return None


def _relate(attempt, given, wanted, cases, reference):
    """(misconception, message) for values that are related to the right ones in the same way in all cases, or None."""
    parameters = tuple(signature(reference).parameters)
    if isinstance(wanted[0], tuple) and all(numbers(value) is not None for value in given):
        several = _relate_several(attempt, given, wanted, cases, reference)
        if several:
            return several
    found = (
        relation_of(attempt.again(), reference, cases, parameters, given, wanted)
        or situation_of(attempt.again(), reference, cases, parameters, given, wanted)
        or right_at_first(given, wanted, cases, parameters)
    )
    return (found.code, str(found)) if found else None


def _relate_several(attempt, given, wanted, cases, reference):
    """As `_relate`, for several single numbers: what is to be said of each."""
    count, parameters = len(wanted[0]), tuple(signature(reference).parameters)
    if any(numbers(value).size != count for value in given):
        return None
    whole = related(given, wanted, cases, parameters)
    if whole and whole.code not in _OPEN:
        return None
    names, found, right = [f"the {ordinal}" for ordinal in ORDINALS[:count]], {}, set()
    for i, name in enumerate(names):
        values, rights = [numbers(value).ravel()[i] for value in given], [value[i] for value in wanted]
        if all(map(same_part, values, rights)):
            right.add(name)
        else:
            found[name] = relation_of(
                one_of(attempt.again(), i), one_of(reference, i), cases, parameters, values, rights
            )
    if not right and not all(found.values()):
        return None
    known = {name: relation for name, relation in found.items() if relation}
    words = [in_words(names, known, right)]
    for name in names:
        if name not in known and name not in right:
            pairs = [
                (numbers(value).ravel()[names.index(name)], one[names.index(name)])
                for value, one in zip(given, wanted, strict=True)
            ]
            value, one = next(pair for pair in pairs if not same_part(*pair))
            words.append(f"{name[0].upper()}{name[1:]} is {apart(value, one)}.")
    code = next(iter(known.values())).code if known else "unknown"
    return code, " ".join(filter(None, words)) + attempt.outside() * (not known)


def _explain_value(attempt, case, value, wanted, given):
    """(misconception, message) for a value that no known mistake gives, one of those given in all cases."""
    found, setting = numbers(value), f"For {attempt.inputs(case)} `{attempt.name}` gives"
    if found is None or arranged(value, wanted) is None:
        return (
            "wrong_shape",
            f"{setting} {kind(value)}; wanted is {kind(wanted)}."
            + (about_the_table(found, attempt, case) or _about_the_shape(value, wanted)),
        )
    if not np.isfinite(found).all():
        return "not_finite", f"{setting} {apart(arranged(value, wanted), wanted)}.{NOT_FINITE}"
    reason = attempt.outside() or " It is the same for any input." * is_fixed(given)
    return "unknown", f"{setting} {apart(arranged(value, wanted), wanted)}.{reason}"


NOT_FINITE = (
    " Is something divided by 0 there, does something grow without end, or is there a root or a logarithm of a "
    "negative number?"
)


def _about_the_shape(value, wanted):
    """A sentence on a result that has another shape than the right one, or ""."""
    found, right = numbers(value), np.asarray(wanted, dtype=float)
    if isinstance(value, str):
        return " What stands in quotes is text: nothing computes it."
    if found is None or not found.size:
        return ""
    with np.errstate(all="ignore"):
        are_some = 0 < found.size < right.size and np.isclose(found.ravel()[:, None], right.ravel()).any(axis=1).all()
    if are_some and not np.isin(right, (0, 1)).all():
        return " These are some of the right values, and nobody knows any more where they belong: each has its place."
    if found.ndim and not right.ndim:
        return " Which one number is to be made of these: is there a sum, a mean or an `@` missing?"
    if right.ndim and not found.ndim:
        return " Does a sum, a mean or a `return` make one number too early?"
    return ""


def _as_wanted(value, singles):
    return tuple(value) if singles and np.ndim(value) == 1 else value


# --- Mistakes that can be made in any exercise ------------------------------------------------------------------------


COLUMN = (
    "Every prediction is compared with every y: a column of shape (n, 1) against an array of shape (n,) makes a table "
    "of n times n differences. Give both the same shape, (n,)."
)


# What becomes of the errors ŷ − y then, once they are averaged over one side or the other of the table, or summed.
TABLES = [
    lambda y_hat, y: y_hat - y.mean(),
    lambda y_hat, y: y_hat.mean() - y,
    lambda y_hat, y: len(y) * (y_hat - y.mean()),
    lambda y_hat, y: len(y) * (y_hat.mean() - y),
]


def _every_pair(reference, parameters, cases):
    """Rows for a column (n, 1) against an array (n,): as if all n · n pairs of an example with a y were the data."""
    if "y" not in parameters:
        return []
    at = parameters.index("y")

    def paired(*case):
        n = len(case[at])
        along = [
            np.ndim(part) > 0 and len(part) == n and name in ("x", "X", "y_hat")
            for name, part in zip(parameters, case, strict=True)
        ]
        parts = [np.repeat(part, n, axis=0) if is_along else part for is_along, part in zip(along, case, strict=True)]
        parts[at] = np.tile(case[at], n)
        return reference(*parts)

    is_data = all(np.ndim(case[at]) == 1 for case in cases) and {"x", "X", "y_hat"} & set(parameters)
    return [("column", paired, COLUMN)] if is_data else []


def explain_in_general(value, wanted):
    """(misconception, message) for what may go wrong with any value, or None."""
    found, right = numbers(value), np.asarray(wanted, dtype=float)
    if found is None:
        return None
    return _turned(found, right) or _by_length(found, right) or _cut_off(value, right)


def _turned(found, wanted):
    """For the right numbers with an axis too many, or with rows and columns exchanged."""
    n = wanted.size
    if found.ndim > wanted.ndim > 0 and same_part(np.squeeze(found), np.squeeze(wanted)):
        if found.shape == (n, 1):
            return "column", (
                f"The right numbers, but in a column of shape ({n}, 1) where an array of shape ({n},) is wanted: "
                f"minus an array ({n},), it gives a table of {n} times {n}. `[:, 0]` takes the column out."
            )
        if found.shape == (1, n):
            return "row", (
                f"The right numbers, but in a row of shape (1, {n}) where an array of shape ({n},) is wanted. It "
                "stays a table in all that follows, and its `len` is 1. `[0]` takes the row out."
            )
    if found.ndim < wanted.ndim and found.size == n > 1 and same_part(found, wanted.reshape(found.shape)):
        return "lost_axis", (
            f"The right numbers in shape {found.shape}, where {wanted.shape} is wanted: an axis of length 1 is lost. A "
            "slope, a weight or a result keeps the shape of what it belongs to."
        )
    if found.ndim == 2 and found.shape != wanted.shape and same_part(found.T, wanted):
        return (
            "transposed",
            f"The right numbers with rows and columns exchanged: shape {found.shape}, not {wanted.shape}.",
        )
    return None


def _by_length(found, wanted):
    """For a list of the right numbers that is too short or too long: `return` or `append` at the wrong depth."""
    if not (found.ndim == wanted.ndim == 1 and found.size and len(wanted) > 2):
        return None
    have, want = len(found), len(wanted)
    if have < want and same_part(found, wanted[:have]):
        return "wrong_length", (
            f"It begins right, but ends after {have} of {want}. What ends it there: a `return` or a `break` inside the "
            "loop, what the loop runs over, an index?"
        )
    if any(same_part(found, ends) for ends in (wanted[-1:], wanted[[0, -1]])):
        return "wrong_length", (
            f"The last of {want} is right, but those on the way are missing. Does `append` stand inside the loop?"
        )
    steps = found[np.append(True, np.diff(found) != 0)]
    if have > want and 2 <= len(steps) <= want and same_part(steps, wanted[: len(steps)]):
        return "wrong_length", "Each number stands there several times over. Does `append` stand in an inner loop?"
    return None


def _cut_off(value, wanted):
    """For fractions that were put into an array of whole numbers."""
    found = np.asarray(value)
    if found.dtype.kind in "iu" and found.ndim and found.shape == wanted.shape and (wanted % 1 != 0).any():
        return "whole_numbers", (
            "These are whole numbers. Does an array of whole numbers take the results, and cut off what stands behind "
            "the point? Make it of floats: without `dtype=int`, or with a 0.0 in the list."
        )
    return None


def about_the_table(found, attempt, case):
    """A sentence on a result of n times n, or ""."""
    if "y" not in attempt.parameters or found is None:
        return ""
    n = np.size(case[attempt.parameters.index("y")])
    return f" {COLUMN}" if found.shape == (n, n) else ""


def other_order(attempt, cases, wanted, alike):
    """(misconception, message) if the function is right once it gets its arguments in another order, or None."""
    count, named = len(attempt.parameters), attempt.own_parameters()
    in_place = [k for k, (own, name) in enumerate(zip(named, attempt.parameters, strict=False)) if own == name]
    if len(named) == count and len(in_place) >= count - 1:
        return None
    orders = (
        permutations(range(count))
        if count <= 4
        else ([j if k == i else i if k == j else k for k in range(count)] for i, j in combinations(range(count), 2))
    )
    own = attempt.again()
    for order in list(orders)[count <= 4 :]:
        if any(order[k] != k for k in in_place):
            continue
        try:
            if all(alike(own(*[case[k] for k in order]), right) for case, right in zip(cases, wanted, strict=True)):
                took = ", ".join(attempt.parameters[k] for k in order)
                return "argument_order", f"Right for the arguments {took}. But it is called as `{attempt.call}`."
        except MistakeError as found:
            if found.args[0] in ("endless", "not_tried", "argument_order"):
                return None
    return None
