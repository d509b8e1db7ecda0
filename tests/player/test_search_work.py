"""A search for a condition: through the log first, then ahead, in slices; it stops at once."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.log.position import Position
from site_sim.player.intents import GoToCondition, Seek, SetPaused, Stop
from site_sim.player.tuning import PlayerTuning
from site_sim.run.search import SearchLimits
from tests.oracles.conditions import ORACLES, moments
from tests.player.playing import Played

SLOWLY = PlayerTuning(scanned_slice=5)
"""With this a search of the log takes many frames."""


def found(played: Played, text: str, back: bool = False) -> Position:
    """Return where a condition leads."""
    played.player.do(GoToCondition(text, back))
    played.arrive()
    session = played.player.session
    assert played.player.view.paused
    return session.playhead.position


@pytest.mark.parametrize("text", ["queue = 0", "done >= 4", "worker 0 not idle", "Accepted"])
def test_it_goes_through_all_moments_of_the_past_and_back(text: str) -> None:
    played = Played(rate=4.0, look_s=0.1, tuning=SLOWLY)
    session = played.player.session
    log = session.log
    played.player.do(Seek(0))
    here = session.state.seq
    wanted = [each for each in moments(log, here, ORACLES[text]) if each > here]
    assert [found(played, text).seq for _ in wanted] == wanted
    earlier = [found(played, text, back=True).seq for _ in wanted[1:]]
    assert earlier == wanted[-2::-1]
    assert len(session.log) == len(log)


def test_where_time_has_passed_since_it_goes_back_to_the_last_event() -> None:
    played = Played()
    assert found(played, "arrived = 31", back=True).at == 15 * SECOND
    assert found(played, "arrived = 31", back=True).at == 15 * SECOND
    assert played.notices == ["arrived = 31: that did not come true before this"]


def test_beyond_the_live_end_it_simulates() -> None:
    played = Played(look_s=0.06)
    played.player.do(Seek(3 * SECOND))
    played.player.do(GoToCondition("arrived >= 700"))
    assert played.player.outline.playhead.looking_for == "arrived >= 700"
    assert played.arrive() > 0
    session = played.player.session
    assert (session.state.statistics.arrived, session.now) == (700, 349_500_000_000)
    assert session.state.seq <= len(session.log)
    assert played.player.view.paused
    assert played.notices == []


def test_a_search_that_finds_nothing_leaves_everything_as_it_was() -> None:
    limits = SearchLimits(seconds=120)
    played = Played(look_s=0.01, tuning=PlayerTuning(search_limits=limits))
    session = played.player.session
    session.playhead.seek(7 * SECOND)
    before = session.playhead.position, len(session.log)
    assert found(played, "done > 90,000") == before[0]
    assert found(played, "done > 90,000", back=True) == before[0]
    assert (session.playhead.position, len(session.log)) == before
    assert played.notices == [
        "done > 90,000: that does not come true within 2 simulated minutes",
        "done > 90,000: that did not come true before this",
    ]


def test_where_a_run_ends_it_is_said_that_it_does_not_come_true() -> None:
    played = Played(count=3, at=1.5)
    found(played, "done = 4")
    found(played, "workers >= 5")
    assert played.notices == [
        "done = 4: that does not come true",
        "workers >= 5: that does not come true again",
    ]


@pytest.mark.parametrize("back", [True, False])
def test_it_stops_at_once_on_the_way_through_the_log(back: bool) -> None:
    played = Played(look_s=0.1, tuning=SLOWLY)
    session = played.player.session
    played.player.do(Seek(7 * SECOND))
    before = session.playhead.position, len(session.log)
    played.player.do(GoToCondition("queue > 500", back))
    phrase = "the last moment before this of queue > 500" if back else "queue > 500"
    assert played.player.frame().playhead.looking_for == phrase
    assert not played.player.is_still
    played.frames(2)
    assert session.playhead.position == before[0]
    played.player.do(Stop())
    assert not played.player.long_work.is_under_way
    played.frames(2)
    assert (session.playhead.position, len(session.log)) == before


def test_a_command_on_the_way_is_given_where_the_search_began() -> None:
    played = Played(look_s=0.1, tuning=SLOWLY)
    played.player.do(GoToCondition("queue > 500"))
    played.frames(1)
    played.player.do(OrderJobs(1))
    played.arrive()
    assert [entry.at for entry in played.player.session.journal] == [15_400_000_000]


def test_what_is_no_condition_is_refused_with_nothing_done() -> None:
    played = Played()
    heard = list[object]()
    played.player.listen = lambda _, wish: heard.append(wish)
    played.player.do(SetPaused(False))
    with pytest.raises(SiteError, match="did you mean 'queue'"):
        played.player.do(GoToCondition("quue > 5"))
    assert heard == [SetPaused(False)]
    assert not played.player.view.paused
