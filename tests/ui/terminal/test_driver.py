"""What ends the wait of the thread that reads the terminal."""

from __future__ import annotations

import select
import threading

import pytest

pytest.importorskip("termios")

from site_sim.ui.terminal.driver import Bell


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


def test_a_bell_ends_a_thread_and_is_silent_then() -> None:
    bell = Bell()
    thread = threading.Thread(target=bell.wait, args=(60,))
    thread.start()
    bell.end(thread)
    assert not thread.is_alive()
    assert not select.select([bell], [], [], 0)[0]
    bell.end(None)
    bell.close()
