"""Many lines of JSON Lines at once, where their objects are alike: as columns."""

from __future__ import annotations

from itertools import chain
from types import NoneType
from typing import Any

from site_sim.scenario.job_file.cells import Literal
from site_sim.scenario.job_file.columns import COLUMNS
from site_sim.scenario.job_file.json_window import DECODER
from site_sim.scenario.job_file.plain_rows import PlainRows, work_columns
from site_sim.scenario.job_file.text import BLOCK, JobFileText

_CELL_TYPES = {str, Literal, NoneType}


def plain_objects(block: str, text: JobFileText) -> PlainRows | None:
    """Return the rows of the lines that come next in a text.

    None if each must be looked at by itself.
    """
    block = block.replace("\r\n", "\n").removesuffix("\n")
    count = block.count("\n") + 1
    # A value begins at each line then, and as no text goes over many, nothing else can.
    is_long = len(block) > 2 * BLOCK  # its lines may be longer than they may be
    if is_long or "\r" in block or f"\n{block}".count("\n{") != count or not text.may_pass(count):
        return None
    try:
        objects = DECODER.decode("[" + block.replace("\n", ",\n") + "]")
    except (ValueError, RecursionError):
        return None
    columns = _columns_of(objects) if len(objects) == count else None
    if columns is None or not columns.keys() & {"cpu_s", "io_s"}:
        return None
    arrivals, cpu, io, names = (columns.get(name) or [""] * count for name in COLUMNS)
    work = work_columns(cpu, io)
    return work and PlainRows(text.line + 1, arrivals, *work, names)


def _columns_of(objects: list[tuple[tuple[str, Any], ...]]) -> dict[str, list[str]] | None:
    """Return the texts and numbers of objects whose members are alike, null as an empty text."""
    members = len(objects[0])
    if set(map(len, objects)) != {members}:
        return None
    columns: dict[str, list[str]] = {}
    words = [*chain.from_iterable(chain.from_iterable(objects))]
    for at in range(0, 2 * members, 2):
        names, cells = words[at :: 2 * members], words[at + 1 :: 2 * members]
        name = names[0]
        if name in columns or name not in COLUMNS or names.count(name) < len(names):
            return None
        if not set(map(type, cells)) <= _CELL_TYPES:
            return None
        columns[name] = [cell or "" for cell in cells]
    return columns
