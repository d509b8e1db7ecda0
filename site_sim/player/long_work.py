"""What takes more than a tick: a run to a time, a search, and a command in the past."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from site_sim.log.search import Wanted
from site_sim.player.intents import Stop
from site_sim.player.moment import Moment, moment_of
from site_sim.player.pacing import Pacing
from site_sim.player.search_work import Aim, SearchWork
from site_sim.run.bookmarks import Bookmarks
from site_sim.run.session import Session

if TYPE_CHECKING:
    from site_sim.state.conditions.clauses import SiteCondition

MOST_WAITING = 100
"""Commands that wait for a re-execution; any beyond them is left out, and that is said."""


def say_lost(bookmarks: Bookmarks, notify: Callable[[str], None]) -> None:
    """Say which bookmarks were lost with a future that was replaced, if any were."""
    names = ", ".join(map(repr, bookmarks.newly_lost()))
    if names:
        notify(f"lost with the future that is replaced: {names}")


class WaitingCommands:
    """Commands that wait for a re-execution. `notify` shows the person a message."""

    def __init__(self, notify: Callable[[str], None]) -> None:
        self._acts: list[Callable[[], None]] = []
        self._notify = notify

    def add(self, act: Callable[[], None]) -> None:
        """Keep a command, or leave it out and say so where as many wait as there may be."""
        if len(self._acts) < MOST_WAITING:
            self._acts.append(act)
        else:
            self._notify(f"{MOST_WAITING} commands wait already: one is left out")

    def carry_out(self) -> None:
        """Do what has waited; what has to wait again is kept."""
        acts, self._acts = self._acts, []
        for act in acts:
            act()

    def drop(self) -> None:
        """Drop what waited for a re-execution that failed or was given up."""
        self._acts.clear()


class LongWork:
    """Works, tick by tick, on what is under way in one session.

    That is a run to a time ahead, a search for an event that has not happened yet or for a
    condition, or the re-execution that a command in the past needs. `note` is told where it stops
    on the way, and `notify` shows the person a message.
    """

    def __init__(
        self,
        session: Session,
        pacing: Pacing,
        note: Callable[[Stop], None],
        notify: Callable[[str], None],
    ) -> None:
        self.destination: int | None = None
        """The time ahead (simulated ns) that it is on the way to."""
        self._session = session
        self._pacing = pacing
        self._note = note
        self._notify = notify
        self._searching = SearchWork(session, pacing, notify)
        self._waiting = WaitingCommands(notify)

    @property
    def looking_for(self) -> Aim | None:
        """What is searched for; None without a search."""
        return self._searching.aim

    @property
    def is_under_way(self) -> bool:
        """Whether a run to a time or a search is under way."""
        return self.destination is not None or self._searching.aim is not None

    def run_to(self, at: int) -> None:
        """Run on from the live end to a time (ns); if it is far, over the next ticks."""
        self.destination = at
        if not self._session.hiring:
            self._run_on(self._pacing.tuning.first_part_budget_s)

    def search(self, wanted: Wanted) -> None:
        """Run on from the live end to the first wanted event, over the next ticks."""
        self._searching.begin(wanted)

    def search_condition(self, condition: SiteCondition, back: bool = False) -> None:
        """Go to where a condition becomes true next, or last, over this tick and the next ones."""
        self._searching.begin_condition(condition, back)
        self._search_on(self._pacing.tuning.first_part_budget_s)

    def go_on(self) -> bool:
        """Work on what is under way for one tick; False if nothing is."""
        budget_s = self._pacing.tuning.long_work_budget_s
        if self._session.hiring:
            self._hire_on()
        elif self._session.fork_progress is not None:
            self.work_on_fork(budget_s)
        elif self._searching.aim is not None:
            self._search_on(budget_s)
        elif self.destination is not None:
            self._run_on(budget_s)
        else:
            return False
        return True

    def _hire_on(self) -> None:
        """Hire more of the first crew: there is little to see, and keys are answered in between."""
        tuning = self._pacing.tuning
        for _ in self._pacing.slices(tuning.reading_budget_s):
            if self._session.hire_on(tuning.hired_slice):
                break

    def cancel(self) -> None:
        """Stop on the way to a time, or end a search and go back to where it began."""
        if self.is_under_way:
            self._note(Stop())
        self.destination = None
        if self._searching.cancel():
            self.work_on_fork()

    def drop(self) -> None:
        """Stop on the way to a time or an event, and stay there."""
        self._searching.drop()
        self.destination = None

    def pass_to(self, moment: Moment) -> bool:
        """Go on exactly to a moment, whatever is under way; return whether the run comes there.

        It is a later moment of an earlier run, to which the same was done up to here.
        """
        session = self._session
        if moment == moment_of(session):
            return True
        steps = moment.steps
        while session.hiring and len(session.log) < moment.seq:
            session.hire_on(max(1, (moment.seq - len(session.log)) // 2))
        self.finish_fork()
        self._searching.pass_ahead()
        if steps is not None:
            self._simulate_to(moment, steps)
        if session.playhead.position != moment.position:
            session.playhead.go_to(moment.position)
        ended = session.playback.ended
        if self.destination is not None and (ended or session.now >= self.destination):
            self.destination = None
        return moment == moment_of(session)

    def _simulate_to(self, moment: Moment, steps: int) -> None:
        """Simulate at the live end as far as the engine has done so many steps."""
        session, engine = self._session, self._session.branch.engine
        ahead = steps - engine.steps
        if self._searching.is_ahead:
            self._searching.pass_steps(ahead)
            return
        if ahead <= 0 and moment.at <= engine.now:
            return
        session.playhead.go_to(session.playhead.live_position)
        if ahead > 0:
            session.playback.advance(moment.at - session.now, ahead)
        if moment.at > session.now:
            session.playback.advance(moment.at - session.now, 1)

    def _run_on(self, budget_s: float) -> None:
        """Simulate towards the time ahead, or until nothing more can happen."""
        session, steps = self._session, self._pacing.tuning.slice_steps
        for _ in self._pacing.slices(budget_s):
            at = self.destination
            arrived = at is None or session.playback.advance(at - session.now, steps)
            if arrived or session.playback.ended:
                self.destination = None
                break

    def _search_on(self, budget_s: float) -> None:
        """Search for a while; where that ends without a result, go back."""
        if not self._searching.go_on(budget_s):
            self.cancel()

    # -- re-execution ----------------------------------------------------------------------

    def when_free(self, act: Callable[[], None]) -> None:
        """Cancel what is under way, then act: at once, or when the run has been re-executed."""
        self.cancel()
        if self._session.fork_progress is None:
            act()
        else:
            self._waiting.add(lambda: self.when_free(act))

    def work_on_fork(self, budget_s: float | None = None) -> None:
        """Re-execute for a while; when it is finished, do what waited for it."""
        tuning = self._pacing.tuning
        slices = self._pacing.slices(tuning.budget_s if budget_s is None else budget_s)
        if not any(self._session.work(tuning.fork_slice_steps) for _ in slices):
            return
        self.tell_of_lost()
        self._waiting.carry_out()

    def tell_of_lost(self) -> None:
        """Say which bookmarks are lost with a future that was replaced."""
        say_lost(self._session.bookmarks, self._notify)

    def finish_fork(self) -> None:
        """Re-execute to the end, and do what waited for it."""
        while self._session.fork_progress is not None:
            self.work_on_fork()

    def drop_waiting(self) -> None:
        """Drop what waited for a re-execution that failed or was given up."""
        self._waiting.drop()
