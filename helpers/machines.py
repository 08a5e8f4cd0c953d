"""Workers that add up the parts of data: on this computer, or on any number of others (notebook 07).

Needs Dask, the extra `distributed`.
"""

import logging
from contextlib import contextmanager

import dask
from dask.distributed import Client, LocalCluster

# On Linux: what one part needed is kept for the next. Dask would have a worker give it back after each, and to ask for
# it again takes as long as the arithmetic of a line.
KEPT = {"MALLOC_TRIM_THRESHOLD_": 2**28, "MALLOC_MMAP_THRESHOLD_": 2**25}  # bytes


@contextmanager
def workers(where=2, memory_limit="auto", timeout=5):
    """Dask's workers, for the lines of a `with` block: what is computed in it, they compute.

    Started here they are closed at the block's end, whatever happens in it, and nothing of them can be reached from
    another computer. ConnectionError if no scheduler answers.

    Parameters
    ----------
    where : how many to start on this computer, a process with one thread each; or the address of a scheduler that is
        running, such as "tcp://127.0.0.1:8786"
    memory_limit : how much memory each one started here may take, such as "400MB"
    timeout : seconds to wait for the scheduler's answer

    Yields
    ------
    Client, the connection to their scheduler
    """
    if isinstance(where, str):
        with _client(where, timeout) as client:
            yield client
        return
    on_this_computer = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    options = {"threads_per_worker": 1, "memory_limit": memory_limit, "silence_logs": logging.CRITICAL}
    kept = {f"distributed.nanny.pre-spawn-environ.{name}": size for name, size in KEPT.items()}
    with dask.config.set(kept):
        cluster = LocalCluster(n_workers=where, **on_this_computer, **options)
    with cluster, Client(cluster) as client:
        yield client


def _client(address, timeout):
    try:
        return Client(address, timeout=timeout)
    except (OSError, ValueError) as error:
        raise ConnectionError(
            f"No scheduler answers at {address}. Is it running, and is the address the one that it printed? ({error})"
        ) from None
