"""The figures of the recent past, against all that the log tells."""

from __future__ import annotations

from math import ceil

import pytest

from site_sim.base.units import SECOND
from site_sim.log.events import Kind
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.metrics import RECENT, recent_times
from site_sim.state.verdicts import VerdictTable


def percentile(times: list[int], percent: int) -> int:
    return sorted(times)[ceil(len(times) * percent / 100) - 1]


@pytest.mark.parametrize("until", [30, 2_000])
def test_recent_times_are_of_the_jobs_that_left_last(until: int) -> None:
    session = Session(
        Scenario(
            workers=4,
            model="coroutines",
            rate=2.0,
            arrivals="poisson",
            service="exponential",
            defect_rate=0.6,
            rework_limit=1,
        )
    )
    session.playback.advance(until * SECOND)
    verdicts = list(session.state.verdicts)
    left = [verdict for verdict in verdicts if verdict.kind is not Kind.Rejected][-RECENT:]
    assert {verdict.kind for verdict in left} == {Kind.Accepted, Kind.Scrapped}
    assert len(verdicts) > len(left)
    assert (len(left) == RECENT) == (until > 30)
    assert recent_times(session.state) == (
        len(left),
        percentile([verdict.sojourn_ns - verdict.service_ns for verdict in left], 95),
        percentile([verdict.sojourn_ns for verdict in left], 50),
        percentile([verdict.sojourn_ns for verdict in left], 95),
    )


def test_what_came_before_the_span_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    left = VerdictTable.left

    def watched(table: VerdictTable, start: int, stop: int, since: int) -> list[bool]:
        looked_at.append(stop - start)
        return left(table, start, stop, since)

    monkeypatch.setattr(VerdictTable, "left", watched)
    session = Session(Scenario(rate=9.0, model="coroutines", workers=20, warm_up=500, costs="zero"))
    session.playback.advance(499 * SECOND)
    assert session.state.verdict_count > 4_000
    assert recent_times(session.state) is None
    assert looked_at == [0]
    session.playback.advance(20 * SECOND)
    times = recent_times(session.state)
    assert times is not None
    assert 150 < times.jobs < RECENT
    assert max(looked_at) <= RECENT


def test_in_the_past_only_what_was_known_then_counts() -> None:
    session = Session(Scenario(rate=2.0, arrivals="poisson", service="exponential"))
    session.playback.advance(20 * SECOND)
    then = recent_times(session.state)
    session.playback.advance(400 * SECOND)
    assert recent_times(session.state) != then
    session.playhead.seek(20 * SECOND)
    assert recent_times(session.state) == then


def test_without_a_job_that_left_there_are_no_times() -> None:
    assert recent_times(Session(Scenario()).state) is None
    session = Session(Scenario(defect_rate=1.0))
    session.playback.advance(7 * SECOND)
    assert session.state.verdict_count > 0
    assert recent_times(session.state) is None
