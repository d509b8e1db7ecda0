"""A run without a screen: what it prints, and when it ends."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from msgspec.structs import asdict

from site_sim.cli.main import main
from site_sim.facts.models import MODEL_FACTS
from site_sim.kernel.models import CLASSROOM
from site_sim.scenario.loading import shipped_names
from tests.cli.commands import eight_jobs, figures, refused


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_eight_waits_of_four_workers(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = figures(capsys, "--jobs", eight_jobs("io_s"), "--model", model, "--costs", "zero")
    assert result["makespan_s"] == (1.6 if model == "serial" else 0.4)
    assert result["jobs"]["done"] == 8


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_eight_computations_on_two_cores(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--model", model, "--cores", "2", "--dispatch", "round-robin", "--costs", "zero")
    result = figures(capsys, "--jobs", eight_jobs("cpu_s"), *options)
    one_lane = model in ("serial", "coroutines", "threads")
    assert result["makespan_s"] == (1.6 if one_lane else 0.8)


def test_json_has_the_promised_keys_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    result = figures(capsys, "classic", "--until", "20", "--seed", "7", "--workers", "3")
    spread, level = ["mean", "p50", "p95", "p99", "max"], ["mean", "max"]
    assert list(result) == [
        "version",
        "command",
        "program",
        "model",
        "workers",
        "seed",
        "time_s",
        "makespan_s",
        "jobs",
        "span_s",
        "arrival_rate_per_s",
        "throughput_per_s",
        "utilisation",
        "in_system",
        "queue_length",
        "left",
        "wait_s",
        "service_s",
        "sojourn_s",
        "delay_s",
        "waiting_since_s",
        "settings",
        "costs",
    ]
    assert result["costs"] == asdict(CLASSROOM)
    assert list(result["jobs"]) == [
        "arrived",
        "waiting",
        "queued",
        "in_progress",
        "done",
        "rejected",
        "lost",
        "reworked",
        "scrapped",
    ]
    assert [list(result[key]) for key in ("in_system", "queue_length")] == [level] * 2
    times = ("wait_s", "service_s", "sojourn_s", "delay_s")
    assert [list(result[key]) for key in times] == [spread] * 4
    assert (result["time_s"], result["seed"], result["workers"]) == (20, 7, 3)


def test_a_run_ends_with_its_jobs_or_at_its_time_whichever_comes_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    quick = ("--costs", "zero", "--service-time", "0.5", "--rate", "1")
    ended = figures(capsys, *quick, "--count", "3")
    assert (ended["time_s"], ended["jobs"]["done"]) == (2.5, 3)
    assert figures(capsys, *quick, "--count", "3", "--until", "1.25")["time_s"] == 1.25
    longer = figures(capsys, *quick, "--count", "3", "--until", "20")
    assert (longer["time_s"], longer["makespan_s"]) == (20, 2.5)
    assert longer["utilisation"] == 1.5 / (4 * 20)
    assert figures(capsys, *quick)["time_s"] == 60


@pytest.mark.parametrize("rate", ["--accident-rate", "--defect-rate"])
def test_jobs_that_always_fail_come_to_an_end(
    rate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = figures(capsys, "--count", "1", rate, "1")
    assert result["jobs"]["scrapped"] == 1
    assert result["time_s"] < 60


def test_a_run_that_begins_with_days_of_nothing_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "late.csv"
    path.write_text("arrival_s,io_s\n259200,1\n259201,1\n")
    assert main(["run", "--jobs", str(path)]) == 0
    by_default, late = capsys.readouterr().err.splitlines(keepends=True)
    assert by_default.startswith(f"site-sim: {path}: by default model coroutines (0% of")
    assert late == (
        f"site-sim: {path}: the first job arrives 3 days after the start, and nothing happens until"
        " then (subtract 259,200 from each arrival_s to begin with it)\n"
    )


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (
            ("--rate", "1e-6", "--count", "2000"),
            "1,000,000,000 s is the largest time that a run can reach, and more was to come",
        ),
        (
            ("--count", "9", "--accident-rate", "1", "--no-supervise", "--workers", "1"),
            "nothing more happens after 00:08.0",
        ),
    ],
)
def test_why_jobs_were_left_is_said(
    args: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *args]) == 0
    assert capsys.readouterr().err.startswith(f"site-sim: not all jobs were done: {reason}")


def test_a_site_without_jobs_is_done_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert figures(capsys, "--rate", "0")["time_s"] == 0


@pytest.mark.parametrize("name", shipped_names())
def test_every_scenario_that_ships_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", name, "--until", "20"]) == 0
    out, err = capsys.readouterr()
    assert "done" in out
    assert err == ""


def test_jobs_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b'{"cpu_s": 1}\n{"io_s": 1}\n'))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert figures(capsys, "--jobs", "-")["jobs"]["done"] == 2


def test_a_standard_input_that_is_closed_is_a_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (line,) = refused(capsys, "run", "--jobs", "-")
    assert line.startswith("standard input: ")
