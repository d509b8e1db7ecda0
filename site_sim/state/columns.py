"""Packs numbers column by column, and fills the fields of many objects at once.

Bytes of equal weight stand together: the high ones of neighbours are alike, and shrink to nothing.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeVar

Each = TypeVar("Each")


def pack_column(code: str, numbers: Iterable[int]) -> bytes:
    """Return numbers of an `array` type as bytes, of which zeros at the end are left out."""
    column = array(code, numbers)
    raw, size = column.tobytes(), column.itemsize
    return b"".join([raw[place::size] for place in range(size)]).rstrip(b"\0")


def unpack_column(code: str, packed: bytes, count: int) -> array[int]:
    """Return the numbers that `pack_column` packed, `count` of them."""
    column: array[int] = array(code)
    raw = bytearray(count * column.itemsize)
    for place in range(-(-len(packed) // count) if packed else 0):
        part = packed[place * count : (place + 1) * count]
        raw[place :: column.itemsize] = part.ljust(count, b"\0")
    column.frombytes(raw)
    return column


def chosen(column: array[int], rows: Sequence[int]) -> Sequence[int]:
    """Return the numbers in some rows of a column, in their order."""
    if isinstance(rows, range):
        return column[rows.start : rows.stop]
    return itemgetter(*rows)(column) if len(rows) > 1 else [column[row] for row in rows]


def fill(objects: Iterable[object], name: str, values: Iterable[Any]) -> None:
    """Give each object the next of the values in a field; without a loop of Python's own."""
    deque(map(setattr, objects, repeat(name), values), maxlen=0)


def blank(kind: type[Each], count: int) -> list[Each]:
    """Return new objects whose fields are not set yet."""
    return list(map(object.__new__, repeat(kind, count)))
