"""The figures of a run as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from textwrap import wrap

from site_sim.base.quantities import clock, duration, places_for, rate
from site_sim.base.units import MS, SECOND
from site_sim.export.header import RunHeader
from site_sim.facts.figures import (
    ARRIVAL_RATE,
    ARRIVED,
    DELAY,
    DONE,
    IN_PROGRESS,
    IN_SYSTEM,
    LOST,
    QUEUE_LENGTH,
    REJECTED,
    REWORKED,
    SCRAPPED,
    SERVICE,
    SOJOURN,
    SPAN_OF_FIGURES,
    THROUGHPUT,
    TIME,
    UTILISATION,
    WAIT,
    WAITING,
    FigureFacts,
)
from site_sim.player.run_settings import run_settings
from site_sim.state.distribution import Distribution
from site_sim.state.entities import State, TaskState
from site_sim.state.site import SiteState
from site_sim.state.summary import Summary, summary_of

MOST_LANES = 12
"""Lanes whose use is listed."""
MOST_WORKERS = 8
"""Workers whose time is listed."""
DIGITS = 3
"""The fewest digits of a duration."""
COLUMNS, LEAST = 80, 68
IN_THE_HEADING = ("program", "model", "workers", "seed")


def report(site: SiteState, header: RunHeader, columns: int = COLUMNS) -> str:
    """Return the figures of a run in lines of at most `columns`, which are `LEAST` at least.

    `site` is how it ended; the `header` tells what its log does not: costs and version.
    """
    summary = summary_of(site)
    in_system, queue = summary.in_system, summary.queue_length
    rows: dict[str | FigureFacts, str] = {
        TIME: f"{_clock(summary.time_s, summary)}{_last(summary)}",
        "jobs": ", ".join(_jobs(summary)),
        SPAN_OF_FIGURES: _span(summary),
        THROUGHPUT: _rates(summary, site.settings.rate),
        UTILISATION: f"{summary.utilisation:.1%} of the workers' time; lanes {_lanes(site)}",
        IN_SYSTEM: f"{in_system.mean:.2f} jobs on average, {in_system.max:,} at most",
        QUEUE_LENGTH: f"{queue.mean:.2f} jobs on average, {queue.max:,} at most",
        "unfinished": _unfinished(summary),
    }
    return "\n".join(
        [
            f"{summary.program} · {summary.model} · {_workers(summary.workers)}"
            f" · seed {summary.seed}",
            *_wrapped("settings", _settings(site, header), columns),
            "",
            *(
                line
                for name, words in rows.items()
                if words
                for line in _wrapped(name, words, columns)
            ),
            "",
            *_times(summary),
            *_crew(site),
        ]
    )


def _settings(site: SiteState, header: RunHeader) -> str:
    """Return all that shaped the figures, but what stands in the line above."""
    rows = run_settings(site.settings, site.staying, header)
    return "; ".join(f"{name} {value}" for name, value in rows if name not in IN_THE_HEADING)


def _workers(count: int) -> str:
    return f"{count:,} worker{'s' * (count != 1)}"


def _jobs(summary: Summary) -> Iterator[str]:
    """Yield how many jobs came to what, those to which none came left out."""
    for figure, count in (
        (ARRIVED, summary.arrived),
        (DONE, summary.done),
        (REJECTED, summary.rejected),
        (LOST, summary.lost),
        (REWORKED, summary.reworked),
        (SCRAPPED, summary.scrapped),
        (WAITING, summary.waiting),
        (IN_PROGRESS, summary.in_progress),
    ):
        if count or figure in (ARRIVED, DONE):
            yield f"{count:,} {figure.name}"


def _span(summary: Summary) -> str:
    """Return what the figures are of, if that is not the whole run."""
    start, end = summary.span_s
    if not start:
        return ""
    if start == end:
        return "none: all of the run was warm-up, and no figure below is of any time or job"
    span = f"{_clock(start, summary)} to {_clock(end, summary)}"
    return f"{span}: what follows leaves out the warm-up before that"


def _last(summary: Summary) -> str:
    return f", last job done at {_clock(summary.makespan_s, summary)}" if summary.done else ""


def _clock(seconds: float, summary: Summary) -> str:
    """Return a moment of a run, with more digits of one that is over within a second."""
    places = places_for(min(MS, max(1, round(summary.time_s * MS))))
    return clock(round(seconds * SECOND), places)


def _rates(summary: Summary, set_per_s: float) -> str:
    """Return throughput and arrival rate in the same unit, that of the rate that is set if any."""
    beside = set_per_s or summary.arrival_rate_per_s
    done, came = (
        rate(per_s, beside) for per_s in (summary.throughput_per_s, summary.arrival_rate_per_s)
    )
    return f"{done}, {ARRIVAL_RATE.name} {came}"


def _unfinished(summary: Summary) -> str:
    """Return what the times leave out, as it is not over; "" where everything is."""
    if not summary.waiting + summary.in_progress:
        return ""
    since = summary.waiting_since_s
    waits = "wait" if summary.waiting != 1 else "waits"
    first = "" if since is None else f", the first of them came at {_clock(since, summary)}"
    return (
        f"{summary.waiting:,} {waits} still{first}; the times below are those of the"
        f" {summary.left:,} that left, and what takes long counts too little among them"
    )


def _lanes(site: SiteState) -> str:
    shares = "  ".join(f"{share:.0%}" for share in site.lane_utilisation[:MOST_LANES])
    return shares + " …" * (len(site.lanes) > MOST_LANES)


def _wrapped(name: str | FigureFacts, words: str, columns: int) -> list[str]:
    name = name.name if isinstance(name, FigureFacts) else name
    first, others = f"  {name:<14}", " " * 16
    return wrap(
        words, columns, initial_indent=first, subsequent_indent=others, break_on_hyphens=False
    )


def _times(summary: Summary) -> list[str]:
    """Return the table of times, in columns as wide as their widest figure."""
    rows = (
        (WAIT, summary.wait_s),
        (SERVICE, summary.service_s),
        (SOJOURN, summary.sojourn_s),
        (DELAY, summary.delay_s),
    )
    cells = [[duration(round(value * SECOND), DIGITS) for value in times] for _, times in rows]
    width = max(9, *(len(cell) for row in cells for cell in row)) + 2
    head = "".join(name.rjust(width) for name in Distribution._fields)
    lines = [f"  {'':<8}{head.rstrip()}"]
    for (figure, _), row in zip(rows, cells, strict=True):
        lines.append(f"  {figure.name:<8}" + "".join(cell.rjust(width) for cell in row))
    return lines


def _crew(site: SiteState) -> Iterator[str]:
    """Yield how the busiest workers spent their time, where there are several."""
    workers = site.workers
    if len(workers) <= 1:
        return
    busiest = nsmallest(MOST_WORKERS, workers, key=lambda task: -task.working_at(site.at))
    yield ""
    yield "  worker       working    ready  handing off  blocked     idle"
    for task in sorted(busiest, key=lambda task: task.who):
        yield _worker(task, site.at)
    if len(busiest) < len(workers):
        yield f"  … the busiest {MOST_WORKERS} of {len(workers)}"


def _worker(task: TaskState, at: int) -> str:
    spent = task.spent_at(at)
    life = sum(spent[: State.GONE]) or 1
    parts = (State.READY, State.HANDING_OFF, State.BLOCKED, State.IDLE)
    shares = (task.working_at(at), *(spent[state] for state in parts))
    work, ready, hop, blocked, idle = (f"{share / life:.1%}" for share in shares)
    return f"  {task.who:>6}      {work:>8} {ready:>8} {hop:>12} {blocked:>8} {idle:>8}"
