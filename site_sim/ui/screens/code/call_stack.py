"""Who waits for whom: the tower of calls; or ready queue, lanes and inboxes.

In the serial model a send is a call, and the callers stand on each other like a tower: each waits
for the one above. Who is back at its bare yield stays in sight, greyed and unlinked: its frame is
suspended, it has not returned.
"""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.states import STATES
from site_sim.inspection.coroutines import CoroutineSnapshot
from site_sim.log.events import ACCEPT, NO_JOB, NOBODY
from site_sim.player.view_state import Snapshot
from site_sim.state.entities import State
from site_sim.ui.drawing.rows_panel import PLAIN_STATES, TEXT_STATES, StyledText, fit
from site_sim.ui.keymap.bindings import KeysOf
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.code.native import Stacks
from site_sim.ui.screens.code.text_rows import GLUE, Names, Row, wrapped

EACH = ", each for the one above"
LABEL_CELLS = 10
NAME_CELLS = 10


class CallStack(Stacks):
    """Who waits for whom."""

    DEFAULT_CSS = "CallStack { scrollbar-size-vertical: 1; }"

    def __init__(self, keys_of: KeysOf) -> None:
        super().__init__("tower")
        self._keys_of = keys_of
        self._focus = NOBODY

    def write(self, snapshot: Snapshot) -> None:
        """Write what fits the model, or what plain Python would have."""
        staged = snapshot.stage
        stage = staged.stage if staged is not None else None
        there = "back" if snapshot.view.native else "in plain .send()"
        keys = self._keys_of("native")  # a person may have left it without one
        self.note(f"{sign(keys[0])}: {there}" if keys else "")
        if staged is None or stage is None:
            self.entitle("Who waits for whom")
            return
        self._focus = staged.focus
        names = Names(stage.program)
        if snapshot.view.native:
            self.write_native(stage, names)
        elif MODEL_FACTS[stage.model].sends_are_calls:
            self._write_tower(stage, names)
        else:
            self._write_lanes(stage, names)

    # -- the tower of calls ----------------------------------------------------------------

    def _write_tower(self, stage: CoroutineSnapshot, names: Names) -> None:
        tower, dot = stage.tower, self.glyphs.dot
        self.entitle(f"Who waits for whom {dot} {len(tower)} deep")
        height = max(3, self.size.height)
        resting = sorted((*stage.resting, *stage.closed), key=lambda who: (who != ACCEPT, who))
        room = height - len(tower) - 1
        if len(resting) <= room:
            self._leave_free(room - len(resting))
            for who in resting:
                self.add(self._resting_row(stage, who), who, who == self._focus)
        else:
            self._leave_free(room - 1)
            self.add([("    " + self._greyed(resting, names), "muted")])
        callers = list(reversed(tower))
        shown, unseen = callers, callers[height - 4 : -1]
        if len(callers) > height - 2:
            shown = [*callers[: height - 4], NOBODY, callers[-1]]
        corner = self.glyphs.corners
        for place, who in enumerate(shown):
            link = corner[0] if place == 0 else self.glyphs.tees[0]
            if who == NOBODY:
                cells = self.size.width - 6 - len(EACH)
                words = f"{self.glyphs.ellipsis} {names.all(unseen, cells)}{EACH}"
                self.add([(f" {self.glyphs.vertical} ", "state-blocked"), (words, "muted")])
            else:
                self.add(self._calling_row(stage, who, link), who, who == self._focus)
        if tower:
            self.add([(f" {corner[2]} ", "state-blocked"), ("main", "muted")])
        else:
            self.add([("   main", "muted"), ("   nobody is in a call", "muted")])

    def _leave_free(self, rows: int) -> None:
        for _ in range(rows):
            self.add([])

    def _greyed(self, whos: Sequence[int], names: Names) -> str:
        cells = self.size.width - 24
        return f"{names.all(sorted(whos), cells)}: suspended"

    def _resting_row(self, stage: CoroutineSnapshot, who: int) -> Row:
        """Return a frame that is suspended and in no call."""
        state = State.GONE if who in stage.closed else State.IDLE
        sign_, name = self.glyphs.states[STATES[state]], stage.name_of(who)
        words = "closed" if who in stage.closed else "yield"
        return [(f"   {sign_} {fit(name, NAME_CELLS)} {words}", "muted")]

    def _calling_row(self, stage: CoroutineSnapshot, who: int, link: str) -> Row:
        """Return a frame that is on the stack."""
        acts = who == stage.tower[-1]
        state = _state(stage, who) if acts else State.BLOCKED
        row: Row = [
            (f" {link} ", "state-blocked"),
            (f"{self.glyphs.states[STATES[state]]} ", PLAIN_STATES[state]),
            (fit(stage.name_of(who), NAME_CELLS) + " ", "strong"),
        ]
        return row + self._doing(stage, who, TEXT_STATES[state], 6 + NAME_CELLS)

    def _doing(self, stage: CoroutineSnapshot, who: int, role: str, used: int) -> list[StyledText]:
        """Return the yield that someone is at, and the job in hand."""
        standing = stage.standings.get(who)
        if standing is None:
            return []
        job = f" #{standing.job}" if standing.job != NO_JOB else ""
        cells = max(0, self.line_width - used - len(job))
        return [(self.shortened(standing.expression, cells), role), (job, "token")]

    # -- ready queue, lanes and inboxes ----------------------------------------------------

    def _write_lanes(self, stage: CoroutineSnapshot, names: Names) -> None:
        dot = self.glyphs.dot
        self.entitle(f"{MODEL_FACTS[stage.model].lanes} {dot} {len(stage.ready)} ready")
        room = max(1, self.size.height - 4)
        taken = sorted(range(len(stage.lanes)), key=lambda lane: stage.lanes[lane] == NOBODY)
        for lane in sorted(taken[:room]):
            self._write_lane(stage, lane)
        if len(stage.lanes) > room:
            free = sum(who == NOBODY for who in stage.lanes)
            self.add([("", ""), (f"{len(stage.lanes)} lanes, {free} of them free", "muted")])
        self._write_list("ready", [(names.short(who), "") for who in stage.ready], State.READY)
        self._write_list("I/O", [(names.all(stage.in_io, self.size.width - LABEL_CELLS), "")]
                         if stage.in_io else [], State.IO)  # fmt: skip
        self._write_list("inboxes", self._inboxes(stage, names), None)
        blocked = [
            (f"{names.short(sender)} {self.glyphs.right} {names.short(inbox.who)}", "")
            for inbox in stage.inboxes
            for sender in inbox.senders
        ]
        self._write_list("blocked", blocked, State.BLOCKED)
        if stage.starting:
            self._write_list("starting", [(names.short(who), "") for who in stage.starting], None)
        if stage.closed:
            self._write_list("closed", [(names.short(who), "") for who in stage.closed], State.GONE)

    def _write_lane(self, stage: CoroutineSnapshot, lane: int) -> None:
        who = stage.lanes[lane]
        label = (fit(f"lane {lane}", LABEL_CELLS - 2), "muted")
        if who == NOBODY:
            self.add([label, (f"{self.glyphs.states['idle']} ", "state-idle"), ("free", "muted")])
            return
        state = _state(stage, who)
        row: Row = [
            label,
            (f"{self.glyphs.states[STATES[state]]} ", PLAIN_STATES[state]),
            (fit(stage.name_of(who), NAME_CELLS) + " ", "strong"),
        ]
        doing = self._doing(stage, who, TEXT_STATES[state], LABEL_CELLS + 1 + NAME_CELLS)
        self.add(row + doing, who, who == self._focus)

    def _inboxes(self, stage: CoroutineSnapshot, names: Names) -> list[StyledText]:
        items = []
        for inbox in stage.inboxes:
            jobs = " ".join(f"#{job}" for job in inbox.jobs)
            full = " full" if len(inbox.jobs) >= stage.room and inbox.senders else ""
            items.append((f"{names.short(inbox.who)}: {jobs}{full}", ""))
        return items

    def _write_list(self, label: str, items: list[StyledText], state: State | None) -> None:
        """Write a labelled list in as many rows as it takes, at most three."""
        mark: StyledText = ("  ", "")
        if state is not None:
            mark = (f"{self.glyphs.states[STATES[state]]} ", PLAIN_STATES[state])
        row: Row = [(fit(label, LABEL_CELLS - 2), "muted"), mark]
        if not items:
            row.append(("nobody" if label != "inboxes" else "empty", "muted"))
        for place, (text, role) in enumerate(items):
            end = "" if place == len(items) - 1 else f" {self.glyphs.dot} "
            row += [(text.replace(" ", GLUE) + end, role)]
        rows = wrapped(row, self.size.width - 1, LABEL_CELLS)
        for each in rows[:3]:
            self.add(each)


def _state(stage: CoroutineSnapshot, who: int) -> State:
    """Return the state of one who has a lane."""
    if who in stage.in_io:
        return State.IO
    if who in stage.at_work:
        return State.CPU
    standing = stage.standings.get(who)
    sends = standing is not None and ".send(" in standing.expression
    return State.HANDING_OFF if sends else State.READY
