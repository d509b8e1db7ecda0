"""How much earlier a run could have been done without one thing or another, by its events."""

from __future__ import annotations

from collections.abc import Iterable

from site_sim.experiments.account import Account
from site_sim.experiments.least_time import LeastTime, Removed
from site_sim.experiments.run_fold import RunFold


class Gains:
    """Reads the log of an account again, bit by bit, for what may have gained at least so much.

    Times are simulated nanoseconds. A run that only waited for its last job has gained nothing by
    anything, and is not read again.
    """

    def __init__(
        self, account: Account, switch_ns: int | None, removed: Iterable[Removed], least_ns: int
    ) -> None:
        worth = (each for each in removed if account.most_gained_without(each) >= least_ns)
        self._times = {each: LeastTime(each) for each in worth}
        self._fold = RunFold(account.log, account.stop, switch_ns, (*self._times.values(),))
        self._account = account
        self._least_ns = least_ns

    def read(self, events: int) -> bool:
        """Read at most so many events more; return True when all are read that need to be."""
        return not self._times or self._fold.read(events)

    def without(self, removed: Removed) -> int:
        """Return how much earlier as many jobs could be done without something; 0 if too little."""
        if removed not in self._times:
            return 0
        gain = self._account.facts.end_ns - self._times[removed].ns
        return max(0, min(gain, self._account.most_gained_without(removed)))

    @property
    def promising(self) -> list[Removed]:
        """What may have gained enough: the most last."""
        gains = {removed: self.without(removed) for removed in self._times}
        return sorted(
            (each for each in gains if gains[each] >= self._least_ns), key=gains.__getitem__
        )
