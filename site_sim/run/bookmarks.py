"""Bookmarks: moments of a run, or of several on one clock, that a person gave names to.

A moment is there for as long as the commands before it are those that were given when it was
marked: a simulation does the same again after the same. So a bookmark survives any step back; a
command in the past that forks the run leaves those before it, and those after it are lost until
the old future is restored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from weakref import ref

from site_sim.commands import JournalEntry
from site_sim.log.position import Position
from site_sim.run.branch import Branch
from site_sim.run.playhead import Playhead


class Bookmark(NamedTuple):
    """A name, and the moment that it stands for."""

    name: str
    positions: Sequence[Position]
    """Where each run is then."""
    commands: Sequence[Sequence[JournalEntry]]
    """Those that had been given to each run before it."""

    @property
    def at(self) -> int:
        """Its time (ns): a recording that ended before it does not get as far."""
        return max(position.at for position in self.positions)


class BookmarkPlace(NamedTuple):
    """What a screen knows of a bookmark."""

    name: str
    at: int
    """Its time (ns)."""
    is_lost: bool
    """Its moment was in a future that a command in the past replaced."""


class Bookmarks:
    """The bookmarks of one run, or of several whose playheads are moved together.

    They are in the order of their times; the last removed can be had back.
    """

    def __init__(self, *playheads: Playhead) -> None:
        self._playheads = playheads
        self._marks: dict[str, Bookmark] = {}
        """By their names in small letters."""
        self._removed: list[Bookmark] = []
        self._lost: frozenset[str] = frozenset()
        """The names of those that are known to be lost."""
        self._places: tuple[object, Sequence[BookmarkPlace]] = (None, ())

    def __len__(self) -> int:
        return len(self._marks)

    def put(self, name: str) -> None:
        """Mark the present moment; another bookmark of that name is no more."""
        positions = [playhead.position for playhead in self._playheads]
        self._keep(Bookmark(name, positions, self._commands_before(positions)))

    def remove(self, name: str) -> bool:
        """Remove a bookmark; False if there is none of that name."""
        mark = self._marks.pop(name.lower(), None)
        self._places = (None, ())
        if mark is not None:
            self._removed.append(mark)
        return mark is not None

    def bring_back(self) -> str:
        """Bring back the one that was removed last, and return its name; "" for none.

        It takes the place of another of that name.
        """
        if not self._removed:
            return ""
        mark = self._removed.pop()
        self._keep(mark)
        return mark.name

    def _keep(self, mark: Bookmark) -> None:
        marks = {**self._marks, mark.name.lower(): mark}
        self._marks = dict(sorted(marks.items(), key=_order))
        self._places = (None, ())

    def find(self, name: str) -> Bookmark | None:
        """Return the bookmark of a name, in capitals or not; None if there is none."""
        return self._marks.get(name.lower())

    def is_lost(self, mark: Bookmark) -> bool:
        """Return whether a present run does not come to a bookmark's moment."""
        return self._commands_before(mark.positions) != mark.commands

    def _commands_before(self, positions: Sequence[Position]) -> Sequence[Sequence[JournalEntry]]:
        """Return the commands of each run that shaped what is at a position in it."""
        branches = [playhead.branch for playhead in self._playheads]
        return [*map(_commands_before, branches, positions)]

    @property
    def places(self) -> Sequence[BookmarkPlace]:
        """All of them in order, for a screen; the same object while nothing changes."""
        known, places = self._places
        branches = [playhead.branch for playhead in self._playheads]
        now = [(ref(each), len(each.journal)) for each in branches]  # no run that is given up
        if known != now:
            places = tuple(
                BookmarkPlace(mark.name, mark.at, self.is_lost(mark))
                for mark in self._marks.values()
            )
            self._places = (now, places)
        return places

    def newly_lost(self) -> Sequence[str]:
        """Return the names of those that were lost since this was last asked."""
        lost = frozenset(place.name for place in self.places if place.is_lost)
        new = [place.name for place in self.places if place.name in lost - self._lost]
        self._lost = lost
        return new


def _order(item: tuple[str, Bookmark]) -> tuple[int, int]:
    """Return where a bookmark stands among the others: by its moment."""
    return item[1].at, sum(position.seq for position in item[1].positions)


def _commands_before(branch: Branch, position: Position) -> Sequence[JournalEntry]:
    """Return the commands of a run that shaped what is at a position."""
    return [
        entry for entry in branch.journal if (entry.before, entry.at) < (position.seq, position.at)
    ]
