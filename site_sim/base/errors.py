"""The base class of errors: what is wrong, where, and how to correct it; and the exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from site_sim.base.overriding import override

DONE, FAILED, WRONG_USE = 0, 1, 2
INTERRUPTED = 130
EXIT_CODES: Mapping[str, str] = {
    str(DONE): "done",
    str(FAILED): "it failed",
    str(WRONG_USE): "wrong use",
    "3": "done, but what was asked does not hold (no command says so yet)",
    "128 + n": "ended by signal n",
}
"""What each exit code means, for all commands."""


class Fault(NamedTuple):
    """One thing that is wrong: `what`, `where` (a file, a key, an option) and a `hint`."""

    what: str
    where: str = ""
    hint: str = ""
    number: int = 1
    """How many faults it stands for."""

    @override
    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.what}{hint}"


class SiteError(Exception):
    """An error that a person can correct; its message has one line for each fault."""

    def __init__(self, what: str | Sequence[Fault], where: str = "", hint: str = "") -> None:
        self.faults: tuple[Fault, ...] = (
            (Fault(what, where, hint),) if isinstance(what, str) else tuple(what)
        )
        super().__init__("\n".join(map(str, self.faults)))


class RunError(SiteError):
    """A valid request that failed: exit code 1 and not 2."""


class WrongLogError(SiteError):
    """A log that is being shown goes on with what is none: nothing after it could be shown."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the known word most like `word`, or with all if none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake has need of it

    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(words)}"
