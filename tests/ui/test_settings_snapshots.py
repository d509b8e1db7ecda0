"""What the dialog with every setting looks like, and each list: from it, and from the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from site_sim.scenario.settings import SETTINGS
from tests.ui.app_fixture import PilotAct, after, site

Compare = Callable[..., bool]

LOOKS = [
    pytest.param((60, 18), "unicode", id="60x18"),
    pytest.param((80, 24), "unicode", id="80x24"),
    pytest.param((120, 36), "unicode", id="120x36"),
    pytest.param((80, 24), "ascii", id="ascii"),
]
LISTS = [setting.name for setting in SETTINGS.values() if setting.choices]
KEYS = {
    **{"speed": "S", "defects": "D", "scenario": "o", "theme": "t"},
    **{"model": "m", "wiring": "i", "dispatch": "d", "workload": "w"},
}
"""The keys that open a list on the site."""


def alone(*keys: str) -> PilotAct:
    """Return an act that hides the site, and presses keys that open dialogs."""

    async def act(pilot: Pilot[int]) -> None:
        for panel in pilot.app.screen.children:
            panel.visible = False
        await after(*keys)(pilot)

    return act


@pytest.mark.parametrize(("size", "glyphs"), LOOKS)
def test_every_setting(snap_compare: Compare, size: tuple[int, int], glyphs: str) -> None:
    keys = ("C", *"cores", "right", "down", "down", "right", "up", "up")
    app = site(at=3.0, glyphs=glyphs)
    assert snap_compare(app, terminal_size=size, run_before=after(*keys))


@pytest.mark.parametrize(("size", "glyphs"), LOOKS)
def test_a_cost_that_is_typed_wrong(
    snap_compare: Compare, size: tuple[int, int], glyphs: str
) -> None:
    keys = ("C", *"loop", "enter", *"50", "enter")
    app = site(at=3.0, glyphs=glyphs)
    assert snap_compare(app, terminal_size=size, run_before=alone(*keys))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("size", "glyphs"), LOOKS)
def test_a_list(snap_compare: Compare, size: tuple[int, int], glyphs: str, name: str) -> None:
    app = site(at=3.0, glyphs=glyphs)
    assert snap_compare(app, terminal_size=size, run_before=alone("C", *name, "enter"))


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize(("size", "glyphs"), LOOKS)
def test_a_list_of_the_site(
    snap_compare: Compare, size: tuple[int, int], glyphs: str, name: str
) -> None:
    app = site(at=3.0, glyphs=glyphs)
    assert snap_compare(app, terminal_size=size, run_before=alone(KEYS[name], "down"))
