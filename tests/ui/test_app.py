"""The app around the panels: its dialogs, its clock, what it says, and how it ends."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.screen import ModalScreen

from site_sim.base.errors import Fault
from site_sim.base.text import SIGN, clean
from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.player.intents import OpenScenario, Select, SetSpeed
from site_sim.player.view_state import ScreenName
from site_sim.scenario.loading import load_scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.rows_panel import RowsPanel
from site_sim.ui.theme.registry import load_themes
from tests.ui.app_fixture import (
    FRAME_S,
    WIDE,
    Seconds,
    driver_of,
    notices_of,
    pass_time,
    run,
    show,
    site,
    text_of,
)
from tests.ui.conftest import come_to_rest

# -- the clock and speed -------------------------------------------------------------------------


def test_simulated_time_follows_the_speed_and_stops_when_paused() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1)
        assert app.player.session.now == pytest.approx(1 * SECOND, rel=1e-6)
        app.player.do(SetSpeed(64))
        pass_time(app, 1)
        assert app.player.session.now == pytest.approx(65 * SECOND, rel=1e-6)
        app.action_do("pause")
        pass_time(app, 1)
        assert app.player.session.now == pytest.approx(65 * SECOND, rel=1e-6)

    run(site(), act)


def test_when_it_is_behind_it_says_how_fast_it_really_goes() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1)
        progress = app.player.progress
        assert progress.is_behind
        assert 0 < progress.real_speed < 1024
        assert f"(really {progress.real_speed:.0f}×)" in text_of(app).splitlines()[0]
        await pilot.press("space")
        assert "really" not in text_of(app).splitlines()[0]

    run(site(workers=500, rate=1000.0, speed=1024.0, budget=Seconds(0.001)), act)


def test_a_tick_keeps_its_budget_however_fast_it_is_to_go() -> None:
    looks = Seconds(0.001)
    app = site(workers=500, rate=1000.0, speed=1024.0, budget=looks)
    before = looks.now
    app.player.tick(FRAME_S)
    assert looks.now - before < 0.01


def test_a_terminal_that_is_slower_gets_fewer_frames() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        pass_time(app, 1)
        shown = app.screens.site.queue.frame
        driver_of(app).is_behind = True
        app.player.do(OrderJobs(50))
        app.screens.publish()
        await pilot.pause()
        assert "50" not in str(app.screens.site.pile.border_title)
        driver_of(app).is_behind = False
        app.screens.publish()
        await pilot.pause()
        assert "50" in str(app.screens.site.pile.border_title)
        assert app.screens.site.queue.frame is not shown

    run(site(rate=0.0), act)


def test_the_time_in_which_it_was_stopped_is_not_the_sites() -> None:
    now = Seconds()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.clock.restart()
        now.now += 3_600
        app.on_resume()
        now.now += 0.01
        app.clock.tick()
        assert app.player.session.now == SECOND // 100

    run(site(now=now), act)


# -- a time ahead --------------------------------------------------------------------------------


def test_a_moment_soon_is_there_when_the_screen_opens() -> None:
    app = site(at=30.0)
    assert app.player.session.now == 30 * SECOND
    assert app.player.progress.destination is None


def test_a_moment_far_ahead_is_reached_behind_the_screen() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.screens.publish()
        await pilot.pause()
        assert "on the way to 16:40.0; space stops here" in text_of(app)
        reached = app.player.session.now
        app.advance(FRAME_S)
        assert reached < app.player.session.now < 1000 * SECOND
        for _ in range(10_000):
            if app.player.progress.destination is None:
                break
            app.advance(FRAME_S)
        assert app.player.session.now == 1000 * SECOND
        assert "on the way" not in text_of(app)

    run(site(at=1000.0, rate=5.0, workers=20, budget=Seconds(0.02)), act)


def test_the_way_to_a_moment_can_be_cut_short() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.advance(FRAME_S)
        await pilot.press("space")
        assert app.player.progress.destination is None
        assert app.player.view.paused
        reached = app.player.session.now
        app.advance(FRAME_S)
        assert app.player.session.now == reached < 1000 * SECOND
        app.action_do("leap-on")
        assert app.player.session.now == reached + 10 * SECOND

    run(site(at=1000.0, rate=5.0, workers=20, budget=Seconds(0.02)), act)


def test_a_site_that_has_ended_goes_nowhere() -> None:
    app = site(at=1000.0, count=3)
    assert app.player.progress.destination is None
    assert app.player.session.playback.ended


# -- what is said --------------------------------------------------------------------------------


def test_faults_of_the_configuration_are_said_as_they_stand() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        assert "config.toml: keys.[red]: unknown" in text_of(app)
        assert "[/] [@click=app.quit]x[/]" in text_of(app)

    faults = [Fault("unknown", "config.toml: keys.[red]"), Fault("[/] [@click=app.quit]x[/]")]
    run(site(faults=faults), act)


HOSTILE = [
    "\x1b]0;pwned\x07\x1b[2J\x1b[31m",
    "\x9b31m\x9d0;x\x9c",
    "\u202egnp.exe\u2066",
    "[/] [@click=app.quit]x[/] [bold]",
    "漢字" * 40,
    "e" + "\u0301" * 500,
    "x" * 10_000,
    "\ud800\udfff",
    "a\tb\nc\rd\x00e",
    "👩‍👩‍👧‍👦🏳️‍🌈",
]


def hostile_scenario(tmp_path: Path) -> Path:
    import json

    jobs = [{"io_s": 0.3, "name": name, "arrival_s": n / 4} for n, name in enumerate(HOSTILE)]
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, jobs)))
    title = json.dumps("".join(HOSTILE[:6]).encode("utf-8", "replace").decode()[:150])
    (tmp_path / "site.toml").write_text(f'title = {title}\njobs = "jobs.jsonl"\nrate = 0\n')
    return tmp_path / "site.toml"


def test_nothing_of_hostile_texts_is_interpreted_and_rows_keep_their_width(
    tmp_path: Path,
) -> None:
    app = site(load_scenario(str(hostile_scenario(tmp_path))))

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for position in range(12):
            pass_time(app, 0.5)
            app.player.do(Select("job", position))
            app.screens.publish()
            await pilot.pause()
            for panel in app.screen.query(RowsPanel):
                for y in range(panel.size.height):
                    strip = panel.render_line(y)
                    assert clean(strip.text) == strip.text
                    assert "\t" not in strip.text
                    assert sum(map(cell_len, strip.text)) == strip.cell_length == panel.size.width
        app.action_do("story")
        await pilot.pause()
        assert "job #11 has not arrived yet" in text_of(app)
        app.player.do(Select("job", 0))
        app.action_do("story")
        await pilot.pause()
        assert isinstance(app.screen, ModalScreen)
        assert clean(text_of(app)) == text_of(app)
        assert app.is_running

    run(app, act, WIDE)


THEME = """
name = "hostile"
title = "\\u001b]0;owned\\u0007 [/] [@click=app.quit]x[/] \\u202e"
monochrome = true
"""


def test_the_title_of_a_theme_is_only_text(tmp_path: Path) -> None:
    (tmp_path / "hostile.toml").write_text(THEME)
    themes, faults = load_themes(tmp_path)
    assert faults == []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.action_do("theme")
        await pilot.pause()
        assert f"{SIGN}]0;owned{SIGN} [/] [@click=app.quit]x[/] {SIGN}" in text_of(app)
        await pilot.press("end")
        assert app.theme == "hostile"
        assert clean(text_of(app)) == text_of(app)

    run(site(themes=themes), act)


def test_of_many_faults_the_first_are_told_in_one_place() -> None:
    faults = [Fault(f"is number {number}", "config.toml") for number in range(12)]

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        (notice,) = notices_of(app)
        assert notice.message.splitlines() == [
            "config.toml: is number 0",
            "config.toml: is number 1",
            "and 10 more, told when the screen closes",
        ]

    run(site(faults=faults), act, (80, 24))


@pytest.mark.parametrize("later", [False, True])
def test_how_a_job_file_is_run_by_default_is_told(
    later: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("work.csv").write_text("io_s\n1\n")
    Path("my.toml").write_text('jobs = "work.csv"\n')

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        if later:
            assert [*notices_of(app)] == []
            app.player.do(OpenScenario("my.toml"))
            await pilot.pause()
        (notice,) = notices_of(app)
        assert notice.message.startswith("work.csv: by default model coroutines (0% of the work")
        assert "cores 4 (one a worker)" in notice.message
        assert len(notice.message) / 20 == notice.timeout > 5

    run(site(None if later else load_scenario("my.toml")), act)


def test_the_palette_has_no_sign_of_two_cells() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert all(cell_len(sign) <= 1 for sign in text_of(app))

    run(site(glyphs="ascii"), act)


def test_the_clock_does_not_start_once_it_ends() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        app.end(0)
        app.start_clock()
        assert app.ticking is None

    run(site(), act)


@pytest.mark.sampled
@pytest.mark.parametrize("screen", ["site", "timeline", "code"])
def test_without_our_painter_the_screens_look_the_same(screen: ScreenName) -> None:
    seen: list[str] = []

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, screen)
        await pilot.pause()
        pass_time(app, 2)
        await pilot.pause()
        seen.append(text_of(app))

    for is_painted in (True, False):
        run(site(is_painted=is_painted), act)
    assert seen[0] == seen[1]


def test_rest_is_waited_for_however_long_others_have_the_processor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = []

    def work() -> None:
        turns.append(1)
        if len(turns) < 5:
            asyncio.get_running_loop().call_soon(work)

    async def wait() -> None:
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "time", Seconds(10.0))
        loop.call_soon(work)
        await come_to_rest()
        assert len(turns) == 5

    asyncio.run(wait())


def test_rest_is_waited_for_where_a_layout_is_put_off_to_the_next_time() -> None:
    """Textual's timer leaves out a time that has passed; a pilot then lays out in mid-look."""

    async def wait() -> None:
        late = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(2 / 60, late.set_result, None)
        await come_to_rest()
        assert late.done()

    asyncio.run(wait())
