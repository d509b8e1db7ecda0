"""Runs a scenario again without one of the causes of its length: same jobs, same seed.

Commands are given again at the simulated moments at which they were given, as far as they make
sense there; nobody can give one that brings back what is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from msgspec.structs import replace

from site_sim.commands import (
    ChangeSettings,
    ChooseWiring,
    Command,
    JournalEntry,
    RefusedCommandError,
)
from site_sim.experiments.course_events import DONE
from site_sim.experiments.least_time import Removed
from site_sim.facts.costs import HOP_KEYS, field_of, setting_of
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import Model
from site_sim.kernel.simulation import Simulation

COSTS: dict[Removed, Sequence[str]] = {
    "hops": (*HOP_KEYS, "pipe-kib"),
    "start-ups": ("spawn", "start-up"),
    "switches": ("switch",),
}
"""The costs that are zero in a run without that."""


def config_without(config: SimulationConfig, removed: Removed) -> SimulationConfig:
    """Return a configuration without something.

    Where sends are calls, a lane that is freed for I/O, or one more, is of use to others only if
    whoever called goes on: so there sends are no calls, and cost what they did.
    """
    if removed in COSTS:
        free = {field_of(key): 0 for key in COSTS[removed]}
        return replace(config, costs=replace(config.costs, **free))
    if removed == "chain":
        return replace(config, wiring="direct")
    if removed == "io":
        return _with_models(config, io_keeps_lane=False)
    return _with_models(config, extra_lanes=1)


def _with_models(config: SimulationConfig, **values: int) -> SimulationConfig:
    """Return a configuration with other values in all rows of the models, and no calls."""
    rows = {name: replace(row, **values) for name, row in config.models.items()}
    return replace(config, models={name: _without_calls(row) for name, row in rows.items()})


def _without_calls(model: Model) -> Model:
    return replace(model, facts=model.facts._replace(sends_are_calls=False))


def command_without(command: Command, removed: Removed) -> Command:
    """Return a command as it is given in a run without something."""
    if isinstance(command, ChooseWiring) and removed == "chain":
        return ChooseWiring("direct")
    if isinstance(command, ChangeSettings) and removed in COSTS:
        gone = {setting_of(key) for key in COSTS[removed]}
        return ChangeSettings({k: value for k, value in command.values.items() if k not in gone})
    return command


class RunWithout:
    """Runs without something until as many jobs are done, or until it takes longer than it did."""

    def __init__(
        self,
        config: SimulationConfig,
        journal: Sequence[JournalEntry],
        removed: Removed,
        jobs: int,
        limit_ns: int,
    ) -> None:
        self.removed = removed
        self.done_at = limit_ns
        """When as many jobs were done (simulated ns); the limit where it was no sooner."""
        self._simulation = Simulation(config_without(config, removed), at_once=False)
        self._commands = [
            (entry.at, command_without(entry.command, removed))
            for entry in journal
            if entry.at <= limit_ns
        ]
        self._next = 0
        self._jobs_left = jobs
        self._limit = limit_ns
        self._seen = 0

    def work(self, steps: int) -> bool:
        """Go on for at most so many of the kernel's steps; return True when it is done.

        To hire a worker of the first crew is a step, too.
        """
        simulation, commands = self._simulation, self._commands
        if not simulation.build(steps):
            return False
        is_last = self._next == len(commands)
        is_there = simulation.run(self._limit if is_last else commands[self._next][0], steps)
        if self._find_end():
            return True
        if is_there and not is_last:
            self._give(commands[self._next][1])
            self._next += 1
            return self._find_end()
        return is_there

    def _give(self, command: Command) -> None:
        with suppress(RefusedCommandError):  # whom it is about may not be there in this run
            self._simulation.apply(command)

    def _find_end(self) -> bool:
        """Look through the new events for the one with which as many jobs are done."""
        log = self._simulation.log
        kinds, start = log.kinds(self._seen, len(log)), self._seen
        self._seen = len(log)
        if sum(map(kinds.count, DONE)) < self._jobs_left:
            self._jobs_left -= sum(map(kinds.count, DONE))
            return False
        ends = [place for place, kind in enumerate(kinds) if kind in DONE]
        self.done_at = log.time_of(start + ends[self._jobs_left - 1])
        return True
