"""Textual's driver for POSIX terminals, hardened against slow, broken and vanished ones.

Where it differs: input goes through `InputParser`; output never blocks the event loop;
a terminal that hangs up ends the app; each mode that was switched on is switched off, even where
frames wait for a slow terminal; and signals act as the app's life says.
"""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import signal
import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from textual.app import ScreenStackError
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.message import Message

from site_sim.base.overriding import override
from site_sim.ui.terminal.device import (
    TerminalSettings,
    drop_input,
    is_in_background,
    open_input,
    open_terminal,
    read_input,
)
from site_sim.ui.terminal.input_parser import InputParser
from site_sim.ui.terminal.input_queue import InputQueue
from site_sim.ui.terminal.life_cycle import Happening
from site_sim.ui.terminal.output import OutputThread
from site_sim.ui.terminal.signal_control import SignalControl, SignalHooks

if TYPE_CHECKING:
    from textual.app import App

READ_BYTES = 4_096
POLL_S = 0.05
"""How often the input thread checks incomplete input, such as a lone escape, in real seconds."""
TURN_S = 2.0
"""How long a busy app is waited for before it gets the next message, in real seconds."""

PIXELS_OFF = "\x1b[?1016l"
"""Switches a mode of the mouse off that Textual leaves on."""
KEYBOARD_BACK = "\x1b[<u"
"""Takes back one use of the keyboard protocol: a terminal counts them, and only them."""


class Bell:
    """Ends another thread's wait in a selector."""

    def __init__(self) -> None:
        self._heard, self._rung = os.pipe()

    def fileno(self) -> int:
        """Return the descriptor that can be read from when it has rung."""
        return self._heard

    def ring(self) -> None:
        """Ring once."""
        os.write(self._rung, b".")

    def silence(self) -> None:
        """Take note of one ring."""
        os.read(self._heard, 1)

    def wait(self, at_most_s: float) -> None:
        """Wait until it rings, but so many real seconds at most."""
        select.select([self], [], [], at_most_s)

    def end(self, thread: threading.Thread | None) -> None:
        """Ring until a thread that hears it has ended."""
        self.ring()
        if thread is not None:
            thread.join()
        self.silence()

    def close(self) -> None:
        """Free the descriptors."""
        os.close(self._heard)
        os.close(self._rung)


class AppHooks(SignalHooks, Protocol):
    """What the driver asks of the app besides taking its messages."""

    def has_key(self, key: str) -> bool:
        """Return whether a key does something."""

    def on_hangup(self) -> None:
        """End: the terminal is gone."""


def _is_busy(app: App[object]) -> bool:
    """Return whether a widget that gets the next key handles messages or is being mounted."""
    try:
        screen = app.screen
        passed = (app.focused or screen).ancestors_with_self
    except ScreenStackError:
        return False
    return not screen.is_mounted or any(node.message_queue_size for node in passed)


class SiteDriver(LinuxDriver):
    """Textual's Linux driver with the changes that the module's docstring lists."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        self._hooks: AppHooks = app  # type: ignore[assignment]
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output: OutputThread | None = None
        self._settings = TerminalSettings(self.fileno)
        self._owed_words = ""
        """What a terminal that did not take the last words may need besides, the next time."""
        self._last_words: list[str] | None = None
        """What gives the terminal back, while it is put together."""
        self._bell = Bell()
        """What tells the input thread to end."""
        self._input_queue = InputQueue(monotonic)
        self._lock = threading.Lock()
        self._is_delivering = False
        self._delivered_at = 0.0
        self._has_screen = False
        self._control = SignalControl(self, self._hooks, self._loop)
        if self._size is None:  # or the first picture would be as large as COLUMNS and LINES say
            self._size = self._get_terminal_size()

    # -- application mode ------------------------------------------------------------------

    @override
    def start_application_mode(self) -> None:
        assert self._file is not None
        if is_in_background(self.fileno):
            self._control.wait_for_foreground()
            return
        descriptor = open_terminal(self._file.fileno())
        self._output = OutputThread(descriptor, self._file.encoding, self._hang_up)
        self._output.start()
        key_thread = self._key_thread
        self._has_screen = True  # for a start that fails half-way
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._has_screen = self._key_thread is not key_thread
        if self._has_screen:
            self._settings.note_taken(self.attrs_before)
            self.attrs_before = None  # Textual would be stopped in the background
            self._hooks.life.meet(Happening.TAKEN)
        else:  # in the background by now
            self._output.close()

    @override
    def stop_application_mode(self) -> None:
        if not self._has_screen:
            return
        assert self._output is not None
        self._last_words = [PIXELS_OFF, self._owed_words]
        super().stop_application_mode()
        self._settings.give_back()
        self._has_screen = False
        is_said = self._output.close("".join(self._last_words))
        self._owed_words = "" if is_said else self._owed_words + KEYBOARD_BACK
        self._last_words = None

    @override
    def disable_input(self) -> None:
        # In place of Textual's, which is stopped in the background as it drops what was typed.
        if self._has_screen:
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self._bell.end(self._key_thread)
            drop_input(self.fileno)

    @override
    def close(self) -> None:
        self.stop_application_mode()  # after a start that failed half-way
        super().close()
        if self._output is not None:
            self._output.close()

    # -- signals ---------------------------------------------------------------------------

    @override
    def _sigtstp_application(self, *_: object) -> None:
        """Do nothing: for as long as Textual's handler is installed, before the pipe."""

    @override
    def _sigcont_application(self, *_: object) -> None:
        """Do nothing, likewise."""

    def give_back(self) -> None:
        """Give the terminal back, unless somebody else sees to that."""
        if self._auto_restart:
            self.suspend_application_mode()

    def take(self) -> None:
        """Take the terminal, unless somebody else sees to that."""
        if self._auto_restart:
            self.resume_application_mode()

    def release_signals(self) -> None:
        """Leave signals to themselves again: the terminal is given back."""
        self._control.close()
        self._bell.close()

    @override
    def _get_terminal_size(self) -> tuple[int, int]:
        with contextlib.suppress(OSError):
            size = os.get_terminal_size(self.fileno)
            if size.columns and size.lines:
                return size.columns, size.lines
        return super()._get_terminal_size()

    # -- output ----------------------------------------------------------------------------

    @override
    def write(self, data: str) -> None:
        if self._last_words is not None:
            self._last_words.append(data)
        elif self._output is not None:
            self._output.write(data)

    @property
    def is_behind(self) -> bool:
        """Whether the terminal is slower than what it is sent."""
        return self._output is not None and self._output.is_behind

    # -- input -----------------------------------------------------------------------------

    @override
    def run_input_thread(self) -> None:
        parser = InputParser(monotonic, self._hooks.has_key)
        bell = self._bell
        with selectors.SelectSelector() as selector, open_input(self.fileno) as terminal:
            selector.register(bell, selectors.EVENT_READ)
            selector.register(terminal, selectors.EVENT_READ)
            while True:
                selected = selector.select(POLL_S if parser.is_waiting else None)
                ready = [key.fileobj for key, _ in selected]
                if bell in ready:
                    return
                if terminal in ready:
                    data = read_input(terminal, READ_BYTES)
                    if data is None:
                        bell.wait(POLL_S)
                    elif not data:
                        self._hang_up()
                        return
                    for message in parser.feed(data) if data else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    @override
    def process_message(self, message: Message) -> None:
        """Take a message from the terminal, unless it tells a size and was not asked, or has none.

        Signals tell the size of terminals that can't tell it in band.
        """
        if isinstance(message, Resize) and not (self._in_band_window_resize and message.size):
            return
        super().process_message(message)

    @property
    def terminal_size(self) -> tuple[int, int]:
        """The columns and lines that the terminal has now."""
        return self._get_terminal_size()

    @override
    def send_message(self, message: Message) -> None:
        with self._lock:
            if not self._input_queue.add(message) or self._is_delivering:
                return
            self._is_delivering = True
        self._soon(self._deliver)

    def _deliver(self) -> None:
        """Hand the app the next message, once it is done with the one before.

        So a key typed ahead goes to the dialog that the key before it opens.
        """
        if _is_busy(self._app) and monotonic() - self._delivered_at < TURN_S:
            self._loop.call_soon(self._deliver)
            return
        with self._lock:
            message = self._input_queue.pop()
            self._is_delivering = more = bool(self._input_queue)
        self._app.post_message(message)
        self._delivered_at = monotonic()
        if more:
            self._loop.call_soon(self._deliver)

    def _hang_up(self) -> None:
        self._soon(self._hooks.on_hangup)

    def _soon(self, callback: Callable[[], None]) -> None:
        """Call a function from the event loop, unless that is closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)
