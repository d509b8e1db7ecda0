"""Has the coroutines as they stand at any moment of a run: the live ones, or re-executed ones.

Generators can't be copied, so the past is had by running it again, in as many pieces as the caller
likes. The re-execution is kept and moved on when the moment moves on a little; the last stages on
the way are kept too, so that a few steps back cost nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from site_sim.errors import SiteError
from site_sim.events import NOBODY, EventLog
from site_sim.kernel.scheduler import NEVER
from site_sim.kernel.setup import Setup
from site_sim.kernel.simulation import Simulation
from site_sim.reenactment import Entry, Moment, Reenactment
from site_sim.stage.snapshot import ALL, Stage, take_stage

KEPT = 64
"""Stages that are kept of a small crew; of a larger one than `ALL` only the present one is."""


class Staging:
    """The stages of one course of events. `stage` is the present one, None until there is one."""

    def __init__(self, setup: Setup, live: Simulation, journal: Sequence[Entry]) -> None:
        self.log: EventLog = live.log
        self.stage: Stage | None = None
        self.fault = ""
        """Why the past can't be had: running it again gave another log."""
        self._setup = setup
        self._live = live
        self._live_at = (-1, -1)
        """Where the live simulation stood when its stage was taken last: steps and events."""
        self._journal = journal
        self._past: Reenactment | None = None
        self._kept: deque[Stage] = deque(maxlen=KEPT)

    @property
    def progress(self) -> float:
        """How much of the run up to the moment has been executed again, 0 to 1."""
        return self._past.progress if self._past is not None else 0.0

    def take_live(self, began: int, focus: int = NOBODY) -> None:
        """Take the stage from the live simulation, if anything happened since the last time."""
        live, stage = self._live, self.stage
        stands = (live.steps, len(live.log))
        if stage is None or self._live_at != stands or _lacks(stage, focus):
            self.stage = take_stage(live, began, focus)
            self._keep(self.stage)
        self._live_at = stands

    def prepare(self, moment: Moment, focus: int = NOBODY, steps: int = NEVER) -> bool:
        """Get on with the stage of a moment in the past; True when it is there.

        One call does at most so many of the kernel's steps, and takes at most one stage. Until it
        is there, `stage` stays what it was.
        """
        self._live_at = (-1, -1)
        known = self._known(moment, focus)
        if known is None and not self.fault:
            try:
                known = self._re_execute(moment, focus, steps)
            except SiteError as error:
                self.fault, self._past, self.stage = str(error), None, None
        if known is not None:
            self.stage = known
        return known is not None or bool(self.fault)

    def _known(self, moment: Moment, focus: int) -> Stage | None:
        """Return a stage that was taken before and shows the moment."""
        stages = self._kept if self.stage is None else (self.stage, *self._kept)
        return next((s for s in stages if s.shows(moment) and not _lacks(s, focus)), None)

    def _keep(self, stage: Stage) -> None:
        if len(stage.lines) <= ALL:
            self._kept.append(stage)

    def _re_execute(self, moment: Moment, focus: int, steps: int) -> Stage | None:
        """Run a piece of the past again; return the stage if that is enough."""
        past = self._past
        if past is None or not past.go_on_to(self._aim(past, moment), self._journal):
            aim = self._aim(None, moment)
            past = self._past = Reenactment(self._setup, self._journal, aim, self.log)
        if not past.work(steps):
            return None
        stage = take_stage(past.simulation, past.began, focus)
        self._keep(stage)
        return stage if stage.shows(moment) or past.moment == moment else None

    def _aim(self, past: Reenactment | None, moment: Moment) -> Moment:
        """Return how far to go at once: a few events before the moment, then step by step.

        So the stages just before it are kept too, unless the crew is large.
        """
        have = len(past.simulation.log) if past is not None else 0
        if len(self._live.crew.workers) > ALL:
            return moment
        near = moment.seq - KEPT
        seq = near if have < near else have + 1
        return Moment(seq, self.log[seq - 1].at) if 0 < seq < moment.seq else moment


def _lacks(stage: Stage, focus: int) -> bool:
    """Whether a stage leaves someone out who is to be told in full."""
    return focus in stage.lines and focus not in stage.standings
