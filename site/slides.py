"""A deck of slides for each notebook, made from the notebook itself; it asks no other host for anything.

    python site/slides.py OUT [NOTEBOOK …]

Which cells are slides is set in JupyterLab (the gears at the right, "Slide Type") and stands in the notebook's file;
nbconvert makes reveal.js slides of them. Deeper parts are left out. What this file adds makes slides of a page:

- On the wall stand headings, formulas, tables, lists, and the paragraphs in which something is emphasised. The others
  are what the teacher says: they are in the speaker's notes (key S).
- What answers a question comes one step later: what follows **Predict** in its cell, solutions, and a panel's still,
  which has a slide of its own after its question.
"""

import argparse
import copy
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from mathml import mathml, write_font
from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_markdown_cell
from npm import unpacked
from pages import BADGE, WIDGET
from traitlets.config import Config

from helpers.classroom import course
from helpers.classroom.questions import questions
from helpers.diagnosis import VERDICT

SITE = Path(__file__).resolve().parent
REVEAL = "reveal.js@5.2.1"
DIGEST = "r7//6mIM5p34hFiDMvYfXgyjXqGRta+/psd9YtytsgRlrpRzFv4RbH76TXd2qD+7ZPZEbpBDhdRhJaFgfQ7zNQ=="  # sha512
THEME = "slides"
NEEDED = ["LICENSE", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js"]

BLOCK = re.compile(r"(?:<details>.*?</details>|```.*?```|\S.*?)(?=\n\s*\n|\s*\Z)", re.DOTALL)
FOLD = re.compile(r"<details>\s*<summary>(.+?)</summary>\s*(.+?)\s*</details>", re.DOTALL)
LONG = 160  # characters
NO_PARAGRAPH = re.compile(r"#|\||- |\d+\. |\$\$|```")  # at a block's start
EMPHASIS = re.compile(r"(?<![\\\w*])\*{1,2}[^\s*]")
ASKS = re.compile(r"\*\*(?:Predict|Question)\b")
PANEL = re.compile(r"(?P<title>.+)\n(?P<prompt>.+) \((?P<options>.+? / .+)\)\n")  # how a panel's description begins


# From the notebook's cells to those of the deck


def deck(notebook, right):
    """The notebook as its deck; `right` has the right option for the prompt of a panel's question."""
    chosen = [cell for cell in notebook.cells if "deeper" not in cell.metadata.get("tags", []) and kind(cell) != "skip"]
    metadata = {**notebook.metadata, "title": course.title(notebook.cells)}
    shown = [card for cell in chosen for card in cards(cell, right)]
    return nbformat.from_dict({**notebook, "metadata": metadata, "cells": shown})


def kind(cell):
    """A cell's slide type, "-" if it goes on where the one before ends."""
    return cell.metadata.get("slideshow", {}).get("slide_type") or "-"


def has_slides(notebook):
    return any(kind(cell) == "slide" for cell in notebook.cells)


def cards(cell, right):
    """What a cell becomes."""
    if cell.cell_type == "markdown":
        return [cell] if kind(cell) == "notes" else words(cell.source, kind(cell))
    if panel := next((found for output in cell.outputs if (found := as_panel(output))), None):
        return [*asking(panel, kind(cell)), results(cell, "subslide"), *answering(right.get(panel["prompt"]))]
    return [results(cell, kind(cell))]


def card(source, slide_type):
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": slide_type}})


def words(source, slide_type):
    """Cells for a slide, for what is shown in steps after it, and for the notes, from a Markdown cell's source."""
    parts, asked = [(slide_type, [])], False
    walls = on_the_wall(source)
    for _, wall in walls:
        fold = FOLD.fullmatch(wall)
        is_first = slide_type != "-" and not parts[-1][1]  # on a new slide
        if wall and not is_first and (fold or asked or wall.startswith("#")):
            parts.append(("slide" if wall.startswith("#") else "fragment", []))
        parts[-1][1].extend([f"**{fold[1]}**", fold[2]] if fold else [wall] * bool(wall))
        asked = bool(ASKS.search(wall))
    said = "\n\n".join(block for block, wall in walls if block != wall)
    return [card("\n\n".join(blocks), step) for step, blocks in parts if blocks] + [card(said, "notes")] * bool(said)


def on_the_wall(source):
    """Each block of a Markdown text with what is shown of it: all, one sentence or nothing."""
    blocks = [block for block in BLOCK.findall(without_badges(source)) if block != "---"]
    if not any(stands_out(block) for block in blocks if not block.startswith("#")):
        return [(block, block) for block in blocks]  # a text that emphasises nothing is shown whole
    found = []
    for block, following in zip(blocks, [*blocks[1:], ""], strict=True):
        leads = block.endswith(":") and stands_out(following)
        found.append((block, block if stands_out(block) else lead(block) if leads else ""))
    return found


def stands_out(block):
    """Whether a block is no paragraph, or one in which something is emphasised."""
    prose = re.sub(r"`[^`]*`|\$[^$]*\$", "", block)
    return bool(FOLD.fullmatch(block) or NO_PARAGRAPH.match(block) or EMPHASIS.search(prose))


def without_badges(source):
    return re.sub(rf"^{BADGE}.*$", "", source, flags=re.MULTILINE)


def lead(block):
    """A paragraph that leads to a formula, a table or a list; of a long one its last sentence."""
    return block if len(block) <= LONG else re.split(r"(?<=[.!?)]) +", block)[-1]


def as_panel(output):
    """Title, prompt and options of the panel that an output is, or None."""
    data = output.get("data", {})
    return PANEL.match(data["text/plain"]) if WIDGET in data else None


def asking(panel, slide_type):
    options = "\n".join(f"- {option}" for option in panel["options"].split(" / "))
    return [card(f"### {panel['title']}\n\n**{panel['prompt']}**\n\n{options}", slide_type)]


def answering(option):
    return [card(f"Right: **{option}**", "fragment")] if option else []


def results(cell, slide_type):
    """A code cell without what a check says; where there is a picture, that alone, without the code that draws it."""
    cell = copy.deepcopy(cell)
    cell.outputs = [output for output in cell.outputs if VERDICT not in output.get("data", {})]
    pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
    for output in pictures:
        output.data.pop(WIDGET, None)
    cell.metadata.transient = {"remove_source": bool(pictures)}
    cell.metadata.slideshow = {"slide_type": slide_type}
    return cell


# From the deck to a page


class Renderer(IPythonRenderer):
    """Formulas as MathML, which needs no script."""

    def block_math(self, body):
        return mathml(body, "block")

    def inline_math(self, body):
        return mathml(body, "inline")


class Deck(SlidesExporter):
    """nbconvert's slides, with a template that takes all from the folder of the page."""

    def markdown2html(self, source):
        return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)


def page(notebook):
    """A deck as HTML."""
    colours = Config(CSSHTMLHeaderPreprocessor={"style": "a11y-high-contrast-light"})
    exporter = Deck(colours, template_file=str(SITE / "slides.html.j2"), reveal_url_prefix="reveal", reveal_theme=THEME)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    return exporter.from_notebook_node(notebook)[0]


def write_reveal(out):
    """What a deck needs of reveal.js, from npm, with a theme of the course's own."""
    with tempfile.TemporaryDirectory() as folder:
        package = unpacked(REVEAL, DIGEST, Path(folder))
        for name in NEEDED:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(package / name, out / name)
    (out / "dist/theme").mkdir(exist_ok=True)
    shutil.copy(SITE / f"static/{THEME}.css", out / "dist/theme")


def slides(out, paths=()):
    """Write a deck for each of these notebooks, or of the course's, into the folder `out`. Returns the decks' paths."""
    paths = paths or [
        path for path in sorted(course.NOTEBOOKS.glob("*.ipynb")) if has_slides(nbformat.read(path, as_version=4))
    ]
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in paths}
    if without := [name for name, notebook in notebooks.items() if not has_slides(notebook)]:
        raise ValueError(f"a notebook must have cells of slide type Slide, got {', '.join(without)} without.")
    right = {question.prompt: question.right for question in questions(course.lessons())}
    decks = {out / f"{name}.html": page(deck(notebook, right)) for name, notebook in notebooks.items()}
    write_reveal(out / "reveal")
    write_font(decks.values(), out / "reveal/dist/theme/math.woff")
    for path, text in decks.items():
        path.write_text(text, encoding="utf-8")
    return list(decks)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the folder to write the decks into")
    parser.add_argument("notebooks", nargs="*", type=Path, help="files; without any, those of the course with slides")
    asked = parser.parse_args()
    try:
        for path in slides(asked.out, asked.notebooks):
            print(path)
    except ValueError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
