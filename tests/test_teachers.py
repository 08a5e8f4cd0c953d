"""The pages for teachers say what the notebooks and the checks say."""

import re
import subprocess
import sys

import pytest
from common import ROOT

TEACHERS = ROOT / "site" / "teachers"
PAGES = sorted(TEACHERS.glob("*.md"))
NUMBERED = [path for path in PAGES if path.stem.isdigit()]


@pytest.fixture(scope="module")
def expected():
    sys.path.insert(0, str(TEACHERS))
    import expected

    return expected


def test_the_tables_of_expected_answers_are_those_that_the_checks_give(expected):
    lessons = {lesson.name[:2]: lesson for lesson in expected.course.lessons()}
    made = dict(expected.pages())
    assert set(made) == set(NUMBERED)
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, "python site/teachers/expected.py writes them anew"
        found = re.findall(r"^### `(\w+)`$", text, re.MULTILINE)
        assert set(lessons[path.stem].exercises) - set(found) <= {"line"}  # a class, whose answers are whole methods


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_a_page_says_the_minutes_of_its_notebook_and_names_exercises_that_exist(path, expected):
    text = path.read_text(encoding="utf-8")
    (lesson,) = (lesson for lesson in expected.course.lessons() if lesson.name.startswith(path.stem))
    notebook = lesson.path.read_text(encoding="utf-8")
    minutes = re.search(r"main path about (\d+) minutes", text)[1]
    assert f"About {minutes} minutes for the main path" in notebook
    before_tables = text.split("## Expected wrong answers")[0]
    mentioned = set(re.findall(r"Exercises? (\d+)", before_tables))
    assert mentioned <= set(re.findall(r"\*\*Exercise (\d+)\.\*\*", notebook))
    for heading in re.findall(r'"(Deeper: [^"]+)"', " ".join(before_tables.split())):
        assert f"# {heading}" in notebook


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
