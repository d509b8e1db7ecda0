"""Tracks as people write them are read, and every fault is named with the nearest right word."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import Fault
from site_sim.base.text import clean_line
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.schema import Value
from site_sim.scenario.track_text import (
    TRACK_KEYS,
    TrackText,
    in_option,
    model_tracks,
    read_models,
    read_track,
    read_tracks,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("threads", {"model": "threads"}),
        (" threads   cores=1 ", {"model": "threads", "cores": 1}),
        ("model=hybrid wiring=direct", {"model": "hybrid", "wiring": "direct"}),
        ("rate=54/h until=2h", {"rate": 0.015, "until": 7200.0}),
        ("--cores=2 --wiring=chain", {"cores": 2, "wiring": "chain"}),
        ("supervise", {"supervise": True}),
        ("no-supervise", {"supervise": False}),
        ("supervise=off", {"supervise": False}),
        ("cost=hop=50us cost=switch=0", {"cost": {"hop": "50us", "switch": "0"}}),
        ("serial jobs='my work.csv'", {"model": "serial", "jobs": "my work.csv"}),
        ("jobs=work.jsonl", {"jobs": "work.jsonl"}),
        ("seed=7", {"seed": 7}),
    ],
)
def test_what_people_write_is_taken(text: str, values: dict[str, Value]) -> None:
    track, faults = read_track(text, "here")
    assert faults == []
    assert (track.values, track.recording) == (values, "")
    assert read_track(track.text, "here") == (track, [])


@pytest.mark.parametrize("name", ["log.jsonl", "some/log of mine.jsonl", "a=b.jsonl", "threads"])
def test_a_recording_is_told_by_how_its_name_ends(name: str) -> None:
    path = Path(name).with_suffix(".jsonl")
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert read_track(str(path), "here") == (TrackText((str(path),), {}, str(path)), [])
    quoted = shlex.quote("not there.jsonl")
    assert read_track(quoted, "here")[0].recording == "not there.jsonl"


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000, "a\0", "\udcff"])
def test_a_name_that_no_file_can_have_is_that_of_a_recording_too(name: str) -> None:
    path = f"{name}.jsonl"
    track, faults = read_track(path, "here")
    assert (track.recording, faults) == (path, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "here: must be a model, options or a recording"),
        ("thread", "here: thread: neither a model nor an option (did you mean 'threads'?)"),
        ("cores", "here: cores: needs a value (as in cores=...)"),
        ("--cores 2", "here: cores: needs a value (as in cores=...)"),
        ("cors=2", "here: cors: no such option (did you mean 'cores'?)"),
        ("threads cores=0", "here: cores: must be from 1 to 1,024, not 0"),
        ("threads cores=1 cores=2", "here: cores: is there twice"),
        ("threads serial", "here: model: is there twice"),
        ("speed=2", "here: speed: does not differ from track to track"),
        ("'threads", "here: a quote in it is not closed"),
        ("supervise=perhaps", "here: supervise: must be true or false, not 'perhaps'"),
        ("cost=hop", "here: cost.hop: must be a time with its unit, such as 50us, not ''"),
        ("zzz", "here: zzz: neither a model nor an option (a recording ends in .jsonl)"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_right_word(text: str, words: str) -> None:
    _, faults = read_track(text, "here")
    assert str(faults[0]) == words


@given(st.text(st.characters(), max_size=30))
def test_no_text_breaks_the_reader_and_its_faults_are_safe_lines(text: str) -> None:
    _, faults = read_track(text, in_option(text))
    for fault in faults:
        assert clean_line(str(fault), 400) == str(fault)


OPTIONS = st.sampled_from(["cores=1", "wiring=direct", "no-supervise", "cost=hop=1us", "seed=9"])


@given(st.sampled_from([*MODEL_FACTS]), st.sets(OPTIONS))
def test_each_option_counts_whatever_the_order(model: str, options: set[str]) -> None:
    one, other = (
        read_track(" ".join(words), "here")[0].values
        for words in ([model, *sorted(options)], [*sorted(options, reverse=True), model])
    )
    assert one == other
    assert len(one) == 1 + len(options)


def test_all_keys_that_shape_a_run_may_differ() -> None:
    assert {"model", "workers", "cores", "wiring", "dispatch", "seed", "until"} <= {*TRACK_KEYS}
    assert {"title", "speed", "race"}.isdisjoint(TRACK_KEYS)


def test_the_faults_of_all_tracks_come_at_once() -> None:
    tracks, faults = read_tracks(["serial", "cors=1", "thread"], in_option)
    assert tracks[0].text == "serial"
    assert list(map(str, faults)) == [
        "--track 'cors=1': cors: no such option (did you mean 'cores'?)",
        "--track 'thread': thread: neither a model nor an option (did you mean 'threads'?)",
    ]


def test_models_are_read_from_one_text() -> None:
    assert read_models("serial, threads") == (model_tracks(["serial", "threads"]), [])
    tracks, faults = read_models("serial,thread,,serial")
    assert len(tracks) == 2
    assert faults == [
        Fault(
            "must be models, with a comma between them, not 'thread'",
            "--models",
            "did you mean 'threads'?",
        ),
        Fault(
            "must be models, with a comma between them, not ''",
            "--models",
            "known: coroutines, free-threads, hybrid, processes, serial, threads",
        ),
    ]


def test_an_option_is_given_anew() -> None:
    track, _ = read_track("threads cores=auto cost=hop=1us", "here")
    assert track.with_option("cores", ["3"]).text == "threads cores=3 cost=hop=1us"
    costs = track.with_option("cost", ["send=1ns", "spawn=2ns"])
    assert costs.values["cost"] == {"send": "1ns", "spawn": "2ns"}


def test_the_files_of_a_track_move_with_it() -> None:
    track, _ = read_track("serial jobs=a.csv", "here")
    assert track.moved(lambda name: f"my folder/{name}").values["jobs"] == "my folder/a.csv"
    recording, _ = read_track("log.jsonl", "here")
    assert recording.moved(lambda name: f"x/{name}").recording == "x/log.jsonl"
    stdin, _ = read_track("jobs=-", "here")
    assert stdin.moved(lambda name: f"x/{name}") == stdin
