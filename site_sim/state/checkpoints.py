"""Packed states at intervals, so that any position in a long run is near one.

A checkpoint is a whole state, or what changed since the one before. How far apart they lie follows
what they take: together they cost at most `bytes_an_event` bytes an event. On a large site of which
little changes they so lie close, and a seek folds few events: those since the last one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from site_sim.log.event_log import EventLog
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.site import SiteState
from site_sim.state.tuning import DEFAULT_PAST, PastTuning
from site_sim.state.verdicts import VerdictTable

if TYPE_CHECKING:
    from site_sim.state.packing import Kept


class Checkpoint(NamedTuple):
    """A packed state, with the facts that are needed before it is unpacked."""

    seq: int
    packed: bytes
    base: Checkpoint | None = None
    """The checkpoint of which this has only what changed since; None if it is a whole state."""

    @classmethod
    def of(cls, state: SiteState, kept: Kept | None = None) -> Checkpoint:
        """Return a checkpoint that has all of a state."""
        from site_sim.state.packing import pack  # noqa: PLC0415 - a start takes none, saves 3 ms

        return cls(state.seq, pack(state, kept))

    def next(
        self, holders: Mapping[int, int], state: SiteState, most: int, kept: Kept | None = None
    ) -> Checkpoint | None:
        """Return a checkpoint of a later state that has what changed since; None if that is much.

        `holders` has who held each job at this one. At most `most` changes stand in a row.
        """
        if len(self.links) > most:
            return None
        from site_sim.state.packing import changed_since, pack  # noqa: PLC0415 - as above

        changed = changed_since(self.seq, holders, state)
        if 2 * len(changed.tasks) > len(state.workers):
            return None
        return Checkpoint(state.seq, pack(state, kept, changed), self)

    @property
    def links(self) -> list[Checkpoint]:
        """The checkpoints that make up the state: a whole one, and those since, up to this."""
        links = [self]
        while (base := links[-1].base) is not None:
            links.append(base)
        return links[::-1]

    def state(self, log: EventLog, verdicts: VerdictTable, kept: Kept | None = None) -> SiteState:
        """Return the state, of the same log and table of verdicts."""
        from site_sim.state.packing import unpack  # noqa: PLC0415 - as above

        return unpack([link.packed for link in self.links], log, verdicts, kept)


class Checkpoints:
    """Holds the checkpoints of one log, in order, and restores states from them."""

    def __init__(
        self, changes: ChangeLog, verdicts: VerdictTable, tuning: PastTuning = DEFAULT_PAST
    ) -> None:
        self.changes = changes
        """Records the changes by every event, whichever way a state is restored."""
        self._log = changes.log
        self._verdicts = verdicts
        self._tuning = tuning
        self.taken: list[Checkpoint] = []
        self._due = tuning.spacing
        self._holders: Mapping[int, int] | None = None
        """Who held each job at the last one that was taken."""
        self._seen = 0
        """The number of events up to which their bytes were put by."""
        self._saved = 0.0
        """The bytes put by that no checkpoint has taken yet; a whole state is paid for later."""
        self._whole = 0
        """How many bytes the last whole state took."""
        self._near: Checkpoint | None = None
        """One more, taken where one has sought twice: to fold on from there costs little."""
        self._aim = -1
        """The number of events up to which the last seek went."""

    def copy_for(self, log: EventLog, seq: int) -> Checkpoints:
        """Return the checkpoints up to `seq`, for a log whose first `seq` events are the same."""
        start = self.state_at(seq)
        statistics = start.statistics
        verdicts = statistics.verdict_table.copy_for(log, statistics.verdict_count)
        changes = self.changes.copy_for(log, seq)
        # It learns how many rows there are with an event, which may not come.
        changes.most_workers, changes.most_lanes = start.most_workers, start.most_lanes
        copy = Checkpoints(changes, verdicts, self._tuning)
        copy.taken = self.taken[: self._count_up_to(seq)]
        copy._near = Checkpoint.of(start)
        copy._due = max(copy._due, seq + self._tuning.spacing)
        return copy

    def note(self, state: SiteState) -> None:
        """Take a checkpoint of a state if one is due."""
        if state.seq < self._due:
            return
        tuning, seq = self._tuning, state.seq
        self._saved += tuning.bytes_an_event * (seq - self._seen)
        self._saved, self._seen = min(self._saved, 2.0 * self._whole), seq
        taken = None
        is_small = self._whole <= tuning.bytes_an_event * tuning.spacing
        if self._holders is not None and not is_small:
            taken = self.taken[-1].next(self._holders, state, tuning.changes)
        if taken is not None:  # each change puts by a share for the next whole state
            cost = len(taken.packed) + max(0.0, self._whole - self._saved) / tuning.changes
        elif self._saved >= 0:
            taken, cost = Checkpoint.of(state), 0.0
            self._whole = len(taken.packed)
        else:
            cost = -self._saved
        if taken is not None:
            self.taken.append(taken)
            self._saved -= len(taken.packed)
            self._holders = state.jobs.holders
        self._due = seq + max(tuning.spacing, int(cost / tuning.bytes_an_event))

    def pass_over(self, seq: int) -> None:
        """Take none of the first `seq` events, nor of as many after them: it would take as long."""
        self._seen = seq
        self._due = seq + max(seq, self._tuning.spacing)

    @property
    def next_due(self) -> int:
        """The number of events at which the next one is due."""
        return self._due

    def start_for(self, seq: int) -> int:
        """Return the number of events after which a fold begins that leads to `seq` of them."""
        start = self._start_for(seq)
        return 0 if start is None else start.seq

    def state_at(self, seq: int) -> SiteState:
        """Return the state after the first `seq` events."""
        start = self._start_for(seq)
        if start is None:
            state = SiteState(self._log, self._verdicts)
        else:
            state = start.state(self._log, self._verdicts)
        halfway = seq - self._tuning.near
        if halfway > state.seq and abs(seq - self._aim) <= self._tuning.spacing:
            self._near = self._on_the_way(state, start, halfway)
        self._aim = seq
        self.changes.follow(state, seq)
        return state

    def _on_the_way(self, state: SiteState, start: Checkpoint | None, halfway: int) -> Checkpoint:
        """Fold a state on from the checkpoint where it starts, and return one that is nearer."""
        holders = state.jobs.holders
        self.changes.follow(state, halfway)
        near = start and start.next(holders, state, 2 * self._tuning.changes)
        return near or Checkpoint.of(state)

    def _start_for(self, seq: int) -> Checkpoint | None:
        """Return the last checkpoint that is after at most `seq` events; None is the beginning."""
        count, near = self._count_up_to(seq), self._near
        last = self.taken[count - 1] if count else None
        if near is not None and near.seq <= seq and (last is None or near.seq > last.seq):
            return near
        return last

    def _count_up_to(self, seq: int) -> int:
        return bisect_right(self.taken, seq, key=attrgetter("seq"))
