"""Several players on one clock in one app: each looks as it does alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import Hire
from site_sim.player.intents import Seek, Select, SetPaused, ShowScreen, Wish, Zoom
from site_sim.player.view_state import ScreenName
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from tests.ui.app_fixture import pass_time, run, settle, show, site, strips_of, text_of

ONE = Scenario(title="one", model="coroutines", workers=5, rate=2.0, seed=1)
OTHER = Scenario(title="other", model="threads", workload="cpu", workers=9, rate=3.0, seed=2)
WISHES: dict[str, tuple[Sequence[Wish], ...]] = {
    "one": (
        (Select("task", 2),),
        (SetPaused(True), Seek(2 * SECOND)),
        (Zoom("queue"), Hire(1)),
    ),
    "other": ((), (Select("job", 4),), ()),
}
"""What is wanted of each run, after every two seconds."""
SCREENS: tuple[ScreenName, ...] = get_args(ScreenName)

Picture = list[list[Segment]]


async def pictures(app: SiteApp, pilot: Pilot[int], numbers: Sequence[int]) -> list[list[Picture]]:
    """Let time pass, do what is wanted, and return what each player shows then on each screen."""
    for number in range(3):
        pass_time(app, 2)
        await pilot.pause()
        for host in app.hosts:
            for wish in WISHES[host.player.frame().title][number]:
                host.wish(wish)
    seen: list[list[Picture]] = []
    for number in numbers:
        if app.host is not app.hosts[number]:
            app.bring_to_front(number)
        seen.append([])
        for screen in SCREENS:
            show(app, screen)
            await settle(pilot)
            seen[-1].append([list(strip) for strip in strips_of(app)])
    return seen


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
def test_each_is_drawn_cell_for_cell_as_when_it_is_alone(size: tuple[int, int]) -> None:
    alone: list[list[Picture]] = []
    together: list[list[Picture]] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        alone.extend(await pictures(app, pilot, [0]))

    async def act_both(app: SiteApp, pilot: Pilot[int]) -> None:
        together.extend(await pictures(app, pilot, [0, 1, 0]))
        one, other = (host.player for host in app.hosts)
        assert one.view.paused
        assert not other.view.paused
        assert one.session.now < 3 * SECOND < other.session.now
        assert one.session.journal
        assert not other.session.journal

    run(site(ONE), act, size)
    run(site(OTHER), act, size)
    run(site(ONE, beside=[OTHER]), act_both, size)
    assert [len(screens) for screens in alone] == [3, 3]
    assert together == [*alone, alone[0]]


def test_keys_and_clicks_go_to_the_player_in_front() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        one, other = (host.player for host in app.hosts)
        pass_time(app, 3)
        await pilot.press("space", "3")
        await settle(pilot)
        app.bring_to_front(1)
        await settle(pilot)
        assert "threads" in text_of(app).splitlines()[0]
        await pilot.press("plus", "2")
        await settle(pilot)
        await pilot.click("#scrubber", offset=(20, 0))
        assert (len(one.session.journal), len(other.session.journal)) == (0, 1)
        assert (one.view.paused, other.view.paused) == (True, True)
        assert one.session.playhead.is_live
        assert not other.session.playhead.is_live
        assert (one.view.screen, other.view.screen) == ("code", "timeline")
        app.bring_to_front(0)
        await settle(pilot)
        assert app.screen is app.hosts[0].screens.get("code")
        await pilot.press("space")
        assert not one.view.paused
        one.do(ShowScreen("site"))
        app.advance(0)
        assert app.screen_stack == [app.hosts[0].screens.site]

    run(site(ONE, beside=[OTHER]), act)


def test_a_player_behind_changes_nothing_of_what_is_in_front() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        before = text_of(app)
        for wish in (ShowScreen("timeline"), Zoom("map"), Seek(0), SetPaused(True)):
            app.hosts[1].wish(wish)
        await settle(pilot)
        assert text_of(app) == before
        app.bring_to_front(1)
        await settle(pilot)
        assert app.screen is app.hosts[1].screens.get("timeline")

    run(site(ONE, beside=[OTHER]), act)
