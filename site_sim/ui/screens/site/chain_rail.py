"""The rail beside the blocks of the chain, with the jobs that move along it.

In a web of tasks jobs move up and down between any two of them.
"""

from __future__ import annotations

from bisect import bisect_right

from site_sim.log.cast import NOBODY
from site_sim.player.site_copy import SiteCopy, TaskCopy
from site_sim.state.entities import BLOCKED, HANDING_OFF
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.screens.site.blocks import BlockLayout
from site_sim.ui.screens.site.rail import LIGHT, MOVES, WAITS, phase_of, rail_of
from site_sim.ui.theme.glyphs import Glyphs


class Stretches:
    """Parts of a rail, each from a row down to another one."""

    def __init__(self) -> None:
        self._tops: list[int] = []
        self._bottoms: list[int] = []

    def add(self, one: int, other: int) -> None:
        """Add the part between two rows, in either order."""
        self._tops.append(min(one, other))
        self._bottoms.append(max(one, other))

    def seal(self) -> None:
        """Make them ready to be asked for."""
        self._tops.sort()
        self._bottoms.sort()

    def leads_down_from(self, row: int) -> bool:
        """Return whether one of them goes from a row to the row below it."""
        return bisect_right(self._tops, row) > bisect_right(self._bottoms, row)


class WebRail:
    """The rail in one frame, after `prepare`.

    The row above all blocks is -1, and the row below them has the next number after their last one:
    the first task and the last stand there, where the cast has them.
    """

    def __init__(self, blocks: BlockLayout, glyphs: Glyphs) -> None:
        self._blocks = blocks
        self._rail = rail_of(glyphs.name)
        self.tokens: dict[int, int] = {}
        """The rows in which a job is on its way, each with the job's number."""
        self._ends: set[int] = set()
        """The rows of those who send or receive."""
        self._waits, self._moves = Stretches(), Stretches()
        self._top = self._bottom = 0
        """The rows of the uppermost task and of the lowest one."""

    def prepare(self, site: SiteCopy, hop_ns: int) -> None:
        """Take the ways between all who send and their receivers; a hop takes `hop_ns`."""
        self.tokens, self._ends = {}, set()
        self._waits, self._moves = Stretches(), Stretches()
        blocks, cast = self._blocks, site.cast
        rows = {who: blocks.line + blocks.pitch * place for place, who in enumerate(blocks.inner)}
        rows[cast.first], rows[cast.last] = -1, blocks.rows
        self._top = blocks.line if cast.first == NOBODY else -1
        self._bottom = blocks.rows - blocks.pitch + blocks.line
        self._bottom = self._bottom if cast.last == NOBODY else blocks.rows
        for task in site.senders:
            if task.to not in rows:
                continue
            start, end = rows[task.who], rows[task.to]
            self._ends.add(start)
            if task.state is BLOCKED:
                self._ends.add(end)
                self._waits.add(start, end)
                continue
            steps = abs(end - start)
            step = min(steps, int(phase_of(task, site.at, hop_ns) * (steps + 1)))
            at = start + step if end > start else start - step
            self.tokens[at] = task.job
            self._moves.add(start, at)
        self._waits.seal()
        self._moves.seal()

    def at(self, row: int) -> StyledText:
        """Return the rail beside a row, perhaps with a job on it."""
        blocks, rail = self._blocks, self._rail
        is_between = 0 <= row < blocks.rows and row % blocks.pitch != blocks.line
        if row in self.tokens:
            return rail.token if is_between else rail.token_at_row
        above, below = self._below(row - 1), self._below(row)
        if is_between:
            is_inside = self._top < row < self._bottom
            return rail.through[max(above, below)] if is_inside else rail.none
        if above == below == LIGHT and row == self._top != self._bottom:
            return rail.start[LIGHT]
        if above != LIGHT != below and row not in self._ends:
            return rail.passing[max(above, below)]
        return rail.beside(above, below, row == self._bottom)

    def _below(self, row: int) -> int:
        """Return what the rail is like between a row and the next one."""
        if self._moves.leads_down_from(row):
            return MOVES
        return WAITS if self._waits.leads_down_from(row) else LIGHT


class ChainRail:
    """The rail in one frame, after `prepare`."""

    def __init__(self, blocks: BlockLayout, glyphs: Glyphs) -> None:
        self._blocks = blocks
        self._rail = rail_of(glyphs.name)
        self._site: SiteCopy
        self._hop_ns = 0
        self._web = WebRail(blocks, glyphs)
        self._rows_from_first = 0
        """How far below the row above all blocks the receiver of its job is, in a star."""

    def prepare(self, site: SiteCopy, hop_ns: int) -> None:
        """Take the state of the site, and how long a hop takes (ns)."""
        self._site = site
        self._hop_ns = hop_ns
        if self._blocks.shape == "web":
            self._web.prepare(site, hop_ns)
        elif self._blocks.shape == "star":
            self._rows_from_first = self._blocks.rows_from_first(site)

    def at(self, row: int) -> StyledText:
        """Return the rail beside a row of the blocks, perhaps with a job on it."""
        part, line = row % self._blocks.pitch, self._blocks.line
        if self._blocks.shape == "star":
            return self._bus_at(row, part)
        if self._blocks.shape == "web":
            return self._web.at(row)
        rail, index = self._rail, row // self._blocks.pitch
        is_last = index + 1 == len(self._blocks.inner)
        above = self._into(index, part) if part <= line else LIGHT
        below = self._out_of(index, part) if part >= line and not is_last else LIGHT
        if above is None or below is None:
            return rail.token_at_row if part == line else rail.token
        if part < line:
            return rail.through[above]
        if part > line:
            return rail.none if is_last else rail.through[below]
        return rail.beside(above, below, is_last)

    def beside_end(self, who: int) -> StyledText | None:
        """Return the rail of a web beside the first task or the last; None in other shapes."""
        if self._blocks.shape != "web":
            return None
        return self._web.at(-1 if who == self._site.cast.first else self._blocks.rows)

    def label(self, row: int) -> str:
        """Return the number of the job that is on the rail above a task's row."""
        if self._blocks.shape == "web":
            return f"#{self._web.tokens[row]}"
        index = row // self._blocks.pitch
        sender = self._task(index - 1) if self._blocks.shape == "chain" else self._task(-1)
        return f"#{sender.job}"

    def _task(self, index: int) -> TaskCopy:
        """Return a task by its place from the top; -1 is the one above all blocks."""
        site = self._site
        task = site.tasks.get(self._blocks.inner[index] if index >= 0 else site.cast.first)
        assert task is not None
        return task

    def _into(self, index: int, part: int) -> int | None:
        """Return what the rail is like on the way to a task, at a part of its block."""
        who, line, pitch = self._blocks.inner[index], self._blocks.line, self._blocks.pitch
        if index == 0:
            return self._stretch(self._task(-1), who, part + 1, line + 1)
        return self._stretch(self._task(index - 1), who, part - line + pitch, pitch)

    def _out_of(self, index: int, part: int) -> int | None:
        """Return what it is like on the way on from a task."""
        blocks = self._blocks
        to = blocks.inner[index + 1]
        return self._stretch(self._task(index), to, part - blocks.line, blocks.pitch)

    def _stretch(self, sender: TaskCopy, to: int, row: int, rows: int) -> int | None:
        """Return what the rail is like `row` rows below a sender; None where the job is.

        The receiver is `rows` rows below.
        """
        if sender.to != to:
            return LIGHT
        if sender.state is HANDING_OFF:
            phase = phase_of(sender, self._site.at, self._hop_ns)
            at = min(rows, int(phase * (rows + 1)))
            return None if row == at else MOVES if row < at else LIGHT
        return WAITS if sender.state is BLOCKED else LIGHT

    def _bus_at(self, row: int, part: int) -> StyledText:
        """Return the rail where the first task has a link to each of the others."""
        rail, line, rows = self._rail, self._blocks.line, self._rows_from_first
        is_last = row // self._blocks.pitch + 1 == len(self._blocks.inner)
        kind: int | None = LIGHT
        if row + 1 <= rows:
            first = self._task(-1)
            kind = self._stretch(first, first.to, row + 1, rows)
        if kind is None:
            return rail.token_at_row if part == line else rail.token
        if part != line:
            return rail.none if is_last and part > line else rail.through[kind]
        if kind != LIGHT and row + 1 == rows:
            return rail.end[kind]
        return rail.end[LIGHT] if is_last and kind == LIGHT else rail.passing[kind]
