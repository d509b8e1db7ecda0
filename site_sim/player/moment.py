"""Where a run stands when a person wants something: by this a session is repeated exactly."""

from __future__ import annotations

import msgspec

from site_sim.log.position import Position
from site_sim.run.session import Session


class Moment(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """The position of the playhead, and how far the run is.

    Not the real time: how long anything took depends on the machine.
    """

    seq: int
    """Events that have happened."""
    at: int
    """The time (ns)."""
    steps: int | None = None
    """The engine's steps done by then; None in the past, where a seek leads."""
    is_forking: bool = False
    """The run is being executed again."""

    @property
    def position(self) -> Position:
        """Where the playhead is."""
        return Position(self.seq, self.at)


def moment_of(session: Session) -> Moment:
    """Return where a session stands now."""
    position = session.playhead.position
    steps = session.branch.engine.steps if session.is_at_end else None
    is_forking = session.fork_progress is not None
    return Moment(seq=position.seq, at=position.at, steps=steps, is_forking=is_forking)
