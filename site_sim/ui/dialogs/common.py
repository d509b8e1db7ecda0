"""Dialogs: pick one of several, give a number, read the help."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, SearchIcon
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.keymap.key_names import sign

Answer = TypeVar("Answer")


class Choice(NamedTuple):
    """One of several: its value, and a line about it."""

    value: str
    about: str = ""


class Dialog(ModalScreen[Answer]):
    """Something asked or told in front of the site. It is dismissed once, however often asked to.

    Keys that were pressed before it was gone may still reach it; its answer counts once, and what
    stands behind it stays.
    """

    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012
    DEFAULT_CSS = "Dialog Label { width: 100%; height: auto; }"

    def __init__(self) -> None:
        super().__init__(classes="dialog")

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close with an answer."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Palette(CommandPalette):
    """The command palette, which is dismissed once too, and draws no wide sign."""

    def on_mount(self) -> None:
        """Have a sign that every terminal draws one cell wide."""
        self.query_one(SearchIcon).icon = ">"

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Picker(Dialog[str]):
    """Pick one of several; the present one is highlighted. Escape changes nothing."""

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

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        width = max(len(choice.value) for choice in self._choices)
        options = [
            Option(Text.assemble((choice.value.ljust(width), "bold"), "  ", choice.about))
            for choice in self._choices
        ]
        box = Vertical(
            OptionList(*options, id="options", markup=False),
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
        """Let the caller show what it would be like."""
        if self._preview is not None:
            self._preview(self._choices[event.option_index].value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen value."""
        self.dismiss(self._choices[event.option_index].value)


class NumberPrompt(Dialog[float]):
    """Ask for a number within bounds. Escape changes nothing."""

    DEFAULT_CSS = """
    NumberPrompt #hint { color: $text-muted; }
    NumberPrompt #hint.-fault { color: $text-error; }
    """

    def __init__(self, title: str, present: float, least: float, most: float, whole: bool) -> None:
        super().__init__()
        self._title = title
        self._present = f"{present:g}" if not whole else str(int(present))
        self._least, self._most, self._whole = least, most, whole

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        box = Vertical(
            Input(self._present, max_length=12, select_on_focus=True),
            Label("enter sets it, escape leaves it as it is", id="hint", markup=False),
            id="box",
        )
        box.border_title = f"{self._title}, {self._least:g} to {self._most:,.0f}"
        yield box

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the number, or say what is wrong with it."""
        try:
            number = float(event.value)
        except ValueError:
            number = float("nan")
        if not self._least <= number <= self._most or (self._whole and number % 1):
            kind = "a whole number" if self._whole else "a number"
            hint = self.query_one("#hint", Label)
            hint.update(f"{kind} from {self._least:g} to {self._most:,.0f}, please")
            hint.add_class("-fault")
            return
        self.dismiss(number)


class Help(Dialog[str]):
    """What the keys do, and what the signs mean; what is chosen is done."""

    DEFAULT_CSS = """
    Help #actions {
        height: auto; max-height: 80vh; border: none; background: $panel; padding: 0;
        & > .option-list--option-disabled { color: $foreground; }
    }
    """

    def __init__(self, keys_of: Callable[[str], tuple[str, ...]], legend: Text) -> None:
        super().__init__()
        self._keys_of = keys_of
        self._legend = legend

    def compose(self) -> ComposeResult:
        """List the registry, group by group, and the legend of the states."""
        options: list[Option] = []
        group = ""
        for action in ACTIONS:
            if action.group != group:
                heading = Text(action.group, "bold underline")
                options.append(Option(Text("\n" if group else "") + heading, disabled=True))
                group = action.group
            keys = " ".join(map(sign, self._keys_of(action.id)))
            line = Text.assemble((f"  {keys:<11} ", "bold"), action.label)
            options.append(Option(line, id=action.id))
        options.append(Option(Text("\n") + self._legend, disabled=True))
        box = Vertical(OptionList(*options, id="actions", markup=False), id="box")
        box.border_title = "Help"
        box.border_subtitle = "enter or a click does it, escape closes"
        yield box

    def on_mount(self) -> None:
        """Let the arrow keys choose."""
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Have the signs below the last action in sight with it: they can't be chosen."""
        if event.option_id == ACTIONS[-1].id:
            self.call_after_refresh(event.option_list.scroll_to_highlight, top=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen action."""
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """Close by the key that opened it, and by the one that quits elsewhere."""
        if event.key in (*self._keys_of("help"), *self._keys_of("quit")):
            event.stop()
            self.dismiss(None)
