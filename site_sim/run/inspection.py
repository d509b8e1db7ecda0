"""Shows the coroutines themselves as they are at the playhead."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import AbstractContextManager, nullcontext
from operator import attrgetter
from typing import TYPE_CHECKING

from site_sim.base.units import NEVER
from site_sim.log.cast import NOBODY
from site_sim.run.playhead import Playhead

if TYPE_CHECKING:  # importing it takes 6 ms
    from site_sim.inspection.coroutines import CoroutineSnapshot
    from site_sim.inspection.inspector import Inspector
    from site_sim.inspection.upcoming import UpcomingEvents


class CoroutineInspector:
    """Takes snapshots of the coroutines of a run, wherever its playhead is."""

    def __init__(self, playhead: Playhead) -> None:
        self._playhead = playhead
        self.current: Inspector | None = None
        """That of the branch which was looked at last."""

    def prepare(self, focus: int = NOBODY, steps: int = NEVER) -> bool:
        """Work on the snapshot at the playhead; True when it is there, or there can be none.

        In the past this executes the run again, at most `steps` steps of the kernel a call. The
        task `focus` is described in full, whatever the size of the crew.
        """
        inspector, branch = self.current, self._playhead.branch
        if branch.abilities.code:
            return True
        if inspector is None or inspector.log is not branch.log:
            from site_sim.run.simulated import inspector_of  # noqa: PLC0415 - a recording has none

            self.current = inspector = inspector_of(branch)
        if not self._playhead.is_live:
            return inspector.prepare(self._playhead.position, focus, steps)
        inspector.take_live(focus)
        return True

    def inspecting(self) -> AbstractContextManager[None]:
        """Return a context in which snapshots are taken between the events of a live step."""
        inspector = self.current
        is_here = inspector is not None and inspector.log is self._playhead.log
        return inspector.inspecting() if inspector is not None and is_here else nullcontext()

    @property
    def snapshot(self) -> CoroutineSnapshot | None:
        """The coroutines as they were when `prepare` last succeeded; None before."""
        return self.current.snapshot if self.current is not None else None

    @property
    def progress(self) -> float:
        """How much of the past has been executed again for the snapshot, 0 to 1."""
        return self.current.progress if self.current is not None else 0.0

    @property
    def fault(self) -> str:
        """Why no snapshot can be taken, or none of the past; "" if it can."""
        cannot = self._playhead.branch.abilities.code
        return cannot or (self.current.fault if self.current is not None else "")

    def upcoming(self) -> UpcomingEvents:
        """Return the last events and the next ones, with those that the snapshot knows are due."""
        from site_sim.inspection.upcoming import (  # noqa: PLC0415 - only for the code screen
            Ahead,
            upcoming_events,
        )

        branch, snapshot = self._playhead.branch, self.snapshot
        seq, journal = branch.state.seq, branch.journal
        place = bisect_right(journal, seq, key=attrgetter("after"))
        by_command = any(entry.before <= seq for entry in journal[place : place + 1])
        ahead = Ahead(by_command=by_command)
        if snapshot is not None and snapshot.shows(self._playhead.position):
            ahead = Ahead(snapshot.pending, snapshot.due, snapshot.in_midst, by_command)
        return upcoming_events(branch.log, seq, ahead)

    def close(self) -> None:
        """Free the snapshots and the re-execution."""
        self.current = None
