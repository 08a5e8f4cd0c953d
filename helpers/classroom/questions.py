"""`python -m helpers.classroom.questions --out FOLDER`: every panel's question, for Moodle and for polls.

questions.gift is Moodle's own text format (Question bank, Import, GIFT); questions.csv has a row for each question with
its options and the number of the right one, as programs for polls take them.
"""

import argparse
import csv
import re
from dataclasses import dataclass
from pathlib import Path

from helpers import explorables
from helpers.classroom import course


@dataclass(frozen=True)
class RoomQuestion:
    """A question for a whole room: that of an explorable, as it asks it on the course's own data."""

    notebook: str
    explorable: str
    title: str
    prompt: str
    options: tuple[str, ...]
    right: str


def questions(lessons):
    """The question of every explorable, in the order of the notebooks."""
    found = []
    for name in explorables.__all__:
        explorable = getattr(explorables, name)
        panel = explorable()
        about = explorable.__module__.rpartition(".")[2]
        notebook = next(lesson.name for lesson in lessons if lesson.name.endswith(about))
        prompt, options, right = panel.question
        found.append(RoomQuestion(notebook, name, panel.title, prompt, tuple(options), right))
    return sorted(found, key=lambda question: question.notebook)


def gift(asked):
    """The questions in Moodle's GIFT, one category for each notebook."""
    lines, notebook = [], None
    for question in asked:
        if question.notebook != notebook:
            notebook = question.notebook
            lines += [f"$CATEGORY: From a line to a network/{notebook}", ""]
        lines.append(f"::{_gift(question.explorable)}::{_gift(question.prompt)} {{")
        lines += [f"  {'=' if option == question.right else '~'}{_gift(option)}" for option in question.options]
        see = f"See it happen: notebook {notebook}, the panel “{question.title}”."
        lines += [f"  ####{_gift(see)}", "}", ""]
    return "\n".join(lines)


def _gift(text):
    """GIFT's own signs are escaped."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text)


def rows(asked):
    """A header, then a row for each question; those with fewer options have empty cells."""
    most = max(len(question.options) for question in asked)
    yield ["notebook", "explorable", "question", *(f"option {k}" for k in range(1, most + 1)), "right option"]
    for q in asked:
        empty = [""] * (most - len(q.options))
        yield [q.notebook, q.explorable, q.prompt, *q.options, *empty, q.options.index(q.right) + 1]


def write(folder, asked):
    """Write questions.gift and questions.csv into a folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.gift").write_text(gift(asked), encoding="utf-8")
    with (folder / "questions.csv").open("w", encoding="utf-8-sig", newline="") as file:  # so that Excel reads it
        csv.writer(file).writerows(rows(asked))


def main(given=None):
    parser = argparse.ArgumentParser(prog="python -m helpers.classroom.questions", description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True, type=Path)
    write(parser.parse_args(given).out, questions(course.lessons()))


if __name__ == "__main__":
    main()
