"""The playhead of a race is moved for all its runs, and what was cut off is brought back."""

from __future__ import annotations

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire, LayOff, OrderJobs, SetRate
from site_sim.player.intents import (
    BringBookmarkBack,
    GiveUp,
    GoTo,
    GoToBookmark,
    GoToEvent,
    Jump,
    PutBookmark,
    RemoveBookmark,
    Restore,
    Seek,
    SetPaused,
    Step,
    StepBack,
    Undo,
)
from site_sim.player.race_intents import ChooseTrack, CommandAlone
from site_sim.player.race_navigation import NO_SEARCH
from site_sim.run.bookmarks import BookmarkPlace
from tests.player.racing import Raced


def moments(raced: Raced) -> set[int]:
    """Return where the runs stand: one time, if they stand together."""
    return {now for _, now, _ in raced.places()}


def test_it_steps_and_goes_back_and_stops_there() -> None:
    raced = Raced()
    raced.frames(90)
    before = raced.places(), raced.race.playhead.now
    raced.race.do(Step())
    assert sum(seq for seq, _, _ in raced.places()) == 1 + sum(seq for seq, _, _ in before[0])
    assert raced.race.view.paused
    raced.race.do(StepBack())
    assert raced.race.playhead.now == before[1]
    assert [seq for seq, _, _ in raced.places()] == [seq for seq, _, _ in before[0]]


def test_it_goes_to_times_in_the_past_and_ahead() -> None:
    raced = Raced()
    raced.seconds(5)
    raced.race.do(Jump(-SECOND))
    assert moments(raced) == {4 * SECOND}
    assert raced.race.view.paused
    raced.race.do(SetPaused(False))
    raced.race.do(Jump(2 * SECOND))
    raced.arrive()
    assert moments(raced) == {6 * SECOND}
    assert not raced.race.view.paused
    raced.race.do(GoTo(8 * SECOND))
    raced.arrive()
    assert moments(raced) == {8 * SECOND}
    assert raced.race.view.paused
    raced.race.do(Seek(99 * SECOND))
    assert moments(raced) == {8 * SECOND}


def test_a_moment_of_all_runs_has_a_name_and_is_gone_to() -> None:
    raced = Raced()
    raced.seconds(3)
    raced.race.do(Step())
    raced.race.do(PutBookmark("here"))
    places, at = raced.places(), raced.race.playhead.now
    raced.race.do(SetPaused(False))
    raced.seconds(2)
    raced.race.do(GoToBookmark("HERE"))
    assert [each[:2] for each in raced.places()] == [each[:2] for each in places]
    assert raced.race.view.paused
    assert [*raced.race.outline.playhead.bookmarks] == [BookmarkPlace("here", at, False)]
    raced.race.do(RemoveBookmark("here"))
    assert not raced.race.outline.playhead.bookmarks
    raced.race.do(GoToBookmark("here"))
    raced.race.do(BringBookmarkBack())
    assert raced.notices == [
        "this moment is 'here' now",
        "'here' is removed",
        "there is no bookmark 'here'",
        "'here' is back",
    ]
    assert raced.race.outline.playhead.bookmarks


@pytest.mark.parametrize("alone", [False, True])
def test_a_bookmark_is_lost_with_the_future_of_any_run_and_comes_back_with_it(alone: bool) -> None:
    raced = Raced("serial", "threads", "hybrid")
    raced.seconds(4)
    raced.race.do(PutBookmark("late"))
    raced.race.do(Seek(2 * SECOND))
    raced.race.do(PutBookmark("early"))
    raced.race.do(CommandAlone(alone))
    raced.race.do(OrderJobs(2))
    raced.arrive()
    assert raced.notices[-1] == "lost with the future that is replaced: 'late'"
    raced.race.do(GoToBookmark("late"))
    assert moments(raced) == {2 * SECOND}
    assert raced.notices[-1] == "the moment of 'late' was in the future that a command replaced"
    raced.race.do(GoToBookmark("early"))
    assert moments(raced) == {2 * SECOND}
    raced.race.do(Restore())
    raced.race.do(GoToBookmark("late"))
    assert moments(raced) == {4 * SECOND}


def test_a_bookmark_beyond_the_end_is_run_to() -> None:
    raced = Raced("serial", "threads")
    raced.seconds(1)
    raced.race.do(OrderJobs(1))
    raced.seconds(3)
    raced.race.do(PutBookmark("late"))
    raced.race.do(Undo())
    raced.arrive()
    raced.race.do(OrderJobs(1))
    raced.race.do(GoToBookmark("late"))
    raced.arrive()
    assert moments(raced) == {4 * SECOND}


def test_it_searches_for_no_events() -> None:
    raced = Raced()
    raced.race.do(GoToEvent(job=3))
    assert (raced.race.playhead.now, raced.notices[-1]) == (0, NO_SEARCH)


def test_the_last_command_is_taken_back_in_all_runs_that_had_it() -> None:
    raced = Raced()
    raced.seconds(1)
    raced.race.do(Hire(1))
    raced.seconds(1)
    raced.race.do(OrderJobs(2))
    raced.seconds(1)
    raced.race.do(Undo())
    raced.arrive()
    assert raced.journals() == [[(SECOND, Hire(1))]] * 6
    assert moments(raced) == {2 * SECOND}
    raced.race.do(Restore())
    assert [len(each) for each in raced.journals()] == [2] * 6
    assert len(moments(raced)) == 1


def test_a_handicap_is_taken_back_alone() -> None:
    raced = Raced()
    raced.seconds(1)
    raced.race.do(OrderJobs(2))
    raced.seconds(1)
    raced.race.do(CommandAlone(True))
    raced.race.do(LayOff(1))
    raced.seconds(1)
    raced.race.do(Undo())
    raced.arrive()
    assert raced.journals() == [[(SECOND, OrderJobs(2))]] * 6
    assert moments(raced) == {2 * SECOND}


def test_of_commands_at_one_moment_the_one_that_was_given_last_is_taken_back() -> None:
    raced = Raced("serial", "threads", "hybrid")
    raced.seconds(1)
    raced.race.do(OrderJobs(2))
    raced.race.do(ChooseTrack(1))
    raced.race.do(CommandAlone(True))
    raced.race.do(LayOff(1))
    raced.race.do(CommandAlone(False))
    raced.race.do(SetRate(3.0))
    raced.race.do(ChooseTrack(2))
    raced.race.do(CommandAlone(True))
    raced.race.do(Hire(1))
    counts = [[len(each) for each in raced.journals()]]
    for _ in range(4):
        raced.race.do(Undo())
        raced.arrive()
        counts.append([len(each) for each in raced.journals()])
    assert counts == [[2, 3, 3], [2, 3, 2], [1, 2, 1], [1, 1, 1], [0, 0, 0]]
    assert moments(raced) == {SECOND}


def test_of_equal_commands_at_one_moment_each_is_taken_back_in_its_turn() -> None:
    raced = Raced("serial", "threads")
    raced.seconds(1)
    raced.race.do(OrderJobs(1))
    raced.race.do(CommandAlone(True))
    raced.race.do(Hire(1))
    raced.race.do(CommandAlone(False))
    raced.race.do(OrderJobs(1))
    counts = [[len(each) for each in raced.journals()]]
    for _ in range(3):
        raced.race.do(Undo())
        raced.arrive()
        counts.append([len(each) for each in raced.journals()])
    assert counts == [[3, 2], [2, 1], [1, 1], [0, 0]]


def test_of_two_old_futures_the_last_that_was_replaced_comes_back() -> None:
    raced = Raced("serial", "threads")
    for command, is_alone in ((OrderJobs(2), False), (LayOff(1), True)):
        raced.seconds(1)
        raced.race.do(CommandAlone(is_alone))
        raced.race.do(command)
        raced.seconds(1)
        raced.race.do(Undo())
        raced.arrive()
    assert raced.journals() == [[], []]
    raced.race.do(Restore())
    assert [[command for _, command in each] for each in raced.journals()] == [[LayOff(1)], []]
    assert len(moments(raced)) == 1


def test_where_there_is_nothing_to_take_back_it_says_so() -> None:
    raced = Raced()
    raced.race.do(Undo())
    raced.race.do(Restore())
    raced.race.do(GiveUp())
    assert raced.notices == ["no command was given before this", "no future was cut off"]
