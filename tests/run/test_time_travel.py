"""The playhead: any moment can be shown, and the past can be changed."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetRate,
    SetSupervision,
)
from site_sim.kernel.reexecution import Position
from site_sim.log.comparison import digest_of, has_prefix
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.search import Search
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.checkpoints import Checkpoint, unpack
from site_sim.state.fold import fold
from site_sim.state.history.keyframes import ChangeLog
from site_sim.state.history.markers import Marker
from site_sim.state.job_lifecycle import life_of
from site_sim.state.site import BUCKET_NS, SiteState
from site_sim.state.tuning import PastTuning
from tests.oracles.plain_values import plain
from tests.run.driving import give
from tests.run.replaying import replayed

MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")


CLOSE = PastTuning(spacing=64, near=16)
CLOSELY = RunTuning(past=CLOSE)
"""Short runs have several checkpoints."""


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Return a session that has run for a while."""
    return begun(draw(st.integers(0, 2**32)))


def begun(seed: int, tuning: RunTuning = CLOSELY) -> Session:
    """Return a session of some kind that has run for some seconds."""
    choice = random.Random(seed).choice
    session = Session(some_scenario(choice, seed), tuning)
    session.playback.advance(choice((2, 5, 9)) * SECOND)
    return session


def some_scenario(choice: Callable[[Sequence[Any]], Any], seed: int) -> Scenario:
    return Scenario(
        model=choice(MODELS),
        workers=choice((1, 2, 3, 5)),
        cores=choice((1, 2)),
        dispatch=choice(("round-robin", "least-busy")),
        wiring=choice(("chain", "direct")),
        costs=choice(("zero", "classroom")),
        rate=choice((0.5, 2.0, 8.0)),
        arrivals=choice(("regular", "poisson")),
        workload=choice(("io", "cpu", "mixed")),
        service=choice(("fixed", "exponential")),
        defect_rate=choice((0.0, 0.3)),
        accident_rate=choice((0.0, 0.2)),
        supervise=choice((True, False)),
        seed=seed % 1000,
    )


COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(Hire, st.integers(1, 2)),
    st.builds(LayOff, st.integers(1, 2)),
    st.builds(SetRate, st.sampled_from((0.0, 1.0, 5.5))),
    st.builds(ChooseModel, st.sampled_from(MODELS)),
    st.builds(ChooseDispatch, st.sampled_from(("round-robin", "least-busy"))),
    st.builds(ChooseWiring, st.sampled_from(("chain", "direct"))),
    st.builds(SetAccidentRate, st.sampled_from((0.0, 0.2))),
    st.builds(SetSupervision, st.booleans()),
    st.builds(OrderJobs, st.integers(1, 3)),
    st.builds(CauseAccident, st.integers(0, 5)),
)


SCALES = st.sampled_from([round(BUCKET_NS * speed) for speed in (1 / 16, 1 / 2, 1, 2, 8, 1024)])
"""How long a cell of strips and series is."""


def folded(log: EventLog, seq: int, at: int, bucket_ns: int = BUCKET_NS) -> SiteState:
    """Return the state at a moment, folded from the very beginning."""
    state = SiteState(log, bucket_ns)
    fold(state, seq)
    state.advance_to(at)
    return state


def assert_true(session: Session) -> None:
    state = session.state
    expected = folded(session.log, state.seq, state.at, session.playhead.bucket_ns)
    assert plain(state) == plain(expected)


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1))
def test_a_moment_is_shown_as_it_was(seed: int, share: float) -> None:
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    assert session.now == round(session.playhead.end * share)
    assert session.state.seq == session.log.index_at(session.now)
    assert_true(session)


@given(
    seed=st.integers(0, 2**32),
    looks=st.lists(st.tuples(SCALES, st.floats(0, 1)), min_size=1, max_size=6),
)
def test_strips_and_series_tell_the_past_at_any_scale(
    seed: int, looks: list[tuple[int, float]]
) -> None:
    session = begun(seed)
    for bucket_ns, share in looks:
        session.playhead.set_bucket_ns(bucket_ns)
        assert_true(session)
        session.playhead.seek(round(session.playhead.end * share))
        assert_true(session)


def test_of_an_eventful_past_as_much_is_told_as_can_be_folded_in_time() -> None:
    tuning = RunTuning(past=PastTuning(spacing=64, near=16, farthest=500))
    session = Session(Scenario(model="coroutines", workers=5, rate=4.0, seed=1), tuning)
    session.playback.advance(60 * SECOND)
    session.playhead.set_bucket_ns(SECOND)
    session.playhead.seek(session.playhead.end - SECOND)
    state = session.state
    whole = folded(session.log, state.seq, state.at, SECOND)
    assert 0 < state.at - state.cells_since < 60 * SECOND
    known = state.bucket - state.cells_since // SECOND
    assert known > 5
    for series in ("throughput", "queue_lengths", "working"):
        cells = [getattr(one, series).read(state.bucket, known) for one in (state, whole)]
        assert cells[0] == cells[1]
    for task, told in zip(state.workers, whole.workers, strict=True):
        strips = [one.past(state.at, SECOND, known) for one in (task, told)]
        assert strips[0] == strips[1]


@given(
    seed=st.integers(0, 2**32),
    share=st.floats(0, 1),
    onward=st.integers(0, 3 * SECOND),
    steps=st.integers(1, 12),
)
def test_forward_then_back_is_the_identity_from_any_time(
    seed: int, share: float, onward: int, steps: int
) -> None:
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    session.playback.advance(onward)
    before = plain(session.state)
    taken = sum(session.playback.step() for _ in range(steps))
    for _ in range(taken):
        assert session.playback.step_back()
    assert plain(session.state) == before


@given(
    seed=st.integers(0, 2**32),
    share=st.floats(0, 1),
    walk=st.lists(st.booleans(), max_size=20),
)
def test_a_step_on_and_one_back_are_the_identity_wherever_a_walk_has_led(
    seed: int, share: float, walk: list[bool]
) -> None:
    session = begun(seed)
    session.playhead.seek(round(session.playhead.end * share))
    for on in walk:
        session.playback.step() if on else session.playback.step_back()
        before = session.playhead.position
        if session.playback.step():
            assert session.playback.step_back()
        assert session.playhead.position == before


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), steps=st.integers(1, 12))
def test_forward_then_back_is_the_identity_from_any_event(
    seed: int, share: float, steps: int
) -> None:
    session = begun(seed)
    session.playhead.seek_event(round(len(session.log) * share))
    before = plain(session.state)
    taken = sum(session.playback.step() for _ in range(steps))
    for _ in range(taken):
        assert session.playback.step_back()
    assert plain(session.state) == before


@pytest.mark.parametrize("seed", range(6))
def test_the_state_after_every_single_event_is_the_fold_up_to_it(seed: int) -> None:
    session = Session(some_scenario(random.Random(seed).choice, seed))
    assert session.state.seq == session.playhead.first
    for _ in range(250):
        assert_true(session)
        assert session.playback.step()
    while session.playback.step_back():
        assert_true(session)
    assert session.state.seq == session.playhead.first


def test_a_thousand_seeks_to_and_fro_leave_memory_flat() -> None:
    session = Session(Scenario(model="coroutines", workers=5, rate=3.0, seed=1))
    session.playback.advance(10 * SECOND)
    chance = random.Random(1)

    def traced_after(seeks: int) -> int:
        for _ in range(seeks):
            session.playhead.seek(chance.randrange(session.playhead.end))
        session.playhead.seek(session.playhead.end // 2)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = traced_after(100)
        assert traced_after(1_000) - before < 64 * 1024
    finally:
        tracemalloc.stop()


def between_events() -> Session:
    """Return a session at 15.4 s; events are at 15.0 s, where job #30 arrives, and at 15.5 s."""
    session = Session(Scenario(workers=5, rate=2.0))
    session.playback.advance(15_400_000_000)
    assert (session.log[-1].at, session.log[-1].job) == (15 * SECOND, 30)
    return session


def test_a_step_back_between_two_events_goes_to_the_moment_of_the_first() -> None:
    session = between_events()
    seq = session.state.seq
    assert session.playback.step_back()
    assert session.playhead.position == Position(seq, 15 * SECOND)
    assert session.playback.step_back()
    assert session.playhead.position == Position(seq - 1, session.log[seq - 2].at)


def test_a_step_back_leads_where_steps_set_out_from_unless_one_went_elsewhere_meanwhile() -> None:
    session = between_events()
    start = session.playhead.position
    assert session.playback.step()
    assert session.now == 15_500_000_000
    assert session.playback.step_back()
    assert session.playhead.position == start
    session.playback.step()
    session.playhead.seek_event(start.seq)
    session.playback.step()
    assert session.playback.step_back()
    assert session.playhead.position == Position(start.seq, 15 * SECOND)


@given(
    seed=st.integers(0, 2**32),
    moves=st.lists(
        st.one_of(
            st.tuples(st.just("advance"), st.integers(0, 3 * SECOND)),
            st.tuples(st.just("seek"), st.integers(0, 12 * SECOND)),
            st.tuples(st.just("event"), st.integers(0, 400)),
            st.tuples(st.just("step"), st.integers(1, 4)),
            st.tuples(st.just("back"), st.integers(1, 4)),
            st.tuples(st.just("restore"), st.just(0)),
            st.tuples(st.just("scale"), SCALES),
            st.tuples(st.just("command"), COMMANDS),
        ),
        max_size=12,
    ),
)
def test_whatever_one_does_the_state_is_the_fold_and_the_run_repeats(
    seed: int, moves: list[tuple[str, int | Command]]
) -> None:
    session = begun(seed)
    for move, argument in moves:
        if move == "command":
            seq, old = session.state.seq, session.log
            give(session, argument)
            assert has_prefix(session.log, old, seq)
            assert session.playhead.is_live
            assert digest_of(replayed(session)) == digest_of(session.log)
        elif move == "advance":
            session.playback.advance(argument)
        elif move == "seek":
            session.playhead.seek(argument)
        elif move == "event":
            session.playhead.seek_event(argument)
        elif move == "restore":
            session.restore()
        elif move == "scale":
            session.playhead.set_bucket_ns(argument)
        else:
            for _ in range(argument):
                session.playback.step() if move == "step" else session.playback.step_back()
        assert_true(session)


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), command=COMMANDS)
def test_a_fork_leaves_the_past_alone_and_the_old_future_comes_back_once(
    seed: int, share: float, command: Command
) -> None:
    session = begun(seed)
    old, length = session.log, len(session.log)
    digest = digest_of(old)
    assume(length > session.playhead.first)
    session.playhead.seek_event(
        session.playhead.first + round((length - 1 - session.playhead.first) * share)
    )
    position = session.playhead.position
    give(session, command)
    assert has_prefix(session.log, old, position.seq)
    cut_off = length - session.journal[-1].before
    session.playback.advance(2 * SECOND)
    assert session.can_restore == (cut_off > 0)
    assume(cut_off)
    assert session.restore()
    assert session.playhead.position == position
    assert (digest_of(session.log), len(session.log)) == (digest, length)
    assert not session.restore()


def test_the_site_is_never_shown_half_built() -> None:
    session = begun(2)
    session.playhead.seek_event(0)
    assert session.state.seq == session.playhead.first
    assert session.state.settings.hop_ns  # the last of them that is told
    assert not session.playback.step_back()
    assert not session.playhead.seek_previous(Wanted(who=0))
    session.playhead.seek(0)
    assert len(session.state.workers) > 0


def test_a_fork_can_be_made_in_pieces() -> None:
    session, whole = (Session(Scenario(rate=8.0, model="coroutines")) for _ in range(2))
    for one in (session, whole):
        one.playback.advance(9 * SECOND)
        one.playhead.seek(8 * SECOND)
    give(whole, OrderJobs(3))
    session.begin(OrderJobs(3))
    pieces = 0
    while not session.work(5):
        assert session.fork_progress is not None
        pieces += 1
    assert pieces > 2
    assert digest_of(session.log) == digest_of(whole.log)


def test_a_reenactment_that_differs_is_an_error_that_leaves_the_run_as_it_was() -> None:
    session = begun(3)
    session.log.pending[-2] += 1  # somebody tampered with the last event
    session.playhead.seek_event(len(session.log))
    digest = digest_of(session.log)
    session.branch.simulation.run(session.playhead.end + SECOND)
    with pytest.raises(SiteError, match="another log"):
        give(session, OrderJobs(1))
    assert session.fork_progress is None
    assert digest_of(session.log, session.state.seq) == digest


def test_a_command_at_the_live_end_cuts_nothing_off() -> None:
    session = begun(5)
    session.playhead.seek(SECOND)
    session.playhead.seek(session.playhead.end)
    give(session, OrderJobs(1))
    assert not session.can_restore


def test_the_past_is_played_up_to_the_live_end_and_then_simulated_on() -> None:
    session, straight = begun(11), begun(11)
    end = session.playhead.end
    session.playhead.seek(SECOND)
    session.playback.advance(end - SECOND - 1)
    assert not session.playhead.is_live
    session.playback.advance(3 * SECOND + 1)
    assert session.now == end + 3 * SECOND
    straight.playback.advance(3 * SECOND)
    assert digest_of(session.log) == digest_of(straight.log)


def test_going_to_the_next_and_previous_event_of_a_worker_and_back() -> None:
    session = begun(2)
    session.playhead.seek_event(0)
    wanted = Wanted(who=0)
    seen = []
    while session.playhead.seek_next(wanted):
        event = session.log[session.state.seq - 1]
        assert 0 in (event.who, event.a)
        seen.append(session.state.seq)
    expected = [
        seq + 1
        for seq, (_, kind, who, _, a, _) in enumerate(session.log.rows())
        if seq >= session.playhead.first and (who == 0 or (kind == Kind.HandedOff and a == 0))
    ]
    assert seen == expected
    back = []
    while session.playhead.seek_previous(wanted):
        back.append(session.state.seq)
    assert back == expected[-2::-1]


def test_the_previous_event_between_two_events_is_the_first_of_them() -> None:
    session = between_events()
    seq = session.state.seq
    assert session.playhead.seek_previous(Wanted(job=30))
    assert session.playhead.position == Position(seq, 15 * SECOND)
    assert not session.playhead.seek_previous(Wanted(job=30))
    assert session.playhead.position == Position(seq, 15 * SECOND)


def test_running_on_to_an_event_that_has_not_happened_yet() -> None:
    session = Session(Scenario(rate=1.0, workers=2, costs="zero"))
    found = False
    while not found:
        found = session.playback.run_on(Wanted(kinds=(Kind.Accepted,)), 3)
    assert session.log[session.state.seq - 1].kind == Kind.Accepted
    assert session.state.accepted == 1


@given(seed=st.integers(0, 2**32), kind=st.sampled_from(list(Kind)), steps=st.integers(1, 300))
def test_a_run_to_an_event_ends_within_the_step_that_led_to_it(
    seed: int, kind: Kind, steps: int
) -> None:
    session, straight = begun(seed), begun(seed)
    began = len(session.log)
    found = session.playback.run_on(Wanted((kind,)), steps)
    assume(found)
    seq = session.state.seq
    assert session.log[seq - 1].kind == kind
    assert kind not in [row[1] for row in session.log.rows(began, seq - 1)]
    while len(straight.log) < seq:
        straight.branch.simulation.run(steps=1)
    assert digest_of(straight.log) == digest_of(session.log)
    assert_true(session)


@given(seed=st.integers(0, 2**32), share=st.floats(0, 1), back=st.integers(0, 3))
def test_a_search_that_is_given_up_leaves_no_trace(seed: int, share: float, back: int) -> None:
    session = begun(seed)
    give(session, OrderJobs(1))
    session.playhead.seek(round(session.playhead.end * share))
    for _ in range(back):
        session.playback.step_back()
    search = Search(session, Wanted((Kind.SettingChanged,)))
    journal, is_live, position = (
        session.journal[:],
        session.playhead.is_live,
        session.playhead.position,
    )
    before = (digest_of(session.log), session.playhead.live_position, plain(session.state))
    for _ in range(3):
        search.go_on(50)
    search.cancel()
    while not session.work(20):
        assert session.playhead.position == position
    assert (
        digest_of(session.log),
        session.playhead.live_position,
        plain(session.state),
    ) == before
    assert (session.journal, session.playhead.is_live) == (journal, is_live)
    assert not session.can_restore


@given(seed=st.integers(0, 2**32), on=st.integers(1, 40), back=st.integers(0, 3), command=COMMANDS)
def test_a_command_in_the_midst_of_the_last_step_cuts_nothing_off(
    seed: int, on: int, back: int, command: Command
) -> None:
    session = begun(seed)
    for _ in range(on):
        session.playback.step()
    began = session.branch.last_step
    for _ in range(back):
        session.playback.step_back()
    assume(began is not None and began[0] < session.state.seq)
    log, length = session.log, len(session.log)
    session.begin(command)
    assert session.fork_progress is None
    assert session.log is log
    assert session.journal[-1].before == length
    assert not session.can_restore
    assert digest_of(replayed(session)) == digest_of(log)


def test_running_on_ends_when_nothing_more_can_happen() -> None:
    session = Session(Scenario(rate=1.0, count=2, workers=2, costs="zero"))
    assert session.playback.run_on(Wanted(kinds=(Kind.Died,)), 10_000) is None


@given(seed=st.integers(0, 2**32))
def test_packing_keeps_everything(seed: int) -> None:
    state = begun(seed).state
    again = unpack(Checkpoint.of(state), state.log, state.verdict_table)
    assert plain(again) == plain(state)
    assert list(again.verdicts) == list(state.verdicts)


def test_checkpoints_cost_in_proportion_to_the_log() -> None:
    tuning = PastTuning(spacing=1 << 13)
    scenario = Scenario(model="coroutines", workers=10, rate=3.0, costs="zero")
    session = Session(scenario, RunTuning(past=tuning))
    while len(session.log) < 120_000:
        session.playback.rush(20_000)
    taken = sum(len(checkpoint.packed) for checkpoint in session.branch.checkpoints.taken)
    assert 0 < taken <= tuning.bytes_an_event * len(session.log)


@given(seed=st.integers(0, 2**32))
def test_a_life_is_made_of_all_events_of_a_job(seed: int) -> None:
    session = begun(seed)
    for job in range(len(session.log.jobs)):
        events = [(seq, row[0]) for seq, row in enumerate(session.log.rows()) if row[3] == job]
        life = life_of(session.log, job, len(session.log), session.playhead.end)
        assert [(stage.seq, stage.start) for stage in life] == events
        assert all(one.stop == two.start for one, two in pairwise(life))
    assert life_of(session.log, len(session.log.jobs), len(session.log), session.playhead.end) == []
    assert life_of(session.log, 0, 0, 0) == []


def test_marks_are_where_the_log_has_them() -> None:
    session = Session(Scenario(rate=2.0, accident_rate=0.4, defect_rate=0.4, workers=3, seed=4))
    session.playback.advance(30 * SECOND)
    give(session, OrderJobs(1))
    rows = list(session.log.rows())
    times = {
        "accident": [row[0] for row in rows if row[1] == Kind.AccidentHappened],
        "rework": [row[0] for row in rows if row[1] in (Kind.Rejected, Kind.Scrapped)],
        "command": [session.now],
    }
    assert all(times.values())
    end = session.playhead.end
    for count in (1, 7, 52, 1000):
        for mark in get_args(Marker):
            cells = {min(count - 1, at * count // end) for at in times[mark]}
            assert list(session.markers.cells(mark, end, count)) == sorted(cells)


def test_a_seek_far_ahead_folds_from_the_nearest_checkpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = begun(13, RunTuning(at_hand=10, past=CLOSE))
    session.playhead.seek_event(0)
    folded_events = []
    follow = ChangeLog.follow

    def counting(changes: ChangeLog, state: SiteState, stop: int | None = None) -> None:
        before = state.seq
        follow(changes, state, stop)
        folded_events.append(state.seq - before)

    monkeypatch.setattr(ChangeLog, "follow", counting)
    session.playhead.seek_event(len(session.log))
    assert sum(folded_events) <= 3 * 64


def test_a_run_that_is_taken_back_has_all_its_rows_on_the_timeline() -> None:
    session = Session(Scenario(workers=3, model="hybrid"))
    session.playback.advance(6_000_000_000)
    end, rows = session.playhead.live_position, (session.timeline.workers, session.timeline.lanes)
    assert rows == (3, 2)
    session.playback.advance(60_000_000_000)
    session.playhead.go_to(end)
    session.truncate(end)
    while not session.work(10_000):
        pass
    assert session.playhead.live_position == end
    assert (session.timeline.workers, session.timeline.lanes) == rows
