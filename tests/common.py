"""What several test files share: the notebooks, a tiny course, explorables at any setting, haste."""

from contextlib import contextmanager
from pathlib import Path

import ipywidgets as widgets
import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell

from helpers.attempt import time_limit
from helpers.classroom import course

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def is_deeper(cell):
    return "deeper" in cell.metadata.get("tags", [])


def tiny_course(folder):
    """A course of two short notebooks, in `folder`: two exercises of notebook 01, one of notebook 02."""
    for path, names in [(NOTEBOOKS[1], ("slope", "step")), (NOTEBOOKS[2], ("r_squared",))]:
        nb = nbformat.read(path, as_version=4)
        places = [i for i, cell in enumerate(nb.cells) if set(course.tagged(cell)) & set(names)]
        start = new_code_cell("import numpy as np\n\nfrom helpers import checks")
        nb.cells = [nb.cells[0], start, *(nb.cells[i] for place in places for i in (place, place + 1))]
        nbformat.write(nb, folder / path.name)
    return folder


def opened(explorable, *data, **own):
    """A panel whose question is skipped, so that its controls are free."""
    panel = explorable(*data, **own)
    panel.answer(None)
    return panel


def undrawn(explorable, *data, **own):
    """The same without its picture: the explorable's own numbers and words, in a twentieth of the time."""
    blank = {"draw": lambda self: (Figure(figsize=(1, 1)), []), "show": lambda self, now: None}
    return opened(type(explorable.__name__, (explorable,), blank), *data, **own)


def at(panel, **values):
    """What a panel says once these controls have these values."""
    for name, value in values.items():
        panel.controls[name].value = value
    assert panel.error is None, panel.readout
    return panel.readout


def choices(control):
    """The labels and the values of a control."""
    if hasattr(control, "options"):
        pairs = [option if isinstance(option, tuple) else (option, option) for option in control.options]
        return [label for label, _ in pairs], [value for _, value in pairs]
    if isinstance(control, widgets.Checkbox):
        return ["off", "on"], [False, True]
    values = np.arange(control.min, control.max + control.step / 2, control.step).clip(max=control.max).tolist()
    written = str if isinstance(control, widgets.IntSlider) else f"{{:{control.readout_format}}}".format
    return [written(value) for value in values], values


def positions(control):
    """Both ends of a control and some places between."""
    values = choices(control)[1]
    return [values[i] for i in np.unique(np.linspace(0, len(values) - 1, 12).round().astype(int))]


@contextmanager
def in_a_hurry():
    """Limits of a fifth of a second for what a learner wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time_limit.__init__, "__defaults__", (0.2, *time_limit.__init__.__defaults__[1:]))
        yield
