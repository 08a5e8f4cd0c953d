"""A Sphinx extension: formulas as MathML, which every browser of today lays out itself.

Chosen over MathJax and KaTeX because nothing has to be loaded or run before a formula stands there, it prints, and a
screen reader reads it. What a browser needs is a font with a table for mathematics. Not every device has one, so the
site brings STIX Two Math (SIL Open Font License), cut down to the characters of the pages.
"""

import html
import logging
import re
from importlib.resources import files
from pathlib import Path

from docutils import nodes
from fontTools import subset
from latex2mathml.converter import convert

FONT = files("ziamath") / "fonts/STIXTwoMath-Regular.ttf"
# What no page has as a character: <mi>x</mi> is shown as the letter U+1D465, and h as U+210E, which is older than the
# others; a root is drawn with U+221A.
LETTERS = [*range(0x20, 0x7F), 0x210E, 0x221A, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)]
BAR = re.compile(r"<mo[^>]*>(&#x0007C;|&#x02016;|[|‖])</mo>")


def mathml(latex, display):
    converted = convert(latex.replace(r"\_", "_"), display=display)  # it keeps the backslash in \text{a\_b}
    return BAR.sub(r'<mo stretchy="false" lspace="0" rspace="0">\1</mo>', converted)  # a bar does not know its side


def visit_inline(translator, node):
    translator.body.append(mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def visit_block(translator, node):
    translator.body.append(f'<div class="math">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def write_font(pages, path):
    """Write the font for the formulas of these pages, HTML as text."""
    formulas = "".join(formula for page in pages for formula in re.findall(r"<math.+?</math>", page, re.DOTALL))
    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
    options = subset.Options(flavor="woff", name_IDs=["*"], notdef_outline=True)
    with FONT.open("rb") as file:
        font = subset.load_font(file, options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[*LETTERS, *map(ord, set(html.unescape(formulas)))])
        cutter.subset(font)
        subset.save_font(font, str(path), options)


def finish(app, exception):
    """Write the font as _static/math.woff."""
    if not exception and app.builder.format == "html":
        pages = [path.read_text(encoding="utf-8") for path in Path(app.outdir).glob("*.html")]
        write_font(pages, Path(app.outdir, "_static", "math.woff"))


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
