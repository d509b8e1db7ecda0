"""What objects take in memory, found by walking them and not by any list of fields."""

from __future__ import annotations

from collections.abc import Iterator
from sys import getsizeof
from typing import Any

from tests.oracles.plain_values import attributes


def bytes_held(*things: Any, besides: tuple[type, ...] = ()) -> int:
    """Return the bytes of objects and of all that they hold, counted once.

    What is of a kind in `besides` is not entered, nor are classes and functions.
    """
    seen: set[int] = set()
    left = list(things)
    total = 0
    while left:
        thing = left.pop()
        passed_over = callable(thing) or isinstance(thing, besides)
        if id(thing) not in seen and not passed_over:
            seen.add(id(thing))
            total += getsizeof(thing)
            left += _parts_of(thing)
    return total


def _parts_of(thing: Any) -> Iterator[Any]:
    if isinstance(thing, dict):
        for pair in thing.items():
            yield from pair
    elif isinstance(thing, list | tuple | set):
        yield from thing
    elif not isinstance(thing, str | bytes | bytearray | int | float | None):
        yield from (getattr(thing, name) for name in attributes(thing) if hasattr(thing, name))
