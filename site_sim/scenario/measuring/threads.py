"""Runs the program in threads of this process, with Python's own queues between them."""

from __future__ import annotations

from queue import Empty, Full, Queue
from threading import Thread
from time import perf_counter_ns
from typing import Any

from site_sim.facts.sentences import say
from site_sim.program.pipeline import accept, create_pipeline, foreman, worker
from site_sim.program.traps import Coroutine, Link, Result, Send
from site_sim.scenario.measuring.driving import MeasuringError, Plan, PlannedCrew, Times
from site_sim.scenario.measuring.working import perform

END = None
"""The item after which a thread ends."""


def _run_task(coroutine: Coroutine, inbox: Queue[Any], number: int) -> None:
    """Run a coroutine until the item `END` comes."""
    while (item := inbox.get()) is not END:
        grant(coroutine, coroutine.send(item), number)


def grant(coroutine: Coroutine, trap: Any, number: int, time_limit_s: float | None = None) -> None:
    """Grant a coroutine's wishes, from `trap` on, until it is back at its bare yield."""
    while trap is not None:
        if type(trap) is Send:
            trap.to.put(trap.item, timeout=time_limit_s)
            trap = coroutine.send(None)
        else:
            perform(trap.job)
            trap = coroutine.send(Result(trap.job, number))


def run_threads(plan: Plan) -> Times:
    """Run a plan in a thread for each but the foreman, who has the caller's.

    Raises `MeasuringError` if one does not answer.
    """
    times = Times(perf_counter_ns(), [], [], [])
    links: list[Link] = []
    inboxes: list[Queue[Any]] = []
    done: Queue[None] = Queue()

    def place(coroutine: Coroutine, number: int = 0) -> Link:
        inbox: Queue[Any] = Queue(plan.room)
        inboxes.append(inbox)
        Thread(target=_run_task, args=(coroutine, inbox, number), daemon=True).start()
        return Link(inbox)

    def inspect(_: Result) -> None:
        times.accepted.append(perf_counter_ns())
        done.put(None)

    def hire(number: int, downstream: Link | None, accepting: Link) -> Link:
        below = downstream if plan.is_chain else None
        links.append(place(worker(number, below, accepting), number))
        return links[-1]

    try:
        create_pipeline(plan.workers, hire, place(accept(inspect)))
        boss = foreman(PlannedCrew(plan, links))
        for job in plan.jobs:
            times.taken.append(perf_counter_ns())
            grant(boss, boss.send(job), 0, plan.time_limit_s)
            if plan.one_by_one:
                done.get(timeout=plan.time_limit_s)
        for _ in () if plan.one_by_one else plan.jobs:
            done.get(timeout=plan.time_limit_s)
        for inbox in inboxes:
            inbox.put(END, timeout=plan.time_limit_s)
    except (Empty, Full, RuntimeError) as error:  # RuntimeError: no thread to be had
        raise MeasuringError(say("measuring.no-threads")) from error
    return times
