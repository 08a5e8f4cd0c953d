"""The editions of the notebooks, each tried by running it."""

import re

import common
import nbformat
import pytest
from common import NOTEBOOKS
from test_exercises import SOLUTIONS, run

pytest.importorskip("tqdm", reason="the extra `teach` is not installed")

from helpers.classroom import course, editions

LESSONS = course.lessons()
IDS = [lesson.name for lesson in LESSONS]


@pytest.fixture(scope="module")
def tiny_course(tmp_path_factory):
    return common.tiny_course(tmp_path_factory.mktemp("course"))


def all_exercises():
    return [pytest.param(e, id=e.name) for lesson in LESSONS for e in lesson.exercises.values()]


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_class_edition_has_no_solutions_and_no_results(lesson):
    nb = editions.for_class(lesson)
    nbformat.validate(nb)
    text = "\n".join(cell.source for cell in nb.cells)
    assert "<summary>Solution" not in text
    for cell in nb.cells:
        assert cell.source.strip()
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert [name for cell in nb.cells for name in course.tagged(cell)] == list(lesson.exercises)


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_solution_edition_has_no_stubs(lesson):
    for cell in editions.solved(lesson).cells:
        for name in course.tagged(cell):
            assert "..." not in cell.source
            below = course.checks_called(cell.source)
            assert not below or below == [name]


@pytest.mark.parametrize("exercise", all_exercises())
def test_where_nbgrader_takes_the_marked_lines_out_a_stub_is_left(exercise):
    stub, _ = course.split_check(exercise.cell)
    with_marks = editions.marked(stub, exercise.solution)
    own = [line for line in with_marks.splitlines() if line.strip() not in (editions.BEGIN, editions.END)]
    assert "\n".join(own) == exercise.solution.rstrip()
    region = re.compile(rf"^( *){editions.BEGIN}\n.*?^ *{editions.END}$", re.DOTALL | re.MULTILINE)
    released = region.sub(r"\1return ...", with_marks)  # as nbgrader does with the edition's settings
    cell, _, before = SOLUTIONS[exercise.name]
    assert run(cell, released, before).misconception == "not_tried"


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_nbgrader_edition_has_a_cell_of_tests_beneath_each_exercise(lesson):
    nb = editions.for_nbgrader(lesson)
    nbformat.validate(nb)
    graded = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
    assert [cell.metadata.nbgrader.grade_id for cell in graded] == [
        grade_id for name in lesson.exercises for grade_id in (name, f"check-{name}")
    ]
    for answer, tests in zip(graded[::2], graded[1::2], strict=True):
        assert nb.cells.index(tests) == nb.cells.index(answer) + 1
        assert (answer.metadata.nbgrader.solution, tests.metadata.nbgrader.grade) == (True, True)
        (name,) = course.tagged(answer)
        assert course.checks_called(tests.source) == [name]


def test_one_command_makes_all_three_and_each_runs(tiny_course, tmp_path):
    editions.main(["01", "--course", str(tiny_course), "--out", str(tmp_path)])
    made = {
        path.relative_to(tmp_path).as_posix(): nbformat.read(path, as_version=4) for path in tmp_path.rglob("*.ipynb")
    }
    assert set(made) == {
        "class/01_fit_a_line.ipynb",
        "solution/01_fit_a_line.ipynb",
        "nbgrader/source/01_fit_a_line/01_fit_a_line.ipynb",
    }
    verdicts = {}
    for name, nb in made.items():
        editions.NotebookClient(nb, store_widget_state=False).execute()
        outputs = [output for cell in nb.cells for output in cell.get("outputs", [])]
        verdicts[name.split("/")[0]] = [output.data[editions.VERDICT]["correct"] for output in outputs]
    assert verdicts == {"class": [False, False], "solution": [True, True], "nbgrader": [True, True]}


def test_a_solution_that_is_not_right_is_named(tiny_course, tmp_path):
    path = tmp_path / NOTEBOOKS[1].name
    text = (tiny_course / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("np.mean(2 * (w", "np.mean((w"), encoding="utf-8")
    with pytest.raises(SystemExit, match="the solution of slope is not right: .*exactly half"):
        editions.main(["--course", str(tmp_path), "--out", str(tmp_path / "out")])


def test_an_unknown_notebook_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="a notebook must be one of 00_start_here, .*, got 99"):
        editions.main(["99", "--out", str(tmp_path)])
