"""One branch of a run: its recording, the engine that makes the events, and its journal."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.commands import JournalEntry
from site_sim.log.event_log import EventLog
from site_sim.run.engine import ABLE, Abilities, Engine
from site_sim.run.recording import Recording
from site_sim.run.step_history import StepHistory
from site_sim.state.site import SiteState


class Branch:
    """An engine, what can be done with it, the commands it was given, and their recording."""

    def __init__(
        self,
        engine: Engine,
        recording: Recording,
        abilities: Abilities = ABLE,
        journal: Sequence[JournalEntry] = (),
    ) -> None:
        self.engine = engine
        self.recording = recording
        self.abilities = abilities
        self.journal = list(journal)
        self.step_history = StepHistory()
        self.last_step: tuple[int, int] | None = None
        """Log length before the last single step, and how many steps had been done after it."""

    def command_before(self, seq: int) -> JournalEntry | None:
        """Return the last command of which something came before event `seq`; None for none."""
        done = [each for each in self.journal if each.before < min(each.after, seq)]
        return done[-1] if done else None

    def fork(self, engine: Engine, journal: Sequence[JournalEntry], seq: int) -> Branch:
        """Return the branch of another engine, which has made the same first `seq` events."""
        recording = self.recording.fork(engine.log, seq)
        return Branch(engine, recording, self.abilities, journal)

    @property
    def log(self) -> EventLog:
        """The events so far, up to the live end."""
        return self.recording.log

    @property
    def state(self) -> SiteState:
        """The site at the playhead."""
        return self.recording.state

    @property
    def last_began(self) -> int | None:
        """Log length before the last single step; None if the playhead is no longer inside it."""
        if self.last_step is None:
            return None
        before, steps = self.last_step
        return before if steps == self.engine.steps and before < self.state.seq else None
