"""A player without a screen: its clock runs only as the test says, and its notices are kept."""

from __future__ import annotations

from typing import Any

from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.scenario import Scenario

FRAME_S = 1 / 60


class Played:
    """A player at 15.4 s, where job #30 arrived at 15.0 s; the next event is at 15.5 s.

    `look_s` real seconds pass at every look at the clock.
    """

    def __init__(
        self, *, look_s: float = 0.0, tuning: PlayerTuning = DEFAULT_TUNING, **fields: Any
    ) -> None:
        self.look_s = look_s
        self.real_s = 0.0
        self.notices: list[str] = []
        scenario = Scenario(**{"at": 15.4, "workers": 5, "rate": 2.0} | fields)
        self.player = Player(scenario, self._clock, self.notices.append, tuning)

    def _clock(self) -> float:
        self.real_s += self.look_s
        return self.real_s

    def frames(self, count: int) -> None:
        """Let frames pass."""
        for _ in range(count):
            self.player.tick(FRAME_S)

    def arrive(self) -> int:
        """Let frames pass until nothing is under way; return how many there were."""
        count = 0
        while self.player.long_work.is_under_way or self.player.session.fork_progress is not None:
            self.frames(1)
            count += 1
        return count
