"""A terminal as the system knows it: its device, which the shell uses too, and its settings."""

from __future__ import annotations

import contextlib
import errno
import os
import termios
from io import FileIO
from typing import Any


def open_terminal(fileno: int, flags: int = os.O_WRONLY) -> int:
    """Open the terminal of a descriptor once more, or share it where that can't be.

    A description of its own can be told not to block, and the shell's stays as it is.
    """
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(fileno), flags | os.O_NOCTTY)
    return os.dup(fileno)


def open_input(fileno: int) -> FileIO:
    """Open the terminal of a descriptor for reading, which waits for nothing where that can be.

    What was typed may be gone before it is read: the shell reads too while it has the terminal, and
    a change of modes drops what waits.
    """
    return FileIO(open_terminal(fileno, os.O_RDONLY | os.O_NONBLOCK))


def restore_settings(fileno: int, settings: list[Any]) -> bool:
    """Give a terminal its settings back, and return whether that is done with.

    In the background that stops the process. The signal that continues it interrupts the call; if
    the terminal is still the shell's then, it keeps the settings that the shell gave it.
    """
    while True:
        try:
            termios.tcsetattr(fileno, termios.TCSANOW, settings)
        except termios.error as error:
            if error.args[0] == errno.EINTR:
                if _is_in_background(fileno):
                    return False
                continue
        return True  # also of a terminal that is gone


def _is_in_background(fileno: int) -> bool:
    try:
        return os.tcgetpgrp(fileno) != os.getpgrp()
    except OSError:  # it is not that of the session
        return False
