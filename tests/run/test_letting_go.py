"""What was let go is freed at once, and no collector of cycles has to come by for it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from weakref import ref

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire
from site_sim.kernel.models import MODELS
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.search import Search
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario


@pytest.fixture(autouse=True)
def without_collector() -> Iterator[None]:
    """Stop the collector, which would find at last what is asserted to be gone at once."""
    gc.disable()
    yield
    gc.enable()


def looked_at(session: Session) -> None:
    """Look at the run as all screens do, where it stands, and at its past."""
    timeline = session.timeline
    timeline.aim([-2, -1, 0, 1], SECOND // 8, 0, 80)
    while not timeline.work():
        pass
    assert session.markers is not None
    past = session.recording.recent_past(SECOND)
    assert past is not None
    while not session.inspector.prepare():
        pass
    assert session.inspector.upcoming()


def begun(model: str) -> Session:
    scenario = Scenario(workers=5, rate=4.0, model=model, accident_rate=0.1, defect_rate=0.1)
    session = Session(scenario)
    session.playback.advance(20 * SECOND)
    looked_at(session)
    return session


def fork(session: Session) -> ref[object]:
    """Fork the run in its past; return the log of the future that is kept now."""
    kept = ref(session.log)
    session.playback.advance(9 * SECOND)
    looked_at(session)
    session.playhead.seek(8 * SECOND)
    looked_at(session)
    session.begin(Hire())
    while not session.work(50):
        pass
    looked_at(session)
    return kept


@pytest.mark.parametrize("model", MODELS)
def test_one_old_future_is_kept_and_those_before_it_are_freed(model: str) -> None:
    session = begun(model)
    logs = [fork(session) for _ in range(4)]
    assert [log() is None for log in logs] == [True, True, True, False]


@pytest.mark.sampled
@pytest.mark.parametrize("model", MODELS)
def test_what_was_done_since_the_fork_is_freed_when_the_old_future_is_back(model: str) -> None:
    session = begun(model)
    for _ in range(3):
        fork(session)
        session.playback.advance(5 * SECOND)
        looked_at(session)
        since = ref(session.log)
        assert session.restore()
        assert since() is None


def test_a_search_that_found_nothing_leaves_no_log_behind() -> None:
    session = begun("coroutines")
    ahead = ref(session.log)
    search = Search(session, Wanted((Kind.Died,), who=4, job=3))
    search.go_on(500)
    looked_at(session)
    search.cancel()
    assert session.work()
    del search
    assert ahead() is None


@pytest.mark.parametrize("end", [Session.work, Session.cancel])
def test_a_re_execution_is_freed_when_it_is_done_or_given_up(
    end: Callable[[Session], object],
) -> None:
    session = begun("threads")
    session.playhead.seek(5 * SECOND)
    before = logs_alive()
    session.begin(Hire())
    session.work(20)
    assert logs_alive() == before + 1
    end(session)
    assert logs_alive() == before + (end is Session.work)


def logs_alive() -> int:
    """Return how many logs there are."""
    from site_sim.log.event_log import EventLog

    return sum(type(each) is EventLog for each in gc.get_objects())


def test_a_session_is_freed_with_its_log() -> None:
    session = begun("hybrid")
    log = ref(session.log)
    del session
    assert log() is None
