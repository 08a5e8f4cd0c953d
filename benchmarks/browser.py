"""How long it takes in a browser from the press of a key until the picture has changed, for every explorable.

Beside them, in the same run: a bare round trip (an IntSlider that sets the text of an HTML widget), which nothing that
runs in a kernel can beat, and `interact` with a new pyplot figure, as notebooks usually have it. The ratios are to the
bare round trip. It needs JupyterLab, Playwright and Chromium, as the browser test does.

usage: python benchmarks/browser.py [--moves 20] [NAME …]
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
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


def notebook_of(names, folder):
    sources = {"bare": BARE, "interact": INTERACT, **{name: PANEL.format(name=name) for name in names}}
    cells = [new_code_cell(f"# {name}!\n{source.strip()}") for name, source in sources.items()]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "all.ipynb")
    return list(sources)


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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=20, help="keys per explorable")
    parser.add_argument("names", nargs="*", help="explorables to measure; all without a name")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        names = notebook_of(arguments.names or explorables.__all__, Path(folder))
        with jupyterlab(Path(folder)) as lab, chromium() as browser:
            page = Page(browser, lab, "all")
            page.run_all()
            page.page.wait_for_timeout(3000)
            print(f"{'':20} {'ms: median (95 %)':>20} {'ratio':>7}")
            bare = None
            for name in names:
                times = sorted(measure(page, name, arguments.moves))
                median, slow = statistics.median(times), times[int(0.95 * len(times))]
                bare = bare or median
                print(f"{name:20} {median:12.1f} ({slow:.1f}) {median / bare:6.2f}x", flush=True)


if __name__ == "__main__":
    main()
