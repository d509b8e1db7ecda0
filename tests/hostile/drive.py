"""The frame of the hostile drive: random scripts, so many or for so long, and what each find is.

A script is lines of text, so that it can be printed, kept in a file and played again. A part of
the drive makes scripts and plays them; whatever a play raises is a find. Of each kind of find the
shortest script is told that reproduces it: as a file in `examples/` it is played by every run.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import TracebackType

import pytest

Script = tuple[str, ...]
Make = Callable[[Random], Script]
"""Makes a script by chance."""
Play = Callable[[Script], None]
"""Plays a script; raises whatever error is found."""

EXAMPLES = Path(__file__).parent / "examples"
"""A folder a part, in it a file a find: the lines of the script that reproduces it."""
MOST_PLAYS = 250
"""How often a script is played while a shorter one is looked for."""
SHORTER_S = 120.0
"""Real seconds after which it is played no more: a find may be that it hangs."""
MOST_KINDS = 12
"""Kinds of finds after which a drive ends: they are mended first."""
SHOWN_LINES = 40
"""Lines of what a find raised that are told."""


class Drive:
    """Plays scripts that come of a seed: a given number of them, or as many as `minutes` allow.

    It ends before that after `most_kinds` kinds of finds.
    """

    def __init__(
        self, seed: int, minutes: float | None = None, most_kinds: int = MOST_KINDS
    ) -> None:
        self.seed = seed
        self._minutes = minutes
        self._most_kinds = most_kinds
        self.scripts = self.lines = self.played_again = 0
        """Counts of what was played: scripts, and lines of them; and plays for a shorter script."""
        self._counts: dict[str, int] = {}
        """Counts of other things, by their names."""
        self._kinds: dict[str, int] = {}
        """How often each kind of find came."""

    def assert_no_finds(
        self, make: Make, play: Play, scripts: int, kept: int = 0, most_plays: int = MOST_PLAYS
    ) -> None:
        """Play scripts, `scripts` of them if no time is given; fail with all finds.

        The first `kept` lines of a script are never left out, and a shorter one is looked for with
        `most_plays` plays.
        """
        told = []
        for chance in self._chances(scripts):
            script = make(chance)
            self.scripts += 1
            self.lines += len(script)
            error = _raised(play, script)
            if error is None:
                continue
            kind = _kind_of(error)
            self._kinds[kind] = self._kinds.get(kind, 0) + 1
            if self._kinds[kind] == 1:
                told.append(self._told(script, kind, error, play, kept, most_plays))
            if len(told) == self._most_kinds:
                break
        if told:
            pytest.fail("\n\n".join((*told, self.summary)), pytrace=False)

    def count(self, what: str, number: int) -> None:
        """Count what a part of the drive wants to have told."""
        self._counts[what] = self._counts.get(what, 0) + number

    @property
    def summary(self) -> str:
        """What was done so far, in a line."""
        finds = "".join(f"; {count} × {kind}" for kind, count in self._kinds.items())
        counts = "".join(f", {count:,} {what}" for what, count in self._counts.items())
        return f"seed {self.seed}: {self.scripts:,} scripts, {self.lines:,} steps{counts}{finds}"

    def _chances(self, scripts: int) -> Iterator[Random]:
        """Yield the source of all chance for one script after the other."""
        number = 0
        end = None if self._minutes is None else time.monotonic() + 60 * self._minutes
        while number < scripts if end is None else time.monotonic() < end:
            yield Random(f"{self.seed} {number}")
            number += 1

    def _told(
        self,
        script: Script,
        kind: str,
        error: Exception,
        play: Play,
        kept: int,
        most_plays: int,
    ) -> str:
        """Return what there is to know about a find."""

        enough = time.monotonic() + SHORTER_S

        def fails(shorter: Script) -> bool:
            if self.played_again and time.monotonic() > enough:
                return False
            self.played_again += 1
            raised = _raised(play, shorter)
            return raised is not None and _kind_of(raised) == kind

        if fails(script):
            script = shortest(script, fails, kept, most_plays)
            error = _raised(play, script) or error
            title = "Found, and this script reproduces it:"
        else:
            title = "Found once, and not again, with this script:"
        lines = "".join(traceback.format_exception(error)).splitlines()
        return "\n".join((kind, *lines[-SHOWN_LINES:], title, *script))


def shortest(
    script: Script,
    fails: Callable[[Script], bool],
    kept: int = 0,
    most_plays: int = MOST_PLAYS,
) -> Script:
    """Leave out of a script that fails what it fails without: long stretches, then single lines."""
    plays = 0
    size = max(1, (len(script) - kept) // 2)
    while True:
        before, end = script, len(script)
        while end > kept and plays < most_plays:
            start = max(kept, end - size)
            shorter = script[:start] + script[end:]
            plays += 1
            if fails(shorter):
                script = shorter
            end = start
        if plays >= most_plays or (size == 1 and script == before):
            return script
        size = max(1, size // 2)


def _raised(play: Play, script: Script) -> Exception | None:
    """Play a script, and return the error that it raised, if it did."""
    try:
        play(script)
    except Exception as error:  # whatever it is, it is a find
        return error
    return None


def _kind_of(error: Exception) -> str:
    """Return what finds of the same kind have in common: the error's type, and where it was."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    place: TracebackType | None = error.__traceback__
    where = "nowhere"
    while place is not None:
        code = place.tb_frame.f_code
        where = f"{Path(code.co_filename).name}:{code.co_name}:{place.tb_lineno}"
        place = place.tb_next
    return f"{type(error).__name__} at {where}"


def example_names(part: str) -> list[str]:
    """Return the names of what a part of the drive found before."""
    return sorted(path.stem for path in (EXAMPLES / part).glob("*.txt"))


def example(part: str, name: str) -> Script:
    """Return the script of something that was found before; a line that begins with # is words."""
    lines = (EXAMPLES / part / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))
