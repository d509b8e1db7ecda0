"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file for text that appears, with all that was written, only when the block ends well.

    It is written beside its place and then moved there, so that what was there before stays until
    that moment. What is no regular file (a pipe, a device) is written to directly. A link is
    followed. Raises `OSError`.
    """
    target = Path(os.path.realpath(path))
    if _is_special(target):
        with open(target, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        if target.exists():
            os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Whether there is something that is no regular file; opening a folder says so itself."""
    return path.exists() and not path.is_file()
