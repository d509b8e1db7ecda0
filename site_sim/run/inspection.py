"""Behind the scenes: the coroutines themselves, as they stand at the playhead."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import AbstractContextManager, nullcontext
from operator import attrgetter
from typing import TYPE_CHECKING

from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.machine import NEVER
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import NOBODY
from site_sim.run.branch import Branch
from site_sim.run.playback import Passing

if TYPE_CHECKING:  # importing it takes 6 ms
    from site_sim.inspection.coroutines import CoroutineSnapshot
    from site_sim.inspection.inspector import Inspector
    from site_sim.inspection.upcoming import UpcomingEvents


class Backstage(Passing):
    """A run whose coroutines can be looked at, wherever the playhead is."""

    def __init__(self, config: SimulationConfig) -> None:
        super().__init__(Branch(Simulation(config)))
        self._config = config
        self._staging: Inspector | None = None

    def prepare_stage(self, focus: int = NOBODY, steps: int = NEVER) -> bool:
        """Have the coroutines as they stand at the playhead; True when they are there.

        In the past the run is executed again for it, a piece a call, in at most so many of the
        kernel's steps. `focus` is one who is to be told in full, whatever the size of the crew.
        """
        staging = self._staging
        if staging is None or staging.log is not self.log:
            branch = self._branch
            from site_sim.inspection.inspector import Inspector  # noqa: PLC0415 - only for the code screen

            staging = self._staging = Inspector(self._config, branch.simulation, branch.journal)
        if not self.is_live:
            return staging.prepare(self.position, focus, steps)
        staging.take_live(focus)
        return True

    def _watching(self) -> AbstractContextManager[None]:
        """Let the stage, where there is one, be taken between the events of what is done live."""
        staging = self._staging
        is_here = staging is not None and staging.log is self.log
        return staging.watching() if staging is not None and is_here else nullcontext()

    @property
    def stage(self) -> CoroutineSnapshot | None:
        """The coroutines as they stood when the stage was last prepared; None before."""
        return self._staging.stage if self._staging is not None else None

    @property
    def stage_progress(self) -> float:
        """How much of the past has been executed again for the stage, 0 to 1."""
        return self._staging.progress if self._staging is not None else 0.0

    @property
    def stage_fault(self) -> str:
        """Why there is no stage of the past; "" where there is."""
        return self._staging.fault if self._staging is not None else ""

    def upcoming(self) -> UpcomingEvents:
        """Return the last events and the next, and what is due according to the stage, if any."""
        from site_sim.inspection.upcoming import (  # noqa: PLC0415 - only for the code screen
            Outlook,
            upcoming_events,
        )

        stage, seq, journal = self.stage, self.state.seq, self._branch.journal
        place = bisect_right(journal, seq, key=attrgetter("after"))
        by_command = any(entry.before <= seq for entry in journal[place : place + 1])
        outlook = Outlook(by_command=by_command)
        if stage is not None and stage.shows(self.position):
            outlook = Outlook(stage.pending, stage.due, stage.in_midst, by_command)
        return upcoming_events(self.log, seq, outlook)

    def close_stage(self) -> None:
        """Let go of what the stage took."""
        self._staging = None
