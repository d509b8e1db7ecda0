"""A search for an event leaves no trace when it is given up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.commands import (
    OrderJobs,
)
from site_sim.log.comparison import digest_of
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.search import Search
from tests.oracles.plain_values import plain
from tests.run.driving import give
from tests.run.runs import begun


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), back=st.integers(0, 3))
def test_a_search_that_is_given_up_leaves_no_trace(seed: int, share: float, back: int) -> None:
    session = begun(seed)
    give(session, OrderJobs(1))
    session.playhead.seek(round(session.playhead.end * share))
    for _ in range(back):
        session.playback.step_back()
    search = Search(session, Wanted((Kind.SettingChanged,)))
    journal, is_live, position = (
        session.journal[:],
        session.playhead.is_live,
        session.playhead.position,
    )
    before = (digest_of(session.log), session.playhead.live_position, plain(session.state))
    for _ in range(3):
        search.go_on(50)
    search.cancel()
    while not session.work(20):
        assert session.playhead.position == position
    assert (
        digest_of(session.log),
        session.playhead.live_position,
        plain(session.state),
    ) == before
    assert (session.journal, session.playhead.is_live) == (journal, is_live)
    assert not session.can_restore
