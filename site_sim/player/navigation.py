"""Moves the playhead on a person's behalf, at once or over many ticks."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.search import Wanted
from site_sim.player.pacing import Pacing
from site_sim.player.search_messages import not_found
from site_sim.run.search import Outcome, Search
from site_sim.run.session import Session


class Navigator:
    """Moves the playhead of one session, and does what takes more than a tick.

    That is a run to a time ahead, a search for an event, and the re-execution that a command in
    the past needs. `pause` stops the time of the run, and `notify` shows the person a message.
    """

    def __init__(
        self,
        session: Session,
        pacing: Pacing,
        pause: Callable[[], None],
        notify: Callable[[str], None],
    ) -> None:
        self.destination: int | None = None
        """The time ahead (simulated ns) that it is on the way to."""
        self._session = session
        self._pause = pause
        self._pacing = pacing
        self._notify = notify
        self._search: Search | None = None
        self._waiting: list[Callable[[], None]] = []
        """What is done once the run is re-executed."""

    # -- moves -----------------------------------------------------------------------------

    def step(self) -> None:
        """Go to the next event, and stop there."""
        if self._may_move():
            self._pause()
            self._session.playback.step()

    def step_back(self) -> None:
        """Go back one event, and stop there."""
        if self._may_move():
            self._pause()
            self._session.playback.step_back()

    def seek(self, at: int) -> None:
        """Show the site at a time (ns); in the past, stop there."""
        if self._may_move():
            self._session.playhead.seek(at)
            if not self._session.playhead.is_live:
                self._pause()

    def jump(self, span_ns: int) -> None:
        """Go forward or back by a span of time; beyond the live end, simulate."""
        if self._may_move():
            at, end = self._session.now + span_ns, self._session.playhead.end
            if span_ns > 0 and at > end:
                self.run_to(at)
            else:
                self.seek(at)

    def go_to(self, at: int) -> None:
        """Go to a time (ns), in the past or ahead, and stop there."""
        if self._may_move():
            if at > self._session.playhead.end:
                self.run_to(at)
            else:
                self._session.playhead.seek(at)
            self._pause()

    def run_to(self, at: int) -> None:
        """Simulate to a time (ns) ahead; if it is far, over the next ticks.

        Where the run can't be run ahead, it goes to the end and says so.
        """
        if self._may_move():
            self._session.playhead.seek(self._session.playhead.end)
            if self._session.branch.abilities.ahead:
                self._notify(self._session.branch.abilities.ahead)
                return
            self.destination = at
            self._run_on(self._pacing.tuning.first_part_budget_s)

    def go_back_to(self, wanted: Wanted) -> None:
        """Go back to the previous wanted event, if there is one."""
        if self._may_move():
            self._pause()
            if not self._session.playhead.seek_previous(wanted):
                self._notify("nothing happened to it before")

    def go_on_to(self, wanted: Wanted) -> None:
        """Go to the next wanted event, whether it has happened already or not.

        Where the run can't be run ahead, those that have happened are all that is searched.
        """
        if not self._may_move():
            return
        session = self._session
        self._pause()
        if session.playhead.seek_next(wanted):
            return
        limits = self._pacing.tuning.search_limits
        if wanted.job is not None and session.state.is_done(wanted.job):
            self._notify(not_found(wanted, session.state, "nothing more", limits))
        elif session.branch.abilities.ahead:
            self._notify(session.branch.abilities.ahead)
        else:
            self._search = Search(session, wanted, limits)

    def restore(self) -> None:
        """Cancel the re-execution that is under way, else bring back the old future."""
        if self._session.fork_progress is not None:
            self._session.cancel()
            self.drop_waiting()
            self._notify("the re-execution is given up, and the run stays as it was")
        elif self._session.can_restore:
            self._search = self.destination = None
            self._session.restore()
            self._notify("the old future is back")
        else:
            self.cancel()
            self._notify("no future was cut off")

    # -- what takes more than a tick -------------------------------------------------------

    @property
    def looking_for(self) -> Wanted | None:
        """The event that is searched for; None without a search."""
        return self._search.wanted if self._search is not None else None

    def is_under_way(self) -> bool:
        """Return whether a run to a time or a search is under way."""
        return self.destination is not None or self._search is not None

    def go_on(self) -> bool:
        """Work on what is under way for one tick; False if nothing is."""
        budget_s = self._pacing.tuning.long_work_budget_s
        if self._session.fork_progress is not None:
            self.work_on_fork(budget_s)
        elif self._search is not None:
            self._search_on(self._search, budget_s)
        elif self.destination is not None:
            self._run_on(budget_s)
        else:
            return False
        return True

    def cancel(self) -> None:
        """Stop on the way to a time, or end a search and go back to where it began."""
        self.destination = None
        search, self._search = self._search, None
        if search is not None:
            search.cancel()
            self.work_on_fork()

    def when_free(self, act: Callable[[], None]) -> None:
        """Cancel what is under way, then act: at once, or when the run has been re-executed."""
        self.cancel()
        if self._session.fork_progress is None:
            act()
        else:
            self._waiting.append(lambda: self.when_free(act))

    def work_on_fork(self, budget_s: float | None = None) -> None:
        """Re-execute for a while; when it is finished, do what waited for it."""
        tuning = self._pacing.tuning
        slices = self._pacing.slices(tuning.budget_s if budget_s is None else budget_s)
        if not any(self._session.work(tuning.fork_slice_steps) for _ in slices):
            return
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def drop_waiting(self) -> None:
        """Drop what waited for a re-execution that failed or was cancelled."""
        self._waiting.clear()

    def _may_move(self) -> bool:
        """Cancel what is under way; return True unless a re-execution holds the playhead."""
        self.cancel()
        if self._session.fork_progress is None:
            return True
        self._notify("the playhead stays here while the run is re-executed")
        return False

    def _run_on(self, budget_s: float) -> None:
        """Simulate towards the time ahead, or until nothing more can happen."""
        session, steps = self._session, self._pacing.tuning.slice_steps
        for _ in self._pacing.slices(budget_s):
            at = self.destination
            arrived = at is None or session.playback.advance(at - session.now, steps)
            if arrived or session.playback.ended:
                self.destination = None
                break

    def _search_on(self, search: Search, budget_s: float) -> None:
        """Simulate until the wanted event happens; if it does not, say so and go back."""
        outcome: Outcome = "goes on"
        for _ in self._pacing.slices(budget_s):
            outcome = search.go_on(self._pacing.tuning.slice_steps)
            if outcome != "goes on":
                break
        if outcome == "found":
            self._search = None
        elif outcome != "goes on":
            self._notify(not_found(search.wanted, self._session.state, outcome, search.limits))
            self.cancel()
