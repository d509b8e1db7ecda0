"""Turns a theme into Textual's: its colours become the variables of the stylesheet.

Textual's own variables are pinned here wherever the colours that it derives do not reach the
theme's contrast (its transparent selections, half-transparent muted text and shaded hover colours
do not), and the site's variables are added:

| variable | for |
|---|---|
| `$selected`, `$focused` | the surfaces of the selected row and of the widget with the focus |
| `$state-idle` … `$state-gone` | a state's glyph and strip; `$state-idle-text` … its word |
| `$accepted`, `$rejected`, `$hazard` | glyphs; `$accepted-text` … words |
| `$hazard-fill`, `$on-hazard` | a banner's background, and the text on it |
| `$brick`, `$clay`, … `$timber` | what walls and crates are made of; `$on-brick` … the text on it |
| `$ground` | what walls and piles stand on |
| `$line` | faint lines that carry no meaning |
| `$selected-text-style` … | text styles in place of colour in monochrome |

`-text` variants are tints of the same colour that reach the contrast of text on every surface.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from textual.color import BLACK, WHITE, Color
from textual.theme import Theme

from site_sim.ui.theme.contrast import contrast, readable
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.materials import MATERIALS, material_colours
from site_sim.ui.theme.registry import (
    MARKS,
    NO_COLOUR,
    as_text,
    colour_or_none,
    state_colours,
    surface_colours,
)

FILLS = ("primary", "success", "warning", "error")
"""The colours that buttons are filled with, below their text."""
_STYLES = {"selected-text-style": "none", "hazard-text-style": "bold", "solid-text-style": "none"}
_MONO_STYLES = {
    "selected-text-style": "reverse",
    "hazard-text-style": "bold reverse",
    "solid-text-style": "reverse",
    "block-cursor-text-style": "bold underline reverse",  # an OptionList leaves out the reverse
    "block-cursor-blurred-text-style": "underline",
    "input-cursor-text-style": "reverse",
    "button-focus-text-style": "bold reverse",
}
_LEFT_OUT = ("ansi-background", "ansi-foreground", "surface-active")
"""Variables that Textual's stylesheet needs but does not derive for a monochrome theme."""


@cache
def textual_theme(theme: SiteTheme) -> Theme:
    """Return the Textual theme with all variables set."""
    if theme.monochrome:
        return _monochrome(theme)
    bare = _bare(theme, lambda name: theme.colours[name].hex)
    bare.variables = _pinned(theme) | _own_variables(theme)
    return bare


def _bare(theme: SiteTheme, colour: Callable[[str], str]) -> Theme:
    """Return a Textual theme without variables; `colour` returns a named colour as text."""
    return Theme(
        name=theme.name,
        primary=colour("primary"),
        secondary=colour("secondary"),
        warning=colour("warning"),
        error=colour("error"),
        success=colour("success"),
        accent=colour("accent"),
        foreground=colour("foreground"),
        background=colour("background"),
        surface=colour("surface"),
        panel=colour("panel"),
        dark=theme.dark,
        ansi=theme.monochrome,
    )


def _own_variables(theme: SiteTheme) -> dict[str, str]:
    """Return the variables that only the site's stylesheet knows."""
    marks = {name: colour_or_none(theme.marks, name) for name in MARKS}
    signs = marks | {f"state-{name}": colour for name, colour in state_colours(theme).items()}
    texts = {f"{name}-text": as_text(theme, colour) for name, colour in signs.items()}
    fill = colour_or_none(theme.marks, "hazard-fill")
    colours = signs | texts | material_colours(theme) | {"hazard-fill": fill}
    for name in ("selected", "focused"):
        colours[name] = colour_or_none(theme.colours, name)
    if theme.monochrome:
        colours |= {"on-hazard": fill, "line": fill, "ground": fill}
    else:
        colours["on-hazard"] = _text_on((fill,), theme)
        colours["ground"] = theme.colours["panel"]
        colours["line"] = theme.colours["background"].blend(theme.colours["border"], 0.4)
    styles = {name: _MONO_STYLES[name] for name in _STYLES} if theme.monochrome else _STYLES
    return {name: colour.hex for name, colour in colours.items()} | styles


def text_on_fills(theme: SiteTheme) -> list[tuple[str, Color, Color]]:
    """Return name, fill and text colour of each fill: buttons, cursor, banner, bricks, crates."""
    fill = theme.marks["hazard-fill"]
    text = _text_on(tuple(theme.colours[name] for name in FILLS), theme)
    fills = [(name, theme.colours[name], text) for name in FILLS]
    fills.append(("hazard-fill", fill, _text_on((fill,), theme)))
    colours = material_colours(theme)
    return fills + [(name, colours[name], colours[f"on-{name}"]) for name in MATERIALS]


def _text_on(grounds: tuple[Color, ...], theme: SiteTheme) -> Color:
    """Return the most legible of black, white and the theme's two poles on some fills."""
    poles = (theme.colours["background"], theme.colours["foreground"], BLACK, WHITE)
    return max(poles, key=lambda pole: min(contrast(pole, ground) for ground in grounds))


def _pinned(theme: SiteTheme) -> dict[str, str]:
    """Return the variables of Textual's whose derived colours would be hard to read."""
    named = theme.colours
    on_fill = _text_on(tuple(named[name] for name in FILLS), theme)
    on_primary = _text_on((named["primary"],), theme)
    colours = {
        **_text_variables(theme),
        **_hovered_buttons(theme, on_fill),
        "text-muted": named["muted"],
        "text-disabled": named["muted"],  # also the placeholder of an input
        "foreground-muted": named["muted"],
        "border": named["primary"],
        "border-blurred": named["border"],
        "surface-active": named["focused"],
        "block-cursor-background": named["primary"],
        "block-cursor-foreground": on_primary,
        "block-cursor-blurred-background": named["selected"],
        "block-cursor-blurred-foreground": named["foreground"],
        "block-hover-background": named["selected"],
        "button-foreground": named["foreground"],
        "button-color-foreground": on_fill,
        "input-selection-background": named["primary"],
        "input-selection-foreground": on_primary,
        "screen-selection-background": named["primary"],
        "screen-selection-foreground": on_primary,
        "link-background-hover": named["primary"],
        "link-color-hover": on_primary,
        "footer-background": named["panel"],
        "scrollbar": named["border"],
        "scrollbar-hover": named["primary"],
        "scrollbar-active": named["primary"],
        "scrollbar-background": named["surface"],
        "panel-lighten-1": named["panel"],  # a toast's ground
        "panel-darken-1": named["surface"],  # the command palette's
    }
    return {name: colour.hex for name, colour in colours.items()}


def _text_variables(theme: SiteTheme) -> dict[str, Color]:
    """Return `$text-primary` and its like, legible on every surface and on the muted fill."""
    colours: dict[str, Color] = {}
    for name in ("primary", "secondary", "accent", "warning", "error", "success"):
        ground = theme.colours["background"].blend(theme.colours[name], 0.15)
        surfaces = (*surface_colours(theme), ground)
        colours[f"{name}-muted"] = ground
        colours[f"text-{name}"] = readable(theme.colours[name], surfaces, theme.contrast)
    colours["link-color"] = colours["text-primary"]
    colours["footer-key-foreground"] = colours["text-accent"]
    return colours


def _hovered_buttons(theme: SiteTheme, on_fill: Color) -> dict[str, Color]:
    """Return the fills of buttons under the pointer: with more contrast to their text."""
    away = WHITE if contrast(on_fill, WHITE) > contrast(on_fill, BLACK) else BLACK
    hovered = {"primary": 2, "success": 2, "warning": 2, "error": 1}
    grounds = {
        f"{name}-darken-{shade}": theme.colours[name].blend(away, 0.2)
        for name, shade in hovered.items()
    }
    return grounds | {"surface-darken-1": theme.colours["selected"]}


def _monochrome(theme: SiteTheme) -> Theme:
    """Return a theme in the terminal's own two colours, with text styles in place of others."""
    bare = _bare(theme, lambda _name: NO_COLOUR)
    derived = bare.to_color_system().generate() | dict.fromkeys(_LEFT_OUT, NO_COLOUR)
    bare.variables = {
        name: NO_COLOUR if value.startswith("ansi_") else value for name, value in derived.items()
    }
    bare.variables |= _own_variables(theme) | _MONO_STYLES
    return bare
