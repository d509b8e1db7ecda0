"""The screens that show the run: which there are, and which one is shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from site_sim.player.events_so_far import events_so_far, is_anything_on_its_way
from site_sim.player.view_state import PlaceName, ViewState
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.draw_pace import CALM_S, MOVING_S, SELDOM_S, DrawPace
from site_sim.ui.screens.site.screen import SiteScreen
from site_sim.ui.terminal.app_base import TerminalApp
from site_sim.ui.theme.manager import ThemeManager

if TYPE_CHECKING:  # they are made when they are shown first
    from site_sim.player.player import Player
    from site_sim.player.race import Race
    from site_sim.ui.screens.timeline.screen import TimelineScreen


class RunScreens:
    """Makes each screen of a player when it is first asked for, and shows one of them.

    The first player's site stays below all others, since Textual can't switch its first screen;
    dialogs stand on top. Textual's modes are no help: each has a stack of its own, so that a dialog
    would stay open out of sight when another screen is shown. The view says which one is shown.
    `number` is the player's among those of the app, from 0; only one of them is in front. `pace`
    says which frames are drawn while time passes.
    """

    def __init__(
        self,
        app: TerminalApp,
        context: ScreenContext,
        player: Player | Race,
        themes: ThemeManager,
        number: int,
        pace: DrawPace,
    ) -> None:
        self._app = app
        self._pace = pace
        self._drawn: tuple[ViewState, int] | None = None
        """The view that was drawn last, and how many events had happened then."""
        self._context = context
        self._player = player
        self._themes = themes
        self._number = number
        self._in_front = number == 0
        self._shown: PlaceName = player.view.screen if number else self._home
        self._made: dict[PlaceName, RunScreen] = {}
        self._lowest = None if number else self._make_first()
        """The screen that stays below all others, if it is one of this player's."""

    @property
    def _home(self) -> PlaceName:
        """The screen that a run, or a race, begins with."""
        return "race" if self._player.view.screen == "race" else "site"

    def _make_first(self) -> RunScreen:
        self._made[self._home] = self._make(self._home)
        return self._made[self._home]

    @property
    def lowest(self) -> RunScreen:
        """The screen that stays below all others, ready to be shown."""
        return self.fitted(self.get(self._home))

    @property
    def site(self) -> SiteScreen:
        """The main screen of a run."""
        return cast("SiteScreen", self.get("site"))

    @property
    def shown(self) -> RunScreen:
        """The screen that shows the run now."""
        return self.get(self._shown)

    @property
    def timeline(self) -> TimelineScreen:
        """The timeline screen."""
        return cast("TimelineScreen", self.get("timeline"))

    def get(self, name: PlaceName) -> RunScreen:
        """Return a screen, which is made if it was not asked for before."""
        if name not in self._made:
            screen = self._made[name] = self.fitted(self._make(name))
            # So that it stays when another one is shown.
            self._app.install_screen(screen, self._unique(name))
        return self._made[name]

    def _unique(self, name: PlaceName) -> str:
        return f"{name} {self._number}"

    def _make(self, name: PlaceName) -> RunScreen:
        if name == "site":
            return SiteScreen(self._context)
        if name == "race":
            from site_sim.ui.screens.race.screen import RaceScreen  # noqa: PLC0415 - few races

            return RaceScreen(self._context)
        if name == "timeline":
            from site_sim.ui.screens.timeline.screen import TimelineScreen  # noqa: PLC0415 - saves 5 ms

            return TimelineScreen(self._context)
        from site_sim.ui.screens.code.screen import CodeScreen  # noqa: PLC0415 - saves 5 ms

        return CodeScreen(self._context)

    def fitted(self, screen: RunScreen) -> RunScreen:
        """Return a new screen with the classes that it needs for the terminal and the glyphs."""
        screen.expect(self._app.size)
        screen.set_class(self._context.glyphs.name == "ascii", "-ascii", update=False)
        return screen

    def publish(self, in_passing: bool = False) -> None:
        """Show what the view says, as the run is at the playhead, if the terminal keeps up.

        In passing, while time passes, a frame may be left out for the next one; else it is drawn at
        once, and frames follow, if only to draw what takes several.
        """
        if not in_passing:
            self._app.wake()
        if not self._in_front or (in_passing and not self._is_due()):
            return
        with self._pace.drawing():
            self._themes.apply(self._player.view.theme)
            self._bring_to_front(self._player.view.screen)
            shown = self.shown
            if shown.is_mounted and not self._app.is_terminal_behind:
                for wish in shown.late_wishes():
                    self._player.do(wish)
                self._drawn = self._player.view, events_so_far(self._player)
                shown.show(self._context.frame(shown.declare))

    def _is_due(self) -> bool:
        """Return whether to draw now: else little would be seen of what time brings later."""
        view = self._player.view
        if view.paused or self._drawn is None or view is not self._drawn[0]:
            return True
        return self._pace.is_due(self._least_s(self._drawn[1]))

    def _least_s(self, drawn: int) -> float:
        """Return the least real seconds between two frames; up to event `drawn` all is drawn."""
        if self._is_passing_over:
            return SELDOM_S
        if events_so_far(self._player) != drawn:
            return 0.0
        return MOVING_S if is_anything_on_its_way(self._player) else CALM_S

    @property
    def _is_passing_over(self) -> bool:
        """Whether a log is read that is there already, and the playhead moves along with it."""
        replay, playhead = self._player.replay, self._player.session.playhead
        return replay is not None and replay.is_reading and playhead.is_live

    def _bring_to_front(self, name: PlaceName) -> None:
        """Show the run on another screen, unless a dialog stands in front."""
        if name == self._shown or self._app.screen is not self.shown:
            return
        self._take_off()
        self._shown = name
        self._put_on()

    @property
    def _is_lowest(self) -> bool:
        """Whether the screen that is shown is the one that stays below all others."""
        return self._made.get(self._shown) is self._lowest is not None

    def _put_on(self) -> None:
        if not self._is_lowest:
            self._app.push_screen(self.shown)
        self._app.call_after_refresh(self.publish)

    def _take_off(self) -> None:
        if not self._is_lowest:
            self._app.pop_screen()

    def is_in_front(self) -> bool:
        """Return whether a screen of this player is shown."""
        return self._in_front

    def come_to_front(self) -> None:
        """Show this player's screen in place of that of another, which has left."""
        self._in_front = True
        self._shown = self._player.view.screen
        self._put_on()

    def leave_front(self) -> None:
        """Make room for another player's screens; no dialog may be open."""
        self._take_off()
        self._in_front = False

    def close(self) -> None:
        """Forget the screens, none of which is shown."""
        for name in self._made:
            self._app.uninstall_screen(self._unique(name))
        self._made.clear()

    def rebuild(self, failed: Collection[Screen[Any]]) -> None:
        """Make those of the screens anew that failed; dialogs are closed.

        Textual can't replace its lowest screen: another one is put on top of it.
        """
        shown = self.shown
        while self._in_front and len(self._app.screen_stack) > 1:
            if self._app.screen is shown and shown not in failed:
                break
            self._app.pop_screen()
        for name, screen in [*self._made.items()]:
            if screen in failed:
                self._app.uninstall_screen(self._unique(name))
                del self._made[name]
        if self._in_front and shown in failed:
            self._shown = self._player.view.screen
            self._put_on()

    def reveal_task(self, who: int) -> None:
        """Scroll to a task on the site and on the timeline."""
        self.site.chain.reveal(who)
        self.timeline.reveal_task(who)
