"""JupyterLab in Chromium: a notebook run whole, predictions made, every control moved by key and by mouse."""

import os
import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from lab import CHROMIUM, Page, axe_core, chromium, grave, jupyterlab, wait

from conftest import MISSING
from helpers import explorables

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def need(condition, what):
    if not condition:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{what} is missing")
        pytest.skip(f"{what} is missing")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab over a copy of the notebooks: its address."""
    need(CHROMIUM, "Chromium")
    for package in ("jupyterlab", "playwright"):
        need(find_spec(package), package)
    folder = tmp_path_factory.mktemp("lab")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, folder)
    with jupyterlab(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser(lab):
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    text = axe_core(tmp_path_factory.mktemp("axe"))
    need(text, "axe-core, by npm,")
    return text


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
            assert box["width"] >= 90, "too short to drag"

            def drag(box=box, handle=handle):
                knob = handle.bounding_box()
                page.page.mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
                page.page.mouse.down()
                far = 0.3 if knob["x"] > box["x"] + box["width"] / 2 else 0.7  # so that it ends elsewhere
                for share in (0.5, far - 0.1, far):
                    page.page.mouse.move(box["x"] + share * box["width"], knob["y"] + knob["height"] / 2)
                page.page.mouse.up()

            panel.changes(drag)

    def test_nothing_in_it_keeps_people_out(self, page, name, axe):
        panel = page.panel(f"explorables.{name}(")
        panel.output.evaluate("output => output.id = 'looked-at'")
        # the handle of ipywidgets' sliders takes no name
        assert set(grave(page.page, axe, "#looked-at")) == {"aria-input-field-name"}
        panel.output.evaluate("output => output.removeAttribute('id')")
        assert panel.name().endswith(panel.words().splitlines()[0])

    def test_the_tab_key_stops_at_controls_then_at_buttons_and_one_sees_where(self, page, name):
        stops = page.panel(f"explorables.{name}(").stops()
        buttons = [stop in ("Play", "Step", "Reset") for stop, _ in stops]
        assert buttons == sorted(buttons)
        assert stops[-1][0] == "Reset"
        assert all(seen for _, seen in stops), stops

    def test_on_a_phone_nothing_is_cut_off(self, page, name):
        page.resize(400)
        panel = page.panel(f"explorables.{name}(")
        wait(lambda: panel.output.evaluate("output => output.clientWidth") < 300)
        hidden = panel.output.evaluate(
            "output => [...output.querySelectorAll('.jupyter-widgets, img, button')].filter(part => {"
            " const [outer, own] = [output, part].map(each => each.getBoundingClientRect());"
            " return own.left < outer.left - 1 || own.right > outer.right + 1 }).map(part => part.className)"
        )
        page.resize(1280)
        assert hidden == []


class OnePagePlaying(OnePage):
    def test_play_runs_step_steps_and_reset_resets(self, page, playing):
        panel = page.panel(f"explorables.{playing}(")
        panel.press("Reset")
        wait(lambda: epoch(panel) == 0)
        panel.changes(lambda: panel.press("Step"))
        one = epoch(panel)
        assert one > 0
        panel.changes(lambda: panel.press("Play"))
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


THEMES = ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"]


@pytest.mark.parametrize("theme", THEMES)
def test_all_that_panels_and_checks_say_is_readable_in_every_theme(request, browser, lab, axe, theme):
    page = Page(browser, lab, "00_start_here")
    request.addfinalizer(page.page.close)
    page.run_all()
    page.theme(theme)
    panel = page.panel("explorables.tilt_a_line(")
    seen = page.contrasts()
    panel.output.locator("button").nth(1).click()
    wait(lambda: "Your task" in panel.words())
    seen += page.contrasts()
    assert set(grave(page.page, axe, ".jp-OutputArea-output")) == {"aria-input-field-name"}
    for key in ("ArrowLeft",) * 10:  # down to w = 0, where the task is done
        panel.handles().first.focus()
        page.page.keyboard.press(key)
    wait(lambda: "You have it" in panel.words())
    seen += page.contrasts()
    said = " ".join(text for text, _ in seen)
    for words in ("Predict first", "does the line do", "Your task", "You predicted", "You have it", "Not tried yet"):
        assert words in said
    assert min(contrast for _, contrast in seen) >= 4.5, sorted(seen, key=lambda pair: pair[1])[:3]


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


@pytest.mark.skipif("06_frameworks" in MISSING, reason="the extra `frameworks` is not installed")
class TestFrameworks(OnePagePlaying):
    notebook = "06_frameworks"
    panels = playing = ["parity_race"]


@pytest.mark.skipif("07_add_machines" in MISSING, reason="the extra `distributed` is not installed")
class TestAddMachines(OnePage):
    notebook = "07_add_machines"
    panels = ["add_workers"]


def test_every_notebook_and_every_panel_is_driven_here():
    pages = [case for case in globals().values() if isinstance(case, type) and hasattr(case, "notebook")]
    assert sorted(page.notebook for page in pages) == NOTEBOOKS
    assert sorted(name for page in pages for name in page.panels) == sorted(explorables.__all__)
