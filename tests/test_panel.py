"""The Panel: what it draws, what it says, what it locks, and what it does with a learner's mistake."""

import asyncio
import base64
import html
import io
import re
import textwrap
from pathlib import Path
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers import controls, data, figures
from helpers import panel as panel_module
from helpers.controls import choice, levels, slider, switch
from helpers.panel import Panel, Question, Task
from helpers.windows import LineWindow


class Tilt(Panel):
    """A line that w tilts and the epoch lifts; a test may put anything in the place of a part."""

    title, play = "A line", "epoch"

    def __init__(self, limits=(-1, 1), **parts):
        self.limits = limits
        vars(self).update(parts)
        super().__init__()

    def make_controls(self):
        return {"w": slider("w", 0.0, -2.0, 2.0, 0.1), "epoch": slider("epoch", 0, 0, 10, 1)}

    def draw(self):
        figure, (ax,) = figures.new_figure(size=(4, 3))
        ax.set(xlim=(-1, 1), ylim=self.limits)
        self.line = figures.draw_line(ax, 0)
        return figure, [SimpleNamespace(artists=[self.line])]

    def numbers(self, w, epoch):
        return {"lift": epoch / 10}

    def show(self, now):
        self.line.set_ydata(now.w * self.line.get_xdata() + now.lift)

    def words(self, now):
        return f"w = {now.w:.1f} at epoch {now.epoch}"


def ask(**parts):
    """A panel with a question."""
    outcome = lambda now: "It went up." if now.w > 1 else None  # noqa: E731
    return Tilt(question=Question("Up or down?", ("up", "down")), outcome=outcome, **parts)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int)


def all_widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_widgets(child)


def buttons(panel):
    return {w.description: w for w in all_widgets(panel.widget) if isinstance(w, widgets.Button)}


def test_a_move_changes_picture_and_words_and_the_same_setting_gives_the_same_picture():
    panel = Tilt()
    before = panel.png
    panel.controls["w"].value = 1.5
    assert panel.readout == "w = 1.5 at epoch 0"
    assert panel.values == {"w": 1.5, "epoch": 0}
    moved = panel.png
    assert moved != before
    panel.controls["w"].value = 0.0
    assert panel.png == before
    panel.controls["w"].value = 1.5
    assert panel.png == moved


def test_a_blitted_frame_is_what_a_full_drawing_would_be():
    panel = Tilt()
    panel.controls["w"].value = 1.2
    for artist in panel.artists:
        artist.set_animated(False)
    canvas = FigureCanvasAgg(panel.figure)
    canvas.draw()
    difference = np.abs(pixels(panel.png) - np.asarray(canvas.buffer_rgba(), dtype=int)[..., :3])
    assert difference.max() < 30  # 256 colours; and a hair where the line crosses an edge
    assert np.mean(difference > 8) < 0.001


def test_new_limits_redraw_everything():
    panel = Tilt()
    ax = panel.figure.axes[0]
    old = panel.png

    panel.show = lambda now: ax.set_ylim(-1 - now.epoch, 1 + now.epoch)
    panel.controls["epoch"].value = 5
    zoomed = panel.png
    assert not np.array_equal(pixels(zoomed)[:, :40], pixels(old)[:, :40])  # the labels at the left edge
    panel.controls["epoch"].value = 0
    assert np.array_equal(pixels(panel.png)[:, :40], pixels(old)[:, :40])


def test_the_layout_never_shifts():
    panel = Tilt()
    where = panel.figure.axes[0].get_position().bounds
    panel.figure.axes[0].set_ylim(-1e6, 1e6)
    panel.controls["w"].value = 1.0
    assert panel.figure.axes[0].get_position().bounds == where


def test_what_the_learners_code_raises_is_shown_and_then_forgotten():
    def learners_slope(w):
        return 1 / (w - 1)

    panel = Tilt(numbers=lambda w, epoch: {"lift": learners_slope(round(w, 1))}, words=lambda now: f"{now.lift:.1f}")
    picture = panel.png
    panel.controls["w"].value = 1.0
    assert isinstance(panel.error, ZeroDivisionError)
    assert "ZeroDivisionError" in panel.readout
    assert "in learners_slope" in panel.readout
    assert "return 1 / (w - 1)" in panel.readout
    assert __file__ not in panel.readout
    words = [w for w in all_widgets(panel.widget) if isinstance(w, widgets.HTML)][-1]
    assert "ZeroDivisionError" in words.value
    assert panel.png == picture
    panel.controls["w"].value = 2.0
    assert panel.error is None
    assert panel.readout == "1.0"


def test_an_error_in_the_first_frame_leaves_what_stays():
    def fail(now):
        raise RuntimeError("at once")

    panel = Tilt(words=fail)
    assert "at once" in panel.readout
    assert pixels(panel.png).shape == (300, 400, 3)
    assert pixels(panel.png).min() < 100  # the axes


def test_what_the_drawing_raises_is_shown_too():
    panel = Tilt()
    panel.line.set_data([0, 1], [0, 1, 2])
    panel.show = lambda now: None
    panel.controls["w"].value = 1.0
    assert panel.error is not None
    assert type(panel.error).__name__ in panel.readout


def test_the_question_locks_every_control_until_it_is_answered():
    panel = ask()
    lockable = [*panel.controls.values(), *(buttons(panel)[name] for name in ("Play", "Step", "Reset"))]
    assert panel.locked
    assert len(lockable) == 5
    assert all(widget.disabled for widget in lockable)
    assert "Predict first" in panel.readout
    assert "Up or down? (up / down)" in panel.description
    buttons(panel)["down"].click()
    assert panel.guess == "down"
    assert not panel.locked
    assert not any(widget.disabled for widget in lockable)
    assert all(buttons(panel)[name].disabled for name in ("up", "down", "just show me"))
    assert "You predicted: down. Now find out." in panel.readout
    panel.controls["w"].value = 1.5
    assert "You predicted: down. It went up." in panel.readout
    panel.controls["w"].value = 0.0
    assert "You predicted: down. It went up." in panel.readout  # what was found out stays known


def test_just_show_me_unlocks_without_a_guess():
    panel = ask()
    buttons(panel)["just show me"].click()
    assert panel.guess is None
    assert not panel.locked
    assert "You predicted" not in panel.readout


@pytest.mark.parametrize("panel", [ask(), Tilt()])
def test_an_answer_that_is_no_option_is_refused(panel):
    with pytest.raises(ValueError, match="sideways"):
        panel.answer("sideways")


def test_the_task_says_when_it_is_done():
    panel = Tilt(task=Task("make w 2."), done=lambda now: f"w = {now.w}." if now.w == 2 else None)
    assert "Your task: make w 2." in panel.readout
    panel.controls["w"].value = 2.0
    assert "You have it. w = 2.0." in panel.readout
    panel.controls["w"].value = 1.0
    assert "You have it" not in panel.readout


def test_step_and_reset_move_the_epoch():
    panel = Tilt()
    buttons(panel)["Step"].click()
    assert panel.readout == "w = 0.0 at epoch 1"
    panel.controls["epoch"].value = 10
    buttons(panel)["Step"].click()
    assert panel.values["epoch"] == 10
    panel.controls["w"].value = 1.0
    buttons(panel)["Reset"].click()
    assert panel.values == {"w": 0.0, "epoch": 0}
    assert panel.readout == "w = 0.0 at epoch 0"


def test_play_runs_to_the_end_and_pauses_and_begins_again(monkeypatch):
    monkeypatch.setattr(panel_module, "TICK", 0.001)
    panel = Tilt()
    play = buttons(panel)["Play"]

    async def played(until):
        """Whether it still plays once `until()` is true."""
        play.click()
        while not until():
            await asyncio.sleep(0.001)
        return play.description == "Pause"

    def epoch():
        return panel.values["epoch"]

    assert asyncio.run(played(lambda: epoch() == 3))
    play.click()
    assert play.description == "Play"
    assert not asyncio.run(played(lambda: epoch() == 10))
    assert asyncio.run(played(lambda: epoch() == 1)), "at the end, Play begins again"
    panel.reset()
    assert (epoch(), play.description) == (0, "Play")


def test_after_reset_nothing_plays_on(monkeypatch):
    monkeypatch.setattr(panel_module, "TICK", 0.001)
    panel = Tilt()

    async def play_and_reset():
        buttons(panel)["Play"].click()
        await asyncio.sleep(0.005)
        panel.reset()
        await asyncio.sleep(0.02)

    asyncio.run(play_and_reset())
    assert panel.values["epoch"] == 0


def test_a_burst_of_moves_is_folded_and_ends_at_the_last():
    panel = Tilt()
    frames = []
    draw = panel._light.png
    panel._light.png = lambda: frames.append(panel.values["w"]) or draw()

    async def burst():
        for w in np.linspace(-2, 2, 41):
            panel.controls["w"].value = round(w, 1)
        await asyncio.sleep(0.2)

    asyncio.run(burst())
    assert len(frames) < 10
    assert frames[-1] == 2.0
    assert "w = 2.0" in panel._words.value


def test_a_folded_move_is_drawn_when_somebody_asks_for_it():
    async def ask():
        panel = Tilt()
        panel.controls["w"].value = 1.0
        return panel.readout

    assert asyncio.run(ask()) == "w = 1.0 at epoch 0"


def test_at_rest_the_picture_has_twice_the_pixels():
    panel = Tilt()

    async def move_and_rest():
        panel.controls["w"].value = 1.0
        await asyncio.sleep(0.1)
        moving = shown(panel)
        await asyncio.sleep(panel_module.AT_REST + 0.2)
        return moving, shown(panel)

    moving, resting = asyncio.run(move_and_rest())
    assert moving.shape == (300, 400, 3)
    assert resting.shape == (600, 800, 3)
    halved = resting.reshape(300, 2, 400, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - moving).mean() < 3  # the same picture
    assert pixels(panel.png).shape == (300, 400, 3)


def test_without_a_kernel_the_picture_and_its_description_remain():
    panel = ask()
    bundle, metadata = panel._repr_mimebundle_()
    still = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert bundle["text/plain"] == metadata["image/png"]["alt"] == panel.description
    assert panel.description.startswith("A line\nUp or down? (up / down)\nw = 0.0 at epoch 0")
    assert still.width == 400
    assert still.height > 300  # the caption is in the picture
    assert np.asarray(still)[300:].min() < 100
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.widget.model_id


def pictures(panel):
    """(name, pixels) of what is on the page, from the lowest to the uppermost."""
    images = re.findall(r'<img alt="(.*?)".*?base64,(.*?)"', panel._picture.value)
    return [(html.unescape(name), pixels(base64.b64decode(png))) for name, png in images]


def shown(panel):
    return pictures(panel)[-1][1]


def test_the_picture_is_named_by_the_words_and_stands_on_the_last_one():
    panel = Tilt(words=lambda now: f'"w" < {now.w:.1f}')
    panel.controls["w"].value = 1.0
    first = shown(panel)
    panel.controls["w"].value = 2.0
    (below, last), (name, new) = pictures(panel)
    assert (below, name) == ("", 'A line: "w" < 2.0')
    assert np.array_equal(last, first)
    assert not np.array_equal(new, first)


def test_words_are_escaped():
    panel = Tilt(words=lambda now: "w < 1 & <b>bold</b>")
    assert "w &lt; 1 &amp; &lt;b&gt;bold" in panel._words.value
    assert 'aria-live="polite"' in panel._words.value


def test_only_widgets_that_ipywidgets_7_has():
    core = {"VBox", "HBox", "HTML", "Button", "IntSlider", "FloatSlider", "SelectionSlider", "Dropdown"}
    core |= {"Checkbox"}
    panel = ask()
    assert {type(widget).__name__ for widget in all_widgets(panel.widget)} <= core


def test_the_labels_of_a_panels_controls_have_one_width():
    labels = {name: slider(name, 0, 0, 9, 1) for name in ("n", "a long name")}
    panel = Tilt(make_controls=lambda: {"w": slider("w", 0.0, -2.0, 2.0, 0.1), "epoch": labels["n"], **labels})
    widths = {control.style.description_width for control in panel.controls.values()}
    assert widths == {"7.08em"}


def test_controls():
    assert isinstance(slider("n", 1, 0, 5, 1), widgets.IntSlider)
    assert isinstance(slider("w", 1.0, 0.0, 5.0, 0.5), widgets.FloatSlider)
    assert [label for label, _ in levels("n", [50, 0.000005, 100], 50).options] == ["50", "0.000005", "100"]
    assert slider("η", 1e-7, 0.0, 1e-6, 1e-8).readout_format == ".3g"
    assert slider("w", 1.0, 0.0, 5.0, 0.05).readout_format == ".2f"
    assert [label for label, _ in levels("η", [1, 2], 1, lambda rate: f"{rate} a day").options] == [
        "1 a day",
        "2 a day",
    ]
    exact = levels("η", [0.1, 1 / 3, 0.5], 0.3, ".3f")
    assert exact.value == 1 / 3
    assert [label for label, _ in exact.options] == ["0.100", "0.333", "0.500"]
    assert choice("loss", ["mse", "sse"]).value == "mse"
    assert choice("loss", [("MSE", 1), ("SSE", 2)], 2).value == 2
    assert switch("show", True).value is True


GUIDE = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = {
    "the module's": textwrap.dedent(panel_module.__doc__.split(":\n\n")[1].split("\n\nEverything that stays")[0]),
    "the guide's": GUIDE.split("```python\n")[1].split("```")[0],
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_for_authors_works(example):
    names = {
        **vars(controls),
        **vars(panel_module),
        "np": np,
        "data": data,
        "figures": figures,
        "LineWindow": LineWindow,
    }
    assert len(EXAMPLES[example].splitlines()) <= 40
    exec(EXAMPLES[example], names)
    panel = names["HandFit"]()
    if panel.locked:
        panel.answer(None)
    panel.controls["w"].value = 4.0
    assert "w = 4.00: the mean squared error is 0.74" in panel.readout
    assert "Your task" in panel.readout
    panel.controls["w"].value = 4.6
    assert "You have it" in panel.readout
