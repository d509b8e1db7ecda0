"""How the app lives and ends, and what each thing that happens to it makes of that.

Signals, keys, exceptions and hang-ups all come here and nowhere else: whoever is ending never stops
for the shell any more, and never takes the terminal again.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from site_sim.base.errors import FAILED


class LifePhase(Enum):
    """Where in its life the app is."""

    STARTING = auto()
    """It has not had the terminal yet."""
    RUNNING = auto()
    """It has the terminal."""
    STOPPED = auto()
    """The shell has the terminal, as after ctrl+Z."""
    ENDING = auto()
    """It was told to end, or has failed: it gives the terminal back, if it has it."""
    OVER = auto()
    """Nothing of it is left but to leave the process."""


class Happening(Enum):
    """What changes the phase."""

    TAKEN = auto()
    """The terminal was taken."""
    STOP = auto()
    """The process is to stop: SIGTSTP, which ctrl+Z sends too."""
    CONTINUE = auto()
    """The process was continued: SIGCONT."""
    END = auto()
    """It is told to end: a key, a command, any other signal, a hang-up, an exception."""
    CLOSED = auto()
    """The event loop has ended, and the terminal is given back."""


class Deed(Enum):
    """What is to be done about it."""

    NOTHING = auto()
    TAKE = auto()
    """Take the terminal."""
    TAKE_ANEW = auto()
    """Set up the terminal anew: somebody else may have changed its modes."""
    STOP = auto()
    """Give the terminal back and stop."""
    END = auto()
    """Give the terminal back, if it was taken, and leave."""


_TRANSITIONS: Mapping[tuple[LifePhase, Happening], tuple[LifePhase, Deed]] = {
    (LifePhase.STARTING, Happening.TAKEN): (LifePhase.RUNNING, Deed.NOTHING),
    (LifePhase.STARTING, Happening.STOP): (LifePhase.STOPPED, Deed.STOP),
    (LifePhase.STARTING, Happening.CONTINUE): (LifePhase.STARTING, Deed.TAKE),
    (LifePhase.STARTING, Happening.END): (LifePhase.ENDING, Deed.END),
    (LifePhase.RUNNING, Happening.STOP): (LifePhase.STOPPED, Deed.STOP),
    (LifePhase.RUNNING, Happening.CONTINUE): (LifePhase.RUNNING, Deed.TAKE_ANEW),
    (LifePhase.RUNNING, Happening.END): (LifePhase.ENDING, Deed.END),
    (LifePhase.STOPPED, Happening.TAKEN): (LifePhase.RUNNING, Deed.NOTHING),
    (LifePhase.STOPPED, Happening.CONTINUE): (LifePhase.STOPPED, Deed.TAKE),
    (LifePhase.STOPPED, Happening.END): (LifePhase.ENDING, Deed.END),
    (LifePhase.STARTING, Happening.CLOSED): (LifePhase.OVER, Deed.NOTHING),
    (LifePhase.RUNNING, Happening.CLOSED): (LifePhase.OVER, Deed.NOTHING),
    (LifePhase.STOPPED, Happening.CLOSED): (LifePhase.OVER, Deed.NOTHING),
    (LifePhase.ENDING, Happening.CLOSED): (LifePhase.OVER, Deed.NOTHING),
}
"""Whatever is not named here changes nothing."""


class LifeCycle:
    """The phase that the app is in, and the exit code that it ends with."""

    def __init__(self) -> None:
        self.phase = LifePhase.STARTING
        self.exit_code: int | None = None
        """None until it is told to end; the first ending counts."""
        self.is_stop_due = False
        """Whether a signal told the process to stop, and none to continue since.

        It may change while the terminal is being given back: then the process is not to stop.
        """

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end, or has ended."""
        return self.phase in (LifePhase.ENDING, LifePhase.OVER)

    def meet(self, happening: Happening) -> Deed:
        """Note what happened, and return what is to be done about it."""
        self.phase, deed = _TRANSITIONS.get((self.phase, happening), (self.phase, Deed.NOTHING))
        return deed

    def end(self, exit_code: int) -> bool:
        """Note that it is told to end; return whether that is news."""
        if self.meet(Happening.END) is not Deed.END:
            return False
        self.exit_code = exit_code
        return True

    def fail(self) -> None:
        """Note an exception: one that comes while it ends makes a success a failure."""
        if not self.end(FAILED) and self.exit_code == 0:
            self.exit_code = FAILED
