"""What takes more than a tick of a race: to read, to hire, to re-execute, and to run ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from site_sim.base.limits import HORIZON_NS
from site_sim.player.intents import Restore, Undo
from site_sim.player.long_work import MOST_WAITING
from site_sim.player.pacing import Pacing
from site_sim.player.player import Player
from site_sim.run.branch import Branch
from site_sim.run.common_playhead import CommonPlayhead

if TYPE_CHECKING:
    from site_sim.player.race_search import RaceSearch
    from site_sim.state.conditions.clauses import SiteCondition

NOBODY_ENDED = "nobody has ended yet: when the first has, the others can be run to their ends"


class RaceWork:
    """Works, tick by tick, on what is under way in the runs of a race, in one budget for all.

    `notify` shows the person a message.
    """

    def __init__(
        self,
        players: Sequence[Player],
        playhead: CommonPlayhead,
        pacing: Pacing,
        notify: Callable[[str], None],
    ) -> None:
        self.destination: int | None = None
        """The time ahead (simulated ns) that it is on the way to."""
        self.search: RaceSearch | None = None
        """What is searched for in a track; None without a search."""
        self._players = players
        self._playhead = playhead
        self._pacing = pacing
        self._notify = notify
        self._is_opened = all(player.replay is None for player in players)
        """Whether all recordings were read, so that the race stands at its start."""
        self._waiting: list[Callable[[], None]] = []
        """What is done once all runs are re-executed."""
        self._together: Sequence[tuple[Player, Branch]] = ()
        """Who is re-executed for one command, and the branch of each before that."""

    # -- what is under way -----------------------------------------------------------------

    @property
    def is_under_way(self) -> bool:
        """Whether a run to a time or a search is under way, or what has to be done before that."""
        is_ready = self._is_opened and not self.why_held
        return self.destination is not None or self.search is not None or not is_ready

    @property
    def runs_to_the_end(self) -> bool:
        """Whether it is on the way to where all runs have ended."""
        return self.destination == HORIZON_NS

    @property
    def hiring(self) -> int:
        """How many workers there are to be in a run whose first crew is being hired; 0 for none."""
        return max(player.session.hiring for player in self._players)

    @property
    def fork_progress(self) -> float | None:
        """How far the re-execution is that is furthest behind, 0 to 1; None without one."""
        known = [player.session.fork_progress for player in self._players]
        return min((each for each in known if each is not None), default=None)

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
            self.work_on_fork(self._pacing.tuning.long_work_budget_s)
        elif self.search is not None:
            self._search_on(self._pacing.tuning.long_work_budget_s)
        elif self.destination is not None:
            self._run_on(self._pacing.tuning.long_work_budget_s)
        else:
            return False
        return True

    def _open(self) -> None:
        """Go to the start, as recordings are read to their ends."""
        self._is_opened = True
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

        Return whether one has.
        """
        has_ended = any(player.session.state.finished for player in self._players)
        if has_ended:
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

    def cancel(self) -> None:
        """Stop on the way to a time; end a search, and go back to where it began."""
        self.destination = None
        search, self.search = self.search, None
        if search is not None:
            search.cancel()

    # -- re-execution ----------------------------------------------------------------------

    def begin_together(self, players: Sequence[Player]) -> None:
        """Take note of whose runs may be re-executed next: they are given up together, too."""
        self._together = [(player, player.session.branch) for player in players]

    def give_up(self) -> None:
        """Give up the re-execution that is under way, also in those that it is finished in."""
        self.drop_waiting()
        for player, branch in self._together:
            session = player.session
            session.cancel()
            if session.branch is not branch:
                player.do(Restore() if session.can_restore else Undo())

    def when_free(self, act: Callable[[], None]) -> None:
        """Stop on the way, then act: at once, or when all runs have been re-executed."""
        self.cancel()
        if self.fork_progress is None:
            act()
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(lambda: self.when_free(act))
        else:
            self._notify(f"{MOST_WAITING} commands wait for the runs already: one is left out")

    def work_on_fork(self, budget_s: float | None = None) -> None:
        """Re-execute for a while; when all is finished, do what waited for it."""
        tuning = self._pacing.tuning
        budget_s = tuning.budget_s if budget_s is None else budget_s
        forking = [p for p in self._players if p.session.fork_progress is not None]
        for _ in self._pacing.slices(budget_s):
            forking = [p for p in forking if not p.session.work(tuning.fork_slice_steps)]
            if not forking:
                break
        if forking:
            return
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def finish_fork(self) -> None:
        """Re-execute to the end, and do what waited for it."""
        while self.fork_progress is not None:
            self.work_on_fork()

    def drop_waiting(self) -> None:
        """Drop what waited for a re-execution that failed or was given up."""
        self._waiting.clear()
