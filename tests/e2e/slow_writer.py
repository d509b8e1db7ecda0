"""Writes the lines of a log to standard output when it is told to: `slow_writer.py LOG ORDERS`.

ORDERS is a FIFO; each line that comes there is how many lines of the log to write. Without further
orders it ends. The first thing it writes is its process id, into the file LOG.pid.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(log: Path, orders: Path) -> None:
    """Write as many lines as each order says."""
    lines = iter(log.read_bytes().splitlines(keepends=True))
    part = log.with_name("part")
    part.write_text(str(os.getpid()))
    part.rename(log.with_suffix(".pid"))
    with orders.open() as told:
        for order in iter(told.readline, ""):
            for _ in range(int(order)):
                sys.stdout.buffer.write(next(lines))
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
