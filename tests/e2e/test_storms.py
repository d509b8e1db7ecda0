"""Too much of everything: no traceback, and no lag afterwards."""

from __future__ import annotations

import os
import random

import pytest

from tests.e2e.terminal import Terminal, terminal
from tests.e2e.test_screen import HELP, UP, assert_opens_and_closes, assert_quits

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals"),
    pytest.mark.slow,
]

AFTERWARDS_S = 10.0
"""In which it must answer after a storm, on a slow machine."""
CTRL_Z = b"\x1a"
"""Stops it, where it is read as a key; and there is no shell that lets it go on."""


def assert_answers(it: Terminal) -> None:
    it.press("?")
    it.wait_for(HELP, AFTERWARDS_S)
    it.press("\x1b")
    it.wait_for(lambda text: HELP not in text, AFTERWARDS_S)


def test_two_hundred_resizes() -> None:
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        for number in range(200):
            it.resize(20 + number * 7 % 200, 6 + number * 5 % 50)
            it.drain()
        it.resize(120, 36)
        it.wait_for(UP, AFTERWARDS_S)
        assert_answers(it)
        assert_quits(it)


def test_keys_held() -> None:
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        for key in "+-[]. ":
            it.press(key * 1_000)
            assert_answers(it)
        assert_quits(it)


def test_all_keys_at_random() -> None:
    keys = ["\x1b", " ", ".", ",", "+", "-", "[", "]", "j", "J", "x", "m", "w", "d", "i", "v", "e"]
    keys += ["E", "z", "f", "t", "r", "R", ">", "<", "*", "\r", "\t", "\x1b[A", "\x1b[B", "n", "N"]
    keys += ["1", "2", "3", "(", ")", "g", "/", "u", "s", "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F"]
    dice = random.Random(7)
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        for _ in range(20):
            for _ in range(25):
                it.press(dice.choice(keys))
            it.settle(0.05)
        close_all(it)
        it.press("?")
        it.wait_for(HELP)  # some of so many keys, such as those that try themes on, take long
        it.press("\x1b")
        it.wait_for(lambda text: HELP not in text)
        assert_answers(it)
        assert_quits(it)


def close_all(it: Terminal) -> None:
    """Leave all dialogs, and go to the site."""
    for _ in range(4):
        it.press("\x1b[27u")  # escape, which needs no time to be told from a sequence
    it.press("1")


@pytest.mark.parametrize("text", ["lorem q ipsum\n", "x", "\x07\x01 q"])
def test_a_megabyte_pasted(text: str) -> None:
    data = (text * (1_000_000 // len(text))).encode()
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        it.send(b"\x1b[200~" + data + b"\x1b[201~")
        assert_answers(it)
        it.press("n")
        it.wait_for("─ Workers")
        it.send(b"\x1b[200~" + data + b"\x1b[201~")
        it.press("\x1b[27u")
        assert_answers(it)
        assert_quits(it)


@pytest.mark.parametrize("text", ["lorem q ipsum\n", "x"])
def test_a_megabyte_pasted_without_brackets(text: str) -> None:
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        it.send((text * (1_000_000 // len(text))).encode())
        it.settle()
        assert_answers(it)
        assert_quits(it)


def test_nonsense() -> None:
    dice = random.Random(3)
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        it.send(dice.randbytes(300_000).replace(CTRL_Z, b""))
        it.settle()
        it.send(b"\x1b\\\x1b[201~")
        close_all(it)
        it.wait_for(UP, AFTERWARDS_S)
        assert_answers(it)
        assert_quits(it)


def test_a_mouse_gone_mad() -> None:
    dice = random.Random(5)
    with terminal(size=(120, 36)) as it:
        it.wait_for(UP)
        kinds = [35, 35, 35, 35, 32, 64, 65]
        moves = (
            f"\x1b[<{dice.choice(kinds)};{dice.randrange(1, 200)};{dice.randrange(1, 60)}M"
            for _ in range(20_000)
        )
        it.press("".join(moves))
        assert_answers(it)
        for _ in range(3):
            for _ in range(20):  # some open dialogs and screens, and all are done one by one
                it.click(dice.randrange(120), dice.randrange(2, 30))
            close_all(it)
            assert_answers(it)
        assert_quits(it)


@pytest.mark.sampled
@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_ten_thousand_workers_as_fast_as_it_can(model: str) -> None:
    words = ("--workers", "10000", "--rate", "1000", "--speed", "1024", "--model", model)
    with terminal(*words, size=(200, 50)) as it:
        it.wait_for("really")
        for _ in range(3):
            assert_answers(it)
        it.press("*")
        it.wait_for("max")
        for key, title in (("m", "Execution model"), ("t", "─ Theme ─"), ("\x10", "Search")):
            it.press(key)
            it.wait_for(title, AFTERWARDS_S)
            it.press("\x1b[27u")
        assert_opens_and_closes(it)
        assert_quits(it)
