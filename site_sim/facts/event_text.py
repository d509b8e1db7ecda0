"""What happened, in words: one sentence an event, the same wherever an event is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_sim.base.quantities import exact_duration, exact_rate, exact_share
from site_sim.base.units import SECOND
from site_sim.facts.sentences import SENTENCES, say
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, WAITS_FOR_LANE, Event, Kind

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


NANOSECONDS = "-ns"
"""The end of the name of a setting whose value is in nanoseconds."""
UNITS: Mapping[str, Callable[[float], str]] = {
    "rate": exact_rate,
    "service-time": lambda seconds: exact_duration(round(seconds * SECOND)),
    "warm-up": lambda seconds: exact_duration(round(seconds * SECOND)),
    "defect-rate": exact_share,
    "accident-rate": exact_share,
}
"""How the values of settings are said that are numbers with a unit."""


def setting_words(key: str, value: str) -> tuple[str, str]:
    """Return a setting of a log and its value as a person says them: `rate`, `30/min`."""
    try:
        if key.endswith(NANOSECONDS):
            name = key.removesuffix(NANOSECONDS).replace("-", " ")
            return f"the time of a {name}", exact_duration(int(value))
        if key in UNITS:
            value = UNITS[key](float(value))
    except ValueError:  # of a log that was written by hand
        pass
    return key.replace("-", " "), value


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
    key, value = "", ""
    if kind is Kind.SettingChanged:
        key, value = setting_words(log.texts[a], log.texts[b])
    return sentence.format(
        who=name_of(who),
        other=name_of(a),
        job=job,
        name=log.jobs.name_of(job) if kind is Kind.JobArrived else "",
        key=key,
        value=value,
        lanes="one lane" if a == 1 else f"{a} lanes",
        pinned=f", on lane {a}" if a != NO_LANE else "",
        then=THEN.get(b, ""),
        attempt=f" at attempt {b}" if b > 1 else "",
        holding=f" with #{job} in hand" if job != NO_JOB else "",
    )
