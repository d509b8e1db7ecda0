"""Measures how late a thread runs on: after a token, after a sleep, while another computes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter_ns, sleep

from site_sim.base.units import SECOND
from site_sim.facts.sentences import say
from site_sim.scenario.measuring.driving import TIME_LIMIT_S, MeasuringError
from site_sim.scenario.measuring.working import ROUNDS, spin


def switches(count: int, time_limit_s: float = TIME_LIMIT_S) -> list[float]:
    """Return how long each of some tokens took to another thread, in nanoseconds.

    Raises `MeasuringError` if the thread does not answer.
    """
    there: SimpleQueue[bool] = SimpleQueue()
    back: SimpleQueue[bool] = SimpleQueue()

    def echo() -> None:
        while there.get():
            back.put(True)

    took = []
    try:
        Thread(target=echo, daemon=True).start()
        for _ in range(count):
            began = perf_counter_ns()
            there.put(True)
            back.get(timeout=time_limit_s)
            took.append((perf_counter_ns() - began) / 2)
    except (Empty, RuntimeError) as error:  # RuntimeError: no thread to be had
        raise MeasuringError(say("measuring.no-threads")) from error
    finally:
        there.put(False)
    return took


def oversleeps(sleep_ns: int, count: int) -> list[float]:
    """Return how much later than it was to a thread woke up, each of some times, in ns."""
    late = []
    for _ in range(count):
        due_at = perf_counter_ns() + sleep_ns
        sleep(sleep_ns / SECOND)
        late.append(float(perf_counter_ns() - due_at))
    return late


def oversleeps_on_a_loop(sleep_ns: int, count: int) -> list[float]:
    """Return how much later than it was to a task of an event loop woke up, in nanoseconds."""

    async def measured() -> list[float]:
        late = []
        for _ in range(count):
            due_at = perf_counter_ns() + sleep_ns
            await asyncio.sleep(sleep_ns / SECOND)
            late.append(float(perf_counter_ns() - due_at))
        return late

    return asyncio.run(measured())


@contextmanager
def somebody_computes() -> Iterator[None]:
    """Compute in another thread while the block lasts."""
    stopped: list[bool] = []

    def compute() -> None:
        while not stopped:
            spin(ROUNDS)

    thread = Thread(target=compute, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.append(True)
        thread.join()
