"""Where a condition becomes true, on and back, against a fold of every event."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.units import SECOND
from site_sim.commands import Command, LayOff, SetRate
from site_sim.log.comparison import digest_of
from site_sim.run import condition_scan
from site_sim.run.condition_scan import ConditionScan, Looked, ScanBack, ScanOn
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.conditions.reading import read_condition
from tests.oracles.conditions import ORACLES, moments
from tests.oracles.plain_values import plain
from tests.run.driving import give, run_to
from tests.run.runs import COMMANDS, assert_true, begun

TEXTS = st.sampled_from([*ORACLES])


def looked(scan: ScanOn | ScanBack, events: int) -> int | None:
    """Return what a scan finds in slices; None if it finds nothing."""
    outcome: Looked = "goes on"
    while outcome == "goes on":
        outcome = scan.go_on(events)
    return scan.found if outcome == "found" else None


def on(session: Session, text: str, start: int, events: int = 500) -> int | None:
    condition = read_condition(text, session.log.cast)
    return looked(ScanOn(session.recording, condition, start), events)


def back(session: Session, text: str, last: int, events: int = 500) -> int | None:
    condition = read_condition(text, session.log.cast)
    return looked(ScanBack(session.recording, condition, session.playhead.first, last), events)


def changed(seed: int, commands: list[Command]) -> Session:
    """Return a session of some kind that was given commands on the way."""
    session = begun(seed)
    for command in commands:
        give(session, command)
        run_to(session, session.now + SECOND)
    return session


@given(
    seed=st.integers(0, 2**32),
    commands=st.lists(COMMANDS, max_size=2),
    text=TEXTS,
    share=st.floats(0, 1),
    events=st.sampled_from((1, 7, 500)),
)
def test_it_is_found_where_a_fold_of_every_event_finds_it(
    seed: int, commands: list[Command], text: str, share: float, events: int
) -> None:
    session = changed(seed, commands)
    first, end = session.playhead.first, len(session.log)
    found = moments(session.log, first, ORACLES[text])
    here = first + round((end - first) * share)
    before = digest_of(session.log), plain(session.state)
    assert on(session, text, here, events) == next((each for each in found if each > here), None)
    last = max((each for each in found if each <= here), default=None)
    assert back(session, text, here, events) == last
    assert (digest_of(session.log), plain(session.state)) == before
    session.playhead.seek_event(here)
    assert_true(session)


@pytest.mark.sampled
@pytest.mark.parametrize("text", [*ORACLES])
def test_each_condition_is_found_in_a_run_that_has_it_all(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stretches and folds are short, so that there are several of each."""
    monkeypatch.setattr(condition_scan, "STRETCH", 100)
    monkeypatch.setattr(condition_scan, "MOST_FOLDED", 30)
    session = eventful()
    first, end = session.playhead.first, len(session.log)
    found = moments(session.log, first, ORACLES[text])
    forward, here = list[int](), first
    while (moment := on(session, text, here)) is not None:
        forward.append(moment)
        here = moment
    assert forward == [each for each in found if each > first]
    backward, here = list[int](), end
    while (moment := back(session, text, here)) is not None:
        backward.append(moment)
        here = moment - 1
    assert backward == found[::-1]
    assert found, "else it shows nothing"


@cache
def eventful() -> Session:
    """Return a run in which about everything happens."""
    session = Session(
        Scenario(
            model="free-threads", cores=2, workers=3, rate=3.0, workload="mixed", inbox=1,
            defect_rate=0.3, accident_rate=0.2, rework_limit=1, supervise=True, orders=(), seed=4,
        )
    )  # fmt: skip
    run_to(session, 12 * SECOND)
    give(session, LayOff(2))
    run_to(session, 20 * SECOND)
    give(session, SetRate(0.0))
    run_to(session, 200 * SECOND)
    return session


def test_events_that_have_just_come_are_looked_at_once() -> None:
    session = begun(3)
    condition = read_condition("arrived >= 1 and done < 1,000 or queue >= 1", session.log.cast)
    scan = ConditionScan(session.recording, condition, session.playhead.first)
    found = list[int]()
    for start, _ in pairwise(range(session.playhead.first, len(session.log) + 1)):
        seq = scan.first_from(session.log, start)
        if seq is None:
            break
        found.append(seq + 1)
    assert found == [each for each in sorted({*found}) if each > session.playhead.first]
    assert scan.seq == len(session.log)


def test_where_nothing_can_be_before_nothing_is_found() -> None:
    session = begun(5)
    assert back(session, "queue >= 0", session.playhead.first - 1) is None
    assert back(session, "queue >= 0", session.playhead.first) == session.playhead.first
    assert back(session, "Hired", session.playhead.first) is None
