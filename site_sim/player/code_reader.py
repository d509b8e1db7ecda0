"""Reads the coroutines of a run for the code screen, within the budget of a frame."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.log.cast import NOBODY
from site_sim.player.frame import CodeData
from site_sim.player.needs import CodeNeeds
from site_sim.player.site_copier import task_copy
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session
from site_sim.state.entities import State


class CodeReader:
    """Reads the coroutines of one session. `clock` gives real seconds."""

    def __init__(self, session: Session, clock: Callable[[], float], tuning: PlayerTuning) -> None:
        self._session = session
        self._clock = clock
        self._tuning = tuning

    def leave(self) -> None:
        """Release the coroutines, where they are not shown."""
        self._session.inspector.close()

    def read(self, needs: CodeNeeds, view: ViewState, least_s: float) -> CodeData:
        """Return the coroutines, as far as a budget of `least_s` real seconds or more allows."""
        session = self._session
        selected, steps = self._selected_task(view), self._tuning.coroutines_slice_steps
        if session.branch.abilities.code:
            return self._implied(selected, needs.listed)
        if session.hiring:  # a snapshot of so many would take seconds, and soon be another
            return CodeData(None, session.inspector.upcoming(), NOBODY, 0.0, session.why_held)
        deadline = self._clock() + max(least_s, self._tuning.coroutines_budget_s)
        there = session.inspector.prepare(selected, steps)
        while not there and self._clock() < deadline:
            there = session.inspector.prepare(selected, steps)
        coroutines = session.inspector.snapshot if there else None
        known = coroutines is not None and selected in coroutines.detailed
        focus = selected if known or coroutines is None else coroutines.acting
        inspector = session.inspector
        return CodeData(
            coroutines, inspector.upcoming(), focus, inspector.progress, inspector.fault
        )

    def _implied(self, selected: int, listed: int) -> CodeData:
        """Return what the events alone tell of the coroutines; `listed` tasks are listed."""
        from site_sim.inspection.implied import implied_lines  # noqa: PLC0415 - for the code screen

        state, inspector = self._session.state, self._session.inspector
        lines = implied_lines(state)
        focus = selected if selected in lines else state.latest
        busy = [task for task in state.everyone if task.state not in (State.IDLE, State.GONE)]
        return CodeData(
            None,
            inspector.upcoming(),
            focus,
            progress=0.0,
            fault=inspector.fault,
            is_simulated=False,
            implied=lines,
            busy=[task_copy(task) for task in busy[:listed]],
            busy_count=len(busy),
        )

    def _selected_task(self, view: ViewState) -> int:
        """Return the selected task, or the one that has the selected job; NOBODY for none."""
        kind, number = view.selected
        if kind == "task":
            return number
        job = self._session.state.jobs.get(number)
        return job.holder if job is not None else NOBODY
