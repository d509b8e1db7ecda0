"""Words that messages about a person's input share: for keys, values and long lists of faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_sim.base.errors import Fault
from site_sim.base.text import clean_line

FAULT_CAP = 50
"""The most faults that are named, of a file and of all that is told; the rest are counted."""
SHOWN_CELLS = 40
"""The most terminal cells of a value or name from outside in a message."""

NameKey = Callable[[str], str]
"""A function that returns how a message names a key: as an option, or as a key of a file."""


def option(name: str) -> str:
    """Return how a message names an option."""
    return f"--{clean_line(name, SHOWN_CELLS)}"


def in_file(file: str) -> NameKey:
    """Return a function that returns how a message names a key of that file."""
    return lambda name: f"{file}: {clean_line(name, SHOWN_CELLS)}"


def shown(value: object) -> str:
    """Return a value from outside as a message shows it: cleaned, short, never a whole table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{clean_line(value, SHOWN_CELLS)}'"
    if isinstance(value, int):
        return str(value) if value.bit_length() <= 64 else f"a number of {value.bit_length()} bits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return f"a {type(value).__name__}"


def more_faults(count: int, where: str = "", cap: int = FAULT_CAP) -> list[Fault]:
    """Return a fault with the number of faults beyond `cap`, if `count` is more than that."""
    return [_counted(count - cap, where)] if count > cap else []


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """Return a line for each of the first faults, and one with the number of the others."""
    named, others = [*faults[:FAULT_CAP]], faults[FAULT_CAP:]
    if len(others) > 1:  # the line of one takes no more room than its count
        others = [_counted(sum(fault.number for fault in others))]
    return [f"site-sim: {fault}" for fault in (*named, *others)]


def _counted(count: int, where: str = "") -> Fault:
    """Return a fault that stands for a number of others."""
    return Fault(f"and {count:,} more {'faults' if count > 1 else 'fault'}", where, number=count)
