"""What the program costs while nothing can change: its share of a core, in a real terminal."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, run
from sys import executable
from time import perf_counter, sleep

from tests.benchmarks.measure import Figure
from tests.benchmarks.terminal import Terminal, program

SITE = ("-m", "site_sim")
CREW = ("--workers", "20", "--rate", "5")
PAUSED = (*CREW, "--at", "60", "--paused")
RACE = ("race", *CREW, "--count", "60")
FINISHED = (*CREW, "--count", "60", "--at", "600")
SITUATIONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("the site", PAUSED, ""),
    ("the timeline", PAUSED, "2"),
    ("the code", PAUSED, "3"),
    ("the code, 20 events back", PAUSED, "3" + "," * 20),
    ("find", PAUSED, "/"),
    ("go to", PAUSED, "g"),
    ("the help", PAUSED, "?"),
    ("the palette", PAUSED, "\x10"),
    ("a finished run, the site", FINISHED, ""),
    ("a race at its start", RACE, ""),
    ("a race, paused", RACE, "  "),
    ("the outcome of a race", RACE, "  o"),
    ("a finished run, the timeline", FINISHED, "2"),
    ("a finished run, the code", FINISHED, "3"),
)
"""What is in sight, the words of the command line, and the keys that were pressed."""
SETTLED_S = 2.0
"""After so long all that happens once has happened, in real seconds."""
WATCHED_S = 5.0
"""How long each is watched, in real seconds."""
LIMIT = 1
"""Percent of a core."""


def paused() -> Iterator[Figure]:
    """Yield the share of a core of each situation in which nothing can change."""
    for what, words, keys in SITUATIONS:
        with program(*SITE, *words) as terminal:
            terminal.start_draining()
            terminal.wait_for_paint()
            sleep(SETTLED_S)
            for key in keys:
                terminal.press(key)
            yield _figure(what, terminal)
    with _recording() as log, program(*SITE, "replay", log) as terminal:
        terminal.start_draining()
        terminal.wait_for_paint()
        yield _figure("a log that may grow", terminal)


def _figure(what: str, terminal: Terminal) -> Figure:
    """Measure a program that was told all, and end it."""
    sleep(SETTLED_S)
    before, began = terminal.cpu_s(), perf_counter()
    sleep(WATCHED_S)
    share = (terminal.cpu_s() - before) / (perf_counter() - began)
    return Figure(f"at rest: {what}", 100 * share, "% of a core", limit=LIMIT)


@contextmanager
def _recording() -> Iterator[str]:
    """Write the log of a short run without its last line: more may come."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log.jsonl")
        run(
            [executable, *SITE, "run", *CREW, "--until", "60", "--events", log],
            check=True,
            stdout=DEVNULL,
        )
        lines = log.read_bytes().splitlines(keepends=True)
        log.write_bytes(b"".join(lines[:-1]))
        yield str(log)
