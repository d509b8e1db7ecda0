"""A fork leaves the past alone, and a run that is taken back is whole."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    Command,
    OrderJobs,
)
from site_sim.log.comparison import digest_of
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.run.driving import give
from tests.run.replaying import replayed
from tests.run.runs import COMMANDS, begun


def test_a_command_at_the_live_end_cuts_nothing_off() -> None:
    session = begun(5)
    session.playhead.seek(SECOND)
    session.playhead.seek(session.playhead.end)
    give(session, OrderJobs(1))
    assert not session.can_restore


@given(seed=st.integers(0, 2**32), on=st.integers(1, 40), back=st.integers(0, 3), command=COMMANDS)
def test_a_command_in_the_midst_of_the_last_step_cuts_nothing_off(
    seed: int, on: int, back: int, command: Command
) -> None:
    session = begun(seed)
    for _ in range(on):
        session.playback.step()
    began = session.branch.last_step
    for _ in range(back):
        session.playback.step_back()
    assume(began is not None and began[0] < session.state.seq)
    log, length = session.log, len(session.log)
    session.begin(command)
    assert session.fork_progress is None
    assert session.log is log
    assert session.journal[-1].before == length
    assert not session.can_restore
    assert digest_of(replayed(session)) == digest_of(log)


def test_a_run_that_is_taken_back_has_all_its_rows_on_the_timeline() -> None:
    session = Session(Scenario(workers=3, model="hybrid"))
    session.playback.advance(6_000_000_000)
    end, rows = session.playhead.live_position, (session.timeline.workers, session.timeline.lanes)
    assert rows == (3, 2)
    session.playback.advance(60_000_000_000)
    session.playhead.go_to(end)
    session.truncate(end)
    while not session.work(10_000):
        pass
    assert session.playhead.live_position == end
    assert (session.timeline.workers, session.timeline.lanes) == rows
