"""Copies of sites, as frames have them."""

from __future__ import annotations

from typing import Any

from site_sim.base.units import SECOND
from site_sim.player.needs import LaneNeeds, Needs
from site_sim.player.site_copier import SiteCopier
from site_sim.player.site_copy import SiteCopy
from site_sim.player.view_state import NOTHING, Selection
from site_sim.run.recording import Recording
from site_sim.state.history.recent_past import RecentPast
from site_sim.state.site import SiteState

LANES = LaneNeeds(all_up_to=8, taken=0)


def recent_of(state: SiteState) -> RecentPast:
    """Return the recent past of a site, as far as its log tells of one."""
    recording = Recording.of(state.log)
    recording.catch_up(state.seq)
    return recording.recent_past(SECOND // 4)._replace(state=state)


def copy_of(state: SiteState, selected: Selection = NOTHING, **needs: Any) -> SiteCopy:
    """Return a copy of a site with what is needed of it."""
    return SiteCopier().copy(state, recent_of(state), Needs(**needs), selected)
