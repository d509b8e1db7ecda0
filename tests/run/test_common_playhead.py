"""Several runs have one playhead: each is what it is alone, and all stand at one moment."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import MS, SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.comparison import digest_of
from site_sim.run.common_playhead import CommonPlayhead
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.run.recordings import recording_of
from tests.run.runs import CLOSELY, some_scenario

JOBS = 12


def scenarios(seed: int, tracks: int = 4) -> list[Scenario]:
    """Return scenarios of all kinds, whose jobs come to an end."""
    choice = random.Random(seed).choice
    return [some_scenario(choice, seed) for _ in range(tracks)]


def all_models() -> CommonPlayhead:
    """Return a playhead in a run of each model, at the start."""
    return of([Scenario(model=facts.name, count=JOBS) for facts in MODEL_FACTS.values()])


def of(each: list[Scenario]) -> CommonPlayhead:
    return CommonPlayhead([Session(scenario, CLOSELY) for scenario in each])


def places(playhead: CommonPlayhead) -> list[tuple[int, int]]:
    """Return where each run is shown."""
    return [(session.state.seq, session.now) for session in playhead.sessions]


def run_to(playhead: CommonPlayhead, at: int, steps: int = 64) -> None:
    for _ in range(100_000):
        if playhead.advance(at - playhead.now, steps):
            return
    raise AssertionError(f"it does not come to {at}")


@given(
    seed=st.integers(0, 2**32),
    spans=st.lists(st.integers(1, 900 * MS), min_size=1, max_size=8),
    steps=st.sampled_from([4, 64, 2000]),
)
def test_each_run_is_what_it_is_alone(seed: int, spans: list[int], steps: int) -> None:
    together = of(scenarios(seed))
    for span in spans:
        run_to(together, together.now + span, steps)
        assert {now for _, now in places(together)} == {together.now}
    for session, scenario in zip(together.sessions, scenarios(seed), strict=True):
        alone = Session(scenario, CLOSELY)
        alone.playback.advance(together.now)
        assert digest_of(alone.log) == digest_of(session.log)


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), walk=st.lists(st.booleans(), max_size=25))
def test_a_step_on_and_one_back_are_the_identity(seed: int, share: float, walk: list[bool]) -> None:
    playhead = of(scenarios(seed, 3))
    run_to(playhead, 3 * SECOND)
    playhead.seek(round(playhead.end * share))
    for on in walk:
        playhead.step() if on else playhead.step_back()
        before = places(playhead), playhead.now
        if playhead.step():
            assert playhead.step_back()
        assert (places(playhead), playhead.now) == before


def test_a_step_leads_to_the_next_event_of_any_run() -> None:
    stepped, known = all_models(), all_models()
    run_to(known, 20 * SECOND)
    events = sorted(
        (session.log.time_of(seq), number)
        for number, session in enumerate(known.sessions)
        for seq in range(session.playhead.first, len(session.log))
    )
    for at, _ in events[:400]:
        before = stepped.seq
        assert stepped.step()
        assert (stepped.seq, stepped.now) == (before + 1, at)
        assert {now for _, now in places(stepped)} == {at}
    for session, alone in zip(stepped.sessions, known.sessions, strict=True):
        played = session.state.seq
        assert session.log.time_of(played - 1) <= stepped.now
        assert [session.log[seq] for seq in range(played)] == [
            alone.log[seq] for seq in range(played)
        ]


def test_after_single_steps_time_passes_as_if_nobody_had_stepped() -> None:
    stepped, known = all_models(), all_models()
    run_to(stepped, SECOND)
    for _ in range(75):
        stepped.step()
    run_to(stepped, 5 * SECOND)
    run_to(known, 5 * SECOND)
    assert places(stepped) == places(known)
    for one, other in zip(stepped.sessions, known.sessions, strict=True):
        assert digest_of(one.log) == digest_of(other.log)


def test_it_ends_with_the_last_event_of_the_slowest_run() -> None:
    playhead = all_models()
    while not playhead.rush(64):
        pass
    ends = [session.recording.at(len(session.log)) for session in playhead.sessions]
    assert playhead.now == max(ends) > min(ends)
    assert playhead.is_live
    assert not playhead.step()
    assert playhead.rush(64)
    assert playhead.advance(SECOND, 64)
    assert playhead.now == max(ends)


def test_the_past_is_shown_at_one_moment_too() -> None:
    playhead = all_models()
    run_to(playhead, 9 * SECOND)
    playhead.seek(4 * SECOND)
    assert {now for _, now in places(playhead)} == {4 * SECOND}
    assert (playhead.is_live, playhead.end) == (False, 9 * SECOND)
    run_to(playhead, 10 * SECOND)
    assert playhead.is_live
    playhead.seek(0)
    while playhead.step_back():
        pass
    assert [seq for seq, _ in places(playhead)] == [run.playhead.first for run in playhead.sessions]
    playhead.seek(99 * SECOND)
    assert playhead.now == 10 * SECOND


def test_a_run_whose_future_was_cut_off_decides_how_far_one_can_go() -> None:
    playhead = all_models()
    run_to(playhead, 9 * SECOND)
    playhead.seek(4 * SECOND)
    first = playhead.sessions[0]
    first.truncate(first.playhead.position)
    while not first.work():
        pass
    assert (playhead.end, playhead.is_live) == (4 * SECOND, True)
    run_to(playhead, 6 * SECOND)
    assert {now for _, now in places(playhead)} == {6 * SECOND}


def test_a_recording_stays_at_its_end() -> None:
    lived = Session(Scenario(model="threads", count=2), CLOSELY)
    lived.playback.advance(3 * SECOND)
    recorded = recording_of(lived)
    recorded.playhead.seek(0)
    playhead = CommonPlayhead([Session(Scenario(count=9), CLOSELY), recorded])
    run_to(playhead, 2 * SECOND)
    assert [now for _, now in places(playhead)] == [2 * SECOND, 2 * SECOND]
    run_to(playhead, 5 * SECOND)
    assert [now for _, now in places(playhead)] == [5 * SECOND, recorded.branch.engine.now]
    playhead.seek(SECOND)
    assert [now for _, now in places(playhead)] == [SECOND, SECOND]
    playhead.seek(5 * SECOND)
    playhead.step_back()
    assert recorded.now <= recorded.branch.engine.now
