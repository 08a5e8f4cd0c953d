"""Find the learners' notebooks in files, folders and archives, as learning platforms export them."""

import hashlib
import json
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

import nbformat

LARGEST = 50 * 2**20  # bytes of one notebook
IGNORED = re.compile(r"(^|/)(\.(?!\.)|__MACOSX/)")  # hidden files, and what a Mac adds
MOODLE = re.compile(r"(.+?)_\d+_assignsubmission_\w*")
CANVAS = re.compile(r"(\w+?)_(?:LATE_)?\d+_\d+_.+")


@dataclass(frozen=True)
class Submission:
    """One file of one learner. `read` gives its bytes; nothing is kept in memory, and no archive is unpacked."""

    learner: str
    file: str
    read: Callable[[], bytes]

    def cells(self):
        """The notebook's cells; ValueError says why there are none."""
        if not self.file.endswith(".ipynb"):
            raise ValueError(f"it is a file {PurePosixPath(self.file).suffix or 'without an ending'}")
        try:
            raw = self.read()
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:  # damaged, locked
            raise ValueError(f"the file cannot be read ({type(error).__name__})") from None
        if len(raw) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 2**20} MB")
        return _cells(raw)

    def digest(self, salt):
        """What tells this content of this learner from all others."""
        try:
            content = self.read()
        except Exception as error:  # whatever is wrong with it is told when it is its turn
            content = repr(error).encode()
        parts = [salt.encode(), self.learner.encode(), self.file.encode(), content]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _cells(raw):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without ids: this learner's Jupyter is older
            nb = nbformat.reads(raw.decode("utf-8-sig"), as_version=4)
        for cell in nb.cells:
            cell.source = "".join(cell.source)
            if not isinstance(cell.metadata.get("tags", []), list):
                cell.metadata.tags = []
    except Exception:  # what stands in a file that is none may break a reader in any way
        kind = "empty" if not raw.strip() else "JSON without a notebook's cells" if _is_json(raw) else "not JSON"
        raise ValueError(f"the file is {kind}") from None
    return nb.cells


def _is_json(raw):
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


def find(paths):
    """All submissions in notebooks, folders and .zip archives; a path that is not there raises a ValueError.

    The learner's name is that of the platform's folder (Moodle) or file (Canvas), of the learner's own folder, or the
    file's. A learner's folder in which there is no notebook counts as one submission, which is none.
    """
    found = []
    for path in map(Path, paths):
        if not path.exists():
            raise ValueError(f"submissions must be notebooks, folders or .zip archives; {path} is not there.")
        found += _by_learner(list(_files(path)))
    return found


def _files(path):
    """(name within, function that reads it) of every file."""
    if not path.is_dir():
        yield from _opened(path.name, path.read_bytes, path, inside="")
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_file() and not file.is_symlink() and not IGNORED.search(name):
            yield from _opened(name, file.read_bytes, file, inside=f"{name.removesuffix('.zip')}/")


def _opened(name, read, file, inside):
    """The file itself, or if it is an archive, the files in it; an archive in an archive is opened once more."""
    try:
        with zipfile.ZipFile(file if name.endswith(".zip") else BytesIO()) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not IGNORED.search(info.filename)]
    except (zipfile.BadZipFile, OSError):
        yield name, read
        return
    for info in members:
        read, within = _member(file, info), inside + info.filename
        if within.endswith(".zip") and not isinstance(file, BytesIO):
            yield from _opened(within, read, BytesIO(read()), inside=f"{within.removesuffix('.zip')}/")
        else:
            yield within, read


def _member(file, info):
    def read():
        with zipfile.ZipFile(file) as archive, archive.open(info) as member:
            return member.read(LARGEST + 1)  # however large it says it is

    return read


def _by_learner(files):
    """The submissions among (name, read): each file by itself, but what lies in one folder is of one learner."""
    around = 1 if len({name.split("/")[0] for name, _ in files}) == 1 and any(n.count("/") > 1 for n, _ in files) else 0
    groups = {}
    for name, read in files:
        parts = name.split("/")
        groups.setdefault(parts[min(around, len(parts) - 1)], []).append((name, read))
    same = Counter(map(_learner, groups))
    for group, members in groups.items():
        learner = _learner(group)
        if same[learner] > 1 and MOODLE.fullmatch(group):  # two of the same name
            learner = group.partition("_assignsubmission")[0]
        for name, read in [row for row in members if row[0].endswith(".ipynb")] or members[:1]:
            yield Submission(learner, name, read)


def _learner(group):
    named = MOODLE.fullmatch(group) or CANVAS.fullmatch(group)
    return named[1] if named else group.removesuffix(".ipynb")
