"""The recent past in cells of equal simulated time: strips of states, and small series.

A *moment* is one cell. Cells are filled lazily: whoever notes or reads a value first brings the
ring up to date, so that nothing has to be done while nothing happens.
"""

from __future__ import annotations

from operator import sub

CELLS = 64
"""Moments that are kept."""
UNKNOWN = 255
"""A cell of a strip from before there was anything to show."""


class Strip:
    """What one worker was at, a cell a moment: the state that took most of it, or was marked.

    It is made from the times spent in each state (nanoseconds, one entry a state), which grow
    with the worker's life: a cell is what they have grown by. Nothing is done within a moment.
    """

    __slots__ = ("_base", "_cells", "bucket", "edge")

    def __init__(self) -> None:
        self._cells = bytearray([UNKNOWN]) * CELLS
        self._base: list[int] = []
        """The times that were spent when the newest moment began."""
        self.bucket = -1
        """The newest cell; -1 before there was anything to show."""
        self.edge = 0
        """When the newest moment ends, in simulated nanoseconds."""

    def turn(self, at: int, step: int, before: int, spent: list[int]) -> None:
        """Go on to the moment of a time, up to which the state was `before`.

        `spent` is what was spent up to then, `step` how long a moment is (ns). It is wanted when a
        state ends at or after `edge`. The fold spends much of its time here.
        """
        bucket = at // step
        base = spent.copy()
        last = self.bucket
        if last >= 0:
            times = list(map(sub, spent, self._base))
            times[before] -= at - self.edge
            cells = self._cells
            cells[last % CELLS] = longest(times)
            for number in range(max(last + 1, bucket - CELLS + 1), bucket):
                cells[number % CELLS] = before
            base[before] -= at - bucket * step
        self.bucket, self.edge, self._base = bucket, (bucket + 1) * step, base

    def _begin(self, bucket: int, step: int, base: list[int]) -> None:
        self.bucket, self.edge, self._base = bucket, (bucket + 1) * step, base

    def times(self, spent: list[int]) -> list[int]:
        """Return what was spent in the newest moment so far; `spent` is all there was by now."""
        base = self._base or spent
        return [now - then for now, then in zip(spent, base, strict=True)]

    def mark(self, state: int, step: int) -> None:
        """Have the newest moment, `step` (ns) long, become a state that it was for an instant.

        Of a death nothing would be left else where the dead are replaced at once.
        """
        self._base[state] -= step

    def read(self, state: int, count: int) -> bytes:
        """Return the last `count` cells (at most `CELLS`), oldest first.

        The newest, which is not over, has the present state. First `turn` to the present moment.
        """
        if self.bucket < 0:
            return bytes([UNKNOWN]) * count
        ring = self._cells
        ring[self.bucket % CELLS] = state
        split = (self.bucket + 1) % CELLS
        return bytes(ring[split:] + ring[:split])[-count:]

    def unpack(self, cells: bytes, at: int, step: int, spent: list[int], times: list[int]) -> None:
        """Have the cells up to a time that were read then, and the times of its moment."""
        if cells.count(UNKNOWN) == CELLS:
            return
        bucket = at // step
        split = (bucket + 1) % CELLS
        self._cells = bytearray(cells[CELLS - split :] + cells[: CELLS - split])
        self._begin(bucket, step, [now - here for now, here in zip(spent, times, strict=True)])

    def forget(self, at: int, step: int, spent: list[int]) -> None:
        """Let a moment be `step` ns long, and know nothing of the time before `at` any more.

        `spent` is what was spent up to then.
        """
        if self.bucket >= 0:
            self._cells = bytearray([UNKNOWN]) * CELLS
            self._begin(at // step, step, spent)

    def rescale(self, at: int, steps: tuple[int, int], state: int, spent: list[int]) -> None:
        """Let a moment be as long as the second of two steps (ns) instead of the first.

        `state` is the present one, `spent` what was spent up to now. Of cells that become one the
        state that most of them have stays; a cell that becomes several is repeated.
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
        self._cells = cells
        self._begin(now, after, [then - here for then, here in zip(spent, times, strict=True)])


def longest(times: list[int]) -> int:
    """Return the state that took longest, of equals the more notable; UNKNOWN if none did."""
    most = max(times)
    return len(times) - 1 - times[::-1].index(most) if most else UNKNOWN


class Series:
    """A number, a cell a moment: counts that add up in a cell, or a level that is carried on."""

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
        """Count something that happened in this moment."""
        if bucket > self._bucket:
            self._fill(bucket)
        self._cells[bucket % CELLS] += amount

    def level(self, bucket: int, value: int) -> None:
        """Note a level; a cell keeps the highest."""
        if bucket > self._bucket:
            self._fill(bucket)
        self._level = value
        cell = bucket % CELLS
        self._cells[cell] = max(self._cells[cell], value)

    def pack(self, bucket: int) -> tuple[list[int], int]:
        """Return the cells up to `bucket`, and the level."""
        return self.read(bucket, CELLS), self._level

    def unpack(self, packed: tuple[list[int], int], bucket: int) -> None:
        """Have the cells up to `bucket` and the level that were packed."""
        cells, self._level = packed
        for number, value in zip(_last(bucket, CELLS), cells, strict=True):
            if number >= 0:
                self._cells[number % CELLS] = value
        self._bucket = bucket

    def forget(self, bucket: int, before_ns: int, after_ns: int) -> None:
        """Let a cell stand for `after_ns` instead of `before_ns`: the past begins anew."""
        self._cells = [0] * CELLS
        self._bucket = bucket * before_ns // after_ns - 1

    def rescale(self, bucket: int, before_ns: int, after_ns: int) -> None:
        """Let a cell stand for `after_ns` instead of `before_ns`; the old cells tell the past.

        In a longer cell counts add up, and the highest level counts; of shorter ones the first
        gets what is left over of a count, and all of the present moment's.
        """
        old = list(zip(_last(bucket, CELLS), self.read(bucket, CELLS), strict=True))
        newest = bucket * before_ns // after_ns
        self._cells, self._bucket = [0] * CELLS, newest
        for number, value in old:
            first = number * before_ns // after_ns
            last = first if number == bucket else ((number + 1) * before_ns - 1) // after_ns
            self._tell(range(first, last + 1), value)

    def _tell(self, cells: range, value: int) -> None:
        """Have an old cell told by some new ones; those too old are left out."""
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
