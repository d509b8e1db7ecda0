"""How much is kept of the past, and how far apart."""

from __future__ import annotations

import msgspec


class PastTuning(msgspec.Struct, frozen=True):
    """What the past of a log may cost in bytes, and what a seek may cost in events."""

    spacing: int = 1 << 11
    """Events between two checkpoints, at least."""
    bytes_an_event: float = 3.4
    """What checkpoints may cost."""
    changes: int = 16
    """How many checkpoints in a row have only what changed since the one before."""
    near: int = 512
    """How many events before its aim a seek takes a checkpoint, if the last one went there too."""
    states_an_event: float = 0.25
    """Bytes an event that the states in keyframes may take."""
    times_an_event: float = 0.5
    """Bytes an event that the times in keyframes may take."""


DEFAULT_PAST = PastTuning()
