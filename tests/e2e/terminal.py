"""A real terminal for the installed program: a pseudo-terminal, and a picture of what it shows.

Nothing here sleeps: `wait_for` reads what the program writes until the picture is as expected, or a
deadline passes. The modes that a program can leave a terminal in are followed in the raw bytes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import pyte

SITE_SIM = Path(sys.executable).parent / "site-sim"
"""The console script of the environment that runs the tests."""
DEADLINE_S = 20.0
"""How long a slow machine may take for one thing."""

NORMAL_MODES: Mapping[str, bool] = {
    "25": True,  # the cursor is seen
    "7": True,  # lines wrap
    **dict.fromkeys(("1049", "1047", "47"), False),  # the alternate screen
    **dict.fromkeys(("1000", "1002", "1003", "1005", "1006", "1015", "1016"), False),  # the mouse
    "1004": False,  # reports of focus
    "2004": False,  # bracketed paste
    "2026": False,  # synchronised output
    "2048": False,  # reports of size in band
}
"""DEC private modes as a shell expects them."""
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KITTY = re.compile(rb"\x1b\[([><])[\d;]*u")
_TAKE_TERMINAL = """
import fcntl, os, signal, sys, termios
started, unheard, *words = sys.argv[1:]
os.set_inheritable(int(started), False)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
if unheard:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execv(words[0], words)
"""
"""Makes the terminal that of the session, for signals of size and hang-up, and starts a program.

What it was given to tell that by is closed as the program starts.

Whoever runs the tests in the background, or under nohup, ignores some signals, and the program
would do so too.
"""
_NOT_FOR_PYTE = re.compile(rb"\x1b\[[><=][\d;]*[a-zA-Z]|\x1b\[\?[\d;]*\$p")


class Picture(pyte.Screen):
    """What a terminal shows; a sequence that was cut is passed over, as terminals do."""


def _pass_over_cut(name: str) -> Callable[..., None]:
    """Return a screen's answer to a sequence, which raises nothing where its parameters are odd."""
    answer = getattr(pyte.Screen, name)

    def answer_what_is_whole(*arguments: Any, **options: Any) -> None:
        with contextlib.suppress(TypeError):  # too many parameters, or private ones
            answer(*arguments, **options)

    return answer_what_is_whole


for _name in set(pyte.Stream.csi.values()):
    setattr(Picture, _name, _pass_over_cut(_name))


class Modes:
    """The modes a terminal is in after the bytes it was sent."""

    def __init__(self) -> None:
        self.dec = dict(NORMAL_MODES)
        self.kitty_depth = 0

    def feed(self, data: bytes) -> None:
        for numbers, how in _MODE.findall(data):
            for number in numbers.decode().split(";"):
                self.dec[number] = how == b"h"
        for sign in _KITTY.findall(data):
            self.kitty_depth = max(0, self.kitty_depth + (1 if sign == b">" else -1))

    @property
    def unusual(self) -> dict[str, bool]:
        """The modes that a shell would not expect."""
        return {
            number: on for number, on in self.dec.items() if on != NORMAL_MODES.get(number, False)
        } | ({"kitty": True} if self.kitty_depth else {})


class Terminal:
    """A pseudo-terminal with a program in it, which leads a session of its own."""

    def __init__(
        self,
        *words: str | Path,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        hears_hang_ups: bool = True,
    ) -> None:
        self.leader, follower = os.openpty()
        self.before = termios.tcgetattr(follower)
        self.written = b""
        self.modes = Modes()
        self.picture = Picture(*size)
        self._stream = pyte.ByteStream(self.picture)
        self._rest = b""
        self._set_size(*size)
        started, at_start = os.pipe()
        options = (str(at_start), "" if hears_hang_ups else "unheard")
        self.process = subprocess.Popen(
            [sys.executable, "-IS", "-c", _TAKE_TERMINAL, *options, *map(str, words)],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
            pass_fds=(at_start,),
        )
        os.close(at_start)
        os.read(started, 1)  # nothing comes but the end, with the program's start
        os.close(started)
        self.follower = follower  # kept open: what was written last can be read after the end

    # -- what a person does ----------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Type."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Send bytes, reading what comes meanwhile."""
        while data:
            readable, writable, _ = select.select([self.leader], [self.leader], [], DEADLINE_S)
            if not readable and not writable:
                raise AssertionError("the program no longer takes what is typed")
            if readable:
                self._read()
            if writable:
                data = data[os.write(self.leader, data[:1024]) :]

    def click(self, x: int, y: int) -> None:
        """Press and release the left button on a cell, the first being 0, 0."""
        self.press(f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m")

    def click_on(self, text: str, at: int = 0) -> None:
        """Click on a text on the screen, `at` cells from its start."""
        x, y = self.find(text)
        self.click(x + at, y)

    def hover(self, x: int, y: int) -> None:
        """Move the pointer to a cell."""
        self.press(f"\x1b[<35;{x + 1};{y + 1}M")

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.picture.resize(max(1, lines), max(1, columns))
        self._set_size(columns, lines)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.process.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away."""
        for side in (self.leader, self.follower):
            with contextlib.suppress(OSError):
                os.close(side)

    def fill_up(self) -> None:
        """Read nothing until the program can write no more."""
        end = monotonic() + DEADLINE_S
        while select.select([], [self.follower], [], 0.1)[1]:
            assert monotonic() < end

    # -- what a person sees ----------------------------------------------------------------

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.rows)

    @property
    def rows(self) -> list[str]:
        """The lines of the screen; a wide character counts once."""
        cells = self.picture.buffer
        return [
            "".join(cells[y][x].data for x in range(self.picture.columns))
            for y in range(self.picture.lines)
        ]

    def find(self, text: str) -> tuple[int, int]:
        """Return the cell where a text starts."""
        for y, line in enumerate(self.rows):
            if text in line:
                return line.index(text), y
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def wait_for(
        self, expected: str | Callable[[str], object], deadline_s: float = DEADLINE_S
    ) -> str:
        """Read until a text stands on the screen (or a condition of it holds), and return it."""
        holds = (lambda text: expected in text) if isinstance(expected, str) else expected
        self._until(lambda: holds(self.text), deadline_s)
        return self.text

    def wait_for_bytes(self, expected: bytes, deadline_s: float = DEADLINE_S) -> None:
        """Read until these bytes have been written."""
        self._until(lambda: expected in self.written, deadline_s)

    def wait_until_stopped(self, deadline_s: float = DEADLINE_S) -> None:
        """Read until the program has been stopped, as by ctrl+Z."""

        def is_stopped() -> bool:
            pid, status = os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)
            return pid != 0 and os.WIFSTOPPED(status)

        self._until(is_stopped, deadline_s)
        self.drain()

    def wait_for_end(self, deadline_s: float = DEADLINE_S) -> int:
        """Read until the program has ended, and return its exit code."""
        self._until(lambda: self.process.poll() is not None, deadline_s)
        self.drain()
        return self.process.returncode

    def keep_pressing(self, keys: str, every_s: float, deadline_s: float = DEADLINE_S) -> None:
        """Type the same again and again until the program has ended."""
        self._until(lambda: self._ends_after(keys, every_s), deadline_s)

    def _ends_after(self, keys: str, within_s: float) -> bool:
        """Type, and return whether the program ends within some real seconds."""
        if self.process.poll() is None:
            self.press(keys)
        end = monotonic() + within_s
        self._until(lambda: self.process.poll() is not None or monotonic() > end, DEADLINE_S)
        return self.process.poll() is not None

    def settle(self, quiet_s: float = 0.3) -> None:
        """Read until the program has taken all that was sent."""

        def is_taken() -> bool:
            waiting = fcntl.ioctl(self.follower, termios.FIONREAD, b"\0" * 4)
            return not any(waiting)

        self._until(is_taken, DEADLINE_S)
        end = monotonic() + quiet_s
        self._until(lambda: monotonic() > end, DEADLINE_S)

    def wait_for_code(self, deadline_s: float = DEADLINE_S) -> int:
        """Return the exit code as a shell tells it, of a program whose terminal may be gone."""
        code = self.process.wait(deadline_s)
        return code if code >= 0 else 128 - code

    def read_for(self, duration_s: float) -> None:
        """Read for some real seconds."""
        end = monotonic() + duration_s
        self._until(lambda: monotonic() >= end, DEADLINE_S)

    def sip(self, holds: Callable[[], object], at_once: int = 40, every_s: float = 0.02) -> None:
        """Read 2 KB a second, as a slow line does, until a condition holds."""
        end = monotonic() + DEADLINE_S
        while not holds():
            assert monotonic() < end
            select.select([], [], [], every_s)
            if select.select([self.leader], [], [], 0)[0]:
                self._read(at_once)

    def drain(self) -> None:
        """Read what has been written so far."""
        while select.select([self.leader], [], [], 0)[0]:
            if not self._read():
                return

    def _until(self, holds: Callable[[], object], deadline_s: float) -> None:
        end = monotonic() + deadline_s
        while not holds():
            left = end - monotonic()
            if left <= 0:
                raise AssertionError(
                    f"waited {deadline_s:g} s without success; on the screen:\n{self.text}"
                )
            if select.select([self.leader], [], [], min(left, 0.02))[0]:
                self._read()

    def _read(self, at_most: int = 1 << 16) -> bool:
        try:
            data = os.read(self.leader, at_most)
        except OSError:  # how Linux says that nobody has the other side open
            return False
        self.written += data
        self.modes.feed(self._rest + data)
        whole, self._rest = _split(self._rest + data)
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", whole))
        return bool(data)

    # -- the end ---------------------------------------------------------------------------

    @property
    def is_restored(self) -> bool:
        """Whether the terminal is as it was before the program started."""
        return not self.modes.unusual and termios.tcgetattr(self.follower) == self.before

    @property
    def echoes(self) -> bool:
        """Whether the terminal itself shows what is typed, as it does for a shell."""
        return bool(termios.tcgetattr(self.follower)[3] & termios.ECHO)

    @property
    def after_screen(self) -> str:
        """What was written after the alternate screen was left for the last time."""
        _, _, rest = self.written.rpartition(b"\x1b[?1049l")
        return (
            re.sub(rb"\x1b\[[?>=<]?[\d;]*[a-zA-Z]", b"", rest)
            .decode(errors="replace")
            .replace("\r\n", "\n")
        )

    def close(self) -> None:
        """Hang up, and end the program if it has not ended."""
        self.hang_up()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Split off an escape sequence or character that is not whole yet."""
    start = data.rfind(b"\x1b", -64)
    if start >= 0 and not re.match(rb"\x1b(\[[?>=<]?[\d;$ ]*[@-~]|[^\[])", data[start:]):
        return data[:start], data[start:]
    return data, b""


@contextlib.contextmanager
def terminal(*words: str | Path, **options: object) -> Iterator[Terminal]:
    """Run the program (site-sim, unless the first word is a path) in a terminal of its own."""
    command = words if words and isinstance(words[0], Path) else (SITE_SIM, *words)
    it = Terminal(*command, **options)  # type: ignore[arg-type]
    try:
        yield it
    finally:
        it.close()
