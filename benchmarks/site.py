"""How long the course takes to start in a browser, and how much it fetches: until 00 and 01 have their first panel.

Beside them, in the same run: JupyterLite without the course, its wheels as they come, and a notebook that draws a line
with NumPy and Matplotlib. All is served from this computer, uncompressed; "warm" is the same browser, opened once
more. The ratios are to the bare notebook. It needs the extra `site`, Playwright and Chromium.

usage: python benchmarks/site.py SITE PYODIDE     (as `python site/build.py SITE --pyodide PYODIDE` has them)
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from door import Running, serve
from get_pyodide import download
from lab import CHROMIUM, FLAGS
from run import ROOT, kernel_wheels

BARE = """
import matplotlib.pyplot as plt
import numpy as np

plt.plot(np.arange(20))
"""
EXTRA = ["fonttools", "jedi==0.19.2", "parso==0.8.6", "pytz"]  # what Matplotlib and JupyterLite ask for beside
SKIPPED = ("scipy", "scikit_learn", "joblib", "threadpoolctl")


def bare_site(pyodide, work):
    """JupyterLite with all wheels that a notebook with NumPy and Matplotlib needs, one by one, as they come."""
    lite, python = work / "lite", work / "pyodide"
    (lite / "files").mkdir(parents=True)
    notebook = new_notebook(cells=[new_code_cell(BARE)])
    notebook.metadata.kernelspec = {"name": "python", "display_name": "Python", "language": "python"}
    nbformat.write(notebook, lite / "files/bare.ipynb")

    shutil.copytree(pyodide, python)
    download(python, *EXTRA)
    for wheel in kernel_wheels():
        shutil.copy(wheel, python)
    packages = {}
    for wheel in sorted(python.glob("*.whl")):
        if not wheel.name.startswith(SKIPPED):
            name, version = wheel.name.split("-")[:2]
            name = re.sub(r"[-_.]+", "-", name).lower()
            packages[name] = {"name": name, "version": version, "file_name": wheel.name, "depends": [], "imports": []}
            packages[name] |= {"sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "install_dir": "site"}
            packages[name] |= {"package_type": "package", "unvendored_tests": False}
    lock = json.loads((python / "pyodide-lock.json").read_text()) | {"packages": packages}
    (python / "pyodide-lock.json").write_text(json.dumps(lock))

    kernel = {"pyodideUrl": "./pyodide/pyodide.mjs", "disablePyPIFallback": True}
    kernel["loadPyodideOptions"] = {"packages": list(packages)}
    config = {"litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel}}
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    (lite / "jupyter-lite.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "jupyter", "lite", "build", "--apps", "notebooks", "--lite-dir", str(lite)]
    command += ["--contents", str(lite / "files"), "--output-dir", str(work / "site/run")]
    subprocess.run(command, cwd=lite, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.copytree(python, work / "site/run/pyodide")
    return work / "site"


def starts(playwright, folder, notebook, cells):
    """(stages in seconds, megabytes) of a first and a second visit, until the last of `cells` cells has its picture."""
    visits = []
    with serve(folder) as server, tempfile.TemporaryDirectory() as profile:
        for _ in ("cold", "warm"):
            server.sent = 0
            context = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=FLAGS)
            page = Running(context, server.address, notebook)
            page.page.locator(".jp-Cell").first.click()
            page.page.keyboard.press("Escape")
            for _ in range(cells):  # as a learner would who does not read: the kernel may still be on its way
                page.page.keyboard.press("Shift+Enter")
            cell = page.page.locator(".jp-Cell").nth(cells - 1)
            cell.locator(".jp-InputPrompt", has_text="[*]").wait_for(timeout=5_000)
            cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for(timeout=180_000)
            cell.locator(".widget-html img, .jp-RenderedImage img").first.wait_for(timeout=60_000)
            page.passed("first picture")
            visits.append((page.seconds, server.sent / 1e6))
            context.close()
    return visits


def cells_until_a_panel(notebook):
    """How many cells stand before the first panel, itself among them."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    return 1 + next(k for k, cell in enumerate(cells) if cell.source.startswith("explorables."))


def main(site, pyodide):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = bare_site(pyodide, Path(folder))
        rows = {"bare": starts(playwright, bare, "bare", 1)}
        for notebook in ("00_start_here", "01_fit_a_line"):
            rows[notebook] = starts(playwright, site, notebook, cells_until_a_panel(notebook))
    print(f"{'':15}{'visit':6}{'notebook':>10}{'picture':>10}{'MB':>8}{'ratio':>8}")
    for name, visits in rows.items():
        for visit, (seconds, megabytes), (bare_seconds, _) in zip(("cold", "warm"), visits, rows["bare"], strict=True):
            ratio = seconds["first picture"] / bare_seconds["first picture"]
            print(f"{name:15}{visit:6}{seconds['notebook']:8.1f} s{seconds['first picture']:8.1f} s", end="")
            print(f"{megabytes:8.1f}{ratio:8.2f}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
