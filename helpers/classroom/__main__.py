"""`python -m helpers.classroom SUBMISSIONS… --out FOLDER`: what a class has solved, and what it gets wrong."""

import argparse
import os
import sys
from pathlib import Path

from helpers.classroom import course, report, submissions
from helpers.classroom.fence import version
from helpers.classroom.guard import Interrupted, Limits
from helpers.classroom.run import Book, all_of, keys_of

WARNING = (
    "This runs code that other people wrote, each notebook in a process of its own in a temporary folder{fenced}. "
    "It may still read your files and use the network. Where that matters, run it in a container: "
    "site/teachers/report.md says how."
)


def arguments(given=None):
    limits = Limits()
    parser = argparse.ArgumentParser(prog="python -m helpers.classroom", description=__doc__)
    parser.add_argument("submissions", nargs="+", help="notebooks, folders or .zip archives from a learning platform")
    parser.add_argument("--out", required=True, type=Path, help="folder for results.csv and report.html")
    parser.add_argument("--notebook", help="the one that was asked for, such as 01; others are named as such")
    parser.add_argument("--anonymous", action="store_true", help="numbers instead of names, cells without comments")
    parser.add_argument("--course", type=Path, default=course.NOTEBOOKS, help="folder of the course's own notebooks")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many run at once (%(default)s)")
    parser.add_argument("--seconds", type=int, default=limits.seconds, help="for a notebook (%(default)s)")
    parser.add_argument("--cell-seconds", type=int, default=limits.cell_seconds, help="for a cell (%(default)s)")
    parser.add_argument("--memory", type=int, default=limits.memory // 2**20, help="MB for a notebook (%(default)s)")
    return parser.parse_args(given)


def main(given=None):
    asked_for = arguments(given)
    try:
        lessons = course.lessons(asked_for.course)
        asked = course.named([asked_for.notebook], lessons)[0] if asked_for.notebook else None
        found = submissions.find(asked_for.submissions)
        if not found:
            raise ValueError(f"submissions must be notebooks, got none in {', '.join(asked_for.submissions)}.")
    except ValueError as error:
        sys.exit(str(error))
    asked_for.out.mkdir(parents=True, exist_ok=True)
    print(WARNING.format(fenced=", and can write nowhere else" if version() else ""), file=sys.stderr)
    limits = Limits(asked_for.seconds, asked_for.cell_seconds, asked_for.memory * 2**20)
    book, keys = Book(asked_for.out), keys_of(found, lessons, limits, asked)
    try:
        all_of(keys, lessons, book, limits, asked_for.jobs, asked)
    except (KeyboardInterrupt, Interrupted):
        print("\nStopped. What is done is kept: the same command goes on from here.", file=sys.stderr)
        status = 130
    else:
        status = 0
    known = {submission: key for submission, key in keys.items() if key in book}
    report.write(asked_for.out, lessons, known, book, asked_for.anonymous, n_open=len(keys) - len(known))
    print(f"{asked_for.out / 'report.html'}\n{asked_for.out / 'results.csv'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
