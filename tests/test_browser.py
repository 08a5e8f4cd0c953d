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
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
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

    def __init__(self, browser, lab, notebook):
        self.notebook = notebook
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.complaints = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(lab.format(secrets.token_hex(4), f"{notebook}.ipynb"))
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

    def seen(self):
        """The words, and a digest of the picture's bytes on the page; None while the picture is being replaced."""
        return self.output.evaluate(
            "async output => { try {"
            " const picture = await (await fetch(output.querySelector('img').src)).arrayBuffer();"
            " const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', picture)).join();"
            " return [output.querySelector('[role=status]').innerText, digest] } catch { return null } }"
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
        heights = self.output.evaluate_handle(
            "output => { const heights = [];"
            " new ResizeObserver(() => heights.push(output.offsetHeight)).observe(output); return heights }"
        )
        before = wait(self.seen)
        action()
        wait(lambda: (after := self.seen()) and all(now != then for now, then in zip(after, before, strict=True)))
        self.output.evaluate("async () => { for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame) }")
        assert len(set(heights.json_value())) == 1, f"the panel jumped between heights {heights.json_value()}"


def pytest_generate_tests(metafunc):
    for argument, names in (("name", "panels"), ("playing", "playing")):
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, getattr(metafunc.cls, names))


@pytest.fixture(scope="class")
def page(request, browser, lab):
    """The page of the class' notebook; its console must stay silent."""
    page = Page(browser, lab, request.cls.notebook)
    yield page
    page.page.close()
    assert page.complaints == []


class OnePage:
    """What holds for every notebook. Each has a class: one page is open at a time, and any process can take it."""

    def test_before_anything_runs_every_panel_shows_its_picture_and_its_description(self, page):
        for name in self.panels:
            output = page.page.locator(".jp-CodeCell", has_text=f"explorables.{name}(").first
            output.scroll_into_view_if_needed()
            picture = output.locator(".jp-OutputArea-output img").first
            picture.wait_for()
            assert picture.evaluate("img => img.naturalWidth") >= 800
            assert "Error displaying widget" not in output.inner_text()

    def test_run_all_leaves_no_error(self, page):
        page.run_all()
        for name in self.panels:
            page.panel(f"explorables.{name}(")
        assert page.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0

    def test_a_prediction_unlocks_the_panel(self, page, name):
        panel = page.panel(f"explorables.{name}(")
        height = panel.height()
        assert "Predict first" in panel.words()
        option = panel.output.locator("button").first
        guess = option.inner_text()
        option.click()
        wait(lambda: f"You predicted: {guess}" in panel.words())
        assert panel.height() == height

    def test_every_slider_moves_by_key_and_by_mouse(self, page, name):
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


class OnePagePlaying(OnePage):
    def test_play_runs_step_steps_and_reset_resets(self, page, playing):
        panel = page.panel(f"explorables.{playing}(")
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


class TestStartHere(OnePage):
    notebook = "00_start_here"
    panels = ["tilt_a_line"]


class TestFitALine(OnePagePlaying):
    notebook = "01_fit_a_line"
    panels = ["beat_the_machine", "one_step", "five_fates", "four_windows"]
    playing = ["five_fates", "four_windows"]

    def test_the_switch_shows_the_curve(self, page):
        panel = page.panel("explorables.beat_the_machine(")
        panel.changes(lambda: panel.output.locator("input[type=checkbox]").check())
        assert "The curve is lowest at" in panel.words()

    def test_the_learners_own_exception_is_visible(self, page):
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


class TestChooseALoss(OnePagePlaying):
    notebook = "02_choose_a_loss"
    panels = playing = ["twins"]


class TestManyFeatures(OnePagePlaying):
    notebook = "03_many_features"
    panels = playing = ["mini_batches", "round_the_valley"]


class TestDiabetes(OnePage):
    notebook = "04_diabetes"
    panels = ["crystal_ball", "diabetes_autopsy", "is_it_any_good"]


class TestTwoLayerReLU(OnePage):
    notebook = "05_two_layer_relu"
    panels = ["hinge_workshop", "backprop_debugger", "graveyard"]


@pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed")
class TestFrameworks(OnePagePlaying):
    notebook = "06_frameworks"
    panels = playing = ["parity_race"]


def test_every_notebook_and_every_panel_is_driven_here():
    pages = [case for case in globals().values() if isinstance(case, type) and hasattr(case, "notebook")]
    assert sorted(page.notebook for page in pages) == NOTEBOOKS
    assert sorted(name for page in pages for name in page.panels) == sorted(explorables.__all__)
