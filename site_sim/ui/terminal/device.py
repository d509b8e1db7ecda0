"""A terminal as the system knows it: its device, which the shell uses too, and its settings."""

from __future__ import annotations

import contextlib
import os
import signal
import termios
from collections.abc import Iterator
from io import FileIO
from typing import Any


def open_terminal(fileno: int, flags: int = os.O_WRONLY) -> int:
    """Open the terminal of a descriptor once more, or share it where that can't be.

    A description of its own can be told not to block, and the shell's stays as it is. Its name
    may be one of outside of a container; that of the session has another.
    """
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(fileno), flags | os.O_NOCTTY)
    with contextlib.suppress(OSError):
        os.tcgetpgrp(fileno)  # only of that of the session
        return os.open("/dev/tty", flags | os.O_NOCTTY)
    return os.dup(fileno)


def open_input(fileno: int) -> FileIO:
    """Open the terminal of a descriptor for reading, which waits for nothing where that can be.

    What was typed may be gone before it is read: the shell reads too while it has the terminal, and
    a change of modes drops what waits.
    """
    return FileIO(open_terminal(fileno, os.O_RDONLY | os.O_NONBLOCK))


def read_input(terminal: FileIO, most: int) -> bytes | None:
    """Read what was typed: b"" if the terminal is gone, None if nothing waits but for the shell."""
    try:
        with unstopped(signal.SIGTTIN):
            return terminal.read(most)
    except OSError:
        return None if is_in_background(terminal.fileno()) else b""


def drop_input(fileno: int) -> None:
    """Drop what was typed and nobody has read, unless it was typed for the shell."""
    if not is_in_background(fileno):
        with contextlib.suppress(termios.error), unstopped(signal.SIGTTOU):
            termios.tcflush(fileno, termios.TCIFLUSH)


@contextlib.contextmanager
def unstopped(number: int) -> Iterator[None]:
    """Keep a signal that stops who uses the shell's terminal from stopping what this thread does.

    With SIGTTOU the system lets the thread do it; with SIGTTIN it has nothing to read.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_in_background(fileno: int) -> bool:
    """Return whether the shell has given the terminal to others, or has it itself."""
    try:
        return os.tcgetpgrp(fileno) != os.getpgrp()
    except OSError:  # it is not that of the session
        return False


class TerminalSettings:
    """The settings that a terminal had before the program took it, and has to be given back."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._before: list[Any] | None = None
        self._own: list[Any] = []

    def note_taken(self, before: list[Any] | None) -> None:
        """Note that the terminal was taken; settings that are owed since earlier come first."""
        self._before = self._before or before
        with contextlib.suppress(termios.error):  # the terminal is gone
            self._own = termios.tcgetattr(self._fileno)

    def give_back(self) -> None:
        """Give the settings back, once.

        In the background only if the terminal still has our own: others are the shell's, and those
        from before stay owed.
        """
        if self._before is None:
            return
        with contextlib.suppress(termios.error):  # the terminal is gone
            if is_in_background(self._fileno) and termios.tcgetattr(self._fileno) != self._own:
                return
            with unstopped(signal.SIGTTOU):
                termios.tcsetattr(self._fileno, termios.TCSANOW, self._before)
        self._before = None
