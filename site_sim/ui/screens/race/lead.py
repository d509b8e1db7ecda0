"""Who is ahead just now, and why: what those who come next spend more of their time with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.sentences import say
from site_sim.player.formatting import share
from site_sim.player.frame import TrackFrame
from site_sim.state.entities import BLOCKED, GONE, HANDING_OFF, READY, State

LOST: Sequence[State] = (READY, BLOCKED, HANDING_OFF)
"""The states in which a crew has something to do and does not get on with a job."""
LEAST = 0.05
"""The least difference of two shares that tells anything."""
NEVER: Mapping[str, str] = {
    "track.lead-ready": "track.lead-ready.never",
    "track.lead-full": "track.lead-full.never",
    "track.lead-hops": "track.lead-hops.never",
}
"""What is said instead where those that are ahead spend no time at all with it."""


def lead_sentences(tracks: Sequence[TrackFrame]) -> Sequence[str]:
    """Return who is ahead and why, in several ways, of which the last is the shortest.

    A job has been done in one of the tracks, and none has ended.
    """
    names = [each.facts.standing.name for each in tracks if each.facts.place == 1]
    if len(names) == len(tracks):
        return [say("track.lead-level")]
    leads = [say("track.lead", name=names[0])]
    if len(names) > 1:
        several = say("track.lead-several", names=", ".join(names[:-1]), last=names[-1])
        leads = [several, say("track.lead-many", tracks=len(names))]
    return [*(words for lead in leads for words in _with_reasons(lead, tracks)), *leads]


def _with_reasons(lead: str, tracks: Sequence[TrackFrame]) -> Sequence[str]:
    """Return who leads with what holds up the next track more than those, and the same in brief.

    Where its sends are calls that is told of it alone: others wait in a send for another reason.
    Of several that are next it is the first. Where nothing does there are no words.
    """
    ahead = [each for each in tracks if each.facts.place == 1]
    behind = min(
        (each for each in tracks if each.facts.place > 1), key=lambda each: each.facts.place
    )
    less, more = _shares(ahead), _shares([behind])
    if not less or not more:  # undeclared
        return ()
    most = max(LOST, key=lambda state: more[state] - less[state])
    if more[most] - less[most] < LEAST:
        return ()
    id, least = _id_of(most, behind), less[most]
    if id == "track.lead-full":
        least = _share_at_full_inboxes(ahead)
    first = id if least else NEVER.get(id, id)
    words = {"lead": lead, "other": behind.facts.standing.name, "more": share(more[most])}
    return [
        say(first, less=_told(least, "track.lead-little"), **words),
        say(f"{id}.brief", less=_told(least, "track.lead-little.brief"), **words),
    ]


def _shares(tracks: Sequence[TrackFrame]) -> Sequence[float]:
    """Return the share of their time that some crews have spent in each state that is not GONE."""
    crews = [each.frame.site.crew_times[:GONE] for each in tracks]
    spent = [sum(times) for times in zip(*crews, strict=True)]
    return [time / max(1, sum(spent)) for time in spent]


def _share_at_full_inboxes(tracks: Sequence[TrackFrame]) -> float:
    """Return the share of their time that some crews were blocked, where a send is no call."""
    crews = [each.frame.site.crew_times[:GONE] for each in tracks]
    full = sum(
        spent[BLOCKED]
        for each, spent in zip(tracks, crews, strict=True)
        if not _sends_are_calls(each)
    )
    return full / max(1, sum(map(sum, crews)))


def _told(part: float, little: str) -> str:
    """Return a share; where it is next to nothing, but not 0, what is `little` in words, by id."""
    return share(part) if part >= 0.01 or not part else say(little)


def _sends_are_calls(track: TrackFrame) -> bool:
    return MODEL_FACTS[track.frame.site.settings.model].sends_are_calls


def _id_of(state: State, track: TrackFrame) -> str:
    """Return the sentence that says what a crew is held up by in a state."""
    if state is READY:
        return "track.lead-ready"
    if state is HANDING_OFF:
        return "track.lead-hops"
    return "track.lead-call" if _sends_are_calls(track) else "track.lead-full"
