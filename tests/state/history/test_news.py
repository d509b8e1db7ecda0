"""What is news at a moment: a function of the log up to it, of the moment, and of the cells."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChooseModel, ChooseWiring, Hire, LayOff
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.fold import fold
from site_sim.state.history.news import MOST_HAND_OFFS, News, NewsIndex
from site_sim.state.site import SiteState
from tests.run.driving import give
from tests.state.history.runs import cut

CELL = SECOND // 4


def news_of(session: Session, step: int = CELL) -> News:
    return session.recording.news.at(session.state, step)


def eventful(seed: int, model: str = "coroutines") -> Session:
    session = Session(Scenario(workers=3, model=model, rate=3.0, accident_rate=0.1, seed=seed))
    commands = (Hire(2), CauseAccident(0), LayOff(2), ChooseModel("threads"), Hire(1), LayOff(1))
    for command in commands:
        session.playback.advance(2 * SECOND)
        give(session, command)
    session.playback.advance(2 * SECOND)
    return session


@settings(max_examples=20)
@given(
    seed=st.integers(0, 99),
    share=st.floats(0, 1),
    step=st.sampled_from((CELL // 4, CELL, 8 * CELL)),
)
def test_the_future_and_the_way_to_a_moment_change_nothing(
    seed: int, share: float, step: int
) -> None:
    session = eventful(seed, "processes" if seed % 2 else "coroutines")
    session.playhead.seek(round(session.playhead.end * share))
    found, state = news_of(session, step), session.state
    log = cut(session.log, state.seq)
    alone = SiteState(log)
    fold(alone)
    alone.advance_to(state.at)
    assert NewsIndex(log).at(alone, step) == found
    growing = NewsIndex(session.log)
    for at in (0, session.playhead.end, state.at):
        session.playhead.seek(at)
        again = growing.at(session.state, step)
    assert again == found


def test_the_crew_at_the_start_is_no_news() -> None:
    for model in ("coroutines", "processes"):
        session = Session(Scenario(workers=3, model=model))
        session.playback.advance(SECOND)
        assert Kind.Hired in session.log.kinds(0, len(session.log))
        assert news_of(session, 10 * SECOND).happened == {}


def test_what_happens_to_a_task_is_news_for_a_while() -> None:
    session = Session(Scenario(workers=3, model="coroutines"))
    session.playback.advance(2 * SECOND)
    give(session, Hire(1))
    (event,) = news_of(session).happened.values()
    assert (event.kind, event.who) == (Kind.Hired, 3)
    session.playback.advance(5 * CELL - 1)
    assert [*news_of(session).happened] == [3]
    session.playback.advance(1)
    assert news_of(session).happened == {}


def test_an_accident_matters_more_than_the_replacement() -> None:
    session = Session(Scenario(workers=3, model="coroutines"))
    session.playback.advance(2 * SECOND)
    give(session, CauseAccident(1))
    assert session.log[len(session.log) - 1].kind == Kind.Hired
    assert news_of(session).happened[1].kind == Kind.AccidentHappened


def test_who_was_called_back_is_no_news() -> None:
    session = Session(Scenario(workers=3, model="coroutines", rate=2.0))
    session.playback.advance(4 * SECOND + SECOND // 2)
    give(session, LayOff(1))
    assert news_of(session).happened[2].kind == Kind.LaidOff
    give(session, Hire(1))
    assert Kind.CalledBack in session.log.kinds(0, len(session.log))
    assert news_of(session).happened == {}


def test_what_was_before_the_site_was_built_anew_is_no_news() -> None:
    session = Session(Scenario(workers=3, model="coroutines"))
    session.playback.advance(2 * SECOND)
    give(session, Hire(1))
    give(session, ChooseWiring("direct"))
    news = news_of(session)
    assert (news.happened, news.departed) == ({}, 0)
    assert news.rebuilt is not None
    assert news.rebuilt[1:] == (2 * SECOND, "wiring", "direct")
    assert news.rebuilds == [2 * SECOND]
    session.playback.advance(2 * SECOND)
    give(session, ChooseModel("threads"))
    news = news_of(session)
    assert news.rebuilt is not None
    assert news.rebuilt[1:] == (4 * SECOND, "model", "threads")
    assert news.rebuilds == [2 * SECOND, 4 * SECOND]


def test_of_many_hand_offs_the_latest_are_told() -> None:
    session = Session(Scenario(workers=9, model="coroutines", costs="zero", rate=20.0))
    session.playback.advance(3 * SECOND)
    rows = [row for row in session.log.rows() if row[1] == Kind.HandedOff]
    found = news_of(session, 100 * SECOND).hand_offs
    assert [(each.at, each.who, each.to, each.job) for each in found] == [
        (at, who, to, job) for at, _, who, job, to, _ in rows[-MOST_HAND_OFFS:]
    ]
