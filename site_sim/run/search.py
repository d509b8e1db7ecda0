"""Runs to what has not happened yet, and returns if it does not come soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from site_sim.base.units import SECOND
from site_sim.log.search import Sought, Wanted
from site_sim.run.engine import refuse
from site_sim.run.session import Session

if TYPE_CHECKING:
    from site_sim.state.conditions.clauses import SiteCondition

Outcome = Literal["goes on", "found", "too long", "too many events", "nothing more"]


class SearchLimits(Struct, frozen=True):
    """How far a search simulates before it ends without a result."""

    seconds: int = 600
    """Simulated seconds."""
    events: int = 1_000_000


DEFAULT_LIMITS = SearchLimits()


class Search:
    """Looks for an event, or for where a condition becomes true, beyond the live end.

    A search that finds nothing leaves no trace. Raise a refusal where the run cannot be run ahead.
    """

    def __init__(
        self,
        session: Session,
        wanted: Wanted | SiteCondition,
        limits: SearchLimits = DEFAULT_LIMITS,
    ) -> None:
        refuse(session.branch.abilities.ahead)
        self.wanted = wanted
        self._sought = _sought(session, wanted)
        self.limits = limits
        self._session = session
        self._start = session.playhead.position
        self._end = session.playhead.live_position

    def go_on(self, steps: int) -> Outcome:
        """Simulate for at most `steps` steps of the kernel; the playhead moves along."""
        playback, end = self._session.playback, self._end
        found = playback.run_on(self._sought, steps, end.at + self.limits.seconds * SECOND)
        if found:
            return "found"
        if found is None:
            return "nothing more" if playback.ended else "too long"
        too_many = len(self._session.log) - end.seq >= self.limits.events
        return "too many events" if too_many else "goes on"

    def cancel(self) -> None:
        """Go back to where the search began; `Session.work` then removes what was simulated."""
        self._session.playhead.go_to(self._start)
        self._session.truncate(self._end)


def _sought(session: Session, wanted: Wanted | SiteCondition) -> Sought:
    """Return what finds it among the events after the live end."""
    if isinstance(wanted, Wanted):
        return wanted
    from site_sim.run.condition_scan import ConditionScan  # noqa: PLC0415 - few ask for one

    return ConditionScan(session.recording, wanted, len(session.log))
