"""Says, once, what to do about the keys of a layout that types other letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from site_sim.ui.keymap.bindings import KeyBindings


class ForeignKeys:
    """Tells a person whose layout types other letters why nothing happens. `say` shows words."""

    def __init__(self, keys: KeyBindings[Any], say: Callable[[str], None]) -> None:
        self._keys = keys
        self._say = say
        self._has_said = False

    def meet(self, key: str, character: str | None) -> None:
        """Take note of a key that was pressed: its name, and the character that it types."""
        is_letter = character is not None and character.isalpha() and not character.isascii()
        if not is_letter or self._has_said or self._keys.is_bound(key):
            return
        self._has_said = True
        self._say(
            f"no action has the key {character}: switch to a layout with Latin letters, or give "
            f'the key to an action in config.toml, as in quit = ["q", "{character}"] under [keys]'
        )
