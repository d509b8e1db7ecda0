"""Folds a log into the figures of a run, and into nothing that only a screen needs.

What happens between tasks (hops, lanes, inboxes) changes no figure, and most events are of that
kind: they are passed over by their kinds, which stand in a column of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import compress, takewhile

from site_sim.base.units import NEVER
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import NO_JOB, Kind
from site_sim.state.entities import JobState, Ns
from site_sim.state.jobs import Jobs
from site_sim.state.measures import Measures
from site_sim.state.settings import Settings
from site_sim.state.statistics import Statistics, next_stop


class Member:
    """A worker, as far as figures go."""

    __slots__ = ("is_dead", "is_here", "is_leaving", "is_starting")

    def __init__(self) -> None:
        self.is_here = self.is_leaving = self.is_dead = self.is_starting = False


class Figures:
    """The figures of a run after `seq` events of its log."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.seq = 0
        self.settings = Settings()
        self.statistics = Statistics(log)
        self.jobs = Jobs(log)
        self.crew: list[Member] = []
        """By number; the dead keep their place until they are replaced or laid off."""
        self.here = 0
        """How many of them are on the site now."""
        self.presence_balance: Ns = 0
        """The times at which they went less those at which they came."""
        self.dead_staff: set[int] = set()
        """Those who are dead of whoever neither comes nor goes, by number."""

    def catch_up(self, events: int = NEVER) -> None:
        """Fold at most so many of the events up to the end of the log."""
        log, handlers, statistics = self.log, HANDLERS, self.statistics
        end = min(len(log), self.seq + events)
        while self.seq < end:
            stop = min(end, self.seq - self.seq % CHUNK + CHUNK)
            if not statistics.arrived or statistics.is_warming_up:
                stop = next_stop(log, self.seq, stop, statistics, self.crew_times_at)
            counts = log.kinds(self.seq, stop).translate(_COUNTS)
            for at, kind, who, job, a, b in compress(log.rows(self.seq, stop), counts):
                handlers[kind](self, at, who, job, a, b)
            self.seq = stop

    @property
    def dead(self) -> list[int]:
        """Who is dead, and was not replaced so far: the staff first."""
        crew = (who for who, member in enumerate(self.crew) if member.is_dead)
        return [*sorted(self.dead_staff, reverse=True), *crew]

    @property
    def staying(self) -> int:
        """How many workers stay; the ones that are leaving stand at the head."""
        leaving = takewhile(lambda member: member.is_leaving, reversed(self.crew))
        return len(self.crew) - sum(1 for _ in leaving)

    def utilisation_at(self, at: Ns) -> float:
        """Return the share of the crew's time on the site that was spent at work, 0 to 1."""
        return Measures(self.statistics, at).utilisation(self.crew_times_at)

    def crew_times_at(self, at: Ns) -> tuple[Ns, Ns]:
        """Return how long all workers together were at work up to a time, and on the site.

        Each is at work on one job, and nobody but workers is.
        """
        return self.statistics.work_at(at), self.presence_balance + self.here * at

    # -- what handlers have in common ------------------------------------------------------

    def appear(self, who: int) -> Member:
        """Return the worker of that number, who is new on the site or back on it."""
        if who == len(self.crew):
            self.crew.append(Member())
        return self.crew[who]

    def go(self, who: int, at: Ns) -> None:
        """Count a worker as not on the site any more."""
        member = self.crew[who]
        if member.is_here:
            member.is_here = False
            self.here -= 1
            self.presence_balance += at

    def stop_work(self, job: JobState, at: Ns) -> None:
        """Count a job as not worked on any more, if it was."""
        if job.running_since >= 0:
            self.statistics.work_stopped(at, job)

    def return_to_queue(self, at: Ns, job: int) -> None:
        """Put a job back into the queue, wherever it is."""
        self.statistics.queued += 1
        self.stop_work(self.jobs.taken[job], at)


def _setting_changed(f: Figures, at: Ns, who: int, job: int, key: int, value: int) -> None:
    name = f.log.texts[key]
    f.settings.change(name, f.log.texts[value])
    f.statistics.setting_changed(name, at, f.settings)


def _arrivals_ended(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    f.statistics.arrivals_end()


def _hired(f: Figures, at: Ns, who: int, job: int, lane: int, _: int) -> None:
    if who < 0:
        f.dead_staff.discard(who)
        return
    member = f.appear(who)
    member.is_starting = member.is_dead = False
    if not member.is_here:
        member.is_here = True
        f.here += 1
        f.presence_balance -= at


def _start_up_began(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    member = f.appear(who)
    member.is_starting, member.is_dead = True, False


def _laid_off(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    f.crew[who].is_leaving = True


def _called_back(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    f.crew[who].is_leaving = False


def _left(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    if who < 0:
        return
    f.go(who, at)
    member, crew = f.crew[who], f.crew
    member.is_starting = member.is_leaving = member.is_dead = False
    while crew and not (crew[-1].is_here or crew[-1].is_dead or crew[-1].is_starting):
        crew.pop()


def _died(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    if who < 0:
        f.dead_staff.add(who)
        return
    f.go(who, at)
    f.crew[who].is_dead = True


def _job_arrived(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    f.statistics.job_arrived(at)
    f.jobs.arrive()


def _job_taken(f: Figures, at: Ns, who: int, job: int, worker: int, _: int) -> None:
    f.statistics.queued -= 1
    f.jobs.take(job)


def _work_started(f: Figures, at: Ns, who: int, job: int, _: int, lane: int) -> None:
    card = f.jobs.taken[job]
    card.begin(at, who)
    f.statistics.work_began(at, card)


def _work_stopped(f: Figures, at: Ns, who: int, job: int, _: int, lane: int) -> None:
    f.statistics.work_stopped(at, f.jobs.taken[job])


def _cpu_resumed(f: Figures, at: Ns, who: int, job: int, _: int, lane: int) -> None:
    f.statistics.work_began(at, f.jobs.taken[job])


def _accepted(f: Figures, at: Ns, who: int, job: int, worker: int, attempt: int) -> None:
    f.statistics.job_accepted(at, f.jobs.pop(job), worker, attempt)


def _rejected(f: Figures, at: Ns, who: int, job: int, worker: int, attempt: int) -> None:
    f.statistics.job_rejected(at, f.jobs.taken[job], worker, attempt)
    f.return_to_queue(at, job)


def _scrapped(f: Figures, at: Ns, who: int, job: int, worker: int, attempt: int) -> None:
    card = f.jobs.pop(job)
    f.stop_work(card, at)
    f.statistics.job_scrapped(at, card, worker, attempt, inspected=who != NOBODY)


def _unclaimed(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    f.return_to_queue(at, job)


def _requeued(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    f.statistics.lost += 1
    f.return_to_queue(at, job)


def _accident_happened(f: Figures, at: Ns, who: int, job: int, a: int, b: int) -> None:
    if job != NO_JOB:
        f.stop_work(f.jobs.taken[job], at)


HANDLERS: Mapping[int, Callable[[Figures, Ns, int, int, int, int], None]] = {
    Kind.SettingChanged: _setting_changed,
    Kind.Hired: _hired,
    Kind.StartUpBegan: _start_up_began,
    Kind.LaidOff: _laid_off,
    Kind.CalledBack: _called_back,
    Kind.Left: _left,
    Kind.Died: _died,
    Kind.JobArrived: _job_arrived,
    Kind.ArrivalsEnded: _arrivals_ended,
    Kind.JobTaken: _job_taken,
    Kind.WorkStarted: _work_started,
    Kind.Preempted: _work_stopped,
    Kind.CpuResumed: _cpu_resumed,
    Kind.WorkFinished: _work_stopped,
    Kind.Accepted: _accepted,
    Kind.Rejected: _rejected,
    Kind.Scrapped: _scrapped,
    Kind.Unclaimed: _unclaimed,
    Kind.Requeued: _requeued,
    Kind.AccidentHappened: _accident_happened,
}
"""What each kind of event changes of the figures; the other kinds change none."""
_COUNTS = bytes(kind in HANDLERS for kind in range(256))
"""Whether a kind of event counts: a table for `bytes.translate`."""
