"""Who is ahead and why: what the next one spends more of its time with, by the events of both."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from site_sim.player.frame import TrackFrame
from site_sim.player.needs import Needs
from site_sim.player.track_facts import Standing, placed
from site_sim.state.entities import BLOCKED, GONE, HANDING_OFF, IDLE, READY, State
from site_sim.ui.screens.race.lead import lead_sentences
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


def waiting(each: TrackFrame, state: State, part: float, name: str = "") -> TrackFrame:
    """Return a track whose crew has spent a part of its time in a state, and the rest idle."""
    times = [0] * (GONE + 1)
    times[state], times[IDLE] = round(1000 * part), round(1000 * (1 - part))
    site = replace(each.frame.site, crew_times=times)
    standing = replace(each.facts.standing, name=name or each.facts.standing.name)
    facts = replace(each.facts, standing=standing)
    return TrackFrame(facts, replace(each.frame, site=site))


def done(each: TrackFrame, jobs: int) -> TrackFrame:
    return replace(
        each, facts=replace(each.facts, standing=replace(each.facts.standing, done=jobs))
    )


def test_what_holds_up_the_next_track_more_is_told() -> None:
    tracks = raced(*(track(model, "cpu", 10.0) for model in ("coroutines", "free-threads")))
    less, more = share_of(tracks[1], READY), share_of(tracks[0], READY)
    assert list(lead_sentences(tracks)) == [
        f"free-threads is ahead: workers wait to run {less} of the time (coroutines: {more})",
        f"free-threads is ahead: waits to run {less}, coroutines {more}",
        "free-threads is ahead",
    ]


def test_of_a_call_stack_it_is_told_how_long_it_is_in_send() -> None:
    tracks = raced(*(track(model, "io", 10.0) for model in ("coroutines", "serial")))
    more = share_of(tracks[1], BLOCKED)
    assert list(lead_sentences(tracks))[:2] == [
        f"coroutines is ahead: in serial a send is a call, and workers wait in it {more} of the "
        "time",
        f"coroutines is ahead (serial: {more} waiting in send())",
    ]


CAUSES = [
    (READY, "workers wait to run {} of the time", "no worker waits to run"),
    (BLOCKED, "workers wait at full inboxes {} of the time", "no worker waits at a full inbox"),
    (
        HANDING_OFF,
        "workers spend {} of the time on hand-offs",
        "no worker spends time on hand-offs",
    ),
]


@pytest.mark.parametrize(("state", "some", "never"), CAUSES)
def test_each_cause_is_told_and_that_there_is_none_of_it(
    state: State, some: str, never: str
) -> None:
    base = track("coroutines", "io")
    slow = waiting(done(base, 3), state, 0.3, "slow")
    said = [
        lead_sentences(raced(waiting(done(base, 5), state, part, "fast"), slow))[0]
        for part in (0.1, 0.001, 0.0)
    ]
    for words, share in zip(said, ("10%", "under 1%"), strict=False):
        assert words == f"fast is ahead: {some.format(share)} (slow: 30%)"
    assert said[2].startswith(f"fast is ahead: {never} (slow: 30% of ")


@pytest.mark.parametrize("state", [READY, BLOCKED, HANDING_OFF])
def test_the_brief_words_fit_into_60_cells(state: State) -> None:
    slow = waiting(done(track("coroutines", "io"), 3), state, 0.25)
    for part, told in ((0.0, " 0%, coroutines 25%"), (0.004, " <1%, coroutines 25%")):
        fast = waiting(done(track("free-threads", "io"), 5), state, part)
        brief = lead_sentences(raced(fast, slow))[1]
        assert brief.endswith(told)
        assert len(f"  · {brief}") <= 60


def test_of_a_call_stack_that_is_ahead_no_inbox_is_told_to_be_full() -> None:
    fast = waiting(done(track("serial", "io"), 5), BLOCKED, 0.2)
    slow = waiting(done(track("coroutines", "io"), 3), BLOCKED, 0.4)
    assert (
        "no worker waits at a full inbox (coroutines: 40%" in lead_sentences(raced(fast, slow))[0]
    )


def test_of_several_that_are_ahead_the_time_of_all_crews_is_told() -> None:
    base = track("coroutines", "io")
    first, second = (
        waiting(done(base, 5), READY, part, name) for part, name in ((0.0, "one"), (0.1, "two"))
    )
    slow = waiting(done(base, 3), READY, 0.4, "slow")
    assert list(lead_sentences(raced(first, slow, second))) == [
        "one and two are ahead: workers wait to run 5% of the time (slow: 40%)",
        "one and two are ahead: waits to run 5%, slow 40%",
        "2 tracks are ahead: workers wait to run 5% of the time (slow: 40%)",
        "2 tracks are ahead: waits to run 5%, slow 40%",
        "one and two are ahead",
        "2 tracks are ahead",
    ]


def test_nothing_but_that_is_told_of_tracks_that_are_as_far() -> None:
    tracks = raced(track("coroutines", "io"), track("coroutines", "io"))
    assert list(lead_sentences(tracks)) == ["all tracks have done as much"]


def test_nothing_is_told_where_nothing_holds_the_next_one_up_more() -> None:
    base = track("coroutines", "io")
    early, late = done(base, 3), done(base, 5)
    assert list(lead_sentences(raced(early, late))) == ["coroutines is ahead"]
