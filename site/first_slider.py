"""The picture that moves on the landing page: what an explorable draws and says, for each place of its slider."""

import html
import io
import json

from PIL import Image

from helpers.explorables import beat_the_machine

STEP = 0.1
FIGURE = """\
<figure class="slider">
<figcaption>{question}</figcaption>
<img src="first_slider/{at:02d}.webp" alt="{alt}" width="{width}" height="{height}">
<label hidden>w <input type="range" min="{low:g}" max="{high:g}" step="{step:g}" value="{value:g}"></label>
<p class="words" aria-live="polite">{words}</p>
<script type="application/json">{all_words}</script>
</figure>"""


def write_slider(folder):
    """Write the pictures into `folder` and return the figure's HTML, which static/book.js brings to life."""
    panel = beat_the_machine()
    question = panel.question.prompt
    panel.answer(None)
    control = panel.controls["w"]
    start, said = round(control.value / STEP), []
    for k in range(int(control.max / STEP) + 1):
        control.value = k * STEP
        said.append(panel.readout)
        picture = Image.open(io.BytesIO(panel.png))
        picture.save(folder / f"{k:02d}.webp", lossless=True)
    return FIGURE.format(
        question=html.escape(question),
        at=start,
        alt=html.escape(panel.title),
        width=picture.width,
        height=picture.height,
        low=control.min,
        high=STEP * (len(said) - 1),
        step=STEP,
        value=STEP * start,
        words=html.escape(said[start]),
        all_words=json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"),
    )
