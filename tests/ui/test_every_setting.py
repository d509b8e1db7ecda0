"""Settings changed on the screen, undone, redone, stepped over backwards, and replayed.

Each time the run is the same to the byte, and what is shown is what is folded from its start. A
third of all settings is tried by default, the others by hand.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.export.jsonl import event_lines
from site_sim.facts.models import MODEL_FACTS
from site_sim.player.intents import StepBack
from site_sim.player.repetition import repeat
from site_sim.player.transcript import TranscriptWriter, read_transcript
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.settings import SETTINGS
from site_sim.ui.app import SiteApp
from tests.run.replaying import replayed
from tests.run.runs import assert_true
from tests.sampling import examples
from tests.ui.app_fixture import run, site

TYPED = {
    **{"workers": "7", "cores": "3", "inbox": "1,000", "rate": "30/min", "service-time": "0,5"},
    **{"defect-rate": "10%", "accident-rate": "0.05", "rework-limit": "1", "seed": "99"},
}
"""What is typed as a number; a cost is 1.5 ms."""


class Change(NamedTuple):
    """What is done to a setting: it is stepped, or asked for."""

    name: str
    way: str
    wait_ns: int = 0
    """How long the run goes on before."""

    @property
    def keys(self) -> tuple[str, ...]:
        if self.way != "enter":
            return (self.way,)
        if SETTINGS[self.name].choices:
            return ("enter", "down", "enter")
        return ("enter", *TYPED.get(self.name, "1.5ms"), "enter")


CHANGES = st.builds(
    Change,
    st.sampled_from([*SETTINGS]),
    st.sampled_from(["left", "right", "enter"]),
    st.integers(0, 40).map(lambda tenths: tenths * SECOND // 10),
)
ALL = [Change(name, "enter") for name in SETTINGS]
PARTS = 6
"""All settings are tried in so many runs, each with settings of every group: two by default."""
SCENARIOS = st.builds(
    Scenario,
    workers=st.integers(1, 4),
    model=st.sampled_from([*MODEL_FACTS]),
    workload=st.sampled_from(["io", "mixed"]),
    costs=st.sampled_from(["classroom", "typical"]),
    rate=st.sampled_from([1.0, 3.0]),
    defect_rate=st.sampled_from([0.0, 0.3]),
    at=st.just(2.0),
    paused=st.just(True),
)


def bytes_of(app: SiteApp) -> str:
    """Return the events so far as a log tells them."""
    return "".join(event_lines(app.player.session.log))


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and let the run be re-executed if it has to be."""
    app = pilot.app
    assert isinstance(app, SiteApp)
    await pilot.press(*keys)
    while app.player.session.fork_progress is not None:
        app.advance(1 / 60)
    await pilot.pause()


async def change(pilot: Pilot[int], name: str, keys: Sequence[str]) -> None:
    """Change a setting in the dialog, which is opened for it and closed again."""
    signs = ("minus" if sign == "-" else sign for sign in name)
    typed = (name_of(key) for key in keys)
    await press(pilot, "C", *signs, *typed, "escape")


def name_of(key: str) -> str:
    """Return what a key is called that types a sign."""
    signs = {"/": "slash", ",": "comma", ".": "full_stop", "%": "percent_sign"}
    return signs.get(key, key)


async def try_one(app: SiteApp, pilot: Pilot[int], each: Change) -> None:
    """Change a setting, undo and redo it, and step over it backwards and on again."""
    session = app.player.session
    session.playback.advance(each.wait_ns)
    before, start, commands = bytes_of(app), len(session.log), len(session.journal)
    await change(pilot, each.name, each.keys)
    after = bytes_of(app)
    if len(session.journal) == commands:  # a step beyond the end
        assert after == before
        return
    assert len(session.journal) == commands + 1
    assert after.startswith(before)
    assert after != before
    await press(pilot, "U")
    assert bytes_of(app) == before
    assert len(session.journal) == commands
    assert_true(session)
    await press(pilot, "u")
    assert bytes_of(app) == after
    assert len(session.journal) == commands + 1
    assert_true(session)
    await press(pilot, "comma")
    assert_true(session)
    while session.state.seq > start:
        app.player.do(StepBack())
    assert_true(session)
    await press(pilot, "end")
    assert bytes_of(app) == after
    assert_true(session)


@settings(max_examples=examples(3), suppress_health_check=[HealthCheck.too_slow])
@given(scenario=SCENARIOS, changes=st.lists(CHANGES, min_size=1, max_size=4))
def test_it_is_the_same_run_to_the_byte(scenario: Scenario, changes: list[Change]) -> None:
    assert_same_run(scenario, changes)


@pytest.mark.sampled
@pytest.mark.parametrize("part", range(PARTS))
def test_it_is_so_with_a_sixth_of_all_settings(part: int) -> None:
    assert_same_run(Scenario(at=2.0, paused=True), ALL[part::PARTS])


@pytest.mark.by_hand
def test_it_is_so_with_all_of_them_in_one_run() -> None:
    assert_same_run(Scenario(at=2.0, paused=True), ALL)


def assert_same_run(scenario: Scenario, changes: Sequence[Change]) -> None:
    """Try one change after the other, and repeat all of it."""
    written = io.StringIO()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        writer = TranscriptWriter(written, app.player)
        for each in changes:
            await try_one(app, pilot, each)
        app.player.session.playback.advance(2 * SECOND)
        writer.end()
        log = bytes_of(app)
        assert "".join(event_lines(replayed(app.player.session))) == log
        again = repeat(read_transcript(written.getvalue(), "session"))
        assert "".join(event_lines(again.session.log)) == log
        assert again.session.journal == app.player.session.journal

    run(site(scenario), act, size=(80, 24))


def test_all_settings_are_tried() -> None:
    assert {each.name for each in ALL} == {*SETTINGS}
