"""Holds the themes of an app, and applies one to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.app import App
from textual.filter import LineFilter

from site_sim.facts.states import STATES
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.glyphs import Glyphs
from site_sim.ui.theme.registry import line_filters
from site_sim.ui.theme.variables import textual_theme


class ThemeManager:
    """Knows the available themes and the current one, and applies them to an app.

    `keep` keeps a theme, by its name, for the next time, and returns why that can't be, or "".
    """

    def __init__(
        self,
        themes: Mapping[str, SiteTheme],
        first: SiteTheme,
        glyphs: Glyphs,
        keep: Callable[[str], str] = lambda _: "",
    ) -> None:
        is_known = first.name in themes and themes[first.name] is first
        self.available = themes if is_known else dict(themes) | {first.name: first}
        """The available themes by name."""
        self.current = first
        """The theme that is in force."""
        self.keep = keep
        self._first = first
        self.glyphs = glyphs
        """The glyphs that the screen draws with."""
        self.line_filters: Sequence[LineFilter] = line_filters(first, glyphs)
        """The filters that Textual applies to each line: only those that theme and glyphs need."""
        self._app: App[int] | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether the app has the current theme, and no longer Textual's default."""
        return self._app is not None

    def set_up(self, app: App[int]) -> None:
        """Set the first theme of an app before it has styles; later all would be computed again."""
        theme = self.current
        app.register_theme(textual_theme(theme))
        app.set_reactive(App.theme, theme.name)
        self._app = app
        classes = {"-dark-mode": theme.dark, "-light-mode": not theme.dark}
        app.update_classes({f"-theme-{theme.name}": True, **classes}, update=False)
        app.stylesheet.set_variables(app.get_css_variables())

    def apply(self, name: str) -> None:
        """Put a theme in force: "" is the first one, and so is a name that there is not."""
        assert self._app is not None
        theme = self.available.get(name, self._first)
        if theme is self.current:
            return
        self.current = theme
        if theme.name not in self._app.available_themes:
            self._app.register_theme(textual_theme(self.current))
        self.line_filters = line_filters(self.current, self.glyphs)
        self._app.theme = theme.name

    def variable_defaults(self) -> dict[str, str]:
        """Return the current theme's variables, as defaults under a theme of Textual's."""
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
