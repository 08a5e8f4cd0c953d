"""Draw one thing on given Axes, in one style; and `show` a figure together with its description in words.

Importing this module sets matplotlib's style for the session, whatever the user's matplotlibrc says, and `new_figure`
sets it again: a style chosen in between is for the user's own figures alone. Colours have fixed roles everywhere
(`COLOURS`); since some people cannot tell them apart, marks and line styles differ too: data are dots, the model is a
solid line, the start an open square, the minimum a star.
"""

import base64
import io
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

STYLE = ["default", Path(__file__).with_name("style.mplstyle")]  # what the second leaves open, the first decides
plt.style.use(STYLE)

SHARP = 2  # pixels of a picture for one of the page, in each direction, as good displays have them

# Okabe and Ito's palette (Color Universal Design, 2008).
COLOURS = {
    "data": "#000000",
    "model": "#0072B2",
    "loss": "#D55E00",
    "gradient": "#CC79A7",
    "start": "#E69F00",
    "minimum": "#009E73",
}


def new_figure(mosaic="A", size=(8.8, 3.8), **ratios):
    """A figure outside pyplot and its Axes in the order of their letters' first appearance, as (figure, [Axes, …]).

    `mosaic` and `ratios` are `Figure.subplot_mosaic`'s: "AB" is two side by side, "AA;BC" one above two.
    """
    plt.style.use(STYLE)  # for good, not for these lines alone: what is drawn on the Axes later takes its style then
    figure = Figure(figsize=size)
    return figure, list(figure.subplot_mosaic(mosaic, **ratios).values())


def show(figure, alt):
    """Display `figure` as a PNG that carries `alt`, its description in words with computed numbers.

    The description is stored as the output's text and as the picture's alternative text. Without a call to `show` a
    figure has neither.
    """
    if len(alt) < 30:
        raise ValueError(f"alt must describe the picture in at least 30 characters, got {alt!r}.")
    ground = figure.get_facecolor()
    opaque = ground if ground[3] == 1 else "white"  # or a dark theme would shine through
    drawn, small = io.BytesIO(), io.BytesIO()
    with plt.style.context(STYLE):
        figure.savefig(drawn, format="png", dpi=SHARP * figure.dpi, facecolor=opaque)
    plt.close(figure)
    Image.open(drawn).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    png = base64.b64encode(small.getvalue()).decode()
    width = round(figure.get_figwidth() * figure.dpi)
    display(
        {"image/png": png, "text/plain": alt},
        raw=True,
        metadata={"image/png": {"alt": alt, "width": width}},
    )


def draw_data(ax, x, y, xlabel=None, ylabel=None, **style):
    """The examples as dots, with room around them; the artist."""
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return ax.plot(x, y, **{"ls": "none", "marker": "o", "color": COLOURS["data"], "ms": 4.5, "zorder": 3, **style})[0]


def draw_line(ax, w, b=0.0, **style):
    """The model ŷ = w x + b from edge to edge of `ax`, whose limits stay as they are; the artist."""
    x = np.array(ax.get_xlim())
    return ax.plot(x, w * x + b, **{"color": COLOURS["model"], "scalex": False, "scaley": False, **style})[0]


def draw_curve(ax, x, y, xlabel=None, ylabel=None, **style):
    """A loss as a curve; the artist."""
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return ax.plot(x, y, **{"color": COLOURS["loss"], **style})[0]


def draw_point(ax, x, y, role, **style):
    """A point in its role ("model", "start" or "minimum") with the role's own marker; the artist."""
    mark = {
        "model": {"marker": "o", "ms": 9},
        "start": {"marker": "s", "ms": 8, "mfc": "white", "mew": 2},
        "minimum": {"marker": "*", "ms": 14, "mec": "white"},
    }[role]
    return ax.plot([x], [y], **{"ls": "none", "color": COLOURS[role], "zorder": 5, **mark, **style})[0]


def draw_goal(ax, height, label, inside=False):
    """A level to reach or to get below, its label at the right of `ax`, or on the line; the line."""
    line, place = ax.axhline(height, color=COLOURS["minimum"], lw=1), {"xycoords": ("axes fraction", "data")}
    place |= {"xytext": (-4, 4) if inside else (4, 0), "textcoords": "offset points"}
    aligned = {"ha": "right", "va": "bottom"} if inside else {"va": "center"}
    ax.annotate(label, (1, height), color=COLOURS["minimum"], **place, **aligned)
    return line


def draw_bowl(ax, loss_at, w_limits, b_limits, levels):
    """Contours of a loss over two parameters, `loss_at(parameters [..., 2]) -> [...]`; the set of contours."""
    ws, bs = np.meshgrid(np.linspace(*w_limits, 121), np.linspace(*b_limits, 121))
    losses = loss_at(np.stack([ws, bs], axis=-1))
    ax.set(xlabel="w", ylabel="b", xlim=w_limits, ylim=b_limits)
    ax.grid(False)
    return ax.contour(ws, bs, losses, levels=levels, colors=COLOURS["loss"], linewidths=1, alpha=0.55)


def draw_equation(ax, *terms):
    """Arrays as tables of numbers, each under its name and shape; a term is a sign, or (name, array, names of rows)."""
    x = 0.0
    for term in terms:
        if isinstance(term, str):
            ax.text(x + 0.35, 0, term, ha="center", va="center", fontsize=14)
            x += 0.7
            continue
        name, array, *row_names = term
        table = np.reshape(array, (-1, np.shape(array)[1] if np.ndim(array) == 2 else 1))
        top = len(table) / 2
        for i, label in enumerate(row_names[0] if row_names else ()):
            x = max(x, 1.8)  # room for the names
            ax.text(x - 0.1, top - i - 0.5, label, ha="right", va="center", fontsize=10)
        for (i, j), number in np.ndenumerate(table):
            ax.add_patch(Rectangle((x + j, top - i - 1), 1, 1, facecolor="white", edgecolor="#555555"))
            text = f"{number:.3g}".replace("-", "−")
            ax.text(x + j + 0.5, top - i - 0.5, text, ha="center", va="center", fontsize=10)
        shape = str(np.shape(array)) if np.ndim(array) else "a number"
        ax.text(x + table.shape[1] / 2, top + 0.15, f"{name}\n{shape}", ha="center", va="bottom", fontsize=10)
        x += table.shape[1]
    ax.set(xlim=(-0.2, x + 0.2), ylim=(-2, 2.8), aspect="equal")
    ax.axis("off")
