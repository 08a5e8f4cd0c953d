"""Notebook 01 shows how two columns of one's own get into a panel; its cell also reads them from a file."""

import re
from pathlib import Path

import nbformat
import numpy as np

from helpers import data, explorables

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "01_fit_a_line.ipynb"


def test_the_cell_reads_a_file_as_it_reads_the_text(tmp_path):
    (cell,) = (c.source for c in nbformat.read(NOTEBOOK, as_version=4).cells if "io.StringIO(" in c.source)
    text = re.search(r'io\.StringIO\("""(.*?)"""\)', cell, re.DOTALL)
    path = tmp_path / "candle.csv"
    path.write_text(text[1], encoding="utf-8")
    assert "explorables.four_windows(candle" in cell

    read = []
    for source in (cell, cell.replace(text[0], repr(str(path)))):
        names = {"np": np, "data": data, "explorables": explorables, "gradient": None, "step": None}
        exec(source, names)
        read.append(names["candle"])
    from_text, from_file = read
    assert from_text.X.shape == (len(from_text.y), 1)
    assert np.array_equal(from_text.X, from_file.X) and np.array_equal(from_text.y, from_file.y)
    assert len(text[1].splitlines()) == 1 + len(from_text.y)
