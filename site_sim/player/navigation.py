"""The moves of the playhead, and how what is done waits while the run is re-executed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from site_sim.log.search import Wanted
from site_sim.player.formatting import in_vain
from site_sim.player.pacing import Pacing
from site_sim.run.search import Search

DEPARTURE_BUDGET_S = 0.2
"""Real seconds that a run to a time ahead may take at once."""

P = ParamSpec("P")
S = TypeVar("S", bound=Pacing)
Deed = Callable[Concatenate[S, P], None]


def in_turn(deed: Deed[S, P]) -> Deed[S, P]:
    """Have a deed wait while the run is re-executed: what it comes to depends on the outcome."""

    @wraps(deed)
    def done(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._end_journey()
        if self.session.fork_progress is None:
            deed(self, *args, **kwargs)
        else:
            self._waiting.append(partial(done, self, *args, **kwargs))

    return done


def move(deed: Deed[S, P]) -> Deed[S, P]:
    """Have a move of the playhead refused while the run is re-executed up to there."""

    @wraps(deed)
    def done(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._end_journey()
        if self.session.fork_progress is None:
            deed(self, *args, **kwargs)
        else:
            self.say("the playhead stays here while the run is re-executed")

    return done


class Navigator(Pacing):
    """The session on screen, and the moves of its playhead."""

    @move
    def step(self) -> None:
        """Go on to the next event, and stop there."""
        self.view.paused = True
        self.session.step()

    @move
    def step_back(self) -> None:
        """Go back an event, and stop there."""
        self.view.paused = True
        self.session.step_back()

    @move
    def seek(self, at: int) -> None:
        """Show the site at a time (ns); in the past it stands still there."""
        self.session.seek(at)
        self.view.paused = self.view.paused or not self.session.is_live

    @move
    def jump(self, span_ns: int) -> None:
        """Go some time forth or back; beyond the live end it runs on."""
        session = self.session
        if span_ns > 0 and session.now + span_ns > session.end:
            self.travel(session.now + span_ns)
        else:
            self.seek(session.now + span_ns)

    @move
    def go_to(self, at: int) -> None:
        """Go to a time (ns), past or to come, and stop there."""
        if at > self.session.end:
            self.travel(at)
        else:
            self.session.seek(at)
        self.view.paused = True

    @move
    def travel(self, at: int) -> None:
        """Run on to a time (ns) that has not come yet; if it is far, on behind the screen."""
        self.session.seek(self.session.end)
        self.view.destination = at
        self._travel_on(self._clock() + DEPARTURE_BUDGET_S)

    @move
    def go_back_to(self, wanted: Wanted) -> None:
        """Go back to the last event that is wanted, if there is one."""
        self.view.paused = True
        if not self.session.seek_previous(wanted):
            self.say("nothing happened to it before")

    @move
    def go_on_to(self, wanted: Wanted) -> None:
        """Go on to the next event that is wanted: one that has happened, or one to come."""
        self.view.paused = True
        session = self.session
        if session.seek_next(wanted):
            return
        if wanted.job is not None and session.state.is_done(wanted.job):
            self.say(in_vain(wanted, session.state, "nothing more"))
        else:
            self._search = Search(session, wanted)

    def restore(self) -> None:
        """Give up the re-execution that is under way, else bring back the old future."""
        if self.session.fork_progress is not None:
            self.session.give_up()
            self.drop_what_waits()
            self.say("the re-execution is given up, and the run stays as it was")
        elif self.session.can_restore:
            self._search = self.view.destination = None
            self.session.restore()
            self.say("the old future is back")
        else:
            self._end_journey()
            self.say("no future was cut off")
