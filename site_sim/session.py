"""The one door between a person and a run: commands go in, and the state comes out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from operator import attrgetter
from typing import TYPE_CHECKING

from site_sim.commands import Command
from site_sim.events import NOBODY, EventLog
from site_sim.kernel.checks import check
from site_sim.kernel.scheduler import NEVER
from site_sim.kernel.setup import Setup
from site_sim.kernel.simulation import Simulation
from site_sim.reenactment import Entry, Moment, Reenactment
from site_sim.scenario.scenario import Scenario
from site_sim.state.checkpoints import Checkpoints
from site_sim.state.marks import Marks
from site_sim.state.search import Wanted, first_event, last_event
from site_sim.state.site import MOMENT_NS, SiteState
from site_sim.state.timeline import Timeline
from site_sim.state.track import Track

if TYPE_CHECKING:  # importing it takes 6 ms
    from site_sim.stage.agenda import Agenda
    from site_sim.stage.snapshot import Stage
    from site_sim.stage.staging import Staging

BURST = 4096
"""Steps between two looks at the progress of a headless run."""
EVENTS_A_STEP = 4
"""What a kernel's step is worth in events, when the past is shown again."""


class Course:
    """One course of events: what is simulated, what it was told, and how to find its past."""

    def __init__(self, simulation: Simulation, journal: Sequence[Entry] = ()) -> None:
        self.simulation = simulation
        self.journal = list(journal)
        self.log: EventLog = simulation.log
        track = Track(self.log)
        self.state = SiteState(self.log, track=track)
        self.checkpoints = Checkpoints(self.log, self.state.verdict_table, track)
        self.timeline = Timeline(track)
        self.marks = Marks(self.log)

    def fork(self, reenactment: Reenactment) -> Course:
        """Return the course that parts from this one where a reenactment stands."""
        fork = Course(reenactment.simulation, reenactment.journal)
        fork.checkpoints = self.checkpoints.copy_for(fork.log, reenactment.moment.seq)
        fork.state = fork.checkpoints.state_at(reenactment.moment.seq)
        assert fork.state.track is not None
        fork.timeline = self.timeline.copy_for(fork.state.track)
        fork.catch_up(fork.state)
        return fork

    def catch_up(self, state: SiteState, stop: int | None = None) -> None:
        """Fold a state on, taking the checkpoints that are due on the way."""
        end = len(self.log) if stop is None else stop
        while state.seq < end:
            state.catch_up(min(end, max(self.checkpoints.next_due, state.seq + 1)))
            self.checkpoints.note(state)


class Session:
    """One run of a scenario, the journal of what it was told, and a playhead.

    `state` is the site at the playhead, and `now` its time (simulated ns). At the live end time
    goes on by simulating; in the past it goes on by showing what has happened. A command is given
    at the playhead: in the past it forks the run, and the old future can be had back once.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._setup: Setup = scenario.to_setup()
        self._course = Course(Simulation(self._setup))
        self.first = len(self._course.log)
        """Events that build the site; its first moment is after them."""
        self._abandoned: Course | None = None
        self._fork: tuple[Reenactment, Command] | None = None
        self._staging: Staging | None = None
        self._moment_ns = MOMENT_NS
        self._course.catch_up(self.state)

    # -- what there is ---------------------------------------------------------------------

    @property
    def state(self) -> SiteState:
        """The site at the playhead."""
        return self._course.state

    @property
    def log(self) -> EventLog:
        """What has happened so far, up to the live end."""
        return self._course.log

    @property
    def journal(self) -> list[Entry]:
        """The commands given so far."""
        return self._course.journal

    @property
    def now(self) -> int:
        """The time at the playhead, in simulated nanoseconds."""
        return self.state.at

    @property
    def end(self) -> int:
        """The time at the live end, in simulated nanoseconds."""
        return max(self._course.simulation.now, self.now)

    @property
    def is_live(self) -> bool:
        """Whether the playhead is at the live end."""
        return self.state.seq == len(self.log) and self.now >= self._course.simulation.now

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen unless a command is given."""
        return self.is_live and self._course.simulation.next_at() is None

    @property
    def marks(self) -> Marks:
        """What is worth a mark on the way, kept up to the live end."""
        marks = self._course.marks
        marks.catch_up()
        marks.add_commands(entry.at for entry in self.journal[marks.commands :])
        return marks

    @property
    def moment(self) -> Moment:
        """Where the playhead is."""
        return Moment(self.state.seq, self.now)

    @property
    def timeline(self) -> Timeline:
        """The past of all tasks and lanes, up to the live end."""
        timeline = self._course.timeline
        timeline.now = self.end
        return timeline

    def set_moment(self, moment_ns: int) -> None:
        """Let a cell of strips and series stand for so many simulated nanoseconds."""
        self._moment_ns = moment_ns
        self.state.set_moment(moment_ns)

    # -- time goes on ----------------------------------------------------------------------

    def advance(self, span_ns: int, steps: int = NEVER) -> bool:
        """Let simulated time pass, in at most so many of the kernel's steps.

        Returns True when it got there; False when it is behind, and wants to be called again.
        """
        until, simulation = self.now + span_ns, self._course.simulation
        if not self.is_live:
            shown = self._show_on(until, steps)
            if not shown or until < simulation.now:
                return shown
        arrived = simulation.run(until, steps)
        self._course.catch_up(self.state)
        self.state.advance_to(until if arrived else simulation.now)
        return arrived

    def _show_on(self, until: int, steps: int) -> bool:
        """Show what has happened up to a time; False if there was more of it than `steps`."""
        state = self.state
        wanted = self.log.index_at(until)
        reached = min(wanted, state.seq + min(steps, NEVER // EVENTS_A_STEP) * EVENTS_A_STEP)
        self._course.catch_up(state, reached)
        if reached < wanted:
            return False
        state.advance_to(min(until, self.end))
        return True

    def rush(self, steps: int) -> bool:
        """Go on as fast as it can, for so many of the kernel's steps.

        Returns True when nothing more can happen.
        """
        if not self.is_live:
            self._show_on(self.end, steps)
            return False
        ended = self._course.simulation.run(steps=steps)
        self._course.catch_up(self.state)
        self.state.advance_to(self._course.simulation.now)
        return ended

    def step(self) -> bool:
        """Go on to the next event, however far away it is; False if there will be none."""
        simulation = self._course.simulation
        with self._watching():
            while self.state.seq == len(self.log):
                if simulation.next_at() is None:
                    return False
                simulation.run(steps=1)
        self._course.catch_up(self.state, self.state.seq + 1)
        return True

    def run(
        self, until_ns: int | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """Run as fast as it can, to a time or until nothing more can happen.

        `progress` is told the simulated time now and then.
        """
        limit = NEVER if until_ns is None else until_ns
        simulation = self._course.simulation
        while not simulation.run(limit, BURST):
            self._course.catch_up(self.state)
            if progress is not None:
                progress(simulation.now)
        self._course.catch_up(self.state)
        if simulation.next_at() is not None:
            self.state.advance_to(limit)
        else:  # all is done: time stands still at the last event, not at the limit
            simulation.reach(self.now, simulation.steps)

    # -- the playhead ----------------------------------------------------------------------

    def seek(self, at: int) -> None:
        """Show the site at a time (ns), between the start and the live end."""
        at = max(0, min(at, self.end))
        self.seek_event(self.log.index_at(at))
        self.state.advance_to(at)

    def seek_event(self, seq: int) -> None:
        """Show the site after the first `seq` events, and never before it was built."""
        course = self._course
        seq = max(self.first, min(seq, len(course.log)))
        at = course.log[seq - 1].at if seq else 0
        if not 0 <= seq - course.state.seq <= BURST or course.state.at > at:
            course.state = course.checkpoints.state_at(seq)
        course.catch_up(course.state, seq)
        course.state.set_moment(self._moment_ns)

    def seek_next(self, wanted: Wanted) -> bool:
        """Go on to after the next event that is wanted, if it has happened already."""
        seq = first_event(self.log, wanted, self.state.seq)
        if seq is not None:
            self.seek_event(seq + 1)
        return seq is not None

    def seek_previous(self, wanted: Wanted) -> bool:
        """Go back to after the last event before the present one that is wanted."""
        seq = last_event(self.log, wanted, self.state.seq - 1)
        if seq is None or seq < self.first:
            return False
        self.seek_event(seq + 1)
        return True

    def run_on(self, wanted: Wanted, steps: int) -> bool | None:
        """Simulate on at the live end for so many steps, up to after a wanted event.

        Returns True when it happened, False when the steps ran out, None when nothing more can
        happen.
        """
        self.seek_event(len(self.log))
        start = len(self.log)
        ended = self._course.simulation.run(steps=steps)
        seq = first_event(self.log, wanted, start)
        self.seek_event(len(self.log) if seq is None else seq + 1)
        return True if seq is not None else None if ended else False

    def step_back(self) -> bool:
        """Go back to before the last event; False at the start, where the site stands built."""
        if self.state.seq <= self.first:
            return False
        self.seek_event(self.state.seq - 1)
        return True

    # -- the stage -------------------------------------------------------------------------

    def prepare_stage(self, focus: int = NOBODY, steps: int = NEVER) -> bool:
        """Have the coroutines as they stand at the playhead; True when they are there.

        In the past the run is executed again for it, a piece a call, in at most so many of the
        kernel's steps. `focus` is one who is to be told in full, whatever the size of the crew.
        """
        staging = self._staging
        if staging is None or staging.log is not self.log:
            course = self._course
            from site_sim.stage.staging import Staging  # noqa: PLC0415 - only for the code screen

            staging = self._staging = Staging(self._setup, course.simulation, course.journal)
        if not self.is_live:
            return staging.prepare(self.moment, focus, steps)
        staging.take_live(focus)
        return True

    def _watching(self) -> AbstractContextManager[None]:
        """Let the stage, where there is one, be taken between the events of what is done live."""
        staging = self._staging
        is_here = staging is not None and staging.log is self.log
        return staging.watching() if staging is not None and is_here else nullcontext()

    @property
    def stage(self) -> Stage | None:
        """The coroutines as they stood when the stage was last prepared; None before."""
        return self._staging.stage if self._staging is not None else None

    @property
    def stage_progress(self) -> float:
        """How much of the past has been executed again for the stage, 0 to 1."""
        return self._staging.progress if self._staging is not None else 0.0

    @property
    def stage_fault(self) -> str:
        """Why there is no stage of the past; "" where there is."""
        return self._staging.fault if self._staging is not None else ""

    def agenda(self) -> Agenda:
        """Return the last events and the next, and what is due according to the stage, if any."""
        from site_sim.stage.agenda import (  # noqa: PLC0415 - only for the code screen
            Outlook,
            agenda_of,
        )

        stage, seq = self.stage, self.state.seq
        place = bisect_right(self.journal, seq, key=attrgetter("after"))
        by_command = any(entry.before <= seq for entry in self.journal[place : place + 1])
        outlook = Outlook(by_command=by_command)
        if stage is not None and stage.shows(self.moment):
            outlook = Outlook(stage.pending, stage.due, stage.in_midst, by_command)
        return agenda_of(self.log, seq, outlook)

    def close_stage(self) -> None:
        """Let go of what the stage took."""
        self._staging = None

    # -- commands --------------------------------------------------------------------------

    def apply(self, command: Command) -> None:
        """Carry out a command at the playhead, and keep it in the journal.

        In the past this re-executes the run up to the playhead, which takes as long as it took:
        `begin` and `work` do the same in pieces.
        """
        self.begin(command)
        self.work()

    def begin(self, command: Command) -> None:
        """Take a command: carried out at once at the live end, in the past when `work` is done.

        Raises ValueError, with nothing changed, on one that has no sense.
        """
        check(command)
        if self.is_live:
            self._carry_out(command)
            return
        course = self._course
        self._fork = Reenactment(self._setup, course.journal, self.moment, course.log), command

    @property
    def fork_progress(self) -> float | None:
        """How far the re-execution for a command in the past is, 0 to 1; None without one."""
        return None if self._fork is None else self._fork[0].progress

    def work(self, steps: int = NEVER) -> bool:
        """Go on with a fork that was begun; True when there is none (any more).

        Raises `SiteError` if the re-execution does not reproduce the log.
        """
        if self._fork is None:
            return True
        reenactment, command = self._fork
        try:
            if not reenactment.work(steps):
                return False
        except Exception:
            self._fork = None
            raise
        self._fork = None
        if reenactment.moment.seq < len(self.log):
            self._abandoned = self._course
        self._course = self._course.fork(reenactment)
        self.state.set_moment(self._moment_ns)
        self._carry_out(command)
        return True

    def _carry_out(self, command: Command) -> None:
        simulation = self._course.simulation
        before = len(self.log)
        at, steps = simulation.now, simulation.steps
        with self._watching():
            simulation.apply(command)
        self.journal.append(Entry(at, steps, command, before, len(self.log)))
        self._course.catch_up(self.state)
        self.state.advance_to(at)

    @property
    def can_restore(self) -> bool:
        """Whether there is an abandoned future to bring back."""
        return self._abandoned is not None

    def restore(self) -> bool:
        """Bring back, once, the future that the last fork abandoned; False if there is none."""
        if self._abandoned is None:
            return False
        self._course, self._abandoned = self._abandoned, None
        self.state.set_moment(self._moment_ns)
        return True

    def replay(self) -> EventLog:
        """Re-execute seed and journal up to the live end, and return the log of that run."""
        simulation = self._course.simulation
        again = Simulation(self._setup)
        for entry in self.journal:
            again.reach(entry.at, entry.steps)
            again.apply(entry.command)
        again.reach(simulation.now, simulation.steps)
        return again.log
