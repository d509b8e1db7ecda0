"""Names of keys: as Textual says them, as a person writes them, and as the screen shows them."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, product
from string import punctuation
from unicodedata import lookup

from textual.keys import REPLACED_KEYS, Keys, key_to_character

from site_sim.base.errors import did_you_mean
from site_sim.base.text import clean_line
from site_sim.ui.terminal.textual_internals import key_of_character

SIGNS = {
    "space": "space", "escape": "esc", "up": "up", "down": "down", "left": "left",
    "right": "right", "pageup": "pgup", "pagedown": "pgdn", "delete": "del", "insert": "ins",
}  # fmt: skip
"""How keys are shown that are no single character."""
MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
SAME_IN_A_TERMINAL = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+@",
}
"""Keys that terminals cannot tell from another, and which."""
RESERVED = {
    "ctrl+c": "interrupts",
    "ctrl+q": "always quits",
    "tab": "moves the focus",
    "shift+tab": "moves the focus",
}
"""Keys that no action can have, and what they do."""

MOST_WORDS = 12
"""Words in the name of a character that a key may have."""
_NAMED = frozenset(
    key.value for key in Keys if "+" not in key.value and key.value.isalnum()
) | frozenset(SIGNS)
_SPELT = frozenset(key_of_character(character) for character in punctuation)
_SPOKEN = {sign: name for name, sign in SIGNS.items()} | {
    "esc": "escape", "del": "delete", "ins": "insert", "page-up": "pageup",
    "page-down": "pagedown", "pgdown": "pagedown", "return": "enter", " ": "space",
}  # fmt: skip


def sign(key: str) -> str:
    """Return a key as it is written on screen: `+`, `^p`, `esc`."""
    *modifiers, last = key.split("+")
    if modifiers:
        return "".join("^" if word == "ctrl" else f"{word}+" for word in modifiers) + sign(last)
    return SIGNS.get(key) or _character(key) or key


def key_name(text: str) -> str:
    """Return Textual's name of a key that a person wrote: `+`, `plus`, `^p` or `Ctrl+P`.

    Raises ValueError, which says what is wrong with it.
    """
    spoken = f"ctrl+{text[1:]}" if len(text) > 1 and text.startswith("^") else text
    if spoken == "+" or spoken.endswith("++"):
        spoken = spoken[:-1] + "plus"
    *modifiers, last = spoken.split("+")
    held = sorted({word.lower() for word in modifiers})
    name = _name(last.lower() if held else last)
    for word in held:
        if word not in MODIFIERS:
            hint = did_you_mean(clean_line(word, 40), MODIFIERS)
            raise ValueError(f"no key is held by the name of '{clean_line(word, 40)}' ({hint})")
    if held == ["shift"] and len(name) == 1 and name.isalpha():
        return name.upper()
    key = "+".join([*held, name])
    if key in SAME_IN_A_TERMINAL:
        raise ValueError(f"terminals cannot tell it from {SAME_IN_A_TERMINAL[key]}")
    return key


def _name(text: str) -> str:
    """Return the name of a key without modifiers."""
    name = _SPOKEN.get(text.lower(), text.lower())
    if name in _NAMED:
        return name
    character = _character(text)
    if character is not None:
        return key_of_character(character)
    hint = did_you_mean(clean_line(name, 40), _NAMED | _SPELT)
    raise ValueError(f"no key has that name ({hint})" if "mean" in hint else "no key has that name")


def _character(name: str) -> str | None:
    """Return the character of a key; None if it types none."""
    given = REPLACED_KEYS.get(name, name)
    character = key_to_character(given) or _named(given) or ""
    is_one = len(character) == 1  # some names are of several
    return character if is_one and character.isprintable() else None


def _named(name: str) -> str | None:
    """Return the character of that name, in which Textual has put underscores for hyphens too."""
    words = name.upper().split("_")
    if not 1 < len(words) <= MOST_WORDS:
        return None
    for joints in product(" -", repeat=len(words) - 1):
        with suppress(KeyError):
            return lookup("".join(chain.from_iterable(zip(words, (*joints, ""), strict=True))))
    return None
