"""Write solutions and expected wrong answers into the pages for teachers: `python site/teachers/expected.py`.

The solutions are those of the notebooks. The wrong answers are those on which the checks are tested (tests/mistakes);
what the checks say of them is asked of the checks, here and now.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "tests")]

from mistakes import NOTEBOOKS, written  # noqa: E402

from helpers import checks  # noqa: E402
from helpers.classroom import course  # noqa: E402

TABLES = re.compile(r"(<!-- expected answers -->\n).*?(?=<!-- end of expected answers -->)", re.DOTALL)


def answers(lesson):
    """{exercise: [(what a learner writes behind `return`, misconception, what the check says)]} of a notebook.

    There is nothing for a class, whose answers are whole methods, and for a loop whose answers need PyTorch.
    """
    found = {name: [] for name in lesson.exercises}
    for module in NOTEBOOKS:
        for exercise, answers_by_code in module.EXERCISES.items():
            name, parameters = exercise.rstrip(")").split("(")
            if name not in found:
                continue
            for code, entries in answers_by_code.items():
                for entry in entries if code != "right" else ():
                    answer = entry[0] if isinstance(entry, tuple) else entry
                    if isinstance(answer, str):
                        verdict = getattr(checks, name)(written(answer, parameters, vars(module)))
                        found[name].append((answer, verdict.misconception, verdict.message))
    return found


def tables(lesson):
    """Solutions and tables, as Markdown; of answers with the same name and words the first stands for all."""
    lines = []
    for number, (name, rows) in enumerate(answers(lesson).items(), 1):
        exercise = lesson.exercises[name]
        lines += [f"### Exercise {number}{' (deeper)' * exercise.is_deeper}: `{name}`", ""]
        lines += ["```python", exercise.solution.rstrip(), "```", ""]
        if not rows:
            continue
        lines += ["| behind `return` | name | what the check says |", "|---|---|---|"]
        seen = set()
        for answer, code, message in rows:
            if (code, message) not in seen:
                lines.append(f"| `{_cell(answer)}` | {code.replace('_', ' ')} | {_cell(message)} |")
            seen.add((code, message))
        lines.append("")
    return "\n".join(lines)


def _cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def pages():
    """(path, its text with the tables as they should be) of each notebook's page."""
    lessons = {lesson.name[:2]: lesson for lesson in course.lessons()}
    for path in sorted(HERE.glob("[0-9][0-9].md")):
        text = path.read_text(encoding="utf-8")
        table = tables(lessons[path.stem])
        yield path, TABLES.sub(lambda found, table=table: f"{found[1]}\n{table}\n", text)


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
