"""Who has the terminal: a run in a pipeline must not write over the screen of who reads it."""

from __future__ import annotations

import os
from typing import TextIO


def is_drawn_on(stream: TextIO) -> bool:
    """Return whether a program of the same shell job has a screen on this terminal.

    Such a program takes what is typed key by key, which a terminal otherwise gives in lines.
    """
    if os.name != "posix" or not stream.isatty():
        return False
    import termios  # noqa: PLC0415 - POSIX only

    try:
        descriptor = stream.fileno()
        takes_lines = termios.tcgetattr(descriptor)[3] & termios.ICANON
        return not takes_lines and os.tcgetpgrp(descriptor) == os.getpgrp()
    except (OSError, ValueError, termios.error):
        return False
