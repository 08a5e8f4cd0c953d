"""The site on loopback, as any static server hands it out, and its running notebooks in headless Chromium."""

import shutil
import threading
import time
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import nbformat
from lab import Page, wait

STORED = """
path => new Promise((resolve, reject) => {
  const opening = indexedDB.open("from-a-line-to-a-network");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const names = opening.result.objectStoreNames;
    if (!names.contains("files")) return resolve([opening.result.close(), null][1]);
    const asking = opening.result.transaction("files").objectStore("files").get(path);
    asking.onsuccess = () => resolve([opening.result.close(), asking.result?.content ?? null][1]);
  };
})
"""


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle(self):
        with suppress(ConnectionError):  # the browser has closed the page
            super().handle()

    def translate_path(self, path):
        self.directory = str(self.server.folder)
        return super().translate_path(path)

    def copyfile(self, source, outputfile):
        self.server.sent += source.seek(0, 2)
        source.seek(0)
        super().copyfile(source, outputfile)


@contextmanager
def serve(folder):
    """A server over `folder`, which may change; its `address`, and how many bytes of files it has `sent`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.folder, server.sent = folder, 0
        server.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def with_another(site, name, notebook, folder):
    """The part of a site that runs, written to `folder`, with another notebook under the name of one of its own."""
    from run import served  # it needs the extra `site`

    shutil.copytree(site / "run", folder / "run", ignore=shutil.ignore_patterns("python-*"))
    for python in (site / "run").glob("python-*"):
        (folder / "run" / python.name).symlink_to(python.resolve())
    nbformat.write(served(notebook), folder / "run/files" / f"{name}.ipynb")


class Running(Page):
    """A notebook of the site, in JupyterLite. `seconds` says when its start had come how far."""

    def __init__(self, context, address, notebook):
        self.notebook, self.complaints, self.seconds = notebook, [], {}
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.began = time.perf_counter()
        self.page.goto(f"{address}/run/notebooks/index.html?path={notebook}.ipynb")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        self.passed("notebook")

    def passed(self, stage):
        self.seconds[stage] = time.perf_counter() - self.began

    def says(self):
        """What stands in the bar at the bottom."""
        return self.page.locator("#course-start [role=status]").inner_text()

    def ready(self):
        self.page.get_by_role("button", name="Start afresh").wait_for(timeout=120_000)
        self.passed("Python")

    def run_all(self, seconds=300):
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        idle, since = self.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]"), time.monotonic()

        def at_rest():  # between two cells, too, the kernel is idle for a moment
            nonlocal since
            if not idle.count():
                since = time.monotonic()
            return time.monotonic() - since > 3

        wait(at_rest, seconds)
        self.passed("all cells")

    def saved(self):
        """The notebook as the browser keeps it, saved just now."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+s")
        return wait(lambda: self.page.evaluate(STORED, f"{self.notebook}.ipynb"), 30)
