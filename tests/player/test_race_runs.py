"""What races: the tracks of a scenario, or others as a person writes them."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from site_sim.base.text import clean_line
from site_sim.export.source import LogSource
from site_sim.player.intents import Restart
from site_sim.player.race_runs import race_as_written, race_of_scenario, written
from site_sim.player.race_tracks import RaceRun, RaceTracks
from site_sim.player.replay import Replay
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.track_text import read_tracks
from tests.export.written import eventful
from tests.export.written import written as log_of
from tests.player.racing import MODELS

BASE = Scenario(workers=7, count=9, at=5.0, cost={"hop": "1ms"})


def models(runs: list[RaceRun]) -> list[tuple[str, str, int]]:
    return [
        (run.name, run.source.model, run.source.cores)
        for run in runs
        if isinstance(run.source, Scenario)
    ]


def test_a_scenario_races_under_all_models_from_its_start() -> None:
    runs = race_of_scenario(BASE)
    assert models([*runs]) == [(model, model, 2) for model in MODELS]
    sources = [run.source for run in runs if isinstance(run.source, Scenario)]
    assert {(each.workers, each.count, each.at) for each in sources} == {(7, 9, 0.0)}
    assert written(runs) == "; ".join(MODELS)


def test_it_races_on_tracks_of_its_own_where_it_names_some() -> None:
    runs = race_of_scenario(Scenario(race=("serial", "threads cores=1 cost=hop=2ms")))
    assert models([*runs])[1] == ("threads cores=1 cost=hop=2ms", "threads", 1)
    assert isinstance(runs[1].source, Scenario)
    assert runs[1].source.cost == {"hop": "2ms"}


def test_a_track_says_of_itself_what_the_scenario_does_where_it_is_true_of_it() -> None:
    base = Scenario(model="serial", about="One call stack", next="press m")
    runs = race_of_scenario(
        base, read_tracks(["serial cores=1", "threads", "workload=cpu"], str)[0]
    )
    said = [run.source.about for run in runs if isinstance(run.source, Scenario)]
    assert said == ["One call stack", "", ""]
    assert [run.base and run.base.about for run in runs] == ["One call stack"] * 3


def test_others_are_written_in_the_place_of_those_before() -> None:
    runs = race_of_scenario(BASE)
    others = race_as_written("threads cores=1;; hybrid workers=3 cost=switch=1us ;serial", runs)
    assert written(others) == "threads cores=1; hybrid workers=3 cost=switch=1us; serial"
    sources = [run.source for run in others if isinstance(run.source, Scenario)]
    assert [each.workers for each in sources] == [7, 3, 7]
    assert sources[1].cost == {"hop": "1ms", "switch": "1us"}
    again = race_as_written("serial; threads", others)
    assert models([*again]) == [("serial", "serial", 2), ("threads", "threads", 2)]


@pytest.mark.parametrize("name", ["a b.jsonl", "it's; 2.jsonl", 'a"b;c.jsonl', "x seed=1.jsonl"])
def test_a_log_is_read_back_as_it_is_written_whatever_is_in_its_name(
    name: str, tmp_path: Path
) -> None:
    log = tmp_path / name
    log.write_bytes(log_of(eventful("threads", seed=3)))
    runs = race_as_written(f"{shlex.quote(str(log))}; serial", race_of_scenario(BASE))
    tracks = RaceTracks(runs, lambda: 0.0, lambda *_: None, PlayerTuning())
    assert tracks.changed_for(Restart(new_seed=True))[1] == ""
    again = race_as_written(written(runs), runs)
    assert [run.text for run in again] == [run.text for run in runs]
    tracks.close()
    assert isinstance(again[0].source, Replay)
    again[0].source.close()


def test_an_apostrophe_in_the_midst_of_a_name_parts_tracks_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("don't.jsonl", "it's.jsonl"):
        Path(name).write_bytes(log_of(eventful("threads", seed=3)))
    runs = race_as_written("don't.jsonl; serial; it's.jsonl", race_of_scenario(BASE))
    texts = [word for run in runs for word in shlex.split(run.text)]
    assert texts == ["don't.jsonl", "serial", "it's.jsonl"]
    for run in runs:
        if isinstance(run.source, Replay):
            run.source.close()


def test_characters_on_which_a_terminal_acts_are_signs_in_the_field_and_mean_the_same_log(
    tmp_path: Path,
) -> None:
    log = tmp_path / "a\x1b[2J\x07.jsonl"
    log.write_bytes(log_of(eventful("threads", seed=3)))
    runs = race_of_scenario(BASE, read_tracks([str(log), "serial"], str)[0])
    assert written(runs).isprintable()
    again = race_as_written(written(runs), runs)
    assert [run.text for run in again] == [run.text for run in runs]
    for run in (*runs, *again):
        if isinstance(run.source, Replay):
            run.source.close()


def test_a_track_may_be_a_log_and_may_have_jobs_of_a_file(tmp_path: Path) -> None:
    log, jobs = tmp_path / "run.jsonl", tmp_path / "jobs.csv"
    log.write_bytes(log_of(eventful("threads", seed=3)))
    jobs.write_text("arrival_s,cpu_s,io_s,name\n0,1,0,a\n1,1,0,b\n")
    runs = race_as_written(f"{log}; serial jobs={jobs}", race_of_scenario(BASE))
    assert isinstance(runs[0].source, Replay)
    runs[0].source.close()
    assert isinstance(runs[1].source, Scenario)
    assert len(runs[1].source.orders) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("serial", "2 to 6 tracks, please, and not 1"),
        ("; ".join(["serial"] * 7), "2 to 6 tracks"),
        ("serial; serial", "twice"),
        ("serial; thread", "did you mean"),
        ("serial; threads cores=none", "cores"),
        ("serial; nowhere.jsonl", "nowhere.jsonl"),
    ],
)
def test_what_makes_no_race_is_told(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        race_as_written(text, race_of_scenario(BASE))


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x07x=1", "serial" + "x" * 300, "'\u202egnp.exe", "s e=\x9b1"]
)
def test_a_wrong_track_is_told_in_one_short_clean_line(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        race_as_written(f"serial; {text}", race_of_scenario(BASE))
    said = str(error.value)
    assert said == clean_line(said, 200)
    assert "\u202e" not in said


def test_logs_that_were_opened_are_closed_again_where_it_makes_no_race(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, wrong = tmp_path / "run.jsonl", tmp_path / "wrong.jsonl"
    log.write_bytes(log_of(eventful("threads", seed=3)).rpartition(b"{")[0])
    wrong.write_text("this is no log\n")
    opened, really_open = list[LogSource](), LogSource.open_file

    def open_and_keep(path: str) -> LogSource:
        opened.append(really_open(path))
        return opened[-1]

    monkeypatch.setattr(LogSource, "open_file", open_and_keep)
    with pytest.raises(ValueError, match=r"wrong\.jsonl"):
        race_as_written(f"{log}; {wrong}", race_of_scenario(BASE))
    assert [source.is_over for source in opened] == [True, True]


@pytest.mark.parametrize("track", ["{pipe}", "threads jobs={pipe}"])
def test_a_pipe_is_not_waited_for_but_refused(track: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(ValueError, match=r"pipe\.jsonl: is no regular file"):
        race_as_written(f"serial; {track.format(pipe=pipe)}", race_of_scenario(BASE))


def test_recordings_alone_are_of_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no scenario"):
        race_as_written("serial; threads", [])
