"""Panel: a figure whose artists follow sliders, a frame in about ten milliseconds.

An explorable is a class with named parts. It says what it is about, draws once what stays, computes numbers from the
values of its controls, hands them to the windows that it is made of, and says them in words:

    class HandFit(Panel):
        title, task = "Fit a line by hand", Task("drag w until the line fits.")

        def __init__(self, dataset=None):
            self.dataset = data.springs() if dataset is None else dataset
            super().__init__()

        def make_controls(self):
            return {"w": slider("w", 0.0, 0.0, 8.0, 0.05)}

        def draw(self):
            figure, (ax,) = figures.new_figure()
            self.line = LineWindow(ax, self.dataset, "The line")
            return figure, [self.line]

        def numbers(self, w):
            return {"loss": np.mean((w * self.dataset.X[:, 0] - self.dataset.y) ** 2)}

        def show(self, now):
            self.line.show((now.w, 0))

        def words(self, now):
            return f"w = {now.w:.2f}: the mean squared error is {now.loss:.3g}."

        def done(self, now):
            return "It gets no lower." if now.loss < 0.3 else None

Everything that stays is drawn once and kept; a move restores it, draws the moving artists on top and sends a PNG,
with the words as its name, in an ordinary `ipywidgets.HTML`: an `ipywidgets.Image` has no name, and takes a browser
some ten milliseconds longer. If `show` changes an axis' limits, all is drawn anew, at about five times the price.
"""

import asyncio
import base64
import html
import io
import textwrap
import time
import traceback
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cached_property
from types import SimpleNamespace
from typing import NamedTuple

import ipywidgets as widgets
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.attempt import TookTooLong, time_limit
from helpers.controls import lined_up
from helpers.figures import COLOURS, SHARP
from helpers.frames import Frames, as_png, picture

FOLD_WITHIN = 0.005  # a message this soon (s) after the last frame was waiting for it: more of them may be
FOLD_FOR = 0.015  # s
AT_REST = 0.25  # s without a move, longer than a tick
TICK = 0.1  # s from one epoch to the next while it plays


class Question(NamedTuple):
    """A prediction to commit to before the controls unlock; `right` is the option that `outcome` will bear out."""

    prompt: str
    options: Sequence[str]
    right: str | None = None


class Task(NamedTuple):
    """Something to reach with the controls."""

    prompt: str


class LearnersError(Exception):
    """Raised where the learner's own code cannot run: the panel shows its message as it is."""


class Panel:
    """A figure, the controls that move its artists, and a readout in words; each explorable is a subclass.

    A subclass prepares its data in `__init__`, then calls this one. It defines `draw`, `make_controls`, `show` and
    `words`, and where it has them `numbers`, `outcome` and `done`. `numbers` computes from its arguments alone: the
    same values always give the same picture. What it returns comes to the other parts as `now`, together with the
    values of the controls, by name.

    Attributes that a subclass may set, on the class or before this `__init__`
    ----------
    title : what the panel is, for those who cannot see it
    question : Question to answer first, or None
    task : Task to reach, or None
    play : name of the control that Play and Step move, or None
    runs_own_code : whether `numbers` calls the learner's functions; they get a few seconds

    Attributes
    ----------
    values : dict of name -> value; the state
    starting_values : the values that Reset goes back to
    readout : what the panel says in words
    png : the picture, as bytes
    guess : the prediction, or None
    locked : whether the controls wait for the question's answer
    said : what `outcome` has said, since it said something
    error : the exception that the last move raised, or None
    """

    title, question, task, play, runs_own_code = "", None, None, None, False

    def __init__(self):
        self.guess = self.said = self.error = self._timer = self._rest = self._tick = None
        self.controls = self.make_controls()
        self.figure, windows = self.draw()
        self.artists = [artist for window in windows for artist in window.artists]
        self._frame_end, self.starting_values = 0.0, self.values
        self._light = Frames(self.figure, self.artists, self.figure.dpi)
        self.figure.set_layout_engine("none")  # the first drawing laid it out; nothing may shift afterwards
        self._frame = self._light.png(moving=False)  # nothing is in its place yet

        width = f"{round(self.figure.get_figwidth() * self.figure.dpi)}px"
        self._picture = widgets.HTML(layout={"width": width, "max_width": "100%", "margin": "2px 0"})
        self._words = widgets.HTML(layout={"min_height": "7.5em", "max_width": width})
        options = self.question.options if self.question else []
        self._options = [widgets.Button(description=option) for option in options]
        for control in self.controls.values():
            control.observe(self._changed, "value")
        controls, buttons = lined_up(self.controls.values()), self._buttons()
        self._lockable = [*controls, *buttons]
        row = self._row([*controls, widgets.HBox(buttons)])
        self.widget = widgets.VBox([*self._asking(), row, self._picture, self._words])
        self._lock(self.question is not None)
        self._render()

    # The parts of an explorable.

    def make_controls(self):
        """A dict of name -> core ipywidget with a `value` (see `slider`, `levels`, `choice`, `switch`)."""
        raise NotImplementedError

    def draw(self):
        """The figure with all that stays, and the windows on it, in the order in which their artists are drawn."""
        raise NotImplementedError

    def numbers(self, **values):
        """A dict of all that picture and words need beyond the values of the controls."""
        return {}

    def show(self, now):
        """Hand the numbers to the windows."""
        raise NotImplementedError

    def words(self, now):
        """What there is to see, in a sentence or two."""
        raise NotImplementedError

    def outcome(self, now):
        """The question's answer, once the controls are set such that it is seen; None before."""

    def done(self, now):
        """What was reached, once the task is; None before."""

    # What tests and notebooks use.

    @property
    def values(self):
        return {name: control.value for name, control in self.controls.items()}

    @property
    def readout(self):
        self._flush()
        return "\n".join(text for _, text in self._lines)

    @property
    def description(self):
        """The title, the question as long as it is open, and the readout: the panel for those who cannot see it."""
        question = f"{self.question.prompt} ({' / '.join(self.question.options)})\n" if self.locked else ""
        return f"{self.title}\n{question}{self.readout}"

    @property
    def png(self):
        self._flush()
        return self._frame

    def answer(self, guess):
        """Store the prediction, one of the question's options or None for "just show me", and unlock the controls."""
        if self.question is None or guess not in (None, *self.question.options):
            options = "no question" if self.question is None else f"the options {list(self.question.options)}"
            raise ValueError(f"guess must be an answer, got {guess!r} for {options}.")
        self.guess = guess
        for button in self._options:
            button.disabled = True
            button.button_style = "info" if button.description == guess else ""
        self._lock(False)
        self._render()

    def reset(self):
        """Stop playing, and put every control back to where it started."""
        self._pause()
        for name, control in self.controls.items():
            control.value = self.starting_values[name]

    def _repr_mimebundle_(self, include=None, exclude=None):
        self._rest_soon()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        still = {"image/png": _text(self._still()), "text/plain": self.description}
        alt = {"alt": self.description, "width": round(self.figure.get_figwidth() * self._light.dpi)}
        return {"application/vnd.jupyter.widget-view+json": view, **still}, {"image/png": alt}

    def _still(self):
        """The picture above its description, as PNG bytes: what is left where no kernel runs."""
        width, dpi = self.figure.get_figwidth(), self._light.dpi
        lines = [row for line in self.description.splitlines() for row in textwrap.wrap(line, int(width * 13))]
        caption = Figure(figsize=(width, 0.2 * len(lines) + 0.2), dpi=dpi)
        caption.text(0.012, 0.97, "\n".join(lines), va="top", fontsize=10, linespacing=1.35)
        canvas = FigureCanvasAgg(caption)
        canvas.draw()
        parts = [Image.open(io.BytesIO(self.png)), picture(canvas)]
        page = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)), "white")
        page.paste(parts[0], (0, 0))
        page.paste(parts[1], (0, parts[0].height))
        return as_png(page)

    # The frame: restore what stays, draw what moves, encode.

    def _render(self):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            now = self._now()
            self.show(now)
            self._lines = self._say(now)
            last, self._frame = self._frame, self._light.png()
            self._picture.value = self._as_picture(self._frame, last)
            self.error = None
        except (Exception, TookTooLong) as error:  # the learner's own code may run: what it raises is for the learner
            self.error, self._lines = error, [("error", _explain(error))]
        self._words.value = _as_html(self._lines)
        self._frame_end = time.perf_counter()
        self._rest_soon()

    def _now(self):
        with time_limit() if self.runs_own_code else nullcontext():
            return SimpleNamespace(**self.values, **self.numbers(**self.values))

    def _as_picture(self, png, last):
        """The picture, named by the words, on the last one: Firefox shows nothing while it decodes."""
        names = {"": last, f"{self.title}: {self._lines[0][1]}": png}
        size = "width: 100%; grid-area: 1/1; color: transparent"
        images = "".join(
            f'<img alt="{html.escape(name)}" style="{size}" decoding="sync" src="data:image/png;base64,{_text(image)}">'
            for name, image in names.items()
        )
        return f'<div style="display: grid">{images}</div>'

    @cached_property
    def _sharp(self):
        return Frames(self.figure, self.artists, SHARP * self._light.dpi)

    def _sharpen(self):
        """Send the picture with as many pixels as a good display has; too slow for moves, so it waits for a rest."""
        self._rest = None
        self._picture.value = self._as_picture(self._sharp.png(), self._frame)

    # The moves: those that come faster than frames are folded into one.

    def _rest_soon(self):
        if self._rest is not None:
            self._rest.cancel()
        loop = _running_loop()
        self._rest = loop and loop.call_later(AT_REST, self._sharpen)

    def _changed(self, _):
        loop = _running_loop()
        if loop is None or time.perf_counter() - self._frame_end > FOLD_WITHIN:
            self._render()
        elif self._timer is None:
            self._timer = loop.call_later(FOLD_FOR, self._render)

    def _flush(self):
        if self._timer is not None:
            self._render()

    # The words.

    def _say(self, now):
        lines = [("readout", self.words(now))]
        if self.locked:
            return [*lines, ("locked", "Predict first: the controls unlock with your answer.")]
        if self.guess is not None:
            self.said = self.outcome(now) or self.said
            lines.append(("guess", f"You predicted: {self.guess}. {self.said or 'Now find out.'}"))
        if self.task:
            done = self.done(now)
            lines.append(("done", f"You have it. {done}") if done else ("task", f"Your task: {self.task.prompt}"))
        return lines

    # The widgets.

    def _asking(self):
        if not self.question:
            return []
        for button in self._options:
            button.on_click(lambda clicked: self.answer(clicked.description))
        skip = widgets.Button(description="just show me")
        skip.on_click(lambda _: self.answer(None))
        self._options.append(skip)
        for button in self._options:
            button.layout.width = "auto"
        return [widgets.HTML(f"<b>{html.escape(self.question.prompt)}</b>"), self._row(self._options)]

    def _buttons(self):
        reset = widgets.Button(description="Reset", tooltip="Put every control back", layout={"width": "auto"})
        reset.on_click(lambda _: self.reset())
        if self.play is None:
            return [reset]
        moved = self.controls[self.play]
        self._player = widgets.Button(description="Play", tooltip=f"Let the {self.play} run", layout={"width": "5em"})
        self._player.on_click(self._play_or_pause)
        step = widgets.Button(description="Step", tooltip=f"One more {self.play}", layout={"width": "auto"})
        step.on_click(lambda _: setattr(moved, "value", min(moved.value + moved.step, moved.max)))
        return [self._player, step, reset]

    # Playing: ipywidgets' own Play counts in the browser, stops where a panel is shown twice, and its buttons have no
    # name for those who cannot see them.

    def _play_or_pause(self, _):
        if self._tick is not None:
            return self._pause()
        moved = self.controls[self.play]
        if moved.value == moved.max:
            moved.value = moved.min
        self._player.description = "Pause"
        self._tick_soon()

    def _pause(self):
        if self._tick is not None:
            self._tick.cancel()
            self._tick, self._player.description = None, "Play"

    def _tick_soon(self):
        loop = _running_loop()
        self._tick = loop and loop.call_later(TICK, self._advance)

    def _advance(self):
        moved = self.controls[self.play]
        moved.value = min(moved.value + moved.step, moved.max)
        self._tick_soon()
        if moved.value == moved.max:
            self._pause()

    @staticmethod
    def _row(children):
        return widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})

    def _lock(self, locked):
        self.locked = locked
        for widget in self._lockable:
            widget.disabled = locked


def _text(png):
    return base64.b64encode(png).decode()


def _running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # plain Python, no kernel: nothing to wait for
        return None


# A mark at the left tells what a line is; its text keeps the colour that the theme, dark or light, has chosen.
_MARKS = {
    "readout": "transparent",
    "locked": "#888888",
    "guess": COLOURS["model"],
    "task": COLOURS["start"],
    "done": f"{COLOURS['minimum']}; font-weight: bold",
    "error": f"{COLOURS['loss']}; font-weight: bold",
}


def _as_html(lines):
    style = "border-left: 4px solid {}; padding-left: 0.6em"
    rows = "".join(f'<div style="{style.format(_MARKS[kind])}">{html.escape(text)}</div>' for kind, text in lines)
    return f'<div role="status" aria-live="polite" style="line-height: 1.4">{rows}</div>'


def _explain(error):
    if isinstance(error, LearnersError | TookTooLong):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} (in {frame.name}, line {frame.lineno}: {frame.line})"
