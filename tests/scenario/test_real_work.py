"""A job file is run in a way that suits it, wherever nobody says how, and a line tells that."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from site_sim.scenario.loading import load_scenario, shipped_names
from site_sim.scenario.scenario import Scenario

IO, CPU = "io_s\n1\n3\n", "cpu_s\n1\n3\n"
OWN = 'model = "threads"\ncores = 7\nwiring = "chain"\ndispatch = "round-robin"\ncosts = "zero"\n'


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(jobs: str, name: str | None = None, **options: object) -> Scenario:
    Path("work.csv").write_text(jobs)
    return load_scenario(name, {"jobs": "work.csv", **options})


def shape(scenario: Scenario) -> tuple[str, int, str, str, str]:
    costs = scenario.costs_name
    return scenario.model, scenario.cores, scenario.wiring, scenario.dispatch, costs


@pytest.mark.parametrize(
    ("jobs", "model", "share"),
    [
        (IO, "coroutines", "0"),
        (CPU, "processes", "100"),
        ("cpu_s,io_s\n1,1\n3,3\n", "coroutines", "50"),
        ("cpu_s,io_s\n0,3\n3.01,0\n", "processes", "50.1"),
        ("cpu_s,io_s\n9,0\n0,1\n0,2\n", "processes", "75"),
        ("cpu_s,io_s\n0,0\n", "coroutines", "0"),
    ],
)
def test_the_model_is_chosen_by_the_share_of_cpu_in_all_the_work(
    jobs: str, model: str, share: str
) -> None:
    scenario = loaded(jobs, workers=9)
    assert shape(scenario) == (model, 9, "direct", "least-busy", "typical")
    assert scenario.remark == (
        f"work.csv: by default model {model} ({share}% of the work is CPU),"
        " cores 9 (one a worker), wiring direct, dispatch least-busy, costs typical"
    )


def test_there_are_no_more_cores_than_there_may_be() -> None:
    scenario = loaded(CPU, workers=5000)
    assert scenario.cores == 1024
    assert "cores 1024, wiring direct" in scenario.remark


def test_what_is_given_as_an_option_wins() -> None:
    scenario = loaded(CPU, model="serial", cores=2, dispatch="round-robin")
    assert shape(scenario) == ("serial", 2, "direct", "round-robin", "typical")
    assert scenario.remark == "work.csv: by default wiring direct, costs typical; cores 2"


def test_what_a_scenario_says_that_is_named_too_wins() -> None:
    Path("own.toml").write_text(OWN + "rate = 3\n")
    scenario = loaded(CPU, "own.toml")
    assert shape(scenario) == ("threads", 7, "chain", "round-robin", "zero")
    assert scenario.remark == ""
    assert shape(loaded(IO, "classic")) == ("serial", 4, "direct", "least-busy", "typical")


@pytest.mark.parametrize("own", ["", OWN])
def test_a_scenario_with_a_job_file_of_its_own_has_the_same_defaults(own: str) -> None:
    Path("work.csv").write_text(CPU)
    Path("own.toml").write_text(f'jobs = "work.csv"\nworkers = 3\n{own}')
    scenario = load_scenario("own.toml")
    expected = ("threads", 7, "chain", "round-robin", "zero")
    assert shape(scenario) == (
        expected if own else ("processes", 3, "direct", "least-busy", "typical")
    )
    assert bool(scenario.remark) == (not own)


def test_a_program_of_one_worker_is_given_a_model() -> None:
    Path("own.toml").write_text('program = "producer-consumer"\n')
    scenario = loaded(CPU, "own.toml")
    assert shape(scenario) == ("processes", 2, "chain", "round-robin", "typical")
    assert scenario.remark == (
        "work.csv: by default model processes (100% of the work is CPU), costs typical; cores 2"
    )


def test_the_title_names_the_file() -> None:
    Path("sub").mkdir()
    Path("sub/my work.csv").write_text(IO)
    Path("bare.toml").write_text("workers = 2\n")
    jobs = {"jobs": "sub/my work.csv"}
    assert load_scenario(None, jobs).title == "my work.csv"
    assert load_scenario("classic", jobs).title == "The classic site: my work.csv"
    assert load_scenario("bare.toml", jobs).title == "bare: my work.csv"
    stdin = io.BytesIO(IO.encode())
    assert load_scenario(None, {"jobs": "-"}, stdin).title == "standard input"
    assert load_scenario("commits").title == "Reviewing this repository"


def test_without_a_scenario_nothing_is_taken_from_the_one_that_runs_first() -> None:
    scenario = loaded(IO)
    assert (scenario.about, scenario.source, scenario.rate_per_s) == ("", "", 0)
    assert load_scenario().source == "classic"


@pytest.mark.parametrize("name", shipped_names())
def test_each_scenario_that_ships_names_what_it_needs(name: str) -> None:
    assert load_scenario(name).remark == ""
