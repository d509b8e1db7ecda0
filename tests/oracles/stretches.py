"""What took time in a run, and what it needed at the least: found the slow and plain way.

Every beginning is paired with the first event that can end it; the needs of a run are longest paths
through all that was found. Nothing here is shared with `experiments/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from site_sim.facts.models import MODEL_FACTS
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, NO_LANE, WAITS_FOR_LANE, Event, Kind

DEATHS = (Kind.AccidentHappened, Kind.Died, Kind.Left)
ENDS = {
    Kind.HandOffStarted: (Kind.HandedOff, Kind.Blocked, *DEATHS),
    Kind.WorkStarted: (Kind.Preempted, Kind.IoStarted, Kind.WorkFinished, *DEATHS),
    Kind.CpuResumed: (Kind.Preempted, Kind.IoStarted, Kind.WorkFinished, *DEATHS),
    Kind.IoStarted: (Kind.WorkFinished, *DEATHS),
    Kind.StartUpGotLane: (Kind.StartUpLostLane, Kind.Spawned, Kind.Hired, *DEATHS),
    Kind.Spawned: (Kind.StartUpLostLane, Kind.Hired, *DEATHS),
}
LOSSES = (Kind.Preempted, Kind.StartUpLostLane)
ON_LANE = (Kind.HandOffStarted, Kind.WorkStarted, Kind.CpuResumed, Kind.StartUpGotLane)
DONE = (Kind.Accepted, Kind.Scrapped)


class Piece(NamedTuple):
    """A time that something took; `seq` is twice the number of the event that ended it, or 1
    less where that is the end of a switch to whom the event is about."""

    seq: int
    what: str
    who: int
    job: int
    to: int
    began: int
    ended: int
    lane: int


def pieces_of(log: EventLog, switch_ns: int) -> list[Piece]:
    """Return all that took time, in the order in which it ended."""
    events = [Event(*row) for row in log.rows()]
    found = [piece for seq in range(len(events)) for piece in _begun_at(events, seq)]
    found += [piece for seq in range(len(events)) for piece in _switch_at(events, seq, switch_ns)]
    return sorted(piece for piece in found if piece.ended > piece.began)


def _begun_at(events: Sequence[Event], seq: int) -> Iterator[Piece]:
    first = events[seq]
    ends = ENDS.get(Kind(first.kind), ())
    for number in range(seq + 1, len(events)) if ends else ():
        event = events[number]
        if event.kind == Kind.LanesOpened:
            return
        if event.who == first.who and event.kind in ends:
            if event.kind == Kind.HandedOff and event.b == WAITS_FOR_LANE:
                continue
            if event.kind != Kind.Left:
                what, to = _what(events, seq, event), -9
                if first.kind == Kind.HandOffStarted:
                    to = first.a
                lane = _lane(events, seq)
                yield Piece(2 * number, what, first.who, first.job, to, first.at, event.at, lane)
            return


def _what(events: Sequence[Event], seq: int, end: Event) -> str:
    kind, who = events[seq].kind, events[seq].who
    if kind == Kind.StartUpGotLane:
        latest = next(
            (
                event.kind
                for event in reversed(events[:seq])
                if event.who == who and event.kind in (Kind.Spawned, Kind.StartUpBegan)
            ),
            None,
        )
        return "start" if latest == Kind.Spawned or end.kind == Kind.Hired else "spawn"
    return {
        Kind.HandOffStarted: "hop",
        Kind.WorkStarted: "cpu",
        Kind.CpuResumed: "cpu",
        Kind.IoStarted: "io",
        Kind.Spawned: "start",
    }[Kind(kind)]


def _lane(events: Sequence[Event], seq: int) -> int:
    if events[seq].kind != Kind.Spawned:
        return events[seq].b
    return next(
        event.b
        for event in reversed(events[:seq])
        if event.who == events[seq].who and event.kind == Kind.StartUpGotLane
    )


def _switch_at(events: Sequence[Event], seq: int, switch_ns: int) -> Iterator[Piece]:
    lost = events[seq]
    if lost.kind not in LOSSES:
        return
    for number in range(seq + 1, len(events)):
        event = events[number]
        if event.kind == Kind.LanesOpened or event.at > lost.at + switch_ns:
            return
        if event.kind in ON_LANE and event.b == lost.b:
            what = "switch"
            if event.kind == Kind.StartUpGotLane:
                what = "start"
                rest = events[number + 1 :]
                upto = next(
                    e.kind for e in rest if e.who == event.who and e.kind in ENDS[Kind(event.kind)]
                )
                what = _what(events, number, event._replace(kind=upto))
                if upto == Kind.Hired and not _was_spawned(events, number):
                    what = "spawn"
            at = lost.at + switch_ns
            if event.at == at:
                yield Piece(2 * number - 1, what, event.who, NO_JOB, -9, lost.at, at, lost.b)
            return


def _was_spawned(events: Sequence[Event], seq: int) -> bool:
    return any(e.who == events[seq].who and e.kind == Kind.Spawned for e in events[:seq])


TIMELESS = {"hops": ("hop",), "start-ups": ("spawn", "start"), "switches": ("switch",)}


class Lengths(NamedTuple):
    """How early a run could have been done without something."""

    by_tasks: int
    by_lanes: int


def least_without(log: EventLog, pieces: Sequence[Piece], removed: str) -> Lengths:
    """Return how early the jobs that are done could have been, as longest paths; no rebuilds."""
    events = [Event(*row) for row in log.rows()]
    came = {e.job: e.at for e in events if e.kind == Kind.JobArrived}
    done = {e.job: seq for seq, e in enumerate(events) if e.kind in DONE}
    last = max(done.values())
    lanes = next(e.a for e in events if e.kind == Kind.LanesOpened)
    texts = {log.texts[e.a]: log.texts[e.b] for e in events if e.kind == Kind.SettingChanged}
    apart = MODEL_FACTS[texts["model"]].is_pinned and removed != "lanes"
    lanes += removed == "lanes"
    kept = [
        piece
        for piece in pieces
        if not (removed == "chain" and piece.what == "hop" and piece.who >= 0 and piece.to >= 0)
    ]
    ends: list[int] = []
    for number, piece in enumerate(kept):
        before = [came.get(piece.job, 0)]
        for earlier in range(number - 1, -1, -1):
            if _is_same_task(kept[earlier], piece):
                before.append(ends[earlier])
                break
        for earlier in range(number - 1, -1, -1):
            if piece.job != NO_JOB and kept[earlier].job == piece.job:
                before.append(ends[earlier])
                break
        ends.append(max(before) + _length(piece, removed))
    finals = [
        max((end for end, piece in zip(ends, kept, strict=True) if piece.job == job), default=at)
        for job, at in came.items()
        if job in done
    ]
    return Lengths(max(finals), _of_lanes(kept, removed, came, last, lanes, apart))


def _is_same_task(earlier: Piece, piece: Piece) -> bool:
    if piece.what == "spawn":
        return earlier.what == "spawn"
    return earlier.who == piece.who


def _length(piece: Piece, removed: str) -> int:
    return 0 if piece.what in TIMELESS.get(removed, ()) else piece.ended - piece.began


def _of_lanes(
    kept: Sequence[Piece],
    removed: str,
    came: dict[int, int],
    last: int,
    lanes: int,
    apart: bool,
) -> int:
    found = 0
    for lane in range(lanes) if apart else [None]:
        at = 0
        for piece in kept:
            if piece.seq > 2 * last or piece.lane == NO_LANE or lane not in (None, piece.lane):
                continue
            if not (removed == "io" and piece.what == "io"):
                part = _length(piece, removed) // (1 if apart else lanes)
                at = min(max(at, came.get(piece.job, 0)) + part, piece.ended)
        found = max(found, at)
    return found
