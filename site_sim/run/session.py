"""A run with its journal: commands are given here, fork the past, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.base.units import NEVER
from site_sim.commands import Command
from site_sim.kernel.checks import check
from site_sim.kernel.reexecution import JournalEntry, Position, Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.run.branch import Branch
from site_sim.run.inspection import CoroutineInspector
from site_sim.run.playback import Playback
from site_sim.run.playhead import Playhead
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.markers import Markers
from site_sim.state.site import SiteState

if TYPE_CHECKING:
    from site_sim.state.history.timeline import Timeline

DEFAULT_TUNING = RunTuning()


class Session:
    """One run of a scenario: a branch of events, a playhead in it, and the journal.

    `playback` lets time pass: in the past by showing what has happened, at the live end by
    simulating. A command is given at the playhead: in the past it forks the run, and the old
    future can be restored once. `inspector` shows the coroutines.
    """

    def __init__(self, scenario: Scenario, tuning: RunTuning = DEFAULT_TUNING) -> None:
        self.scenario = scenario
        self._config = scenario.to_config()
        self.playhead = Playhead(Branch(Simulation(self._config), tuning=tuning.past), tuning)
        self.inspector = CoroutineInspector(self._config, self.playhead)
        self.playback = Playback(self.playhead, self.inspector.inspecting)
        self._abandoned: Branch | None = None
        self._fork: tuple[Reexecution, Command | None] | None = None
        """What is executed again, and the command that follows it."""

    # -- what is kept ----------------------------------------------------------------------

    @property
    def branch(self) -> Branch:
        """The branch of events in which the playhead is."""
        return self.playhead.branch

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
        markers = self.branch.markers
        markers.catch_up()
        markers.add_commands(entry.at for entry in self.journal[markers.commands :])
        return markers

    @property
    def timeline(self) -> Timeline:
        """The past of all tasks and lanes, up to the live end."""
        timeline = self.branch.timeline
        timeline.now = self.playhead.end
        return timeline

    # -- commands --------------------------------------------------------------------------

    def begin(self, command: Command) -> None:
        """Begin a command: at the live end it is carried out at once, in the past by `work`.

        In the past the run is executed again up to the playhead.

        Raise ValueError, with nothing changed, if the command makes no sense.
        """
        check(command)
        if self.branch.last_began is not None and self.now >= self.branch.simulation.now:
            self.branch.catch_up(self.state)  # nothing comes between the events of a step
        if self.playhead.is_live:
            self._carry_out(command)
            return
        position = self.playhead.position
        self._fork = Reexecution(self._config, self.journal, position, self.log), command

    @property
    def fork_progress(self) -> float | None:
        """Progress of the re-execution for a fork or a return, 0 to 1; None without one."""
        return None if self._fork is None else self._fork[0].progress

    def work(self, steps: int = NEVER) -> bool:
        """Continue a fork or a return that was begun; True when it is done or there is none.

        Raise `SiteError` if the re-execution does not reproduce the log.
        """
        if self._fork is None:
            return True
        reexecution, command = self._fork
        try:
            if not reexecution.work(steps):
                return False
        except Exception:
            self._fork = None
            raise
        self._fork = None
        playhead = self.playhead.position
        if command is not None and len(reexecution.simulation.log) < len(self.log):
            self._abandoned = self.branch
        self.playhead.branch = self.branch.fork(reexecution, self.playhead.bucket_ns)
        if command is not None:
            self._carry_out(command)
        else:
            self.playhead.go_to(playhead)
        return True

    def cancel(self) -> None:
        """Cancel a fork or a return that was begun; the run stays as it is."""
        self._fork = None

    def truncate(self, end: Position) -> None:
        """Truncate the run at `end`; done when `work` returns True.

        The playhead must not be beyond it.
        """
        if self.playhead.live_position != end:
            self._fork = Reexecution(self._config, self.journal, end, self.log), None

    def _carry_out(self, command: Command) -> None:
        simulation = self.branch.simulation
        before = len(self.log)
        at, steps = simulation.now, simulation.steps
        self.branch.last_step = None
        with self.inspector.inspecting():
            simulation.apply(command)
        self.journal.append(JournalEntry(at, steps, command, before, len(self.log)))
        self.branch.catch_up(self.state)
        self.state.advance_to(at)

    @property
    def can_restore(self) -> bool:
        """Whether there is an abandoned future to bring back."""
        return self._abandoned is not None

    def restore(self) -> bool:
        """Bring back, once, the future that the last fork abandoned; False if there is none."""
        if self._abandoned is None:
            return False
        self.playhead.branch, self._abandoned = self._abandoned, None
        self.playhead.set_bucket_ns(self.playhead.bucket_ns)
        return True
