"""Moments with names: kept through steps and seeks, lost with a future that is replaced."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import Command, Hire, OrderJobs, SetRate
from site_sim.log.comparison import digest_of
from site_sim.log.position import Position
from site_sim.run.session import Session
from tests.run.driving import give, run_to
from tests.run.runs import COMMANDS, begun, between_events


def marked() -> Session:
    """Return a session at 15.4 s with a bookmark at 5 s and one at 12.2 s, in between events."""
    session = between_events()
    for name, at in (("Early", 5 * SECOND), ("late", 12_200_000_000)):
        session.playhead.seek(at)
        session.bookmarks.put(name)
    return session


def lost(session: Session) -> list[str]:
    return [place.name for place in session.bookmarks.places if place.is_lost]


def test_a_bookmark_is_where_it_was_put_whatever_one_looks_at() -> None:
    session = marked()
    session.playhead.seek(0)
    for _ in range(3):
        session.playback.step()
    session.playback.step_back()
    mark = session.bookmarks.find("EARLY")
    assert mark is not None
    assert mark.name == "Early"
    assert mark.at == 5 * SECOND
    assert [(place.name, place.at) for place in session.bookmarks.places] == [
        ("Early", 5 * SECOND),
        ("late", 12_200_000_000),
    ]
    assert lost(session) == []


def test_a_name_is_of_one_moment() -> None:
    session = marked()
    session.playhead.seek(14 * SECOND)
    session.bookmarks.put("early")
    assert [place.name for place in session.bookmarks.places] == ["late", "early"]
    assert len(session.bookmarks) == 2


def test_what_was_removed_is_had_back_the_last_first() -> None:
    bookmarks = marked().bookmarks
    assert bookmarks.remove("LATE")
    assert not bookmarks.remove("late")
    assert bookmarks.remove("early")
    assert [*bookmarks.places] == []
    assert [bookmarks.bring_back() for _ in range(3)] == ["Early", "late", ""]
    assert [place.name for place in bookmarks.places] == ["Early", "late"]


def test_a_command_in_the_past_loses_what_comes_after_it_until_it_is_restored() -> None:
    session = marked()
    session.playhead.seek(8 * SECOND)
    give(session, OrderJobs(1))
    assert session.bookmarks.newly_lost() == ["late"]
    assert session.bookmarks.newly_lost() == []
    run_to(session, 20 * SECOND)
    assert lost(session) == ["late"], "another moment is at that time now"
    session.bookmarks.put("new")
    assert session.restore()
    assert lost(session) == ["new"]
    assert session.bookmarks.newly_lost() == ["new"]


def test_they_stand_in_the_order_of_their_times_in_whichever_future_they_are() -> None:
    session = marked()
    session.playhead.seek(SECOND)
    give(session, SetRate(0.0))
    run_to(session, 14 * SECOND)
    session.bookmarks.put("quiet")
    late, quiet = map(session.bookmarks.find, ("late", "quiet"))
    assert late is not None
    assert quiet is not None
    assert quiet.positions[0].seq < late.positions[0].seq
    assert [place.name for place in session.bookmarks.places] == ["Early", "late", "quiet"]


def test_a_command_at_the_very_moment_comes_after_it() -> None:
    session = between_events()
    session.bookmarks.put("before")
    give(session, Hire())
    session.bookmarks.put("after")
    assert lost(session) == []
    before = session.bookmarks.find("before")
    assert before is not None
    assert before.positions[0] == Position(session.journal[0].before, session.now)


def test_the_same_places_are_told_while_nothing_changes() -> None:
    session = marked()
    assert session.bookmarks.places is session.bookmarks.places


@given(
    seed=st.integers(0, 2**32),
    commands=st.lists(st.tuples(COMMANDS, st.floats(0, 1)), min_size=1, max_size=3),
    share=st.floats(0, 1),
)
def test_a_moment_that_is_not_lost_is_the_same_moment(
    seed: int, commands: list[tuple[Command, float]], share: float
) -> None:
    """What had happened by then is compared, to the event."""
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    session.bookmarks.put("here")
    mark = session.bookmarks.find("here")
    assert mark is not None
    before = digest_of(session.log, mark.positions[0].seq)
    for command, where in commands:
        session.playhead.seek(round(session.playhead.end * where))
        give(session, command)
        run_to(session, session.now + SECOND)
    run_to(session, max(session.now, mark.at))
    if not session.bookmarks.is_lost(mark):
        assert digest_of(session.log, mark.positions[0].seq) == before
        session.playhead.go_to(mark.positions[0])
        assert session.playhead.position == mark.positions[0]
    elif mark.at < min(entry.at for entry in session.journal):
        raise AssertionError("no command came before it")
