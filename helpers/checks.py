"""Exercise checks that name the mistake: not "wrong" but "half of the true slope: where did the 2 go?" (all notebooks).

A check calls the learner's function on cases whose answer is known, and then asks of each usual mistake: would it have
given just these numbers? To add an exercise, write down what is right, a few cases and a table of mistakes, as at the
end of this file; `_diagnose` does the rest. Slopes have a machine of their own, as their mistakes come in combinations.
"""

import dis
import html
import io
import linecache
import re
import traceback
import warnings
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from inspect import signature
from itertools import product
from typing import NamedTuple

import numpy as np

from helpers.gradcheck import numerical_gradient
from helpers.losses import MSE, as_loss
from helpers.validation import as_examples, as_finite


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What a check found out: whether the answer is `correct`, the name of the `misconception` if not, a message."""

    correct: bool
    misconception: str | None
    message: str

    def __repr__(self):
        return self.message

    def _repr_html_(self):
        mark, colour = ("✓", "#009E73") if self.correct else ("→", "#D55E00")
        if self.misconception == "not_tried":
            mark, colour = "○", "#888888"
        text = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(self.message, quote=False))
        return f'<div style="border-left: 4px solid {colour}; padding-left: 0.8em">{mark} {text}</div>'


# --- Calling a learner's function -------------------------------------------------------------------------------------

_NOT_TRIED = "Not tried yet: replace the ... above."


class _MistakeError(Exception):
    """Ends a check early: (misconception, message)."""


class _Attempt:
    """A learner's function, called in such a way that nothing it does disturbs the check.

    Parameters
    ----------
    function : called with one argument for each of the names in `parameters`
    call, parts : how it is called, and the functions it consists of, if that is not what `function` itself says
    """

    def __init__(self, function, parameters, call=None, parts=()):
        self.function, self.parameters, self.changed = function, tuple(parameters), set()
        name = getattr(function, "__name__", "f").replace("<lambda>", "f")
        self.call, self.parts = call or f"{name}({', '.join(parameters)})", parts or (function,)
        self.name = self.call.rpartition("(")[0]

    def __call__(self, *arguments):
        """The result for copies of the arguments; _MistakeError if there is none."""
        copies = deepcopy(arguments)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                result = self.function(*copies)
        except _MistakeError:
            raise
        except Exception as error:
            raise _MistakeError(*self._failure(error, arguments)) from None
        pairs = zip(self.parameters, arguments, copies, strict=True)
        self.changed |= {name for name, before, after in pairs if not np.array_equal(before, after)}
        if result is ... or (isinstance(result, tuple | list) and any(part is ... for part in result)):
            raise _MistakeError("not_tried", _NOT_TRIED)
        if result is None:
            message = f"`{self.name}` returns nothing (None). Does every way through it end in `return`?"
            raise _MistakeError("wrong_shape", message)
        return result

    def _failure(self, error, arguments):
        text = (str(error).splitlines() or [""])[0]
        if self.function is ... or "ellipsis" in text or isinstance(error, NotImplementedError):
            return "not_tried", _NOT_TRIED
        if not callable(self.function):
            return "raises", "The check needs the function itself: its name alone, without brackets behind it."
        what = re.sub(" at 0x[0-9a-fA-F]+", "", f"{type(error).__name__}: {text}".removesuffix(": "))
        frames = [(f, line) for f, line in traceback.walk_tb(error.__traceback__) if f.f_code.co_filename != __file__]
        if not frames:
            return "raises", f"The check calls `{self.call}`, and Python refuses: {what}. Do name and arguments agree?"
        # The innermost frame that shares the globals of the learner's notebook and has a text is the one to show.
        lines = [(f, n, linecache.getline(f.f_code.co_filename, n, f.f_globals).strip()) for f, n in frames]
        theirs = [row for row in lines if row[0].f_globals is frames[0][0].f_globals]
        frame, line, source = ([row for row in theirs if row[2]] or theirs)[-1]
        code = frame.f_code
        where = f"Line {line - code.co_firstlineno + 1} of `{code.co_name}`" + f", `{source}`," * bool(source)
        return "raises", f"{where} stops with {what}. The check had passed {self.inputs(arguments)}."

    def inputs(self, arguments):
        """The arguments in words: "w = 2, x = [1, 2, 4]"."""
        values = [f"of shape {np.shape(a)}" if np.size(a) > 6 else f"= {_show(a)}" for a in arguments]
        return ", ".join(f"{name} {value}" for name, value in zip(self.parameters, values, strict=True))

    def outside(self):
        """A sentence that names the numbers and arrays read from outside the function, or ""."""
        data, seen = (int, float, list, tuple, np.ndarray, np.generic), set()
        for function in self.parts:
            values = getattr(function, "__globals__", {})
            loaded = {i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"} if values else ()
            seen |= {f"`{name}`" for name in loaded if isinstance(values.get(name), data)}
        return f" It reads {_and(sorted(seen))} from outside, which is the same whatever is passed." if seen else ""

    def diagnosis(self, misconception, message):
        """The Diagnosis, with a word about arguments that were changed in place."""
        if self.changed:
            names = _and(f"`{name}`" for name in self.parameters if name in self.changed)
            message += f" Beware: it changes {names} in place, and whoever calls it loses the original."
        return Diagnosis(misconception is None, misconception, message)


def _numbers(value):
    """`value` as a float array, or None if it is anything but numbers in a regular arrangement."""
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def _show(value):
    """Numbers with 6 significant digits: "2.5", "[1, 2, 4]"; of long arrays the beginning."""
    value = np.asarray(value, dtype=float)
    if value.ndim == 0:
        return f"{value + 0.0:.6g}".replace("-", "−")
    return f"[{', '.join([*map(_show, value[:6]), *['…'] * (len(value) > 6)])}]"


def _kind(value):
    """What was returned, in words."""
    array = _numbers(value)
    if array is None:
        return f"something other than numbers in a regular array ({type(value).__name__})"
    return "one number" if array.ndim == 0 else f"an array of shape {array.shape}"


def _and(words):
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


# --- Any exercise: a table of mistakes --------------------------------------------------------------------------------


def _diagnose(candidate, cases, reference, mistakes, right, **names):
    """Compare a learner's function with the right one and, if they differ, with those that make a known mistake.

    Parameters
    ----------
    candidate : the learner's function, returning a number or a regular arrangement of numbers
    cases : tuples of arguments
    reference : the right function; its parameter names appear in messages
    mistakes : rows (misconception, function that makes this mistake, message)
    right : the message for a right answer
    """
    attempt = _Attempt(candidate, signature(reference).parameters, **names)
    try:
        given = [attempt(*case) for case in cases]
    except _MistakeError as found:
        return attempt.diagnosis(*found.args)
    for misconception, function, message in [(None, reference, right), *mistakes]:
        if all(_same(value, function(*case)) for value, case in zip(given, cases, strict=True)):
            return attempt.diagnosis(misconception, message)
    rows = [(case, value, reference(*case)) for case, value in zip(cases, given, strict=True)]
    case, value, wanted = next(row for row in rows if not _same(*row[1:]))
    numbers, setting = _numbers(value), f"For {attempt.inputs(case)} `{attempt.name}` gives"
    if numbers is None or np.squeeze(numbers).shape != np.shape(wanted):
        return attempt.diagnosis("wrong_shape", f"{setting} {_kind(value)}; wanted is {_kind(wanted)}.")
    code = "unknown" if np.isfinite(numbers).all() else "not_finite"
    return attempt.diagnosis(code, f"{setting} {_show(numbers)}; right is {_show(wanted)}.{attempt.outside()}")


def _same(value, wanted):
    value, wanted = _numbers(value), np.asarray(wanted, dtype=float)
    same_shape = value is not None and np.squeeze(value).shape == np.squeeze(wanted).shape
    return same_shape and np.allclose(np.squeeze(value), np.squeeze(wanted), rtol=1e-6, atol=1e-9, equal_nan=True)


# --- Slopes: mistakes that combine ------------------------------------------------------------------------------------


def diagnose_gradient(candidate, X, y, w, b, loss):
    """Find out what is wrong with a hand-derived gradient of a squared loss of the line ŷ = X @ w + b.

    Parameters
    ----------
    candidate : function (w, b, X, y) -> (dw, db); it is called with these data and with some of the check's own
    X : array [n, d], or [n] for a single feature
    y : array [n]
    w : array [d], or a number for a single feature
    b : number
    loss : one of `helpers.losses`

    Returns
    -------
    Diagnosis, its `misconception` None or one of not_tried, raises, wrong_shape, not_finite, sign, missing_factor_2,
    extra_factor_2, sum_for_mean, mean_for_sum, missing_x, missing_bias, transposed, one_example, unknown. Of several
    mistakes at once it is the most telling one; the message names them all.
    """
    X, b = as_finite("X", X, ndim=(1, 2)), as_finite("b", b, ndim=0)
    y = as_examples(X.reshape(len(X), -1), y, n_outputs=1)[1]
    w = as_finite("w", w, ndim=X.ndim - 1)
    if w.shape != X.shape[1:]:
        raise ValueError(f"w must hold one weight per feature, shape {X.shape[1:]}, got {w.shape}.")
    return _diagnose_slopes(_Attempt(candidate, "wbXy"), ("dw", "db"), _Point(w[()], b[()], X, y), as_loss(loss))


class _Point(NamedTuple):
    """Where slopes are tried: parameters and data; w is a number for x [n], an array [d] for x [n, d]."""

    w: np.ndarray
    b: float
    x: np.ndarray
    y: np.ndarray

    @classmethod
    def random(cls, rng, shape, bias):
        """Random parameters and data, x of the given shape; without `bias` b is 0."""
        return cls(0.0, 0.0, rng.normal(size=shape), rng.normal(size=shape[0])).moved(rng, bias)

    def moved(self, rng, bias):
        """The same data with other parameters."""
        return self._replace(w=self.w + rng.normal(size=self.x.shape[1:])[()], b=self.b + bias * rng.normal())

    def arguments(self, names):
        """The arguments of these names, X being x."""
        return [getattr(self, name.lower()) for name in names]

    @property
    def table(self):
        return self.x.reshape(len(self.y), -1)

    def slope(self, loss, examples, back, error, *factors):
        """The slope over some examples, of some error, by some way back from the errors, times some factors of n."""
        errors, counted = error(self.table, np.atleast_1d(self.w), self.b, self.y), np.zeros(len(self.y))
        counted[examples] = 1
        factor = np.prod([factor(len(self.y)) for factor in factors])
        return 2 * loss.scale(len(self.y)) * factor * back(self.table, errors * counted)

    def rounding(self, part, loss):
        """What a right slope may be off by: 1e-9 of the sum of its terms without their signs, or an underflow."""
        X = np.abs(self.table)
        terms = X @ np.abs(np.atleast_1d(self.w)) + np.abs(self.b) + np.abs(self.y)
        total = terms.sum() if part == "db" else (X.T @ terms).reshape(np.shape(self.w))
        return 1e-300 + 2e-9 * loss.scale(len(self.y)) * total

    def numerical(self, part, loss):
        """The slope by central differences, which are exact on a parabola however large h is."""
        p = np.append(self.w, self.b)
        h = 0.01 * (1 + np.abs(p).max())
        slopes = numerical_gradient(lambda p: loss.value(self.y, self.table @ p[:-1] + p[-1]), p, h)
        return slopes[-1] if part == "db" else slopes[:-1].reshape(np.shape(self.w))


class _Twist(NamedTuple):
    """One way for a slope to go wrong: its name, what is then true of the slope, and a question that leads on."""

    code: str
    text: str
    hint: str


def _square_only(f):
    """f where X is square; elsewhere NaN, which equals nothing."""
    return lambda X, *rest: f(X, *rest) if X.shape[0] == X.shape[1] else np.nan


_LOOP = "If there is a loop over the examples: does every turn add to the total, and does `return` wait for the last?"
_RANGE = "If there is a loop over the examples: where does it begin, and where does it end?"
_FEATURES = "Does the loop over the features reach every one?"
_SHAPES = "n errors go in and d slopes come out: which of X and its transpose turns the one into the other?"
_MOVE_W = "When w moves a little, how far does w·x move, and is that the same for every x?"
_MOVE_B = "When b moves a little, how far does the prediction w·x + b move?"
_ORDER = "Which of the two is asked for first?"

_NO_X = _Twist("missing_x", "{} with x left out", _MOVE_W)
_TIMES_X = _Twist("unknown", "{} with x multiplied in", _MOVE_B)
_SWAPPED = _Twist("unknown", "the slope that belongs in the other's place", _ORDER)

# A slope may go wrong in six ways at once: pick one row from each of these lists and of the three of `_scalings`.
# fmt: off
_EXAMPLES = [
    (None, slice(None)),
    (_Twist("one_example", "{} of the first example alone", _LOOP), slice(1)),
    (_Twist("one_example", "{} of the last example alone", _LOOP), slice(-1, None)),
    (_Twist("unknown", "{} of all examples but the first", _RANGE), slice(1, None)),
    (_Twist("unknown", "{} of all examples but the last", _RANGE), slice(-1)),
]
_BACK_TO_W = [
    (None, lambda X, e: X.T @ e),
    (_NO_X, lambda X, e: np.full(X.shape[1], e.sum())),
    (_Twist("transposed", "{} with rows and columns of X mixed up", _SHAPES), _square_only(lambda X, e: X @ e)),
]
_BACK_TO_B = [
    (None, lambda X, e: e.sum()),
    (_Twist("missing_bias", "0", _MOVE_B), lambda X, e: 0.0),
    (_TIMES_X, lambda X, e: X.sum(axis=1) @ e),
]
_ERRORS = [
    (None, lambda X, w, b, y: X @ w + b - y),
    (_Twist("missing_bias", "{} with b left out of the error", "What does the line predict: is b part of your error?"),
     lambda X, w, b, y: X @ w - y),
    (_Twist("missing_x", "{} with x left out of the prediction", "What does the line predict at x?"),
     lambda X, w, b, y: w.sum() + b - y),
    (_Twist("unknown", "{} with y left out of the error", "What is the prediction compared with?"),
     lambda X, w, b, y: X @ w + b),
    (_Twist("unknown", "{} with the error still squared", "What does a square turn into when it is differentiated?"),
     lambda X, w, b, y: (X @ w + b - y) ** 2),
    (_Twist("transposed", "{} with X transposed in the prediction", "Is one example a row of X, or a column?"),
     _square_only(lambda X, w, b, y: X.T @ w + b - y)),
]
# fmt: on
_SCALES = ("sign", "sum_for_mean", "mean_for_sum", "missing_factor_2", "extra_factor_2")
_MOST_TELLING_FIRST = ("transposed", "missing_x", "missing_bias", "one_example", *_SCALES, "unknown")


def _scalings(loss):
    """The factor, the power of n and the sign that a slope may be wrong by, with hints that suit the loss."""
    both = "The loss has a ½ in front, and its square brings down a 2: what is left of the two?"
    lost_2 = "Look at the derivative of the square: where does its 2 go?" if loss.factor == 1 else both
    extra_2 = "A square brings down one 2: where does the other come from?" if loss.factor == 1 else both
    lost_n = "The loss is a mean over the examples: is its slope?" if loss.mean else "Where does the n come from?"
    extra_n = "Is the sum divided by n twice?" if loss.mean else "The loss is a sum over the examples: why divide by n?"
    error = "Is the error the prediction minus the measurement, or the other way round?"
    same = (None, lambda n: 1)
    half = (_Twist("missing_factor_2", "half of {}", lost_2), lambda n: 1 / 2)
    twice = (_Twist("extra_factor_2", "twice {}", extra_2), lambda n: 2)
    n_times = (_Twist("sum_for_mean", "n times {}", lost_n), lambda n: n)
    nth = (_Twist("mean_for_sum", "one n-th of {}", extra_n), lambda n: 1 / n)
    return [same, half, twice], [same, n_times, nth], [same, (_Twist("sign", "minus {}", error), lambda n: -1)]


def _diagnose_slopes(attempt, parts, start, loss):
    """Diagnose an attempt at the slopes `parts`, one in w and perhaps "db", on the data of `start` and on others."""
    rng, shape, bias = np.random.default_rng(0), start.x.shape[1:], "db" in parts
    given = [start, start.moved(rng, bias), start.moved(rng, bias)]
    with np.errstate(all="ignore"):
        given = [point for point in given if np.isfinite(point.rounding(parts[0], loss)).all()]
    # Two odd numbers of examples, other than d: n is never mistaken for a factor 2, nor for the number of features.
    others = [_Point.random(rng, (n, *shape), bias) for n in [n for n in (7, 11, 13) if shape != (n,)][:2]]
    code, message = _verdict(attempt, parts, given + others, loss)
    if code in ("raises", "unexplained"):
        square = [_Point.random(rng, (5, 5), bias) for _ in range(3)]
        verdict = _verdict(attempt, parts, square, loss) if shape and code == "raises" else (None, "")
        if verdict[0] == "transposed":
            code, message = verdict[0], f"{verdict[1]} (That is on square X: on any other, the shapes do not even fit.)"
        else:
            right_at_first = given and _verdict(attempt, parts, given, loss)[0] is None
            message = "Right on the first data, wrong on others. " * bool(right_at_first) + message + attempt.outside()
            code = "unknown" if right_at_first or code == "unexplained" else code
    return attempt.diagnosis(code, message)


def _verdict(attempt, parts, points, loss):
    """(misconception, message) for these points; "unexplained" if no combination of mistakes gives these numbers."""
    try:
        slopes = [_slopes(attempt, parts, point) for point in points]
    except _MistakeError as found:
        return found.args
    twists = {part: _explain(part, points, [slope[part] for slope in slopes], loss) for part in parts}
    if _NO_X in (twists[parts[0]] or ()) and _TIMES_X in (twists[parts[-1]] or ()):
        twists = {part: [_SWAPPED if t in (_NO_X, _TIMES_X) else t for t in twists[part]] for part in parts}
    if np.shape(slopes[0][parts[0]]) != np.shape(points[0].w) and _NO_X not in (twists[parts[0]] or ()):
        return "wrong_shape", _shape_message(parts[0], (), points[0])

    at_each, alike = f"t each of the {len(points)} test points", {}
    for part in parts:
        alike.setdefault(_in_words(twists[part]), []).append(part)
    named = {text: _and(map(_called, group)) for text, group in alike.items()}
    if list(alike) == [""]:
        return None, f"Right: a{at_each} {named['']} {'are the slopes' if parts[1:] else 'is the slope'} of the loss."
    clauses = [f"{named[text]} {'are each' if alike[text][1:] else 'is'} {text}" for text in alike if text]
    said = [f"A{at_each} {', and '.join(clauses)}."] if clauses else []
    if None in alike:
        said.append(_compare(attempt, alike[None], points, slopes, loss))
    if "" in alike:
        said.append(f"{named['']} is right.")
    every = {twist for part in parts for twist in twists[part] or ()}
    every = sorted(every, key=lambda twist: (_MOST_TELLING_FIRST.index(twist.code), twist.text))
    code = every[0].code if every else "unexplained"
    return code, " ".join([*said, *dict.fromkeys(twist.hint for twist in every)])


def _compare(attempt, parts, points, slopes, loss):
    """Parts that nothing explains, beside the numerical gradient, at the first point where one of them is wrong."""
    true = {part: _choices(part, loss)[0][1] for part in parts}
    tried = zip(points, slopes, strict=True)
    wrong = (row for row in tried if not all(_fits(row[0], part, row[1][part], loss, true[part]) for part in parts))
    point, slope = next(wrong)
    values = []
    for part in parts:
        numerical, rounding = point.numerical(part, loss), point.rounding(part, loss)
        numerical = _show(np.where(np.abs(numerical) > rounding, numerical, 0))
        values.append(f"{_called(part)} is {_show(slope[part])}, where the numerical gradient is {numerical}")
    return f"For {attempt.inputs(point.arguments(attempt.parameters))}: {', and '.join(values)}."


def _slopes(attempt, parts, point):
    """The attempt's finite slopes at a point, by part; a single number may stand in for an array, as in mean(e)."""
    arguments = point.arguments(attempt.parameters)
    result = attempt(*arguments)
    try:
        values = tuple(result) if len(parts) > 1 else (result,)
    except TypeError:
        values = (result,)
    if len(values) != len(parts):
        wanted = f"{len(parts)} values are wanted, {_and(f'`{part}`' for part in parts)}"
        raise _MistakeError("wrong_shape", f"`{attempt.name}` returns {_kind(result)}: {wanted}.")
    slopes = {part: _numbers(value) for part, value in zip(parts, values, strict=True)}
    for part, value in zip(parts, values, strict=True):
        wanted = () if part == "db" else np.shape(point.w)
        if slopes[part] is None:
            raise _MistakeError("wrong_shape", f"{_called(part).capitalize()} is {_kind(value)}.")
        if slopes[part].ndim <= 1 and slopes[part].size == np.prod(wanted, dtype=int) == 1:
            slopes[part] = slopes[part].reshape(wanted)
        if slopes[part].shape not in (wanted, ()):
            raise _MistakeError("wrong_shape", _shape_message(part, slopes[part].shape, point))
        if not np.isfinite(slopes[part]).all():
            reason = "Is something divided by 0 there, or does something grow without end?"
            message = f"For {attempt.inputs(arguments)} {_called(part)} is {_show(slopes[part])}. {reason}"
            raise _MistakeError("not_finite", message)
    return slopes


def _shape_message(part, shape, point):
    parameter, wanted = ("b", ()) if part == "db" else ("w", np.shape(point.w))
    known = {
        (): "One slope per weight is wanted: does a sum or a mean run over the features too?",
        np.shape(point.w): "That is one per feature, as for w: have the two changed places?",
        np.shape(point.x): "That is one row per example: what has to happen to the rows?",
        np.shape(point.y): "That is one per example, but the loss has one slope in each parameter: what is left to do?",
    }
    try:
        moved = f"w − learning_rate · dw would have shape {np.broadcast_shapes(wanted, shape)}, and w be lost."
    except ValueError:
        moved = "The two cannot even be subtracted."
    is_one = [f"has shape {s}" if s else "is one number" for s in (shape, wanted)]
    return f"{_called(part).capitalize()} {is_one[0]}, but `{parameter}` {is_one[1]}. {known.get(shape, moved)}"


def _explain(part, points, values, loss):
    """The fewest twists that turn the true slope into these values at all points: [] if right, None if none can."""
    live = np.any([np.atleast_1d(value) != 0 for value in values], axis=0)
    live |= not live.any()
    dead = [f"`{part}[{i}]`" for i in np.flatnonzero(~live)]
    stays_0 = f"{{}}, except that {_and([*dead[:3], *['others'] * (len(dead) > 3)])} is always 0" if dead else ""
    for twists, choices in _choices(part, loss):
        if all(_fits(p, part, value, loss, choices, live) for p, value in zip(points, values, strict=True)):
            return twists + ([_Twist("unknown", stays_0, _FEATURES)] if dead else [])
    return None


@cache
def _choices(part, loss):
    """All the slopes that one may arrive at, as (twists, choices), those with the fewest twists first."""
    lists = [_EXAMPLES, _BACK_TO_B if part == "db" else _BACK_TO_W, _ERRORS, *_scalings(loss)]
    rows = [([twist for twist, _ in row if twist], [choice for _, choice in row]) for row in product(*lists)]
    return sorted(rows, key=lambda row: len(row[0]))


def _fits(point, part, value, loss, choices, live=True):
    """Whether the slope made of these choices has this value, in the live entries."""
    slope = point.slope(loss, *choices)
    close = np.abs(np.atleast_1d(value) - slope) <= point.rounding(part, loss) + 1e-6 * np.abs(slope)
    return (close | ~np.asarray(live)).all()


def _called(part):
    return "your slope" if part == "slope" else f"`{part}`"


def _in_words(twists):
    """Twists as a predicate, "exactly minus half of the true slope"; "" if there are none, None for None."""
    if not twists:
        return None if twists is None else ""
    text = "the true slope" if all(twist.code in _SCALES for twist in twists) else "the slope"
    for twist in twists:
        text = twist.text.format(text)
    slope, *withs = text.split(" with ")
    return "exactly " + " with ".join([slope, " and ".join(withs)] if withs else [slope])


# --- Notebook 01: fit a line ------------------------------------------------------------------------------------------

_FEW = (np.array([1.0, 2.0, 4.0]), np.array([3.0, 1.0, 6.0]))
_MORE = (np.array([-1.0, 0.5, 2.0, 3.0, 5.0]), np.array([-2.0, 1.0, 3.0, 7.0, 8.0]))
_LINE = _Point(np.float64(2), np.float64(1), *_FEW)


# fmt: off
def mean_squared_error(loss):
    """Check loss(w, x, y) = mean((w x − y)²)."""
    def squares(w, x, y):
        return (w * x - y) ** 2

    return _diagnose(loss, [(2.0, *_FEW), (0.5, *_MORE)], lambda w, x, y: np.mean(squares(w, x, y)), [
        ("sum_for_mean", lambda w, x, y: np.sum(squares(w, x, y)),
         "These are the squares added up: twice the data would double the loss. What makes a sum a mean?"),
        ("extra_half", lambda w, x, y: np.mean(squares(w, x, y)) / 2,
         "This is half of the mean squared error. Where does the ½ come from?"),
        ("extra_half", lambda w, x, y: np.sum(squares(w, x, y)) / 2,
         "These are the squares added up and halved. Is a mean half of a sum, whatever the number of points?"),
        ("not_averaged", squares, "These are the squares, one per point. Which one number stands for them all?"),
        ("not_squared", lambda w, x, y: np.mean(w * x - y),
         "This is the mean of the errors themselves. What does it make of two errors, +3 and −3?"),
        ("not_squared", lambda w, x, y: np.mean(y - w * x),
         "This is the mean of the errors themselves. What does it make of two errors, +3 and −3?"),
        ("absolute", lambda w, x, y: np.mean(np.abs(w * x - y)),
         "This is the mean of the errors without their signs. Where is the square?"),
        ("root", lambda w, x, y: np.sqrt(np.mean(squares(w, x, y))),
         "This is the root of the mean squared error. Is a root asked for?"),
        ("squared_mean", lambda w, x, y: np.mean(w * x - y) ** 2,
         "This is the square of the mean error. Which comes first: squaring or averaging?"),
        ("missing_x", lambda w, x, y: np.mean((w - y) ** 2),
         "This compares `w` itself with each y. What does the line predict at x?"),
        ("missing_w", lambda w, x, y: np.mean((x - y) ** 2),
         "This is the same for every `w`. What does the line predict at x?"),
        ("plus", lambda w, x, y: np.mean((w * x + y) ** 2),
         "This squares prediction plus measurement. How far are the two apart?"),
    ], "Right: this is the mean of the squared errors.")


def slope(slope):
    """Check slope(w, x, y) = mean(2 (w x − y) x), for the line ŷ = w x."""
    return _diagnose_slopes(_Attempt(slope, "wxy"), ("slope",), _Point(np.float64(2), 0.0, *_FEW), MSE)


def gradient(gradient):
    """Check gradient(w, b, x, y) -> (dw, db), of the mean squared error of the line ŷ = w x + b."""
    return _diagnose_slopes(_Attempt(gradient, "wbxy"), ("dw", "db"), _LINE, MSE)


def step(step):
    """Check step(w, slope, learning_rate) = w − learning_rate · slope."""
    cases = [(2.0, 3.0, 0.1), (-1.0, -4.0, 0.25)]
    return _diagnose(step, cases, lambda w, slope, learning_rate: w - learning_rate * slope, [
        ("sign", lambda w, slope, rate: w + rate * slope,
         "This steps uphill. Where the slope is positive the loss rises to the right: which way is down?"),
        ("missing_rate", lambda w, slope, rate: w - slope,
         "This goes by the whole slope, at any learning rate. What is the learning rate for?"),
        ("only_change", lambda w, slope, rate: -rate * slope,
         "This is how far to go, with the right sign. Where does the step start?"),
        ("only_change", lambda w, slope, rate: rate * slope,
         "This is how far to go. Where does the step start, and which way is down?"),
        ("divides", lambda w, slope, rate: w - slope / rate,
         "This divides by the learning rate: a smaller one gives a larger step. Is it meant to?"),
        ("multiplies_w", lambda w, slope, rate: w * (1 - rate * slope),
         "This makes the step proportional to `w`: from w = 0 it would never move. What sets the length of a step?"),
        ("multiplies_w", lambda w, slope, rate: w * rate * slope,
         "This multiplies `w` by the step. How does one get from a place to the next?"),
        ("brackets", lambda w, slope, rate: (w - slope) * rate,
         "This shrinks `w` by the learning rate as well. What belongs inside the brackets?"),
    ], "Right: downhill, by the learning rate times the slope.")


def _walk(*case):
    """Gradient descent on the mean squared error; a case is (w or w, b; x, y, learning_rate, epochs).

    The path has shape [epochs + 1] for w alone (b is 0) and [epochs + 1, 2] for w, b.
    """
    *start, x, y, learning_rate, epochs = case
    path, design = [np.array(start)], np.column_stack([x, np.ones(len(x))])[:, : len(start)]
    for _ in range(epochs):
        path.append(path[-1] - learning_rate * 2 * design.T @ (design @ path[-1] - y) / len(y))
    return np.array(path) if start[1:] else np.array(path)[:, 0]


def _walk_with(rate=lambda rate, n: rate, more=0):
    return lambda *case: _walk(*case[:-2], rate(case[-2], len(case[-3])), case[-1] + more)


def _walk_losses(*case):
    parameters, (x, y) = _walk(*case).reshape(case[-1] + 1, -1), case[-4:-2]
    return [np.mean((p[0] * x + p[1:].sum() - y) ** 2) for p in parameters]


def _walk_mistakes(item):
    """The mistakes in making a list of every `item`, "weight" or "line", on the way down."""
    return [
        ("missing_start", lambda *case: _walk(*case)[1:],
         f"The steps are right, but the list begins after the first. Where is the {item} from before any step?"),
        ("missing_start", lambda *case: _walk(*case[:-1], case[-1] + 1)[1:],
         f"The list has the right length, but begins after the first step. Where is the {item} from before any step?"),
        ("too_short", _walk_with(more=-1),
         f"The steps are right, but the last is missing. With the start, how many {item}s does one epoch make?"),
        ("too_long", _walk_with(more=1),
         f"The steps are right, but there is one too many. With the start, how many {item}s does one epoch make?"),
        ("only_last", lambda *case: _walk(*case)[-1],
         f"This is the last {item}, and it is right. Where are those before it?"),
        ("in_place", lambda *case: [_walk(*case)[-1]] * (case[-1] + 1),
         f"Every entry is the last {item}. Is it the same one, listed again and again?"),
        ("never_moves", lambda *case: [_walk(*case)[0]] * (case[-1] + 1),
         f"The {item} never changes. Does the loop keep what a step returns?"),
        ("from_start", lambda *case: [_walk(*case)[0], *[_walk(*case)[1]] * case[-1]],
         "After the first step nothing moves. Does each step start where the one before it ended?"),
        ("same_slope", lambda *case: [(1 - k) * _walk(*case)[0] + k * _walk(*case)[1] for k in range(case[-1] + 1)],
         f"All steps are equally long. Is the slope measured once, or again at each new {item}?"),
        ("sign", _walk_with(rate=lambda rate, n: -rate),
         "This walks uphill: every step increases the loss. Which way is down?"),
        ("sum_for_mean", _walk_with(rate=lambda rate, n: rate * n),
         "For n points every step is n times too long. Is the slope a sum or a mean?"),
        ("missing_factor_2", _walk_with(rate=lambda rate, n: rate / 2),
         "Every step is half as long as it should be. Does the slope pass its own check?"),
        ("losses", _walk_losses,
         f"These are the losses on the way, and they are right. Is the loss asked for, or the {item}?"),
    ]


def descend(descend):
    """Check descend(w, x, y, learning_rate, epochs) -> the epochs + 1 weights on the way down, start first."""
    cases = [(1.0, *_FEW, 0.05, 3), (-2.0, *_MORE, 0.1, 5)]
    return _diagnose(descend, cases, lambda w, x, y, learning_rate, epochs: _walk(w, x, y, learning_rate, epochs),
                     _walk_mistakes("weight"), "Right: the start, then one weight per epoch, each a step further down.")


def largest_learning_rate(f):
    """Check f(x) = 1 / mean(x²) = 2/λ, beyond which descent on the mean squared error of ŷ = w x diverges."""
    return _diagnose(f, [(_FEW[0],), (_MORE[0],)], lambda x: 1 / np.mean(x**2), [
        ("curvature", lambda x: 2 * np.mean(x**2),
         "This is λ itself. The steeper the valley, the smaller a step must be: is this?"),
        ("upside_down", lambda x: np.mean(x**2),
         "This is the limit turned upside down. The steeper the valley, the smaller a step must be: is this?"),
        ("lands_at_once", lambda x: 1 / (2 * np.mean(x**2)),
         "This is 1/λ, which lands at the bottom at once. How much longer may a step be and still gain?"),
        ("missing_factor_2", lambda x: 2 / np.mean(x**2),
         "This is twice the limit: 2/λ if λ were mean(x²). What is the slope of the slope 2·mean((w·x − y)·x)?"),
        ("sum_for_mean", lambda x: 1 / np.sum(x**2),
         "For n points this is n times too small. The loss is a mean: is your λ one?"),
        ("sum_for_mean", lambda x: 2 / np.sum(x**2),
         "This comes from a sum over the points. The loss is a mean: is your λ one? And has it its 2?"),
        ("squared_mean", lambda x: 1 / np.mean(x) ** 2,
         "This squares the mean of x. Which comes first in λ: squaring or averaging?"),
        ("not_squared", lambda x: 1 / np.mean(x),
         "This has x where λ has its square. How often does x enter the slope?"),
    ], "Right: this is 2/λ. Just below it descent arrives, just above it flies apart.")


def least_squares(f):
    """Check f(x, y) -> (w, b), the line of least squares."""
    def fit(x, y):
        return np.polyfit(x, y, 1)

    def through_middle(w, x, y):
        return w, np.mean(y) - w * np.mean(x)

    def ends(x, y):
        w = (y[-1] - y[0]) / (x[-1] - x[0])
        return w, y[0] - w * x[0]

    return _diagnose(f, [_FEW, _MORE], fit, [
        ("swapped", lambda x, y: fit(x, y)[::-1], "Both numbers are right. Which one is asked for first?"),
        ("no_bias", lambda x, y: fit(x, y)[0], "This is `w`, and it is right. Where is `b`?"),
        ("through_origin", lambda x, y: (x @ y / (x @ x), 0),
         "This is the best line through the origin. May a line not start higher or lower?"),
        ("through_origin", lambda x, y: through_middle(x @ y / (x @ x), x, y),
         "This `w` belongs to a line through the origin. From where are x and y measured in it?"),
        ("x_on_y", lambda x, y: fit(y, x), "This line predicts x from y. Which of them is to be predicted?"),
        ("x_on_y", lambda x, y: through_middle(1 / fit(y, x)[0], x, y),
         "This line has the smallest squares sideways. In which direction does the loss measure an error?"),
        ("two_points", ends, "This line joins the first point to the last. What have those between them to say?"),
        ("missing_bias", lambda x, y: (fit(x, y)[0], 0),
         "`w` is right. Does that line pass through the middle of the data, with this `b`?"),
        ("mean_of_y", lambda x, y: (fit(x, y)[0], np.mean(y)),
         "`w` is right. `b` is the height of the line at mean(x): how high is it at x = 0?"),
        ("n_or_n_minus_1", lambda x, y: through_middle(np.cov(x, y)[0, 1] / np.var(x), x, y),
         "`w` is n/(n − 1) times too large: np.cov divides by n − 1. By what does np.var divide?"),
    ], "Right: no line has smaller squares.")


def epochs_needed(f):
    """Check f(rate_factor, share): the smallest whole k with |rate_factor|ᵏ ≤ share."""
    def exact(factor, share):
        return np.log(share) / np.log(np.abs(factor))

    def if_negative(k):
        return lambda factor, share: np.ceil(exact(factor, share)) if factor > 0 else k

    cases = [(0.9, 0.01), (0.5, 0.1), (-0.8, 0.05), (-0.3, 0.02)]
    return _diagnose(f, cases, lambda rate_factor, share: np.ceil(exact(rate_factor, share)), [
        ("rounded_down", lambda *case: np.floor(exact(*case)),
         "Each time one epoch is missing: more than the share is left. Which way should one round?"),
        ("rounded_down", lambda *case: np.round(exact(*case)),
         "Rounded to the nearest whole number, it is sometimes one epoch short. Which way should one round?"),
        ("one_too_many", lambda *case: np.floor(exact(*case)) + 2,
         "Each time there is one epoch too many. Is the start counted as an epoch?"),
        ("not_whole", exact, "The number is right, but not whole. Can a part of an epoch be run?"),
        ("loss_not_distance", lambda *case: np.ceil(exact(*case) / 2),
         "By then the loss has shrunk to that share. Is it the loss that is asked for, or the distance?"),
        ("missing_absolute", if_negative(np.nan),
         "A negative factor gives NaN. It jumps from side to side: is the distance negative too?"),
        ("missing_absolute", if_negative(1),
         "With a negative factor this stops after one epoch. Is a number below 0 already close to it?"),
    ], "Right: in each epoch the distance shrinks by the same factor, on whichever side it is.")


def line(Line):
    """Check a class Line(w, b): gradient(x, y) -> (dw, db), step(x, y, learning_rate) -> a new Line, and
    train(x, y, learning_rate, epochs) -> the list of all Lines, start first.
    """
    def numbers(line, start, w, b):
        if (start.w, start.b) != (w, b):
            raise _MistakeError("in_place", "The line itself has changed. Who can still draw the one it started as?")
        if not (line is None or line is ... or isinstance(line, Line)):
            raise _MistakeError("not_a_line", f"A Line is wanted, and this is {_kind(line)}. How are Lines made?")
        return (line.w, line.b) if isinstance(line, Line) else line

    def step(w, b, x, y, learning_rate):
        start = Line(w, b)
        return numbers(start.step(x, y, learning_rate), start, w, b)

    def train(w, b, x, y, learning_rate, epochs):
        start = Line(w, b)
        lines = start.train(x, y, learning_rate, epochs)
        several = isinstance(lines, list | tuple)
        return [numbers(line, start, w, b) for line in lines] if several else numbers(lines, start, w, b)

    def new(w, b, x, y, learning_rate):
        return _walk(w, b, x, y, learning_rate, 1)[1]

    attempt = _Attempt(lambda w, b, x, y: Line(w, b).gradient(x, y), "wbxy", "Line(w, b).gradient(x, y)")
    slopes = _diagnose_slopes(attempt, ("dw", "db"), _LINE, MSE)
    cases = [(2.0, 1.0, *_FEW, 0.05), (-1.0, 0.5, *_MORE, 0.1)]
    steps = slopes.correct and _diagnose(step, cases, new, [
        ("sign", lambda w, b, x, y, rate: new(w, b, x, y, -rate), "This steps uphill. Which way is down?"),
        ("sign", lambda w, b, x, y, rate: [new(w, b, x, y, -rate)[0], new(w, b, x, y, rate)[1]],
         "`b` steps downhill, `w` uphill. Which way is down?"),
        ("sign", lambda w, b, x, y, rate: [new(w, b, x, y, rate)[0], new(w, b, x, y, -rate)[1]],
         "`w` steps downhill, `b` uphill. Which way is down?"),
        ("missing_bias", lambda w, b, x, y, rate: [new(w, b, x, y, rate)[0], b],
         "`w` takes its step, `b` stays where it was. Has `b` no slope?"),
        ("missing_w", lambda w, b, x, y, rate: [w, new(w, b, x, y, rate)[1]],
         "`b` takes its step, `w` stays where it was. Has `w` no slope?"),
        ("missing_rate", lambda w, b, x, y, rate: new(w, b, x, y, 1),
         "This goes by the whole slope, at any learning rate. What is the learning rate for?"),
        ("only_change", lambda w, b, x, y, rate: new(w, b, x, y, rate) - [w, b],
         "This line is made of the changes alone. Where does the step start?"),
        ("never_moves", lambda w, b, x, y, rate: [w, b], "The new line is the old one. Where does the slope come in?"),
    ], "", call="Line(w, b).step(x, y, learning_rate)", parts=[getattr(Line, "step", None)])
    if not (slopes.correct and steps.correct):
        return steps or slopes
    cases = [(*case, epochs) for case, epochs in zip(cases, (3, 5), strict=True)]
    return _diagnose(train, cases, lambda w, b, x, y, learning_rate, epochs: _walk(w, b, x, y, learning_rate, epochs), [
        *_walk_mistakes("line"),
        ("other_start", lambda w, b, *case: _walk(0.0, 0.0, *case),
         "This starts from w = 0 and b = 0. Which line is it that trains?"),
    ], "Right: a step makes a new line, and training lists them all, the start first.",
        call="Line(w, b).train(x, y, learning_rate, epochs)", parts=[getattr(Line, "train", None)])
