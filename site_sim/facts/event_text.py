"""What happened, in words: one sentence an event, the same wherever an event is shown."""

from __future__ import annotations

from collections.abc import Mapping

from site_sim.facts.sentences import SENTENCES, say
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

TEXTS: Mapping[Kind, str] = {kind: SENTENCES[f"event.{kind.name}"].text for kind in Kind}
"""A sentence a kind."""
BRIEF_TEXTS: Mapping[Kind, str] = {
    kind: SENTENCES[brief].text
    for kind in Kind
    if (brief := f"event.{kind.name}.brief") in SENTENCES
}
"""What matters most of the longer ones, for where there is little room."""
LOST = SENTENCES["event.Scrapped.lost"].text
"""The sentence for `Scrapped` where nobody inspected the job: it was lost in too many accidents."""

THEN = {
    GOES_ON: "",
    WAITS_FOR_LANE: say("event.HandedOff.waits-for-lane"),
    IS_CALLING: say("event.HandedOff.is-calling"),
}
"""What the sender does after `HandedOff`."""


def describe_at(log: EventLog, seq: int) -> str:
    """Return what event number `seq` of a log was, in one sentence without a full stop."""
    return describe_event(log[seq], log)


def describe_event(event: Event, log: EventLog) -> str:
    """Return what an event of a log was, in one sentence without a full stop."""
    kind = Kind(event.kind)
    is_lost = kind is Kind.Scrapped and event.who == NOBODY
    return _filled(LOST if is_lost else TEXTS[kind], event, log)


def describe_briefly(event: Event, log: EventLog) -> str:
    """Return what an event of a log was in few words, or in one sentence if there are no fewer."""
    kind = Kind(event.kind)
    return _filled(BRIEF_TEXTS.get(kind, TEXTS[kind]), event, log)


def _filled(sentence: str, event: Event, log: EventLog) -> str:
    _, number, who, job, a, b = event
    kind, name_of = Kind(number), log.cast.name_of
    return sentence.format(
        who=name_of(who),
        other=name_of(a),
        job=job,
        name=log.jobs.name_of(job) if kind is Kind.JobArrived else "",
        key=log.texts[a] if kind is Kind.SettingChanged else "",
        value=log.texts[b] if kind is Kind.SettingChanged else "",
        lanes="one lane" if a == 1 else f"{a} lanes",
        pinned=f", on lane {a}" if a != NO_LANE else "",
        then=THEN.get(b, ""),
        attempt=f" at attempt {b}" if b > 1 else "",
        holding=f" with #{job} in hand" if job != NO_JOB else "",
    )
