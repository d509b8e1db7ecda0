"""What the handlers of actions work with: the run, the screens, and the app around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from site_sim.base.errors import SiteError
from site_sim.player.player import Player
from site_sim.ui.actions.key_repeats import KeyRepeats
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.screens.run_screens import RunScreens
from site_sim.ui.terminal.app_base import TerminalApp
from site_sim.ui.theme.manager import ThemeManager

if TYPE_CHECKING:
    from textual.screen import ModalScreen

DialogAnswer = TypeVar("DialogAnswer")


class Host:
    """Carries out actions. `now` gives the real seconds by which a held key is known."""

    def __init__(
        self,
        app: TerminalApp,
        player: Player,
        keys: KeyBindings[Host],
        screens: RunScreens,
        themes: ThemeManager,
        now: Callable[[], float],
    ) -> None:
        self._app = app
        self.player = player
        self.keys = keys
        self.screens = screens
        self.themes = themes
        self.key_repeats = KeyRepeats(now)
        self.last_search = ""
        """What was found last, as it was typed."""

    def do(self, action: str) -> None:
        """Do what the registry calls `action`, and draw the result."""
        handler = self.keys[action].handler
        self.carry_out(lambda: handler(self))

    def carry_out(self, work: Callable[[], None]) -> None:
        """Do something, and draw the result."""
        self.attempt(work)
        self.screens.publish()

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something, and show an error that the run survives."""
        try:
            work()
        except SiteError as error:
            self.player.navigator.drop_waiting()
            self._app.notify(str(error), severity="error", timeout=30, markup=False)

    def ask(
        self,
        dialog: ModalScreen[DialogAnswer],
        use: Callable[[DialogAnswer], None],
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Open a dialog, and call `use` with its answer, or `otherwise` if it gives none."""

        def answered(answer: DialogAnswer | None) -> None:
            if answer is None:
                otherwise()
            else:
                use(answer)
            self.screens.publish()

        self._app.push_screen(dialog, answered)

    def show(self, dialog: ModalScreen[None]) -> None:
        """Open a dialog that gives no answer."""
        self._app.push_screen(dialog)

    def notify(self, words: str) -> None:
        """Show a short message in the place of the one before."""
        self._app.show_message(words)

    def warn(self, words: str) -> None:
        """Show what went wrong."""
        self._app.notify(words, severity="error", markup=False)

    def suspend(self) -> None:
        """Stop the process, as a job of the shell."""
        self._app.action_suspend_process()

    def quit(self) -> None:
        """End the app."""
        self._app.end(0)
