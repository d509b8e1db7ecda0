"""The performer: knows for each action of the registry the method that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.ui.actions.run_actions import Deeds, SiteDeeds, TimeDeeds
from site_sim.ui.actions.view_actions import LookDeeds, ProgramDeeds, TimelineDeeds

if TYPE_CHECKING:
    from site_sim.ui.app import SiteApp

DOES = "do_"
"""What the names of the methods begin with."""
GROUPS: tuple[type[Deeds], ...] = (TimeDeeds, SiteDeeds, LookDeeds, TimelineDeeds, ProgramDeeds)


class Performer:
    """Does what an action asks."""

    def __init__(self, app: SiteApp) -> None:
        self._deeds = {
            name.removeprefix(DOES).replace("_", "-"): getattr(group, name)
            for group in (group(app) for group in GROUPS)
            for name in vars(type(group))
            if name.startswith(DOES)
        }

    def perform(self, action: str) -> None:
        """Do what the registry calls `action`, or what a widget asks for besides."""
        self._deeds[action]()
