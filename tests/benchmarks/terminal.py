"""A pseudo-terminal for a program to be measured in, drained as a terminal that keeps up does."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import clock_gettime, perf_counter, sleep
from typing import Any

COLUMNS, ROWS = 200, 50
MOST_BYTES = 1 << 16
LONGEST_S = 600
"""A program that takes longer, in real seconds, has failed."""
PROCESS_CLOCK = 2
"""What marks the clock of a whole process, and of the time that it has run (Linux)."""
FAREWELL = b"\x1b[?1049l"
"""What leaves the alternate screen."""


class Terminal:
    """A program in a pseudo-terminal of 200×50, whose output is read as fast as it comes.

    `output` is all that was read; `began` is when the program was started, by `perf_counter`,
    which is the same clock for all processes.
    """

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = bytearray()
        self.began = perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        self._open = True
        self._drain = Thread(target=self._read, daemon=True)

    def start_draining(self) -> None:
        """Read in the background from now on."""
        self._drain.start()

    def _read(self) -> None:
        while self._open and self.read_some(0.2):
            pass

    def read_some(self, timeout_s: float) -> bool:
        """Wait for output and take it; False when there will be no more."""
        if not select.select([self._master], [], [], timeout_s)[0]:
            return True
        try:
            read = os.read(self._master, MOST_BYTES)
        except OSError:  # the other end was closed
            return False
        self.output += read
        return bool(read)

    def press(self, keys: str) -> float:
        """Type, and return when that was."""
        at = perf_counter()
        os.write(self._master, keys.encode())
        return at

    def wait_for_paint(self) -> None:
        """Wait until a whole screen was drawn; RuntimeError if that takes too long."""
        while len(self.output) < COLUMNS * ROWS:
            if self._process.poll() is not None or perf_counter() - self.began > LONGEST_S:
                raise RuntimeError(f"drew nothing: {self.last_words()}")
            sleep(0.01)

    def wait_for(self, words: bytes) -> None:
        """Wait until words in one style were drawn; RuntimeError if that takes too long."""
        while words not in self.output:
            if self._process.poll() is not None or perf_counter() - self.began > LONGEST_S:
                raise RuntimeError(f"drew no such words: {self.last_words()}")
            sleep(0.01)

    def cpu_s(self) -> float:
        """Return the CPU seconds that all threads of the program have used, as Linux counts them.

        The number of the clock is that of `clock_getcpuclockid(3)`: it counts nanoseconds, where
        /proc counts hundredths of a second, and a program at rest uses less than that.
        """
        return clock_gettime(~self._process.pid << 3 | PROCESS_CLOCK)

    def wait(self) -> None:
        """Wait for the program to end; RuntimeError if it fails or takes too long."""
        try:
            code = self._process.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            code = None
        if code != 0:
            raise RuntimeError(f"ended with {code}: {self.last_words()}")

    def last_words(self) -> str:
        """Return what the program wrote last, on the screen that it left behind."""
        _, _, last = self.output.rpartition(FAREWELL)
        return last[-4000:].decode(errors="replace")

    def close(self) -> None:
        """End the program if it has not ended, and let go of the terminal."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._open = False
        if self._drain.is_alive():
            self._drain.join()
        os.close(self._master)


def surroundings(home: Path) -> dict[str, str]:
    """Return an environment of a terminal in true colour, and of a person without any settings."""
    dropped = ("NO_COLOR", "COLUMNS", "LINES", "PYTHON", "TEXTUAL", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    return kept | terminal | {"HOME": str(home)}


@contextmanager
def program(*arguments: str) -> Iterator[Terminal]:
    """Run Python with arguments in a terminal for a while."""
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal([sys.executable, *arguments], surroundings(Path(home)))
        try:
            yield terminal
        finally:
            terminal.close()


def figures_of(
    module: str, task: str, use: Callable[[Terminal], None] | None = None, **options: object
) -> dict[str, Any]:
    """Run a task of a module in a terminal, and return the figures that it wrote.

    `use` is what a person does meanwhile.
    """
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "figures.json")
        arguments = (task, json.dumps(options), str(written))
        with program("-m", module, *arguments) as terminal:
            terminal.start_draining()
            if use is not None:
                use(terminal)
            terminal.wait()
        figures: dict[str, Any] = json.loads(written.read_text("utf-8"))
        return figures
