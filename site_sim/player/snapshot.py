"""Builds what a screen shows of a session, and no more than that screen needs."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.events import NOBODY
from site_sim.log.search import Wanted
from site_sim.player.search_messages import looking_for
from site_sim.player.view_state import CodeData, PlayheadState, Snapshot, TimelineData, ViewState
from site_sim.run.session import Session

BUDGET_S = 0.003
"""Real seconds that the coroutines may take in a frame."""
REFINE_S = 0.002
"""Real seconds that the timeline may be worked on in a frame: to draw it anew takes several."""
SLICE = 200
"""Kernel steps between two looks at the clock."""
LARGE = 1_000
"""Looking at a crew larger than this takes some milliseconds."""
SAME_FRAMES = 6
"""Frames that show the same coroutines of such a crew while it runs."""


class SnapshotBuilder:
    """Builds the snapshots of one session. `clock` gives real seconds."""

    def __init__(self, session: Session, view: ViewState, clock: Callable[[], float]) -> None:
        self._session = session
        self._view = view
        self._clock = clock
        self._last: CodeData | None = None
        self._age = 0
        """Frames that have shown the last coroutines."""

    def snapshot(self, wanted: Wanted | None) -> Snapshot:
        """Return what there is to show; `wanted` is the event that is searched for, if any."""
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
        return Snapshot(session.state, self._view, playhead, self._code(), self._past())

    def _past(self) -> TimelineData | None:
        """Return the past of all tasks, where it is shown."""
        if self._view.screen != "timeline":
            return None
        return TimelineData(self._session.timeline, self._refine)

    def _refine(self) -> bool:
        """Work on the timeline; True when it is all there."""
        deadline = (before := self._clock()) + REFINE_S

        def is_time_up() -> bool:
            """Return whether another piece as long as the last one would take too long."""
            nonlocal before
            last, before = before, self._clock()
            return before + (before - last) >= deadline

        return self._session.timeline.work(is_time_up)

    def _code(self) -> CodeData | None:
        """Return the coroutines, as far as the budget allows, where they are shown."""
        session = self._session
        if self._view.screen != "code":
            session.inspector.close()
            self._last = None
            return None
        last, self._age = self._last, self._age + 1
        if last is not None and last.coroutines is not None and self._may_wait():
            return last
        selected, deadline = self._selected_task(), self._clock() + BUDGET_S
        there = session.inspector.prepare(selected, SLICE)
        while not there and self._clock() < deadline:
            there = session.inspector.prepare(selected, SLICE)
        coroutines = session.inspector.snapshot if there else None
        known = coroutines is not None and selected in coroutines.detailed
        focus = selected if known or coroutines is None else coroutines.acting
        self._age = 0
        inspector = session.inspector
        self._last = CodeData(
            coroutines, inspector.upcoming(), focus, inspector.progress, inspector.fault
        )
        return self._last

    def _may_wait(self) -> bool:
        """Return whether older coroutines may be shown, as those of a large crew take long."""
        is_large = len(self._session.state.workers) > LARGE
        return is_large and not self._view.paused and self._age < SAME_FRAMES

    def _selected_task(self) -> int:
        """Return the selected task, or the one that has the selected job; NOBODY for none."""
        kind, number = self._view.selected
        if kind == "task":
            return number
        job = self._session.state.jobs.get(number)
        return job.holder if job is not None else NOBODY
