"""How many cores other programs have meanwhile: what explains that a machine is slow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter


class Others:
    """How many cores others had on average while a block lasted; 0 where nobody tells."""

    cores = 0.0


@contextmanager
def others_meanwhile() -> Iterator[Others]:
    """Measure what others have; children must have ended with the block."""
    others = Others()
    began, ours, everybody = perf_counter(), _own_cpu_s(), _cpu_of_all_s()
    yield others
    ours, everybody = _own_cpu_s() - ours, _cpu_of_all_s() - everybody
    others.cores = max(0.0, everybody - ours) / (perf_counter() - began)


def _own_cpu_s() -> float:
    """Return the CPU that this process and its children have had, in seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _cpu_of_all_s() -> float:
    """Return the CPU that everybody has had, in seconds; 0 where nobody tells."""
    try:
        words = Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()
    except OSError:
        return 0.0
    user, nice, system, _idle, _waiting, irq, soft_irq, steal = map(int, words[1:9])
    ticks = user + nice + system + irq + soft_irq + steal
    return ticks / os.sysconf("SC_CLK_TCK")
