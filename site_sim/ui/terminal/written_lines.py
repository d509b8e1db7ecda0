"""What was last written where on the terminal: only cells that differ are written again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, compress, count
from operator import is_not, ne
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment

Placed = tuple[int, int, Sequence[Segment]]
"""Column, row, and what is to stand there."""
SegmentLine = Sequence[Segment]

MOST_COMPARED = 18
"""Up to so many lines are compared: where more have changed, to find out which of their cells
takes longer than to write them."""
NARROW = ((0x20, 0x7F), (0xA1, 0x180), (0x2190, 0x2200), (0x2500, 0x2600))
"""Characters, from and up to, most of which take one cell: all that lines are made of as a rule."""


class WrittenLines:
    """The lines of one screen, each by the column and row at which it begins."""

    def __init__(self) -> None:
        self._lines: dict[tuple[int, int], SegmentLine] = {}

    def forget(self) -> None:
        """Forget what stands there, as another has written."""
        self._lines.clear()

    def changes(self, placed: Sequence[Placed]) -> Iterator[Placed]:
        """Yield of some lines what differs from what stands there; of many, all.

        Cells that differ come style by style, since to change it takes more than to go elsewhere.
        """
        lines, by_style = self._lines, defaultdict[int, list[Placed]](list)
        if len(placed) > MOST_COMPARED:
            lines.update([((x, y), segments) for x, y, segments in placed])
            yield from placed
            return
        for x, y, segments in placed:
            before = lines.get((x, y))
            lines[x, y] = segments
            runs = None if before is None else changed_runs(before, segments)
            if runs is None:
                yield x, y, segments
                continue
            for column, changed in runs:
                by_style[id(changed[1])].append((x + column, y, (changed,)))
        yield from chain.from_iterable(by_style.values())


@cache
def narrow() -> re.Pattern[str]:
    """Return the pattern of a text each of whose characters takes one cell."""
    characters = [chr(code) for first, end in NARROW for code in range(first, end)]
    narrow = "".join(each for each in characters if cell_len(each) == 1)
    return re.compile(f"[{re.escape(narrow)}]*")


def are_narrow(text: str) -> bool:
    """Return whether each character of a text takes one cell."""
    return narrow().fullmatch(text) is not None


def text_of(line: SegmentLine) -> str:
    """Return the text of a line, or of a part of it."""
    return "".join([segment[0] for segment in line])


def changed_runs(before: SegmentLine, now: SegmentLine) -> Iterator[tuple[int, Segment]] | None:
    """Return runs of cells that differ between lines, and the column of each.

    That is None where they can't be compared cell by cell.
    """
    left, right = same_ends(before, now, is_not)
    before, start = before[left : len(before) - right], text_of(now[:left])
    now = now[left : len(now) - right]
    before_text, text = text_of(before), text_of(now)
    if len(before_text) != len(text) or not are_narrow(start + before_text + text):
        return None
    return _runs(len(start), before, before_text, now, text)


def _runs(
    column: int, before: SegmentLine, before_text: str, now: SegmentLine, text: str
) -> Iterator[tuple[int, Segment]]:
    """Yield runs of cells that differ between parts of lines which begin at a column."""
    olds = iter(before)
    cell = old_end = end = 0
    old_style = None
    for segment in now:
        start = cell
        if cell == old_end:
            old = next(olds, segment)  # an empty one may follow the last
            old_end += len(old[0])
            if old is segment:
                cell = end = old_end
                continue
            old_style = old[1]
        part, style, _ = segment
        end += len(part)
        while cell < end:  # as far as one style reaches on either line
            if cell == old_end:
                old = next(olds)
                old_end += len(old[0])
                old_style = old[1]
            first, cell = cell, end if end < old_end else old_end
            last = cell
            if first == last:  # the old segment has no cells
                continue
            if style is old_style:
                old_part, new_part = before_text[first:last], text[first:last]
                if old_part == new_part:
                    continue
                left, right = same_ends(old_part, new_part, ne)
                first, last = first + left, last - right
            is_whole = first == start and last == end
            yield column + first, segment if is_whole else Segment(text[first:last], style)


def same_ends(
    before: Sequence[Any], now: Sequence[Any], differ: Callable[[Any, Any], bool]
) -> tuple[int, int]:
    """Return how many items of two sequences are the same from the left, and then from the right.

    Of segments that is most of a line, as panels keep theirs.
    """
    most = min(len(before), len(now))
    left = next(compress(count(), map(differ, before, now)), most)
    right = next(compress(count(), map(differ, reversed(before), reversed(now))), most)
    return left, min(right, most - left)
