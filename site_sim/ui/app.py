"""The app: one timer, and one handler for what the person asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.events import Key
from textual.filter import LineFilter
from textual.screen import Screen

from site_sim.base.collector import settle_collector
from site_sim.base.errors import Fault
from site_sim.base.limits import MOST_FPS
from site_sim.base.overriding import override
from site_sim.player.player import Player
from site_sim.ui.actions.host import Host
from site_sim.ui.clock import Clock
from site_sim.ui.hosts import Hosts
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.rest import RestOfAll
from site_sim.ui.screens.run_screens import RunScreens
from site_sim.ui.terminal.app_base import TerminalApp
from site_sim.ui.terminal.textual_internals import bind_keys
from site_sim.ui.theme.manager import ThemeManager

if TYPE_CHECKING:
    from site_sim.player.race import Race

Begin = Callable[[Callable[[str], None]], "Player | Race"]
"""Begins a run or a race, and is given what shows the person a message."""
UI = Path(__file__).parent
LATER_STYLES = (
    UI / "theme" / "stock.tcss",
    UI / "dialogs" / "dialogs.tcss",
    UI / "screens" / "code" / "code.tcss",
    UI / "screens" / "timeline" / "timeline.tcss",
    UI / "screens" / "race" / "race.tcss",
)
"""The stylesheets that the main screen does not need."""
SHOWN_FAULTS = 2
"""Faults of the configuration that are shown on the screen; all are when it closes."""


def _in_few_lines(faults: Sequence[Fault]) -> str:
    """Return the first faults, and how many more there are: more lines would cover the site."""
    lines = [str(fault) for fault in faults[:SHOWN_FAULTS]]
    more = len(faults) - len(lines)
    return "\n".join([*lines, f"and {more} more, told when the screen closes"] if more else lines)


class SiteApp(TerminalApp):
    """The site on screen.

    `start` begins the run, and is given what shows the person a message; each of `beside` begins a
    further one on the same clock, and one of them is in front. `clock_runs` is off in tests, which
    call `advance` themselves; `now` gives real seconds.
    """

    CSS_PATH = UI / "screens" / "site" / "site.tcss"
    LATER_CSS_PATHS = LATER_STYLES
    TITLE = "site-sim"
    ENABLE_COMMAND_PALETTE = False  # no key of Textual's own: the registry has one
    paints = 0
    """How often something was painted, by whomever."""

    def __init__(
        self,
        start: Begin,
        keys: KeyBindings[Host],
        themes: ThemeManager,
        *,
        beside: Sequence[Begin] = (),
        faults: Sequence[Fault] = (),
        is_painted: bool = True,
        clock_runs: bool = True,
        fps: int = MOST_FPS,
        now: Callable[[], float] = perf_counter,
    ) -> None:
        self.themes = themes
        super().__init__()
        themes.set_up(self)
        self.keys = keys
        make = partial(Host, self, keys, themes, now, is_painted)
        players = [begin(self.show_message) for begin in (start, *beside)]
        self.runs = Hosts(make, players, lambda: self.screen is self.screens.shown)
        self.hosts = self.runs.own
        """Of each player with which it began, what carries out actions on it."""
        self.clock = Clock(now, self.advance, RestOfAll(self.runs.rests), fps=fps)
        self._faults = tuple(faults)
        self._clock_runs = clock_runs
        self.ticking: asyncio.Task[None] | None = None
        for action in keys.actions:
            if not action.screens:
                bound, do = keys.keys_of(action.id), f"do('{action.id}')"
                bind_keys(self, bound, do, action.label, priority=action.in_dialogs)

    # -- starting and ending ---------------------------------------------------------------

    @override
    def get_css_variables(self) -> dict[str, str]:
        # At first Textual asks for those of a theme of its own, which nobody will see.
        return super().get_css_variables() if self.themes.is_in_force else {}

    @override
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return self.themes.variable_defaults()

    @override
    def get_line_filters(self) -> Sequence[LineFilter]:
        return self.themes.line_filters

    @override
    def get_default_screen(self) -> Screen[None]:
        return self.hosts[0].screens.lowest

    def on_mount(self) -> None:
        """Say what the person should know, and start the clock after the first paint."""
        if self.player.scenario is not None and self.player.scenario.remark:
            self.show_message(self.player.scenario.remark)
        if self._faults:
            self.notify(_in_few_lines(self._faults), severity="warning", timeout=12, markup=False)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.screens.publish()  # now that there are scroll bars, the chain can follow a job
        if self._clock_runs:
            self.call_after_refresh(self.start_clock)

    def start_clock(self) -> None:
        """Start the clock, once the site was drawn, unless the app is about to end."""
        if self.is_ending:
            return
        settle_collector()  # it would otherwise walk all that was imported, in mid-frame
        self.ticking = asyncio.create_task(self.clock.keep_running(self.crash))

    @override
    def on_resume(self) -> None:
        self.clock.restart()  # the time in which the process was stopped is not the site's
        super().on_resume()

    @override
    def exit(self, *arguments: Any, **options: Any) -> None:
        if self.ticking is not None:
            self.ticking.cancel()  # no frame is drawn while the screen is taken apart
        super().exit(*arguments, **options)

    @override
    def post_display_hook(self) -> None:
        self.paints += 1

    # -- the one timer ---------------------------------------------------------------------

    @override
    def wake(self) -> None:
        self.clock.wake()

    def advance(self, real_s: float) -> None:
        """Simulate and draw what happens in `real_s` real seconds."""
        self.poll_size(real_s)
        for host in self.runs.passing:
            host.tick(real_s)
        self.runs.settle()
        self.screens.publish(in_passing=True)

    # -- the player in front ---------------------------------------------------------------

    @property
    def host(self) -> Host:
        """That of the player in front."""
        return self.runs.front

    @property
    def player(self) -> Player | Race:
        """The player in front."""
        return self.host.player

    @property
    def screens(self) -> RunScreens:
        """The screens of the player in front."""
        return self.host.screens

    def bring_to_front(self, number: int) -> None:
        """Show another player, while no dialog is open; all of them go on."""
        self.runs.bring(self.hosts[number])

    def on_key(self, event: Key) -> None:
        """Say once of a key that types another layout's letter what to do about it."""
        self.host.note_key(event.key, event.character)

    def action_do(self, action: str) -> None:
        """Do what the registry calls `action`: the keys are bound to this."""
        self.host.do(action)

    @override
    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        return self.host.palette_rows()

    @override
    def has_key(self, key: str) -> bool:
        return self.keys.is_bound(key)
