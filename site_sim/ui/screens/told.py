"""What the help says of a screen: its panels, first the one that is meant, and all their signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from textual.screen import Screen
from textual.widget import Widget

from site_sim.facts.explanations import PANELS as SAID_OF_PANELS
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.facts.states import IN_SEND, WORDS
from site_sim.log.cast import ROLES, Cast
from site_sim.player.view_state import PlaceName
from site_sim.ui.dialogs.help import Explanation, HelpSection
from site_sim.ui.drawing.title import Title
from site_sim.ui.screens.signs import (
    PANEL_SIGNS,
    RUN_SIGNS,
    TOP_SIGNS,
    WORD_SIGNS,
    Sign,
    explained,
    explained_states,
)
from site_sim.ui.screens.site.foot.control_panel import TITLE as CONTROLS_TITLE
from site_sim.ui.theme.glyphs import Glyphs

PANELS: Mapping[str, str] = {id: say(f"help.{id}") for id in SAID_OF_PANELS}
"""What each panel shows, by its id."""


class ToldPanel(NamedTuple):
    """A panel that is on the screen: its id, and its title without what that counts."""

    id: str
    title: str


class ToldRun(NamedTuple):
    """What the explanations depend on, beside the screen: glyphs, execution model and cast."""

    glyphs: Glyphs
    model: str
    cast: Cast

    @property
    def sends_are_calls(self) -> bool:
        """Whether a sender waits until the receiver is back at its yield."""
        return MODEL_FACTS[self.model].sends_are_calls

    def explain(self, signs: Sequence[Sign]) -> Iterator[Explanation]:
        """Yield what each of the signs means that can be there."""
        return explained(signs, self.glyphs, self.sends_are_calls)


def told_panels(screen: Screen[Any], dot: str) -> list[ToldPanel]:
    """Return the panels on a screen; first the one with the focus, else that under the mouse.

    `dot` is what parts of a title stand between.
    """
    shown = [panel for panel in screen.query("*") if panel.id in PANELS and panel.region]
    meant = screen.focused or screen.app.mouse_over
    around = meant.ancestors_with_self if meant is not None else ()
    shown.sort(key=lambda panel: panel not in around)
    return [ToldPanel(panel.id or "", _title_of(panel).split(f" {dot} ")[0]) for panel in shown]


def _title_of(panel: Widget) -> str:
    """Return the title of a panel in full; if it is of two halves, the upper one has it."""
    for each in panel.walk_children(Widget, with_self=True):
        heading = getattr(each, "heading", None)
        title = heading.fullest if isinstance(heading, Title) else ""
        if title or each.border_title:
            return str(title or each.border_title)
    return ""


def told_sections(screen: Screen[Any], name: PlaceName, run: ToldRun) -> list[HelpSection]:
    """Return all that the help says of a screen, whose name is given."""
    panels = told_panels(screen, run.glyphs.dot)
    sections = [_about_panel(panel, run) for panel in panels]
    blocked = IN_SEND if run.sends_are_calls else WORDS["blocked"]
    states = [*explained_states(run.glyphs, blocked)]
    sections.append(HelpSection("States", say("help.states"), states))
    if name == "site" and "control-panel" not in {panel.id for panel in panels}:
        sections.append(_about_panel(ToldPanel("control-panel", CONTROLS_TITLE), run))
    for title, signs in (
        ("At the top", TOP_SIGNS),
        ("On the line of the whole run", RUN_SIGNS),
        ("Words", WORD_SIGNS),
    ):
        sections.append(HelpSection(title, "", [*run.explain(signs)]))
    return sections


def _about_panel(panel: ToldPanel, run: ToldRun) -> HelpSection:
    signs = run.explain(PANEL_SIGNS[panel.id])
    roles = _about_roles(run.cast) if panel.id == "chain-panel" else ()
    return HelpSection(panel.title, PANELS[panel.id], [*roles, *signs])


def _about_roles(cast: Cast) -> Iterator[Explanation]:
    """Yield what the first of each role does, by the name that it has in the chain."""
    for role in ROLES:
        named = [member.number for member in cast.members.values() if member.role == role]
        who = named[0] if named else 0
        if cast.role_of(who) == role:
            yield Explanation([], cast.name_of(who).upper(), say(f"role.{role}"))
