"""One coroutine: what it waits for, its generator's state, its line and its local variables."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import GEN_SUSPENDED

from site_sim.facts.sentences import say
from site_sim.inspection.coroutines import CoroutineSnapshot, CoroutineState
from site_sim.player.formatting import share
from site_sim.player.frame import Frame
from site_sim.ui.drawing.segments import StyledText, cut_row, fit, work_bar
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.code.text_rows import GLUE, TextRow, with_code, wrapped

PROGRESS_CELLS = 30
"""The most cells of the bar that shows how far a re-execution is."""
TALL = 8
"""With at least this many rows the coroutine's line in the source is named."""


def write_coroutine(sheet: TextSheet, frame: Frame) -> None:
    """Write all that is known of the coroutine in focus."""
    data = frame.code
    if data is None:
        return
    sheet.title = "Coroutine"
    if data.fault:
        fault = [(f"{sheet.glyphs.hazard} ", "hazard"), (data.fault, "")]
        for row in wrapped(fault, sheet.width - 2, 2):
            sheet.add(row)
    elif data.coroutines is None:
        _write_progress(sheet, data.progress)
    elif data.focus in data.coroutines.detailed:
        _write_state(
            sheet, data.coroutines.detailed[data.focus], _holds(data.coroutines, data.focus)
        )
    else:
        sheet.add([("nobody is on the site yet", "muted")])


def _write_progress(sheet: TextSheet, progress: float) -> None:
    for row in wrapped([(say("code.executed-again"), "")], sheet.width - 1):
        sheet.add(row)
    cells = min(PROGRESS_CELLS, sheet.width - 6)
    sheet.add([*work_bar(cells, progress, sheet.glyphs), (f" {share(progress)}", "")])


def _holds(coroutines: CoroutineSnapshot, who: int) -> bool:
    """Return whether the simulation holds a coroutine that has a lane, or is on the call stack.

    In plain Python it would run.
    """
    is_held = coroutines.detailed[who].generator == GEN_SUSPENDED
    return is_held and who in (*coroutines.lanes, *coroutines.call_stack)


def _write_state(sheet: TextSheet, coroutine: CoroutineState, is_held: bool) -> None:
    state = coroutine.generator or say("code.no-generator")
    state = say("code.holds") if is_held else state
    sheet.title = f"{coroutine.name} {sheet.glyphs.dot} {state}"
    for row in wrapped(with_code(coroutine.waits), sheet.width - 1):
        sheet.add(row, coroutine.who)
    if sheet.height >= TALL:
        for row in wrapped(_place(coroutine, is_held), sheet.width - 1):
            sheet.add(row, coroutine.who)
        sheet.add([])
    for row in _variables(sheet, coroutine, sheet.height - len(sheet.rows)):
        sheet.add(row, coroutine.who)


def _place(coroutine: CoroutineState, is_held: bool) -> TextRow:
    if not coroutine.line:
        return []
    is_suspended = coroutine.generator == GEN_SUSPENDED
    sentence = "code.held-between" if is_held else "code.held" if is_suspended else "code.runs"
    return [(say(sentence, line=coroutine.line, function=coroutine.function), "muted")]


def _variables(sheet: TextSheet, coroutine: CoroutineState, height: int) -> list[TextRow]:
    """Return the local variables: a row each or, where they need too many, running text."""
    if len(coroutine.locals) <= height:
        width = max((len(name) for name, _ in coroutine.locals), default=0)
        rows = (
            [(fit(name, width), "strong"), (" = ", "muted"), (value, _role(value))]
            for name, value in coroutine.locals
        )
        return [[*cut_row(row, sheet.width, sheet.glyphs.ellipsis)] for row in rows]
    return wrapped(_running_text(coroutine), sheet.width - 1)


def _running_text(coroutine: CoroutineState) -> Iterable[StyledText]:
    """Yield the variables one after the other, jobs first: there may not be room for all."""
    for name, value in sorted(coroutine.locals, key=lambda each: not each[1].startswith("#")):
        yield f"{name}{GLUE}={GLUE}{value}".replace(" ", GLUE) + " ", _role(value)
        yield " ", ""


def _role(value: str) -> str:
    return "token" if value.startswith("#") else ""
