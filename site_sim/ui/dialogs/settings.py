"""The dialog with every setting of the run: each with what it does, its value and its range."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from site_sim.base.errors import did_you_mean
from site_sim.base.overriding import override
from site_sim.player.setting_controls import SettingRow
from site_sim.scenario.settings import REBUILT
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS, Dialog
from site_sim.ui.dialogs.options import SteadyOptions
from site_sim.ui.dialogs.picker import Choice, find_choice

HINT = "enter changes, left/right step, del resets, ^s saves"
CHANGED = "*"
"""The mark of a setting that differs from the scenario's."""
NAME_CELLS = 13
VALUE_CELLS = 12
MOST_CELLS = 88
"""The widest that a dialog is."""


class SettingDeeds(NamedTuple):
    """What is done from the dialog; each is called with the name of a setting."""

    rows: Callable[[], Sequence[SettingRow]]
    """Returns every setting as it is now."""
    edit: Callable[[str], None]
    step_down: Callable[[str], None]
    step_up: Callable[[str], None]
    reset: Callable[[str], None]
    save: Callable[[str], None]
    """Writes all of them to a file."""


class SettingsDialog(Dialog[None]):
    """List every setting; what is typed is searched for. Each change is made at once."""

    DEFAULT_CSS = """
    SettingsDialog #options { height: 1fr; border: none; background: $panel; padding: 0; }
    SettingsDialog #about { height: 6; margin-top: 1; color: $text-accent; }
    SettingsDialog #hint { color: $text-muted; }
    SettingsDialog #hint.-fault { color: $text-error; }
    """

    def __init__(self, deeds: SettingDeeds, first: str) -> None:
        super().__init__()
        self._deeds = deeds
        self._first = first
        """The setting that is highlighted first."""
        self._rows: Sequence[SettingRow] = deeds.rows()
        self._typed = ""
        """What is searched for."""

    @override
    def compose(self) -> ComposeResult:
        box = Vertical(
            SteadyOptions(*map(Option, self._tables()), id="options", markup=False),
            Label(id="about", markup=False),
            Label(HINT, id="hint", markup=False),
            id="box",
        )
        box.border_title = "Settings"
        yield box

    def _tables(self) -> Iterator[Table]:
        """Yield a setting a row: its name, its value, and the scenario's where that is another.

        Else there is what it does, where there is room for all of these sentences.
        """
        room = min(MOST_CELLS, self.app.size.width * 94 // 100) - NAME_CELLS - VALUE_CELLS - 12
        has_room = all(len(row.setting.sentence) <= room for row in self._rows)
        for row in self._rows:
            table = Table.grid("mark", "name", "value", "note", padding=(0, 1, 0, 0))
            table.columns[1].min_width, table.columns[1].style = NAME_CELLS, "bold"
            table.columns[2].min_width = VALUE_CELLS
            sentence = row.setting.sentence if has_room else ""
            note = f"scenario: {row.first}" if row.differs else sentence
            mark = CHANGED if row.differs else " "
            table.add_row(mark, row.setting.name, Text(row.value), Text(note))
            yield table

    def on_mount(self) -> None:
        """Highlight the setting that was asked for."""
        options = self.query_one(OptionList)
        names = [row.setting.name for row in self._rows]
        options.highlighted = names.index(self._first) if self._first in names else 0
        options.focus()

    def show_values(self) -> None:
        """Show the values as they are now."""
        if not self.is_attached:
            return
        self._rows = self._deeds.rows()
        self._write_rows()
        self._tell_about(self._highlighted)

    def on_resize(self) -> None:
        """Write the rows anew: in another width there is room for other things."""
        self._write_rows()

    def _write_rows(self) -> None:
        options = self.query_one(OptionList)
        for place, table in enumerate(self._tables()):
            options.replace_option_prompt_at_index(place, table)

    def say(self, words: str, is_fault: bool = False) -> None:
        """Show a line in the place of the hint."""
        hint = self.query_one("#hint", Label)
        hint.update(words)
        hint.set_class(is_fault, "-fault")

    # -- what is highlighted ---------------------------------------------------------------

    @property
    def _highlighted(self) -> SettingRow:
        return self._rows[self.query_one(OptionList).highlighted or 0]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the highlighted setting does, and what its values are."""
        self._tell_about(self._rows[event.option_index])

    def _tell_about(self, row: SettingRow) -> None:
        setting = row.setting
        meaning = setting.choices.get(row.value, "")
        text = Text(f"{setting.sentence} {setting.range[0].upper()}{setting.range[1:]}.\n")
        text.append(f"{row.value}: {meaning}\n" if meaning else "")
        text.append(REBUILT if setting.rebuilds else "", "bold")
        self.query_one("#about", Label).update(text)

    # -- keys ------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """Step, reset or write; or go to what is typed."""
        deeds = self._deeds
        acts = {
            "left": deeds.step_down,
            "right": deeds.step_up,
            "delete": deeds.reset,
            "ctrl+s": deeds.save,
        }
        if event.key in acts:
            event.stop()
            self._search("")
            acts[event.key](self._highlighted.setting.name)
        elif event.key == "backspace" or (event.is_printable and event.character):
            event.stop()
            is_deleting = event.key == "backspace"
            self._search(self._typed[:-1] if is_deleting else f"{self._typed}{event.character}")

    def _search(self, typed: str) -> None:
        """Highlight the setting that is meant by what was typed; say where there is none."""
        self._typed = typed[-FIELD_CHARACTERS:]
        choices = [Choice(row.setting.name, row.setting.sentence) for row in self._rows]
        place = find_choice(choices, self._typed)
        if place is not None:
            self.query_one(OptionList).highlighted = place
            self.say(f"searched for: {self._typed}")
        elif not self._typed:
            self.say(HINT)
        else:
            names = [choice.value for choice in choices]
            hint = did_you_mean(self._typed, names)
            nearest = hint if "mean" in hint else "backspace takes it back"
            self.say(f"no setting has {self._typed!r} in it; {nearest}", is_fault=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for another value of the chosen setting."""
        self._deeds.edit(self._rows[event.option_index].setting.name)
