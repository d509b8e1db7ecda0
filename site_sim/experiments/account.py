"""An account of a run: how long it took, by what way it came to its end, and what it needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from site_sim.experiments.bounds import Bounds
from site_sim.experiments.course import Stretch, Way
from site_sim.experiments.course_events import DONE, CourseReader
from site_sim.experiments.least_time import TIMELESS, LeastTime, Removed
from site_sim.experiments.way_totals import WayTotals
from site_sim.facts.models import DEFAULT_MODEL, MODEL_FACTS
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, Kind


class Account:
    """Reads the first `stop` events of a log, bit by bit; times are simulated nanoseconds.

    A run is as long as it took until the last of its jobs was done that were done by then: so one
    that was cut off can be compared, by when as many jobs are done. For each of some `causes` it is
    worked out what the run needed without that.
    """

    def __init__(
        self, log: EventLog, stop: int, switch_ns: int | None, causes: Iterable[Removed]
    ) -> None:
        self.log = log
        self.jobs = self.arrived = 0
        """How many jobs were done, and how many had come."""
        self.began_ns = self.end_ns = 0
        """When the first one came, and when the last one was done."""
        self.model = DEFAULT_MODEL
        """The execution model at the end, by name, and its lanes."""
        self.lanes = 1
        self.bounds = Bounds()
        self.least_times: Mapping[Removed, LeastTime] = {name: LeastTime(name) for name in causes}
        self._parts: tuple[Bounds | LeastTime, ...] = (self.bounds, *self.least_times.values())
        self.passed_on = 0
        """How often a worker handed on what was for another."""
        self.dead: dict[int, int] = {}
        """Who is dead, and since when."""
        self._course: CourseReader | None = CourseReader(log, switch_ns, self._note)
        self._rows = log.rows(0, stop)
        self._end: tuple[Way | None, int] = None, NO_JOB
        """The way to the end, and the job that was done then."""
        self.on_the_way = WayTotals(*self._end)
        """What there is on that way."""

    def read(self, events: int) -> bool:
        """Read at most so many events more, or count so many stretches; True when all is done."""
        course = self._course
        if course is None:
            return self.on_the_way.count_on(events)
        count = 0
        for row in islice(self._rows, events):
            count += 1
            self._read(course, row)
        if count < events:  # what led to other moments than the end can be freed
            self._course, self.on_the_way = None, WayTotals(*self._end)
            self._end = None, NO_JOB
        return False

    @property
    def length_ns(self) -> int:
        """How long it took to do the jobs that are done."""
        return max(0, self.end_ns - self.began_ns)

    @property
    def is_over(self) -> bool:
        """Whether every job that came is done."""
        return self.jobs == self.arrived

    # -- what comes of it ------------------------------------------------------------------

    def gain_without(self, removed: Removed) -> int:
        """Return how much earlier as many jobs could be done without something, by the events."""
        gain = self.end_ns - self.least_times[removed].ns
        if removed in TIMELESS:
            gain = min(gain, self.on_the_way.ns(*TIMELESS[removed]))
        elif removed == "io":
            gain = min(gain, self.on_the_way.io_of_others_ns)
        return max(0, gain)

    # -- reading ---------------------------------------------------------------------------

    def _note(self, stretch: Stretch) -> None:
        if stretch.is_passing_on:
            self.passed_on += 1
        for part in self._parts:
            part.add(stretch)

    def _read(self, course: CourseReader, row: tuple[int, ...]) -> None:
        course.read(row)
        at, kind, who, job, a, b = row
        if kind in DONE:
            self.jobs += 1
            self.end_ns, self._end = at, (course.way, job)
            for part in self._parts:
                part.finish(job)
        elif kind == Kind.JobArrived:
            self.began_ns = self.began_ns if self.arrived else at
            self.arrived += 1
            for part in self._parts:
                part.arrive(at, job)
        elif kind == Kind.SettingChanged:
            self._change(self.log.texts[a], self.log.texts[b])
        elif kind == Kind.LanesOpened:
            self.lanes = a
            for part in self._parts:
                part.open_lanes(at, a, MODEL_FACTS[self.model].is_pinned)
        elif kind == Kind.Died:
            self.dead[who] = at
        elif kind == Kind.Hired:
            self.dead.pop(who, None)

    def _change(self, key: str, value: str) -> None:
        if key == "model" and value in MODEL_FACTS:
            self.model = MODEL_FACTS[value].name
