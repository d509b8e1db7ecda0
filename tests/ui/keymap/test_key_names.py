"""Names of keys: what a person may write, and what the screen writes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.keymap.key_names import key_name, sign


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("p", "p", "p"),
        ("P", "P", "P"),
        ("shift+p", "P", "P"),
        ("+", "plus", "+"),
        ("plus", "plus", "+"),
        ("?", "question_mark", "?"),
        ("[", "left_square_bracket", "["),
        (",", "comma", ","),
        (" ", "space", "space"),
        ("Space", "space", "space"),
        ("ctrl+p", "ctrl+p", "^p"),
        ("Ctrl+P", "ctrl+p", "^p"),
        ("^p", "ctrl+p", "^p"),
        ("^", "circumflex_accent", "^"),
        ("ctrl++", "ctrl+plus", "^+"),
        ("shift+alt+up", "alt+shift+up", "alt+shift+up"),
        ("F5", "f5", "f5"),
        ("esc", "escape", "esc"),
        ("PgDn", "pagedown", "pgdn"),
        ("page-up", "pageup", "pgup"),
        ("enter", "enter", "enter"),
        ("Backspace", "backspace", "backspace"),
        ("é", "é", "é"),
        ("full_stop", "full_stop", "."),
    ],
)
def test_a_key_by_any_of_its_names(written: str, name: str, shown: str) -> None:
    assert key_name(written) == name
    assert sign(name) == shown


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "no key has that name"),
        ("spcae", "no key has that name (did you mean 'space'?)"),
        ("question", "no key has that name (did you mean 'question_mark'?)"),
        ("crtl+p", "no key is held by the name of 'crtl' (did you mean 'ctrl'?)"),
        ("ctrl+i", "terminals cannot tell it from tab"),
        ("^[", "terminals cannot tell it from escape"),
        ("\x1b", "no key has that name"),
        ("\u202e", "no key has that name"),
        ("\ud800", "no key has that name"),
        ("x" * 10_000, "no key has that name"),
    ],
)
def test_a_name_that_is_none_is_said_to_be_none(written: str, reason: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the next line matches all of it
        key_name(written)
    assert str(raised.value) == reason


@pytest.mark.parametrize("key", sorted({key for action in ACTIONS for key in action.keys}))
def test_what_the_screen_writes_can_be_written_in_the_file(key: str) -> None:
    assert key_name(sign(key)) == key
    assert key_name(key) == key


@pytest.mark.parametrize("character", ["±", "▲", "↔", "é", "本"])
def test_a_character_with_hyphens_in_its_name_is_known_by_it(character: str) -> None:
    name = key_name(character)
    assert key_name(name) == name
    assert sign(name) == character


@given(st.text(max_size=20))
@example("±")
@example("katakana_letter_ainu_p")  # of two characters
def test_any_text_is_a_key_or_a_fault_without_anything_harmful(text: str) -> None:
    try:
        name = key_name(text)
    except ValueError as error:
        said = str(error)
    else:
        said = name + sign(name)
        assert key_name(name) == name
    assert said.isprintable()


def test_no_two_actions_have_a_key_in_common_on_the_same_screens() -> None:
    keys = [(key, action.screens) for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
