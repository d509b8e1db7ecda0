"""Ways to see which action is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from msgspec.structs import replace

from site_sim.player.view_state import ScreenName
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.drawing.bars import Bar

SCREENS: tuple[ScreenName, ...] = get_args(ScreenName)


class Recorder:
    """The registry with handlers that only note which action was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.actions = [replace(action, handler=self._noting(action.id)) for action in ACTIONS]

    def _noting(self, action: str) -> Callable[[Host], None]:
        return lambda _: self.asked.append(action)


def find(bar: Bar, wanted: str) -> int:
    """Return where the button of an action begins."""
    x = 0
    for text, _, action in bar.items:
        if action == wanted:
            return x
        x += len(text)
    raise AssertionError(wanted)
