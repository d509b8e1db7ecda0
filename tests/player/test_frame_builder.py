"""A frame holds what the screen in front needs, and no more."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.player.intents import Seek, SetSpeed
from site_sim.player.needs import Needs, nothing
from site_sim.player.site_copy import declared
from tests.player.playing import Played
from tests.player.test_code_reader import of_code
from tests.player.test_timeline_reader import of_timeline


def test_only_what_the_screen_needs_is_there() -> None:
    played = Played()
    for declare in (nothing, of_code, of_timeline):
        frame = played.player.frame(declare)
        assert (frame.timeline is not None) == (declare is of_timeline)
        assert (frame.code is not None) == (declare is of_code)


def test_the_cells_of_the_recent_past_are_as_long_as_the_speed_says() -> None:
    played = Played(at=0.0)
    played.player.session.playback.advance(100 * SECOND)
    session, player = played.player.session, played.player
    accepted = []
    for speed in (1 / 16, 1.0, 64.0):
        player.do(SetSpeed(speed))
        figures = declared(player.frame(lambda _: Needs(figures=60)).site.figures)
        assert figures.series == session.recording.recent_past(player.view.cell_ns).counts(60)
        accepted.append(sum(figures.series.done))
    assert accepted == sorted({*accepted})


def test_it_tells_where_in_the_run_one_is() -> None:
    played = Played()
    here = played.player.outline.playhead
    assert (here.at, here.end, here.is_live) == (15_400_000_000, 15_400_000_000, True)
    played.player.do(Seek(12 * SECOND))
    there = played.player.outline.playhead
    assert (there.at, there.end, there.is_live) == (12 * SECOND, here.end, False)
    assert there.seq < there.length == here.length
    assert not there.can_restore
    played.player.session.begin(OrderJobs(1))
    assert played.player.outline.playhead.fork_progress is not None
    played.player.session.work()
    assert played.player.outline.playhead.can_restore
