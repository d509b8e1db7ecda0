"""Builds what a screen shows of a session, and no more than that screen needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from site_sim.log.events import NOBODY
from site_sim.log.search import Wanted
from site_sim.player.frame import CodeData, PlayheadState, Progress, Snapshot, TimelineData
from site_sim.player.search_messages import looking_for
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session

if TYPE_CHECKING:
    from site_sim.player.replay import Replay


class SnapshotBuilder:
    """Builds the snapshots of one session. `clock` gives real seconds."""

    def __init__(
        self,
        session: Session,
        title: str,
        clock: Callable[[], float],
        tuning: PlayerTuning,
    ) -> None:
        self._session = session
        self._title = title
        self._clock = clock
        self._tuning = tuning
        self._last: CodeData | None = None
        self._age = 0
        """Frames that have shown the last coroutines."""

    def snapshot(
        self,
        view: ViewState,
        progress: Progress,
        wanted: Wanted | None,
        refusals: Mapping[str, str],
        replay: Replay | None,
    ) -> Snapshot:
        """Return what there is to show; `wanted` is the event that is searched for, if any.

        `refusals` are what can't be done with the run; `replay` is the recording that is shown,
        None for a simulation.
        """
        session = self._session
        playhead = PlayheadState(
            at=session.now,
            end=session.playhead.end,
            seq=session.state.seq,
            length=len(session.log),
            is_live=session.playhead.is_live,
            markers=session.markers,
            fork_progress=session.fork_progress,
            can_restore=session.can_restore,
            looking_for=looking_for(wanted, session.state) if wanted is not None else "",
        )
        return Snapshot(
            session.state,
            view,
            playhead,
            progress,
            self._title,
            self._code(view),
            self._past(view),
            refusals=refusals,
            recording=replay.remark if replay is not None else "",
            settings_told=replay.settings_told if replay is not None else None,
        )

    def _past(self, view: ViewState) -> TimelineData | None:
        """Return the past of all tasks, where it is shown."""
        if view.screen != "timeline":
            return None
        return TimelineData(self._session.timeline, self._refine)

    def _refine(self) -> bool:
        """Work on the timeline; True when it is all there."""
        deadline = (before := self._clock()) + self._tuning.timeline_budget_s

        def is_time_up() -> bool:
            """Return whether another piece as long as the last one would take too long."""
            nonlocal before
            last, before = before, self._clock()
            return before + (before - last) >= deadline

        return self._session.timeline.work(is_time_up)

    def _code(self, view: ViewState) -> CodeData | None:
        """Return the coroutines, as far as the budget allows, where they are shown."""
        session = self._session
        if view.screen != "code":
            session.inspector.close()
            self._last = None
            return None
        last, self._age = self._last, self._age + 1
        if last is not None and last.coroutines is not None and self._may_wait(view):
            return last
        selected, steps = self._selected_task(view), self._tuning.coroutines_slice_steps
        if session.branch.abilities.code:
            return self._implied(selected)
        deadline = self._clock() + self._tuning.coroutines_budget_s
        there = session.inspector.prepare(selected, steps)
        while not there and self._clock() < deadline:
            there = session.inspector.prepare(selected, steps)
        coroutines = session.inspector.snapshot if there else None
        known = coroutines is not None and selected in coroutines.detailed
        focus = selected if known or coroutines is None else coroutines.acting
        self._age = 0
        inspector = session.inspector
        self._last = CodeData(
            coroutines, inspector.upcoming(), focus, inspector.progress, inspector.fault
        )
        return self._last

    def _implied(self, selected: int) -> CodeData:
        """Return what the events alone tell of the coroutines."""
        from site_sim.inspection.implied import implied_lines  # noqa: PLC0415 - for the code screen

        state, inspector = self._session.state, self._session.inspector
        lines = implied_lines(state)
        focus = selected if selected in lines else state.latest
        return CodeData(None, inspector.upcoming(), focus, 0.0, inspector.fault, False, lines)

    def _may_wait(self, view: ViewState) -> bool:
        """Return whether older coroutines may be shown, as those of a large crew take long."""
        tuning = self._tuning
        is_large = len(self._session.state.workers) > tuning.large_crew
        return is_large and not view.paused and self._age < tuning.same_frames

    def _selected_task(self, view: ViewState) -> int:
        """Return the selected task, or the one that has the selected job; NOBODY for none."""
        kind, number = view.selected
        if kind == "task":
            return number
        job = self._session.state.jobs.get(number)
        return job.holder if job is not None else NOBODY
