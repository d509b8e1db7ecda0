"""The figures of a run that grow with its jobs: counters, areas under numbers of jobs, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_sim.base.units import SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import JobState, Ns, Verdict
from site_sim.state.settings import Settings
from site_sim.state.verdicts import VerdictTable

CrewTimes = Callable[[Ns], Sequence[int]]
"""Returns how long workers were at work up to a time, all of them together, and on the site."""
SETTING = bytes([Kind.SettingChanged])


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
    warm_up: Ns
    """When the span begins that the figures are of."""
    is_warming_up: bool
    """No event of the span was folded so far."""
    before: list[int]
    """What `sums_at` was when the span began."""
    crew_before: list[int]
    """How long workers had been at work by then, and on the site."""
    verdict_count: int
    """How many verdicts of the table have been given so far."""

    def __init__(self, log: EventLog, verdicts: VerdictTable | None = None) -> None:
        self.verdict_table = VerdictTable(log) if verdicts is None else verdicts
        self.arrived = self.done = self.rejected = self.lost = self.scrapped = 0
        self.last_done = 0
        self.arrivals_ended = False
        self.queued = self.waiting = 0
        self.most_waiting = self.waiting_at = self.most_unfinished = self.unfinished_at = 0
        self.system_balance = self.work_balance = self.warm_up = 0
        self.is_warming_up = False
        self.before, self.crew_before = [0] * 4, [0] * 2
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

    def setting_changed(self, name: str, at: Ns, settings: Settings) -> None:
        """Note that jobs come again, if the rate is not 0; or, at the start, how long it is."""
        if name == "rate" and settings.rate:
            self.arrivals_ended = False
        elif name == "warm-up" and not at and not self.arrived:
            self.warm_up = round(settings.warm_up * SECOND)
            self.is_warming_up = self.warm_up > 0

    # -- the span --------------------------------------------------------------------------

    def begin_span(self, crew: CrewTimes) -> None:
        """Begin the span: all events before it are folded, and none of its own."""
        at = self.warm_up
        self.before, self.crew_before = self.sums_at(at), [*crew(at)]
        self.most_waiting = self.most_unfinished = 0
        self.waiting_at = self.unfinished_at = at
        self.is_warming_up = False

    def sums_at(self, at: Ns) -> list[int]:
        """Return the jobs that came, those that were done, and the areas up to a time."""
        system = self.system_balance + self.unfinished * at
        return [self.arrived, self.done, system, self.work_at(at)]

    def work_at(self, at: Ns) -> Ns:
        """Return how long jobs were worked on up to a time, all of them together."""
        return self.work_balance + self.in_progress * at


def next_stop(log: EventLog, seq: int, upto: int, statistics: Statistics, crew: CrewTimes) -> int:
    """Return up to which event, `upto` at most, a fold may go at once from number `seq` on.

    The settings that a run begins with come by themselves, and then what is before the span; once
    that is folded, the span begins. To ask is of use until jobs come, and in the warm-up.
    """
    if not statistics.arrived:
        kinds = log.kinds(seq, upto)
        settings = len(kinds) - len(kinds.lstrip(SETTING))
        if settings:
            return seq + settings
    if statistics.is_warming_up:
        first = log.index_at(statistics.warm_up - 1)
        if seq < first:
            return min(upto, first)
        statistics.begin_span(crew)
    return upto
