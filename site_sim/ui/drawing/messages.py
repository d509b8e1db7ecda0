"""Textual's own messages, inside the screen only: what a widget lets the app know."""

from __future__ import annotations

from textual.message import Message

from site_sim.player.intents import ViewIntent
from site_sim.player.view_state import Selection


class Commanded(Message):
    """The person asked for an action, by its id in the registry."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__()


class Selected(Message):
    """The person selected a task or a job."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        super().__init__()


class SeekTo(Message):
    """The person wants the playhead at a time, in simulated nanoseconds."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__()


class Wished(Message):
    """The person wants something of the view, one thing after the other."""

    def __init__(self, *wishes: ViewIntent) -> None:
        self.wishes = wishes
        super().__init__()


class StoppedFollowing(Message):
    """The person scrolled the chain by hand: it is to stay there."""


class LaidOut(Message):
    """A panel, or what panels stand in, has another size than its frame was made for."""
