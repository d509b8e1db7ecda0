"""Sites that ran for a while, and the states of them."""

from __future__ import annotations

from site_sim.kernel.simulation import Simulation
from site_sim.state.fold import fold
from site_sim.state.site import SiteState


def shown(site: Simulation, at: int) -> SiteState:
    """Let a site run to a time, and return what it looks like."""
    site.run(at)
    state = SiteState(site.log)
    fold(state)
    state.advance_to(at)
    return state
