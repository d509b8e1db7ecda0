"""The footer: the keys that are used most, and on the site the values that they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from site_sim.base.quantities import rate
from site_sim.player.formatting import count
from site_sim.player.frame import Frame
from site_sim.ui.drawing.bars import BarItem, cells_of
from site_sim.ui.keymap.bindings import KeyBindings
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.theme.glyphs import Glyphs


class KeyBar:
    """The keys used most, from the registry, each a button; a click on a value shows it."""

    TOGETHER: ClassVar[dict[str, tuple[str, ...]]] = {
        "faster": ("slower", "faster"),
        "hire": ("lay-off", "hire"),
        "rate-up": ("rate-down", "rate-up"),
        "zoom-in": ("zoom-out", "zoom-in"),
        "site": ("site", "timeline", "code", "race"),
        "track-up": ("track-up", "track-down"),
    }
    """Actions that share an item, by the one whose word it has."""
    FIRST: ClassVar[dict[str, Sequence[str]]] = {
        "site": ("pause", "hire", "rate-up", "help", "restore", "quit", "controls", "faster",
                 "site", "palette"),
        "race": ("pause", "open-track", "turn", "help", "restore", "quit", "outcome", "track-up",
                 "finish", "predict", "palette"),
        "": ("pause", "help", "quit", "palette", "restore", "site"),
    }  # fmt: skip
    """What is there before all else on a screen, or on any other, the most needed first."""
    LEFT = ("pause", "restore", "hire", "rate-up", "faster", "controls", "site")
    """What stands at the left end."""
    LAST = ("palette", "help", "quit")
    """What stands at the right end."""
    VALUES: ClassVar[dict[str, tuple[str, str]]] = {
        "hire": ("set-workers", "settings:workers"),
        "rate-up": ("set-rate", "settings:rate"),
        "faster": ("set-speed", "set-speed"),
    }
    """What a click on the word and on the value asks for, where an item has a value."""
    CREW = "hire"
    """The action that changes how many workers there are, of a crew that can grow."""
    EVIDENT = ("faster",)
    """The items whose values say without a word what they are."""

    def __init__(self, keys: KeyBindings[Any], glyphs: Glyphs) -> None:
        self._keys = keys
        self._glyphs = glyphs
        self._written_for: tuple[object, ...] = ()
        """What the items that were written last depend on."""
        self._written: list[BarItem] = []

    def items(self, frame: Frame, cells: int) -> list[BarItem]:
        """Return the keys that there is room for; those that lead to the others always.

        To restore the old future is offered before others where there is one, else not at all.
        """
        site, refused = frame.site, frozenset(frame.refusals)
        values = site.settings, site.staying, site.cast
        seen = frame.view.screen, frame.view.speed, frame.playhead.can_restore
        written_for = (cells, refused, *seen, *values)
        if written_for != self._written_for:
            self._written_for, self._written = written_for, self._write(frame, cells, refused)
        return self._written

    def _write(self, frame: Frame, cells: int, refused: frozenset[str]) -> list[BarItem]:
        screen = frame.view.screen
        values = self._values(frame) if screen == "site" else {}
        if not frame.site.cast.can_grow:
            refused |= {self.CREW}
        return self._chosen(cells, screen, frame.playhead.can_restore, refused, values)

    def _values(self, frame: Frame) -> Mapping[str, str]:
        """Return the values that keys change."""
        return {
            "hire": count(frame.site.staying),
            "rate-up": rate(frame.site.settings.rate),
            "faster": frame.view.speed_text.replace("×", self._glyphs.times),
        }

    def _chosen(
        self,
        width: int,
        screen: str,
        can_restore: bool,
        refused: frozenset[str],
        values: Mapping[str, str],
    ) -> list[BarItem]:
        first = self.FIRST.get(screen, self.FIRST[""])
        shown = self._offered(screen, can_restore, refused, first)
        items = {action: self._item(action, refused, values) for action in shown}
        margin = list[BarItem]()
        if sum(cells_of(item) for action, item in items.items() if action in first) > width:
            items = {action: self._brief(action, refused, values) for action in shown}
            margin.append((" ", "", ""))
            width += 1  # the blank at the end
        while items and cells_of(margin) + sum(map(cells_of, items.values())) > width:
            spare = [action for action in items if action not in first]
            del items[spare[-1] if spare else max(items, key=first.index)]
        order = sorted(items, key=self._place)
        return [*margin, *(item for action in order for item in items[action])]

    def _offered(
        self, screen: str, can_restore: bool, refused: frozenset[str], first: Sequence[str]
    ) -> list[str]:
        """Return the actions that have an item: of the screen, and what is first, before others.

        What has a key that does something else on this screen has none.
        """
        shown = (action for action in self._keys.actions if action.is_for(screen) and action.short)
        here = [action for action in shown if self._is_able(action.id, refused)]
        if not can_restore:
            here.remove(self._keys["restore"])
        own = {key for action in here if action.screens for key in self._keys.keys_of(action.id)}
        here.sort(key=lambda action: action.id not in first and not action.screens)
        return [
            action.id
            for action in here
            if self.key_of(action.id)
            and (action.screens or own.isdisjoint(self._keys.keys_of(action.id)))
        ]

    def _is_able(self, action: str, refused: frozenset[str]) -> bool:
        return refused.isdisjoint((self._keys[action].needs, action))

    def _place(self, action: str) -> int:
        """Return where an item stands among others."""
        if action in self.LAST:
            return len(self.LEFT) + 1
        return self.LEFT.index(action) if action in self.LEFT else len(self.LEFT)

    def _item(
        self, action: str, refused: frozenset[str], values: Mapping[str, str]
    ) -> list[BarItem]:
        return [(" ", "", ""), *self._brief(action, refused, values, is_wordy=True)]

    def _brief(
        self,
        action: str,
        refused: frozenset[str],
        values: Mapping[str, str],
        is_wordy: bool = False,
    ) -> list[BarItem]:
        """Return an item without a blank before it, or a word that is not needed.

        Two keys of which one is more than a sign are parted by a stroke.
        """
        keys = list[BarItem]()
        for each in self.TOGETHER.get(action, (action,)):
            if (key := self.key_of(each)) and self._is_able(each, refused):
                is_word = bool(keys) and max(len(key), len(keys[-1][0])) > 1
                keys += [*([("/", "muted", action)] if is_word else []), (key, "key", each)]
        word = self._keys[action].short
        if action not in values:
            return [*keys, (f" {word} ", "muted", action)]
        about_word, about_value = self.VALUES[action]
        words = (
            [(f" {word}", "muted", about_word)] if is_wordy or action not in self.EVIDENT else []
        )
        return [*keys, *words, (f" {values[action]} ", "strong", about_value)]

    def key_of(self, action: str) -> str:
        """Return the first key that an action is bound to now, "" for none."""
        return next(map(sign, self._keys.keys_of(action)), "")
