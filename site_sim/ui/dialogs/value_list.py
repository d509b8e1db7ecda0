"""The list of a setting's values."""

from __future__ import annotations

from site_sim.scenario.settings import REBUILT, SETTINGS
from site_sim.ui.dialogs.picker import Choice, Picker


def value_list(name: str, present: str, title: str = "") -> Picker:
    """Return a list of the values that a setting has names for.

    Where the site is rebuilt for another value, it says so before.
    """
    setting = SETTINGS[name]
    more = REBUILT if setting.rebuilds else ""
    choices = [Choice(value, about, more) for value, about in setting.choices.items()]
    return Picker(title or name, choices, present)
