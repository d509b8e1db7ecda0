"""Textual's driver for POSIX terminals, hardened against slow, broken and vanished ones.

Where it differs: input goes through `InputParser`; output never blocks the event loop;
a terminal that hangs up ends the app; each mode that was switched on is switched off; a process
that is continued without having left the screen sets it up anew; and one that is told to end while
it is stopped leaves the terminal, which the shell has then, as it is.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from textual.app import ScreenStackError
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.message import Message

from site_sim.base.overriding import override
from site_sim.ui.terminal.input_parser import InputParser
from site_sim.ui.terminal.input_queue import InputQueue

if TYPE_CHECKING:
    from textual.app import App

READ_BYTES = 4_096
POLL_S = 0.05
"""How often the input thread checks incomplete input, such as a lone escape, in real seconds."""
TURN_S = 0.1
"""How long a busy app is waited for before it gets the next message, in real seconds."""


class OutputTuning(Struct, frozen=True):
    """How patient the output is with a slow terminal, in real seconds."""

    last_words_s: float = 2.0
    """The longest wait at the end for the terminal to take the last output."""
    behind_s: float = 0.05
    """A terminal that takes longer than this for one write is behind."""


DEFAULT_OUTPUT = OutputTuning()


class OutputThread(threading.Thread):
    """Writes to a file descriptor from its own thread, so that the app never waits for it."""

    def __init__(
        self,
        fileno: int,
        encoding: str,
        on_failure: Callable[[], None],
        tuning: OutputTuning = DEFAULT_OUTPUT,
    ) -> None:
        super().__init__(daemon=True, name="site-sim-output")
        self._tuning = tuning
        self._fileno = fileno
        self._encoding = encoding
        self._on_failure = on_failure
        self._changed = threading.Condition()
        self._waiting: list[str] = []
        self._writing_since: float | None = None
        self._is_closed = False

    def write(self, text: str) -> None:
        """Queue a text to be written; after a failure it is dropped."""
        with self._changed:
            if not self._is_closed:
                self._waiting.append(text)
                self._changed.notify()

    @property
    def is_behind(self) -> bool:
        """Whether the terminal is slower than what it is sent."""
        since = self._writing_since
        return since is not None and monotonic() - since > self._tuning.behind_s

    def close(self) -> None:
        """Write what is queued, as far as the terminal takes it within `last_words_s`."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self.join(self._tuning.last_words_s)

    @override
    def run(self) -> None:
        try:
            while text := self._next():
                self._writing_since = monotonic()
                data = memoryview(text.encode(self._encoding, "replace"))
                while data:
                    data = data[os.write(self._fileno, data) :]
                self._writing_since = None
        except OSError:  # the terminal is gone
            with self._changed:
                self._is_closed = True
                self._waiting.clear()
            self._writing_since = None
            self._on_failure()

    def _next(self) -> str:
        """Wait for queued text and return all of it; "" when closed and empty."""
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            text = "".join(self._waiting)
            self._waiting.clear()
            return text


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

    def close(self) -> None:
        """Free the descriptors."""
        os.close(self._heard)
        os.close(self._rung)


class AppHooks(Protocol):
    """What the driver asks of the app besides taking its messages."""

    def has_key(self, key: str) -> bool:
        """Return whether a key does something."""

    @property
    def is_ending(self) -> bool:
        """Whether the app was told to end."""

    def on_hangup(self) -> None:
        """End: the terminal is gone."""

    def on_resume(self) -> None:
        """Handle that the process was stopped, and now has the terminal again."""


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
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._hooks: AppHooks = app  # type: ignore[assignment]
        self._output: OutputThread | None = None
        self._bell: Bell | None = None
        """What tells the input thread to end."""
        self._input_queue = InputQueue(monotonic)
        self._lock = threading.Lock()
        self._is_delivering = False
        self._delivered_at = 0.0
        self._has_screen = False
        if self._size is None:  # or the first picture would be as large as COLUMNS and LINES say
            self._size = self._get_terminal_size()
        # From the event loop, and not in the midst of whatever the main thread is at.
        self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)

    # -- application mode ------------------------------------------------------------------

    @override
    def start_application_mode(self) -> None:
        assert self._file is not None
        self._output = OutputThread(self._file.fileno(), self._file.encoding, self._hang_up)
        self._output.start()
        self._bell = self._bell or Bell()
        key_thread = self._key_thread
        self._has_screen = True  # for a start that fails half-way
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._has_screen = self._key_thread is not key_thread
        if not self._has_screen:  # in the background, where the shell has the terminal
            self._output.close()

    @override
    def stop_application_mode(self) -> None:
        if self._has_screen:
            self.write("\x1b[?1016l")  # pixels of the mouse, which Textual leaves on
            super().stop_application_mode()
            self._has_screen = False

    @override
    def disable_input(self) -> None:
        if not self._has_screen or self._bell is None:
            return
        self._bell.ring()
        super().disable_input()  # which waits for the thread
        self._bell.silence()

    @override
    def close(self) -> None:
        super().close()
        if self._output is not None:
            self._output.close()
        if self._bell is not None:
            self._bell.close()
            self._bell = None

    @override
    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon(self._resume)  # after the handler of a signal that came with this one

    def _resume(self) -> None:
        """Take the terminal again, unless the app ends."""
        if self._hooks.is_ending:
            return
        if self._auto_restart:
            if self._has_screen:
                self.suspend_application_mode()
            self.resume_application_mode()
        self._hooks.on_resume()

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
        if self._output is not None:
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
        assert bell is not None
        with selectors.SelectSelector() as selector:
            selector.register(bell, selectors.EVENT_READ)
            selector.register(self.fileno, selectors.EVENT_READ)
            while True:
                selected = selector.select(POLL_S if parser.is_waiting else None)
                ready = [key.fileobj for key, _ in selected]
                if bell in ready:
                    return
                if self.fileno in ready:
                    try:
                        data = os.read(self.fileno, READ_BYTES)
                    except OSError:
                        data = b""
                    if not data:
                        self._hang_up()
                        return
                    for message in parser.feed(data):
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
        if self._is_app_busy() and monotonic() - self._delivered_at < TURN_S:
            self._loop.call_soon(self._deliver)
            return
        with self._lock:
            message = self._input_queue.pop()
            self._is_delivering = more = bool(self._input_queue)
        self._app.post_message(message)
        self._delivered_at = monotonic()
        if more:
            self._loop.call_soon(self._deliver)

    def _is_app_busy(self) -> bool:
        """Return whether a widget that gets the next key handles messages or is being mounted."""
        try:
            screen = self._app.screen
            passed = (self._app.focused or screen).ancestors_with_self
        except ScreenStackError:
            return False
        return not screen.is_mounted or any(node.message_queue_size for node in passed)

    def _hang_up(self) -> None:
        self._soon(self._hooks.on_hangup)

    def _soon(self, callback: Callable[[], None]) -> None:
        """Call a function from the event loop, unless that is closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)
