"""Goes on after a fault in drawing or in a handler, with a report of it.

A screen that failed is made anew, and its dialogs are closed; if it fails again soon, the main
screen is shown. A fault of the kernel ends the app, since nothing that is drawn after it would be
true, and so do many in a short time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum, auto
from pathlib import Path
from types import FrameType
from typing import Any
from weakref import WeakSet

import platformdirs
from textual.dom import NoScreen
from textual.screen import Screen
from textual.widget import Widget

from site_sim.base.text import clean_line
from site_sim.base.writing import cannot_be_written
from site_sim.player.intents import ShowScreen
from site_sim.ui.app import SiteApp
from site_sim.ui.terminal.crash import trace_of
from site_sim.ui.terminal.textual_internals import node_at_work

SOON_S = 10.0
"""Faults within this time, in real seconds, have to do with each other."""
MOST_FAULTS = 3
"""So many of them end the app."""
KERNEL = ("site_sim.kernel.", "site_sim.program.", "site_sim.state.fold")
"""Where modules stand after whose faults the run is no longer what it should be."""
TOLD_S = 30.0
"""How long it is told where the report is, in real seconds."""
LIBRARIES = ("site-sim", "textual", "rich", "msgspec")
TERMINAL_VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM")


def reports_folder() -> Path:
    """Return the folder of the reports; it may not exist."""
    return platformdirs.user_state_path("site-sim", appauthor=False) / "reports"


class Remedy(Enum):
    """What is done after a fault."""

    MAKE_ANEW = auto()
    SHOW_MAIN_SCREEN = auto()
    END = auto()


FAILED = "a part of the screen failed; the run goes on"
FAILED_AGAIN = "it failed again: this is the {screen}"


class RemedyChooser:
    """Chooses a remedy by what failed lately. `now` gives real seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lately: list[tuple[float, frozenset[str]]] = []
        """When something failed, and the names of the parts that did."""

    def choose(self, parts: frozenset[str]) -> Remedy:
        """Return what to do now that some parts of the screen failed together."""
        now = self._now()
        self._lately = [each for each in self._lately if now - each[0] < SOON_S]
        again = any(parts & earlier for _, earlier in self._lately)
        self._lately.append((now, parts))
        if len(self._lately) >= MOST_FAULTS:
            return Remedy.END
        return Remedy.SHOW_MAIN_SCREEN if again else Remedy.MAKE_ANEW


class Recovery:
    """Keeps an app going after faults, and writes a report of each to a folder.

    `now` gives real seconds.
    """

    def __init__(self, app: SiteApp, folder: Path, now: Callable[[], float]) -> None:
        self.words = ""
        """Where the report of the last fault is, or why there is none."""
        self._app = app
        self._folder = folder
        self._chooser = RemedyChooser(now)
        self._given_up: WeakSet[Screen[Any]] = WeakSet()
        """The screens that are replaced; nothing of what still happens to them counts."""
        self._is_mending = False

    def survive(self, error: Exception) -> bool:
        """Go on after an error, if that can be; else the app is to end."""
        if self._is_mending:  # and failed at that
            return False
        failed = _screens_in(error) or {self._app.screens.shown}
        if all(screen in self._given_up for screen in failed):
            return True
        remedy = self._chooser.choose(frozenset(type(screen).__name__ for screen in failed))
        self.words = self._report(error)
        if remedy is Remedy.END or _is_of_kernel(error):
            return False
        self._given_up.update(failed)
        self._app.call_later(self._mend, failed, remedy)
        return True

    def _mend(self, failed: Collection[Screen[Any]], remedy: Remedy) -> None:
        """Make anew what failed, and say so; the main screen of a race is that of all tracks."""
        if self._app.is_ending:
            return
        self._is_mending = True
        host, words = self._app.host, FAILED
        if remedy is Remedy.SHOW_MAIN_SCREEN:
            host.player.do(ShowScreen("site"))
            is_race = host.player.view.screen == "race"
            words = FAILED_AGAIN.format(screen="race" if is_race else "main screen")
        for each in self._app.runs.all:
            each.screens.rebuild(failed)
            each.give_up_asking()
        told = f"{words}\n{self.words}"
        self._app.notify(told, severity="warning", timeout=TOLD_S, markup=False)
        host.screens.publish()
        self._is_mending = False

    def _report(self, error: Exception) -> str:
        """Write a report, and return where it is, or why there is none."""
        from site_sim.base.report_folder import save_report  # noqa: PLC0415 - faults are rare
        from site_sim.player.fault_report import fault_report  # noqa: PLC0415

        try:
            text = fault_report(trace_of(error), self._facts(), self._app.host.journal)
            path = save_report(self._folder, text)
        except OSError as failure:
            return f"no report: {_shown(self._folder)} {cannot_be_written(failure)}"
        except Exception:  # the run itself may be broken, and this is about another error
            return "no report could be made"
        return f"report: {_shown(path)}"

    def _facts(self) -> Mapping[str, str]:
        import platform  # noqa: PLC0415 - saves the start some ms
        from importlib.metadata import version  # noqa: PLC0415

        width, height = self._app.size
        python = f"Python {platform.python_version()}"
        versions = (f"{name} {version(name)}" for name in LIBRARIES)
        given = (f"{key}={os.environ[key]}" for key in TERMINAL_VARIABLES if key in os.environ)
        return {
            "versions": ", ".join((*versions, python)),
            "system": f"{sys.platform} {platform.machine()}",
            "terminal": ", ".join((f"{width} x {height}", *given)),
            "screen": self._app.player.view.screen,
        }


def _shown(path: Path) -> str:
    """Return a path as a person reads it, and others on the same screen may."""
    home = os.path.expanduser("~")
    name = str(path)
    return clean_line(f"~{name[len(home) :]}" if name.startswith(f"{home}{os.sep}") else name)


def _frames_of(error: Exception) -> Iterator[FrameType]:
    """Yield the stack frames from where an error was caught to where it was raised."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def _is_of_kernel(error: Exception) -> bool:
    names = (str(frame.f_globals.get("__name__", "")) for frame in _frames_of(error))
    return any(name.startswith(KERNEL) for name in names)


def _screens_in(error: Exception) -> set[Screen[Any]]:
    """Return the screen in which an error was raised, and that where it was caught.

    Of a widget whose handler raises, Textual ends the message loop.
    """
    screens = [_screen_of(frame.f_locals.get("self")) for frame in _frames_of(error)]
    raised = [screen for screen in screens if screen is not None][-1:]
    caught = _screen_of(node_at_work())
    return {*raised, *([caught] if caught is not None else [])}


def _screen_of(node: object) -> Screen[Any] | None:
    if not isinstance(node, Widget):
        return None
    try:
        return node.screen
    except (NoScreen, AttributeError, RuntimeError):  # of no screen yet, or not made yet
        return None
