"""What a person commands goes to all tracks, or to the one that is pointed at."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import ChangeSettings, Hire, OrderJobs, SetRate
from site_sim.player.intents import Step
from site_sim.player.race_intents import ChooseTrack, CommandAlone
from site_sim.player.race_tracks import OF_THE_TRACKS
from site_sim.run.engine import RefusedError
from site_sim.scenario.scenario import Scenario
from tests.player.racing import Raced, alone


def test_what_depends_on_a_run_depends_on_the_one_that_is_pointed_at() -> None:
    raced = Raced("serial", "threads", rate=2.0)
    raced.race.do(ChooseTrack(1))
    raced.race.do(CommandAlone(True))
    raced.race.do(Hire(4))
    raced.race.do(CommandAlone(False))
    raced.race.controls.set_workers(9)
    assert raced.journals()[0] == [(0, Hire(2))]
    assert raced.race.controls.workers == 9
    raced.race.do(ChooseTrack(0))
    assert raced.race.controls.workers == 5


def test_a_setting_is_changed_on_all_tracks() -> None:
    raced = Raced()
    settings = raced.race.settings
    assert settings is not None
    settings.change("inbox", 3, lambda: None)
    assert raced.journals() == [[(0, ChangeSettings({"inbox": 3}))]] * 6
    assert {player.session.state.settings.inbox for player in raced.race.players} == {3}


def test_the_model_of_a_track_is_no_setting_to_change() -> None:
    raced, single = Raced(), alone(Scenario())
    assert raced.race.settings is not None
    assert single.settings is not None
    names, others = (
        {row.setting.name for row in each.rows} for each in (raced.race.settings, single.settings)
    )
    assert others - names == {"model"}
    settings = raced.race.settings
    for change in (
        lambda: settings.change("model", "threads", lambda: None),
        lambda: settings.step("model", True, lambda: None),
        lambda: settings.reset("model", lambda: None),
    ):
        with pytest.raises(RefusedError, match=OF_THE_TRACKS):
            change()
    assert raced.journals() == [[]] * 6


def test_it_is_given_at_one_moment_in_the_midst_of_events_too() -> None:
    raced = Raced(costs="zero")
    raced.seconds(1)
    for _ in range(7):
        raced.race.do(Step())
        raced.race.do(OrderJobs(1))
    times = [[at for at, _ in journal] for journal in raced.journals()]
    assert times == [times[0]] * 6
    assert len(times[0]) == 7
    raced.frames(30)
    assert {now for _, now, _ in raced.places()} == {raced.race.playhead.now}


def test_the_others_are_told_nothing_of_what_one_is_commanded() -> None:
    raced = Raced()
    raced.seconds(1)
    raced.race.do(ChooseTrack(3))
    raced.race.do(CommandAlone(True))
    raced.race.do(SetRate(7.0))
    assert [len(each) for each in raced.journals()] == [0, 0, 0, 1, 0, 0]
    assert raced.journals()[3] == [(SECOND, SetRate(7.0))]
