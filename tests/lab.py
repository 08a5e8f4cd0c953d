"""A real JupyterLab on loopback, and its pages in headless Chromium: for the browser test and the benchmark."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


# Every element with text of its own in panels and checks; WCAG 2's relative luminance and contrast.
CONTRASTS = """
() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = rgb => rgb.slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, k) => sum + [0.2126, 0.7152, 0.0722][k] * value, 0);
  const over = (top, below) => {
    const alpha = top[3] ?? 1;
    return top.slice(0, 3).map((value, k) => alpha * value + (1 - alpha) * below[k]);
  };
  const behind = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parts(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const own = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  return [...document.querySelectorAll(".jp-OutputArea-output *")].filter(own)
    .filter(element => element.closest(".widget-html-content, .jp-RenderedHTMLCommon"))
    .map(element => {
      const ground = behind(element), text = over(parts(getComputedStyle(element).color), ground);
      const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
      return [element.textContent, (light + 0.05) / (dark + 0.05)];
    });
}
"""


@contextmanager
def jupyterlab(folder):
    """JupyterLab over `folder`, on a free port, with a token: the address of a {} file in a {} workspace."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_TOKEN": token}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
    command += ["--LabApp.expose_app_in_browser=True"]  # for `Page.theme`
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        try:
            wait(lambda: answers(f"http://127.0.0.1:{port}/api?token={token}"), 60)
            yield f"http://127.0.0.1:{port}/lab/workspaces/{{}}/tree/{{}}?token={token}"
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def chromium():
    """A headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def axe_core(folder):
    """The text of axe-core, which finds what keeps people from using a page; None where npm can't fetch it."""
    npm = shutil.which("npm")
    fetch = [npm, "pack", "--silent", "axe-core@4"]
    packed = npm and subprocess.run(fetch, cwd=folder, capture_output=True, encoding="utf-8")
    if not packed or packed.returncode:
        return None
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def grave(page, axe, within="html"):
    """What axe-core finds critical or serious: by the name of its rule, the beginnings of the elements."""
    page.evaluate(axe)
    found = page.evaluate(
        "within => axe.run(within, {resultTypes: ['violations']}).then(result => result.violations)", within
    )
    grave = [rule for rule in found if rule["impact"] in ("critical", "serious")]
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"]] for rule in grave}


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


class Page:
    """A notebook in JupyterLab at a laptop's width."""

    def __init__(self, browser, lab, notebook, width=1280, ratio=1):
        self.notebook = notebook
        self.page = browser.new_page(viewport={"width": width, "height": 900}, device_scale_factor=ratio)
        self.complaints = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        choose_kernel = self.page.locator(".jp-Dialog .jp-mod-accept")  # it may come at any time
        self.page.add_locator_handler(choose_kernel, lambda accept: accept.first.click(), no_wait_after=True)
        self.page.goto(lab.format(secrets.token_hex(4), f"{notebook}.ipynb"))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        wait(lambda: self.page.locator(".jp-NotebookPanel-toolbar [data-status=idle]").count(), 60)

    def _listen(self, message):
        elsewhere = message.location["url"] and "127.0.0.1" not in message.location["url"]
        if message.type == "error" and not elsewhere:  # the badges come from elsewhere, and may not be reachable
            self.complaints.append(message.text)

    def run_all(self):
        prompts = self.page.locator(".jp-Notebook .jp-InputPrompt")

        def some(mark):
            return any(mark in prompt for prompt in prompts.all_inner_texts())

        for _ in range(4):  # right after the kernel's start the menu may do nothing, or the kernel
            self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
            self.page.get_by_text("Run All Cells", exact=True).click()
            with suppress(TimeoutError):
                wait(lambda: some("[*]"), 3)
                wait(lambda: not some("[*]"), 120)
                if not some("[ ]"):
                    return
        raise TimeoutError("Run All Cells left cells that did not run")

    def theme(self, name):
        """Change JupyterLab's theme."""
        change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
        self.page.evaluate(change, name)
        self.page.wait_for_timeout(500)  # the style sheet is on its way

    def resize(self, width):
        """Make the window `width` pixels wide, all of them for the notebook."""
        self.page.evaluate("window.jupyterapp.shell.collapseLeft()")
        self.page.set_viewport_size({"width": width, "height": 900})

    def contrasts(self):
        """(text, its contrast with what is behind it) of every line that a panel, a question or a check says."""
        return self.page.evaluate(CONTRASTS)

    def panel(self, call):
        """The output of the code cell that contains `call`, scrolled into view."""
        cell = self.page.locator(".jp-CodeCell", has_text=call).first
        cell.scroll_into_view_if_needed()
        output = cell.locator(".jp-OutputArea-output")
        for part in ("img", "[role=status]"):  # each comes when it likes
            output.locator(part).last.wait_for(timeout=30_000)
        return PanelOnPage(self.page, output.first)


class PanelOnPage:
    def __init__(self, page, output):
        self.page, self.output = page, output

    def seen(self):
        """The words, and a digest of the picture's bytes on the page; None while the picture is being replaced."""
        return self.output.evaluate(
            "async output => { try {"
            " const uppermost = [...output.querySelectorAll('img')].at(-1).src;"
            " const picture = await (await fetch(uppermost)).arrayBuffer();"
            " const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', picture)).join();"
            " return [output.querySelector('[role=status]').innerText, digest] } catch { return null } }"
        )

    def name(self):
        """What the picture is called for those who cannot see it."""
        return self.output.locator("img").last.get_attribute("alt")

    def stops(self):
        """Where the Tab key stops from the first control on: (class or tag, whether one sees that it is there)."""
        self.output.evaluate("output => output.setAttribute('tabindex', -1)")
        self.output.focus()
        self.page.mouse.move(0, 0)  # what the mouse is on may look focused
        stops = []
        while True:
            self.page.keyboard.press("Tab")
            stop = self.output.evaluate(
                "async output => { const at = document.activeElement;"
                " if (!output.contains(at)) return null;"
                " const look = async () => {"
                " await new Promise(done => setTimeout(done, 300));"  # a change of colour takes its time
                " const style = getComputedStyle(at);"
                " return [style.outline, style.backgroundColor, style.boxShadow, style.borderColor].join() };"
                " const focused = await look(); at.blur(); const blurred = await look(); at.focus();"
                " return [at.innerText || at.className || at.tagName, focused !== blurred] }"
            )
            if stop is None:
                return stops
            stops.append(tuple(stop))

    def words(self):
        return wait(self.output.locator("[role=status]").inner_text)  # none while JupyterLab keeps the cell hidden

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
