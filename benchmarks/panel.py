"""How long a slider's message takes in the kernel until the picture is sent: Panel against `interact` + `plt.show()`.

A kernel is started, and real slider messages are sent to it, one after the other. The time is from sending a message
to the kernel's word that it is idle again, the picture having been sent. Both columns draw the same figure with the
same code: the `interact` function builds it anew with pyplot at every call, as a notebook usually does.

usage: python benchmarks/panel.py [--moves 40]
"""

import argparse
import json
import statistics
import time

from jupyter_client.manager import start_new_kernel

SET_UP = """
import json
from types import SimpleNamespace
import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import display
from helpers import explorables, figures

def positions(control):
    if hasattr(control, "options"):
        return list(range(len(control.options)))
    if hasattr(control, "max"):
        steps = round((control.max - control.min) / control.step)
        return [control.min + control.step * k for k in range(steps + 1)]
    return [True, False]

def tell(controls):
    print(json.dumps({name: [c.comm.comm_id, "index" if hasattr(c, "options") else "value", positions(c)]
                      for name, c in controls.items()}))
"""
PANEL = """
panel = explorables.{name}()
panel.answer(None)
display(panel)
tell(panel.controls)
"""
INTERACT = """
panel = explorables.{name}()
controls = panel.controls
for control in controls.values():
    control.unobserve(panel._changed, "value")
    control.disabled = False

def pyplot_figure(mosaic="A", size=(8.8, 3.8), **ratios):
    figure = plt.figure(figsize=size)
    return figure, list(figure.subplot_mosaic(mosaic, **ratios).values())

def plain(**values):
    kept, figures.new_figure = figures.new_figure, pyplot_figure
    try:
        panel.draw()
    finally:
        figures.new_figure = kept
    now = SimpleNamespace(**values, **panel.numbers(**values))
    panel.show(now)
    print(panel.words(now))
    plt.show()

ipywidgets.interact(plain, **controls)
tell(controls)
"""


def run(client, code):
    """Run `code` in the kernel; what it printed last."""
    printed = []

    def hook(message):
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))
        if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
            printed.append(message["content"]["text"])

    client.execute_interactive(code, output_hook=hook, timeout=120)
    return "".join(printed)


def move(client, comm_id, trait, value):
    """Send one slider message; seconds until the kernel is idle again."""
    state = {"method": "update", "state": {trait: value}, "buffer_paths": []}
    message = client.session.msg("comm_msg", {"comm_id": comm_id, "data": state})
    begin = time.perf_counter()
    client.shell_channel.send(message)
    while True:
        reply = client.get_iopub_msg(timeout=30)
        ours = reply["parent_header"].get("msg_id") == message["header"]["msg_id"]
        if ours and reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle":
            return time.perf_counter() - begin


def measure(client, code, moves):
    """Milliseconds per move, over all the controls in turn, after a warm-up."""
    controls = json.loads(run(client, code).strip().splitlines()[-1])
    times = []
    for comm_id, trait, positions in controls.values():
        order = [positions[k * (len(positions) - 1) // max(moves - 1, 1)] for k in range(moves)]
        order = [value for value, before in zip(order, [None, *order], strict=False) if value != before]
        for value in [positions[-1], *order]:
            times.append(1000 * move(client, comm_id, trait, value))
            time.sleep(0.01)  # as between two moves of a hand: no folding
        times.pop(-len(order) - 1)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=40, help="moves per control")
    moves = parser.parse_args().moves
    manager, client = start_new_kernel()
    try:
        run(client, SET_UP)
        names = run(client, "print(json.dumps(explorables.__all__))")
        print(f"{'explorable':20} {'Panel':>16} {'interact':>16} {'ratio':>7}    ms: median (95 %)")
        for name in json.loads(names):
            fast = measure(client, PANEL.format(name=name), moves)
            slow = measure(client, INTERACT.format(name=name), max(moves // 4, 3))
            columns = [f"{statistics.median(t):8.1f} ({sorted(t)[int(0.95 * len(t))]:5.1f})" for t in (fast, slow)]
            print(f"{name:20} {columns[0]} {columns[1]} {statistics.median(slow) / statistics.median(fast):6.1f}x")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
