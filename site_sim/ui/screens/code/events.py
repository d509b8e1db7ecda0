"""What happens next, what is due after that, and what just happened."""

from __future__ import annotations

import re

from site_sim.base.units import SECOND
from site_sim.inspection.upcoming import EventText, Pending, UpcomingEvents
from site_sim.inspection.values import digits_for
from site_sim.log.events import NO_JOB, NOBODY
from site_sim.player.view_state import Snapshot
from site_sim.ui.screens.code.text_rows import Names, Row, TextRows, cut

WITH_CAUSES = 76
"""From so many cells on the cause of each is told in full beside it, if it fits."""
WITH_NAMES = 60
"""From so many cells on workers are called by their full names."""
EXPLAINED = 7
"""From so many rows on the next event has a row for its cause, where that is not beside it."""
_WORKER = re.compile(r"\bworker (\d+)")


class Events(TextRows):
    """The last events, the next one, and the pending ones, each with what it comes from."""

    def __init__(self) -> None:
        super().__init__("events")
        self._digits = 3
        self._time_cells = 5
        self._names = Names("pipeline")

    def write(self, snapshot: Snapshot) -> None:
        """Write them in order of time; the next one is marked."""
        if snapshot.stage is None:
            return
        upcoming = snapshot.stage.upcoming
        is_known = snapshot.stage.stage is not None
        self.entitle(f"Events {self.glyphs.dot} {upcoming.due} pending" if is_known else "Events")
        self._names = Names(snapshot.state.settings["program"])
        self._digits = digits_for(int(snapshot.state.settings.get("hop-ns", "0")))
        latest = max([snapshot.state.at, *(each.at for each in upcoming.pending)])
        self._time_cells = len(f"{latest / SECOND:.{self._digits}f}")
        height = max(2, self.size.height)
        following = self._following(upcoming)
        behind = max(1, height - len(following) - len(upcoming.pending))
        for told in upcoming.done[-behind:]:
            self.add(self._row(told, self.glyphs.tick, "muted"))
        task = upcoming.next.who if upcoming.next is not None else NOBODY
        for place, row in enumerate(following):
            self.add(row, task, marked=place == 0 and upcoming.next is not None)
        for each in upcoming.pending[: max(0, height - len(self._rows))]:
            self.add(self._row(each, self.glyphs.dot, "", each.because), each.who)

    def _following(self, upcoming: UpcomingEvents) -> list[Row]:
        """Return the row of the next event; and one for its cause, if that is not in the first."""
        if upcoming.next is None:
            return [[("  nothing more will happen of itself", "muted")]]
        sign, cause = self.glyphs.pointer, upcoming.because
        if cause is None or self.size.width >= WITH_CAUSES or self.size.height < EXPLAINED:
            return [self._row(upcoming.next, sign, "strong", cause)]
        indent = " " * (self._time_cells + 3)
        room = self.size.width - len(indent) - 2
        texts = self._named(cause.text), self._named(cause.brief)
        text = next((text for text in texts if len(text) <= room), texts[-1])
        reason = f"{indent}{self.glyphs.left} {text}"
        explanation = list(cut([(reason, "muted")], self.size.width, self.glyphs.ellipsis))
        return [self._row(upcoming.next, sign, "strong"), explanation]

    def _row(
        self, event: EventText | Pending, sign: str, role: str, cause: EventText | None = None
    ) -> Row:
        """Return when something happens, what, and, if there is room, because of what."""
        at = f"{event.at / SECOND:.{self._digits}f}"
        start: Row = [(f"{at:>{self._time_cells}} ", "muted"), (f"{sign} ", "accent")]
        room = self.size.width - self._time_cells - 3
        for text, reason in self._wordings(event, cause):
            gap = 2 * bool(reason)
            if len(text) + gap + len(reason) <= room:
                if reason and self.size.width < WITH_CAUSES:
                    gap = room - len(text) - len(reason)
                return [*start, (text, role), (" " * gap + reason, "muted")]
        row = [*start, (self._named(event.brief), role)]
        return list(cut(row, self.size.width, self.glyphs.ellipsis))

    def _wordings(
        self, event: EventText | Pending, cause: EventText | None
    ) -> list[tuple[str, str]]:
        """Return an event and its cause, if there is one, in ever fewer words; at last without."""
        text, brief = self._named(event.text), self._named(event.brief)
        wordings: list[tuple[str, str]] = []
        if cause is not None:
            arrow = f"{self.glyphs.left} "
            job = f"#{cause.job}" if cause.job != NO_JOB else ""
            who = self._names.short(cause.who) if cause.who != NOBODY else ""
            if self.size.width >= WITH_CAUSES:
                wordings.append((text, arrow + self._named(cause.text)))
            short = f"{job} {who}".strip()
            if short:
                wordings += [(text, arrow + short), (brief, arrow + short)]
        return [*wordings, (text, ""), (brief, "")]

    def _named(self, text: str) -> str:
        """Return a sentence, where there is little room with short names."""
        return _WORKER.sub(r"w\1", text) if self.size.width < WITH_NAMES else text
