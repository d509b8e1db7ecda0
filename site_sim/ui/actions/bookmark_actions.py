"""Handlers of the actions that go to moments, and that give them names.

The registry has the sentence about each; docstrings say what that leaves out.
Dialogs are imported where they open: that saves 10 ms before the first paint.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from site_sim.player.intents import BringBookmarkBack, GoToBookmark, RemoveBookmark
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.race_actions import raced_by
from site_sim.ui.keymap.key_names import sign


def ask_where_to_go(host: Host) -> None:
    _ask_where(host, back=False)


def ask_where_to_go_back(host: Host) -> None:
    _ask_where(host, back=True)


def _ask_where(host: Host, back: bool) -> None:
    """Ask in a race for a track too; without one it is the track that is pointed at."""
    from site_sim.ui.dialogs.go_to import RacedTracks, go_to_dialog

    player, race = host.player, raced_by(host)
    cast = player.session.log.cast
    if race is None:
        names = [place.name for place in player.session.bookmarks.places]
        host.ask(go_to_dialog(cast, back, names), player.do)
    else:
        casts = {
            name: each.session.log.cast
            for name, each in zip(race.tracks.names, race.players, strict=True)
        }
        tracks = RacedTracks(casts, race.view.race.chosen)
        host.ask(go_to_dialog(cast, back, tracks=tracks), player.do)


def put_bookmark(host: Host) -> None:
    """Ask for a name; there is one that enter takes."""
    from site_sim.ui.dialogs.bookmarks import bookmark_dialog

    session = host.player.session
    dialog = bookmark_dialog(session.log.cast, session.now, session.bookmarks.places)
    host.ask(dialog, host.player.do)


def list_bookmarks(host: Host) -> None:
    """Say how to make one, where there is none."""
    from site_sim.ui.dialogs.bookmarks import BookmarkDeeds, BookmarkList

    session = host.player.session
    if not session.bookmarks.places:
        keys = " ".join(map(sign, host.keys.keys_of("bookmark")))
        host.notify(f"there is no bookmark yet: {keys or 'the palette'} makes one")
        return
    deeds = BookmarkDeeds(
        read=lambda: session.bookmarks.places,
        remove=lambda name: host.wish(RemoveBookmark(name)),
        bring_back=lambda: host.wish(BringBookmarkBack()),
    )
    host.ask(BookmarkList(deeds), lambda name: host.player.do(GoToBookmark(name)))
