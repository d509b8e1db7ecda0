"""What is written to a terminal, which may be slow, stand still or be gone."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import termios
import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import monotonic
from types import FrameType

from msgspec import Struct

from site_sim.base.overriding import override
from site_sim.ui.terminal.device import unstopped

CUT = "\x18\x1b\\\x1b[?2026l\x1b[m"
"""Ends whatever sequence a terminal is in the midst of, a synchronised frame, and colours."""
LOOK_S = 0.02
"""How often a terminal that takes nothing is asked again, in real seconds."""
INTERRUPT = signal.SIGURG
"""Ends a write that waits; a process that does not handle it passes over it."""


class OutputTuning(Struct, frozen=True):
    """How patient the output is with a slow terminal, in real seconds."""

    frame_s: float = 0.1
    """The longest wait at the end for the terminal to take the frame that is under way."""
    last_words_s: float = 0.2
    """The longest wait after that for it to take the last words."""
    behind_s: float = 0.05
    """A terminal that takes longer than this for one write is behind."""


DEFAULT_OUTPUT = OutputTuning()


class OutputThread(threading.Thread):
    """Writes to a file descriptor from its own thread, so that the app never waits for it.

    A write blocks until the terminal has taken all of it: no word of another program comes in
    between, in the midst of an escape sequence, unless a stop interrupts it. At the end it blocks
    no more, and a signal takes the thread out of a write that it is in. It closes the descriptor
    when it ends.
    """

    def __init__(
        self,
        fileno: int,
        encoding: str,
        on_failure: Callable[[], None],
        tuning: OutputTuning = DEFAULT_OUTPUT,
    ) -> None:
        super().__init__(daemon=True, name="site-sim-output")
        self._tuning = tuning
        self._fileno = fileno
        self._encoding = encoding
        self._on_failure = on_failure
        self._lock = threading.Lock()
        """Held while the descriptor is closed, or is made not to block."""
        self._waiting = SimpleQueue[str]()
        self._last_words = ""
        self._is_said = False
        self._writing_since: float | None = None
        self._is_closed = False
        self._is_open = True
        self._blocks = os.get_blocking(fileno)
        self._patience_ends = float("inf")
        with contextlib.suppress(ValueError):  # not in the main thread, where none interrupts it
            signal.signal(INTERRUPT, _do_nothing)

    def write(self, text: str) -> None:
        """Queue a text to be written; after the end or a failure it is dropped."""
        if not self._is_closed:
            self._waiting.put(text)

    @property
    def is_behind(self) -> bool:
        """Whether the terminal is slower than what it is sent."""
        since = self._writing_since
        return since is not None and monotonic() - since > self._tuning.behind_s

    def close(self, last_words: str = "") -> bool:
        """Write these words and end: drop what is queued, and cut what the terminal won't take.

        A terminal that does not take even them is given up; return whether it took them.
        """
        if not self._is_closed:
            self._last_words = last_words
            self._patience_ends = monotonic() + self._tuning.frame_s
            self._is_closed = True
            self._waiting.put("")
        self.join(self._tuning.frame_s)
        self._stop_blocking()
        self.join(self._tuning.last_words_s + 2 * LOOK_S)
        return self._is_said

    def _stop_blocking(self) -> None:
        """Stop writes from waiting, the one that is under way too."""
        with self._lock:
            if self._is_open and self.ident is not None:
                os.set_blocking(self._fileno, False)
                signal.pthread_kill(self.ident, INTERRUPT)

    @override
    def run(self) -> None:
        try:
            with unstopped(signal.SIGTTOU):  # who ends may be in the background
                is_taken = True
                while is_taken and (text := self._next()):
                    is_taken = self._write(text)
                self._say_last_words(CUT if not is_taken else "")
        except OSError:  # the terminal is gone
            self._is_closed = True
            self._writing_since = None
            self._on_failure()
        finally:
            with self._lock:
                self._is_open = False
                with contextlib.suppress(OSError):  # the terminal may be gone
                    os.set_blocking(self._fileno, self._blocks)  # it may be the shell's too
                os.close(self._fileno)

    def _next(self) -> str:
        """Wait for queued text and return all of it; "" when closed."""
        texts = [self._waiting.get()]
        while not self._waiting.empty():
            texts.append(self._waiting.get())
        return "" if self._is_closed else "".join(texts)

    def _write(self, text: str) -> bool:
        """Write a text; return whether the terminal took it while there was patience."""
        self._writing_since = monotonic()
        data = memoryview(text.encode(self._encoding, "replace"))
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                if monotonic() > self._patience_ends:
                    return False
                select.select([], [self._fileno], [], LOOK_S)
        self._writing_since = None
        return True

    def _say_last_words(self, cut: str) -> None:
        """Write what ends it; after a cut, past all that the terminal has not read yet."""
        if cut:
            with contextlib.suppress(termios.error):
                termios.tcflush(self._fileno, termios.TCOFLUSH)
        self._patience_ends = monotonic() + self._tuning.last_words_s
        self._is_said = self._write(cut + self._last_words)


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    """Handle a signal that is there to interrupt."""
