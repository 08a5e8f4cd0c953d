"""Run a submission in a process of its own, with limits, where nothing it does touches the others.

It runs in a temporary folder that is its home, too, with nothing of the teacher's environment but what Python needs.
Its time and memory are watched from outside, and when it ends, so does everything that it has started. On Linux it can
write nowhere else. That keeps off accidents and pranks; it is no prison: it may read files and use the network.
"""

import json
import os
import shutil
import site
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil

HELPERS = Path(__file__).resolve().parents[2]
MARK = "CLASSROOM_SUBMISSION"
PASSED_ON = {"PATH", "LANG", "LC_ALL", "SYSTEMROOT", "COMSPEC", "PATHEXT", "VIRTUAL_ENV", "CONDA_PREFIX"}
LOOK_EVERY = 0.25  # seconds

# Run in the kernel before the first cell: it can print faster than anybody reads, and what waits fills its memory.
LIMIT_PRINTS = """
def _limit_prints(most):
    from IPython import get_ipython
    from ipykernel.iostream import OutStream

    write, printed = OutStream.write, {}

    def limited(self, string):
        cell = getattr(get_ipython(), "execution_count", 0)
        printed[cell] = printed.get(cell, 0) + len(string)
        if printed[cell] > most:
            raise KeyboardInterrupt("too_much_output")
        return write(self, string)

    OutStream.write = limited


_limit_prints(MOST)
del _limit_prints
"""


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    seconds: int = 300
    cell_seconds: int = 60
    memory: int = 2 * 2**30  # bytes
    output: int = 2**20  # bytes that one cell prints


@dataclass(frozen=True)
class Outcome:
    """What a run left: the facts on each cell that ended, why it stopped before the last one, what it took."""

    cells: list
    stopped: str | None
    seconds: float
    memory: int


class Interrupted(Exception):  # noqa: N818
    """Raised in the thread of a run that the teacher has ended."""


def run(cells, limits, is_cancelled=lambda: False):
    """Run the cells of a notebook; returns an Outcome, whatever they do."""
    with tempfile.TemporaryDirectory(prefix="classroom-", ignore_cleanup_errors=True) as folder:
        home, result, mark = Path(folder) / "home", Path(folder) / "facts", uuid.uuid4().hex
        home.mkdir()
        notebook = home / "notebook.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
        _lay_out(home, limits)
        command = [sys.executable, "-m", "helpers.classroom.execute", notebook, result, home]
        command += [limits.cell_seconds, limits.memory, limits.output]
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=home,
            env=_environment(home, mark),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C is the teacher's, not the learner's
        )
        try:
            stopped, seconds, memory = _watch(process, limits, is_cancelled)
        finally:
            _end(process, mark)
        lines = _facts(result)
    ended = next((line["stopped"] for line in lines if "stopped" in line), "kernel_died")
    return Outcome([line for line in lines if "verdicts" in line], stopped or ended, seconds, memory)


def _lay_out(home, limits):
    """Give it the limit on prints, and the list of this machine's fonts: it takes matplotlib long to make one."""
    import matplotlib.font_manager  # makes the list if there is none yet

    startup = home / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "limit_prints.py").write_text(LIMIT_PRINTS.replace("MOST", str(limits.output)), encoding="utf-8")
    (home / "matplotlib").mkdir()
    for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copy(fonts, home / "matplotlib")


def _environment(home, mark):
    own = {name: value for name, value in os.environ.items() if name.upper() in PASSED_ON}
    folders = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "TMPDIR", "TEMP", "TMP"), str(home))
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    no_installing = {"PIP_NO_INDEX": "1", "PIP_TARGET": str(home / "packages"), "PIP_BREAK_SYSTEM_PACKAGES": "0"}
    return {
        **own,
        **folders,
        **one_thread,
        **no_installing,
        MARK: mark,
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PYTHONPATH": str(HELPERS),
        "PYTHONUSERBASE": site.getuserbase(),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _watch(process, limits, is_cancelled):
    """(why it was stopped or None, seconds, most memory) once the process has ended or a limit is reached."""
    start, most = time.perf_counter(), 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_EVERY)
            return None, time.perf_counter() - start, most
        if is_cancelled():
            raise Interrupted
        most = max(most, _memory(process.pid))
        seconds = time.perf_counter() - start
        if most > limits.memory:
            return "too_much_memory", seconds, most
        if seconds > limits.seconds:
            return "too_long", seconds, most


def _memory(pid):
    """The memory of a process and all that it has started, in bytes."""
    total = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for part in [process, *process.children(recursive=True)]:
            with suppress(psutil.Error):
                total += part.memory_info().rss
    return total


def _end(process, mark):
    """End a process, all that it has started, and all that those have started and then left alone."""
    with suppress(psutil.Error):
        for part in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                part.kill()
    process.kill()
    process.wait()
    for other in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if other.environ().get(MARK) == mark:
                other.kill()


def _facts(result):
    """The lines that the process has written; the last may be cut off."""
    lines = []
    with suppress(OSError, ValueError):
        for line in result.read_text(encoding="utf-8").splitlines():
            lines.append(json.loads(line))
    return lines
