"""`python -m helpers.classroom.editions --out FOLDER`: the notebooks as a class, its teacher and nbgrader need them.

class/      without solutions and results, to hand out
solution/   every stub filled in and executed
nbgrader/   source/NAME/NAME.ipynb, with the metadata of nbgrader on the exercises and their checks
"""

import argparse
import difflib
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from tqdm import tqdm

from helpers.classroom import course
from helpers.diagnosis import VERDICT

ANSWER = re.compile(r"<details>\s*<summary>(?:Solution|Answer).*?</details>", re.DOTALL)
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
SETTINGS = """c = get_config()
c.CourseDirectory.course_id = "from-a-line-to-a-network"
c.ClearSolutions.code_stub = {"python": "return ..."}  # by which the checks see what has not been tried yet
"""


def for_class(lesson):
    """The notebook without solutions and without results."""
    nb = _without_results(lesson)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = ANSWER.sub("", cell.source).strip()
    nb.cells = [cell for cell in nb.cells if cell.source]
    return nb


def solved(lesson):
    """The notebook with every stub filled in, without results."""
    nb = _without_results(lesson)
    for cell, exercise in _exercises(lesson, nb):
        cell.source = course.filled(exercise)
    return nb


def for_nbgrader(lesson):
    """The source version of an assignment: `nbgrader generate_assignment` takes the marked solutions out.

    Each exercise is a cell that nbgrader calls an autograded answer, and its check, worth one point, the cell of tests
    beneath.
    """
    nb = for_class(lesson)
    for cell, exercise in list(_exercises(lesson, nb)):
        stub, check = course.split_check(cell.source)
        place = nb.cells.index(cell)
        if not check:  # it has the next cell to itself
            check = nb.cells.pop(place + 1).source
        cell.source = marked(stub, exercise.solution)
        cell.metadata.nbgrader = _grader(exercise.name, is_solution=True)
        tags = {"tags": [tag for tag in cell.metadata.tags if tag == "deeper"]}
        tests = new_code_cell(graded(check), id=f"check-{cell.id}", metadata=tags)
        tests.metadata.nbgrader = _grader(f"check-{exercise.name}", is_solution=False)
        nb.cells.insert(place + 1, tests)
    return nb


def marked(stub, solution):
    """The solution, with nbgrader's marks around the lines that the stub has not."""
    stub, solution = stub.rstrip().splitlines(), solution.rstrip().splitlines()
    lines = []
    for what, _, _, start, end in difflib.SequenceMatcher(None, stub, solution, autojunk=False).get_opcodes():
        new = solution[start:end]
        if what == "equal" or not any(line.strip() for line in new):
            lines += new
        else:
            indent = min((len(line) - len(line.lstrip()) for line in new if line.strip()), default=0) * " "
            lines += [indent + BEGIN, *new, indent + END]
    return "\n".join(lines)


def graded(check):
    """A check as a test: it shows what it says, and stops where the answer is not right."""
    return f"verdict = {check.strip()}\ndisplay(verdict)\nassert verdict.correct, verdict.message"


def _grader(name, is_solution):
    own = {} if is_solution else {"points": 1}
    common = {"grade_id": name, "schema_version": 3, "task": False, **own}
    return {**common, "solution": is_solution, "grade": not is_solution, "locked": not is_solution}


def _without_results(lesson):
    nb = nbformat.read(lesson.path, as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nb


def _exercises(lesson, nb):
    return [(cell, lesson.exercises[name]) for cell in nb.cells for name in course.tagged(cell)]


def execute(nb, folder):
    """The notebook with its results; ValueError names an exercise whose check does not call it right."""
    NotebookClient(nb, timeout=600, store_widget_state=False, resources={"metadata": {"path": str(folder)}}).execute()
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            verdict = output.get("data", {}).get(VERDICT, {"correct": True})
            if course.tagged(cell) and not verdict["correct"]:
                raise ValueError(f"the solution of {verdict['exercise']} is not right: {output.data['text/plain']}")
    return nb


def make(lessons, out):
    """Write all editions of these notebooks into a folder."""
    for lesson in tqdm(lessons, desc="Making the editions", unit="notebook"):
        editions = {f"class/{lesson.name}": for_class(lesson)}
        editions[f"solution/{lesson.name}"] = execute(solved(lesson), lesson.path.parent)
        editions[f"nbgrader/source/{lesson.name}/{lesson.name}"] = for_nbgrader(lesson)
        for name, nb in editions.items():
            path = Path(out) / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(nb, path)
    (Path(out) / "nbgrader" / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")


def main(given=None):
    parser = argparse.ArgumentParser(prog="python -m helpers.classroom.editions", description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", help="such as 01 02; all of them, if none is named")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--course", type=Path, default=course.NOTEBOOKS, help="folder of the course's own notebooks")
    asked = parser.parse_args(given)
    try:
        lessons = course.lessons(asked.course)
        make(course.named(asked.notebooks, lessons) if asked.notebooks else lessons, asked.out)
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
