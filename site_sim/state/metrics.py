"""Figures of the present, for a screen: over the latest verdicts."""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

from site_sim.log.events import Kind
from site_sim.state.site import SiteState

ACCEPTED = int(Kind.Accepted)
RECENT = 200
"""Verdicts that count as recent."""


class Recent(NamedTuple):
    """Times of the latest accepted jobs, in nanoseconds."""

    wait_p95: int
    sojourn_p50: int
    sojourn_p95: int


def recent_times(state: SiteState) -> Recent | None:
    """Return the percentiles (nearest rank) of the latest accepted jobs; None without any."""
    table, stop = state.verdict_table, state.verdict_count
    latest = max(0, stop - RECENT), stop
    accepted = [kind == ACCEPTED for kind in table.column("kind", *latest)]
    if not any(accepted):
        return None
    waits = sorted(compress(table.column("wait_ns", *latest), accepted))
    sojourns = sorted(compress(table.column("sojourn_ns", *latest), accepted))

    def rank(times: list[int], percent: int) -> int:
        return times[(len(times) * percent + 99) // 100 - 1]

    return Recent(rank(waits, 95), rank(sojourns, 50), rank(sojourns, 95))
