"""What happened shortly before a moment: accidents, hires, lay-offs, hand-offs, another model.

It is read from the log by an index of the few events in question, so that the same moment has the
same news whichever way one came to it. How long something is news is counted in cells of the
strips, and so in real time at the speed at which the site is looked at.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from site_sim.log.event_log import EventLog
from site_sim.log.events import Event, Kind
from site_sim.state.entities import State
from site_sim.state.history.tiles import CELLS
from site_sim.state.site import SiteState

REBUILT = len(State)
"""In place of a state in a cell of a strip: the site was built anew in that moment."""
FRESH_CELLS = 5
"""How long it is told of a task what happened to it."""
ANNOUNCED_CELLS = 24
"""How long it is told that the site was built anew."""
LANDED_CELLS = 1
"""How long a job that was handed on is shown where it went."""
MOST_EVENTS, MOST_HAND_OFFS, MOST_DEPARTED = 64, 4, 3
"""How much is told at once, the latest of it."""
READ = 1 << 14
"""How many events are read at once."""
LOOKED_AT = 64
"""The latest events among which hand-offs are looked for."""

_OF_TASKS = (
    Kind.AccidentHappened, Kind.Died, Kind.Hired, Kind.StartUpBegan, Kind.LaidOff,
    Kind.CalledBack, Kind.Left,
)  # fmt: skip
_NOTED = {*_OF_TASKS, Kind.SettingChanged, Kind.LanesOpened}
_RUNS = re.compile(rb"([%s])\1*" % re.escape(bytes(sorted(_NOTED))))
"""Events of one noted kind, one after the other."""
_NOT_NOTED = bytes(kind for kind in range(256) if kind not in _NOTED)
_ARRIVALS = (Kind.Hired, Kind.StartUpBegan)
_ACCIDENTS = (Kind.AccidentHappened, Kind.Died)
_HANDED_OFF = int(Kind.HandedOff)
MODEL = "model"


class Rebuild(NamedTuple):
    """The site was built anew by event number `seq`, at a time (ns), as a setting was changed."""

    seq: int
    at: int
    setting: str
    """The key of the setting, the model if it is among those that were changed; "" for none."""
    value: str


class HandOff(NamedTuple):
    """A job that one task has handed to another, at a time (ns)."""

    at: int
    who: int
    to: int
    job: int


class News(NamedTuple):
    """What is news at one moment. Times are simulated nanoseconds."""

    happened: Mapping[int, Event] = {}
    """The event that is to be told of a task: an accident, a hire, a lay-off, or that it left."""
    departed: int = 0
    """How many of those who left are still listed; theirs are the numbers after the last worker."""
    rebuilt: Rebuild | None = None
    """The last time the site was built anew."""
    rebuilds: Sequence[int] = ()
    """All times at which it was, in the cells of the strips."""
    hand_offs: Sequence[HandOff] = ()
    """The latest, in order."""


NO_NEWS = News()


class NewsIndex:
    """Holds the numbers of the events of a growing log that are news; 8 bytes each."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._read_up_to = 0
        self._seqs = array("q")
        self._rebuilds: list[Rebuild] = []
        self._last_hand_off = -1
        """The number of the last hand-off in the log."""
        self._opened_at = -1
        """When the site was last built, or built anew (ns)."""
        self._changed_at, self._changed = -1, ("", "")
        """The setting that was changed last, and when."""
        self._starting: set[int] = set()
        self._last: tuple[tuple[int, int, int], News] = (-1, -1, -1), News()
        """The news that was read last, and for which events, time and cells."""

    def at(self, state: SiteState, step: int) -> News:
        """Return what is news at the moment of a state, in cells of `step` ns."""
        moment = state.seq, state.at, step
        if moment != self._last[0]:
            self._catch_up()
            self._last = moment, self._read(state, step)
        return self._last[1]

    # -- reading the log -------------------------------------------------------------------

    def _catch_up(self) -> None:
        """Note the events that were added to the log."""
        log, end = self._log, len(self._log)
        for start in range(self._read_up_to, end, READ):
            kinds = log.kinds(start, min(start + READ, end))
            found = kinds.rfind(_HANDED_OFF)
            if found >= 0:
                self._last_hand_off = start + found
            if kinds.translate(None, _NOT_NOTED):  # mostly there is none
                for run in _RUNS.finditer(kinds):
                    self._note_run(start + run.start(), start + run.end())
        self._read_up_to = end

    def _note_run(self, start: int, stop: int) -> None:
        """Note the events from number `start` up to `stop`, which are of one kind."""
        if self._is_first_crew(start, stop):
            return
        for seq, row in enumerate(self._log.rows(start, stop), start):
            self._note(seq, Event._make(row))

    def _is_first_crew(self, start: int, stop: int) -> bool:
        """Return whether those events hire the crew of a site that was built in this moment."""
        is_hired = self._log[start].kind == Kind.Hired and not self._starting
        return is_hired and self._log.time_of(stop - 1) == self._opened_at

    def _note(self, seq: int, event: Event) -> None:
        """Note an event: what a setting is, that the site is built, or what happened to a task."""
        kind, who = event.kind, event.who
        if kind == Kind.SettingChanged:
            self._note_setting(event)
        elif kind == Kind.LanesOpened:
            self._note_building(seq, event.at)
        elif kind in _ARRIVALS:
            is_new = event.at != self._opened_at and who not in self._starting
            (self._starting.add if kind == Kind.StartUpBegan else self._starting.discard)(who)
            if is_new:
                self._seqs.append(seq)
        else:
            self._starting.discard(who)
            self._seqs.append(seq)

    def _note_building(self, seq: int, at: int) -> None:
        if self._opened_at >= 0:
            cause = self._changed if self._changed_at == at else ("", "")
            self._rebuilds.append(Rebuild(seq, at, *cause))
        self._opened_at = at
        self._starting.clear()

    def _note_setting(self, event: Event) -> None:
        key, value = self._log.texts[event.a], self._log.texts[event.b]
        if self._changed_at != event.at or self._changed[0] != MODEL:
            self._changed_at, self._changed = event.at, (key, value)

    # -- what is news ----------------------------------------------------------------------

    def _read(self, state: SiteState, step: int) -> News:
        rebuilds = self._rebuilds[: bisect_left(self._rebuilds, (state.seq,))]
        last = rebuilds[-1] if rebuilds else None
        happened = self._happened(state, state.at - FRESH_CELLS * step, last.seq if last else 0)
        departed, workers = 0, len(state.workers)
        while departed < MOST_DEPARTED and _has_left(happened.get(workers + departed)):
            departed += 1
        is_announced = last is not None and state.at - last.at < ANNOUNCED_CELLS * step
        first = (state.at // step - CELLS + 1) * step
        return News(
            happened,
            departed,
            last if is_announced else None,
            [each.at for each in rebuilds[-MOST_EVENTS:] if each.at >= first],
            self._hand_offs(state, state.at - LANDED_CELLS * step, last.seq if last else 0),
        )

    def _happened(self, state: SiteState, after: int, since: int) -> Mapping[int, Event]:
        """Return what happened to tasks after a time (ns), from event number `since` on."""
        log, seqs = self._log, self._seqs
        stop = start = bisect_left(seqs, state.seq)
        first = max(0, stop - MOST_EVENTS)
        while start > first and seqs[start - 1] >= since and log.time_of(seqs[start - 1]) > after:
            start -= 1
        happened: dict[int, Event] = {}
        for event in map(log.__getitem__, seqs[start:stop]):
            before = happened.get(event.who)
            if event.kind == Kind.CalledBack:
                happened.pop(event.who, None)
            elif before is None or before.kind not in _ACCIDENTS:
                happened[event.who] = event
        return happened

    def _hand_offs(self, state: SiteState, after: int, since: int) -> Sequence[HandOff]:
        """Return the latest hand-offs after a time (ns), from event number `since` on."""
        log, stop = self._log, state.seq
        start = max(since, stop - LOOKED_AT)
        if self._last_hand_off < start or start == stop or log.time_of(stop - 1) <= after:
            return []
        kinds = log.kinds(start, stop)
        place, found = kinds.rfind(_HANDED_OFF), list[HandOff]()
        while place >= 0 and len(found) < MOST_HAND_OFFS:
            event = log[start + place]
            if event.at <= after:
                break
            found.append(HandOff(event.at, event.who, event.a, event.job))
            place = kinds.rfind(_HANDED_OFF, 0, place)
        return found[::-1]


def _has_left(event: Event | None) -> bool:
    return event is not None and event.kind == Kind.Left
