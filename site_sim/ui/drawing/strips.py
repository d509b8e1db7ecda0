"""Strips of panels, which are drawn once or twice and then thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich.segment import Segment
from textual.strip import Strip

from site_sim.base.overriding import override


class RightEdge(Struct, frozen=True):
    """What is right of the content: room for a scroll bar, if there is one, and the border."""

    segments: list[Segment]
    strips: list[Strip]
    """The same, divided at the scroll bar."""
    cuts: tuple[int, ...]
    """Where Textual divides a line that has a scroll bar, in cells."""


class PanelStrip(Strip):
    """A strip without caches, which Python frees as soon as nothing refers to it.

    Textual's make seven caches each; and one that is cut at its end alone keeps itself in its own
    cache: some thousand objects a frame for the garbage collector. Here caches are made when they
    are asked for, and where a line is cut in any case, beside the scroll bar, is known beforehand.
    """

    __slots__ = ("_head", "_right_edge")

    def __init__(
        self, segments: list[Segment], cell_length: int, right_edge: RightEdge | None = None
    ) -> None:
        self._segments = segments
        self._cell_length = cell_length
        self._render_cache = None
        self._right_edge = right_edge
        self._head: PanelStrip | None = None

    def __getattr__(self, name: str) -> object:
        """Make the caches of a `Strip`, now that one of them is asked for."""
        super().__init__(self._segments, self._cell_length)
        return object.__getattribute__(self, name)

    @override
    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        cuts = tuple(cuts)
        if cuts == (self.cell_length,):
            return [self]
        edge = self._right_edge
        if edge is None or cuts != edge.cuts:
            return super().divide(cuts)
        return [self.head, *edge.strips]

    @property
    def head(self) -> PanelStrip:
        """The part left of the right edge."""
        if self._head is None:
            assert self._right_edge is not None
            segments = self._segments[: -len(self._right_edge.segments)]
            self._head = PanelStrip(segments, self._right_edge.cuts[0])
        return self._head
