"""What the controls do, to the session that runs and to the view of it.

It knows nothing of Textual; the app calls `tick` from its one timer, and an action a method.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.log.events import NOBODY
from site_sim.log.search import Wanted
from site_sim.player.navigation import Navigator, in_turn
from site_sim.player.pacing import BUDGET_S
from site_sim.player.snapshot import SnapshotBuilder
from site_sim.player.view_state import Selection, Snapshot
from site_sim.scenario.scenario import Scenario
from site_sim.state.entities import State

MOST_WORKERS = 10_000
RATES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0,
         70.0, 100.0, 150.0, 200.0, 300.0, 500.0, 700.0, 1000.0)  # fmt: skip
SHARES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
BURST = 20
"""Jobs that are ordered in a burst."""


def next_step(value: float, steps: tuple[float, ...], up: bool) -> float:
    """Return the step above or below a value; the ends stay, and so does what is beyond them."""
    if up:
        return max(value, steps[min(bisect_right(steps, value), len(steps) - 1)])
    return steps[max(bisect_left(steps, value) - 1, 0)]


class Player(Navigator):
    """The session on screen, and everything a person can do to it."""

    def _begin(self, scenario: Scenario) -> None:
        super()._begin(scenario)
        self._scenery = SnapshotBuilder(self.session, self.view, self._clock)
        self.view.selected = Selection("task", NOBODY)
        if scenario.at:
            self.travel(round(scenario.at * SECOND))

    @property
    def snapshot(self) -> Snapshot:
        """What there is to show."""
        return self._scenery.snapshot(self._search.wanted if self._search is not None else None)

    # -- commands --------------------------------------------------------------------------

    @in_turn
    def apply(self, command: Command) -> None:
        """Carry out a command through the session; in the past, after a re-execution."""
        self.session.begin(command)
        if self.session.fork_progress is not None:
            self._go_on_forking(self._clock() + BUDGET_S)

    @property
    def workers(self) -> int:
        """How many workers stay on the site."""
        return self.session.state.staying

    @in_turn
    def change_workers(self, by: int) -> None:
        """Hire so many, or lay off."""
        self.set_workers(self.workers + by)

    @in_turn
    def set_workers(self, wanted: int) -> None:
        """Hire, or lay off, until there are so many."""
        if self.session.state.settings.program != "pipeline":
            self.say("a producer and a consumer are all this program has")
            return
        workers = self.workers
        change = max(1, min(max(MOST_WORKERS, workers), wanted)) - workers
        if change:
            self.apply(Hire(change) if change > 0 else LayOff(-change))

    @property
    def rate(self) -> float:
        """Jobs a second that come."""
        return self.session.state.settings.rate

    @in_turn
    def set_rate(self, per_s: float) -> None:
        """Let jobs come at a rate."""
        per_s = max(0.0, min(max(RATES[-1], self.rate), per_s))
        if per_s != self.rate:
            self.apply(SetRate(per_s))

    @in_turn
    def change_rate(self, up: bool) -> None:
        """Go to the next rate above or below."""
        self.set_rate(next_step(self.rate, RATES, up))

    @property
    def defect_rate(self) -> float:
        """The share of results that accept rejects."""
        return self.session.state.settings.defect_rate

    @in_turn
    def change_defect_rate(self, up: bool) -> None:
        """Go to the next share of defects above or below."""
        share = next_step(self.defect_rate, SHARES, up)
        if share != self.defect_rate:
            self.apply(SetDefectRate(share))
        self.say(f"{share:.0%} of the results are rejected")

    @in_turn
    def choose(self, setting: str, value: str) -> None:
        """Choose a model, workload, dispatch or wiring."""
        if getattr(self.session.state.settings, setting) == value:
            return
        commands: dict[str, Callable[[str], Command]] = {
            "model": ChooseModel,
            "workload": ChooseWorkload,
            "dispatch": ChooseDispatch,
            "wiring": ChooseWiring,
        }
        self.apply(commands[setting](value))

    @in_turn
    def switch_supervision(self) -> None:
        """Replace those who die, or no longer."""
        on = not self.session.state.settings.supervise
        self.apply(SetSupervision(on))
        self.say(f"supervision is {'on' if on else 'off'}")

    @in_turn
    def order(self, count: int) -> None:
        """Order jobs by hand."""
        self.apply(OrderJobs(count))

    @in_turn
    def accident(self) -> None:
        """Let an accident happen to the selected worker, else to one at work."""
        state = self.session.state
        who = self.selected_worker
        if who == NOBODY:
            busy = [task.who for task in state.workers if task.state.working]
            alive = [task.who for task in state.workers if task.state is not State.GONE]
            who = next(iter(busy or alive), NOBODY)
        if who == NOBODY:
            self.say("there is nobody left to have an accident")
            return
        self.apply(CauseAccident(who))
        self.say(f"an accident happens to {state.name_of(who)}")

    def restart(self, new_seed: bool) -> None:
        """Start again as it is set now: with the same seed, or with the one after it."""
        settings = self.session.state.settings
        changed = {
            "workers": max(1, self.workers),
            "rate": self.rate,
            "model": settings.model,
            "workload": settings.workload,
            "dispatch": settings.dispatch,
            "wiring": settings.wiring,
            "defect_rate": self.defect_rate,
            "supervise": settings.supervise,
            "seed": (self.scenario.seed + new_seed) % (1 << 63),
            "at": 0.0,
        }
        self._begin(replace(self.scenario, **changed))

    def open(self, scenario: Scenario) -> None:
        """Run another scenario."""
        self.view.title = scenario.title or "site-sim"
        self.view.speed = scenario.speed
        self.view.paused = scenario.paused
        self._begin(scenario)

    # -- looking ---------------------------------------------------------------------------

    def wanted_of_selected(self) -> Wanted | None:
        """Return the events that concern the selected worker or job; None without one."""
        kind, number = self.view.selected
        if kind == "job":
            return Wanted(job=number)
        return None if number == NOBODY else Wanted(who=number)

    @property
    def selected_worker(self) -> int:
        """The selected worker, NOBODY for none."""
        kind, number = self.view.selected
        exists = 0 <= number < len(self.session.state.workers)
        return number if kind == "task" and exists else NOBODY

    def select(self, selection: Selection) -> None:
        """Select a task or a job; what is selected already no longer is."""
        chosen = self.view.selected != selection
        self.view.selected = selection if chosen else Selection("task", NOBODY)

    def move_selection(self, up: bool) -> None:
        """Select the worker above or below; from none, the head or the tail."""
        workers = len(self.session.state.workers)
        who = self.selected_worker
        if who == NOBODY:
            who = 0 if up else workers - 1
        else:
            who = max(0, min(workers - 1, who + (1 if up else -1)))
        self.view.selected = Selection("task", who)
        self.view.follow = False
