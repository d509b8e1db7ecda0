"""The timeline shows a part of the past at any zoom, in bounded time and memory."""

from __future__ import annotations

import gc
import random
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.log.event_log import CHUNK
from site_sim.run.session import Session
from site_sim.state.history.tiles import (
    GUESS,
    UNKNOWN,
)
from site_sim.state.history.timeline import KEPT
from tests.run.driving import give, run_to
from tests.state.history.runs import (
    STEPS,
    assert_true,
    begun,
    deaths_in,
    histories,
    live,
    long_run,
    rows_of,
)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_what_is_on_screen_grows_with_the_run(seed: int) -> None:
    session = begun(seed)
    step = random.Random(seed).choice(STEPS[2:])
    for number in range(12):
        live(session, seed + number, most=200)
        timeline = session.timeline
        rows = rows_of(timeline)
        first = max(0, session.playhead.end // step - 70)
        timeline.aim(rows, step, first, 100)
        assert timeline.work()
    assert_true(timeline, histories(session.log), deaths_in(session.log), rows, step, first, 100)


def test_work_stops_when_its_time_is_up_and_guesses_meanwhile() -> None:
    session = long_run()
    timeline = session.timeline
    rows, step = rows_of(timeline), 200_000_000
    timeline.aim(rows, step, 0, 150)
    pieces = 0
    seen = set()
    while not timeline.work(lambda: True):
        seen |= set(timeline.cells(0, step, 0, session.playhead.end // step))
        pieces += 1
    assert pieces > 3
    assert any(found & GUESS for found in seen if found != UNKNOWN)
    assert_true(timeline, histories(session.log), deaths_in(session.log), rows, step, 0, 150)


def test_a_fork_has_the_past_it_parts_from() -> None:
    session = long_run()
    old = session.timeline
    old.aim([0, 1, 2], 10_000_000, 0, 2_000)
    old.work()
    before = old.cells(1, 10_000_000, 0, 500)
    session.playhead.seek(6 * SECOND)
    give(session, OrderJobs(3))
    run_to(session, 9 * SECOND)
    timeline = session.timeline
    rows = rows_of(timeline)
    timeline.aim(rows, 10_000_000, 0, 1_000)
    assert timeline.work()
    assert timeline.cells(1, 10_000_000, 0, 500) == before
    assert_true(
        timeline, histories(session.log), deaths_in(session.log), rows, 10_000_000, 0, 1_000
    )
    assert session.restore()
    assert session.timeline is old


def scrub(session: Session, times: int, seed: int) -> None:
    rng = random.Random(seed)
    timeline = session.timeline
    rows = rows_of(timeline)
    for _ in range(times):
        step = rng.choice((1_000, 100_000, 2_000_000, 100_000_000, SECOND))
        first = rng.randrange(session.playhead.end // step + 1)
        row = rng.choice(rows)
        timeline.aim([row], step, first, 100)
        timeline.path(rng.randrange(100))
        timeline.work(lambda: rng.random() < 0.3)
        timeline.cells(row, step, first, 100)
        timeline.span(row, step, first)


def blocks() -> int:
    """Return how many blocks of memory are in use; a stretch takes some hundreds."""
    gc.collect()
    return sys.getallocatedblocks()


def test_scrubbing_a_thousand_times_leaves_memory_flat() -> None:
    session = begun(7, model="coroutines", workers=5, rate=300.0)
    run_to(session, 3 * SECOND)
    assert len(session.log) > 2 * CHUNK
    scrub(session, 2 * KEPT, 1)
    before = blocks()
    scrub(session, 1_000, 2)
    assert blocks() - before < 20_000
