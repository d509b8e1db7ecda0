"""What is written to a terminal: in order, without anyone waiting for it."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("termios")

from site_sim.ui.terminal.driver import DEFAULT_OUTPUT, Bell, OutputThread, OutputTuning


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    source, sink = os.pipe()
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
    it = OutputThread(sink, encoding, failed.set, tuning)
    it.start()
    return it, failed


def test_everything_is_written_in_order_before_it_closes(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, failed = output_thread(sink)
    for number in range(1_000):
        it.write(f"{number} ")
    it.close()
    assert os.read(source, 65_536).decode() == "".join(f"{n} " for n in range(1_000))
    it.write("too late")
    assert not failed.is_set()
    assert not it.is_alive()


def test_what_an_encoding_lacks_takes_a_cell_all_the_same(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, _ = output_thread(sink, "ascii")
    it.write("╭─x")
    it.close()
    assert os.read(source, 100) == b"??x"


def test_a_terminal_that_is_gone_is_told_and_written_to_no_more(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, failed = output_thread(sink)
    os.close(source)
    it.write("x")
    assert failed.wait(20)
    it.write("y" * 1_000_000)
    it.close()
    assert not it.is_behind


def test_a_terminal_that_takes_nothing_holds_nobody_up(pipe: tuple[int, int]) -> None:
    source, sink = pipe
    it, failed = output_thread(sink, tuning=OutputTuning(last_words_s=0.01, behind_s=0.0))
    assert not it.is_behind
    for _ in range(100):
        it.write("x" * 100_000)  # more than a pipe holds
    while not it.is_behind:
        it.write("x")
    it.close()
    assert it.is_behind
    os.close(source)  # so that the thread ends
    assert failed.wait(20)


def test_a_bell_is_heard_until_it_is_silenced() -> None:
    bell = Bell()
    assert not select.select([bell], [], [], 0)[0]
    bell.ring()
    assert select.select([bell], [], [], 0)[0] == [bell]
    bell.silence()
    assert not select.select([bell], [], [], 0)[0]
    bell.close()
    with pytest.raises(OSError, match="descriptor"):
        bell.ring()
