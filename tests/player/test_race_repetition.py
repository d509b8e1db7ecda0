"""A session with a race that was written down is repeated exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import Hire, OrderJobs, SetRate
from site_sim.log.comparison import digest_of
from site_sim.player.intents import (
    BringBookmarkBack,
    GiveUp,
    GoTo,
    GoToBookmark,
    GoToCondition,
    Jump,
    PutBookmark,
    RemoveBookmark,
    Restart,
    Restore,
    Seek,
    SetPaused,
    SetSpeed,
    Step,
    StepBack,
    Undo,
    Wish,
)
from site_sim.player.journal import SessionJournal
from site_sim.player.race import Race
from site_sim.player.race_intents import (
    ChooseTrack,
    CommandAlone,
    Leave,
    Predict,
    SkipTheRest,
    Turn,
    Visit,
)
from site_sim.player.race_repetition import repeat_race
from site_sim.player.transcript import read_transcript
from tests.player.racing import Raced

WISHES: tuple[Wish, ...] = (
    Step(),
    StepBack(),
    Seek(SECOND),
    Jump(2 * SECOND),
    GoTo(7 * SECOND),
    GoToCondition("queue >= 3"),
    GoToCondition("done >= 2", back=True),
    GoToCondition("done >= 900"),
    SetPaused(False),
    SetPaused(True),
    SetSpeed(64.0),
    SetSpeed("max"),
    Hire(1),
    OrderJobs(2),
    SetRate(3.0),
    Undo(),
    Restore(),
    GiveUp(),
    PutBookmark("here"),
    RemoveBookmark("here"),
    BringBookmarkBack(),
    GoToBookmark("here"),
    ChooseTrack(1),
    CommandAlone(True),
    CommandAlone(False),
    Predict((1, 0)),
    Turn(),
    Restart(new_seed=True),
    SkipTheRest(),
    Visit("code"),
    Leave(),
)


def come_to(race: Race) -> object:
    """Return all that must be the same for who did the same."""
    sessions = [player.session for player in race.players]
    places = [(each.state.seq, each.now, digest_of(each.log)) for each in sessions]
    visited = race.visit.player.session.playhead.position if race.visit is not None else None
    marks = race.playhead.bookmarks.places
    return race.playhead.now, places, race.view, visited, marks


@given(wishes=st.lists(st.tuples(st.sampled_from(WISHES), st.integers(0, 3)), max_size=12))
def test_whatever_was_done_comes_to_the_same(wishes: list[tuple[Wish, int]]) -> None:
    raced = Raced("serial", "threads", "hybrid")
    raced.race.do(Restart())
    journal = SessionJournal(raced.race)
    race = raced.race
    race.do(SetPaused(False))
    for wish, frames in wishes:
        race.do(wish)
        for _ in range(frames):
            (race if race.visit is None else race.visit.player).pass_time(0.3)
    race.do(Leave())
    race.do(SetPaused(True))
    raced.arrive()
    again = repeat_race(read_transcript(journal.text(), "the session"))
    again.long_work.finish()
    assert come_to(again) == come_to(race)


def test_a_session_with_another_end_is_told_with_its_line() -> None:
    raced = Raced("serial", "threads")
    journal = SessionJournal(raced.race)
    raced.seconds(1)
    seq = raced.race.playhead.seq
    raced.race.do(Hire(1))
    text = journal.text().replace(f'"seq":{seq}', f'"seq":{seq + 1}')
    with pytest.raises(SiteError, match="line 2"):
        repeat_race(read_transcript(text, "demo"))


def test_a_session_of_one_run_is_of_no_race() -> None:
    header = '{"site_sim_session":1,"scenario":null,"race":[]}\n{"moment":{"seq":0,"at":0}}\n'
    with pytest.raises(SiteError, match="not here"):
        repeat_race(read_transcript(header, "demo"))
