"""What each action of the registry does to the run: a method an action, by what they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import ModalScreen

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.facts.models import MODEL_FACTS
from site_sim.log.events import ACCEPT, FOREMAN, NOBODY, Kind
from site_sim.log.search import Wanted
from site_sim.player.controls import BURST, MOST_WORKERS, RATES
from site_sim.player.player import Player
from site_sim.player.view_state import AS_FAST_AS_IT_CAN
from site_sim.scenario.loading import load_scenario, shipped_scenarios
from site_sim.state.entities import State
from site_sim.ui.dialogs.common import Choice, NumberPrompt, Picker
from site_sim.ui.dialogs.go_to import GoTo

if TYPE_CHECKING:
    from site_sim.ui.app import SiteApp
    from site_sim.ui.screens.timeline.screen import TimelineScreen

WORKLOADS = {
    "io": "jobs that wait for others: disks, networks, people",
    "cpu": "jobs that compute",
    "mixed": "half of each job computes, half waits",
}
DISPATCHES = {
    "round-robin": "job i to worker i % N, the classic",
    "least-busy": "to the worker idle longest, once one is",
}
WIRINGS = {
    "chain": "each job goes down the chain until it meets its worker",
    "direct": "the foreman has a link to every worker",
}
RAMP = 8
"""Presses of a held key before its steps grow."""


class Deeds:
    """Does what some of the actions ask: `do_lay_off` what the registry calls `lay-off`."""

    def __init__(self, app: SiteApp) -> None:
        self._app = app

    @property
    def _player(self) -> Player:
        return self._app.player

    @property
    def _timeline(self) -> TimelineScreen:
        return self._app.timeline

    def _ask(self, dialog: ModalScreen[Any], use: Callable[..., None]) -> None:
        """Open a dialog, and use its answer unless it was closed without one."""

        def answered(value: Any) -> None:
            if value is not None:
                use(value)
                self._app.publish()

        self._app.push_screen(dialog, answered)


class TimeDeeds(Deeds):
    """How time passes, and where the playhead is."""

    def do_pause(self) -> None:
        """Stop the clock, or let it run."""
        self._player.pause()

    def do_step(self) -> None:
        """Go on to the next event."""
        self._player.navigator.step()

    def do_faster(self) -> None:
        """Double the speed."""
        self._player.change_speed(up=True)

    def do_slower(self) -> None:
        """Halve the speed."""
        self._player.change_speed(up=False)

    def do_max_speed(self) -> None:
        """Run as fast as it can."""
        self._player.set_speed(AS_FAST_AS_IT_CAN)

    def do_back(self) -> None:
        """Go back an event."""
        self._player.navigator.step_back()

    def do_jump_back(self) -> None:
        """Jump a second back."""
        self._player.navigator.jump(-SECOND)

    def do_jump_on(self) -> None:
        """Jump a second on."""
        self._player.navigator.jump(SECOND)

    def do_leap_back(self) -> None:
        """Jump ten seconds back."""
        self._player.navigator.jump(-10 * SECOND)

    def do_leap_on(self) -> None:
        """Jump ten seconds on."""
        self._player.navigator.jump(10 * SECOND)

    def do_start(self) -> None:
        """Go to the start."""
        self._player.navigator.seek(0)

    def do_live(self) -> None:
        """Go to the live end."""
        self._player.navigator.seek(self._player.session.playhead.end)

    def do_next_of(self) -> None:
        """Go to the next event of what is selected."""
        wanted = self._player.wanted_of_selected()
        if wanted is None:
            self._app.say("select a worker or a job first")
        else:
            self._player.navigator.go_on_to(wanted)

    def do_previous_of(self) -> None:
        """Go to the previous event of what is selected."""
        wanted = self._player.wanted_of_selected()
        if wanted is None:
            self._app.say("select a worker or a job first")
        else:
            self._player.navigator.go_back_to(wanted)

    def do_run_to(self) -> None:
        """Ask for a time or a kind of event, and go there."""

        def go(answer: int | Kind) -> None:
            if isinstance(answer, Kind):
                self._player.navigator.go_on_to(Wanted(kinds=(answer,)))
            else:
                self._player.navigator.go_to(answer)

        self._ask(GoTo(), go)

    def do_restore(self) -> None:
        """Bring back the future that a command in the past cut off."""
        self._player.navigator.restore()

    def do_restart(self) -> None:
        """Start again with the same seed."""
        self._player.restart(new_seed=False)

    def do_new_seed(self) -> None:
        """Start again with a new seed."""
        self._player.restart(new_seed=True)


class SiteDeeds(Deeds):
    """The crew, its jobs and its settings. Holding a key makes its steps grow."""

    def __init__(self, app: SiteApp) -> None:
        super().__init__(app)
        self._held = ("", 0, 0.0)
        """The action whose key is held, how often it came, and when last."""

    def _stride(self, action: str, value: int) -> int:
        """Return how far a held key goes: by one at first, later by a tenth of the value."""
        last, presses, at = self._held
        now = self._app.loop_time()
        presses = presses + 1 if last == action and now - at < 0.2 else 1
        self._held = (action, presses, now)
        return 1 if presses <= RAMP else max(1, value // 10)

    def do_hire(self) -> None:
        """Hire a worker."""
        self._player.controls.change_workers(self._stride("hire", self._player.controls.workers))

    def do_lay_off(self) -> None:
        """Lay off the head."""
        self._player.controls.change_workers(
            -self._stride("lay-off", self._player.controls.workers)
        )

    def do_set_workers(self) -> None:
        """Ask for the number of workers."""
        self._ask(
            NumberPrompt("Workers", self._player.controls.workers, 1, MOST_WORKERS, whole=True),
            lambda number: self._player.controls.set_workers(int(number)),
        )

    def do_rate_up(self) -> None:
        """Let more jobs come."""
        self._player.controls.change_rate(up=True)

    def do_rate_down(self) -> None:
        """Let fewer jobs come."""
        self._player.controls.change_rate(up=False)

    def do_set_rate(self) -> None:
        """Ask for the job rate."""
        self._ask(
            NumberPrompt("Jobs a second", self._player.controls.rate, 0, RATES[-1], whole=False),
            self._player.controls.set_rate,
        )

    def do_order(self) -> None:
        """Order a job."""
        self._player.controls.order(1)

    def do_burst(self) -> None:
        """Order a burst of jobs."""
        self._player.controls.order(BURST)

    def do_model(self) -> None:
        """Let a model be picked."""
        self._pick(
            "model",
            "Execution model",
            {facts.name: facts.summary for facts in MODEL_FACTS.values()},
        )

    def do_workload(self) -> None:
        """Let a workload be picked."""
        self._pick("workload", "Workload of the jobs to come", WORKLOADS)

    def do_dispatch(self) -> None:
        """Let a dispatch be picked."""
        self._pick("dispatch", "Dispatch", DISPATCHES)

    def do_wiring(self) -> None:
        """Let a wiring be picked."""
        self._pick("wiring", "Wiring", WIRINGS)

    def _pick(self, setting: str, title: str, choices: dict[str, str]) -> None:
        present = str(getattr(self._player.session.state.settings, setting))
        picker = Picker(title, [Choice(*item) for item in choices.items()], present)
        self._ask(picker, lambda value: self._player.controls.choose(setting, value))

    def do_scenario(self) -> None:
        """Let a scenario be picked."""
        choices = [Choice(name, about) for name, _, about in shipped_scenarios()]

        def open_it(name: str) -> None:
            try:
                self._player.open(load_scenario(name, {}))
            except SiteError as error:
                self._app.notify(str(error), severity="error", markup=False)

        self._ask(Picker("Scenario", choices, ""), open_it)

    def do_accident(self) -> None:
        """Let an accident happen: to the selected worker, and to nobody in place of it."""
        why_not = self._why_no_accident()
        if why_not:
            self._app.say(why_not)
        else:
            self._player.controls.accident(self._player.selected_worker)

    def _why_no_accident(self) -> str:
        """Return why the selected one can have no accident; "" if it can, or none is selected."""
        kind, number = self._player.view.selected
        if kind == "job" or number == NOBODY:
            return ""
        state = self._player.session.state
        if number in (FOREMAN, ACCEPT):
            those = "workers have" if state.settings.program == "pipeline" else "the consumer has"
            return f"only {those} accidents: {state.name_of(number)} is selected"
        if number >= len(state.workers) or state.task(number).state is State.GONE:
            return f"{state.name_of(number)} is not there"
        return ""

    def do_supervision(self) -> None:
        """Replace the dead, or leave the gap."""
        self._player.controls.switch_supervision()

    def do_defects_up(self) -> None:
        """Let more results be rejected."""
        self._player.controls.change_defect_rate(up=True)

    def do_defects_down(self) -> None:
        """Let fewer results be rejected."""
        self._player.controls.change_defect_rate(up=False)
