"""Calling a learner's function: its time, its exceptions, its results."""

import sys
import threading
import time

import numpy as np
import pytest
from common import in_a_hurry

from helpers import checks
from helpers.attempt import Attempt, MistakeError, TookTooLong, time_limit

pytestmark = pytest.mark.filterwarnings("error")
ways = pytest.mark.parametrize("trace", [False, True], ids=["a thread watches", "every step looks"])


def endless():
    weights = []
    while len(weights) < 3:
        pass


def endless_and_deaf():
    while True:
        try:
            np.mean(np.ones(3))
        except Exception:
            continue


def endless_in_a_generator():
    return sum(1 for _ in iter(int, 1))


@ways
@pytest.mark.parametrize("function", [endless, endless_and_deaf, endless_in_a_generator])
def test_an_endless_loop_is_ended(trace, function):
    before = sys.gettrace()
    start = time.perf_counter()
    message = r"^`f` did not come back within 0.1 seconds\. Is there a loop that never"
    with pytest.raises(TookTooLong, match=message), time_limit(0.1, "`f`", trace):
        function()
    assert 0.1 <= time.perf_counter() - start < 2
    assert sys.gettrace() is before
    assert sys._getframe().f_trace is None or before
    sum(range(10**5))


@ways
def test_a_loop_in_the_block_itself_is_ended(trace):
    with pytest.raises(TookTooLong), time_limit(0.1, trace=trace):
        while True:
            pass


@ways
def test_what_ends_in_time_goes_on_undisturbed(trace):
    threads, before = threading.active_count(), sys.gettrace()
    for _ in range(200):
        with time_limit(30, trace=trace) as limit:
            total = sum(range(10))
        assert total == 45
        assert not limit.fired
    assert sys.gettrace() is before
    deadline = time.perf_counter() + 5
    while threading.active_count() > threads:
        assert time.perf_counter() < deadline


def test_nothing_arrives_after_the_block():
    """Blocks that end just when their time does are either ended or not, and what follows is never."""
    ended = 0
    for turn in range(300):
        seconds = 0.001 + 1e-6 * turn
        try:
            with time_limit(seconds):
                stop = time.perf_counter() + seconds
                while time.perf_counter() < stop:
                    pass
        except TookTooLong:
            ended += 1
        for _ in range(1000):
            pass
    assert 0 <= ended <= 300
    time.sleep(0.05)


@ways
def test_limits_can_be_nested(trace):
    with time_limit(30, trace=trace) as outer:
        with pytest.raises(TookTooLong, match="inner"), time_limit(0.05, "inner", trace):
            endless()
        assert not outer.fired
    inner = time_limit(30, "inner", trace)
    with pytest.raises(TookTooLong, match="outer"), time_limit(0.05, "outer", trace), inner:
        endless()
    assert not inner.fired


@ways
def test_it_works_in_any_thread(trace):
    found = []

    def work():
        try:
            with time_limit(0.1, trace=trace):
                endless()
        except TookTooLong as error:
            found.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(found) == 1


@ways
def test_other_exceptions_get_through(trace):
    for kind in (KeyboardInterrupt, ValueError, SystemExit):
        with pytest.raises(kind), time_limit(30, trace=trace):
            raise kind


def test_a_learners_interrupt_gets_through():
    def f(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Attempt(f, "x")(1.0)


@in_a_hurry()
def test_an_attempt_says_who_did_not_come_back():
    def descend(w):
        return endless()

    with pytest.raises(MistakeError) as error:
        Attempt(descend, "w")(1.0)
    assert error.value.args[0] == "endless"
    assert error.value.args[1].startswith("`descend` did not come back within 0.2 seconds.")


def test_an_attempt_under_a_limit_leaves_the_outer_one_alone():
    with pytest.raises(TookTooLong, match="The panel"), time_limit(0.1, "The panel"):
        Attempt(lambda w: endless(), "w")(1.0)


@in_a_hurry()
def test_every_check_ends_an_endless_loop_once():
    names = [name for name in checks.__all__ if name not in ("Diagnosis", "diagnose_gradient", "torch_loop", "line")]
    for name in names:
        start = time.perf_counter()
        verdict = getattr(checks, name)(lambda *_: endless())
        assert verdict.misconception == "endless", (name, verdict)
        assert time.perf_counter() - start < 1


def test_leaving_python_is_no_way_out():
    with pytest.raises(MistakeError, match="SystemExit"):
        Attempt(lambda w: sys.exit(), "w")(1.0)
