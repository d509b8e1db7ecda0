"""A race in a real terminal: its tracks, a look into one of them, its outcome, and its end."""

from __future__ import annotations

import os
import re

import pytest

from tests.e2e.terminal import Terminal, terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pseudo-terminals")

FRAMES = ("─ ▸ serial ─", "─ coroutines ─", "─ free-threads ─")
"""What stands at the top of each track; the first is pointed at."""
SHORT = ("--models", "serial,coroutines,free-threads", "--count", "8", "--rate", "8")


def is_of_race(text: str) -> bool:
    """Return whether all that is on the screen is a race."""
    return all(frame in text for frame in FRAMES) and "predict" in text and "FOREMAN" not in text


def clock_of(it: Terminal) -> str:
    """Return the time of the header."""
    match = re.search(r"\d\d:\d\d\.\d", it.rows[0])
    assert match, it.text
    return match[0]


def assert_quits(it: Terminal) -> None:
    """Quit, and check that the terminal is left as it was."""
    it.press("q")
    assert it.wait_for_end() == 0
    assert it.is_restored, it.modes.unusual
    assert it.after_screen == ""


def test_a_race_is_run_looked_into_and_told_the_outcome_of() -> None:
    with terminal("race", *SHORT, "--speed", "4", size=(120, 36)) as it:
        it.wait_for(lambda text: is_of_race(text) and "paused" in text and "starts" in text)
        assert it.modes.unusual
        assert clock_of(it) == "00:00.0"
        it.press(" ")
        it.wait_for("1 of 8 done")
        assert "paused" not in it.text
        it.press(" ")
        it.wait_for("paused")
        at = clock_of(it)
        assert at != "00:00.0"
        for back in ("4", "\x1b"):
            it.press("\r")
            it.wait_for(lambda text: "FOREMAN" in text and FRAMES[1] not in text and at in text)
            it.press(back)
            it.wait_for(lambda text: is_of_race(text) and at in text)
        it.press(" " + ">" * 4)
        it.wait_for("finished")
        it.press("o")
        it.wait_for(lambda text: "─ Outcome ─" in text and "makespan" in text)
        assert re.search(r"3rd +serial", it.text)
        it.press("o")
        it.wait_for(is_of_race)
        assert_quits(it)


@pytest.mark.parametrize("words", [("--models", "serial,coro"), ("--fps", "0"), ("giil",)])
def test_a_wrong_option_ends_it_before_the_screen_with_one_line(words: tuple[str, ...]) -> None:
    with terminal("race", *words) as it:
        assert it.wait_for_end() == 2
        assert it.is_restored
        assert b"\x1b[?1049h" not in it.written
        assert re.fullmatch(rb"site-sim: [^\r\n]+\r\n", it.written)
