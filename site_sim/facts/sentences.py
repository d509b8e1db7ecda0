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

_NEWS: Mapping[str, str] = {
    "accident": "accident",
    "accident-with": "accident, with #{job} in hand",
    "closed": "the exception closes it too",
    "closed.brief": "closed too",
    "arrives": "arrives",
    "walks-off": "walks off",
    "out-of-view": "out of view: {what}",
    "arrive": "{count} arrive{s}",
    "leave": "{count} leave{s}",
    "hurt": "{count} had an accident",
    "or-more": "{count} or more",
    "leaves-after": "leaves after #{job}",
    "leaves": "leaves as soon as it can",
    "leaves.brief": "leaves",
    "rebuilt": "the site is built anew: unfinished jobs are back in the queue",
    "setting": "now {key} is {value}: unfinished jobs are back in the queue",
    "serial": "now serial: a send is a call, and while one waits for its I/O, all wait",
    "coroutines": "now coroutines: while one waits for its I/O, the others go on",
    "threads": "now threads: waits for I/O overlap, and one at a time computes",
    "free-threads": "now free-threads: waits overlap, and as many compute as there are cores",
    "processes": "now processes: as many compute as there are cores, and each hop is pickled",
    "hybrid": "now hybrid: a process a core, and in each one computes while others wait",
}

_EVENTS: Mapping[str, str] = {
    "SettingChanged": "{key} is set to {value}",
    "LanesOpened": "the site is built on {lanes}",
    "Hired": "{who} is hired, and waits at its bare yield{pinned}",
    "Hired.brief": "{who} is hired",
    "StartUpBegan": "the process of {who} is about to start",
    "StartUpBegan.brief": "process of {who} will start",
    "StartUpGotLane": "the process of {who} gets a lane, and starts",
    "StartUpGotLane.brief": "start-up of {who} gets a lane",
    "StartUpLostLane": "the start of {who}'s process is interrupted: it is another's turn",
    "StartUpLostLane.brief": "start-up of {who} is interrupted",
    "Spawned": "the process of {who} is spawned, and the parent turns to the next",
    "Spawned.brief": "process of {who} is spawned",
    "LaidOff": "{who} is laid off, and leaves once its hands are empty",
    "LaidOff.brief": "{who} is laid off",
    "CalledBack": "{who} is to stay after all",
    "Left": "{who} leaves",
    "JobArrived": "#{job} ({name}) arrives",
    "ArrivalsEnded": "no more jobs will arrive, except by order",
    "ArrivalsEnded.brief": "no more jobs will arrive",
    "JobTaken": "{who} takes #{job} for {other}",
    "HandOffStarted": "{who} begins to send #{job} to {other}",
    "HandOffStarted.brief": "{who} sends #{job} to {other}",
    "HandedOff": "{who} hands #{job} to {other}{then}",
    "HandedOff.brief": "{who} hands #{job} to {other}",
    "HandedOff.waits-for-lane": ", and then waits for a lane",
    "HandedOff.is-calling": ", and waits until it is back",
    "Blocked": "{who} waits with #{job} for room in the inbox of {other}",
    "Blocked.brief": "{who} waits with #{job}",
    "Resumed": "{other} is back at its bare yield, and {who} continues",
    "Resumed.brief": "{other} is back at its yield",
    "WorkStarted": "{who} begins to work on #{job}",
    "Preempted": "{who} is interrupted in the middle of #{job}: it is another's turn",
    "Preempted.brief": "{who} is interrupted",
    "CpuResumed": "{who} continues to compute #{job}",
    "IoStarted": "{who} waits for the I/O of #{job}",
    "IoStarted.brief": "{who} waits for I/O of #{job}",
    "WorkFinished": "{who} finishes #{job}",
    "Accepted": "#{job} by {other} is inspected and accepted{attempt}",
    "Accepted.brief": "#{job} by {other} is accepted",
    "Rejected": "#{job} by {other} is inspected and rejected{attempt}, and queues again",
    "Rejected.brief": "#{job} by {other} is rejected",
    "Scrapped": "#{job} by {other} is inspected and scrapped{attempt}",
    "Scrapped.brief": "#{job} is scrapped",
    "Scrapped.lost": "#{job} lost its worker too often, and is scrapped{attempt}",
    "Unclaimed": "the worker for #{job} is not there: the job goes back to the queue",
    "Unclaimed.brief": "the worker for #{job} is not there",
    "Requeued": "#{job} lost its worker, and goes back to the front of the queue",
    "Requeued.brief": "#{job} goes back to the queue",
    "AccidentHappened": "an accident happens to {who}{holding}",
    "AccidentHappened.brief": "an accident happens to {who}",
    "Died": "{who} dies: its coroutine is closed",
    "Died.brief": "{who} dies",
    "BecameReady": "{who} is ready, and waits for a lane",
    "BecameReady.brief": "{who} is ready",
    "BecameIdle": "{who} is back at its bare yield, and idle",
    "BecameIdle.brief": "{who} is idle",
}
"""What happened: a sentence a kind of event, and briefly where there is little room."""

_UPCOMING: Mapping[str, str] = {
    "runs": "{who} continues",
    "hop": "#{job} reaches {other} from {who}",
    "hop.brief": "#{job} reaches {other}",
    "slice": "the time slice of {who} is over",
    "slice.brief": "time slice of {who} over",
    "computed": "{who} has computed #{job}",
    "computed.brief": "{who} computed #{job}",
    "io": "{who}'s I/O for #{job} is done",
    "io.brief": "I/O of #{job} done",
    "switch": "the switch to {who} is over",
    "switch.brief": "switch to {who} over",
    "spawn": "the process of {who} is spawned",
    "spawn.brief": "{who} is spawned",
    "start-up": "the process of {who} has started",
    "start-up.brief": "process of {who} started",
    "arrival": "the next job arrives",
    "arrival.brief": "next job arrives",
}
"""What is due, and briefly where there is little room."""

_WAITING: Mapping[str, str] = {
    "place": "at `{expression}`",
    "callee": "{place} until {callee} is back at its bare yield",
    "callee-left": "{place}: the one it called has left; it continues now",
    "exception": "{place}: an exception is thrown in",
    "reached": "{place}, which it has just reached",
    "room": "{place} until there is room in the inbox of {receiver}",
    "no-worker": "at its bare `yield`: jobs wait, but no worker is free",
    "item": "at its bare `yield`: waits for {item}",
    "hop": "{place}: #{job} is on its way to {receiver} until {time}",
    "computes": "{place}: has {lane}, computes until {time}",
    "io": "{place}: waits for I/O until {time}",
    "io.keeping": "{place}: waits for I/O until {time}, and keeps {lane}",
    "switch": "{place}: the switch to it takes until {time}",
    "goes-on": "{place}: has {lane}, continues now",
    "inbox": "at its bare `yield`, #{job} in its inbox: ready, waits for {lane}",
    "queue": "at its bare `yield`, jobs in the queue: ready, waits for {lane}",
    "interrupted": "{place}, interrupted: ready, waits for {lane}",
    "work-done": "{place}: the work is done; ready, waits for {lane}",
    "send-done": "{place}: the send is done; ready, waits for {lane}",
    "runs": "waits for nothing: it runs, in `{expression}`",
    "starts": "its process starts up",
}
"""What a coroutine waits for."""

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

_CAUSES: Mapping[str, str] = {
    "io-each": "it waited {count:,} × {each} for I/O that nobody else could use: without that, "
    "{done} {gain} earlier",
    "io": "I/O kept {lane} for {time}, and nobody else could use it: without that, "
    "{done} {gain} earlier",
    "hops": "{hops} on the way to its end took {time}: at no cost, {done} {gain} earlier",
    "lanes": "{lane} was taken for {time}: with one more, {done} {gain} earlier",
    "lanes-each": "{lane} were taken for {time} each: with one more, {done} {gain} earlier",
    "chain": "workers passed on the jobs of others, {times}: with direct links, "
    "{done} {gain} earlier",
    "start-ups": "processes took {time} to start: were they there at once, {done} {gain} earlier",
    "switches": "{switches} on the way to its end took {time}: at no cost, {done} {gain} earlier",
    "all-done": "it is done",
    "as-many-done": "as many jobs are done",
    "last-job": "nothing held it up: #{job} came at {at}, and took {time}",
    "one-task": "nothing held it up but {who}: {since}{jobs} took it {time}, one after the other",
    "full-lanes": "nothing held it up but {lane}: {since}taken for {time}",
    "full-lanes-each": "nothing held it up but {lane}: {since}taken for {time} each",
    "since": "from {at} on, ",
    "several": "no one cause: on the way to its end were {parts}",
    "several-but": "no one cause, but {without}, {done} {gain} earlier: on the way were {parts}",
    "if-io": "if it did not keep {lane} for I/O",
    "if-hops": "if hops cost nothing",
    "if-lanes": "with one {lane} more",
    "if-chain": "if all links were direct",
    "if-start-ups": "if processes were there at once",
    "if-switches": "if switches cost nothing",
    "computing": "{time} of computing",
    "waiting": "{time} of I/O",
    "hopping": "{time} of hops",
    "switching": "{time} of switches",
    "starting": "{time} of start-up",
    "arriving": "{time} until a job came",
    "none-done": "no job is done",
    "no-source": "it does not end: the {who} has been dead since {at}",
    "too-long": "not worked out: more than {most:,} events",
}
"""Why a run took as long as it did."""

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
    **_all_built("event", _EVENTS, _OF_EVENTS),
    **_all_built("news", _NEWS, "ui/screens/site/test_happenings.py"),
    **_all_built("upcoming", _UPCOMING, _OF_UPCOMING),
    **_all_built("waits", _WAITING, _OF_WAITING),
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
    **_all_built("cause", _CAUSES, "experiments/test_causes.py"),
    **_all_built("measuring", _MEASURING, "cli/test_costs.py"),
    **_all_built("job-file", _JOB_FILES, "scenario/test_real_work.py"),
    **_all_built("scenario", SCENARIOS, _OF_SCENARIOS),
    **_all_built("next", NEXT, "ui/test_next_keys.py"),
    **_README,
}
"""Every sentence by its id."""
