"""Steps, limits, digits and units that follow from the data, so that a panel suits springs and house prices alike."""

import re

import numpy as np


def nice_step(span, at_least):
    """A step of 1, 2 or 5 times a power of ten that fits `at_least` times into `span`, or up to 2.5 times as often."""
    power = 10.0 ** np.floor(np.log10(span / at_least))
    return float(max(k * power for k in (1, 2, 5) if k * power * at_least <= span * (1 + 1e-9)))


def to_step(value, step):
    """The multiple of `step` that is nearest to `value`, without the rounding error of a product such as 3 · 0.1."""
    return float(f"{round(value / step) * step:.12g}")


def steps(low, high, step):
    """All multiples of `step` from `low` to `high`, as floats without rounding errors."""
    return [to_step(k * step, step) for k in range(round(low / step), round(high / step) + 1)]


def decimals(step):
    """How many decimals it takes to tell multiples of `step` apart."""
    return max(0, int(np.ceil(-np.log10(step) - 1e-9)))


def fixed(value, step):
    """`value` with the decimals that multiples of `step` need; with a power of ten where those are many: "2.5e-07"."""
    places = decimals(step)
    if places <= 5:
        text = f"{round(value, places) + 0.0:.{places}f}"
    else:
        text = f"{value:.{max(1, places + 1 + int(np.floor(np.log10(abs(value) or 1))))}g}"
    return f"−{text[1:]}" if text.startswith("-") else text


def limits(values, margin=0.1, zero=False):
    """Limits of an axis around `values`, wide open even where all are equal; with `zero`, 0 is inside or at an end."""
    low, high = float(np.min(values)), float(np.max(values))
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    pad = margin * ((high - low) or abs(high) or 1.0)
    at_edge = zero and high > low
    return low - pad * (not at_edge or low < 0), high + pad * (not at_edge or high > 0)


def quantity(name):
    """What is measured: "mass" of "mass (kg)"."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", name)


def unit(name):
    """In what it is measured: "kg" of "mass (kg)", "" where none is named."""
    found = re.search(r"\(([^()]+)\)\s*$", name)
    return found[1] if found else ""


def per(above, below):
    """The unit of a slope, "cm per kg", "" where one of the two is not known."""
    return f"{above} per {below}" if above and below else ""


def squared(name):
    """The unit of a square, "cm²" or "(cm per week)²"."""
    return f"({name})²" if " " in name else f"{name}²" if name else ""


def labelled(name, unit):
    """A name with its unit in brackets, as on an axis."""
    return f"{name} ({unit})" if unit else name


def measured(number, unit):
    """A number, as text, with its unit behind it."""
    return f"{number} {unit}".rstrip()
