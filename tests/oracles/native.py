"""The classic chain as plain Python runs it: generators that call each other's `.send()`.

Nothing of the project is used. Only the clock is virtual: a hop or a piece of work moves it on
and keeps the one call stack, as `time.sleep` would. Times are integer nanoseconds.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterable
from typing import NamedTuple

Item = tuple[int, int, int]
"""The number of a job, its addressee, and how long it takes."""


class Done(NamedTuple):
    """A job that was accepted, and when."""

    job: int
    at: int


class NativeChain:
    """A foreman, `workers` workers and an accept, each a generator primed by `next`."""

    def __init__(
        self, workers: int, hop_ns: int = 0, breaks: Callable[[int, int], None] | None = None
    ) -> None:
        """`breaks(worker, job)` is called inside the work, and may raise."""
        self.now = 0
        self.done: list[Done] = []
        self._hop_ns = hop_ns
        self._breaks = breaks or (lambda worker, job: None)
        self.accept = self._accept()
        next(self.accept)
        self.workers: list[Generator[None, Item, None]] = []
        for number in range(workers):
            below = self.workers[-1] if self.workers else None
            self.workers.append(self._worker(number, below))
            next(self.workers[-1])
        self.foreman = self._foreman(self.workers[-1])
        next(self.foreman)

    def _foreman(self, head: Generator[None, Item, None]) -> Generator[None, Item, None]:
        while True:
            item = yield
            self.now += self._hop_ns
            head.send(item)

    def _worker(
        self, me: int, downstream: Generator[None, Item, None] | None
    ) -> Generator[None, Item, None]:
        while True:
            job, addressee, service_ns = yield
            if addressee == me:
                self._breaks(me, job)
                self.now += service_ns
                self.now += self._hop_ns
                self.accept.send(job)
            elif downstream is not None:
                self.now += self._hop_ns
                downstream.send((job, addressee, service_ns))

    def _accept(self) -> Generator[None, int, None]:
        while True:
            job = yield
            self.done.append(Done(job, self.now))

    def run(self, jobs: Iterable[tuple[int, int]]) -> list[Done]:
        """Feed jobs, (arrival, service) in order of arrival, job i to worker i % N."""
        for number, (arrival, service_ns) in enumerate(jobs):
            self.now = max(self.now, arrival)
            self.foreman.send((number, number % len(self.workers), service_ns))
        return self.done

    def closed(self) -> list[str]:
        """Return the names of the generators that are closed, from the foreman down."""
        everyone = {"foreman": self.foreman}
        everyone |= {f"worker {n}": g for n, g in reversed(list(enumerate(self.workers)))}
        everyone["accept"] = self.accept
        return [
            name
            for name, generator in everyone.items()
            if inspect.getgeneratorstate(generator) == inspect.GEN_CLOSED
        ]
