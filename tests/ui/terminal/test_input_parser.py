"""What the bytes of a terminal become, whatever they are and however they are cut."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from site_sim.ui.terminal.input_parser import (
    CUT_OFF_S,
    PASTE_CAP,
    PASTE_GAP_S,
    REPEATS_AT_ONCE,
    TYPED_BYTES,
    TYPED_GAP_S,
    InputParser,
)


class Time:
    """Real seconds, as told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def messages(*chunks: bytes, has_key: frozenset[str] = frozenset()) -> list[Message]:
    it = InputParser(Time(), has_key.__contains__)
    return [message for chunk in chunks for message in it.feed(chunk)]


def names(found: list[Message]) -> list[str]:
    """Return keys by name, pastes as their text in quotes, anything else by its kind."""
    words = []
    for message in found:
        if isinstance(message, events.Key):
            words.append(message.key)
        elif isinstance(message, events.Paste):
            words.append(repr(message.text))
        else:
            words.append(type(message).__name__)
    return words


def keys(*chunks: bytes) -> list[str]:
    return names(messages(*chunks))


# -- keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"q", ["q"]),
        (b"Q+ ", ["Q", "plus", "space"]),
        ("é漢".encode(), ["é", "漢"]),
        (b"\x03\x1a\r\t", ["ctrl+c", "ctrl+z", "enter", "tab"]),
        (b"\x1b[A\x1bOB\x1b[1;2D", ["up", "down", "shift+left"]),
        (b"\x1b[15~\x1bOP\x1b[[B", ["f5", "f1", "f2"]),
        (b"\x1b[3$", ["shift+delete"]),
        (b"\x1b[97;5u\x1b[27u", ["ctrl+a", "escape"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1b[I\x1b[O", ["AppFocus", "AppBlur"]),
    ],
)
def test_keys_have_textuals_names(data: bytes, expected: list[str]) -> None:
    assert keys(data) == expected


def test_escape_and_a_key_are_one_key_only_where_that_means_something() -> None:
    assert names(messages(b"\x1bq")) == ["escape", "q"]
    assert names(messages(b"\x1bq", has_key=frozenset({"alt+q"}))) == ["alt+q"]
    assert names(messages(b"\x1bQ", has_key=frozenset({"alt+shift+q"}))) == ["alt+shift+q"]


def test_a_lone_escape_is_a_key_when_nothing_follows() -> None:
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(b"\x1b"))) == []
    assert it.is_waiting
    assert names(list(it.tick())) == []
    time.now += 0.2
    assert names(list(it.tick())) == ["escape"]
    assert not it.is_waiting
    assert names(list(it.tick())) == []


@pytest.mark.parametrize("last", ["[", "O", "]", "P"])
def test_escape_and_the_start_of_a_sequence_are_keys_when_nothing_follows(last: str) -> None:
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(f"\x1b{last}".encode()))) == []
    time.now += 0.2
    assert names(list(it.tick()))[0] == "escape"


@pytest.mark.parametrize("at", [1, 2])
def test_the_rest_of_a_report_of_the_mouse_that_comes_late_presses_no_keys(at: int) -> None:
    time = Time()
    it = InputParser(time)
    report = b"\x1b[<35;120;20M"
    assert names([*it.feed(report[:at])]) == []
    time.now += 0.2
    assert names([*it.tick()])[0] == "escape"
    time.now += 3.0
    assert names([*it.feed(report[at:] + b"2")]) == ["2"]
    assert names([*it.feed(b"[")]) == ["left_square_bracket"]


REPORT = b"\x1b[<35;120;20M"


@given(
    cuts=st.lists(st.integers(1, len(REPORT) - 1), min_size=1, max_size=2, unique=True),
    waits_s=st.lists(st.floats(0.0, 4.0), min_size=2, max_size=2),
    is_ticked=st.booleans(),
)
def test_a_report_of_the_mouse_in_two_or_three_parts_presses_only_what_may_be_typed(
    cuts: list[int], waits_s: list[float], is_ticked: bool
) -> None:
    time = Time()
    it = InputParser(time)
    places = [0, *sorted(cuts), len(REPORT)]
    parts = [REPORT[begin:end] for begin, end in pairwise(places)]
    found = [*it.feed(parts[0])]
    for part, wait_s in zip(parts[1:], waits_s, strict=False):
        time.now += wait_s
        if is_ticked:
            found += it.tick()
        found += it.feed(part)
    typed = {"escape", "left_square_bracket", "less_than_sign", "alt+left_square_bracket"}
    pressed = [name for name in names(found) if name != "MouseMove"]
    assert {*pressed} <= typed
    assert len(parts[0]) <= 2 or not pressed
    assert names([*it.feed(b"3")]) == ["3"]


def test_every_split_of_a_report_that_is_known_as_one_presses_no_key() -> None:
    for first, second in combinations(range(3, len(REPORT)), 2):
        time = Time()
        it = InputParser(time)
        found = list[Message]()
        for part in (REPORT[:first], REPORT[first:second], REPORT[second:]):
            found += it.feed(part)
            time.now += 3.0
            found += it.tick()
        assert names(found) == [], (first, second)


def test_what_is_typed_long_after_the_beginning_of_a_report_is_keys() -> None:
    time = Time()
    it = InputParser(time)
    assert names([*it.feed(b"\x1b[<3")]) == []
    time.now += 2.0
    assert names([*it.tick(), *it.feed(b"5")]) == []
    time.now += 11.0
    assert names([*it.feed(b"1"), *it.feed(b"2")]) == ["1", "2"]


def test_two_keys_at_once_after_escape_are_keys() -> None:
    time = Time()
    it = InputParser(time)
    found = [*it.feed(b"\x1b")]
    time.now += 0.2
    found += [*it.tick(), *it.feed(b"[<"), *it.feed(b"1")]
    assert names(found) == ["escape", "left_square_bracket", "less_than_sign", "1"]


@pytest.mark.parametrize("typed", ["[", "[<3", "[2"])
def test_what_is_typed_after_escape_is_keys(typed: str) -> None:
    time = Time()
    it = InputParser(time)
    found = [*it.feed(b"\x1b")]
    for character in typed:
        time.now += 2.0
        found += [*it.tick(), *it.feed(character.encode())]
    assert len(names(found)) == 1 + len(typed)


def test_a_report_of_the_mouse_that_is_cut_in_two_by_a_standstill_presses_no_keys() -> None:
    time = Time()
    it = InputParser(time)
    assert names([*it.feed(b"\x1b[<35;1")]) == []
    time.now += 1.5  # nobody ticks meanwhile
    assert names([*it.feed(b"20;20Mq")]) == ["q"]


def test_a_storm_of_the_mouse_presses_no_keys_however_long_it_lasts() -> None:
    time = Time()
    it = InputParser(time)
    data = b"\x1b[<35;120;20M" * 1_000
    found: list[Message] = []
    for start in range(0, len(data), 100):
        time.now += 0.4
        found += it.feed(data[start : start + 100])
    assert {*names(found)} == {"MouseMove"}


# -- what nobody asked for -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[12;34;56q",
        b"\x1b[>q",
        b"\x1b[200;q",
        b"\x1b[99999999999999999999999u",
        b"\x1b[1114112u",
        b"\x1b[55296u",
        b"\x1b[?1;2;3q",
        b"\x1bP1+r5463=q\x1b\\",
        b"\x1b]11;rgb:qqqq/qqqq/qqqq\x07",
        b"\x1b_Gq\x1b\\",
        b"\x1b[Mqqq",
        b"\x1b[48;0;0;0;0t\x1b[<0;1;1m",
        b"\xff\xfe\xc3\xe2\x82",
        b"\xed\xa0\x80",
    ],
)
def test_sequences_that_nobody_knows_press_no_keys(data: bytes) -> None:
    found = [message for message in messages(data, b"z") if isinstance(message, events.Key)]
    assert names([*found]) == ["z"]


def test_an_answer_that_is_cut_off_holds_nothing_up() -> None:
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(b"\x1b]11;rgb:"))) == []
    time.now += CUT_OFF_S
    assert names(list(it.tick())) == []
    assert names(list(it.feed(b"q"))) == ["q"]


def test_a_sequence_broken_by_another_is_dropped() -> None:
    assert keys(b"\x1b[12;\x1b[A") == ["up"]
    assert keys(b"\x1b]11;rgb\x1b[A") == ["up"]
    assert keys(b"\x1b[1\x01") == ["ctrl+a"]


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    time = Time()
    it = InputParser(time)
    list(it.feed(data))
    time.now += CUT_OFF_S
    list(it.tick())
    list(it.feed(b"\x07\x1b\\\x1b[201~"))  # the ends of all that may have begun
    time.now += CUT_OFF_S
    list(it.tick())
    assert names(list(it.feed(b"z"))) == ["z"]


SPEECH = (
    b"a\x1b[A+\x1b[<0;5;6M\x1b[<0;5;6m\x1b[200~pasted\nlines\x1b[201~\x1b[9;9q\xc3\xa9\x1b]0;q\x07z"
)


@given(st.lists(st.integers(0, len(SPEECH)), max_size=8))
def test_it_does_not_matter_where_the_stream_is_cut(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(SPEECH)]
    chunks = [SPEECH[start:end] for start, end in pairwise(ends)]
    whole = ["a", "up", "plus", "MouseDown", "MouseUp", "'pasted\\nlines'", "é", "z"]
    assert keys(*chunks) == whole


# -- pastes --------------------------------------------------------------------------------------


def test_a_paste_is_one_message_and_presses_no_keys() -> None:
    assert keys(b"\x1b[200~q\rq\r\nq\x1b[201~") == ["'q\\nq\\nq'"]


def test_a_megabyte_pasted_is_cut_to_what_a_field_takes() -> None:
    chunks = [b"\x1b[200~", *[b"lorem ipsum " * 300] * 300, b"\x1b[201~"]
    (paste,) = messages(*chunks)
    assert isinstance(paste, events.Paste)
    assert len(paste.text) == PASTE_CAP


def test_what_a_terminal_would_act_on_does_not_come_through_a_paste() -> None:
    (paste,) = messages("\x1b[200~a\x1b]0;title\x07\x9b31m\u202eb\0\x1b[201~".encode())
    assert isinstance(paste, events.Paste)
    assert paste.text == "a]0;title31mb"


def test_a_paste_without_an_end_is_over_after_a_while() -> None:
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(b"\x1b[200~abc\x1b[20"))) == []
    time.now += CUT_OFF_S - 0.1
    assert names(list(it.tick())) == []
    assert it.is_waiting
    time.now += 0.2
    assert names(list(it.tick())) == ["'abc'"]
    assert not it.is_waiting
    assert names(list(it.feed(b"q"))) == ["q"]


def test_a_key_after_a_paste_whose_end_was_lost_is_a_key() -> None:
    """Pressed more than once a second, it would be one character more of the paste for ever."""
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(b"\x1b[200~abc"))) == []
    time.now += TYPED_GAP_S + 0.01
    assert names(list(it.feed(b"q"))) == ["'abc'", "q"]


@pytest.mark.parametrize("more", [b"d" * (TYPED_BYTES + 1), b"d\x1b[201~", b"\x1b[20"])
def test_a_paste_may_come_slowly(more: bytes) -> None:
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(b"\x1b[200~abc"))) == []
    time.now += TYPED_GAP_S + 0.01
    found = names(list(it.feed(more)))
    time.now += TYPED_GAP_S + 0.01
    found += names(list(it.feed(b"1~"))) if more.endswith(b"0") else []
    found += names(list(it.feed(b"\x1b[201~"))) if more.endswith(b"d") else []
    assert found == [f"'abc{more.partition(bytes([27]))[0].decode()}'"]


def test_a_paste_without_brackets_is_known_by_its_size() -> None:
    time = Time()
    it = InputParser(time)
    assert names(list(it.feed(b"quick brown fox jumps " * 100)))[0].startswith("'quick brown")
    time.now += PASTE_GAP_S / 2
    assert names(list(it.feed(b"rest of it"))) == ["'rest of it'"]
    time.now += PASTE_GAP_S / 4
    assert names(list(it.feed(b"q"))) == ["q"]  # a key of its own, at the earliest
    time.now += PASTE_GAP_S * 2
    assert names(list(it.feed(b"qr"))) == ["q", "r"]


def test_what_is_typed_in_a_row_is_typed() -> None:
    assert len(keys(b"the quick brown fox jumps over")) == 30
    assert keys(b"+" * 500 + b"-" * 500) == ["plus"] * 500 + ["minus"] * 500


def test_a_key_repeated_beyond_all_measure_is_cut() -> None:
    assert keys(b"x" * 4096) == ["x"] * REPEATS_AT_ONCE
