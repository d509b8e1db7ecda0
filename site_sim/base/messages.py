"""Wording that messages about what a person wrote have in common: places, values, long lists."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.base.errors import Fault
from site_sim.base.text import clean_line

FAULT_CAP = 50
"""Faults of a file that are named; the rest are counted."""
SHOWN_CELLS = 40
"""Cells that a value or a name from outside may take in a message."""

NameKey = Callable[[str], str]
"""Returns how a message names a key: as an option, or as a key of a certain file."""


def option(name: str) -> str:
    """Return how a message names an option."""
    return f"--{clean_line(name, SHOWN_CELLS)}"


def in_file(file: str) -> NameKey:
    """Return the function that tells how a message names a key of that file."""
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
    """Return the fault that counts those beyond `cap` of `count`; none where all are named."""
    return [Fault(f"and {count - cap:,} more faults", where)] if count > cap else []
