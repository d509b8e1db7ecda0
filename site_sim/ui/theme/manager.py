"""The themes of an app: which there are, the one in force, and what it means for Textual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import App
from textual.filter import LineFilter

from site_sim.facts.states import STATES
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.glyphs import Glyphs
from site_sim.ui.theme.registry import line_filters
from site_sim.ui.theme.variables import textual_theme


class ThemeManager:
    """Applies themes to an app."""

    def __init__(self, themes: Mapping[str, SiteTheme], first: SiteTheme, glyphs: Glyphs) -> None:
        is_known = first.name in themes and themes[first.name] is first
        self.available = themes if is_known else dict(themes) | {first.name: first}
        """The themes there are, by name."""
        self.current = first
        """The one in force."""
        self.glyphs = glyphs
        """The glyphs that the screen draws with."""
        self.line_filters: Sequence[LineFilter] = line_filters(first, glyphs)
        """What Textual passes each line through: only what theme and glyphs need."""
        self._app: App[int] | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether the app has its theme already, and not still one of Textual's."""
        return self._app is not None

    def set_up(self, app: App[int]) -> None:
        """Give an app its first theme before it has any styles: later it costs them all again."""
        theme = self.current
        app.register_theme(textual_theme(theme))
        app.set_reactive(App.theme, theme.name)
        self._app = app
        classes = {"-dark-mode": theme.dark, "-light-mode": not theme.dark}
        app.update_classes({f"-theme-{theme.name}": True, **classes}, update=False)
        app.stylesheet.set_variables(app.get_css_variables())

    def apply(self, name: str) -> None:
        """Put a theme in force."""
        assert self._app is not None
        self.current = self.available[name]
        if name not in self._app.available_themes:
            self._app.register_theme(textual_theme(self.current))
        self.line_filters = line_filters(self.current, self.glyphs)
        self._app.theme = name

    def variable_defaults(self) -> dict[str, str]:
        """Return what the site's own variables are under a theme of Textual's."""
        return textual_theme(self.current).variables

    def state_cells(self) -> dict[str, tuple[str, str]]:
        """Return the glyph that fills a cell, and its colour, for each state.

        The colour is "" where the theme leaves it to the terminal.
        """
        assert self._app is not None
        colours = {name: self._app.theme_variables[f"state-{name}"] for name in STATES}
        return {
            name: (self.glyphs.cells[name], colour if colour.startswith("#") else "")
            for name, colour in colours.items()
        }
