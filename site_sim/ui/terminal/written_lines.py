"""What was last written where on the terminal: only cells that differ are written again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import compress
from operator import is_not, ne, or_

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

Placed = tuple[int, int, Sequence[Segment]]
"""Column, row, and what is to stand there."""
Cells = tuple[str, list[Style | None]]
"""What stands on a line: a character and a style a cell."""

MOST_COMPARED = 24
"""Up to so many lines are compared: where more have changed, so have most of their cells, and to
find out which takes longer than to write them."""
BRIDGE = 4
"""Cells that have not changed and are yet written again, as to pass over them takes as much."""
NARROW = ((0x20, 0x7F), (0xA1, 0x180), (0x2190, 0x2200), (0x2500, 0x2600))
"""Characters, from and up to, most of which take one cell: all that lines are made of as a rule."""


class WrittenLines:
    """The lines of one screen, each by the column and row at which it begins."""

    def __init__(self) -> None:
        self._lines: dict[tuple[int, int], tuple[Sequence[Segment], Cells | None]] = {}
        """What stands there, in cells too where it was compared with what stood there before."""

    def forget(self) -> None:
        """Forget what stands there, as another has written."""
        self._lines.clear()

    def changes(self, placed: Sequence[Placed]) -> Iterator[Placed]:
        """Yield of some lines what differs from what stands there; of many, all."""
        if len(placed) > MOST_COMPARED:
            self._lines |= {(x, y): (segments, None) for x, y, segments in placed}
            yield from placed
            return
        for x, y, segments in placed:
            before, now = self._cells_at(x, y), cells_of(segments)
            self._lines[x, y] = segments, now
            if before is None or now is None or len(before[0]) != len(now[0]):
                yield x, y, segments
            else:
                for column, changed in changed_runs(before, now):
                    yield x + column, y, changed

    def _cells_at(self, x: int, y: int) -> Cells | None:
        segments, cells = self._lines.get((x, y), (None, None))
        return cells_of(segments) if cells is None and segments is not None else cells


def cells_of(segments: Iterable[Segment]) -> Cells | None:
    """Return the cells of a line; None if a character of it takes more than one, or none."""
    text, styles = "".join([segment[0] for segment in segments]), list[Style | None]()
    if not narrow().issuperset(text):
        return None
    for part, style, _ in segments:
        styles += [style] * len(part)
    return text, styles


@cache
def narrow() -> frozenset[str]:
    """Return characters that take one cell each."""
    characters = [chr(code) for first, end in NARROW for code in range(first, end)]
    return frozenset(each for each in characters if cell_len(each) == 1)


def changed_runs(before: Cells, now: Cells) -> Iterator[tuple[int, list[Segment]]]:
    """Yield runs of cells that differ, and the column of each."""
    text, styles = now
    differ = map(or_, map(ne, before[0], text), map(is_not, before[1], styles))
    changed = compress(range(len(text)), differ)
    start = next(changed, None)
    if start is None:
        return
    stop = start + 1
    for cell in changed:
        if cell - stop > BRIDGE:
            yield start, _segments(text, styles, start, stop)
            start = cell
        stop = cell + 1
    yield start, _segments(text, styles, start, stop)


def _segments(text: str, styles: list[Style | None], start: int, stop: int) -> list[Segment]:
    """Return the cells of a line from `start` up to `stop`, a segment a style."""
    segments, begun = [], start
    for cell in range(start + 1, stop):
        if styles[cell] is not styles[begun]:
            segments.append(Segment(text[begun:cell], styles[begun]))
            begun = cell
    segments.append(Segment(text[begun:stop], styles[begun]))
    return segments
