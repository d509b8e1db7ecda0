"""The signals that a process gets, in the order in which they came."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable

READ_BYTES = 4_096


class SignalPipe:
    """Collects signals until they are read, instead of letting them act.

    Those that are ignored stay so, as a hang-up under nohup: whoever starts the program wants it.
    Python's own handlers are called by number: a CONT that came after a TSTP comes before it. The
    bytes that it writes when a signal arrives are in order, and can be read at any moment.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        self._heard, self._told = os.pipe()
        self._numbers = [n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN]
        for side in (self._heard, self._told):
            os.set_blocking(side, False)
        self._wakes_before = signal.set_wakeup_fd(self._told, warn_on_full_buffer=False)
        for number in self._numbers:
            signal.signal(number, lambda *_: None)

    def fileno(self) -> int:
        """Return the descriptor that can be read from when a signal has come."""
        return self._heard

    def read(self) -> bytes:
        """Return the numbers of the signals that have come since the last call."""
        try:
            return os.read(self._heard, READ_BYTES)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Give the signals back the effect that they have by themselves."""
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(self._wakes_before)
        os.close(self._heard)
        os.close(self._told)
