"""Run many submissions, several at once, and keep what is known of each on disk: a second run goes on from there."""

import json
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from hashlib import sha256
from itertools import islice
from pathlib import Path

import nbformat
from tqdm import tqdm

from helpers.classroom import guard, judge

RECORDS = "records.jsonl"
JUDGES = ("course", "execute", "guard", "judge", "submissions")


class Book:
    """The records of a folder, a line of JSON each, without names; looked up by key, read one by one.

    `places` says where in the file each begins: all that grows in memory with their number.
    """

    def __init__(self, folder):
        self.path, self.places = Path(folder) / RECORDS, {}
        end = 0
        if self.path.exists():
            with self.path.open("rb") as file:
                for line in file:
                    if not line.endswith(b"\n"):
                        break  # cut off when the power went
                    self.places[json.loads(line)["key"]] = end
                    end += len(line)
            with self.path.open("ab") as file:
                file.truncate(end)

    def __contains__(self, key):
        return key in self.places

    def __getitem__(self, key):
        with self.path.open("rb") as file:
            file.seek(self.places[key])
            return json.loads(file.readline())

    def add(self, key, record):
        with self.path.open("ab") as file:
            self.places[key] = file.seek(0, 2)
            file.write(json.dumps({"key": key, **record}).encode() + b"\n")


def salt(lessons, limits, asked):
    """What else a record depends on: the notebooks, the limits, the helpers and what judges with them."""
    here = Path(__file__).parent
    helpers = [path for path in sorted(here.parent.rglob("*.py")) if path.parent != here]
    paths = [*(lesson.path for lesson in lessons), *helpers, *(here / f"{name}.py" for name in JUDGES)]
    digest = sha256(repr((limits, asked and asked.name)).encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def all_of(keys, lessons, book, limits, jobs, asked=None):
    """Run those submissions whose record the book lacks; `keys` are those of their records.

    A Ctrl-C ends the runs that have begun, keeps what is done, and is raised again.
    """
    ended = threading.Event()
    waiting = iter([(submission, key) for submission, key in keys.items() if key not in book])
    already = sum(key in book for key in keys.values())
    title = f"Running {asked.name if asked else 'submissions'}"
    with ThreadPoolExecutor(jobs) as pool, tqdm(total=len(keys), initial=already, desc=title, unit="notebook") as bar:
        running = {}
        try:
            while True:
                for submission, key in islice(waiting, 2 * jobs - len(running)):
                    running[pool.submit(one, submission, lessons, limits, asked, ended.is_set)] = key
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    book.add(running.pop(future), future.result())
                    bar.update()
        except BaseException:
            ended.set()
            for future in running:
                future.cancel()
            raise


def keys_of(submissions, lessons, limits, asked):
    """The key of each submission's record: it depends on all that the record does."""
    salted = salt(lessons, limits, asked)
    return {submission: submission.digest(salted) for submission in submissions}


def one(submission, lessons, limits, asked=None, is_cancelled=lambda: False):
    """The record of one submission, whatever it is."""
    try:
        return _judged(submission, lessons, limits, asked, is_cancelled)
    except guard.Interrupted:
        raise
    except Exception as error:  # none of the others is to suffer from what nobody has thought of
        return judge.refused("failed", f"{type(error).__name__}: {error}")


def _judged(submission, lessons, limits, asked, is_cancelled):
    try:
        cells = submission.cells()
    except ValueError as error:
        return judge.refused("no_notebook", str(error))
    lesson = judge.which(cells, lessons)
    if lesson is None:
        return judge.refused("not_of_this_course", "it has no exercise and no title of the course")
    if asked and lesson.name != asked.name:
        return judge.refused("other_notebook", f"it is {lesson.name}; asked for was {asked.name}", lesson)
    code = [nbformat.v4.new_code_cell(c.source, metadata=_tags(c)) for c in cells if c.cell_type == "code"]
    return judge.record(lesson, code, guard.run(code, limits, is_cancelled))


def _tags(cell):
    return {"tags": cell.metadata.get("tags", [])}
