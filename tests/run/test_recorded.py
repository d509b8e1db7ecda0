"""A log that others have made: all of its past is shown as it was, and nothing is added to it."""

from __future__ import annotations

import json
import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.log.position import Position
from site_sim.log.search import Wanted
from site_sim.run.recorded import Recorded, recorded
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from tests.run.recordings import SEEDS, append, assert_same, lived, opened, recording_of, told

ROOT = Path(__file__).parents[2]


@given(seed=SEEDS)
@settings(max_examples=12)
def test_every_moment_is_that_of_the_live_session(seed: int) -> None:
    live = lived(seed)
    again = recording_of(live)
    chance = random.Random(seed)
    end = live.playhead.end
    assert again.playhead.end == end
    assert again.playhead.first == live.playhead.first
    for at in (end, *(chance.randrange(end) for _ in range(20)), 0):
        live.playhead.seek(at)
        again.playhead.seek(at)
        assert_same(again, live)
    assert again.recording.changes.changes == live.recording.changes.changes
    taken = [[each.seq for each in one.recording.checkpoints.taken] for one in (again, live)]
    assert taken[0] == taken[1]
    assert taken[0]


@given(seed=SEEDS, share=st.floats(0, 1))
@settings(max_examples=8)
def test_steps_to_and_fro_are_those_of_the_live_session(seed: int, share: float) -> None:
    live = lived(seed)
    again = recording_of(live)
    for session in (live, again):
        session.playhead.seek(round(share * session.playhead.end))
    for _ in range(30):
        if live.state.seq == len(live.log):
            break
        assert live.playback.step()
        assert again.playback.step()
        assert_same(again, live)
    for _ in range(40):
        assert live.playback.step_back() == again.playback.step_back()
        assert again.playhead.position == live.playhead.position
    assert_same(again, live)


@given(seed=SEEDS, share=st.floats(0, 1), kind=st.sampled_from(Kind))
@settings(max_examples=8)
def test_searches_find_what_they_find_in_the_live_session(
    seed: int, share: float, kind: Kind
) -> None:
    live = lived(seed)
    again = recording_of(live)
    for wanted in (Wanted((kind,)), Wanted(who=1), Wanted(job=3)):
        for session in (live, again):
            session.playhead.seek(round(share * session.playhead.end))
        assert live.playhead.seek_next(wanted) == again.playhead.seek_next(wanted)
        assert_same(again, live)
        assert live.playhead.seek_previous(wanted) == again.playhead.seek_previous(wanted)
        assert_same(again, live)


def test_it_plays_up_to_its_end_and_no_time_passes_after_that() -> None:
    live = lived(1)
    again = recording_of(live)
    end = again.playhead.end
    while not again.playback.ended:
        again.playback.advance(SECOND // 3)
    assert again.playhead.position == live.playhead.live_position
    again.playback.advance(SECOND)
    assert again.playback.rush(100)
    assert not again.playback.step()
    assert (again.now, again.playhead.end) == (end, end)


def test_few_checkpoints_are_taken_of_a_log_that_is_opened() -> None:
    live = Session(Scenario(model="coroutines", workers=10, rate=3.0))
    while len(live.log) < 40_000:
        live.playback.rush(5_000)
    again = Session(recorded(Recorded(live.log, live.playhead.end)))
    again.recording.catch_up()
    taken, often = (one.recording.checkpoints.taken for one in (again, live))
    assert 0 < 2 * len(taken) < len(often)
    for session in (again, live):
        session.playhead.seek_event(taken[-1].seq - 1)
    assert_same(again, live)


# -- a log that grows --------------------------------------------------------------------------


class Pipe:
    """Gives the events of a run a few at a time; `open` is how many may come by now."""

    def __init__(self, session: Session) -> None:
        self.log = EventLog(session.log.cast)
        self._events = told(session.log)
        self.open = 0

    def pull(self, steps: int) -> bool:
        """Append further events, and say whether more will come."""
        until = min(self.open, len(self.log) + steps)
        for event in self._events[len(self.log) : until]:
            append(self.log, event)
        return len(self.log) < len(self._events)


def test_a_log_that_grows_is_shown_as_it_comes_and_ends_with_its_writer() -> None:
    live = lived(3)
    pipe = Pipe(live)
    again = opened(Recorded(pipe.log, pull=pipe.pull))
    while not again.playback.ended:
        pipe.open += 37
        again.playback.advance(SECOND // 60, 20)
        assert again.playhead.is_live
        assert again.now == again.playhead.end
        assert len(again.log) <= pipe.open
    live.playhead.seek_event(len(live.log))
    assert_same(again, live)


def test_a_log_that_grows_can_be_looked_back_at_meanwhile() -> None:
    live = lived(4)
    pipe = Pipe(live)
    engine = Recorded(pipe.log, pull=pipe.pull)
    again = opened(engine)
    pipe.open = 300
    again.playback.rush(1000)
    assert len(again.log) == 300
    for session in (again, live):
        session.playhead.seek_event(150)
    while not engine.is_complete:
        pipe.open += 50
        engine.take_in(200)
        assert again.recording.fold_on()
        assert_same(again, live)
    again.playhead.seek(again.playhead.end)
    live.playhead.seek_event(len(live.log))
    assert_same(again, live)
    assert again.recording.changes.changes == live.recording.changes.changes


def test_a_step_beyond_what_has_come_waits_for_nothing() -> None:
    live = lived(5)
    pipe = Pipe(live)
    again = opened(Recorded(pipe.log, pull=pipe.pull))
    assert not again.playback.step()
    assert not again.playback.ended
    pipe.open = live.playhead.first + 3
    while again.playback.step():
        pass
    assert again.state.seq == pipe.open


# -- without a kernel --------------------------------------------------------------------------

CHILD = """
import hashlib, json, pickle, sys

from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.run.recorded import Recorded, recorded
from site_sim.run.session import Session

events, end, cast = pickle.load(sys.stdin.buffer)
log = EventLog(cast)
for (at, kind, who, job, a, b), texts in events:
    if len(texts) == 3:
        log.jobs.add(texts, at)
    elif texts:
        a, b = map(log.texts.number_of, texts)
    log.append(at, Kind(kind), who, job, a, b)
session = Session(recorded(Recorded(log, end)))
while not session.recording.fold_on(200):
    pass
seen = []
def look():
    state = session.state
    tasks = [(task.state, task.job) for task in state.workers]
    place = session.playhead.position
    seen.append([place.seq, place.at, state.statistics.done, tasks])
for part in range(8):
    session.playhead.seek(end * part // 8)
    look()
for move in (session.playback.step, session.playback.step, session.playback.step_back):
    assert move()
    look()
for found in (session.playhead.seek_previous, session.playhead.seek_next):
    assert found(Wanted(who=0))
    look()
session.playback.advance(end)
look()
assert session.playback.ended
session.timeline.work()
assert session.markers
assert not [name for name in sys.modules if name.startswith("site_sim.kernel")]
assert not [name for name in sys.modules if name.startswith("site_sim.program")]
print(json.dumps(seen))
"""


def test_a_recording_is_opened_and_gone_through_without_a_kernel() -> None:
    live = lived(7)
    end = live.playhead.end
    events = [(row, tuple(texts) if texts else ()) for row, texts in told(live.log)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=pickle.dumps((events, end, live.log.cast)),
        capture_output=True,
        env=environment,
        check=False,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr.decode()
    seen = json.loads(child.stdout)
    assert len(seen) == 14
    for seq, at, accepted, tasks in (seen[0], *seen[3:8]):
        live.playhead.go_to(Position(seq, at))
        assert live.state.statistics.done == accepted
        assert [[task.state, task.job] for task in live.state.workers] == tasks
