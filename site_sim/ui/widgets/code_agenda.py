"""What happens next, what is due after that, and what just happened."""

from __future__ import annotations

import re

from site_sim.stage.agenda import Agenda, Pending, Told
from site_sim.stage.values import digits_for
from site_sim.ui.view import Scene
from site_sim.ui.widgets.code_rows import Row, Written, cut
from site_sim.ui.words import NS

WITH_CAUSES = 76
"""From so many cells on the cause of each stands beside it."""
WITH_NAMES = 60
"""From so many cells on workers are called by their full names."""
_WORKER = re.compile(r"\bworker (\d+)")


class Events(Written):
    """The last events, the next one, and the pending ones with what they come from."""

    def __init__(self) -> None:
        super().__init__("events")
        self._digits = 3
        self._time_cells = 5

    def write(self, scene: Scene) -> None:
        """Write them in order of time; the next one is marked."""
        if scene.stage is None:
            return
        self._digits = digits_for(int(scene.state.settings.get("hop-ns", "0")))
        agenda = scene.stage.agenda
        latest = max([scene.state.at, *(each.at for each in agenda.pending)])
        self._time_cells = len(f"{latest / NS:.{self._digits}f}")
        pending = _after(agenda)
        dot = self.glyphs.dot
        self.entitle(f"Events {dot} {len(agenda.pending)} pending")
        height = max(2, self.size.height)
        ahead = min(len(pending), max(0, height - 2)) + 1
        causes = self.size.width >= WITH_CAUSES
        explains = not causes and height >= 7 and self._cause(agenda.next) is not None
        behind = max(1, min(height // 3, height - ahead - explains), height - ahead - explains)
        done = agenda.done[-behind:] if behind else ()
        for told in done:
            self.add(self._row(told, self.glyphs.tick, "muted", causes))
        if agenda.next is None:
            self.add([("  nothing more will happen of itself", "muted")])
        else:
            sign = self.glyphs.pointer
            self.add(self._row(agenda.next, sign, "strong", causes), agenda.next.who, marked=True)
            if explains:
                self.add(self._explanation(agenda.next))
        for each in pending[: max(0, height - len(self._rows))]:
            self.add(self._row(each, self.glyphs.dot, "", causes), each.who)

    def _row(self, event: Told | Pending, sign: str, role: str, causes: bool) -> Row:
        at = f"{event.at / NS:.{self._digits}f}"
        row: Row = [
            (f"{at:>{self._time_cells}} ", "muted"),
            (f"{sign} ", "accent"),
            (self._short(event.text), role),
        ]
        cause = self._cause(event) if causes else None
        if cause is not None:
            row += [(f"  {self.glyphs.left} {cause.text}", "muted")]
        return list(cut(row, self.size.width, self.glyphs.ellipsis))

    def _short(self, text: str) -> str:
        """Return a sentence, where there is little room with short names."""
        return _WORKER.sub(r"w\1", text) if self.size.width < WITH_NAMES else text

    def _cause(self, event: Told | Pending | None) -> Told | None:
        return event.because if isinstance(event, Pending) else None

    def _explanation(self, event: Told | Pending) -> Row:
        cause = self._cause(event)
        assert cause is not None
        text = f"{' ' * (self._time_cells + 3)}{self.glyphs.left} {self._short(cause.text)}"
        return list(cut([(text, "muted")], self.size.width, self.glyphs.ellipsis))


def _after(agenda: Agenda) -> tuple[Pending, ...]:
    """Return what is due after the next event."""
    following, pending = agenda.next, agenda.pending
    if following is None or not pending:
        return pending
    same = pending[0].at == following.at and pending[0].who == following.who
    return pending[1:] if same else pending
