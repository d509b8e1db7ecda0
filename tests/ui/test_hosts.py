"""Which run is in front, and for which time passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.export import source
from site_sim.player.race import Race
from site_sim.scenario.scenario import Scenario
from site_sim.ui.actions.host import RACE_LEFT
from site_sim.ui.app import SiteApp
from site_sim.ui.theme.registry import BRIGHT_HALL, DARK_HALL
from tests.export.written import eventful, written
from tests.player.racing import recording_and_run
from tests.ui.app_fixture import run, settle, site
from tests.ui.races import let_pass, race_app, race_in


def test_time_passes_for_what_is_in_front_and_not_for_what_stands_behind_it() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        first, beside = (host.player.session for host in app.hosts)
        await let_pass(app, 1)
        assert first.now == beside.now > 0
        before = first.now, beside.now
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("space")
        await let_pass(app, 1)
        assert (first.now, beside.now) == before
        race = race_in(app)
        assert race.playhead.now > 0
        at = race.playhead.now
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("space")
        await let_pass(app, 1)
        assert race.visit is not None
        assert race.visit.player.session.now > race.playhead.now == at

    run(site(beside=[Scenario()]), act)


def test_screens_of_what_was_left_are_let_go_of() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for _ in range(3):
            for key in ("enter", "2", "3", "4"):
                await pilot.press(key)
                await settle(pilot)
        assert [*app._installed_screens] == []  # noqa: SLF001 - there is no list
        assert len(app.runs.all) == 1
        assert app.screen_stack == [app.screens.shown]

    run(race_app(), act)


@pytest.mark.parametrize("begins_with_race", [False, True])
def test_a_race_with_a_log_that_is_none_further_down_is_left_and_the_app_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begins_with_race: bool
) -> None:
    monkeypatch.setattr(source, "FIRST_BYTES", 1)
    monkeypatch.setattr(source, "BYTES_AN_EVENT", 1)
    log = tmp_path / "run.jsonl"
    log.write_bytes(written(eventful("threads", seed=3)).rpartition(b"{")[0] + b"this is none\n")

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.player
        if not begins_with_race:
            await pilot.press("4")
            await settle(pilot)
        race_in(app)
        await pilot.press("m")
        app.screen.query_one(Input).value = f"serial; {log}"
        await pilot.press("enter")
        for _ in range(20):
            app.advance(0.05)
            await settle(pilot)
        assert not app.is_ending
        assert app.player is before
        told = [notice.message for notice in app._notifications]  # noqa: SLF001 - there is no list
        assert any("run.jsonl:" in words and RACE_LEFT in words for words in told)
        await pilot.press("space")
        await let_pass(app, 1)
        await pilot.press("4")
        await settle(pilot)
        assert race_in(app).tracks.runs[0].name == "serial"
        assert not app.is_ending

    run(race_app("serial", "threads") if begins_with_race else site(), act)


def test_the_journal_of_a_race_has_what_is_done_in_its_runs() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        for key in ("plus", "enter", "comma", "4", "w"):
            await pilot.press(key)
            await settle(pilot)
        kinds = [line for line in app.host.journal.text().splitlines()[1:-1] if '"wish"' in line]
        names = [line.rpartition('"type":"')[2].partition('"')[0] for line in kinds]
        assert names == ["Hire", "Visit", "StepBack", "Leave", "Turn"]

    run(race_app(), act)


def test_a_theme_is_for_the_site_its_race_and_the_runs_of_that() -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        seen = []
        for keys in ("T4", "enter", "T4", "escape"):
            for key in [keys] if keys in {"enter", "escape"} else keys:
                await pilot.press(key)
                await settle(pilot)
            seen.append((app.player.view.theme, app.themes.current.name))
        bright, dark = (BRIGHT_HALL,) * 2, (DARK_HALL,) * 2
        assert seen == [bright, bright, dark, dark]

    run(site(), act)


def test_logs_of_a_race_are_closed_when_another_one_is_opened_in_its_place(tmp_path: Path) -> None:
    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        runs = recording_and_run(tmp_path, is_cut=True)
        race, other = (Race(each, lambda: 0.0, app.show_message) for each in (runs, runs[1:] * 2))
        replay = race.players[0].replay
        assert replay is not None
        assert replay.awaited is not None
        app.runs.open_race(race)
        app.runs.open_race(other)
        await settle(pilot)
        assert replay.awaited is None

    run(site(), act)
