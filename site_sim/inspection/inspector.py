"""Takes snapshots of the coroutines at any position of a run: the live ones, or re-executed ones.

Generators can't be copied, so the past is executed again, in as many pieces as the caller likes.
The re-execution is kept, and goes on when the position moves on a little; the last snapshots on the
way are kept too, so that a few steps back cost nothing. A step of the kernel may come to many
events; the snapshots between those are taken while it is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from site_sim.base.errors import SiteError
from site_sim.base.units import NEVER
from site_sim.commands import JournalEntry
from site_sim.inspection.coroutines import ALL, CoroutineSnapshot, take_snapshot
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.reexecution import Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.position import Position

KEPT = 64
"""Snapshots that are kept on either side of the present one, in a crew of at most `ALL`."""
LEAST_KEPT = 2
"""The fewest that are kept in all: one in the midst of a step and one after it."""


class Inspector:
    """Takes the snapshots of one branch of events. `snapshot` is the present one, None at first."""

    def __init__(
        self, config: SimulationConfig, live: Simulation, journal: Sequence[JournalEntry]
    ) -> None:
        self.log: EventLog = live.log
        self.snapshot: CoroutineSnapshot | None = None
        self.fault = ""
        """Why there are no snapshots of the past: running it again gave another log."""
        self._config = config
        self._live = live
        self._live_at = (-1, -1)
        """Where the live simulation stood when its snapshot was taken last: steps and events."""
        self._journal = journal
        self._past: Reexecution | None = None
        self._kept: deque[CoroutineSnapshot] = deque()
        self._wanted = 0
        """After how many events the snapshot is wanted."""
        self._focus = NOBODY

    @property
    def progress(self) -> float:
        """How much of the run up to the position has been executed again, 0 to 1."""
        return self._past.progress if self._past is not None else 0.0

    @contextmanager
    def inspecting(self) -> Iterator[None]:
        """Take the snapshots between the events of what the live simulation does meanwhile."""
        self._wanted = len(self.log) + 1
        with self._live.instrumented(partial(self._look, self._live)):
            yield

    def take_live(self, focus: int = NOBODY) -> None:
        """Take the snapshot from the live simulation, if anything happened since the last time."""
        live, snapshot = self._live, self.snapshot
        stands = (live.steps, len(live.log))
        if snapshot is None or self._live_at != stands or _lacks(snapshot, focus):
            self.snapshot = take_snapshot(live, focus)
            self._keep(self.snapshot)
        self._live_at = stands

    def prepare(self, position: Position, focus: int = NOBODY, steps: int = NEVER) -> bool:
        """Work on the snapshot of a position in the past; return True when it is there.

        One call does at most `steps` steps of the kernel, and takes at most one snapshot at the
        end of a step. Until it is there, `snapshot` stays what it was.
        """
        self._live_at = (-1, -1)
        self._wanted, self._focus = position.seq, focus
        known = self._known(position, focus)
        if known is None and not self.fault:
            try:
                known = self._re_execute(position, focus, steps)
            except SiteError as error:
                self.fault, self._past, self.snapshot = str(error), None, None
        if known is not None:
            self.snapshot = known
        return known is not None or bool(self.fault)

    def _known(self, position: Position, focus: int) -> CoroutineSnapshot | None:
        """Return a snapshot that was taken before and shows the position."""
        snapshots = self._kept if self.snapshot is None else (self.snapshot, *self._kept)
        return next((s for s in snapshots if s.shows(position) and not _lacks(s, focus)), None)

    def _keep(self, snapshot: CoroutineSnapshot) -> None:
        self._kept.append(snapshot)
        while len(self._kept) > max(LEAST_KEPT, 2 * self._near):
            self._kept.popleft()

    def _look(self, simulation: Simulation) -> None:
        """Take the snapshot in the midst of a step, if it is the one that is wanted, or near it."""
        if abs(len(simulation.log) - self._wanted) < self._near:
            self._keep(take_snapshot(simulation, self._focus, in_midst=True))

    @property
    def _near(self) -> int:
        """How many events before and after the position have their snapshots kept."""
        return min(KEPT, max(1, KEPT * ALL // max(1, len(self._live.site.staff.layout.workers))))

    @property
    def _is_small(self) -> bool:
        """Whether everyone is described in full, and many snapshots cost little."""
        return len(self._live.site.staff.layout.workers) <= ALL

    def _re_execute(self, position: Position, focus: int, steps: int) -> CoroutineSnapshot | None:
        """Execute a piece of the past again; return the snapshot if that is enough."""
        past = self._past
        if past is None or not past.go_on_to(self._aim(past, position), self._journal):
            aim = self._aim(None, position)
            past = self._past = Reexecution(self._config, self._journal, aim, self.log)
        if not past.work(steps, self._look):
            return None
        self._keep(take_snapshot(past.simulation, focus))
        return self._known(position, focus)

    def _aim(self, past: Reexecution | None, position: Position) -> Position:
        """Return how far to go at once: a few events before the position, then step by step.

        So the snapshots just before it are kept too, unless the crew is large.
        """
        have = len(past.simulation.log) if past is not None else 0
        if not self._is_small:
            return position
        near = position.seq - KEPT
        seq = near if have < near else have + 1
        return Position(seq, self.log[seq - 1].at) if 0 < seq < position.seq else position


def _lacks(snapshot: CoroutineSnapshot, focus: int) -> bool:
    """Return whether a snapshot leaves someone out who is to be described in full."""
    return focus in snapshot.lines and focus not in snapshot.detailed
