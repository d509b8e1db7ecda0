"""What can't be done with a recording is said in a notice, and nothing happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import Hire, OrderJobs
from site_sim.log.cast import NOBODY
from site_sim.log.events import Kind
from site_sim.player.controls import SiteControls
from site_sim.player.intents import GoTo, GoToEvent, Jump, Restore, Seek, Undo
from site_sim.player.long_work import LongWork
from site_sim.player.navigation import Navigator
from site_sim.player.pacing import Pacing
from site_sim.player.tuning import PlayerTuning
from site_sim.run.branch import Branch
from site_sim.run.engine import Abilities
from site_sim.run.recorded import RECORDED
from site_sim.run.recording import Recording
from site_sim.run.session import Session
from site_sim.run.simulated import simulation_of
from site_sim.scenario.scenario import Scenario
from tests.run.recordings import recording_of


class Shown:
    """What a person moves and changes a session by, and the notices that they get."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.notices: list[str] = []
        pacing = Pacing(lambda: 0.0, PlayerTuning())
        self.long_work = LongWork(session, pacing, lambda _: None, self.notices.append)
        navigator = Navigator(
            session, self.long_work, lambda: None, lambda _: None, self.notices.append
        )
        self.controls = SiteControls(session, self.long_work, session.begin, self.notices.append)
        self.move = navigator.move


@pytest.fixture
def recorded() -> Shown:
    """Return a recording of ten seconds, at 4 s."""
    live = Session(Scenario(rate=2.0, workers=3))
    live.playback.advance(10 * SECOND)
    session = recording_of(live)
    session.playhead.seek(4 * SECOND)
    return Shown(session)


@pytest.mark.parametrize(
    "change",
    [
        lambda controls: controls.apply(Hire()),
        lambda controls: controls.change_workers(1),
        lambda controls: controls.set_workers(7),
        lambda controls: controls.set_rate(5.0),
        lambda controls: controls.change_rate(up=True),
        lambda controls: controls.change_defect_rate(up=True),
        lambda controls: controls.choose("model", "threads"),
        lambda controls: controls.choose("wiring", "direct"),
        lambda controls: controls.switch_supervision(),
        lambda controls: controls.apply(OrderJobs(1)),
        lambda controls: controls.accident(NOBODY),
    ],
)
def test_a_recording_takes_no_command_and_says_so_once(
    recorded: Shown, change: Callable[[SiteControls], None]
) -> None:
    before = recorded.session.playhead.position, len(recorded.session.log)
    change(recorded.controls)
    assert recorded.notices == [RECORDED.commands]
    assert (recorded.session.playhead.position, len(recorded.session.log)) == before
    assert recorded.session.journal == []


def test_a_search_finds_what_is_recorded_and_says_that_there_is_no_more(recorded: Shown) -> None:
    wanted = GoToEvent(("JobArrived",))
    recorded.move(wanted)
    assert recorded.notices == []
    assert recorded.session.log[recorded.session.state.seq - 1].kind == Kind.JobArrived
    recorded.move(Seek(recorded.session.playhead.end))
    before = recorded.session.playhead.position
    recorded.move(wanted)
    assert recorded.notices == [RECORDED.ahead]
    assert recorded.session.playhead.position == before
    assert not recorded.long_work.is_under_way


def test_a_time_beyond_the_end_leads_to_the_end_and_says_why_not_on(recorded: Shown) -> None:
    recorded.move(GoTo(60 * SECOND))
    assert recorded.session.now == recorded.session.playhead.end == 10 * SECOND
    assert recorded.notices == [RECORDED.ahead]
    assert not recorded.long_work.is_under_way
    recorded.move(Seek(4 * SECOND))
    recorded.move(Jump(SECOND))
    assert recorded.session.now == 5 * SECOND
    recorded.move(Jump(10 * SECOND))
    assert recorded.session.now == 10 * SECOND
    assert recorded.notices == [RECORDED.ahead] * 2


def test_a_recording_has_no_future_that_was_cut_off(recorded: Shown) -> None:
    recorded.move(Restore())
    recorded.move(Undo())
    assert recorded.notices == ["no future was cut off", "no command was given before this"]


def test_where_a_run_cannot_be_forked_commands_are_refused_in_the_past_alone() -> None:
    simulation = simulation_of(Session(Scenario(rate=2.0)).branch)
    abilities = Abilities(forks="what has happened has happened")
    shown = Shown(Session(Branch(simulation, Recording.of(simulation.log), abilities)))
    shown.session.playback.advance(5 * SECOND)
    shown.controls.apply(OrderJobs(1))
    assert shown.notices == []
    shown.move(Seek(SECOND))
    shown.controls.apply(OrderJobs(1))
    assert shown.notices == ["what has happened has happened"]
    assert len(shown.session.journal) == 1
