"""Advances the playhead: through recorded events in the past, by the engine at the live end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from site_sim.base.units import NEVER
from site_sim.log.position import Position
from site_sim.log.search import Sought
from site_sim.run.branch import Branch
from site_sim.run.playhead import Playhead
from site_sim.state.site import SiteState


class Playback:
    """Lets time pass at a playhead, as fast as the caller likes.

    `inspecting` opens a context in which someone may look at the coroutines between the events of
    a single live step.
    """

    def __init__(
        self,
        playhead: Playhead,
        inspecting: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._playhead = playhead
        self._inspecting = inspecting

    @property
    def _branch(self) -> Branch:
        return self._playhead.branch

    @property
    def _state(self) -> SiteState:
        return self._playhead.branch.state

    @property
    def now(self) -> int:
        """The time at the playhead, in simulated nanoseconds."""
        return self._playhead.now

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen unless a command is given."""
        return self._playhead.is_live and self._branch.engine.next_at() is None

    def advance(self, span_ns: int, steps: int = NEVER) -> bool:
        """Advance simulated time by a span (ns), in at most `steps` steps of the engine.

        Return True when the time is reached, False when another call is needed.
        """
        playhead, branch = self._playhead, self._branch
        state, engine = branch.state, branch.engine
        until = state.at + span_ns
        if not playhead.is_live:
            shown = playhead.show_on(until, steps)
            if not shown or until < engine.now:
                return shown
        arrived = engine.run(until, steps)
        branch.recording.catch_up()
        state.advance_to(engine.now)
        return arrived

    def rush(self, steps: int) -> bool:
        """Advance by `steps` steps of the engine, however much time passes.

        Return True when nothing more can happen.
        """
        playhead, branch = self._playhead, self._branch
        if not playhead.is_live:
            playhead.show_on(playhead.end, steps)
            return False
        ended = branch.engine.run(steps=steps)
        branch.recording.catch_up()
        branch.state.advance_to(branch.engine.now)
        return ended

    def step(self, until_ns: int = NEVER) -> bool:
        """Advance to the next event up to a time, however far away it is.

        Return False if there will be none; time may have passed, if it is for that alone.
        """
        engine, before = self._branch.engine, self._playhead.position
        with self._inspecting():
            while self._state.seq == len(self._playhead.log):
                due = engine.next_at()
                if due is None or due > until_ns:
                    return False
                done = engine.steps
                engine.run(steps=1)
                if engine.steps == done:  # it comes when it comes
                    return False
                self._branch.last_step = self._state.seq, engine.steps
        self._branch.recording.catch_up(self._state.seq + 1)
        self._branch.step_history.step(before, self._playhead.position)
        return True

    def step_back(self) -> bool:
        """Step back by one event; False at the start, where the site stands built.

        If time has passed since the last event, go to that event, else to the one before. If the
        forward steps began between two events, go back to where they began, so that `step_back`
        undoes `step`.
        """
        before = self._playhead.position
        if self._playhead.is_past_event:
            after = Position(before.seq, self._branch.recording.at(before.seq))
        elif before.seq > self._playhead.first:
            start, seq = self._branch.step_history.start_before(before), before.seq - 1
            after = start or Position(seq, self._branch.recording.at(seq))
        else:
            return False
        self._playhead.go_to(after)
        self._branch.step_history.step_back(before, after)
        return True

    def run_on(self, sought: Sought, steps: int, until_ns: int = NEVER) -> bool | None:
        """Simulate at the live end until what is sought, for at most `steps` steps of the engine.

        No step is done after the one in which it happens. Return True when it happened, False
        when the steps ran out, None when nothing more can happen until `until_ns`.
        """
        branch = self._branch
        engine, log = branch.engine, branch.log
        if self._state.seq < len(log):
            self._playhead.seek_event(len(log))
        is_over = False
        for _ in range(steps):
            due = engine.next_at()
            is_over = due is None or due > until_ns
            if is_over:
                break
            before = len(log)
            engine.run(steps=1)
            found = sought.first_from(log, before) if len(log) > before else None
            if found is not None:
                branch.last_step = before, engine.steps
                branch.recording.catch_up(found + 1)
                return True
        branch.recording.catch_up()
        self._state.advance_to(engine.now)
        return None if is_over else False
