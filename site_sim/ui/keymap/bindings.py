"""Actions, and which keys they are bound to. What the actions are stands in `ui/actions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Literal, TypeVar

import msgspec

Group = Literal[
    "Time", "Site", "Accidents and quality", "Look", "Talk", "Timeline", "Race", "Program"
]
Need = Literal["", "commands", "forks", "run", "model", "race", "turn"]
"""What a run must be able to do for an action, if not just be shown: take commands, be run again,
be one run and no race, have a model that may be chosen, or be raced. To turn I/O into CPU work is
for a race."""
HostT = TypeVar("HostT")
"""What the handlers of actions work with."""

Keymap = dict[str, tuple[str, ...]]
"""The keys of actions, by their ids."""


class Action(msgspec.Struct, Generic[HostT], frozen=True):
    """One thing a person can do. `id` names it in the config file; `keys` are Textual's names."""

    id: str
    keys: tuple[str, ...]
    label: str
    """What it does, in the palette, the help and tooltips."""
    short: str
    """The same in the footer; "" keeps it out of there."""
    group: Group
    handler: Callable[[HostT], None]
    """Does it, with what the app offers."""
    screens: tuple[str, ...] = ()
    """The screens it is for; there its keys come before those of actions for all (none named)."""
    in_dialogs: bool = False
    """Its keys act in dialogs too."""
    needs: Need = ""
    """What the run must be able to do; it is offered by no run that can't."""

    def is_for(self, screen: str) -> bool:
        """Return whether it does anything on a screen."""
        return not self.screens or screen in self.screens


class KeyBindings(Generic[HostT]):
    """A table of actions with the keys that they are bound to: their own, or the person's.

    Textual's own keymap changes the keys of bindings, and no more: bars and help need the keys of
    all actions, bound on the screen that is shown or not.
    """

    def __init__(self, actions: Iterable[Action[HostT]], own: Keymap) -> None:
        self.actions = tuple(actions)
        """The actions, in the order in which they are listed."""
        self._by_id = {action.id: action for action in self.actions}
        self._keys = {action.id: own.get(action.id, action.keys) for action in self.actions}
        self._bound = frozenset(key for keys in self._keys.values() for key in keys)

    def __getitem__(self, action: str) -> Action[HostT]:
        """Return the action with this id; raises `KeyError` when there is none."""
        return self._by_id[action]

    def __contains__(self, action: object) -> bool:
        """Return whether there is an action with this id."""
        return action in self._by_id

    def keys_of(self, action: str) -> tuple[str, ...]:
        """Return the keys that an action is bound to."""
        return self._keys[action]

    def is_bound(self, key: str) -> bool:
        """Return whether a key is bound to any action."""
        return key in self._bound
