"""Reads the course of a run from its events: which of them begin a stretch, and which end one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_sim.experiments.course import Course, Noted, Took, Way
from site_sim.log.event_log import EventLog
from site_sim.log.events import WAITS_FOR_LANE, Event, Kind

DONE = (Kind.Accepted, Kind.Scrapped)
"""The kinds of event with which a job is done."""
WAKING = frozenset((Kind.HandedOff, Kind.WorkFinished, Kind.BecameReady, Kind.JobArrived))
"""The kinds of event after which somebody may take the lane of one who computes."""


class CourseReader:
    """Reads events one by one, from the first of a log on."""

    def __init__(self, log: EventLog, switch_ns: int | None, noted: Noted) -> None:
        self.course = Course(switch_ns, noted)
        self.texts = log.texts
        self.spawned: set[int] = set()
        """Whose parent has done its part of the start-up."""
        self.latest: tuple[int, int] = (Kind.SettingChanged, 0)
        """The kind and the time of the event before."""

    @property
    def way(self) -> Way:
        """The way to the latest event."""
        return self.course.way

    def read(self, row: tuple[int, ...]) -> None:
        """Read the next event."""
        at, kind = row[0], row[1]
        handle = _HANDLERS.get(kind)
        if handle is not None:
            handle(self, Event(*row))
        self.latest = kind, at


def _setting_changed(reader: CourseReader, event: Event) -> None:
    key, value = reader.texts[event.a], reader.texts[event.b]
    if key == "switch-ns" and value.isdecimal():  # a log may have been written by others
        reader.course.switch_ns = int(value)


def _lanes_opened(reader: CourseReader, _: Event) -> None:
    reader.course.clear()
    reader.spawned.clear()


def _job_arrived(reader: CourseReader, event: Event) -> None:
    reader.course.come(event.at)


def _hand_off_started(reader: CourseReader, event: Event) -> None:
    reader.course.begin(event, Took.HOP, event.b, event.a)


def _handed_off(reader: CourseReader, event: Event) -> None:
    if event.b != WAITS_FOR_LANE:  # else the hop was over before
        reader.course.end(event.who, event.at)


def _ended(reader: CourseReader, event: Event) -> None:
    reader.course.end(event.who, event.at)


def _computes(reader: CourseReader, event: Event) -> None:
    reader.course.begin(event, Took.CPU, event.b)


def _preempted(reader: CourseReader, event: Event) -> None:
    """End a slice: by itself, or because somebody else woke up at this moment."""
    kind, at = reader.latest
    reader.course.end(event.who, event.at, led_on=at < event.at or kind not in WAKING)
    reader.course.give(event.b, event.at)


def _io_started(reader: CourseReader, event: Event) -> None:
    reader.course.end(event.who, event.at)
    reader.course.begin(event, Took.IO, event.b)


def _start_up_got_lane(reader: CourseReader, event: Event) -> None:
    took = Took.START_UP if event.who in reader.spawned else Took.SPAWN
    reader.course.begin(event, took, event.b)


def _spawned(reader: CourseReader, event: Event) -> None:
    """End the parent's part of a start-up; the process goes on, on the same lane."""
    lane = reader.course.end(event.who, event.at)
    reader.spawned.add(event.who)
    reader.course.begin(event, Took.START_UP, lane)


def _hired(reader: CourseReader, event: Event) -> None:
    if event.who not in reader.spawned:  # the parent has no part in it
        reader.course.relabel(event.who, Took.SPAWN, Took.START_UP)
    reader.course.end(event.who, event.at)
    reader.spawned.discard(event.who)


def _left(reader: CourseReader, event: Event) -> None:
    reader.course.drop(event.who)


_HANDLERS: Mapping[int, Callable[[CourseReader, Event], None]] = {
    Kind.SettingChanged: _setting_changed,
    Kind.LanesOpened: _lanes_opened,
    Kind.JobArrived: _job_arrived,
    Kind.HandOffStarted: _hand_off_started,
    Kind.HandedOff: _handed_off,
    Kind.Blocked: _ended,
    Kind.WorkStarted: _computes,
    Kind.CpuResumed: _computes,
    Kind.Preempted: _preempted,
    Kind.IoStarted: _io_started,
    Kind.WorkFinished: _ended,
    Kind.AccidentHappened: _ended,
    Kind.Died: _ended,
    Kind.StartUpGotLane: _start_up_got_lane,
    Kind.StartUpLostLane: _preempted,
    Kind.Spawned: _spawned,
    Kind.Hired: _hired,
    Kind.Left: _left,
}
