"""The call stacks that plain Python would have, and every generator's state there."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import GEN_CLOSED, GEN_RUNNING, GEN_SUSPENDED

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.inspection.coroutines import NO_GENERATOR, CoroutineSnapshot
from site_sim.inspection.native import Native, StackFrame, native
from site_sim.log.cast import NOBODY
from site_sim.ui.drawing.segments import fit
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.code.text_rows import Names, TextRow, with_code, wrapped

TO_PLAIN, TO_PLAIN_BRIEF, TO_CODE = "in plain .send()", "plain", "back"
"""What the key does that shows this, and the key that leads back."""
DEEPEST_INDENT = 12
WITH_STATES = 60
"""With at least this width (cells) each frame of a stack has its generator's state beside it."""
STATE_CELLS = 14


def write_native(sheet: TextSheet, coroutines: CoroutineSnapshot, names: Names) -> None:
    """Write the stacks, the tasks by their generators' states, and what else is worth knowing."""
    view = native(coroutines)
    deep = f" {sheet.glyphs.dot} {view.sends} send{'s' * (view.sends != 1)} deep"
    sheet.title = f"In plain Python{deep if view.is_equivalent else ''}"
    room = max(3, sheet.height - 4)
    by_frame = view.is_equivalent and sheet.width >= WITH_STATES
    if view.is_equivalent:
        _write_stack(sheet, view.stacks[0], room, view.states if by_frame else {})
    else:
        _write_short_stacks(sheet, view, max(1, room // 2))
    states = dict.fromkeys(coroutines.starting, NO_GENERATOR) | view.states
    are_running_shown = by_frame and len(view.stacks[0]) <= room
    _write_states(sheet, states, names, are_running_shown, {*coroutines.lanes})
    for who in coroutines.lanes:
        if states.get(who) == GEN_SUSPENDED:
            lane = MODEL_FACTS[coroutines.model].awaited
            reason = say("code.goes-on", who=names.short(who), lane=lane)
            sheet.add([(fit(GEN_SUSPENDED, STATE_CELLS), "muted"), (reason, "")], who)
    for line in view.lines:
        for row in wrapped(with_code(line, "muted"), sheet.width - 1, 2):
            sheet.add(row)


def _write_states(
    sheet: TextSheet,
    states: Mapping[int, str],
    names: Names,
    are_running_shown: bool,
    on_lanes: set[int],
) -> None:
    """Write a row for each state; not for GEN_RUNNING if the stack shows all of these.

    Of whoever is suspended and has a lane something else is to be said.
    """
    for state in (GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED, NO_GENERATOR)[are_running_shown:]:
        left_out = on_lanes if state == GEN_SUSPENDED else set()
        whos = sorted(who for who, each in states.items() if each == state and who not in left_out)
        if whos:
            listed = names.all(whos, sheet.width - STATE_CELLS - 1)
            label = fit(state or say("code.no-generator"), STATE_CELLS)
            sheet.add([(label, "muted"), (listed, "")])


def _write_stack(
    sheet: TextSheet, stack: tuple[StackFrame, ...], room: int, states: Mapping[int, str]
) -> None:
    """Write a call stack, the outermost frame at the top, each indented below its caller.

    `states` are the generators' states to write beside the frames.
    """
    shown = [*enumerate(stack)]
    if len(shown) > room:
        shown = [*shown[: max(1, room - 4)], *shown[-3:]]
    before = -1
    for depth, frame in shown:
        indent = " " * min(depth, DEEPEST_INDENT)
        if depth != before + 1:
            left_out = f"{indent}{sheet.glyphs.ellipsis} {depth - before - 1} more"
            sheet.add([(left_out, "muted")])
        before = depth
        row: TextRow = [(f" {indent}{frame.text}", "strong" if frame.who != NOBODY else "")]
        if frame.who != NOBODY and states:
            state = states.get(frame.who, "")
            row += [(f"  {state}", "state-working-text" if state == GEN_RUNNING else "muted")]
        if frame.call:
            cells = sheet.width - sum(len(text) for text, _ in row) - 6
            row += [("  in ", "muted"), (shortened(frame.call, cells, sheet.glyphs.ellipsis), "")]
        sheet.add(row, frame.who)


def _write_short_stacks(sheet: TextSheet, view: Native, most: int) -> None:
    """Write up to `most` call stacks, a row each."""
    glyphs = sheet.glyphs
    for stack in view.stacks[:most]:
        row: TextRow = []
        for frame in stack:
            if row:
                row.append((f" {glyphs.right} ", "muted"))
            role = "state-working-text" if frame.who != NOBODY else "muted"
            used = sum(len(text) for text, _ in row)
            row.append((shortened(frame.text, sheet.width - used, glyphs.ellipsis), role))
        sheet.add(row, stack[-1].who)
    if len(view.stacks) > most:
        sheet.add([(f"{glyphs.ellipsis} {len(view.stacks) - most} more", "muted")])
    if not any(len(stack) > 2 for stack in view.stacks):
        sheet.add([("nobody is in a call", "muted")])


def shortened(code: str, cells: int, ellipsis: str) -> str:
    """Shorten an expression to at most `cells`; a send stays recognisable as one."""
    if len(code) <= cells:
        return code
    if ".send(" in code:
        start = "yield " if code.startswith("yield ") else ""
        code = f"{start}{ellipsis}.send(...)"
        code = code if len(code) <= cells else code.removeprefix("yield ")
    return code if len(code) <= cells else fit(code, max(0, cells), ellipsis)
