"""What the main screen looks like: one picture for each thing that a person looks at.

Every site stands at a simulated moment, and the app's clock is stopped. The README shows some of
these pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.ui.app_fixture import PilotAct, after, jobs_named, site

Compare = Callable[..., bool]

NORMAL, SMALL, LARGE, LEAST = (120, 36), (80, 24), (200, 50), (60, 18)

PILE: dict[str, Any] = {"workers": 5, "model": "serial", "rate": 2.0, "at": 15.4}
"""Serial, with the job deep down the chain."""
OVERLAP: dict[str, Any] = {
    "workers": 5, "model": "coroutines", "rate": 1.8, "service_time": 2.0, "at": 17.9,
}  # fmt: skip
TURNS: dict[str, Any] = {
    "workers": 4, "model": "threads", "workload": "cpu", "service_time": 2.0, "at": 17.3,
}  # fmt: skip


def same(
    compare: Compare,
    snapshot: dict[str, Any],
    *keys: str,
    size: tuple[int, int] = NORMAL,
    **how: Any,
) -> bool:
    """Compare a site after some keys with its picture."""
    return compare(site(**snapshot), terminal_size=size, run_before=after(*keys, **how))


# -- the models, each mid-action --------------------------------------------------------------


def test_serial(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE)


def test_coroutines(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE | {"model": "coroutines"})


def test_threads(snap_compare: Compare) -> None:
    assert same(snap_compare, TURNS)


def test_free_threads(snap_compare: Compare) -> None:
    assert same(snap_compare, TURNS | {"model": "free-threads", "workers": 6})


def test_processes(snap_compare: Compare) -> None:
    assert same(snap_compare, TURNS | {"model": "processes", "cores": 4, "rate": 1.6})


def test_hybrid(snap_compare: Compare) -> None:
    snapshot = {"model": "hybrid", "workload": "mixed", "workers": 6, "rate": 1.5, "at": 17.6}
    assert same(snap_compare, snapshot)


def test_producer_and_consumer(snap_compare: Compare) -> None:
    snapshot = {"program": "producer-consumer", "service_time": 0.5, "at": 12.4}
    assert same(snap_compare, snapshot)


# -- sizes ------------------------------------------------------------------------------------


def test_80x24(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE, size=SMALL)


def test_200x50(snap_compare: Compare) -> None:
    assert same(snap_compare, TURNS | {"workers": 5, "workload": "mixed"}, size=LARGE)


def test_60x18(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, size=LEAST)


def test_too_small(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE, size=(59, 17))


# -- themes and glyphs ------------------------------------------------------------------------


def test_site_light(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "site-light"})


def test_blueprint(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "blueprint"})


def test_high_contrast(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "high-contrast"})


def test_projector(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "projector"})


def test_floodlight(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "floodlight"})


def test_colour_blind_safe(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "colour-blind-safe"})


def test_mono(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"theme": "mono"}, "up", "up")


def test_ascii(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE | {"glyphs": "ascii"})


# -- what a site can come to ------------------------------------------------------------------


def test_empty(snap_compare: Compare) -> None:
    assert same(snap_compare, {"rate": 0.0, "at": 3.0})


def test_paused_after_a_step(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "full_stop")


def test_overloaded(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"rate": 30.0})


def test_finished(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"count": 12, "at": 30.0})


def test_broken_by_an_accident(snap_compare: Compare) -> None:
    snapshot = OVERLAP | {"supervise": False, "rate": 2.0}
    assert same(snap_compare, snapshot, "down", "down", "down", "x", "escape", later=180)


def test_accident_up_the_call_stack(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE | {"supervise": False}, "x", later=30)


def test_accident_whose_dead_are_replaced(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE, "x", later=100)


def test_rework(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP | {"defect_rate": 0.5, "rework_limit": 1})


def test_processes_starting_and_leaving(snap_compare: Compare) -> None:
    snapshot = TURNS | {"model": "processes", "cores": 4}
    assert same(snap_compare, snapshot, "plus", "plus", later=20)


def test_direct_wiring_to_the_least_busy(snap_compare: Compare) -> None:
    snapshot = OVERLAP | {"wiring": "direct", "dispatch": "least-busy", "rate": 2.5}
    assert same(snap_compare, snapshot)


def test_a_job_between_two_hands(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE | {"speed": 0.25, "at": 4.65})


def test_wide_names(snap_compare: Compare) -> None:
    names = jobs_named(*["コンクリート打設", "ｔｉｌｅｓ", "e\u0301tage", "[b]bold[/b]"] * 6)
    assert same(snap_compare, OVERLAP | names | {"at": 3.3})


# -- large crews ------------------------------------------------------------------------------

WAVE: dict[str, Any] = {
    "workers": 1000, "model": "coroutines", "rate": 40.0, "costs": "zero", "at": 3.0,
}  # fmt: skip


def test_1000_workers(snap_compare: Compare) -> None:
    assert same(snap_compare, WAVE)


def test_10000_workers(snap_compare: Compare) -> None:
    snapshot = {"workers": 10_000, "model": "serial", "rate": 100.0, "at": 31.0}
    assert same(snap_compare, snapshot, size=LARGE)


def test_1000_workers_in_80x24(snap_compare: Compare) -> None:
    assert same(snap_compare, WAVE, size=SMALL)


# -- selection and zoom -----------------------------------------------------------------------


def test_a_worker_selected(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "down", "down")


def test_a_worker_selected_in_80x24(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "down", "down", size=SMALL)


def test_a_job_selected(snap_compare: Compare) -> None:
    async def click(pilot: Any) -> None:
        await after()(pilot)
        await pilot.click("#queue-list", offset=(4, 2))
        await after()(pilot)

    act: PilotAct = click
    assert snap_compare(site(**PILE), terminal_size=NORMAL, run_before=act)


def test_the_chain_zoomed(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "z")


def test_the_queue_zoomed(snap_compare: Compare) -> None:
    assert same(snap_compare, PILE, "tab", "z")


# -- dialogs ----------------------------------------------------------------------------------


def test_picking_a_model(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "m")


def test_picking_a_scenario(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "o")


def test_trying_a_theme_on(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "t", "down", "down")


def test_setting_the_number_of_workers(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "n")


def test_help(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "question_mark")


def test_palette(snap_compare: Compare) -> None:
    assert same(snap_compare, OVERLAP, "ctrl+p")
