"""The plain facts of a run, read from its events: how much was done, and how long it took."""

from __future__ import annotations

from site_sim.experiments.course import Way
from site_sim.facts.models import DEFAULT_MODEL, MODEL_FACTS, ModelName
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, Kind


class RunFacts:
    """What is known of a run by now; times are simulated nanoseconds.

    A run is as long as it took until the last of its jobs was done that were done by then: so one
    that was cut off can be compared, by when as many jobs are done.
    """

    def __init__(self, log: EventLog) -> None:
        self.jobs = self.arrived = 0
        """How many jobs are done, and how many have come."""
        self.began_ns = self.end_ns = 0
        """When the first one came, and when the last one was done."""
        self.end_way: Way | None = None
        """The way to when the last one was done."""
        self.last_job = NO_JOB
        self.model: ModelName = DEFAULT_MODEL
        self.lanes = 1
        self.passed_on = 0
        """How often a worker handed on what was for another."""
        self.dead: dict[int, int] = {}
        """Who is dead, and since when."""
        self._texts = log.texts

    @property
    def length_ns(self) -> int:
        """How long it took to do the jobs that are done."""
        return max(0, self.end_ns - self.began_ns)

    @property
    def is_over(self) -> bool:
        """Whether every job that came is done."""
        return self.jobs == self.arrived

    def read(self, row: tuple[int, ...]) -> None:
        """Take in what an event tells that is about no job's coming or going."""
        at, kind, who, _, a, b = row
        if kind == Kind.HandOffStarted:
            if who >= 0 and a >= 0:
                self.passed_on += 1
        elif kind == Kind.LanesOpened:
            self.lanes = a
        elif kind == Kind.Died:
            self.dead[who] = at
        elif kind == Kind.Hired:
            self.dead.pop(who, None)
        elif kind == Kind.SettingChanged and self._texts[a] == "model":
            name = self._texts[b]
            self.model = MODEL_FACTS[name].name if name in MODEL_FACTS else self.model

    def arrive(self, at: int) -> None:
        """Count a job that came."""
        self.began_ns = self.began_ns if self.arrived else at
        self.arrived += 1

    def finish(self, at: int, job: int, way: Way) -> None:
        """Count a job that is done."""
        self.jobs += 1
        self.end_ns, self.last_job, self.end_way = at, job, way
