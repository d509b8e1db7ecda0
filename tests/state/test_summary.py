"""The figures of a run: exact, whatever happened in it."""

from __future__ import annotations

import json
import pickle
from array import array
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_sim.cli.report import report
from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff
from site_sim.export.jsonl import records
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import CLASSROOM, MODELS, ZERO
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.state.figures import Figures
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from site_sim.state.summary import Distribution, summarise
from tests.kernel.runs import MS, SECOND, finished, made
from tests.oracles.plain_values import plain_value

# -- percentiles ---------------------------------------------------------------------------


def nearest_rank(times: list[int], percent: int) -> int:
    """Return the smallest time that at least so many percent of the times do not exceed."""
    return min(
        time for time in times if 100 * sum(t <= time for t in times) >= percent * len(times)
    )


@given(times=st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_percentiles_are_times_that_occurred(times: list[int]) -> None:
    figures = Distribution.of(array("q", times))
    assert figures.p50 == nearest_rank(times, 50) / SECOND
    assert figures.p95 == nearest_rank(times, 95) / SECOND
    assert figures.max == max(times) / SECOND
    assert figures.mean == pytest.approx(sum(times) / len(times) / SECOND)


def test_no_times_have_no_figures() -> None:
    assert Distribution.of(array("q")).to_json() == {"mean": 0, "p50": 0, "p95": 0, "max": 0}


def test_percentiles_of_a_hundred_and_of_twenty() -> None:
    assert Distribution.of(array("q", range(SECOND, 101 * SECOND, SECOND))).p95 == 95
    assert Distribution.of(array("q", range(SECOND, 21 * SECOND, SECOND))).p95 == 19


def told(log: EventLog, until_ns: int = 0) -> str:
    """Return the report of a log, folded up to its end and on to a time."""
    site = SiteState(log, keeps_recent=False)
    fold(site)
    site.advance_to(until_ns)
    return report(site)


# -- Little's law --------------------------------------------------------------------------

FIELDS = st.fixed_dictionaries(
    {
        "model": st.sampled_from(list(MODELS)),
        "workers": st.integers(1, 5),
        "cores": st.integers(1, 3),
        "dispatch": st.sampled_from(["round-robin", "least-busy"]),
        "wiring": st.sampled_from(["chain", "direct"]),
        "inbox": st.integers(1, 3),
        "costs": st.sampled_from([ZERO, CLASSROOM]),
        "arrivals": st.sampled_from(["regular", "poisson"]),
        "service": st.sampled_from(["fixed", "exponential"]),
        "workload": st.sampled_from(["io", "mixed"]),
        "defect_rate": st.sampled_from([0.0, 0.3]),
        "accident_rate": st.sampled_from([0.0, 0.3]),
        "rework_limit": st.integers(0, 2),
        "seed": st.integers(0, 9),
    }
)
COMES = ("JobArrived", "Rejected", "Requeued", "Unclaimed")
"""The events by which a job joins the queue."""
ENDS = ("Accepted", "Scrapped")


def area_under(log: EventLog, more: tuple[str, ...], fewer: tuple[str, ...], end: int) -> int:
    """Return a count, one up or down at each event of those kinds, integrated over time."""
    area = count = since = 0
    for record in records(log):
        if record["event"] in more or record["event"] in fewer:
            area += count * (record["at"] - since)
            since = record["at"]
            count += 1 if record["event"] in more else -1
    return area + count * (end - since)


def spans(log: EventLog, begin: tuple[str, ...], end: tuple[str, ...]) -> dict[int, list[int]]:
    """Return how long each job was between an event that begins and one that ends, every time."""
    since: dict[int, int] = {}
    found: dict[int, list[int]] = {}
    for record in records(log):
        if record["event"] in begin:
            since[record["job"]] = record["at"]
        elif record["event"] in end and record["job"] in since:
            found.setdefault(record["job"], []).append(record["at"] - since.pop(record["job"]))
    assert not since
    return found


@settings(max_examples=80)
@given(fields=FIELDS)
def test_littles_law_holds_exactly_on_a_finished_run(fields: dict[str, Any]) -> None:
    """L = λW (Little 1961), for the jobs on the site and for those in the queue."""
    site = Simulation(SimulationConfig(**fields, count=25, rate_per_s=2))
    site.run()
    state = SiteState(site.log)
    fold(state)
    assert state.finished
    end = state.at
    for begin, finish, mean in (
        (("JobArrived",), ENDS, state.mean_in_system),
        (COMES, ("JobTaken",), state.statistics.mean_waiting(end)),
    ):
        stays = [stay for job in spans(site.log, begin, finish).values() for stay in job]
        length = Fraction(area_under(site.log, begin, finish, end), end)
        rate = Fraction(len(stays), end)
        wait = Fraction(sum(stays), len(stays))
        assert length == rate * wait
        assert mean == float(length)


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
        assert (summary.queued, summary.in_progress) == (len(state.queue), state.in_progress)
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
    waits = [began[job] - arrived[job] for job in accepted]
    sojourns = [at - arrived[job] for job, at in accepted.items()]
    assert figures["wait_s"]["mean"] == pytest.approx(_mean(waits))
    assert figures["sojourn_s"]["mean"] == pytest.approx(_mean(sojourns))
    assert figures["sojourn_s"]["max"] == max(sojourns, default=0) / SECOND
    assert figures["jobs"] == {
        "arrived": 25,
        "accepted": len(accepted),
        "reworked": sum(row["event"] == "Rejected" for row in rows),
        "scrapped": sum(row["event"] == "Scrapped" for row in rows),
        "queued": 0,
        "in_progress": 0,
    }
    assert figures["makespan_s"] == max(accepted.values(), default=0) / SECOND
    assert figures["time_s"] == rows[-1]["at"] / SECOND
    assert 0 <= figures["utilisation"] <= 1


def _mean(times: list[int]) -> float:
    return sum(times) / len(times) / SECOND if times else 0.0


# -- figures by hand -----------------------------------------------------------------------


def test_the_figures_of_two_jobs_and_one_worker() -> None:
    """Both come at once; each takes a second of I/O; there is nothing else."""
    site = finished([(0, 0, SECOND)] * 2, workers=1, model="serial")
    assert summarise(site.log).to_json() == {
        "model": "serial",
        "workers": 1,
        "seed": 42,
        "program": "pipeline",
        "time_s": 2.0,
        "makespan_s": 2.0,
        "jobs": {
            "arrived": 2,
            "accepted": 2,
            "reworked": 0,
            "scrapped": 0,
            "queued": 0,
            "in_progress": 0,
        },
        "throughput_per_s": 1.0,
        "utilisation": 1.0,
        "queue_length": {"mean": 0.5, "max": 1},
        "wait_s": {"mean": 0.5, "p50": 0.0, "p95": 1.0, "max": 1.0},
        "service_s": {"mean": 1.0, "p50": 1.0, "p95": 1.0, "max": 1.0},
        "sojourn_s": {"mean": 1.5, "p50": 1.0, "p95": 2.0, "max": 2.0},
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


def test_a_run_in_which_nothing_happened_has_a_summary() -> None:
    log = made().log
    figures = summarise(log).to_json()
    assert figures["throughput_per_s"] == figures["utilisation"] == figures["makespan_s"] == 0
    assert figures["queue_length"] == {"mean": 0.0, "max": 0}
    json.dumps(figures, allow_nan=False)
    assert "0 arrived" in told(log)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("workers", [1, 3, 30])
def test_the_summary_fits_the_terminal_and_names_the_figures(model: str, workers: int) -> None:
    site = Simulation(
        SimulationConfig(model=model, workers=workers, cores=16, rate_per_s=30, defect_rate=0.3,
              rework_limit=1, workload="mixed")
    )  # fmt: skip
    site.run(20 * SECOND)
    text, figures = told(site.log), summarise(site.log).to_json()
    assert figures["jobs"]["arrived"] > 0
    assert all(len(line) <= 80 for line in text.splitlines()), text
    for count, words in (
        (figures["jobs"]["arrived"], "arrived"),
        (figures["jobs"]["accepted"], "accepted"),
        (figures["jobs"]["reworked"], "reworked"),
        (figures["jobs"]["in_progress"], "in progress"),
    ):
        assert not count or f"{count} {words}" in " ".join(text.split())
    assert text.startswith(f"pipeline · {model} · {workers} worker")
    assert ("the busiest 8 of 30" in text) == (workers == 30)
    for name in ("wait", "service", "sojourn"):
        assert f"  {name:<8}{figures[name + '_s']['mean']:9.3f} s" in text
