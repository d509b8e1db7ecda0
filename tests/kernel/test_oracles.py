"""The kernel against independent models: every job's completion time, and the order."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_sim.kernel.models import Costs
from tests.kernel.runs import accepted, finished
from tests.oracles import simpy_chain
from tests.oracles.native import NativeChain

# Few distinct times, so that many things fall on the same nanosecond, and some that do not.
TIMES = st.one_of(st.sampled_from([0, 0, 1, 2, 5, 10]), st.integers(0, 50))


@st.composite
def jobs(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    gaps = draw(st.lists(st.tuples(TIMES, TIMES, TIMES), max_size=14))
    at, found = 0, []
    for gap, cpu, io in gaps:
        at += gap
        found.append((at, cpu, io))
    return found


def costs(hop_ns: int) -> Costs:
    return Costs(send_ns=hop_ns, loop_hop_ns=hop_ns)


HOPS = st.sampled_from([0, 1, 2, 5, 7])


@settings(max_examples=300)
@given(jobs=jobs(), workers=st.integers(1, 6), hop_ns=HOPS)
@example(jobs=[(0, 0, 5)] * 4, workers=3, hop_ns=5)
def test_serial_is_the_native_chain_to_the_nanosecond(
    jobs: list[tuple[int, int, int]], workers: int, hop_ns: int
) -> None:
    native = NativeChain(workers, hop_ns).run((at, cpu + io) for at, cpu, io in jobs)
    site = finished(jobs, model="serial", workers=workers, costs=costs(hop_ns))
    assert accepted(site.log) == native


@settings(max_examples=150)
@given(jobs=jobs(), workers=st.integers(1, 6), hop_ns=HOPS)
def test_serial_is_the_call_stack_in_simpy(
    jobs: list[tuple[int, int, int]], workers: int, hop_ns: int
) -> None:
    model = simpy_chain.serial([simpy_chain.Work(*job) for job in jobs], workers, hop_ns)
    site = finished(jobs, model="serial", workers=workers, costs=costs(hop_ns))
    assert accepted(site.log) == model


@settings(max_examples=700)
@given(
    jobs=jobs(),
    workers=st.integers(1, 6),
    room=st.integers(1, 4),
    hop_ns=HOPS,
    wiring=st.sampled_from(["chain", "direct"]),
)
@example(jobs=[(0, 5, 5)] * 8, workers=3, room=1, hop_ns=5, wiring="chain")
def test_coroutines_are_the_chain_of_inboxes_in_simpy(
    jobs: list[tuple[int, int, int]], workers: int, room: int, hop_ns: int, wiring: Any
) -> None:
    model = simpy_chain.coroutines(
        [simpy_chain.Work(*job) for job in jobs], workers, room, hop_ns, wiring == "direct"
    )
    site = finished(
        jobs,
        model="coroutines",
        workers=workers,
        inbox=room,
        costs=costs(hop_ns),
        wiring=wiring,
    )
    assert accepted(site.log) == model
    assert len(model) == len(jobs)
