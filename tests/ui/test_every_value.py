"""Every value on every screen is clicked: it asks, or takes a step, and nothing else happens.

The values are found by themselves: they are the words on the bars, and in the panels, at the cells
where they are drawn. A button in brackets says what it does; the footer's keys are keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from site_sim.base.units import SECOND
from site_sim.commands import Command, Hire, LayOff, SetDefectRate, SetRate, SetSupervision
from site_sim.player.intents import (
    ScrollPanel,
    Seek,
    Select,
    SetPaused,
    SetSpeed,
    ShowControls,
    ShowScreen,
)
from site_sim.player.view_state import ScreenName, ViewState
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.screens.shared.controls import BUTTONS
from tests.ui.app_fixture import run, settle, show, site, text_of

WIDE = (160, 40)
STEPS = (Hire, LayOff, SetRate, SetDefectRate, SetSupervision)
"""What a click changes by a step, or from one of two values to the other."""
SWITCHES = ("►", "‖", "paused", "[+]", "[−]")
"""What stops time or lets it pass, as its neighbours do, and the steps of the speed."""
SCENARIOS = {
    "running": Scenario(at=6.0, defect_rate=0.2),
    "paused": Scenario(at=6.0, paused=True, model="hybrid", wiring="direct"),
    "past": Scenario(at=9.0, paused=True, model="threads", workload="cpu", rate=3.0),
    "finished": Scenario(at=60.0, count=3, paused=False),
    "job file": Scenario(at=3.0, jobs="work.csv", rate=0.0),
}
BUTTON = re.compile(r"|".join(re.escape(f"[{words}]") for words in BUTTONS.values()))
WORD = re.compile(r"[^\s│─╭╮╰╯]+")


def values_on(app: SiteApp) -> Iterator[tuple[str, int, int, bool]]:
    """Yield the values on the screen, each with its place, and whether it is on a bar.

    They are the words on bars, but those of buttons; in panels the words with a number; and of the
    footer the values, whose keys are keys.
    """
    lines = text_of(app).splitlines()
    keys = app.screen.query_one("#keys", Bar)
    x = 0
    for text, role, _ in keys.items:
        if role == "strong":
            yield text.strip(), x + 1, len(lines) - 1, True
        x += len(text)
    for y, line in enumerate(lines[:-1]):
        for found in WORD.finditer(BUTTON.sub(lambda button: " " * len(button[0]), line)):
            x = found.start() + len(found[0]) // 2
            on_bar = isinstance(app.screen.get_widget_at(x, y)[0], Bar)
            if on_bar or re.search(r"\d", found[0]):
                yield found[0], x, y, on_bar


async def outcome(app: SiteApp, pilot: Pilot[int], word: str, x: int, y: int) -> str:
    """Click on a word, and return what happened, with everything as before again."""
    player, session, view = app.player, app.player.session, app.player.view
    before, journal, scenario = session.playhead.position, [*session.journal], player.scenario
    await pilot.click(offset=(x, y))
    await pilot.pause()
    assert app.is_running
    assert player.session is session, f"{word!r} begins another run"
    assert player.scenario is scenario
    happened = "nothing"
    if isinstance(app.screen, ModalScreen):
        happened = "asks"
        await pilot.press("escape")
        await pilot.pause()
    new: list[Command] = [entry.command for entry in session.journal[len(journal) :]]
    if new:
        assert happened == "nothing"
        assert len(new) == 1
        assert isinstance(new[0], STEPS), f"{word!r} does {new[0]}"
        await pilot.press("U")
        while session.fork_progress is not None:
            app.advance(1 / 60)
        happened = "steps"
    assert session.journal == journal, f"{word!r} can't be taken back"
    happened = went(happened, view, player.view, session.playhead.position != before)
    take_back(app, view)
    player.do(Seek(before.at))
    player.do(SetPaused(view.paused))
    app.screens.publish()
    await pilot.pause()
    return happened


def went(happened: str, before: ViewState, after: ViewState, moved: bool) -> str:
    """Return what a click did to the view: it may select, pause, scroll, or move the playhead."""
    if after.speed != before.speed:
        assert after.speed in (before.speed * 2, before.speed / 2), "a step"
    assert after.screen == before.screen
    assert after.theme == before.theme
    if happened == "nothing" and moved:
        return "seeks"
    return "looks" if happened == "nothing" and after != before else happened


def take_back(app: SiteApp, view: ViewState) -> None:
    """Make the view what it was."""
    player = app.player
    player.do(Select(*view.selected))
    for panel, row in view.scrolls.items():
        player.do(ScrollPanel(panel, row))
    player.do(SetSpeed(view.speed if view.speed != float("inf") else "max"))
    player.do(ShowScreen(view.screen))


@pytest.mark.sampled(0.1)
@pytest.mark.parametrize(
    ("state", "screen"),
    [*((state, "site") for state in SCENARIOS), ("past", "timeline"), ("paused", "code")],
)
def test_a_click_on_a_value_asks_or_steps(state: str, screen: ScreenName) -> None:
    found: dict[str, set[str]] = {}

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        if state == "past":
            app.player.do(Seek(4 * SECOND))
        show(app, screen)
        if screen == "site":
            app.player.do(ShowControls(on=True))
        await settle(pilot)
        for word, x, y, on_bar in [*values_on(app)]:
            happened = await outcome(app, pilot, word, x, y)
            if on_bar and word not in SWITCHES:
                assert happened in ("nothing", "asks", "steps"), f"{word!r} {happened}"
            found.setdefault(happened, set()).add(word)

    run(site(SCENARIOS[state]), act, WIDE)
    model = SCENARIOS[state].model
    assert model in found["asks"]
    if screen == "site":
        assert {"Workers", "Speed", "Model", "Wiring", "Supervision"} <= found["asks"]
        assert {"[+]", "[−]", "[on]"} <= found["steps"] | found["looks"]
