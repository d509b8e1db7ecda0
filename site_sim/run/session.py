"""A run and the journal of what it was told: commands are given here, and can be taken back."""

from __future__ import annotations

from site_sim.commands import Command
from site_sim.kernel.checks import check
from site_sim.kernel.machine import NEVER
from site_sim.kernel.reexecution import JournalEntry, Position, Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.run.branch import Branch
from site_sim.run.inspection import Backstage
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.markers import Markers
from site_sim.state.history.timeline import Timeline


class Session(Backstage):
    """One run of a scenario, the journal of what it was told, and a playhead.

    `state` is the site at the playhead, and `now` its time (simulated ns). At the live end time
    goes on by simulating; in the past it goes on by showing what has happened. A command is given
    at the playhead: in the past it forks the run, and the old future can be had back once.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario.to_config())
        self.scenario = scenario
        self._abandoned: Branch | None = None
        self._fork: tuple[Reexecution, Command | None] | None = None
        """What is executed again, and the command that is to follow."""

    # -- what is kept ----------------------------------------------------------------------

    @property
    def journal(self) -> list[JournalEntry]:
        """The commands given so far."""
        return self._branch.journal

    @property
    def markers(self) -> Markers:
        """What is worth a mark on the way, kept up to the live end."""
        markers = self._branch.markers
        markers.catch_up()
        markers.add_commands(entry.at for entry in self.journal[markers.commands :])
        return markers

    @property
    def timeline(self) -> Timeline:
        """The past of all tasks and lanes, up to the live end."""
        timeline = self._branch.timeline
        timeline.now = self.end
        return timeline

    # -- commands --------------------------------------------------------------------------

    def apply(self, command: Command) -> None:
        """Carry out a command at the playhead, and keep it in the journal.

        In the past this re-executes the run up to the playhead, which takes as long as it took:
        `begin` and `work` do the same in pieces.
        """
        self.begin(command)
        self.work()

    def begin(self, command: Command) -> None:
        """Take a command: carried out at once at the live end, in the past when `work` is done.

        Raises ValueError, with nothing changed, on one that has no sense.
        """
        check(command)
        if self._branch.last_began is not None and self.now >= self._branch.simulation.now:
            self._branch.catch_up(self.state)  # nothing comes between the events of a step
        if self.is_live:
            self._carry_out(command)
            return
        branch = self._branch
        self._fork = Reexecution(self._config, branch.journal, self.position, branch.log), command

    @property
    def fork_progress(self) -> float | None:
        """How far the re-execution for a fork or a return is, 0 to 1; None without one."""
        return None if self._fork is None else self._fork[0].progress

    def work(self, steps: int = NEVER) -> bool:
        """Go on with a fork or a return that was begun; True when there is none (any more).

        Raises `SiteError` if the re-execution does not reproduce the log.
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
        playhead = self.position
        if command is not None and len(reexecution.simulation.log) < len(self.log):
            self._abandoned = self._branch
        self._branch = self._branch.fork(reexecution, self._bucket_ns)
        if command is not None:
            self._carry_out(command)
        else:
            self.go_to(playhead)
        return True

    def give_up(self) -> None:
        """Leave a fork or a return that was begun, and the run as it is."""
        self._fork = None

    def take_back(self, end: Position) -> None:
        """Have the live end again where it was, when `work` is done, as if no more had happened.

        The playhead must not be beyond it.
        """
        if self.live_position != end:
            self._fork = Reexecution(self._config, self.journal, end, self.log), None

    def _carry_out(self, command: Command) -> None:
        simulation = self._branch.simulation
        before = len(self.log)
        at, steps = simulation.now, simulation.steps
        self._branch.last_step = None
        with self._watching():
            simulation.apply(command)
        self.journal.append(JournalEntry(at, steps, command, before, len(self.log)))
        self._branch.catch_up(self.state)
        self.state.advance_to(at)

    @property
    def can_restore(self) -> bool:
        """Whether there is an abandoned future to bring back."""
        return self._abandoned is not None

    def restore(self) -> bool:
        """Bring back, once, the future that the last fork abandoned; False if there is none."""
        if self._abandoned is None:
            return False
        self._branch, self._abandoned = self._abandoned, None
        self.set_bucket_ns(self._bucket_ns)
        return True

    def replay(self) -> EventLog:
        """Re-execute seed and journal up to the live end, and return the log of that run."""
        simulation = self._branch.simulation
        again = Simulation(self._config)
        for entry in self.journal:
            again.reach(entry.at, entry.steps)
            again.apply(entry.command)
        again.reach(simulation.now, simulation.steps)
        return again.log
