"""Which scenarios can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.base.errors import SiteError
from site_sim.player.scenario_list import ScenarioList
from site_sim.scenario.loading import STORY, load_scenario
from site_sim.scenario.scenario import Scenario


def labels(scenarios: ScenarioList) -> list[str]:
    """Return by which names the scenarios are listed."""
    return [listed.label for listed in scenarios.listed()]


def test_those_that_ship_are_listed_in_the_order_of_the_story() -> None:
    scenarios = ScenarioList()
    scenarios.note(load_scenario("gil"))
    assert labels(scenarios) == list(STORY)


def test_files_of_ones_own_come_first_and_one_whose_name_is_taken_with_its_folder(
    tmp_path: Path,
) -> None:
    paths = [tmp_path / "a" / "mine.toml", tmp_path / "b" / "mine.toml"]
    scenarios = ScenarioList()
    for path in paths:
        path.parent.mkdir()
        path.write_text('title = "The bridge"\n')
        scenarios.note(load_scenario(str(path)))
    assert labels(scenarios) == [str(paths[1]), "mine.toml", *STORY]
    assert [listed.name for listed in scenarios.listed()][:2] == [str(paths[1]), str(paths[0])]


def test_a_job_file_is_listed_and_loaded_with_the_options_that_it_was_opened_with(
    tmp_path: Path,
) -> None:
    jobs = tmp_path / "builds.csv"
    jobs.write_text("name,cpu_s\na,1\nb,2\n")
    opened = load_scenario(overrides={"jobs": str(jobs), "workers": 7})
    scenarios = ScenarioList()
    scenarios.note(opened)
    jobs.unlink()
    assert labels(scenarios) == ["builds.csv", *STORY]
    assert scenarios.load("") is opened


def test_the_next_and_the_previous_one_are_those_beside_it_in_the_list(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "The bridge"\n')
    scenarios = ScenarioList()
    assert scenarios.beside(STORY[0], 1) == STORY[1]
    assert scenarios.beside(STORY[1], -1) == STORY[0]
    assert scenarios.beside(STORY[0], -1) is None
    assert scenarios.beside(STORY[-1], 1) is None
    scenarios.note(load_scenario(str(path)))
    assert scenarios.beside(STORY[0], -1) == str(path)
    assert scenarios.beside(str(path), 1) == STORY[0]
    assert scenarios.beside(str(path), -1) is None


def test_a_recording_stands_before_the_story(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('title = "The bridge"\n')
    scenarios = ScenarioList()
    assert scenarios.beside(None, 1) == STORY[0]
    assert scenarios.beside(None, -1) is None
    scenarios.note(load_scenario(str(path)))
    assert scenarios.beside(None, 1) == STORY[0]
    assert scenarios.beside(None, -1) == str(path)


def test_without_a_job_file_there_is_none_to_load() -> None:
    scenarios = ScenarioList()
    scenarios.note(Scenario())
    assert labels(scenarios) == list(STORY)
    with pytest.raises(SiteError, match="no job file"):
        scenarios.load("")
