"""Turns what a person does to the site into commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec, Protocol

from site_sim.base.limits import HIGHEST_RATE, MOST_WORKERS
from site_sim.base.quantities import exact_share
from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.log.cast import NOBODY
from site_sim.run.session import Session
from site_sim.scenario.steps import RATES, SHARES, next_step
from site_sim.state.entities import State
from site_sim.state.settings import Settings

BURST = 20
"""Jobs that are ordered in a burst."""


class _Choice(NamedTuple):
    """A setting that is one of a few words: its present value, and the command that sets it."""

    present: Callable[[Settings], str]
    command: Callable[[str], Command]


_CHOICES: Mapping[str, _Choice] = {
    "model": _Choice(lambda settings: settings.model, ChooseModel),
    "workload": _Choice(lambda settings: settings.workload, ChooseWorkload),
    "dispatch": _Choice(lambda settings: settings.dispatch, ChooseDispatch),
    "wiring": _Choice(lambda settings: settings.wiring, ChooseWiring),
}


class Turns(Protocol):
    """Lets commands wait while runs are re-executed: what they do depends on the outcome."""

    def when_free(self, act: Callable[[], None]) -> None:
        """Cancel what is under way, then act: at once, or when the runs have been re-executed."""

    def work_on_fork(self) -> None:
        """Re-execute for a while; when it is finished, do what waited for it."""


P = ParamSpec("P")
Control = Callable[Concatenate["SiteControls", P], None]


def in_turn(control: Control[P]) -> Control[P]:
    """Make a control wait while the run is re-executed: what it does depends on the outcome.

    Where the run takes no command then, it says why and does nothing. It stands on what a person
    calls; what these have in common is done without it.
    """

    @wraps(control)
    def done(self: SiteControls, /, *args: P.args, **kwargs: P.kwargs) -> None:
        def act() -> None:
            if not self.refuses():
                control(self, *args, **kwargs)

        self.long_work.when_free(act)

    return done


class SiteControls:
    """What a person can change about the site of one session.

    `begin` begins a command of that session, and `notify` shows the person a message.
    """

    def __init__(
        self,
        session: Session,
        long_work: Turns,
        begin: Callable[[Command], None],
        notify: Callable[[str], None],
    ) -> None:
        self._session = session
        self._begin = begin
        self.long_work = long_work
        self._notify = notify

    def refuses(self) -> bool:
        """Say why no command can be given at the playhead; return False if one can."""
        reason = self._session.why_no_command
        if reason:
            self._notify(reason)
        return bool(reason)

    @in_turn
    def apply(self, command: Command) -> None:
        """Carry out a command; in the past, after a re-execution."""
        self._apply(command)

    def _apply(self, command: Command) -> None:
        self._begin(command)
        if self._session.fork_progress is not None:
            self.long_work.work_on_fork()

    @property
    def workers(self) -> int:
        """How many workers there are, without the ones that are leaving."""
        return self._session.state.staying

    @in_turn
    def change_workers(self, by: int) -> None:
        """Hire `by` workers, or lay off if it is negative."""
        self._set_workers(self.workers + by)

    @in_turn
    def set_workers(self, wanted: int) -> None:
        """Hire or lay off, so that there are `wanted` workers."""
        self._set_workers(wanted)

    def _set_workers(self, wanted: int) -> None:
        if not self._session.log.cast.can_grow:
            self._notify("a producer and a consumer are all this program has")
            return
        workers = self.workers
        change = max(1, min(max(MOST_WORKERS, workers), wanted)) - workers
        if change:
            self._apply(Hire(change) if change > 0 else LayOff(-change))

    @property
    def rate(self) -> float:
        """Jobs that arrive each second."""
        return self._session.state.settings.rate

    @in_turn
    def set_rate(self, per_s: float) -> None:
        """Set how many jobs arrive each second."""
        self._set_rate(per_s)

    def _set_rate(self, per_s: float) -> None:
        per_s = max(0.0, min(HIGHEST_RATE, per_s))
        if per_s != self.rate:
            self._apply(SetRate(per_s))

    @in_turn
    def change_rate(self, up: bool) -> None:
        """Go to the next rate above or below."""
        self._set_rate(next_step(self.rate, RATES, up))

    @property
    def defect_rate(self) -> float:
        """The share of results that accept rejects."""
        return self._session.state.settings.defect_rate

    @in_turn
    def set_defect_rate(self, share: float) -> None:
        """Set the share of results that accept rejects."""
        self._set_defect_rate(share)

    def _set_defect_rate(self, share: float) -> None:
        if share != self.defect_rate:
            self._apply(SetDefectRate(share))
        self._notify(f"{exact_share(share)} of the results are rejected")

    @in_turn
    def change_defect_rate(self, up: bool) -> None:
        """Go to the next share of defects above or below."""
        self._set_defect_rate(next_step(self.defect_rate, SHARES, up))

    @in_turn
    def choose(self, setting: str, value: str) -> None:
        """Choose a model, workload, dispatch or wiring."""
        choice = _CHOICES[setting]
        if choice.present(self._session.state.settings) != value:
            self._apply(choice.command(value))

    @in_turn
    def switch_supervision(self) -> None:
        """Switch the replacement of dead workers on or off."""
        on = not self._session.state.settings.supervise
        self._apply(SetSupervision(on))
        self._notify(f"supervision is {'on' if on else 'off'}")

    @in_turn
    def accident(self, who: int) -> None:
        """Cause an accident: to worker `who`, or for NOBODY to one at work."""
        state = self._session.state
        if who == NOBODY:
            busy = [task.who for task in state.workers if task.state.working]
            alive = [task.who for task in state.workers if task.state is not State.GONE]
            who = next(iter(busy or alive), NOBODY)
        if who == NOBODY:
            self._notify("there is nobody left to have an accident")
            return
        self._apply(CauseAccident(who))
        self._notify(f"an accident happens to {state.name_of(who)}")
