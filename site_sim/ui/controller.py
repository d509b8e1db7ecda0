"""What the controls do: the session that runs, the view of it, and the passing of time.

It knows nothing of Textual; the app calls `tick` from its one timer, and an action a method.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Concatenate, ParamSpec, Protocol

from msgspec.structs import replace

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
from site_sim.events import NOBODY
from site_sim.scenario.scenario import Scenario
from site_sim.session import Search, Session
from site_sim.session.search import Outcome
from site_sim.state.parts import State
from site_sim.state.search import Wanted
from site_sim.ui.view import (
    AS_FAST_AS_IT_CAN,
    FASTEST,
    SLOWEST,
    Past,
    Playhead,
    Scene,
    Selection,
    Staged,
    View,
)
from site_sim.ui.words import in_vain, sought

P = ParamSpec("P")

BUDGET_S = 0.003
"""Real seconds of simulation a tick may take: 2 to 4 ms keep 60 frames a second. The timeline may
be worked on for as long."""
SLICE = 200
"""Kernel steps between two looks at the clock."""
MOST_SLICES = 500
"""Slices in a tick at the most; no machine gets that far within the budget."""
FORK_SLICE = 2000
"""The same while a run is re-executed."""
DEPARTURE_BUDGET_S, TRAVEL_BUDGET_S = 0.2, 0.008
"""Real seconds that a run to a time ahead may take at once, and then a tick."""
MOST_WORKERS = 10_000
LARGE = 1_000
"""In a larger crew it takes some milliseconds to see where everyone stands."""
STAGE_FRAMES = 6
"""Frames that show the same stage of such a crew while it runs."""
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


class Say(Protocol):
    """Lets the person know something; `anew` takes back what was said before."""

    def __call__(self, words: str, anew: bool = False) -> None:
        """Say it."""


def _say_nothing(words: str, anew: bool = False) -> None:
    """Say nothing: nobody is there."""


Deed = Callable[Concatenate["Controller", P], None]


def in_turn(deed: Deed[P]) -> Deed[P]:
    """Have a deed wait while the run is re-executed: what it comes to depends on the outcome."""

    @wraps(deed)
    def done(self: Controller, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._end_journey()
        if self.session.fork_progress is None:
            deed(self, *args, **kwargs)
        else:
            self._waiting.append(partial(done, self, *args, **kwargs))

    return done


def move(deed: Deed[P]) -> Deed[P]:
    """Have a move of the playhead refused while the run is re-executed up to there."""

    @wraps(deed)
    def done(self: Controller, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._end_journey()
        if self.session.fork_progress is None:
            deed(self, *args, **kwargs)
        else:
            self.say("the playhead stays here while the run is re-executed", anew=True)

    return done


class Controller:
    """The session on screen, and everything a person can do to it.

    `clock` gives real seconds, and is asked only to keep a tick within its budget.
    """

    def __init__(self, scenario: Scenario, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.say: Say = _say_nothing
        self.view = View(
            paused=scenario.paused, speed=scenario.speed, title=scenario.title or "site-sim"
        )
        self._open(scenario)

    def _open(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.session = Session(scenario)
        self.session.state.set_moment(self.view.moment_ns)
        self.view.selected = Selection("task", NOBODY)
        self._measured = (0.0, 0.0)
        self._search: Search | None = None
        self._waiting: list[Callable[[], None]] = []
        """What is to be done when the run is re-executed."""
        self._last_staged: Staged | None = None
        self._stage_age = 0
        self.view.destination = None
        if scenario.at:
            self.travel(round(scenario.at * 1e9))

    @property
    def scene(self) -> Scene:
        """What there is to show."""
        session = self.session
        playhead = Playhead(
            at=session.now,
            end=session.end,
            seq=session.state.seq,
            length=len(session.log),
            is_live=session.is_live,
            marks=session.marks,
            fork_progress=session.fork_progress,
            can_restore=session.can_restore,
            sought=sought(self._search.wanted, session.state) if self._search else "",
        )
        return Scene(session.state, self.view, playhead, self._staged(), self._past())

    def _past(self) -> Past | None:
        """Have the past of everyone, where it is shown."""
        if self.view.screen != "timeline":
            return None
        return Past(self.session.timeline, self._refine)

    def _refine(self) -> bool:
        """Work on the timeline; True when it is all there."""
        deadline = self._clock() + BUDGET_S
        return self.session.timeline.work(lambda: self._clock() >= deadline)

    def _staged(self) -> Staged | None:
        """Have the coroutines as they stand, as far as the budget goes, where they are shown."""
        session = self.session
        if self.view.screen != "code":
            session.close_stage()
            self._last_staged = None
            return None
        last, self._stage_age = self._last_staged, self._stage_age + 1
        if last is not None and last.stage is not None and self._may_wait():
            return last
        selected, deadline = self._selected_task(), self._clock() + BUDGET_S
        there = session.prepare_stage(selected, SLICE)
        while not there and self._clock() < deadline:
            there = session.prepare_stage(selected, SLICE)
        stage = session.stage if there else None
        known = stage is not None and selected in stage.standings
        focus = selected if known or stage is None else stage.acting
        self._stage_age = 0
        self._last_staged = Staged(
            stage, session.agenda(), focus, session.stage_progress, session.stage_fault
        )
        return self._last_staged

    def _may_wait(self) -> bool:
        """Whether the stage may be some frames old: a large crew runs on, and takes long to see."""
        is_large = len(self.session.state.workers) > LARGE
        return is_large and not self.view.paused and self._stage_age < STAGE_FRAMES

    def _selected_task(self) -> int:
        """Return the selected task, or the one that has the selected job; NOBODY for none."""
        kind, number = self.view.selected
        if kind == "task":
            return number
        job = self.session.state.jobs.get(number)
        return job.holder if job is not None else NOBODY

    # -- time ------------------------------------------------------------------------------

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
        target = (
            None if view.speed == AS_FAST_AS_IT_CAN else before + round(real_s * view.speed * 1e9)
        )
        arrived = False
        for _ in self._slices(deadline):
            if target is None:
                arrived = session.rush(SLICE)
            else:
                arrived = session.advance(target - session.now, SLICE)
            if arrived:
                break
        self._measure(real_s, (session.now - before) / 1e9)
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

    def _end_journey(self) -> None:
        """Go no further to where it was on the way to; a search goes back to where it began."""
        self.view.destination = None
        search, self._search = self._search, None
        if search is not None:
            search.give_up()
            self._go_on_forking(self._clock() + BUDGET_S)

    @move
    def step(self) -> None:
        """Go on to the next event, and stop there."""
        self.view.paused = True
        self.session.step()

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
        self.session.state.set_moment(self.view.moment_ns)

    # -- the playhead ----------------------------------------------------------------------

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

    @move
    def step_back(self) -> None:
        """Go back an event, and stop there."""
        self.view.paused = True
        self.session.step_back()

    def wanted_of_selected(self) -> Wanted | None:
        """Return the events that concern the selected worker or job; None without one."""
        kind, number = self.view.selected
        if kind == "job":
            return Wanted(job=number)
        return None if number == NOBODY else Wanted(who=number)

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
        if self.session.state.settings["program"] != "pipeline":
            return
        workers = self.workers
        change = max(1, min(max(MOST_WORKERS, workers), wanted)) - workers
        if change:
            self.apply(Hire(change) if change > 0 else LayOff(-change))

    @property
    def rate(self) -> float:
        """Jobs a second that come."""
        return float(self.session.state.settings["rate"])

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
        return float(self.session.state.settings["defect-rate"])

    @in_turn
    def change_defect_rate(self, up: bool) -> None:
        """Go to the next share of defects above or below."""
        share = next_step(self.defect_rate, SHARES, up)
        if share != self.defect_rate:
            self.apply(SetDefectRate(share))
        self.say(f"{share:.0%} of the results are rejected", anew=True)

    @in_turn
    def choose(self, setting: str, value: str) -> None:
        """Choose a model, workload, dispatch or wiring."""
        if self.session.state.settings.get(setting) == value:
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
        on = self.session.state.settings["supervise"] != "on"
        self.apply(SetSupervision(on))
        self.say(f"supervision is {'on' if on else 'off'}", anew=True)

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
        if who != NOBODY:
            self.apply(CauseAccident(who))
        else:
            self.say("there is nobody left to have an accident")

    def restart(self, new_seed: bool) -> None:
        """Start again as it is set now: with the same seed, or with the one after it."""
        settings = self.session.state.settings
        changed = {
            "workers": max(1, self.workers),
            "rate": self.rate,
            "model": settings["model"],
            "workload": settings["workload"],
            "dispatch": settings["dispatch"],
            "wiring": settings["wiring"],
            "defect_rate": self.defect_rate,
            "supervise": settings["supervise"] == "on",
            "seed": (self.scenario.seed + new_seed) % (1 << 63),
            "at": 0.0,
        }
        self._open(replace(self.scenario, **changed))

    def open(self, scenario: Scenario) -> None:
        """Run another scenario."""
        self.view.title = scenario.title or "site-sim"
        self.view.speed = scenario.speed
        self.view.paused = scenario.paused
        self._open(scenario)

    # -- looking ---------------------------------------------------------------------------

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
