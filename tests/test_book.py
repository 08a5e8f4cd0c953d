"""The site's pages to read: nothing is lost on the way from the notebooks, links lead somewhere, all can read them."""

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
import zipfile
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from common import NOTEBOOKS, ROOT
from lab import CHROMIUM, axe_core, chromium, grave

reads_its_own_files = "ignore:path is deprecated:DeprecationWarning"  # as latex2mathml and ziamath do
pytestmark = [pytest.mark.site, pytest.mark.filterwarnings(reads_its_own_files)]

NAMES = [path.stem for path in NOTEBOOKS]
TEACHERS = {f"teachers/{path.stem.replace('README', 'index')}": path for path in (ROOT / "site/teachers").glob("*.md")}
PAGES = ["index", "search", *NAMES, *sorted(TEACHERS)]
READ = ["index", "search", *NAMES, "teachers/index", "teachers/00", "teachers/05"]  # these three stand for the rest
VIEWS = [(width, scheme) for width in (1280, 400) for scheme in ("light", "dark")]


def need(condition, what):
    if not condition:
        if os.environ.get("REQUIRE_SITE") == "1":
            pytest.fail(f"{what} is missing")
        pytest.skip(f"{what} is missing")


def notebook(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


class Tags(HTMLParser):
    """Every start tag of a page, as (name, attributes)."""

    def __init__(self, path):
        super().__init__()
        self.found = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, attribute):
        return [attributes[attribute] for _, attributes in self.found if attributes.get(attribute)]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The folder of the book, made by a process of its own, which says nothing unless it has to warn."""
    for package in ("sphinx", "myst_nb", "furo", "latex2mathml", "nbconvert", "ziamath"):
        need(find_spec(package), package)
    out = tmp_path_factory.mktemp("site")
    code = "import sys; from pathlib import Path; from book import book; book(Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")])}
    command = [sys.executable, "-c", code, str(out)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


@pytest.fixture(scope="module")
def tags(book):
    return {name: Tags(book / f"{name}.html") for name in PAGES}


# What the pages hold


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_every_picture_with_its_description(tags, name):
    outputs = [output for cell in notebook(name).cells for output in cell.get("outputs", [])]
    described = [output.metadata["image/png"]["alt"] for output in outputs if "image/png" in output.get("data", {})]
    pictures = [attributes for tag, attributes in tags[name].found if tag == "img"]
    assert [" ".join(picture["alt"].split()) for picture in pictures] == [" ".join(alt.split()) for alt in described]


@pytest.mark.parametrize("name", NAMES)
def test_solutions_and_the_set_up_cell_are_folded(tags, name):
    solutions = sum(cell.source.count("<details>") for cell in notebook(name).cells)
    folded = [attributes for tag, attributes in tags[name].found if tag == "details"]
    assert len(folded) == solutions + 1
    assert not any("open" in attributes for attributes in folded)


@pytest.mark.parametrize("name", NAMES)
def test_deeper_sections_have_the_names_by_which_they_are_marked(tags, name):
    text = "\n".join(cell.source for cell in notebook(name).cells if cell.cell_type == "markdown")
    sections = [attributes["id"] for tag, attributes in tags[name].found if tag == "section"]
    marked = [section for section in sections if section.startswith("deeper-")]
    assert len(marked) == len(re.findall(r"^#+ Deeper:", text, re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_formulas_are_laid_out_and_code_is_highlighted(book, name):
    page = (book / f"{name}.html").read_text(encoding="utf-8")
    text = "\n".join(cell.source for cell in notebook(name).cells if cell.cell_type == "markdown")
    assert page.count('display="block"') == text.count("$$") / 2
    assert "$$" not in page
    assert not re.search(r"<m(?:i|text)>[^<]*\\", page), "a command of LaTeX was left as it is"
    for solution in re.findall(r"<details>.+?</details>", page, re.DOTALL):
        assert "<pre>" not in solution or '<span class="k' in solution or '<span class="n' in solution


@pytest.mark.parametrize("name", NAMES)
def test_a_page_runs_here_or_says_where_it_can(book, name):
    page = (book / f"{name}.html").read_text(encoding="utf-8")
    run = f'<a href="run/notebooks/index.html?path={name}.ipynb" class="door">Run this here</a>' in page
    assert run == (name not in ("06_frameworks", "07_add_machines"))
    assert ("which do not run in a browser" in page) != run
    assert "Open in Colab</a>" in page
    assert (book / "notebooks" / f"{name}.ipynb").read_bytes() == (ROOT / f"notebooks/{name}.ipynb").read_bytes()


def test_the_landing_page_maps_every_notebook_with_its_times(book):
    page = (book / "index.html").read_text(encoding="utf-8")
    for name in NAMES:
        opening = next(cell.source for cell in notebook(name).cells if "What you'll need" in cell.source)
        minutes = re.findall(r"\d+", re.search(r"[Aa]bout \d+ minutes.*", opening)[0])
        row = re.search(rf'<tr[^>]*><td><p><a [^>]*href="{name}\.html">.+?</tr>', page, re.DOTALL)[0]
        assert re.findall(r"<p>(\d+) min</p>", row) == minutes


def test_the_pages_for_teachers_are_found_from_every_page_and_from_each_other(tags):
    for name in NAMES:
        assert "teachers/index.html" in tags[name].all("href")
    assert tags["index"].all("href").count("teachers/index.html") >= 2  # side bar and text
    others = {f"{name.removeprefix('teachers/')}.html" for name in TEACHERS}
    for name in TEACHERS:
        assert others - {f"{name.removeprefix('teachers/')}.html"} <= set(tags[name].all("href"))


@pytest.mark.parametrize("name", TEACHERS)
def test_a_page_for_teachers_has_every_row_and_links_to_its_notebook(tags, name):
    text = TEACHERS[name].read_text(encoding="utf-8")
    rows = re.findall(r"^\|(?!---)", text, re.MULTILINE)
    assert [tag for tag, _ in tags[name].found].count("tr") == len(rows)
    for notebook in re.findall(r"\]\(\.\./\.\./notebooks/(\w+)\.ipynb\)", text):
        assert f"../{notebook}.html" in tags[name].all("href")


def test_links_between_pages_lead_somewhere(book, tags):
    broken = []
    for name, page in tags.items():
        for link in [*page.all("href"), *page.all("src")]:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            if parts.path.startswith("../slides/"):  # another part of the site, for the next test
                continue
            if parts.path.startswith("run/"):  # another one
                if not (ROOT / "notebooks" / parts.query.removeprefix("path=")).is_file():
                    broken.append((name, link))
                continue
            from_here = book / f"{name}.html"
            path = Path(os.path.normpath(from_here.parent / unquote(parts.path) if parts.path else from_here))
            there = path.is_relative_to(book) and path.is_file()
            linked = os.path.relpath(path, book).removesuffix(".html")
            anchors = tags[linked].all("id") if linked in tags else []
            if not there or (parts.fragment and anchors and unquote(parts.fragment) not in anchors):
                broken.append((name, link))
    assert broken == []


def test_the_index_for_teachers_links_every_deck(tags):
    decks = [href for href in tags["teachers/index"].all("href") if href.startswith("../slides/")]
    assert decks == [f"../slides/{name}.html" for name in NAMES[1:]]


def test_links_to_the_repository_name_files_that_exist(tags):
    pattern = r"https://github\.com/[\w.-]+/[\w.-]+/tree/[\w.-]+/([\w./-]+)"
    linked = {path for page in tags.values() for href in page.all("href") for path in re.findall(pattern, href)}
    assert "helpers/network.py" in linked
    assert [path for path in linked if not (ROOT / path).is_file()] == []


def test_the_archive_holds_the_site_and_how_to_start_it(book):
    from build import zip_site

    archive = zip_site(book)
    with zipfile.ZipFile(archive) as file:
        assert f"{book.name}/index.html" in file.namelist()
        assert "python3 -m http.server" in file.read(f"{book.name}/README.txt").decode()


# In the browser


@pytest.fixture(scope="module")
def address(book):
    """The book, handed out on loopback."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=book)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    text = axe_core(tmp_path_factory.mktemp("axe"))
    need(text, "axe-core, by npm,")
    return text


@pytest.fixture(scope="module")
def browser():
    need(CHROMIUM, "Chromium")
    need(find_spec("playwright"), "playwright")
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser, address):
    """Opens a page of the book. Its console must stay silent, and nobody else be asked for anything."""
    complaints, contexts = [], []

    def visit(name, width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: request.url.startswith((address, "data:")) or complaints.append(request.url))
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_everybody_can_read_it(visit, axe, name, width, scheme):
    page = visit(name, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert grave(page, axe) == {}


def test_what_keeps_people_from_reading_is_found(visit, axe):
    page = visit("00_start_here")
    page.evaluate("document.querySelector('article img').removeAttribute('alt')")
    page.evaluate("document.querySelector('article li').style.color = '#bbb'")
    assert {"image-alt", "color-contrast"} <= set(grave(page, axe))


def test_the_first_slider_moves_by_key(visit):
    page = visit("index")
    figure = page.locator("figure.slider")
    before = figure.locator("img").get_attribute("src"), figure.locator(".words").inner_text()
    figure.locator("input").press("ArrowRight")
    page.wait_for_function("src => document.querySelector('.slider img').getAttribute('src') !== src", arg=before[0])
    assert figure.locator("img").evaluate("img => img.decode().then(() => img.naturalWidth)") >= 800
    assert figure.locator(".words").inner_text() != before[1]
    assert "w = 2.10" in figure.locator(".words").inner_text()
    page.wait_for_load_state("networkidle")


def test_search_finds_a_page(visit):
    page = visit("search")
    page.goto(page.url + "?q=parabola", wait_until="networkidle")
    page.locator("#search-results a[href^='01_fit_a_line.html']").first.wait_for()
