"""Ways to a moment: what a person may do before they look at it."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from textual.geometry import Offset, Size
from textual.pilot import Pilot

from site_sim.base.units import SECOND
from site_sim.commands import Command
from site_sim.player.intents import (
    GoTo,
    GoToEvent,
    Restore,
    ScrollPanel,
    Seek,
    Select,
    SetFollow,
    SetPaused,
    SetTheme,
    ShowScreen,
    Step,
    StepBack,
    Zoom,
)
from site_sim.player.view_state import ScreenName
from site_sim.ui.app import SiteApp
from site_sim.ui.drawing.bars import Bar
from site_sim.ui.drawing.rows_panel import RowsPanel
from tests.ui.app_fixture import run_until, turn_wheel
from tests.ui.moments import COMMANDS, SCREENS, SCROLLED, Moment

SIZES = [(80, 24), (120, 36), (200, 50)]
TOO_SMALL = (59, 17)
DIALOGS = (
    ("question_mark",), ("question_mark", "pagedown"), ("g",), ("n",), ("m", "down"), ("t", "down"),
    ("ctrl+p",), ("ctrl+p", "z", "down"), ("slash", "1", "enter"), ("slash", "x"), ("s",),
    ("t", "down", "down", "enter"),
)  # fmt: skip
"""Keys that open a dialog, and what is done in it."""
KEYS = (
    "comma", "left", "shift+left", "home", "end", "up", "down", "tab", "shift+tab", "ctrl+d",
    "ctrl+u", "z", "Z", "f", "p", "1", "2", "3", "0", "c", "enter", "a", "escape", "asterisk",
    "less_than_sign", "left_parenthesis",
)  # fmt: skip
"""Keys that change the view, or go back in time."""


class Visit(NamedTuple):
    """Somebody on the way to a moment of a run, in its app."""

    app: SiteApp
    pilot: Pilot[int]
    moment: Moment
    chance: random.Random

    @property
    def is_likely(self) -> bool:
        """What is so one time in three."""
        return self.chance.random() < 1 / 3

    def some_time(self, since: int = 0) -> int:
        """Return a time (ns) between another one and the end of the run."""
        return self.chance.randrange(since, self.moment.end + 1)


Way = Callable[[Visit], Awaitable[None]]

# -- through time ------------------------------------------------------------------------------


async def seek(visit: Visit) -> None:
    visit.app.host.wish(Seek(visit.some_time()))


async def step(visit: Visit) -> None:
    session = visit.app.player.session
    visit.app.host.wish(Seek(visit.some_time()))
    for _ in range(visit.chance.randrange(5)):
        visit.app.host.wish(StepBack())
    for _ in range(visit.chance.randrange(3)):
        if session.state.seq < len(session.log):
            visit.app.host.wish(Step())


async def play(visit: Visit) -> None:
    since = visit.some_time()
    visit.app.host.wish(Seek(since))
    run_until(visit.app, visit.some_time(since), visit.chance.choice((1.0, 64.0)))


async def look_for(visit: Visit) -> None:
    """Go back to the last event about a job."""
    visit.app.host.wish(Seek(visit.moment.end), GoToEvent(job=visit.chance.randrange(9), back=True))


async def fork(visit: Visit) -> None:
    """Give a command in the past, and bring the old future back."""
    app, player = visit.app, visit.app.player
    app.host.wish(Seek(visit.some_time() // 2))
    if "forks" not in player.refusals and not player.session.playhead.is_live:
        command: Command = visit.chance.choice(COMMANDS)
        app.host.wish(command)
        run_until(app, player.session.now + visit.chance.randrange(9 * SECOND))
        app.host.wish(SetPaused(True), Restore())


async def begin_anew(visit: Visit) -> None:
    """Run all of it once more, if it is no recording."""
    player = visit.app.player
    if player.scenario is not None and visit.is_likely:
        player.open(player.scenario)
        visit.moment.run(visit.app)


# -- around the view ---------------------------------------------------------------------------


async def resize(visit: Visit) -> None:
    """Change the size of the terminal and back, sometimes behind a dialog."""
    pilot, before = visit.pilot, visit.app.size
    if visit.is_likely:
        await pilot.press("question_mark")
    for size in (visit.chance.choice([*SIZES, TOO_SMALL]), before):
        await pilot.resize_terminal(*size)
        await pilot.pause()
    await close_dialog(visit)
    assert visit.app.size == Size(*before)


async def ask(visit: Visit) -> None:
    """Open a dialog and close it; sometimes time passes behind it."""
    app = visit.app
    await visit.pilot.press(*visit.chance.choice(DIALOGS))
    if visit.is_likely:
        run_until(app, visit.some_time(app.player.session.now), 8.0)
    await close_dialog(visit)


async def close_dialog(visit: Visit) -> None:
    app = visit.app
    if app.screen is not app.screens.shown:
        await visit.pilot.press("escape")
    assert app.screen is app.screens.shown


async def turn(visit: Visit) -> None:
    """Look at another screen."""
    screen: ScreenName = visit.chance.choice(SCREENS)
    visit.app.host.wish(ShowScreen(screen))
    await visit.pilot.pause()


async def scroll(visit: Visit) -> None:
    choice = visit.chance.choice
    row = visit.chance.randrange(60)
    visit.app.host.wish(SetFollow(choice((True, False))), ScrollPanel(choice(SCROLLED), row))


async def dress(visit: Visit) -> None:
    visit.app.host.wish(SetTheme("blueprint"))


async def select(visit: Visit) -> None:
    """Select or zoom something."""
    wishes = (Select("task", 1), Select("job", 3), Zoom("map"), Zoom("queue"), Zoom("chain-panel"))
    visit.app.host.wish(visit.chance.choice(wishes))


async def press(visit: Visit) -> None:
    await visit.pilot.press("comma", *visit.chance.choices(KEYS, k=6))


async def point(visit: Visit) -> None:
    await visit.pilot.hover(*await some_place(visit))


async def click(visit: Visit) -> None:
    """Click anywhere but on buttons, some of which give commands."""
    panel, offset = await some_place(visit)
    if not isinstance(panel, Bar):
        await visit.pilot.click(panel, offset)


async def wheel(visit: Visit) -> None:
    (panel, offset), is_up = await some_place(visit), visit.is_likely
    for _ in range(visit.chance.randrange(1, 9)):
        await turn_wheel(visit.pilot, panel, offset, up=is_up)


async def some_place(visit: Visit) -> tuple[RowsPanel, Offset]:
    """Draw a frame, and return a panel that is in sight in it, and a place there."""
    visit.app.advance(0)
    await visit.pilot.pause()
    panels = (panel for panel in visit.app.screens.shown.lines if panel.display and panel.region)
    panel = visit.chance.choice([*panels])
    return panel, Offset(*map(visit.chance.randrange, panel.outer_size))


WAYS: tuple[Way, ...] = (
    seek, step, play, look_for, fork, begin_anew, resize, ask, turn, scroll, dress, select, press,
    press, point, click, wheel,
)  # fmt: skip

# -- the last part of the way ------------------------------------------------------------------


async def come_back(visit: Visit) -> str:
    """Arrive at the moment in one of the ways in which time gets there; return which one."""
    app, moment, chance = visit.app, visit.moment, visit.chance
    how = chance.choice(("seek", "play", "play fast", "go to", "step"))
    shortly_before = Seek(max(0, moment.at - chance.randrange(2 * SECOND)))
    if how in ("play", "play fast"):
        app.host.wish(shortly_before)
        run_until(app, moment.at, 1.0 if how == "play" else 64.0)
    elif how == "go to":
        app.host.wish(shortly_before, GoTo(moment.at))
    if how == "step" and moment.steps_back:
        step_to(visit)
    else:
        moment.go_there(app)
    await moment.look(app, visit.pilot)
    return how


def step_to(visit: Visit) -> None:
    """Come to the moment, just after an event, by single steps from shortly before it."""
    app, session, position = visit.app, visit.app.player.session, visit.moment.position
    assert position is not None
    start = session.log[max(0, position.seq - 1 - visit.chance.randrange(5))].at
    app.host.wish(SetPaused(True), Seek(max(0, start - visit.chance.randrange(2))))
    while session.state.seq < position.seq:
        app.host.wish(Step())
    while session.state.seq > position.seq:
        app.host.wish(StepBack())
