"""A run with its journal: commands are given here, fork the past, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.base.units import NEVER
from site_sim.commands import Command, JournalEntry
from site_sim.log.event_log import EventLog
from site_sim.log.position import Position
from site_sim.run.bookmarks import Bookmarks
from site_sim.run.branch import Branch
from site_sim.run.engine import refuse
from site_sim.run.inspection import CoroutineInspector
from site_sim.run.playback import Playback
from site_sim.run.playhead import Playhead
from site_sim.run.recording import Recording
from site_sim.run.tuning import RunTuning
from site_sim.state.history.markers import Markers
from site_sim.state.site import SiteState

if TYPE_CHECKING:
    from site_sim.run.simulated import FirstCrew, Fork
    from site_sim.scenario.scenario import Scenario
    from site_sim.state.history.timeline import Timeline

DEFAULT_TUNING = RunTuning()


class Session:
    """One run: a branch of events, a playhead in it, and the journal.

    It is the simulation of a scenario, or begins with any branch: that of a recording, say.
    `playback` lets time pass: in the past by showing what has happened, at the live end by
    simulating. A command is given at the playhead: in the past it forks the run, and the old
    future can be restored once. `inspector` shows the coroutines, `bookmarks` names moments. The
    crew with which a run begins is there at once, or is hired by `hire_on` before anything else.
    """

    def __init__(
        self, source: Scenario | Branch, tuning: RunTuning = DEFAULT_TUNING, at_once: bool = True
    ) -> None:
        self._first_crew: FirstCrew | None = None
        if isinstance(source, Branch):
            branch = source
        else:
            from site_sim.run.simulated import FirstCrew, simulated  # noqa: PLC0415 - as for `Fork`

            branch = simulated(source, tuning.past, at_once)
            self._first_crew = None if at_once else FirstCrew(branch)
        self.playhead = Playhead(branch, tuning)
        self.inspector = CoroutineInspector(self.playhead)
        self.playback = Playback(self.playhead, self.inspector.inspecting)
        self.bookmarks = Bookmarks(self.playhead)
        self._abandoned: Branch | None = None
        self._fork: Fork | None = None

    # -- what is kept ----------------------------------------------------------------------

    @property
    def branch(self) -> Branch:
        """The branch of events in which the playhead is."""
        return self.playhead.branch

    @property
    def recording(self) -> Recording:
        """The events of the branch, and what is derived from them."""
        return self.branch.recording

    @property
    def state(self) -> SiteState:
        """The site at the playhead."""
        return self.branch.state

    @property
    def log(self) -> EventLog:
        """The events so far, up to the live end."""
        return self.branch.log

    @property
    def now(self) -> int:
        """The time at the playhead, in simulated nanoseconds."""
        return self.branch.state.at

    @property
    def journal(self) -> list[JournalEntry]:
        """The commands given so far."""
        return self.branch.journal

    @property
    def markers(self) -> Markers:
        """Accidents, rework and commands up to the live end, for marks on the scrubber."""
        markers = self.recording.markers
        markers.catch_up()
        markers.add_commands(entry.at for entry in self.journal[markers.commands :])
        return markers

    @property
    def timeline(self) -> Timeline:
        """The past of all tasks and lanes, up to the live end."""
        timeline = self.recording.timeline
        timeline.now = self.playhead.end
        return timeline

    # -- commands --------------------------------------------------------------------------

    @property
    def hiring(self) -> int:
        """How many workers there are to be, while the first crew is being hired; 0 after that."""
        return 0 if self._first_crew is None else self._first_crew.size

    def hire_on(self, workers: int) -> bool:
        """Hire at most so many more of the first crew; True when all are there."""
        if self._first_crew is not None and self._first_crew.work(workers):
            self._first_crew = None
        return self._first_crew is None

    @property
    def why_held(self) -> str:
        """What is done to the run for which the playhead has to stay; "" if it may move."""
        if self._first_crew is not None:
            return "the crew is being hired"
        return "" if self._fork is None else "the run is re-executed"

    @property
    def why_no_command(self) -> str:
        """Why no command can be given at the playhead; "" if one can."""
        if self._first_crew is not None:
            return f"a command can be given when {self.hiring:,} workers are hired"
        abilities = self.branch.abilities
        return abilities.commands or ("" if self.is_at_end else abilities.forks)

    @property
    def is_at_end(self) -> bool:
        """Whether the playhead is at the live end, or in the midst of the last step."""
        branch, playhead = self.branch, self.playhead
        is_in_step = branch.last_began is not None and self.now >= branch.engine.now
        return is_in_step or playhead.is_live

    def begin(self, command: Command) -> None:
        """Begin a command: at the live end it is carried out at once, in the past by `work`.

        In the past the run is executed again up to the playhead.

        Raise a refusal if this run takes none here, or ValueError if the command makes no sense,
        each with nothing changed.
        """
        refuse(self.why_no_command)
        if self.is_at_end:  # nothing comes between the events of a step
            self._carry_out(command)
        else:
            self._begin_fork(self.playhead.position, command, True)

    def _begin_fork(self, end: Position, command: Command | None, keeps_future: bool) -> None:
        from site_sim.run.simulated import Fork  # noqa: PLC0415 - a recording has no kernel

        self._fork = Fork(self.branch, end, command, keeps_future)

    @property
    def fork_progress(self) -> float | None:
        """Progress of the re-execution for a fork or a return, 0 to 1; None without one."""
        return None if self._fork is None else self._fork.progress

    def work(self, steps: int = NEVER) -> bool:
        """Continue a fork or a return that was begun; True when it is done or there is none.

        Raise `SiteError` if the re-execution does not reproduce the log.
        """
        fork = self._fork
        if fork is None:
            return True
        try:
            branch = fork.work(steps)
        except Exception:
            self._fork = None
            raise
        if branch is None:
            return False
        self._fork = None
        position = fork.end if fork.keeps_future else self.playhead.position
        if fork.keeps_future and len(branch.log) < len(self.log):
            self._abandoned = self.branch
        self._show(branch)
        if fork.command is not None:
            self._carry_out(fork.command)
        else:
            self.playhead.go_to(position)
        return True

    def cancel(self) -> None:
        """Cancel a fork or a return that was begun; the run stays as it is."""
        self._fork = None

    def truncate(self, end: Position, keeps_future: bool = False) -> None:
        """Truncate the run at `end`; done when `work` returns True.

        If it `keeps_future`, that can be restored; else the playhead must not be beyond the end.
        """
        if self.playhead.live_position != end:
            refuse(self.branch.abilities.forks)
            self._begin_fork(end, None, keeps_future)

    def _carry_out(self, command: Command) -> None:
        branch, engine = self.branch, self.branch.engine
        before, at, steps = len(self.log), engine.now, engine.steps
        with self.inspector.inspecting():
            engine.apply(command)
        branch.last_step = None
        branch.journal.append(JournalEntry(at, steps, command, before, len(self.log)))
        branch.recording.catch_up()
        self.state.advance_to(at)

    @property
    def can_restore(self) -> bool:
        """Whether there is an abandoned future to bring back."""
        return self._abandoned is not None

    def restore(self) -> bool:
        """Bring back, once, the future that the last fork abandoned; False if there is none."""
        if self._abandoned is None:
            return False
        branch, self._abandoned = self._abandoned, None
        self._show(branch)
        return True

    def _show(self, branch: Branch) -> None:
        self.playhead.branch = branch
        self.inspector.close()  # else it would keep the one before
