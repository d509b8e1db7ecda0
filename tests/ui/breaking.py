"""Break parts of the screen in a running app, and see that it goes on."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.message import Message
from textual.widget import Widget

import site_sim.ui
from site_sim.scenario.scenario import Scenario
from site_sim.ui.app import SiteApp
from site_sim.ui.recovery import SOON_S, Recovery
from tests.ui.app_fixture import Seconds, notices_of, site
from tests.ui.conftest import SOON_S as TIMER_S
from tests.ui.conftest import come_to_rest

ROOM = "site_sim.ui."


class Poke(Message, bubble=False):
    """A message that no widget has a handler for, until one is given to it."""


def site_with_reports(folder: Path, now: Seconds, scenario: Scenario | None = None) -> SiteApp:
    """Return an app that writes reports to a folder; `now` is real time to it."""
    app = site(scenario, now=now)
    app.fault_handler = Recovery(app, folder, now)
    return app


def widget_classes() -> set[type[Widget]]:
    """Return the classes of all widgets, screens and dialogs of the package."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(site_sim.ui.__path__, ROOM)
    ]
    return {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Widget)
        if each.__module__.startswith(ROOM)
    }


def own_classes(kind: type[Widget]) -> Iterator[type[Widget]]:
    """Yield a class and those of the package that it is made from."""
    for each in kind.__mro__:
        if each.__module__.startswith(ROOM) and issubclass(each, Widget):
            yield each


def on_screen(app: SiteApp) -> Iterator[Widget]:
    """Yield the screen in front and the widgets on it that have a place there."""
    yield app.screen
    for widget in app.screen.walk_children(Widget):
        if widget.is_on_screen and widget.region.area:
            yield widget


@contextmanager
def broken(kind: type[Widget], name: str, fail: Callable[..., Any]) -> Iterator[None]:
    """Give a class another method for a while."""
    had = name in vars(kind)
    before = vars(kind).get(name)
    setattr(kind, name, fail)
    try:
        yield
    finally:
        if had:
            setattr(kind, name, before)
        else:
            delattr(kind, name)


class Raising:
    """Makes methods raise the first `times` that they are called; then they are as they were."""

    def __init__(self, times: int = 1) -> None:
        self.raised = 0
        self._times = times

    def instead_of(self, kind: type[Any], name: str) -> Callable[..., Any]:
        """Return what stands for a method of a class, or for a handler that it lacks."""
        is_handler = name.startswith("on_")  # Textual calls those of the classes below by itself
        before = vars(kind).get(name) if is_handler else getattr(kind, name)

        def fail(*arguments: Any, **options: Any) -> Any:
            if self.raised < self._times:
                self.raised += 1
                raise LookupError("broken for a test")
            return None if before is None else before(*arguments, **options)

        return fail


@contextmanager
def breaks(kind: type[Widget], name: str, fault: Raising) -> Iterator[None]:
    """Make a method of a class raise, or a handler that it lacks."""
    with broken(kind, name, fault.instead_of(kind, name)):
        yield


async def come_to_a_stop() -> None:
    """Return when nothing is going on: the screen's timer skips up to two frames after a pause."""
    await come_to_rest(min_sleep=2 * TIMER_S)


async def calm_down(app: SiteApp, now: Seconds) -> None:
    """Let what is going on come to an end, and so much time pass that earlier faults are over."""
    for _ in range(2):
        app.advance(0.0)
        await come_to_a_stop()
    now.now += SOON_S + 1.0


def notices(app: SiteApp) -> list[str]:
    """Return what the app shows on the side."""
    return [notice.message for notice in notices_of(app)]
