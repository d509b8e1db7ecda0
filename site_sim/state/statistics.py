"""The figures of a run, folded from its log alone: counts, areas over time, times of jobs.

Three in four events are sends from hand to hand, which change no figure: they are passed over.
"""

from __future__ import annotations

from array import array
from itertools import compress

from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import NO_JOB, Kind
from site_sim.state.settings import Settings

COUNTED = (
    Kind.SettingChanged,
    Kind.Hired,
    Kind.StartUpBegan,
    Kind.LaidOff,
    Kind.CalledBack,
    Kind.Left,
    Kind.JobArrived,
    Kind.JobTaken,
    Kind.WorkStarted,
    Kind.Preempted,
    Kind.CpuResumed,
    Kind.WorkFinished,
    Kind.Accepted,
    Kind.Rejected,
    Kind.Scrapped,
    Kind.Unclaimed,
    Kind.Requeued,
    Kind.AccidentHappened,
    Kind.Died,
)
"""The kinds of event that change a figure."""
_IS_COUNTED = bytes(kind in COUNTED for kind in range(256))
_WORK_BEGINS = (Kind.WorkStarted, Kind.CpuResumed)
_WORK_ENDS = (Kind.Preempted, Kind.WorkFinished)
_QUEUES = (Kind.Rejected, Kind.Unclaimed, Kind.Requeued)


class Place:
    """A worker's place on the site: who stands there, and whether it is at work."""

    __slots__ = ("alive", "dead", "leaving", "starting", "working")

    def __init__(self) -> None:
        self.alive = self.dead = self.leaving = self.starting = self.working = False


class Work:
    """The work on an unfinished job so far, in nanoseconds; -1 is not yet."""

    __slots__ = ("running_since", "service_ns", "started")

    def __init__(self) -> None:
        self.started = self.running_since = -1
        self.service_ns = 0

    def stop(self, at: int) -> None:
        """Add the time since the work began or resumed."""
        if self.running_since >= 0:
            self.service_ns += at - self.running_since
            self.running_since = -1


class Statistics:
    """The figures after `seq` events of a log, at the time `at` (ns)."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.seq = self.at = 0
        self.settings = Settings()
        self.places: list[Place] = []
        self.arrived = self.accepted = self.rejected = self.scrapped = 0
        self.last_accepted = 0
        self.queued = self.queue_area = self.queue_since = self.queue_max = 0
        self.unfinished = 0
        self.alive = self.working = 0
        self.life_ns = self.work_ns = 0
        """Time of the crew on the site and at work, less `at` for each who still is."""
        self.wait_ns, self.service_ns, self.sojourn_ns = array("q"), array("q"), array("q")
        """Of each accepted job."""
        self._work: dict[int, Work] = {}

    @property
    def staying(self) -> int:
        """How many workers are not on their way out: those who leave stand at the head."""
        count = len(self.places)
        while count and self.places[count - 1].leaving:
            count -= 1
        return count

    @property
    def utilisation(self) -> float:
        """The share of the crew's time on the site that was spent at work, 0 to 1."""
        life = self.life_ns + self.alive * self.at
        return (self.work_ns + self.working * self.at) / life if life else 0.0

    @property
    def mean_queue_length(self) -> float:
        """The queue length, averaged over the time so far."""
        area = self.queue_area + self.queued * (self.at - self.queue_since)
        return area / self.at if self.at else 0.0

    def advance_to(self, at: int) -> None:
        """Pass time in which nothing happens."""
        self.at = max(self.at, at)

    def catch_up(self) -> None:
        """Fold the events that were added to the log."""
        log, end = self.log, len(self.log)
        for start in range(self.seq, end, CHUNK):
            stop = min(start + CHUNK, end)
            counted = log.kinds(start, stop).translate(_IS_COUNTED)
            for at, kind, who, job, a, b in compress(log.rows(start, stop), counted):
                if job == NO_JOB:
                    self._fold_person(at, kind, who, a, b)
                else:
                    self._fold_job(at, kind, who, job)
        if end > self.seq:
            self.seq, self.at = end, max(self.at, log[end - 1].at)

    def _fold_job(self, at: int, kind: int, who: int, job: int) -> None:
        if kind in _WORK_BEGINS:
            work = self._work[job]
            work.running_since = at
            if work.started < 0:
                work.started = at
            self._set_working(at, who, True)
        elif kind in _WORK_ENDS:
            self._work[job].stop(at)
            self._set_working(at, who, False)
        elif kind == Kind.JobArrived:
            self.arrived += 1
            self.unfinished += 1
            self._queue(at, 1)
        elif kind == Kind.JobTaken:
            self._queue(at, -1)
            if job not in self._work:
                self._work[job] = Work()
        elif kind == Kind.Accepted:
            self._accept(at, job)
        elif kind in _QUEUES:
            self._work[job].stop(at)
            self.rejected += kind == Kind.Rejected
            self._queue(at, 1)
        elif kind == Kind.Scrapped:
            del self._work[job]
            self.unfinished -= 1
            self.scrapped += 1
            self._set_working(at, who, False)
        elif kind == Kind.AccidentHappened:
            self._work[job].stop(at)

    def _accept(self, at: int, job: int) -> None:
        work, arrived = self._work.pop(job), self.log.jobs.arrived_at(job)
        self.unfinished -= 1
        self.accepted += 1
        self.last_accepted = at
        self.wait_ns.append((work.started if work.started >= 0 else at) - arrived)
        self.service_ns.append(work.service_ns)
        self.sojourn_ns.append(at - arrived)

    def _queue(self, at: int, more: int) -> None:
        """Add to the area under the queue length, and change it."""
        self.queue_area += self.queued * (at - self.queue_since)
        self.queue_since = at
        self.queued += more
        self.queue_max = max(self.queue_max, self.queued)

    def _set_working(self, at: int, who: int, works: bool) -> None:
        """Let a worker be at work from now on, or no longer."""
        if who >= 0 and self.places[who].working != works:
            self.places[who].working = works
            self.working += 1 if works else -1
            self.work_ns += -at if works else at

    def _fold_person(self, at: int, kind: int, who: int, a: int, b: int) -> None:
        if kind == Kind.SettingChanged:
            self.settings.change(self.log.texts[a], self.log.texts[b])
        elif who >= 0:
            if who == len(self.places):
                self.places.append(Place())
            self._change_place(at, kind, who, self.places[who])

    def _change_place(self, at: int, kind: int, who: int, place: Place) -> None:
        if kind in (Kind.Hired, Kind.StartUpBegan):
            place.dead = False
            place.starting = kind == Kind.StartUpBegan
            if kind == Kind.Hired and not place.alive:
                place.alive = True
                self.alive += 1
                self.life_ns -= at
        elif kind in (Kind.LaidOff, Kind.CalledBack):
            place.leaving = kind == Kind.LaidOff
        elif kind in (Kind.Left, Kind.Died):
            self._set_working(at, who, False)
            if place.alive:
                place.alive = False
                self.alive -= 1
                self.life_ns += at
            if kind == Kind.Died:
                place.dead = True
                return
            place.starting = place.leaving = place.dead = False
            places = self.places
            while places and not (places[-1].alive or places[-1].dead or places[-1].starting):
                places.pop()
