"""Say what is wrong with a slope: the mistakes that are made in deriving the gradient of a squared loss, and combine.

A slope may be half of the true one *and* have the wrong sign *and* leave x out. So each row of mistakes is tried with
each of the others, on the learner's data and on some more, and the fewest that give just these numbers are named.
"""

import math
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from helpers.attempt import Attempt, MistakeError, kind, listed, numbers, show, trial
from helpers.behaviour import in_a_row, one_of, relation_of, situation_of
from helpers.diagnosis import COLUMN, conclude, other_order
from helpers.gradcheck import numerical_gradient
from helpers.losses import as_loss
from helpers.relations import Relation, in_words, same_part
from helpers.validation import as_examples, as_finite


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
    extra_factor_2, sum_for_mean, mean_for_sum, missing_x, missing_bias, transposed, one_example, all_but_one,
    averaged_first, extra_x, swapped, wrong_count, fixed_n, missing_y, still_squared, one_feature, the name of a
    relation (`helpers.relations`), unknown. Of several mistakes at once it is the most telling one; the message names
    them all.
    """
    X, b = as_finite("X", X, ndim=(1, 2)), as_finite("b", b, ndim=0)
    y = as_examples(X.reshape(len(X), -1), y, n_outputs=1)[1]
    w = as_finite("w", w, ndim=X.ndim - 1)
    if w.shape != X.shape[1:]:
        raise ValueError(f"w must hold one weight per feature, shape {X.shape[1:]}, got {w.shape}.")
    return diagnose_slopes(Attempt(candidate, "wbXy"), ("dw", "db"), Point(w[()], b[()], X, y), as_loss(loss))


class Point(NamedTuple):
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
        factor = math.prod(factor(*self.table.shape) for factor in factors)
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
_OWN_X = "Each error goes with its own x: what is multiplied first, and what is added up after?"
_NOT_SUMMED = (
    "That is one number per weight and example: they are still to be added up over the examples. Which sign between "
    "X.T and the errors multiplies *and* adds up?"
)
_SHAPES = "n errors go in and d slopes come out: which of X and its transpose turns the one into the other?"
_MOVE_W = "When w moves a little, how far does w·x move, and is that the same for every x?"
_MOVE_B = "When b moves a little, how far does the prediction w·x + b move?"
_ORDER = "Which of the two is asked for first?"

_NO_X = _Twist("missing_x", "{} with x left out", _MOVE_W)
_TIMES_X = _Twist("extra_x", "{} with x multiplied in", _MOVE_B)
_SWAPPED = _Twist("swapped", "the slope that belongs in the other's place", _ORDER)

_COUNTED = "Over what is the loss a mean: how many errors are there?"
_BY_D = _Twist("wrong_count", "{} divided by d, the number of features, instead of n", _COUNTED)
_BY_SIZE = _Twist("wrong_count", "{} divided by n · d, the size of X, instead of n", _COUNTED)

_TABLE = "{} of a table of n times n differences, every prediction against every y"
_TABLE_HINT = "Does a column (n, 1) stand against an array (n,)? Give both the same shape."
_TABLE_MEAN, _TABLE_SUM = _Twist("column", _TABLE, _TABLE_HINT), _Twist("column", f"n times {_TABLE}", _TABLE_HINT)

# A slope may go wrong in six ways at once: pick one row from each of these lists and of the three of `_scalings`.
# fmt: off
_EXAMPLES = [
    (None, slice(None)),
    (_Twist("one_example", "what the first example alone adds to {}", _LOOP), slice(1)),
    (_Twist("one_example", "what the last example alone adds to {}", _LOOP), slice(-1, None)),
    (_Twist("all_but_one", "{} of all examples but the first", _RANGE), slice(1, None)),
    (_Twist("all_but_one", "{} of all examples but the last", _RANGE), slice(-1)),
]
_BACK_TO_W = [
    (None, lambda X, e: X.T @ e),
    (_NO_X, lambda X, e: np.full(X.shape[1], e.sum())),
    (_Twist("averaged_first", "{} with the errors and the x added up first, each on their own", _OWN_X),
     lambda X, e: X.sum(axis=0) * e.sum()),
    (_Twist("averaged_first", "{} with the errors and the x averaged first, each on their own", _OWN_X),
     lambda X, e: X.mean(axis=0) * e.sum()),
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
    (_Twist("missing_y", "{} with y left out of the error", "What is the prediction compared with?"),
     lambda X, w, b, y: X @ w + b),
    (_Twist("still_squared", "{} with the error still squared",
            "What does a square turn into when it is differentiated?"),
     lambda X, w, b, y: (X @ w + b - y) ** 2),
    (_Twist("transposed", "{} with X transposed in the prediction", "Is one example a row of X, or a column?"),
     _square_only(lambda X, w, b, y: X.T @ w + b - y)),
    (_Twist("brackets", "{} with the 2 multiplied into w·x alone", "2 · (…) or 2 · w·x …: where do the brackets end?"),
     lambda X, w, b, y: X @ w + (b - y) / 2),
    (_TABLE_MEAN, lambda X, w, b, y: X @ w + b - y.mean()),
    (_TABLE_MEAN, lambda X, w, b, y: np.mean(X @ w) + b - y),
    (_TABLE_SUM, lambda X, w, b, y: len(y) * (X @ w + b - y.mean())),
    (_TABLE_SUM, lambda X, w, b, y: len(y) * (np.mean(X @ w) + b - y)),
]
# fmt: on
_SCALES = ("sign", "sum_for_mean", "mean_for_sum", "missing_factor_2", "extra_factor_2")
_MOST_TELLING_FIRST = (
    "column", "transposed", "missing_x", "missing_bias", "one_example", *_SCALES, "all_but_one", "averaged_first",
    "extra_x", "swapped", "wrong_count", "fixed_n", "missing_y", "still_squared", "brackets", "one_feature",
)  # fmt: skip


def _scalings(loss):
    """The factor, the power of n and the sign that a slope may be wrong by, with hints that suit the loss."""
    both = "The loss has a ½ in front, and its square brings down a 2: what is left of the two?"
    lost_2 = "Look at the derivative of the square: where does its 2 go?" if loss.factor == 1 else both
    extra_2 = "A square brings down one 2: where does the other come from?" if loss.factor == 1 else both
    lost_n = "The loss is a mean over the examples: is its slope?" if loss.mean else "Where does the n come from?"
    extra_n = "Is the sum divided by n twice?" if loss.mean else "The loss is a sum over the examples: why divide by n?"
    error = "Is the error the prediction minus the measurement, or the other way round?"
    same = (None, lambda n, d: 1)
    half = (_Twist("missing_factor_2", "half of {}", lost_2), lambda n, d: 1 / 2)
    twice = (_Twist("extra_factor_2", "twice {}", extra_2), lambda n, d: 2)
    n_times = (_Twist("sum_for_mean", "n times {}", lost_n), lambda n, d: n)
    nth = (_Twist("mean_for_sum", "one n-th of {}", extra_n), lambda n, d: 1 / n)
    minus = (_Twist("sign", "minus {}", error), lambda n, d: -1)
    by_d = [(_BY_D, lambda n, d: n / d), (_BY_SIZE, lambda n, d: 1 / d)] if loss.mean else []
    return [same, half, twice], [same, n_times, nth, *by_d], [same, minus]


def diagnose_slopes(attempt, parts, start, loss):
    """Diagnose an attempt at the slopes `parts`, one in w and perhaps "db", on the data of `start` and on others."""
    rng, shape, bias = np.random.default_rng(0), start.x.shape[1:], "db" in parts
    given = [start, start.moved(rng, bias), start.moved(rng, bias)]
    with np.errstate(all="ignore"):
        given = [point for point in given if np.isfinite(point.rounding(parts[0], loss)).all()]
    # Two odd numbers of examples, other than d: n is never mistaken for a factor 2, nor for the number of features.
    others = [Point.random(rng, (n, *shape), bias) for n in [n for n in (7, 11, 13) if shape != (n,)][:2]]
    if trial.get():
        return conclude(attempt, *_tried(attempt, parts, given + others, loss))
    code, message = _verdict(attempt, parts, given + others, loss)
    if code in ("raises", "wrong_shape", "unexplained", "unknown"):
        code, message = _in_other_order(attempt, parts, given + others, loss) or (code, message)
    if code in ("raises", "unexplained"):
        square = [Point.random(rng, (5, 5), bias) for _ in range(3)]
        verdict = _verdict(attempt, parts, square, loss) if shape and code == "raises" else (None, "")
        if verdict[0] == "transposed":
            code, message = verdict[0], f"{verdict[1]} (That is on square X: on any other, the shapes do not even fit.)"
        else:
            right_at_first = given and _verdict(attempt, parts, given, loss)[0] is None
            message = "Right on the first data, wrong on others. " * bool(right_at_first) + message + attempt.outside()
            code = "unknown" if right_at_first or code == "unexplained" else code
    return conclude(attempt, code, message)


def _tried(attempt, parts, points, loss):
    """(None, …) if the slopes are right at these points, ("unknown", "") if not."""
    try:
        for point in points:
            for part, value in _slopes(attempt, parts, point).items():
                right, rounding = _choices(part, loss)[0][1], point.rounding(part, loss)
                if value.shape != np.shape(point.w if part != "db" else 0.0) or not _fits(
                    point, value, rounding, loss, right, relative=2e-5
                ):
                    return "unknown", ""
    except MistakeError:
        return "unknown", ""
    return None, "Right."


def _in_other_order(attempt, parts, points, loss):
    """(misconception, message) if the slopes are right once the arguments come in another order, or None."""
    true = {part: _choices(part, loss)[0][1] for part in parts}

    def same(result, point):
        several = len(parts) > 1 and (isinstance(result, list) or isinstance(result, np.ndarray) and result.ndim > 0)
        values = [numbers(value) for value in (result if several else [result])]
        return len(values) == len(parts) and all(
            value is not None
            and (value.shape == np.shape(point.w) or value.size == 1)
            and _fits(point, value, point.rounding(part, loss), loss, true[part])
            for part, value in zip(parts, values, strict=True)
        )

    return other_order(attempt, [point.arguments(attempt.parameters) for point in points], points, same)


def _verdict(attempt, parts, points, loss):
    """(misconception, message) for these points; "unexplained" if no combination of mistakes gives these numbers."""
    try:
        slopes = [_slopes(attempt, parts, point) for point in points]
    except MistakeError as found:
        return found.args
    twists = {
        part: _explain(part, points, [slope[part] for slope in slopes], loss, attempt.precision) for part in parts
    }
    if _NO_X in (twists[parts[0]] or ()) and _TIMES_X in (twists[parts[-1]] or ()):
        twists = {part: [_SWAPPED if t in (_NO_X, _TIMES_X) else t for t in twists[part]] for part in parts}
    if _TABLE_SUM in (twists[parts[0]] or ()) and parts[1:]:  # then the sum that is n times too large is the table's
        twists[parts[1]] = [_TABLE_SUM if twist.code == "sum_for_mean" else twist for twist in twists[parts[1]] or []]
    if np.shape(slopes[0][parts[0]]) != np.shape(points[0].w) and _NO_X not in (twists[parts[0]] or ()):
        return "wrong_shape", _shape_message(parts[0], slopes[0][parts[0]], points[0])

    at_each, alike = f"t each of the {len(points)} test points", {}
    for part in parts:
        alike.setdefault(_in_words(twists[part]), []).append(part)
    named = {text: listed(map(_called, group)) for text, group in alike.items()}
    if list(alike) == [""]:
        return None, f"Right: a{at_each} {named['']} {'are the slopes' if parts[1:] else 'is the slope'} of the loss."
    clauses = [f"{named[text]} {'are each' if alike[text][1:] else 'is'} {text}" for text in alike if text]
    said = [f"A{at_each} {', and '.join(clauses)}."] if clauses else []
    open_parts, relation = alike.get(None, []), None
    relations = _related(attempt, open_parts, points, slopes, loss)
    if any(relations.values()):
        known = {_called(part): relation for part, relation in relations.items() if relation}
        said.append(in_words(list(known), known, ()))
        relation, open_parts = next(iter(known.values())), [part for part in open_parts if not relations[part]]
    if open_parts:
        said.append(_compare(attempt, open_parts, points, slopes, loss))
    if "" in alike:
        said.append(f"{named['']} is right.")
    every = {twist for part in parts for twist in twists[part] or ()}
    every = sorted(every, key=lambda twist: (_MOST_TELLING_FIRST.index(twist.code), twist.text))
    code = every[0].code if every else relation.code if relation else "unexplained"
    return code, " ".join([*said, *dict.fromkeys(twist.hint for twist in every)])


def _related(attempt, parts, points, slopes, loss):
    """{part: how it is related to the right one at all points, or None}."""
    cases = [tuple(point.arguments(attempt.parameters)) for point in points]

    def point_of(case):
        given = dict(zip((name.lower() for name in attempt.parameters), case, strict=True))
        return Point(given["w"], given.get("b", 0.0), given["x"], given["y"])

    def own(*case):
        return _slopes(attempt.again(), list(slopes[0]), point_of(case))

    def true(*case):
        return {part: _true_slope(part, point_of(case), loss) for part in parts}

    found = {}
    for part in parts:
        values, wanted = [slope[part] for slope in slopes], [_true_slope(part, point, loss) for point in points]
        if same_part(values[0], wanted[0]):  # right on the first data: it probably reads them from outside
            return dict.fromkeys(parts)
        found[part] = _by_a_nudge(part, points, values, wanted, loss) or relation_of(
            one_of(own, part), one_of(true, part), cases, attempt.parameters, values, wanted
        )
    if parts and not any(found.values()):
        rows = in_a_row(own, parts), in_a_row(true, parts)
        values = ([np.concatenate([np.ravel(of[part]) for part in parts]) for of in side]
                  for side in (slopes, [true(*case) for case in cases]))  # fmt: skip
        return dict.fromkeys(parts, situation_of(*rows, cases, attempt.parameters, *values))
    return found


@np.errstate(all="ignore")
def _by_a_nudge(part, points, values, wanted, loss):
    """The Relation of slopes that are measured from here to a place a little to one side, or None.

    Along a parabola of curvature c such a slope is off by c · h / 2, with the same h everywhere.
    """
    curved = [2 * loss.scale(len(p.y)) * ((p.table**2).sum(axis=0) if part != "db" else len(p.y)) for p in points]
    pairs = zip(values, wanted, curved, strict=True)
    h = np.concatenate([np.ravel((np.asarray(v) - right) * 2 / c) for v, right, c in pairs])
    if np.allclose(h, h[0], rtol=1e-4) and 1e-9 < abs(h[0]) <= 1:
        text, hint = (
            f"right for the way from here to {show(abs(h[0]), 3)} {'further up' if h[0] > 0 else 'further down'}",
            "A nudge to one side alone is off by half of what the slope changes on the way. And one to both sides?",
        )
        return Relation("one_sided", text, hint)
    return None


def _true_slope(part, point, loss):
    slope = point.slope(loss, *_choices(part, loss)[0][1])
    return np.reshape(slope, np.shape(point.w if part != "db" else 0.0))


def _compare(attempt, parts, points, slopes, loss):
    """Parts that nothing explains, beside the numerical gradient, at the first point where one of them is wrong."""
    true = {part: _choices(part, loss)[0][1] for part in parts}
    tried = zip(points, slopes, strict=True)

    def right(point, slope, part):
        return _fits(point, slope[part], point.rounding(part, loss), loss, true[part])

    point, slope = next(row for row in tried if not all(right(*row, part) for part in parts))
    values = []
    for part in parts:
        numerical, rounding = point.numerical(part, loss), point.rounding(part, loss)
        numerical = show(np.where(np.abs(numerical) > rounding, numerical, 0))
        values.append(f"{_called(part)} is {show(slope[part])}, where the numerical gradient is {numerical}")
    return f"For {attempt.inputs(point.arguments(attempt.parameters))}: {', and '.join(values)}."


def _slopes(attempt, parts, point):
    """The attempt's finite slopes at a point, by part; a single number may stand in for an array, as in mean(e)."""
    arguments = point.arguments(attempt.parameters)
    result = attempt(*arguments)
    try:
        values = tuple(result) if len(parts) > 1 else (result,)
    except Exception:  # whatever an object of the learner's own class does when it is gone through
        values = (result,)
    if len(values) != len(parts):
        wanted = f"{len(parts)} values are wanted, {listed(f'`{part}`' for part in parts)}"
        hint = "" if isinstance(result, tuple | list) else " Does `return` name both, with a comma between?"
        raise MistakeError("wrong_shape", f"`{attempt.name}` returns {kind(result)}: {wanted}.{hint}")
    slopes = {part: numbers(value) for part, value in zip(parts, values, strict=True)}
    for part, value in zip(parts, values, strict=True):
        wanted = () if part == "db" else np.shape(point.w)
        if slopes[part] is None:
            raise MistakeError("wrong_shape", f"{_called(part).capitalize()} is {kind(value)}.")
        if slopes[part].ndim <= 1 and slopes[part].size == np.prod(wanted, dtype=int) == 1:
            slopes[part] = slopes[part].reshape(wanted)
        if slopes[part].shape not in (wanted, ()):
            raise MistakeError("wrong_shape", _shape_message(part, slopes[part], point))
        if not np.isfinite(slopes[part]).all():
            reason = "Is something divided by 0 there, or does something grow without end?"
            message = f"For {attempt.inputs(arguments)} {_called(part)} is {show(slopes[part])}. {reason}"
            raise MistakeError("not_finite", message)
    return slopes


def _shape_message(part, value, point):
    parameter, wanted = ("b", ()) if part == "db" else ("w", np.shape(point.w))
    n, shape = len(point.y), value.shape
    known = {
        (n, n): COLUMN,
        (*np.shape(point.w), n): COLUMN if shape[-1:] == (n,) and _is_of_pairs(value, point) else _NOT_SUMMED,
        (): "One slope per weight is wanted: does a sum or a mean run over the features too?",
        np.shape(point.w): "That is one per feature, as for w: have the two changed places?",
        np.shape(point.x): "That is one row per example: what has to happen to the rows?",
        (n,): "That is one per example, but the loss has one slope in each parameter: what is left to do?",
    }
    try:
        moved = f"w − learning_rate · dw would have shape {np.broadcast_shapes(wanted, shape)}, and w be lost."
    except ValueError:
        moved = "The two cannot even be subtracted."
    if len(shape) == len(wanted) == 1 and shape < wanted:
        moved = "Is there a slope for each feature, however many there are?"
    is_one = [f"has shape {s}" if s else "is one number" for s in (shape, wanted)]
    return f"{_called(part).capitalize()} {is_one[0]}, but `{parameter}` {is_one[1]}. {known.get(shape, moved)}"


def _is_of_pairs(value, point):
    """Whether value [..., n] comes from errors of every prediction against every y, added up over one side of them.

    Whatever else is wrong, along the other side it is then a mixture of ones, the products X @ w, and y.
    """
    mixed = np.column_stack([np.ones(len(point.y)), point.table @ np.atleast_1d(point.w), point.y])
    with np.errstate(all="ignore"):
        return np.allclose(mixed @ np.linalg.pinv(mixed) @ value.T, value.T)


def _explain(part, points, values, loss, precision):
    """The fewest twists that turn the true slope into these values at all points: [] if right, None if none can."""
    live = np.any([np.atleast_1d(value) != 0 for value in values], axis=0)
    live |= not live.any()
    dead = [f"`{part}[{i}]`" for i in np.flatnonzero(~live)]
    stays_0 = f"{{}}, except that {listed([*dead[:3], *['others'] * (len(dead) > 3)])} is always 0" if dead else ""
    rows = list(zip(points, values, [point.rounding(part, loss) for point in points], strict=True))
    for twists, choices in _choices(part, loss):
        if all(_fits(*row, loss, choices, live) for row in rows):
            return twists + ([_Twist("one_feature", stays_0, _FEATURES)] if dead else [])
    relative = max(2e-5, 8 * precision)  # what single precision makes of a right slope, or even half precision
    is_rounded = all(_fits(*row, loss, _choices(part, loss)[0][1], relative=relative) for row in rows)
    return [] if is_rounded else _by_a_number(part, rows, loss)


def _by_a_number(part, rows, loss):
    """For a sum that is divided by one and the same number, where the loss is a mean over n: [the twist], or None.

    None as well if that number is the first data's n: then it is right there, and probably comes from outside.
    """
    right, (point, value, _) = _choices(part, loss)[0][1], rows[0]
    n = len(point.y)
    with np.errstate(all="ignore"):
        number = np.rint(n * np.abs(point.slope(loss, *right)).sum() / np.abs(value).sum())
        rows = [(point, value * number / len(point.y), rounding) for point, value, rounding in rows]
        if loss.mean and 0 < number < np.inf and number != n and all(_fits(*row, loss, right) for row in rows):
            return [_Twist("fixed_n", f"{{}} divided by {number:g} instead of n, the number of examples", _COUNTED)]
    return None


@cache
def _choices(part, loss):
    """All the slopes that one may arrive at, as (twists, choices), those with the fewest twists first."""
    lists = [_EXAMPLES, _BACK_TO_B if part == "db" else _BACK_TO_W, _ERRORS, *_scalings(loss)]
    rows = [([twist for twist, _ in row if twist], [choice for _, choice in row]) for row in product(*lists)]
    return sorted(rows, key=lambda row: (_BY_D in row[0] or _BY_SIZE in row[0], len(row[0])))  # d may be 1 or 2


def _fits(point, value, rounding, loss, choices, live=True, relative=1e-6):
    """Whether the slope made of these choices has this value, in the live entries, but for a relative error."""
    slope = point.slope(loss, *choices)
    close = np.abs(np.atleast_1d(value) - slope) <= rounding * relative / 1e-6 + relative * np.abs(slope)
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
