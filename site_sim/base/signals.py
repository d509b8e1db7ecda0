"""The signals that tell a program to end, and the least that can be done about them.

Next to nothing is imported here, so that it is in force before anything else is.
"""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, NoReturn

BY_SIGNAL = 128
"""The exit code of a program that a signal ended is this plus its number."""
SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)  # not all systems have all
)


def end_at_once() -> None:
    """Make a signal end the process at once and without a word, while nothing is written."""
    handle_signals(end_by)


def handle_signals(handler: Callable[[int, FrameType | None], Any]) -> dict[int, Any]:
    """Give `SIGNALS` a handler, but those that are ignored, as under nohup; return the old ones."""
    heard = [number for number in SIGNALS if signal.getsignal(number) not in (signal.SIG_IGN, None)]
    return {number: signal.signal(number, handler) for number in heard}


def end_by(number: int, _frame: FrameType | None = None) -> NoReturn:
    """End the process as one that the signal ended, without anything more."""
    os._exit(BY_SIGNAL + number)
