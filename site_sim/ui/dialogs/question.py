"""A dialog with a field for text, which is interpreted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, OptionList

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS, Dialog
from site_sim.ui.dialogs.options import SteadyOptions

Meaning = TypeVar("Meaning")


class Question(Dialog[Meaning]):
    """Ask for a text, and return what it means. Escape changes nothing.

    `interpret` returns the meaning of a text of at most so many characters; it raises ValueError,
    which says what is wrong.
    `offers` are texts that can be picked from a list.
    """

    BINDINGS = [("down", "pick", "Pick")]  # noqa: RUF012
    DEFAULT_CSS = """
    Question #offers {
        height: auto; max-height: 30vh; border: none; background: $panel; padding: 0;
    }
    Question #fault { color: $text-error; height: auto; }
    Question #hint { color: $text-muted; height: auto; }
    """

    def __init__(
        self,
        title: str,
        hint: str,
        interpret: Callable[[str], Meaning],
        *,
        suggestions: Sequence[str] = (),
        offers: Sequence[str] = (),
        text: str = "",
        most: int = FIELD_CHARACTERS,
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._interpret = interpret
        self._suggestions = suggestions
        self._most = most
        self._offers = offers
        self.text = text
        """The text in the field at first, and the one that was answered."""

    @override
    def compose(self) -> ComposeResult:
        suggester = SuggestFromList(self._suggestions, case_sensitive=False)
        offers = [SteadyOptions(*self._offers, id="offers", markup=False)] * bool(self._offers)
        box = Vertical(
            Input(self.text, max_length=self._most, suggester=suggester, select_on_focus=True),
            Label(self._hint, id="hint", markup=False),
            Label("", id="fault", markup=False),
            *offers,
            id="box",
        )
        box.border_title = self._title
        yield box

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the meaning of the text, or show what is wrong with it."""
        self._answer(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the meaning of what was picked."""
        self._answer(self._offers[event.option_index])

    def _answer(self, text: str) -> None:
        try:
            meaning = self._interpret(text)
        except ValueError as error:
            self.query_one("#fault", Label).update(str(error))
            return
        self.text = text
        self.dismiss(meaning)

    def action_pick(self) -> None:
        """Go from the field to the list of what can be picked."""
        if self._offers:
            self.focus_next()
