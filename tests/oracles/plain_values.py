"""Whole states as plain values, found by walking the objects and not by any list of fields.

Two states are equal when their plain values are: it is what the past is checked by, and knows
nothing of what a checkpoint keeps.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

from site_sim.log.event_log import EventLog
from site_sim.state.site import SiteState
from site_sim.state.verdicts import VerdictTable

SHARED = (EventLog, VerdictTable)
"""What states of one log share; of verdicts a state has those that it lists."""


def plain(state: SiteState) -> dict[str, Any]:
    """Return all that a state holds."""
    return dict(_fields(state)) | {"verdicts": [tuple(verdict) for verdict in state.verdicts]}


def attributes(thing: object) -> Iterator[str]:
    """Yield the names of everything that an object holds, wherever it holds it."""
    for base in type(thing).__mro__:
        slots = base.__dict__.get("__slots__", ())
        yield from (slots,) if isinstance(slots, str) else slots
    yield from getattr(thing, "__dict__", ())


def _fields(thing: object) -> Iterator[tuple[str, Any]]:
    for name in attributes(thing):
        value = getattr(thing, name)
        if not isinstance(value, SHARED):
            yield name, plain_value(value)


def plain_value(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return type(value).__name__, int(value)
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return value
    if isinstance(value, dict):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | deque | array | bytearray):
        return [plain_value(item) for item in value]
    if hasattr(value, "__struct_fields__"):
        return {name: plain_value(getattr(value, name)) for name in value.__struct_fields__}
    return dict(_fields(value))
