"""A run is executed again in pieces, and it is found out if it differs."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import (
    OrderJobs,
)
from site_sim.log.comparison import digest_of
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.run.driving import give
from tests.run.runs import begun


def test_a_fork_can_be_made_in_pieces() -> None:
    session, whole = (Session(Scenario(rate=8.0, model="coroutines")) for _ in range(2))
    for one in (session, whole):
        one.playback.advance(9 * SECOND)
        one.playhead.seek(8 * SECOND)
    give(whole, OrderJobs(3))
    session.begin(OrderJobs(3))
    pieces = 0
    while not session.work(5):
        assert session.fork_progress is not None
        pieces += 1
    assert pieces > 2
    assert digest_of(session.log) == digest_of(whole.log)


def test_a_re_execution_that_differs_is_an_error_that_leaves_the_run_as_it_was() -> None:
    session = begun(3)
    session.log.pending[-2] += 1  # somebody tampered with the last event
    session.playhead.seek_event(len(session.log))
    digest = digest_of(session.log)
    session.branch.engine.run(session.playhead.end + SECOND)
    with pytest.raises(SiteError, match="another log"):
        give(session, OrderJobs(1))
    assert session.fork_progress is None
    assert digest_of(session.log, session.state.seq) == digest
