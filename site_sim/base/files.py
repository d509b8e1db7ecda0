"""Reads a text file that a person named, whole; every failure becomes one clear fault."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from site_sim.base.errors import Fault, SiteError, did_you_mean
from site_sim.base.text import clean_line

MEBIBYTE = 1 << 20
STDIN = "-"
"""The name that means standard input in place of a file."""

SAVE_AS_UTF8 = "save the file as UTF-8"
"""The remedy for text in another encoding."""
_WIDE_STARTS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""How files begin whose characters have two or four bytes; UTF-32 LE begins as UTF-16 LE does."""


def read_text(path: str | Path, cap: int, only_regular: bool = False) -> str:
    """Return the text of a file of at most `cap` bytes, without a byte-order mark.

    With `only_regular`, which is for all that no person named just now, nothing is waited for: a
    pipe or a device is refused. Raises `SiteError` for that too, and for a file that is missing, a
    folder, unreadable, empty, larger or not UTF-8.
    """
    return _decode(read_bytes(path, cap, only_regular), file_name(path))


def read_bytes(path: str | Path, cap: int, only_regular: bool = False) -> bytes:
    """Return the bytes of a text file, of which there are at most `cap`.

    Raises `SiteError` if it is missing, a folder, unreadable, larger or UTF-16.
    """
    where = file_name(path)
    try:
        with open(path, "rb", opener=_open_at_once if only_regular else None) as file:
            if only_regular and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SiteError("is no regular file", where)
            return _read(file, cap, where)
    except FileNotFoundError:
        raise SiteError("no such file", where, _nearest_file(Path(path))) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL or a surrogate in the path
        raise SiteError(reason_of(path, error), where) from None


def read_stream(stream: BinaryIO, cap: int, where: str) -> bytes:
    """Return the bytes of an open stream, under the same rules as `read_bytes`."""
    try:
        return _read(stream, cap, where)
    except (OSError, ValueError) as error:  # ValueError: it is closed
        raise SiteError(reason_of(where, error), where) from None


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; one with nobody at the other end is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def file_name(path: str | Path) -> str:
    """Return a path as a message shows it."""
    return clean_line(str(path))


def as_argument(path: str) -> str:
    """Return how a command line names a file: one that begins like an option, by its folder."""
    return f"./{path}" if path.startswith("-") else path


def blank_faults(names: Mapping[str, str | None]) -> list[Fault]:
    """Return the faults of names of files that are blank, by what asks for each."""
    return [
        Fault("must name a file", where)
        for where, name in names.items()
        if name is not None and not name.strip()
    ]


def _read(file: BinaryIO, cap: int, where: str) -> bytes:
    data = file.read(cap + 1)
    if len(data) > cap:
        raise SiteError(f"is larger than the {cap // MEBIBYTE} MiB that are read", where)
    if data.startswith(_WIDE_STARTS) or b"\0" in data[:2]:
        raise SiteError("is UTF-16 or no text at all", where, SAVE_AS_UTF8)
    return data


def _decode(data: bytes, where: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteError(
            f"line {line}: {not_utf8(data[error.start])}", where, SAVE_AS_UTF8
        ) from None
    if not text.strip():
        raise SiteError("is empty", where)
    return text


def not_utf8(byte: int) -> str:
    """Return what a message says of a byte that is no UTF-8."""
    return f"is not UTF-8 (byte 0x{byte:02x})"


def reason_of(path: str | Path, error: Exception) -> str:
    """Return why a file can't be read, as a message says it."""
    if isinstance(error, IsADirectoryError) or _is_folder(path):  # Windows says permission denied
        return "is a folder, not a file"
    if isinstance(error, OSError):
        return clean_line(f"cannot be read: {error.strerror or error}")
    return "cannot be read: no file can have that name"


def _is_folder(path: str | Path) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _nearest_file(path: Path) -> str:
    """Return a hint that names the file in the same folder with the nearest name, if any."""
    try:
        beside = [entry.name for entry in os.scandir(path.parent) if entry.is_file()]
    except OSError:
        return ""
    hint = did_you_mean(path.name, beside)
    return clean_line(hint) if "mean" in hint else ""
