"""Why a track is ahead: what the next one spends more of its time with, by the events of both."""

from __future__ import annotations

from msgspec.structs import replace

from site_sim.player.frame import TrackFrame
from site_sim.player.needs import Needs
from site_sim.player.track_facts import Standing, placed
from site_sim.state.entities import BLOCKED, GONE, READY, State
from site_sim.ui.screens.race.lead import lead_words
from tests.player.playing import Played


def track(model: str, workload: str, second: float = 20.0) -> TrackFrame:
    """Return a track of a site at a time; its place is given with those of the others."""
    player = Played(
        at=second, workers=4, rate=2.0, count=24, model=model, workload=workload, cores=4
    ).player
    frame = player.frame(lambda _: Needs(has_crew_times=True))
    standing = Standing(model, 24, frame.site.done, frame.site.queue.length, 4, 1)
    return TrackFrame(placed([standing])[0], frame)


def raced(*tracks: TrackFrame) -> list[TrackFrame]:
    facts = placed([each.facts.standing for each in tracks])
    return [replace(each, facts=fact) for each, fact in zip(tracks, facts, strict=True)]


def share_of(each: TrackFrame, state: State) -> str:
    spent = each.frame.site.crew_times[:GONE]
    return f"{spent[state] / sum(spent):.0%}"


def test_what_holds_up_the_next_track_more_is_told() -> None:
    tracks = raced(*(track(model, "cpu", 10.0) for model in ("coroutines", "free-threads")))
    less, more = share_of(tracks[1], READY), share_of(tracks[0], READY)
    assert list(lead_words(tracks)) == [
        f"ready, without a lane, {less} of its time; coroutines {more}",
        f"ready {less}, coroutines {more}",
    ]


def test_of_a_call_stack_it_is_told_how_long_it_is_in_send() -> None:
    tracks = raced(*(track(model, "io", 10.0) for model in ("coroutines", "serial")))
    more = share_of(tracks[1], BLOCKED)
    assert list(lead_words(tracks)) == [
        f"serial is in send() {more} of its time",
        f"serial {more} in send()",
    ]


def test_nothing_is_told_of_tracks_that_are_as_far() -> None:
    assert not lead_words(raced(track("coroutines", "io"), track("coroutines", "io")))


def test_nothing_is_told_where_nothing_holds_the_next_one_up_more() -> None:
    early, late = track("coroutines", "io", 10.0), track("coroutines", "io", 10.5)
    assert not lead_words(raced(early, late))
