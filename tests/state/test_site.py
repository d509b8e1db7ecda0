"""The state at moments of a run that can be followed by hand; the machine tests the rest."""

from __future__ import annotations

from site_sim.commands import ChooseModel, OrderJobs, SetRate
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.models import CLASSROOM
from site_sim.kernel.simulation import Simulation
from site_sim.state.entities import State
from tests.kernel.runs import MS, SECOND, made
from tests.state.sites import shown


def test_whether_jobs_still_come() -> None:
    site = Simulation(SimulationConfig(rate_per_s=1, count=1, service_ns=MS))
    assert shown(site, 10 * SECOND).finished
    site.apply(OrderJobs())
    assert not shown(site, site.now).finished
    assert shown(site, 20 * SECOND).finished
    endless = Simulation(SimulationConfig(rate_per_s=1, service_ns=MS))
    assert not shown(endless, SECOND // 2).finished
    endless.apply(SetRate(0))
    assert shown(endless, SECOND).finished
    endless.apply(SetRate(2))
    assert not shown(endless, endless.now).statistics.arrivals_ended


def test_a_rebuilt_site_is_at_work_on_nothing() -> None:
    site = made([(0, 0, SECOND)], workers=1, model="coroutines", costs=CLASSROOM)
    site.run(SECOND // 2)
    site.apply(ChooseModel("processes"))
    state = shown(site, SECOND)  # the process is still starting up
    assert not any(task.state.working for task in state.workers)
    assert state.census.count(State.CPU, State.IO) == 0
