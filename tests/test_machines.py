"""Dask's workers come and go, and the sums stay right: with real processes, on 127.0.0.1 alone."""

import os
import signal
import time

import numpy as np
import pytest

pytest.importorskip("distributed", reason="the extra `distributed` is not installed")

import dask.array as da
import psutil

from helpers import machines
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.network import Network

NETWORK = Network.initialize((3, 4, 1))
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(400, 3)), RNG.normal(size=400)
PART = 50


def test_parts_on_workers_give_the_same_numbers():
    with machines.workers(2) as client:
        assert len(client.scheduler_info()["workers"]) == 2
        for rows in (PART, (10, 390)):
            compare(da.from_array(X, chunks=(rows, -1)), da.from_array(Y, chunks=(rows,)))


def test_a_worker_keeps_the_memory_of_one_part_for_the_next():
    with machines.workers(1) as client:
        (environment,) = client.run(lambda: dict(os.environ)).values()
    assert {name: int(environment[name]) for name in machines.KEPT} == machines.KEPT


def compare(table, y):
    for network in (NETWORK, Network.linear(np.zeros(3), 0.0)):
        whole, in_parts = (train(network, *examples, epochs=3) for examples in [(X, Y), (table, y)])
        np.testing.assert_allclose(in_parts.parameters, whole.parameters, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(Bowl.of(table, y).minimum, Bowl.of(X, Y).minimum, rtol=1e-10, atol=1e-10)


def part_or_death(marker, fatal, block_id):
    """A part of X; the worker that makes the one named `fatal` dies of it, the first time."""
    if block_id[0] == fatal and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    return X[block_id[0] * PART : (block_id[0] + 1) * PART]


@pytest.mark.parametrize("fatal", [0, 5])
def test_a_worker_that_dies_in_the_middle_of_an_epoch_changes_nothing(fatal, tmp_path):
    marker = tmp_path / "dead"
    chunks, parts = ((PART,) * 8, (3,)), {"dtype": float, "meta": np.empty((0, 0))}
    with machines.workers(2):
        table = da.map_blocks(part_or_death, marker, fatal, chunks=chunks, **parts)
        run = train(NETWORK, table, da.from_array(Y, chunks=PART), epochs=3)
    assert marker.exists()
    expected = train(NETWORK, X, Y, epochs=3)
    np.testing.assert_allclose(run.parameters, expected.parameters, rtol=1e-10, atol=1e-10)


def test_parts_that_a_dead_worker_held_are_made_again():
    with machines.workers(2) as client:
        table, y = da.from_array(X, chunks=(PART, -1)).persist(), da.from_array(Y, chunks=PART).persist()
        train(NETWORK, table, y, epochs=1)
        before = client.run(os.getpid)
        os.kill(next(iter(before.values())), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        compare(table, y)


def test_a_part_with_nan_is_named_by_its_row_and_the_workers_go_on():
    holes = X.copy()
    holes[123, 2] = np.nan
    with machines.workers(2) as client:
        table, y = da.from_array(holes, chunks=(PART, -1)), da.from_array(Y, chunks=PART)
        for learn in (Bowl.of, lambda *examples: train(NETWORK, *examples, epochs=1)):
            with pytest.raises(ValueError, match=r"X must be finite, got X\[123, 2\] = nan: leave its row out"):
                learn(table, y)
        assert client.submit(sum, [1, 2]).result() == 3


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "nonsense"])
def test_a_scheduler_that_is_not_there_is_said_within_ten_seconds(address):
    start = time.perf_counter()
    with pytest.raises(ConnectionError, match="^No scheduler answers at .* Is it running"), machines.workers(address):
        pass
    assert time.perf_counter() - start < 10


def test_an_address_does_for_a_number():
    with machines.workers(1) as client, machines.workers(client.scheduler.address) as same:
        assert same.submit(sum, [1, 2]).result() == 3


def test_workers_listen_here_alone_and_are_closed_even_if_something_fails():
    def fail():
        with machines.workers(2):
            started = psutil.Process().children(recursive=True)
            # The resource tracker is Python's own, and stays.
            processes.extend(p for p in started if "resource_tracker" not in " ".join(p.cmdline()))
            for process in [psutil.Process(), *processes]:
                listening.update(c.laddr.ip for c in process.net_connections() if c.status == psutil.CONN_LISTEN)
            raise RuntimeError("a cell that fails")

    processes, listening = [], set()
    with pytest.raises(RuntimeError, match="a cell that fails"):
        fail()
    assert listening == {"127.0.0.1"}
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert alive == []
