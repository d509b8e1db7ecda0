"""What a run came to: the figures of a whole log, exact over all its jobs."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import compress
from operator import sub
from typing import Any

from site_sim.base.units import SECOND
from site_sim.facts.figures import FIGURES
from site_sim.log.event_log import EventLog
from site_sim.state.distribution import Distribution, RankedTimes
from site_sim.state.figures import Figures
from site_sim.state.jobs import Jobs
from site_sim.state.measures import Level, Measures
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.state.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run in plain numbers; what each means, `facts.figures` says."""

    program: str
    model: str
    workers: int
    """How many stay, whether they live or not."""
    seed: int
    time_s: float
    makespan_s: float
    arrived: int
    waiting: int
    queued: int
    in_progress: int
    done: int
    rejected: int
    lost: int
    reworked: int
    scrapped: int
    span_s: list[float]
    arrival_rate_per_s: float
    throughput_per_s: float
    utilisation: float
    in_system: Level
    queue_length: Level
    left: int
    wait_s: Distribution
    service_s: Distribution
    sojourn_s: Distribution
    delay_s: Distribution
    waiting_since_s: float | None

    def to_json(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        found: dict[str, Any] = {
            "program": self.program,
            "model": self.model,
            "workers": self.workers,
            "seed": self.seed,
        }
        for figure in FIGURES:
            *group, name = figure.key.split(".")
            value = getattr(self, name)
            place = found.setdefault(group[0], {}) if group else found
            place[name] = value._asdict() if isinstance(value, Level | Distribution) else value
        return found


def summarise(log: EventLog, until_ns: int = 0) -> Summary:
    """Return the figures of a log, and of the time up to `until_ns` in which nothing happened."""
    figures = Figures(log)
    figures.catch_up()
    return summary_of_figures(figures, until_ns)


def summary_of_figures(figures: Figures, until_ns: int = 0) -> Summary:
    """Return the same of figures that have caught up with their log."""
    log = figures.log
    at = max(until_ns, log[-1].at if len(log) else 0)
    crew = figures.staying, figures.utilisation_at(at)
    return _summary(figures.settings, figures.statistics, figures.jobs, crew, at)


def summary_of(site: SiteState) -> Summary:
    """Return the figures of a run that ends as a site stands."""
    crew = site.staying, site.utilisation
    return _summary(site.settings, site.statistics, site.jobs, crew, site.at)


def _summary(
    settings: Settings, statistics: Statistics, jobs: Jobs, crew: tuple[int, float], at: int
) -> Summary:
    workers, utilisation = crew
    services, sojourns, delays = _times(statistics)
    first, measures = jobs.first_waiting, Measures(statistics, at)
    return Summary(
        program=settings.program,
        model=settings.model,
        workers=workers,
        seed=settings.seed,
        time_s=at / SECOND,
        makespan_s=statistics.last_done / SECOND,
        arrived=statistics.arrived,
        waiting=statistics.waiting,
        queued=statistics.queued,
        in_progress=statistics.in_progress,
        done=statistics.done,
        rejected=statistics.rejected,
        lost=statistics.lost,
        reworked=statistics.reworked,
        scrapped=statistics.scrapped,
        span_s=[min(statistics.warm_up, at) / SECOND, at / SECOND],
        arrival_rate_per_s=measures.arrival_rate,
        throughput_per_s=measures.throughput,
        utilisation=utilisation,
        in_system=measures.in_system,
        queue_length=measures.queue_length,
        left=len(sojourns),
        wait_s=Distribution.of([*map(sub, sojourns, services)]),
        service_s=Distribution.of(services),
        sojourn_s=Distribution.of(sojourns),
        delay_s=Distribution.of(delays),
        waiting_since_s=None if first is None else first.arrived / SECOND,
    )


def response_times(statistics: Statistics) -> RankedTimes:
    """Return the sojourns of the jobs that came in the span and left."""
    _, sojourns, _ = _times(statistics)
    return RankedTimes(sojourns)


def _times(statistics: Statistics) -> tuple[array[int], array[int], array[int]]:
    """Return service, sojourn and delay of the jobs that came in the span and left, in ns."""
    table, stop = statistics.verdict_table, statistics.verdict_count
    left = table.left(0, stop, statistics.warm_up)
    service, sojourn, delay = (
        array("q", compress(table.column(name, 0, stop), left))
        for name in ("service_ns", "sojourn_ns", "delay_ns")
    )
    return service, sojourn, delay
