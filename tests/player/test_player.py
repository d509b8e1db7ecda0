"""How time passes, another run, the speed and the selection."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import Hire, OrderJobs
from site_sim.kernel.config import SimulationConfig
from site_sim.log.cast import NOBODY
from site_sim.player.intents import (
    GoToEvent,
    OpenScenario,
    Restart,
    Select,
    SetBlank,
    SetCaption,
    SetSpeed,
)
from site_sim.player.needs import Needs
from site_sim.player.view_state import FASTEST, Selection
from site_sim.scenario.loading import load_scenario
from site_sim.scenario.scenario import Scenario
from tests.player.playing import Played


def test_paused_no_time_passes() -> None:
    played = Played()
    played.player.pause()
    before = played.player.session.playhead.position
    played.frames(10)
    assert played.player.session.playhead.position == before
    played.player.pause()
    played.frames(10)
    assert played.player.session.now > before.at


def test_the_cells_of_the_strips_are_as_long_as_they_are_at_the_speed() -> None:
    player = Played().player
    for speed, cell_ns in ((8.0, 2_000_000_000), (1 / 16, 15_625_000), (1.0, 250_000_000)):
        player.do(SetSpeed(speed))
        assert player.view.cell_ns == cell_ns
    player.do(SetSpeed("max"))
    assert player.view.cell_ns == 250_000_000 * FASTEST


def test_a_restart_keeps_what_was_set_and_nothing_that_happened() -> None:
    player = Played(seed=4).player
    player.controls.set_workers(7)
    player.controls.set_rate(5.0)
    player.do(Select("task", 1))
    player.do(Restart(new_seed=True))
    settings = player.session.state.settings
    assert (player.session.now, player.session.journal) == (0, [])
    assert (player.scenario.seed, settings.rate, player.controls.workers) == (5, 5.0, 7)
    assert player.view.selected == Selection("task", NOBODY)


def test_another_scenario_starts_where_it_says() -> None:
    player = Played().player
    player.do(GoToEvent(who=0))
    player.open(Scenario(title="another", at=3.0, paused=True, speed=2.0))
    assert player.session.now == 3 * SECOND
    assert (player.frame().title, player.view.speed, player.view.paused) == ("another", 2.0, True)
    assert player.long_work.looking_for is None
    player.do(OrderJobs(1))
    assert [entry.command for entry in player.session.journal] == [OrderJobs(1)]


def test_a_scenario_that_ships_is_opened_by_its_name_and_a_wrong_name_changes_nothing() -> None:
    player = Played().player
    player.do(OpenScenario("head-of-line"))
    assert player.scenario == load_scenario("head-of-line")
    session = player.session
    with pytest.raises(SiteError, match="no such scenario"):
        player.do(OpenScenario("nowhere"))
    assert player.session is session


def test_a_run_that_can_not_be_had_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Scenario) -> SimulationConfig:
        raise SiteError("can't be measured")

    played = Played(title="the first", speed=2.0)
    player, told = played.player, []
    player.listen = lambda _, wish: told.append(wish)
    player.pause()
    told.clear()
    before = (player.session, player.scenario, player.view, player.scenarios.listed)
    monkeypatch.setattr(Scenario, "to_config", fail)
    for open_it in (
        lambda: player.open(Scenario(title="another", source="x.toml", paused=False, speed=8.0)),
        lambda: player.do(OpenScenario("head-of-line")),
        lambda: player.do(Restart(new_seed=True)),
        lambda: player.do(Restart(as_opened=True)),
    ):
        with pytest.raises(SiteError, match="can't be measured"):
            open_it()
        assert (player.session, player.scenario, player.view, player.scenarios.listed) == before
        assert player.frame().title == "the first"
        assert told == []


def test_a_scenario_starts_again_as_it_was_opened() -> None:
    played = Played(at=2.0, paused=True, speed=4.0)
    opened = played.player.scenario
    played.player.do(Hire(3))
    played.player.do(SetSpeed(64.0))
    played.player.do(Restart())
    assert played.player.controls.workers == 8
    played.player.do(Restart(as_opened=True))
    assert played.player.scenario is opened
    assert played.player.controls.workers == 5
    assert played.player.session.now == 2 * SECOND
    assert (played.player.view.speed, played.player.view.paused) == (4.0, True)


def test_while_the_screen_is_blank_no_time_passes() -> None:
    played = Played()
    played.player.do(SetBlank(True))
    before = played.player.session.playhead.position
    played.frames(10)
    assert played.player.session.playhead.position == before
    assert played.player.is_still
    played.player.do(SetBlank(False))
    played.frames(10)
    assert played.player.session.now > before.at


def test_each_scenario_that_is_opened_says_what_it_is_about() -> None:
    played = Played(about="a bridge")
    played.player.do(SetCaption(False))
    played.player.do(Restart())
    assert not played.player.view.caption
    assert played.player.outline.about == "a bridge"
    played.player.do(OpenScenario("gil"))
    assert played.player.view.caption
    assert played.player.outline.about == load_scenario("gil").about


def test_a_tick_gives_the_frame_of_the_moment_that_it_leads_to() -> None:
    played = Played(at=0.0)
    session = played.player.session
    frame = played.player.tick(0.5, lambda outline: Needs(queue=range(outline.waiting)))
    assert frame.playhead.at == frame.site.at == session.now == SECOND // 2
    assert [job.number for job in frame.site.queue.jobs] == list(session.state.queue)
    assert frame.needs.queue == range(len(session.state.queue))
    later = played.player.tick(2.0)
    assert later.site.at == session.now > frame.site.at
    assert later.site.queue.jobs == []
