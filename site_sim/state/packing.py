"""Packs a state into few bytes: the whole of it, or what changed since another was packed.

What is packed are the fields that the parts of a state declare, in columns where there are many
of a kind. A large site is restored without a loop over its tasks.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import add, attrgetter, sub
from typing import Any, NamedTuple

from site_sim.base.collector import paused_collector
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.state.columns import blank, chosen, fill, pack_column, unpack_column
from site_sim.state.entities import Census, JobState, LaneState, Place, State, TaskState
from site_sim.state.jobs import Jobs
from site_sim.state.lately import Lately
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.state.statistics import Statistics
from site_sim.state.verdicts import VerdictTable

NOT_KEPT: Mapping[type, Mapping[str, str]] = {
    SiteState: {"log": "states of the same log share it"},
    Statistics: {"verdict_table": "states of the same log share it"},
    Census: {"states": "the workers tell them"},
    Jobs: {"_log": "states of the same log share it"},
    TaskState: {"who": "its place among the tasks tells it"},
    JobState: {
        "number": "it is filed under its number",
        **dict.fromkeys(("name", "cpu_ns", "io_ns", "arrived"), "the log tells it by the number"),
    },
}
"""What a checkpoint does not keep of all that the parts of a state declare, and why."""
Kept = Mapping[type, Sequence[str]]
"""The fields that a checkpoint keeps of each part of a state."""
KEPT: Kept = {
    part: tuple(name for name in part.__annotations__ if name not in NOT_KEPT.get(part, ()))
    for part in (
        *(SiteState, Settings, Statistics, Census, Lately),
        *(Jobs, JobState, TaskState, LaneState),
    )
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
_LIKE = {"running_since": "started", "worker": "holder"}
"""Columns that are packed as how far they differ from another, which is mostly nothing."""
_ONE_OF_A_KIND = ("settings", "statistics", "census", "lately", "jobs")
"""The parts of a site that are packed as they are, but for the jobs themselves."""
_KINDS = len(State)
_SINCE, _STATE = attrgetter("since"), attrgetter("state")


class Changed(NamedTuple):
    """The tasks and jobs that some events name: all that can differ from before them."""

    tasks: Sequence[int]
    """Their places in columns of tasks, in order."""
    jobs: Sequence[int]
    gone: Sequence[int]
    """The jobs that are done since."""


class _Tasks(NamedTuple):
    """Tasks as they are packed, all or those that changed."""

    total: int
    """How many there were."""
    rows: int
    """How many are here."""
    places: bytes | None
    """The places of those that changed; None if all are here."""
    columns: Mapping[str, bytes]
    spent: Sequence[bytes]
    """How long they were in each state, a column a state."""
    inboxes: Mapping[int, list[int]]
    """Those that are not empty, by place."""


class _Jobs(NamedTuple):
    """Jobs as they are packed, all or those that changed."""

    counts: tuple[int, int]
    """How many there are, and how many are gone."""
    numbers: bytes
    gone: bytes
    columns: Mapping[str, bytes]


class _Packed(NamedTuple):
    """A packed state before it is compressed; of tasks and jobs perhaps only what changed."""

    site: Sequence[Any]
    ones: Sequence[Sequence[Any]]
    lanes: tuple[int, Mapping[str, bytes]]
    queue: Any
    tasks: _Tasks
    jobs: _Jobs


def changed_since(seq: int, holders: Mapping[int, int], state: SiteState) -> Changed:
    """Return what events changed from number `seq` on, when jobs were held as `holders` has it."""
    named: set[int] = set()
    jobs: set[int] = set()
    for number in range(seq // CHUNK, -(-state.seq // CHUNK)):
        part = slice(max(0, seq - number * CHUNK), state.seq - number * CHUNK)
        _, _, who, job, a, _ = state.log.columns(number)
        named.update(who[part], a[part])
        jobs.update(job[part])
    named.update(holders[job] for job in jobs & holders.keys())
    staff = len(state.staff)
    everyone = range(-staff, len(state.workers))
    places = [who + staff for who in sorted(named) if who in everyone]
    taken = state.jobs.taken.keys()
    return Changed(places, sorted(jobs & taken), sorted(jobs & (holders.keys() - taken)))


# -- packing -----------------------------------------------------------------------------------


def pack(state: SiteState, kept: Kept | None = None, changed: Changed | None = None) -> bytes:
    """Return a state as bytes; of tasks and jobs only what `changed`."""
    kept = KEPT if kept is None else kept
    packed = (
        _plain(state, kept),
        [_plain(getattr(state, name), kept) for name in _ONE_OF_A_KIND],
        (len(state.lanes), _columns(state.lanes, LaneState, kept)),
        state.queue.pack(),
        tuple(_packed_tasks(state, kept, None if changed is None else changed.tasks)),
        tuple(_packed_jobs(state, kept, changed)),
    )
    return _compressed(pickle.dumps(packed, protocol=5))


def _packed_tasks(state: SiteState, kept: Kept, places: Sequence[int] | None) -> _Tasks:
    everybody = state.everyone
    if places is None:
        tasks, places, packed_places = everybody, range(len(everybody)), None
    else:
        tasks, packed_places = [everybody[place] for place in places], pack_column("i", places)
    columns = _columns(tasks, TaskState, kept)
    spent = list(map(attrgetter("spent"), tasks))
    if "since" in columns:
        columns["since"] = pack_column("q", map(sub, map(_SINCE, tasks), map(sum, spent)))
    return _Tasks(
        len(everybody),
        len(tasks),
        packed_places,
        columns,
        [pack_column("q", column) for column in _transposed(spent)],
        {place: list(task.inbox) for place, task in zip(places, tasks, strict=True) if task.inbox},
    )


def _packed_jobs(state: SiteState, kept: Kept, changed: Changed | None) -> _Jobs:
    taken = state.jobs.taken
    numbers, gone = (sorted(taken), ()) if changed is None else (changed.jobs, changed.gone)
    cards = list(map(taken.__getitem__, numbers))
    return _Jobs(
        (len(numbers), len(gone)),
        pack_column("i", numbers),
        pack_column("i", gone),
        _columns(cards, JobState, kept),
    )


def _transposed(rows: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Return rows of a number a state as columns."""
    return list(zip(*rows, strict=True)) or [()] * _KINDS


def _compressed(raw: bytes) -> bytes:
    """Return bytes in which many neighbours are alike, and little else is repeated."""
    compressor = zlib.compressobj(1, strategy=zlib.Z_RLE)
    return compressor.compress(raw) + compressor.flush()


# -- unpacking ---------------------------------------------------------------------------------


def unpack(
    links: Sequence[bytes], log: EventLog, verdicts: VerdictTable, kept: Kept | None = None
) -> SiteState:
    """Return the state that was packed: a whole one, and then what changed up to it, in order."""
    kept = KEPT if kept is None else kept
    with paused_collector():
        unpacked = [_unpickled(link) for link in links]
        return _state(unpacked, log, verdicts, kept)


def _unpickled(link: bytes) -> _Packed:
    *parts, tasks, jobs = pickle.loads(zlib.decompress(link))
    return _Packed(*parts, _Tasks(*tasks), _Jobs(*jobs))  # type: ignore[call-arg]


def _state(
    links: Sequence[_Packed], log: EventLog, verdicts: VerdictTable, kept: Kept
) -> SiteState:
    last, of_site = links[-1], kept[SiteState]
    state = SiteState(log, verdicts=verdicts)
    _take_plain(state, last.site, kept)
    for name, values in zip(_ONE_OF_A_KIND, last.ones, strict=True):
        if name in of_site:
            _take_plain(getattr(state, name), values, kept)
    if "jobs" in of_site and "taken" in kept[Jobs]:
        state.jobs.taken = _jobs([link.jobs for link in links], log, kept)
    staff = len(state.staff)
    tasks = _tasks([link.tasks for link in links], staff, kept)
    lanes = blank(LaneState, last.lanes[0])
    _take_columns(lanes, LaneState, _joined(LaneState, [last.lanes]), LaneState(), kept)
    parts: dict[str, Any] = {"staff": tasks[:staff][::-1], "workers": tasks[staff:], "lanes": lanes}
    for name, part in parts.items():
        if name in of_site:
            setattr(state, name, part)
    state.census.states = bytearray(map(_STATE, state.workers))
    if "queue" in of_site:
        state.queue.unpack(last.queue)
    return state


def _jobs(links: Sequence[_Jobs], log: EventLog, kept: Kept) -> dict[int, JobState]:
    """Return the unfinished jobs, by number, that were taken from the queue before."""
    rows: dict[int, int] = {}
    before = 0
    for link in links:
        present, gone = link.counts
        for number in unpack_column("i", link.gone, gone):
            del rows[number]
        numbers = unpack_column("i", link.numbers, present)
        rows.update(zip(numbers, range(before, before + present), strict=True))
        before += present
    taken = sorted(rows)
    cards = blank(JobState, len(taken))
    fill(cards, "number", taken)
    names, *known = log.jobs.columns()
    fill(cards, "name", map(log.texts.__getitem__, chosen(names, taken)))
    for name, column in zip(("cpu_ns", "io_ns", "arrived"), known, strict=True):
        fill(cards, name, chosen(column, taken))
    columns = _joined(JobState, [(link.counts[0], link.columns) for link in links])
    places = [rows[number] for number in taken]
    _take_columns(cards, JobState, _chosen(columns, places), JobState(0, "", 0, 0, 0), kept)
    return dict(zip(taken, cards, strict=True))


def _tasks(links: Sequence[_Tasks], staff: int, kept: Kept) -> list[TaskState]:
    """Return the staff and the workers, from the lowest number on."""
    rows, inboxes = _newest(links)
    columns = _joined(TaskState, [(link.rows, link.columns) for link in links])
    spent = _times([(link.rows, link.spent) for link in links])
    own = [chosen(column, rows) for column in spent]
    tasks = blank(TaskState, len(rows))
    fill(tasks, "who", range(-staff, len(rows) - staff))
    fields = _chosen(columns, rows)
    if "since" in fields:
        fields["since"] = map(add, fields["since"], map(sum, zip(*own, strict=True)))
    _take_columns(tasks, TaskState, fields, TaskState(NOBODY), kept)
    if "spent" in kept[TaskState]:
        fill(tasks, "spent", map(list, zip(*own, strict=True)))
    if "inbox" in kept[TaskState]:
        fill(tasks, "inbox", [[] for _ in rows])
        for place, inbox in inboxes.items():
            tasks[place].inbox = inbox
    return tasks


def _newest(links: Sequence[_Tasks]) -> tuple[Sequence[int], Mapping[int, list[int]]]:
    """Return in which row of all the links together each task was packed last, and the inboxes."""
    whole, *changes = links
    if not changes:
        return range(whole.total), whole.inboxes
    rows = list(range(whole.total))
    inboxes = dict(whole.inboxes)
    before = whole.total
    for link in changes:
        del rows[link.total :]
        rows += [before] * (link.total - len(rows))  # the new ones are among the changed
        places = unpack_column("i", link.places or b"", link.rows)
        for row, place in enumerate(places, before):
            rows[place] = row
        for place in inboxes.keys() & set(places):
            del inboxes[place]
        inboxes = {place: box for place, box in inboxes.items() if place < link.total}
        inboxes |= link.inboxes
        before += link.rows
    return rows, inboxes


def _times(links: Sequence[tuple[int, Sequence[bytes]]]) -> list[array[int]]:
    """Return columns of times, one a state, of the rows of all links."""
    joined: list[array[int]] = [array("q") for _ in range(_KINDS)]
    for count, packed in links:
        for column, part in zip(joined, packed, strict=True):
            column.extend(unpack_column("q", part, count))
    return joined


# -- fields by their declaration ---------------------------------------------------------------


def _plain(part: Any, kept: Kept) -> list[Any]:
    """Return the values of the fields that are packed as they are."""
    types = type(part).__annotations__
    return [getattr(part, name) for name in kept[type(part)] if types[name] in _PLAIN]


def _take_plain(part: Any, values: Sequence[Any], kept: Kept) -> None:
    types = type(part).__annotations__
    names = [name for name in kept[type(part)] if types[name] in _PLAIN]
    for name, value in zip(names, values, strict=True):
        setattr(part, name, value)


def _columns(rows: Sequence[Any], kind: type, kept: Kept) -> dict[str, bytes]:
    """Return the fields of many rows that are packed as columns."""
    codes = {name: _CODES.get(kind.__annotations__[name]) for name in kept[kind]}
    columns = {
        name: array(code, map(attrgetter(name), rows)) for name, code in codes.items() if code
    }
    alike = {name: _LIKE[name] for name in columns.keys() & _LIKE if _LIKE[name] in columns}
    return {
        name: pack_column(
            column.typecode, map(sub, column, columns[alike[name]]) if name in alike else column
        )
        for name, column in columns.items()
    }


def _joined(kind: type, links: Sequence[tuple[int, Mapping[str, bytes]]]) -> dict[str, array[int]]:
    """Return the fields of the rows of all links, of which each has so many."""
    joined: dict[str, array[int]] = {}
    for count, columns in links:
        for name, packed in columns.items():
            code = _CODES[kind.__annotations__[name]]
            joined.setdefault(name, array(code)).extend(unpack_column(code, packed, count))
    for name, other in _LIKE.items():
        if name in joined and other in joined:
            joined[name] = array(joined[name].typecode, map(add, joined[name], joined[other]))
    return joined


def _chosen(columns: Mapping[str, array[int]], rows: Sequence[int]) -> dict[str, Iterable[int]]:
    """Return the fields of some rows, in their order."""
    return {name: chosen(column, rows) for name, column in columns.items()}


def _take_columns(
    rows: Sequence[Any], kind: type, columns: Mapping[str, Iterable[int]], new: Any, kept: Kept
) -> None:
    """Fill the fields of many rows; one that is not kept becomes that of the `new` object."""
    types = kind.__annotations__
    for name in types:
        if name in columns:
            values: Iterable[Any] = columns[name]
            if types[name] in _MEMBERS:
                values = map(_MEMBERS[types[name]].__getitem__, values)
            fill(rows, name, values)
        elif name not in (*kept[kind], *NOT_KEPT.get(kind, ())):
            fill(rows, name, repeat(getattr(new, name)))
