"""A place in a run, whoever makes its events."""

from __future__ import annotations

import msgspec


class Position(msgspec.Struct, frozen=True):
    """A place in a run: `seq` events have happened, and the time is `at` (ns)."""

    seq: int
    at: int
