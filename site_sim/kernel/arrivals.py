"""Where jobs come from: a rate that may change while it runs, and a list of real work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import inf, isfinite

from site_sim.base.units import SECOND
from site_sim.kernel.config import Order, SimulationConfig
from site_sim.kernel.random_streams import Stream
from site_sim.log.events import JobCard
from site_sim.program.pipeline import get_jobs

MATERIALS = ("bricks", "pipes", "beams", "tiles", "cables", "glass", "doors", "planks")


class RateSource:
    """Jobs that come at a rate, drawn job by job from the seed.

    The wait for the next job is kept in mean gaps, so that a new rate stretches or shrinks what is
    left of it (for Poisson arrivals this is exact: a change of time scale).
    """

    def __init__(self, config: SimulationConfig) -> None:
        self.rate_per_s = config.rate_per_s
        self.workload: str = config.workload
        self._config = config
        self._gaps = Stream(config.seed, "arrivals")
        self._durations = Stream(config.seed, "durations")
        self._jobs = get_jobs(self._orders())
        self.due: int | None = None
        """When the next job arrives, in nanoseconds; None for never."""
        self._turn_to_next(0)

    def _orders(self) -> Iterator[tuple[float, int]]:
        poisson = self._config.arrivals == "poisson"
        for number in count() if self._config.count is None else range(self._config.count):
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

    def __init__(self, orders: tuple[Order, ...]) -> None:
        waits = zip((0, *(order.arrival_ns for order in orders)), orders, strict=False)
        self._jobs = get_jobs((order.arrival_ns - before, order) for before, order in waits)
        self.due: int | None = None
        """When the next job arrives, in nanoseconds; None for never."""
        self._order: Order | None = None
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
