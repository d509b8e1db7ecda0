"""Bars: lines of items, some of which can be clicked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Protocol

from rich.text import Text
from textual import events

from site_sim.base.overriding import override
from site_sim.player.frame import Frame
from site_sim.ui.drawing.messages import Commanded
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.drawing.segments import StyledText, width_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.theme.glyphs import Glyphs

BarItem = tuple[str, str, str]
"""A text, its role, and the id of the action that a click on it asks for ("" for none)."""


def cells_of(items: Iterable[BarItem]) -> int:
    """Return how many cells items take."""
    return sum([width_of(text) for text, _, _ in items])


def in_room(groups: Iterable[Sequence[BarItem]], width: int) -> list[BarItem]:
    """Return the groups that fit, in order; one that does not fit ends the line."""
    items: list[BarItem] = []
    for group in groups:
        width -= cells_of(group)
        if width < 0:
            break
        items += group
    return items


def in_lines(groups: Iterable[list[BarItem]], width: int) -> list[list[BarItem]]:
    """Return the groups line by line: one that does not fit begins the next."""
    lines: list[list[BarItem]] = [[]]
    left = width
    for group in groups:
        cells = cells_of(group)
        if lines[-1] and cells > left:
            lines.append([])
            left = width
        lines[-1] += group
        left -= cells
    return lines


def justify(left: list[BarItem], right: list[BarItem], width: int) -> list[BarItem]:
    """Return both with the room between them; what does not fit is cut on the right."""
    gap = max(1, width - cells_of(left) - cells_of(right))
    return [*left, (" " * gap, "", ""), *right]


class BarContent(Protocol):
    """Makes the items of a bar."""

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return the items, in at most `cells` cells; what does not fit is cut on the right.

        A list that was returned before has not changed since.
        """


class Bar(RowsPanel):
    """One line of items, some of which can be clicked."""

    DEFAULT_CSS = "Bar { height: 1; overflow: hidden hidden; }"

    def __init__(
        self, id: str, content: BarContent, glyphs: Glyphs, keys: KeyBindings[Any]
    ) -> None:
        super().__init__(glyphs, id=id)
        self._content = content
        self._keys = keys
        self.items: list[BarItem] = []
        self._pointer: int | None = None
        """The cell under the mouse."""
        self._hovered = ""
        """The action of the item there."""

    @override
    def depends_on(self, frame: Frame) -> object:
        self.items = self._content.items(frame, self.room)
        self._find_hovered()  # another item may be under the mouse now
        return self.items, self._hovered

    @override
    def row_count(self) -> int:
        return 1

    @override
    def key(self, row: int) -> Hashable:
        return tuple(self.items), self._hovered

    @override
    def pieces(self, row: int) -> Iterable[StyledText]:
        for text, role, action in self.items:
            yield text, "hot" if action and action == self._hovered else role

    def _action_at(self, x: int) -> str:
        for text, _, action in self.items:
            x -= width_of(text)
            if x < 0:
                return action
        return ""

    @override
    def on_click(self, event: events.Click) -> None:
        """Ask for the action under the pointer."""
        action = self._action_at(event.x)
        if action:
            event.stop()
            self.post_message(Commanded(action))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the item under the pointer if it can be clicked, and explain it."""
        self._point_at(event.x)

    def on_leave(self) -> None:
        """Light nothing up."""
        self._point_at(None)

    def _point_at(self, cell: int | None) -> None:
        self._pointer = cell
        if self._find_hovered():
            with self._geometry:
                self.lines.draw_changes()
                self.refresh_lines_at(self.lines.take_changes())

    def _find_hovered(self) -> bool:
        """Find out which item is under the mouse, and explain it; True if that is another one."""
        action = "" if self._pointer is None else self._action_at(self._pointer)
        has_changed = action != self._hovered
        if has_changed:
            self._hovered = action
            self.tooltip = self._tip(action)
        return has_changed

    def _tip(self, action: str) -> Text | None:
        """Return what an action does, and its keys."""
        action, _, about = action.partition(":")
        if action not in self._keys:
            return None
        keys = " ".join(map(sign, self._keys.keys_of(action)))
        label = f"{self._keys[action].label}: {about}" if about else self._keys[action].label
        return Text(f"{label} ({keys})" if keys else label)
