"""The explorable of notebook 07: what an epoch costs when many workers add up their parts of the data."""

from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import figures
from helpers.controls import choice, levels
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task

ROWS = 10_000_000  # of ten features each
WORKERS = (1, 2, 4, 8, 16)
SIZES = [first * 10**power for power in (4, 5, 6) for first in (1, 2, 5)] + [ROWS]  # rows of a part; all divide ROWS
SLOWNESS = {"no": 1, "twice as slow": 2, "4 times as slow": 4}
BEATS = 1.5
# Seconds that an epoch of a line took with 1 and with 2 workers, by the rows of a part, as benchmarks/parts.py --sizes
# measures them: on a machine with two cores that had other work at times, most of it (half a machine's) at 20,000 rows.
# And the two prices of one worker there.
MEASURED = {
    20_000: (1.25, 1.02),
    100_000: (0.3, 0.27),
    200_000: (0.23, 0.2),
    500_000: (0.2, 0.17),
    1_000_000: (0.17, 0.16),
    5_000_000: (0.18, 0.14),
}
ROW_NS, MESSAGE_MS = 15, 1.5


class Costs(NamedTuple):
    """Seconds of an epoch: computing, if all were done at the same moment; waiting for who isn't; travel."""

    compute: float
    waiting: float
    travel: float


def epoch_costs(workers, size, row_ns, message_ms, slow=1):
    """The Costs of an epoch over ROWS rows in parts of `size`, where one of several workers takes `slow` times as long.

    A worker that is done takes the next part. There is one message per part and one per worker, and all go through one
    scheduler, one after the other.
    """
    parts, part = ROWS // size, size * row_ns * 1e-9
    paces = np.where((np.arange(workers) == workers - 1) & (workers > 1), slow, 1)  # turns that each takes for a part
    most = np.minimum(parts, np.ceil(parts / paces / np.sum(1 / paces)).astype(int) + 1)
    begins = np.concatenate([pace * np.arange(count) for pace, count in zip(paces, most, strict=True)])
    taken = np.argsort(begins, kind="stable")[:parts]  # of two that are free at once, the faster one begins
    last = part * (begins + np.repeat(paces, most))[taken].max()
    together = parts * part / np.sum(1 / paces)
    return Costs(together, last - together, (parts + workers) * message_ms * 1e-3)


class AddWorkers(Panel):
    """What an epoch costs with 1 to 16 workers: computing, waiting for the last part, and messages."""

    title = f"Add workers: the time of an epoch over {ROWS:,} rows"
    question = Question(
        "Twice the workers: how much faster is an epoch?",
        ("twice as fast", "faster, but less than twice", "it depends, perhaps even slower"),
        "it depends, perhaps even slower",
    )

    task = Task(f"the largest parts make 8 workers slower than 2: find a size at which they are {BEATS} times as fast.")

    def __init__(self, measured=None):
        self.measured = MEASURED if measured is None else dict(measured)
        self.costs = cache(epoch_costs)
        super().__init__()

    def make_controls(self):
        return {
            "workers": levels("workers", WORKERS, 2),
            "size": levels("rows of a part", SIZES, 20_000, ",.0f"),
            "row_ns": levels("ns per row", [4, 8, 15, 30, 60, 120, 240], ROW_NS),
            "message_ms": levels("ms per message", [0.2, 0.5, 1.5, 3, 6, 10, 20], MESSAGE_MS),
            "slow": choice("is one slow?", list(SLOWNESS.items())),
        }

    def draw(self):
        figure, (left, right) = figures.new_figure("AB")
        self.bars = BarsWindow(left)
        self.curves = SizesWindow(right, self.measured)
        return figure, [self.bars, self.curves]

    def numbers(self, workers, size, **prices):
        def seconds(k, rows):
            return sum(self.costs(k, rows, **prices))

        return {
            "bars": [self.costs(k, size, **prices) for k in WORKERS],
            "cost": self.costs(workers, size, **prices),
            "one_and_two": [seconds(k, size) for k in (1, 2)],
            "measured_here": self.measured.get(size),
            "over_sizes": {k: np.array([seconds(k, rows) for rows in SIZES]) for k in (2, workers // 2 or 1, workers)},
        }

    def show(self, now):
        self.bars.show(now.bars, WORKERS.index(now.workers), now.measured_here)
        self.curves.show(now.over_sizes[2], now.over_sizes[now.workers], now.size)

    def words(self, now):
        compute, waiting, travel = now.cost
        parts = ROWS // now.size
        slow = f", one of them {now.slow} times as slow" if now.slow > 1 and now.workers > 1 else ""
        others = 2 if now.workers > 2 else 1
        other = f" With {_workers(others)}: {_ms(now.one_and_two[others - 1])}." if now.workers > 1 else ""
        return (
            f"{_workers(now.workers)}{slow}, {parts:,} part{'s' * (parts > 1)} of {now.size:,} rows: "
            f"{_ms(sum(now.cost))} an epoch, of which computing {_ms(compute)} ({now.row_ns} ns a row), waiting for "
            f"the last part {_ms(waiting)}, messages {_ms(travel)} ({now.message_ms:g} ms each).{other}"
        )

    def outcome(self, now):
        if now.workers < 4:
            return None
        half, ours = now.over_sizes[now.workers // 2], now.over_sizes[now.workers]
        gains = half / ours
        times = gains[SIZES.index(now.size)]
        much = f"{times:.2f} times as fast" if times >= 1 else f"slower, {1 / times:.2f} times as long"
        extremes = f"{gains.min():.2f} to {gains.max():.2f}"
        return f"{now.workers // 2} to {now.workers} workers: {much}; by part size, {extremes}."

    def done(self, now):
        times = now.one_and_two[1] / sum(now.cost)
        if now.workers == 8 and times >= BEATS:
            return f"With parts of {now.size:,} rows, 8 workers are {times:.2f} times as fast as 2."


class BarsWindow:
    """A stacked bar for each number of workers, as a share of the time that one worker takes; the chosen one marked.

    What is above TOP is cut off there, below the legend.
    """

    TOP = 150
    KINDS = {"computing": "model", "waiting": "start", "messages": "gradient"}

    def __init__(self, ax):
        places = np.arange(len(WORKERS))
        ax.set(title="One epoch, by the number of workers", xlabel="workers", ylabel="% of one worker's time")
        ax.set(ylim=(0, 1.27 * self.TOP), yticks=range(0, self.TOP + 1, 50))
        ax.set_xticks(places, WORKERS)
        ax.grid(False, axis="x")
        hatches = ("", "..", "//")
        self.bars = [
            ax.bar(places, 0, 0.7, color=COLOURS[role], hatch=hatch, edgecolor="white", label=name)
            for (name, role), hatch in zip(self.KINDS.items(), hatches, strict=True)
        ]
        (self.mark,) = ax.plot([0], [0], "v", color=COLOURS["data"], ms=8)
        (self.measured,) = ax.plot([], [], "o", color=COLOURS["data"], mfc="white", ms=7, label="measured")
        ax.legend(loc="upper right", ncols=2)
        self.artists = [*(bar for bars in self.bars for bar in bars), self.measured, self.mark]

    def show(self, costs, chosen, measured=None):
        """The Costs for each number of workers, which one is chosen, and the seconds measured with 1 and with 2."""
        percent = 100 / sum(costs[0])
        tops = np.minimum(percent * np.cumsum(np.transpose(costs), axis=0), self.TOP)
        bottoms = np.vstack([np.zeros(len(costs)), tops[:-1]])
        for bars, top, bottom in zip(self.bars, tops, bottoms, strict=True):
            for bar, t, b in zip(bars, top, bottom, strict=True):
                bar.set(height=t - b, y=b)
        self.mark.set_data([chosen], [tops[-1, chosen] + 5])
        points = [] if measured is None else np.minimum(percent * np.array(measured), self.TOP)
        self.measured.set_data(range(len(points)), points)


class SizesWindow:
    """The time of an epoch over the size of a part: with 2 workers, with the chosen number, and as measured."""

    def __init__(self, ax, measured):
        ax.set(title="By the size of a part", xlabel="rows of a part", ylabel="ms", xscale="log", yscale="log")
        ax.set(xlim=(0.8 * SIZES[0], 1.25 * SIZES[-1]), ylim=(5, 6e5))
        sizes = sorted(measured)
        times = 1000 * np.array([measured[size] for size in sizes])
        marks = {"1, measured": ("^", "none"), "2, measured": ("o", COLOURS["data"])}
        for (name, (mark, face)), column in zip(marks.items(), times.T, strict=True):
            ax.plot(sizes, column, mark, color=COLOURS["data"], mfc=face, ms=6, label=name)
        (self.two,) = ax.plot([], [], color=COLOURS["start"], ls="--", label="2, predicted")
        (self.chosen,) = ax.plot([], [], color=COLOURS["model"], label="the chosen ones")
        self.here = figures.draw_point(ax, SIZES[0], 1, "model")
        ax.legend(loc="upper right", ncols=2, title="workers")
        self.artists = [self.two, self.chosen, self.here]

    def show(self, two, chosen, size):
        """Seconds for each of SIZES, with 2 and with the chosen workers; and the size at which the panel stands."""
        self.two.set_data(SIZES, 1000 * two)
        self.chosen.set_data(SIZES, 1000 * chosen)
        self.here.set_data([size], [1000 * chosen[SIZES.index(size)]])


def _workers(count):
    return f"{count} worker{'s' * (count > 1)}"


def _ms(seconds):
    return f"{1000 * seconds:,.0f} ms" if seconds >= 0.1 else f"{1000 * seconds:.3g} ms"
