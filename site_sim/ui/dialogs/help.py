"""The help: what the keys do, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from site_sim.base.overriding import override
from site_sim.facts.states import MEANINGS, WORDS
from site_sim.ui.dialogs.dialog import Dialog
from site_sim.ui.dialogs.options import SteadyOptions
from site_sim.ui.keymap.bindings import Action, KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.theme.glyphs import Glyphs

WORD_CELLS = 2 + max(map(len, WORDS.values()))
"""Cells of the word for a state, and of the gap behind it."""
WITH_MEANINGS = 76
"""With at least this width of the screen (cells) it is said what each state means."""
StateCells = Mapping[str, tuple[str, str]]
"""The glyph that fills a cell, and its colour ("" for the terminal's own), for each state."""
COPYING = (
    "\nHold shift (on a Mac option) and drag to mark text for copying;\n"
    "--no-mouse, or mouse = false in config.toml, gives the mouse back"
)
"""How to copy with the mouse, which the screen takes for itself."""


def legend(cells: StateCells, glyphs: Glyphs, width: int = WITH_MEANINGS) -> Text:
    """Return what the signs of the states mean, and those on the scrubber.

    Where the screen is `width` cells wide and that is too few, states are only named.
    """
    text = Text.assemble(("States\n", "bold underline"))
    for name, (cell, style) in cells.items():
        text.append(f"  {glyphs.states[name]} {cell * 3}  ", style)
        meaning = MEANINGS[name] if width >= WITH_MEANINGS else ""
        text.append(f"{WORDS[name]:<{WORD_CELLS}}{meaning}".rstrip() + "\n")
    text.append("\nOn the line of the whole run\n", "bold underline")
    for mark, word in (
        (glyphs.token, "where you are"),
        (glyphs.vertical, "a command"),
        (glyphs.rework, "a rejected result"),
        (glyphs.hazard, "an accident"),
    ):
        text.append(f"  {mark}      {word}\n")
    return text.append(COPYING)


class Help(Dialog[str]):
    """Tell of the panels, the actions with their keys, and the signs; what is chosen is done.

    `panels` are titles, each with what such a panel shows.
    """

    DEFAULT_CSS = """
    Help #actions {
        height: auto; max-height: 80vh; border: none; background: $panel; padding: 0;
        & > .option-list--option-disabled { color: $foreground; }
    }
    """

    def __init__(
        self,
        actions: Sequence[Action[Any]],
        keys: KeyBindings[Any],
        cells: StateCells,
        glyphs: Glyphs,
        panels: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__()
        self._panels = panels
        self._actions = actions
        self._keys = keys
        self._cells = cells
        self._glyphs = glyphs

    @override
    def compose(self) -> ComposeResult:
        options = [Option(line) for line in self._panel_lines()]
        group = ""
        for action in self._actions:
            if action.group != group:
                heading = Text(action.group, "bold underline")
                options.append(Option(Text("\n" if options else "") + heading, disabled=True))
                group = action.group
            keys = " ".join(map(sign, self._keys.keys_of(action.id)))
            line = Text.assemble((f"  {keys:<11} ", "bold"), action.label)
            options.append(Option(line, id=action.id))
        signs = legend(self._cells, self._glyphs, self.app.size.width)
        options.append(Option(Text("\n") + signs, disabled=True))
        box = Vertical(SteadyOptions(*options, id="actions", markup=False), id="box")
        box.border_title = "Help"
        box.border_subtitle = "enter or a click does it, escape closes"
        yield box

    def _panel_lines(self) -> Iterator[Table]:
        """Yield what each panel shows, a row each."""
        cells = max((cell_len(title) for title, _ in self._panels), default=0)
        for title, shows in self._panels:
            row = Table.grid("title", "shows", padding=(0, 2, 0, 2))
            row.columns[0].min_width, row.columns[0].style = cells, "bold"
            row.add_row(Text(title), Text(shows))
            yield row

    def on_mount(self) -> None:
        """Give the list the arrow keys."""
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Scroll the signs into view with the last action: they can't be chosen themselves."""
        if event.option_id == self._actions[-1].id:
            self.call_after_refresh(event.option_list.scroll_to_highlight, top=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen action; a panel that is told of is none."""
        if event.option_id is not None:
            self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """Close by the key that opened it, and by the one that quits elsewhere."""
        if event.key in (*self._keys.keys_of("help"), *self._keys.keys_of("quit")):
            event.stop()
            self.dismiss(None)
