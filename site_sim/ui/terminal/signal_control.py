"""What signals make of an app that has a terminal: it ends, stops or goes on, as its life says."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Protocol

from site_sim.base.signals import BY_SIGNAL, SIGNALS, end_at_once
from site_sim.ui.terminal.life_cycle import Deed, Happening, LifeCycle
from site_sim.ui.terminal.signals import SignalPipe


class SignalHooks(Protocol):
    """What is asked of the app."""

    @property
    def life(self) -> LifeCycle:
        """Say what signals make of the app."""

    def end(self, return_code: int) -> None:
        """End with this exit code, unless it is ending already."""

    def on_resume(self) -> None:
        """Handle that the process was stopped, and now has the terminal again."""


class HeldTerminal(Protocol):
    """What is asked of the driver."""

    def give_back(self) -> None:
        """Give the terminal back."""

    def take(self) -> None:
        """Take the terminal."""


class SignalControl:
    """Hears the signals, and does from the event loop what the app's life says."""

    def __init__(
        self, terminal: HeldTerminal, hooks: SignalHooks, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._terminal = terminal
        self._hooks = hooks
        self._loop = loop
        self._signals = SignalPipe((*SIGNALS, signal.SIGTSTP, signal.SIGCONT))
        loop.add_reader(self._signals, self._hear)

    def close(self) -> None:
        """End at once on signals again; the event loop listens no more."""
        if not self._loop.is_closed():
            self._loop.remove_reader(self._signals)
        self._signals.close()
        end_at_once()

    def _hear(self) -> None:
        """Note the signals that have come; stopping and going on wait for their turn.

        A CONT that comes while the system delivers a TSTP is told before it. So of the two at once
        the CONT counts: who sent it won't send another, and to be stopped can be asked for again.
        """
        numbers = self._signals.read()
        for number in numbers:
            if number in SIGNALS:
                self._hooks.end(BY_SIGNAL + number)
            elif number == signal.SIGTSTP and signal.SIGCONT not in numbers:
                self._hooks.life.is_stop_due = True
                self._loop.call_soon(self._stop)
            elif number == signal.SIGCONT:
                self._hooks.life.is_stop_due = False
                self._loop.call_soon(self._resume)

    def _stop(self) -> None:
        """Give the terminal back and stop, unless the app ends or was continued meanwhile."""
        life = self._hooks.life
        if not life.is_stop_due or life.meet(Happening.STOP) is not Deed.STOP:
            return
        self._terminal.give_back()
        self._stop_if_due()

    def wait_for_foreground(self) -> None:
        """Stop as one that has not the terminal, until it is continued with it or told to end."""
        life = self._hooks.life
        life.meet(Happening.STOP)
        life.is_stop_due = True
        self._stop_if_due()

    def _stop_if_due(self) -> None:
        """Stop, unless a signal came meanwhile: what continues or ends a process does so once."""
        self._hear()
        if self._hooks.life.is_stop_due and not self._hooks.life.is_ending:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _resume(self) -> None:
        """Take the terminal again, unless the app ends."""
        deed = self._hooks.life.meet(Happening.CONTINUE)
        if deed is Deed.NOTHING:
            return
        if deed is Deed.TAKE_ANEW:
            self._terminal.give_back()
            self._hear()
            if self._hooks.life.is_ending:
                return
        self._terminal.take()
        self._hooks.on_resume()
