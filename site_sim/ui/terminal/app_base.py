"""An app that gives the terminal back as it was, however it ends."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from textual.app import App
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.events import AppBlur, AppFocus, Event, InputEvent, Paste, Resize
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import WorkerFailed

from site_sim.base.overriding import override
from site_sim.base.signals import BY_SIGNAL
from site_sim.ui.terminal.crash import crash_report
from site_sim.ui.terminal.life_cycle import Happening, LifeCycle
from site_sim.ui.terminal.textual_internals import is_moving

INPUT = (InputEvent, Paste, Resize, AppFocus, AppBlur)
"""What Textual makes of the terminal's input and signals."""
MEASURED_S = 0.5
"""The time between two checks of the terminal's size, in real seconds."""
READ_PER_S = 20
"""Characters of a message that a person reads in a second, at the least."""
MOST_NOTICES = 5
"""The most messages on the screen at a time."""
SIGINT, SIGHUP = 2, 1
"""The numbers of these signals, also on systems that lack them."""


class FaultHandler(Protocol):
    """What an app asks when something raised that should not."""

    words: str
    """What to say of the last fault beside the error itself."""

    def survive(self, error: Exception) -> bool:
        """Go on after an error, if that can be; else the app ends."""


def hear_loop_errors(app: TerminalApp) -> None:
    """Make an error in what the running event loop calls a crash of the app, unless it ends."""

    def meet(_loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        error = told.get("exception")
        if isinstance(error, Exception) and not app.is_ending:
            app.crash(error)

    asyncio.get_running_loop().set_exception_handler(meet)


def _is_passed_over(error: Exception, is_ending: bool) -> bool:
    """Return whether an error is of what misses widgets that are taken down at the app's end.

    A worker may, and a dialog that is just being opened.
    """
    return is_ending and isinstance(error, WorkerFailed | NoMatches)


class TerminalApp(App[int]):
    """An app that ends on signals as on `quit`, with the usual exit codes, and reports a crash."""

    BINDINGS = [Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True)]  # noqa: RUF012

    LATER_CSS_PATHS: Sequence[Path] = ()
    """Stylesheets that the first screen does not need; read before another screen opens."""

    _is_drawn = False
    """Whether the first paint is over."""
    _unmeasured_s = 0.0
    """Real seconds since the terminal's size was last checked."""
    _has_later_styles = False
    report = ""
    """The crash report to print once the terminal is restored."""
    fault_handler: FaultHandler | None = None
    """Without one, every error ends the app."""

    def __init__(self) -> None:
        self.life = LifeCycle()
        super().__init__()

    @override
    def get_driver_class(self) -> type[Driver]:
        chosen = super().get_driver_class()
        if os.name != "posix":
            return chosen
        from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415 - POSIX only

        from site_sim.ui.terminal.driver import SiteDriver  # noqa: PLC0415 - POSIX only

        return SiteDriver if chosen is LinuxDriver else chosen

    @property
    def is_terminal_behind(self) -> bool:
        """Whether the terminal takes output more slowly than it is sent."""
        return bool(getattr(self._driver, "is_behind", False))

    @override
    def action_suspend_process(self) -> None:
        # As a terminal does on ctrl+Z: who writes into our pipe stops too, or the shell would wait.
        if self._driver is not None and self._driver.can_suspend:
            self._suspend_signal()
            os.killpg(os.getpgrp(), signal.SIGTSTP)

    @property
    def is_moving(self) -> bool:
        """Whether Textual moves something on the screen by itself."""
        return is_moving(self)

    def wake(self) -> None:
        """Draw what comes of something that the person or the terminal did."""

    @override
    async def on_event(self, event: Event) -> None:
        if isinstance(event, INPUT):
            self.wake()
        if isinstance(event, Resize):
            self._meet_size(event.size)
        await super().on_event(event)

    def watch_app_focus(self, focus: bool) -> None:
        """Focus a dialog that was opened while the terminal had no focus, and so has none itself.

        A key that comes tells Textual that the terminal has the focus.
        """
        if focus and self.screen_stack and self.screen.is_modal and self.screen.focused is None:
            self.screen.focus_next()

    def on_load(self) -> None:
        """Hear of errors in what the event loop calls itself, such as what signals bring about."""
        hear_loop_errors(self)

    def on_ready(self) -> None:
        """Note that the first paint is over."""
        self._is_drawn = True

    def _meet_size(self, size: Size) -> None:
        """Redraw all if the terminal tells the size that the screen is laid out for, or had none.

        It was smaller for a moment, and lost what stood there; `screen.size` is what was told last.
        """
        if not self._is_drawn or not self.screen_stack:
            return
        if self.screen.outer_size == size or not self.screen.size:
            self.redraw()

    def poll_size(self, real_s: float) -> None:
        """Check the size every `MEASURED_S`; `real_s` real seconds passed since the last call."""
        self._unmeasured_s += real_s
        if self._unmeasured_s >= MEASURED_S:
            self.check_size()

    def check_size(self) -> None:
        """Take the size that the terminal has: Textual may miss the last of many changes."""
        self._unmeasured_s = 0.0
        size = Size(*(getattr(self._driver, "terminal_size", None) or ()))
        if size and (size != self.size or size != self.screen.size):
            self.wake()
            self._size, self._resize_event = size, Resize(size, size)
            self._check_resize()

    def show_message(self, words: str) -> None:
        """Show a message in the place of the one before, for which no words are there none."""
        self.clear_notifications()
        if words:
            self.notify(words, timeout=max(3.0, len(words) / READ_PER_S), markup=False)

    def on_notify(self) -> None:
        """Make room for a message: more than `MOST_NOTICES` would cover the screen."""
        if len(self._notifications) >= MOST_NOTICES:
            self.clear_notifications()

    def has_key(self, key: str) -> bool:
        """Return whether a key does something."""
        raise NotImplementedError

    @property
    def is_ending(self) -> bool:
        """Whether the app was told to end."""
        return self.life.is_ending

    def end(self, return_code: int) -> None:
        """End with this exit code, unless it is ending already."""
        self.exit(return_code, return_code=return_code)

    @override
    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        if self.life.end(return_code):
            super().exit(result, return_code, message)

    @override
    def run(self, *arguments: Any, **options: Any) -> int | None:
        try:
            return super().run(*arguments, **options)
        finally:
            self.life.meet(Happening.CLOSED)
            release = getattr(self._driver, "release_signals", None)
            if release is not None:
                release()

    @override
    def _get_screen(self, screen: Screen[Any] | str) -> tuple[Screen[Any], AwaitMount]:
        if not self._has_later_styles:
            self._has_later_styles = True
            for path in self.LATER_CSS_PATHS:
                self.stylesheet.read(path)
            self.stylesheet.parse()
        return super()._get_screen(screen)

    def action_interrupt(self) -> None:
        """End the app as SIGINT does."""
        self.end(BY_SIGNAL + SIGINT)

    def on_hangup(self) -> None:
        """End the app as SIGHUP does: there is no terminal any more."""
        self.end(BY_SIGNAL + SIGHUP)

    def on_resume(self) -> None:
        """Redraw everything after the process was stopped and continued."""
        self.redraw()

    def redraw(self) -> None:
        """Redraw everything: what the terminal shows may be anything."""
        self.wake()
        self.refresh(layout=True)
        if self.screen_stack:  # or it is starting, and will draw all anyway
            self.screen.refresh(layout=True)

    def crash(self, error: Exception) -> bool:
        """Handle an error that Textual did not catch itself; return whether the app goes on."""
        self._handle_exception(error)
        return self._exception is None

    @override
    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self._is_mounted:
                self.life.fail()  # it can't be survived that it never came to be
                raise
            self._handle_exception(error)  # else it would end its loop, and with that the app

    @override
    def _handle_exception(self, error: Exception) -> None:
        # A report of our own: Textual's shows the values of variables.
        handler = None if self.is_ending else self.fault_handler
        if _is_passed_over(error, self.is_ending) or (handler and handler.survive(error)):
            return
        self.life.fail()
        self._return_code = self.life.exit_code
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.report = crash_report(error)
            self.report += f"{handler.words}\n" if handler is not None else ""
        self._close_messages_no_wait()
