"""Index from row to its events, one per chunk of the log, built when first needed.

A *move* is an event as one row sees it: its own, or (a hand-off) one that reached it. The index of
a chunk holds its moves by row, two bytes a move: the event's place in the chunk, and whether the
row is its receiver.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from sys import byteorder
from typing import NamedTuple

from site_sim.log.event_log import CHUNK
from site_sim.state.entities import AS_BEFORE, DEATH, READY, RECEIVER_READY
from site_sim.state.history.keyframes import ChangeLog, Row, is_task

Move = tuple[int, int]
"""A time (ns), and the state that a row is in from then on, or AS_BEFORE; of a death, DIED."""
_Event = tuple[int, int, int, int]
"""An event: its time (ns), whose it is, who may receive something, and what it changed."""
STATE_AND_DEATH = AS_BEFORE | DEATH
"""The part of a change that tells a move."""

MANY_TIMES = 4
"""In a crew that is larger than a number of rows by this factor, most events are others'."""
MANY_EVENTS = 64
"""Of so many events those of some rows are picked, all at once."""


LANDMARK = 64
"""Of so many moves in an index the row of the first is kept: the nearest is found by these."""


class ChunkIndex(NamedTuple):
    """The moves of one chunk, row by row, and the rows of some of them."""

    entries: array[int]
    landmarks: array[int]

    def first_of(self, row: Row, row_of: Callable[[int], Row]) -> int:
        """Return the place of the first move of a row, or of the rows after it."""
        mark = bisect_left(self.landmarks, row)
        low, high = max(0, mark - 1) * LANDMARK, min(mark * LANDMARK, len(self.entries))
        return bisect_left(self.entries, row, low, high, key=row_of)


class TransitionIndex:
    """Builds and keeps the indices of a log's whole chunks."""

    def __init__(self, change_log: ChangeLog) -> None:
        self._change_log = change_log
        self._chunks: dict[int, ChunkIndex] = {}

    def has(self, chunk: int) -> bool:
        """Return whether the index of a chunk is built."""
        return chunk in self._chunks

    def index(self, chunk: int) -> ChunkIndex:
        """Return the index of a whole chunk."""
        found = self._chunks.get(chunk)
        if found is None:
            found = self._chunks[chunk] = self._build(chunk)
        return found

    def _build(self, chunk: int) -> ChunkIndex:
        _, _, whos, _, receivers, _ = self._change_log.log.columns(chunk)
        changes = self._change_log.changes[chunk * CHUNK : (chunk + 1) * CHUNK]
        moves: defaultdict[Row, list[int]] = defaultdict(list)
        for entry, who in zip(range(0, 2 * CHUNK, 2), whos, strict=True):
            moves[who].append(entry)
        for offset, change in enumerate(changes):
            if change & RECEIVER_READY:
                moves[receivers[offset]].append(2 * offset + 1)
        rows = sorted(row for row in moves if is_task(row))
        for row in rows:
            moves[row].sort()
        entries = array("H", chain.from_iterable(map(moves.__getitem__, rows)))
        marked = entries[::LANDMARK]
        landmarks = array("i", [(receivers if entry & 1 else whos)[entry >> 1] for entry in marked])
        return ChunkIndex(entries, landmarks)

    def between(self, chunk: int, first: Row, last: Row) -> Iterator[tuple[Row, list[Move]]]:
        """Yield the rows from `first` to `last` that have moves in a whole chunk, and the moves."""
        index = self.index(chunk)
        ats, _, whos, _, receivers, _ = self._change_log.log.columns(chunk)
        changes = self._change_log.changes
        base = chunk * CHUNK

        def row_of(entry: int) -> Row:
            return (receivers if entry & 1 else whos)[entry >> 1]

        moves: list[Move] = []
        present = first
        for entry in index.entries[index.first_of(first, row_of) :]:
            at = entry >> 1
            row = receivers[at] if entry & 1 else whos[at]
            if row != present:
                if moves:
                    yield present, moves
                    moves = []
                if row > last:
                    return
                present = row
            state = READY if entry & 1 else changes[base + at] & STATE_AND_DEATH
            moves.append((ats[at], state))
        if moves:
            yield present, moves

    def among(self, start: int, stop: int, first: Row, last: Row) -> dict[Row, list[Move]]:
        """Return the moves of those rows in events `start` to `stop`, read without an index.

        The events are all of one chunk.
        """
        is_few = self._change_log.most_workers > MANY_TIMES * (last - first + 1)
        if is_few and stop - start >= MANY_EVENTS and last - first < 256:
            events = self._picked(start, stop, first, last)
        else:
            events = self._all(start, stop)
        moves: defaultdict[Row, list[Move]] = defaultdict(list)
        for at, who, receiver, change in events:
            if first <= who <= last:
                moves[who].append((at, change & STATE_AND_DEATH))
            if change & RECEIVER_READY and first <= receiver <= last:
                moves[receiver].append((at, READY))
        return moves

    def _all(self, start: int, stop: int) -> Iterator[_Event]:
        """Return the events from number `start` to `stop`."""
        log = self._change_log.log
        ats, whos, receivers = (log.fields(name, start, stop) for name in ("at", "who", "a"))
        return zip(ats, whos, receivers, self._change_log.changes[start:stop], strict=True)

    def _picked(self, start: int, stop: int, first: Row, last: Row) -> Iterator[_Event]:
        """Yield those of them that may be about some rows.

        All entries of a column are compared at once.
        """
        log, changes = self._change_log.log, self._change_log.changes[start:stop]
        whos, receivers = (log.packed(field, start, stop) for field in ("who", "a"))
        gets = int.from_bytes(changes.translate(_GETS), "little")
        bits = _bits_of(whos, first, last) | _bits_of(receivers, first, last) & gets
        if not bits:
            return
        ats = memoryview(log.packed("at", start, stop)).cast("q")
        who_at, receiver_at = memoryview(whos).cast("i"), memoryview(receivers).cast("i")
        flags = bits.to_bytes(stop - start, "little")
        place = flags.find(1)
        while place >= 0:
            yield ats[place], who_at[place], receiver_at[place], changes[place]
            place = flags.find(1, place + 1)

    def of_row(self, chunk: int, row: Row) -> Iterator[tuple[int, int, bool, int, int, int, int]]:
        """Yield a task's moves in a chunk, in order.

        Each is the time (ns), the state, whether the event is the task's own, and the event's
        kind, job and fields `a` and `b`.
        """
        ats, kinds, whos, jobs, receivers, b = self._change_log.log.columns(chunk)
        changes = self._change_log.changes[chunk * CHUNK : (chunk + 1) * CHUNK]
        if chunk in self._chunks:
            index = self._chunks[chunk]

            def row_of(entry: int) -> Row:
                return (receivers if entry & 1 else whos)[entry >> 1]

            start, stop = index.first_of(row, row_of), index.first_of(row + 1, row_of)
            entries = index.entries[start:stop].tolist()
        elif row in whos or row in receivers:
            own = [2 * offset for offset, who in enumerate(whos) if who == row]
            got = [
                2 * offset + 1
                for offset, change in enumerate(changes)
                if change & RECEIVER_READY and receivers[offset] == row
            ]
            entries = sorted(own + got)
        else:
            return
        for entry in entries:
            at = entry >> 1
            if at >= len(changes):
                break
            state = READY if entry & 1 else changes[at] & AS_BEFORE
            if state != AS_BEFORE:
                yield ats[at], state, not entry & 1, kinds[at], jobs[at], receivers[at], b[at]

    def copy_for(self, change_log: ChangeLog) -> TransitionIndex:
        """Return the indices of the chunks that a change log with the same beginning has."""
        copy = TransitionIndex(change_log)
        whole = len(change_log) // CHUNK
        copy._chunks = {chunk: index for chunk, index in self._chunks.items() if chunk < whole}
        return copy


SIZE = 4
"""Bytes of an entry of a packed column."""
_GETS = bytes(change & RECEIVER_READY > 0 for change in range(256))
"""A table for `bytes.translate`: 1 for the changes by which a receiver gets something."""
PLANES = 2
"""Bytes of a row that are compared: of few rows of a large crew, all the others are alike."""


def _bits_of(packed: bytes, first: Row, last: Row) -> int:
    """Return a byte for each entry of a column as one long integer: 0 if it is not in a range.

    It is 1 if it is, and of some that are not. The range has at most 256 numbers. All entries are
    compared at once.
    """
    together = -1
    for plane in range(PLANES):
        place = plane if byteorder == "little" else SIZE - 1 - plane
        table = _table(first >> 8 * plane & 255, last >> 8 * plane & 255)
        together &= int.from_bytes(packed[place::SIZE].translate(table), "little")
    return together


@cache
def _table(first: int, last: int) -> bytes:
    """Return a table for `bytes.translate`: 1 for the bytes that come up from one to another.

    After 255 comes 0.
    """
    return bytes((each - first) % 256 <= (last - first) % 256 for each in range(256))
