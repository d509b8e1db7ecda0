"""Where jobs come from: a rate that may change while it runs, and a list of real work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from math import inf, isfinite

from site_sim.base.units import SECOND
from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.kernel.lanes import Pool, Task
from site_sim.kernel.random_streams import Stream
from site_sim.kernel.scheduler import Scheduler
from site_sim.log.cast import NOBODY
from site_sim.log.events import JobCard, Kind
from site_sim.program.pipeline import get_jobs, take_jobs

MATERIALS = ("bricks", "pipes", "beams", "tiles", "cables", "glass", "doors", "planks")


class RateSource:
    """Jobs that come at a rate, drawn job by job from the seed.

    The wait for the next job is kept in mean gaps, so that a new rate stretches or shrinks what is
    left of it (for Poisson arrivals this is exact: a change of time scale).
    """

    def __init__(self, config: SimulationConfig) -> None:
        self.rate_per_s = config.rate_per_s
        self.workload: str = config.workload
        self.use(config)
        self._jobs = get_jobs(self._orders())
        self.due: int | None = None
        """When the next job arrives, in nanoseconds; None for never."""
        self._turn_to_next(0)

    def use(self, config: SimulationConfig) -> None:
        """Draw jobs as a configuration has it; the wait for the next one stays as it was drawn."""
        self._config = config
        self._gaps = Stream(config.seed, "arrivals")
        self._durations = Stream(config.seed, "durations")

    def _orders(self) -> Iterator[tuple[float, int]]:
        for number in count() if self._config.count is None else range(self._config.count):
            poisson = self._config.arrivals == "poisson"
            yield self._gaps.exponential(number) if poisson else float(number > 0), number

    @property
    def ended(self) -> bool:
        """Whether no job will come unless the rate is changed."""
        return self._number < 0 or self.rate_per_s == 0

    def _turn_to_next(self, now: int) -> None:
        self._wait, self._number = next(self._jobs, (0.0, -1))
        self._since = now
        self._set_due()

    def _set_due(self) -> None:
        wait_ns = inf if self.ended else self._wait * SECOND / self.rate_per_s
        self.due = self._since + round(wait_ns) if isfinite(wait_ns) else None

    def take(self, now: int) -> JobCard:
        """Return the card of the job that arrives now, and turn to the one after it."""
        card = self.card(self._number)
        self._turn_to_next(now)
        return card

    def card(self, number: int) -> JobCard:
        """Return what job `number` of the stream holds under the present workload."""
        mean = self._config.service_ns
        if self._config.service == "exponential":
            total = round(mean * self._durations.exponential(number))
        elif self._config.service == "uniform":
            total = round(mean * (0.5 + self._durations.uniform(number)))
        else:
            total = mean
        cpu = {"io": 0, "cpu": total, "mixed": total // 2}[self.workload]
        material = int(self._durations.uniform(number, part=1) * len(MATERIALS))
        return JobCard(MATERIALS[material], cpu, total - cpu)

    def set_rate(self, per_s: float, now: int) -> None:
        """Change the rate; the wait that has passed stays passed."""
        if self.rate_per_s:
            passed = (now - self._since) * self.rate_per_s / SECOND
            self._wait = max(0.0, self._wait - passed)
        self._since = now
        self.rate_per_s = per_s
        self._set_due()


class ListSource:
    """Jobs of real work, each at its own time."""

    def __init__(self, orders: Iterable[JobOrder]) -> None:
        self._jobs = get_jobs(_with_waits(orders))
        self.due: int | None = None
        """When the next job arrives, in nanoseconds; None for never."""
        self._order: JobOrder | None = None
        self._turn_to_next(0)

    @property
    def ended(self) -> bool:
        """Whether the list is used up."""
        return self.due is None

    def _turn_to_next(self, now: int) -> None:
        wait_ns, self._order = next(self._jobs, (0, None))
        self.due = None if self._order is None else now + int(wait_ns)

    def take(self, now: int) -> JobCard:
        """Return the card of the job that arrives now, and turn to the one after it."""
        assert self._order is not None
        card = self._order.card
        self._turn_to_next(now)
        return card


def _with_waits(orders: Iterable[JobOrder]) -> Iterator[tuple[int, JobOrder]]:
    """Yield each order, and how many nanoseconds after the one before it arrives."""
    before = 0
    for order in orders:
        yield order.arrival_ns - before, order
        before = order.arrival_ns


class ArrivalProcess:
    """Brings the jobs of all sources to the site, and those that are ordered by hand.

    `on_arrival` is called with the card of each job that arrives.
    """

    def __init__(
        self, config: SimulationConfig, scheduler: Scheduler, on_arrival: Callable[[JobCard], None]
    ) -> None:
        self._machine = scheduler.machine
        self._log = scheduler.log
        self._on_arrival = on_arrival
        self._order_intake = take_jobs(on_arrival)
        self._rate_source = RateSource(config)
        self._rate_task, list_task = (Task(NOBODY, Pool([])) for _ in range(2))
        self._sources: dict[Task, RateSource | ListSource] = {
            self._rate_task: self._rate_source,
            list_task: ListSource(config.orders),
        }
        """Where jobs come from, each by the task that waits for its next."""

    def start(self) -> None:
        """Wait for the first job of each source."""
        for arrival_task in self._sources:
            self._await_next(arrival_task)
        self._note_end()

    def set_rate(self, per_s: float) -> None:
        """Change the rate at which jobs arrive, in jobs a simulated second."""
        self._rate_source.set_rate(per_s, self._machine.now)
        self._await_next(self._rate_task)
        self._note_end()

    def use(self, config: SimulationConfig) -> None:
        """Draw the jobs that come from now on as a configuration has it."""
        self._rate_source.use(config)

    def choose_workload(self, workload: str) -> None:
        """Change what the jobs that arrive from now on consist of."""
        self._rate_source.workload = workload

    def order(self, card: JobCard | None) -> None:
        """Send one job in by hand: as the card says, or else one of the configured kind."""
        self._order_intake.send(card or self._rate_source.card(-1 - len(self._log.jobs)))

    def _await_next(self, arrival_task: Task) -> None:
        due = self._sources[arrival_task].due
        if due is None:
            arrival_task.timer = -1
        else:
            self._machine.wake_at(due, arrival_task, self.arrive)

    def arrive(self, arrival_task: Task, now: int) -> None:
        """Bring the next job of a source to the site, and wait for the one after it."""
        source = self._sources[arrival_task]
        self._on_arrival(source.take(now))
        self._await_next(arrival_task)
        if source.ended:
            self._note_end()

    def _note_end(self) -> None:
        if all(source.ended for source in self._sources.values()):
            self._log.append(self._machine.now, Kind.ArrivalsEnded)
