"""What is said of Python is tried on the Python that runs the tests: a test names its sentences.

What may crash or use up the stack is tried in a process of its own.
"""

from __future__ import annotations

import asyncio
import copy
import inspect
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from site_sim.facts.sentences import FAILING_CHAIN, SENTENCES
from site_sim.program.traps import coroutine
from tests.oracles import native
from tests.oracles.native import NativeChain

Trial = Callable[[], None]
Plain = Generator[Any, Any, None]

HAS_GIL: bool = getattr(sys, "_is_gil_enabled", lambda: True)()
LONG_S = 10.0
"""The longest that anything here may take; all of it takes a fraction of a second."""
TRIED: list[str] = []
"""The ids of the sentences that the tests here try."""


def tries(*ids: str) -> Callable[[Trial], Trial]:
    """Note that a test tries the sentences of these ids."""

    def note(trial: Trial) -> Trial:
        TRIED.extend(ids)
        return trial

    return note


def test_what_is_said_to_be_tried_is_and_once() -> None:
    assert sorted(TRIED) == sorted(id for id, each in SENTENCES.items() if each.known == "tried")


def outcome_of(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own to its end, whatever that is."""
    command = [sys.executable, "-I", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, timeout=LONG_S, check=False)


def in_child(program: str) -> str:
    """Run a program in a process of its own, and return what it prints."""
    outcome = outcome_of(program)
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def state(generator: Plain) -> str:
    return inspect.getgeneratorstate(generator)


def frames(frame: FrameType | None) -> list[FrameType]:
    """Return a frame and all below it on its stack."""
    found = []
    while frame is not None:
        found.append(frame)
        frame = frame.f_back
    return found


# -- a chain of plain calls -------------------------------------------------------------------


@tries("serial.call")
def test_a_sender_is_on_the_stack_until_the_other_is_back() -> None:
    seen = []

    def look(_: int, job: int) -> None:
        everyone = (chain.foreman, *reversed(chain.workers), chain.accept)
        seen.append([state(each) for each in everyone])
        on_stack = {id(frame) for frame in frames(inspect.currentframe())}
        assert all(id(each.gi_frame) in on_stack for each in (chain.foreman, *chain.workers[1:]))

    chain = NativeChain(3, breaks=look)
    chain.foreman.send((0, 1, 0))
    running, suspended = [inspect.GEN_RUNNING], [inspect.GEN_SUSPENDED]
    assert seen == [3 * running + 2 * suspended]  # foreman, workers 2 and 1; worker 0 and accept
    assert {state(each) for each in (chain.foreman, *chain.workers)} == {*suspended}


@tries("serial.summary")
def test_in_a_chain_a_wait_holds_everyone_up() -> None:
    waits: list[str] = []

    def wait(worker: int, job: int) -> None:
        waits.append("begins")
        with pytest.raises(ValueError, match="generator already executing"):
            chain.foreman.send((job + 1, 0, 0))  # nobody above can take the next one
        waits.append("ends")

    chain = NativeChain(2, breaks=wait)
    for job in range(2):
        chain.foreman.send((job, 0, 0))
    assert waits == ["begins", "ends"] * 2


DEEP = """
chain = NativeChain({workers})
try:
    chain.foreman.send((0, 0, 0))
except RecursionError:
    print(len(chain.closed()))
"""
"""Sends a job down to worker 0; where that fails, it prints how many generators were closed."""


@tries("serial.deepest")
def test_the_recursion_limit_ends_a_chain() -> None:
    chain = Path(native.__file__).read_text(encoding="utf-8")
    fails_at = max(item for item in FAILING_CHAIN.items() if item[0] <= sys.version_info)[1]
    assert in_child(chain + DEEP.format(workers=fails_at - 1)) == ""
    assert int(in_child(chain + DEEP.format(workers=fails_at))) > fails_at // 2


@tries("code.closed-by-exception")
def test_an_exception_of_accept_closes_it_and_every_caller() -> None:
    chain = NativeChain(3)
    chain.accept = broken = _raising()
    next(broken)
    with pytest.raises(ZeroDivisionError):
        chain.foreman.send((0, 1, 0))
    assert chain.closed() == ["foreman", "worker 2", "worker 1", "accept"]
    with pytest.raises(StopIteration):
        chain.foreman.send((1, 0, 0))


def _raising() -> Plain:
    yield
    raise ZeroDivisionError


@tries("lint.dead-called")
def test_a_send_to_the_dead_raises_and_closes_the_callers() -> None:
    chain = NativeChain(3)
    with pytest.raises(ZeroDivisionError):
        chain.workers[1].throw(ZeroDivisionError)
    with pytest.raises(StopIteration):
        chain.workers[1].send((0, 1, 0))
    with pytest.raises(RuntimeError, match="generator raised StopIteration"):  # PEP 479
        chain.foreman.send((0, 0, 0))
    assert chain.closed() == ["foreman", "worker 2", "worker 1"]


@tries("listing.coroutine")
def test_only_a_primed_generator_takes_what_is_sent() -> None:
    def receive() -> Plain:
        while True:
            yield

    with pytest.raises(TypeError, match="can't send non-None value to a just-started generator"):
        receive().send(1)
    assert coroutine.__doc__ == SENTENCES["listing.coroutine"].text
    coroutine(receive)().send(1)


# -- an event loop ----------------------------------------------------------------------------


@tries("coroutines.summary", "coroutines.overlap")
def test_on_a_loop_waits_overlap_and_computing_holds_everyone_up() -> None:
    async def meet(mine: asyncio.Event, other: asyncio.Event) -> None:
        mine.set()
        await other.wait()  # both wait: one alone would wait for ever

    async def wake(due: asyncio.Event, order: list[str]) -> None:
        await due.wait()
        order.append("woke")

    async def compute(due: asyncio.Event, order: list[str]) -> None:
        due.set()  # from here on the other could go on
        sum(range(1_000))
        order.append("computed")

    async def go() -> list[str]:
        here, there, due, order = asyncio.Event(), asyncio.Event(), asyncio.Event(), []
        await asyncio.gather(meet(here, there), meet(there, here))
        await asyncio.gather(wake(due, order), compute(due, order))
        return order

    assert asyncio.run(asyncio.wait_for(go(), LONG_S)) == ["computed", "woke"]


@tries("coroutines.stack", "hybrid.loop")
def test_on_the_stack_of_a_loop_is_only_the_one_that_runs() -> None:
    async def wait(until: asyncio.Event) -> None:
        await until.wait()

    async def go() -> None:
        until = asyncio.Event()
        waiting = wait(until)
        task = asyncio.create_task(waiting)
        await asyncio.sleep(0)
        assert inspect.getcoroutinestate(waiting) == inspect.CORO_SUSPENDED
        assert waiting.cr_frame.f_back is None
        below = frames(inspect.currentframe())[1:]
        assert waiting.cr_frame not in below
        assert not [frame for frame in below if frame.f_code.co_flags & inspect.CO_COROUTINE]
        until.set()
        await task

    asyncio.run(go())


# -- threads ----------------------------------------------------------------------------------


def in_thread(target: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread


@tries("threads.summary")
def test_threads_wait_at_once_and_compute_by_turns() -> None:
    meeting = threading.Barrier(2, timeout=LONG_S)
    in_thread(meeting.wait)
    meeting.wait()  # both wait: one alone would break the barrier
    spent = []

    def compute() -> None:
        ends = time.thread_time() + 0.03
        while time.thread_time() < ends:
            pass
        spent.append(time.thread_time())

    began = time.monotonic()
    threads = [in_thread(compute) for _ in range(2)]
    for thread in threads:
        thread.join(LONG_S)
    at_once = sum(spent) / (time.monotonic() - began)
    if HAS_GIL:
        assert at_once < 1.4  # two cores would give 2


@tries("threads.stack")
def test_a_thread_has_a_stack_of_its_own() -> None:
    stacks: list[list[FrameType]] = []
    in_thread(lambda: stacks.append(frames(inspect.currentframe()))).join(LONG_S)
    (its,) = stacks
    mine = frames(inspect.currentframe())
    assert its
    assert not [frame for frame in its if frame in mine]


@tries("threads.running", "threads.send", "send.already-executing")
def test_inside_its_work_a_generator_runs_whoever_has_the_gil() -> None:
    began, ends, ran_in = threading.Event(), threading.Event(), []

    def computing() -> Plain:
        while True:
            yield
            ran_in.append(threading.get_ident())
            began.set()
            while not ends.is_set():
                pass

    generator = computing()
    next(generator)
    thread = in_thread(lambda: generator.send(1))
    began.wait(LONG_S)
    try:  # as this thread computes, it has the GIL, and the other one waits for it
        assert state(generator) == inspect.GEN_RUNNING
        with pytest.raises(ValueError, match=SENTENCES["send.already-executing"].text):
            generator.send(2)
    finally:
        ends.set()
    thread.join(LONG_S)
    generator.send(3)  # it is at its yield again
    assert ran_in == [thread.ident, threading.get_ident()]


INTERVAL_S = 0.05
WAKING_UP = f"""
import sys, threading, time
print(sys.getswitchinterval())
sys.setswitchinterval({INTERVAL_S})
late, ends, is_awaited = [], False, False
gate = threading.Lock()
gate.acquire()
def compute():
    global is_awaited, opened_at
    while not ends:
        if is_awaited:
            is_awaited, opened_at = False, time.monotonic()
            gate.release()  # and it has the GIL all the same
threading.Thread(target=compute).start()
while len(late) < 3:
    is_awaited = True
    gate.acquire()
    late.append(time.monotonic() - opened_at)
ends = True
print(min(late))
"""
"""Prints the switch interval, and how late a thread wakes up beside one that has the GIL."""


@tries("readme.gil-asked")
def test_who_waits_for_the_gil_asks_for_it_after_an_interval() -> None:
    interval, late = map(float, in_child(WAKING_UP).split())
    assert interval == 0.005
    if HAS_GIL:
        assert late > 0.9 * INTERVAL_S


SENDING = f"""
import sys, threading, time
sys.setswitchinterval(1e-5)
said, ends = set(), time.monotonic() + {LONG_S / 2}
def compute():
    while True:
        yield
        for _ in range(2_000):
            pass
def send():
    while not said and time.monotonic() < ends:
        try:
            generator.send(1)
        except ValueError as error:
            said.add(str(error))
generator = compute()
next(generator)
threads = [threading.Thread(target=send) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*said)
"""
"""Sends into one generator from two threads, and prints what was refused."""


@tries("free-threads.send")
def test_a_send_from_two_threads_at_once_raises_or_crashes() -> None:
    outcome = outcome_of(SENDING)
    may_crash = not HAS_GIL and sys.version_info < (3, 15)
    if outcome.returncode == 0:
        assert outcome.stdout.strip() == SENTENCES["send.already-executing"].text
    else:
        assert may_crash, outcome.stderr


# -- processes --------------------------------------------------------------------------------


class Parcel:
    """Notes that it is pickled."""

    pickled = 0

    def __reduce__(self) -> tuple[type, tuple[()]]:
        Parcel.pickled += 1
        return Parcel, ()


@tries("processes.summary")
def test_another_process_is_sent_what_is_pickled() -> None:
    assert int(in_child("import os; print(os.getpid())")) != os.getpid()
    here, there = multiprocessing.Pipe()
    parcel = Parcel()
    with here, there:
        here.send(parcel)
        assert there.recv() is not parcel
    assert Parcel.pickled == 1


@tries("processes.pickle")
def test_a_generator_can_be_neither_pickled_nor_copied() -> None:
    generator = (number for number in range(3))
    for attempt in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="cannot pickle 'generator' object"):
            attempt(generator)
