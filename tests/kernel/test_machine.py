"""Who has the processor when: turns by the quantum, and what it costs to switch."""

from __future__ import annotations

from heapq import heappop

from site_sim.commands import CauseAccident
from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.kernel.lanes import Pool, Task, Todo
from site_sim.kernel.machine import Machine
from site_sim.kernel.models import Costs
from site_sim.log.event_log import EventLog
from site_sim.log.events import Kind
from tests.kernel.runs import COSTS, accepted, crew, events, finished, made, read, slices

# The foreman and accept need the lane as well. Under the GIL, whoever the foreman hands a job to
# stands in line behind the one who was interrupted; on a core, before.


def test_two_who_compute_take_turns_by_the_quantum() -> None:
    site = finished([(0, 25, 0), (0, 15, 0)], **crew())
    assert slices(site) == [(0, 0, 10), (0, 10, 20), (1, 20, 30), (0, 30, 35), (1, 35, 40)]


def test_one_who_computes_alone_keeps_the_lane_to_the_end() -> None:
    site = finished([(0, 95, 0)], **crew())
    assert slices(site) == [(0, 0, 95)]


def test_one_who_comes_later_gets_the_gil_a_quantum_after_it_began_to_wait() -> None:
    """The foreman waits from 34 on, then the worker, then accept for its result."""
    site = finished([(0, 95, 0), (34, 5, 0)], **crew())
    assert slices(site) == [(0, 0, 44), (0, 44, 54), (1, 54, 59), (0, 59, 69), (0, 69, 100)]
    assert accepted(site.log) == [(1, 69), (0, 100)]


def test_on_a_core_two_who_compute_take_turns_and_one_who_comes_later_goes_first() -> None:
    """The foreman wakes up at 0 for the second job, and worker 1 after him."""
    one_core = crew(model="free-threads", cores=1)
    site = finished([(0, 25, 0), (0, 15, 0)], **one_core)
    assert slices(site) == [(0, 0, 0), (1, 0, 10), (0, 10, 20), (1, 20, 25), (0, 25, 40)]
    site = finished([(0, 95, 0), (34, 5, 0)], **one_core)
    assert slices(site) == [(0, 0, 34), (1, 34, 39), (0, 39, 100)]
    assert accepted(site.log) == [(1, 39), (0, 100)]


def test_one_who_wakes_up_waits_a_whole_quantum_for_the_gil_whenever_that_is() -> None:
    """Worker 1 computes alone from 0 on; a slice of it that began there would end at 10."""
    for io_ns in range(1, 31):
        site = finished([(0, 0, io_ns), (0, 95, 0)], **crew())
        assert slices(site)[1] == (1, 0, io_ns + 10)
        assert accepted(site.log)[0] == (0, io_ns + 20)  # accept waits for it likewise
        read(site)


def test_one_who_has_waited_for_long_gets_the_gil_before_another_computes() -> None:
    """The foreman is given the GIL at 44, and keeps it for 13; worker 0 has waited from 44 on."""
    costs = Costs(**{**_fields(COSTS), "thread_hop_ns": 13})
    site = finished([(0, 90, 0), (47, 90, 0)], **crew(costs=costs))
    assert slices(site)[:3] == [(0, 13, 57), (0, 70, 80), (1, 80, 90)]
    read(site)


def test_one_who_wakes_up_gets_a_core_at_once() -> None:
    """So does accept, which worker 0 hands its result to."""
    costs = Costs(**{**_fields(COSTS), "switch_ns": 2, "os_slice_ns": 1_000})
    one_core = crew(model="free-threads", cores=1, costs=costs)
    site = finished([(0, 0, 34), (0, 95, 0)], **one_core)
    assert slices(site) == [(0, 0, 34), (1, 0, 34), (1, 36, 97)]
    assert accepted(site.log) == [(0, 36), (1, 97)]
    read(site)


def test_of_two_who_compute_the_one_gives_way_that_has_computed_longest() -> None:
    two_cores = crew(model="free-threads", cores=2, workers=3)
    site = finished([(0, 0, 34), (0, 95, 0), (5, 95, 0)], **two_cores)
    assert next(event.who for event in events(site.log, Kind.Preempted)) == 1
    read(site)


def test_the_gil_is_not_given_for_one_who_asked_and_is_gone() -> None:
    """Worker 0 waits from 20 on and dies at 21, when the foreman begins to wait."""
    jobs = [(0, 0, 20), (0, 0, 60), (0, 95, 0)]
    site = made(jobs, **crew(workers=3, supervise=False))
    site.run(21)
    site.apply(CauseAccident(0))
    site.run()
    assert slices(site)[1] == (2, 0, 31)
    read(site)


def test_who_was_interrupted_lately_does_not_give_way_before_who_was_not() -> None:
    log = EventLog(PROGRAM_FACTS["pipeline"].cast)
    machine = Machine(log, lambda task, _: machine.release(task))
    pool = Pool([0, 1], "os", quantum_ns=10)
    tasks = [Task(who, pool) for who in range(4)]

    def pass_time(until: int) -> None:
        while machine.running or ((due := machine.next_at()) is not None and due <= until):
            if machine.running:
                machine.resume_computing(machine.running.popleft())
            else:
                machine.now, number, task, handler = heappop(machine.timers)
                assert handler is not None
                if task.timer == number:
                    handler(task, machine.now)
        machine.now = until

    for who, at, cpu_ns in ((0, 0, 95), (1, 0, 95), (2, 3, 1), (3, 12, 1)):
        pass_time(at)
        tasks[who].cpu_left_ns = cpu_ns
        machine.make_ready(tasks[who], Todo.COMPUTE)
    pass_time(200)
    log.seal()
    assert [(e.at, e.who) for e in events(log, Kind.Preempted)] == [(3, 0), (12, 1)]


def test_a_preemption_costs_a_switch_and_nothing_else_does() -> None:
    """At 10 the lane is switched to the foreman, at 23 and 36 to the other worker."""
    costs = Costs(**{**_fields(COSTS), "switch_ns": 3})
    site = finished([(0, 25, 0), (0, 15, 0)], **crew(costs=costs))
    assert slices(site) == [(0, 0, 10), (0, 13, 23), (1, 26, 36), (0, 39, 44), (1, 44, 49)]
    alone = finished([(0, 95, 0)], **crew(costs=costs))
    assert slices(alone) == [(0, 0, 95)]


def _fields(costs: Costs) -> dict[str, int]:
    return {name: getattr(costs, name) for name in Costs.__slots__}


def test_coroutines_are_never_preempted() -> None:
    site = finished([(0, 25, 0), (0, 15, 0)], **crew(model="coroutines"))
    assert slices(site) == [(0, 0, 25), (1, 25, 40)]
