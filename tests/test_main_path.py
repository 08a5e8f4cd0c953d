"""The main path stands alone: without its deeper cells a notebook runs, and shows what the whole one shows."""

import re
import subprocess
import sys

import nbformat
import pytest
from common import NOTEBOOKS, ROOT, is_deeper
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from conftest import MISSING


def deeper_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if is_deeper(cell)]


def main_path_alone(path, folder):
    """A copy of the notebook in `folder`, without its deeper cells."""
    nb = nbformat.read(path, as_version=4)
    nb.cells = [cell for cell in nb.cells if not is_deeper(cell)]
    copy = folder / f"{path.stem}_main_path.ipynb"
    nbformat.write(nb, copy)
    return copy


def compared(path):
    """(whether it is so, pytest's report): every cell runs and shows what is stored, by the project's own settings."""
    settings = ["-c", "pyproject.toml", "-n", "0", "-p", "no:cacheprovider", "--quiet", "--no-header"]
    command = [sys.executable, "-m", "pytest", *settings, path]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    return run.returncode == 0, re.sub(r"\x1b\[[\d;]*m", "", run.stdout + run.stderr)  # nbval's colours


TWO_PATHS = [path for path in NOTEBOOKS if deeper_cells(path)]


@pytest.mark.parametrize("path", TWO_PATHS, ids=lambda path: path.stem)
def test_the_main_path_needs_no_deeper_cell(path, tmp_path):
    if path.stem in MISSING:
        pytest.skip(f"{' and '.join(MISSING[path.stem])} not installed")
    same, report = compared(main_path_alone(path, tmp_path))
    assert same, f"{path.name} without its deeper cells:\n{report}"


# The test can fail: in each of these notebooks every cell is in order as long as the deeper one runs with the others.


def notebook_with(main, deeper, shown):
    """A deeper cell before a main one that prints `shown`."""
    cells = [
        new_markdown_cell("## Deeper: a number", metadata={"tags": ["deeper"]}),
        new_code_cell("number = 1", execution_count=1),
        new_code_cell(deeper, execution_count=2, metadata={"tags": ["deeper"]}),
        new_code_cell(main, execution_count=3, outputs=[new_output("stream", text=shown)]),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("main", "deeper", "shown", "found"),
    [
        ("print(number)", "other = 2", "1\n", None),
        ("print(other)", "other = 2", "2\n", "NameError: name 'other' is not defined"),
        ("print(number)", "number = 2", "2\n", "print(number)"),
    ],
    ids=["alone", "a name", "an output"],
)
def test_what_a_main_cell_has_from_a_deeper_one_is_noticed(main, deeper, shown, found, tmp_path):
    path = tmp_path / "01_draw.ipynb"
    nbformat.write(notebook_with(main, deeper, shown), path)
    assert compared(path)[0]
    same, report = compared(main_path_alone(path, tmp_path))
    assert same == (found is None)
    assert found is None or found in report, report
