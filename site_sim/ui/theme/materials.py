"""The colours of bricks and crates: six kinds of stone and timber, in the light of a theme.

A theme may name them itself (`[materials]`). For all others they are made of its own colours: muted
against those of states and marks, and such that its text can be read on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

from site_sim.ui.theme.contrast import readable
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.registry import NO_COLOUR

STONES = ("brick", "clay", "sand", "slate", "moss", "plum")
"""What a wall is made of."""
MATERIALS = (*STONES, "timber")
"""All of them; crates are of timber."""

_DARK: Mapping[str, str] = {
    "brick": "#93412F",
    "clay": "#84562B",
    "sand": "#706C38",
    "slate": "#41607F",
    "moss": "#4E6A3E",
    "plum": "#71486F",
    "timber": "#7A6040",
}
"""Those of a dark theme, before they are fitted to it."""
_LIGHT: Mapping[str, str] = {
    "brick": "#E39B88",
    "clay": "#E3B584",
    "sand": "#E2D896",
    "slate": "#A3BDDA",
    "moss": "#B5CF98",
    "plum": "#D3ACD5",
    "timber": "#D8BC90",
}
"""Those of a light theme."""
SIGN_CONTRAST = 3.0
"""The least contrast of a sign, WCAG 2.2, success criterion 1.4.11."""
_OF_THE_THEME = 0.12
"""The share of a theme's surface in each."""


def material_colours(theme: SiteTheme) -> dict[str, Color]:
    """Return the colour of each material, and that of the text on it (`on-brick`)."""
    if theme.monochrome:
        none = Color.parse(NO_COLOUR)
        return dict.fromkeys((*MATERIALS, "timber-hazard", *map("on-{}".format, MATERIALS)), none)
    ink = theme.colours["foreground"]
    colours = {name: _fitted(name, theme, ink) for name in MATERIALS}
    timber = colours["timber"]
    colours["timber-hazard"] = readable(theme.marks["hazard"], (timber,), SIGN_CONTRAST)
    return colours | {f"on-{name}": ink for name in MATERIALS}


def _fitted(name: str, theme: SiteTheme, ink: Color) -> Color:
    """Return a material in the light of a theme, so that `ink` can be read on it."""
    own = theme.materials.get(name)
    if own is not None:
        return own
    colour = Color.parse((_DARK if theme.dark else _LIGHT)[name])
    lit = colour.blend(theme.colours["surface"], _OF_THE_THEME, alpha=1.0)
    return readable(lit, (ink,), theme.contrast)
