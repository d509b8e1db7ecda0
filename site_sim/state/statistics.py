"""The figures of a run that grow with its jobs: counters, areas under numbers of jobs, verdicts."""

from __future__ import annotations

from typing import NamedTuple

from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import JobState, Ns, Verdict
from site_sim.state.verdicts import VerdictTable


class Level(NamedTuple):
    """A number of jobs over some time: the mean, and the most that lasted, if for a nanosecond."""

    mean: float
    max: int


class Statistics:
    """Counts and measures the jobs of a run, with O(1) work an event.

    A job is at work while somebody is at work on it, and waits all the rest of its time in the
    system. Areas are integrals over time (job-nanoseconds): a balance is the times at which jobs
    left less those at which they came, and a job that is still there counts as leaving now.
    """

    verdict_table: VerdictTable
    """Every verdict of the log; statistics of the same log may share one."""
    arrived: int
    done: int
    rejected: int
    """Results that failed the inspection."""
    lost: int
    """How often a job lost its place in an accident or a rebuild."""
    scrapped: int
    last_done: Ns
    """When a result was accepted last."""
    arrivals_ended: bool
    queued: int
    """Jobs in the queue now."""
    waiting: int
    """Jobs that nobody is at work on now."""
    most_waiting: int
    """The most jobs that ever waited for a time, and not only at an instant, up to `waiting_at`."""
    waiting_at: Ns
    """When their number changed last."""
    most_unfinished: int
    """The same of jobs in the system, up to `unfinished_at`."""
    unfinished_at: Ns
    system_balance: Ns
    work_balance: Ns
    verdict_count: int
    """How many verdicts of the table have been given so far."""

    def __init__(self, log: EventLog, verdicts: VerdictTable | None = None) -> None:
        self.verdict_table = VerdictTable(log) if verdicts is None else verdicts
        self.arrived = self.done = self.rejected = self.lost = self.scrapped = 0
        self.last_done = 0
        self.arrivals_ended = False
        self.queued = self.waiting = 0
        self.most_waiting = self.waiting_at = self.most_unfinished = self.unfinished_at = 0
        self.system_balance = self.work_balance = 0
        self.verdict_count = 0

    @property
    def unfinished(self) -> int:
        """How many jobs are in the system now."""
        return self.arrived - self.done - self.scrapped

    @property
    def in_progress(self) -> int:
        """How many of them somebody is at work on now."""
        return self.unfinished - self.waiting

    @property
    def reworked(self) -> int:
        """How often a job was put back to be done again."""
        return self.rejected + self.lost - self.scrapped

    # -- what happens to jobs --------------------------------------------------------------

    def job_arrived(self, at: Ns) -> None:
        """Count a job that joined the queue for the first time."""
        self._unfinished_change(at)
        self._waiting_change(at)
        self.arrived += 1
        self.queued += 1
        self.waiting += 1
        self.system_balance -= at

    def work_began(self, at: Ns, job: JobState) -> None:
        """Count a job that somebody is at work on from now on. A hot path, and so flat."""
        if at > self.waiting_at:
            self.waiting_at = at
            if self.waiting > self.most_waiting:  # noqa: PLR1730 - a call costs as much as the rest
                self.most_waiting = self.waiting
        self.waiting -= 1
        self.work_balance -= at
        job.running_since = at

    def work_stopped(self, at: Ns, job: JobState) -> None:
        """Count a job that nobody is at work on any more: for a while, or at its end."""
        if at > self.waiting_at:
            self.waiting_at = at
            if self.waiting > self.most_waiting:  # noqa: PLR1730 - a call costs as much as the rest
                self.most_waiting = self.waiting
        self.waiting += 1
        self.work_balance += at
        job.service_ns += at - job.running_since
        job.running_since = -1

    def job_accepted(self, at: Ns, job: JobState, worker: int, attempt: int) -> None:
        """Count a job that is done, and enter it in the accept log."""
        self._leaves(at)
        self.done += 1
        self.last_done = at
        self._enter(at, Kind.Accepted, job, worker, attempt)

    def job_rejected(self, at: Ns, job: JobState, worker: int, attempt: int) -> None:
        """Count a result that failed the inspection, and enter it in the accept log."""
        self.rejected += 1
        self._enter(at, Kind.Rejected, job, worker, attempt)

    def job_scrapped(
        self, at: Ns, job: JobState, worker: int, attempt: int, inspected: bool
    ) -> None:
        """Count a job that is given up, and enter it in the accept log.

        Its last attempt failed the inspection, or was lost.
        """
        self._leaves(at)
        self.scrapped += 1
        if inspected:
            self.rejected += 1
        else:
            self.lost += 1
        self._enter(at, Kind.Scrapped, job, worker, attempt)

    def _leaves(self, at: Ns) -> None:
        """Count a job less in the system; nobody is at work on it."""
        self._unfinished_change(at)
        self._waiting_change(at)
        self.waiting -= 1
        self.system_balance += at

    def _waiting_change(self, at: Ns) -> None:
        """Note how many jobs waited up to a time, before their number changes."""
        if at > self.waiting_at:
            self.waiting_at = at
            self.most_waiting = max(self.most_waiting, self.waiting)

    def _unfinished_change(self, at: Ns) -> None:
        """Note how many jobs were in the system up to a time, before their number changes."""
        if at > self.unfinished_at:
            self.unfinished_at = at
            self.most_unfinished = max(self.most_unfinished, self.unfinished)

    def _enter(self, at: Ns, kind: Kind, job: JobState, worker: int, attempt: int) -> None:
        """Add a verdict to the table, unless it stands there already."""
        if self.verdict_count == len(self.verdict_table):
            delay_ns = (job.started if job.started >= 0 else at) - job.arrived
            times = (delay_ns, job.service_ns, at - job.arrived)
            self.verdict_table.append(Verdict(at, kind, job.number, worker, attempt, *times))
        self.verdict_count += 1

    def arrivals_end(self) -> None:
        """Note that no more jobs come by themselves."""
        self.arrivals_ended = True

    def rate_changed(self, per_s: float) -> None:
        """Note that jobs come again, if the rate is not 0."""
        if per_s:
            self.arrivals_ended = False

    # -- what came of it up to a time ------------------------------------------------------

    def work_at(self, at: Ns) -> Ns:
        """Return how long jobs were worked on up to a time, all of them together."""
        return self.work_balance + self.in_progress * at

    def in_system_at(self, at: Ns) -> Level:
        """Return how many jobs were in the system up to a time at which nothing more happened."""
        most, now = self.most_unfinished, self.unfinished
        if at > self.unfinished_at:
            most = max(most, now)
        return Level((self.system_balance + now * at) / at if at else 0.0, most)

    def queue_length_at(self, at: Ns) -> Level:
        """Return how many jobs waited up to a time at which nothing more happened."""
        most, now = self.most_waiting, self.waiting
        if at > self.waiting_at:
            most = max(most, now)
        area = self.system_balance - self.work_balance + now * at
        return Level(area / at if at else 0.0, most)
