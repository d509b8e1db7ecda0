"""What a screen that shows the run gets from the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from site_sim.player.frame import Frame
from site_sim.player.intents import Wish
from site_sim.player.needs import Declare
from site_sim.player.outline import Outline
from site_sim.player.view_state import ViewState
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.theme.glyphs import Glyphs


class ScreenContext(msgspec.Struct, frozen=True):
    """What is the same for all screens of a player."""

    keys: KeyBindings[Any]
    """The actions with their keys."""
    glyphs: Glyphs
    """The glyphs to draw with."""
    frame: Callable[[Declare], Frame]
    """Returns the run as it is at the playhead, and of that what is declared to be needed."""
    outline: Callable[[], Outline]
    """Returns the present moment in a few words."""
    publish: Callable[[], None]
    """Draws the run on the screen that is shown."""
    act: Callable[[str], None]
    """Does what the registry calls an action."""
    do: Callable[[Wish], None]
    """Does what a person wants of this player."""
    wish: Callable[..., None]
    """Does the same with one wish after the other, and draws the result."""
    view: Callable[[], ViewState]
    """Returns how this player is being looked at."""
    is_painted: bool
    """Whether our own painter writes the panels' lines, and not Textual's compositor."""
