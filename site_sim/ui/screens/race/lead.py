"""Why a track is ahead just now: what those who come next spend more of their time with."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.player.formatting import share
from site_sim.player.frame import TrackFrame
from site_sim.state.entities import BLOCKED, GONE, HANDING_OFF, READY, State

LOST: Sequence[State] = (READY, BLOCKED, HANDING_OFF)
"""The states in which a crew has something to do and does not get on with a job."""
LEAST = 0.05
"""The least difference of two shares that tells anything."""


def lead_words(tracks: Sequence[TrackFrame]) -> Sequence[str]:
    """Return what holds up the next track more than the one that is ahead, and the same in brief.

    Where its sends are calls that is told of it alone: others wait in a send for another reason.
    Of several that are next it is the first. Where nothing does there are no words.
    """
    places = [each.facts.place for each in tracks]
    later = [place for place in places if place > 1]
    if not later:
        return ()
    ahead, behind = tracks[places.index(1)], tracks[places.index(min(later))]
    less, more = _shares(ahead), _shares(behind)
    if not less or not more:  # undeclared
        return ()
    most = max(LOST, key=lambda state: more[state] - less[state])
    if more[most] - less[most] < LEAST:
        return ()
    id, other = _id_of(most, behind), behind.facts.standing.name
    shares = {"less": share(less[most]), "more": share(more[most])}
    return [say(each, other=other, **shares) for each in (id, f"{id}.brief")]


def _shares(track: TrackFrame) -> Sequence[float]:
    """Return the share of its time that a crew has spent in each state that is not GONE."""
    spent = track.frame.site.crew_times[:GONE]
    return [time / max(1, sum(spent)) for time in spent]


def _id_of(state: State, track: TrackFrame) -> str:
    """Return the sentence that says what a crew is held up by in a state."""
    if state is READY:
        return "track.lead-ready"
    if state is HANDING_OFF:
        return "track.lead-hops"
    calls = MODEL_FACTS[track.frame.site.settings.model].sends_are_calls
    return "track.lead-call" if calls else "track.lead-full"
