"""A look into the run of a track leaves it as it was, whatever is done there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import Hire, LayOff, OrderJobs
from site_sim.player.intents import (
    GoTo,
    OpenScenario,
    Restart,
    Seek,
    Select,
    SetPaused,
    SetSpeed,
    ShowScreen,
    Step,
    StepBack,
    Undo,
    Wish,
)
from site_sim.player.race_intents import ChooseTrack, Leave, Visit
from site_sim.player.tuning import PlayerTuning
from tests.player.racing import MODELS, Raced
from tests.sampling import examples

WISHES: Sequence[Wish] = (
    Step(),
    StepBack(),
    Seek(SECOND),
    GoTo(9 * SECOND),
    SetPaused(False),
    SetSpeed(64.0),
    Hire(2),
    LayOff(1),
    OrderJobs(3),
    Undo(),
    Select("task", 1),
    ShowScreen("code"),
    Restart(),
    OpenScenario("gil"),
)


def looked_into(raced: Raced, wishes: Sequence[Wish], frames: int = 3) -> None:
    """Look into the run that is pointed at, do what is wanted there, and leave."""
    raced.race.do(Visit("site"))
    assert raced.race.visit is not None
    for wish in wishes:
        raced.race.do(wish)
        for _ in range(frames):
            raced.race.visit.player.pass_time(1 / 60)
    raced.race.do(Leave())
    raced.arrive()


@settings(max_examples=examples(25))
@given(
    wishes=st.lists(st.sampled_from(WISHES), max_size=8),
    track=st.integers(0, 5),
    back=st.booleans(),
    stepped=st.integers(0, 3),
)
def test_each_track_is_as_it_was(wishes: list[Wish], track: int, back: bool, stepped: int) -> None:
    raced, other = Raced(), Raced()
    for each in (raced, other):
        each.frames(200)
        if back:
            each.race.do(Seek(2 * SECOND))
        for _ in range(stepped):
            each.race.do(Step())
        each.race.do(ChooseTrack(track))
    view = raced.race.view
    looked_into(raced, wishes)
    assert raced.race.view is view
    assert (raced.places(), raced.digests()) == (other.places(), other.digests())
    assert raced.journals() == other.journals()
    for each in (raced, other):
        each.race.do(SetPaused(False))
        each.frames(60)
    assert (raced.places(), raced.digests()) == (other.places(), other.digests())


@pytest.mark.parametrize("track", range(6))
def test_it_shows_that_very_run_at_that_moment(track: int) -> None:
    raced = Raced()
    raced.frames(300)
    raced.race.do(ChooseTrack(track))
    raced.race.do(Visit("timeline"))
    assert raced.race.visit is not None
    player = raced.race.visit.player
    assert player.session.branch is raced.race.session.branch
    assert player.session.now == raced.race.playhead.now
    frame = player.frame()
    assert (frame.view.screen, frame.view.paused) == ("timeline", True)
    assert frame.site.settings.model == MODELS[track]


def test_the_race_stands_still_meanwhile_and_its_time_goes_on_after_that() -> None:
    raced = Raced()
    raced.frames(60)
    places = raced.places()
    raced.race.do(Visit())
    assert raced.race.visit is not None
    raced.race.do(SetPaused(False))
    raced.race.visit.player.pass_time(1.0)
    assert raced.race.visit.player.session.now == raced.race.playhead.now + SECOND
    raced.race.do(Leave())
    raced.arrive()
    assert raced.places() == places
    assert not raced.race.view.paused
    raced.frames(60)
    assert raced.race.playhead.now > places[0][1]


def test_a_fork_there_is_a_branch_of_its_own_and_costs_nothing_at_the_end() -> None:
    raced = Raced()
    raced.frames(300)
    branch = raced.race.session.branch
    looked_into(raced, (StepBack(), StepBack(), Hire(1), SetPaused(False)))
    assert raced.race.session.branch is branch
    assert not raced.race.session.can_restore


def test_no_run_is_looked_into_while_the_runs_are_re_executed() -> None:
    raced = Raced(look_s=1.0, tuning=PlayerTuning(fork_slice_steps=20))
    raced.frames(400, real_s=0.2)
    raced.race.do(Seek(4 * SECOND))
    raced.race.do(Hire(1))
    assert raced.race.long_work.why_held
    raced.race.do(Visit())
    assert raced.race.visit is None
    assert "re-executed" in raced.notices[-1]
