"""Searches the past and the future of a run, tick by tick, for what a person goes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from site_sim.log.search import Wanted
from site_sim.player.pacing import Pacing
from site_sim.player.search_messages import never_before, not_found
from site_sim.run.search import Outcome, Search
from site_sim.run.session import Session

if TYPE_CHECKING:
    from site_sim.run.condition_scan import ScanBack, ScanOn
    from site_sim.state.conditions.clauses import SiteCondition


class Aim(NamedTuple):
    """What is searched for: an event or a condition, and whether it is searched for in the past."""

    wanted: Wanted | SiteCondition
    back: bool = False


class SearchWork:
    """One search at a time in one session: through the log first, and then beyond its end.

    `notify` shows the person a message.
    """

    def __init__(self, session: Session, pacing: Pacing, notify: Callable[[str], None]) -> None:
        self.aim: Aim | None = None
        """What is searched for; None without a search."""
        self._session = session
        self._pacing = pacing
        self._notify = notify
        self._scan: ScanOn | ScanBack | None = None
        self._search: Search | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether it runs on beyond the live end."""
        return self._search is not None

    def begin(self, wanted: Wanted) -> None:
        """Run on from the live end to the first wanted event.

        Where none will come, or the run can't be run ahead, say so.
        """
        session, limits = self._session, self._pacing.tuning.search_limits
        if wanted.job is not None and session.state.is_done(wanted.job):
            self._notify(not_found(wanted, session.state, "nothing more", limits))
        else:
            self._run_ahead(wanted)

    def begin_condition(self, condition: SiteCondition, back: bool) -> None:
        """Go to where a condition becomes true next, or to where it did last."""
        from site_sim.run.condition_scan import ScanBack, ScanOn  # noqa: PLC0415 - few ask for one

        session = self._session
        recording, seq = session.recording, session.state.seq
        if back:
            last = seq if session.playhead.is_past_event else seq - 1
            self._scan = ScanBack(recording, condition, session.playhead.first, last)
        else:
            self._scan = ScanOn(recording, condition, seq)
        self.aim = Aim(condition, back)

    def _run_ahead(self, wanted: Wanted | SiteCondition) -> bool:
        """Begin to run on; where the run can't be, say so and return False."""
        cannot = self._session.branch.abilities.ahead
        if cannot:
            self._notify(cannot)
            return False
        self.aim = Aim(wanted)
        self._search = Search(self._session, wanted, self._pacing.tuning.search_limits)
        return True

    def go_on(self, budget_s: float) -> bool:
        """Search for a while; where it ends without a result, say so and return False."""
        tuning = self._pacing.tuning
        for _ in self._pacing.slices(budget_s):
            if self._scan is not None:
                goes_on = self._look(tuning.scanned_slice)
            else:
                goes_on = self._run_on(tuning.slice_steps)
            if not goes_on:
                return False
            if self.aim is None:
                break
        return True

    def _look(self, events: int) -> bool:
        """Look at some events of the log; return False if there is no result."""
        scan, aim = self._scan, self.aim
        if scan is None or aim is None:
            return True
        looked = scan.go_on(events)
        if looked == "found":
            self.drop()
            self._session.playhead.seek_event(scan.found)
        elif looked == "nothing":
            self._scan = None
            if not aim.back:
                return self._run_ahead(aim.wanted)
            self._notify(never_before(aim.wanted))
            return False
        return True

    def _run_on(self, steps: int) -> bool:
        """Simulate for some steps; return False if there is no result."""
        search, session = self._search, self._session
        outcome: Outcome = search.go_on(steps) if search is not None else "goes on"
        if outcome == "found":
            self.drop()
        elif search is not None and outcome != "goes on":
            self._notify(not_found(search.wanted, session.state, outcome, search.limits))
            return False
        return True

    def pass_ahead(self) -> None:
        """Finish to look at the log: a person saw that done."""
        while self._scan is not None and self._look(self._pacing.tuning.scanned_slice):
            pass

    def pass_steps(self, steps: int) -> None:
        """Simulate for some steps, which a person saw done."""
        if steps > 0 and self._search is not None and self._search.go_on(steps) == "found":
            self.drop()

    def cancel(self) -> bool:
        """End the search; if it returns True `Session.work` has to remove what was simulated."""
        search = self._search
        self.drop()
        if search is not None:
            search.cancel()
        return search is not None

    def drop(self) -> None:
        """End the search, and stay there."""
        self.aim = self._scan = self._search = None
