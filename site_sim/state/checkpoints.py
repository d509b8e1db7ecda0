"""States packed into few bytes, so that any moment of a long run is near one.

A checkpoint is taken whenever the events since the last have grown in proportion to its size:
together they cost at most `BYTES_AN_EVENT` bytes an event. A seek folds the events since the last
one, or those since an earlier one, at most `FARTHEST`, from which strips and series are known.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from site_sim.log.event_log import EventLog
from site_sim.log.events import ACCEPT, FOREMAN
from site_sim.state.entities import JobState, LaneState, Place, State, TaskState
from site_sim.state.fold import fold
from site_sim.state.recent import CELLS
from site_sim.state.settings import Settings
from site_sim.state.site import BUCKET_NS, SiteState
from site_sim.state.verdicts import VerdictTable

SPACING = 1 << 11
"""Events between two checkpoints, at least."""
BYTES_AN_EVENT = 2.4
"""What checkpoints may cost."""
NEAR = 512
"""How many events before a moment the checkpoint on the way is taken."""
FARTHEST = 12_000
"""How many events a seek folds at the most to know strips and series farther back."""
BESIDES = 240
"""Bytes of a checkpoint besides the packed state, at the most."""

_SCALARS = (
    "seq", "at", "bucket_ns", "arrived", "accepted", "rejected", "scrapped",
    "accidents", "last_accepted", "arrivals_ended", "queue_area", "queue_since", "queue_max",
    "system_area", "system_since", "built_at", "latest", "verdict_count",
    "most_workers", "most_lanes", "appeared",
)  # fmt: skip
_SERIES = ("throughput", "queue_lengths", "working")
_TASK_COLUMNS = (("q", "since"), ("i", "job"), ("i", "to"), ("i", "lane"))
_JOB_COLUMNS = (
    ("i", "number"), ("q", "arrived"), ("b", "place"), ("i", "holder"), ("i", "worker"),
    ("i", "attempt"), ("q", "started"), ("q", "running_since"), ("q", "worked_ns"),
    ("q", "service_ns"),
)  # fmt: skip
_FLAGS = ("dead", "leaving", "starting")


def pack(state: SiteState) -> bytes:
    """Return a state as bytes."""
    return zlib.compress(pickle.dumps(contents(state), protocol=5), 1)


def contents(state: SiteState) -> tuple[Any, ...]:
    """Return all that a state knows in plain values; those of equal states are equal."""
    tasks = [state.foreman, state.accept, *state.workers]
    jobs = sorted(state.jobs.known.values(), key=attrgetter("number"))
    at, bucket = state.at, state.bucket
    pasts = [task.past(at, state.bucket_ns, CELLS) for task in tasks]
    times = [task.strip.times(task.spent_at(at)) for task in tasks]
    return (
        [getattr(state, name) for name in _SCALARS],
        msgspec.structs.astuple(state.settings),
        bytes(map(attrgetter("state"), tasks)),
        [bytes(map(attrgetter(flag), tasks)) for flag in _FLAGS],
        [_column(code, name, tasks) for code, name in _TASK_COLUMNS],
        array("q", chain.from_iterable(map(attrgetter("spent"), tasks))).tobytes(),
        b"".join(pasts),
        array("q", chain.from_iterable(times)).tobytes(),
        {task.who: list(task.inbox) for task in tasks if task.inbox},
        [_column(code, name, jobs) for code, name in _JOB_COLUMNS],
        (state.jobs.arrived, state.jobs.fresh),
        state.queue.pack(),
        [(lane.who, lane.since, lane.busy_ns) for lane in state.lanes],
        [getattr(state, name).pack(bucket) for name in _SERIES],
        tuple(map(list, state.census.pack())),
    )


def _column(code: str, name: str, rows: list[Any]) -> bytes:
    return array(code, map(attrgetter(name), rows)).tobytes()


def unpack(checkpoint: Checkpoint, log: EventLog, verdicts: VerdictTable) -> SiteState:
    """Return the state that was packed, of the same log and table of verdicts."""
    parts = pickle.loads(zlib.decompress(checkpoint.packed))
    scalars, settings, states, flags, task_columns, spent, strips, times, inboxes = parts[:9]
    job_columns, (arrived, fresh), queue, lanes, series, census = parts[9:]
    state = SiteState(log, verdicts=verdicts)
    state.cells_since = checkpoint.cells_since
    state.settings = Settings(*settings)
    for name, value in zip(_SCALARS, scalars, strict=True):
        setattr(state, name, value)
    tasks = [TaskState(who) for who in (FOREMAN, ACCEPT, *range(len(states) - 2))]
    _fill(tasks, _TASK_COLUMNS, task_columns)
    spent, times, kinds = _array("q", spent), _array("q", times), len(State)
    for index, task in enumerate(tasks):
        task.state = State(states[index])
        for flag, values in zip(_FLAGS, flags, strict=True):
            setattr(task, flag, bool(values[index]))
        own = slice(index * kinds, (index + 1) * kinds)
        task.spent = list(spent[own])
        cells = strips[index * CELLS : (index + 1) * CELLS]
        at, step = state.at, state.bucket_ns
        task.strip.unpack(cells, at, step, task.spent_at(at), list(times[own]))
        task.inbox = inboxes.get(task.who, [])
    state.foreman, state.accept, *state.workers = tasks
    for number in _array("i", job_columns[0]):
        state.jobs.known[number] = JobState(number, *log.jobs[number], 0)
    state.jobs.arrived, state.jobs.fresh = arrived, fresh
    _fill(list(state.jobs.known.values()), _JOB_COLUMNS, job_columns)
    for job in state.jobs.known.values():
        job.place = Place(job.place)
    state.queue.unpack(queue)
    for who, since, busy_ns in lanes:
        lane = LaneState()
        lane.who, lane.since, lane.busy_ns = who, since, busy_ns
        state.lanes.append(lane)
    for name, cells in zip(_SERIES, series, strict=True):
        getattr(state, name).unpack(cells, state.bucket)
    state.census.unpack(census)
    return state


def _array(code: str, packed: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(packed)
    return numbers


def _fill(rows: list[Any], columns: tuple[tuple[str, str], ...], packed: list[bytes]) -> None:
    for (code, name), column in zip(columns, packed, strict=True):
        for row, value in zip(rows, _array(code, column), strict=True):
            setattr(row, name, value)


class Checkpoint(NamedTuple):
    """A state that was packed, and what to know before it is unpacked."""

    seq: int
    at: int
    bucket_ns: int
    cells_since: int
    packed: bytes

    @classmethod
    def of(cls, state: SiteState) -> Checkpoint:
        """Return the checkpoint of a state."""
        return cls(state.seq, state.at, state.bucket_ns, state.cells_since, pack(state))

    def known_since(self, bucket_ns: int) -> int:
        """Return after which time (ns) strips are exact in moments so long that set out from it."""
        return self.cells_since if self.bucket_ns == bucket_ns else self.at


class Checkpoints:
    """The checkpoints of one log, in order, and the way from one to any moment."""

    def __init__(self, log: EventLog, verdicts: VerdictTable) -> None:
        self._log = log
        self._verdicts = verdicts
        self._taken: list[Checkpoint] = []
        self._due = SPACING
        self._near: Checkpoint | None = None
        """One more, taken on the way to the last seek: going on from there costs little."""

    def copy_for(self, log: EventLog, seq: int) -> Checkpoints:
        """Return those up to `seq`, for a log whose first `seq` events are the same."""
        start = self.state_at(seq)
        verdicts = self._verdicts.copy_for(log, start.verdict_count)
        copy = Checkpoints(log, verdicts)
        copy._taken = self._taken[: self._count_up_to(seq)]
        copy._near = Checkpoint.of(start)
        copy._due = max(copy._due, seq + SPACING)
        return copy

    def note(self, state: SiteState) -> None:
        """Take a checkpoint of a state if one is due."""
        if state.seq < self._due:
            return
        taken = Checkpoint.of(state)
        self._taken.append(taken)
        self._due = state.seq + max(SPACING, int(len(taken.packed) / BYTES_AN_EVENT))

    @property
    def next_due(self) -> int:
        """The number of events at which the next one is due."""
        return self._due

    def state_at(self, seq: int, bucket_ns: int = BUCKET_NS) -> SiteState:
        """Return the state after the first `seq` events, its cells of so many nanoseconds each.

        Strips and series are those of a fold in such moments from the beginning, unless that would
        take more than `FARTHEST` events: then they are as far as these go.
        """
        start = self._start_for(seq, bucket_ns)
        if start is None:
            state = SiteState(self._log, bucket_ns, self._verdicts)
        else:
            state = unpack(start, self._log, self._verdicts)
            state.set_bucket_ns(bucket_ns, forget=start.at < self._oldest_cell(seq, bucket_ns))
        halfway = seq - NEAR
        if halfway > state.seq:
            fold(state, halfway)
            self._near = Checkpoint.of(state)
        fold(state, seq)
        return state

    def can_tell(self, seq: int, bucket_ns: int) -> bool:
        """Whether all cells after `seq` events can be had in such moments."""
        start = self._start_for(seq, bucket_ns)
        return start is None or start.known_since(bucket_ns) < self._oldest_cell(seq, bucket_ns)

    def _oldest_cell(self, seq: int, bucket_ns: int) -> int:
        """Return when the oldest cell that is kept after `seq` events begins (ns)."""
        at = self._log[seq - 1].at if seq else 0
        return max(0, (at // bucket_ns - CELLS + 1) * bucket_ns)

    def _start_for(self, seq: int, bucket_ns: int) -> Checkpoint | None:
        """Return where to set out from: as near as all cells that are shown are known from there.

        If that is too far, whence most of them are known; None is the very beginning.
        """
        oldest_cell = self._oldest_cell(seq, bucket_ns)
        best: Checkpoint | None = None
        for checkpoint in self._before(seq):
            if best is not None and seq - checkpoint.seq > FARTHEST:
                return best
            known_since = checkpoint.known_since(bucket_ns)
            if known_since < oldest_cell:
                return checkpoint
            if best is None or known_since < best.known_since(bucket_ns):
                best = checkpoint
        return None if seq <= FARTHEST else best

    def _before(self, seq: int) -> Iterator[Checkpoint]:
        """Yield the checkpoints from which a state after `seq` events can be had, nearest first."""
        count, near = self._count_up_to(seq), self._near
        if (
            near is not None
            and near.seq <= seq
            and (not count or near.seq > self._taken[count - 1].seq)
        ):
            yield near
        yield from map(self._taken.__getitem__, range(count - 1, -1, -1))

    def _count_up_to(self, seq: int) -> int:
        return bisect_right(self._taken, seq, key=attrgetter("seq"))

    @property
    def nbytes(self) -> int:
        """Bytes of all checkpoints, or a little more."""
        return sum(BESIDES + len(taken.packed) for taken in self._taken)
