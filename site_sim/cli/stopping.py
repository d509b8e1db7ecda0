"""Signals that end a run early without leaving anything half-written."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from site_sim.base.signals import end_by, handle_signals

LAST_WORDS_S = 0.5
"""Real seconds that a stopped run has to end its log: who reads it may stand still."""


class Stopped(BaseException):
    """Raised where the program is when a signal tells it to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def stoppable(half_written: Path | None = None) -> Iterator[None]:
    """Raise `Stopped` on the first signal, and pass over those that come while it is handled.

    When that takes longer than `LAST_WORDS_S`, the process ends without more than the removal of
    the `half_written` file.
    """

    def give_up(number: int) -> NoReturn:
        if half_written is not None:
            with contextlib.suppress(OSError):
                half_written.unlink(missing_ok=True)
        end_by(number)

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        handle_signals(
            _pass_over
        )  # to ignore them would bring a word of Python's for one on its way
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, lambda *_: give_up(number))
            signal.setitimer(signal.ITIMER_REAL, LAST_WORDS_S)
        raise Stopped(number)

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = handle_signals(stop)
    try:
        yield
    finally:
        if before and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _pass_over(_number: int, _frame: FrameType | None) -> None:
    pass
