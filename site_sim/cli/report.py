"""The figures of a run as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from textwrap import wrap

from site_sim.state.entities import State, TaskState
from site_sim.state.site import SiteState
from site_sim.state.summary import Summary, summary_of

MOST_LANES = 12
"""Lanes whose use is listed."""
MOST_WORKERS = 8
"""Workers whose time is listed."""
COLUMNS = 80


def report(site: SiteState) -> str:
    """Return the figures of a run in lines of at most 80 columns; `site` is how it ended."""
    summary = summary_of(site)
    lines = [
        f"{summary.program} · {summary.model} · {_workers(summary.workers)} · seed {summary.seed}",
        "",
        f"  time         {summary.time_s:.3f} s, last job accepted at {summary.makespan_s:.3f} s",
        *_wrapped("  jobs         ", ", ".join(_jobs(summary))),
        f"  throughput   {summary.throughput_per_s:.3f} jobs/s",
        *_wrapped(
            "  utilisation  ",
            f"{summary.utilisation:.1%} of the workers' time; lanes {_lanes(site)}",
        ),
        f"  queue        {summary.queue_mean:.2f} jobs on average, {summary.queue_max} at most",
        "",
        *_times(summary),
        *_crew(site),
    ]
    return "\n".join(lines)


def _workers(count: int) -> str:
    return f"{count} worker{'s' * (count != 1)}"


def _jobs(summary: Summary) -> Iterator[str]:
    """Yield how many jobs came to what, those to which none came left out."""
    yield f"{summary.arrived} arrived"
    yield f"{summary.accepted} accepted"
    for count, what in (
        (summary.reworked, "reworked"),
        (summary.scrapped, "scrapped"),
        (summary.queued, "queued"),
        (summary.in_progress, "in progress"),
    ):
        if count:
            yield f"{count} {what}"


def _lanes(site: SiteState) -> str:
    shares = "  ".join(f"{share:.0%}" for share in site.lane_utilisation[:MOST_LANES])
    return shares + " …" * (len(site.lanes) > MOST_LANES)


def _wrapped(name: str, words: str) -> list[str]:
    return wrap(words, COLUMNS, initial_indent=name, subsequent_indent=" " * len(name))


def _times(summary: Summary) -> list[str]:
    """Return the table of times, in columns as wide as their widest figure."""
    rows = (("wait", summary.wait), ("service", summary.service), ("sojourn", summary.sojourn))
    cells = [[f"{value:.3f} s" for value in times.to_json().values()] for _, times in rows]
    width = max(9, *(len(cell) for row in cells for cell in row)) + 2
    head = "".join(name.rjust(width) for name in ("mean", "p50", "p95", "max"))
    lines = [f"  {'':<8}{head.rstrip()}"]
    for (name, _), row in zip(rows, cells, strict=True):
        lines.append(f"  {name:<8}" + "".join(cell.rjust(width) for cell in row))
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
