"""Packs states into few bytes, so that any position in a long run is near one.

A checkpoint is taken whenever the events since the last have grown in proportion to its size:
together they cost at most `PastTuning.bytes_an_event`. A seek folds the events since the last one,
or those since an earlier one, at most `PastTuning.farthest`, from which strips and series are
known.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from site_sim.log.event_log import EventLog
from site_sim.state.entities import Census, JobState, LaneState, Place, State, TaskState
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.jobs import Jobs
from site_sim.state.recent import CELLS
from site_sim.state.settings import Settings
from site_sim.state.site import BUCKET_NS, SiteState
from site_sim.state.statistics import Statistics
from site_sim.state.tuning import DEFAULT_PAST, PastTuning
from site_sim.state.verdicts import VerdictTable

NOT_KEPT: Mapping[type, Mapping[str, str]] = {
    SiteState: {
        "log": "states of the same log share it",
        "keeps_recent": "what is packed has strips and series",
        "cells_since": "it stands beside the packed state, to be known before that is unpacked",
    },
    Statistics: {"verdict_table": "states of the same log share it"},
    Jobs: {"_log": "states of the same log share it"},
    TaskState: {"who": "its place among the tasks tells it"},
    JobState: dict.fromkeys(("name", "cpu_ns", "io_ns"), "the log tells it by the job's number"),
}
"""What a checkpoint does not keep of all that the parts of a state declare, and why."""
Kept = Mapping[type, Sequence[str]]
"""The fields that a checkpoint keeps of each part of a state."""
KEPT: Kept = {
    part: tuple(name for name in part.__annotations__ if name not in NOT_KEPT.get(part, ()))
    for part in (SiteState, Settings, Statistics, Census, Jobs, JobState, TaskState, LaneState)
}
_CODES = {"int": "i", "Ns": "q", "bool": "b", "State": "b", "Place": "b"}
"""How a column of each declared type is packed."""
_MEMBERS: Mapping[str, Sequence[Any]] = {
    "bool": (False, True),
    "State": tuple(State),
    "Place": tuple(Place),
}
"""What the numbers in columns of these types stand for."""
_PLAIN = (*_CODES, "str", "float", "list[int]")
"""The types of fields that are packed as they are, where there is one of a kind."""
_ONE_OF_A_KIND = ("settings", "statistics", "census", "jobs")
"""The parts of a site that are packed as they are, but for the jobs themselves."""
_KINDS = len(State)


def pack(state: SiteState, kept: Kept = KEPT) -> bytes:
    """Return a state as bytes; its series are packed up to the present bucket."""
    at, bucket = state.at, state.bucket
    tasks = state.everyone
    jobs = sorted(state.jobs.taken.values(), key=attrgetter("number"))
    pasts = [task.past(at, state.bucket_ns, CELLS) for task in tasks]
    times = [task.strip.times(task.spent_at(at)) for task in tasks]
    parts = (
        _plain(state, kept),
        [_plain(getattr(state, name), kept) for name in _ONE_OF_A_KIND],
        (len(jobs), _columns(jobs, JobState, kept)),
        (len(tasks), _columns(tasks, TaskState, kept)),
        (len(state.lanes), _columns(state.lanes, LaneState, kept)),
        {
            "spent": array("q", chain.from_iterable(map(attrgetter("spent"), tasks))).tobytes(),
            "inbox": {task.who: list(task.inbox) for task in tasks if task.inbox},
            "strip": (b"".join(pasts), array("q", chain.from_iterable(times)).tobytes()),
        },
        state.queue.pack(),
        [series.pack(bucket) for series in (state.throughput, state.queue_lengths, state.working)],
    )
    return zlib.compress(pickle.dumps(parts, protocol=5), 1)


def unpack(
    checkpoint: Checkpoint, log: EventLog, verdicts: VerdictTable, kept: Kept = KEPT
) -> SiteState:
    """Return the state that was packed, of the same log and table of verdicts."""
    plain, ones, jobs, tasks, lanes, of_tasks, queue, series = pickle.loads(
        zlib.decompress(checkpoint.packed)
    )
    of_site = kept[SiteState]
    state = SiteState(log, verdicts=verdicts)
    state.cells_since = checkpoint.cells_since
    _take_plain(state, plain, kept)
    for name, values in zip(_ONE_OF_A_KIND, ones, strict=True):
        if name in of_site:
            _take_plain(getattr(state, name), values, kept)
    if "jobs" in of_site and "taken" in kept[Jobs]:
        state.jobs.taken = _jobs(log, jobs[0], jobs[1], kept)
    rows = _tasks(state, tasks[0], tasks[1], of_tasks, kept)
    staff = len(state.staff)
    parts: dict[str, Any] = {"staff": rows[:staff][::-1], "workers": rows[staff:]}
    parts["lanes"] = [LaneState() for _ in range(lanes[0])]
    _take_columns(parts["lanes"], LaneState, lanes[1], kept)
    for name, part in parts.items():
        if name in of_site:
            setattr(state, name, part)
    if "queue" in of_site:
        state.queue.unpack(queue)
    for name, cells in zip(("throughput", "queue_lengths", "working"), series, strict=True):
        if name in of_site:
            getattr(state, name).unpack(cells, state.bucket)
    return state


def _jobs(log: EventLog, count: int, columns: list[bytes], kept: Kept) -> dict[int, JobState]:
    """Return the unfinished jobs, by number, that were taken from the queue before."""
    packed = dict(zip(_names(JobState, kept), columns, strict=True)).get("number", bytes(4 * count))
    cards = [JobState(number, *log.jobs[number], 0) for number in _array("i", packed)]
    _take_columns(cards, JobState, columns, kept)
    return {card.number: card for card in cards}


def _tasks(
    state: SiteState, count: int, columns: list[bytes], packed: Mapping[str, Any], kept: Kept
) -> list[TaskState]:
    """Return the staff and the workers, task by task from the lowest number on."""
    at, step, fields = state.at, state.bucket_ns, kept[TaskState]
    staff = len(state.staff)
    tasks = [TaskState(who) for who in range(-staff, count - staff)]
    _take_columns(tasks, TaskState, columns, kept)
    spent, (cells, times) = _array("q", packed["spent"]), packed["strip"]
    times = _array("q", times)
    for index, task in enumerate(tasks):
        own = slice(index * _KINDS, (index + 1) * _KINDS)
        if "spent" in fields:
            task.spent = list(spent[own])
        if "inbox" in fields:
            task.inbox = packed["inbox"].get(task.who, [])
        if "strip" in fields:
            past = cells[index * CELLS : (index + 1) * CELLS]
            task.strip.unpack(past, at, step, task.spent_at(at), list(times[own]))
    return tasks


# -- fields by their declaration ---------------------------------------------------------------


def _plain(part: Any, kept: Kept) -> list[Any]:
    """Return the values of the fields that are packed as they are."""
    types = type(part).__annotations__
    return [getattr(part, name) for name in kept[type(part)] if types[name] in _PLAIN]


def _take_plain(part: Any, values: list[Any], kept: Kept) -> None:
    types = type(part).__annotations__
    names = [name for name in kept[type(part)] if types[name] in _PLAIN]
    for name, value in zip(names, values, strict=True):
        setattr(part, name, value)


def _names(kind: type, kept: Kept) -> list[str]:
    """Return the fields of a row that are packed as columns."""
    return [name for name in kept[kind] if kind.__annotations__[name] in _CODES]


def _columns(rows: Sequence[Any], kind: type, kept: Kept) -> list[bytes]:
    """Return the fields of many rows, a column each."""
    types = kind.__annotations__
    return [
        array(_CODES[types[name]], map(attrgetter(name), rows)).tobytes()
        for name in _names(kind, kept)
    ]


def _take_columns(rows: Sequence[Any], kind: type, columns: list[bytes], kept: Kept) -> None:
    types = kind.__annotations__
    for name, column in zip(_names(kind, kept), columns, strict=True):
        values: Sequence[Any] = _array(_CODES[types[name]], column)
        members = _MEMBERS.get(types[name])
        if members is not None:
            values = [members[value] for value in values]
        for row, value in zip(rows, values, strict=True):
            setattr(row, name, value)


def _array(code: str, packed: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(packed)
    return numbers


class Checkpoint(NamedTuple):
    """A packed state, with the facts that are needed before it is unpacked."""

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
        """Return the time (ns) after which strips folded from here are exact, for such buckets."""
        return self.cells_since if self.bucket_ns == bucket_ns else self.at


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
        self._near: Checkpoint | None = None
        """One more, taken during the last seek: to fold on from there costs little."""

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
        taken = Checkpoint.of(state)
        self.taken.append(taken)
        self._due = state.seq + max(
            self._tuning.spacing, int(len(taken.packed) / self._tuning.bytes_an_event)
        )

    @property
    def next_due(self) -> int:
        """The number of events at which the next one is due."""
        return self._due

    def state_at(self, seq: int, bucket_ns: int = BUCKET_NS) -> SiteState:
        """Return the state after the first `seq` events, with buckets of `bucket_ns`.

        Strips and series are as if folded with such buckets from the start, unless that takes more
        than `farthest` events: then they are complete only as far back as those reach.
        """
        start = self._start_for(seq, bucket_ns)
        if start is None:
            state = SiteState(self._log, bucket_ns, self._verdicts)
        else:
            state = unpack(start, self._log, self._verdicts)
            state.set_bucket_ns(bucket_ns, forget=start.at < self._oldest_cell(seq, bucket_ns))
        halfway = seq - self._tuning.near
        if halfway > state.seq:
            self.changes.follow(state, halfway)
            self._near = Checkpoint.of(state)
        self.changes.follow(state, seq)
        return state

    def can_tell(self, seq: int, bucket_ns: int) -> bool:
        """Return whether all visible cells after `seq` events can be computed for such buckets."""
        start = self._start_for(seq, bucket_ns)
        return start is None or start.known_since(bucket_ns) < self._oldest_cell(seq, bucket_ns)

    def _oldest_cell(self, seq: int, bucket_ns: int) -> int:
        """Return when the oldest cell that is kept after `seq` events begins (ns)."""
        at = self._log[seq - 1].at if seq else 0
        return max(0, (at // bucket_ns - CELLS + 1) * bucket_ns)

    def _start_for(self, seq: int, bucket_ns: int) -> Checkpoint | None:
        """Return the nearest checkpoint from which every visible cell can be recomputed.

        If that is more than `farthest` events back, the best available; None is the beginning.
        """
        oldest_cell = self._oldest_cell(seq, bucket_ns)
        best: Checkpoint | None = None
        for checkpoint in self._before(seq):
            if best is not None and seq - checkpoint.seq > self._tuning.farthest:
                return best
            known_since = checkpoint.known_since(bucket_ns)
            if known_since < oldest_cell:
                return checkpoint
            if best is None or known_since < best.known_since(bucket_ns):
                best = checkpoint
        return None if seq <= self._tuning.farthest else best

    def _before(self, seq: int) -> Iterator[Checkpoint]:
        """Yield the checkpoints from which a state after `seq` events can be had, nearest first."""
        count, near = self._count_up_to(seq), self._near
        if (
            near is not None
            and near.seq <= seq
            and (not count or near.seq > self.taken[count - 1].seq)
        ):
            yield near
        yield from map(self.taken.__getitem__, range(count - 1, -1, -1))

    def _count_up_to(self, seq: int) -> int:
        return bisect_right(self.taken, seq, key=attrgetter("seq"))
