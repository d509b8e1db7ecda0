"""A frame of a race is one of each track, and the moment that they have in common."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.player.intents import Seek
from site_sim.player.needs import Needs
from site_sim.player.outline import Outline
from site_sim.player.race_intents import ChooseTrack, CommandAlone
from site_sim.player.race_tracks import A_LOG_AMONG_THEM, RaceRun
from site_sim.scenario.scenario import Scenario
from tests.player.racing import MODELS, Raced, alone, with_recording


def test_each_track_has_what_it_declared_and_is_as_in_a_frame_of_its_own() -> None:
    raced = Raced()
    raced.seconds(5)

    def declare(outline: Outline) -> Needs:
        return Needs(has_map=True, queue=range(outline.waiting))

    frame = raced.race.frame(lambda _: Needs(tracks=[declare] * 6))
    assert frame.race is not None
    for track, player in zip(frame.race.tracks, raced.race.players, strict=True):
        assert player.scenario is not None
        other = alone(player.scenario)
        other.pass_time(raced.race.playhead.now / SECOND)
        single = other.frame(declare)
        assert track.frame.site.map == single.site.map
        assert track.frame.site.queue == single.site.queue
        assert track.frame.site.states == single.site.states


def test_its_moment_is_that_of_the_race_and_the_rest_of_the_track_pointed_at() -> None:
    raced = Raced()
    raced.seconds(5)
    raced.race.do(ChooseTrack(3))
    raced.race.do(Seek(2 * SECOND))
    outline = raced.race.outline
    assert (outline.playhead.at, outline.playhead.end) == (2 * SECOND, 5 * SECOND)
    assert outline.playhead.seq == sum(seq for seq, _, _ in raced.places())
    assert outline.playhead.length == sum(length for _, _, length in raced.places())
    assert not outline.playhead.is_live
    assert outline.settings.model == MODELS[3]
    assert [each.settings.model for each in outline.tracks] == [*MODELS]


def test_what_a_scenario_says_of_itself_is_said_where_it_says_what_races() -> None:
    for race, about in (((), ""), (("serial", "threads"), "Who is first?")):
        scenario = Scenario(about="Who is first?", race=race)
        sources = [replace(scenario, model=name) for name in MODELS[:2]]
        runs = [RaceRun(each.model, each) for each in sources]
        assert Raced(runs=runs).race.outline.about == about
        untold = [RaceRun(each.model, replace(each, about=""), base=scenario) for each in sources]
        assert Raced(runs=untold).race.outline.about == about


def test_it_tells_whether_it_is_over() -> None:
    raced = Raced()
    frame = raced.race.frame()
    assert frame.race is not None
    assert not frame.race.is_over
    raced.frames(60 * 20)
    frame = raced.race.frame()
    assert frame.race is not None
    assert frame.race.is_over


def test_what_it_refuses_is_what_the_race_does(tmp_path: Path) -> None:
    raced = with_recording(tmp_path)
    raced.arrive()
    for is_alone, refused in ((False, True), (True, False)):
        raced.race.do(ChooseTrack(1))
        raced.race.do(CommandAlone(is_alone))
        frame = raced.race.frame()
        assert frame.refusals == raced.race.refusals
        assert {"run", "model"} <= set(frame.refusals)
        assert ("commands" in frame.refusals) == refused
        assert frame.refusals.get("commands") in {None, A_LOG_AMONG_THEM}
