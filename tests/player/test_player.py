"""How time passes, another run, the speed and the selection."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.log.events import NOBODY
from site_sim.log.search import Wanted
from site_sim.player.selection import wanted_of
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, FASTEST, SLOWEST, Selection
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


def test_the_speed_is_doubled_and_halved_within_bounds() -> None:
    player = Played().player
    for _ in range(20):
        player.change_speed(up=True)
    assert player.view.speed == AS_FAST_AS_IT_CAN
    player.change_speed(up=False)
    assert player.view.speed == FASTEST
    for _ in range(20):
        player.change_speed(up=False)
    assert player.view.speed == SLOWEST
    assert player.session.state.bucket_ns == player.view.bucket_ns


def test_a_restart_keeps_what_was_set_and_nothing_that_happened() -> None:
    player = Played(seed=4).player
    player.controls.set_workers(7)
    player.controls.set_rate(5.0)
    player.select(Selection("task", 1))
    player.restart(new_seed=True)
    settings = player.session.state.settings
    assert (player.session.now, player.session.journal) == (0, [])
    assert (player.scenario.seed, settings.rate, player.controls.workers) == (5, 5.0, 7)
    assert player.view.selected == Selection("task", NOBODY)


def test_another_scenario_starts_where_it_says() -> None:
    player = Played().player
    player.navigator.go_on_to(Wanted(who=0))
    player.open(Scenario(title="another", at=3.0, paused=True, speed=2.0))
    assert player.session.now == 3 * SECOND
    assert (player.frame().title, player.view.speed, player.view.paused) == ("another", 2.0, True)
    assert player.navigator.looking_for is None
    player.controls.order(1)
    assert [entry.command for entry in player.session.journal] == [OrderJobs(1)]


def test_the_selection_moves_along_the_crew_and_goes_away() -> None:
    player = Played(workers=3).player
    chosen = []
    for up in (True, True, True, True, False):
        player.move_selection(up)
        chosen.append(player.selected_worker)
    assert chosen == [0, 1, 2, 2, 1]
    assert wanted_of(player.view.selected) == Wanted(who=1)
    player.select(Selection("task", 1))
    assert player.selected_worker == NOBODY
    assert wanted_of(player.view.selected) is None
    player.select(Selection("job", 2))
    assert wanted_of(player.view.selected) == Wanted(job=2)
