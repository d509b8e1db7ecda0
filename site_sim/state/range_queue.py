"""A queue of numbers that costs as much as it has runs of consecutive ones.

Jobs are numbered as they arrive, so that a queue of a million is mostly one run. What returns to
the queue (after an accident, an inspection, a rebuild) makes a run more, at one end or the other.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import overload

from site_sim.base.overriding import override


class RangeQueue:
    """Numbers in order, as a deque has them; `length` is how many, without the cost of a call.

    Both ends take O(1), a place in the midst as long as there are runs before it.
    """

    __slots__ = ("_starts", "_stops", "length")

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._starts: deque[int] = deque()
        """The first number of each run; no two neighbours could be one."""
        self._stops: deque[int] = deque()
        """The number after the last of each run."""
        self.length = 0
        for number in numbers:
            self.append(number)

    # -- the ends --------------------------------------------------------------------------

    def append(self, number: int) -> None:
        """Add a number at the back."""
        stops = self._stops
        if stops and stops[-1] == number:
            stops[-1] = number + 1
        else:
            self._starts.append(number)
            stops.append(number + 1)
        self.length += 1

    def appendleft(self, number: int) -> None:
        """Add a number at the front."""
        starts = self._starts
        if starts and starts[0] == number + 1:
            starts[0] = number
        else:
            starts.appendleft(number)
            self._stops.appendleft(number + 1)
        self.length += 1

    def popleft(self) -> int:
        """Take the number at the front. Raises IndexError if there is none."""
        starts = self._starts
        number = starts[0]
        if number + 1 == self._stops[0]:
            starts.popleft()
            self._stops.popleft()
        else:
            starts[0] = number + 1
        self.length -= 1
        return number

    # -- reading ---------------------------------------------------------------------------

    def runs(self) -> Iterator[range]:
        """Yield the runs of consecutive numbers, in order."""
        return map(range, self._starts, self._stops)

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self.runs())

    def __contains__(self, number: object) -> bool:
        return any(number in run for run in self.runs())

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RangeQueue):
            return NotImplemented
        return self._starts == other._starts and self._stops == other._stops

    __hash__ = None  # type: ignore[assignment]  # it changes

    @override
    def __repr__(self) -> str:
        return f"RangeQueue({list(self.runs())})"

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, slice):
            start, stop, step = place.indices(self.length)
            if step != 1:
                raise ValueError("a queue is read in order")
            return list(chain.from_iterable(self._between(start, stop)))
        if not -self.length <= place < self.length:
            raise IndexError(f"place {place} of {self.length}")
        start = place % self.length
        ((number,),) = self._between(start, start + 1)
        return number

    def _between(self, start: int, stop: int) -> Iterator[range]:
        """Yield the runs, or their parts, that have the places from `start` to `stop`."""
        before = 0
        for run in self.runs():
            if before >= stop:
                return
            part = run[max(0, start - before) : stop - before]
            if part:
                yield part
            before += len(run)

    def index(self, number: int) -> int:
        """Return the place of the first such number. Raises ValueError if there is none."""
        before = 0
        for run in self.runs():
            if number in run:
                return before + run.index(number)
            before += len(run)
        raise ValueError(f"{number} is not in the queue")

    # -- packing ---------------------------------------------------------------------------

    def pack(self) -> tuple[bytes, bytes]:
        """Return the runs as bytes; those of equal queues are equal."""
        return array("i", self._starts).tobytes(), array("i", self._stops).tobytes()

    def unpack(self, packed: tuple[bytes, bytes]) -> None:
        """Restore the numbers that `pack` returned."""
        starts, stops = array("i"), array("i")
        starts.frombytes(packed[0])
        stops.frombytes(packed[1])
        self._starts, self._stops = deque(starts), deque(stops)
        self.length = sum(stops) - sum(starts)
