"""Random scripts for the screen: what a person, a terminal and time may do, in any order.

The first line tells what is opened, in JSON. Each other line is an act and what it is about:

    press KEY             click X Y        move X Y           down X Y        up X Y
    wheel X Y up|down     paste TEXT       resize WIDTH HEIGHT                tick SECONDS TIMES
    wish INTENT           blur             focus

A text and an intent are in JSON. Behind a line that ends with ` &` the next one follows at once,
before anything comes of it; with ` &7`, after seven turns of the event loop, in the midst of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import msgspec

from site_sim.base.units import MS, SECOND
from site_sim.commands import ChangeSettings, SetAccidentRate, SetSupervision
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.events import Kind
from site_sim.player.intents import (
    BringBookmarkBack,
    GiveUp,
    GoTo,
    GoToBookmark,
    GoToCondition,
    GoToEvent,
    Jump,
    OpenScenario,
    PutBookmark,
    PutCursor,
    RemoveBookmark,
    Restart,
    Restore,
    ScrollPanel,
    Seek,
    Select,
    SetBlank,
    SetCaption,
    SetFollow,
    SetLogAxis,
    SetNative,
    SetPaused,
    SetSpeed,
    SetTheme,
    ShowControls,
    ShowFigure,
    ShowScreen,
    ShowTimes,
    Step,
    StepBack,
    Stop,
    Toggle,
    Undo,
    Wish,
    Zoom,
)
from site_sim.player.race_intents import (
    ChooseTrack,
    CommandAlone,
    Leave,
    Predict,
    SkipTheRest,
    Turn,
    Visit,
)
from site_sim.scenario.loading import shipped_names
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.theme.registry import load_themes
from tests.export.written import LOGS
from tests.hostile.drive import Script
from tests.ui.moments import COMMANDS, SCREENS, SCROLLED, Moment
from tests.ui.ways import DIALOGS, KEYS, SIZES, TOO_SMALL

LINES = 40
NEVER_PRESSED = {"suspend", "quit"}
"""Actions that end a script; each has an end of its own."""
ALL_KEYS = tuple(
    dict.fromkeys(
        (
            *(key for each in ACTIONS if each.id not in NEVER_PRESSED for key in each.keys),
            *KEYS,
            *("backspace", "delete", "ctrl+a", "ctrl+u", "ctrl+w", "shift+end", "shift+home"),
            *("ctrl+home", "ctrl+end", "f2", "f12", "ctrl+left", "ctrl+right", "alt+x", "insert"),
        )
    )
)
TYPED = ("1", "7", "0", "9", "e", "a", "full_stop", "minus", "space", "w", "ö", "colon")
MOVES = ("up", "down", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "escape")
PAGES = ("pageup", "pagedown")
PALETTE = ("ctrl+p",)
ODD_SIZES = (
    *((0, 0), (1, 1), (2, 2), (1, 50), (200, 1), (27, 36), (17, 24), (80, 3), (59, 18), (60, 17)),
    *((60, 18), (61, 19), (500, 200), (0, 30), (90, 0), (132, 60), (20, 6), (300, 12)),
)
TEXTS = (
    "",
    "7",
    "3.5",
    "worker 1",
    "x" * 3_000,
    "a\nb\n",
    "\x1b[2J\x07",
    "日本語",
    "1e9",
    "-1",
    "é\u0301",
)
CONDITIONS = (
    *("queue >= 5", "all workers idle", "worker 2 blocked and done > 3", "utilisation < 20%"),
    *("job b accepted", "finished", "Died or workers > 70", "workers > 9999", "queue >= many", ""),
)
BOOKMARKS = ("here", "HERE", "the jam", "日本")
OPEN_A_SCREEN = ("1", "2", "3", "4")
CREWS = (1, 3, 9, 60)
WRITTEN = ("serial", "threads", "hybrid")
"""The models of runs that are written down and then shown as recordings."""
AT_ONCE = (0, 0.1, 0.1, 0.5)
"""The share of lines of a script behind which the next one follows at once."""
TURNS = ("", "1", "2", "4", "8", "16", "24")
"""Turns of the event loop until then; an app needs about thirty to open a dialog."""
FEW_PHRASES = 3
"""Kinds of phrases in a script that has not all: what is done often meets itself more often."""


class ScriptWriter:
    """Writes one random script, and keeps in mind how large the terminal is by then."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._sizes = [chance.choice(SIZES[:2] + SIZES), *(any_size(chance) for _ in range(2))]
        """The sizes that the terminal has again and again, the first one more often."""
        self._size: tuple[int, int] = self._sizes[0]
        self._at_once = chance.choice(AT_ONCE)
        self.lines: list[str] = []

    def write(self) -> Script:
        """Return the script."""
        self.lines.append(json.dumps(self._opening(), ensure_ascii=False))
        phrases = tuple(WEIGHTS)
        if self._chance.random() < 0.5:
            phrases = tuple(self._chance.sample(phrases, FEW_PHRASES))
        weights = [WEIGHTS[phrase] for phrase in phrases]
        self.screen()
        while len(self.lines) < LINES:
            self._chance.choices(phrases, weights)[0](self)
        return tuple(self.lines)

    def _opening(self) -> dict[str, Any]:
        chance = self._chance
        kinds: tuple[dict[str, Any], ...] = (
            {"shipped": chance.choice(shipped_names())},
            {"fields": Moment(chance.randrange(100_000), "site", CREWS).fields},
            {"fields": Moment(chance.randrange(100_000), "site", CREWS).fields | {"at": 9.0}},
            {"log": chance.choice(sorted(path.stem for path in LOGS.glob("*.jsonl")))},
            {"run": [chance.choice(WRITTEN), chance.randrange(99)]},
            {"race": [chance.sample([*MODEL_FACTS], chance.randrange(2, 7)), any_race(chance)]},
        )
        opening = chance.choice(kinds) | {"size": self._size}
        if chance.random() < 0.2:
            opening["glyphs"] = "ascii"
        if chance.random() < 0.4:
            opening["theme"] = chance.choice(sorted(load_themes()[0]))
        return opening

    def _add(self, *lines: str) -> None:
        for line in lines:
            is_fast = self._chance.random() < self._at_once
            self.lines.append(f"{line} &{self._chance.choice(TURNS)}" if is_fast else line)

    def _place(self) -> str:
        """Return a place on the screen, or a little beyond it."""
        width, height = self._size
        beyond = 3 if self._chance.random() < 0.1 else 0
        x, y = (
            self._chance.randrange(width + 1 + beyond),
            self._chance.randrange(height + 1 + beyond),
        )
        return f"{x} {y}"

    # -- phrases ---------------------------------------------------------------------------

    def keys(self) -> None:
        """Press some keys, one of them perhaps held down."""
        for key in self._chance.choices(ALL_KEYS, k=self._chance.randrange(1, 4)):
            held = self._chance.choice((1, 1, 1, 1, 4))
            self._add(*[f"press {key}"] * held)

    def dialog(self) -> None:
        """Open a dialog, and do something in it, perhaps before it is there."""
        chance, usual = self._chance, self._at_once
        self._at_once = chance.choice((usual, usual, 0.8))
        opening = chance.choice((*DIALOGS, PALETTE, PALETTE))
        self._add(*(f"press {key}" for key in opening))
        for _ in range(chance.randrange(5)):
            self._in_dialog()
        if chance.random() < 0.5:
            self._add(f"press {chance.choice(('escape', 'enter'))}")
        self._at_once = usual

    def _in_dialog(self) -> None:
        """Press a key in a dialog, point somewhere, or give it another room."""
        kind = self._chance.random()
        if kind < 0.1:
            self.mouse()
        elif kind < 0.25:
            self._resize(self._chance.choice(self._sizes))
        else:
            key = self._chance.choice((*TYPED, *MOVES, *PAGES * 5))
            self._add(*[f"press {key}"] * self._chance.choice((1, 1, 3)))

    def screen(self) -> None:
        """Go to a screen."""
        self._add(f"press {self._chance.choice(OPEN_A_SCREEN)}")

    def mouse(self) -> None:
        """Point somewhere, click, drag, or turn the wheel."""
        place = self._place()
        kind = self._chance.randrange(4)
        if kind == 0:
            self._add(f"move {place}")
        elif kind == 1:
            self._add(f"click {place}")
        elif kind == 2:
            self._add(f"down {place}", f"move {self._place()}", f"up {self._place()}")
        else:
            way = self._chance.choice(("up", "down"))
            self._add(*[f"wheel {place} {way}"] * self._chance.randrange(1, 5))

    def size(self) -> None:
        """Change the size of the terminal, mostly to come back to a usual one."""
        chance = self._chance
        for _ in range(chance.randrange(1, 3)):
            self._resize(chance.choice(self._sizes))
            if chance.random() < 0.4:
                chance.choice((ScriptWriter.keys, ScriptWriter.mouse, ScriptWriter.dialog))(self)
        if chance.random() < 0.5:
            self._resize(self._sizes[0])

    def _resize(self, size: tuple[int, int]) -> None:
        """Change the size; a click may be on its way."""
        if self._chance.random() < 0.2:
            self.lines.append(f"click {self._place()} &")
        self._add(f"resize {size[0]} {size[1]}")
        self._size = size

    def time(self) -> None:
        """Let time pass."""
        seconds = self._chance.choice((0, 1 / 60, 0.25, 1, 5, 3_600))
        self._add(f"tick {seconds:.4g} {self._chance.choice((1, 1, 3, 12))}")

    def wish(self) -> None:
        """Want something, as a script or a click does."""
        wanted = any_wish(self._chance)
        self._add(f"wish {msgspec.json.encode(wanted).decode()}")

    def text(self) -> None:
        """Paste a text."""
        self._add(f"paste {json.dumps(self._chance.choice(TEXTS), ensure_ascii=False)}")

    def elsewhere(self) -> None:
        """Look at another window, and back."""
        self._add("blur", *(["focus"] if self._chance.random() < 0.7 else []))


WEIGHTS: Mapping[Callable[[ScriptWriter], None], float] = {
    ScriptWriter.keys: 10,
    ScriptWriter.dialog: 6,
    ScriptWriter.screen: 4,
    ScriptWriter.mouse: 6,
    ScriptWriter.size: 5,
    ScriptWriter.time: 5,
    ScriptWriter.wish: 6,
    ScriptWriter.text: 1,
    ScriptWriter.elsewhere: 0.5,
}
"""The kinds of phrases, and how often each comes."""


def any_size(chance: Random) -> tuple[int, int]:
    """Return a size of a terminal: a usual one, an odd one, any, or one without room."""
    width, height = chance.choice(SIZES)
    return chance.choice(
        (
            chance.choice((*SIZES, TOO_SMALL)),
            chance.choice(ODD_SIZES),
            (chance.randrange(1, 140), chance.randrange(1, 60)),
            (chance.randrange(1, 32), height),
            (width, chance.randrange(1, 6)),
        )
    )


def any_wish(chance: Random) -> Wish:
    """Return anything that a person can want."""
    choice, at = chance.choice, chance.randrange(40 * SECOND)
    number = chance.randrange(40)
    wishes: tuple[Wish, ...] = (
        SetPaused(choice((True, False))),
        SetPaused(False),
        SetSpeed(choice((0.0625, 1.0, 64.0, 1024.0, "max"))),
        ShowScreen(choice(SCREENS)),
        Select("task", number - 2),
        Select("job", number),
        Toggle("job", number),
        SetFollow(choice((True, False))),
        SetNative(choice((True, False))),
        Zoom(),
        ScrollPanel(choice(SCROLLED), choice((0, 3, 40, 10**9))),
        ShowTimes(follows=choice((True, False)), fits=choice((True, False))),
        ShowTimes(choice((1, 20, 500, 10**6)) * MS, choice((0, 30, 10**6))),
        PutCursor(number - 3, at),
        SetTheme(choice(("", "blueprint", "mono", "no such theme"))),
        SetCaption(choice((True, False))),
        ShowFigure(choice(("", "done", "waiting"))),
        ShowControls(choice((True, False))),
        SetBlank(choice((True, False))),
        Step(),
        StepBack(),
        Seek(at),
        Seek(0),
        Jump(choice((-1, 1)) * at),
        GoTo(at),
        GoToEvent((choice([*Kind]).name,), back=choice((True, False))),
        GoToEvent(job=number, back=choice((True, False))),
        GoToEvent(who=number - 2),
        GoToCondition(choice(CONDITIONS), back=choice((True, False))),
        PutBookmark(choice(BOOKMARKS)),
        RemoveBookmark(choice(BOOKMARKS)),
        BringBookmarkBack(),
        GoToBookmark(choice(BOOKMARKS)),
        SetLogAxis(choice((True, False))),
        Stop(),
        Restore(),
        Undo(),
        GiveUp(),
        Restart(choice((True, False))),
        OpenScenario(choice((*shipped_names(), "no such scenario"))),
        ChooseTrack(number % 8 - 1),
        CommandAlone(choice((True, False))),
        Predict(tuple(chance.sample(range(7), chance.randrange(4)))),
        Turn(),
        SkipTheRest(),
        Visit(choice(SCREENS)),
        Leave(),
        SetAccidentRate(choice((0.0, 0.3))),
        SetSupervision(choice((True, False))),
        ChangeSettings({"cores": choice((1, 3)), "loop-hop-ns": choice((0, 10**8))}),
        ChangeSettings({"inbox": choice((1, 3)), "service": choice(("fixed", "exponential"))}),
    )
    return choice((*wishes, *COMMANDS))


def any_race(chance: Random) -> dict[str, Any]:
    """Return the fields of a scenario that races, but for its models."""
    choice = chance.choice
    return {
        "workers": choice(CREWS),
        "count": choice((None, 3, 30)),
        "rate": choice((1.0, 20.0)),
        "workload": choice(("io", "cpu", "mixed")),
        "wiring": choice(("chain", "direct")),
        "at": choice((0.0, 0.0, 9.0)),
    }


def any_script(chance: Random) -> Script:
    """Make up a script."""
    return ScriptWriter(chance).write()
