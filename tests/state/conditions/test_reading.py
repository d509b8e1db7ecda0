"""What a person writes as a condition, and what is said of what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.facts.programs import PROGRAM_FACTS
from site_sim.log.cast import Cast, CastMember, HireRule
from site_sim.log.events import Kind
from site_sim.state.conditions.clauses import Occurrence, StandingClause
from site_sim.state.conditions.numbers import NAMES, NUMBERS
from site_sim.state.conditions.reading import (
    MOST_CHARACTERS,
    read_condition,
    split_track,
)
from site_sim.state.conditions.words import JOB_VERBS, STATE_WORDS, TASK_VERBS, TASK_WORDS

CAST = PROGRAM_FACTS["pipeline"].cast
TWO = PROGRAM_FACTS["producer-consumer"].cast
MASONS = Cast(
    above=[CastMember(-1, "source", "boss")],
    crew=HireRule("mason {number}", {}),
    below=[CastMember(-2, "sink", "yard master")],
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("queue >= 5", "queue >= 5"),
        ("  QUEUE=>5 ", "queue >= 5"),
        ("queued ≤ 1,000", "queue <= 1,000"),
        ("Utilization < 20%", "utilisation < 20%"),
        ("throughput > 30/min", "throughput > 30/min"),
        ("time >= 1:30", "time >= 1:30"),
        ("workers blocked != 3", "workers blocked != 3"),
        ("all workers idle", "all workers idle"),
        ("worker 2 blocked", "worker 2 blocked"),
        ("w2 waiting for I/O", "worker 2 waiting for i/o"),
        ("worker 2 not idle", "worker 2 not idle"),
        ("the foreman in send()", "foreman in send()"),
        ("worker 1,000 died", "worker 1000 died"),
        ("job bricks accepted", "job bricks accepted"),
        ("#17 handed off", "job #17 handed off"),
        ("job 17 done", "job #17 done"),
        ('job "Nuts and Bolts" accepted', 'job "Nuts and Bolts" accepted'),
        ('job "7" accepted', 'job "7" accepted'),
        ("work finished", "WorkFinished"),
        ("finished", "finished"),
        ("queue>=5 AND worker 2 idle or Died", "queue >= 5 and worker 2 idle or Died"),
    ],
)
def test_a_condition_is_understood_and_told_again(text: str, told: str) -> None:
    condition = read_condition(text, CAST)
    assert condition.text == told
    assert read_condition(told, CAST).text == told


def test_and_binds_more_than_or() -> None:
    condition = read_condition("queue > 1 and queue < 3 or done = 2", CAST)
    assert [len(clauses) for clauses in condition.alternatives] == [2, 1]


@pytest.mark.parametrize("name", [*NAMES])
def test_each_number_can_be_asked_for(name: str) -> None:
    example = NUMBERS[NAMES[name]].unit.example
    condition = read_condition(f"{name} >= {example}", CAST)
    assert condition.text == f"{NAMES[name]} >= {example}"


@pytest.mark.parametrize("name", sorted({*NAMES} - {"accepted", "rejected", "scrapped"}))
def test_a_number_alone_is_not_enough(name: str) -> None:
    with pytest.raises(ValueError, match=f"say how much: {name} >= "):
        read_condition(name, CAST)


@pytest.mark.parametrize("word", [*TASK_WORDS])
def test_each_state_can_be_asked_for(word: str) -> None:
    (clauses,) = read_condition(f"worker 0 {word}", CAST).alternatives
    assert isinstance(clauses[0], StandingClause)
    if word in STATE_WORDS:
        assert read_condition(f"workers {word} > 0 and all workers {word}", CAST).is_standing


@pytest.mark.parametrize(
    ("text", "happening"),
    [
        *((f"worker 3 {verb}", Occurrence(kinds, 3)) for verb, kinds in TASK_VERBS.items()),
        *((f"job 3 {verb}", Occurrence(kinds, job=3)) for verb, kinds in JOB_VERBS.items()),
        *(
            (f"job Sand {verb}", Occurrence(kinds, name="sand"))
            for verb, kinds in JOB_VERBS.items()
        ),
        *((kind.name, Occurrence((kind,))) for kind in Kind),
    ],
)
def test_each_happening_can_be_asked_for(text: str, happening: Occurrence) -> None:
    condition = read_condition(text, CAST)
    assert condition.alternatives == [[happening]]
    assert not condition.is_standing


def test_a_cast_names_its_own() -> None:
    assert read_condition("mason 2 idle", MASONS).text == "mason 2 idle"
    assert read_condition("worker 2 idle", MASONS).text == "mason 2 idle"
    assert read_condition("yard master blocked", MASONS).text == "yard master blocked"
    assert read_condition("consumer blocked", TWO).text == "consumer blocked"
    assert read_condition("w0 blocked", TWO).text == "consumer blocked"


FAULTS = {
    "": "say what to go to: queue >= 5, worker 2 blocked, job bricks accepted",
    "queu >= 5": "there is nothing called 'queu' to ask for; did you mean 'queue'?",
    "queue": "say how much: queue >= 5",
    "queue >=": "queue is compared with a whole number, 0 or more; is missing: queue >= 5",
    "queue >= five": "queue is compared with a whole number, 0 or more; 'five' is none",
    "queue >= -1": "queue is compared with a whole number, 0 or more; '-1' is none",
    "queue >= 1.5": "queue is compared with a whole number, 0 or more; '1.5' is none",
    ">= 5": "say what is compared: 5 stands after queue >=",
    "1 < queue < 3": "'1 < queue < 3' has two signs: join what is compared by and",
    "utilisation < 20": "utilisation is compared with a share such as 20%, from 0% to 100%; '20' is"
    " none",
    "utilisation < nan": "utilisation is compared with a share such as 20%, from 0% to 100%; 'nan'"
    " is none",
    "throughput > inf": "throughput is compared with a rate such as 2/s or 30/min; 'inf' is none",
    "time > soon": "time is compared with a time such as 12.5, 1:30 or 2h; 'soon' is none",
    "worker 2 blokced": "nothing is known of worker 2 as 'blokced'; did you mean 'blocked'?",
    "worker 2 not died": "nothing is known of worker 2 as 'died'; did you mean 'dead'?",
    "workers blokced > 2": "nothing is known of workers as 'blokced'; did you mean 'blocked'?",
    "all workers bored": "nothing is known of all workers as 'bored'; did you mean 'blocked'?",
    "worker blocked": "say which worker, and what of it: worker 2 blocked",
    "worker 99999999 idle": "the numbers of workers are below 1,000,000",
    "forman blocked": "there is nothing called 'forman' to ask for; did you mean 'foreman'?",
    "foreman": "say what of it: foreman blocked",
    "job": "say which job, and what happens to it: job bricks accepted",
    "job bricks": "say which job, and what happens to it: job bricks accepted",
    "job bricks acepted": "nothing is known of a job as 'acepted'; did you mean 'accepted'?",
    "job 999999999999 done": "the numbers of jobs are below 100,000,000",
    'job "" done': 'the name of a job is missing: job "red bricks" accepted',
    'job "red': 'a name that begins with " ends with one',
    "queue >= 5 and": "a clause is missing beside 'and': queue >= 5 and worker 2 idle",
    "or Died": "a clause is missing beside 'or': queue >= 5 or worker 2 idle",
    "queue\x1b >= 5": "a condition has no characters that a terminal acts on",
    "job \U0001f1e6 done": "a condition has no characters that a terminal acts on",
    "q" * 201: f"a condition has {MOST_CHARACTERS} characters at most",
}


@pytest.mark.parametrize("text", [*FAULTS])
def test_what_is_wrong_is_said_with_the_nearest_right_word(text: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole of it is compared
        read_condition(text, CAST)
    assert str(caught.value) == FAULTS[text]


def test_a_fault_tells_a_name_as_it_was_typed() -> None:
    with pytest.raises(ValueError, match="""called '"red bricks"'"""):
        read_condition('"red bricks" accepted', CAST)


def test_where_nobody_is_hired_there_are_no_workers_by_number() -> None:
    with pytest.raises(ValueError, match="nothing called 'worker' to ask for"):
        read_condition("worker 0 idle", TWO)


ODD = ("workers", "foreman", "all workers", "\u2212", "\u0130", "1e999", "0x1", "999999999")
SIGNED = ("<", "<=", "=", ">=", ">", "!", '"', "#")
OTHERS = ("and", "or", "not", "job", "worker", "w", "the", "2", "5", "20%", "1:30", *SIGNED)
WORDS = st.sampled_from([*NAMES, *TASK_WORDS, *JOB_VERBS, *OTHERS, *ODD])
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=9).map(" ".join))


def told(text: str) -> str:
    """Return how a condition is told, or what is wrong with it."""
    try:
        return read_condition(text, CAST).text
    except ValueError as error:
        return f"fault: {error}"


@given(text=TEXTS)
def test_any_text_is_a_condition_or_a_fault_in_a_line(text: str) -> None:
    once = told(text)
    assert once.isprintable()
    if not once.startswith("fault: "):
        assert told(once) == once


TRACKS = ("threads", "threads cores=1", "free-threads", "coroutines")


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("threads: queue >= 5", ("threads", "queue >= 5")),
        ("Threads cores=1:Died", ("threads cores=1", "Died")),
        ("corou: 1:30", ("coroutines", "1:30")),
        ("1:30", ("", "1:30")),
        (" :30 ", ("", ":30")),
        ("time > 1:30", ("", "time > 1:30")),
        ('job "a:b" done', ("", 'job "a:b" done')),
        ("queue >= 5", ("", "queue >= 5")),
    ],
)
def test_a_track_stands_before_a_colon(text: str, split: tuple[str, str]) -> None:
    assert split_track(text, TRACKS) == split


def test_an_unknown_track_is_told_with_the_nearest_one() -> None:
    with pytest.raises(ValueError, match="no track is called 'thraeds'; did you mean 'threads'"):
        split_track("thraeds: queue >= 5", TRACKS)


def test_what_may_be_several_tracks_is_told_with_all_of_them() -> None:
    with pytest.raises(ValueError, match=r"^'thread' may be threads or free-threads: write more"):
        split_track("thread: queue >= 5", ["threads", "free-threads", "serial"])
    assert split_track("threads : 5", ["threads", "free-threads"]) == ("threads", "5")


def test_a_name_that_no_track_has_is_told_in_one_short_clean_line() -> None:
    with pytest.raises(ValueError, match=r"^no track is called ") as error:
        split_track("\x1b[31m" + "x" * 500 + "\n: 5", TRACKS)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 200


def track_of(text: str, tracks: set[str]) -> str:
    """Return the track that a text names, or what is wrong with it."""
    try:
        return split_track(text, tracks)[0]
    except ValueError as error:
        return str(error)


@given(text=TEXTS, tracks=st.sets(st.text(min_size=1, max_size=9), max_size=4))
def test_any_text_has_a_track_or_none_or_a_fault(text: str, tracks: set[str]) -> None:
    track = track_of(text, tracks)
    assert track in {"", *tracks} or track.startswith("no track is called ") or " may be " in track
