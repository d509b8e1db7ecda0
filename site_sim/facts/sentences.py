"""Everything that the program says of Python, threads, processes and itself: one sentence an id.

Screens, help and command line take their sentences from here. Those of the scenarios that ship and
of the README stand here too, and tests hold them to it. Beside each is said how it is known to be
true. What is in braces is filled in where it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from site_sim.facts.explanations import (
    COSTS,
    HELP,
    KEYS,
    NEXT,
    NOW,
    PANELS,
    ROLES,
    SCENARIOS,
    SETTINGS,
    SIGNS,
    STATES,
    TRACKS,
    WORDS,
)
from site_sim.facts.happenings import CAUSES, EVENTS, NEWS, UPCOMING, WAITING

Known = Literal["tried", "measured", "documented", "built"]
"""How a sentence is known to be true.

A test of its id tries it on the Python that runs the tests; it was measured; others have written it
down; or the program is built so, and a test of the program holds it.
"""

FAILING_CHAIN: Mapping[tuple[int, int], int] = {(3, 11): 497, (3, 13): 997}
"""How many workers a chain of plain `.send()` calls fails at, from each version of Python on.

It begins with a foreman who is called from the top of a script, and ends with accept, under the
recursion limit of 1,000 that Python starts with.
"""


class Sentence(NamedTuple):
    """A sentence, or a part of one, and how it is known to be true."""

    text: str
    known: Known
    source: str = ""
    """What was measured, who has written it down, or the tests of what is built; of what is tried,
    who has written down what the Python that tries it may not show."""


def say(id: str, **fields: object) -> str:
    """Return a sentence with its fields filled in."""
    return SENTENCES[id].text.format(**fields)


def _tried(text: str, where: str = "") -> Sentence:
    return Sentence(text, "tried", where)


def _measured(text: str, what: str) -> Sentence:
    return Sentence(text, "measured", what)


def _documented(text: str, where: str) -> Sentence:
    return Sentence(text, "documented", where)


def _built(text: str, tests: str) -> Sentence:
    return Sentence(text, "built", tests)


_OF_EVENTS = "facts/test_event_text.py"
_OF_WAITING = "inspection/test_waiting.py"
_OF_UPCOMING = "inspection/test_upcoming.py"
_OF_LINTS = "state/test_lints.py"
_OF_OVERLOAD = "state/test_overload.py"
_OF_PROCESSES = "cli/test_processes.py"
_OF_OUTCOME = "experiments/test_outcome.py"
_OF_COSTS = "kernel/test_models.py"
_OF_SCENARIOS = "scenario/test_shipped.py"

_MODELS: Mapping[str, Sentence] = {
    "site": _built(
        "A construction site of generator coroutines, simulated live in the terminal.",
        "program/test_pipeline.py",
    ),
    "serial.summary": _tried("one call stack: a send is a call, a wait holds up all"),
    "coroutines.summary": _tried("one event loop: waits overlap, computing holds up all"),
    "threads.summary": _tried("threads that share one GIL: waits overlap, computing takes turns"),
    "free-threads.summary": _documented("threads without a GIL, on every core", "PEP 703"),
    "processes.summary": _tried("a process for each: every core, but each hop is pickled"),
    "hybrid.summary": _built(
        "a process a core, an event loop of coroutines in each", "kernel/test_layout.py"
    ),
    # What would be so in plain Python, beside what the model does.
    "serial.call": _tried(
        "A .send() is a call: the sender is on the stack until the other is back at its yield."
    ),
    "send.already-executing": _tried("generator already executing"),
    "serial.deepest": _tried(
        "Python's recursion limit ends a chain at {workers} workers ({newer} from 3.13 on)."
    ),
    "coroutines.overlap": _tried(
        "No chain of plain .send() does this: while one waits, others run."
    ),
    "coroutines.stack": _tried("Nothing is on the stack but the event loop and the one that runs."),
    "threads.stack": _tried(
        "No chain of plain .send() does this: each worker is a thread with a stack of its own."
    ),
    "threads.running": _tried(
        "Inside its work or a send a generator is GEN_RUNNING, even while it waits for the GIL."
    ),
    "threads.send": _tried(
        "A .send() runs in the sender's thread; into one that runs it raises ValueError: "
        "jobs need a queue."
    ),
    "free-threads.running": _documented(
        "Without a GIL several run at once, and each of them is GEN_RUNNING.", "PEP 703"
    ),
    "free-threads.send": _tried(
        "A .send() into one that runs raises ValueError, or crashes 3.13 and 3.14: "
        "jobs need a queue.",
        "python/cpython#120321 and #156351: mended in 3.15 alone",
    ),
    "processes.stack": _documented(
        "No chain of plain .send() does this: each worker is a process with a stack of its own.",
        "the library reference on multiprocessing",
    ),
    "processes.pickle": _tried(
        "A generator can't be pickled: it stays in its process, and only jobs cross."
    ),
    "hybrid.stack": _documented(
        "No chain of plain .send() does this: each process has an event loop of its own.",
        "the library reference on asyncio",
    ),
    "hybrid.loop": _tried("On each stack is nothing but its loop and the one that runs."),
    # What the program does instead.
    "simulation.link": _built(
        "In the program x.send() makes a request, to be yielded. Here it is the generator's own.",
        "program/test_pipeline.py",
    ),
    "simulation.held": _built(
        "The simulation holds each at its yield between two steps: all are GEN_SUSPENDED there.",
        "inspection/test_coroutines.py",
    ),
}

_ON_SCREEN: Mapping[str, Sentence] = {
    "lint.dead-called": _tried("{dead}; a send there raises StopIteration, and closes its callers"),
    "lint.dead-inbox": _built("{dead}; what is sent there is never taken", _OF_LINTS),
    "lint.dead-sources": _built("{dead}; nobody hands out jobs any more", _OF_LINTS),
    "lint.finished-one": _built("the one job is done", _OF_LINTS),
    "lint.finished": _built("all {jobs:,} jobs are done", _OF_LINTS),
    "lint.empty": _built("no jobs come; raise the rate, or order one", _OF_LINTS),
    "lint.empty-order": _built("no jobs come; order one", _OF_LINTS),
    "beside.no-process": _built("no process can be started: {reason}", _OF_PROCESSES),
    "beside.ended": _built("a process of it was ended from outside", _OF_PROCESSES),
    "ending.endless": _built(
        "does not end: more jobs were to come, and {jobs} not done", _OF_OUTCOME
    ),
    "ending.early": _built(
        "was stopped at {time}: more jobs were to come, and {jobs} not done", _OF_OUTCOME
    ),
    "ending.cut": _built("was stopped at {time}, and {jobs} not done", _OF_OUTCOME),
    "ending.stuck": _built("nothing more happens, and {jobs} not done", _OF_OUTCOME),
    "lint.more": _built("more jobs wait than a while ago", _OF_OVERLOAD),
    "lint.rates": _built("{arrive} arrive, {done} are done", _OF_OVERLOAD),
    "lint.growth": _built("{rates}, {more} more wait each {time}", _OF_OVERLOAD),
    "lint.growth-brief": _built("{more} more each {time}", _OF_OVERLOAD),
    "why.start-ups": _built("the site is starting {count:,} processes", _OF_OVERLOAD),
    "why.source": _built("the {who} hands on one job at a time", _OF_OVERLOAD),
    "why.source-hop": _built("the {who} hands on one job each {hop}", _OF_OVERLOAD),
    "why.source-least": _built("hops keep the {who} busy", _OF_OVERLOAD),
    "why.hops": _built("{hops} take up {share} of {lane}", _OF_OVERLOAD),
    "why.hops-least": _built("hops take {share} of the time", _OF_OVERLOAD),
    "why.computing": _built("computing takes up {share} of {lane}", _OF_OVERLOAD),
    "why.computing-least": _built("computing takes {share} of the time", _OF_OVERLOAD),
    "why.fullest-least": _built("{lanes}, one taken {share}", _OF_OVERLOAD),
    "why.fullest": _built("the fullest of {lanes} is taken {share} of the time", _OF_OVERLOAD),
    "why.passes": _built("a job passes up to {most} {hops}", _OF_OVERLOAD),
    "why.passes-least": _built("up to {most} hops a job", _OF_OVERLOAD),
    "why.passes-too": _built("{taken}, a job passes up to {most} of them", _OF_OVERLOAD),
    "why.io": _built("the call stack waits for one I/O at a time", _OF_OVERLOAD),
    "why.one": _built("the call stack lets one work at a time", _OF_OVERLOAD),
    "why.io-least": _built("one I/O at a time", _OF_OVERLOAD),
    "why.one-least": _built("one works at a time", _OF_OVERLOAD),
    "why.queueing-least": _built("jobs behind a busy worker", _OF_OVERLOAD),
    "why.queueing": _built("jobs wait behind a busy worker", _OF_OVERLOAD),
    "why.queueing-idle": _built("jobs wait behind a busy worker, others are idle", _OF_OVERLOAD),
    "why.workers": _built("the {who} idle only {share} of the time", _OF_OVERLOAD),
    "why.workers-least": _built("{who} idle only {share}", _OF_OVERLOAD),
    "why.workers-always": _built("the {who} hardly ever idle", _OF_OVERLOAD),
    "strip.past": _built("the strips show the last {past}", "ui/screens/site/test_chain.py"),
    "lane.used": _built("used {share} of the time", "ui/screens/site/test_lanes.py"),
    "lane.waits": _built("waits for {lane}", "ui/screens/site/test_lanes.py"),
    "lane.wait": _built("wait for {lane}", "ui/screens/site/test_lanes.py"),
    "code.send": _built(
        "yield x.send(item) asks whoever runs it to deliver; it is not the generator's own .send()",
        "program/test_pipeline.py",
    ),
    "code.send-brief": _built(
        "yield x.send(item) is a request, not generator.send()", "program/test_pipeline.py"
    ),
    "code.holds": _built("the simulation holds it", "inspection/test_coroutines.py"),
    "code.held-between": _built(
        "so it is GEN_SUSPENDED at line {line}",
        "inspection/test_coroutines.py",
    ),
    "code.held": _built(
        "suspended at line {line} of {function}()", "inspection/test_coroutines.py"
    ),
    "code.goes-on": _built(
        "{who}: has {lane}, and continues at once", "ui/screens/code/test_native.py"
    ),
    "code.runs": _built("at line {line} of {function}()", "inspection/test_coroutines.py"),
    "code.no-generator": _built("no generator", "ui/screens/code/test_native.py"),
    "code.closed": _built("closed: {why}", _OF_WAITING),
    "code.closed-anew": _built("the site is built anew", "inspection/test_coroutines.py"),
    "code.closed-by-exception": _tried("an exception left it"),
    "code.executed-again": _built(
        "The run is executed again, to have its coroutines as they stood here.",
        "run/test_inspection.py",
    ),
    "listing.coroutine": _tried(
        "Decorate a generator function so that its generators start primed, at their bare yield."
    ),
}

_MEASURING: Mapping[str, str] = {
    "circumstances": "Measured by site-sim {version} with {python} "
    "({gil} GIL, switch interval {interval})",
    "gil-wait": "A thread that wakes up while another computes continues after {time}.",
    "oversleep": "A sleep ends {late} late in a thread, and {later} late on an event loop.",
    "all-up": "Four processes that are started at once are all up after {time}.",
    "together": "What a process computes in {alone} alone takes {together} when every core "
    "computes.",
    "no-process": "no process can be started",
    "no-answer": "a process does not answer",
    "no-threads": "threads do not answer",
}
"""What is told of a measurement of this machine."""

_JOB_FILES: Mapping[str, str] = {
    "coroutines": "model coroutines ({share} of the work is CPU)",
    "processes": "model processes ({share} of the work is CPU)",
}
"""How real work is run where nobody says how."""

_README: Mapping[str, Sentence] = {
    "readme.models": _built(
        "Under which of six execution models they run, from one call stack to a process for each "
        "worker, is a setting: same program, same jobs, another outcome.",
        "kernel/test_figures.py",
    ),
    "readme.gil-order": _measured(
        "Python promises no order: beside three threads that compute, a thread that woke up had it "
        "after 14 ms or more in half of the cases, and after 49 or more in one of twenty.",
        "60 wake-ups of a thread beside three that compute, two virtual cores, CPython 3.11.7",
    ),
    "readme.gil-asked": _tried(
        "A thread that waits for the GIL asks for it after 5 ms (`sys.getswitchinterval()`)."
    ),
    "readme.start": _measured(
        "Starting a thread takes some 60 us, and an asyncio task 6; here only processes take time "
        "to start.",
        "58 us a thread and 6.4 us a task, two virtual cores, CPython 3.11.7",
    ),
    "readme.sleep": _measured(
        "A sleep ends some 0.1 ms late, and 0.4 ms on an asyncio loop; here it ends in time.",
        "0.11 to 0.12 ms in threads and processes, 0.36 to 0.42 on a loop, CPython 3.11.7",
    ),
    "readme.lane": _built(
        "The panel under the chain says who has the lane: call stack, event loop, GIL or core.",
        "ui/screens/site/test_lanes.py",
    ),
    "readme.threads": _built(
        "Work for the CPU under threads: one has the GIL, the others are ready and take turns.",
        "ui/test_snapshots.py",
    ),
    "readme.threads-picture": _built(
        "One GIL: one worker computes, three are ready; their strips show how they took turns",
        "ui/test_snapshots.py",
    ),
    "readme.costs": _built(
        "`site-sim costs` measures this machine's, in a second or two, and prints them beside "
        "those of `typical`, with what says how far they go: how long a thread really waits for "
        "the GIL, how late who sleeps wakes up, and how much cores that compute at the same time "
        "are in each other's way.",
        "cli/test_costs.py",
    ),
    "readme.costs-kept": _built(
        "They are kept in your cache folder (on Linux `~/.cache/site-sim/`) and measured anew by "
        "another version of site-sim, with another Python or switch interval, with or without a "
        "GIL, on another machine, after 30 days, and with `site-sim costs --again`; nothing else "
        "measures.",
        "scenario/measuring/test_kept.py",
    ),
    "readme.costs-hop": _built(
        "A hop is measured by a job of no work that goes down a chain of the program's own "
        "coroutines: as nested sends, as tasks of an event loop of asyncio, as threads with a "
        "`queue.Queue` between them, and through pipes to a process and back; a start by the CPU "
        "that parent and child take.",
        "scenario/measuring/test_measuring.py",
    ),
    "readme.job-file": _built(
        "A job file is run as coroutines, or as processes where more than half of the work is CPU; "
        "on as many cores as there are workers; with direct wiring, least-busy dispatch and "
        "typical costs.",
        "scenario/test_real_work.py",
    ),
    "readme.commits": _built(
        "Three reviewers who are processes keep up with it; three coroutines on one loop do not "
        "(`site-sim run commits --model coroutines`).",
        _OF_SCENARIOS,
    ),
}
"""What only the README says."""


def _all_built(prefix: str, texts: Mapping[str, str], tests: str) -> dict[str, Sentence]:
    return {f"{prefix}.{name}": _built(text, tests) for name, text in texts.items()}


SENTENCES: Mapping[str, Sentence] = {
    **_MODELS,
    **_all_built("event", EVENTS, _OF_EVENTS),
    **_all_built("news", NEWS, "ui/screens/site/test_happenings.py"),
    **_all_built("upcoming", UPCOMING, _OF_UPCOMING),
    **_all_built("waits", WAITING, _OF_WAITING),
    **_ON_SCREEN,
    **_all_built("now", NOW, "state/test_now.py"),
    **_all_built("state", STATES, "state/test_fold.py"),
    **_all_built("help", {**PANELS, **HELP}, "ui/screens/test_told.py"),
    **_all_built("role", ROLES, "program/test_pipeline.py"),
    **_all_built("sign", SIGNS, "ui/screens/test_signs.py"),
    **_all_built("track", TRACKS, "ui/screens/race/test_track_words.py"),
    **_all_built("word", WORDS, "ui/screens/test_signs.py"),
    **_all_built("setting", SETTINGS, "kernel/test_dispatch.py"),
    **_all_built("cost", COSTS, _OF_COSTS),
    **_all_built("key", KEYS, "scenario/test_schema.py"),
    **_all_built("cause", CAUSES, "experiments/test_causes.py"),
    **_all_built("measuring", _MEASURING, "cli/test_costs.py"),
    **_all_built("job-file", _JOB_FILES, "scenario/test_real_work.py"),
    **_all_built("scenario", SCENARIOS, _OF_SCENARIOS),
    **_all_built("next", NEXT, "ui/test_next_keys.py"),
    **_README,
}
"""Every sentence by its id."""
