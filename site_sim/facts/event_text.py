"""What happened, in words: one sentence an event, the same wherever an event is shown."""

from __future__ import annotations

from site_sim.log.event_log import EventLog
from site_sim.log.events import (
    GOES_ON,
    IS_CALLING,
    NO_JOB,
    NO_LANE,
    NOBODY,
    WAITS_FOR_LANE,
    Event,
    Kind,
)

SENTENCES: dict[Kind, str] = {
    Kind.SettingChanged: "{key} is set to {value}",
    Kind.LanesOpened: "the site is built on {lanes}",
    Kind.Hired: "{who} is primed, and stands at its bare yield{pinned}",
    Kind.StartUpBegan: "the process of {who} is to start up",
    Kind.LaidOff: "{who} is to go once its hands are empty",
    Kind.CalledBack: "{who} is called back",
    Kind.Left: "{who} leaves",
    Kind.JobArrived: "#{job} {name} arrives",
    Kind.ArrivalsEnded: "no more jobs come of themselves",
    Kind.JobTaken: "{who} takes #{job} for {other}",
    Kind.HandOffStarted: "{who} begins to send #{job} to {other}",
    Kind.HandedOff: "{who} hands #{job} to {other}{then}",
    Kind.Blocked: "{who} waits with #{job} for room in the inbox of {other}",
    Kind.Resumed: "{other} is back at its bare yield, {who} runs on",
    Kind.WorkStarted: "{who} begins to work on #{job}",
    Kind.Preempted: "{who} loses its lane in the middle of #{job}: it is another's turn",
    Kind.CpuResumed: "{who} has a lane again, and computes on at #{job}",
    Kind.IoStarted: "{who} waits for the I/O of #{job}",
    Kind.WorkFinished: "{who} finishes #{job}",
    Kind.Accepted: "#{job} by {other} is inspected and accepted{attempt}",
    Kind.Rejected: "#{job} by {other} is inspected and rejected{attempt}, and queues again",
    Kind.Scrapped: "#{job} by {other} is inspected and scrapped{attempt}",
    Kind.Unclaimed: "#{job} meets nobody it is for, and goes back to the queue",
    Kind.Requeued: "#{job} lost its place, and goes back to the front of the queue",
    Kind.AccidentHappened: "an accident happens to {who}{holding}",
    Kind.Died: "{who} dies: its coroutine is closed",
    Kind.BecameReady: "{who} is ready, and waits for a lane",
    Kind.BecameIdle: "{who} is back at its bare yield, and idle",
    Kind.StartUpGotLane: "the process of {who} has a lane, and starts up",
    Kind.StartUpLostLane: "the process of {who} loses its lane while it starts up",
    Kind.Spawned: "the process of {who} is spawned, and the parent turns to the next",
}
"""A sentence a kind."""
BRIEFLY: dict[Kind, str] = {
    Kind.Hired: "{who} is primed",
    Kind.StartUpBegan: "process of {who} is to start",
    Kind.LaidOff: "{who} is to go",
    Kind.ArrivalsEnded: "no more jobs come",
    Kind.HandOffStarted: "{who} sends #{job} to {other}",
    Kind.HandedOff: "{who} hands #{job} to {other}",
    Kind.Blocked: "{who} waits with #{job}",
    Kind.Resumed: "{other} is back at its yield",
    Kind.Preempted: "{who} loses its lane",
    Kind.CpuResumed: "{who} has a lane again",
    Kind.Accepted: "#{job} by {other} is accepted",
    Kind.Rejected: "#{job} by {other} is rejected",
    Kind.Scrapped: "#{job} is scrapped",
    Kind.Unclaimed: "#{job} meets nobody it is for",
    Kind.Requeued: "#{job} goes back to the queue",
    Kind.AccidentHappened: "an accident happens to {who}",
    Kind.Died: "{who} dies",
    Kind.BecameReady: "{who} is ready",
    Kind.BecameIdle: "{who} is idle",
    Kind.StartUpGotLane: "start-up of {who} has a lane",
    Kind.StartUpLostLane: "start-up of {who} loses its lane",
    Kind.Spawned: "process of {who} is spawned",
}
"""What matters most of the longer ones, for where there is little room."""
LOST = "#{job} lost its place too often, and is scrapped{attempt}"
"""The sentence for `Scrapped` where nobody inspected the job: it was lost in too many accidents."""

THEN = {
    GOES_ON: "",
    WAITS_FOR_LANE: " at last, and waits for a lane",
    IS_CALLING: ", and waits until it is back",
}
"""What the sender does after `HandedOff`."""


def describe_at(log: EventLog, seq: int) -> str:
    """Return what event number `seq` of a log was, in one sentence without a full stop."""
    return describe_event(log[seq], log)


def describe_event(event: Event, log: EventLog) -> str:
    """Return what an event of a log was, in one sentence without a full stop."""
    kind = Kind(event.kind)
    is_lost = kind is Kind.Scrapped and event.who == NOBODY
    return _filled(LOST if is_lost else SENTENCES[kind], event, log)


def describe_briefly(event: Event, log: EventLog) -> str:
    """Return what an event of a log was in few words, or in one sentence if there are no fewer."""
    kind = Kind(event.kind)
    return _filled(BRIEFLY.get(kind, SENTENCES[kind]), event, log)


def _filled(sentence: str, event: Event, log: EventLog) -> str:
    _, number, who, job, a, b = event
    kind, name_of = Kind(number), log.cast.name_of
    return sentence.format(
        who=name_of(who),
        other=name_of(a),
        job=job,
        name=log.jobs[job].name if kind is Kind.JobArrived else "",
        key=log.texts[a] if kind is Kind.SettingChanged else "",
        value=log.texts[b] if kind is Kind.SettingChanged else "",
        lanes="one lane" if a == 1 else f"{a} lanes",
        pinned=f", on lane {a}" if a != NO_LANE else "",
        then=THEN.get(b, ""),
        attempt=f" at attempt {b}" if b > 1 else "",
        holding=f" with #{job} in hand" if job != NO_JOB else "",
    )
