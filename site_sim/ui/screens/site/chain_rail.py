"""The rail beside the blocks of the chain, with the job that moves down it."""

from __future__ import annotations

from site_sim.state.entities import State, TaskState
from site_sim.state.site import SiteState
from site_sim.ui.drawing.segments import StyledText
from site_sim.ui.screens.site.blocks import BlockLayout
from site_sim.ui.screens.site.rail import LIGHT, MOVES, WAITS, phase_of, rail_of
from site_sim.ui.theme.glyphs import Glyphs


class ChainRail:
    """The rail in one frame, after `prepare`."""

    def __init__(self, blocks: BlockLayout, glyphs: Glyphs) -> None:
        self._blocks = blocks
        self._rail = rail_of(glyphs.name)
        self._state: SiteState
        self._hop_ns = 0

    def prepare(self, state: SiteState, hop_ns: int) -> None:
        """Take the state of the site, and how long a hop takes (ns)."""
        self._state = state
        self._hop_ns = hop_ns

    def at(self, row: int, who: int) -> StyledText:
        """Return the rail beside a row of a worker's block, perhaps with a job on it."""
        part, line = row % self._blocks.pitch, self._blocks.line
        if self._blocks.is_direct:
            return self._bus_at(row, part, who)
        rail = self._rail
        above = self._into(who, part) if part <= line else LIGHT
        below = self._out_of(who, part) if part >= line and who > 0 else LIGHT
        if above is None or below is None:
            return rail.token_at_row if part == line else rail.token
        if part < line:
            return rail.through[above]
        if part > line:
            return rail.through[below] if who else rail.none
        return rail.beside(above, below, who == 0)

    def label(self, who: int) -> str:
        """Return the number of the job that is on the rail above a worker's row."""
        state = self._state
        is_head = who + 1 == len(state.workers)
        sender = state.foreman if is_head or self._blocks.is_direct else state.workers[who + 1]
        return f"#{sender.job}"

    def _into(self, who: int, part: int) -> int | None:
        """Return what the rail is like on the way to a worker, at a part of its block."""
        workers, line = self._state.workers, self._blocks.line
        if who + 1 == len(workers):
            return self._stretch(self._state.foreman, who, part + 1, line + 1)
        pitch = self._blocks.pitch
        return self._stretch(workers[who + 1], who, part - line + pitch, pitch)

    def _out_of(self, who: int, part: int) -> int | None:
        """Return what it is like on the way on from a worker."""
        blocks = self._blocks
        return self._stretch(self._state.workers[who], who - 1, part - blocks.line, blocks.pitch)

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

    def _bus_at(self, row: int, part: int, who: int) -> StyledText:
        """Return the rail where the foreman has a link to each worker."""
        rail, foreman, line = self._rail, self._state.foreman, self._blocks.line
        rows = self._blocks.rows_from_foreman(self._state)
        kind: int | None = LIGHT
        if row + 1 <= rows:
            kind = self._stretch(foreman, foreman.to, row + 1, rows)
        if kind is None:
            return rail.token_at_row if part == line else rail.token
        if part != line:
            return rail.none if who == 0 and part > line else rail.through[kind]
        if kind != LIGHT and row + 1 == rows:
            return rail.end[kind]
        return rail.end[LIGHT] if who == 0 and kind == LIGHT else rail.passing[kind]
