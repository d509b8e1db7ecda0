"""Traps: what a coroutine yields is a wish, and whoever runs it grants it.

There are three. A bare `yield` wants the next item (*receive*); `yield link.send(item)` wants the
item to be with the link's receiver (`Send`); `yield work(job)` wants the job done (`Work`), and
gets a `Result`. Making a trap does nothing; only yielding it does (PEP 342 calls the value of a
yield expression what was sent in).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any, NamedTuple, ParamSpec

P = ParamSpec("P")


class Job(NamedTuple):
    """A job: its number on the site, its name, and its work in nanoseconds of CPU and of I/O."""

    number: int
    name: str
    cpu_ns: int
    io_ns: int


class Result(NamedTuple):
    """A job that was done, and the worker who did it."""

    job: Job
    worker: int


class Send:
    """The wish that `item` be with the receiver `to`. `Link.send` makes it."""

    __slots__ = ("item", "to")

    to: Any
    item: Any


class Work:
    """The wish that `job` be done; its yield gives the `Result`. `work` makes it."""

    __slots__ = ("job",)

    job: Job


# Any, since to a type checker a bare yield gives nothing, not even None: with `Send | Work | None`
# it would refuse every receive.
Coroutine = Generator[Any, Any, None]
"""A generator that yields traps: `Send`, `Work`, or None, the bare yield of a receive."""


class Link:
    """One end of the way to a receiver; `to` is whatever the one who runs it knows it by."""

    __slots__ = ("to",)

    def __init__(self, to: Any) -> None:
        self.to = to

    def send(self, item: Any) -> Send:
        """Return the wish to hand `item` over; nothing happens until it is yielded."""
        wish = Send()  # filled from here: a call of an __init__ would slow a hop by a twentieth
        wish.to = self.to
        wish.item = item
        return wish


def work(job: Job) -> Work:
    """Return the wish to do `job`; nothing happens until it is yielded."""
    wish = Work()
    wish.job = job
    return wish


def coroutine(function: Callable[P, Coroutine]) -> Callable[P, Coroutine]:
    """Decorate a generator function so that its generators start primed, at their bare yield."""

    @wraps(function)
    def primed(*args: P.args, **kwargs: P.kwargs) -> Coroutine:
        generator = function(*args, **kwargs)
        next(generator)
        return generator

    return primed
