"""Why a run took as long as it did: causes that its events tell, and a run without each bears out.

    why = Why(scenario, session)        # or Why(scenario, log); a recording has no scenario: None
    while not why.work(4096):           # some ms each; whoever draws goes on in between
        ...
    why.sentence                        # one sentence, "" until the work is done
    why.causes                          # the causes that were found to hold, the foremost first

It is about what had happened when it was made, and can be dropped at any time. The scenario is the
one that the run began from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from site_sim.commands import JournalEntry
from site_sim.experiments.account import Account
from site_sim.experiments.gains import Gains
from site_sim.experiments.least_time import Removed
from site_sim.experiments.telling import tell_bound, tell_cause, tell_end, tell_several
from site_sim.experiments.without import RunWithout
from site_sim.facts.sentences import say
from site_sim.kernel.config import SimulationConfig
from site_sim.log.event_log import EventLog
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario

LEAST_SHARE = 0.05
"""The least part of a run's length that a cause must have taken to be told."""
TOLERANCE = 0.1
"""By how much the run without a cause may differ from what the events tell, as a part of what it
gained."""
MOST_EVENTS = 400_000
"""The most events of a run that is run again without its causes: that takes some seconds each."""
OUTWEIGHED = 2
"""How many times as much another run may gain than those without a cause, for that to be told."""
OWN: Sequence[Removed] = ("io", "start-ups", "switches")
"""What the model alone brings about."""


class FoundCause(NamedTuple):
    """A cause of a run's length; times are simulated nanoseconds."""

    removed: Removed
    """What the run would have to go without."""
    told_ns: int
    """How much earlier it would have been done, by its events: what the sentence says."""
    gained_ns: int
    """How much earlier the run without it was done."""
    sentence: str


class Why:
    """Works out why a run took as long as it did, bit by bit: see the head of the module."""

    def __init__(self, scenario: Scenario | None, run: Session | EventLog) -> None:
        log, journal = (run, []) if isinstance(run, EventLog) else (run.log, run.journal)
        is_recording = isinstance(run, Session) and run.branch.abilities.forks
        config = None if scenario is None or is_recording else scenario.to_config()
        self._journal = tuple(journal)
        self._config = config
        self._switch_ns = None if config is None else config.costs.switch_ns
        self._account = Account(log, len(log), self._switch_ns)
        self._gains: Gains | None = None
        self._trial: RunWithout | None = None
        self._left: list[Removed] = []
        """What the run is still to be tried without, the most promising last."""
        self._found: list[FoundCause] = []
        self._other_gains: dict[Removed, int] = {}
        """What runs without something gained of which the events tell another number (ns)."""
        self._is_read = False
        self._is_too_long = len(log) > MOST_EVENTS
        self.is_done = self._is_too_long
        """Whether all is worked out."""

    def work(self, steps: int) -> bool:
        """Read so many events, or do so many of the kernel's steps; return True when done."""
        if self.is_done:
            return True
        if not self._is_read:
            self._is_read = self._read(steps)
        elif self._trial is not None and self._trial.work(steps):
            self._judge(self._trial)
            self._trial = None
        self.is_done = self._is_read and self._trial is None and not self._try_next()
        return self.is_done

    def _read(self, steps: int) -> bool:
        """Read the log: first what it comes to, then what could have been gained by what."""
        account = self._account
        if self._gains is None:
            if account.read(steps):
                least_ns = max(1, int((1 - TOLERANCE) * LEAST_SHARE * account.facts.length_ns))
                candidates = _candidates(self._config, self._journal)
                self._gains = Gains(account, self._switch_ns, candidates, least_ns)
            return False
        is_read = self._gains.read(steps)
        self._left = self._gains.promising if is_read else []
        return is_read

    def _try_next(self) -> bool:
        """Begin the run without what is most promising; return False if nothing is left."""
        account, config = self._account, self._config
        if config is None or not self._left:
            return False
        removed = self._left.pop()
        self._trial = RunWithout(
            config, self._journal, removed, account.facts.jobs, account.facts.end_ns
        )
        return True

    def _judge(self, trial: RunWithout) -> None:
        """Keep a cause, if the run without it gained what its sentence says."""
        account, removed = self._account, trial.removed
        told, gained = self._told(removed), account.facts.end_ns - trial.done_at
        if gained < LEAST_SHARE * account.facts.length_ns:
            return
        if abs(told - gained) <= TOLERANCE * gained:
            sentence = tell_cause(account, removed, told)
            self._found.append(FoundCause(removed, told, gained, sentence))
            self._left = [each for each in self._left if self._may_be_foremost(each)]
        else:
            self._other_gains[removed] = gained

    def _told(self, removed: Removed) -> int:
        return 0 if self._gains is None else self._gains.without(removed)

    def _may_be_foremost(self, removed: Removed) -> bool:
        """Return whether something might still come before the longest cause that was found."""
        told = (1 + TOLERANCE) * self._told(removed)
        return removed in OWN and 2 * told >= max(cause.gained_ns for cause in self._found)

    @property
    def causes(self) -> tuple[FoundCause, ...]:
        """The causes that were found to hold, the foremost first; none until the work is done.

        No run is made without what could only come after one that holds. What the model alone
        brings about comes first, if it is half as long as the longest.
        """
        if not self.is_done or not self._found:
            return ()
        most = max(cause.gained_ns for cause in self._found)

        def rank(cause: FoundCause) -> tuple[bool, int]:
            is_own = cause.removed in OWN and 2 * cause.gained_ns >= most
            return is_own, cause.gained_ns

        return tuple(sorted(self._found, key=rank, reverse=True))

    @property
    def sentence(self) -> str:
        """Why the run took so long, in one sentence; "" until the work is done."""
        if not self.is_done:
            return ""
        if self._is_too_long:
            return say("cause.too-long", most=MOST_EVENTS)
        if without_end := tell_end(self._account):
            return without_end
        causes, gains = self.causes, self._other_gains
        most = max((cause.gained_ns for cause in causes), default=0)
        if causes and max(gains.values(), default=0) < OUTWEIGHED * most:
            return causes[0].sentence
        if causes:
            return tell_several(self._account, gains)
        return tell_bound(self._account, gains) or tell_several(self._account, gains)


def _candidates(
    config: SimulationConfig | None, journal: Sequence[JournalEntry]
) -> Iterator[Removed]:
    """Yield what a run may have had and could go without; commands may bring anything about."""
    if config is None:
        return
    model, costs, may_change = config.models[config.model], config.costs, bool(journal)
    yield "lanes"
    if may_change or model.io_keeps_lane:
        yield "io"
    if may_change or model.near_hop_ns(costs) or (model.facts.is_pinned and costs.pipe_hop_ns):
        yield "hops"
    if may_change or config.wiring == "chain":
        yield "chain"
    if may_change or (model.has_start_up and costs.spawn_ns + costs.start_up_ns):
        yield "start-ups"
    if may_change or model.switch_ns(costs):
        yield "switches"
