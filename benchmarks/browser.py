"""How long it takes in a browser from the press of a key until the picture has changed, for every explorable.

Beside them, in the same run: a bare round trip (an IntSlider that sets the text of an HTML widget), which nothing that
runs in a kernel can beat, and `interact` with a new pyplot figure, as notebooks usually have it. The ratios are to the
bare round trip. It needs JupyterLab, Playwright and Chromium, as the browser test does. With the folder of a site (see
site/build.py) the same is measured there, too, where Python itself runs in the browser; beside it stands how many times
longer it takes than in JupyterLab.

usage: python benchmarks/browser.py [--moves 20] [--site SITE] [NAME …]
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "site"))
from door import Running, serve, with_another
from lab import Page, chromium, jupyterlab

from helpers import explorables

BARE = """
import ipywidgets as widgets
slider, said = widgets.IntSlider(10, 0, 100), widgets.HTML("")
slider.observe(lambda change: setattr(said, "value", f"now {change['new']}"), "value")
widgets.VBox([slider, said])
"""
INTERACT = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact

@interact(w=(0.0, 10.0, 0.1))
def draw(w=2.0):
    figure, axes = plt.subplots(1, 2, figsize=(8.8, 3.8))
    for ax in axes:
        ax.plot(np.arange(20), w * np.arange(20))
    plt.show()
"""
PANEL = """
from helpers import explorables
panel = explorables.{name}()
panel.answer(None)
for control in panel.controls.values():
    if hasattr(control, "max"):
        control.value = type(control.value)(control.min + 0.3 * (control.max - control.min))
panel
"""
WATCH = """
output => {
  const seen = { pressed: 0, times: [] };
  document.addEventListener("keydown", () => { seen.pressed = performance.now() }, true);
  const drawn = () => requestAnimationFrame(() => {
    if (seen.pressed) seen.times.push(performance.now() - seen.pressed);
    seen.pressed = 0;
  });
  const uppermost = () => [...output.querySelectorAll("img")].at(-1);
  let last = uppermost()?.src;
  const words = output.querySelector(".widget-html-content");  // of the bare round trip
  new MutationObserver(changes => {
    const picture = uppermost();
    if (last === undefined && changes.some(change => words.contains(change.target))) return drawn();
    if (!picture || picture.src === last) return;
    last = picture.src;
    picture.decode().then(drawn, () => {});
  }).observe(output, { subtree: true, childList: true, characterData: true, attributeFilter: ["src"] });
  return seen;
}
"""


def cells_of(names):
    """The sources of the cells to measure, by name."""
    return {"bare": BARE, "interact": INTERACT, **{name: PANEL.format(name=name) for name in names}}


def notebook_of(cells):
    cells = [new_code_cell(f"# {name}!\n{source.strip()}") for name, source in cells.items()]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def measure(page, name, moves):
    """Milliseconds from key to picture, key by key, on the last slider of the cell with this name in it."""
    cell = page.page.locator(".jp-CodeCell", has_text=f"# {name}!").first
    cell.scroll_into_view_if_needed()
    output = cell.locator(".jp-OutputArea-output").first
    output.locator(".noUi-handle").first.wait_for(state="attached")
    output.scroll_into_view_if_needed()
    page.page.wait_for_timeout(1000)
    handle = output.locator(".noUi-handle").last
    handle.focus()
    seen = output.evaluate_handle(WATCH)
    for k in range(moves):
        page.page.keyboard.press("ArrowRight" if k % 10 < 5 else "ArrowLeft")
        page.page.wait_for_timeout(600)
    return seen.evaluate("seen => seen.times")


def medians(page, cells, moves):
    """The median of each cell's times in milliseconds, and their 95 %."""
    page.run_all()
    page.page.wait_for_timeout(3000)
    times = {name: [] for name in cells}
    for name in [*cells][1:]:
        times["bare"] += measure(page, "bare", moves // 2)  # again and again, so that all meet the same load
        times[name] += measure(page, name, moves)
    return {name: (statistics.median(each), sorted(each)[int(0.95 * len(each))]) for name, each in times.items()}


def in_jupyterlab(browser, cells, moves):
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook_of(cells), Path(folder, "all.ipynb"))
        with jupyterlab(Path(folder)) as lab:
            return medians(Page(browser, lab, "all"), cells, moves)


def on_the_site(browser, site, cells, moves):
    name = next((site / "run/files").glob("*.ipynb")).stem
    with tempfile.TemporaryDirectory() as folder:
        with_another(site, name, notebook_of(cells), Path(folder))
        with serve(Path(folder)) as server:
            page = Running(browser, server.address, name)
            page.ready()
            return medians(page, cells, moves)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=20, help="keys per explorable")
    parser.add_argument("--site", type=Path, help="the folder of a site to measure, too")
    parser.add_argument("names", nargs="*", help="explorables to measure; all without a name")
    asked = parser.parse_args()
    cells = cells_of(asked.names or explorables.__all__)
    with chromium() as browser:
        places = [in_jupyterlab(browser, cells, asked.moves)]
        if asked.site:
            places.append(on_the_site(browser, asked.site, cells, asked.moves))
    print(f"{'':20}" + f"{'ms: median (95 %)':>22} {'ratio':>7}" * len(places))
    for name in cells:
        print(f"{name:20}", end="")
        for times in places:
            print(f"{times[name][0]:13.1f} ({times[name][1]:6.1f}) {times[name][0] / times['bare'][0]:6.2f}x", end="")
        print(f" {places[1][name][0] / places[0][name][0]:10.2f}x" if asked.site else "")


if __name__ == "__main__":
    main()
