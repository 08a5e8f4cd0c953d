"""What parts cost and what workers bring: python benchmarks/parts.py [--most 1e7] [--sizes]

For tables of 10 columns, made part by part: the time and the peak memory of `Bowl.of` and of one epoch of `train` (a
line, and a network with 16 hidden units), in NumPy with one thread, and in Dask with 1 and 2 workers of one each.
Each figure comes from a process of its own. `time` is the best of five, as a multiple of NumPy's; `memory` is how
much the peak of the process that asks (not of its workers) grew while it learned, in MB; in NumPy it holds the data.

With --sizes: one epoch of a line on 10 million rows over the size of a part, as the panel `add_workers` draws it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time

import numpy as np

from helpers.bowl import Bowl
from helpers.network import Network

COLUMNS, PART = 10, 1_000_000
KEPT = 10_000_000  # rows that the workers keep in memory; more are made anew in every pass
LINE, NETWORK = Network.linear(np.zeros(COLUMNS), 0.0), Network.initialize((COLUMNS, 16, 1))


def epoch(network):
    """A function that makes one pass: the loss and its gradient."""
    return lambda X, y: network.gradients(X, y)


TASKS = {"epoch of a line": epoch(LINE), "epoch of a network": epoch(NETWORK), "Bowl.of": Bowl.of}


def make(rows, block_id):
    """A part [rows, COLUMNS + 1] of features and target."""
    rng = np.random.default_rng(block_id[0])
    X = rng.random((rows, COLUMNS))
    return np.column_stack([X, X.sum(axis=1) + rng.random(rows)])


def peak():
    """The largest memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def seconds(call, runs=5):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def in_numpy(tasks, rows, part):
    """(task, seconds, MB) for a table in one piece."""
    before = peak()
    X, y = np.empty((rows, COLUMNS)), np.empty(rows)
    for k in range(rows // part):
        table = make(part, (k,))
        X[k * part : (k + 1) * part], y[k * part : (k + 1) * part] = table[:, :-1], table[:, -1]
    for name, task in tasks:
        took = seconds(lambda task=task: task(X, y))
        yield name, took, peak() - before


def in_dask(tasks, rows, part, n_workers):
    """(task, seconds, MB) for a table in parts."""
    import dask.array as da

    from helpers import machines

    with machines.workers(n_workers, memory_limit=None) as client:
        chunks = ((part,) * (rows // part), (COLUMNS + 1,))
        table = da.map_blocks(lambda block_id: make(part, block_id), chunks=chunks, dtype=float, meta=np.empty((0, 0)))
        X, y = (part.map_blocks(np.ascontiguousarray) for part in (table[:, :-1], table[:, -1]))
        if rows <= KEPT:
            X, y = client.persist([X, y])
        small = X[:1000], y[:1000]
        for name, task in tasks:
            task(*small)  # the first call loads what it needs
            before = peak()
            took = seconds(lambda task=task: task(X, y), 5 if rows <= KEPT else 1)
            yield name, took, peak() - before


def measured(rows, part, n_workers, tasks=3):
    """What a fresh process finds: task -> (seconds, MB), for the first `tasks` of them."""
    command = [sys.executable, __file__, "--one", *map(str, (rows, part, n_workers, tasks))]
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # as each worker has
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=one_thread)
    return {name: figures for name, *figures in json.loads(run.stdout)}


def one(rows, part, n_workers, tasks):
    tasks = list(TASKS.items())[:tasks]
    found = in_dask(tasks, rows, part, n_workers) if n_workers else in_numpy(tasks, rows, part)
    print(json.dumps(list(found)))


def slope(xs, ys):
    """How steep y is over x on logarithmic axes: 1 if it grows as x does, 0 if not at all."""
    return np.polyfit(np.log(xs), np.log(np.maximum(ys, 1e-3)), 1)[0]


def compare(most):
    sizes = [10**k for k in range(5, 9) if 10**k <= most]
    found = {}
    print(f"{'rows':>12}{'':>21}{'NumPy':>18}{'1 worker':>22}{'2 workers':>22}")
    for rows in sizes:
        part = min(PART, rows // 10)
        ways = ([0] if rows <= KEPT else []) + [1, 2]
        found |= {(rows, n): measured(rows, part, n) for n in ways}
        for task in TASKS:
            cells = ""
            for n in (0, 1, 2):
                took, memory = found.get((rows, n), {}).get(task, (None, None))
                base = found.get((rows, 0), {}).get(task, (None,))[0]
                times = "" if took is None else f"{took:.3g} s" + (f" ×{took / base:.2f}" if n and base else "")
                cells += f"{f'{times} {memory:.0f} MB' if times else '':>{18 if n == 0 else 22}}"
            print(f"{rows:>12,}  {task:<19}{cells}", flush=True)
    print("\nslopes on log axes, over the rows up to the largest that NumPy has: 1 is in step with the rows")
    within = [rows for rows in sizes if (rows, 0) in found]
    for task in TASKS:
        times = [slope(within, [found[rows, n][task][0] for rows in within]) for n in (0, 1, 2)]
        print(f"    {task:<19} time: " + ", ".join(f"{t:.2f} ({who})" for t, who in zip(times, WAYS, strict=True)))
    largest = max(within)
    print(f"\nat {largest:,} rows, one worker for NumPy's time, and the speed-up from one worker to two:")
    for task in TASKS:
        alone, first, second = (found[largest, n][task][0] for n in (0, 1, 2))
        part = 1000 * first / (largest // min(PART, largest // 10))
        print(f"    {task:<19} × {first / alone:.2f}, then {first / second:.2f} times as fast (a part: {part:.0f} ms)")


WAYS = ("NumPy", "1 worker", "2 workers")


def over_sizes(rows=10_000_000):
    print("rows of a part: seconds for an epoch of a line with 1 and with 2 workers")
    for part in (20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000):
        times = [measured(rows, part, n, tasks=1)["epoch of a line"][0] for n in (1, 2)]
        print(f"    {part:_}: ({times[0]:.2g}, {times[1]:.2g}),", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--most", type=float, default=1e7, help="the largest number of rows, up to 1e8")
    parser.add_argument("--sizes", action="store_true", help="over the size of a part instead")
    parser.add_argument("--one", type=int, nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(*options.one)
    elif options.sizes:
        over_sizes()
    else:
        compare(options.most)


if __name__ == "__main__":
    main()
