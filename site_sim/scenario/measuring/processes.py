"""Runs the program in processes of its own, with pipes between them, and pickled items in these."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Semaphore, Thread, Timer
from time import perf_counter_ns, thread_time_ns
from typing import Any

import site_sim
from site_sim.facts.sentences import say
from site_sim.program.pipeline import foreman
from site_sim.program.traps import Link
from site_sim.scenario.measuring.child import ROOM
from site_sim.scenario.measuring.driving import (
    TIME_LIMIT_S,
    MeasuringError,
    Plan,
    PlannedCrew,
    Start,
    Times,
)
from site_sim.scenario.measuring.threads import grant

PROGRAM = (
    f"import sys; sys.path.insert(0, {str(Path(site_sim.__file__).parents[1])!r}); "
    "from site_sim.scenario.measuring.child import run_child; run_child(int(sys.argv[1]))"
)
"""What a child is to run: it is started without the folders of packages, which takes less."""


class Child:
    """The process of a worker. It is killed after a time limit, and at the end."""

    def __init__(
        self, number: int = 0, time_limit_s: float = TIME_LIMIT_S, program: str = PROGRAM
    ) -> None:
        began = thread_time_ns()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", program, str(number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, ValueError, TypeError) as error:
            raise MeasuringError(say("measuring.no-process")) from error
        self.spawn_ns = thread_time_ns() - began
        """The CPU that it took to start it: the parent's part."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._inward, self._outward = self._process.stdin, self._process.stdout
        self._limit = Timer(time_limit_s, self._process.kill)
        self._limit.daemon = True
        self._limit.start()

    def put(self, item: Any) -> None:
        """Put an item into its inbox."""
        try:
            pickle.dump(item, self._inward)
            self._inward.flush()
        except (OSError, ValueError) as error:
            raise MeasuringError(say("measuring.no-answer")) from error

    def read(self) -> Any:
        """Return what it says next; wait for it."""
        try:
            return pickle.load(self._outward)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise MeasuringError(say("measuring.no-answer")) from error

    def close(self) -> None:
        """End the process."""
        self._limit.cancel()
        self._process.kill()
        self._process.wait()
        self._outward.close()
        with suppress(OSError):  # what is still buffered can't be flushed any more
            self._inward.close()


@contextmanager
def started(count: int, time_limit_s: float = TIME_LIMIT_S) -> Iterator[list[Child]]:
    """Start some children, one right after the other, and end them with the block."""
    with ExitStack() as stack:
        children = []
        for number in range(count):
            children.append(Child(number, time_limit_s))
            stack.callback(children[-1].close)
        yield children


class ChildInbox:
    """The inbox of a child: it has room for some items, and the child says when there is more."""

    def __init__(self, child: Child, room: int) -> None:
        self._child = child
        self.room = Semaphore(room)
        """Released for each item that the child takes."""

    def put(self, item: Any, timeout: float | None = None) -> None:
        """Put an item in once there is room. Raises `MeasuringError` after so many seconds."""
        if not self.room.acquire(timeout=timeout):
            raise MeasuringError(say("measuring.no-answer"))
        self._child.put(item)


def run_processes(plan: Plan) -> Times:
    """Run a plan in a process for each worker, wired directly; foreman and accept are here.

    Whoever is sent to before its process is up finds the item in the pipe. Raises
    `MeasuringError` if one does not answer.
    """
    assert not plan.is_chain, "there are no pipes from child to child"
    times = Times(perf_counter_ns(), [], [], [])
    up: Queue[MeasuringError | None] = Queue()
    done: Queue[MeasuringError | None] = Queue()

    def listen(child: Child, room: Semaphore) -> None:
        news = up
        try:
            own_ns = child.read()
            times.starts.append(Start(child.spawn_ns, own_ns, perf_counter_ns()))
            news.put(None)
            news = done
            while True:
                if child.read() is ROOM:
                    room.release()
                else:
                    times.accepted.append(perf_counter_ns())
                    news.put(None)
        except MeasuringError as error:
            news.put(error)
            done.put(error)

    def wait_for_one(news: Queue[MeasuringError | None]) -> None:
        try:
            error = news.get(timeout=plan.time_limit_s)
        except Empty:
            raise MeasuringError(say("measuring.no-answer")) from None
        if error is not None:
            raise error

    with started(plan.workers, plan.time_limit_s) as children:
        inboxes = [ChildInbox(child, plan.room) for child in children]
        listeners = [
            Thread(target=listen, args=(child, inbox.room), daemon=True)
            for child, inbox in zip(children, inboxes, strict=True)
        ]
        for listener in listeners:
            listener.start()
        boss = foreman(PlannedCrew(plan, [Link(inbox) for inbox in inboxes]))
        for job in plan.jobs:
            times.taken.append(perf_counter_ns())
            grant(boss, boss.send(job), 0, plan.time_limit_s)
            if plan.one_by_one:
                wait_for_one(done)
        for _ in () if plan.one_by_one else plan.jobs:
            wait_for_one(done)
        for _ in children:
            wait_for_one(up)
    for listener in listeners:
        listener.join()
    return times
