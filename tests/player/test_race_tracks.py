"""The runs of a race are begun together, and others in their place."""

from __future__ import annotations

from typing import Any

import pytest

from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from site_sim.player.intents import OpenScenario, Restart
from site_sim.player.race_intents import Turn
from site_sim.player.race_runs import race_as_written
from site_sim.player.race_tracks import (
    OF_A_FILE,
    OF_A_SCENARIO,
    OF_ITS_OWN,
    RaceRun,
    RaceTracks,
)
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.scenario import Scenario


def tracks(**fields: Any) -> RaceTracks:
    runs = [RaceRun(model, Scenario(model=model, **fields)) for model in ("serial", "hybrid")]
    return RaceTracks(runs, lambda: 0.0, lambda *_: None, PlayerTuning())


def scenarios(runs: Any) -> list[Scenario]:
    return [run.source for run in runs]


def test_all_begin_at_their_starts_whatever_their_scenario_says_of_the_view() -> None:
    begun = tracks(at=9.0, paused=True)
    assert [player.session.now for player in begun.players] == [0, 0]
    assert not any(player.view.paused for player in begun.players)
    assert begun.first_scenario is not None
    assert begun.first_scenario.at == 9.0


def test_a_turn_changes_the_workload_and_nothing_else() -> None:
    for before, after in (("io", "cpu"), ("cpu", "io"), ("mixed", "cpu")):
        runs, why_not = tracks(workload=before, seed=5).changed_for(Turn())
        assert why_not == ""
        assert scenarios(runs) == scenarios(tracks(workload=after, seed=5).runs)


def test_jobs_of_a_file_are_not_turned() -> None:
    orders = (JobOrder(5, JobCard("bricks", 1, 2)),)
    _, why_not = tracks(jobs="jobs.csv", orders=orders).changed_for(Turn())
    assert why_not == OF_A_FILE


@pytest.mark.parametrize(
    ("text", "wish"),
    [("threads workload=cpu", Turn()), ("threads seed=7", Restart(new_seed=True))],
)
def test_a_track_stays_what_it_is_called(text: str, wish: Turn | Restart) -> None:
    runs = race_as_written(f"serial; {text}", [RaceRun("serial", Scenario(count=9))])
    begun = RaceTracks(runs, lambda: 0.0, lambda *_: None, PlayerTuning())
    key = text.partition("=")[0].split()[1]
    assert begun.changed_for(wish)[1] == OF_ITS_OWN[key]
    assert begun.changed_for(Restart()) == (begun.runs, "")


def test_a_new_seed_is_that_of_all_tracks_and_no_scenario_is_opened() -> None:
    begun = tracks(seed=(1 << 63) - 1)
    runs, _ = begun.changed_for(Restart(new_seed=True))
    assert [each.seed for each in scenarios(runs)] == [0, 0]
    assert begun.changed_for(Restart()) == (begun.runs, "")
    assert begun.changed_for(OpenScenario("gil")) == (begun.runs, OF_A_SCENARIO)
