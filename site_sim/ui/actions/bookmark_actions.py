"""Handlers of the actions that go to moments, and that give them names.

The registry has the sentence about each; docstrings say what that leaves out.
Dialogs are imported where they open: that saves 10 ms before the first paint.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.player.intents import BringBookmarkBack, GoToBookmark, RemoveBookmark
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.race_actions import raced_by
from site_sim.ui.keymap.key_names import sign

if TYPE_CHECKING:
    from site_sim.run.common_playhead import CommonPlayhead
    from site_sim.run.session import Session
    from site_sim.ui.dialogs.go_to import RacedTracks


def ask_where_to_go(host: Host) -> None:
    _ask_where(host, back=False)


def ask_where_to_go_back(host: Host) -> None:
    _ask_where(host, back=True)


def _ask_where(host: Host, back: bool) -> None:
    """Ask in a race for a track too; without one it is the track that is pointed at."""
    from site_sim.ui.dialogs.go_to import go_to_dialog

    names = [place.name for place in _marked(host).bookmarks.places]
    cast = host.player.session.log.cast
    host.ask(go_to_dialog(cast, back, names, _tracks(host)), host.player.do)


def _marked(host: Host) -> Session | CommonPlayhead:
    """Return what has the bookmarks: the run, or the playhead of a race."""
    race = raced_by(host)
    return host.player.session if race is None else race.playhead


def _tracks(host: Host) -> RacedTracks | None:
    """Return the tracks of a race, each with the names that are known in it; None for one run."""
    from site_sim.ui.dialogs.go_to import RacedTracks

    race = raced_by(host)
    if race is None:
        return None
    casts = [player.session.log.cast for player in race.players]
    named = dict(zip(race.tracks.names, casts, strict=True))
    return RacedTracks(named, race.view.race.chosen)


def put_bookmark(host: Host) -> None:
    """Ask for a name; there is one that enter takes."""
    from site_sim.ui.dialogs.bookmarks import bookmark_dialog
    from site_sim.ui.dialogs.go_to import read_goal, read_race_goal

    marked, cast, tracks = _marked(host), host.player.session.log.cast, _tracks(host)

    def read(text: str) -> object:
        return read_goal(text, cast) if tracks is None else read_race_goal(text, tracks)

    host.ask(bookmark_dialog(read, marked.now, marked.bookmarks.places), host.player.do)


def list_bookmarks(host: Host) -> None:
    """Say how to make one, where there is none."""
    from site_sim.ui.dialogs.bookmarks import BookmarkDeeds, BookmarkList

    bookmarks = _marked(host).bookmarks
    if not bookmarks.places:
        keys = " ".join(map(sign, host.keys.keys_of("bookmark")))
        host.notify(f"there is no bookmark yet: {keys or 'the palette'} makes one")
        return
    deeds = BookmarkDeeds(
        read=lambda: bookmarks.places,
        remove=lambda name: host.wish(RemoveBookmark(name)),
        bring_back=lambda: host.wish(BringBookmarkBack()),
    )
    host.ask(BookmarkList(deeds), lambda name: host.player.do(GoToBookmark(name)))
