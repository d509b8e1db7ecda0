"""The job that is followed at a moment is the one that a plain reading of the log says."""

from __future__ import annotations

import random
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import MS, SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, Event, Kind
from site_sim.run.session import Session
from site_sim.state.entities import Place
from site_sim.state.history.followed import SLOTS, Followed, Follower
from site_sim.state.site import SiteState
from tests.run.driving import run_to
from tests.state.history.runs import begun, live, long_run

ACTIONS = (Kind.HandOffStarted, Kind.WorkStarted)
ENDS = (Kind.Accepted, Kind.Rejected, Kind.Scrapped, Kind.Unclaimed, Kind.Requeued)


def job_by_the_log(log: EventLog, at: int, slot_ns: int) -> int:
    """Return the job that is followed, going from slot to slot of the epoch."""
    events = [Event(*row) for row in log.rows()]
    slot, job, seen = at // slot_ns, NO_JOB, 0
    for each in range(slot - slot % SLOTS, slot + 1):
        before = [event for event in events if event.at < each * slot_ns]
        ended = any(event.job == job and event.kind in ENDS for event in before[seen:])
        if job == NO_JOB or ended:
            actions = [seq for seq, event in enumerate(before) if event.kind in ACTIONS]
            job = before[actions[-1]].job if actions else NO_JOB
            seen = actions[-1] + 1 if actions else 0
    return job


def assert_in_hand(followed: Followed, state: SiteState) -> None:
    """Compare who is looked at with who has the job."""
    rows = state.log.cast.inner_rows(len(state.workers))
    card = state.jobs.get(followed.job)
    if card is not None and card.place is not Place.QUEUE and card.holder in rows:
        assert followed.who == card.holder
    assert followed.who is None or followed.who in rows


@given(seed=st.integers(0, 10_000), slot_ns=st.sampled_from((MS, 30 * MS, 500 * MS, 8 * SECOND)))
@settings(max_examples=12)
def test_a_moment_has_the_same_followed_job_whichever_way_one_came(seed: int, slot_ns: int) -> None:
    session = begun(seed)
    for number in range(3):
        live(session, seed + number, 100)
    choice, follower = random.Random(seed), Follower()
    for _ in range(8):
        session.playhead.seek(choice.randrange(session.playhead.end + 1))
        state = session.state
        followed = follower.followed(state, slot_ns)
        assert followed == Follower().followed(state, slot_ns)
        assert followed.job == job_by_the_log(session.log, state.at, slot_ns)
        assert_in_hand(followed, state)


def followed_over(session: Session, slot_ns: int, step_ns: int, steps: int) -> list[Followed]:
    follower, found = Follower(), []
    for number in range(1, steps + 1):
        run_to(session, number * step_ns)
        found.append(follower.followed(session.state, slot_ns))
        assert_in_hand(found[-1], session.state)
    return found


def test_a_job_that_is_under_way_is_followed_to_its_end() -> None:
    session = begun(1, model="coroutines", workers=40, costs="classroom", wiring="chain",
                    dispatch="round-robin", rate=2.0, service_time=3.0, workload="io",
                    accident_rate=0.0, defect_rate=0.0)  # fmt: skip
    found = followed_over(session, SECOND // 2, SECOND // 10, 150)
    lengths = [len(list(run)) for _, run in groupby(found, key=lambda each: each.job)]
    assert max(lengths) > 25
    assert len({each.who for each in found}) > 10


def test_however_fast_jobs_are_done_each_is_followed_for_a_slot() -> None:
    session = long_run()
    slot_ns = 500 * MS
    run_to(session, 21 * SECOND)
    follower, found = Follower(), []
    for at in range(slot_ns, 20 * SECOND, 50 * MS):
        session.playhead.seek(at)
        found.append(follower.followed(session.state, slot_ns))
    lengths = [len(list(run)) for _, run in groupby(each.job for each in found)]
    assert set(lengths) == {10}
    assert len(lengths) == 39


def test_nothing_is_followed_before_anything_happens() -> None:
    assert Follower().followed(begun(1, rate=0.0).state, SECOND) == Followed(NO_JOB, None)


def test_of_another_run_nothing_is_remembered() -> None:
    follower, sessions = Follower(), [long_run(), begun(3, rate=20.0)]
    run_to(sessions[1], 9 * SECOND)
    for session in (*sessions, *sessions):
        state = session.state
        assert follower.followed(state, SECOND) == Follower().followed(state, SECOND)
