"""What moving the playhead costs: seeks and searches in a long log, steps back, forks, memory.

The long run is of ten workers under coroutines, Poisson arrivals and exponential service, more
jobs than they can do, so that the queue grows long too. It makes ten million events, which takes
a minute or so.

A run is executed again at the kernel's own speed, or the past is not free to go back to. What is
timed is both in turns; `ALLOWANCE` is how far apart two equal runs may seem on a busy machine.
"""

from __future__ import annotations

import dataclasses
import gc
import random
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from statistics import median
from sys import getsizeof
from time import perf_counter_ns

from msgspec.structs import replace

from site_sim.base.collector import settle_collector
from site_sim.commands import (
    CauseAccident,
    ChooseModel,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetRate,
)
from site_sim.kernel.reexecution import Reexecution
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import CHUNK, EventLog
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.view_state import Selection
from site_sim.run.condition_scan import ScanOn
from site_sim.run.session import Session
from site_sim.run.simulated import simulation_of
from site_sim.scenario.scenario import Scenario
from site_sim.state.conditions.reading import read_condition
from site_sim.state.history.transitions import TransitionIndex
from site_sim.ui.dialogs.find import find
from site_sim.ui.dialogs.job_story import JobLife
from tests.benchmarks.measure import Figure, Run, times_the_cost
from tests.log.logs import bytes_of
from tests.oracles.memory import bytes_held
from tests.run.driving import give

BESIDES = 240
"""Bytes of a checkpoint besides the packed state, at the most."""
EVENTS = 10_000_000
SHORT = 100_000
"""Events of the short run that the long one is held against."""
SEEKS = 60
SEARCHES = 20
SCRUBS = 1_000
SCANNED = 200_000
"""Events at the end of the long run that are looked through for a condition."""
CONDITIONS = ("done > 99,999,999", "utilisation > 99.9%", "worker 3 gone", "job nobody accepted")
REPEATS = 9
ALLOWANCE = 0.05
SCENARIO = Scenario(
    model="coroutines", workers=10, rate=3.0, arrivals="poisson", service="exponential",
    service_time=0.5,
)  # fmt: skip
CROWD = Scenario(
    model="coroutines", arrivals="poisson", service="exponential", service_time=5.0,
    wiring="direct", dispatch="least-busy", costs="zero",
)  # fmt: skip
EVENTFUL = Scenario(
    model="threads", workers=10, rate=3.0, arrivals="poisson", service="exponential",
    service_time=0.5, workload="mixed", accident_rate=0.05, defect_rate=0.05,
)  # fmt: skip
CROWDS = {1_000: 50, 10_000: 100}
"""How large a crew is, and how many milliseconds a seek among its events may take."""
BUSY = {"a tenth at work": 0.1, "all at work": 1.2}
"""The work that comes, against what the crew can do."""
CROWD_EVENTS = 500_000
COMMANDS: tuple[Command, ...] = (
    Hire(2), CauseAccident(3), SetRate(5.0), LayOff(2), OrderJobs(20), ChooseModel("serial"),
    CauseAccident(0), SetRate(3.0), ChooseModel("threads"),
)  # fmt: skip


def navigation() -> Iterator[Figure]:
    """Yield the cost of seeks and steps, the memory they need, and re-execution."""
    short, long = _ran(SHORT), _ran(EVENTS)
    name = f"seek among {len(long.log):,} events"
    seeks = _times(lambda rng: long.playhead.seek_event(rng.randrange(len(long.log))), SEEKS)
    among_few = _times(lambda rng: short.playhead.seek_event(rng.randrange(len(short.log))), SEEKS)
    yield Figure(f"{name}, median", median(seeks), "ms", limit=50)
    yield Figure(f"{name}, slowest of {SEEKS}", max(seeks), "ms", limit=50)
    ratio = median(seeks) / median(among_few)
    yield Figure(f"{name} : among {SHORT:,}", median(seeks), "ms", median(among_few), ratio)
    long.playhead.seek_event(len(long.log) // 2)
    back = _times(lambda _: long.playback.step_back(), SEEKS)
    yield Figure("step back in it, median", median(back), "ms", limit=50)
    yield from _memory(long)
    yield _scrubbing(short)
    yield from _searches(long)
    yield from _conditions(long)
    for session, of_what in ((short, ""), (_commanded(), " with commands and accidents")):
        again, first = _again(session), _first(session)
        name = f"re-execution{of_what} : running it"
        yield times_the_cost(name, again, first, 1 + ALLOWANCE, REPEATS)


def crowds() -> Iterator[Figure]:
    """Yield the cost of seeks where there are many workers; the collector runs as on a screen."""
    for workers, limit in CROWDS.items():
        for busy, share in BUSY.items():
            rate = workers * share / 5
            session = _ran(CROWD_EVENTS, replace(CROWD, workers=workers, rate=rate))
            thresholds = gc.get_threshold()
            settle_collector()
            times = _times(
                lambda rng, session=session: session.playhead.seek_event(
                    rng.randrange(len(session.log))
                ),
                SEEKS,
            )
            gc.unfreeze()
            gc.set_threshold(*thresholds)
            name = f"seek with {workers:,} workers, {busy}"
            yield Figure(f"{name}, median", median(times), "ms", limit=limit)
            yield Figure(f"{name}, slowest of {SEEKS}", max(times), "ms")
            *_, checkpoints = _memory(session)
            yield dataclasses.replace(checkpoints, name=f"{checkpoints.name}, {busy}")


def _ran(events: int, scenario: Scenario = SCENARIO) -> Session:
    session = Session(scenario)
    while len(session.log) < events:
        session.playback.rush(20_000)
    return session


def _commanded() -> Session:
    """Return a run with accidents and rework, in which the person interferes again and again."""
    session = Session(EVENTFUL)
    commands = cycle(COMMANDS)
    session.playback.rush(500)
    while len(session.log) < SHORT:
        give(session, next(commands))
        session.playback.rush(500)
    return session


def _times(
    move: Callable[[random.Random], object],
    repeats: int,
    prepare: Callable[[], None] = lambda: None,
) -> list[float]:
    """Return what moves cost, in milliseconds each; what is prepared for each is not timed."""
    rng = random.Random(1)
    prepare()
    move(rng)
    times = []
    for _ in range(repeats):
        prepare()
        began = perf_counter_ns()
        move(rng)
        times.append((perf_counter_ns() - began) / 1e6)
    return times


def _scrubbing(session: Session) -> Figure:
    """Return what a thousand seeks to and fro leave behind."""
    rng = random.Random(2)
    for _ in range(SCRUBS // 10):
        session.playhead.seek(rng.randrange(session.playhead.end))
    tracemalloc.start()
    session.playhead.seek(session.playhead.end // 2)
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(SCRUBS):
        session.playhead.seek(rng.randrange(session.playhead.end))
    session.playhead.seek(session.playhead.end // 2)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = max(0, after - before) / 1024
    return Figure(f"memory that {SCRUBS:,} scrubs leave behind", grown, "KiB", limit=256)


def _memory(session: Session) -> Iterator[Figure]:
    """Yield the bytes an event of all that is kept of a run, and of the checkpoints in it."""
    log, recording = session.log, session.recording
    index = TransitionIndex(recording.changes)
    for chunk in range(len(log) // CHUNK):
        index.index(chunk)  # it is built where one looks, and stays
    kept = {
        "the log's columns": bytes_of(log),
        "the jobs": sum(map(getsizeof, log.jobs.columns())),
        "the verdicts": bytes_held(session.state.verdict_table, besides=(EventLog,)),
        "changes and timeline": bytes_held(recording.changes, index, besides=(EventLog,)),
    }
    for name, size in kept.items():
        yield Figure(f"memory of {name}, an event", size / len(log), "bytes")
    total = sum(kept.values()) / len(log)
    checkpoints = sum(BESIDES + len(each.packed) for each in recording.checkpoints.taken) / len(log)
    yield Figure("memory of all of these, an event", total, "bytes", limit=40)
    ratio = checkpoints / total
    yield Figure("checkpoints, an event : all of these", checkpoints, "bytes", total, ratio, 0.1)


def _searches(session: Session) -> Iterator[Figure]:
    """Yield what it takes to find events, jobs and their lives where that takes longest."""
    log, end = session.log, len(session.log)
    session.playhead.seek_event(end)
    waits_longest = session.state.jobs.first_untouched
    early, late = SHORT // 100, waits_longest - 1

    def find_again(rng: random.Random) -> object:
        job = rng.randrange(waits_longest)
        return find(session.state, log.jobs[job].name, Selection("job", job))

    searches: dict[str, tuple[int, Callable[[random.Random], object]]] = {
        "next event of a late job": (0, lambda _: session.playhead.seek_next(Wanted(job=late))),
        "previous event of an early job": (
            end,
            lambda _: session.playhead.seek_previous(Wanted(job=early)),
        ),
        "next event of a worker": (end // 2, lambda _: session.playhead.seek_next(Wanted(who=0))),
        "next of a kind without any": (
            0,
            lambda _: session.playhead.seek_next(Wanted((Kind.Scrapped,))),
        ),
        "find the next job of a name": (end, find_again),
        "story of the job that waits longest": (
            end,
            lambda _: JobLife.of(session.state, session.recording.changes, waits_longest),
        ),
    }
    for name, (start, search) in searches.items():
        times = _times(search, SEARCHES, partial(session.playhead.seek_event, start))
        yield Figure(f"{name}, median", median(times), "ms", limit=50)


def _conditions(session: Session) -> Iterator[Figure]:
    """Yield what a slice of the search for a condition takes that is never true, and an event."""
    start = len(session.log) - SCANNED
    for text in CONDITIONS:
        condition = read_condition(text, session.log.cast)
        scan, times, looked = ScanOn(session.recording, condition, start), list[float](), "goes on"
        while looked == "goes on":
            began = perf_counter_ns()
            looked = scan.go_on(DEFAULT_TUNING.scanned_slice)
            times.append((perf_counter_ns() - began) / 1e6)
        yield Figure(f"slice of a search for {text}, median", median(times), "ms", limit=8)
        yield Figure(f"search for {text}, an event", sum(times) * 1e3 / SCANNED, "us")


def _again(session: Session) -> Run:
    """Return a re-enactment of the whole run; a unit is an event."""
    config = simulation_of(session.branch).config

    def ready() -> Callable[[], int]:
        session.playhead.seek_event(len(session.log))
        reexecution = Reexecution(config, session.journal, session.playhead.position, session.log)

        def work() -> int:
            reexecution.work()
            return len(reexecution.simulation.log)

        return work

    return ready


def _first(session: Session) -> Run:
    """Return the kernel's own run of as many events, with the commands it was given."""
    simulation = simulation_of(session.branch)
    config, steps = simulation.config, simulation.steps

    def ready() -> Callable[[], int]:
        simulation = Simulation(config)

        def work() -> int:
            for entry in session.journal:
                simulation.reach(entry.at, entry.steps)
                simulation.apply(entry.command)
            simulation.run(steps=steps - simulation.steps)
            return len(simulation.log)

        return work

    return ready
