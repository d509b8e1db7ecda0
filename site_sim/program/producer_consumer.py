"""Producer and consumer: two coroutines, one sends what the other receives."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.program.traps import Coroutine, Link, Result, coroutine, work


# fmt: off
@coroutine
def producer(consuming: Link) -> Coroutine:
    """Send on each item as it comes."""
    while True:
        item = yield                        # the next item i
        yield consuming.send(item)          # send i


@coroutine
def consumer(inspect: Callable[[Result], None]) -> Coroutine:
    """Receive each item, do what it takes, and report the result."""
    while True:
        item = yield                        # receive i
        result = yield work(item)
        inspect(result)
