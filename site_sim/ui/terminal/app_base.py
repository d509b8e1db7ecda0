"""An app that gives the terminal back as it was, however it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal

from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Size

from site_sim.ui.terminal.crash import crash_report

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""The signals that end the app as `quit` does, where there are such signals."""
BY_SIGNAL = 128
"""What is added to a signal's number in the exit code."""
MEASURED_S = 0.5
"""How often the terminal's size is looked at, in real seconds."""
SIGINT, SIGHUP = 2, 1
"""Their numbers, also where there are no such signals."""


class TerminalApp(App[int]):
    """Ends by signals as by `quit`, with the usual exit codes, and after a crash with a report."""

    BINDINGS = [Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True)]  # noqa: RUF012

    _unmeasured_s = 0.0
    """Real seconds since the terminal's size was looked at."""
    report = ""
    """What is to be said of a crash, once the terminal is as it was."""

    def get_driver_class(self) -> type[Driver]:
        """Return the hardened driver in the place of Textual's for POSIX terminals."""
        chosen = super().get_driver_class()
        if os.name != "posix":
            return chosen
        from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415 - POSIX only

        from site_sim.ui.terminal.driver import SiteDriver  # noqa: PLC0415 - POSIX only

        return SiteDriver if chosen is LinuxDriver else chosen

    @property
    def is_terminal_behind(self) -> bool:
        """Whether the terminal is slower than what it is sent."""
        return bool(getattr(self._driver, "is_behind", False))

    def mind_size(self, real_s: float) -> None:
        """Look at the terminal's size now and then: of many changes the last may go unheard.

        It is called with the real seconds that have passed since the last call.
        """
        self._unmeasured_s += real_s
        measured: tuple[int, int] | None = getattr(self._driver, "terminal_size", None)
        if self._unmeasured_s < MEASURED_S or measured is None:
            return
        self._unmeasured_s = 0.0
        size = Size(*measured)
        if size and (size != self.size or size != self.screen.size):
            self._size, self._resize_event = size, Resize(size, size)
            self._check_resize()

    def catch_signals(self) -> None:
        """Be ready for signals; to be called before the terminal is taken over."""
        loop = asyncio.get_running_loop()
        for number in (getattr(signal, name, None) for name in SIGNALS):
            if number is not None:
                with contextlib.suppress(NotImplementedError):  # Windows
                    loop.add_signal_handler(number, self.end, BY_SIGNAL + number)

    def has_key(self, key: str) -> bool:
        """Whether a key does something."""
        raise NotImplementedError

    def end(self, return_code: int) -> None:
        """End with this exit code, unless it is ending already."""
        if not self._exit:
            self.exit(return_code, return_code=return_code)

    def action_interrupt(self) -> None:
        """End as after SIGINT."""
        self.end(BY_SIGNAL + SIGINT)

    def hang_up(self) -> None:
        """End as after SIGHUP: there is no terminal any more."""
        self.end(BY_SIGNAL + SIGHUP)

    def resumed(self) -> None:
        """Draw everything anew after the process was stopped."""
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    def _handle_exception(self, error: Exception) -> None:
        """End, and keep a report of the first thing that went wrong; Textual's shows variables."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.report = crash_report(error)
        self._close_messages_no_wait()
