"""`site-sim replay` with what is no log: one clear line with the line's number, and soon."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import SITE_SIM, posix_only
from tests.export.written import SECOND, lines_of, records_of, small, written

pytestmark = posix_only

CPU_S = 2
"""The processor time within which a fault is named."""
RUBBISH = 64 << 20
"""The bytes of the largest rubbish."""
Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def records() -> Records:
    """Return the lines of a log of a run that is over."""
    return records_of(written(small(5 * SECOND), complete=True))


def refusal(path: Path) -> str:
    """Return the one line on stderr of a replay that is refused in time."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))

    with subprocess.Popen(
        [*SITE_SIM, "replay", path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=limit,  # noqa: PLW1509 - a limit can't be set otherwise
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read() == b""
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 2, told
    assert used.ru_utime + used.ru_stime < CPU_S
    assert told.count("\n") == 1
    assert told.endswith("\n")
    assert told[:-1].isprintable()
    assert len(told) < 400 + 2 * len(str(path))
    prefix = f"site-sim: {path}: line "
    assert told.startswith(prefix)
    return told.removeprefix(prefix).rstrip()


def index_of(records: Records, event: str, nth: int = 0) -> int:
    """Return the index of the nth event of a kind."""
    return [at for at, each in enumerate(records) if each.get("event") == event][nth]


HOSTILE = "\x1b]0;owned\x07\u202egnp\n" + "x" * 5_000
CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "a number as text": ("JobTaken", {"at": "soon"}),
    "a list for a job": ("Accepted", {"job": [1]}),
    "a job that is none": ("JobTaken", {"job": 4_000}),
    "a worker that is none": ("WorkStarted", {"who": "worker 99"}),
    "nobody known": ("HandOffStarted", {"to": "the moon"}),
    "a time that goes back": ("Accepted", {"at": 0}),
    "a huge number": ("JobTaken", {"at": 10**400}),
    "a kind that is none": ("JobTaken", {"event": HOSTILE}),
    "a name that is none": ("WorkStarted", {"who": HOSTILE}),
    "a field that is none": ("JobTaken", {HOSTILE: 1}),
}


QUICK = ("a job that is none", "a time that goes back", "a kind that is none", "random bytes")
"""Those that are always run: each starts a process."""


def all_of(names: Iterable[str]) -> list[Any]:
    """Return the names as parameters of a test, most of them marked as slow."""
    return [
        pytest.param(name, marks=[] if name in QUICK else pytest.mark.slow, id=name)
        for name in names
    ]


@pytest.mark.parametrize("change", all_of(CHANGES))
def test_an_edited_line_is_named(tmp_path: Path, records: Records, change: str) -> None:
    event, fields = CHANGES[change]
    place = index_of(records, event, 1)
    edited = [*records]
    edited[place] = records[place] | fields
    path = tmp_path / "log.jsonl"
    path.write_bytes(lines_of(edited))
    assert refusal(path).startswith(f"{place + 1}: ")


def full_of(piece: bytes) -> bytes:
    """Return as much rubbish as there may be, of the same over and over."""
    return piece * (RUBBISH // len(piece))


HEAD = b'{"site_sim":{"schema":1,"program":"pipeline"}}\n'
MADE: dict[str, Callable[[], bytes]] = {
    "random bytes": lambda: random.Random(5).randbytes(1 << 20) * 64,
    "zeros": lambda: bytes(RUBBISH),
    "brackets": lambda: full_of(b"["),
    "objects": lambda: full_of(b'{"a":'),
    "a header without an end": lambda: b'{"site_sim":{"title":"' + full_of(b"x"),
    "words": lambda: full_of(b"All work and no play\n"),
    "numbers": lambda: full_of(b"1\n"),
    "a header, and then blank lines and a word": lambda: HEAD + b"\n" * (1 << 20) + b"rubbish\n",
    "a header, and then a line without an end": lambda: HEAD + full_of(b"y"),
}


@pytest.mark.parametrize("name", all_of(MADE))
def test_rubbish_is_refused_soon(tmp_path: Path, name: str) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(MADE[name]())
    try:
        assert refusal(path)
    finally:
        path.unlink()
