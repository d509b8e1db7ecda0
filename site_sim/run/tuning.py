"""What the speed and the bounds of a run depend on; tests pass other values in."""

from __future__ import annotations

from msgspec import Struct

from site_sim.state.tuning import DEFAULT_PAST, PastTuning


class RunTuning(Struct, frozen=True):
    """Numbers that change how a run is shown again."""

    at_hand: int = 2048
    """Events ahead to which the present state is folded on; for more, a checkpoint is used."""
    events_a_step: int = 4
    """How many events count as one step of the kernel when the past is shown again."""
    past: PastTuning = DEFAULT_PAST
    """How much is kept of the past."""
