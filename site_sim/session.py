"""The one door between a person and a run: commands go in, and the state comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from site_sim.commands import Command
from site_sim.events import EventLog
from site_sim.kernel.scheduler import NEVER
from site_sim.kernel.simulation import Simulation
from site_sim.scenario.scenario import Scenario
from site_sim.state.site import SiteState

BURST = 4096
"""Steps between two looks at the progress of a headless run."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: a command, and the step and simulated time (ns) it was given at."""

    at: int
    steps: int
    command: Command


class Session:
    """One run of a scenario, with the journal of what it was told.

    `now` is the moment that `state` shows, in simulated nanoseconds. The simulation may have
    worked out a few events more, of the same moment: a single step shows them one by one.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.journal: list[Entry] = []
        self._setup = scenario.to_setup()
        self._simulation = Simulation(self._setup)
        self.state = SiteState(self.log)
        self.state.catch_up()

    @property
    def log(self) -> EventLog:
        """What has happened so far."""
        return self._simulation.log

    @property
    def now(self) -> int:
        """The moment shown, in simulated nanoseconds."""
        return self.state.at

    # -- time ------------------------------------------------------------------------------

    def advance(self, span_ns: int, steps: int = NEVER) -> bool:
        """Let simulated time pass, in at most so many of the kernel's steps.

        Returns True when it got there; False when it is behind, and wants to be called again.
        """
        until = self.now + span_ns
        arrived = self._simulation.run(until, steps)
        self.state.catch_up()
        self.state.advance_to(until if arrived else self._simulation.now)
        return arrived

    def rush(self, steps: int) -> bool:
        """Run on as fast as it can, for so many of the kernel's steps.

        Returns True when nothing more can happen.
        """
        ended = self._simulation.run(steps=steps)
        self.state.catch_up()
        self.state.advance_to(self._simulation.now)
        return ended

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen unless a command is given."""
        return self.state.seq == len(self.log) and self._simulation.next_at() is None

    def step(self) -> bool:
        """Go on to the next event, however far away it is; False if there will be none."""
        while self.state.seq == len(self.log):
            if self._simulation.next_at() is None:
                return False
            self._simulation.run(steps=1)
        self.state.catch_up(self.state.seq + 1)
        return True

    def run(
        self, until_ns: int | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """Run as fast as it can, to a time or until nothing more can happen.

        `progress` is told the simulated time now and then.
        """
        limit = NEVER if until_ns is None else until_ns
        while not self._simulation.run(limit, BURST):
            if progress is not None:
                progress(self._simulation.now)
        self.state.catch_up()
        if self._simulation.next_at() is not None:
            self.state.advance_to(limit)

    # -- commands --------------------------------------------------------------------------

    def apply(self, command: Command) -> None:
        """Carry out a command now, and keep it in the journal."""
        self.state.catch_up()
        simulation = self._simulation
        self.journal.append(Entry(simulation.now, simulation.steps, command))
        simulation.apply(command)
        self.state.catch_up()

    def replay(self) -> EventLog:
        """Re-execute seed and journal up to this moment, and return the log of that run."""
        simulation = Simulation(self._setup)
        for entry in self.journal:
            simulation.reach(entry.at, entry.steps)
            simulation.apply(entry.command)
        simulation.reach(self._simulation.now, self._simulation.steps)
        return simulation.log
