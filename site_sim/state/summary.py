"""What a run came to: the figures of a whole log, exact over all its jobs."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import compress
from typing import Any

from site_sim.base.units import SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.figures import Figures
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.state.statistics import Statistics
from site_sim.state.verdicts import VerdictTable


@dataclass(frozen=True, slots=True)
class Distribution:
    """Mean, median, 95th percentile and maximum of some times, in seconds; zeros for none."""

    mean: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    max: float = 0.0

    @classmethod
    def of(cls, times_ns: array[int]) -> Distribution:
        """Return the figures of times in nanoseconds.

        A percentile is the smallest time that at least that share of the times does not exceed
        (the nearest-rank definition), so it is always a time that occurred.
        """
        if not times_ns:
            return cls()
        ranked = sorted(times_ns)

        def rank(percent: int) -> float:
            return ranked[(len(ranked) * percent + 99) // 100 - 1] / SECOND

        return cls(sum(ranked) / len(ranked) / SECOND, rank(50), rank(95), ranked[-1] / SECOND)

    def to_json(self) -> dict[str, float]:
        """Return the figures by name."""
        return {"mean": self.mean, "p50": self.p50, "p95": self.p95, "max": self.max}


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run in plain numbers. Times are seconds, rates per second, shares 0 to 1."""

    model: str
    workers: int
    seed: int
    program: str
    time_s: float
    makespan_s: float
    """When a result was accepted last."""
    arrived: int
    accepted: int
    reworked: int
    scrapped: int
    queued: int
    in_progress: int
    throughput_per_s: float
    """Accepted jobs a second of the whole run."""
    utilisation: float
    queue_mean: float
    queue_max: int
    wait: Distribution
    """From a job's arrival until work on it began first."""
    service: Distribution
    """Work on a job, over all attempts."""
    sojourn: Distribution
    """From a job's arrival until it was accepted."""

    def to_json(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        return {
            "model": self.model,
            "workers": self.workers,
            "seed": self.seed,
            "program": self.program,
            "time_s": self.time_s,
            "makespan_s": self.makespan_s,
            "jobs": {
                "arrived": self.arrived,
                "accepted": self.accepted,
                "reworked": self.reworked,
                "scrapped": self.scrapped,
                "queued": self.queued,
                "in_progress": self.in_progress,
            },
            "throughput_per_s": self.throughput_per_s,
            "utilisation": self.utilisation,
            "queue_length": {"mean": self.queue_mean, "max": self.queue_max},
            "wait_s": self.wait.to_json(),
            "service_s": self.service.to_json(),
            "sojourn_s": self.sojourn.to_json(),
        }


def summarise(log: EventLog, until_ns: int = 0) -> Summary:
    """Return the figures of a log, and of the time up to `until_ns` in which nothing happened."""
    figures = Figures(log)
    figures.catch_up()
    at = max(until_ns, log[-1].at if len(log) else 0)
    return _summary(
        figures.settings, figures.statistics, figures.staying, figures.utilisation_at(at), at
    )


def summary_of(site: SiteState) -> Summary:
    """Return the figures of a run that ends as a site stands."""
    return _summary(site.settings, site.statistics, site.staying, site.utilisation, site.at)


def _summary(
    settings: Settings, statistics: Statistics, workers: int, utilisation: float, at: int
) -> Summary:
    return Summary(
        model=settings.model,
        workers=workers,
        seed=settings.seed,
        program=settings.program,
        time_s=at / SECOND,
        makespan_s=statistics.last_accepted / SECOND,
        arrived=statistics.arrived,
        accepted=statistics.accepted,
        reworked=statistics.rejected,
        scrapped=statistics.scrapped,
        queued=statistics.waiting,
        in_progress=statistics.unfinished - statistics.waiting,
        throughput_per_s=statistics.accepted * SECOND / at if at else 0.0,
        utilisation=utilisation,
        queue_mean=statistics.mean_waiting(at),
        queue_max=statistics.most_waiting,
        wait=_times(statistics.verdict_table, "wait_ns"),
        service=_times(statistics.verdict_table, "service_ns"),
        sojourn=_times(statistics.verdict_table, "sojourn_ns"),
    )


def _times(verdicts: VerdictTable, field: str) -> Distribution:
    """Return the figures of a time of all accepted jobs."""
    stop = len(verdicts)
    accepted = map(Kind.Accepted.__eq__, verdicts.column("kind", 0, stop))
    return Distribution.of(array("q", compress(verdicts.column(field, 0, stop), accepted)))
