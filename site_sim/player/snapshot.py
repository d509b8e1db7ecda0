"""Builds what a screen shows of a session, and no more than that screen needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from site_sim.log.events import NO_JOB, NOBODY
from site_sim.log.search import Wanted
from site_sim.player.frame import CodeData, PlaceData, Progress, Snapshot, TimelineData
from site_sim.player.needs import Declare, TimelineNeeds
from site_sim.player.outline import Outline, PlayheadState
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
        declare: Declare,
        view: ViewState,
        progress: Progress,
        wanted: Wanted | None,
        refusals: Mapping[str, str],
        replay: Replay | None,
    ) -> Snapshot:
        """Return what there is to show; `wanted` is the event that is searched for, if any.

        `declare` tells what is needed. `refusals` are what can't be done with the run; `replay` is
        the recording that is shown, None for a simulation.
        """
        outline = self.outline(view, wanted)
        needs = declare(outline)
        if not needs.has_code:
            self._leave_code()
        return Snapshot(
            self._session.state,
            view,
            outline.playhead,
            progress,
            self._title,
            self._session.recording.recent_past(view.cell_ns),
            self._code(view) if needs.has_code else None,
            self._timeline(needs.timeline, view) if needs.timeline is not None else None,
            refusals=refusals,
            recording=replay.remark if replay is not None else "",
            settings_told=replay.settings_told if replay is not None else None,
        )

    def outline(self, view: ViewState, wanted: Wanted | None) -> Outline:
        """Return the moment in a few words; `wanted` is the event that is searched for, if any."""
        session = self._session
        state, changes = session.state, session.recording.changes
        playhead = PlayheadState(
            at=session.now,
            end=session.playhead.end,
            seq=state.seq,
            length=len(session.log),
            is_live=session.playhead.is_live,
            markers=session.markers,
            fork_progress=session.fork_progress,
            can_restore=session.can_restore,
            looking_for=looking_for(wanted, state) if wanted is not None else "",
        )
        return Outline(
            view,
            playhead,
            state.log.cast,
            state.settings,
            workers=len(state.workers),
            lanes=len(state.lanes),
            most_workers=changes.most_workers,
            most_lanes=changes.most_lanes,
        )

    # -- the timeline ----------------------------------------------------------------------

    def _timeline(self, needs: TimelineNeeds, view: ViewState) -> TimelineData:
        """Work on a part of the timeline, as far as the budget allows, and return it."""
        timeline, scale, rows = self._session.timeline, needs.scale, [*needs.rows]
        step, first, count = scale.step, scale.first, scale.count
        kind, number = view.selected
        job, is_time_up = number if kind == "job" else NO_JOB, self._budget()
        timeline.aim(rows, step, first, count)
        self._place(needs)  # it is searched for with the rest
        timeline.path(job)
        is_complete = timeline.work(is_time_up)
        place = self._place(needs)
        if is_complete and place is not None and place.span is None:
            timeline.work(is_time_up)  # only now its cell is known, and what it is part of
            place = self._place(needs)
        cells = {row: timeline.cells(row, step, first, count) for row in rows}
        legs = timeline.path(job) or ()
        return TimelineData(timeline.workers, timeline.lanes, scale, cells, legs, place)

    def _place(self, needs: TimelineNeeds) -> PlaceData | None:
        """Return what is known of the place of which everything is to be known."""
        if needs.place is None:
            return None
        (row, at), step = needs.place, needs.scale.step
        timeline, number = self._session.timeline, at // step
        cell = timeline.cells(row, step, number, 1)[0]
        is_before = timeline.is_before(row, at)
        return PlaceData(row, at, cell, is_before, timeline.span(row, step, number))

    def _budget(self) -> Callable[[], bool]:
        """Return what tells whether the time for the timeline in this frame is up."""
        deadline = (before := self._clock()) + self._tuning.timeline_budget_s

        def is_time_up() -> bool:
            """Return whether another piece as long as the last one would take too long."""
            nonlocal before
            last, before = before, self._clock()
            return before + (before - last) >= deadline

        return is_time_up

    # -- the coroutines --------------------------------------------------------------------

    def _leave_code(self) -> None:
        """Let go of the coroutines, where they are not shown."""
        self._session.inspector.close()
        self._last = None

    def _code(self, view: ViewState) -> CodeData:
        """Return the coroutines, as far as the budget allows."""
        session = self._session
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
