"""What takes more than a tick of a race: to read, to hire, to re-execute, and to run ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from site_sim.base.limits import HORIZON_NS
from site_sim.player.intents import Stop
from site_sim.player.pacing import Pacing
from site_sim.player.player import Player
from site_sim.player.race_forks import RaceForks
from site_sim.run.common_playhead import CommonPlayhead

if TYPE_CHECKING:
    from site_sim.player.race_search import RaceSearch
    from site_sim.state.conditions.clauses import SiteCondition

NOBODY_ENDED = "nobody has ended yet: when the first has, the others can be run to their ends"


class RaceWork:
    """Works, tick by tick, on what is under way in the runs of a race, in one budget for all.

    `note` is told where a search is stopped, and `notify` shows the person a message.
    """

    def __init__(
        self,
        players: Sequence[Player],
        playhead: CommonPlayhead,
        pacing: Pacing,
        note: Callable[[Stop], None],
        notify: Callable[[str], None],
    ) -> None:
        self.destination: int | None = None
        """The time ahead (simulated ns) that it is on the way to."""
        self.search: RaceSearch | None = None
        """What is searched for in a track; None without a search."""
        self._players = players
        self._playhead = playhead
        self._pacing = pacing
        self._note = note
        self._notify = notify
        self._is_opened = all(player.replay is None for player in players)
        """Whether all recordings were read, so that the race stands at its start."""
        self.forks = RaceForks(players, playhead.bookmarks, pacing, notify)
        """What is re-executed."""

    # -- what is under way -----------------------------------------------------------------

    @property
    def is_under_way(self) -> bool:
        """Whether a run to a time or a search is under way, or what has to be done before that."""
        is_ready = self._is_opened and not self.why_held
        return self.is_going_somewhere or not is_ready

    @property
    def is_going_somewhere(self) -> bool:
        """Whether a run to a time or a search is under way."""
        return self.destination is not None or self.search is not None

    @property
    def runs_to_the_end(self) -> bool:
        """Whether it is on the way to where all runs have ended."""
        return self.destination == HORIZON_NS

    @property
    def hiring(self) -> int:
        """How many workers there are to be in a run whose first crew is being hired; 0 for none."""
        return max(player.session.hiring for player in self._players)

    @property
    def is_reading(self) -> bool:
        """Whether there is more of a recording that can be read at once."""
        return any(p.replay is not None and p.replay.is_reading for p in self._players)

    @property
    def why_held(self) -> str:
        """What is done to a run for which the playhead has to stay; "" if it may move."""
        if self.is_reading:
            return "a recording is read"
        return next(filter(None, (player.session.why_held for player in self._players)), "")

    def refuses(self, what: str) -> bool:
        """Say that something can't be while a run is held; return False if none is."""
        if self.why_held:
            self._notify(f"{what} while {self.why_held}")
        return bool(self.why_held)

    # -- working ---------------------------------------------------------------------------

    def go_on(self) -> bool:
        """Work on what is under way for one tick; False if nothing is."""
        if self.is_reading:
            self._read_on()
        elif not self._is_opened:
            self._open()
        elif self.hiring:
            self._hire_on()
        elif self.fork_progress is not None:
            self.forks.work(self._pacing.tuning.long_work_budget_s)
        elif self.search is not None:
            self._search_on(self._pacing.tuning.long_work_budget_s)
        elif self.destination is not None:
            self._run_on(self._pacing.tuning.long_work_budget_s)
        else:
            return False
        return True

    def _open(self) -> None:
        """Go to the start, as recordings are read to their ends: no more of them is waited for."""
        self._is_opened = True
        for player in self._players:
            if player.replay is not None:
                player.replay.finish(player.session)
        self._playhead.seek(0)

    def _read_on(self) -> None:
        for player in self._players:
            if player.replay is not None and player.replay.is_reading:
                player.replay.read_on(player.session, self._pacing, follows=False)
                return

    def _hire_on(self) -> None:
        tuning = self._pacing.tuning
        crews = [player.session for player in self._players if player.session.hiring]
        for _ in self._pacing.slices(tuning.reading_budget_s):
            crews = [session for session in crews if not session.hire_on(tuning.hired_slice)]
            if not crews:
                return

    def run_to(self, at: int) -> None:
        """Run on from the live end to a time (ns); if it is far, over the next ticks."""
        self.destination = at
        if not self.why_held and self._is_opened:
            self._run_on(self._pacing.tuning.first_part_budget_s)

    def skip_the_rest(self) -> bool:
        """Run on over the next ticks until all runs have ended, if one has; else say that none has.

        It ends a search. Return whether one has.
        """
        has_ended = any(player.session.state.finished for player in self._players)
        if has_ended:
            self.cancel()
            self.destination = HORIZON_NS
        else:
            self._notify(NOBODY_ENDED)
        return has_ended

    def _run_on(self, budget_s: float) -> None:
        playhead, steps = self._playhead, self._pacing.tuning.slice_steps
        for _ in self._pacing.slices(budget_s):
            at = self.destination
            if at is None or playhead.advance(at - playhead.now, steps) or playhead.ended:
                self.destination = None
                return

    def begin_search(self, number: int, condition: SiteCondition, back: bool) -> None:
        """Search a track for where a condition becomes true, over this tick and the next ones."""
        from site_sim.player.race_search import RaceSearch  # noqa: PLC0415 - few ask for one

        tuning = self._pacing.tuning
        self.search = RaceSearch(self._playhead, number, condition, back, tuning, self._notify)
        self._search_on(tuning.first_part_budget_s)

    def _search_on(self, budget_s: float) -> None:
        for _ in self._pacing.slices(budget_s):
            if self.search is not None and not self.search.go_on():
                self.search = None
            if self.search is None:
                return

    def finish(self) -> None:
        """Finish all that has to be done before time can pass."""
        while self.why_held or not self._is_opened:
            self.go_on()

    def arrive(self) -> None:
        """Stop where the time is reached that it is on the way to."""
        at = self.destination
        if at is not None and (self._playhead.now >= at or self._playhead.ended):
            self.destination = None

    def cancel(self) -> None:
        """Stop on the way to a time; end a search, and go back to where it began."""
        self.destination = None
        if self.search is not None:
            self._note(Stop())
        search, self.search = self.search, None
        if search is not None:
            search.cancel()

    # -- re-execution ----------------------------------------------------------------------

    @property
    def fork_progress(self) -> float | None:
        """How far the re-execution is that is furthest behind, 0 to 1; None without one."""
        return self.forks.progress

    def when_free(self, act: Callable[[], None]) -> None:
        """Stop on the way, then act: at once, or when all runs have been re-executed."""
        self.cancel()
        self.forks.when_free(act)

    def work_on_fork(self) -> None:
        """Re-execute for a while; when all is finished, do what waited for it."""
        self.forks.work(self._pacing.tuning.budget_s)

    def drop_waiting(self) -> None:
        """Drop what waited for a re-execution that failed or was given up."""
        self.forks.drop_waiting()
