"""The events of a log as records, and figures made of them."""

from __future__ import annotations

from hypothesis import strategies as st

from site_sim.export.header import RunHeader
from site_sim.kernel.models import CLASSROOM, MODELS, ZERO
from site_sim.log.event_log import EventLog
from site_sim.player.report import report
from site_sim.state.fold import fold
from site_sim.state.site import SiteState

FIELDS = st.fixed_dictionaries(
    {
        "model": st.sampled_from(list(MODELS)),
        "workers": st.integers(1, 5),
        "cores": st.integers(1, 3),
        "dispatch": st.sampled_from(["round-robin", "least-busy"]),
        "wiring": st.sampled_from(["chain", "direct"]),
        "inbox": st.integers(1, 3),
        "costs": st.sampled_from([ZERO, CLASSROOM]),
        "arrivals": st.sampled_from(["regular", "poisson"]),
        "service": st.sampled_from(["fixed", "exponential"]),
        "workload": st.sampled_from(["io", "mixed"]),
        "defect_rate": st.sampled_from([0.0, 0.3]),
        "accident_rate": st.sampled_from([0.0, 0.3]),
        "rework_limit": st.integers(0, 2),
        "seed": st.integers(0, 9),
    }
)


def told(log: EventLog, until_ns: int = 0) -> str:
    """Return the report of a log, folded up to its end and on to a time."""
    site = SiteState(log)
    fold(site)
    site.advance_to(until_ns)
    return report(site, RunHeader(cast=log.cast))
