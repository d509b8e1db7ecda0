"""Time goes on: in the past by showing what has happened, at the live end by simulating."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from site_sim.kernel.machine import NEVER
from site_sim.kernel.reexecution import Position
from site_sim.log.search import Wanted, first_of
from site_sim.run.playhead import Playhead

BURST = 4096
"""Steps between two looks at the progress of a headless run."""


class Passing(Playhead):
    """A playhead with which time goes on, as fast as the caller likes."""

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen unless a command is given."""
        return self.is_live and self._branch.simulation.next_at() is None

    def advance(self, span_ns: int, steps: int = NEVER) -> bool:
        """Let simulated time pass, in at most so many of the kernel's steps.

        Returns True when it got there; False when it is behind, and wants to be called again.
        """
        until, simulation = self.now + span_ns, self._branch.simulation
        if not self.is_live:
            shown = self.show_on(until, steps)
            if not shown or until < simulation.now:
                return shown
        arrived = simulation.run(until, steps)
        self._branch.catch_up(self.state)
        self.state.advance_to(until if arrived else simulation.now)
        return arrived

    def rush(self, steps: int) -> bool:
        """Go on as fast as it can, for so many of the kernel's steps.

        Returns True when nothing more can happen.
        """
        if not self.is_live:
            self.show_on(self.end, steps)
            return False
        ended = self._branch.simulation.run(steps=steps)
        self._branch.catch_up(self.state)
        self.state.advance_to(self._branch.simulation.now)
        return ended

    def step(self) -> bool:
        """Go on to the next event, however far away it is; False if there will be none."""
        simulation, before = self._branch.simulation, self.position
        with self._watching():
            while self.state.seq == len(self.log):
                if simulation.next_at() is None:
                    return False
                simulation.run(steps=1)
                self._branch.last_step = self.state.seq, simulation.steps
        self._branch.catch_up(self.state, self.state.seq + 1)
        self._branch.walk.step(before, self.position)
        return True

    def _watching(self) -> AbstractContextManager[None]:
        """Let someone look on, between the events of what is done live; here nobody does."""
        return nullcontext()

    def step_back(self) -> bool:
        """Go back to the moment of the last event or, where time stands there, to before it.

        Before an event is the moment of the one before; but if single steps set out from between
        the two, it is that time: so steps back undo steps on. False at the start, where the site
        stands built.
        """
        before = self.position
        if self.is_past_event:
            after = Position(before.seq, self.log[before.seq - 1].at)
        elif before.seq > self.first:
            start = self._branch.walk.start_before(before)
            after = start or Position(before.seq - 1, self.log[before.seq - 2].at)
        else:
            return False
        self.go_to(after)
        self._branch.walk.step_back(before, after)
        return True

    def run(
        self, until_ns: int | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """Run as fast as it can, to a time or until nothing more can happen.

        `progress` is told the simulated time now and then.
        """
        limit = NEVER if until_ns is None else until_ns
        simulation = self._branch.simulation
        while not simulation.run(limit, BURST):
            self._branch.catch_up(self.state)
            if progress is not None:
                progress(simulation.now)
        self._branch.catch_up(self.state)
        if simulation.next_at() is not None:
            self.state.advance_to(limit)
        else:  # all is done: time stands still at the last event, not at the limit
            simulation.reach(self.now, simulation.steps)

    def run_on(self, wanted: Wanted, steps: int, until_ns: int = NEVER) -> bool | None:
        """Simulate on at the live end for so many steps, up to after a wanted event.

        The step in which it happened is the last that is done. Returns True when it happened,
        False when the steps ran out, None when nothing more can happen by a time.
        """
        branch, simulation, log = self._branch, self._branch.simulation, self.log
        if self.state.seq < len(log):
            self.seek_event(len(log))
        is_over = False
        for _ in range(steps):
            due = simulation.next_at()
            is_over = due is None or due > until_ns
            if is_over:
                break
            before = len(log)
            simulation.run(steps=1)
            happened = first_of(log.rows(before), wanted) if len(log) > before else None
            if happened is not None:
                branch.last_step = before, simulation.steps
                branch.catch_up(self.state, before + happened + 1)
                return True
        branch.catch_up(self.state)
        self.state.advance_to(simulation.now)
        return None if is_over else False
