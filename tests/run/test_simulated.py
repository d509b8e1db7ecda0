"""A simulation can be forked, which leaves the past and the old future as they were."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    Command,
)
from site_sim.log.comparison import digest_of, has_prefix
from tests.run.driving import give
from tests.run.runs import COMMANDS, begun


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), command=COMMANDS)
def test_a_fork_leaves_the_past_alone_and_the_old_future_comes_back_once(
    seed: int, share: float, command: Command
) -> None:
    session = begun(seed)
    old, length = session.log, len(session.log)
    digest = digest_of(old)
    assume(length > session.playhead.first)
    session.playhead.seek_event(
        session.playhead.first + round((length - 1 - session.playhead.first) * share)
    )
    position = session.playhead.position
    give(session, command)
    assert has_prefix(session.log, old, position.seq)
    cut_off = length - session.journal[-1].before
    session.playback.advance(2 * SECOND)
    assert session.can_restore == (cut_off > 0)
    assume(cut_off)
    assert session.restore()
    assert session.playhead.position == position
    assert (digest_of(session.log), len(session.log)) == (digest, length)
    assert not session.restore()
