"""The rail beside the blocks of the chain, with the jobs that move along it.

In a web of tasks jobs move up and down between any two of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from site_sim.log.cast import NOBODY
from site_sim.player.site_copy import SiteCopy, TaskCopy
from site_sim.state.entities import BLOCKED, HANDING_OFF
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.screens.site.blocks import BlockLayout
from site_sim.ui.screens.site.rail import (
    LIGHT,
    MOVES,
    NONE_LANDED,
    WAITS,
    Landed,
    phase_of,
    rail_of,
)
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

    def prepare(self, site: SiteCopy, hop_ns: int, landed: Landed = NONE_LANDED) -> None:
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
        self._add_landed(rows, landed)
        self._waits.seal()
        self._moves.seal()

    def _add_landed(self, rows: Mapping[int, int], landed: Landed) -> None:
        """Add the ways of jobs that have just come to where they are; `rows` are those of tasks."""
        for who, to in landed.ways:
            if who in rows and to in rows:
                self._ends |= {rows[who], rows[to]}
                self._moves.add(rows[who], rows[to])
        for to, job in landed.jobs.items():
            if to in rows:
                self.tokens.setdefault(rows[to], job)

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
        self._landed = NONE_LANDED
        self._web = WebRail(blocks, glyphs)
        self._rows_from_first = 0
        """How far below the row above all blocks the receiver of its job is."""
        self._rows_to_landed = 0
        """How far below that row the lowest receiver is of those it has just handed a job to."""

    def prepare(self, site: SiteCopy, hop_ns: int, landed: Landed = NONE_LANDED) -> None:
        """Take the state of the site, how long a hop takes (ns), and what has just landed."""
        self._site, self._hop_ns, self._landed = site, hop_ns, landed
        if self._blocks.shape == "web":
            self._web.prepare(site, hop_ns, landed)
            return
        self._rows_from_first = self._blocks.rows_from_first(site)
        rows = [self._blocks.row_of(to) for who, to in landed.ways if who == site.cast.first]
        self._rows_to_landed = max((row + 1 for row in rows if row is not None), default=0)

    def at(self, row: int) -> StyledText:
        """Return the rail beside a row of the blocks, perhaps with a job on it."""
        blocks = self._blocks
        if blocks.shape == "web":
            return self._web.at(row)
        index, part = divmod(row, blocks.pitch)
        if part == blocks.line and blocks.inner[index] in self._landed.jobs:
            return self._rail.token_at_row
        if blocks.shape == "star":
            return self._bus_at(index, part, row)
        if index < blocks.departed:
            return self._past_departed(row)
        return self._chain_at(index, part)

    def _chain_at(self, index: int, part: int) -> StyledText:
        """Return the rail where each task has a link to the next one."""
        rail, line = self._rail, self._blocks.line
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

    def beside_end(self, task: TaskCopy) -> StyledText | None:
        """Return the rail beside the first task or the last; None if it tells no more than them."""
        who, cast = task.who, self._site.cast
        if self._blocks.shape == "web":
            return self._web.at(-1 if who == cast.first else self._blocks.rows)
        if who in self._landed.jobs:
            return self._rail.token_at_row
        is_calm = task.state is not HANDING_OFF and task.state is not BLOCKED
        if who == cast.first and is_calm and self._rows_to_landed:
            return self._rail.start[MOVES]
        return None

    def label(self, row: int) -> str:
        """Return the number of the job that is on the rail above a task's row."""
        if self._blocks.shape == "web":
            return f"#{self._web.tokens[row]}"
        index = row // self._blocks.pitch
        is_down = self._blocks.shape == "chain" and index > self._blocks.departed
        return f"#{self._task(index - 1 if is_down else -1).job}"

    def _task(self, index: int) -> TaskCopy:
        """Return a task by its place from the top; -1 is the one above all blocks."""
        site = self._site
        task = site.tasks.get(self._blocks.inner[index] if index >= 0 else site.cast.first)
        assert task is not None
        return task

    def _past_departed(self, row: int) -> StyledText:
        """Return the rail beside the rows of those who have left, on the way to who is there."""
        blocks = self._blocks
        if len(blocks.inner) == blocks.departed:
            return self._rail.none
        kind = self._from_first(blocks.inner[blocks.departed], row)
        return self._rail.token if kind is None else self._rail.through[kind]

    def _into(self, index: int, part: int) -> int | None:
        """Return what the rail is like on the way to a task, at a part of its block."""
        who, line, pitch = self._blocks.inner[index], self._blocks.line, self._blocks.pitch
        if index == self._blocks.departed:
            return self._from_first(who, index * pitch + part)
        return self._stretch(self._task(index - 1), who, part - line + pitch, pitch)

    def _from_first(self, to: int, row: int) -> int | None:
        """Return what it is like beside a row, on the way from the first task to another."""
        return self._stretch(self._task(-1), to, row + 1, self._rows_from_first)

    def _out_of(self, index: int, part: int) -> int | None:
        """Return what it is like on the way on from a task."""
        blocks = self._blocks
        to = blocks.inner[index + 1]
        return self._stretch(self._task(index), to, part - blocks.line, blocks.pitch)

    def _stretch(self, sender: TaskCopy, to: int, row: int, rows: int) -> int | None:
        """Return what the rail is like `row` rows below a sender; None where the job is.

        The receiver is `rows` rows below.
        """
        if sender.to == to:
            if sender.state is HANDING_OFF:
                phase = phase_of(sender, self._site.at, self._hop_ns)
                at = min(rows, int(phase * (rows + 1)))
                return None if row == at else MOVES if row < at else LIGHT
            if sender.state is BLOCKED:
                return WAITS
        return MOVES if (sender.who, to) in self._landed.ways else LIGHT

    def _bus_at(self, index: int, part: int, row: int) -> StyledText:
        """Return the rail where the first task has a link to each of the others."""
        rail, blocks, rows = self._rail, self._blocks, self._rows_from_first
        line = blocks.line
        kind = LIGHT
        if row < rows:
            first = self._task(-1)
            stretch = self._stretch(first, first.to, row + 1, rows)
            if stretch is None:
                return rail.token_at_row if part == line else rail.token
            kind = stretch
        is_end = kind != LIGHT and row + 1 == rows
        if row + 1 < self._rows_to_landed and kind == LIGHT:
            kind = MOVES
        is_last = index + 1 == len(blocks.inner)
        if part != line or index < blocks.departed:
            return rail.none if is_last and part >= line else rail.through[kind]
        if is_end:
            return rail.end[kind]
        return rail.end[LIGHT] if is_last and kind == LIGHT else rail.passing[kind]
