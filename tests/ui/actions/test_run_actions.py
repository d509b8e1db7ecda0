"""What actions do to the site."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from site_sim.commands import OrderJobs
from site_sim.log.events import Kind
from site_sim.player.controls import BURST
from site_sim.player.intents import Select
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, NOTHING, Selection
from site_sim.scenario.steps import RATES
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import run, site, text_of


def test_a_burst_is_ordered_from_the_palette() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"burst")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert [entry.command for entry in app.player.session.journal] == [OrderJobs(BURST)]

    run(site(rate=0.0), act)


def test_the_keys_of_the_controls_do_what_they_say() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        player = app.player
        settings = lambda: player.session.state.settings  # noqa: E731
        await pilot.press("space")
        assert player.view.paused
        await pilot.press("space")
        assert not player.view.paused
        before = len(player.session.log)
        await pilot.press("full_stop")
        assert player.view.paused
        assert player.session.state.seq == before or player.session.state.seq == before + 1
        await pilot.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        assert player.view.speed == 2
        await pilot.press("asterisk")
        assert player.view.speed == AS_FAST_AS_IT_CAN
        await pilot.press("plus", "equals_sign", "minus")
        assert player.controls.workers == 5
        await pilot.press("right_square_bracket")
        assert player.controls.rate == RATES[RATES.index(1.0) + 1]
        await pilot.press("left_square_bracket")
        assert player.controls.rate == 1.0
        await pilot.press("e", "e", "E")
        assert player.controls.defect_rate == 0.01
        await pilot.press("v")
        assert not settings().supervise
        arrived = player.session.state.arrived
        await pilot.press("j", "J")
        assert player.session.state.arrived == arrived + 1 + BURST
        await pilot.press("up")
        assert player.view.selected == Selection("task", 0)
        await pilot.press("x")
        assert player.session.state.workers[0].dead
        await pilot.press("escape")
        assert player.view.selected == NOTHING
        await pilot.press("r")
        assert (settings().seed, player.session.now) == (42, 0)
        await pilot.press("R")
        assert settings().seed == 43
        await pilot.press("z")
        assert app.screen.has_class("-zoom")
        await pilot.press("escape")
        assert not app.screen.has_class("-zoom")
        await pilot.press("q")

    app = site()
    run(app, act)
    assert app.return_code == 0


def test_an_accident_without_anyone_left_is_said() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("x", "x")
        await pilot.pause()
        assert "there is nobody left" in text_of(app)

    run(site(workers=1, supervise=False), act)


def accidents(app: SiteApp) -> int:
    """Return how many accidents have happened."""
    log = app.player.session.log
    return log.kinds(0, len(log)).count(Kind.AccidentHappened)


@pytest.mark.parametrize(
    ("program", "name", "words"),
    [
        ("pipeline", "foreman", "only workers have accidents: foreman is selected"),
        ("pipeline", "accept", "only workers have accidents: accept is selected"),
        ("producer-consumer", "producer", "only the consumer has accidents: producer is selected"),
    ],
)
def test_an_accident_to_one_who_has_none_hits_nobody_else(
    program: str, name: str, words: str
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash", *name, "enter")
        await pilot.press("x")
        await pilot.pause()
        assert accidents(app) == 0
        assert words in text_of(app)

    run(site(program=program, at=3.0), act)


def test_an_accident_to_a_worker_who_is_gone_hits_nobody_else() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.player.do(Select("task", 1))
        await pilot.press("x")
        assert accidents(app) == 1
        await pilot.press("x")
        await pilot.pause()
        assert accidents(app) == 1
        assert "worker 1 is not there" in text_of(app)

    run(site(workers=3, supervise=False, model="coroutines"), act)
