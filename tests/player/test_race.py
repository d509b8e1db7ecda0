"""Several runs on one clock: what is done to them together, and to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    ChooseWiring,
    Hire,
    LayOff,
    OrderJobs,
    RefusedCommandError,
    SetRate,
)
from site_sim.log.comparison import digest_of
from site_sim.log.events import Kind
from site_sim.player.frame import TrackFrame
from site_sim.player.intents import (
    GoTo,
    OpenScenario,
    Restart,
    Seek,
    SetBlank,
    SetPaused,
    SetSpeed,
    ShowFigure,
    Step,
    Wish,
)
from site_sim.player.needs import Needs
from site_sim.player.race import Race
from site_sim.player.race_intents import (
    ChooseTrack,
    CommandAlone,
    Leave,
    Predict,
    ShowOutcome,
    Turn,
    Visit,
)
from site_sim.player.race_tracks import RaceRun
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, RaceView
from site_sim.scenario.scenario import Scenario
from tests.player.racing import MODELS, Raced, alone


def test_it_stands_still_at_the_start_until_somebody_lets_time_pass() -> None:
    runs = [RaceRun(name, Scenario(model=name)) for name in MODELS]
    race = Race(runs, lambda: 0.0, lambda _: None)
    race.pass_time(1.0)
    race.pass_time(1.0)
    assert (race.playhead.now, race.is_still) == (0, True)
    race.pause()
    race.pass_time(1.0)
    assert race.playhead.now == SECOND


def test_it_opens_at_the_time_of_its_scenario() -> None:
    raced = Raced(at=7.0)
    raced.arrive()
    assert {now for _, now, _ in raced.places()} == {7 * SECOND}


def test_all_tracks_stand_at_one_moment_however_little_time_there_is_for_them() -> None:
    raced = Raced(look_s=0.004, workers=20, rate=40.0, costs="typical", count=None)
    raced.race.do(SetSpeed(64.0))
    for _ in range(30):
        raced.frames(1)
        assert {now for _, now, _ in raced.places()} == {raced.race.playhead.now}
    assert raced.race.progress.is_behind


def test_each_track_equals_what_its_run_gives_alone() -> None:
    raced = Raced()
    raced.frames(400)
    for player in raced.race.players:
        assert player.scenario is not None
        other = alone(player.scenario)
        other.pass_time(raced.race.playhead.now / SECOND)
        assert digest_of(other.session.log) == digest_of(player.session.log)


@given(seed=st.integers(0, 2**32), commanded=st.booleans())
def test_jobs_arrivals_and_durations_are_the_same_on_all_tracks(seed: int, commanded: bool) -> None:
    fields = {"arrivals": "poisson", "service": "exponential", "workload": "mixed", "rate": 3.0}
    raced = Raced(seed=seed, accident_rate=0.05, defect_rate=0.1, **fields)
    raced.seconds(3)
    if commanded:
        raced.race.do(OrderJobs(3))
        raced.race.do(SetRate(9.0))
    raced.seconds(4)
    logs = [player.session.log for player in raced.race.players]
    arrivals = [
        [
            event.at
            for event in (log[seq] for seq in range(len(log)))
            if event.kind == Kind.JobArrived
        ]
        for log in logs
    ]
    assert arrivals == [arrivals[0]] * 6
    assert len({tuple(map(bytes, log.jobs.columns())) for log in logs}) == 1


def test_it_is_at_rest_while_nothing_can_change() -> None:
    raced = Raced()
    raced.race.do(SetPaused(True))
    raced.race.frame()
    assert raced.race.is_at_rest
    raced.race.do(SetPaused(False))
    assert not raced.race.is_still
    raced.race.do(GoTo(100 * SECOND))
    assert raced.race.view.paused
    raced.arrive()
    raced.race.frame()
    assert raced.race.is_at_rest


def test_speeds_and_pauses_are_those_of_all_tracks() -> None:
    raced = Raced()
    raced.race.do(SetSpeed("max"))
    assert {each.view.speed for each in raced.race.players} == {AS_FAST_AS_IT_CAN}
    raced.frames(200)
    assert raced.race.playhead.ended
    assert raced.race.is_still
    raced.race.do(SetPaused(True))
    assert all(each.view.paused for each in raced.race.players)
    assert raced.race.view.screen == "race"


def test_nothing_happens_on_a_blank_screen() -> None:
    raced = Raced()
    raced.race.do(SetBlank(True))
    raced.frames(10)
    assert raced.race.playhead.now == 0


def test_a_command_is_given_to_all_tracks_at_one_moment() -> None:
    raced = Raced()
    raced.frames(100)
    raced.race.do(Step())
    raced.race.do(Hire(2))
    at = raced.race.playhead.now
    assert raced.journals() == [[(at, Hire(2))]] * 6
    raced.race.controls.change_rate(up=True)
    raced.race.controls.switch_supervision()
    assert len({len(each) for each in raced.journals()}) == 1


def test_in_the_past_it_forks_all_tracks_and_they_go_on_together() -> None:
    raced = Raced()
    raced.frames(600)
    raced.race.do(Seek(3 * SECOND))
    raced.race.do(OrderJobs(5))
    raced.arrive()
    assert raced.journals() == [[(3 * SECOND, OrderJobs(5))]] * 6
    assert raced.race.playhead.is_live
    raced.race.do(SetPaused(False))
    raced.frames(60)
    assert {now for _, now, _ in raced.places()} == {raced.race.playhead.now}


def test_to_one_track_it_is_a_handicap_and_is_told_as_one() -> None:
    raced = Raced()
    raced.frames(100)
    raced.race.do(ChooseTrack(2))
    raced.race.do(CommandAlone(True))
    raced.race.do(LayOff(1))
    told = [each.facts.standing.handicap for each in _tracks(raced)]
    assert [bool(words) for words in told] == [False, False, True, False, False, False]
    raced.race.do(CommandAlone(False))
    raced.frames(1)
    raced.race.do(LayOff(1))
    assert [each.facts.standing.handicap for each in _tracks(raced)] == told
    assert [len(each) for each in raced.journals()] == [1, 1, 2, 1, 1, 1]


def test_what_makes_no_sense_is_given_to_nobody_and_said_once() -> None:
    raced = Raced("serial", "threads")
    told: list[Wish] = []
    raced.race.listen = lambda _, wish: told.append(wish)
    with pytest.raises(RefusedCommandError):
        raced.race.do(Hire(-1))
    assert (raced.journals(), told) == ([[], []], [])


def test_what_is_for_one_run_alone_is_refused_and_so_is_another_model() -> None:
    raced = Raced()
    assert set(raced.race.refusals) == {"run", "model"}
    raced.race.do(OpenScenario("gil"))
    assert "stays with its scenario" in raced.notices[-1]


# -- starting again ----------------------------------------------------------------------------


def test_it_starts_again_with_the_same_jobs_or_with_others() -> None:
    raced = Raced()
    raced.frames(300)
    first = raced.digests()
    raced.race.do(Hire(1))
    raced.race.do(Restart())
    assert raced.race.playhead.now == 0
    raced.frames(300)
    assert raced.digests() == first
    raced.race.do(Restart(new_seed=True))
    raced.frames(300)
    assert raced.digests() != first
    seeds = {each.scenario.seed for each in raced.race.players if each.scenario is not None}
    assert seeds == {43}


def test_one_wish_turns_io_into_cpu_work_and_back() -> None:
    raced = Raced(workload="io", costs="zero", rate=50.0)
    raced.race.do(GoTo(100 * SECOND))
    raced.arrive()
    io = _ends(raced)
    assert max(io[1:]) < io[0]
    raced.race.do(Turn())
    raced.race.do(GoTo(100 * SECOND))
    raced.arrive()
    cpu = _ends(raced)
    assert cpu[0] == cpu[1] == cpu[2] > cpu[3] == cpu[4]
    raced.race.do(Turn())
    raced.race.do(GoTo(100 * SECOND))
    raced.arrive()
    assert _ends(raced) == io


def test_mixed_work_is_turned_into_each_and_comes_back() -> None:
    raced = Raced("serial", "threads", workload="mixed")
    met = []
    for _ in range(4):
        met.append({player.session.state.settings.workload for player in raced.race.players})
        raced.race.do(Turn())
    assert met == [{"mixed"}, {"cpu"}, {"io"}, {"mixed"}]


@pytest.mark.parametrize("wish", [Restart(), Restart(new_seed=True), Turn()])
def test_from_its_start_its_tracks_are_seen_with_their_figure_in_large(wish: Wish) -> None:
    raced = Raced("serial", "threads")
    for each in (Predict((1, 0)), ShowFigure("waiting"), ShowOutcome(on=True), wish):
        raced.race.do(each)
    view = raced.race.view
    assert (view.figure, view.race.outcome) == ("waiting", False)
    assert [player.view.figure for player in raced.race.players] == ["waiting", "waiting"]
    assert view.race.predicted == (() if isinstance(wish, Turn) else (1, 0))


# -- what is seen ------------------------------------------------------------------------------


def test_its_frame_is_that_of_each_track_and_of_the_race() -> None:
    raced = Raced()
    raced.frames(300)
    raced.race.do(ChooseTrack(1))
    frame = raced.race.frame()
    assert frame.race is not None
    assert [each.facts.standing.name for each in frame.race.tracks] == [*MODELS]
    assert [each.frame.site.settings.model for each in frame.race.tracks] == [*MODELS]
    assert frame.site.settings.model == MODELS[1]
    assert (frame.playhead.at, frame.playhead.is_live) == (raced.race.playhead.now, True)
    assert frame.view is raced.race.view
    assert [len(frame.outline.tracks), frame.needs] == [6, Needs()]


def test_its_view_names_no_track_that_there_is_not() -> None:
    raced = Raced("serial", "threads")
    raced.race.do(ChooseTrack(7))
    raced.race.do(Predict((1, 5, 0)))
    assert raced.race.view.race == RaceView(chosen=1, predicted=(1, 0))
    raced.race.do(ChooseTrack(-3))
    assert raced.race.view.race.chosen == 0


def test_what_was_predicted_stands_beside_the_outcome() -> None:
    raced = Raced("serial", "threads")
    raced.race.do(Predict((1, 0)))
    raced.race.do(GoTo(100 * SECOND))
    raced.arrive()
    facts = [each.facts for each in _tracks(raced)]
    assert [(each.place, each.standing.predicted) for each in facts] == [(2, 2), (1, 1)]


def test_it_tells_of_all_that_took_effect_and_where_it_stood() -> None:
    raced = Raced()
    told: list[tuple[int, str]] = []
    raced.race.listen = lambda moment, wish: told.append((moment.at, type(wish).__name__))
    raced.frames(60)
    at = raced.race.playhead.now
    for wish in (Hire(1), Seek(0), OpenScenario("gil"), Visit("code"), Step(), Leave(), Turn()):
        raced.race.do(wish)
    assert told[:4] == [(at, "Hire"), (at, "Seek"), (0, "Visit"), (0, "Step")]
    assert [name for _, name in told[4:]] == ["Leave", "Turn"]


def test_a_rate_that_is_set_counts_for_all() -> None:
    raced = Raced(count=None)
    raced.race.do(SetRate(4.0))
    raced.race.do(ChooseWiring("direct"))
    raced.frames(300)
    settings = [player.session.state.settings for player in raced.race.players]
    assert {(each.rate, each.wiring) for each in settings} == {(4.0, "direct")}


def _tracks(raced: Raced) -> list[TrackFrame]:
    frame = raced.race.frame()
    assert frame.race is not None
    return [*frame.race.tracks]


def _ends(raced: Raced) -> list[int]:
    """Return when each track ended; all must have."""
    ends = [each.facts.standing.ended_at for each in _tracks(raced)]
    assert None not in ends
    return [end or 0 for end in ends]
