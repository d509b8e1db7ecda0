"""Searches one track of a race for where a condition becomes true, and takes all tracks there."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.base.units import SECOND
from site_sim.player.search_messages import looking_for, never_before, not_found
from site_sim.player.tuning import PlayerTuning
from site_sim.run.common_playhead import CommonPlayhead
from site_sim.run.condition_scan import ConditionScan, ScanBack
from site_sim.run.search import Outcome
from site_sim.state.conditions.clauses import SiteCondition


class RaceSearch:
    """Looks through what has happened in a track, and then runs all tracks on.

    It goes back to where it began if it finds nothing; what was simulated by then stays, as a
    future of all tracks. `notify` shows the person a message.
    """

    def __init__(
        self,
        playhead: CommonPlayhead,
        number: int,
        condition: SiteCondition,
        back: bool,
        tuning: PlayerTuning,
        notify: Callable[[str], None],
    ) -> None:
        self.number = number
        """The track."""
        self._playhead = playhead
        self._condition = condition
        self._tuning = tuning
        self._notify = notify
        self._session = session = playhead.sessions[number]
        recording, seq = session.recording, session.state.seq
        self._back: ScanBack | None = None
        if back:
            last = seq if session.playhead.is_past_event else seq - 1
            self._back = ScanBack(recording, condition, session.playhead.first, last)
        self._on = ConditionScan(recording, condition, seq)
        self._start = playhead.now, [each.state.seq for each in playhead.sessions]
        self._end = playhead.end, len(session.log)
        """The live end where it began, and how many events the track had."""

    @property
    def words(self) -> str:
        """What it looks for."""
        state = self._session.state
        return looking_for(self._condition, state, self._back is not None)

    def go_on(self) -> bool:
        """Search for a slice; return whether there is more to search."""
        if self._back is not None:
            looked = self._back.go_on(self._tuning.scanned_slice)
            if looked == "nothing":
                self._notify(never_before(self._condition))
            elif looked == "found":
                self._playhead.go_to_moment(self.number, self._back.found)
            return looked == "goes on"
        found = self._on.look(len(self._session.log), self._tuning.scanned_slice)
        if found is not None:
            self._playhead.go_to_moment(self.number, found)
            return False
        return self._on.seq < len(self._session.log) or self._run_on()

    def _run_on(self) -> bool:
        """Run all tracks on for a slice; where that leads nowhere, say so and go back."""
        playhead, limits = self._playhead, self._tuning.search_limits
        ended, events = self._end
        outcome: Outcome = "goes on"
        if not playhead.is_live:
            playhead.seek(playhead.end)
        elif self._session.playback.ended:
            outcome = "nothing more"
        elif playhead.now > ended + limits.seconds * SECOND:
            outcome = "too long"
        elif len(self._session.log) - events > limits.events:
            outcome = "too many events"
        else:
            playhead.rush(self._tuning.slice_steps)
        if outcome == "goes on":
            return True
        self.cancel()
        self._notify(not_found(self._condition, self._session.state, outcome, limits))
        return False

    def cancel(self) -> None:
        """Go back to where it began."""
        self._playhead.go_to(*self._start)
