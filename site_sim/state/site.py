"""The site at one moment: all that a person can be shown of it."""

from __future__ import annotations

from itertools import takewhile

from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.state.entities import Census, LaneState, Ns, TaskState
from site_sim.state.jobs import Jobs
from site_sim.state.lately import Lately, reading
from site_sim.state.measures import Measures
from site_sim.state.range_queue import RangeQueue
from site_sim.state.settings import Settings
from site_sim.state.statistics import Statistics
from site_sim.state.verdicts import LatestVerdicts, VerdictTable


class SiteState:
    """The site as it is after `seq` events of `log`, at the time `at` (simulated nanoseconds).

    `fold.fold` brings it on. A checkpoint keeps what is declared here (see `packing.NOT_KEPT`).
    """

    log: EventLog
    seq: int
    at: Ns
    most_workers: int
    most_lanes: int
    """How many there ever were at once."""
    appeared: int
    """How many workers ever took a place that nobody had."""
    built_at: Ns
    latest: int
    """The worker who began to work or to hand off last."""
    settings: Settings
    statistics: Statistics
    queue: RangeQueue
    """Numbers of the jobs that wait, in order."""
    jobs: Jobs
    """The unfinished jobs."""
    staff: list[TaskState]
    """Those who neither come nor go; the task numbered -1 comes first."""
    workers: list[TaskState]
    """By number; the dead keep their place until they are replaced or laid off."""
    lanes: list[LaneState]
    census: Census
    """The states of the workers."""
    lately: Lately

    def __init__(self, log: EventLog, verdicts: VerdictTable | None = None) -> None:
        self.log = log
        self.seq = self.at = 0
        self.most_workers = self.most_lanes = self.appeared = self.built_at = 0
        self.latest = NOBODY
        self.settings = Settings()
        self.statistics = Statistics(log, verdicts)
        self.queue = RangeQueue()
        self.jobs = Jobs(log)
        self.staff = [TaskState(member.number) for member in log.cast.staff]
        self.workers = []
        self.lanes = []
        self.census = Census()
        self.lately = Lately()

    # -- reading ---------------------------------------------------------------------------

    def task(self, who: int) -> TaskState:
        """Return a task by who it is."""
        return self.workers[who] if who >= 0 else self.staff[~who]

    def find(self, who: int) -> TaskState | None:
        """Return a task by who it is; None if there is none of that number."""
        there, number = (self.workers, who) if who >= 0 else (self.staff, ~who)
        return there[number] if number < len(there) else None

    def name_of(self, who: int) -> str:
        """Return what a person calls a task: `worker 3`, `foreman`, `accept`; "" for nobody."""
        return self.log.cast.name_of(who)

    @property
    def everyone(self) -> list[TaskState]:
        """The staff and the workers: task by task from the lowest number on."""
        return [*reversed(self.staff), *self.workers]

    @property
    def verdict_table(self) -> VerdictTable:
        """Every verdict of the log, those of after this moment too if they are known."""
        return self.statistics.verdict_table

    @property
    def verdict_count(self) -> int:
        """How many of them have been given so far."""
        return self.statistics.verdict_count

    @property
    def verdicts(self) -> LatestVerdicts:
        """The latest lines of the accept log, oldest first."""
        return LatestVerdicts(self.verdict_table, self.verdict_count)

    @property
    def staying(self) -> int:
        """How many workers stay; the ones that are leaving stand at the head."""
        leaving = takewhile(lambda task: task.leaving, reversed(self.workers))
        return len(self.workers) - sum(1 for _ in leaving)

    @property
    def arrived(self) -> int:
        """How many jobs have arrived."""
        return self.statistics.arrived

    @property
    def scrapped(self) -> int:
        """How many jobs were given up."""
        return self.statistics.scrapped

    @property
    def finished(self) -> bool:
        """Whether every job is done and none will come."""
        return self.statistics.arrivals_ended and not len(self.jobs) and self.arrived > 0

    @property
    def utilisation(self) -> float:
        """The share of the crew's time on the site that was spent at work, 0 to 1, in the span."""
        return Measures(self.statistics, self.at).utilisation(self.census.crew_times_at)

    @property
    def lane_utilisation(self) -> list[float]:
        """The share of the time that each lane of the present site was taken, 0 to 1."""
        age = self.at - self.built_at
        return [lane.busy_at(self.at) / age if age else 0.0 for lane in self.lanes]

    def reading_at(self, at: Ns) -> list[int]:
        """Return all that adds up, up to a time after which nothing has happened yet."""
        return reading(self.statistics, self.census.spent_at(at), self.staff, self.lanes, at)

    def is_done(self, job: int) -> bool:
        """Return whether a job was accepted or given up, so that nothing more can happen to it."""
        return job < self.arrived and job not in self.jobs

    def advance_to(self, at: Ns) -> None:
        """Advance to a time at which no event happens."""
        self.at = max(self.at, at)
