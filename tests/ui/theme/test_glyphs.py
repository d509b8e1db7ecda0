"""The glyph sets: complete, one cell wide, telling states apart; and which one is chosen."""

from __future__ import annotations

import string
from collections import defaultdict

import pytest
from msgspec.structs import fields
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._border import BORDER_CHARS
from textual.color import Color

from site_sim.facts.states import SHORT_WORDS, STATES, WORDS
from site_sim.state.entities import State
from site_sim.ui.theme.glyphs import ASCII, GLYPHS, UNICODE, AsciiOnly, Glyphs, choose_glyphs

BOTH = pytest.mark.parametrize("glyphs", GLYPHS.values(), ids=GLYPHS)
NAMES = ("name", "border", "border_focused")
LINES = [char for rows in BORDER_CHARS.values() for row in rows for char in row]

EMOJI = set(
    "©®‼⁉™ℹ↔↕↖↗↘↙↩↪⌚⌛⌨⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺Ⓜ▪▫▶◀◻◼◽◾☀☁☂☃☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸☹☺♀♂♈♟♠♣♥♦♨♻♾♿"
    "⚒⚓⚔⚕⚖⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪⛰⛱⛲⛳⛴⛵⛷⛸⛹⛺⛽✂✅✈✉✊✋✌✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓❔❕❗❣❤➕➖➗"
    "➡➰➿⤴⤵⬅⬆⬇⬛⬜⭐⭕〰〽㊗㊙"
)
"""The characters below U+1F000 that Unicode's emoji-data.txt gives an emoji presentation."""


def characters(glyphs: Glyphs) -> list[str]:
    """Return every character the set draws with."""
    texts: list[str] = []
    for field in fields(glyphs):
        value = getattr(glyphs, field.name)
        if field.name not in NAMES:
            texts += [value] if isinstance(value, str) else value.values()
    return [character for text in texts for character in text]


def drawn(text: str, style: Style | None = None) -> Segment:
    [segment] = AsciiOnly().apply([Segment(text, style)], Color(0, 0, 0))
    return segment


def test_the_states_are_those_of_the_state_in_their_order() -> None:
    assert (
        tuple(
            {"CPU": "working"}.get(state.name, state.name.lower().replace("_", "-"))
            for state in State
        )
        == STATES
    )


@BOTH
def test_every_glyph_is_one_cell_wide_and_no_emoji(glyphs: Glyphs) -> None:
    assert [char for char in characters(glyphs) if cell_len(char) != 1 or char in EMOJI] == []
    assert max(characters(glyphs)) < "\ufe00", "no variation selectors, nothing astral"


def test_the_ascii_set_is_ascii_and_printable() -> None:
    assert [char for char in characters(ASCII) if not (char.isascii() and char.isprintable())] == []


@BOTH
def test_states_differ_in_glyph_cell_and_word(glyphs: Glyphs) -> None:
    for told_by in (glyphs.states, glyphs.cells, WORDS, SHORT_WORDS):
        assert set(told_by) == set(STATES)
        assert len(set(told_by.values())) == len(STATES)


@BOTH
def test_each_sign_has_one_meaning(glyphs: Glyphs) -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for state in STATES:
        for signs in (glyphs.states, glyphs.cells, glyphs.tops, glyphs.middles, glyphs.feet):
            meanings[signs[state]].add(state)
    for name in (
        "taken",
        "tick",
        "rework",
        "scrap",
        "hazard",
        "token",
        "pause",
        "plus",
        "ellipsis",
    ):
        meanings[getattr(glyphs, name)].add(name)
    del meanings[" "]
    if glyphs is UNICODE:
        del meanings["█"]  # a lower cell is full in more states than one: the upper one tells them
    assert {sign: meant for sign, meant in meanings.items() if len(meant) > 1} == {}


def test_of_the_ascii_set_only_words_have_letters() -> None:
    signs = (ASCII.rework, ASCII.hazard, ASCII.pause, ASCII.token, *ASCII.cells.values())
    assert not set("".join(signs)) & set(string.ascii_letters) - set("vx")  # arrows, and a cross


@BOTH
def test_runs_of_glyphs_have_the_length_they_promise(glyphs: Glyphs) -> None:
    assert len(glyphs.levels) == 8
    assert glyphs.levels[0] == " "
    assert len(set(glyphs.levels)) == 8
    assert len(glyphs.corners) == 4
    assert len(glyphs.tees) == 5
    assert glyphs.bar_rest not in glyphs.bar
    assert glyphs.border in BORDER_CHARS
    assert glyphs.border_focused in BORDER_CHARS


def test_words_fit() -> None:
    assert max(map(cell_len, WORDS.values())) <= 11
    assert max(map(cell_len, SHORT_WORDS.values())) <= 7


@pytest.mark.parametrize(
    ("encoding", "environ", "expected"),
    [
        ("utf-8", {"LANG": "en_GB.UTF-8"}, UNICODE),
        ("UTF8", {}, UNICODE),
        ("utf-8", {"LANG": "C.UTF-8", "TERM": "xterm-256color"}, UNICODE),
        ("utf-8", {"LANG": "kok_IN.UTF-8"}, UNICODE),
        ("utf-8", {"LANG": "jam_JM.utf8"}, UNICODE),
        ("utf-8", {"LC_CTYPE": "UTF-8"}, UNICODE),
        ("utf-8", {"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, ASCII),
        ("utf-8", {"LANG": "POSIX"}, ASCII),
        ("utf-8", {"LANG": "de_DE.ISO-8859-1"}, ASCII),
        ("utf-8", {"LANG": "en_GB"}, ASCII),
        ("ascii", {"LANG": "en_GB.UTF-8"}, ASCII),
        ("latin-1", {}, ASCII),
        (None, {}, ASCII),
        ("utf-8", {"LANG": "ja_JP.UTF-8"}, ASCII),
        ("utf-8", {"LANG": "ko_KR.UTF-8"}, ASCII),
        ("utf-8", {"LANG": "zh-TW"}, ASCII),
        ("utf-8", {"LANG": "zh"}, ASCII),
        ("utf-8", {"LANG": "Japanese_Japan.utf8"}, ASCII),
        ("utf-8", {"LANG": "en_GB.UTF-8", "LC_CTYPE": "zh_CN.UTF-8"}, ASCII),
        ("utf-8", {"LANG": "zh_CN.UTF-8", "LC_CTYPE": "en_GB.UTF-8"}, UNICODE),
        ("utf-8", {"LC_ALL": "en_GB.UTF-8", "LC_CTYPE": "zh_CN.UTF-8"}, UNICODE),
        ("utf-8", {"LC_ALL": "", "LC_CTYPE": "zh_CN.UTF-8"}, ASCII),
        ("utf-8", {"TERM": "linux"}, ASCII),
        ("utf-8", {"TERM": "vt100", "LANG": "en_GB.UTF-8"}, ASCII),
        ("utf-8", {"TERM": "vt220-8bit", "LANG": "en_GB.UTF-8"}, ASCII),
        ("utf-8", {"TERM": "vte-256color", "LANG": "en_GB.UTF-8"}, UNICODE),
        ("utf-8", {"TERM": "dumb", "LANG": "en_GB.UTF-8"}, ASCII),
        ("utf-8", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, ASCII),  # as CPython sets it (PEP 538)
        ("utf-8", {"LANG": "en_GB.UTF-8", "LC_CTYPE": "C.UTF-8"}, UNICODE),
    ],
)
def test_auto_looks_at_encoding_language_and_terminal(
    encoding: str | None, environ: dict[str, str], expected: Glyphs
) -> None:
    assert choose_glyphs("auto", encoding, environ) is expected


@pytest.mark.parametrize("name", GLYPHS)
def test_what_is_asked_for_wins_over_what_the_terminal_says(name: str) -> None:
    assert choose_glyphs(name, "ascii", {"LANG": "ja_JP"}) is GLYPHS[name]
    assert choose_glyphs(name, "utf-8", {"LANG": "en_GB"}) is GLYPHS[name]


def test_the_ascii_filter_leaves_no_drawing_character() -> None:
    everything = "".join(map(chr, range(0x2500, 0x25A0))) + "".join(characters(UNICODE))
    for text in (everything, "".join(LINES), "▏ ▼ ● ⭘"):
        assert drawn(text).text.isascii()
        assert cell_len(drawn(text).text) == cell_len(text)


def test_the_ascii_filter_keeps_letters_and_styles() -> None:
    style = Style(bold=True, reverse=True)
    assert drawn("Grüße 日本 ▶", style) == Segment("Grüße 日本 >", style)
    assert drawn("plain", style) == Segment("plain", style)
    assert drawn("─") == Segment("-", None)


def test_a_reversed_edge_becomes_an_upright_one() -> None:
    edge = drawn("▊", Style(reverse=True, bold=True))
    assert edge == Segment("|", Style(reverse=False, bold=True))
