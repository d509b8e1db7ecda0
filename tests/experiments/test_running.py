"""A track runs as its scenario runs alone, and all tracks get the same jobs."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.cli.main import main
from site_sim.experiments.running import (
    TrackResult,
    end_reached,
    longest_first,
    run_track,
    with_known_costs,
)
from site_sim.experiments.tracks import Track
from site_sim.export.jsonl import records
from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.models import TYPICAL
from site_sim.kernel.simulation import Simulation
from site_sim.scenario.loading import load_scenario, shipped_names
from site_sim.scenario.run_end import end_of, known_end
from site_sim.scenario.scenario import Scenario
from tests.kernel.runs import arrivals


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def track_of(scenario: Scenario) -> Track:
    return Track(scenario.model, scenario.model, scenario)


def result_of(track: Track) -> TrackResult:
    return run_track(track, lambda _: None)


def simulated(scenario: Scenario) -> Simulation:
    """Return a simulation that has run as far as its scenario says."""
    simulation = Simulation(scenario.to_config())
    simulation.run(end_of(scenario))
    return simulation


SCENARIOS = st.builds(
    Scenario,
    workers=st.integers(1, 6),
    rate=st.sampled_from([0.5, 2.0, 7.0]),
    arrivals=st.sampled_from(["regular", "poisson"]),
    workload=st.sampled_from(["io", "cpu", "mixed"]),
    service=st.sampled_from(["fixed", "exponential", "uniform"]),
    service_time=st.sampled_from([0.1, 0.7]),
    cores=st.integers(1, 3),
    wiring=st.sampled_from(["chain", "direct"]),
    dispatch=st.sampled_from(["round-robin", "least-busy"]),
    costs=st.sampled_from(["zero", "classroom", "typical"]),
    defect_rate=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 2**63 - 1),
    until=st.just(8.0),
)


@settings(max_examples=40)
@given(scenario=SCENARIOS, other=SCENARIOS)
def test_jobs_arrivals_and_durations_are_the_same_on_all_tracks(
    scenario: Scenario, other: Scenario
) -> None:
    crew = {name: getattr(other, name) for name in ("workers", "cores", "wiring", "dispatch")}
    ways = [replace(scenario, model=model, **crew) for model in MODEL_FACTS]
    first = arrivals(simulated(scenario).log)
    assert [arrivals(simulated(way).log) for way in ways] == [first] * 6
    assert first or scenario.rate == 0.5


def told(path: Path) -> list[dict[str, Any]]:
    """Return the events that a log file holds."""
    lines = path.read_text("utf-8").splitlines()[1:-1]
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("model", MODEL_FACTS)
@pytest.mark.parametrize("name", ["classic", "gil", "rework", "commits"])
def test_a_track_is_what_run_gives_alone_event_by_event(name: str, model: str) -> None:
    log = Path("log.jsonl")
    assert main(["run", name, "--model", model, "--until", "20", "--events", str(log)]) == 0
    scenario = load_scenario(name, {"model": model, "until": 20})
    assert [*records(simulated(scenario).log)] == told(log)
    alone, recorded = result_of(track_of(scenario)), result_of(Track("", "", recording=str(log)))
    assert recorded.outcome == alone.outcome
    assert recorded.settings == alone.settings
    assert recorded.header.costs == alone.header.costs


@pytest.mark.parametrize("name", shipped_names())
def test_what_comes_of_a_track_can_be_sent_to_another_process(name: str) -> None:
    track = track_of(load_scenario(name, {"until": 5}))
    again = pickle.loads(pickle.dumps(track))
    result = result_of(again)
    assert pickle.loads(pickle.dumps(result)).outcome == result.outcome


def ends() -> Iterator[tuple[Scenario, int | None, float, bool]]:
    """Yield scenarios, how far they are known to go, how far they come, and whether that is all."""
    few = Scenario(rate=1.0, count=3, costs="zero", service_time=0.5)
    yield few, None, 2.5, True
    yield replace(few, until=20.0), 20 * SECOND, 20, True
    yield replace(few, until=1.25), 1_250_000_000, 1.25, False
    yield replace(few, count=None), 60 * SECOND, 60, False


@pytest.mark.parametrize(("scenario", "known", "end_s", "complete"), ends())
def test_a_run_ends_with_its_jobs_or_at_its_time(
    scenario: Scenario, known: int | None, end_s: float, complete: bool
) -> None:
    assert known_end(scenario) == known
    assert end_reached(scenario, simulated(scenario)) == (end_s * SECOND, complete)
    outcome = result_of(track_of(scenario)).outcome
    assert outcome.at == end_s * SECOND
    assert outcome.is_done == (scenario.count is not None and end_s > 2)


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(rate=500.0, count=2_000, model="coroutines", service_time=0.01, costs="zero"),
        Scenario(rate=500.0, until=4.0, model="coroutines", service_time=0.01, costs="zero"),
    ],
)
def test_how_much_is_done_is_told_from_nothing_to_all(scenario: Scenario) -> None:
    shares: list[float] = []
    run_track(track_of(scenario), shares.append)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1
    assert shares.count(1) > 2  # while it is worked out why it took so long


def test_those_that_are_cut_into_slices_are_begun_first() -> None:
    tracks = [track_of(Scenario(model=model, costs="typical")) for model in MODEL_FACTS]
    recording = Track("log", "log", recording="log.jsonl")
    order = [track.name for track in longest_first([recording, *tracks])]
    assert order[:3] == ["free-threads", "processes", "threads"]
    assert order[3:] == ["log", "serial", "coroutines", "hybrid"]


def test_measured_costs_are_measured_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = track_of(Scenario())
    assert with_known_costs(plain) is plain
    measured = track_of(Scenario(costs="measured"))
    monkeypatch.setattr(Scenario, "to_costs", lambda _: TYPICAL)
    known = with_known_costs(measured).scenario
    monkeypatch.undo()
    assert known is not None
    assert (known.is_measured, known.costs_name) == (False, "measured")
    assert known.to_costs() == TYPICAL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "log.jsonl: no such file"),
        ("", "log.jsonl: is empty"),
        ('{"event": "Nonsense"}\n', "log.jsonl: line 1: "),
    ],
)
def test_a_recording_that_is_none_is_a_fault(text: str | None, words: str) -> None:
    if text is not None:
        Path("log.jsonl").write_text(text)
    with pytest.raises(SiteError) as caught:
        result_of(Track("log", "log.jsonl", recording="log.jsonl"))
    assert str(caught.value.faults[0]).startswith(words)


def test_a_recording_that_is_cut_off_is_read_up_to_there() -> None:
    assert main(["run", "--count", "3", "--events", "whole.jsonl"]) == 0
    lines = Path("whole.jsonl").read_text().splitlines(keepends=True)
    Path("log.jsonl").write_text("".join(lines[:60]))
    result = result_of(Track("log", "log.jsonl", recording="log.jsonl"))
    assert result.outcome.ending.condition == "cut"
    assert result.remark == "log.jsonl: is cut off before its end mark"


def test_what_is_passed_over_of_a_newer_recording_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", "--count", "3", "--events", "whole.jsonl"]) == 0
    assert result_of(Track("log", "log", recording="whole.jsonl")).remark == ""
    newer = Path("whole.jsonl").read_text().replace('"schema":1', '"schema":99', 1)
    Path("log.jsonl").write_text(newer.replace('"event":"Resumed"', '"event":"Rose"'))
    capsys.readouterr()
    assert main(["compare", "--track", "log.jsonl", "--track", "whole.jsonl"]) == 0
    told = capsys.readouterr().err
    assert "site-sim: log.jsonl: of a newer site-sim: event Rose can't be shown (" in told
    assert "whole.jsonl:" not in told
