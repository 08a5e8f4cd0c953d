"""Tell what a class has solved and what it gets wrong: results.csv, and report.html, one page that needs no network."""

import ast
import csv
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from helpers.classroom.judge import DID_NOT_RUN, MISSING, NO_CHECK, NOT_TRIED, SOLVED, STOPPED, WRONG

FOLLOWS = "follows"  # it calls a function of the learner's that is wrong itself
MOST_KINDS = 5  # of mistakes that a bar tells apart
TO_DISCUSS = 3  # exercises
COLUMNS = ("learner", "file", "notebook", "exercise", "solved", "status", "misconception", "follows")
COLUMNS += ("problem", "notes")

LABELS = {
    SOLVED: "solved",
    FOLLOWS: "calls a wrong one",
    NOT_TRIED: "not tried",
    DID_NOT_RUN: "did not run",
    NO_CHECK: "without its check",
    MISSING: "not in the notebook",
}
PROBLEMS = {
    "no_notebook": "This is no notebook",
    "not_of_this_course": "This is no notebook of the course",
    "other_notebook": "This is another notebook",
    "failed": "This could not be judged",
    **{code: f"It was ended: {words}" for code, words in STOPPED.items()},
}


@dataclass
class Tally:
    """How one exercise went in a class: how often each thing happened, and one learner's cell for each."""

    counts: Counter = field(default_factory=Counter)
    examples: dict = field(default_factory=dict)

    def add(self, found):
        """Count one learner's; of all cells with the same mistake the shortest is kept.

        A mistake that may be that of another exercise, whose function this one calls, counts as such.
        """
        status, kind = found["status"], (found["status"], found["misconception"])
        if found["follows"]:
            status = FOLLOWS
            kind = (FOLLOWS, ", ".join(found["follows"]))
        self.counts[kind] += 1
        if status in (WRONG, DID_NOT_RUN):
            best = self.examples.get(kind)
            if best is None or len(found["source"]) < len(best["source"]):
                self.examples[kind] = found

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def solved(self):
        return self.counts[SOLVED, ""]

    def ranked(self, status):
        """(kind, how often) of this status, the commonest first."""
        return sorted((row for row in self.counts.items() if row[0][0] == status), key=lambda row: (-row[1], row[0]))


def write(folder, lessons, keys, book, anonymous=False, n_open=0):
    """Write results.csv and report.html into a folder.

    Parameters
    ----------
    lessons : the course's notebooks
    keys : of each submission, that of its record in the book; records are read one by one, and never all held
    anonymous : whether to leave out names
    n_open : how many have not run yet
    """
    names = Names(keys, anonymous)
    rows = [(names, submission, key) for submission, key in keys.items()]
    with (Path(folder) / "results.csv").open("w", encoding="utf-8-sig", newline="") as file:  # so that Excel reads it
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for _, submission, key in rows:
            out.writerows([_plain(value) for value in row] for row in _csv_rows(names, submission, book[key]))
    with (Path(folder) / "report.html").open("w", encoding="utf-8") as file:
        for part in _page(lessons, rows, book, n_open):
            file.write(part + "\n")


class Names:
    """What learners and files are called in the results: by name, or by number."""

    def __init__(self, submissions, anonymous):
        learners = dict.fromkeys(submission.learner for submission in submissions)
        self.anonymous = anonymous
        self.numbers = {learner: f"Learner {k}" for k, learner in enumerate(learners, 1)} if anonymous else {}

    def learner(self, submission):
        return self.numbers.get(submission.learner, submission.learner)

    def file(self, submission):
        return "" if self.anonymous else submission.file

    def code(self, source):
        """A learner's cell; without comments if nobody is to be recognised by them."""
        if not self.anonymous:
            return source
        try:
            return ast.unparse(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return re.sub(r"#.*", "", source)

    def words(self, text):
        return re.sub(r"\s*#[^`\n]*`", "`", text) if self.anonymous else text


# --- results.csv ------------------------------------------------------------------------------------------------------


def _csv_rows(names, submission, record):
    start = [names.learner(submission), names.file(submission), record["notebook"] or ""]
    end = [record["problem"] or "", "; ".join(record["notes"])]
    for name, found in record["exercises"].items():
        how = [found["status"], found["misconception"], " ".join(found["follows"])]
        yield [*start, name, int(found["status"] == SOLVED), *how, *end]
    if not record["exercises"]:
        yield [*start, "", 0, "", "", "", *end]


def _plain(value):
    """A table's program takes what begins with these signs for a formula, and runs it."""
    return f"'{value}" if str(value).startswith(("=", "+", "-", "@", "\t", "\r")) else value


# --- report.html ------------------------------------------------------------------------------------------------------


def _page(lessons, rows, book, n_open):
    """The page, part by part."""
    yield HEAD
    still = f", and {n_open} that have not run yet: the same command goes on with them" if n_open else ""
    yield f"<h1>What the class has solved, and what it gets wrong</h1><p>{_many(len(rows), 'submission')}{still}.</p>"
    names = rows[0][0] if rows else None
    by_lesson = {}
    for _, submission, key in rows:
        by_lesson.setdefault(book[key]["notebook"], []).append((submission, key))
    for lesson in lessons:
        judged = [(s, k) for s, k in by_lesson.get(lesson.name, []) if book[k]["exercises"]]
        if judged:
            yield from _lesson(lesson, names, judged, book)
    yield from _to_look_at(names, rows, book)
    yield "</main></body></html>"


def _lesson(lesson, names, judged, book):
    tallies = {name: Tally() for name in lesson.exercises}
    for _, key in judged:
        for name, found in book[key]["exercises"].items():
            tallies[name].add(found)
    order = sorted(tallies, key=lambda name: (lesson.exercises[name].is_deeper, tallies[name].solved))
    yield f'<section><h2>{_safe(lesson.title)}</h2><p class="quiet">{lesson.name}: {_many(len(judged), "submission")}, '
    yield f"{_many(len(order), 'exercise')}, those of the main path first, and the worst of them first.</p>"
    yield from _discuss(lesson, names, tallies, order)
    for name in order:
        yield from _exercise(name, lesson.exercises[name], names, tallies[name])
    yield from _learners(lesson, names, judged, book)
    yield "</section>"


def _discuss(lesson, names, tallies, order):
    """What to begin the next lesson with: the commonest mistakes of the exercises that are worst."""
    worst = sorted(order, key=lambda name: -sum(count for _, count in tallies[name].ranked(WRONG)))[:TO_DISCUSS]
    worst = [name for name in worst if tallies[name].ranked(WRONG)]
    if not worst:
        return
    yield "<h3>For the next lesson</h3><ol>"
    for name in worst:
        kind, count = min(tallies[name].ranked(WRONG), key=lambda row: row[0][1] == "unknown")  # the commonest known
        example = tallies[name].examples[kind]
        yield f"<li><p><strong>{name}</strong>: {count} of {tallies[name].total} learners, <em>{_named(kind)}</em>. "
        yield "What the check says to them, ask the class:</p>"
        yield f"<blockquote>{_words(names, example)}</blockquote>"
        yield f"<p>Look at this cell together:</p>{_code(names, example)}</li>"
    yield "</ol>"


def _exercise(name, exercise, names, tally):
    parts = _parts(tally)
    said = ", ".join(f"{count} {label}" for label, _, count in parts)
    deeper = ' <span class="quiet">(deeper)</span>' if exercise.is_deeper else ""
    yield f'<h3 id="{name}">{name}{deeper}</h3><div class="bar" role="img" aria-label="{_safe(said)}">'
    for label, kind, count in parts:
        shown = f"{label} {count}" if count / tally.total > 0.15 else str(count) if count / tally.total > 0.03 else ""
        yield f'<span class="{kind}" style="flex-grow: {count}" title="{_safe(label)}: {count}">{_safe(shown)}</span>'
    yield f'</div><table aria-labelledby="{name}"><thead>'
    yield "<tr><th scope=col>what<th scope=col>learners<th scope=col>what the check says</thead>"
    shown = dict(tally.ranked(WRONG)[:MOST_KINDS]) | dict(tally.ranked(DID_NOT_RUN)[:MOST_KINDS])
    for status in (SOLVED, WRONG, FOLLOWS, DID_NOT_RUN, NOT_TRIED, NO_CHECK, MISSING):
        for kind, count in tally.ranked(status):
            yield f"<tr><th scope=row>{_named(kind)}<td>{count}<td>"
            if kind in shown:
                example = tally.examples[kind]
                yield f"{_words(names, example)}<details><summary>A learner's cell</summary>"
                yield f"{_code(names, example)}</details>"
    yield "</table>"


def _parts(tally):
    """(label, class, how many) of each part of an exercise's bar."""
    wrong = tally.ranked(WRONG)
    others = sum(count for _, count in wrong[MOST_KINDS:])
    parts = [("solved", SOLVED, tally.solved)]
    parts += [(_named(kind), f"wrong wrong{k % 2}", count) for k, (kind, count) in enumerate(wrong[:MOST_KINDS])]
    parts += [("other mistakes", "wrong wrong1", others)]
    for status in (FOLLOWS, DID_NOT_RUN, NOT_TRIED, NO_CHECK, MISSING):
        parts.append((LABELS[status], "other", sum(count for _, count in tally.ranked(status))))
    return [part for part in parts if part[2]]


def _learners(lesson, names, judged, book):
    heads = "".join(f"<th scope=col>{name}" for name in lesson.exercises)
    yield '<details class="wide"><summary>Every learner</summary><table>'
    yield f"<thead><tr><th scope=col>learner{heads}</thead>"
    for submission, key in judged:
        yield f"<tr><th scope=row>{_safe(names.learner(submission))}"
        for name in lesson.exercises:
            found = book[key]["exercises"][name]
            mark = {SOLVED: "✓ ", WRONG: "→ "}.get(found["status"], "○ ")
            yield f"<td>{mark}{_named((found['status'], found['misconception']))}"
    yield "</table></details>"


def _to_look_at(names, rows, book):
    """The submissions with which something was the matter."""
    odd = []
    for _, submission, key in rows:
        record = book[key]
        said = [PROBLEMS[record["problem"]]] if record["problem"] else []
        if said or record["notes"]:
            told = ": ".join([*said, "; ".join(record["notes"])] if record["notes"] else said)
            odd.append((names.learner(submission), names.file(submission), record["notebook"] or "", told))
    if not odd:
        return
    yield "<section><h2>Submissions to look at</h2><table><thead><tr><th scope=col>learner<th scope=col>file"
    yield "<th scope=col>notebook<th scope=col>what is the matter</thead>"
    for learner, *cells in odd:
        yield f"<tr><th scope=row>{_safe(learner)}" + "".join(f"<td>{_safe(cell)}" for cell in cells)
    yield "</table></section>"


def _named(kind):
    status, misconception = kind
    if status == WRONG:
        return _safe({"unknown": "no known mistake"}.get(misconception, misconception.replace("_", " ")) or "wrong")
    if status == FOLLOWS:
        return f"calls {_safe(misconception)}, not solved either"
    if status == DID_NOT_RUN and misconception:
        return f"did not run ({_safe(misconception.replace('_', ' '))})"
    return LABELS[status]


def _many(count, what):
    return f"{count} {what}{'s' * (count != 1)}"


def _words(names, example):
    return re.sub("`([^`]+)`", r"<code>\1</code>", _safe(names.words(example["words"])))


def _code(names, example):
    return f'<pre tabindex="0"><code>{_safe(names.code(example["source"]))}</code></pre>'


def _safe(text):
    return html.escape(str(text))


HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the class has solved, and what it gets wrong</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #ffffff; margin: 0 }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
h2 { margin-top: 3rem; border-bottom: 2px solid #1a1a1a } h3 { margin: 2rem 0 0.5rem }
.quiet { color: #595959; font-weight: normal }
.bar { display: flex; height: 2rem; border: 1px solid #1a1a1a }
.bar span { flex-basis: 0; min-width: 3px; overflow: hidden; white-space: nowrap; padding: 0.25rem 0;
  text-indent: 0.3rem; border-right: 1px solid #ffffff }
.bar .solved { background: #00664b; color: #ffffff }
.bar .wrong0 { background: #ffb27d; color: #1a1a1a } .bar .wrong1 { background: #ffd9bd; color: #1a1a1a }
.bar .other { background: #e3e3e3; color: #1a1a1a }
table { border-collapse: collapse; margin: 0.5rem 0; font-size: 0.9rem }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.6rem; border-bottom: 1px solid #c8c8c8 }
tbody th, tr th[scope=row] { font-weight: normal }
.wide { overflow-x: auto }
blockquote { margin: 0.5rem 0; padding-left: 0.8rem; border-left: 4px solid #b34a00 }
pre { background: #f3f3f3; padding: 0.6rem; overflow-x: auto; font-size: 0.85rem } summary { cursor: pointer }
@media print { main { max-width: none } pre { white-space: pre-wrap } .bar, table, li { break-inside: avoid }
  .bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
</style></head><body><main>"""
