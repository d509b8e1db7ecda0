"""The style of each piece of text in a panel, by its role.

A role names its colours as variables of the theme (see `variables.py`), as a stylesheet would. They
are not in the stylesheet, since Textual would compute all fifty whenever a class of the screen
changes: that was a third of the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

from site_sim.facts.states import STATES
from site_sim.ui.theme.materials import MATERIALS, STONES


class Role(Struct, frozen=True):
    """The style of a role: names of the theme's variables; "" leaves what is below as it is."""

    ink: str = ""
    ground: str = ""
    text_style: str = ""
    """A text style itself, or (with a `$`) the variable that holds it."""


HAZARD_STYLE = "$hazard-text-style"
SOLID_STYLE = "$solid-text-style"

ROLES: Mapping[str, Role] = {
    "muted": Role("text-muted"),
    "strong": Role(text_style="bold"),
    "accent": Role("text-accent"),
    "key": Role("footer-key-foreground", text_style="bold"),
    "token": Role("text-accent", text_style="bold"),
    "line": Role("line"),
    "accepted": Role("accepted"),
    "accepted-text": Role("accepted-text"),
    "rejected": Role("rejected"),
    "rejected-text": Role("rejected-text"),
    "hazard": Role("hazard", text_style=HAZARD_STYLE),
    "hazard-text": Role("hazard-text", text_style=HAZARD_STYLE),
    "banner": Role("on-hazard", "hazard-fill", HAZARD_STYLE),
    "ground": Role("line", "ground"),
    "ground-text": Role("text-muted", "ground"),
    "timber-hazard": Role("timber-hazard", "timber", HAZARD_STYLE),
    **{name: Role(f"on-{name}", name, SOLID_STYLE) for name in MATERIALS},
    **{f"{name}-edge": Role(name) for name in MATERIALS},
    **{f"{name}-chip": Role(f"on-{name}", name) for name in STONES},
    "plate": Role("background", "foreground", HAZARD_STYLE),
    "hot": Role(ground="selected", text_style="bold"),
    "selected": Role(ground="selected", text_style="$selected-text-style"),
    **{f"state-{name}": Role(f"state-{name}") for name in STATES},
    **{f"state-{name}-text": Role(f"state-{name}-text") for name in STATES},
    **{
        f"state-{name}-plate": Role("background", f"state-{name}-text", HAZARD_STYLE)
        for name in STATES
    },
    **{
        f"{role}-crossed": Role("background", role, SOLID_STYLE)
        for role in ("accepted", "state-ready", "state-working")
    },
    "code-yield": Role("text-accent", text_style="bold"),
    "code-keyword": Role("text-primary"),
    "code-name": Role(text_style="bold"),
    "code-decorator": Role("text-secondary"),
    "code-text": Role("text-success"),
    "code-comment": Role("text-muted", text_style="italic"),
    "code-quoted": Role("text-accent", text_style="bold"),
    "code-number": Role("text-muted"),
}
"""The style of each role that a piece of text can have."""


def role_style(role: str, variables: Mapping[str, str]) -> Style:
    """Return the style that a role adds to the one below it, for a theme's variables."""
    look = ROLES[role]
    text_style = look.text_style
    if text_style.startswith("$"):
        text_style = variables[text_style[1:]]
    ink = variables[look.ink] if look.ink else ""
    ground = variables[look.ground] if look.ground else ""
    return _style(ink, ground, text_style)


@lru_cache(maxsize=1024)
def _style(ink: str, ground: str, text_style: str) -> Style:
    """Return a style for colours and a text style as a stylesheet writes them."""
    return Style(color=_colour(ink), bgcolor=_colour(ground)) + Style.parse(text_style)


def _colour(text: str) -> RichColor | None:
    return Color.parse(text).rich_color if text else None
