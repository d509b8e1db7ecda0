"""How many cores this machine gives the program: in a container, fewer than it has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

CGROUPS = Path("sys/fs/cgroup")
"""Where Linux shows the control groups, below the root of its files."""


def usable_cores(root: Path = Path("/")) -> int:
    """Return the cores that this process may keep busy, at least one.

    Those that it may run on (its affinity), or as many whole ones as the least quota of its control
    groups allows. `root` is the folder in which `proc` and `sys` are.
    """
    try:
        allowed = len(os.sched_getaffinity(0))  # of Linux and some others
    except AttributeError:
        allowed = os.cpu_count() or 1
    return max(1, int(min((allowed, *_quotas(root)))))


def _quotas(root: Path) -> Iterator[float]:
    """Yield how many cores the control groups of this process may keep busy, where they say so.

    Linux, "Control Group v2" (cpu.max), and "CFS Bandwidth Control" for version 1.
    """
    for line in _text(root / "proc/self/cgroup").splitlines():
        number, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if number == "0":
            base, files = root / CGROUPS, ["cpu.max"]
        elif "cpu" in controllers.split(","):
            base, files = root / CGROUPS / "cpu", ["cpu.cfs_quota_us", "cpu.cfs_period_us"]
        else:
            continue
        for folder in _upwards(base, group):
            words = [word for name in files for word in _text(folder / name).split()]
            if len(words) == 2 and all(word.isdecimal() for word in words) and int(words[1]):
                yield int(words[0]) / int(words[1])


def _upwards(base: Path, group: str) -> Iterator[Path]:
    """Yield the folder of a control group and of each that it is in: the quotas of all hold.

    In a container its own may be the topmost, though it is told by the name that it has outside.
    """
    inner = PurePosixPath(group.lstrip("/"))
    yield base / inner
    yield from (base / above for above in inner.parents)


def _text(path: Path) -> str:
    """Return the text of a small file; none if it can't be read."""
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
