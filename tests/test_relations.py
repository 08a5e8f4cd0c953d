"""What the numbers alone tell of a mistake, in any exercise."""

import numpy as np
import pytest
from mistakes import RIGHT

from helpers import checks
from helpers.relations import made_of_arguments, related, right_at_first, right_in_part
from helpers.twists import twisted

RNG = np.random.default_rng(0)
CASES = [(0.3, RNG.normal(size=(n, 2)), RNG.normal(size=n)) for n in (5, 7, 11)]
PARAMETERS = ("h", "X", "y")
NUMBERS = [2.5, -0.75, 7.3]
LISTS = [np.array([2.5, -0.75, 7.3, 0.2]), np.array([3.1, 0.4, -1.2, 5.5, 2.6]), np.array([-0.3, 9.7, 4.1])]
TABLES = [RNG.normal(size=(n, 2)) + 1 for n in (5, 7, 11)]


def told(change, wanted, **options):
    """What is said once each right value is changed, a function of the value and of n."""
    given = [change(right, len(case[-1])) for right, case in zip(wanted, CASES, strict=True)]
    cases = options.get("cases", CASES)
    ways = (related, right_in_part, right_at_first)
    return next(filter(None, (way(given, wanted, cases, PARAMETERS) for way in ways)), None)


@pytest.mark.parametrize(("change", "code", "words"), [
    (lambda r, n: 2 * r, "extra_factor_2", "twice the right"),
    (lambda r, n: r / 2, "missing_factor_2", "half of the right"),
    (lambda r, n: -r, "sign", "minus the right"),
    (lambda r, n: -r / 2, "sign", "minus half of the right"),
    (lambda r, n: n * r, "sum_for_mean", "`len(X)` times the right"),
    (lambda r, n: r / n, "mean_for_sum", "divided by `len(X)`"),
    (lambda r, n: r * n / (n - 1), "n_or_n_minus_1", "n/(n − 1)"),
    (lambda r, n: r * (n - 1) / n, "n_or_n_minus_1", "(n − 1)/n"),
    (lambda r, n: r * n**0.5, "root_of_sum", "the root of `len(X)` times"),
    (lambda r, n: r / n**0.5, "root_of_sum", "divided by the root of `len(X)`"),
    (lambda r, n: r * n / 2, "sum_for_mean", "half of `len(X)` times"),
    (lambda r, n: r * 2 / n, "mean_for_sum", "times 2, divided by `len(X)`"),
    (lambda r, n: 100 * r, "percent", "100 times"),
    (lambda r, n: abs(r), "absolute", "without its sign"),
    (lambda r, n: np.square(r), "missing_root", "the square of"),
    (lambda r, n: np.maximum(r, 0), "clipped", "never below 0"),
    (lambda r, n: 1 / r, "inverted", "1 divided by"),
    (lambda r, n: 1 - r, "one_minus", "1 minus"),
    (lambda r, n: np.exp(r), "logarithm", "e to the power"),
    (lambda r, n: r + 1, "offset", "off by 1 from the right value: too large"),
    (lambda r, n: r - 0.25, "offset", "off by 0.25 from the right value: too small"),
])  # fmt: skip
@pytest.mark.parametrize("wanted", [NUMBERS, LISTS, TABLES])
def test_a_factor_a_function_and_an_offset_are_told(change, code, words, wanted):
    relation = told(change, wanted)
    assert (relation.code, words in relation.text) == (code, True), relation


def test_a_factor_is_told_from_a_number_of_something_by_the_cases_alone():
    alike = [(case[0], case[1][:2], case[2][:2]) for case in CASES]
    assert told(lambda r, n: 2 * r, NUMBERS, cases=alike).text == "twice the right value"
    assert told(lambda r, n: r * n / 20, NUMBERS).text == "`len(X)` times the right value, divided by 20"
    assert told(lambda r, n: r * n / 2, NUMBERS).text == "half of `len(X)` times the right value"


def test_a_root_and_a_logarithm_too_many_are_told():
    positive = [0.5, 7.3, 12.0]
    assert told(lambda r, n: r**0.5, positive).code == "root"
    assert told(lambda r, n: np.log(r), positive).code == "logarithm"
    assert told(lambda r, n: np.floor(r), [2.5, 7.75, 3.3]).text.endswith("rounded down")
    assert told(lambda r, n: np.round(r, 2), [2.534, 7.756, 3.345]).text.endswith("to 2 decimals")
    assert told(lambda r, n: int(r), [2.5, -7.75, 3.3]).code == "whole_numbers"


@pytest.mark.parametrize(("change", "code"), [
    (lambda r, n: r[1:], "missing_first"), (lambda r, n: r[:-1], "missing_last"), (lambda r, n: r[::-1], "reversed"),
    (lambda r, n: np.append(r[0], r), "first_twice"), (lambda r, n: np.append(r, r[-1]), "last_twice"),
    (lambda r, n: np.append(r[0], r[:-1]), "first_twice"), (lambda r, n: np.append(r[1:], r[-1]), "last_twice"),
    (lambda r, n: np.append(r, 3.0), "too_long"), (lambda r, n: np.append(3.0, r), "too_long"),
    (lambda r, n: r[0], "only_first"), (lambda r, n: r[-1], "only_last"), (lambda r, n: np.sort(r), "sorted"),
    (lambda r, n: np.cumsum(r), "accumulated"), (lambda r, n: np.full(len(r), r[-1]), "all_last"),
    (lambda r, n: np.mean(r), "one_number"), (lambda r, n: np.sum(r), "one_number"),
    (lambda r, n: np.outer(np.ones(len(r)), r) * np.eye(len(r)) + np.tri(len(r), k=-1), "column"),
    (lambda r, n: np.append(r[:2], r[2:] + 9 / n), "right_up_to"),
])  # fmt: skip
def test_an_entry_too_many_or_too_few_is_told(change, code):
    assert told(change, LISTS).code == code


def test_the_entry_from_which_on_it_is_wrong_is_told():
    relation = told(lambda r, n: np.append(r[:2], r[2:] + 9 / n), LISTS)
    assert relation.text == "right up to the second entry, and then goes another way"
    assert relation.hint == "The next one is 9.1, and should be 7.3."


@pytest.mark.parametrize(("change", "code", "words"), [
    (lambda r, n: np.array([r, r + 1, r - 1]), "not_averaged", "the mean of all of these is right"),
    (lambda r, n: np.array([r - 1, 2.0, -1.0]), "not_summed", "the sum of all of these is right"),
])  # fmt: skip
def test_what_is_still_to_be_put_together_is_told(change, code, words):
    relation = told(change, NUMBERS)
    assert (relation.code, words in relation.text) == (code, True), relation


def test_an_argument_in_place_of_the_result_is_told():
    wanted = [case[1] @ [1.0, 2.0] for case in CASES]

    def made(change, rights=wanted):
        return made_of_arguments([change(*case) for case in CASES], rights, CASES, PARAMETERS).text

    assert made(lambda h, X, y: y) == "`y` itself"
    assert made(lambda h, X, y: h * y) == "`h` · `y`"
    assert made(lambda h, X, y: X @ [1.0, 2.0] - y) == "right, but for `y`, which is missing"
    assert made(lambda h, X, y: y.std(), NUMBERS) == "the standard deviation of `y`"


WHERE = [RNG.normal(size=case[1].shape) for case in CASES]


@pytest.mark.parametrize(("change", "words"), [
    (lambda r, X: np.where(X > 0, r, 2 * r), "right everywhere but where `X` is below 0"),
    (lambda r, X: np.where(X > 0, 0, r), "right everywhere but where `X` is above 0"),
    (lambda r, X: np.vstack([r[:1] + 1, r[1:]]), "wrong in the first row alone"),
    (lambda r, X: np.vstack([r[:-1], r[-1:] ** 2]), "wrong in the last row alone"),
    (lambda r, X: np.vstack([r[:1], r[1:] ** 2]), "right in the first row alone"),
])  # fmt: skip
def test_where_an_array_is_wrong_is_told(change, words):
    given = [change(right, case[1]) for right, case in zip(WHERE, CASES, strict=True)]
    values = given, WHERE, CASES, PARAMETERS
    relation = right_in_part(*values) or right_at_first(*values)
    assert (relation.code, relation.text) == ("right_where", words)


def test_in_which_cases_it_is_right_is_told():
    relation = right_at_first([NUMBERS[0], NUMBERS[1], 3.0], NUMBERS, CASES, PARAMETERS)
    assert relation.code == "right_for_some"
    assert relation.text.startswith("right for X = [[")
    assert "`X` of shape (11, 2) and y = [" in relation.text
    assert "In every case" not in str(relation)


def right(h, X, y):
    return np.mean((X @ [1.0, 2.0] + h - y) ** 2)


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda h, X, y: right(0, X, y), "for `h` = 0"), (lambda h, X, y: right(2 * h, X, y), "for twice `h`"),
    (lambda h, X, y: right(h, X, 0 * y), "nothing but 0 in `y`"), (lambda h, X, y: right(-h, X, y), "for minus `h`"),
    (lambda h, X, y: right(h, X[:-1], y[:-1]), "all examples but the last"),
    (lambda h, X, y: right(h, X[1:], y[1:]), "all examples but the first"),
    (lambda h, X, y: right(h, X[:1], y[:1]), "for the first example alone"),
    (lambda h, X, y: np.mean(X @ [1.0, 2.0] + h - y) ** 2, "all equal to their mean"),
])  # fmt: skip
def test_the_right_function_with_other_arguments_is_told(wrong, words):
    relation = twisted([wrong(*case) for case in CASES], right, CASES, PARAMETERS)
    assert words in relation.text, relation


def test_what_is_related_in_no_way_or_not_in_all_cases_is_not_told():
    assert told(lambda r, n: 1.07 * r, NUMBERS) is None
    assert related([2 * NUMBERS[0], 2 * NUMBERS[1], NUMBERS[2]], NUMBERS, CASES, PARAMETERS) is None
    assert right_in_part([1.06 * right for right in NUMBERS], NUMBERS, CASES, PARAMETERS) is None
    assert related([np.nan, 1.0, 2.0], NUMBERS, CASES, PARAMETERS) is None
    assert twisted([1.0, 2.0, 3.0], right, CASES, PARAMETERS) is None


def test_of_two_relations_that_fit_none_is_told():
    alike = [np.array([2.0, 2.0]), np.array([-3.0, -3.0])]
    assert related([value[:1] for value in alike], alike, CASES[:2], PARAMETERS) is None


def test_a_pair_that_is_turned_round_is_told_as_one():
    pairs = [np.array([1.0, 0.4]), np.array([0.3, 5.0])]
    assert related([pair[::-1] for pair in pairs], pairs, CASES[:2], PARAMETERS).code == "order"


def spoiled(name, spoil):
    def wrong(*case):
        result = RIGHT[name][0](*case)
        parts = [spoil(np.asarray(part, dtype=float)) for part in result] if isinstance(result, tuple) else None
        return tuple(parts) if parts else spoil(np.asarray(result, dtype=float))

    return wrong


SPOILS = [lambda r: 2 * r, lambda r: r / 2, lambda r: -r, lambda r: r + 1, lambda r: 100 * r]
WHOLE = ("nudge", "whiten", "torch_loop", "line")  # their checks look at another thing than the result itself


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("name", [name for name in RIGHT if name not in WHOLE])
def test_what_any_exercise_can_have_wrong_is_told_in_every_one(name, spoil):
    verdict = getattr(checks, name)(spoiled(name, spoil))
    assert verdict.misconception not in (None, "unknown", "not_finite"), verdict
