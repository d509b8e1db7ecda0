"""What a run came to: the figures of a whole log, exact over all its jobs."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from site_sim.base.units import SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState


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

    state: SiteState
    """The site at the end."""
    wait: Distribution
    """From a job's arrival until work on it began first."""
    service: Distribution
    """Work on a job, over all attempts."""
    sojourn: Distribution
    """From a job's arrival until it was accepted."""

    @property
    def throughput_per_s(self) -> float:
        """Accepted jobs a second of the whole run."""
        return self.state.accepted * SECOND / self.state.at if self.state.at else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        state = self.state
        return {
            "model": state.settings.model,
            "workers": state.staying,
            "seed": state.settings.seed,
            "program": state.settings.program,
            "time_s": state.at / SECOND,
            "makespan_s": state.last_accepted / SECOND,
            "jobs": {
                "arrived": state.arrived,
                "accepted": state.accepted,
                "reworked": state.rejected,
                "scrapped": state.scrapped,
                "queued": len(state.queue),
                "in_progress": state.in_progress,
            },
            "throughput_per_s": self.throughput_per_s,
            "utilisation": state.utilisation,
            "queue_length": {"mean": state.mean_queue_length, "max": state.queue_max},
            "wait_s": self.wait.to_json(),
            "service_s": self.service.to_json(),
            "sojourn_s": self.sojourn.to_json(),
        }

    def text(self) -> str:
        """Return the figures as a person reads them, in lines of at most 80 columns."""
        state, settings = self.state, self.state.settings
        workers = f"{state.staying} worker{'s' * (state.staying != 1)}"
        jobs = [f"{state.arrived} arrived", f"{state.accepted} accepted"]
        jobs += [f"{state.rejected} reworked"] if state.rejected else []
        jobs += [f"{state.scrapped} scrapped"] if state.scrapped else []
        jobs += [f"{len(state.queue)} queued"] if state.queue else []
        jobs += [f"{state.in_progress} in progress"] if state.in_progress else []
        lanes = "  ".join(f"{share:.0%}" for share in state.lane_utilisation[:12])
        more = " …" if len(state.lanes) > 12 else ""
        lines = [
            f"{settings.program} · {settings.model} · {workers} · seed {settings.seed}",
            "",
            f"  time         {state.at / SECOND:.3f} s, last job accepted at "
            f"{state.last_accepted / SECOND:.3f} s",
            *_wrapped("  jobs         ", ", ".join(jobs)),
            f"  throughput   {self.throughput_per_s:.3f} jobs/s",
            *_wrapped(
                "  utilisation  ",
                f"{state.utilisation:.1%} of the workers' time; lanes {lanes}{more}",
            ),
            f"  queue        {state.mean_queue_length:.2f} jobs on average, "
            f"{state.queue_max} at most",
            "",
            *self._times(),
        ]
        busiest = sorted(state.workers, key=lambda task: -task.working_at(state.at))[:8]
        if len(state.workers) > 1:
            lines += ["", "  worker       working    ready  handing off  blocked     idle"]
            lines += [_worker_line(who, state) for who in sorted(task.who for task in busiest)]
            if len(busiest) < len(state.workers):
                lines.append(f"  … the busiest 8 of {len(state.workers)}")
        return "\n".join(lines)

    def _times(self) -> list[str]:
        """Return the table of times, in columns as wide as their widest figure."""
        rows = (("wait", self.wait), ("service", self.service), ("sojourn", self.sojourn))
        cells = [[f"{value:.3f} s" for value in times.to_json().values()] for _, times in rows]
        width = max(9, *(len(cell) for row in cells for cell in row)) + 2
        head = "".join(name.rjust(width) for name in ("mean", "p50", "p95", "max"))
        lines = [f"  {'':<8}{head.rstrip()}"]
        for (name, _), row in zip(rows, cells, strict=True):
            lines.append(f"  {name:<8}" + "".join(cell.rjust(width) for cell in row))
        return lines


def _wrapped(name: str, words: str) -> list[str]:
    return wrap(words, 80, initial_indent=name, subsequent_indent=" " * len(name))


def _worker_line(who: int, state: SiteState) -> str:
    task = state.workers[who]
    spent = task.spent_at(state.at)
    life = sum(spent[: State.GONE]) or 1
    working = spent[State.CPU] + spent[State.IO]
    shares = (
        working,
        spent[State.READY],
        spent[State.HANDING_OFF],
        spent[State.BLOCKED],
        spent[State.IDLE],
    )
    work, ready, hop, blocked, idle = (f"{share / life:.1%}" for share in shares)
    return f"  {who:>6}      {work:>8} {ready:>8} {hop:>12} {blocked:>8} {idle:>8}"


def summarise(log: EventLog, until_ns: int = 0) -> Summary:
    """Fold a whole log, and time up to `until_ns` after its last event, into its figures."""
    state = SiteState(log)
    fold(state)
    state.advance_to(until_ns)
    return summary_of(state)


def summary_of(state: SiteState) -> Summary:
    """Return the figures of a run that ends with this state; the times are of accepted jobs."""
    accepted = [verdict for verdict in state.verdict_table if verdict.kind is Kind.Accepted]
    waits = array("q", (verdict.wait_ns for verdict in accepted))
    services = array("q", (verdict.service_ns for verdict in accepted))
    sojourns = array("q", (verdict.sojourn_ns for verdict in accepted))
    of = Distribution.of
    return Summary(state, of(waits), of(services), of(sojourns))
