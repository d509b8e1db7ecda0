"""What a run came to: the figures of a whole log, exact over all its jobs."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from site_sim.base.units import SECOND
from site_sim.state.statistics import Statistics


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
    """The figures of a run. Times are seconds, rates per second, shares 0 to 1."""

    program: str
    model: str
    workers: int
    seed: int
    time_ns: int
    last_accepted_ns: int
    arrived: int
    accepted: int
    reworked: int
    scrapped: int
    queued: int
    in_progress: int
    utilisation: float
    mean_queue_length: float
    queue_max: int
    wait: Distribution
    """From a job's arrival until work on it began first."""
    service: Distribution
    """Work on a job, over all attempts."""
    sojourn: Distribution
    """From a job's arrival until it was accepted."""

    @classmethod
    def of(cls, figures: Statistics) -> Summary:
        """Return the figures of a run that ends here; the times are of accepted jobs."""
        settings = figures.settings
        return cls(
            program=settings.program,
            model=settings.model,
            workers=figures.staying,
            seed=settings.seed,
            time_ns=figures.at,
            last_accepted_ns=figures.last_accepted,
            arrived=figures.arrived,
            accepted=figures.accepted,
            reworked=figures.rejected,
            scrapped=figures.scrapped,
            queued=figures.queued,
            in_progress=figures.unfinished - figures.queued,
            utilisation=figures.utilisation,
            mean_queue_length=figures.mean_queue_length,
            queue_max=figures.queue_max,
            wait=Distribution.of(figures.wait_ns),
            service=Distribution.of(figures.service_ns),
            sojourn=Distribution.of(figures.sojourn_ns),
        )

    @property
    def throughput_per_s(self) -> float:
        """Accepted jobs a second of the whole run."""
        return self.accepted * SECOND / self.time_ns if self.time_ns else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        return {
            "model": self.model,
            "workers": self.workers,
            "seed": self.seed,
            "program": self.program,
            "time_s": self.time_ns / SECOND,
            "makespan_s": self.last_accepted_ns / SECOND,
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
            "queue_length": {"mean": self.mean_queue_length, "max": self.queue_max},
            "wait_s": self.wait.to_json(),
            "service_s": self.service.to_json(),
            "sojourn_s": self.sojourn.to_json(),
        }
