"""Signals are told in the order in which they came."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

pytest.importorskip("termios")

from site_sim.ui.terminal.signals import SignalPipe

FIRST, SECOND = signal.SIGUSR2, signal.SIGUSR1
"""Two that no test runner uses; the number of the first is the higher one."""


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (FIRST, SECOND)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_signals_are_told_in_the_order_in_which_they_came() -> None:
    pipe = SignalPipe((FIRST, SECOND))
    assert pipe.read() == b""
    for number in (FIRST, SECOND, FIRST):
        os.kill(os.getpid(), number)
    assert list(pipe.read()) == [FIRST, SECOND, FIRST]
    assert pipe.read() == b""
    pipe.close()


@pytest.mark.usefixtures("handlers")
def test_once_it_is_closed_signals_act_by_themselves() -> None:
    pipe = SignalPipe((FIRST,))
    assert callable(signal.getsignal(FIRST))
    pipe.close()
    assert signal.getsignal(FIRST) is signal.SIG_DFL
    with pytest.raises(OSError, match="descriptor"):
        pipe.read()


@pytest.mark.usefixtures("handlers")
def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(FIRST, signal.SIG_IGN)
    pipe = SignalPipe((FIRST, SECOND))
    for number in (FIRST, SECOND):
        os.kill(os.getpid(), number)
    assert list(pipe.read()) == [SECOND]
    pipe.close()
    assert signal.getsignal(FIRST) is signal.SIG_IGN
