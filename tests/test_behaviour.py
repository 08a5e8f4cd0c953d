"""What a wrong function does when other numbers go in."""

import numpy as np
import pytest

from helpers.behaviour import Pair, by_order, others, relation_of, right_once, situation_of, unheeded
from helpers.quantities import quantities

RNG = np.random.default_rng(0)
CASES = [(RNG.normal(size=d), RNG.normal(), RNG.normal(size=(n, d)), RNG.normal(size=n)) for n, d in
         ((5, 4), (6, 5), (9, 7))]  # fmt: skip
PARAMETERS = ("w", "b", "X", "y")


def right(w, b, X, y):
    return np.mean((X @ w + b - y) ** 2)


def pair(wrong, reference=right, parameters=PARAMETERS):
    return Pair(wrong, reference, parameters)


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda w, b, X, y: right(w, 0.25, X, y), "`b` changes nothing"),
    (lambda w, b, X, y: right(1 + 0 * w, b, X, y), "`w` changes nothing"),
    (lambda w, b, X, y: right(w[:1], b, X[:, :1], y), "only the first entry of `w` counts"),
    (lambda w, b, X, y: right(w[-1:], b, X[:, -1:], y), "only the last entry of `w` counts"),
    (lambda w, b, X, y: right(w[:2], b, X[:, :2], y), "only the first two entries of `w` count"),
    (lambda w, b, X, y: right(w[1:], b, X[:, 1:], y), "the first entry of `w` changes nothing"),
    (lambda w, b, X, y: right(w[:-1], b, X[:, :-1], y), "the last entry of `w` changes nothing"),
    (lambda w, b, X, y: right(w, b, X[:-1], y[:-1]), "the last row of `X` changes nothing"),
    (lambda w, b, X, y: right(w, b, X[[0, -1]], y[[0, -1]]), "only the first and the last row of `X` count"),
    (lambda w, b, X, y: right(w, b, X, 0 * y), "`y` changes nothing"),
])  # fmt: skip
def test_the_entries_that_change_nothing_are_told(wrong, words):
    relation = unheeded(pair(wrong), CASES)
    assert (relation.code, relation.text) == ("unheeded", words)
    assert not str(relation).startswith("In every case")


def test_what_depends_on_the_numbers_themselves_is_not_said_of_places():
    """The largest error counts alone, but which that is depends on the numbers, and not on its place."""
    assert unheeded(pair(lambda w, b, X, y: np.max(np.abs(X @ w + b - y))), CASES) is None
    assert unheeded(pair(right), CASES) is None


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda w, b, X, y: np.mean((X @ w - y) ** 2) + b, "`b` is 0"),
    (lambda w, b, X, y: np.mean(X @ w + b - y) ** 2, "no more than one entry in `y`"),
    (lambda w, b, X, y: np.mean((X @ w + b - np.abs(y)) ** 2), "nothing in `y` is negative"),
    (lambda w, b, X, y: np.mean((X @ np.full_like(w, w[0]) + b - y) ** 2), "all numbers in `w` are equal"),
    (lambda w, b, X, y: np.mean((X @ w + b - (y - y.mean())) ** 2), "the mean of `y` is 0"),
])  # fmt: skip
def test_the_situation_in_which_it_is_right_is_told(wrong, words):
    relation = right_once(pair(wrong), CASES)
    assert (relation.code, words in relation.text) == ("right_once", True), relation
    assert str(relation).startswith("This is right as long as ")


def test_a_size_that_goes_in_and_the_last_layer_are_told():
    def sums(values, size):
        return sum(values[at : at + size].mean() for at in range(0, len(values), size)) * size

    cases = [(RNG.normal(size=n), size) for n, size in ((7, 2), (9, 4), (10, 3))]
    relation = right_once(Pair(sums, lambda values, size: values.sum(), ("values", "size")), cases)
    assert relation.text == "right as long as `size` divides the number of entries in `values`"
    sizes = [((3, 5, 2),), ((4, 4, 4, 3),), ((2, 6),)]
    last = Pair(lambda sizes: sum(sizes[:-1]) + 1, lambda sizes: sum(sizes), ("sizes",))
    assert right_once(last, sizes).text == "right as long as the last of `sizes` is 1"


def test_what_is_right_by_chance_or_at_one_scale_alone_is_no_situation():
    def almost_inverted(X):
        return np.linalg.inv(X.T @ X + 1e-7 * np.eye(X.shape[1]))

    cases = [(RNG.normal(size=(n, d)),) for n, d in ((5, 2), (7, 3))]
    assert right_once(Pair(almost_inverted, lambda X: np.linalg.inv(X.T @ X), ("X",)), cases) is None
    assert right_once(pair(lambda w, b, X, y: 0.0), CASES) is None


def test_the_order_of_the_examples_is_told_where_it_matters():
    def one_by_one(w, b, X, y):
        total = 0.0
        for row, target in zip(X, y, strict=True):
            total = 0.5 * total + (row @ w + b - target) ** 2
        return total

    relation = by_order(pair(one_by_one), CASES)
    assert (relation.code, "entries in `y`" in relation.text) == ("order_of_entries", True), relation
    assert by_order(pair(right), CASES) is None


def test_what_is_only_approximate_is_nearly_right():
    def nudged(w, b, X, y, h=1e-4):
        return (right(w, b + h, X, y) - right(w, b, X, y)) / h

    def slope(w, b, X, y):
        return 2 * np.mean(X @ w + b - y)

    values = [[function(*case) for case in CASES] for function in (nudged, slope)]
    relation = situation_of(nudged, slope, CASES, PARAMETERS, *values)
    assert (relation.code, "a nudge" in relation.hint) == ("nearly", True), relation


def test_another_quantity_of_the_course_is_named():
    def rmse(w, b, X, y):
        return np.sqrt(right(w, b, X, y))

    for factor, word in ((1, ""), (2, "twice ")):
        wrong = [factor * np.mean(np.abs(case[2] @ case[0] + case[1] - case[3])) for case in CASES]
        relation = relation_of(None, rmse, CASES, PARAMETERS, wrong, [rmse(*case) for case in CASES])
        assert relation.text == f"{word}the mean of the errors without their signs"
        assert relation.code == "another_quantity"


@pytest.mark.parametrize("parameters", [("w", "b", "X", "y"), ("w", "x", "y"), ("y", "y_hat"), ("X",), ("z",),
                                        ("scores_a", "scores_b"), ("weight", "bias", "X", "y")])  # fmt: skip
def test_each_quantity_has_a_name_of_its_own_and_can_be_computed(parameters):
    values = {"w": RNG.normal(size=2), "b": 0.5, "X": RNG.normal(size=(5, 2)), "x": RNG.normal(size=5),
              "y": RNG.normal(size=5), "y_hat": RNG.normal(size=5), "z": RNG.normal(size=(5, 2)), "bias": np.ones(1),
              "scores_a": RNG.normal(size=5), "scores_b": RNG.normal(size=5), "weight": np.ones((1, 2))}  # fmt: skip
    values["w"] = 1.5 if "x" in parameters else values["w"]
    rows = quantities(parameters)
    assert len({text for text, *_ in rows}) == len(rows) > 5
    for text, function, places in rows:
        value = np.asarray(function(*(values[parameters[i]] for i in places)), dtype=float)
        assert np.isfinite(value).all(), text


def test_other_cases_have_the_same_shapes_and_signs_and_other_numbers():
    table = np.array([[2.0, 0.5], [0.5, 1.0]])
    cases = [(0.1, 3, np.array([1.0, 2.0]), np.array([-1.0, 2.0]), table, (3, 5, 1), np.array([4, 5]))]
    ((rate, epochs, positive, mixed, symmetric, sizes, counts),) = others(cases, lambda *case: 1.0)
    assert 0 < rate != 0.1
    assert epochs == 3
    assert (positive > 0).all()
    assert mixed.shape == (2,)
    assert (symmetric == symmetric.T).all()
    assert (symmetric != table).any()
    assert isinstance(sizes, tuple)
    assert len(sizes) == 3
    assert counts.dtype.kind == "i"
    assert others(cases, lambda *case: np.nan) == []
