"""Random scripts for the program in a real terminal, alone or under a shell with job control.

The first line is `start COLUMNS LINES WORDS`, or `shell` or `unheard` with the same: site-sim is
started with these words by itself, from the prompt of a shell, or where hang-ups are ignored. Each
other line is an act:

    wait for TEXT         keys TEXT            flood TIMES TEXT       paste CHARACTERS
    click X Y             resize WIDTH HEIGHT  resizes TIMES          pass SECONDS
    signal NAME           stop                 type WORDS             quit
    interrupt             read slowly          stand still            read on
    hang up

A text is in JSON. `stop` is ctrl+Z, `interrupt` ctrl+C and `quit` q; `type` writes a command at the
shell's prompt, if there is one; after `stand still` nobody reads what the program writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from tests.hostile.drive import Script

SIZES = ((120, 36), (120, 36), (80, 24), (200, 50), (60, 18))
ODD_SIZES = (
    *((0, 0), (1, 1), (0, 30), (90, 0), (1, 50), (200, 1), (27, 36), (17, 24), (80, 3), (59, 18)),
    *((60, 17), (500, 200), (132, 60), (300, 12)),
)
STARTS = (
    "--paused",
    "classic",
    "classic --paused",
    "--speed 64 --rate 20",
    "--speed 1024 --workers 200 --rate 100",
    "--workers 20000 --speed 64 --rate 100 --no-mouse",
    "nowhere.toml",
)
START_WEIGHTS = (3, 3, 3, 4, 2, 0.4, 0.2)
OPENING = ("?", "t", "n", "N", "m", "\x10", "/", "w", "2", "3", "z", "g")
"""Keys that open a dialog, a palette or a screen."""
HARMLESS = ("+", "-", "[", "]", " ", "\t", "\x1b[A", "\x1b[B", "\x1b[6~", "\x1b[5~", "?", "1", "j")
"""Keys that end nothing, and that a shell can be sent too."""
ESCAPE = "\x1b[27u"
"""The key, which needs no time to be told from a sequence."""
LOOKS = (0.0, 0.001, 0.004, 0.012, 0.05, 0.15, 0.4)
"""Real seconds that may pass between two acts."""
ENDINGS = ("TERM", "INT", "HUP", "QUIT")
SIGNALS = ("CONT", "CONT", "TSTP", "WINCH", "WINCH", "URG", "CHLD", "STOP", "TTIN", "TTOU")
SOME = (2, 6, 6, 8, 12)
"""How many phrases a script has."""


class TerminalWriter:
    """Writes one random script."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._has_shell = chance.random() < 0.4
        self.lines: list[str] = []

    def write(self) -> Script:
        """Return the script."""
        chance = self._chance
        width, height = chance.choice(SIZES)
        words = chance.choices(STARTS, START_WEIGHTS)[0]
        how = "shell" if self._has_shell else chance.choices(("start", "unheard"), (7, 1))[0]
        self.lines.append(f"{how} {width} {height} {words}")
        if chance.random() < 0.75 and "nowhere" not in words:
            self.lines.append('wait for "FOREMAN"')
        for _ in range(chance.choice(SOME)):
            chance.choices(PHRASES, WEIGHTS)[0](self)
        if chance.random() < 0.6:
            self._end()
        return tuple(self.lines)

    def _add(self, *lines: str) -> None:
        """Add lines, with some time between them."""
        for line in lines:
            self.lines.append(line)
            seconds = self._chance.choice(LOOKS) * self._chance.random()
            if seconds:
                self.lines.append(f"pass {seconds:.2g}")

    # -- phrases ---------------------------------------------------------------------------

    def signals(self) -> None:
        """Send some signals, one soon after the other."""
        for name in self._chance.choices(SIGNALS, k=self._chance.randrange(1, 5)):
            self._add(f"signal {name}")

    def job(self) -> None:
        """Stop it, do something meanwhile, and go on with it."""
        chance = self._chance
        ways = ("stop", "signal TSTP", "signal STOP")
        self._add(chance.choices(ways, (6, 2, 1))[0])
        if chance.random() < 0.4:
            self._resize()
        if self._has_shell:
            said = ("fg", "bg", "bg; fg", "kill %1", "kill %1; fg", "kill -CONT %1", "stty size")
            more = chance.choices(said, (8, 3, 2, 1, 1, 2, 1), k=chance.randrange(1, 4))
            self._add(*(f"type {words}" for words in more))
        else:
            self._add(*["signal CONT"] * chance.choice((1, 1, 1, 2)))

    def keys(self) -> None:
        """Open something, and send keys in a flood while it opens."""
        chance = self._chance
        self.lines.append(f"keys {json.dumps(chance.choice(OPENING))}")
        if chance.random() < 0.3:
            self._resize()
        times = chance.choice((1, 5, 60, 700))
        self._add(f"flood {times} {json.dumps(chance.choice(HARMLESS))}")
        if chance.random() < 0.7:
            self._add(f"keys {json.dumps(ESCAPE)}")

    def mouse(self) -> None:
        """Click somewhere, on the screen or not."""
        self._add(f"click {self._chance.randrange(130)} {self._chance.randrange(40)}")

    def text(self) -> None:
        """Paste a text."""
        self._add(f"paste {self._chance.choice((1, 900, 30_000))}")

    def sizes(self) -> None:
        """Change the size of the window, once or as one who drags its corner."""
        if self._chance.random() < 0.5:
            self._add(f"resizes {self._chance.choice((5, 30, 120))}")
        self._resize()

    def _resize(self) -> None:
        width, height = self._chance.choice((*ODD_SIZES, *SIZES, *SIZES))
        self._add(f"resize {width} {height}")

    def reading(self) -> None:
        """Read more slowly, not at all, or as before."""
        self._add(self._chance.choice(("read slowly", "stand still", "stand still", "read on")))
        if self._chance.random() < 0.4:
            self._add("pass 0.3", "read on")

    def time(self) -> None:
        """Let some time pass."""
        self.lines.append(f"pass {self._chance.uniform(0, 0.5):.2g}")

    def _end(self) -> None:
        """Tell it to end, and perhaps disturb it while it does."""
        chance = self._chance
        told = ("quit", "interrupt", "hang up", *(f"signal {name}" for name in ENDINGS))
        self._add(chance.choices(told, (6, 2, 3, 3, 2, 2, 2))[0])
        disturbing = ("signal TSTP", "signal CONT", "signal TERM", "stop", "quit", "resize 80 24")
        for line in chance.choices((*disturbing, "hang up"), k=chance.choice((0, 0, 1, 3))):
            self._add(line)


PHRASES: tuple[Callable[[TerminalWriter], None], ...] = (
    TerminalWriter.signals, TerminalWriter.job, TerminalWriter.keys, TerminalWriter.mouse,
    TerminalWriter.text, TerminalWriter.sizes, TerminalWriter.reading, TerminalWriter.time,
)  # fmt: skip
WEIGHTS = (5, 6, 4, 1, 0.5, 3, 2.5, 2)


def terminal_script(chance: Random) -> Script:
    """Make up a script."""
    return TerminalWriter(chance).write()
