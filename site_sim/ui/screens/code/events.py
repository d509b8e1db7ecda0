"""What just happened, what happens next, and what is due after that."""

from __future__ import annotations

import re

from site_sim.base.quantities import clock
from site_sim.inspection.upcoming import EventText, Pending, UpcomingEvents
from site_sim.inspection.values import places_of
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.player.frame import Frame
from site_sim.ui.drawing.segments import cut_row
from site_sim.ui.drawing.text_panel import TextSheet
from site_sim.ui.screens.code.text_rows import Names, TextRow

WITH_CAUSES = 76
"""With at least this width (cells) an event's cause is written in full beside it, if it fits."""
WITH_NAMES = 60
"""With at least this width (cells) workers have their full names."""
EXPLAINED = 7
"""With at least this many rows the next event's cause has a row, if it is not beside the event."""
AFTER = "after "
"""Stands before the event that led to another: it had to happen first."""
_WORKER = re.compile(r"\bworker (\d+)")


def write_events(sheet: TextSheet, frame: Frame) -> None:
    """Write the last events, the next one (marked) and the pending ones, each with its cause."""
    if frame.code is None:
        return
    upcoming = frame.code.upcoming
    is_known = frame.code.coroutines is not None
    sheet.title = f"Events {sheet.glyphs.dot} {upcoming.due} pending" if is_known else "Events"
    rows = EventRows(sheet, frame, upcoming)
    height = max(2, sheet.height)
    following = rows.of_next(upcoming)
    behind = max(1, height - len(following) - len(upcoming.pending))
    for done in upcoming.done[-behind:]:
        sheet.add(rows.of_event(done, sheet.glyphs.tick, "muted"))
    task = upcoming.next.who if upcoming.next is not None else NOBODY
    for place, row in enumerate(following):
        sheet.add(row, task, marked=place == 0 and upcoming.next is not None)
    for each in upcoming.pending[: max(0, height - len(sheet.rows))]:
        sheet.add(rows.of_event(each, sheet.glyphs.dot, "", each.because), each.who)


class EventRows:
    """Makes the rows of one frame: their times have equally many digits."""

    def __init__(self, sheet: TextSheet, frame: Frame, upcoming: UpcomingEvents) -> None:
        self._width, self._height, self._glyphs = sheet.width, sheet.height, sheet.glyphs
        settings = frame.site.settings
        self._names = Names(frame.site.log.cast)
        self._places = places_of(settings.hop_ns)
        latest = max([frame.site.at, *(each.at for each in upcoming.pending)])
        self._time_cells = len(clock(latest, self._places))

    def of_next(self, upcoming: UpcomingEvents) -> list[TextRow]:
        """Return the row of the next event, and one for its cause, if that is not beside it."""
        if upcoming.next is None:
            return [[("  nothing more will happen of itself", "muted")]]
        sign, cause = self._glyphs.pointer, upcoming.because
        if cause is None or self._width >= WITH_CAUSES or self._height < EXPLAINED:
            return [self.of_event(upcoming.next, sign, "strong", cause)]
        before = AFTER.rjust(self._time_cells + 3)  # so that the sentences stand below each other
        room = self._width - len(before)
        texts = self._named(cause.text), self._named(cause.brief)
        text = next((text for text in texts if len(text) <= room), texts[-1])
        reason = f"{before}{text}"
        explanation = list(cut_row([(reason, "muted")], self._width, self._glyphs.ellipsis))
        return [self.of_event(upcoming.next, sign, "strong"), explanation]

    def of_event(
        self, event: EventText | Pending, sign: str, role: str, cause: EventText | None = None
    ) -> TextRow:
        """Return when something happens, what, and, if there is room, because of what."""
        at = clock(event.at, self._places)
        start: TextRow = [(f"{at:>{self._time_cells}} ", "muted"), (f"{sign} ", "accent")]
        room = self._width - self._time_cells - 3
        for text, reason in self._wordings(event, cause):
            gap = 2 * bool(reason)
            if len(text) + gap + len(reason) <= room:
                if reason and self._width < WITH_CAUSES:
                    gap = room - len(text) - len(reason)
                return [*start, (text, role), (" " * gap + reason, "muted")]
        row = [*start, (self._named(event.brief), role)]
        return list(cut_row(row, self._width, self._glyphs.ellipsis))

    def _wordings(
        self, event: EventText | Pending, cause: EventText | None
    ) -> list[tuple[str, str]]:
        """Return an event with its cause in fewer and fewer words, and at last without it."""
        text, brief = self._named(event.text), self._named(event.brief)
        wordings: list[tuple[str, str]] = []
        if cause is not None:
            job = f"#{cause.job}" if cause.job != NO_JOB else ""
            who = self._names.short(cause.who) if cause.who != NOBODY else ""
            if self._width >= WITH_CAUSES:
                wordings.append((text, AFTER + self._named(cause.text)))
            for short in dict.fromkeys(filter(None, (f"{job} {who}".strip(), who or job, job))):
                wordings += [(text, AFTER + short), (brief, AFTER + short)]
        return [*wordings, (text, ""), (brief, "")]

    def _named(self, text: str) -> str:
        """Return a sentence, with short names where there is little room."""
        return _WORKER.sub(r"w\1", text) if self._width < WITH_NAMES else text
