"""Recordings of runs of all kinds: their events, appended again to a log of their own."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
)
from site_sim.log.event_log import EventLog
from site_sim.log.events import JobCard, Kind
from site_sim.run.recorded import Recorded, recorded
from site_sim.run.session import Session
from site_sim.run.tuning import RunTuning
from site_sim.scenario.scenario import Scenario
from site_sim.state.tuning import PastTuning
from tests.oracles.plain_values import plain
from tests.run.driving import give

CLOSELY = RunTuning(past=PastTuning(spacing=64, near=16))
"""Short runs have several checkpoints."""
MODELS = ("serial", "coroutines", "threads", "free-threads", "processes", "hybrid")
Row = tuple[int, ...]
Texts = tuple[str, str] | JobCard | None
"""What an event refers to by number: a setting and its value, or the card of a job."""


def lived(seed: int) -> Session:
    """Return a session with hires, deaths, defects and changes of model and wiring."""
    chance = random.Random(seed)
    choice = chance.choice
    scenario = Scenario(
        program=choice(("pipeline", "pipeline", "producer-consumer")),
        model=choice(MODELS),
        workers=choice((2, 3, 5)),
        cores=choice((1, 2)),
        dispatch=choice(("round-robin", "least-busy")),
        wiring=choice(("chain", "direct")),
        costs=choice(("zero", "classroom")),
        rate=choice((2.0, 8.0)),
        arrivals=choice(("regular", "poisson")),
        workload=choice(("io", "cpu", "mixed")),
        service=choice(("fixed", "exponential")),
        defect_rate=0.3,
        accident_rate=0.1,
        rework_limit=1,
        supervise=choice((True, False)),
        seed=seed % 1000,
    )
    session = Session(scenario, CLOSELY)
    commands: list[Command] = [
        Hire(2),
        SetRate(5.5),
        ChooseModel(choice(MODELS)),
        CauseAccident(0),
        ChooseWiring(choice(("chain", "direct"))),
        LayOff(),
        SetAccidentRate(0.2),
        OrderJobs(3),
        ChooseModel(choice(MODELS)),
        SetDefectRate(0.5),
    ]
    chance.shuffle(commands)
    for command in commands:
        session.playback.advance(chance.randrange(SECOND // 10, 2 * SECOND))
        give(session, command)
    session.playback.advance(2 * SECOND)
    return session


def told(log: EventLog) -> list[tuple[Row, Texts]]:
    """Return the events of a log with what they refer to, as a file would tell them."""
    texts, cards = log.texts, iter(range(len(log.jobs)))
    events: list[tuple[Row, Texts]] = []
    for row in log.rows():
        if row[1] == Kind.SettingChanged:
            events.append((row, (texts[row[4]], texts[row[5]])))
        else:
            is_new = row[1] == Kind.JobArrived
            events.append((row, log.jobs[next(cards)] if is_new else None))
    return events


def append(log: EventLog, event: tuple[Row, Texts]) -> None:
    """Append an event that was told to another log."""
    (at, kind, who, job, a, b), texts = event
    if isinstance(texts, JobCard):
        log.jobs.add(texts, at)
    elif texts is not None:
        a, b = map(log.texts.number_of, texts)
    log.append(at, Kind(kind), who, job, a, b)


def recording_of(session: Session) -> Session:
    """Return a session over what a session has recorded, folded to its end."""
    log = EventLog(session.log.cast)
    for event in told(session.log):
        append(log, event)
    log.seal()
    again = opened(Recorded(log, session.playhead.end))
    assert again.recording.fold_on()
    return again


def opened(engine: Recorded) -> Session:
    """Return a session over a recording of which nothing is folded yet."""
    return Session(recorded(engine, CLOSELY.past), CLOSELY)


SEEDS = st.integers(0, 2**32)


def assert_same(again: Session, live: Session) -> None:
    """Compare what two sessions show: where they are, and all that a state holds."""
    assert again.playhead.position == live.playhead.position
    assert plain(again.state) == plain(live.state)
