"""The report on a class, on submissions made from two exercises of notebook 01: right, wrong, broken and hostile."""

import csv
import json
import subprocess
import sys
import time
from collections import Counter
from html.parser import HTMLParser

import common
import nbformat
import pytest
from common import ROOT
from nbformat.v4 import new_code_cell, new_notebook

pytest.importorskip("tqdm", reason="the extra `teach` is not installed")

from helpers import attempt
from helpers.classroom import course, execute, fence, guard, judge, run
from helpers.classroom.__main__ import main
from helpers.classroom.guard import MARK, Limits
from helpers.diagnosis import VERDICT

LIMITS = ["--cell-seconds", "15", "--memory", "700"]


@pytest.fixture(scope="module")
def tiny_course(tmp_path_factory):
    return common.tiny_course(tmp_path_factory.mktemp("course"))


def made(tiny_course, name="01_fit_a_line", **answers):
    """A submission in which these answers stand in the place of the stubs."""
    (lesson,) = (lesson for lesson in course.lessons(tiny_course) if lesson.name == name)
    nb = nbformat.read(lesson.path, as_version=4)
    for cell in nb.cells:
        for exercise in course.tagged(cell):
            if exercise in answers:
                cell.source = course.filled(lesson.exercises[exercise], answers[exercise])
    return nb


def solved(tiny_course):
    return made(tiny_course, slope=None, step=None)


def with_cell(nb, source, place=3):
    nb.cells.insert(place, new_code_cell(source))
    return nb


def exercise_cell(nb, name):
    return next(i for i, cell in enumerate(nb.cells) if name in course.tagged(cell))


def without(nb, name):
    del nb.cells[exercise_cell(nb, name)]
    return nb


def moved(nb):
    nb.cells.append(nb.cells.pop(exercise_cell(nb, "slope")))
    return nb


def doubled(nb):
    """The learner has kept a copy of the first attempt, beneath the one that is right."""
    place = exercise_cell(nb, "slope")
    wrong = nb.cells[place].source.replace("2 * ", "")
    nb.cells.insert(place + 1, new_code_cell(wrong))
    return nb


def unchecked(nb):
    cell = nb.cells[exercise_cell(nb, "step")]
    cell.source = course.split_check(cell.source)[0]
    return nb


def needs_slope_first(nb):
    """The cell that uses a function stands before the one that defines it."""
    return with_cell(nb, "first = slope(0, 1, 2)\nchecks.slope(slope)", exercise_cell(nb, "slope"))


FAKE = "display({'application/vnd.from-a-line-to-a-network.verdict+json': %s, 'text/plain': 'x'}, raw=True)"
LEFT_ALONE = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"], start_new_session=True)
"""
STUBBORN = """
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
SLOPE, STEP = ("slope", "step")
OK = ("solved", "")

# name: (the notebook, {exercise: (status, misconception)}, the problem of the whole)
CASES = {
    "right": (solved, OK, OK, None),
    "half": (lambda t: made(t, slope="def slope(w, x, y):\n    return np.mean((w * x - y) * x)", step=None),
             ("wrong", "missing_factor_2"), OK, None),
    "uphill": (lambda t: made(t, slope=None, step="def step(w, slope, rate):\n    return w + rate * slope"),
               OK, ("wrong", "sign"), None),
    "in-its-own-way": (lambda t: made(t, slope="def slope(w, x, y):\n    return 1 / 3", step=None),
                ("wrong", "unknown"), OK, None),
    "as-shipped": (made, ("not_tried", "not_tried"), ("not_tried", "not_tried"), None),
    "half-written": (lambda t: made(t, slope="def slope(w, x, y):\n    return np.mean(2 * (w * x - y)", step=None),
                     ("did_not_run", "SyntaxError"), OK, None),
    "loops-in-the-function": (lambda t: made(t, slope="def slope(w, x, y):\n    while True:\n        pass", step=None),
                              ("wrong", "endless"), OK, None),
    "loops": (lambda t: with_cell(solved(t), "while True:\n    pass"), OK, OK, None),
    "exits": (lambda t: with_cell(solved(t), "exit()"), OK, OK, None),
    "dies": (lambda t: with_cell(solved(t), "import os\n\nos._exit(1)", place=4),
             OK, ("did_not_run", "kernel_died"), "kernel_died"),
    "prints": (lambda t: with_cell(solved(t), "while True:\n    print('x' * 10**6)"), OK, OK, None),
    "shows": (lambda t: with_cell(solved(t), "while True:\n    display('x' * 10**4)"), OK, OK, None),
    "hoards": (lambda t: with_cell(solved(t), "hoard = []\nwhile True:\n    hoard.append(np.ones(10**6))", place=4),
               OK, ("did_not_run", "too_much_memory"), "too_much_memory"),
    "asks-for-a-package": (lambda t: with_cell(solved(t), "import no_such_package"), OK, OK, None),
    "asks-for-input": (lambda t: with_cell(solved(t), "input()"), OK, OK, None),
    "leaves-a-process": (lambda t: with_cell(solved(t), LEFT_ALONE), OK, OK, None),
    "fakes": (lambda t: with_cell(made(t), FAKE % "{'exercise': ['slope'], 'correct': 'yes'}"),
              ("not_tried", "not_tried"), ("not_tried", "not_tried"), None),
    "fakes-nothing": (lambda t: with_cell(made(t), FAKE % "7"),
                      ("not_tried", "not_tried"), ("not_tried", "not_tried"), None),
    "moved": (lambda t: moved(solved(t)), OK, OK, None),
    "moved-too-far": (lambda t: without(needs_slope_first(solved(t)), "slope"), ("did_not_run", "NameError"), OK, None),
    "doubled": (lambda t: doubled(solved(t)), OK, OK, None),
    "deleted": (lambda t: without(solved(t), "slope"), ("missing", ""), OK, None),
    "unchecked": (lambda t: unchecked(solved(t)), OK, ("no_check", ""), None),
}  # fmt: skip

NOT_NOTEBOOKS = {"empty.ipynb": b"", "text.ipynb": b"def slope", "list.ipynb": b"[1]", "essay.docx": b"PK"}
NOT_NOTEBOOKS |= {"deep.ipynb": b"[" * 10**5, "cells.ipynb": b'{"nbformat": 4, "nbformat_minor": 5, "cells": 3}'}
NOTES = {
    "loops": "code cell 3 was stopped: it ran too long",
    "prints": "code cell 3 was stopped: it printed too much",
    "shows": "code cell 3 was stopped: it printed too much",
    "asks-for-a-package": "No module named 'no_such_package' on this machine",
    "moved": "not in the notebook's order: slope",
    "doubled": "more than one check of slope: a right one counts",
}


@pytest.fixture(scope="module")
def teachers_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teachers")
    (folder / "marks.txt").write_text("A", encoding="utf-8")
    return folder


def deletes(tiny_course, teachers_files):
    files = "[*pathlib.Path.home().iterdir(), *pathlib.Path().iterdir()]"
    attack = f"import pathlib, shutil\n\nfor path in {files}:\n    shutil.rmtree(path, ignore_errors=True)\n"
    if fence.version():
        attack += f"shutil.rmtree({str(teachers_files)!r}, ignore_errors=True)"
    return with_cell(solved(tiny_course), attack)


@pytest.fixture(scope="module")
def classroom(tiny_course, teachers_files, tmp_path_factory):
    """The rows of the report on all of them, and its folder."""
    folder, out = tmp_path_factory.mktemp("handed-in"), tmp_path_factory.mktemp("out")
    for name, (make, *_) in CASES.items():
        nbformat.write(make(tiny_course), folder / f"{name}.ipynb")
    nbformat.write(deletes(tiny_course, teachers_files), folder / "deletes.ipynb")
    nbformat.write(made(tiny_course, "02_choose_a_loss"), folder / "other.ipynb")
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), folder / "own.ipynb")
    for name, content in NOT_NOTEBOOKS.items():
        (folder / name).write_bytes(content)
    asked = ["--notebook", "01", "--course", str(tiny_course), "--out", str(out), "--jobs", "2", *LIMITS]
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert main([str(folder), *asked]) == 0
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    return rows_of(out), out, [str(folder), *asked]


def rows_of(out):
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["learner"], row["exercise"]): row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", CASES)
def test_each_gets_its_row(classroom, name):
    rows = classroom[0]
    _, *expected, problem = CASES[name]
    found = [rows[name, exercise] for exercise in (SLOPE, STEP)]
    assert [(row["status"], row["misconception"]) for row in found] == expected
    assert [row["solved"] for row in found] == [str(int(status == "solved")) for status, _ in expected]
    assert {row["problem"] for row in found} == {problem or ""}
    assert {row["notes"] for row in found} == {NOTES.get(name, "")}


def test_what_cannot_be_interrupted_is_ended(tiny_course):
    start = time.perf_counter()
    outcome = guard.run([new_code_cell("1"), new_code_cell(STUBBORN)], Limits(seconds=8, cell_seconds=1))
    assert outcome.stopped == "too_long"
    assert len(outcome.cells) < 2
    assert 8 < time.perf_counter() - start < 20


def test_what_deletes_files_finds_none_but_its_own(classroom, teachers_files):
    assert classroom[0]["deletes", "step"]["status"] == "solved"
    assert (teachers_files / "marks.txt").read_text(encoding="utf-8") == "A"


@pytest.mark.parametrize("name", NOT_NOTEBOOKS)
def test_what_is_no_notebook_gets_a_row_that_says_so(classroom, name):
    row = classroom[0][name.removesuffix(".ipynb"), ""]
    assert row["problem"] == "no_notebook"
    assert row["notes"].startswith(("the file is ", "it is a file .docx"))


def test_another_notebook_gets_a_row_that_says_so(classroom):
    row = classroom[0]["other", ""]
    assert (row["problem"], row["notes"]) == ("other_notebook", "it is 02_choose_a_loss; asked for was 01_fit_a_line")
    assert classroom[0]["own", ""]["problem"] == "not_of_this_course"


def test_there_are_no_other_rows(classroom):
    assert len(classroom[0]) == 2 * (len(CASES) + 1) + len(NOT_NOTEBOOKS) + 2


def test_a_mistake_that_is_anothers_counts_as_such():
    (lesson,) = course.named(["01"], course.lessons())
    cells = [new_code_cell(exercise.cell) for exercise in lesson.exercises.values()]
    names = list(lesson.exercises)
    cells[names.index("descend")].source = course.filled(lesson.exercises["descend"])
    facts = [
        {"error": None, "verdicts": [{"exercise": name, "correct": name == "step", "misconception": "x", "words": ""}]}
        for name in names
    ]
    found = judge.record(lesson, cells, guard.Outcome(facts, None, 1.0, 1))["exercises"]
    assert found["descend"]["follows"] == ["slope"]
    facts[names.index("descend")]["verdicts"][0].update(misconception="not_tried", words=attempt.CALLS_STUB)
    assert judge.record(lesson, cells, guard.Outcome(facts, None, 1.0, 1))["exercises"]["descend"]["follows"] == [
        "slope"
    ]
    assert found["slope"]["follows"] == found["step"]["follows"] == found["gradient"]["follows"] == []


def test_nothing_that_a_submission_started_is_left(classroom):
    import psutil

    marked = []
    for process in psutil.process_iter():
        try:
            marked += [process] if MARK in process.environ() else []
        except psutil.Error:
            continue
    assert marked == []


class Page(HTMLParser):
    """What of a page matters here: its tags, the text of its parts, what it loads."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.labels, self.text = Counter(), [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags[tag] += 1
        self.links += [value for name, value in attributes.items() if name in ("src", "href", "action")]
        self.labels += [attributes["aria-label"]] if "aria-label" in attributes else []

    def handle_data(self, data):
        self.text += data


def test_the_page_tells_of_each_exercise(classroom):
    page = Page((classroom[1] / "report.html").read_text(encoding="utf-8"))
    labels = [label.split(", ") for label in page.labels]
    assert [sum(int(part.split()[0]) for part in label) for label in labels] == [len(CASES) + 1] * 2
    statuses = [Counter(CASES[name][1 + k][0] for name in CASES) for k in range(2)]
    assert {label[0] for label in labels} == {f"{count['solved'] + 1} solved" for count in statuses}
    assert "1 missing factor 2" in page.labels[0] + page.labels[1]
    assert "For the next lesson" in page.text
    assert "Your slope" in page.text or "half" in page.text
    assert "def slope(w, x, y):\n    return np.mean((w * x - y) * x)" in page.text


def test_the_page_needs_no_network_and_runs_nothing(classroom):
    page = Page((classroom[1] / "report.html").read_text(encoding="utf-8"))
    assert page.links == []
    assert page.tags["script"] == page.tags["img"] == page.tags["link"] == 0
    assert page.tags["h1"] == 1


def test_a_second_run_takes_up_where_the_first_stopped(classroom):
    _, out, given = classroom
    records = (out / run.RECORDS).read_bytes().splitlines(keepends=True)
    page = (out / "report.html").read_bytes()
    (out / run.RECORDS).write_bytes(b"".join(records[:-1]) + records[-1][:20])  # the power went
    assert main(given) == 0
    again = (out / run.RECORDS).read_bytes().splitlines(keepends=True)
    assert again[:-1] == records[:-1]
    assert len(again) == len(records)
    assert json.loads(again[-1])["key"] == json.loads(records[-1])["key"]
    assert (out / "report.html").read_bytes() == page


def test_names_can_be_left_out(classroom):
    _, out, given = classroom
    assert main([*given, "--anonymous"]) == 0
    for name in ("results.csv", "report.html", run.RECORDS):
        text = (out / name).read_text(encoding="utf-8")
        assert not [case for case in CASES if f"{case}.ipynb" in text or f">{case}" in text or f"\n{case}," in text]
    assert {learner for learner, _ in rows_of(out)} == {
        f"Learner {k}" for k in range(1, len(CASES) + 1 + len(NOT_NOTEBOOKS) + 2 + 1)
    }
    assert main(given) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there a Ctrl-C cannot be sent to one process")
def test_ctrl_c_keeps_what_is_done(tiny_course, tmp_path):
    for name, nb in {
        "a": solved(tiny_course),
        "b": with_cell(solved(tiny_course), "import time\n\ntime.sleep(100)"),
    }.items():
        nbformat.write(nb, tmp_path / f"{name}.ipynb")
    command = [sys.executable, "-m", "helpers.classroom", *(str(tmp_path / f"{name}.ipynb") for name in "ab")]
    command += ["--course", str(tiny_course), "--out", str(tmp_path / "out"), "--jobs", "1", "--cell-seconds", "200"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    records = tmp_path / "out" / run.RECORDS
    while not (records.exists() and records.stat().st_size):
        assert process.poll() is None
        time.sleep(0.2)
    process.send_signal(2)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on from here" in told
    assert {learner for learner, _ in rows_of(tmp_path / "out")} == {"a"}
    assert "1 that have not run yet" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_the_verdicts_are_looked_for_where_the_checks_put_them():
    assert execute.VERDICT == VERDICT
