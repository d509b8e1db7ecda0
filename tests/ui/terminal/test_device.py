"""A terminal's device: read without waiting, and given its settings back whatever interrupts it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("termios")

import termios

from site_sim.ui.terminal.device import open_input, open_terminal, restore_settings

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


def test_settings_are_given_back_though_signals_interrupt_it(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, follower = terminal
    before = termios.tcgetattr(follower)
    termios.tcsetattr(follower, termios.TCSANOW, raw_settings(follower))
    interrupted = [errno.EINTR, errno.EINTR]
    set_for_good = termios.tcsetattr

    def set_settings(*arguments: Any) -> None:
        if interrupted:
            raise termios.error(interrupted.pop(), "interrupted")
        set_for_good(*arguments)

    monkeypatch.setattr(termios, "tcsetattr", set_settings)
    assert restore_settings(follower, before)
    assert not interrupted
    assert termios.tcgetattr(follower) == before


def test_settings_are_not_forced_on_a_terminal_that_is_the_shells(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To try again would stop the process again, which was told to end perhaps."""
    _, follower = terminal
    tries = []

    def interrupt(*arguments: Any) -> None:
        tries.append(arguments)
        raise termios.error(errno.EINTR, "interrupted")

    monkeypatch.setattr(termios, "tcsetattr", interrupt)
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp() + 1)
    assert not restore_settings(follower, raw_settings(follower))
    assert len(tries) == 1


def test_settings_of_a_terminal_that_is_gone_are_let_go() -> None:
    leader, follower = os.openpty()
    settings = termios.tcgetattr(follower)
    os.close(leader)
    os.close(follower)
    restore_settings(follower, settings)
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(follower)
