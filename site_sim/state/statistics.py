"""The figures of a run that grow with its jobs: counters, areas under queues, verdicts."""

from __future__ import annotations

from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import JobState, Ns, Verdict
from site_sim.state.verdicts import VerdictTable


class Statistics:
    """Counts and measures the jobs of a run, with O(1) work an event.

    Areas are integrals over time (job-nanoseconds). Divided by the time they give the mean number
    of jobs that wait, and L of Little's law for all that are in the system.
    """

    verdict_table: VerdictTable
    """Every verdict of the log; statistics of the same log may share one."""
    arrived: int
    accepted: int
    rejected: int
    scrapped: int
    last_accepted: Ns
    """When a result was accepted last."""
    arrivals_ended: bool
    waiting: int
    """Jobs in the queue now."""
    most_waiting: int
    waiting_area: Ns
    """Jobs waiting, integrated over time up to `waiting_since`."""
    waiting_since: Ns
    unfinished_area: Ns
    """Unfinished jobs, integrated over time up to `unfinished_since`."""
    unfinished_since: Ns
    verdict_count: int
    """How many verdicts of the table have been given so far."""

    def __init__(self, log: EventLog, verdicts: VerdictTable | None = None) -> None:
        self.verdict_table = VerdictTable(log) if verdicts is None else verdicts
        self.arrived = self.accepted = self.rejected = self.scrapped = 0
        self.last_accepted = 0
        self.arrivals_ended = False
        self.waiting = self.most_waiting = 0
        self.waiting_area = self.waiting_since = 0
        self.unfinished_area = self.unfinished_since = 0
        self.verdict_count = 0

    @property
    def unfinished(self) -> int:
        """How many jobs are in the system now."""
        return self.arrived - self.accepted - self.scrapped

    # -- what happens to jobs --------------------------------------------------------------

    def job_arrived(self, at: Ns) -> None:
        """Count a job that joined the queue for the first time."""
        self._unfinished_change(at)
        self.arrived += 1
        self.job_queued(at)

    def job_queued(self, at: Ns) -> None:
        """Count a job that joined the queue."""
        waiting = self.waiting
        self.waiting_area += waiting * (at - self.waiting_since)
        self.waiting_since = at
        self.waiting = waiting = waiting + 1
        self.most_waiting = max(self.most_waiting, waiting)

    def job_taken(self, at: Ns) -> None:
        """Count a job that left the queue."""
        self.waiting_area += self.waiting * (at - self.waiting_since)
        self.waiting_since = at
        self.waiting -= 1

    def job_accepted(self, at: Ns, job: JobState, worker: int, attempt: int) -> None:
        """Count a job whose result passed the inspection."""
        self._record_verdict(at, Kind.Accepted, job, worker, attempt)
        self._unfinished_change(at)
        self.accepted += 1
        self.last_accepted = at

    def job_rejected(self, at: Ns, job: JobState, worker: int, attempt: int) -> None:
        """Count a result that failed the inspection; its job is queued again."""
        self._record_verdict(at, Kind.Rejected, job, worker, attempt)
        self.rejected += 1

    def job_scrapped(self, at: Ns, job: JobState, worker: int, attempt: int) -> None:
        """Count a job that was given up."""
        self._record_verdict(at, Kind.Scrapped, job, worker, attempt)
        self._unfinished_change(at)
        self.scrapped += 1

    def _unfinished_change(self, at: Ns) -> None:
        """Bring the integral of unfinished jobs up to date, before their number changes."""
        self.unfinished_area += self.unfinished * (at - self.unfinished_since)
        self.unfinished_since = at

    def _record_verdict(self, at: Ns, kind: Kind, job: JobState, worker: int, attempt: int) -> None:
        """Add a verdict to the table, unless it stands there already."""
        if self.verdict_count == len(self.verdict_table):
            wait_ns = (job.started if job.started >= 0 else at) - job.arrived
            times = (wait_ns, job.service_ns, at - job.arrived)
            self.verdict_table.append(Verdict(at, kind, job.number, worker, attempt, *times))
        self.verdict_count += 1

    def arrivals_end(self) -> None:
        """Note that no more jobs come by themselves."""
        self.arrivals_ended = True

    def rate_changed(self, per_s: float) -> None:
        """Note that jobs come again, if the rate is not 0."""
        if per_s:
            self.arrivals_ended = False

    # -- means -----------------------------------------------------------------------------

    def mean_waiting(self, at: Ns) -> float:
        """Return the length of the queue, averaged over the time up to `at`."""
        area = self.waiting_area + self.waiting * (at - self.waiting_since)
        return area / at if at else 0.0

    def mean_unfinished(self, at: Ns) -> float:
        """Return the number of unfinished jobs, averaged over the time up to `at`."""
        area = self.unfinished_area + self.unfinished * (at - self.unfinished_since)
        return area / at if at else 0.0
