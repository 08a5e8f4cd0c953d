"""The decks: a lesson's worth, questions before their answers, nothing lost, nothing cut off, no other host asked."""

import re
from importlib.util import find_spec

import nbformat
import pytest
from common import NOTEBOOKS, is_deeper
from door import serve
from lab import CHROMIUM, chromium
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from test_book import need, reads_its_own_files

pytestmark = [pytest.mark.site, pytest.mark.filterwarnings(reads_its_own_files)]

MARKED = [path for path in NOTEBOOKS if '"slide_type": "slide"' in path.read_text(encoding="utf-8")]
each_deck = pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def slides():
    for package in ("nbconvert", "latex2mathml", "ziamath"):
        need(find_spec(package), package)
    import slides

    return slides


@pytest.fixture(scope="module")
def folder(slides, tmp_path_factory):
    """All decks, as the command writes them."""
    out = tmp_path_factory.mktemp("slides")
    slides.slides(out, MARKED)
    return out


def test_every_notebook_but_the_first_has_a_deck():
    assert NOTEBOOKS[1:] == MARKED


@each_deck
def test_a_deck_is_a_lessons_worth_of_the_main_path(slides, path):
    nb = nbformat.read(path, as_version=4)
    assert not any("slideshow" in cell.metadata for cell in nb.cells if is_deeper(cell))
    cards = slides.deck(nb, {}).cells
    assert 15 <= sum(slides.kind(card) in ("slide", "subslide") for card in cards) <= 27
    assert not any("find_spec" in card.source for card in cards), "the set-up cell"


@each_deck
def test_no_answer_stands_beside_its_question(slides, path):
    cards = [card for card in slides.deck(nbformat.read(path, as_version=4), {}).cells if slides.kind(card) != "notes"]
    for card, following in zip(cards, cards[1:], strict=False):
        last = card.source.split("\n\n")[-1]
        if slides.ASKS.search(last) or card.source.startswith("### ") or "return ..." in card.source:
            assert slides.kind(following) != "-", following.source
        if following.source.startswith(("**Solution**", "**Answer**")):
            assert slides.kind(following) == "fragment"


@each_deck
def test_every_word_of_a_chosen_cell_is_on_the_wall_or_in_the_notes(slides, path):
    nb = nbformat.read(path, as_version=4)
    chosen = [cell for cell in nb.cells if not is_deeper(cell) and slides.kind(cell) != "skip"]
    there = "\n".join(card.source for cell in chosen for card in slides.cards(cell, {}))
    for cell in chosen:
        text = re.sub(r"</?details>|<summary>.+?</summary>|^---$", "", slides.without_badges(cell.source), flags=re.M)
        for block in re.split(r"\n\s*\n", text) if cell.cell_type == "markdown" else []:
            assert block.strip() in there


TEXT = """## Look

A plain paragraph.

One with a **word** in it.

It leads to a formula:

$$x^2$$

**Predict**: what comes?

It comes *later*.

<details>
<summary>Answer</summary>

So it is.

</details>"""


def test_a_text_becomes_a_slide_its_steps_and_notes(slides):
    assert [(slides.kind(card), card.source) for card in slides.words(TEXT, "slide")] == [
        (
            "slide",
            "## Look\n\nOne with a **word** in it.\n\nIt leads to a formula:\n\n$$x^2$$\n\n**Predict**: what comes?",
        ),
        ("fragment", "It comes *later*."),
        ("fragment", "**Answer**\n\nSo it is."),
        ("notes", "A plain paragraph."),
    ]


def test_what_emphasises_nothing_is_shown_whole(slides):
    for text in ["Plain words.\n\nAnd others.", "## Look\n\nPlain, 2 * 3, `a**b`, w\\* and $a*b*c$."]:
        assert [(slides.kind(card), card.source) for card in slides.words(text, "subslide")] == [("subslide", text)]


def test_a_heading_begins_a_slide_and_of_a_long_lead_the_end_is_shown(slides):
    text = f"**So.**\n\n## Next\n\n{'Many words. ' * 20}The list:\n\n- one"
    first, second, notes = slides.words(text, "subslide")
    assert [slides.kind(card) for card in (first, second, notes)] == ["subslide", "slide", "notes"]
    assert second.source == "## Next\n\nThe list:\n\n- one"
    assert notes.source.startswith("Many words.")


def picture(text):
    view = {"application/vnd.jupyter.widget-view+json": {}, "image/png": "AA==", "text/plain": text}
    return new_code_cell("explorables.show()", outputs=[new_output("execute_result", view)])


def test_a_panels_question_its_still_and_the_right_option_come_one_after_the_other(slides):
    cell = picture("A panel\nWhich way? (left / right)\nIt stands still.")
    question, still, answer = slides.cards(cell, {"Which way?": "left"})
    assert question.source == "### A panel\n\n**Which way?**\n\n- left\n- right"
    assert [slides.kind(card) for card in (question, still, answer)] == ["-", "subslide", "fragment"]
    assert still.metadata.transient == {"remove_source": True}
    assert answer.source == "Right: **left**"
    assert len(slides.cards(picture("A panel\nWhich way? (left / right)\nIt stands still."), {})) == 2


def test_a_notebook_without_slides_is_refused(slides, tmp_path):
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Mine")]), tmp_path / "mine.ipynb")
    with pytest.raises(ValueError, match="cells of slide type Slide, got mine without"):
        slides.slides(tmp_path / "out", [tmp_path / "mine.ipynb"])


# In the browser


@pytest.fixture(scope="module")
def page(folder):
    need(CHROMIUM, "Chromium")
    need(find_spec("playwright"), "playwright")
    with serve(folder) as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.address, page.complaints = server.address, []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: asked.url.startswith((server.address, "data:")) or page.complaints.append(asked.url),
        )
        yield page


SIZES = """
() => Reveal.getSlides().map(slide => {
  const { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v);
  const box = slide.getBoundingClientRect();
  const parts = [...slide.querySelectorAll("*")].filter(part => !part.closest("aside, math math *"));
  return {
    place: `${h}/${v}`,
    tall: slide.scrollHeight,
    wide: Math.max(...parts.map(part => part.scrollWidth)),
    empty: !slide.querySelector("img") && !slide.innerText.trim(),
    nameless: [...slide.querySelectorAll("img")].filter(image => image.alt.length < 30).length,
    small: [...slide.querySelectorAll("img")].filter(image => image.clientHeight < 150).length,
  };
})
"""


def test_the_font_has_what_draws_roots(folder):
    from fontTools.ttLib import TTFont

    formulas = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.html"))
    assert "<msqrt>" in formulas
    assert 0x221A in TTFont(folder / "reveal/dist/theme/math.woff").getBestCmap()


@each_deck
def test_every_slide_fits_and_nobody_else_is_asked(page, slides, path):
    page.goto(f"{page.address}/{path.stem}.html", wait_until="networkidle")
    page.wait_for_function("Reveal.isReady()")
    sizes = page.evaluate(SIZES)
    cards = slides.deck(nbformat.read(path, as_version=4), {}).cells
    assert len(sizes) == sum(slides.kind(card) in ("slide", "subslide") for card in cards)
    wrong = [s for s in sizes if s["tall"] > 720 or s["wide"] > 1280 or s["empty"] or s["nameless"] or s["small"]]
    assert wrong == []
    assert page.complaints == []


def test_the_answer_to_a_panels_question_comes_last(page):
    page.goto(f"{page.address}/01_fit_a_line.html", wait_until="networkidle")
    steps = []
    for _ in range(200):
        steps.append(
            page.evaluate(
                "Reveal.getCurrentSlide().innerText + (Reveal.getCurrentSlide().querySelector('img')?.alt ?? '')"
            )
        )
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            break
        page.keyboard.press("Space")
    question = next(k for k, text in enumerate(steps) if "what will w do?" in text and "zigzag in" in text)
    assert "You predicted" not in steps[question]
    shown = page.evaluate("document.querySelectorAll('.fragment.visible').length")
    assert shown == page.evaluate("document.querySelectorAll('.fragment').length")
