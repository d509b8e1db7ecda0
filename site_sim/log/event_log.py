"""The append-only log of a run: one packed column a field, 25 bytes an event in all.

Nothing else in the program knows more about a run than its log: states, screens, tables and
files are folds over it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from struct import Struct, pack

from site_sim.log.cast import NOBODY, Cast
from site_sim.log.events import NO_JOB, Event, Kind
from site_sim.log.job_table import JobTable
from site_sim.log.text_table import TextTable

NO_CAST = Cast()
CHUNK = 4096
"""Events a sealed chunk holds."""
LEAST_KEPT = 512
"""Events of a stretch whose kinds are kept: several ask for those of all that is new."""
WIDTH = len(Event._fields)
_LONGS = Struct(f"{CHUNK}q").pack
_INTS = Struct(f"{CHUNK}i").pack


class _Chunk:
    """`CHUNK` events, one array a column."""

    __slots__ = ("a", "at", "b", "job", "kind", "who")

    def __init__(self, flat: list[int]) -> None:
        """Split events into columns; `struct` packs integers twice as fast as `array` does."""
        self.at = array("q", _LONGS(*flat[0::WIDTH]))
        self.kind = array("B", bytes(flat[1::WIDTH]))
        self.who, self.job, self.a, self.b = (
            array("i", _INTS(*flat[column::WIDTH])) for column in range(2, WIDTH)
        )

    def columns(self) -> tuple[array[int], ...]:
        """Return the six columns in the order of an event's fields."""
        return (self.at, self.kind, self.who, self.job, self.a, self.b)


class EventLog:
    """An append-only log of events in time order, in chunks of packed columns.

    The newest events stand as plain integers in `pending`, six an event, until `seal` packs them:
    a writer in a hurry calls `record`, and `seal` now and then. What events refer to by number
    stands in the tables `jobs` and `texts`.
    """

    def __init__(self, cast: Cast = NO_CAST) -> None:
        self.cast = cast
        """Who takes part."""
        self.pending: list[int] = []
        self.record: Callable[[Iterable[int]], None] = self.pending.extend
        """Adds an event, all six fields of it: `append` in a hurry. It may be exchanged."""
        self._chunks: list[_Chunk] = []
        self._kinds_of, self._kinds = (0, 0), b""
        """The last long stretch of events whose kinds were asked for, and their kinds."""
        self.texts = TextTable()
        self.jobs = JobTable(self.texts)

    # -- writing ---------------------------------------------------------------------------

    def append(
        self, at: int, kind: Kind, who: int = NOBODY, job: int = NO_JOB, a: int = 0, b: int = 0
    ) -> None:
        """Add one event; `at` must not be earlier than the last."""
        self.record((at, kind, who, job, a, b))

    def seal(self) -> None:
        """Pack whole chunks of what is pending."""
        size = CHUNK * WIDTH
        pending = self.pending
        if len(pending) < size:
            return
        whole = len(pending) - len(pending) % size
        for start in range(0, whole, size):
            self._chunks.append(_Chunk(pending[start : start + size]))
        del pending[:whole]

    # -- reading ---------------------------------------------------------------------------

    @property
    def sealed_chunks(self) -> int:
        """How many chunks are packed."""
        return len(self._chunks)

    def __len__(self) -> int:
        return len(self._chunks) * CHUNK + len(self.pending) // WIDTH

    def __getitem__(self, seq: int) -> Event:
        """Return event number `seq`, counted from 0 (or from the end, when negative)."""
        length = len(self)
        index = seq + length if seq < 0 else seq
        if not 0 <= index < length:
            raise IndexError(f"event {seq} of {length}")
        number, offset = divmod(index, CHUNK)
        if number < len(self._chunks):
            return Event(*(column[offset] for column in self._chunks[number].columns()))
        offset = (index - len(self._chunks) * CHUNK) * WIDTH
        return Event(*self.pending[offset : offset + WIDTH])

    def time_of(self, seq: int) -> int:
        """Return when event number `seq`, counted from 0, was, in nanoseconds."""
        number, offset = divmod(seq, CHUNK)
        if number < len(self._chunks):
            return self._chunks[number].at[offset]
        return self.pending[(seq - len(self._chunks) * CHUNK) * WIDTH]

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, ...]]:
        """Yield the events numbered `start` to `stop` (exclusive) as plain tuples of six."""
        return chain.from_iterable(self._stretches(start, stop))

    def _stretches(self, start: int, stop: int | None) -> Iterator[Iterator[tuple[int, ...]]]:
        """Yield the same chunk by chunk."""
        length = len(self)
        stop = length if stop is None else min(stop, length)
        while start < stop:
            number, offset = divmod(start, CHUNK)
            if number < len(self._chunks):
                count = min(stop - start, CHUNK - offset)
                columns = self._chunks[number].columns()
                yield zip(*(c[offset : offset + count] for c in columns), strict=True)
            else:
                count = stop - start
                offset = (start - len(self._chunks) * CHUNK) * WIDTH
                flat = iter(self.pending[offset : offset + count * WIDTH])
                yield zip(*[flat] * WIDTH, strict=True)
            start += count

    def kinds(self, start: int, stop: int) -> bytes:
        """Return the kinds of the events numbered `start` to `stop` (exclusive), a byte each."""
        if (start, stop) == self._kinds_of:
            return self._kinds
        kinds = b"".join(map(bytes, self._parts(1, start, stop)))
        if LEAST_KEPT <= len(kinds) == stop - start:
            self._kinds_of, self._kinds = (start, stop), kinds
        return kinds

    def packed(self, field: str, start: int, stop: int) -> bytes:
        """Return a field of the events numbered `start` to `stop` (exclusive), packed.

        Times take eight bytes each, all else four; of kinds see `kinds`.
        """
        code = "q" if field == "at" else "i"
        parts = self._parts(Event._fields.index(field), start, stop)
        return b"".join(
            part.tobytes() if isinstance(part, array) else pack(f"{len(part)}{code}", *part)
            for part in parts
        )

    def fields(self, name: str, start: int, stop: int) -> Iterator[int]:
        """Yield one field of the events numbered `start` to `stop` (exclusive)."""
        return chain.from_iterable(self._parts(Event._fields.index(name), start, stop))

    def _parts(self, column: int, start: int, stop: int) -> Iterator[Sequence[int]]:
        """Yield one column of the events numbered `start` to `stop` (exclusive) part by part."""
        stop = min(stop, len(self))
        while start < stop:
            number, offset = divmod(start, CHUNK)
            if number < len(self._chunks):
                packed = self._chunks[number].columns()[column]
                part: Sequence[int] = packed[offset : offset + stop - start]
            else:
                first = (start - len(self._chunks) * CHUNK) * WIDTH + column
                part = self.pending[first : first + (stop - start) * WIDTH : WIDTH]
            yield part
            start += len(part)

    def columns(self, number: int) -> tuple[Sequence[int], ...]:
        """Return the six columns of chunk `number`, as far as it is filled."""
        if number < len(self._chunks):
            return self._chunks[number].columns()
        start = (number - len(self._chunks)) * CHUNK * WIDTH
        flat = self.pending[start : start + CHUNK * WIDTH]
        return tuple(flat[column::WIDTH] for column in range(WIDTH))

    def index_at(self, at: int) -> int:
        """Return how many events happened at or before the time `at`, in nanoseconds."""
        number = bisect_right(self._chunks, at, key=lambda chunk: chunk.at[0])
        if number == len(self._chunks):
            pending = self.pending
            places = range(len(pending) // WIDTH)  # to take the times out would copy them all
            found = bisect_right(places, at, key=lambda place: pending[place * WIDTH])
            if found:
                return number * CHUNK + found
        if number == 0:
            return 0
        return (number - 1) * CHUNK + bisect_right(self._chunks[number - 1].at, at)
