"""The pages for teachers say what the notebooks and the checks say."""

import re
import subprocess
import sys

import pytest
from common import ROOT

from helpers.classroom import course, questions

TEACHERS = ROOT / "site" / "teachers"
PAGES = sorted(TEACHERS.glob("*.md"))
NUMBERED = [path for path in PAGES if path.stem.isdigit()]


@pytest.fixture(scope="module")
def expected():
    sys.path.insert(0, str(TEACHERS))
    import expected

    return expected


@pytest.fixture(scope="module")
def asked():
    return questions.questions(course.lessons())


def test_the_tables_of_expected_answers_are_those_that_the_checks_give(expected):
    lessons = {lesson.name[:2]: lesson for lesson in course.lessons()}
    made = dict(expected.pages())
    assert set(made) == set(NUMBERED)
    assert [path.stem for path in NUMBERED] == list(lessons)
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, "python site/teachers/expected.py writes them anew"
        notebook = lessons[path.stem].path.read_text(encoding="utf-8")
        numbers = re.findall(r"\*\*Exercise (\d+)\.\*\*", notebook) or ["1"]
        found = re.findall(r"^### Exercise (\d+)(?: \(deeper\))?: `(\w+)`$", text, re.MULTILINE)
        assert found == list(zip(numbers, lessons[path.stem].exercises, strict=True))
        empty = re.findall(r"`(\w+)`\n\n```python\n[^`]+```\n\n(?!\|)", text)
        assert set(empty) <= {"line", "torch_loop"}


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_page_says_the_minutes_of_its_notebook_and_names_exercises_that_exist(path):
    text = path.read_text(encoding="utf-8")
    (lesson,) = (lesson for lesson in course.lessons() if lesson.name.startswith(path.stem))
    notebook = lesson.path.read_text(encoding="utf-8")
    minutes = re.search(r"about (\d+) minutes\n", text)[1]
    assert int(minutes) == minutes_of(lesson)
    before_tables = text.split("## Solutions and expected")[0]
    mentioned = set(re.findall(r"Exercises? (\d+)", before_tables))
    assert mentioned <= set(re.findall(r"\*\*Exercise (\d+)\.\*\*", notebook))
    for heading in re.findall(r'"(Deeper: [^"]+)"', " ".join(before_tables.split())):
        assert f"# {heading}" in notebook


def minutes_of(lesson):
    """The minutes that a notebook asks for, or its main path."""
    return int(re.search(r"About (\d+) minutes", lesson.path.read_text(encoding="utf-8"))[1])


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_lesson_has_50_minutes_one_after_the_other(path):
    text = path.read_text(encoding="utf-8")
    plan = re.split(r"^## .+50 minutes$", text, flags=re.MULTILINE)[1].split("\n## ")[0]
    times = [tuple(map(int, row)) for row in re.findall(r"^\| (\d+)–(\d+) \|", plan, re.MULTILINE)]
    assert times[0][0] == 0
    assert times[-1][1] == 50
    assert all(first < last for first, last in times)
    assert [last for _, last in times[:-1]] == [first for first, _ in times[1:]]


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_page_has_every_panel_of_its_notebook_and_the_answer_that_it_shows(path, asked):
    table = path.read_text(encoding="utf-8").split("## Panels")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|\s][^|]*?)(?: \(deeper\))? \| [^|]+ \| ([^|]+) \|", table, re.MULTILINE)
    of_notebook = [question for question in asked if question.notebook.startswith(path.stem)]
    told = {q.title: answer for q in of_notebook for name, answer in rows if q.title.startswith(name)}
    assert told == {q.title: q.right for q in of_notebook}


def test_the_plans_add_the_minutes_up_as_the_notebooks_say():
    text = " ".join((TEACHERS / "README.md").read_text(encoding="utf-8").split())
    minutes = {lesson.name[:2]: minutes_of(lesson) for lesson in course.lessons()}
    sums = re.findall(r"main paths of 00 to (\d\d) take (\d+) minutes", text)
    assert len(sums) == 2
    for last, told in sums:
        assert int(told) == sum(time for name, time in minutes.items() if name <= last)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]*)(#[\w-]+)?\)", text)
    assert [link for link, _ in links if link and not (path.parent / link).exists()] == []
    headings = {"#" + re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.+)$", text, re.M)}
    assert {anchor for link, anchor in links if not link} <= headings


def test_the_commands_exist():
    modules = {name for path in PAGES for name in re.findall(r"python -m ([\w.]+)", path.read_text(encoding="utf-8"))}
    assert "helpers.classroom" in modules
    for module in modules:
        run = [sys.executable, "-m", module, "--help"]
        subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
