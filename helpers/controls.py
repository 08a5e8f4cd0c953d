"""The controls of a panel: core ipywidgets, lined up in columns, with the numbers written as people write them."""

import ipywidgets as widgets
import numpy as np

from helpers.scales import decimals

_WIDE = {"layout": {"max_width": "98%"}}


def slider(label, value, low, high, step):
    """A slider over numbers; over whole numbers where all four are whole."""
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    written = f".{decimals(step)}f" if decimals(step) <= 5 else ".3g"
    kind, options = (widgets.IntSlider, {}) if whole else (widgets.FloatSlider, {"readout_format": written})
    return kind(value=value, min=low, max=high, step=step, description=label, **_WIDE, **options)


def levels(label, options, value, readout_format=None):
    """A slider over the numbers `options`, for when some must be met exactly; it starts at the one nearest `value`.

    `readout_format` is a format or a function that gives the text; without one the numbers are written out in full:
    0.0005, not 5e-04.
    """
    numbers = np.asarray(options).tolist()
    nearest = min(numbers, key=lambda number: abs(number - value))
    written = [np.format_float_positional(number, trim="-") for number in numbers]
    if readout_format is not None:
        write = readout_format if callable(readout_format) else f"{{:{readout_format}}}".format
        written = [write(number) for number in numbers]
    pairs = list(zip(written, numbers, strict=True))
    return widgets.SelectionSlider(options=pairs, value=nearest, description=label, **_WIDE)


def choice(label, options, value=None):
    """A drop-down list; `options` are strings or (label, value) pairs."""
    return widgets.Dropdown(options=options, description=label, **_WIDE, **({} if value is None else {"value": value}))


def switch(label, value=False):
    """A check box."""
    return widgets.Checkbox(value=value, description=label, indent=False, layout={"width": "auto"})


def lined_up(controls):
    """The controls with labels of one width: however many fit into a row, they stand in columns."""
    wide = [control for control in controls if not isinstance(control, widgets.Checkbox)]
    label = 0.58 * max((len(control.description) for control in wide), default=0) + 0.7
    for control in controls:
        control.style.description_width = f"{label:.2f}em"
    for control in wide:  # a long label must not leave its slider a stub
        control.layout.width = f"{max(22, label + 15):.2f}em"
    return list(controls)
