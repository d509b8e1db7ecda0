"""Jobs in columns are the jobs that were put in, in order of arrival."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from site_sim.kernel.config import JobOrder, SimulationConfig
from site_sim.log.events import JobCard
from site_sim.player.transcript import header_line, read_transcript
from site_sim.scenario.job_file.held_jobs import HeldJobs
from site_sim.scenario.scenario import Scenario

TIMES = st.integers(0, 10**18)
Job = tuple[int, int, int, str]
JOBS = st.lists(st.tuples(st.integers(0, 9), TIMES, TIMES, st.text(max_size=3)), max_size=9)


def held(jobs: list[Job]) -> HeldJobs:
    arrivals, cpu_ns, io_ns = (array("q", [job[at] for job in jobs]) for at in range(3))
    return HeldJobs(arrivals, cpu_ns, io_ns, [job[3] for job in jobs])


@given(JOBS)
def test_they_are_a_tuple_of_orders_sorted_by_arrival(
    jobs: list[Job],
) -> None:
    orders = tuple(
        JobOrder(arrival, JobCard(name, cpu_ns, io_ns))
        for arrival, cpu_ns, io_ns, name in sorted(jobs, key=lambda job: job[0])
    )
    found = held(jobs)
    assert found == orders
    assert orders == found
    assert hash(found) == hash(orders)
    assert [*reversed(found)] == [*reversed(orders)]
    assert found[1:-1] == orders[1:-1]
    assert [found[at] for at in range(len(found))] == [*orders]
    assert SimulationConfig(orders=found) == SimulationConfig(orders=orders)


def test_other_jobs_are_not_the_same() -> None:
    assert held([(0, 1, 0, "a")]) != held([(0, 1, 0, "b")])
    assert held([]) != []


def test_a_session_has_them_written_out() -> None:
    scenario = Scenario(jobs="a.csv", orders=held([(5, 1, 0, "late"), (0, 1, 2, "first")]))
    read = read_transcript(header_line(scenario).decode(), "a").scenario
    assert read == scenario
