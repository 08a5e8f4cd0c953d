"""A real JupyterLab on loopback, and its pages in headless Chromium: for the browser test and the benchmark."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
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
      return [element.innerText, (light + 0.05) / (dark + 0.05)];
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
        self.page.goto(lab.format(secrets.token_hex(4), f"{notebook}.ipynb"))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        wait(lambda: self.page.locator(".jp-NotebookPanel-toolbar [data-status=idle]").count(), 60)

    def _listen(self, message):
        elsewhere = message.location["url"] and "127.0.0.1" not in message.location["url"]
        if message.type == "error" and not elsewhere:  # the badges come from elsewhere, and may not be reachable
            self.complaints.append(message.text)

    def run_all(self):
        prompts = self.page.locator(".jp-Notebook .jp-InputPrompt")

        def busy():
            return any("[*]" in prompt for prompt in prompts.all_inner_texts())

        for _ in range(3):  # right after the kernel's start the menu may do nothing
            for choose_kernel in self.page.locator(".jp-Dialog .jp-mod-accept").all():
                choose_kernel.click()
            self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
            self.page.get_by_text("Run All Cells", exact=True).click()
            with suppress(TimeoutError):
                wait(busy, 3)
                break
        wait(lambda: not busy(), 120)

    def theme(self, name):
        """Change JupyterLab's theme."""
        change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
        self.page.evaluate(change, name)
        self.page.wait_for_timeout(500)  # the style sheet is on its way

    def contrasts(self):
        """(text, its contrast with what is behind it) of every line that a panel, a question or a check says."""
        return self.page.evaluate(CONTRASTS)

    def panel(self, call):
        """The output of the code cell that contains `call`, scrolled into view."""
        cell = self.page.locator(".jp-CodeCell", has_text=call).first
        cell.scroll_into_view_if_needed()
        output = cell.locator(".jp-OutputArea-output")
        output.locator("img").last.wait_for(timeout=30_000)
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
