"""A search: a run to an event that has not happened yet, and back if it does not come soon."""

from __future__ import annotations

from typing import Literal

from site_sim.base.units import SECOND
from site_sim.log.search import Wanted
from site_sim.run.session import Session

MOST_S = 600
"""Simulated seconds that a search runs on at the most."""
MOST_EVENTS = 1_000_000
"""The same in events."""

Outcome = Literal["goes on", "found", "too long", "too many events", "nothing more"]


class Search:
    """Looks for an event beyond the live end. What is wanted in vain leaves no trace."""

    def __init__(self, session: Session, wanted: Wanted) -> None:
        self.wanted = wanted
        self._session = session
        self._start, self._end = session.position, session.live_position

    def go_on(self, steps: int) -> Outcome:
        """Simulate on for so many of the kernel's steps; the playhead goes along."""
        session = self._session
        found = session.run_on(self.wanted, steps, self._end.at + MOST_S * SECOND)
        if found:
            return "found"
        if found is None:
            return "nothing more" if session.ended else "too long"
        too_many = len(session.log) - self._end.seq >= MOST_EVENTS
        return "too many events" if too_many else "goes on"

    def give_up(self) -> None:
        """Go back to where it began; what was simulated is taken back by `Session.work`."""
        self._session.go_to(self._start)
        self._session.take_back(self._end)
