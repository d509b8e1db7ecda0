"""Finds the way of a job from hand to hand in the log, in small pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_sim.log.event_log import CHUNK
from site_sim.log.events import Event, Kind
from site_sim.log.search import events_of_job
from site_sim.state.history.keyframes import ChangeLog, Row

ENDS = frozenset({Kind.Accepted, Kind.Rejected, Kind.Scrapped, Kind.Unclaimed, Kind.Requeued})
"""After these events nobody has the job."""
CHUNKS_A_PIECE = 32


class Leg(NamedTuple):
    """A job was in the hand or inbox of a row from `since` until `until` (ns; None while it is)."""

    row: Row
    since: int
    until: int | None


class JobPath:
    """Finds the way of one job. Whole chunks are searched once, the last one anew each time."""

    def __init__(self, change_log: ChangeLog, job: int) -> None:
        self._change_log = change_log
        self.job = job
        self._found: list[Event] = []
        self._chunk = 0
        """The number of the first chunk that `work` has not searched."""
        self._legs: tuple[list[Event], list[Leg]] = [], []

    def work(self) -> Iterator[None]:
        """Search the whole chunks that are left, yielding after every `CHUNKS_A_PIECE`."""
        whole = len(self._change_log) // CHUNK
        while self._chunk < whole:
            self._found += self._in_chunk(self._chunk)
            self._chunk += 1
            if self._chunk % CHUNKS_A_PIECE == 0:
                yield

    def _in_chunk(self, chunk: int) -> list[Event]:
        log, start = self._change_log.log, chunk * CHUNK
        stop = min(start + CHUNK, len(self._change_log))
        return [log[seq] for seq in events_of_job(log, self.job, [range(start, stop)])]

    def legs(self) -> list[Leg]:
        """Return the legs found so far, in order; the same list while nothing new is found.

        Where one leg ends as the next begins, the job was handed on.
        """
        events = self._found
        if self._chunk == len(self._change_log) // CHUNK:
            events = events + self._in_chunk(self._chunk)
        if len(events) != len(self._legs[0]):
            self._legs = events, self._told(events)
        return self._legs[1]

    def _told(self, events: list[Event]) -> list[Leg]:
        legs: list[Leg] = []
        for at, kind, who, _, a, _ in events:
            if kind not in ENDS and kind not in (Kind.JobTaken, Kind.HandedOff):
                continue
            if legs and legs[-1].until is None:
                legs[-1] = legs[-1]._replace(until=at)
            if kind not in ENDS:
                legs.append(Leg(who if kind == Kind.JobTaken else a, at, None))
        return legs
