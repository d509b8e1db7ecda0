"""A dialog to pick one of several values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS, Dialog
from site_sim.ui.dialogs.options import SteadyOptions

HINT = "enter chooses, escape leaves it as it is"


class Choice(NamedTuple):
    """One of several: its value, a line about it, and what is said while it is highlighted."""

    value: str
    about: str = ""
    more: str = ""


def find_choice(choices: Sequence[Choice], typed: str) -> int | None:
    """Return which of several choices is meant by what was typed: the first of the best; or None.

    The beginning of a value comes before its number, counted from 1, a part of it, and of its line.
    """
    word = typed.strip().lower()
    values = [choice.value.lower() for choice in choices]
    lines = [choice.about.lower() for choice in choices]
    number = int(word) - 1 if re.fullmatch(r"[1-9]\d{0,3}", word, re.ASCII) else -1
    places = range(len(choices))
    starts = (place for place in places if values[place].startswith(word))
    numbered = (place for place in places if place == number)
    parts = (place for place in places if word in values[place])
    told = (place for place in places if word in lines[place])
    return next(chain(starts, numbered, parts, told), None) if word else None


class Picker(Dialog[str]):
    """Pick one of several values; the present one is highlighted. Escape changes nothing.

    What is typed is searched for: a number, the first letters, a part of a line.
    """

    DEFAULT_CSS = """
    Picker #options {
        height: auto; max-height: 70vh; border: none; background: $panel; padding: 0;
    }
    Picker #more { height: 2; margin-top: 1; color: $text-accent; }
    Picker.-more #options { max-height: 60vh; }
    Picker #hint { color: $text-muted; }
    """

    def __init__(
        self,
        title: str,
        choices: list[Choice],
        present: str,
        preview: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.set_class(any(choice.more for choice in choices), "-more")
        self._title = title
        self._choices = choices
        self._present = present
        self._preview = preview
        self._typed = ""
        """What is searched for."""

    @override
    def compose(self) -> ComposeResult:
        more = [Label(id="more", markup=False)] if self.has_class("-more") else []
        box = Vertical(
            SteadyOptions(*map(Option, self._rows()), id="options", markup=False),
            *more,
            Label(HINT, id="hint", markup=False),
            id="box",
        )
        box.border_title = self._title
        yield box

    def _rows(self) -> Iterator[Table]:
        """Yield a choice a row; a line that is wrapped stays in its column."""
        width = max(cell_len(choice.value) for choice in self._choices)
        for choice in self._choices:
            row = Table.grid("value", "about", padding=(0, 2, 0, 0))
            row.columns[0].min_width, row.columns[0].style = width, "bold"
            cells = choice.value, choice.about
            row.add_row(*map(Text, cells))  # what stands in brackets is no markup
            yield row

    def on_key(self, event: Key) -> None:
        """Go to what is typed; what leads nowhere begins a new word, or is passed over."""
        if event.key == "backspace":
            typed = [self._typed[:-1]]
        elif event.is_printable and event.character:
            typed = [self._typed + event.character, event.character]
        else:
            return
        event.stop()
        for word in typed:
            place = find_choice(self._choices, word)
            if place is not None or not word:
                self._typed = word[-FIELD_CHARACTERS:]
                if place is not None:
                    self.query_one(OptionList).highlighted = place
                hint = f"searched for: {self._typed}" if self._typed else HINT
                self.query_one("#hint", Label).update(hint)
                return

    def on_mount(self) -> None:
        """Highlight the present value."""
        values = [choice.value for choice in self._choices]
        options = self.query_one(OptionList)
        options.highlighted = values.index(self._present) if self._present in values else 0
        options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the highlighted value would be like, and what more there is to say of it."""
        choice = self._choices[event.option_index]
        place = f"{event.option_index + 1} of {len(self._choices)}"
        self.query_one("#box").border_subtitle = place
        if self._preview is not None:
            self._preview(choice.value)
        for label in self.query("#more").results(Label):
            label.update(choice.more)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen value."""
        self.dismiss(self._choices[event.option_index].value)
