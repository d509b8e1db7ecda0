"""Who waits for whom: the call stack; or ready queue, lanes and inboxes.

In the serial model a send is a call: each caller waits for the one above it on the stack. A task
that is back at its bare yield stays in view, greyed and without a link: its frame is suspended, it
has not returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.states import SHORT_WORDS, STATES
from site_sim.inspection.coroutines import CoroutineSnapshot
from site_sim.log.cast import NOBODY, Cast
from site_sim.log.events import NO_JOB
from site_sim.player.frame import CodeData, Frame
from site_sim.state.entities import State
from site_sim.ui.drawing.segments import PLAIN_STATES, TEXT_STATES, StyledText, fit
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.code.native import TO_CODE, TO_PLAIN, shortened, write_native
from site_sim.ui.screens.code.text_rows import GLUE, Names, TextRow, wrapped

EACH = ", each for the one above"
LABEL_CELLS = 10
NAME_CELLS = 10
MOST_LIST_ROWS = 3
"""The most rows that a labelled list takes."""


def write_waits(sheet: TextSheet, frame: Frame, bindings: KeyBindings[Any]) -> None:
    """Write who waits for whom in the model of the run or, when asked for, in plain Python."""
    data = frame.code
    coroutines = data.coroutines if data is not None else None
    if data is not None and not data.is_simulated:
        write_implied(sheet, data, frame.site.cast)
        return
    there = TO_CODE if frame.view.native else TO_PLAIN
    keys = bindings.keys_of("native")  # a person may have left it without one
    sheet.note = f"{sign(keys[0])}: {there}" if keys else ""
    if data is None or coroutines is None:
        sheet.title = "Who waits for whom"
        return
    names = Names(coroutines.cast)
    if frame.view.native:
        write_native(sheet, coroutines, names)
    elif MODEL_FACTS[coroutines.model].sends_are_calls:
        write_call_stack(sheet, coroutines, names, data.focus)
    else:
        write_lanes(sheet, coroutines, names, data.focus)


# -- what a log tells ------------------------------------------------------------------------


def write_implied(sheet: TextSheet, data: CodeData, cast: Cast) -> None:
    """Write what everyone is at who is not idle, and whom each waits for, as the events tell."""
    glyphs = sheet.glyphs
    sheet.title = f"Who waits for whom {glyphs.dot} {data.busy_count} at something"
    for task in data.busy[: sheet.height]:
        name = STATES[task.state]
        row: TextRow = [
            (f" {fit(cast.name_of(task.who), NAME_CELLS)} ", "strong"),
            (f"{glyphs.states[name]} {SHORT_WORDS[name]} ", TEXT_STATES[task.state]),
        ]
        if task.job != NO_JOB:
            row.append((f"#{task.job} ", "token"))
        if task.to != NOBODY:
            row.append((f"{glyphs.right} {cast.name_of(task.to)}", ""))
        sheet.add(row, task.who, task.who == data.focus)


# -- the call stack --------------------------------------------------------------------------


def write_call_stack(
    sheet: TextSheet, coroutines: CoroutineSnapshot, names: Names, focus: int
) -> None:
    """Write the suspended frames and, below them, the call stack down to `main`."""
    tower, glyphs = coroutines.call_stack, sheet.glyphs
    sheet.title = f"Who waits for whom {glyphs.dot} {len(tower)} deep"
    height = max(3, sheet.height)
    _write_resting(sheet, coroutines, names, focus, height - len(tower) - 1)
    callers = list(reversed(tower))
    shown, unseen = callers, callers[height - 4 : -1]
    if len(callers) > height - 2:
        shown = [*callers[: height - 4], NOBODY, callers[-1]]
    for place, who in enumerate(shown):
        link = glyphs.corners[0] if place == 0 else glyphs.tees[0]
        if who == NOBODY:
            cells = sheet.width - 6 - len(EACH)
            words = f"{glyphs.ellipsis} {names.all(unseen, cells)}{EACH}"
            sheet.add([(f" {glyphs.vertical} ", "state-blocked"), (words, "muted")])
        else:
            sheet.add(_calling_row(sheet, coroutines, who, link), who, who == focus)
    if tower:
        sheet.add([(f" {glyphs.corners[2]} ", "state-blocked"), ("main", "muted")])
    else:
        sheet.add([("   main", "muted"), ("   nobody is in a call", "muted")])


def _write_resting(
    sheet: TextSheet, coroutines: CoroutineSnapshot, names: Names, focus: int, room: int
) -> None:
    """Write the frames in no call, at the bottom of `room` rows; in one row if they are many."""
    last = coroutines.cast.last
    resting = sorted((*coroutines.resting, *coroutines.closed), key=lambda who: (who != last, who))
    if len(resting) <= room:
        _leave_free(sheet, room - len(resting))
        for who in resting:
            sheet.add(_resting_row(sheet, coroutines, who), who, who == focus)
    else:
        _leave_free(sheet, room - 1)
        listed = names.all(sorted(resting), sheet.width - 24)
        sheet.add([(f"    {listed}: suspended", "muted")])


def _leave_free(sheet: TextSheet, rows: int) -> None:
    for _ in range(rows):
        sheet.add([])


def _resting_row(sheet: TextSheet, coroutines: CoroutineSnapshot, who: int) -> TextRow:
    """Return a frame that is suspended and in no call."""
    is_closed = who in coroutines.closed
    state = STATES[State.GONE if is_closed else State.IDLE]
    name = fit(coroutines.name_of(who), NAME_CELLS)
    words = "closed" if is_closed else "yield"
    return [(f"   {sheet.glyphs.states[state]} {name} {words}", "muted")]


def _calling_row(sheet: TextSheet, coroutines: CoroutineSnapshot, who: int, link: str) -> TextRow:
    """Return a frame that is on the call stack."""
    state = _state(coroutines, who) if who == coroutines.call_stack[-1] else State.BLOCKED
    return [(f" {link} ", "state-blocked"), *_acting(sheet, coroutines, who, state, 6)]


def _acting(
    sheet: TextSheet, coroutines: CoroutineSnapshot, who: int, state: State, used: int
) -> TextRow:
    """Return a task's state and name, the yield it is at, and its job; `used` cells are taken."""
    row: TextRow = [
        (f"{sheet.glyphs.states[STATES[state]]} ", PLAIN_STATES[state]),
        (fit(coroutines.name_of(who), NAME_CELLS) + " ", "strong"),
    ]
    coroutine = coroutines.detailed.get(who)
    if coroutine is None:
        return row
    job = f" #{coroutine.job}" if coroutine.job != NO_JOB else ""
    cells = max(0, sheet.clear_width - used - NAME_CELLS - len(job))
    expression = shortened(coroutine.expression, cells, sheet.glyphs.ellipsis)
    return [*row, (expression, TEXT_STATES[state]), (job, "token")]


# -- ready queue, lanes and inboxes ----------------------------------------------------------


def write_lanes(sheet: TextSheet, coroutines: CoroutineSnapshot, names: Names, focus: int) -> None:
    """Write who has a lane, and then lists: ready, in I/O, in inboxes, blocked, and more."""
    sheet.title = (
        f"{MODEL_FACTS[coroutines.model].lanes} {sheet.glyphs.dot} {len(coroutines.ready)} ready"
    )
    room = max(1, sheet.height - 4)
    taken = sorted(range(len(coroutines.lanes)), key=lambda lane: coroutines.lanes[lane] == NOBODY)
    for lane in sorted(taken[:room]):
        _write_lane(sheet, coroutines, lane, focus)
    if len(coroutines.lanes) > room:
        free = sum(who == NOBODY for who in coroutines.lanes)
        sheet.add([("", ""), (f"{len(coroutines.lanes)} lanes, {free} of them free", "muted")])
    in_io = names.all(coroutines.in_io, sheet.width - LABEL_CELLS)
    blocked = [
        f"{names.short(sender)} {sheet.glyphs.right} {names.short(inbox.who)}"
        for inbox in coroutines.inboxes
        for sender in inbox.senders
    ]
    _write_list(sheet, "ready", [*map(names.short, coroutines.ready)], State.READY)
    _write_list(sheet, "I/O", [in_io] if coroutines.in_io else [], State.IO)
    _write_list(sheet, "inboxes", _inboxes(coroutines, names), None)
    _write_list(sheet, "blocked", blocked, State.BLOCKED)
    if coroutines.starting:
        _write_list(sheet, "starting", [*map(names.short, coroutines.starting)], None)
    if coroutines.closed:
        _write_list(sheet, "closed", [*map(names.short, coroutines.closed)], State.GONE)


def _write_lane(sheet: TextSheet, coroutines: CoroutineSnapshot, lane: int, focus: int) -> None:
    who = coroutines.lanes[lane]
    label = (fit(f"lane {lane}", LABEL_CELLS - 2), "muted")
    if who == NOBODY:
        idle = (f"{sheet.glyphs.states['idle']} ", "state-idle")
        sheet.add([label, idle, ("free", "muted")])
        return
    acting = _acting(sheet, coroutines, who, _state(coroutines, who), LABEL_CELLS + 1)
    sheet.add([label, *acting], who, who == focus)


def _inboxes(coroutines: CoroutineSnapshot, names: Names) -> list[str]:
    items = []
    for inbox in coroutines.inboxes:
        jobs = " ".join(f"#{job}" for job in inbox.jobs)
        full = " full" if len(inbox.jobs) >= coroutines.room and inbox.senders else ""
        items.append(f"{names.short(inbox.who)}: {jobs}{full}")
    return items


def _write_list(sheet: TextSheet, label: str, items: Sequence[str], state: State | None) -> None:
    """Write a labelled list, in at most MOST_LIST_ROWS rows."""
    mark: StyledText = ("  ", "")
    if state is not None:
        mark = (f"{sheet.glyphs.states[STATES[state]]} ", PLAIN_STATES[state])
    row: TextRow = [(fit(label, LABEL_CELLS - 2), "muted"), mark]
    if not items:
        row.append(("nobody" if label != "inboxes" else "empty", "muted"))
    for place, text in enumerate(items):
        end = "" if place == len(items) - 1 else f" {sheet.glyphs.dot} "
        row.append((text.replace(" ", GLUE) + end, ""))
    for each in wrapped(row, sheet.width - 1, LABEL_CELLS)[:MOST_LIST_ROWS]:
        sheet.add(each)


def _state(coroutines: CoroutineSnapshot, who: int) -> State:
    """Return the state of a task that has a lane."""
    if who in coroutines.in_io:
        return State.IO
    if who in coroutines.at_work:
        return State.CPU
    coroutine = coroutines.detailed.get(who)
    sends = coroutine is not None and ".send(" in coroutine.expression
    return State.HANDING_OFF if sends else State.READY
