"""The call stacks that plain Python would have, and every generator's state there."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import GEN_CLOSED, GEN_RUNNING, GEN_SUSPENDED

from site_sim.inspection.coroutines import NO_GENERATOR, CoroutineSnapshot
from site_sim.inspection.native import Native, StackFrame, native
from site_sim.log.events import NOBODY
from site_sim.ui.drawing.rows_panel import fit
from site_sim.ui.screens.code.text_rows import Names, Row, TextRows, with_code, wrapped

DEEPEST_INDENT = 12
WITH_STATES = 60
"""From so many cells on each frame of a stack has its generator's state beside it."""
STATE_CELLS = 14


class Stacks(TextRows):
    """A panel that can tell a moment in plain `.send()` calls."""

    _by_frame = False
    """Each frame of the stack has its generator's state beside it."""

    def write_native(self, stage: CoroutineSnapshot, names: Names) -> None:
        """Write the stacks, who is in which state, and what is to be known about it."""
        view, dot = native(stage), self.glyphs.dot
        deep = f" {dot} {view.sends} send{'s' * (view.sends != 1)} deep"
        self.entitle(f"In plain Python{deep if view.is_equivalent else ''}")
        room = max(3, self.size.height - 4)
        self._by_frame = view.is_equivalent and self.size.width >= WITH_STATES
        if view.is_equivalent:
            self._write_stack(view.stacks[0], room, view.states)
        else:
            self._write_short_stacks(view, max(1, room // 2))
        self._write_states(stage, view, names, room)
        for line in view.lines:
            for row in wrapped(with_code(line, "muted"), self.size.width - 1, 2):
                self.add(row)

    def _write_states(
        self, stage: CoroutineSnapshot, view: Native, names: Names, room: int
    ) -> None:
        """Write who is in which state; all on the stack may have theirs beside them already."""
        is_told = self._by_frame and len(view.stacks[0]) <= room
        states = dict.fromkeys(stage.starting, NO_GENERATOR) | view.states
        for state in (GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED, NO_GENERATOR)[is_told:]:
            whos = sorted(who for who, each in states.items() if each == state)
            if whos:
                listed = names.all(whos, self.size.width - STATE_CELLS - 1)
                self.add([(fit(state or "no generator", STATE_CELLS), "muted"), (listed, "")])

    def _write_stack(
        self, stack: tuple[StackFrame, ...], room: int, states: Mapping[int, str]
    ) -> None:
        """Write a call stack, the outermost frame at the top, each further in than its caller."""
        shown = [*enumerate(stack)]
        if len(shown) > room:
            shown = [*shown[: max(1, room - 4)], *shown[-3:]]
        before = -1
        for depth, frame in shown:
            if depth != before + 1:
                indent = " " * min(depth, DEEPEST_INDENT)
                self.add([(f"{indent}{self.glyphs.ellipsis} {depth - before - 1} more", "muted")])
            before = depth
            indent = " " * min(depth, DEEPEST_INDENT)
            row: Row = [(f" {indent}{frame.text}", "strong" if frame.who != NOBODY else "")]
            if frame.who != NOBODY and self._by_frame:
                state = states.get(frame.who, "")
                role = "state-working-text" if state == GEN_RUNNING else "muted"
                row += [(f"  {state}", role)]
            if frame.call:
                cells = self.size.width - sum(len(text) for text, _ in row) - 6
                row += [("  in ", "muted"), (self.shortened(frame.call, cells), "")]
            self.add(row, frame.who)

    def _write_short_stacks(self, view: Native, most: int) -> None:
        """Write call stacks, a row each."""
        for stack in view.stacks[:most]:
            row: Row = []
            for frame in stack:
                if row:
                    row.append((f" {self.glyphs.right} ", "muted"))
                role = "state-working-text" if frame.who != NOBODY else "muted"
                used = sum(len(text) for text, _ in row)
                row.append((self.shortened(frame.text, self.size.width - used), role))
            self.add(row, stack[-1].who)
        if len(view.stacks) > most:
            self.add([(f"{self.glyphs.ellipsis} {len(view.stacks) - most} more", "muted")])
        if not any(len(stack) > 2 for stack in view.stacks):
            self.add([("nobody is in a call", "muted")])

    def shortened(self, code: str, cells: int) -> str:
        """Return an expression in at most so many cells; that it is a send stays to be seen."""
        if len(code) <= cells:
            return code
        if ".send(" in code:
            start = "yield " if code.startswith("yield ") else ""
            code = f"{start}{self.glyphs.ellipsis}.send(...)"
            code = code if len(code) <= cells else code.removeprefix("yield ")
        return code if len(code) <= cells else fit(code, max(0, cells), self.glyphs.ellipsis)
