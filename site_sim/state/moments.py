"""The recent past in cells of equal simulated time: strips of states, and small series.

A *moment* is one cell. Cells are filled lazily: whoever notes or reads a value first brings the
ring up to date, so that nothing has to be done while nothing happens.
"""

from __future__ import annotations

CELLS = 64
"""Moments that are kept."""
UNKNOWN = 255
"""A cell of a strip from before there was anything to show."""


class Strip:
    """What one worker was at, a cell a moment: the most notable state it was in (the largest)."""

    __slots__ = ("_cells", "moment", "state", "top")

    def __init__(self) -> None:
        self._cells = bytearray([UNKNOWN]) * CELLS
        self.moment = -1
        """The newest cell."""
        self.state = UNKNOWN
        self.top = -1
        """The most notable state in the newest cell; -1 for none."""

    def note(self, moment: int, state: int) -> None:
        """Note that from this moment on the state is `state`.

        Where the moment is the newest already, and `state` not above `top`, setting `state` does.
        """
        if moment != self.moment:
            self._fill(moment)
        if state > self.top:
            self._cells[moment % CELLS] = self.top = state
        self.state = state

    def _fill(self, moment: int) -> None:
        """Carry the present state on up to and including `moment`."""
        first = max(self.moment + 1, moment - CELLS + 1)
        for number in range(first, moment + 1):
            self._cells[number % CELLS] = self.state
        self._turn_to(moment)

    def _turn_to(self, moment: int) -> None:
        self.moment = moment
        newest = self._cells[moment % CELLS]
        self.top = -1 if newest == UNKNOWN else newest

    def read(self, moment: int, count: int) -> bytes:
        """Return the last `count` cells (at most `CELLS`) up to `moment`, oldest first."""
        if moment > self.moment:
            self._fill(moment)
        split = (moment + 1) % CELLS
        ring = self._cells
        return bytes(ring[split:] + ring[:split])[-count:]

    def pack(self, moment: int) -> bytes:
        """Return the cells up to `moment` and the present state, `CELLS` + 1 bytes."""
        return self.read(moment, CELLS) + bytes([self.state])

    def unpack(self, packed: bytes, moment: int) -> None:
        """Have the cells up to `moment` and the state that were packed."""
        split = (moment + 1) % CELLS
        cells = packed[:CELLS]
        self._cells = bytearray(cells[CELLS - split :] + cells[: CELLS - split])
        self.state = packed[CELLS]
        self._turn_to(moment)

    def rescale(self, moment: int, before_ns: int, after_ns: int) -> None:
        """Let a cell stand for `after_ns` instead of `before_ns`, as of moment `moment`.

        Of cells that become one the most notable stays; a cell that becomes several is repeated.
        """
        old = self.read(moment, CELLS)
        now = moment * before_ns // after_ns
        cells = bytearray([UNKNOWN]) * CELLS
        for back in range(min(CELLS, now + 1)):
            newest = (
                CELLS - 1 - (moment - min(moment, ((now - back + 1) * after_ns - 1) // before_ns))
            )
            oldest = CELLS - 1 - (moment - (now - back) * after_ns // before_ns)
            if newest < 0:
                break
            merged = [cell for cell in old[max(0, oldest) : newest + 1] if cell != UNKNOWN]
            cells[(now - back) % CELLS] = max(merged, default=UNKNOWN)
        self._cells = cells
        self._turn_to(now)


class Series:
    """A number, a cell a moment: counts that add up in a cell, or a level that is carried on."""

    __slots__ = ("_carries", "_cells", "_level", "_moment")

    def __init__(self, carries: bool) -> None:
        self._carries = carries
        self._cells = [0] * CELLS
        self._moment = -1
        self._level = 0

    def _fill(self, moment: int) -> None:
        first = max(self._moment + 1, moment - CELLS + 1)
        for number in range(first, moment + 1):
            self._cells[number % CELLS] = self._level if self._carries else 0
        self._moment = moment

    def add(self, moment: int, amount: int = 1) -> None:
        """Count something that happened in this moment."""
        if moment > self._moment:
            self._fill(moment)
        self._cells[moment % CELLS] += amount

    def level(self, moment: int, value: int) -> None:
        """Note a level; a cell keeps the highest."""
        if moment > self._moment:
            self._fill(moment)
        self._level = value
        cell = moment % CELLS
        self._cells[cell] = max(self._cells[cell], value)

    def pack(self, moment: int) -> tuple[list[int], int]:
        """Return the cells up to `moment`, and the level."""
        return self.read(moment, CELLS), self._level

    def unpack(self, packed: tuple[list[int], int], moment: int) -> None:
        """Have the cells up to `moment` and the level that were packed."""
        cells, self._level = packed
        for number, value in zip(_last(moment, CELLS), cells, strict=True):
            if number >= 0:
                self._cells[number % CELLS] = value
        self._moment = moment

    def rescale(self, moment: int, before_ns: int, after_ns: int) -> None:
        """Let a cell stand for `after_ns` instead of `before_ns`: the past begins anew."""
        self._cells = [0] * CELLS
        self._moment = moment * before_ns // after_ns - 1

    def read(self, moment: int, count: int) -> list[int]:
        """Return the last `count` cells up to `moment`, oldest first; 0 from before the start."""
        if moment > self._moment:
            self._fill(moment)
        return [self._cells[n % CELLS] if n >= 0 else 0 for n in _last(moment, count)]


def _last(moment: int, count: int) -> range:
    return range(moment - min(count, CELLS) + 1, moment + 1)
