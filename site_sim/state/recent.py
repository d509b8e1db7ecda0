"""The recent past in buckets of equal simulated time: strips of states, and small series.

A ring holds one cell a bucket. Cells are filled lazily, when a value is noted or read, so that
nothing has to be done while nothing happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from operator import sub

from site_sim.base.units import NEVER
from site_sim.state.columns import blank, fill

CELLS = 64
"""How many buckets are kept."""
FEW = 8
"""So many buckets are filled one by one; more, in one go."""
UNKNOWN = 255
"""The cell of a bucket in which no time has passed yet, or for which no state is known."""


class PackedStrips:
    """The strips of many workers as checkpoints have them, of which each is unpacked if need be.

    Columns have an entry a worker; `spent` and `grown` are a column a state: how long it was in
    that state until the present one began, and how much of this in its newest bucket (ns). For the
    present state, `grown` has what the time since the bucket began leaves unexplained. `born` is
    when a worker had spent nothing yet.
    """

    __slots__ = ("_born", "_cells", "_grown", "_spent", "_states", "_step")

    def __init__(
        self,
        step: int,
        cells: bytes,
        grown: Sequence[Sequence[int]],
        spent: Sequence[Sequence[int]],
        states: Sequence[int],
        born: Sequence[int],
    ) -> None:
        self._step = step
        self._cells = cells
        self._grown, self._spent = grown, spent
        self._states, self._born = states, born

    def cells(self, row: int) -> bytearray:
        """Return the cells of a strip."""
        return bytearray(self._cells[row * CELLS : (row + 1) * CELLS])

    def base(self, row: int, bucket: int) -> list[int]:
        """Return the total time in each state when its newest bucket began (ns)."""
        spent = [column[row] for column in self._spent]
        grown = [column[row] for column in self._grown]
        since = self._born[row] + sum(spent)
        state = self._states[row]
        grown[state] += since - bucket * self._step + grown[state] - sum(grown)
        return list(map(sub, spent, grown))


class Strip:
    """Holds the main state of one worker in each bucket: the longest one, or one that was marked.

    A cell is computed from the total times spent in each state (nanoseconds, one entry a state):
    from how much they grew during the bucket. Within a bucket nothing is updated.

    A strip that was packed is unpacked when it is first read or turned: of the thousands on a
    large site a screen shows some dozens.
    """

    __slots__ = ("_packed", "_row", "base", "bucket", "cells", "edge")

    def __init__(self, is_kept: bool = True) -> None:
        self.cells = bytearray([UNKNOWN]) * CELLS
        """The ring: that of a bucket stands at its number, modulo their count."""
        self.base: list[int] = []
        """The total time in each state when the newest bucket began, in nanoseconds."""
        self._packed: PackedStrips | None = None
        """What holds it, in row `_row`, while it has not been unpacked."""
        self._row = 0
        self.bucket = -1
        """The number of the newest bucket; -1 while no state is known."""
        self.edge = 0 if is_kept else NEVER
        """When the newest bucket ends, in simulated nanoseconds."""

    def turn(self, at: int, step: int, before: int, spent: list[int]) -> None:
        """Advance to the bucket that contains `at`, and fill the cells on the way.

        Up to `at` the state was `before`; `spent` is the total time in each state by then, and a
        bucket lasts `step` (all in ns). Call it when a state ends at or after `edge`. The fold
        spends much of its time here.
        """
        if self._packed is not None:
            self.unpack()
        bucket = at // step
        base = spent.copy()
        last = self.bucket
        if last >= 0:
            times = list(map(sub, spent, self.base))
            times[before] -= at - self.edge
            cells = self.cells
            cells[last % CELLS] = longest(times)
            if bucket - last < FEW:
                for number in range(last + 1, bucket):
                    cells[number % CELLS] = before
            else:
                self._fill(last + 1, bucket, before)
            base[before] -= at - bucket * step
        self.bucket, self.edge, self.base = bucket, (bucket + 1) * step, base

    def _fill(self, first: int, stop: int, state: int) -> None:
        """Fill the cells of the buckets from number `first` up to `stop` (exclusive)."""
        cells, start, end = self.cells, first % CELLS, stop % CELLS
        same = bytes([state]) * CELLS
        if stop - first >= CELLS:
            cells[:] = same
        elif start < end:
            cells[start:end] = same[start:end]
        else:
            cells[start:], cells[:end] = same[start:], same[:end]

    def _begin(self, bucket: int, step: int, base: list[int]) -> None:
        self.bucket, self.edge, self.base = bucket, (bucket + 1) * step, base

    def unpack(self) -> None:
        """Take cells and times out of what checkpoints packed, if they are still there."""
        packed = self._packed
        if packed is not None:
            self.cells = packed.cells(self._row)
            self.base = packed.base(self._row, self.bucket) if self.bucket >= 0 else []
            self._packed, self._row = None, 0

    def times(self, spent: list[int]) -> list[int]:
        """Return the time in each state in the newest bucket; `spent` is the total by now (ns)."""
        base = self.base or spent
        return [now - then for now, then in zip(spent, base, strict=True)]

    def mark(self, state: int, step: int) -> None:
        """Show `state` in the newest bucket, `step` (ns) long, even if it lasted no time.

        So a death stays visible where the worker is replaced at once.
        """
        if self._packed is not None:
            self.unpack()
        self.base[state] -= step

    def read(self, state: int, count: int) -> bytes:
        """Return the last `count` cells (at most `CELLS`), oldest first.

        The newest bucket is not over; its cell is the present state. Call `turn` first.
        """
        if self._packed is not None:
            self.unpack()
        if self.bucket < 0:
            return bytes([UNKNOWN]) * count
        ring = self.cells
        ring[self.bucket % CELLS] = state
        split = (self.bucket + 1) % CELLS
        return bytes(ring[split:] + ring[:split])[-count:]

    def forget(self, at: int, step: int, spent: list[int]) -> None:
        """Clear all cells and begin at `at` with buckets of `step` nanoseconds.

        `spent` is the total time in each state by then (ns).
        """
        if self.bucket >= 0:
            self._packed, self._row = None, 0
            self.cells = bytearray([UNKNOWN]) * CELLS
            self._begin(at // step, step, spent)

    def rescale(self, at: int, steps: tuple[int, int], state: int, spent: list[int]) -> None:
        """Change the length of a bucket from the first of `steps` to the second (ns).

        `state` is the present one, `spent` the total time in each state by `at` (ns). Cells that
        are merged become the state that most of them have; a cell that is split is repeated.
        """
        if self.bucket < 0:
            return
        before, after = steps
        old, times, bucket, now = (
            self.read(state, CELLS),
            self.times(spent),
            self.bucket,
            at // after,
        )
        cells = bytearray([UNKNOWN]) * CELLS
        for back in range(min(CELLS, now + 1)):
            last = min(bucket, ((now - back + 1) * after - 1) // before)
            first = (now - back) * after // before
            newest, oldest = CELLS - 1 - (bucket - last), CELLS - 1 - (bucket - first)
            if newest < 0:
                break
            merged = [cell for cell in old[max(0, oldest) : newest + 1] if cell != UNKNOWN]
            cells[(now - back) % CELLS] = longest(list(map(merged.count, range(len(times)))))
            if not back and after > before:
                for cell in merged[:-1]:
                    times[cell] += before
        if after < before:
            times = [at - now * after if kind == state else 0 for kind in range(len(times))]
        self.cells = cells
        self._begin(now, after, [then - here for then, here in zip(spent, times, strict=True)])


def restored_strips(
    packed: PackedStrips, rows: Sequence[int], buckets: Sequence[int], step: int
) -> list[Strip]:
    """Return the strips that stand in the given rows of what was packed, none of them unpacked.

    `buckets` has the number of the newest bucket of each, and `step` how long one is (ns).
    """
    strips: list[Strip] = blank(Strip, len(rows))
    fill(strips, "_packed", repeat(packed))
    fill(strips, "_row", rows)
    fill(strips, "bucket", buckets)
    edges = {bucket: (bucket + 1) * step for bucket in set(buckets)}
    fill(strips, "edge", map(edges.__getitem__, buckets))
    return strips


def longest(times: list[int]) -> int:
    """Return the state with the longest time, of equals the last; UNKNOWN if all are 0."""
    most = max(times)
    return len(times) - 1 - times[::-1].index(most) if most else UNKNOWN


class Series:
    """Holds a number for each bucket: a count, or (if it carries) a level that stays as it is."""

    __slots__ = ("_bucket", "_carries", "_cells", "_level")

    def __init__(self, carries: bool) -> None:
        self._carries = carries
        self._cells = [0] * CELLS
        self._bucket = -1
        self._level = 0

    def _fill(self, bucket: int) -> None:
        first = max(self._bucket + 1, bucket - CELLS + 1)
        for number in range(first, bucket + 1):
            self._cells[number % CELLS] = self._level if self._carries else 0
        self._bucket = bucket

    def add(self, bucket: int, amount: int = 1) -> None:
        """Add to the count of a bucket."""
        if bucket > self._bucket:
            self._fill(bucket)
        self._cells[bucket % CELLS] += amount

    def level(self, bucket: int, value: int) -> None:
        """Record a level; a cell keeps the highest of its bucket."""
        if bucket > self._bucket:
            self._fill(bucket)
        self._level = value
        cell = bucket % CELLS
        self._cells[cell] = max(self._cells[cell], value)

    def pack(self, bucket: int) -> tuple[list[int], int]:
        """Return the cells up to `bucket`, and the level."""
        return self.read(bucket, CELLS), self._level

    def unpack(self, packed: tuple[list[int], int], bucket: int) -> None:
        """Restore the cells up to `bucket` and the level that `pack` returned."""
        cells, self._level = packed
        for number, value in zip(_last(bucket, CELLS), cells, strict=True):
            if number >= 0:
                self._cells[number % CELLS] = value
        self._bucket = bucket

    def forget(self, bucket: int, before_ns: int, after_ns: int) -> None:
        """Clear all cells and change the length of a bucket to `after_ns`."""
        self._cells = [0] * CELLS
        self._bucket = bucket * before_ns // after_ns - 1

    def rescale(self, bucket: int, before_ns: int, after_ns: int) -> None:
        """Change the length of a bucket, and convert the cells to the new buckets.

        Merged into a longer bucket, counts are added and the highest level is kept. Split into
        shorter ones, a count is divided evenly, and the first gets the remainder; the whole count
        of the newest bucket goes to the first.
        """
        old = list(zip(_last(bucket, CELLS), self.read(bucket, CELLS), strict=True))
        newest = bucket * before_ns // after_ns
        self._cells, self._bucket = [0] * CELLS, newest
        for number, value in old:
            first = number * before_ns // after_ns
            last = first if number == bucket else ((number + 1) * before_ns - 1) // after_ns
            self._tell(range(first, last + 1), value)

    def _tell(self, cells: range, value: int) -> None:
        """Spread the value of an old cell over new ones, but for those that are too old to keep."""
        share, rest = divmod(value, len(cells))
        for number in cells:
            place = number % CELLS
            if number < max(0, self._bucket - CELLS + 1):
                continue
            if self._carries:
                self._cells[place] = max(self._cells[place], value)
            else:
                self._cells[place] += share + (rest if number == cells[0] else 0)

    def read(self, bucket: int, count: int) -> list[int]:
        """Return the last `count` cells up to `bucket`, oldest first; 0 from before the start."""
        if bucket > self._bucket:
            self._fill(bucket)
        return [self._cells[n % CELLS] if n >= 0 else 0 for n in _last(bucket, count)]


def _last(bucket: int, count: int) -> range:
    return range(bucket - min(count, CELLS) + 1, bucket + 1)
