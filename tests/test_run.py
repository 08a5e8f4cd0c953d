"""The course in the browser: every notebook that can, run whole there, with the texts that it has in JupyterLab.

Nothing may be asked of another host; what a learner has written stays, and what they have not does not grow old.
SITE names the folder of a site that is made already; without it the tests make what they need, from npm and PyPI.
"""

import json
import os
import shutil
import tomllib
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from common import NOTEBOOKS
from door import STORED, Running, serve, with_another
from lab import CHROMIUM, ROOT, chromium, wait
from pages import extras_in

pytestmark = pytest.mark.site

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNNING = [path for path in NOTEBOOKS if not extras_in(nbformat.read(path, as_version=4), PROJECT)]
NEEDED = {"Chromium": CHROMIUM, "node": shutil.which("node"), "npm": shutil.which("npm")}
NEEDED |= {
    name: find_spec(name) for name in ("jupyterlite_core", "jupyterlite_pyodide_kernel", "playwright", "zstandard")
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site."""
    if missing := [name for name, found in NEEDED.items() if not found]:
        (pytest.fail if os.environ.get("REQUIRE_SITE") == "1" else pytest.skip)(f"missing: {', '.join(missing)}")
    if "SITE" in os.environ:
        return Path(os.environ["SITE"])
    from get_pyodide import write_pyodide
    from run import run

    folder = tmp_path_factory.mktemp("site")
    write_pyodide(folder / "pyodide", mirrors=True)
    run(folder / "out/run", folder / "pyodide")
    return folder / "out"


@pytest.fixture(scope="module")
def server(site):
    with serve(site) as server:
        yield server


@pytest.fixture(scope="module")
def browser(site):
    with chromium() as browser:
        yield browser


@pytest.fixture
def learner(browser):
    """A browser that has never been on the site; it may ask no other host for anything."""
    asked = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "blob:", "data:"))] == []


def texts(cell):
    """What the outputs of a cell say, whatever order and pieces it came in."""
    said = {}
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            parts = {output["name"]: output["text"]}
        else:
            parts = output.get("data") or {"error": output["traceback"]}
        for kind, text in parts.items():
            if kind.startswith(("text/", "std", "error")):
                said[kind] = said.get(kind, "") + "".join(text)
    return said


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.stem)
def test_a_notebook_says_in_the_browser_what_it_says_elsewhere(path, learner, server):
    page = Running(learner, server.address, path.stem)
    page.ready()
    page.run_all()
    here, there = code_cells(page.saved()), code_cells(nbformat.read(path, as_version=4))
    assert len(here) == len(there)
    for number, (cell, stored) in enumerate(zip(here, there, strict=True)):
        assert texts(cell) == texts(stored), f"code cell {number}"
    assert page.complaints == []


def test_a_panel_follows_key_and_mouse(learner, server):
    page = Running(learner, server.address, "00_start_here")
    page.ready()
    page.run_all()
    panel = page.panel("explorables.tilt_a_line(")
    panel.press("just show me")
    handle = panel.handles().first
    wait(lambda: handle.is_visible() and handle.get_attribute("disabled") is None)
    panel.changes(lambda: handle.press("ArrowRight"))
    box = handle.bounding_box()

    def drag():
        page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.page.mouse.down()
        page.page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=5)
        page.page.mouse.up()

    panel.changes(drag)


def test_starting_afresh_keeps_what_was_written_beside(learner, server):
    page = Running(learner, server.address, "00_start_here")
    page.ready()
    page.page.locator(".jp-CodeCell .cm-content", has_text="step = 1").click()
    page.page.keyboard.type("# mine\n")
    assert "# mine" in json.dumps(page.saved())
    page.page.get_by_role("button", name="Start afresh").click()
    page.page.wait_for_selector("#course-start progress:not([hidden])", timeout=60_000)
    page.ready()
    assert "start afresh" in page.says()
    assert "# mine" not in json.dumps(page.saved())
    assert "# mine" in json.dumps(page.page.evaluate(STORED, "00_start_here_mine_1.ipynb"))


@pytest.mark.parametrize("written", [False, True])
def test_a_newer_edition_opens_and_what_was_written_is_kept(written, site, learner, tmp_path):
    name = "00_start_here"
    notebook = nbformat.read(site / "run/files" / f"{name}.ipynb", as_version=4)
    notebook.cells[0].source += "\n\nA newer edition."
    with_another(site, name, notebook, tmp_path)
    with serve(site) as server:
        page = Running(learner, server.address, name)
        if written:
            page.page.locator(".jp-CodeCell .cm-content", has_text="step = 1").click()
            page.page.keyboard.type("# mine\n")
        assert ("# mine" in json.dumps(page.saved())) == written
        page.page.close()
        again = Running(learner, server.address, name)
        assert ("# mine" in json.dumps(again.saved())) == written, "the same edition leaves all as it is"
        again.page.close()
        server.folder = tmp_path
        newer = Running(learner, server.address, name)
        newer.ready()
        assert ("new edition" in newer.says()) == written
        now = json.dumps(newer.saved())
        assert "A newer edition." in now
        assert "# mine" not in now
        if written:
            newer.page.locator("#course-start a").click()
            newer.page.wait_for_selector(".jp-CodeCell")
            assert "# mine" in json.dumps(newer.page.evaluate(STORED, f"{name}_mine_1.ipynb"))
            wait(lambda: "mine_1" in newer.page.title())
