"""Finds the span of a row around a time: its state, start, end and job, a chunk at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK
from site_sim.log.events import IS_CALLING, NO_JOB, Kind
from site_sim.state.entities import BLOCKED, GONE, HANDING_OFF, IDLE
from site_sim.state.history.keyframes import ChangeLog, Row, is_task
from site_sim.state.history.tiles import LaneWalk
from site_sim.state.history.transitions import TransitionIndex

RESTING = frozenset(
    {
        Kind.Hired,
        Kind.Resumed,
        Kind.Accepted,
        Kind.Rejected,
        Kind.Scrapped,
        Kind.Unclaimed,
        Kind.BecameIdle,
    }
)
"""After these events a task has no job in hand, even if more wait in its inbox."""
SENDING = frozenset({Kind.HandOffStarted, Kind.HandedOff, Kind.Blocked})
"""The kinds whose field `a` is the receiver of a job."""


Break = tuple[int, int, int, int]
"""Where a span begins: time (ns), state, job, and the other one (see `Span`)."""
NOT_YET: Break = (-1, GONE, NO_JOB, NOBODY)
"""Stands for the unread past before the first break; with nothing before it the row was GONE."""


class Span(NamedTuple):
    """The state of a row from `since` until `until` (ns; None while it goes on).

    `job` is the one it had in hand, or handed over and waits for, or NO_JOB. `other` is the task
    that it hands the job to or waits for; of a lane, the task on it; or NOBODY.
    """

    row: Row
    state: int
    since: int
    until: int | None
    job: int = NO_JOB
    other: int = NOBODY


class Spans:
    """Finds spans in a change log."""

    def __init__(self, change_log: ChangeLog, moves: TransitionIndex) -> None:
        self._change_log = change_log
        self._moves = moves

    def within(self, row: Row, start: int, stop: int, state: int) -> Iterator[Span | None]:
        """Yield None while it searches, and at last the first span of `state` in start..stop (ns).

        Where there is none, it is the span that contains `start`.
        """
        chunk = max(0, (self._change_log.log.index_at(start) - 1) // CHUNK)
        last = max(0, (len(self._change_log) - 1) // CHUNK)
        first = chunk = min(chunk, last)
        breaks = self._of_chunk(row, chunk)
        while first > 0 and _starts_unknown(breaks, start):
            yield None
            first -= 1
            breaks = _joined(self._of_chunk(row, first) + breaks)
        found = _pick(breaks, start, stop, state)
        while chunk < last and (found is None or found + 1 == len(breaks)):
            if found is None and self._is_past(chunk, stop):
                break
            yield None
            chunk += 1
            breaks = _joined(breaks + self._of_chunk(row, chunk))
            found = _pick(breaks, start, stop, state)
        if found is None:
            found = max(0, bisect_right(breaks, start, key=itemgetter(0)) - 1)
        since, at_what, job, other = breaks[found]
        until = breaks[found + 1][0] if found + 1 < len(breaks) else None
        yield Span(row, at_what, max(0, since), until, job, other)

    def _is_past(self, chunk: int, at: int) -> bool:
        """Return whether no event before a time (ns) comes after this chunk."""
        last = min(len(self._change_log), (chunk + 1) * CHUNK) - 1
        return self._change_log.log.time_of(last) >= at

    def _of_chunk(self, row: Row, chunk: int) -> list[Break]:
        """Return `NOT_YET` and the breaks in a chunk."""
        found = self._of_task(row, chunk) if is_task(row) else self._of_lane(row, chunk)
        return _joined([NOT_YET, *found])

    def _of_task(self, row: Row, chunk: int) -> Iterator[Break]:
        for at, state, own, kind, job, a, then in self._moves.of_row(chunk, row):
            passed_on = kind == Kind.HandedOff and then != IS_CALLING
            if state in (IDLE, GONE) or (own and (passed_on or kind in RESTING)):
                yield at, state, NO_JOB, NOBODY
            else:
                sends = state in (HANDING_OFF, BLOCKED) and kind in SENDING
                yield at, state, job, a if sends else NOBODY

    def _of_lane(self, row: Row, chunk: int) -> Iterator[Break]:
        change_log = self._change_log
        frame = change_log.frames[change_log.frame_before(chunk * CHUNK)]
        walk = LaneWalk(frame)
        for _ in walk.go_on(change_log, frame.seq, chunk * CHUNK):
            pass
        stop = min(len(change_log), (chunk + 1) * CHUNK)
        for at, lane, state, who in walk.go_on(change_log, chunk * CHUNK, stop):
            if lane == row:
                yield at, state, NO_JOB, who


def _starts_unknown(breaks: list[Break], at: int) -> bool:
    """Return whether the span that contains `at` starts before the chunks read so far."""
    since, *_ = breaks[max(0, bisect_right(breaks, at, key=itemgetter(0)) - 1)]
    return since < 0


def _pick(breaks: list[Break], start: int, stop: int, state: int) -> int | None:
    """Return the index of the first span of a state in start..stop; None if there is none."""
    number = max(0, bisect_right(breaks, start, key=itemgetter(0)) - 1)
    while number < len(breaks) and breaks[number][0] < stop:
        if breaks[number][1] == state:
            return number
        number += 1
    return None


def _joined(breaks: Iterable[Break]) -> list[Break]:
    """Return the breaks without those that last no time, and equal neighbours merged."""
    joined: list[Break] = []
    for since, state, job, other in breaks:
        if since < 0 and joined:
            continue  # the chunk before this one has it
        if joined and joined[-1][0] == since:
            joined.pop()
        if joined:
            begin, before, its_job, its_other = joined[-1]
            if (
                before == state
                and its_other == other
                and (its_job == job or NO_JOB in (its_job, job))
            ):
                joined[-1] = (begin, state, max(its_job, job), other)
                continue
        joined.append((since, state, job, other))
    return joined
