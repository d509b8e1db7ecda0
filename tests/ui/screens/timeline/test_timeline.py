"""Pictures of the timeline."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import OrderJobs
from site_sim.log.events import Kind
from site_sim.player.intents import Select
from site_sim.ui.app import SiteApp
from tests.run.driving import run_to
from tests.ui.app_fixture import site
from tests.ui.screens.timeline.opening import SIZES, open_at, press


def picture(
    kind: Kind,
    job: int,
    who: int | None = None,
    then_s: int = 0,
    keys: str = "",
    fork: bool = False,
) -> Any:
    """Return what leads to a picture: up to an event, some time on and back, and some keys."""

    async def steps(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, SiteApp)
        await pilot.pause()
        rows = await open_at(app, pilot, kind, job, who, then_s)
        app.player.do(Select("job", job))
        if fork:
            app.player.controls.apply(OrderJobs(2))
            run_to(app.player.session, app.player.session.now + 2 * SECOND)
        assert rows.is_attached
        await press(app, pilot, keys)

    return steps


@pytest.mark.parametrize("size", SIZES)
def test_serial_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=5, model="serial", rate=1.5, paused=True)
    steps = picture(Kind.HandOffStarted, 12, who=3, keys="up left left left left down down")
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_coroutines_in_the_midst_of_a_hand_off(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=9, model="coroutines", rate=3.0, workload="mixed", paused=True)
    steps = picture(Kind.HandOffStarted, 21, who=6)
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_the_past_has_a_future(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=5, model="threads", rate=2.0, workload="cpu", paused=True)
    steps = picture(Kind.WorkStarted, 6, then_s=4)
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES)
def test_after_a_fork(snap_compare: Any, size: tuple[int, int]) -> None:
    app = site(workers=3, model="serial", rate=1.0, paused=True)
    steps = picture(Kind.Accepted, 3, then_s=9, fork=True)
    assert snap_compare(app, terminal_size=size, run_before=steps)


def test_ascii_and_monochrome(snap_compare: Any) -> None:
    app = site(workers=4, model="processes", rate=2.0, paused=True, theme="mono", glyphs="ascii")
    steps = picture(Kind.WorkStarted, 7, then_s=1, keys="up left left down")
    assert snap_compare(app, terminal_size=(80, 24), run_before=steps)


def test_producer_and_consumer(snap_compare: Any) -> None:
    app = site(program="producer-consumer", rate=2.0, paused=True)
    assert snap_compare(
        app, terminal_size=(80, 24), run_before=picture(Kind.WorkStarted, 3, keys="down down")
    )


def test_a_large_crew(snap_compare: Any) -> None:
    app = site(
        workers=400, model="coroutines", rate=80.0, service="exponential", service_time=2.0,
        dispatch="least-busy", wiring="direct", arrivals="poisson", costs="zero", paused=True,
    )  # fmt: skip
    steps = picture(Kind.Accepted, 900, keys="Z")
    assert snap_compare(app, terminal_size=(120, 36), run_before=steps)
