"""The state of the site after some events of its log: data, and what follows from it."""

from __future__ import annotations

from itertools import takewhile

from site_sim.facts.names import name_of
from site_sim.log.event_log import EventLog
from site_sim.log.events import ACCEPT, FOREMAN, NOBODY
from site_sim.state.entities import (
    Census,
    LaneState,
    TaskState,
)
from site_sim.state.jobs import Jobs
from site_sim.state.range_queue import RangeQueue
from site_sim.state.recent import Series
from site_sim.state.settings import Settings
from site_sim.state.verdicts import LatestVerdicts, VerdictTable

BUCKET_NS = 250_000_000
"""How long a cell of the strips is, in simulated nanoseconds, unless it is chosen."""


class SiteState:
    """The site after `seq` events of `log`, at the time `at` (ns); `fold` changes it."""

    def __init__(
        self,
        log: EventLog,
        bucket_ns: int = BUCKET_NS,
        verdicts: VerdictTable | None = None,
    ) -> None:
        self.log = log
        self.verdict_table = VerdictTable(log) if verdicts is None else verdicts
        """Every verdict of the log; states of the same log may share one."""
        self.seq = 0
        self.at = 0
        self.bucket_ns = bucket_ns
        self.cells_since = -1
        """The time (ns) after which strips and series are known as if all moments had been as long
        as they are now; -1 from the very beginning."""
        self.settings = Settings()
        self.queue = RangeQueue()
        """Numbers of the jobs that wait, in order."""
        self.jobs = Jobs(log)
        """The unfinished jobs."""
        self.foreman = TaskState(FOREMAN)
        self.accept = TaskState(ACCEPT)
        self.workers: list[TaskState] = []
        """By number; the dead keep their place until they are replaced or laid off."""
        self.most_workers = self.most_lanes = 0
        """How many there ever were at once."""
        self.appeared = 0
        """How many workers ever took a place that nobody had."""
        self.lanes: list[LaneState] = []
        self.verdict_count = 0
        """How many verdicts of the table have been given so far."""
        self.arrived = self.accepted = self.rejected = self.scrapped = self.accidents = 0
        self.last_accepted = 0
        self.arrivals_ended = False
        self.queue_area = 0
        """Jobs waiting, integrated over time (job-nanoseconds), up to `queue_since`."""
        self.queue_since = 0
        self.queue_max = 0
        self.system_area = 0
        """The same for all unfinished jobs, up to `system_since`."""
        self.system_since = 0
        self.census = Census()
        """The workers by state."""
        self.built_at = 0
        self.latest = NOBODY
        """The worker who began to work or to hand off last."""
        self.throughput = Series(carries=False)
        self.queue_lengths = Series(carries=True)
        self.working = Series(carries=True)
        """How many workers were at work, at most, a moment."""

    # -- reading ---------------------------------------------------------------------------

    def task(self, who: int) -> TaskState:
        """Return a task by who it is."""
        if who >= 0:
            return self.workers[who]
        return self.foreman if who == FOREMAN else self.accept

    @property
    def verdicts(self) -> LatestVerdicts:
        """The latest lines of the accept log, oldest first."""
        return LatestVerdicts(self.verdict_table, self.verdict_count)

    @property
    def bucket(self) -> int:
        """The number of the present cell of strips and series."""
        return self.at // self.bucket_ns

    @property
    def staying(self) -> int:
        """How many workers are not on their way out: those who leave stand at the head."""
        leaving = takewhile(lambda task: task.leaving, reversed(self.workers))
        return len(self.workers) - sum(1 for _ in leaving)

    @property
    def in_progress(self) -> int:
        """How many jobs are between the queue and the end."""
        return len(self.jobs) - self.queue.length

    @property
    def finished(self) -> bool:
        """Whether every job is done and none will come."""
        return self.arrivals_ended and not len(self.jobs) and self.arrived > 0

    @property
    def mean_queue_length(self) -> float:
        """The queue length L, averaged over the time so far."""
        area = self.queue_area + self.queue.length * (self.at - self.queue_since)
        return area / self.at if self.at else 0.0

    @property
    def mean_in_system(self) -> float:
        """The number of unfinished jobs, averaged over the time so far."""
        area = self.system_area + len(self.jobs) * (self.at - self.system_since)
        return area / self.at if self.at else 0.0

    @property
    def utilisation(self) -> float:
        """The share of the crew's time on the site that was spent at work, 0 to 1."""
        return self.census.utilisation_at(self.at)

    @property
    def lane_utilisation(self) -> list[float]:
        """The share of the time that each lane of the present site was taken, 0 to 1."""
        age = self.at - self.built_at
        return [lane.busy_at(self.at) / age if age else 0.0 for lane in self.lanes]

    def is_done(self, job: int) -> bool:
        """Whether a job was accepted or given up, so that nothing more can happen to it."""
        return job < self.arrived and job not in self.jobs

    # -- time ------------------------------------------------------------------------------

    def advance_to(self, at: int) -> None:
        """Let time pass in which nothing happens."""
        self.at = max(self.at, at)

    def set_bucket_ns(self, bucket_ns: int, forget: bool = False) -> None:
        """Let a cell of strips and series stand for so many simulated nanoseconds.

        What the cells of before tell is told by the new ones, unless they are to forget it.
        """
        before, now, at = self.bucket_ns, self.bucket, self.at
        if bucket_ns == before:
            return
        for task in self.workers:
            if forget:
                task.strip.forget(at, bucket_ns, task.spent_at(at))
            else:
                task.past(at, before, 1)
                task.strip.rescale(at, (before, bucket_ns), task.state, task.spent_at(at))
        for series in (self.throughput, self.queue_lengths, self.working):
            if forget:
                series.forget(now, before, bucket_ns)
            else:
                series.rescale(now, before, bucket_ns)
        self.bucket_ns = bucket_ns
        self.cells_since = at if self.seq else -1

    def name_of(self, who: int) -> str:
        """Return what a person calls a task: `worker 3`, `foreman`, `accept`, or ""."""
        return name_of(who, self.settings.program)
