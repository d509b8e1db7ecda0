"""What is told of lately is what the log says of that time."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.commands import ChooseModel, Hire, LayOff, SetRate
from site_sim.kernel.models import CLASSROOM, MODELS
from site_sim.log.events import Kind
from site_sim.state.entities import State
from site_sim.state.lately import FRESH_NS, TURN_NS
from tests.kernel.runs import SECOND, events, made
from tests.state.sites import shown

BUSY: dict[str, Any] = {"rate_per_s": 2.5, "workload": "mixed", "costs": CLASSROOM, "workers": 3}


@pytest.mark.parametrize("model", MODELS)
def test_the_span_has_what_the_log_has_between_two_times(model: str) -> None:
    site = made(model=model, **BUSY)
    state = shown(site, 130 * SECOND)
    span, lately = state.lately.span, state.lately
    assert TURN_NS <= span.ns == lately.until - lately.since <= 2 * TURN_NS + FRESH_NS
    assert state.at - lately.until <= FRESH_NS
    ats = [event.at for event in events(site.log, Kind.JobArrived)]
    assert span.arrived == sum(lately.since < at <= lately.until for at in ats)
    ats = [event.at for event in events(site.log, Kind.Accepted)]
    assert span.left == sum(lately.since <= at < lately.until for at in ats)
    assert sum(span.crew) == 3 * span.ns
    assert sum(span.source) == span.ns
    assert len(span.lanes) == len(state.lanes)
    assert all(0 <= lane <= span.ns for lane in span.lanes)
    assert sum(span.lanes) >= span.crew[State.CPU] + span.crew[State.HANDING_OFF]


@pytest.mark.parametrize(
    "command", [Hire(1), LayOff(1), SetRate(3.0), ChooseModel("threads")], ids=repr
)
def test_a_change_of_the_site_begins_anew(command: Any) -> None:
    site = made(model="coroutines", **BUSY)
    site.run(20 * SECOND)
    site.apply(command)
    state = shown(site, 25 * SECOND)
    assert state.lately.since == 20 * SECOND
    assert state.lately.span.ns <= 5 * SECOND
    assert all(lane >= 0 for lane in state.lately.span.lanes)


def test_who_takes_the_place_of_the_dead_changes_nothing() -> None:
    state = shown(made(model="coroutines", accident_rate=0.5, **BUSY), 40 * SECOND)
    assert state.log.kinds(0, state.seq).count(Kind.Died) > 5
    assert state.lately.since == 0


def test_nothing_is_told_before_jobs_have_come_for_a_while() -> None:
    state = shown(made(rate_per_s=1.0), SECOND)
    assert state.lately.span.ns == 0
    assert state.lately.span.arrived == 0
