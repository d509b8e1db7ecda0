"""Plays a script on the screen, and checks after each of its lines what must hold.

All comes as it does from a terminal, and no time passes but what a script says.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START
from textual.pilot import Pilot
from textual.widgets import Input

from site_sim.export.source import LogSource
from site_sim.log.comparison import digest_of
from site_sim.log.events import NO_JOB
from site_sim.log.position import Position
from site_sim.player.events_so_far import sessions_of
from site_sim.player.intents import SetBlank, SetPaused, Wish
from site_sim.player.player import Player
from site_sim.player.race import Race
from site_sim.player.race_repetition import repeat_race
from site_sim.player.race_tracks import RaceRun
from site_sim.player.repetition import repeat
from site_sim.player.replay import Replay
from site_sim.player.transcript import read_transcript
from site_sim.player.view_state import ViewState
from site_sim.run.simulated import simulation_of
from site_sim.scenario.loading import load_scenario
from site_sim.scenario.scenario import Scenario
from site_sim.state.site import SiteState
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.app import SiteApp
from site_sim.ui.keymap.bindings import Action
from site_sim.ui.recovery import Recovery
from site_sim.ui.terminal.input_parser import InputParser
from tests.export.written import LOGS, eventful, written
from tests.hostile.drive import Script
from tests.oracles.ledger import follow
from tests.ui.app_fixture import Seconds, driver_of, error_of, resize_at_once, site
from tests.ui.conftest import come_to_rest
from tests.ui.drawing.test_painter import Seen, assert_as_textual_paints
from tests.ui.replays import read_whole
from tests.ui.test_same_picture import Cells, cells_of, differences

FEW_CELLS = 8_000
"""Up to so many cells of a terminal each picture of it is compared: more of them take long."""
MOST_EVENTS = 60_000
"""Up to so many events of a log are read by the ledger."""
LOOK_S = 0.001
"""Real seconds that pass at each look at the clock by which a tick's work is measured."""
DRAWING_S = 0.01
LATE_S = 0.05
"""Real seconds in which what Textual puts off is painted."""
PATIENCE = 2_000
"""Frames that are waited until nothing is under way."""
LAST_SIZE = (120, 36)
"""The size of the terminal in which the last pictures are compared."""
RUNS_DEEP = 2
"""How far one is at most from the run with which it began: in a run of a race."""
DIALOGS_OPEN = 5
"""Escapes that are enough to leave whatever is open."""
CHARACTERS = {
    "full_stop": ".", "comma": ",", "slash": "/", "question_mark": "?", "plus": "+", "minus": "-",
    "asterisk": "*", "left_square_bracket": "[", "right_square_bracket": "]", "space": " ",
    "less_than_sign": "<", "greater_than_sign": ">", "left_parenthesis": "(", "colon": ":",
    "right_parenthesis": ")", "equals_sign": "=", "tab": "\t", "enter": "\r",
}  # fmt: skip
"""What is typed with keys that have names."""
PROBE = "f11"
"""A key that the test alone binds, so that it can tell whether keys are answered."""


class Witness:
    """Lets an app go on after a fault as the program does, and keeps the first: it is a find."""

    def __init__(self, recovery: Recovery) -> None:
        self.words = ""
        self.first: Exception | None = None
        self._recovery = recovery

    def survive(self, error: Exception) -> bool:
        """Go on after an error, if that can be; else the app is to end."""
        self.first = self.first or error
        goes_on = self._recovery.survive(error)
        self.words = self._recovery.words
        return goes_on


class Opening:
    """What a script is played on: the first line of it."""

    def __init__(self, line: str, folder: Path) -> None:
        self.words: dict[str, Any] = json.loads(line)
        self.size: tuple[int, int] = tuple(self.words["size"])
        self.answers = 0
        """How often the probe was answered."""
        self._folder = folder

    def replay(self) -> Replay | None:
        """Return the recording that it is, once more; None for a simulation."""
        if "log" in self.words:
            path = LOGS / f"{self.words['log']}.jsonl"
        elif "run" in self.words:
            model, seed = self.words["run"]
            path = self._folder / f"{model}-{seed}.jsonl"
            if not path.exists():
                path.write_bytes(written(eventful(model, seed=seed)))
        else:
            return None
        source = LogSource.open(str(path))
        source.read_first()
        return Replay(source)

    def _source(self) -> Scenario | Replay | None:
        """Return what is run or shown; None where the fields of a scenario tell it."""
        return load_scenario(self.words["shipped"]) if "shipped" in self.words else self.replay()

    def _race(self) -> list[RaceRun] | None:
        """Return what is raced; None where it is no race."""
        if "race" not in self.words:
            return None
        models, fields = self.words["race"]
        return [RaceRun(model, Scenario(**fields, model=model)) for model in models]

    def app(self, size: tuple[int, int], player: Player | Race | None = None) -> Seen:
        """Return an app that shows it, or a player that did the same already."""
        words = self.words
        named = {name: words[name] for name in ("theme", "glyphs") if name in words}
        source = None if player is not None else self._source()
        actions = (
            *ACTIONS,
            Action("probe", (PROBE,), "Answer", "", "Program", self._answer, (), True),
        )
        app = site(
            source,
            budget=Seconds(LOOK_S),
            now=Seconds(DRAWING_S),
            actions=actions,
            app_class=partial(_seen, size, player),
            race=self._race(),
            **named,
            **words.get("fields", {}),
        )
        assert isinstance(app, Seen)
        app.fault_handler = Witness(Recovery(app, self._folder / "reports", Seconds()))
        return app

    def _answer(self, host: Host) -> None:
        self.answers += 1


def _seen(size: tuple[int, int], player: Player | Race | None, *given: Any, **named: Any) -> Seen:
    start, *others = given
    return Seen(size, start if player is None else lambda _: player, *others, **named)


class Played:
    """A script that is being played."""

    def __init__(
        self, opening: Opening, app: Seen, pilot: Pilot[int], size: tuple[int, int]
    ) -> None:
        self._opening = opening
        self.app = app
        self._pilot = pilot
        self._size = size

    # -- acts ------------------------------------------------------------------------------

    async def play(self, line: str) -> None:
        """Do what a line says, and check what must hold then."""
        if self.is_over:
            return
        act, hurried, turns = line.partition(" &")
        word, _, rest = act.partition(" ")
        getattr(self, f"do_{word}")(rest)
        for _ in range(int(turns or 0)):
            await asyncio.sleep(0)
        if not hurried:
            await self.rest()
            await self.check()

    def do_press(self, key: str) -> None:
        self._post(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))

    def do_paste(self, text: str) -> None:
        pasted = f"{BRACKETED_PASTE_START}{json.loads(text)}{BRACKETED_PASTE_END}"
        for event in InputParser(Seconds()).feed(pasted.encode()):
            assert isinstance(event, events.Event)
            self._post(event)

    def do_blur(self, _: str) -> None:
        self._post(events.AppBlur())

    def do_focus(self, _: str) -> None:
        self._post(events.AppFocus())

    def do_move(self, place: str) -> None:
        self._point(events.MouseMove, place)

    def do_down(self, place: str) -> None:
        self._point(events.MouseDown, place, 1)

    def do_up(self, place: str) -> None:
        self._point(events.MouseUp, place, 1)

    def do_click(self, place: str) -> None:
        self.do_down(place)
        self.do_up(place)

    def do_wheel(self, words: str) -> None:
        place, _, way = words.rpartition(" ")
        self._point(events.MouseScrollUp if way == "up" else events.MouseScrollDown, place)

    def do_resize(self, words: str) -> None:
        width, height = map(int, words.split())
        if self._size != (width, height):
            self._size = width, height
            self.app.terminal.resize(max(1, height), max(1, width))
            self.app.terminal.reset()
        resize_at_once(self.app, self._size)

    def do_tick(self, words: str) -> None:
        seconds, times = words.split()
        for _ in range(int(times)):
            if not self.app.is_ending:
                try:
                    self.app.advance(float(seconds))
                except Exception as error:  # as the clock does
                    self.app.crash(error)

    def do_wish(self, words: str) -> None:
        self.app.host.wish(msgspec.json.decode(words, type=Wish))

    def _point(self, kind: type[events.MouseEvent], place: str, button: int = 0) -> None:
        x, y = map(int, place.split())
        self._post(kind(None, x, y, 0, 0, button, False, False, False, x, y))

    def _post(self, event: events.Event) -> None:
        """Let an event come as it does from the terminal."""
        driver_of(self.app).process_message(event)

    async def rest(self) -> None:
        """Wait until nothing more comes of it; raise the error that ended the app."""
        await come_to_rest()
        self._raise()
        if self.is_over:
            return
        await self._pilot.pause()
        self._raise()
        blinking = [field for field in self.app.screen.query(Input) if field.cursor_blink]
        for field in blinking:
            field.cursor_blink = False
        if blinking:
            await self._pilot.pause()

    def _raise(self) -> None:
        witness = self.app.fault_handler
        assert isinstance(witness, Witness)
        error = error_of(self.app) or witness.first
        if error is not None:
            raise error

    # -- what must hold --------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        return self.app.is_ending

    async def check(self) -> None:
        if self.is_over:
            return
        for session in sessions_of(self.app.player):
            assert_conserved(session.state)
        self._check_focus()
        await self._check_picture()
        before = self._opening.answers
        self.do_press(PROBE)
        await self.rest()
        assert self._opening.answers == before + 1, "a key is not answered"
        self._check_focus()  # a key comes only to a terminal that has the focus

    def _check_focus(self) -> None:
        focused, screen = self.app.focused, self.app.screen
        if focused is None:
            assert not (screen.is_modal and self.app.app_focus), f"no part of {screen} has focus"
        else:
            assert focused.is_attached, f"{focused} has the focus, and is gone"
            assert focused.screen is screen, f"{focused} has the focus behind {screen}"

    async def _check_picture(self) -> None:
        """Compare what was painted, piece by piece, with all of it painted now.

        What stands behind a dialog may be painted a little after that has gone.
        """
        if not 0 < self._size[0] * self._size[1] <= FEW_CELLS or self.app.size != self._size:
            return
        with suppress(AssertionError):
            assert_as_textual_paints(self.app)
            return
        await come_to_rest(LATE_S)
        await self.rest()
        assert_as_textual_paints(self.app)

    # -- the end ---------------------------------------------------------------------------

    async def settle(self) -> None:
        """Show the run, leave all dialogs, stop time, and wait until all is drawn."""
        app = self.app
        app.host.wish(SetPaused(True), SetBlank(on=False))
        await self._leave_dialogs()
        for _ in range(RUNS_DEEP):
            if app.host is not app.hosts[0]:
                app.host.wish(SetPaused(True), SetBlank(on=False))
                assert app.host.doors.go_back(), "it is nowhere, and there is no way back"
                app.host.doors.settle()
                await self.rest()
        assert app.host is app.hosts[0], "the first run does not come back"
        app.host.wish(SetPaused(True), SetBlank(on=False))
        app.clear_notifications()
        self.do_resize("{} {}".format(*LAST_SIZE))
        self.do_focus("")  # else the key of the last check would bring it back, and the panel's
        self.do_move("0 0")
        await self.rest()
        for _ in range(PATIENCE):
            app.advance(0)
            if app.player.is_at_rest:
                break
        assert app.player.is_at_rest, "something is under way for ever"
        app.screens.shown.set_focus(None)
        for _ in range(2):
            await self.rest()
            app.advance(0)
        await self.rest()
        await self.check()

    async def _leave_dialogs(self) -> None:
        app = self.app
        for _ in range(DIALOGS_OPEN):
            if app.screen is app.screens.shown:
                break
            self.do_press("escape")
            await self.rest()
        assert app.screen is app.screens.shown, f"{app.screen} stays open"

    async def answer(self) -> None:
        """Check that an ordinary key is answered where no dialog is open."""
        assert self.app.player.view.paused
        self.do_press("space")
        await self.rest()
        assert not self.app.player.view.paused, "space is not answered"

    async def quit(self) -> None:
        self.do_press("q")
        await self.rest()
        assert self.is_over, "q does not end it"
        self.check_end()

    def check_end(self) -> None:
        """Check that it ended because somebody wanted it to."""
        assert (self.app.return_code, self.app.report) == (0, "")


def assert_conserved(state: SiteState) -> None:
    """Check that every job is in one place, and that all are counted."""
    places = [*state.queue]
    for task in (*state.staff, *state.workers):
        places += [task.job] * (task.job != NO_JOB) + [*task.inbox]
    assert sorted(places) == list(state.jobs), "a job is in no place, or in two"
    done = state.statistics.done + state.scrapped
    assert state.arrived == done + len(places), "jobs are not counted"
    count = state.census.counts
    assert sum(count) == len(state.workers), "the crew is not counted"
    assert all(spent >= 0 for spent in state.census.spent_at(state.at)), "less than no time"


def assert_log_is_right(app: SiteApp) -> None:
    """Read the log of a simulation by the rules of the site."""
    for session in sessions_of(app.player):
        branch = session.branch
        if not branch.abilities.commands and len(branch.log) <= MOST_EVENTS:
            config = simulation_of(branch).config
            follow(branch.log, config.costs, config.cores)


class Come(NamedTuple):
    """Where somebody came to: all that must be the same for who did the same."""

    positions: list[Position]
    digests: list[str]
    """Those of the logs."""
    view: ViewState
    picture: Cells


def come_to(player: Player | Race, picture: Cells) -> Come:
    sessions = sessions_of(player)
    positions = [session.playhead.position for session in sessions]
    return Come(positions, [digest_of(each.log) for each in sessions], player.view, picture)


def play(script: Script, folder: Path) -> None:
    """Play a script, and then what was done in it once more without the screen."""
    opening = Opening(script[0], folder)
    first = asyncio.run(first_time(opening, script))
    if first is None:
        return
    come, session = first
    transcript = read_transcript(session, "the script")
    player = repeat_race(transcript) if transcript.race else repeat(transcript, opening.replay())
    again = asyncio.run(look_afresh(opening, player))
    assert again.positions == come.positions, "another moment"
    assert again.digests == come.digests, "another log"
    assert again.view == come.view, "another view"
    lines = differences(again.picture, come.picture)
    assert not lines, "\n".join(("a fresh picture is another one:", *lines))


async def first_time(opening: Opening, script: Script) -> tuple[Come, str] | None:
    """Play a script; return where it came to, and the session; None if it ended the app."""
    app = opening.app(opening.size)
    async with app.run_test(size=opening.size, notifications=True) as pilot:
        played = Played(opening, app, pilot, opening.size)
        await played.rest()
        read_whole(app.player)
        for line in script[1:]:
            await played.play(line)
        await played.rest()  # nothing waits behind the last line, whatever that says
        if played.is_over:
            played.check_end()
            return None
        await played.settle()
        journal = app.host.journal
        assert journal.left_out == []
        session = journal.text()
        assert_log_is_right(app)
        come = come_to(app.player, cells_of(app))
        await played.answer()
        await played.quit()
    return come, session


async def look_afresh(opening: Opening, player: Player) -> Come:
    """Return where a player stands, and what an app shows that was opened there."""
    app = opening.app(LAST_SIZE, player)
    async with app.run_test(size=LAST_SIZE, notifications=True) as pilot:
        await Played(opening, app, pilot, LAST_SIZE).settle()
        return come_to(player, cells_of(app))
