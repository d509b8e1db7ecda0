"""A scenario that is written to a file is the same when the file is opened."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from site_sim.base.text import clean_line
from site_sim.facts.models import MODEL_FACTS
from site_sim.facts.settings import Arrivals, Dispatch, Service, Wiring, Workload
from site_sim.scenario.loading import load_scenario, shipped_names
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.writing import scenario_text, write_scenario

SHARES = st.floats(0, 1)
SCENARIOS = st.builds(
    Scenario,
    title=st.text(max_size=30).map(lambda text: clean_line(text, 80)),
    about=st.sampled_from(["", 'what "it" shows, \\ and — more']),
    workers=st.integers(1, 1_000_000),
    rate=st.just(0.0) | st.floats(1e-6, 1e6),
    arrivals=st.sampled_from(get_args(Arrivals)),
    count=st.none() | st.integers(0, 9),
    workload=st.sampled_from(get_args(Workload)),
    service=st.sampled_from(get_args(Service)),
    service_time=st.floats(0, 1e6),
    model=st.sampled_from([*MODEL_FACTS]),
    cores=st.integers(1, 1024),
    dispatch=st.sampled_from(get_args(Dispatch)),
    wiring=st.sampled_from(get_args(Wiring)),
    inbox=st.integers(1, 1_000_000),
    costs=st.sampled_from(["zero", "classroom", "typical"]),
    cost=st.dictionaries(st.sampled_from(["hop", "spawn"]), st.sampled_from(["3us", "1.5ms"])),
    defect_rate=SHARES,
    accident_rate=SHARES,
    supervise=st.booleans(),
    rework_limit=st.integers(0, 1000),
    seed=st.integers(0, 2**63 - 1),
    until=st.none() | st.floats(3, 1e9),
    warm_up=st.sampled_from([0.0, 2.5]),
    speed=st.floats(1 / 16, 1024),
    at=st.floats(0, 1e9),
    paused=st.booleans(),
)


def opened(scenario: Scenario, path: Path) -> Scenario:
    """Return what a file holds that a scenario was written to."""
    write_scenario(scenario, path)
    return load_scenario(str(path))


@given(scenario=SCENARIOS)
def test_it_is_the_same_scenario(scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mine.toml"
        assert opened(scenario, path) == replace(scenario, source=str(path))


@pytest.mark.parametrize("name", shipped_names())
def test_each_that_ships_can_be_written(name: str, tmp_path: Path) -> None:
    scenario, path = load_scenario(name), tmp_path / "mine.toml"
    found = opened(scenario, path)
    assert found.to_config() == scenario.to_config()
    assert (found.words, found.speed, found.until) == (
        scenario.words,
        scenario.speed,
        scenario.until,
    )


def test_a_job_file_in_the_same_folder_is_named_by_its_name(tmp_path: Path) -> None:
    jobs = tmp_path / "jobs.csv"
    jobs.write_text("arrival_s,cpu_s,io_s,name\n0,1,0,a\n")
    scenario = load_scenario(None, {"jobs": str(jobs), "model": "serial", "wiring": "chain"})
    assert 'jobs = "jobs.csv"\n' in scenario_text(scenario, tmp_path)
    assert f'jobs = "{jobs}"\n' in scenario_text(scenario, tmp_path / "elsewhere")
    found = opened(scenario, tmp_path / "mine.toml")
    assert found.to_config() == scenario.to_config()


@pytest.mark.parametrize("name", ["-", "~jobs.csv", 'a "b" \\ c.csv', "a\x7fb\n\x1b.csv"])
def test_a_job_file_of_any_name_is_found(name: str, tmp_path: Path) -> None:
    jobs = tmp_path / name
    jobs.write_text("arrival_s,cpu_s,io_s,name\n0,1,0,a\n")
    scenario = load_scenario(None, {"jobs": str(jobs)})
    for path in (tmp_path / "mine.toml", tmp_path.parent / f"{tmp_path.name}.toml"):
        assert opened(scenario, path).orders == scenario.orders


def test_a_number_of_jobs_is_left_out_where_no_rate_brings_any(tmp_path: Path) -> None:
    fields: dict[str, Any] = {"jobs": "jobs.csv", "rate": 0.0, "count": 5}
    assert "count" not in scenario_text(Scenario(**fields), tmp_path)
    assert "count = 5\n" in scenario_text(Scenario(**fields | {"rate": 1.0}), tmp_path)


def test_a_file_that_can_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_scenario(Scenario(), tmp_path / "none" / "mine.toml")
    assert [*tmp_path.iterdir()] == []
