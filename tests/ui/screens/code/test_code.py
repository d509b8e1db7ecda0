"""Pictures of the code screen."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.facts.programs import FOREMAN
from site_sim.log.events import Kind
from tests.run.driving import run_to
from tests.ui.screens.code.opening import (
    MODELS,
    SIZES,
    after,
    code_site,
    look_at_code,
    session_of,
)


@pytest.mark.parametrize("size", SIZES)
def test_serial_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=5, model="serial", rate=1.5)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.HandOffStarted, 2, who=4))


@pytest.mark.parametrize("size", SIZES)
def test_serial_with_a_tower_of_callers(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=5, model="serial", rate=1.5)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.IoStarted, 6))


@pytest.mark.parametrize("size", SIZES)
def test_coroutines_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=5, model="coroutines", rate=6.0, workload="mixed")
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.HandOffStarted, 8, who=4))


@pytest.mark.parametrize("size", SIZES)
def test_the_past_in_the_midst_of_a_step(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=4, model="serial", rate=2.0)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.Accepted, 2, then=10))


@pytest.mark.parametrize("size", SIZES)
def test_the_native_explanation(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=5, model="serial", rate=1.5)
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.IoStarted, 6, keys="p"))


@pytest.mark.parametrize("model", MODELS[1:])
def test_no_native_equivalent(snap_compare: Any, model: str) -> None:
    app = code_site(workers=4, model=model, rate=4.0, workload="cpu")
    assert snap_compare(
        app, terminal_size=(120, 36), run_before=after(Kind.WorkStarted, 5, keys="p")
    )


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_no_native_equivalent_at_other_sizes(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=4, model="coroutines", rate=4.0, workload="mixed")
    run_before = after(Kind.HandOffStarted, 5, keys="p")
    assert snap_compare(app, terminal_size=size, run_before=run_before)


@pytest.mark.parametrize("size", SIZES)
def test_coroutines_in_the_past(snap_compare: Any, size: tuple[int, int]) -> None:
    app = code_site(workers=4, model="coroutines", rate=4.0, workload="mixed")
    assert snap_compare(app, terminal_size=size, run_before=after(Kind.Accepted, 4, then=10))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_after_a_fork(snap_compare: Any, model: str, size: tuple[int, int]) -> None:
    app = code_site(workers=3, model=model, rate=2.0, workload="mixed")
    run_before = after(Kind.IoStarted, 3, then=10, keys="plus full_stop full_stop full_stop")
    assert snap_compare(app, terminal_size=size, run_before=run_before)


def test_the_events_zoomed_in_the_past(snap_compare: Any) -> None:
    app = code_site(workers=4, model="processes", rate=3.0, workload="mixed")
    run_before = after(Kind.Preempted, None, then=10, keys="shift+tab z")
    assert snap_compare(app, terminal_size=(120, 36), run_before=run_before)


@pytest.mark.parametrize("model", ["serial", "coroutines"])
def test_an_accident_closes_generators_before_others_are_hired(
    snap_compare: Any, model: str
) -> None:
    app = code_site(workers=4, model=model, rate=2.0, accident_rate=0.4)
    who = FOREMAN if model == "serial" else None
    run_before = after(Kind.Died, None, who=who)
    assert snap_compare(app, terminal_size=(120, 36), run_before=run_before)


def test_two_lanes_in_ascii_and_monochrome(snap_compare: Any) -> None:
    app = code_site(
        theme="mono", glyphs="ascii", workers=5, model="processes", rate=4.0, workload="mixed"
    )
    assert snap_compare(app, terminal_size=(120, 36), run_before=after(Kind.Blocked, 6))


def test_producer_and_consumer(snap_compare: Any) -> None:
    app = code_site(program="producer-consumer", theme="site-light", rate=1.0)
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(Kind.IoStarted, 2))


def test_a_large_crew(snap_compare: Any) -> None:
    app = code_site(workers=300, model="serial", rate=20.0, costs="zero")
    assert snap_compare(app, terminal_size=(120, 36), run_before=after(Kind.IoStarted, 170))


def test_an_accident_has_closed_the_generators(snap_compare: Any) -> None:
    app = code_site(workers=4, model="serial", rate=2.0, supervise=False, accident_rate=0.4)
    assert snap_compare(
        app, terminal_size=(120, 36), run_before=after(Kind.Died, None, who=FOREMAN)
    )


def test_the_run_is_being_executed_again(snap_compare: Any) -> None:
    ticks = count()
    app = code_site(model="coroutines", rate=5.0, budget=lambda: float(next(ticks)))

    async def steps(pilot: Pilot[Any]) -> None:
        run_to(session_of(app), 300_000_000_000)
        session_of(app).playhead.seek(200_000_000_000)
        await look_at_code(pilot)
        while session_of(app).inspector.progress < 0.5:
            app.screens.publish()
        await pilot.pause()

    assert snap_compare(app, terminal_size=(120, 36), run_before=steps)
