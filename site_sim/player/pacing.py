"""How time passes on screen: a tick a frame, each within its budget of real seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_sim.base.units import SECOND
from site_sim.player.formatting import in_vain
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, FASTEST, SLOWEST, ViewState
from site_sim.run.search import Outcome, Search
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario

BUDGET_S = 0.003
"""Real seconds of simulation a tick may take: 2 to 4 ms keep 60 frames a second."""
SLICE = 64
"""Kernel steps between two looks at the clock."""
MOST_SLICES = 1_500
"""Slices in a tick at the most; no machine gets that far within the budget."""
FORK_SLICE = 2000
"""The same while a run is re-executed."""
TRAVEL_BUDGET_S = 0.008
"""The same on the way to somewhere, and while a run is re-executed."""


def _say_nothing(words: str) -> None:
    """Say nothing: nobody is there."""


class Pacing:
    """The session on screen, and the passing of its time: on its own, or on the way to somewhere.

    `clock` gives real seconds, and is asked only to keep a tick within its budget.
    """

    def __init__(self, scenario: Scenario, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.say: Callable[[str], None] = _say_nothing
        self.view = ViewState(
            paused=scenario.paused, speed=scenario.speed, title=scenario.title or "site-sim"
        )
        self._begin(scenario)

    def _begin(self, scenario: Scenario) -> None:
        """Begin a run of a scenario; nothing of the one before is kept."""
        self.scenario = scenario
        self.session = Session(scenario)
        self.session.set_bucket_ns(self.view.bucket_ns)
        self._measured = (0.0, 0.0)
        self._search: Search | None = None
        self._waiting: list[Callable[[], None]] = []
        """What is to be done when the run is re-executed."""
        self.view.destination = None

    def tick(self, real_s: float) -> None:
        """Let the simulated time of so many real seconds pass, as far as the budget goes."""
        view, session = self.view, self.session
        deadline = self._clock() + BUDGET_S
        if session.fork_progress is not None:
            self._go_on_forking(self._clock() + TRAVEL_BUDGET_S)
            return
        if self._search is not None:
            self._search_on(self._search, self._clock() + TRAVEL_BUDGET_S)
            return
        if view.destination is not None:
            self._travel_on(self._clock() + TRAVEL_BUDGET_S)
            return
        if view.paused or session.ended:
            view.behind = False
            return
        before = session.now
        target = None
        if view.speed != AS_FAST_AS_IT_CAN:
            target = before + round(real_s * view.speed * SECOND)
        arrived = False
        for _ in self._slices(deadline):
            if target is None:
                arrived = session.rush(SLICE)
            else:
                arrived = session.advance(target - session.now, SLICE)
            if arrived:
                break
        self._measure(real_s, (session.now - before) / SECOND)
        view.behind = not arrived

    def _slices(self, deadline: float) -> Iterator[None]:
        """Yield until the clock says so, and never without end, whatever the clock says."""
        for _ in range(MOST_SLICES):
            yield
            if self._clock() >= deadline:
                return

    def _measure(self, real_s: float, passed_s: float) -> None:
        """Keep the real speed, averaged over about half a second."""
        fade = max(0.0, 1 - real_s / 0.5)
        real, passed = self._measured
        self._measured = (real * fade + real_s, passed * fade + passed_s)
        if self._measured[0]:
            self.view.real_speed = self._measured[1] / self._measured[0]

    def pause(self) -> None:
        """Stop the clock, or let it run; on the way to somewhere, go there no further."""
        on_the_way = self.view.destination is not None or self._search is not None
        self.view.paused = on_the_way or not self.view.paused
        self._end_journey()

    def change_speed(self, up: bool) -> None:
        """Double or halve the speed; above the fastest is as fast as it can."""
        speed = self.view.speed
        if up:
            self.set_speed(AS_FAST_AS_IT_CAN if speed >= FASTEST else min(FASTEST, speed * 2))
        else:
            self.set_speed(FASTEST if speed > FASTEST else max(SLOWEST, speed / 2))

    def set_speed(self, speed: float) -> None:
        """Choose how many simulated seconds pass a second."""
        self.view.speed = speed
        self.session.set_bucket_ns(self.view.bucket_ns)

    # -- on the way to somewhere -----------------------------------------------------------

    def _travel_on(self, deadline: float) -> None:
        """Simulate on to the destination, or until nothing more can happen."""
        session, view = self.session, self.view
        for _ in self._slices(deadline):
            arrived = view.destination is None or session.advance(
                view.destination - session.now, SLICE
            )
            if arrived or session.ended:
                view.destination = None
                break

    def _search_on(self, search: Search, deadline: float) -> None:
        """Simulate on until a wanted event happens; if it is not to be, say so and go back."""
        outcome: Outcome = "goes on"
        for _ in self._slices(deadline):
            outcome = search.go_on(SLICE)
            if outcome != "goes on":
                break
        if outcome == "found":
            self._search = None
        elif outcome != "goes on":
            self.say(in_vain(search.wanted, self.session.state, outcome))
            self._end_journey()

    def _end_journey(self) -> None:
        """Go no further to where it was on the way to; a search goes back to where it began."""
        self.view.destination = None
        search, self._search = self._search, None
        if search is not None:
            search.give_up()
            self._go_on_forking(self._clock() + BUDGET_S)

    def _go_on_forking(self, deadline: float) -> None:
        """Re-execute on; when that is over, do what waited for it."""
        if not any(self.session.work(FORK_SLICE) for _ in self._slices(deadline)):
            return
        waiting, self._waiting = self._waiting, []
        for deed in waiting:
            deed()

    def drop_what_waits(self) -> None:
        """Forget what waited for a re-execution which failed."""
        self._waiting.clear()
