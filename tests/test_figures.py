"""Figures: one style, colours with roles, pictures that carry their description."""

import base64
import io
import os
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from helpers import figures

ALT = "A rising line from the lower left to the upper right corner."


@pytest.fixture
def shown(monkeypatch):
    calls = []
    monkeypatch.setattr(figures, "display", lambda bundle, **options: calls.append((bundle, options)))
    return calls


def test_show_stores_the_picture_and_its_description(shown):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1])
    figures.show(fig, alt=ALT)
    ((bundle, options),) = shown
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).convert("RGBA")
    assert bundle["text/plain"] == ALT
    assert options["metadata"]["image/png"] == {"alt": ALT, "width": 400}
    assert options["raw"]
    assert picture.size == (800, 600)
    assert np.asarray(picture)[..., 3].min() == 255  # opaque, for dark themes
    assert not plt.fignum_exists(fig.number)


DRAWN = """
import base64, hashlib, sys, warnings
import matplotlib as mpl
import matplotlib.pyplot as plt

warnings.simplefilter("error")
MINE = {"font.family": "Arial Missing", "font.size": 30, "text.usetex": True, "axes.grid": False}
MINE |= {"savefig.bbox": "tight", "savefig.transparent": True, "figure.dpi": 50, "lines.linewidth": 9}

def set_mine():
    plt.style.use("dark_background")
    mpl.rcParams.update(MINE)

if sys.argv[1] == "before":
    set_mine()
from helpers import explorables, figures
pictures = []
figures.display = lambda bundle, **options: pictures.append(base64.b64decode(bundle["image/png"]))
early = explorables.tilt_a_line()
if sys.argv[1] == "after":
    set_mine()
    next(iter(early.controls.values())).value += 0.5
    next(iter(early.controls.values())).value -= 0.5
late = explorables.four_windows()
figure, (left, right) = figures.new_figure("AB")
figures.draw_data(left, [1, 2], [3, 4], "mass", "stretch")
left.plot([1, 2], [3, 4], label="a line")
left.text(1, 3, "$x^2$ is a parabola")
left.legend()
right.hist([1, 2, 2])
if sys.argv[1] == "after":
    set_mine()
figures.show(figure, "Dots, a line, words and bars, in the course's own look.")
pictures += [early.png, late.png]
print(*(hashlib.sha256(picture).hexdigest() for picture in pictures))
"""


def drawn(when, **environment):
    command = [sys.executable, "-c", DRAWN, when]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", env=os.environ | environment, check=True)
    return run.stdout


def test_the_users_style_changes_nothing(tmp_path):
    own = tmp_path / "matplotlibrc"
    own.write_text("font.family: Arial Missing\nfont.size: 40\nfigure.facecolor: none\nsavefig.dpi: 30\n", "utf-8")
    wanted = drawn("never")
    assert len(wanted.split()) == 3
    assert drawn("never", MATPLOTLIBRC=str(own)) == wanted
    assert drawn("before") == wanted
    assert drawn("after") == wanted


def test_the_style_brings_its_own_font():
    assert plt.rcParams["font.family"] == ["DejaVu Sans"]


def test_show_gives_every_figure_an_opaque_ground(shown):
    for ground in ("none", (0, 0, 0, 0.5)):
        figure, _ = figures.new_figure(size=(2, 2))
        figure.set_facecolor(ground)
        figures.show(figure, alt=ALT)
    for bundle, _ in shown:
        picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).convert("RGB"))
        assert (picture[0, 0] == 255).all()


def test_show_wants_a_real_description(shown):
    with pytest.raises(ValueError, match="at least 30 characters"):
        figures.show(plt.figure(), alt="a plot")
    assert not shown
    plt.close("all")


def test_every_role_has_its_own_colour_from_the_palette():
    okabe_ito = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}
    assert set(figures.COLOURS) == {"data", "model", "loss", "gradient", "start", "minimum"}
    assert set(figures.COLOURS.values()) <= okabe_ito
    assert len(set(figures.COLOURS.values())) == len(figures.COLOURS)


def test_new_figure_returns_axes_in_reading_order():
    figure, axes = figures.new_figure("AA;BC", height_ratios=(1, 3))
    assert figure.axes == axes
    assert len(axes) == 3


def test_draw_line_spans_the_axes_and_leaves_their_limits():
    _, (ax,) = figures.new_figure()
    ax.set(xlim=(-2, 3), ylim=(0, 1))
    line = figures.draw_line(ax, 10, 5)
    np.testing.assert_allclose(line.get_data(), [[-2, 3], [-15, 35]])
    assert ax.get_xlim() == (-2, 3)
    assert ax.get_ylim() == (0, 1)


def test_draw_bowl_draws_a_ring_where_the_loss_has_that_height():
    _, (ax,) = figures.new_figure()
    figures.draw_bowl(ax, lambda p: (p**2).sum(axis=-1), (-3, 3), (-3, 3), [4.0])
    (rings,) = ax.collections
    points = np.concatenate([path.vertices for path in rings.get_paths()])
    np.testing.assert_allclose(np.hypot(*points.T), 2, atol=0.01)


def test_points_have_the_marker_of_their_role():
    _, (ax,) = figures.new_figure()
    markers = [figures.draw_point(ax, 0, 0, role).get_marker() for role in ("model", "start", "minimum")]
    assert markers == ["o", "s", "*"]


def test_draw_equation_shows_every_number_under_its_name_and_shape():
    _, (ax,) = figures.new_figure()
    X = np.array([[1.0, -2.0], [3.5, 4.0], [5.0, 6.0]])
    figures.draw_equation(ax, ("X.T", X.T, ["km", "minutes"]), "@", ("e", np.array([7.0, 8.0, 9.0])), "+", ("b", 0.5))
    said = [text.get_text() for text in ax.texts]
    assert {"X.T\n(2, 3)", "e\n(3,)", "b\na number", "@", "+", "km", "minutes", "−2", "3.5", "9", "0.5"} <= set(said)
    assert len(ax.patches) == 6 + 3 + 1
    box = ax.dataLim
    assert box.x0 >= ax.get_xlim()[0]
    assert box.x1 <= ax.get_xlim()[1]
