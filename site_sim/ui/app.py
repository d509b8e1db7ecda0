"""The app: one timer, one handler for what the person asks, and the themes."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import AwaitMount

from site_sim.base.errors import Fault, SiteError
from site_sim.player.player import Player
from site_sim.player.view_state import ScreenName
from site_sim.ui.actions.registry import ACTIONS, BY_ID
from site_sim.ui.clock import Clock
from site_sim.ui.drawing.messages import Commanded, SeekTo, Selected
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.site.screen import SiteScreen
from site_sim.ui.terminal.app_base import TerminalApp
from site_sim.ui.theme.files import SiteTheme
from site_sim.ui.theme.glyphs import STATES, WORDS, Glyphs
from site_sim.ui.theme.registry import line_filters
from site_sim.ui.theme.variables import textual_theme

if TYPE_CHECKING:
    from site_sim.ui.actions.performer import Performer
    from site_sim.ui.screens.timeline.screen import TimelineScreen

EVERYWHERE = ("suspend",)
"""Actions whose keys act in dialogs too."""
MOST_FAULTS = 2
"""Faults of the configuration that are told on the screen; all are when it closes."""
GC_THRESHOLDS = (50_000, 20, 100)
"""When the garbage collector runs (`gc.set_threshold`): with Python's own thresholds it walks all
jobs and workers several times a second. So it holds at most some megabytes more."""
STYLES = Path(__file__).parent
OTHER_STYLES = ("stock.tcss", "others.tcss")
"""Stylesheets that the main screen does not need: they are read when another one opens."""


class SiteApp(TerminalApp):
    """The site on screen.

    `clock_runs` is off in tests, which call `advance` themselves; `now` gives real seconds.
    """

    CSS_PATH = STYLES / "site.tcss"
    TITLE = "site-sim"
    ENABLE_COMMAND_PALETTE = False  # no key of Textual's own: the registry has one

    def __init__(
        self,
        player: Player,
        *,
        glyphs: Glyphs,
        themes: Mapping[str, SiteTheme],
        theme: SiteTheme,
        faults: Sequence[Fault] = (),
        keymap: Mapping[str, tuple[str, ...]] | None = None,
        clock_runs: bool = True,
        now: Callable[[], float] = perf_counter,
    ) -> None:
        self._site_theme = theme
        self._wears = False
        is_known = theme.name in themes and themes[theme.name] is theme
        self._themes = themes if is_known else dict(themes) | {theme.name: theme}
        self._glyphs = glyphs
        super().__init__()
        self._wear_at_first(theme)
        self.player = player
        player.notify = self.say
        self._own_keys = dict(keymap or {})
        self._faults = tuple(faults)
        self._now = now
        self._clock = Clock(now, self.advance)
        self._clock_runs = clock_runs
        self._ticking: asyncio.Task[None] | None = None
        self._performer: Performer | None = None
        self._site = SiteScreen(self.keys_of, self._glyphs)
        self._views: dict[ScreenName, RunScreen] = {"site": self._site}
        """The screens that show the run and were looked at; dialogs stand on top of one."""
        self._has_other_styles = False
        self._filters_in_force: Sequence[LineFilter] = line_filters(theme, glyphs)
        self._bind_actions()

    def _wear_at_first(self, theme: SiteTheme) -> None:
        """Have the theme from the first: to change it means to work out all styles again."""
        self.register_theme(textual_theme(theme))
        self.set_reactive(App.theme, theme.name)
        self._wears = True
        looks = {"-dark-mode": theme.dark, "-light-mode": not theme.dark}
        self.update_classes({f"-theme-{theme.name}": True, **looks}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def _bind_actions(self) -> None:
        for action in ACTIONS:
            keys = ",".join(self.keys_of(action.id))
            if keys and not action.screens:
                deed, everywhere = f"do('{action.id}')", action.id in EVERYWHERE
                self._bindings.bind(keys, deed, action.label, show=False, priority=everywhere)

    # -- starting and ending ---------------------------------------------------------------

    def on_load(self) -> None:
        """Be ready for signals before the terminal is taken over."""
        if self._clock_runs:
            self.catch_signals()

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables; none when Textual asks for those of its own, at first."""
        return super().get_css_variables() if self._wears else {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return what the site's own variables are under a theme of Textual's."""
        return textual_theme(self._site_theme).variables

    def get_default_screen(self) -> Screen[None]:
        """Start with the site, in its shape from the first."""
        return self._shaped(self._site)

    def _shaped(self, view: RunScreen) -> RunScreen:
        """Return a new screen with the classes that it is to have."""
        view.expect(self.size)
        view.set_class(self._glyphs.name == "ascii", "-ascii", update=False)
        return view

    def on_mount(self) -> None:
        """Say what was wrong with the configuration, and let the clock run."""
        self._say_faults()
        self.call_after_refresh(self._begin)

    def _say_faults(self) -> None:
        """Say what was wrong with the configuration, in few lines: they cover the site."""
        if not self._faults:
            return
        told = [str(fault) for fault in self._faults[:MOST_FAULTS]]
        more = len(self._faults) - len(told)
        if more:
            told.append(f"and {more} more, told when the screen closes")
        self.notify("\n".join(told), severity="warning", timeout=12, markup=False)

    def _begin(self) -> None:
        self.publish()  # now that there are scroll bars, the chain can follow a job
        if self._clock_runs:
            self.call_after_refresh(self._run)

    def _run(self) -> None:
        """Let the clock run, when the site has been seen, unless it is to end already."""
        if self._exit:
            return
        self._ready_performer()  # the first key is not to wait for it
        gc.collect()
        gc.freeze()  # the collector would otherwise walk all that was imported, in mid-frame
        gc.set_threshold(*GC_THRESHOLDS)
        gc.enable()
        self._ticking = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        """Let the clock run; what goes wrong in it ends the app like anything else."""
        try:
            await self._clock.run()
        except Exception as error:  # nobody awaits this task
            self._handle_exception(error)

    def resumed(self) -> None:
        """Go on from here after the process was stopped: that time is not the site's."""
        self._clock.restart()
        super().resumed()

    def exit(self, *arguments: Any, **options: Any) -> None:
        """End; no frame is drawn while the screen is taken apart."""
        if self._ticking is not None:
            self._ticking.cancel()
        super().exit(*arguments, **options)

    # -- the one timer ---------------------------------------------------------------------

    def advance(self, real_s: float) -> None:
        """Let so many real seconds pass, and draw what has become of the site."""
        self.mind_size(real_s)
        self._attempt(lambda: self.player.tick(real_s))
        self.publish(in_passing=True)

    def _attempt(self, deed: Callable[[], None]) -> None:
        """Do something; what a person must know of, and the run survives, is said."""
        try:
            deed()
        except SiteError as error:
            self.player.navigator.drop_waiting()
            self.notify(str(error), severity="error", timeout=30, markup=False)

    def say(self, words: str) -> None:
        """Say something in the place of what was said before: it would cover the site."""
        self.clear_notifications()
        self.notify(words, timeout=3, markup=False)

    def publish(self, in_passing: bool = False) -> None:
        """Draw the run as it is at the playhead, if the terminal keeps up."""
        shown = self.shown
        if shown.is_mounted and not self.is_terminal_behind:
            shown.show(self.player.snapshot, in_passing)

    @property
    def shown(self) -> RunScreen:
        """The screen that shows the run now."""
        return self._view(self.player.view.screen)

    def _view(self, name: ScreenName) -> RunScreen:
        """Return a screen that shows the run; it is made when it is looked at first."""
        if name not in self._views:
            view = self._views[name] = self._shaped(self._make_view(name))
            self.install_screen(view, name)  # so that it stays when it is left
        return self._views[name]

    def _make_view(self, name: ScreenName) -> RunScreen:
        if name == "timeline":
            from site_sim.ui.screens.timeline.screen import TimelineScreen  # noqa: PLC0415 - saves 5 ms

            return TimelineScreen(self.keys_of, self._glyphs)
        from site_sim.ui.screens.code.screen import CodeScreen  # noqa: PLC0415 - saves 5 ms

        return CodeScreen(self.keys_of, self._glyphs)

    def _get_screen(self, screen: Screen[Any] | str) -> tuple[Screen[Any], AwaitMount]:
        """Have all styles before another screen opens; at the start they would take 5 ms."""
        if not self._has_other_styles:
            self._has_other_styles = True
            for name in OTHER_STYLES:
                self.stylesheet.read(STYLES / name)
            self.stylesheet.parse()
        return super()._get_screen(screen)

    def look_at(self, name: ScreenName) -> None:
        """Show the run on another screen."""
        view = self.player.view
        if view.screen == name:
            return
        if view.screen != "site":  # the site stays below: Textual can't switch its first screen
            self.pop_screen()
        view.screen = name
        if name != "site":
            self.push_screen(self._view(name))
        self.call_after_refresh(self.publish)

    def loop_time(self) -> float:
        """Return the real time by which a held key is known, in seconds."""
        return self._now()

    # -- what the person asks --------------------------------------------------------------

    def action_do(self, action: str) -> None:
        """Do what the registry calls `action`, and show it at once."""
        self._attempt(lambda: self._ready_performer().perform(action))
        self.publish()

    def _ready_performer(self) -> Performer:
        """Return what does the actions, which is not there for the first paint."""
        if self._performer is None:
            from site_sim.ui.actions.performer import Performer  # noqa: PLC0415 - saves the dialogs, 10 ms

            self._performer = Performer(self)
        return self._performer

    def on_commanded(self, message: Commanded) -> None:
        """Do what a widget was asked for."""
        self.action_do(message.action)

    def on_seek_to(self, message: SeekTo) -> None:
        """Go to the time that was clicked."""
        self._attempt(lambda: self.player.navigator.seek(message.at))
        self.publish()

    def on_selected(self, message: Selected) -> None:
        """Select what was clicked."""
        self.player.select(message.selection)
        self.publish()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Return the registry for the command palette, each with its keys."""
        for action in ACTIONS:
            if action.id != "palette" and action.is_for(self.player.view.screen):
                about = "   ".join((action.group, *map(sign, self.keys_of(action.id))))
                yield SystemCommand(action.label, about, self._palette_call(action.id))

    def _palette_call(self, action: str) -> Callable[[], None]:
        return lambda: self.action_do(action)

    def keys_of(self, action: str) -> tuple[str, ...]:
        """Return the keys that an action is bound to."""
        return self._own_keys.get(action, BY_ID[action].keys)

    def has_key(self, key: str) -> bool:
        """Whether a key does something on the site."""
        return any(key in self.keys_of(action.id) for action in ACTIONS)

    # -- looks -----------------------------------------------------------------------------

    @property
    def site(self) -> SiteScreen:
        """The main screen."""
        return self._site

    @property
    def timeline(self) -> TimelineScreen:
        """The timeline screen."""
        return cast("TimelineScreen", self._view("timeline"))

    @property
    def themes(self) -> Mapping[str, SiteTheme]:
        """The themes there are, by name."""
        return self._themes

    def wear(self, name: str) -> None:
        """Put on a theme."""
        self._site_theme = self._themes[name]
        if name not in self.available_themes:
            self.register_theme(textual_theme(self._site_theme))
        self._filters_in_force = line_filters(self._site_theme, self._glyphs)
        self.theme = name
        self.publish()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return only what theme and glyphs need: every line passes through them."""
        return self._filters_in_force

    @property
    def glyphs(self) -> Glyphs:
        """The glyphs that the screen draws with."""
        return self._glyphs

    def state_cells(self) -> dict[str, tuple[str, str]]:
        """Return the glyph that fills a cell, and its style, for each state."""
        colours = {name: self.theme_variables[f"state-{name}"] for name in STATES}
        return {
            name: (self._glyphs.cells[name], colour if colour.startswith("#") else "")
            for name, colour in colours.items()
        }

    def legend(self) -> Text:
        """Return what the signs of the states mean, and those on the scrubber."""
        legend, glyphs = Text.assemble(("States\n", "bold underline")), self._glyphs
        for name, (cell, style) in self.state_cells().items():
            legend.append(f"  {glyphs.states[name]} {cell * 3}  ", style)
            legend.append(f"{WORDS[name]}\n")
        legend.append("\nOn the line of the whole run\n", "bold underline")
        for sign_, word in (
            (glyphs.token, "where you are"),
            (glyphs.vertical, "a command"),
            (glyphs.rework, "a rejected result"),
            (glyphs.hazard, "an accident"),
        ):
            legend.append(f"  {sign_}      {word}\n")
        return legend
