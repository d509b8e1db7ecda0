"""Sites that ran for a while, and the states of them."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.kernel.simulation import Simulation
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.series import SeriesReader
from site_sim.state.lints import WATCHED
from site_sim.state.site import SiteState


def shown(site: Simulation, at: int) -> SiteState:
    """Let a site run to a time, and return what it looks like."""
    site.run(at)
    state = SiteState(site.log)
    fold(state)
    state.advance_to(at)
    return state


CELL_NS = SECOND // 4
"""How long a cell of the recent past is."""


def lengths_of(state: SiteState) -> list[int]:
    """Return the queue lengths in the latest cells, which tell an overload."""
    changes = ChangeLog(state.log)
    changes.follow(SiteState(state.log), state.seq)
    return SeriesReader(changes).read(state, CELL_NS, WATCHED).waiting
