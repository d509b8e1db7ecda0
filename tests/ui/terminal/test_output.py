"""What is written to a terminal: in order, with nobody waiting for it, and the end at any cost."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("termios")

import termios

from site_sim.ui.terminal.device import open_terminal
from site_sim.ui.terminal.output import (
    CUT,
    DEFAULT_OUTPUT,
    OutputThread,
    OutputTuning,
)
from tests.ui.terminal.background import said_in_background

QUICK = OutputTuning(frame_s=0.0, last_words_s=0.01, behind_s=0.0)
FULL = 10_000_000
"""More characters than a terminal or a pipe holds."""


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    yield from ends(*os.pipe())


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    yield from ends(*os.openpty())


def ends(source: int, sink: int) -> Iterator[tuple[int, int]]:
    yield source, sink
    for side in (source, sink):
        try:
            os.close(side)
        except OSError:
            continue


def output_thread(
    sink: int, encoding: str = "utf-8", tuning: OutputTuning = DEFAULT_OUTPUT
) -> tuple[OutputThread, threading.Event]:
    failed = threading.Event()
    it = OutputThread(open_terminal(sink), encoding, failed.set, tuning)
    it.start()
    return it, failed


def read_all(source: int) -> bytes:
    """Return what can be read at once."""
    data = b""
    while select.select([source], [], [], 0)[0]:
        data += os.read(source, 65_536)
    return data


def fill(it: OutputThread) -> None:
    """Write a frame that the other side, which reads nothing, can't take whole."""
    it.write("x" * FULL)
    while not it.is_behind:
        it.write("")


def test_everything_is_written_in_order(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, failed = output_thread(sink)
    expected = "".join(f"{number} " for number in range(1_000)).encode()
    for number in range(1_000):
        it.write(f"{number} ")
    data = b""
    while len(data) < len(expected):
        data += os.read(source, 65_536)
    assert data == expected
    assert it.close("bye")
    it.write("too late")
    it.close("again")
    assert os.read(source, 100) == b"bye"
    assert not failed.is_set()
    assert not it.is_alive()


def test_what_an_encoding_lacks_takes_a_cell_all_the_same(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, _ = output_thread(sink, "ascii")
    it.close("╭─x")
    assert os.read(source, 100) == b"??x"


def test_a_terminal_that_is_gone_is_told_and_written_to_no_more(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, failed = output_thread(sink)
    os.close(source)
    it.write("x")
    assert failed.wait(20)
    it.write("y" * 1_000_000)
    it.close("z")
    assert not it.is_behind


def test_a_terminal_that_takes_nothing_is_given_up(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, failed = output_thread(sink, tuning=QUICK)
    assert not it.is_behind
    fill(it)
    assert not it.close("bye")
    it.join(20)
    assert not it.is_alive()
    assert it.is_behind
    assert not failed.is_set()
    assert os.get_blocking(sink), "it is shared, and blocks again"
    assert b"bye" not in read_all(source)


def test_the_last_words_reach_a_terminal_that_has_not_read_what_came_before(
    terminal: tuple[int, int],
) -> None:
    source, sink = terminal
    it, failed = output_thread(sink, tuning=QUICK)
    fill(it)
    it.write("a frame that waits")
    it.close("bye")
    it.join(20)
    data = read_all(source)
    assert data.endswith(CUT.encode() + b"bye")
    assert b"waits" not in data
    assert len(data) < FULL
    assert not it.is_behind
    assert not failed.is_set()


def test_a_terminal_is_opened_once_more_and_what_is_shared_stays_as_it_is(
    terminal: tuple[int, int],
) -> None:
    _, sink = terminal
    it, _ = output_thread(sink, tuning=QUICK)
    fill(it)
    it.close()
    assert not it.is_alive()
    assert os.get_blocking(sink)


def test_a_word_of_another_program_does_not_come_in_the_midst_of_a_frame(
    terminal: tuple[int, int],
) -> None:
    source, sink = terminal
    it, _ = output_thread(sink)
    frame = "x" * 100_000
    it.write(frame)
    while not it.is_behind:
        it.write("")
    shell = threading.Thread(target=os.write, args=(sink, b"Killed"))
    shell.start()
    data = b""
    while len(data) < len(frame) + len("Killed"):
        data += os.read(source, 65_536)
    shell.join()
    it.close()
    assert data == f"{frame}Killed".encode()


LAST_WORDS = """
from site_sim.ui.terminal.device import open_terminal
from site_sim.ui.terminal.output import OutputThread
it = OutputThread(open_terminal(0), "utf-8", lambda: None)
it.start()
it.close("last words")
print("over")
"""


def test_last_words_are_said_where_the_shell_stops_who_writes(terminal: tuple[int, int]) -> None:
    leader, follower = terminal
    settings = termios.tcgetattr(follower)
    settings[3] |= termios.TOSTOP
    termios.tcsetattr(follower, termios.TCSANOW, settings)
    assert said_in_background(follower, LAST_WORDS) == "over"
    assert read_all(leader) == b"last words"
