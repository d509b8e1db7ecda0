"""What a person does to the site becomes commands, within bounds and not without need."""

from __future__ import annotations

import pytest

from site_sim.base.limits import HIGHEST_RATE, MOST_WORKERS
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    ChooseWiring,
    Command,
    Hire,
    LayOff,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.log.cast import NOBODY
from site_sim.scenario.steps import RATES, SHARES, next_step
from tests.player.playing import Played


def commands(played: Played) -> list[Command]:
    return [entry.command for entry in played.player.session.journal]


@pytest.mark.parametrize(
    ("value", "above", "below"), [(1.0, 1.5, 0.7), (1.2, 1.5, 1.0), (0.0, 0.1, 0.0)]
)
def test_a_step_goes_to_the_next_of_the_row(value: float, above: float, below: float) -> None:
    assert next_step(value, RATES, up=True) == above
    assert next_step(value, RATES, up=False) == below


def test_a_step_leaves_the_ends_and_what_is_beyond_them() -> None:
    assert next_step(SHARES[-1], SHARES, up=True) == SHARES[-1]
    assert next_step(5_000.0, RATES, up=True) == 5_000.0
    assert next_step(5_000.0, RATES, up=False) == RATES[-1]


def test_workers_are_hired_and_laid_off_to_the_number_that_is_wanted() -> None:
    played = Played()
    controls = played.player.controls
    for wanted in (8, 8, 3, 0, MOST_WORKERS + 5):
        controls.set_workers(wanted)
    assert commands(played) == [Hire(3), LayOff(5), LayOff(2), Hire(MOST_WORKERS - 1)]
    assert controls.workers == MOST_WORKERS


def test_a_program_without_a_crew_says_so_and_hires_nobody() -> None:
    played = Played(program="producer-consumer", workers=1)
    played.player.controls.change_workers(1)
    assert commands(played) == []
    assert played.notices == ["a producer and a consumer are all this program has"]


def test_rates_go_by_steps_and_end_where_these_do() -> None:
    played = Played()
    controls = played.player.controls
    controls.change_rate(up=True)
    controls.set_rate(9_999.0)
    controls.change_rate(up=True)
    controls.change_rate(up=False)
    controls.set_rate(2.0 * HIGHEST_RATE)
    controls.set_rate(-1.0)
    controls.change_rate(up=False)
    rates = (3.0, 9_999.0, RATES[-1], HIGHEST_RATE, 0.0)
    assert commands(played) == [SetRate(rate) for rate in rates]


def test_the_share_of_defects_is_told_also_where_it_stays() -> None:
    played = Played()
    controls = played.player.controls
    controls.change_defect_rate(up=False)
    controls.change_defect_rate(up=True)
    controls.set_defect_rate(0.125)
    assert commands(played) == [SetDefectRate(0.01), SetDefectRate(0.125)]
    shares = ("0", "1", "12.5")
    assert played.notices == [f"{share}% of the results are rejected" for share in shares]


def test_what_is_chosen_already_is_not_chosen_again() -> None:
    played = Played()
    controls = played.player.controls
    for setting, value in (("model", "serial"), ("model", "threads"), ("wiring", "direct")):
        controls.choose(setting, value)
    assert commands(played) == [ChooseModel("threads"), ChooseWiring("direct")]


def test_supervision_is_switched_and_that_is_told() -> None:
    played = Played()
    for _ in range(2):
        played.player.controls.switch_supervision()
    assert commands(played) == [SetSupervision(False), SetSupervision(True)]
    assert played.notices == ["supervision is off", "supervision is on"]


def test_an_accident_happens_to_whoever_works_unless_someone_is_named() -> None:
    played = Played(supervise=False, model="coroutines")
    controls, state = played.player.controls, played.player.session.state
    busy = [task.who for task in state.workers if task.state.working]
    controls.accident(NOBODY)
    controls.accident(4)
    assert commands(played) == [CauseAccident(busy[0]), CauseAccident(4)]
    assert played.notices == [f"an accident happens to worker {who}" for who in (busy[0], 4)]


def test_nobody_is_left_to_have_an_accident() -> None:
    played = Played(supervise=False, workers=1)
    for _ in range(2):
        played.player.controls.accident(NOBODY)
    assert commands(played) == [CauseAccident(0)]
    assert played.notices[-1] == "there is nobody left to have an accident"
