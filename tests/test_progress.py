"""What is solved, wrong and open, read from the notebooks' files alone."""

import nbformat
import pytest
from common import NOTEBOOKS
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.classroom import course
from helpers.diagnosis import VERDICT
from helpers.progress import NOTHING, exercises, progress


def verdict(exercise, correct, misconception=None):
    facts = {"exercise": exercise, "correct": correct, "misconception": misconception}
    return new_output("execute_result", {VERDICT: facts, "text/plain": "It says so."}, execution_count=1)


def cell(exercise, *verdicts, deeper=False):
    tags = [f"exercise-{exercise}"] + ["deeper"] * deeper
    return new_code_cell("...", outputs=list(verdicts), metadata={"tags": tags})


def saved(folder, name, *cells):
    nbformat.write(new_notebook(cells=list(cells)), folder / f"{name}.ipynb")


def test_every_exercise_of_the_course_waits():
    for lesson in course.lessons():
        waiting = {name: "deeper" if each.is_deeper else "open" for name, each in lesson.exercises.items()}
        assert exercises(lesson.path) == waiting
    assert progress(NOTEBOOKS[0].parent) == NOTHING


def test_it_lists_what_is_solved_wrong_and_open(tmp_path):
    not_tried = verdict("step", False, "not_tried")
    bonus = cell("bonus", verdict("bonus", False, "not_tried"), deeper=True)
    saved(tmp_path, "02_later", cell("rmse", verdict("rmse", True)))
    saved(tmp_path, "03_not_begun", cell("step", not_tried))
    saved(tmp_path, "01_line", cell("slope", verdict("slope", False, "sign")), cell("step", not_tried), bonus)
    assert progress(tmp_path).splitlines() == [
        "01_line: 1 wrong (slope), 1 open (step), 1 deeper (bonus)",
        "02_later: 1 solved (rmse)",
    ]


def test_of_several_verdicts_the_best_counts(tmp_path):
    again = new_code_cell("checks.slope(slope)", outputs=[verdict("slope", False, "sign")])
    saved(tmp_path, "01_line", cell("slope", verdict("slope", True)), again)
    assert progress(tmp_path) == "01_line: 1 solved (slope)"


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"cells": [1]}', '{"cells": [{"metadata": {"tags": 1}}]}'])
def test_what_is_no_notebook_is_passed_over(text, tmp_path):
    (tmp_path / "00_odd.ipynb").write_text(text, encoding="utf-8")
    assert progress(tmp_path) == NOTHING


def test_a_verdict_without_a_name_is_passed_over(tmp_path):
    saved(tmp_path, "01_line", cell("slope", new_output("execute_result", {VERDICT: {"correct": True}})))
    assert progress(tmp_path) == NOTHING


def test_a_verdict_as_jupyterlite_keeps_it_counts(tmp_path):
    """On the way to its file None is lost."""
    right = new_output("execute_result", {VERDICT: {"exercise": "slope", "correct": True}})
    saved(tmp_path, "01_line", cell("slope", right))
    assert progress(tmp_path) == "01_line: 1 solved (slope)"
