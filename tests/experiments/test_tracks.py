"""The tracks of a race are what `run` would load alone, each under a name of its own."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import pytest

from site_sim.base.errors import SiteError
from site_sim.experiments.tracks import (
    NAME_CELLS,
    Track,
    default_tracks,
    make_tracks,
    values_over,
)
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.job_file.held_jobs import HeldJobs
from site_sim.scenario.loading import load_scenario
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import Value
from site_sim.scenario.track_text import in_option, read_tracks
from site_sim.scenario.writing import write_scenario


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(*texts: str, name: str | None = None, **values: Value) -> list[Track]:
    tracks, faults = read_tracks(texts, in_option)
    assert faults == []
    return make_tracks(tracks, values, lambda given: load_scenario(name, given))


def faults(*texts: str, **values: Value) -> list[str]:
    with pytest.raises(SiteError) as caught:
        made(*texts, **values)
    return list(map(str, caught.value.faults))


def test_a_track_is_what_its_options_load_alone() -> None:
    tracks = made("threads cores=1", "hybrid", seed=7, cores=3)
    assert [track.scenario for track in tracks] == [
        load_scenario(None, {"model": "threads", "cores": 1, "seed": 7}),
        load_scenario(None, {"model": "hybrid", "cores": 3, "seed": 7}),
    ]
    assert [track.name for track in tracks] == ["threads cores=1", "hybrid"]
    assert tracks[0].differs == {"model": "threads", "cores": 1}


def test_single_costs_win_one_by_one() -> None:
    own, other = {"cost": {"switch": "1us", "send": "2us"}}, {"cost": {"hop": "3us"}}
    assert values_over(own, other) == {"cost": {"switch": "1us", "hop": "3us"}}
    assert values_over(own, {"seed": 1}) == {**own, "seed": 1}


def test_names_are_lines_of_their_own() -> None:
    Path("a").mkdir()
    long = " ".join(f"cost={key}=1us" for key in ("hop", "switch", "spawn", "start-up"))
    tracks = made("a/log.jsonl", "log.jsonl", long, f"{long} seed=1")
    names = [track.name for track in tracks]
    assert names[:2] == ["log.jsonl", "log.jsonl (2)"]
    assert len({*names}) == 4
    assert all(len(name) <= NAME_CELLS for name in names)
    assert (tracks[0].recording, tracks[0].scenario) == ("a/log.jsonl", None)


def test_no_track_is_numbered_to_a_name_that_another_has() -> None:
    files = ["a/work.csv", "b/work.csv", "b/work.csv (2)", "c/work.csv", "c/work.csv (2)"]
    for path in map(Path, files):
        path.parent.mkdir(exist_ok=True)
        path.write_text("cpu_s\n1\n")
    names = [track.name for track in made(*(f"'jobs={path}'" for path in files))]
    assert names == [
        *("jobs=work.csv", "jobs=work.csv (3)", "jobs=work.csv (2)"),
        *("jobs=work.csv (4)", "jobs=work.csv (2) (2)"),
    ]


def test_all_that_is_wrong_with_tracks_is_told_with_the_track() -> None:
    assert faults("serial", "serial") == ["--track 'serial': is there twice"]
    assert faults("threads until=3", "hybrid", **{"warm-up": 5.0}) == [
        "--track 'threads until=3': --warm-up: must be less than the 3 seconds that the run takes,"
        " not 5.0"
    ]


def test_without_tracks_all_models_race_or_those_of_the_scenario() -> None:
    assert [track.text for track in default_tracks(Scenario())] == [*MODEL_FACTS]
    race = ("serial", "threads cores=1")
    assert [track.text for track in default_tracks(Scenario(race=race))] == [*race]


def test_a_scenario_names_its_tracks_and_what_is_wrong_with_them() -> None:
    Path("on").mkdir()
    file = Path("on/my.toml")
    file.write_text('race = ["serial", "coroutines jobs=\'my work.csv\'", "log.jsonl"]')
    race = load_scenario(str(file)).race
    assert race == ("serial", "coroutines 'jobs=on/my work.csv'", "on/log.jsonl")
    file.write_text('race = ["serial", "thread"]')
    with pytest.raises(SiteError) as caught:
        load_scenario(str(file))
    assert list(map(str, caught.value.faults)) == [
        "on/my.toml: race: 'thread': thread: neither a model nor an option"
        " (did you mean 'threads'?)"
    ]


@pytest.mark.parametrize(
    ("race", "words"),
    [
        ('"serial"', "must be a list of tracks, not 'serial'"),
        ('["serial"]', "must have from 2 to 6 tracks, not 1"),
        ("[1, 2]", "must be a list of texts, but has 1 in it"),
        (str(["serial"] * 7), "must have from 2 to 6 tracks, not 7"),
    ],
)
def test_a_race_that_is_no_list_of_tracks_is_a_fault(race: str, words: str) -> None:
    Path("my.toml").write_text(f"race = {race}")
    with pytest.raises(SiteError, match=words):
        load_scenario("my.toml")


def test_a_scenario_that_is_written_keeps_its_race() -> None:
    race = ("serial", "threads cores=1", "logs/a.jsonl")
    write_scenario(Scenario(race=race), Path("my.toml"))
    kept = load_scenario("my.toml").race
    assert kept[:2] == race[:2]
    assert Path(kept[2]) == Path("logs/a.jsonl").absolute()
    write_scenario(Scenario(), Path("plain.toml"))
    assert "race" not in Path("plain.toml").read_text()


def test_the_jobs_of_a_stream_are_read_once_for_all_tracks() -> None:
    stream: BinaryIO = io.BytesIO(b"io_s\n1\n2\n")
    kept: dict[str, HeldJobs] = {}
    tracks, _ = read_tracks(["serial", "hybrid"], in_option)
    values: dict[str, Value] = {"jobs": "-"}
    serial, hybrid = make_tracks(
        tracks, values, lambda given: load_scenario(None, given, stream, kept=kept)
    )
    assert serial.scenario is not None
    assert hybrid.scenario is not None
    assert serial.scenario.orders is hybrid.scenario.orders
    assert len(serial.scenario.orders) == 2
