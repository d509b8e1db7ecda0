"""Executes the past again: generators can be neither copied nor stored, but a run can be repeated.

A run is its configuration and its journal; executed again they give the same log to the byte. So a
command given in the past forks the run, and the program's real coroutines can be shown as they
stood at any position of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial

from site_sim.base.errors import SiteError
from site_sim.base.units import NEVER
from site_sim.commands import JournalEntry
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.simulation import Simulation
from site_sim.log.comparison import has_prefix
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.log.position import Position

Look = Callable[[Simulation], None]
"""A function that looks at a simulation on the way, and changes nothing about it."""


def entries_before(journal: Sequence[JournalEntry], position: Position) -> list[JournalEntry]:
    """Return the commands that are part of the run up to a position."""
    return [
        entry
        for entry in journal
        if entry.before < position.seq or (entry.after <= position.seq and entry.at <= position.at)
    ]


class Reexecution:
    """Executes a run again up to a position, in as many pieces as the caller likes.

    Where the position is in the midst of what the kernel does in one step, it stops right after the
    step: the log then has the position's `seq` events and the rest of that step.
    """

    def __init__(
        self,
        config: SimulationConfig,
        journal: Sequence[JournalEntry],
        position: Position,
        known: EventLog,
    ) -> None:
        self.simulation = Simulation(config)
        self.position = position
        self.journal = entries_before(journal, position)
        self._known = known
        self._next = 0
        self._compared = 0
        self._last_at = known[position.seq - 1].at if position.seq else 0
        self.done = False

    @property
    def progress(self) -> float:
        """The share of the events that have happened again, 0 to 1."""
        return min(1.0, len(self.simulation.log) / max(1, self.position.seq))

    def work(self, steps: int = NEVER, look: Look | None = None) -> bool:
        """Go on for at most `steps` of the kernel's steps; return True when it is there.

        `look` is called with the simulation between any two events of the last steps and of each
        command. It is not kept: whoever looks has this in hand, and so both are freed at once.

        Raises `SiteError` if the log differs from the one that is known.
        """
        simulation = self.simulation
        while not self.done and steps > 0:
            before = simulation.steps
            self._advance(steps, look)
            steps -= max(1, simulation.steps - before)
        return self.done

    def go_on_to(self, position: Position, journal: Sequence[JournalEntry]) -> bool:
        """Aim at another position of the same run; return False if that is not ahead."""
        entries = entries_before(journal, position)
        done, ahead = entries[: self._next], entries[self._next :]
        if position.seq < len(self.simulation.log) or done != self.journal[: self._next]:
            return False
        if ahead and ahead[0].steps < self.simulation.steps:
            return False
        self.position, self.journal = position, entries
        self._last_at = self._known[position.seq - 1].at if position.seq else 0
        self.done = False
        return True

    def _advance(self, steps: int, look: Look | None) -> None:
        simulation = self.simulation
        if self._next < len(self.journal):
            entry = self.journal[self._next]
            if entry.steps - simulation.steps > steps:
                simulation.run(entry.at, steps)
                return
            simulation.reach(entry.at, entry.steps)
            with self._instrumented(look):
                simulation.apply(entry.command)
            self._next += 1
        elif simulation.now >= self._last_at or simulation.run(self._last_at - 1, steps):
            self._arrive(look)

    def _arrive(self, look: Look | None) -> None:
        """Do the last steps one by one, and compare the logs."""
        simulation, position = self.simulation, self.position
        while len(simulation.log) < position.seq and self._has_steps():
            with self._instrumented(look):
                simulation.run(self._last_at, 1)
        if position.at > self._last_at:
            simulation.run(position.at)
        if not self._is_as_known():
            raise SiteError(
                "running it again gave another log",
                f"event {position.seq} of the run",
                "please report it, with the scenario and its seed",
            )
        self.done = True

    def _has_steps(self) -> bool:
        """Return whether more is due by the time of the position's last event."""
        due = self.simulation.next_at()
        return due is not None and due <= self._last_at

    def _instrumented(self, look: Look | None) -> AbstractContextManager[None]:
        simulation = self.simulation
        return simulation.instrumented(None if look is None else partial(look, simulation))

    def _is_as_known(self) -> bool:
        """Return whether what happened again up to the position is what had happened.

        What was compared at an earlier position is not compared again.
        """
        log, known, seq = self.simulation.log, self._known, self.position.seq
        if not self._compared:
            same = has_prefix(log, known, seq)
        else:
            rows = list(log.rows(self._compared, seq))
            same = rows == list(known.rows(self._compared, seq)) and all(
                log.jobs[row[3]] == known.jobs[row[3]] for row in rows if row[1] == Kind.JobArrived
            )
        self._compared = seq
        return same
