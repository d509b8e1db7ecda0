"""What a run came to: the figures of a whole log, exact over all its jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from site_sim.base.units import SECOND
from site_sim.facts.figures import FIGURES
from site_sim.log.event_log import EventLog
from site_sim.state.distribution import Distribution
from site_sim.state.figures import Figures
from site_sim.state.job_times import JobTimes, job_times
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


def summary_of_figures(
    figures: Figures, until_ns: int = 0, times: JobTimes | None = None
) -> Summary:
    """Return the same of figures that have caught up with their log.

    `times` are those of their jobs, where they are known.
    """
    log = figures.log
    at = max(until_ns, log[-1].at if len(log) else 0)
    crew = figures.staying, figures.utilisation_at(at)
    times = times or job_times(figures.statistics)
    return _summary(figures.settings, figures.statistics, figures.jobs, crew, at, times)


def summary_of(site: SiteState) -> Summary:
    """Return the figures of a run that ends as a site stands."""
    crew = site.staying, site.utilisation
    times = job_times(site.statistics)
    return _summary(site.settings, site.statistics, site.jobs, crew, site.at, times)


def _summary(
    settings: Settings,
    statistics: Statistics,
    jobs: Jobs,
    crew: tuple[int, float],
    at: int,
    times: JobTimes,
) -> Summary:
    workers, utilisation = crew
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
        left=len(times.sojourn),
        wait_s=Distribution.of_ranked(times.wait.ranked),
        service_s=Distribution.of_ranked(times.service.ranked),
        sojourn_s=Distribution.of_ranked(times.sojourn.ranked),
        delay_s=Distribution.of_ranked(times.delay.ranked),
        waiting_since_s=None if first is None else first.arrived / SECOND,
    )
