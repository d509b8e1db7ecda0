"""The help: what stands on the screen, and what the keys do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.console import Console, ConsoleOptions
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from site_sim.base.overriding import override
from site_sim.facts.sentences import say
from site_sim.ui.dialogs.dialog import FIELD_CHARACTERS, Dialog
from site_sim.ui.dialogs.options import SteadyOptions
from site_sim.ui.dialogs.picker import Choice, find_choice
from site_sim.ui.keymap.bindings import Action, KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.theme.text_styles import role_style

MARGIN, GAP = 2, 2
"""Cells before each line, and after what leads it."""
KEY_CELLS = 11
HINT = "type to search, enter or a click does it, escape closes"


class Explanation(NamedTuple):
    """What stands on a screen, and what it means."""

    look: Sequence[tuple[str, str]]
    """The sign: texts, each with its role."""
    label: str
    """The word for it on the screen; "" where it has none."""
    meaning: str


class HelpSection(NamedTuple):
    """What is explained under one title."""

    title: str
    about: str
    """What all of it is; "" where the title says so."""
    entries: Sequence[Explanation]


class HangingText:
    """A text whose further lines begin below its own first word, and not below what leads it."""

    def __init__(self, lead: Text, text: str) -> None:
        self._lead = lead
        self._text = Text(text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Yield the lines, as Rich asks for them."""
        indent = self._lead.cell_len
        lines = self._text.wrap(console, max(1, options.max_width - indent))
        yield Text.assemble(self._lead, *lines[:1])
        for line in lines[1:]:
            yield Text.assemble(" " * indent, line)


class Help(Dialog[str]):
    """Explain the screen, section by section, then the keys; an action that is chosen is done.

    What is typed is searched for in all of it.
    """

    DEFAULT_CSS = """
    Help #actions {
        height: auto; max-height: 80vh; border: none; background: $panel; padding: 0;
        & > .option-list--option-disabled { color: $foreground; }
    }
    """

    def __init__(
        self,
        sections: Sequence[HelpSection],
        actions: Sequence[Action[Any]],
        keys: KeyBindings[Any],
    ) -> None:
        super().__init__()
        self._sections = sections
        self._actions = actions
        self._keys = keys
        self._words: list[Choice] = []
        """What can be searched for, a line each; nothing in a heading."""
        self._typed = ""
        """What is searched for."""

    @override
    def compose(self) -> ComposeResult:
        options = [*self._explanations(), *self._keys_and_actions(), self._about_copying()]
        box = Vertical(SteadyOptions(*options, id="actions", markup=False), id="box")
        box.border_title = "Help"
        box.border_subtitle = HINT
        yield box

    # -- the lines -------------------------------------------------------------------------

    def _heading(self, title: str, about: str = "") -> Option:
        is_first = not self._words
        self._words.append(Choice(title, about))
        text = Text.assemble("" if is_first else "\n", (title, "bold underline"))
        return Option(HangingText(text + Text("  "), about) if about else text, disabled=True)

    def _explanations(self) -> Iterator[Option]:
        """Yield a line about each thing on the screen, under headings."""
        for section in self._sections:
            yield self._heading(section.title, section.about)
            leads = [self._lead(entry) for entry in section.entries]
            cells = max((lead.cell_len for lead in leads), default=0)
            for entry, lead in zip(section.entries, leads, strict=True):
                self._words.append(Choice(entry.label, entry.meaning))
                lead.pad_right(cells + GAP - lead.cell_len)
                yield Option(HangingText(lead, entry.meaning))

    def _lead(self, entry: Explanation) -> Text:
        """Return the sign and the word of an entry."""
        lead, variables = Text(" " * MARGIN), self.app.theme_variables
        for text, role in entry.look:
            lead.append(text, role_style(role, variables) if role else None)
        return lead.append(" " if entry.look and entry.label else "").append(entry.label, "bold")

    def _keys_and_actions(self) -> Iterator[Option]:
        """Yield a line about each action, under headings."""
        group = ""
        for action in self._actions:
            if action.group != group:
                group = action.group
                yield self._heading(f"Keys: {group}")
            keys = " ".join(map(sign, self._keys.keys_of(action.id)))
            self._words.append(Choice(f"{keys} {action.label}"))
            lead = Text.assemble((f"{' ' * MARGIN}{keys:<{KEY_CELLS}} ", "bold"))
            yield Option(HangingText(lead, action.label), id=action.id)

    def _about_copying(self) -> Option:
        self._words.append(Choice("copy", say("help.copy")))
        return Option(HangingText(Text(f"\n{' ' * MARGIN}"), say("help.copy")))

    # -- what a person does ----------------------------------------------------------------

    def on_mount(self) -> None:
        """Give the list the arrow keys."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen action; what is only explained is none."""
        if event.option_id is not None:
            self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """Close by the key that opened it, and by that of quit; search for what is typed."""
        closing = *self._keys.keys_of("help"), *self._keys.keys_of("quit")
        if event.key in closing and not self._typed:
            event.stop()
            self.dismiss(None)
        elif event.key == "backspace":
            event.stop()
            self._search(self._typed[:-1])
        elif event.is_printable and event.character:
            event.stop()
            self._search(self._typed + event.character)

    def _search(self, typed: str) -> None:
        """Highlight what is meant by what was typed, and say what is searched for."""
        self._typed = typed.lstrip()[-FIELD_CHARACTERS:]
        options, box = self.query_one(OptionList), self.query_one("#box")
        place = find_choice(self._words, self._typed)
        if place is not None:
            is_heading = options.get_option_at_index(place).disabled
            options.highlighted = place + is_heading
            box.border_subtitle = f"searched for: {self._typed}"
        elif self._typed:
            box.border_subtitle = f"nothing about {self._typed!r}; backspace takes it back"
        else:
            box.border_subtitle = HINT
