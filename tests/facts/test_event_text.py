"""Every event can be described, and the sentence names who, what and whom."""

from __future__ import annotations

import pytest

from site_sim.facts.event_text import (
    BRIEF_TEXTS,
    TEXTS,
    describe_at,
    describe_briefly,
    describe_event,
)
from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import GOES_ON, IS_CALLING, NO_JOB, NO_LANE, WAITS_FOR_LANE, JobCard, Kind

TOLD = [
    (Kind.LanesOpened, NOBODY, NO_JOB, 1, 0, "the site is built on one lane"),
    (Kind.LanesOpened, NOBODY, NO_JOB, 4, 0, "the site is built on 4 lanes"),
    (Kind.Hired, 3, NO_JOB, NO_LANE, 0, "worker 3 is hired, and waits at its bare yield"),
    (Kind.Hired, 3, NO_JOB, 0, 0, "worker 3 is hired, and waits at its bare yield, on lane 0"),
    (Kind.StartUpBegan, 3, NO_JOB, 0, 0, "the process of worker 3 is about to start"),
    (Kind.LaidOff, 3, NO_JOB, 0, 0, "worker 3 is laid off, and leaves once its hands are empty"),
    (Kind.CalledBack, 3, NO_JOB, 0, 0, "worker 3 is to stay after all"),
    (Kind.Left, ACCEPT, NO_JOB, 0, 0, "accept leaves"),
    (Kind.JobArrived, NOBODY, 0, 0, 0, "#0 (bricks) arrives"),
    (Kind.ArrivalsEnded, NOBODY, NO_JOB, 0, 0, "no more jobs will arrive, except by order"),
    (Kind.JobTaken, FOREMAN, 0, 2, 0, "foreman takes #0 for worker 2"),
    (Kind.HandOffStarted, 3, 0, 2, 0, "worker 3 begins to send #0 to worker 2"),
    (Kind.HandedOff, 3, 0, 2, GOES_ON, "worker 3 hands #0 to worker 2"),
    (Kind.HandedOff, 3, 0, ACCEPT, IS_CALLING,
     "worker 3 hands #0 to accept, and waits until it is back"),
    (Kind.HandedOff, 3, 0, 2, WAITS_FOR_LANE,
     "worker 3 hands #0 to worker 2, and then waits for a lane"),
    (Kind.Blocked, 3, 0, 2, 0, "worker 3 waits with #0 for room in the inbox of worker 2"),
    (Kind.Resumed, FOREMAN, NO_JOB, 3, 0,
     "worker 3 is back at its bare yield, and foreman continues"),
    (Kind.WorkStarted, 2, 0, 0, 1, "worker 2 begins to work on #0"),
    (Kind.Preempted, 2, 0, 0, 1,
     "worker 2 is interrupted in the middle of #0: it is another's turn"),
    (Kind.CpuResumed, 2, 0, 0, 1, "worker 2 continues to compute #0"),
    (Kind.IoStarted, 2, 0, 0, NO_LANE, "worker 2 waits for the I/O of #0"),
    (Kind.WorkFinished, 2, 0, 0, NO_LANE, "worker 2 finishes #0"),
    (Kind.Accepted, ACCEPT, 0, 2, 1, "#0 by worker 2 is inspected and accepted"),
    (Kind.Accepted, ACCEPT, 0, 2, 3, "#0 by worker 2 is inspected and accepted at attempt 3"),
    (Kind.Rejected, ACCEPT, 0, 2, 1,
     "#0 by worker 2 is inspected and rejected, and queues again"),
    (Kind.Rejected, ACCEPT, 0, 2, 2,
     "#0 by worker 2 is inspected and rejected at attempt 2, and queues again"),
    (Kind.Scrapped, ACCEPT, 0, 2, 4,
     "#0 by worker 2 is inspected and scrapped at attempt 4"),
    (Kind.Scrapped, NOBODY, 0, FOREMAN, 4,
     "#0 lost its worker too often, and is scrapped at attempt 4"),
    (Kind.Unclaimed, 0, 0, 0, 0, "the worker for #0 is not there: the job goes back to the queue"),
    (Kind.Requeued, NOBODY, 0, 0, 0, "#0 lost its worker, and goes back to the front of the queue"),
    (Kind.AccidentHappened, 2, 0, 0, 0, "an accident happens to worker 2 with #0 in hand"),
    (Kind.AccidentHappened, 2, NO_JOB, 0, 0, "an accident happens to worker 2"),
    (Kind.Died, FOREMAN, NO_JOB, 0, 0, "foreman dies: its coroutine is closed"),
    (Kind.BecameReady, 2, NO_JOB, 0, 0, "worker 2 is ready, and waits for a lane"),
    (Kind.BecameIdle, 2, NO_JOB, 0, 0, "worker 2 is back at its bare yield, and idle"),
    (Kind.StartUpGotLane, 3, NO_JOB, 0, 1, "the process of worker 3 gets a lane, and starts"),
    (Kind.StartUpLostLane, 3, NO_JOB, 0, 1,
     "the start of worker 3's process is interrupted: it is another's turn"),
    (Kind.Spawned, 3, NO_JOB, 0, 0,
     "the process of worker 3 is spawned, and the parent turns to the next"),
]  # fmt: skip


def made(program: str) -> EventLog:
    log = EventLog(PROGRAM_FACTS[program].cast)
    log.append(
        0, Kind.SettingChanged, a=log.texts.number_of("program"), b=log.texts.number_of(program)
    )
    log.jobs.add(JobCard("bricks", 0, 1))
    return log


@pytest.mark.parametrize(("kind", "who", "job", "a", "b", "sentence"), TOLD)
def test_an_event_is_told(kind: Kind, who: int, job: int, a: int, b: int, sentence: str) -> None:
    log = made("pipeline")
    log.append(5, kind, who, job, a, b)
    assert describe_at(log, 1) == sentence
    packed = log[1]._replace(kind=int(kind))  # as it comes out of a packed column
    assert describe_event(packed, log) == sentence


def test_a_setting_is_told_as_a_person_says_it() -> None:
    log, settings = made("pipeline"), {
        "rate": ("2.5", "rate is set to 2.5/s"),
        "service-time": ("0.0015", "service time is set to 1.5ms"),
        "warm-up": ("90", "warm up is set to 90s"),
        "defect-rate": ("0.125", "defect rate is set to 12.5%"),
        "hop-ns": ("100000000", "the time of a hop is set to 100ms"),
        "thread-hop-ns": ("1500", "the time of a thread hop is set to 1.5µs"),
        "inbox": ("3", "inbox is set to 3"),
        "pipe-hop-ns": ("soon", "pipe hop ns is set to soon"),
    }  # fmt: skip
    for key, (value, _) in settings.items():
        number_of = log.texts.number_of
        log.append(0, Kind.SettingChanged, a=number_of(key), b=number_of(value))
    told = [describe_at(log, number) for number in range(len(log))]
    assert told == ["program is set to pipeline", *(words for _, words in settings.values())]


def test_producer_and_consumer_have_their_names() -> None:
    log = made("producer-consumer")
    log.append(0, Kind.HandOffStarted, FOREMAN, 0, 0, 0)
    assert describe_at(log, 1) == "producer begins to send #0 to consumer"


def test_every_kind_has_its_sentence() -> None:
    assert {*TEXTS} == {*Kind} == {kind for kind, *_ in TOLD} | {Kind.SettingChanged}


@pytest.mark.parametrize(("kind", "who", "job", "a", "b", "sentence"), TOLD)
def test_in_fewer_words_it_is_still_told_what_and_of_whom(
    kind: Kind, who: int, job: int, a: int, b: int, sentence: str
) -> None:
    log = made("pipeline")
    log.append(5, kind, who, job, a, b)
    brief = describe_briefly(log[1], log)
    assert len(brief) <= len(sentence)
    assert len(brief.replace("worker ", "w")) <= 32
    named = {word for word in sentence.split() if word.startswith("#")}
    assert brief.startswith(sentence.split(maxsplit=1)[0]) or kind in STARTING
    assert not named or named & {*brief.split()} or kind in IN_HAND


STARTING = (Kind.StartUpBegan, Kind.StartUpGotLane, Kind.StartUpLostLane, Kind.Spawned)
IN_HAND = (Kind.Preempted, Kind.AccidentHappened)
"""What happens to somebody with a job in hand: few words leave the job out."""


def test_no_yield_is_called_a_return() -> None:
    sentences = [*TEXTS.values(), *BRIEF_TEXTS.values()]
    assert not [sentence for sentence in sentences if "return" in sentence]
