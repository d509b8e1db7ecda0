"""Settings that change in the midst of a run: what each does, and what is refused."""

from __future__ import annotations

from math import nan
from typing import Any

import pytest
from msgspec.structs import asdict

from site_sim.base.limits import LARGEST_SEED
from site_sim.commands import ChangeSettings, ChooseModel
from site_sim.facts.costs import LEAST_QUANTUM_NS, MOST_NS
from site_sim.kernel.changes import COST_SETTINGS, check_changes, texts_of
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import CLASSROOM, Costs
from site_sim.kernel.simulation import Simulation
from site_sim.log.events import Kind
from tests.kernel.runs import SECOND, accepted, arrivals, events, made


def told(site: Simulation, key: str) -> list[str]:
    """Return what the log tells of a setting, one value after the other."""
    texts = site.log.texts
    changes = events(site.log, Kind.SettingChanged)
    return [texts[event.b] for event in changes if texts[event.a] == key]


def builds(site: Simulation) -> list[int]:
    """Return on how many lanes the site was built each time."""
    return [event.a for event in events(site.log, Kind.LanesOpened)]


def test_more_cores_let_more_compute_and_the_unfinished_go_back_to_the_queue() -> None:
    site = made([(0, SECOND, 0)] * 4, model="free-threads", workers=4, cores=1)
    site.run(SECOND // 2)
    site.apply(ChangeSettings({"cores": 4}))
    assert told(site, "cores") == ["1", "4"]
    assert builds(site) == [1, 4]
    lost = [event.job for event in events(site.log, Kind.Requeued)]
    assert sorted(lost) == [0, 1, 2, 3]
    site.run()
    assert sorted(accepted(site.log)) == [(job, SECOND * 3 // 2) for job in range(4)]


def test_a_larger_inbox_takes_more_from_the_foreman() -> None:
    def taken(room: int) -> int:
        site = made([(0, 0, SECOND)] * 6, model="coroutines", workers=1)
        site.apply(ChangeSettings({"inbox": room}))
        site.run(SECOND // 2)
        return len(list(events(site.log, Kind.HandedOff)))

    assert (taken(1), taken(3)) == (2, 4)


@pytest.mark.parametrize("name", [*COST_SETTINGS])
def test_each_cost_changes_by_its_own_name(name: str) -> None:
    site = Simulation(SimulationConfig(model="processes", costs=CLASSROOM))
    site.run(SECOND // 2)
    site.apply(ChangeSettings({name: 7_000_000}))
    expected = {**asdict(CLASSROOM), COST_SETTINGS[name]: 7_000_000}
    assert asdict(site.site.config.costs) == expected
    assert told(site, name) == ["7000000"]
    assert told(site, "hop-ns")[-1] == str(expected["pipe_hop_ns"])
    assert len(builds(site)) == 2


def test_every_cost_has_a_setting() -> None:
    assert {*COST_SETTINGS.values()} == {*Costs.__struct_fields__}


def test_a_hop_takes_what_it_costs_from_then_on() -> None:
    site = made(model="coroutines", workers=1)
    site.apply(ChangeSettings({"loop-hop-ns": 300}))
    site.site.arrivals.order(None)
    site.run()
    assert accepted(site.log) == [(0, SECOND + 600)]


def test_jobs_that_come_from_now_on_take_another_time() -> None:
    site = Simulation(SimulationConfig(rate_per_s=1, count=4, workload="cpu"))
    site.run(SECOND * 3 // 2)
    site.apply(ChangeSettings({"service-time": 0.25, "service": "fixed"}))
    site.run()
    assert [card.cpu_ns for _, card in arrivals(site.log)] == [SECOND] * 2 + [SECOND // 4] * 2
    assert told(site, "service-time") == ["1", "0.25"]
    assert len(builds(site)) == 1, "nothing has to be built anew"


def test_a_new_seed_draws_what_comes_from_now_on() -> None:
    def cards(seed: int, then: int) -> list[Any]:
        site = Simulation(SimulationConfig(rate_per_s=1, service="exponential", seed=seed))
        site.run(SECOND * 3 // 2)
        site.apply(ChangeSettings({"seed": then}))
        site.run(10 * SECOND)
        return [card for _, card in arrivals(site.log)]

    first, second, changed = cards(1, 1), cards(2, 2), cards(1, 2)
    assert changed == first[:2] + second[2:] != first


def test_arrivals_are_spaced_in_another_way_after_the_one_that_is_awaited() -> None:
    site = Simulation(SimulationConfig(rate_per_s=1))
    site.run(SECOND * 3 // 2)
    site.apply(ChangeSettings({"arrivals": "poisson"}))
    site.run(9 * SECOND)
    times = [at for at, _ in arrivals(site.log)]
    assert times[:3] == [0, SECOND, 2 * SECOND]
    assert all(at % SECOND for at in times[3:])


def test_a_lower_limit_scraps_a_job_that_has_failed_as_often() -> None:
    site = made([(0, 0, SECOND)], model="coroutines", defect_rate=1.0, rework_limit=1000)
    site.run(SECOND * 5 // 2)
    site.apply(ChangeSettings({"rework-limit": 1}))
    site.run()
    (scrapped,) = events(site.log, Kind.Scrapped)
    assert (scrapped.at, scrapped.b) == (3 * SECOND, 3)


def test_some_change_together_and_the_site_is_rebuilt_once() -> None:
    site = Simulation(SimulationConfig(model="processes"))
    site.apply(ChangeSettings({"cores": 3, "inbox": 2, "pipe-hop-ns": 9, "seed": 7}))
    assert builds(site) == [2, 3]
    assert site.config == SimulationConfig(model="processes"), "it is executed again from this"


def test_a_change_of_the_model_costs_what_was_changed_before() -> None:
    site = Simulation(SimulationConfig(model="serial"))
    site.apply(ChangeSettings({"thread-hop-ns": 11}))
    site.apply(ChooseModel("threads"))
    assert told(site, "hop-ns")[-1] == "11"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"cores": 1, "inbox": 1_000_000, "rework-limit": 0, "seed": LARGEST_SEED},
        {"arrivals": "poisson", "service": "uniform", "service-time": 0},
        {"loop-hop-ns": 0, "gil-quantum-ns": LEAST_QUANTUM_NS, "spawn-ns": MOST_NS},
    ],
    ids=str,
)
def test_what_can_change_is_passed(values: dict[str, Any]) -> None:
    check_changes(values)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"cores": 0}, "cores can't be 0: it is from 1 to 1,024"),
        ({"cores": 2.0}, "cores can't be"),
        ({"cores": "2"}, "cores can't be '2'"),
        ({"cores": True}, "cores can't be"),
        ({"inbox": 10**9_000}, "inbox can't be"),
        ({"seed": 1, "rework-limit": -1}, "rework-limit can't be -1"),
        ({"service-time": nan}, "service-time can't be"),
        ({"arrivals": "never"}, "unknown arrivals 'never'"),
        ({"service": 3}, "unknown service 3"),
        ({"os-slice-ns": LEAST_QUANTUM_NS - 1}, "os-slice-ns can't be 99999"),
        ({"hop-ns": 3}, "no setting 'hop-ns' can be changed so"),
        ({"model": "serial"}, "no setting 'model' can be changed so"),
        ({"x" * 9_000: 1}, "no setting"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_not_is_refused_with_nothing_changed(values: dict[str, Any], words: str) -> None:
    site = made()
    before = len(site.log)
    with pytest.raises(ValueError, match=r"can|unknown") as raised:
        site.apply(ChangeSettings(values))
    assert words in str(raised.value)
    assert len(str(raised.value)) < 150
    assert len(site.log) == before


def test_a_log_begins_with_every_setting_but_the_costs() -> None:
    config = SimulationConfig(warm_up_s=2.5, service_ns=1_500_000_000)
    site = Simulation(config)
    log = site.log
    begins = {log.texts[e.a]: log.texts[e.b] for e in events(log, Kind.SettingChanged)}
    assert begins == {**texts_of(config), "hop-ns": "100000000"}
    assert (begins["warm-up"], begins["service-time"]) == ("2.5", "1.5")
