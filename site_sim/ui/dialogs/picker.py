"""A dialog to pick one of several values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from site_sim.base.overriding import override
from site_sim.ui.dialogs.dialog import Dialog
from site_sim.ui.dialogs.options import SteadyOptions


class Choice(NamedTuple):
    """One of several: its value, and a line about it."""

    value: str
    about: str = ""


class Picker(Dialog[str]):
    """Pick one of several values; the present one is highlighted. Escape changes nothing."""

    DEFAULT_CSS = """
    Picker #options {
        height: auto; max-height: 70vh; border: none; background: $panel; padding: 0;
    }
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
        self._title = title
        self._choices = choices
        self._present = present
        self._preview = preview

    @override
    def compose(self) -> ComposeResult:
        width = max(len(choice.value) for choice in self._choices)
        options = [
            Option(Text.assemble((choice.value.ljust(width), "bold"), "  ", choice.about))
            for choice in self._choices
        ]
        box = Vertical(
            SteadyOptions(*options, id="options", markup=False),
            Label("enter chooses, escape leaves it as it is", id="hint", markup=False),
            id="box",
        )
        box.border_title = self._title
        yield box

    def on_mount(self) -> None:
        """Highlight the present value."""
        values = [choice.value for choice in self._choices]
        options = self.query_one(OptionList)
        options.highlighted = values.index(self._present) if self._present in values else 0
        options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the highlighted value would be like."""
        if self._preview is not None:
            self._preview(self._choices[event.option_index].value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen value."""
        self.dismiss(self._choices[event.option_index].value)
