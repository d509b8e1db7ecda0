"""A command in the past re-executes the runs of a race, in one budget and for all together."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.commands import Hire, OrderJobs
from site_sim.player.intents import GiveUp, Seek
from site_sim.player.long_work import MOST_WAITING
from site_sim.player.tuning import PlayerTuning
from tests.player.racing import Raced


def test_commands_wait_until_all_runs_are_re_executed() -> None:
    raced = Raced(look_s=1.0, tuning=PlayerTuning(fork_slice_steps=20))
    raced.frames(400, real_s=0.2)
    raced.race.do(Seek(2 * SECOND))
    raced.race.do(Hire(1))
    assert raced.race.long_work.fork_progress is not None
    raced.race.do(OrderJobs(1))
    raced.race.do(Seek(0))
    assert "re-executed" in raced.notices[-1]
    raced.arrive()
    assert raced.journals() == [[(2 * SECOND, Hire(1)), (2 * SECOND, OrderJobs(1))]] * 6


def test_a_re_execution_is_given_up_in_all_runs() -> None:
    raced = Raced(look_s=1.0, tuning=PlayerTuning(fork_slice_steps=20))
    raced.frames(400, real_s=0.2)
    raced.race.do(Seek(2 * SECOND))
    before = raced.places()
    raced.race.do(Hire(1))
    raced.race.do(OrderJobs(1))
    raced.race.do(GiveUp())
    raced.arrive()
    assert (raced.places(), raced.journals()) == (before, [[]] * 6)


def test_of_very_many_commands_that_wait_some_are_left_out_and_that_is_said() -> None:
    raced = Raced("serial", "threads", look_s=1.0, tuning=PlayerTuning(fork_slice_steps=5))
    raced.frames(400, real_s=0.2)
    raced.race.do(Seek(9 * SECOND))
    for _ in range(MOST_WAITING + 2):
        raced.race.do(OrderJobs(1))
    assert "one is left out" in raced.notices[-1]
    raced.arrive()
    assert [len(each) for each in raced.journals()] == [MOST_WAITING + 1] * 2
