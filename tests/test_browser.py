"""JupyterLab in Chromium: a notebook run whole, predictions made, every control moved by key and by mouse."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from conftest import MISSING
from helpers import explorables

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


def need(condition, what):
    if not condition:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{what} is missing")
        pytest.skip(f"{what} is missing")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on loopback, on a free port, with a token, over a copy of the notebooks: its address."""
    need(CHROMIUM, "Chromium")
    try:
        import jupyterlab  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as error:
        need(False, error.name)
    folder = tmp_path_factory.mktemp("lab")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_TOKEN": token}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        try:
            wait(lambda: answers(f"http://127.0.0.1:{port}/api?token={token}"), 60)
            yield f"http://127.0.0.1:{port}/lab/workspaces/{{}}/tree/{{}}?token={token}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=2).status == 200
    except OSError:
        return False


def wait(condition, seconds=30):
    """Until `condition()` is true; then what it returned."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)
    return result


@pytest.fixture(scope="module")
def browser(lab):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Page:
    """A notebook in JupyterLab at a laptop's width."""

    def __init__(self, browser, lab, name):
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.complaints = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(lab.format(secrets.token_hex(4), name))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        wait(lambda: self.page.locator(".jp-NotebookPanel-toolbar [data-status=idle]").count(), 60)

    def _listen(self, message):
        elsewhere = message.location["url"] and "127.0.0.1" not in message.location["url"]
        if message.type == "error" and not elsewhere:  # the badges come from elsewhere, and may not be reachable
            self.complaints.append(message.text)

    def run_all(self):
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.page.wait_for_timeout(1000)
        prompts = self.page.locator(".jp-Notebook .jp-InputPrompt")
        wait(lambda: not any("*" in prompt for prompt in prompts.all_inner_texts()), 120)

    def panel(self, call):
        """The output of the code cell that contains `call`, scrolled into view."""
        cell = self.page.locator(".jp-CodeCell", has_text=call).first
        cell.scroll_into_view_if_needed()
        output = cell.locator(".jp-OutputArea-output")
        output.locator("img").first.wait_for(timeout=30_000)
        return PanelOnPage(self.page, output.first)


class PanelOnPage:
    def __init__(self, page, output):
        self.page, self.output = page, output

    def picture(self):
        """A digest of the picture's bytes on the page."""
        return self.output.locator("img").first.evaluate(
            "async img => { const bytes = await (await fetch(img.src)).arrayBuffer();"
            " return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].join() }"
        )

    def words(self):
        return self.output.locator("[role=status]").inner_text()

    def height(self):
        return self.output.bounding_box()["height"]

    def press(self, name):
        self.output.get_by_role("button", name=name, exact=True).click()

    def handles(self):
        return self.output.locator(".noUi-handle")

    def changes(self, action):
        """Do `action`; the picture and the words must change, and the height must not, at any moment."""
        picture, words, height = self.picture(), self.words(), self.height()
        action()
        heights = set()

        def changed():
            heights.add(self.height())
            return self.words() != words and self.picture() != picture

        wait(changed)
        for _ in range(10):
            heights.add(self.height())
        assert heights == {height}, f"the panel jumped between heights {sorted(heights)}"


NOTEBOOKS = {
    "00_start_here": ["tilt_a_line"],
    "01_fit_a_line": ["beat_the_machine", "one_step", "five_fates", "four_windows"],
    "02_choose_a_loss": ["twins"],
    "03_many_features": ["mini_batches", "round_the_valley"],
    "04_diabetes": ["crystal_ball", "diabetes_autopsy", "is_it_any_good"],
    "05_two_layer_relu": ["hinge_workshop", "backprop_debugger", "graveyard"],
    "06_frameworks": ["parity_race"],
}
PANELS = [name for panels in NOTEBOOKS.values() for name in panels]


@pytest.fixture(scope="module")
def opened(browser, lab):
    """The page of each notebook, by its name."""
    return {notebook: Page(browser, lab, f"{notebook}.ipynb") for notebook in NOTEBOOKS}


@pytest.fixture
def page(opened, request):
    """The page of the notebook, or of the panel, that the test is about; else notebook 01's."""
    named = getattr(request.node, "callspec", None)
    about = next(iter(named.params.values())) if named else "01_fit_a_line"
    if MISSING and about in ("06_frameworks", *NOTEBOOKS["06_frameworks"]):
        pytest.skip(f"{' and '.join(MISSING)} not installed")
    page = next(page for notebook, page in opened.items() if about in (notebook, *NOTEBOOKS[notebook]))
    page.page.bring_to_front()
    return page


def test_every_panel_is_driven_here():
    assert sorted(PANELS) == sorted(explorables.__all__)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_before_anything_runs_every_panel_shows_its_picture_and_its_description(page, notebook):
    for name in NOTEBOOKS[notebook]:
        output = page.page.locator(".jp-CodeCell", has_text=f"explorables.{name}(").first
        output.scroll_into_view_if_needed()
        picture = output.locator(".jp-OutputArea-output img").first
        picture.wait_for()
        assert picture.evaluate("img => img.naturalWidth") >= 800
        assert "Error displaying widget" not in output.inner_text()


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_run_all_leaves_no_error(page, notebook):
    page.run_all()
    for name in NOTEBOOKS[notebook]:
        page.panel(f"explorables.{name}(")
    assert page.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


@pytest.mark.parametrize("name", PANELS)
def test_a_prediction_unlocks_the_panel(page, name):
    panel = page.panel(f"explorables.{name}(")
    height = panel.height()
    assert "Predict first" in panel.words()
    option = panel.output.locator("button").first
    guess = option.inner_text()
    option.click()
    wait(lambda: f"You predicted: {guess}" in panel.words())
    assert panel.height() == height


@pytest.mark.parametrize("name", PANELS)
def test_every_slider_moves_by_key_and_by_mouse(page, name):
    panel = page.panel(f"explorables.{name}(")
    assert panel.handles().count() >= 1
    for i in reversed(range(panel.handles().count())):  # the epoch first: before any step, η moves no picture
        handle = panel.handles().nth(i)
        handle.focus()
        panel.changes(lambda: page.page.keyboard.press("ArrowRight"))
        panel.changes(lambda: page.page.keyboard.press("ArrowRight"))
        box = panel.output.locator(".noUi-target").nth(i).bounding_box()

        def drag(box=box, handle=handle):
            knob = handle.bounding_box()
            page.page.mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
            page.page.mouse.down()
            for share in (0.5, 0.7, 0.6):
                page.page.mouse.move(box["x"] + share * box["width"], knob["y"] + knob["height"] / 2)
            page.page.mouse.up()

        panel.changes(drag)


def test_the_switch_shows_the_curve(page):
    panel = page.panel("explorables.beat_the_machine(")
    panel.changes(lambda: panel.output.locator("input[type=checkbox]").check())
    assert "The curve is lowest at" in panel.words()


WITH_PLAY = ["five_fates", "four_windows", "twins", "mini_batches", "round_the_valley", "parity_race"]


@pytest.mark.parametrize("name", WITH_PLAY)
def test_play_runs_step_steps_and_reset_resets(page, name):
    panel = page.panel(f"explorables.{name}(")
    panel.press("Reset")
    wait(lambda: epoch(panel) == 0)
    panel.changes(lambda: panel.press("Step"))
    one = epoch(panel)
    assert one > 0
    play = panel.output.locator(".widget-play button, .jupyter-widget-play button").first
    panel.changes(play.click)
    wait(lambda: epoch(panel) >= 5 * one)

    panel.press("Reset")
    wait(lambda: epoch(panel) == 0)
    page.page.wait_for_timeout(500)
    assert epoch(panel) == 0, "it plays on after Reset"


def epoch(panel):
    """The epoch that the panel's words tell of."""
    return int(re.search(r"(?:epoch|After) (\d+)", panel.words())[1])


def test_the_learners_own_exception_is_visible(page):
    panel = page.panel("explorables.five_fates(")
    cell = page.page.locator(".jp-CodeCell", has_text="def slope(w, x, y)").first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.page.keyboard.press("Control+A")
    page.page.keyboard.insert_text("def slope(w, x, y):\n    return oops\n")
    page.page.keyboard.press("Control+Enter")
    page.page.locator(".jp-CodeCell", has_text="explorables.five_fates(").first.locator(".cm-content").click()
    page.page.keyboard.press("Control+Enter")
    wait(lambda: "NameError" in page.panel("explorables.five_fates(").words())
    assert "return oops" in panel.words()


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_the_console_stayed_silent(page, notebook):
    assert page.complaints == []
