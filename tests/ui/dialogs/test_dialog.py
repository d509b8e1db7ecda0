"""Whatever is clicked while a dialog is open, the keyboard still works in it."""

from __future__ import annotations

from itertools import chain, product

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from site_sim.player.intents import Select
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import driver_of, run, site
from tests.ui.conftest import come_to_rest

SIZE = (80, 24)
OPENERS = ("help", "theme", "set-rate", "palette", "find", "run-to", "story")
TYPED_IN = ("set-rate", "palette", "find", "run-to")
"""Those that have a field."""
CELLS = [
    *product(range(3, SIZE[0], 11), range(1, SIZE[1], 3)),
    *chain.from_iterable(((x, SIZE[1]), (SIZE[0], x), (x + SIZE[0], 3)) for x in (0, 7, 20)),
]
"""Places all over the screen, and beyond it: the window was larger when that was clicked."""


def click(app: SiteApp, x: int, y: int) -> None:
    for kind in (events.MouseDown, events.MouseUp):
        event = kind(None, x, y, 0, 0, 1, False, False, False, x, y)
        driver_of(app).process_message(event)


async def open_by(app: SiteApp, opener: str) -> None:
    app.host.wish(Select("job", 0))
    app.host.do(opener)
    await come_to_rest()
    assert isinstance(app.screen, ModalScreen)


@pytest.mark.sampled
@pytest.mark.parametrize("opener", OPENERS)
def test_after_a_click_anywhere_the_focus_is_in_the_dialog_or_it_is_closed(opener: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        still_open = 0
        for cell in CELLS:
            if not isinstance(app.screen, ModalScreen):
                await open_by(app, opener)
            click(app, *cell)
            await come_to_rest()
            if isinstance(app.screen, ModalScreen):
                still_open += 1
                assert app.focused is not None, cell
        assert still_open

    run(site(at=3.0), act, SIZE)


@pytest.mark.sampled
@pytest.mark.parametrize("opener", TYPED_IN)
def test_after_a_click_beyond_the_edge_typing_goes_on_where_it_was(opener: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await open_by(app, opener)
        field = app.screen.query_one(Input)
        await pilot.press("1")
        click(app, SIZE[0] + 2, SIZE[1] + 1)
        await pilot.press("tab", "2")
        assert field.value == "12"
        await pilot.press("escape")
        assert app.screen is app.screens.site

    run(site(at=3.0), act, SIZE)


@pytest.mark.sampled
@pytest.mark.parametrize("opener", TYPED_IN)
def test_a_dialog_that_opened_while_the_terminal_had_no_focus_has_it_later(opener: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        driver_of(app).process_message(events.AppBlur())
        await come_to_rest()
        await open_by(app, opener)
        assert app.focused is None
        driver_of(app).process_message(events.AppFocus())
        await come_to_rest()
        assert app.focused is not None

    run(site(at=3.0), act, SIZE)
