"""The moment in a few words, before anything of the site is copied."""

from __future__ import annotations

from site_sim.base.units import SECOND
from site_sim.player.intents import GoToBookmark, GoToCondition, PutBookmark, Seek, Stop
from site_sim.player.tuning import PlayerTuning
from site_sim.run.bookmarks import BookmarkPlace
from tests.player.playing import Played
from tests.player.racing import MODELS, Raced


def test_it_has_the_bookmarks_in_the_order_of_their_times() -> None:
    played = Played()
    for name, at in (("late", 9 * SECOND), ("early", 4 * SECOND)):
        played.player.do(Seek(at))
        played.player.do(PutBookmark(name))
    assert [*played.player.outline.playhead.bookmarks] == [
        BookmarkPlace("early", 4 * SECOND, False),
        BookmarkPlace("late", 9 * SECOND, False),
    ]
    played.player.do(GoToBookmark("late"))
    assert played.player.outline.playhead.at == 9 * SECOND
    assert played.notices == ["this moment is 'late' now", "this moment is 'early' now"]


def test_a_bookmark_that_nobody_put_is_said_to_be_none() -> None:
    played = Played()
    played.player.do(GoToBookmark("late"))
    assert played.notices == ["there is no bookmark 'late'"]
    assert played.player.outline.playhead.is_live


def test_it_says_what_is_searched_for_until_that_ends() -> None:
    played = Played(look_s=0.1, tuning=PlayerTuning(scanned_slice=5))
    assert played.player.outline.playhead.looking_for == ""
    played.player.do(GoToCondition("all workers ready"))
    assert played.player.outline.playhead.looking_for == "all workers ready"
    played.player.do(Stop())
    assert played.player.outline.playhead.looking_for == ""


def test_a_run_has_no_tracks_and_a_race_has_one_a_run() -> None:
    assert Played().player.outline.tracks == ()
    outline = Raced().race.outline
    assert [each.settings.model for each in outline.tracks] == [*MODELS]
    assert [each.tracks for each in outline.tracks] == [()] * 6


def test_the_tracks_of_a_race_stand_at_its_playhead() -> None:
    raced = Raced()
    raced.seconds(3)
    outline = raced.race.outline
    assert {id(each.playhead) for each in outline.tracks} == {id(outline.playhead)}
    sites = [player.session.state for player in raced.race.players]
    assert [each.waiting for each in outline.tracks] == [site.queue.length for site in sites]
