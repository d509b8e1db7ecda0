"""The rail beside the blocks of the chain, with the jobs that move along it."""

from __future__ import annotations

from site_sim.log.events import NOBODY
from site_sim.state.entities import State, TaskState
from site_sim.state.site import SiteState
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.screens.site.blocks import BlockLayout
from site_sim.ui.screens.site.rail import LIGHT, MOVES, WAITS, phase_of, rail_of
from site_sim.ui.theme.glyphs import Glyphs

TOKEN = -1
"""What the rail is like where a job is."""


class ChainRail:
    """The rail in one frame, after `prepare`."""

    def __init__(self, blocks: BlockLayout, glyphs: Glyphs) -> None:
        self._blocks = blocks
        self._rail = rail_of(glyphs.name)
        self._state: SiteState
        self._hop_ns = 0
        self._web: dict[int, tuple[int, int]] = {}
        """Of the rows of a web where something happens: what the rail is like, and the job."""

    def prepare(self, state: SiteState, hop_ns: int) -> None:
        """Take the state of the site, and how long a hop takes (ns)."""
        self._state = state
        self._hop_ns = hop_ns
        self._web = self._ways() if self._blocks.shape == "web" else {}

    def at(self, row: int) -> StyledText:
        """Return the rail beside a row of the blocks, perhaps with a job on it."""
        part, line = row % self._blocks.pitch, self._blocks.line
        if self._blocks.shape == "star":
            return self._bus_at(row, part)
        if self._blocks.shape == "web":
            return self._web_at(row, part)
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

    def label(self, row: int) -> str:
        """Return the number of the job that is on the rail above a task's row."""
        if self._blocks.shape == "web":
            return f"#{self._web[row][1]}"
        index = row // self._blocks.pitch
        sender = self._task(index - 1) if self._blocks.shape == "chain" else self._task(-1)
        return f"#{sender.job}"

    def _task(self, index: int) -> TaskState:
        """Return a task by its place from the top; -1 is the one above all blocks."""
        state = self._state
        return state.task(self._blocks.inner[index] if index >= 0 else state.log.cast.first)

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

    def _stretch(self, sender: TaskState, to: int, row: int, rows: int) -> int | None:
        """Return what the rail is like `row` rows below a sender; None where the job is.

        The receiver is `rows` rows below.
        """
        if sender.to != to:
            return LIGHT
        if sender.state is State.HANDING_OFF:
            phase = phase_of(sender, self._state.at, self._hop_ns)
            at = min(rows, int(phase * (rows + 1)))
            return None if row == at else MOVES if row < at else LIGHT
        return WAITS if sender.state is State.BLOCKED else LIGHT

    def _bus_at(self, row: int, part: int) -> StyledText:
        """Return the rail where the first task has a link to each of the others."""
        rail, first, line = self._rail, self._task(-1), self._blocks.line
        is_last = row // self._blocks.pitch + 1 == len(self._blocks.inner)
        rows = self._blocks.rows_from_first(self._state)
        kind: int | None = LIGHT
        if row + 1 <= rows:
            kind = self._stretch(first, first.to, row + 1, rows)
        if kind is None:
            return rail.token_at_row if part == line else rail.token
        if part != line:
            return rail.none if is_last and part > line else rail.through[kind]
        if kind != LIGHT and row + 1 == rows:
            return rail.end[kind]
        return rail.end[LIGHT] if is_last and kind == LIGHT else rail.passing[kind]

    # -- any other shape -------------------------------------------------------------------

    def _web_at(self, row: int, part: int) -> StyledText:
        """Return the rail where jobs move up and down between any two tasks."""
        rail, line = self._rail, self._blocks.line
        kind, _ = self._web.get(row, (LIGHT, 0))
        if kind == TOKEN:
            return rail.token_at_row if part == line else rail.token
        if part == line:
            return rail.branch[kind]
        below_all = row + self._blocks.pitch > self._blocks.rows and part > line
        return rail.none if below_all else rail.through[kind]

    def _ways(self) -> dict[int, tuple[int, int]]:
        """Return what the rail is like in each row between a sender and its receiver.

        Where several ways share a row, a job is seen before a way that it took, and that before
        one on which a sender waits.
        """
        ways: dict[int, tuple[int, int]] = {}
        for task in self._state.everyone:
            if task.to == NOBODY or task.state not in (State.HANDING_OFF, State.BLOCKED):
                continue
            start, end = self._row_of(task.who), self._row_of(task.to)
            step = 1 if end >= start else -1
            rows = abs(end - start)
            for passed in range(rows + 1):
                row = start + step * passed
                kind = self._stretch(task, task.to, passed, rows)
                seen = ways.get(row)
                if kind is None or (seen is None and kind != LIGHT):
                    ways[row] = TOKEN if kind is None else kind, task.job
                elif seen is not None and seen[0] == WAITS and kind == MOVES:
                    ways[row] = kind, task.job
        return ways

    def _row_of(self, who: int) -> int:
        """Return the row of a task; -1 above all blocks, or the row below them."""
        row = self._blocks.row_of(who)
        if row is not None:
            return row
        return self._blocks.rows if who == self._state.log.cast.last else -1
