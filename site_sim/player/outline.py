"""Where in the run one is, and what is known of the moment before anything of it is copied."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from site_sim.log.cast import Cast
from site_sim.player.view_state import ViewState
from site_sim.run.bookmarks import BookmarkPlace
from site_sim.state.history.followed import Followed
from site_sim.state.history.markers import MarkersSoFar
from site_sim.state.history.news import News
from site_sim.state.settings import Settings


class PlayheadState(msgspec.Struct, frozen=True):
    """Where in the run one is; times are simulated nanoseconds."""

    at: int
    end: int
    """The live end."""
    seq: int
    """Events that have happened."""
    length: int
    """Events of the whole log."""
    is_live: bool
    markers: MarkersSoFar
    bookmarks: Sequence[BookmarkPlace] = ()
    """The moments that have names, in order."""
    hiring: int = 0
    """How many workers there are to be, while the first crew is being hired."""
    fork_progress: float | None = None
    """How far the re-execution is that a command in the past needs, 0 to 1."""
    can_restore: bool = False
    """A future was abandoned, and can be had back."""
    looking_for: str = ""
    """The event that it runs on to, in words; "" for none."""


class Outline(msgspec.Struct, frozen=True):
    """A moment in a few words: by these a screen finds out what else it needs of it."""

    view: ViewState
    playhead: PlayheadState
    cast: Cast
    settings: Settings
    followed: Followed
    news: News
    """What has just happened."""
    workers: int
    lanes: int
    """How many there are at the playhead."""
    waiting: int
    """How many jobs are in the queue."""
    most_workers: int
    most_lanes: int
    """How many there ever were at once."""
    about: str = ""
    """What the scenario says of itself."""
    advice: str = ""
    """What to press next, until something is changed; "" for nothing."""
    tracks: Sequence[Outline] = ()
    """Those of the tracks, where it is the moment of a race."""
