"""A condition in one track of a race takes all tracks to its moment, on and back."""

from __future__ import annotations

import pytest

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.player.intents import GoToCondition, Seek, Stop
from site_sim.player.tuning import PlayerTuning
from site_sim.run.search import SearchLimits
from tests.oracles.conditions import ORACLES, moments
from tests.player.racing import Raced

SLOWLY = PlayerTuning(scanned_slice=5)
TEXTS = ("done >= 4", "worker 0 not idle", "Accepted", "queue = 0", "finished")


def raced_to_the_end(**fields: object) -> Raced:
    """Return a race of three models that is over, with room for a search to take a while."""
    raced = Raced("serial", "threads", "free-threads", tuning=SLOWLY, rate=2.0, **fields)
    raced.seconds(40)
    assert raced.race.playhead.ended
    raced.look_s = 0.1
    return raced


def found(raced: Raced, text: str, track: int, back: bool = False) -> int:
    """Return the moment of a track to which a condition leads; all stand at its time then."""
    raced.race.do(GoToCondition(text, back, track))
    raced.arrive()
    playhead = raced.race.playhead
    session = playhead.sessions[track]
    for other in playhead.sessions:
        if other is not session and len(raced.notices) == 0:
            assert other.now == playhead.now == session.now
            assert other.recording.at(other.state.seq) <= playhead.now
    assert raced.race.view.paused
    return session.state.seq


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("track", [0, 2])
def test_it_goes_through_all_moments_of_a_track_and_back(text: str, track: int) -> None:
    raced = raced_to_the_end()
    session = raced.race.players[track].session
    raced.race.do(Seek(0))
    here = session.state.seq
    wanted = [each for each in moments(session.log, here, ORACLES[text]) if each > here]
    assert wanted
    assert [found(raced, text, track) for _ in wanted] == wanted
    assert [found(raced, text, track, back=True) for _ in wanted[1:]] == wanted[-2::-1]
    assert raced.notices == []


def test_beyond_the_live_end_all_tracks_run_on() -> None:
    raced = Raced("serial", "threads", rate=2.0, count=60)
    raced.seconds(3)
    seq = found(raced, "done >= 20", 1)
    session = raced.race.players[1].session
    assert session.state.statistics.done == 20
    assert (
        seq
        == moments(session.log, session.playhead.first, lambda site, _: site.statistics.done >= 20)[
            0
        ]
    )
    assert raced.race.playhead.now > 3 * SECOND


def test_what_is_not_found_leads_back() -> None:
    limits = SearchLimits(seconds=60)
    raced = Raced(
        "serial", "threads", tuning=PlayerTuning(search_limits=limits), rate=2.0, count=500
    )
    raced.seconds(5)
    raced.race.do(Seek(2 * SECOND))
    before = [place[:2] for place in raced.places()]
    found(raced, "done >= 400", 0)
    found(raced, "done >= 400", 0, back=True)
    assert [place[:2] for place in raced.places()] == before
    assert raced.notices == [
        "done >= 400: that does not come true within 1 simulated minutes",
        "done >= 400: that did not come true before this",
    ]


def test_where_a_track_ends_it_is_said_that_it_does_not_come_true() -> None:
    raced = raced_to_the_end()
    found(raced, "done > 12", 1)
    assert raced.notices == ["done > 12: that does not come true"]


def test_it_stops_at_once_and_goes_back_to_where_it_began() -> None:
    raced = raced_to_the_end()
    raced.race.do(Seek(3 * SECOND))
    before = raced.places()
    raced.race.do(GoToCondition("queue > 500", track=1))
    assert raced.race.outline.playhead.looking_for == "threads: queue > 500"
    raced.frames(1)
    raced.race.do(Stop())
    assert not raced.race.long_work.is_under_way
    assert raced.race.outline.playhead.looking_for == ""
    assert raced.places() == before


@pytest.mark.parametrize(("text", "track"), [("quue > 3", 0), ("queue > 3", 7)])
def test_what_makes_no_sense_is_refused_with_nothing_done(text: str, track: int) -> None:
    raced = Raced("serial", "threads")
    heard = list[object]()
    raced.race.listen = lambda _, wish: heard.append(wish)
    with pytest.raises(SiteError, match=r"did you mean 'queue'|there is no track 7 in this race"):
        raced.race.do(GoToCondition(text, track=track))
    assert heard == []
