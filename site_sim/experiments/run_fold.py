"""Folds a log into what is to be known of its run: jobs, lanes, and the stretches of its course."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from site_sim.experiments.course import Stretch
from site_sim.experiments.course_events import DONE, CourseReader
from site_sim.experiments.run_facts import RunFacts
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind


class Folded(Protocol):
    """What a run is folded into; times are simulated nanoseconds."""

    def open_lanes(self, at: int, lanes: int, are_apart: bool) -> None:
        """Begin anew, on so many lanes; they are apart where each task stays on its own."""

    def arrive(self, at: int, job: int) -> None:
        """Add a job that came."""

    def add(self, stretch: Stretch) -> None:
        """Add the stretch that ended next."""

    def finish(self, job: int) -> None:
        """Note that a job is done."""


class RunFold:
    """Reads the first `stop` events of a log, bit by bit, into several things at once.

    `switch_ns` is what a switch costs, None where that is not known.
    """

    def __init__(
        self, log: EventLog, stop: int, switch_ns: int | None, parts: Sequence[Folded]
    ) -> None:
        self.facts = RunFacts(log)
        self._rows = log.rows(0, stop)
        self._course = CourseReader(log, switch_ns, self._note)
        self._parts = parts

    def read(self, events: int) -> bool:
        """Read at most so many events more; return True when all are read."""
        count = 0
        for row in islice(self._rows, events):
            count += 1
            self._course.read(row)
            self._read(row)
        return count < events

    def _note(self, stretch: Stretch) -> None:
        for part in self._parts:
            part.add(stretch)

    def _read(self, row: tuple[int, ...]) -> None:
        at, kind, _, job, a, _ = row
        if kind in DONE:
            self.facts.finish(at, job, self._course.way)
            for part in self._parts:
                part.finish(job)
        elif kind == Kind.JobArrived:
            self.facts.arrive(at)
            for part in self._parts:
                part.arrive(at, job)
        else:
            self.facts.read(row)
            if kind == Kind.LanesOpened:
                are_apart = MODEL_FACTS[self.facts.model].is_pinned
                for part in self._parts:
                    part.open_lanes(at, a, are_apart)
