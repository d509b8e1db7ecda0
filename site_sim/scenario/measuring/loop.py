"""Runs the program on one event loop of asyncio, a task for each coroutine.

The inboxes have the kernel's own rule, which a chain with work on the CPU depends on: whoever takes
an item lets the item of the first sender that waits in at once. (`asyncio.Queue` has another: the
sender is woken, and puts its item in itself, later.)
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import perf_counter_ns
from typing import Any

from site_sim.base.units import SECOND
from site_sim.program.pipeline import accept, create_pipeline, foreman, worker
from site_sim.program.traps import Coroutine, Job, Link, Result, Send
from site_sim.scenario.measuring.driving import MeasuringError, Plan, PlannedCrew, Times
from site_sim.scenario.measuring.working import compute


class LoopInbox:
    """An inbox with room for some items, for tasks of one event loop; one of them takes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._items: deque[Any] = deque()
        self._senders: deque[tuple[asyncio.Future[None], Any]] = deque()
        self._taker: asyncio.Future[None] | None = None

    async def put(self, item: Any) -> None:
        """Put an item in, once there is room."""
        if len(self._items) >= self._room:
            let_in = asyncio.get_running_loop().create_future()
            self._senders.append((let_in, item))
            await let_in
            return
        self._items.append(item)
        if self._taker is not None and not self._taker.done():
            self._taker.set_result(None)

    async def take(self) -> Any:
        """Take the first item, once there is one."""
        if not self._items:
            self._taker = asyncio.get_running_loop().create_future()
            await self._taker
        item = self._items.popleft()
        if self._senders:
            let_in, waiting = self._senders.popleft()
            self._items.append(waiting)
            let_in.set_result(None)
        return item


async def _run_task(coroutine: Coroutine, inbox: LoopInbox, number: int) -> None:
    """Run a coroutine for ever."""
    while True:
        await _grant(coroutine, coroutine.send(await inbox.take()), number)


async def _grant(coroutine: Coroutine, trap: Any, number: int) -> None:
    """Grant a coroutine's wishes, from `trap` on, until it is back at its bare yield."""
    while trap is not None:
        if type(trap) is Send:
            await trap.to.put(trap.item)
            trap = coroutine.send(None)
        else:
            job: Job = trap.job
            compute(job)
            if job.io_ns:
                await asyncio.sleep(job.io_ns / SECOND)
            trap = coroutine.send(Result(job, number))


async def _run(plan: Plan) -> Times:
    """Run a plan as tasks of the running loop."""
    times = Times(perf_counter_ns(), [], [], [])
    links: list[Link] = []
    done = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []

        def place(coroutine: Coroutine, inbox: LoopInbox, number: int = 0) -> Link:
            tasks.append(group.create_task(_run_task(coroutine, inbox, number)))
            return Link(inbox)

        def inspect(_: Result) -> None:
            times.accepted.append(perf_counter_ns())
            done.release()

        def hire(number: int, downstream: Link | None, accepting: Link) -> Link:
            below = downstream if plan.is_chain else None
            links.append(place(worker(number, below, accepting), LoopInbox(plan.room), number))
            return links[-1]

        create_pipeline(plan.workers, hire, place(accept(inspect), LoopInbox(plan.room)))
        boss = foreman(PlannedCrew(plan, links))
        await asyncio.sleep(0)  # everyone is at its inbox
        for job in plan.jobs:
            times.taken.append(perf_counter_ns())
            await _grant(boss, boss.send(job), 0)
            if plan.one_by_one:
                await done.acquire()
        for _ in () if plan.one_by_one else plan.jobs:
            await done.acquire()
        for task in tasks:
            task.cancel()
    return times


def run_loop(plan: Plan) -> Times:
    """Run a plan on an event loop of its own. Raises `MeasuringError` if it takes too long."""

    async def limited() -> Times:
        async with asyncio.timeout(plan.time_limit_s):
            return await _run(plan)

    try:
        return asyncio.run(limited())
    except TimeoutError:
        raise MeasuringError("an event loop does not answer") from None
