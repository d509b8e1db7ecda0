"""When the app may sleep: nothing can change, and all there is to see is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from site_sim.ui.clock import Rest
from site_sim.ui.terminal.app_base import TerminalApp

if TYPE_CHECKING:
    from site_sim.player.player import Player
    from site_sim.player.race import Race

SIZE_S = 2.0
"""The time between two looks at the terminal's size, of which a signal tells as a rule."""
LOG_S = 0.25
"""The time between two looks at a file that may grow, in real seconds."""


class RunRest:
    """Says when the clock of a player may sleep; `wake` ends its sleep.

    Keys, the mouse and signals wake it by themselves. This looks for the rest: the size of the
    terminal, and more of a log that comes through a pipe or is written to a file. `is_in_front`
    tells whether frames of the player are drawn.
    """

    def __init__(
        self,
        app: TerminalApp,
        player: Player | Race,
        wake: Callable[[], None],
        is_in_front: Callable[[], bool] = lambda: True,
    ) -> None:
        self._app = app
        self._player = player
        self._wake = wake
        self._is_in_front = is_in_front
        self._events = -1
        """The length of the log after the last frame."""
        self._heard: int | None = None
        """The pipe whose next bytes the event loop tells of."""

    def is_due(self) -> bool:
        """Return whether further frames would change nothing, until something wakes the clock.

        A log that grew with the last frame mostly goes on growing.
        """
        before, self._events = self._events, len(self._player.session.log)
        has_grown = self._events != before
        is_drawn = not (self._app.is_terminal_behind or self._app.is_moving)
        if not self._is_in_front():
            return not has_grown and self._player.is_still
        return is_drawn and not has_grown and self._player.is_at_rest

    def look(self) -> float:
        """Look at the terminal's size and a growing log; return when to look again (real s)."""
        self._app.check_size()
        replay = self._player.replay
        log = replay.awaited if replay is not None else None
        if log is None or self._hears(log.pipe):
            return SIZE_S
        if log.has_grown:
            self._wake()
        return LOG_S

    def _hears(self, pipe: int | None) -> bool:
        """Ask the event loop to tell of the next bytes in a pipe; False if it can't."""
        if pipe is not None and self._heard is None:
            with suppress(NotImplementedError, OSError):  # Windows; a device without such news
                asyncio.get_running_loop().add_reader(pipe, self._wake)
                self._heard = pipe
        return self._heard is not None

    def end(self) -> None:
        """Listen no more: the frames read the log themselves."""
        if self._heard is not None:
            asyncio.get_running_loop().remove_reader(self._heard)
            self._heard = None


class RestOfAll:
    """Says when a clock of several players may sleep: when all of them rest.

    `rests` returns those of the players for whom time passes now.
    """

    def __init__(self, rests: Callable[[], Sequence[Rest]]) -> None:
        self._rests = rests
        self._looking: Sequence[Rest] = ()

    def is_due(self) -> bool:
        """Return whether further frames would change nothing, until something wakes the clock."""
        due = [rest.is_due() for rest in self._rests()]  # all of them: each looks at its own log
        return all(due)

    def look(self) -> float:
        """Look for what is to wake the clock; return when to look again (real s)."""
        self._looking = self._rests()
        return min(rest.look() for rest in self._looking)

    def end(self) -> None:
        """Listen no more."""
        for rest in self._looking:
            rest.end()
