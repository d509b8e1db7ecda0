"""Tries out inputs in a process of their own, and says what came of each.

An input is a script: what is tried in its first line, then words of a command line, files, and what
standard input gives.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.hostile.drive import Script

ROOT = Path(__file__).parents[2]
PIECE = 24
"""The most bytes in a line of a script, so that there is something to be left out."""
ROOM = 128 << 20
"""Bytes that a try may take where nothing large is asked for."""
CPU_S = 1.0
"""Seconds of CPU after which a try is told to end."""
STDIN = "standard input"
PIPE = b"\0a pipe that nobody writes to\0"
"""The content of a file that is none, but such a pipe."""

Files = Mapping[str, bytes]


class Trial(NamedTuple):
    """What is tried: a command line or a part of the program, and the files that it finds."""

    entry: str
    words: tuple[str, ...] = ()
    files: Files = MappingProxyType({})
    stdin: bytes = b""


class Outcome(NamedTuple):
    """What came of it."""

    code: int
    out: bytes
    err: bytes
    files: Files
    """What stands in the folder when it is over."""
    cpu_s: float
    grown: int
    """Bytes that it held at most, beyond those with which it began."""
    calls: tuple[str, ...]
    """The calls that wrote, where they were counted."""


class Trials:
    """A process that tries one after the other, each in the folder `box`."""

    def __init__(self, box: Path) -> None:
        self._box = box
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from tests.hostile.child import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )

    def close(self) -> None:
        """End the process."""
        with self._process as process:
            assert process.stdin is not None
            process.stdin.close()

    def run(
        self,
        trial: Trial,
        *,
        room: int = ROOM,
        cpu_s: float = CPU_S,
        buffered: bool = True,
        broken: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Try something, with `room` bytes and some seconds of CPU until it is told to end.

        `broken` says which call fails, and how; then all that write are counted.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        box, work = self._box, self._box / "work"
        if work.exists():
            shutil.rmtree(work)
        work.mkdir()
        for name, data in trial.files.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data == PIPE:
                os.mkfifo(path)
            else:
                path.write_bytes(data)
        for name, data in {"in": trial.stdin, "out": b"", "err": b"", "calls": b"[]"}.items():
            (box / name).write_bytes(data)
        request = {"box": str(box), "entry": trial.entry, "words": trial.words, "room": room}
        request |= {"cpu_s": cpu_s, "buffered": buffered, "break": broken}
        self._process.stdin.write(f"{json.dumps(request)}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Outcome(
            answer["code"],
            (box / "out").read_bytes(),
            (box / "err").read_bytes(),
            {
                str(path.relative_to(work)): PIPE if path.is_fifo() else path.read_bytes()
                for path in sorted(work.rglob("*"))
                if path.is_file() or path.is_fifo()
            },
            answer["cpu_s"],
            answer["grown"],
            tuple(json.loads((box / "calls").read_text())),
        )


# -- as scripts --------------------------------------------------------------------------------


def script_of(trial: Trial) -> Script:
    """Return what is tried as lines of text."""
    lines = [trial.entry, *(f"word {escaped(word)}" for word in trial.words)]
    for name, data in trial.files.items():
        lines += [f"file {escaped(name)}", *pieces(data)]
    if trial.stdin:
        lines += [STDIN, *pieces(trial.stdin)]
    return tuple(lines)


def trial_of(script: Script) -> Trial:
    """Return what a script tries; what names no file is left out."""
    entry, *lines = script
    words: list[str] = []
    files: dict[str, list[bytes]] = {}
    into: list[bytes] = []
    for line in lines:
        what, _, rest = line.partition(" ")
        if what == "word":
            words.append(plain(rest))
        elif line == STDIN:
            into = files.setdefault(STDIN, [])
        elif what == "file":
            into = files.setdefault(plain(rest), [])
        elif what == "+":
            into.append(plain(rest).encode("latin-1"))
        else:
            times, _, text = rest.partition(" ")
            into.append(int(times) * plain(text).encode("latin-1"))
    whole = {name: b"".join(parts) for name, parts in files.items()}
    return Trial(entry, tuple(words), whole, whole.pop(STDIN, b""))


def pieces(data: bytes) -> Iterator[str]:
    """Yield bytes as the lines of a script; what is repeated often is one line."""
    for match in re.finditer(rb"(?s)(.{1,200}?)\1{20,}|[^\n]{0,%d}\n?" % PIECE, data):
        text, row = match[0], match[1]
        if row:
            yield f"* {len(text) // len(row)} {escaped(row.decode('latin-1'))}"
        elif text:
            yield f"+ {escaped(text.decode('latin-1'))}"


def escaped(text: str) -> str:
    """Return a text as one line of ASCII."""
    return text.encode("unicode_escape").decode("ascii")


def plain(text: str) -> str:
    """Return what was `escaped`."""
    return text.encode("ascii").decode("unicode_escape")
