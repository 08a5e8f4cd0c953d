"""Every check on what learners write, as tests/mistakes has it: what is right passes, what is wrong gets its name."""

import re
from dataclasses import FrozenInstanceError, make_dataclass

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from mistakes import NOTEBOOKS, RIGHT, WRONG
from mistakes.fit_a_line import Line
from mistakes.typed import ANSWERS, typed

from helpers import checks
from helpers.checks import Diagnosis
from helpers.diagnosis import VERDICT

SOLUTIONS = [(name, solution) for name, solutions in RIGHT.items() for solution in solutions] + [("line", Line)]


@pytest.mark.parametrize(("name", "solution"), SOLUTIONS)
def test_a_right_answer_passes(name, solution):
    verdict = getattr(checks, name)(solution)
    assert (verdict.correct, verdict.misconception) == (True, None), verdict.message
    assert verdict.message.startswith("Right: ")


@pytest.mark.parametrize(("name", "misconception", "wrong", "words"), WRONG)
def test_a_planted_mistake_is_named(name, misconception, wrong, words):
    verdict = getattr(checks, name)(wrong)
    assert (verdict.correct, verdict.misconception) == (False, misconception), verdict.message
    assert len(verdict.message) > 30
    assert "Right: " not in verdict.message
    assert re.fullmatch(".*".join(map(re.escape, words.split("…"))), verdict.message), verdict.message


@pytest.mark.parametrize(("name", "misconception", "text"), ANSWERS)
def test_what_is_wrong_in_a_function_that_can_be_read_is_named(name, misconception, text):
    verdict = getattr(checks, name)(typed(text))
    assert (verdict.correct, verdict.misconception) == (False, misconception), verdict


@pytest.mark.parametrize("name", RIGHT)
def test_every_check_survives_anything(name):
    check = getattr(checks, name)
    for stub in (..., lambda *_: ..., lambda *_: [...], lambda *_: np.mean(...)):
        assert check(stub) == Diagnosis(False, "not_tried", "Not tried yet: replace the ... above.", exercise=name)
    for broken in (lambda: 1, 3.0, lambda *_: 1 / 0):
        assert check(broken).misconception == "raises"
    for result in (None, "x", {}, [[1.0], [2.0, 3.0]], object(), np.zeros((2, 2, 2)), [], (i for i in range(3)), max):
        verdict = check(lambda *_, result=result: result)
        assert verdict.misconception == "wrong_shape", (result, verdict.message)
        assert "0x" not in verdict.message


PARAMETERS = {
    exercise.split("(")[0]: exercise.rstrip(")").split("(")[1].split(", ")
    for notebook in NOTEBOOKS
    for exercise in notebook.EXERCISES
}
# Of every network that these exercises have but collapse's.
ONE_OUTPUT = {("W2", 1), ("b2", 0), ("W3", 1), ("b3", 0), ("weight", 0), ("bias", 0)}


@pytest.mark.parametrize("name", [name for name in RIGHT if name != "torch_loop"])
def test_no_size_and_no_number_is_the_same_in_all_cases_of_a_check(name):
    """Or else an answer with three hidden units, or with the learning rate of the notebook, would pass."""
    right, seen = RIGHT[name][0], {}

    def recorded(*case):
        for parameter, value in zip(PARAMETERS[name], case, strict=True):
            seen.setdefault(parameter, []).append(value if callable(value) else np.asarray(value))
        return right(*case)

    assert getattr(checks, name)(recorded).correct
    for parameter, values in seen.items():
        axes = min(np.ndim(value) for value in values)
        for axis in range(axes):
            lengths = {value.shape[axis] for value in values}
            assert len(lengths) > 1 or (parameter, axis) in ONE_OUTPUT, f"{parameter} is always as long: {lengths}"
        assert axes or callable(values[0]) or len({value.item() for value in values if not value.ndim}) > 1, parameter


def test_changing_the_inputs_in_place_is_mentioned_in_any_exercise():
    def loss(w, x, y):
        y -= w * x
        return np.mean(y**2)

    for _ in range(2):
        verdict = checks.mean_squared_error(loss)
        assert verdict.correct
        assert verdict.caution.startswith("Beware: it changes `y` in place")
        assert repr(verdict) == f"{verdict.message} {verdict.caution}"


def test_a_class_that_is_none_gets_an_answer():
    assert checks.line(...).misconception == "not_tried"
    for broken in (3, lambda w, b: None, object):
        assert checks.line(broken).misconception == "raises"
    without_step = type("Line", (), {"__init__": Line.__init__, "forward": Line.forward, "gradient": Line.gradient})
    assert "Line(w, b).step(x, y, learning_rate)" in checks.line(without_step).message


def test_a_frozen_class_that_changes_itself_is_shown_its_own_line():
    def step(self, x, y, learning_rate):
        self.w = 0

    methods = {"forward": Line.forward, "gradient": Line.gradient, "step": step}
    verdict = checks.line(make_dataclass("Frozen", ["w", "b"], frozen=True, namespace=methods))
    assert verdict.misconception == "raises"
    assert "`self.w = 0`" in verdict.message


def test_a_diagnosis_shows_its_message_and_marks_code():
    verdict = Diagnosis(False, "sign", "`dw` is < 0 & wrong.")
    assert repr(verdict) == str(verdict) == "`dw` is < 0 & wrong."
    assert "<code>dw</code> is &lt; 0 &amp; wrong." in verdict._repr_html_()
    marks = {Diagnosis(*d, "")._repr_html_() for d in [(True, None), (False, "sign"), (False, "not_tried")]}
    assert len(marks) == 3
    with pytest.raises(FrozenInstanceError):
        verdict.correct = True


@pytest.mark.parametrize("name", sorted(set(checks.__all__) - {"Diagnosis", "diagnose_gradient"}))
def test_a_notebook_stores_which_exercise_it_was_and_how_it_went_beside_the_words(name):
    verdict = getattr(checks, name)(...)
    stored, _ = DisplayFormatter().format(verdict)
    assert stored.pop(VERDICT) == {"exercise": name, "correct": False, "misconception": verdict.misconception}
    assert stored == {"text/plain": repr(verdict), "text/html": verdict._repr_html_()}


def test_a_diagnosis_is_true_if_the_answer_is_correct():
    assert Diagnosis(True, None, "Right.")
    assert not Diagnosis(False, "sign", "Wrong.")
    assert not checks.slope(lambda w, x, y: np.mean((w * x - y) * x))


def test_a_caution_is_shown_behind_the_message():
    verdict = Diagnosis(True, None, "Right.", "Beware: `y`.")
    assert repr(verdict) == "Right. Beware: `y`."
    assert "Right. Beware: <code>y</code>." in verdict._repr_html_()


@pytest.mark.parametrize("name", ["forward", "layer_backward", "backward", "deep_backward"])
def test_what_matches_no_mistake_is_shown_for_a_table_whose_sides_differ(name):
    verdict = getattr(checks, name)(lambda *case: [part + 3 * np.cos(9 * part) for part in RIGHT[name][0](*case)])
    assert verdict.misconception == "unknown"
    assert "of shape (4, " in verdict.message
