"""What the handlers of actions work with: the run, the screens, and the app around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from textual.app import SystemCommand

from site_sim.base.errors import WRONG_USE, SiteError, WrongLogError
from site_sim.base.messages import fault_lines
from site_sim.player.intents import Wish
from site_sim.player.journal import SessionJournal
from site_sim.player.player import Player
from site_sim.ui.actions.key_repeats import KeyRepeats
from site_sim.ui.keymap.bindings import Action, KeyBindings
from site_sim.ui.keymap.foreign_keys import ForeignKeys
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.rest import RunRest
from site_sim.ui.screens.context import ScreenContext
from site_sim.ui.screens.draw_pace import DrawPace
from site_sim.ui.screens.run_screens import RunScreens
from site_sim.ui.terminal.app_base import TerminalApp
from site_sim.ui.theme.manager import ThemeManager

if TYPE_CHECKING:
    from textual.screen import ModalScreen, Screen

    from site_sim.player.race import Race  # a single run does not need it

    Played: TypeAlias = Player | Race

DialogAnswer = TypeVar("DialogAnswer")


RACE_LEFT = "the race with that log is left"


class Doors(Protocol):
    """Leads from the site to a race, from that into one of its runs, and back."""

    def open_race(self, race: Race) -> None:
        """Show a race in the place of the run in front, which stands still meanwhile."""

    def come_back(self, is_still_meant: Callable[[Race], bool]) -> bool:
        """Show the race again that was left for the run in front, if it is still meant."""

    def go_back(self) -> bool:
        """Leave the run of a race, or the race; False where nothing was before that."""

    def give_up_race(self) -> bool:
        """Leave the race that was opened last for good; False where it is not in front."""

    def settle(self) -> None:
        """Bring to the front what a person wants to see, unless a dialog is open."""


class Host:
    """Carries out actions on one player of an app, or on a race; the first has number 0.

    `doors` lead to other runs. The `journal` of a race has what is done in its runs too. `now`
    gives the real seconds by which a held key is known, and how long drawing takes.
    """

    def __init__(
        self,
        app: TerminalApp,
        keys: KeyBindings[Host],
        themes: ThemeManager,
        now: Callable[[], float],
        is_painted: bool,
        player: Played,
        number: int,
        doors: Doors,
        journal: SessionJournal | None = None,
    ) -> None:
        self._app = app
        self.player = player
        self.doors = doors
        self.journal = journal or SessionJournal(player)
        """What was done so far, for the report of a fault."""
        self.keys = keys
        self.themes = themes
        context = ScreenContext(
            keys,
            themes.glyphs,
            frame=player.frame,
            outline=lambda: player.outline,
            publish=lambda: self.screens.publish(),  # noqa: PLW0108 - they are made below
            act=self.do,
            do=player.do,
            wish=self.wish,
            view=lambda: player.view,
            is_painted=is_painted,
        )
        self.screens = RunScreens(app, context, player, themes, number, DrawPace(now))
        self.rest = RunRest(app, player, app.wake, self.screens.is_in_front)
        """What says when the clock of this player may sleep."""
        self.key_repeats = KeyRepeats(now)
        self._foreign_keys = ForeignKeys(keys, self.explain)
        self._asked: dict[Screen[Any], Callable[[], None]] = {}
        """What is done when a dialog that is open is closed without an answer."""
        self.about = ""
        """What the last action is about."""
        self.last_search = ""
        """What was found last, as it was typed."""

    def do(self, action: str) -> None:
        """Do what the registry calls `action`, and draw the result; or say why this run can't.

        What follows a colon is what the action is about.
        """
        action, _, self.about = action.partition(":")
        row = self.keys[action]
        reason = self.player.refusals.get(row.needs)
        if reason is not None:
            self.notify(reason)
        else:
            self.carry_out(lambda: row.handler(self))

    def wish(self, *wishes: Wish) -> None:
        """Do what a person wants, and draw the result."""
        self.carry_out(lambda: self.obey(wishes))

    def obey(self, wishes: Iterable[Wish]) -> None:
        """Do what a person wants, one thing after the other."""
        for wish in wishes:
            self.player.do(wish)

    def tick(self, real_s: float) -> None:
        """Advance the run by `real_s` real seconds."""
        self.attempt(lambda: self.player.pass_time(real_s))

    def offered(self, screen: str = "") -> list[Action[Host]]:
        """Return the actions that the run can do; with `screen`, those that are for it."""
        refused = self.player.refusals
        able = (each for each in self.keys.actions if each.needs not in refused)
        return [each for each in able if not screen or each.is_for(screen)]

    def palette_rows(self) -> Iterator[SystemCommand]:
        """Yield what the palette offers on the screen that is shown, each with its keys."""
        for action in self.offered(self.player.view.screen):
            if action.id != "palette":
                about = "   ".join((action.group, *map(sign, self.keys.keys_of(action.id))))
                yield SystemCommand(action.label, about, partial(self.do, action.id))

    def carry_out(self, work: Callable[[], None]) -> None:
        """Do something, and draw the result."""
        self.attempt(work)
        self.doors.settle()
        self.screens.publish()

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something, and show an error that the run survives."""
        try:
            work()
        except WrongLogError as error:
            if self.doors.give_up_race():
                self.warn(f"{error}\n{RACE_LEFT}")
            else:
                self._app.report = "\n".join(fault_lines(error.faults))
                self._app.end(WRONG_USE)
        except SiteError as error:
            self.player.long_work.drop_waiting()
            self._app.notify(str(error), severity="error", timeout=30, markup=False)

    def ask(
        self,
        dialog: ModalScreen[DialogAnswer],
        use: Callable[[DialogAnswer], None],
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Open a dialog, and call `use` with its answer, or `otherwise` if it gives none."""

        def answered(answer: DialogAnswer | None) -> None:
            self._asked.pop(dialog, None)
            if answer is None:
                otherwise()
            else:
                use(answer)
            self.screens.publish()

        self._asked[dialog] = otherwise
        self._app.push_screen(dialog, answered)

    def give_up_asking(self) -> None:
        """Do for dialogs that are gone, and can't say so any more, what is done without an answer.

        They failed, or stood on a screen that did.
        """
        for dialog in [each for each in self._asked if each not in self._app.screen_stack]:
            self._asked.pop(dialog)()

    def show(self, dialog: ModalScreen[None]) -> None:
        """Open a dialog that gives no answer."""
        self._app.push_screen(dialog)

    def notify(self, words: str) -> None:
        """Show a short message in the place of the one before."""
        self._app.show_message(words)

    def explain(self, words: str) -> None:
        """Show what takes a while to read."""
        self._app.notify(words, timeout=12, markup=False)

    def note_key(self, key: str, character: str | None) -> None:
        """Take note of a key that was pressed while the run is shown, and not a dialog."""
        if self._app.screen is self.screens.shown:
            self._foreign_keys.meet(key, character)

    def warn(self, words: str) -> None:
        """Show what went wrong."""
        self._app.notify(words, severity="error", markup=False)

    def suspend(self) -> None:
        """Stop the process, as a job of the shell."""
        self._app.action_suspend_process()

    def quit(self) -> None:
        """End the app."""
        self._app.end(0)
