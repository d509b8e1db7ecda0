"""What can be done with a simulation alone: it is begun from a scenario, forked, and looked into.

Everything that a run needs of the kernel stands here, so that a recording is opened without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.base.collector import paused_collector
from site_sim.base.units import NEVER
from site_sim.commands import Command
from site_sim.kernel.checks import check
from site_sim.kernel.reexecution import Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.position import Position
from site_sim.run.branch import Branch
from site_sim.run.recording import Recording
from site_sim.scenario.scenario import Scenario
from site_sim.state.tuning import PastTuning

if TYPE_CHECKING:
    from site_sim.inspection.inspector import Inspector


def simulated(scenario: Scenario, tuning: PastTuning, at_once: bool = True) -> Branch:
    """Return the branch that begins with the simulation of a scenario.

    Its crew is there at once, or hired by a `FirstCrew`.
    """
    simulation = Simulation(scenario.to_config(), at_once)
    log = simulation.log
    return Branch(simulation, Recording.of(log, tuning, built=len(log)))


def simulation_of(branch: Branch) -> Simulation:
    """Return the simulation that makes the events of a branch; raise TypeError if none does."""
    if not isinstance(branch.engine, Simulation):
        raise TypeError(f"{type(branch.engine).__name__} is no simulation")
    return branch.engine


def inspector_of(branch: Branch) -> Inspector:
    """Return what shows the coroutines of a branch."""
    from site_sim.inspection.inspector import Inspector  # noqa: PLC0415 - only for the code screen

    simulation = simulation_of(branch)
    return Inspector(simulation.config, simulation, branch.journal)


class FirstCrew:
    """Hires the crew with which a run begins, bit by bit, while those who are there are shown."""

    def __init__(self, branch: Branch) -> None:
        self._branch = branch
        self._simulation = simulation_of(branch)

    @property
    def size(self) -> int:
        """How many workers there are to be."""
        return self._simulation.config.workers

    def work(self, workers: int) -> bool:
        """Hire at most so many more; return True when all are there."""
        with paused_collector():
            is_there = self._simulation.build(workers)
            self._branch.recording.follow_building()
        return is_there


class Fork:
    """Executes a branch again up to a position, and makes the branch that leaves it there.

    It is for a command in the past, which is checked first: ValueError if it makes no sense. With
    no command it is to truncate the run. If it `keeps_future`, what came after can be restored.
    """

    def __init__(
        self, branch: Branch, position: Position, command: Command | None, keeps_future: bool
    ) -> None:
        if command is not None:
            check(command)
        self.command = command
        self.keeps_future = keeps_future
        self.end = position
        self._branch = branch
        config = simulation_of(branch).config
        self._reexecution = Reexecution(config, branch.journal, position, branch.log)

    @property
    def progress(self) -> float:
        """The share of the events that have happened again, 0 to 1."""
        return self._reexecution.progress

    def work(self, steps: int = NEVER) -> Branch | None:
        """Execute at most `steps` steps of the kernel; return the new branch when it is there.

        Raise `SiteError` if the log differs from the one that is known.
        """
        reexecution = self._reexecution
        if not reexecution.work(steps):
            return None
        return self._branch.fork(
            reexecution.simulation, reexecution.journal, reexecution.position.seq
        )
