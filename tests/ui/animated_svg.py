"""Write what a screen shows over time as one SVG that moves, without a script.

Every line of the screen is cut where it changes. What stays at a place is written once, and so is
each of the things that take turns there, in whatever lines it is seen; when it is seen is told by
the class of its use. Times are in frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from tests.ui.screen_cells import Cell, Ink, Row, Screen
from tests.ui.screen_shapes import BASELINE, HIGH, WIDE, grounds, signs

MARGIN = 10
LEAST_GAP = 2
"""Cells that stay the same between two places that change, at least; fewer belong to them."""
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
BLANK = Cell(" ", Ink("none", ""))


class AnimatedSvg:
    """Shows screens of one size one after the other, and begins anew.

    Where nothing moves, the frame `still` is seen.
    """

    def __init__(self, frames: Sequence[Screen], frame_s: float, still: int = 0) -> None:
        self._frames = frames
        self._seconds = len(frames) * frame_s
        self._still = still
        self._ground = frames[0][0][0].ink.back
        self._classes: dict[str, str] = {}
        """The class of each style."""
        self._moments: dict[tuple[bool, ...], str] = {}
        """The class of what is seen in some frames, and not in others."""
        self._drawn: dict[tuple[int, Row], str] = {}
        """The id of what is seen at times, by its place from the left."""

    def text(self, title: str) -> str:
        """Return the text of the file."""
        first = self._frames[0]
        width, height = len(first[0]) * WIDE + 2 * MARGIN, len(first) * HIGH + 2 * MARGIN
        rows = [self._row(y, history) for y, history in enumerate(zip(*self._frames, strict=True))]
        shared = [self._definition(*each) for each in self._drawn]
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" '
                f'font-family="{FONT}" font-size="13.3" '
                f'viewBox="{-MARGIN} {-MARGIN} {width} {height}">',
                f"<title>{escape(title)}</title>",
                f"<style>{''.join(self._rules())}</style>",
                f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{width}" height="{height}" '
                f'rx="{MARGIN}" fill="{self._ground}"/>',
                *("<defs>", *shared, "</defs>"),
                *filter(None, rows),
                "</svg>\n",
            )
        )

    def _rules(self) -> Iterator[str]:
        """Yield the styles, and when what takes turns is seen."""
        yield "text{white-space:pre}"
        yield from (f".{name}{{{style}}}" for style, name in self._classes.items())
        yield f"use{{animation:{self._seconds:g}s step-end infinite}}"
        yield "@media (prefers-reduced-motion:reduce){use{animation:none!important}}"
        for is_seen, name in self._moments.items():
            yield f".{name}{{animation-name:{name}}}@keyframes {name}{{{_keyframes(is_seen)}}}"

    def _named(self, style: str) -> str:
        return self._classes.setdefault(style, f"s{len(self._classes)}")

    # -- what takes turns at a place -------------------------------------------------------

    def _row(self, y: int, history: Sequence[Row]) -> str:
        """Return a line of the screen over time."""
        inked = [tuple(map(_without_ground, row)) for row in history]
        backs = [tuple(Cell("", Ink("", cell.ink.back)) for cell in row) for row in history]
        parts = [
            self._place(left, [row[left:right] for row in layer])
            for layer in (backs, inked)
            for left, right in places(layer)
        ]
        text = "".join(parts)
        return f'<g transform="translate(0 {y * HIGH + BASELINE})">{text}</g>' if text else ""

    def _place(self, left: int, turns: Sequence[Row]) -> str:
        """Return what is seen at a place over time."""
        if len({*turns}) == 1:
            return self._draw(left, turns[0])
        return "".join(
            self._use(left, cells, tuple(each == cells for each in turns))
            for cells in dict.fromkeys(turns)
            if self._draw(left, cells)
        )

    def _use(self, left: int, cells: Row, is_seen: tuple[bool, ...]) -> str:
        """Return what is seen in some frames only."""
        name = self._drawn.setdefault((left, cells), f"d{len(self._drawn)}")
        moment = self._moments.setdefault(is_seen, f"m{len(self._moments)}")
        hidden = "" if is_seen[self._still] else ' visibility="hidden"'
        return f'<use href="#{name}" class="{moment}"{hidden}/>'

    def _definition(self, left: int, cells: Row) -> str:
        return f'<g id="{self._drawn[left, cells]}">{self._draw(left, cells)}</g>'

    def _draw(self, left: int, cells: Row) -> str:
        if cells[0].ink.fore:
            return signs(cells, left, self._named)
        before = (Cell("", Ink("", self._ground)),) * left
        return grounds((*before, *cells), self._ground, self._named)


def _without_ground(cell: Cell) -> Cell:
    """Return what is seen of the sign of a cell."""
    if cell.sign == " " and not cell.ink.underline:
        return BLANK
    return Cell(cell.sign, cell.ink._replace(back=""))


def places(history: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield where the places of a line begin and end, which change or stay as a whole."""
    columns = [*zip(*history, strict=True)]
    changing = [x for x, column in enumerate(columns) if len({*column}) > 1]
    ends = [0]
    for x in changing:
        if len(ends) > 1 and x - ends[-1] < LEAST_GAP:
            ends[-1] = x + 1
        else:
            ends += [x, x + 1]
    yield from ((left, right) for left, right in pairwise((*ends, len(columns))) if left < right)


def _keyframes(is_seen: Sequence[bool]) -> str:
    """Return when something is seen, as told frame by frame."""
    count, steps = len(is_seen), list[str]()
    for frame, now in enumerate(is_seen):
        if frame == 0 or now != is_seen[frame - 1]:
            share = f"{frame / count * 100:.3f}".rstrip("0").rstrip(".")
            steps.append(f"{share}%{{visibility:{'visible' if now else 'hidden'}}}")
    return "".join(steps)
