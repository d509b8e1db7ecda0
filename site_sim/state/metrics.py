"""Figures of the present, for a screen: over the jobs that left last, at the end over all."""

from __future__ import annotations

from itertools import compress
from operator import sub
from typing import NamedTuple

from site_sim.state.distribution import percentile
from site_sim.state.site import SiteState

RECENT = 200
"""Jobs that count as recent."""


class Recent(NamedTuple):
    """Times of the jobs that left last, in nanoseconds."""

    jobs: int
    """How many they are, RECENT at most before the end of the run."""
    wait_p95: int
    sojourn_p50: int
    sojourn_p95: int


def recent_times(state: SiteState) -> Recent | None:
    """Return the percentiles of the last `RECENT` jobs that left; None without any.

    Once all are done they are those of all jobs, as in the summary of a run. Those that came before
    the span are left out.
    """
    table, stop, warm_up = state.verdict_table, state.verdict_count, state.statistics.warm_up
    first = table.first_at(warm_up, stop)
    rows = most = max(RECENT, stop) if state.finished else RECENT
    while True:  # rejected results stand among them
        latest = max(first, stop - rows), stop
        left = table.left(*latest, warm_up)
        if sum(left) >= most or latest[0] == first:
            break
        rows *= 2
    if not any(left):
        return None
    sojourns, services = (
        [*compress(table.column(name, *latest), left)][-most:]
        for name in ("sojourn_ns", "service_ns")
    )
    waits = sorted(map(sub, sojourns, services))
    sojourns.sort()
    return Recent(
        len(sojourns),
        percentile(waits, 95),
        percentile(sojourns, 50),
        percentile(sojourns, 95),
    )
