"""The figures of a run as text: what `site-sim run` prints."""

from __future__ import annotations

from textwrap import wrap

from site_sim.base.units import SECOND
from site_sim.state.entities import State
from site_sim.state.site import SiteState
from site_sim.state.summary import Summary


def report(figures: Summary, state: SiteState) -> str:
    """Return the figures as a person reads them, in lines of at most 80 columns.

    `state` is the site at the end, of which lanes and workers are listed.
    """
    workers = f"{figures.workers} worker{'s' * (figures.workers != 1)}"
    jobs = [f"{figures.arrived} arrived", f"{figures.accepted} accepted"]
    jobs += [f"{figures.reworked} reworked"] if figures.reworked else []
    jobs += [f"{figures.scrapped} scrapped"] if figures.scrapped else []
    jobs += [f"{figures.queued} queued"] if figures.queued else []
    jobs += [f"{figures.in_progress} in progress"] if figures.in_progress else []
    lanes = "  ".join(f"{share:.0%}" for share in state.lane_utilisation[:12])
    more = " …" if len(state.lanes) > 12 else ""
    lines = [
        f"{figures.program} · {figures.model} · {workers} · seed {figures.seed}",
        "",
        f"  time         {figures.time_ns / SECOND:.3f} s, last job accepted at "
        f"{figures.last_accepted_ns / SECOND:.3f} s",
        *_wrapped("  jobs         ", ", ".join(jobs)),
        f"  throughput   {figures.throughput_per_s:.3f} jobs/s",
        *_wrapped(
            "  utilisation  ",
            f"{figures.utilisation:.1%} of the workers' time; lanes {lanes}{more}",
        ),
        f"  queue        {figures.mean_queue_length:.2f} jobs on average, "
        f"{figures.queue_max} at most",
        "",
        *_times(figures),
    ]
    busiest = sorted(state.workers, key=lambda task: -task.working_at(state.at))[:8]
    if len(state.workers) > 1:
        lines += ["", "  worker       working    ready  handing off  blocked     idle"]
        lines += [_worker_line(who, state) for who in sorted(task.who for task in busiest)]
        if len(busiest) < len(state.workers):
            lines.append(f"  … the busiest 8 of {len(state.workers)}")
    return "\n".join(lines)


def _times(figures: Summary) -> list[str]:
    """Return the table of times, in columns as wide as their widest figure."""
    rows = (("wait", figures.wait), ("service", figures.service), ("sojourn", figures.sojourn))
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
