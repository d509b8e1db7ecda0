"""Keeps the last reports of faults in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from site_sim.base.writing import whole_file

MOST_REPORTS = 10
_NAME = re.compile(r"report-(\d{1,9})-\d+\.txt")
"""Which report it is, counted from 1, and the process that wrote it."""


def save_report(folder: Path, text: str) -> Path:
    """Write a report, and delete the oldest beyond `MOST_REPORTS`; return its path.

    The folder is made if it is not there. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    earlier = sorted(_reports_in(folder))
    number = earlier[-1][0] + 1 if earlier else 1
    path = folder / f"report-{number}-{os.getpid()}.txt"
    with whole_file(path) as stream:
        stream.write(text)
    for _, old in earlier[: max(0, len(earlier) + 1 - MOST_REPORTS)]:
        with suppress(OSError):  # another process deletes it too
            old.unlink()
    return path


def _reports_in(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in folder.iterdir():
        name = _NAME.fullmatch(path.name)
        if name is not None:
            yield int(name[1]), path
