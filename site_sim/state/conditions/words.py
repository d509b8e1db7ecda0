"""The words for what a task is at, and for what happens to a task or to a job."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from site_sim.facts.states import IN_SEND, LEAVING, STARTING, STATES, WORDS
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.state.conditions.clauses import StandingClause
from site_sim.state.entities import BLOCKED, CPU, GONE, IO, State, TaskState
from site_sim.state.site import SiteState

_SHOWN = {WORDS[name].lower(): (State(number),) for number, name in enumerate(STATES)}
"""The words that a screen has for each state."""
STATE_WORDS: Mapping[str, Collection[State]] = {
    **_SHOWN,
    "at work": (CPU, IO),
    "computing": (CPU,),
    **dict.fromkeys(("i/o", "in i/o", "waiting for i/o"), (IO,)),
    **dict.fromkeys((IN_SEND, "in send"), (BLOCKED,)),
}
"""The states that each word means."""
TASK_FLAGS: Mapping[str, Callable[[TaskState], bool]] = {
    "dead": lambda task: task.dead,
    STARTING: lambda task: task.starting,
    LEAVING: lambda task: task.leaving,
}
"""What else can be said of a task."""
TASK_WORDS = (*STATE_WORDS, *TASK_FLAGS)

TASK_VERBS: Mapping[str, Collection[Kind]] = {
    "hired": (Kind.Hired,),
    "laid off": (Kind.LaidOff,),
    "called back": (Kind.CalledBack,),
    "left": (Kind.Left,),
    "died": (Kind.Died,),
    "started": (Kind.WorkStarted,),
    "finished": (Kind.WorkFinished,),
    "preempted": (Kind.Preempted,),
}
"""What can happen to a task, each with the kinds of event that it means."""
JOB_VERBS: Mapping[str, Collection[Kind]] = {
    "arrived": (Kind.JobArrived,),
    "taken": (Kind.JobTaken,),
    "handed off": (Kind.HandedOff,),
    "started": (Kind.WorkStarted,),
    "preempted": (Kind.Preempted,),
    "finished": (Kind.WorkFinished,),
    "accepted": (Kind.Accepted,),
    "rejected": (Kind.Rejected,),
    "scrapped": (Kind.Scrapped,),
    "requeued": (Kind.Requeued,),
    "unclaimed": (Kind.Unclaimed,),
    "done": (Kind.Accepted, Kind.Scrapped),
}
"""What can happen to a job, each with the kinds of event that it means."""


def task_is(who: int, word: str) -> StandingClause:
    """Return the clause that a task is at what a word says; one that is not there is gone."""
    states, flag = STATE_WORDS.get(word, ()), TASK_FLAGS.get(word)

    def holds(site: SiteState) -> bool:
        task = site.find(who)
        if flag is not None:
            return task is not None and flag(task)
        return (GONE if task is None else task.state) in states

    return StandingClause(holds, Wanted(who=who))


def all_workers_are(word: str) -> StandingClause:
    """Return the clause that all workers who are there, if any, are at what a word says."""
    states = STATE_WORDS[word]

    def holds(site: SiteState) -> bool:
        census = site.census
        there = len(census.states) - census.count(GONE)
        return there > 0 and there == census.count(*states)

    return StandingClause(holds)


def negated(clause: StandingClause) -> StandingClause:
    """Return the clause that another does not hold."""
    return StandingClause(lambda site: not clause.holds(site), clause.moved_by)
