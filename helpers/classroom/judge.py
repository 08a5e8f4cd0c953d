"""Read off a submission how far its learner got: pure functions from cells and facts to a record, all of it JSON."""

import re
from collections import Counter

from helpers.attempt import CALLS_STUB
from helpers.classroom import course

MOST_SOURCE = 3000  # characters of a cell that the report may show
SOLVED, WRONG, NOT_TRIED = "solved", "wrong", "not_tried"
DID_NOT_RUN, NO_CHECK, MISSING = "did_not_run", "no_check", "missing"


def which(cells, lessons):
    """The notebook of the course that these cells come from, or None: most of its exercises, or else its title."""
    names = {name for cell in cells for name in _exercises_in(cell)}
    best = max(lessons, key=lambda lesson: len(names & set(lesson.exercises)))
    if names & set(best.exercises):
        return best
    title = course.title(cells)
    return next((lesson for lesson in lessons if title and lesson.title == title), None)


def _exercises_in(cell):
    if cell.cell_type != "code":
        return set()
    return {*course.tagged(cell), *course.checks_called(cell.source)}


def record(lesson, cells, outcome):
    """What is to be known of a submission that has run.

    Parameters
    ----------
    lesson : the notebook of the course that it is
    cells : its code cells
    outcome : what its run left; the facts on a cell have that cell's place
    """
    exercises = {name: _exercise(exercise, cells, outcome) for name, exercise in lesson.exercises.items()}
    for name, found in exercises.items():
        found["follows"] = _follows(name, lesson, exercises)
    return {
        "notebook": lesson.name,
        "problem": outcome.stopped,
        "notes": [*_notes(lesson, cells), *_stopped_cells(outcome), *_missing_packages(outcome)],
        "exercises": exercises,
        "seconds": round(outcome.seconds, 2),
        "memory": outcome.memory,
    }


def refused(problem, words, lesson=None):
    """The record of a submission that was not run."""
    return {"notebook": lesson and lesson.name, "problem": problem, "notes": [words], "exercises": {}}


def _exercise(exercise, cells, outcome):
    """{status, misconception, words, source}, by the exercise's name, wherever its cells stand and however many.

    Of several verdicts a right one counts, then the last of an attempt.
    """
    name = exercise.name
    verdicts = [
        (verdict, cell)
        for cell, facts in zip(cells, outcome.cells, strict=False)
        for verdict in facts["verdicts"]
        if verdict.get("exercise") == name
    ]
    if verdicts:
        verdict, cell = max(reversed(verdicts), key=lambda row: _rank(row[0]))
        status = SOLVED if verdict.get("correct") is True else WRONG
        misconception = str(verdict.get("misconception") or "") if status == WRONG else ""
        if misconception == NOT_TRIED:
            status = NOT_TRIED
        return _told(status, misconception, verdict["words"], _with_definition(exercise, cells, cell))
    places = [i for i, cell in enumerate(cells) if name in course.checks_called(cell.source)]
    if places:
        return _told(DID_NOT_RUN, *_why_not(places[-1], outcome), cells[places[-1]].source)
    mine = [c for c in cells if name in course.tagged(c) or exercise.functions & course.definitions(c.source)]
    if mine:
        return _told(NO_CHECK, "", f"its check, checks.{name}(…), is not in the notebook", mine[-1].source)
    return _told(MISSING, "", "its cells are not in the notebook", "")


def _follows(name, lesson, exercises):
    """The exercises that are not solved either, and whose function this wrong one calls: the mistake may be theirs."""
    found = exercises[name]
    if found["status"] not in (WRONG, DID_NOT_RUN) and found["words"] != CALLS_STUB:
        return []
    called = set(re.findall(r"\b(\w+)\(", found["source"]))
    others = {other: exercise.functions for other, exercise in lesson.exercises.items() if other != name}
    own = lesson.exercises[name].functions
    return [o for o, names in others.items() if (names - own) & called and exercises[o]["status"] != SOLVED]


def _rank(verdict):
    return 2 if verdict.get("correct") is True else verdict.get("misconception") != NOT_TRIED


def _told(status, misconception, words, source):
    return {"status": status, "misconception": misconception, "words": words, "source": source[:MOST_SOURCE]}


def _with_definition(exercise, cells, checked):
    """The cell with the check, and before it that with the function if it is another: what to look at."""
    if exercise.functions & course.definitions(checked.source):
        return checked.source
    mine = [cell.source for cell in cells if exercise.functions & course.definitions(cell.source)]
    return "\n\n\n".join([*mine[-1:], checked.source])


def _why_not(place, outcome):
    """(name of the error, what happened) where a check gave no verdict."""
    if place >= len(outcome.cells):
        return str(outcome.stopped), f"the run had ended before: {STOPPED.get(outcome.stopped, outcome.stopped)}"
    error = outcome.cells[place]["error"]
    if error is None:
        return "", "its cell ran, but does not end with the check: nothing is shown"
    if error["name"] in STOPPED:
        return error["name"], f"its cell was stopped: {STOPPED[error['name']]}"
    return error["name"], f"its cell stops with {error['name']}: {error['text']}"


STOPPED = {
    "too_long": "it ran too long",
    "too_much_output": "it printed too much",
    "too_much_memory": "it needed too much memory",
    "kernel_died": "the kernel ended",
}


def _notes(lesson, cells):
    """What is not as it was in the notebook's cells."""
    order = []
    for cell in cells:
        order += [name for name in course.checks_called(cell.source) if name in lesson.exercises]
    doubled = [name for name, count in Counter(order).items() if count > 1]
    first = list(dict.fromkeys(order))
    wanted = [name for name in lesson.exercises if name in first]
    moved = [] if first == wanted else _moved(first, wanted)
    notes = [f"more than one check of {', '.join(doubled)}: a right one counts"] if doubled else []
    return notes + ([f"not in the notebook's order: {', '.join(moved)}"] if moved else [])


def _moved(order, wanted):
    """The fewest names without which the order is the wanted one."""
    places = [wanted.index(name) for name in order]
    runs = []  # the longest rising run that ends at each place
    for k, place in enumerate(places):
        before = max((runs[j] for j in range(k) if places[j] < place), key=len, default=[])
        runs.append([*before, place])
    kept = max(runs, key=len)
    return [name for name, place in zip(order, places, strict=True) if place not in kept]


def _stopped_cells(outcome):
    names = [(facts["error"] or {}).get("name") for facts in outcome.cells]
    return [f"code cell {k} was stopped: {STOPPED[name]}" for k, name in enumerate(names, 1) if name in STOPPED]


def _missing_packages(outcome):
    missing = [facts["error"]["text"] for facts in outcome.cells if (facts["error"] or {}).get("name") == NO_MODULE]
    return [f"{text} on this machine" for text in dict.fromkeys(missing)]


NO_MODULE = "ModuleNotFoundError"
