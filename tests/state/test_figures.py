"""The figures of a run are those of its records."""

from __future__ import annotations

import pickle
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff
from site_sim.export.jsonl import records
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import MODELS
from site_sim.kernel.simulation import Simulation
from site_sim.state.figures import Figures
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.summary import summarise, summary_of
from tests.kernel.runs import MS, SECOND, finished
from tests.oracles.plain_values import plain_value
from tests.state.records import FIELDS


@settings(max_examples=80)
@given(fields=FIELDS, model=st.sampled_from(list(MODELS)), change=st.integers(-2, 2))
def test_the_figures_are_those_that_the_site_itself_adds_up(
    fields: dict[str, Any], model: str, change: int
) -> None:
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    figures = Figures(site.log)
    site.run(3 * SECOND)
    figures.catch_up()
    site.apply(CauseAccident(0))
    if change:
        site.apply(Hire(change) if change > 0 else LayOff(-change))
    site.run(5 * SECOND)
    site.apply(ChooseModel(model))
    for end in (7 * SECOND, 60 * SECOND):
        site.run(end)
        figures.catch_up()
        state = SiteState(site.log)
        fold(state)
        state.advance_to(end)
        assert plain_value(figures.statistics) == plain_value(state.statistics)
        assert [*figures.statistics.verdict_table] == [*state.verdict_table]
        assert figures.settings == state.settings
        assert figures.staying == state.staying
        assert figures.utilisation_at(end) == state.utilisation
        summary = summarise(site.log, end)
        assert summary == summary_of(state)
        assert pickle.loads(pickle.dumps(summary)) == summary


@settings(max_examples=40)
@given(fields=FIELDS)
def test_the_figures_are_those_of_the_records(fields: dict[str, Any]) -> None:
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    site.run()
    figures = summarise(site.log).to_json()
    rows = list(records(site.log))
    arrived = {row["job"]: row["at"] for row in rows if row["event"] == "JobArrived"}
    accepted = {row["job"]: row["at"] for row in rows if row["event"] == "Accepted"}
    began: dict[int, int] = {}
    for row in rows:
        if row["event"] == "WorkStarted":
            began.setdefault(row["job"], row["at"])
    left = {row["job"]: row["at"] for row in rows if row["event"] in ("Accepted", "Scrapped")}
    delays = [began.get(job, at) - arrived[job] for job, at in left.items()]
    sojourns = [at - arrived[job] for job, at in left.items()]
    assert figures["delay_s"]["mean"] == pytest.approx(_mean(delays))
    assert figures["sojourn_s"]["mean"] == pytest.approx(_mean(sojourns))
    assert figures["sojourn_s"]["max"] == max(sojourns, default=0) / SECOND
    scrapped = [row["who"] for row in rows if row["event"] == "Scrapped"]
    counts = Counter(row["event"] for row in rows)
    assert figures["jobs"] == {
        "arrived": 25,
        "waiting": 0,
        "queued": 0,
        "in_progress": 0,
        "done": len(accepted),
        "rejected": counts["Rejected"] + len(scrapped) - scrapped.count(None),
        "lost": counts["Requeued"] + scrapped.count(None),
        "reworked": counts["Rejected"] + counts["Requeued"],
        "scrapped": len(scrapped),
    }
    assert figures["makespan_s"] == max(accepted.values(), default=0) / SECOND
    assert figures["time_s"] == rows[-1]["at"] / SECOND
    assert 0 <= figures["utilisation"] <= 1


def _mean(times: list[int]) -> float:
    return sum(times) / len(times) / SECOND if times else 0.0


def test_the_figures_of_two_jobs_and_one_worker() -> None:
    """Both come at once; each takes a second of I/O; there is nothing else."""
    site = finished([(0, 0, SECOND)] * 2, workers=1, model="serial")
    assert summarise(site.log).to_json() == {
        "program": "pipeline",
        "model": "serial",
        "workers": 1,
        "seed": 42,
        "time_s": 2.0,
        "makespan_s": 2.0,
        "jobs": {
            "arrived": 2,
            "waiting": 0,
            "queued": 0,
            "in_progress": 0,
            "done": 2,
            "rejected": 0,
            "lost": 0,
            "reworked": 0,
            "scrapped": 0,
        },
        "span_s": [0.0, 2.0],
        "arrival_rate_per_s": 1.0,
        "throughput_per_s": 1.0,
        "utilisation": 1.0,
        "in_system": {"mean": 1.5, "max": 2},
        "queue_length": {"mean": 0.5, "max": 1},
        "left": 2,
        "wait_s": {"mean": 0.5, "p50": 0.0, "p95": 1.0, "p99": 1.0, "max": 1.0},
        "service_s": {"mean": 1.0, "p50": 1.0, "p95": 1.0, "p99": 1.0, "max": 1.0},
        "sojourn_s": {"mean": 1.5, "p50": 1.0, "p95": 2.0, "p99": 2.0, "max": 2.0},
        "delay_s": {"mean": 0.5, "p50": 0.0, "p95": 1.0, "p99": 1.0, "max": 1.0},
        "waiting_since_s": None,
    }


def test_time_after_the_last_event_counts() -> None:
    site = finished([(0, 0, SECOND)], workers=2, model="coroutines")
    figures = summarise(site.log, until_ns=4 * SECOND).to_json()
    assert (figures["time_s"], figures["makespan_s"]) == (4.0, 1.0)
    assert figures["throughput_per_s"] == 0.25
    assert figures["utilisation"] == 0.125


def test_service_is_the_work_of_all_attempts_without_the_pauses() -> None:
    """Two compute 30 ms each in turns of 5 ms on one lane: the sojourn is longer than the work."""
    site = finished([(0, 30 * MS, 0)] * 2, workers=2, model="threads", wiring="direct")
    figures = summarise(site.log).to_json()
    assert figures["service_s"]["max"] == 0.03
    assert figures["sojourn_s"]["max"] == 0.06
    again = finished([(0, 0, SECOND)], workers=1, defect_rate=1.0, rework_limit=2)
    scrapped = Figures(again.log)
    scrapped.catch_up()
    verdicts = scrapped.statistics.verdict_table
    (last,) = [verdict for verdict in verdicts if verdict.kind.name == "Scrapped"]
    assert last.service_ns == 3 * SECOND
