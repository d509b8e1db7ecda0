"""A terminal's device: read without waiting, and given its settings back whatever interrupts it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("termios")

import termios

from site_sim.ui.terminal.device import (
    TerminalSettings,
    drop_input,
    open_input,
    open_terminal,
    read_input,
)
from tests.ui.terminal.background import said_in_background

LOCAL_MODES = 3
"""Where the settings have the modes that a raw terminal is without."""


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    leader, follower = os.openpty()
    yield leader, follower
    os.close(leader)
    os.close(follower)


def raw_settings(fileno: int) -> list[Any]:
    settings: list[Any] = termios.tcgetattr(fileno)
    settings[LOCAL_MODES] &= ~(termios.ICANON | termios.ECHO)
    return settings


def test_what_is_typed_is_read_and_what_is_gone_not_waited_for(terminal: tuple[int, int]) -> None:
    leader, follower = terminal
    termios.tcsetattr(follower, termios.TCSANOW, raw_settings(follower))
    with open_input(follower) as it:
        os.write(leader, b"q")
        assert it.read(9) == b"q"
        assert it.read(9) is None
    assert os.get_blocking(follower)


def test_what_is_no_terminal_is_shared() -> None:
    source, sink = os.pipe()
    os.write(sink, b"q")
    with open_input(source) as it:
        assert it.read(9) == b"q"
    descriptor = open_terminal(sink)
    os.write(descriptor, b"x")
    for side in (descriptor, sink):
        os.close(side)
    assert os.read(source, 9) == b"x"
    os.close(source)


WITHOUT_NAME = """
import os
from site_sim.ui.terminal.device import open_input, open_terminal
def fail(_):
    raise OSError
os.ttyname = fail
with open_input(0) as it:
    print(os.get_blocking(it.fileno()), os.get_blocking(0), os.isatty(it.fileno()))
_, other = os.openpty()
print(os.path.sameopenfile(open_terminal(other), other))
"""


def test_a_terminal_without_a_name_is_still_that_of_the_session(terminal: tuple[int, int]) -> None:
    """As in a container; what were shared could not be told not to block."""
    assert said_in_background(terminal[1], WITHOUT_NAME).split() == [
        "False",
        "True",
        "True",
        "True",
    ]


READ = """
from site_sim.ui.terminal.device import open_input, read_input
with open_input(0) as it:
    print(read_input(it, 9))
"""
DROP = "from site_sim.ui.terminal.device import drop_input; drop_input(0)"


def test_what_is_typed_for_the_shell_is_neither_read_nor_dropped(
    terminal: tuple[int, int],
) -> None:
    leader, follower = terminal
    os.write(leader, b"ls\n")
    assert said_in_background(follower, READ) == "None"
    assert said_in_background(follower, DROP) == ""
    with open_input(follower) as it:
        assert read_input(it, 9) == b"ls\n"


def test_what_is_typed_for_the_program_is_read_or_dropped(terminal: tuple[int, int]) -> None:
    leader, follower = terminal
    os.write(leader, b"ls\n")
    with open_input(follower) as it:
        assert read_input(it, 9) == b"ls\n"
        os.write(leader, b"ls\n")
        drop_input(follower)
        assert read_input(it, 9) is None


def test_of_a_terminal_that_is_gone_the_end_is_read() -> None:
    leader, follower = os.openpty()
    with open_input(follower) as it:
        os.close(leader)
        assert read_input(it, 9) == b""
    os.close(follower)


GIVE_BACK = """
import signal, termios
from site_sim.ui.terminal.device import TerminalSettings, unstopped
before, shells = termios.tcgetattr(0), termios.tcgetattr(0)
before[3] |= termios.ECHO
shells[3] &= ~termios.ISIG
settings = TerminalSettings(0)
settings.note_taken(before)
if {is_shells}:
    with unstopped(signal.SIGTTOU):
        termios.tcsetattr(0, termios.TCSANOW, shells)
settings.give_back()
now = termios.tcgetattr(0)
print("before" if now == before else "the shell's" if now == shells else "own")
"""


@pytest.mark.parametrize(("is_shells", "left"), [(False, "before"), (True, "the shell's")])
def test_in_the_background_settings_that_the_shell_gave_are_left(
    terminal: tuple[int, int], is_shells: bool, left: str
) -> None:
    _, follower = terminal
    termios.tcsetattr(follower, termios.TCSANOW, raw_settings(follower))
    assert said_in_background(follower, GIVE_BACK.format(is_shells=is_shells)) == left


def test_settings_that_are_owed_come_before_those_that_are_found_later(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, follower = terminal
    before, raw = termios.tcgetattr(follower), raw_settings(follower)
    settings = TerminalSettings(follower)
    settings.note_taken(before)
    termios.tcsetattr(follower, termios.TCSANOW, raw)
    with monkeypatch.context() as patch:
        patch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp() + 1)
        settings.give_back()
    assert termios.tcgetattr(follower) != before
    settings.note_taken(raw)
    settings.give_back()
    assert termios.tcgetattr(follower) == before
    termios.tcsetattr(follower, termios.TCSANOW, raw)
    settings.give_back()  # once
    assert termios.tcgetattr(follower) != before


def test_settings_of_a_terminal_that_is_gone_are_let_go() -> None:
    leader, follower = os.openpty()
    settings = TerminalSettings(follower)
    settings.note_taken(termios.tcgetattr(follower))
    os.close(leader)
    os.close(follower)
    settings.give_back()
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(follower)
