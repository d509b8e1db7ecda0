"""What help says of the panels: by the titles that they have on the screen, that in focus first."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from site_sim.facts.models import MODEL_FACTS
from site_sim.player.intents import Select, Zoom
from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.help import Help
from site_sim.ui.screens.site.foot.control_panel import TITLE
from site_sim.ui.screens.told import PANELS, told_panels
from tests.ui.app_fixture import run, settle, show, site, text_of
from tests.ui.dialogs.lives import words_in
from tests.ui.races import race_app

SIZES = [(60, 18), (80, 24), (120, 36)]
SCREENS: tuple[ScreenName, ...] = ("site", "timeline", "code")


@pytest.mark.sampled
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", SIZES)
def test_each_panel_that_help_tells_of_stands_on_the_screen_under_that_title(
    screen: ScreenName, size: tuple[int, int]
) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await settle(pilot)
        told = told_panels(app.screens.shown, app.themes.glyphs.dot)
        assert told
        shown = text_of(app)
        assert [title for _, title in told if not title or title not in shown] == []
        await pilot.press("question_mark")
        await settle(pilot)
        first, title = told[0]
        assert f"{title} {PANELS[first]}" in " ".join(words_in(app).split())

    run(site(at=20.0, workers=6), act, size)


def test_every_panel_is_told_of_on_some_screen() -> None:
    seen: set[str] = set()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for screen in SCREENS:
            for selection in (Select(), Select("task", 1)):
                app.player.do(selection)
                show(app, screen)
                await settle(pilot)
                seen.update(id for id, _ in told_panels(app.screens.shown, "·"))

    async def race(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(2):
            await settle(pilot)
            seen.update(id for id, _ in told_panels(app.screens.shown, "·"))
            await pilot.press("o")

    run(site(at=20.0, workers=40), act)
    run(race_app(), race)
    assert seen | {"control-panel"} == {*PANELS}


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODEL_FACTS)
def test_help_on_a_panel_begins_with_that_panel(model: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.screens.site.set_focus(app.screens.site.accept_log)
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, Help)
        words = words_in(app)
        assert words.index("Done") < words.index("Queued") < words.index("Chain")
        await pilot.press("enter")
        assert isinstance(app.screen, Help), "what is explained is nothing to do"

    run(site(at=20.0, model=model), act)


@pytest.mark.sampled
@pytest.mark.parametrize(("panel", "title"), [("accepted", "Done"), ("chain-panel", "Chain")])
def test_help_on_a_zoomed_panel_begins_with_that_panel(panel: str, title: str) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.host.wish(Zoom(panel))
        await settle(pilot)
        await pilot.press("question_mark")
        await settle(pilot)
        words = words_in(app)
        assert words.index(f"{title} {PANELS[panel].split()[0]}") < words.index("States")
        assert "Queued" not in words

    run(site(at=20.0), act)


def test_a_title_that_is_cut_short_is_told_without_its_number_too() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        assert app.screens.site.pile.border_title == "Queued 1,986"
        titles = {panel.id: panel.title for panel in told_panels(app.screen, "·")}
        assert titles["queue"] == "Queued"

    run(site(at=20.0, rate=100.0), act, (80, 24))


def test_a_number_in_a_title_is_never_cut() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await settle(pilot)
        assert app.screens.site.pile.border_title == "╳ 199,986"
        assert {panel.title for panel in told_panels(app.screen, "·")} >= {"Queued", "Done"}

    run(site(at=20.0, rate=10_000.0), act, (80, 24))


def test_the_panel_of_controls_is_told_of_where_it_is_closed() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark", *"utilisation")
        await settle(pilot)
        assert f"{TITLE} {PANELS['control-panel'].split(',')[0]}" in words_in(app)

    run(site(at=20.0), act)
