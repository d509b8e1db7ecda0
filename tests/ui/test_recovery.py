"""A fault in drawing or in a handler is not the end: each part of the screen is broken in turn."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets._toast import Toast

from site_sim.base.report_folder import MOST_REPORTS
from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident, ChooseModel, Hire, LayOff, OrderJobs, SetRate
from site_sim.kernel.scheduler import Scheduler
from site_sim.player.fault_report import REPORT_CAP, read_report
from site_sim.player.intents import (
    GoTo,
    GoToEvent,
    Jump,
    PutBookmark,
    Restart,
    Restore,
    Seek,
    Select,
    SetBlank,
    SetFollow,
    SetPaused,
    SetSpeed,
    ShowScreen,
    Step,
    StepBack,
    Wish,
    Zoom,
)
from site_sim.player.moment import moment_of
from site_sim.player.player import Player
from site_sim.player.race_intents import ShowOutcome
from site_sim.player.repetition import repeat_on
from site_sim.player.tuning import PlayerTuning
from site_sim.run.search import SearchLimits
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.dialogs.help import Help
from site_sim.ui.dialogs.picker import Picker
from site_sim.ui.recovery import SOON_S, Recovery, Remedy, RemedyChooser
from site_sim.ui.screens.base import RunScreen
from site_sim.ui.screens.race.screen import RaceScreen
from site_sim.ui.screens.site.screen import SiteScreen
from site_sim.ui.screens.timeline.screen import TimelineScreen
from tests.ui.app_fixture import FRAME_S, Seconds, crash_of, pass_time, run, show, site, text_of
from tests.ui.breaking import (
    Poke,
    Raising,
    breaks,
    broken,
    calm_down,
    come_to_a_stop,
    notices,
    on_screen,
    own_classes,
    site_with_reports,
    widget_classes,
)
from tests.ui.races import race_app

# -- which remedy -------------------------------------------------------------------------------


def parts(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_what_fails_again_soon_gives_way_to_the_main_screen_and_the_third_ends() -> None:
    now = Seconds()
    chooser = RemedyChooser(now)
    assert chooser.choose(parts("Help")) is Remedy.MAKE_ANEW
    assert chooser.choose(parts("Help", "SiteScreen")) is Remedy.SHOW_MAIN_SCREEN
    assert chooser.choose(parts("CodeScreen")) is Remedy.END


def test_faults_that_have_nothing_to_do_with_each_other_are_mended_each() -> None:
    now = Seconds()
    chooser = RemedyChooser(now)
    assert chooser.choose(parts("Help")) is Remedy.MAKE_ANEW
    assert chooser.choose(parts("CodeScreen")) is Remedy.MAKE_ANEW
    for _ in range(5):
        now.now += SOON_S
        assert chooser.choose(parts("CodeScreen")) is Remedy.MAKE_ANEW


# -- every part ---------------------------------------------------------------------------------

SCREENS = ["site", "timeline", "code"]
PLACES: tuple[tuple[dict[str, Any], tuple[int, int], list[str]], ...] = (
    ({}, (120, 36), []),
    ({"workers": 100}, (160, 50), SCREENS),
    ({}, (50, 12), ["site"]),
    ({"count": 5}, (120, 36), ["race", "race finish outcome"]),
)
"""Scenarios, terminals and actions with which, together, every part is seen; none are all."""
NO_PLACE = {"suspend", "quit", "scenario", "next-scenario", "previous-scenario", "from-the-start"}
"""Actions that are not tried: they end or replace what is tried."""


async def places_in(app: SiteApp) -> list[str]:
    """Return the actions after each of which another screen or dialog is in front."""
    found = []
    for action in app.host.offered("site"):
        if action.id in NO_PLACE:
            continue
        await come_to(app, "site")
        before = type(app.screen), app.screen.name
        app.host.do(action.id)
        await come_to_a_stop()
        if action.id == "site" or (type(app.screen), app.screen.name) != before:
            found.append(action.id)
    return found


async def come_to(app: SiteApp, action: str) -> None:
    """Close what is open, and do an action from the site with a job selected, and a bookmark."""
    while isinstance(app.screen, ModalScreen):
        app.pop_screen()
        await come_to_a_stop()
    app.runs.go_back()  # from a race
    app.host.wish(
        PutBookmark("here"), SetBlank(on=False), ShowScreen("site"), Select("job", 0), Zoom()
    )
    await come_to_a_stop()
    for each in action.split():
        if each == "outcome":  # the action would hide it the second time
            app.host.wish(ShowOutcome(on=True))
        elif each != "site":
            app.host.do(each)
        await come_to_a_stop()


def draw(widget: Widget) -> None:
    widget.refresh()


def poke(widget: Widget) -> None:
    widget.post_message(Poke())


SHARES = [pytest.param(5, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.by_hand)]
"""Of how many parts one is broken."""
WAYS: dict[str, tuple[str, Callable[[Widget], None]]] = {
    "drawing": ("render_lines", draw),
    "a handler": ("on_poke", poke),
}
"""The method that is broken, and what makes Textual call it."""


@pytest.mark.parametrize("of", SHARES)
@pytest.mark.parametrize("way", WAYS)
def test_each_part_may_break(way: str, of: int, tmp_path: Path) -> None:
    """Break each kind of part, or every fifth, once: on the first screen where there is one."""
    method, make = WAYS[way]
    tried: set[type[Widget]] = set()
    now = Seconds()

    async def act(actions: list[str], app: SiteApp, pilot: Pilot[int]) -> None:
        known = len(tried)
        for action in actions or await places_in(app):
            await come_to(app, action)
            kinds = {type(widget) for widget in on_screen(app)} & widget_classes()
            for kind in sorted(kinds - tried, key=lambda each: each.__name__):
                tried.add(kind)
                if (len(tried) - known - 1) % of:
                    continue
                await come_to(app, action)
                widget = next(each for each in on_screen(app) if type(each) is kind)
                await check(app, pilot, kind, widget)

    async def check(app: SiteApp, pilot: Pilot[int], kind: type[Widget], widget: Widget) -> None:
        before, fault = app.player.session.now, Raising()
        app.clear_notifications()
        with breaks(kind, method, fault):
            make(widget)
            await come_to_a_stop()
            assert fault.raised == 1, kind
        await calm_down(app, now)
        await check_alive(app, pilot, before)

    for number, (fields, size, actions) in enumerate(PLACES):
        app = site_with_reports(tmp_path / str(number), now, Scenario(at=6.0, **fields))
        run(app, partial(act, actions), size)
        reports = [*(tmp_path / str(number)).iterdir()]
        assert 0 < len(reports) <= MOST_REPORTS
        assert all("broken for a test" in path.read_text() for path in reports)
    seen = {each for kind in tried for each in own_classes(kind)}
    assert widget_classes() - seen == set()


async def check_alive(app: SiteApp, pilot: Pilot[int], before: int) -> None:
    """Check that a fault was told, that time passes, and that keys are answered."""
    assert any("report: " in words for words in notices(app))
    app.host.wish(SetPaused(False), SetSpeed(1.0))
    pass_time(app, 2 * FRAME_S)
    assert app.player.session.now > before
    await pilot.press("question_mark")
    assert isinstance(app.screen, Help)
    await pilot.press("escape")
    assert isinstance(app.screen, RunScreen)


@pytest.mark.parametrize("of", SHARES)
def test_each_part_may_break_as_it_is_opened(of: int, tmp_path: Path) -> None:
    now, tried = Seconds(), set[type[Widget]]()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        places = await places_in(app)
        for action in places:
            if action == "site":
                continue
            await come_to(app, action)
            if isinstance(app.screen, RunScreen):
                continue
            kinds = {type(widget) for widget in on_screen(app)} & widget_classes() - tried
            for kind in sorted(kinds, key=lambda each: each.__name__):
                tried.add(kind)
                if (len(tried) - 1) % of:
                    continue
                before, fault = app.player.session.now, Raising()
                app.clear_notifications()
                await come_to(app, "site")
                with breaks(kind, "on_mount", fault):
                    app.host.do(action)
                    await come_to_a_stop()
                assert fault.raised == 1, kind
                await calm_down(app, now)
                await check_alive(app, pilot, before)

    run(site_with_reports(tmp_path, now, Scenario(at=6.0)), act)
    assert Help in tried


@pytest.mark.parametrize("kind", [SiteScreen, TimelineScreen])
def test_a_screen_that_fails_in_a_frame_is_made_anew(kind: type[RunScreen], tmp_path: Path) -> None:
    now, fault = Seconds(), Raising()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        show(app, "site" if kind is SiteScreen else "timeline")
        await pilot.pause()
        failed = app.screen
        app.start_clock()
        with breaks(kind, "show_lines", fault):
            while not fault.raised:
                await asyncio.sleep(0)
        await calm_down(app, now)
        assert app.ticking is not None
        assert not app.ticking.done()
        assert type(app.screen) is kind
        assert app.screen is not failed
        app.ticking.cancel()

    run(site_with_reports(tmp_path, now), act)


def test_a_theme_that_was_only_looked_at_goes_with_the_picker_that_failed(tmp_path: Path) -> None:
    now, faults = Seconds(), [Raising(), Raising()]

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        before = app.themes.current
        await pilot.press("t", "down")
        assert app.themes.current is not before
        with breaks(Picker, "on_poke", faults[0]):
            app.screen.post_message(Poke())
            await come_to_a_stop()
        assert isinstance(app.screen, SiteScreen)
        assert app.themes.current is before
        await calm_down(app, now)
        await pilot.press("t", "down", "enter")
        chosen = app.themes.current
        assert chosen is not before
        with breaks(SiteScreen, "on_poke", faults[1]):
            app.screen.post_message(Poke())
            await come_to_a_stop()
        assert [fault.raised for fault in faults] == [1, 1]
        assert app.themes.current is chosen

    run(site_with_reports(tmp_path, now), act)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_fault_is_told_in_two_lines_with_the_path_of_the_report(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / ".local" / "state" / "site-sim" / "reports"
    now = Seconds()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with breaks(SiteScreen, "on_poke", Raising()):
            app.screen.post_message(Poke())
            await come_to_a_stop()
        await calm_down(app, now)
        (report,) = folder.iterdir()
        toast = app.screen.query_one(Toast)
        assert toast.content_size.height == 2
        assert f"report: ~/.local/state/site-sim/reports/{report.name} " in text_of(app)

    run(site_with_reports(folder, now), act, size)


# -- what can't be mended -------------------------------------------------------------------------


def test_a_screen_that_always_fails_gives_way_to_the_main_screen(tmp_path: Path) -> None:
    now, fault = Seconds(), Raising(times=100)

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with breaks(TimelineScreen, "show_lines", fault):
            app.host.do("timeline")
            await come_to_a_stop()
            assert isinstance(app.screen, SiteScreen)
            assert app.player.view.screen == "site"
            assert any("main screen" in words for words in notices(app))
        now.now += SOON_S
        await pilot.press("2")
        assert isinstance(app.screen, TimelineScreen)

    run(site_with_reports(tmp_path, now), act)
    assert len([*tmp_path.iterdir()]) == 2


def test_a_race_that_fails_again_is_not_called_the_main_screen(tmp_path: Path) -> None:
    now = Seconds()

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with breaks(RaceScreen, "on_poke", Raising(times=2)):
            for _ in range(2):
                app.screen.post_message(Poke())
                await come_to_a_stop()
            assert isinstance(app.screen, RaceScreen)
            told = [words.splitlines()[0] for words in notices(app)]
            assert told[-1] == "it failed again: this is the race"

    app = race_app("serial", "threads", now=now)
    app.fault_handler = Recovery(app, tmp_path, now)
    run(app, act)


def test_a_main_screen_that_always_fails_ends_the_app_and_says_where_the_report_is(
    tmp_path: Path,
) -> None:
    fault = Raising(times=100)
    app = site_with_reports(tmp_path, Seconds())

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with breaks(SiteScreen, "show_lines", fault):
            await pilot.press("space")
            await asyncio.wait_for(crash_of(app), 10)

    with pytest.raises(LookupError):
        run(app, act)
    assert app.return_code == 1
    reports = {path.name for path in tmp_path.iterdir()}
    assert len(reports) == 3
    last = app.report.splitlines()[-1]
    assert last.startswith("report: ")
    assert last.rpartition("/")[2] in reports


def test_a_fault_of_the_kernel_ends_the_app_at_once(tmp_path: Path) -> None:
    app = site_with_reports(tmp_path, Seconds())

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Scheduler, "run", Raising(9).instead_of(Scheduler, "run"))
            await pilot.press("full_stop")
            await asyncio.wait_for(crash_of(app), 10)

    with pytest.raises(LookupError):
        run(app, act)
    assert app.return_code == 1
    assert len([*tmp_path.iterdir()]) == 1
    assert "report: " in app.report


def test_a_folder_that_cannot_be_written_is_said_and_ends_nothing(tmp_path: Path) -> None:
    now, fault = Seconds(), Raising()
    (tmp_path / "file").write_text("")

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        with breaks(SiteScreen, "on_poke", fault):
            app.screen.post_message(Poke())
            await come_to_a_stop()
        await calm_down(app, now)
        (words,) = notices(app)
        assert "no report: " in words
        assert "cannot be written: Not a directory" in words
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)

    run(site_with_reports(tmp_path / "file" / "reports", now), act)


# -- a report is played again ---------------------------------------------------------------------

TUNING = PlayerTuning(search_limits=SearchLimits(seconds=20), most_slices=30)
STEPS = 600
"""Wishes, of which at least 500 have an effect."""
WORK = {"defect_rate": 0.2, "at": 3.0, "seed": 11}


def wishes(seed: int) -> Iterator[Wish]:
    """Yield random commands and intents, for ever."""
    draw = random.Random(seed)
    times = partial(draw.randrange, 0, 40 * SECOND)
    makers: list[Callable[[], Wish]] = [
        Step, StepBack, Restore, Zoom,
        lambda: Restart(draw.random() < 0.5), lambda: Seek(times()), lambda: GoTo(times()),
        lambda: Jump(draw.randrange(-9, 9) * SECOND // 2),
        lambda: GoToEvent(who=draw.randrange(3)), lambda: GoToEvent(("Rejected",), back=True),
        lambda: SetPaused(draw.random() < 0.3), lambda: SetFollow(draw.random() < 0.5),
        lambda: SetSpeed(draw.choice([0.25, 1.0, 16.0])),
        lambda: Select(draw.choice(["task", "job"]), draw.randrange(4)),
        lambda: ShowScreen(draw.choice(["site", "timeline", "code"])),
        lambda: OrderJobs(draw.randrange(1, 4)), lambda: SetRate(draw.choice([0.5, 1.0, 3.0])),
        lambda: Hire(1), lambda: LayOff(1), lambda: CauseAccident(0),
        lambda: ChooseModel(draw.choice(["threads", "coroutines", "serial"])),
    ]  # fmt: skip
    while True:
        yield draw.choice(makers)()


def test_a_report_is_played_again_from_its_text_and_meets_the_same_fault(tmp_path: Path) -> None:
    met: list[tuple[Any, ...]] = []
    """The view, the moment and the length of the log of which no picture can be drawn."""

    def key_of(player: Player) -> tuple[Any, ...]:
        return player.view, moment_of(player.session), len(player.session.log)

    def failing_at(player: Player, is_there: Callable[[], bool]) -> Callable[..., None]:
        """Return what stands for the drawing of the site, and fails at one moment."""

        def show_lines(self: RunScreen, frame: object) -> None:
            if is_there():
                met.append(key_of(player))
                raise LookupError("broken for a test")

        return show_lines

    async def act(app: SiteApp, pilot: Pilot[int]) -> None:
        draws, player = random.Random(3), app.player
        for wish in islice(wishes(5), STEPS):
            app.host.wish(wish)
            for _ in range(draws.randrange(3)):
                app.advance(FRAME_S)
        app.host.wish(ShowScreen("site"))
        await pilot.pause()
        with broken(SiteScreen, "show_lines", failing_at(player, lambda: True)):
            with pytest.raises(LookupError) as raised:
                app.host.wish(Select("job", 1))
            assert app.crash(raised.value)

    app = site(Scenario(**WORK), now=Seconds(), budget=Seconds(0.001), tuning=TUNING)
    app.fault_handler = Recovery(app, tmp_path, Seconds())
    run(app, act)
    (path,) = tmp_path.iterdir()
    text = path.read_text()
    assert len(text.encode()) <= REPORT_CAP
    transcript = read_report(text, path.name)
    assert transcript.scenario is not None
    wanted = [entry for entry in transcript.entries if entry.wish is not None]
    assert len(wanted) >= 500
    (key,) = met
    met_again: list[int] = []

    async def again(app: SiteApp, pilot: Pilot[int]) -> None:
        player = app.player
        failing = failing_at(player, lambda: key_of(player) == key)
        with broken(SiteScreen, "show_lines", failing):
            for number in repeat_on(player, transcript):
                try:
                    app.screens.publish()
                except LookupError:
                    met_again.append(number)
                    break

    run(site(transcript.scenario, budget=count().__next__, tuning=TUNING), again)
    assert met_again == [len(wanted) - 1]
