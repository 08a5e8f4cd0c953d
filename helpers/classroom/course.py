"""The course as a teacher's tools see it: its notebooks and their exercises, stub, check and solution."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SOLUTION = re.compile(r"<details>\s*<summary>Solution</summary>.*?```python\n(.*?)```.*?</details>", re.DOTALL)


@dataclass(frozen=True)
class Exercise:
    """One exercise: its cell as shipped, the code that is right, whether it is off the main path."""

    name: str
    cell: str
    solution: str
    is_deeper: bool

    @property
    def functions(self):
        """The names of the functions and classes that the learner writes."""
        return {node.name for node in ast.parse(self.solution).body if isinstance(node, DEFINITIONS)}


DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Lesson:
    """A notebook of the course, its exercises by name, in order."""

    path: Path
    title: str
    exercises: dict[str, Exercise]

    @property
    def name(self):
        return self.path.stem


def lessons(folder=NOTEBOOKS):
    """The course's notebooks, in order."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        raise ValueError(f"the course must be a folder with its notebooks, got {folder} with none.")
    return [_lesson(path) for path in paths]


def named(names, lessons):
    """Those of the notebooks that are meant by 01 or 01_fit_a_line."""
    found = {name: [lesson for lesson in lessons if name in (lesson.name, lesson.name[:2])] for name in names}
    if unknown := [name for name in names if not found[name]]:
        known = ", ".join(lesson.name for lesson in lessons)
        raise ValueError(f"a notebook must be one of {known}, got {unknown[0]}.")
    return [lesson for name in names for lesson in found[name]]


def _lesson(path):
    cells = nbformat.read(path, as_version=4).cells
    return Lesson(path, title(cells), {exercise.name: exercise for exercise in _exercises(cells)})


def _exercises(cells):
    for i, cell in enumerate(cells):
        for name in tagged(cell):
            beneath = next(SOLUTION.search(below.source) for below in cells[i + 1 : i + 3] if is_solution(below))
            yield Exercise(name, cell.source, beneath[1], "deeper" in cell.metadata.tags)


def title(cells):
    """The first heading of a notebook, or ""."""
    headings = (re.search(r"^# +(.+)$", cell.source, re.MULTILINE) for cell in cells if cell.cell_type == "markdown")
    return next((heading[1].strip() for heading in headings if heading), "")


def tagged(cell):
    """The names of the exercises whose tag a cell has: none or one."""
    tags = cell.metadata.get("tags", [])
    return [tag.removeprefix("exercise-") for tag in tags if str(tag).startswith("exercise-")]


def is_solution(cell):
    return cell.cell_type == "markdown" and bool(SOLUTION.search(cell.source))


def checks_called(source):
    """The names of all `checks.NAME(…)` in a cell, in whatever state it is."""
    try:
        calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics, half-written code, all that is not Python
        return re.findall(r"^[^#\n]*?\bchecks\.(\w+)\(", source, re.MULTILINE)
    return [call.attr for call in calls if isinstance(call, ast.Attribute) and _is_checks(call.value)]


def _is_checks(node):
    return isinstance(node, ast.Name) and node.id == "checks"


def definitions(source):
    """The names of the functions and classes that a cell defines."""
    return set(re.findall(r"^(?:def|class) +(\w+)", source, re.MULTILINE))


def split_check(cell):
    """(what the learner writes, the check) of an exercise's cell; the check is "" if it has a cell of its own."""
    lines = cell.splitlines(keepends=True)
    for statement in ast.parse(cell).body:
        if isinstance(statement, ast.Expr) and checks_called(ast.unparse(statement)):
            return "".join(lines[: statement.lineno - 1]), "".join(lines[statement.lineno - 1 :])
    return cell, ""


def filled(exercise, solution=None):
    """The exercise's cell with its solution, or another, in the place of the stub."""
    _, check = split_check(exercise.cell)
    return (exercise.solution if solution is None else solution).rstrip() + (f"\n\n\n{check}" if check else "")
