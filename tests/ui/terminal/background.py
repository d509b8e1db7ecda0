"""Runs a piece of Python beside a shell that has the terminal: to use it may stop a process."""

from __future__ import annotations

import subprocess
import sys

_BESIDE = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
pid = os.fork()
if not pid:
    os.setpgid(0, 0)
    exec(sys.argv[1])
    sys.stdout.flush()
    os._exit(0)
_, status = os.waitpid(pid, os.WUNTRACED)
if os.WIFSTOPPED(status):
    os.kill(pid, signal.SIGKILL)
    print("stopped by", signal.Signals(os.WSTOPSIG(status)).name)
"""


def said_in_background(terminal: int, code: str) -> str:
    """Run code in the background of a terminal, which is its standard input; return what it said.

    If it is stopped, that is what is returned, and it goes on no more.
    """
    return subprocess.run(
        [sys.executable, "-c", _BESIDE, code],
        stdin=terminal,
        stdout=subprocess.PIPE,
        start_new_session=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout.strip()
