"""Looks through a log for the moments at which a condition becomes true.

A moment is how many events have happened. The site is folded along, from checkpoint to checkpoint
where little of the log can matter, and all is done in slices: a person may wait, and a screen not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Literal

from site_sim.log.event_log import CHUNK, EventLog
from site_sim.run.recording import Recording
from site_sim.state.conditions.clauses import PlainEvent, SiteCondition
from site_sim.state.fold import fold, fold_each

MOST_FOLDED = 1 << 13
"""Events that are folded in one go on the way to one that counts."""
FOLDED_EACH = 4
"""Events that are folded, at most, where one that counts might be looked at."""
STRETCH = 1 << 13
"""Events that are looked through from the first to the last, on the way back."""

Looked = Literal["goes on", "found", "nothing"]


class ConditionScan:
    """Looks forward from a moment, event by event, as far as it is told."""

    def __init__(self, recording: Recording, condition: SiteCondition, start: int) -> None:
        self.seq = start
        """How many events were looked at, or were before the first."""
        self._recording = recording
        self._condition = condition
        self._triggers, kinds, sure = condition.triggers, condition.kinds, condition.sure_kinds
        self._counts = bytes(kind in kinds for kind in range(256))
        """Whether an event of a kind may matter, and whether each of them does."""
        self._is_sure = bytes(kind in sure for kind in range(256))
        self._reads_site = condition.reads_site
        self._has_occurrences = condition.has_occurrences
        self._site = recording.checkpoints.state_at(start) if self._reads_site else recording.state
        self.held = condition.is_standing and condition.holds(self._site)
        """Whether it held after the last event that counts, when nothing happened any more."""

    def first_from(self, log: EventLog, start: int) -> int | None:  # noqa: ARG002 - as all sought
        """Return the number of the first event of a log with which it becomes true; or None."""
        while self.seq < len(log):
            found = self.look(len(log))
            if found is not None:
                return found - 1
        return None

    def look(self, stop: int, events: int = CHUNK) -> int | None:
        """Look at some events more, before number `stop`, about so many of those that count.

        Return the moment at which it becomes true; the rest is looked at next time.
        """
        log = self._recording.log
        end = min(stop, self.seq - self.seq % CHUNK + CHUNK)
        counts = log.kinds(self.seq, end).translate(self._counts)
        if 1 not in counts:
            self.seq = end
            return None
        if self._reads_site:
            end = min(end, self.seq + FOLDED_EACH * events)
        if counts.count(1) > events:
            end = min(end, self.seq + events)
        if not self._bring_on():
            return None
        for moment, row in self._events(log, end, counts):
            if self._matters(row, log) and self._becomes_true(row):
                self.seq = moment
                return moment
        self.seq = end
        return None

    def _events(self, log: EventLog, end: int, counts: bytes) -> Iterator[tuple[int, PlainEvent]]:
        """Yield the events that count, each with the moment after it, at which the site is then."""
        if not self._reads_site:
            yield from compress(enumerate(log.rows(self.seq, end), self.seq + 1), counts)
            return
        site, table = self._site, self._counts
        for row in fold_each(site, end):
            if table[row[1]]:
                yield site.seq, row

    def _bring_on(self) -> bool:
        """Bring the site on to the present moment, or some way; return whether it is there."""
        site, seq = self._site, self.seq
        if not self._reads_site or seq == site.seq:
            return True
        checkpoints = self._recording.checkpoints
        if checkpoints.start_for(seq) > site.seq:
            self._site = checkpoints.state_at(seq)
            return True
        fold(site, min(seq, site.seq + MOST_FOLDED))
        return site.seq == seq

    def _matters(self, row: PlainEvent, log: EventLog) -> bool:
        """Return whether an event that counts may make the condition true, or no more true."""
        is_sure = self._is_sure[row[1]]
        return bool(is_sure) or any(clause.may_change(row, log) for clause in self._triggers)

    def _becomes_true(self, row: PlainEvent) -> bool:
        """Return whether it becomes true with an event; all that count before it were asked of."""
        condition, held = self._condition, self.held
        holds = condition.holds(self._site, row)
        self.held = holds
        if self._has_occurrences:
            self.held = condition.is_standing and condition.holds(self._site)
        return holds and not held


class ScanOn:
    """Looks forward in what has happened already, from a moment on."""

    def __init__(self, recording: Recording, condition: SiteCondition, start: int) -> None:
        self.found = start
        """The moment that was found."""
        self._recording = recording
        self._scan = ConditionScan(recording, condition, start)

    def go_on(self, events: int) -> Looked:
        """Look at about so many events that count."""
        end = len(self._recording.log)
        found = self._scan.look(end, events)
        if found is not None:
            self.found = found
            return "found"
        return "nothing" if self._scan.seq >= end else "goes on"


class ScanBack:
    """Looks for the last moment up to a given one, but not before the site was built.

    It goes back stretch by stretch, and looks through each from its beginning on. Where it holds
    from the start, it became true there.
    """

    def __init__(
        self, recording: Recording, condition: SiteCondition, first: int, last: int
    ) -> None:
        self.found = first
        """The moment that was found."""
        self._recording = recording
        self._condition = condition
        self._first = first
        self._is_over = last < first
        self._begin(last)

    def _begin(self, stop: int) -> None:
        """Begin the stretch that ends at a moment."""
        self._stop = stop
        self._start = max(self._first, (stop - 1) // STRETCH * STRETCH)
        self._scan = ConditionScan(self._recording, self._condition, self._start)
        is_true = self._start == self._first and self._scan.held
        self._last = self._first if is_true else None
        """The last moment of the stretch that was found so far."""

    def go_on(self, events: int) -> Looked:
        """Look at about so many events that count."""
        if self._is_over:
            return "nothing"
        self._last = self._scan.look(self._stop, events) or self._last
        if self._scan.seq < self._stop:
            return "goes on"
        if self._last is not None:
            self.found = self._last
            return "found"
        if self._start == self._first:
            return "nothing"
        self._begin(self._start)
        return "goes on"
