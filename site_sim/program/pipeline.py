"""The construction site: a foreman sends jobs down a chain of workers, accept inspects them.

It is the classic listing with a `yield` in front of whatever takes time. Whoever runs it provides
the `Crew`: links to the others, and the two decisions that are not a coroutine's own (whom to
address, and what an inspection finds).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from site_sim.program.traps import Coroutine, Job, Link, Result, coroutine, work

Order = TypeVar("Order")


class Crew(Protocol):
    """What the foreman knows of the site; it may change between two of his jobs."""

    def address(self, job: Job) -> int:
        """Return the number of the worker who is to do the job."""

    def link_to(self, worker: int) -> Link:
        """Return the link that leads to that worker: in a chain, the head's."""


# fmt: off
@coroutine
def foreman(crew: Crew) -> Coroutine:
    """Take jobs from the queue, address each to a worker, and send it on its way."""
    while True:
        job = yield                                             # the next job from the queue
        addressee = crew.address(job)
        yield crew.link_to(addressee).send((job, addressee))    # handing it to the crew


@coroutine
def worker(me: int, downstream: Link | None, accepting: Link) -> Coroutine:
    """Do the jobs addressed to `me`, and hand every other one on down the chain."""
    while True:
        job, addressee = yield                                  # idle: ready for the next job
        if addressee == me:
            result = yield work(job)                            # working
            yield accepting.send(result)                        # handing the result to accept
        elif downstream is not None:
            yield downstream.send((job, addressee))             # handing off down the chain


@coroutine
def accept(inspect: Callable[[Result], None]) -> Coroutine:
    """Inspect every result that comes."""
    while True:
        result = yield                                          # the next result
        inspect(result)
# fmt: on


def create_pipeline(
    workers: int, hire: Callable[[int, Link | None, Link], Link], accepting: Link
) -> Link | None:
    """Build the chain from its tail, worker 0, and return the link to its head, worker N−1.

    `hire(number, downstream, accepting)` brings one worker to life and returns the link to it.
    The head comes last, as each worker must know the one downstream when it is made.
    """
    head = None
    for number in range(workers):
        head = hire(number, head, accepting)
    return head


def get_jobs(orders: Iterable[tuple[float, Order]]) -> Iterator[tuple[float, Order]]:
    """Yield the jobs one by one, each with how long after the one before it arrives.

    It is resumed when that job has arrived, and so always holds exactly one: the next. The unit
    of the wait is the orders' own (nanoseconds, or mean gaps of a rate that may change).
    """
    for wait, order in orders:
        yield wait, order


# fmt: off
@coroutine
def take_jobs(arrive: Callable[[Any], None]) -> Coroutine:
    """Take jobs sent in while the site runs: the twin of `get_jobs`, pushed instead of pulled."""
    while True:
        order = yield                                           # whatever is ordered by hand
        arrive(order)
