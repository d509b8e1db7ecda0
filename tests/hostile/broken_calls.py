"""The calls by which a process writes, counted, and one of them broken.

They are broken as the process sees them: in Python, where they meet the system.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

SHORT = "short"
"""What is broken about a write that writes half of what it was given."""


class BrokenCalls:
    """Notes each call that writes, and lets one go wrong.

    `error` is the number of an error, or `SHORT`; with `lasting` the call fails from then on.
    """

    def __init__(self, call: int = -1, error: int | str = SHORT, lasting: bool = False) -> None:
        self._call = call
        self._error = error
        self._lasting = lasting
        self.made: list[str] = []
        """What was called, and on what."""
        self._own = {
            (place, name): getattr(place, name)
            for place, names in (
                (builtins, ["open"]),
                (io, ["open"]),
                (
                    os,
                    [
                        "open",
                        "write",
                        "fsync",
                        "replace",
                        "rename",
                        "chmod",
                        "mkdir",
                        "dup",
                        "dup2",
                    ],
                ),
            )
            for name in names
        }

    def install(self) -> None:
        """Put them in the place of Python's own."""
        builtins.open = self._open  # type: ignore[assignment]
        io.open = self._open  # type: ignore[assignment]
        for name in ("replace", "rename"):
            setattr(os, name, partial(self._moved, name))
        for name in ("fsync", "chmod", "mkdir", "dup"):
            setattr(os, name, partial(self._plain, name))
        os.dup2 = self._dup2
        os.open = self._open_descriptor
        os.write = self._write_descriptor

    def mend(self) -> None:
        """Put Python's own in their place again."""
        for (place, name), own in self._own.items():
            setattr(place, name, own)

    def call(self, what: str, do: Callable[[], Any]) -> Any:
        """Make a call, or let it fail."""
        if self._is_broken(what) and self._error != SHORT:
            assert isinstance(self._error, int)
            raise OSError(self._error, os.strerror(self._error))
        return do()

    def write(self, what: str, data: Any, do: Callable[[Any], int]) -> int:
        """Write data, or some of it, or fail."""
        whole = memoryview(data).cast("B")
        if not self._is_broken(what):
            return do(whole)
        if self._error == SHORT:
            return do(whole[: (len(whole) + 1) // 2])
        assert isinstance(self._error, int)
        raise OSError(self._error, os.strerror(self._error))

    def file(self, name: str, *args: Any, **options: Any) -> io.FileIO:
        """Open a file whose writes and whose end are calls."""
        return _File(self, name, *args, **options)

    def _is_broken(self, what: str) -> bool:
        number = len(self.made)
        self.made.append(what)
        lasts = self._lasting and 0 <= self._call < number and self.made[self._call] == what
        return number == self._call or lasts

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if not set("wax+") & set(mode):
            own = self._own[io, "open"]
            return own(file, mode, buffering, encoding, errors, newline, closefd, opener)
        name = _name(file)
        raw_mode = mode.replace("t", "").replace("b", "")
        raw = self.call(
            f"open {name}",
            lambda: self.file(name, file, raw_mode, closefd=closefd, opener=opener),
        )
        binary: Any = raw if buffering == 0 else io.BufferedWriter(raw)
        return binary if "b" in mode else io.TextIOWrapper(binary, encoding, errors, newline)

    def _open_descriptor(self, path: Any, flags: int, *args: Any, **options: Any) -> int:
        own = self._own[os, "open"]
        if path == os.devnull or not flags & (os.O_WRONLY | os.O_RDWR):
            return int(own(path, flags, *args, **options))
        return int(self.call(f"open {_name(path)}", lambda: own(path, flags, *args, **options)))

    def _write_descriptor(self, descriptor: int, data: Any) -> int:
        own = self._own[os, "write"]
        return self.write(f"write {_name(descriptor)}", data, lambda part: own(descriptor, part))

    def _dup2(self, source: int, target: int, inheritable: bool = True) -> int:
        self._lasting = False  # what could not be written to is something else now
        return int(self._own[os, "dup2"](source, target, inheritable))

    def _moved(self, name: str, source: Any, target: Any) -> None:
        self.call(f"{name} {_name(target)}", lambda: self._own[os, name](source, target))

    def _plain(self, name: str, on: Any, *args: Any, **options: Any) -> Any:
        return self.call(f"{name} {_name(on)}", lambda: self._own[os, name](on, *args, **options))


class _File(io.FileIO):
    """A file whose writes and whose end are calls."""

    def __init__(self, calls: BrokenCalls, name: str, *args: Any, **options: Any) -> None:
        self._calls = calls
        self._name = name
        super().__init__(*args, **options)

    def write(self, data: Any) -> int:
        return self._calls.write(f"write {self._name}", data, super().write)

    def close(self) -> None:
        if self.closed:
            return
        super().close()  # whatever is said, it is closed
        self._calls.call(f"close {self._name}", lambda: None)


def _name(file: Any) -> str:
    """Return what a call is on, the same in every process."""
    if isinstance(file, int):
        return "a descriptor"
    return Path(os.fsdecode(file)).name.replace(f".{os.getpid()}.", ".")
