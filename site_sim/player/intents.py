"""What a person wants of the view. Intents are data, as commands are; `apply` is all they do."""

from __future__ import annotations

from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from site_sim.log.events import NOBODY
from site_sim.player.view_state import ScreenName, Selection, ViewState


class SetPaused(msgspec.Struct, frozen=True):
    """Stop, on the way to a time or an event too, or let time pass."""

    on: bool


class SetSpeed(msgspec.Struct, frozen=True):
    """Let `speed` simulated seconds pass in a real one; infinity is as fast as it can."""

    speed: float


class ShowScreen(msgspec.Struct, frozen=True):
    """Show the run on another screen."""

    screen: ScreenName


class Select(msgspec.Struct, frozen=True):
    """Select a task or a job in place of what was selected; by default nothing."""

    kind: Literal["task", "job"] = "task"
    number: int = NOBODY


class SetFollow(msgspec.Struct, frozen=True):
    """Let the chain scroll to where something happens, or keep it where it is."""

    on: bool


class SetNative(msgspec.Struct, frozen=True):
    """Tell the moment in plain Python on the code screen, or show its coroutines there."""

    on: bool


Intent = SetPaused | SetSpeed | ShowScreen | Select | SetFollow | SetNative
"""Everything that a person can do to the view."""


def apply(view: ViewState, intent: Intent) -> ViewState:
    """Return the view after an intent."""
    match intent:
        case SetPaused(on):
            return replace(view, paused=on)
        case SetSpeed(speed):
            return replace(view, speed=speed)
        case ShowScreen(screen):
            return replace(view, screen=screen)
        case Select(kind, number):
            return replace(view, selected=Selection(kind, number))
        case SetFollow(on):
            return replace(view, follow=on)
        case SetNative(on):
            return replace(view, native=on)
        case _:
            assert_never(intent)
