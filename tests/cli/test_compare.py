"""`site-sim compare`: what it prints, in each form, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from site_sim.cli.main import main
from site_sim.facts.models import MODEL_FACTS
from tests.cli.commands import eight_jobs, figures, refused


def compared(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    """Return the JSON of a comparison."""
    assert main(["compare", *args, "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def by_name(found: dict[str, Any], key: str) -> dict[str, Any]:
    return {track["name"]: track[key] for track in found["tracks"]}


def read(text: str) -> list[dict[str, str]]:
    """Return the lines of CSV, each with the columns by name."""
    return [*csv.DictReader(io.StringIO(text))]


def test_eight_waits_of_four_workers(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--jobs", eight_jobs("io_s"), "--costs", "zero", "--wiring", "chain")
    found = compared(capsys, *options, "--dispatch", "round-robin")
    quick = dict.fromkeys(MODEL_FACTS, 0.4)
    assert by_name(found, "makespan_s") == quick | {"serial": 1.6}
    assert by_name(found, "speed_up") == dict.fromkeys(MODEL_FACTS, 4.0) | {"serial": 1.0}


def test_eight_computations_on_two_cores(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--jobs", eight_jobs("cpu_s"), "--costs", "zero", "--cores", "2")
    found = compared(capsys, *options, "--dispatch", "round-robin")
    one_lane = ("serial", "coroutines", "threads")
    assert by_name(found, "makespan_s") == {
        model: 1.6 if model in one_lane else 0.8 for model in MODEL_FACTS
    }


@pytest.mark.parametrize("name", ["classic", "accidents", "commits"])
def test_each_track_has_the_figures_that_run_gives_alone(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = (name, "--until", "15", "--seed", "7")
    ways = {
        "serial": ("--model", "serial"),
        "threads cores=1": ("--model", "threads", "--cores", "1"),
        "hybrid wiring=direct": ("--model", "hybrid", "--wiring", "direct"),
    }
    tracks = [word for text in ways for word in ("--track", text)]
    found = compared(capsys, *options, *tracks)
    assert [track["name"] for track in found["tracks"]] == [*ways]
    for track, given in zip(found["tracks"], ways.values(), strict=True):
        alone = figures(capsys, *options, *given)
        del alone["version"], alone["command"]
        assert {key: track[key] for key in alone} == alone
        assert track.keys() - alone.keys() == {
            *("name", "track", "ended", "reason", "why", "speed_up", "hand_offs"),
            *("context_switches", "woken_in_vain", "longest_hold_s"),
        }


def test_csv_has_a_line_a_track_with_the_figures_of_the_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = ("--count", "5", "--models", "serial,threads", "--track", "threads cores=1")
    found = compared(capsys, *args)
    assert main(["compare", *args, "--csv"]) == 0
    rows = read(capsys.readouterr().out)
    assert [row["name"] for row in rows] == ["serial", "threads", "threads cores=1"]
    for row, track in zip(rows, found["tracks"], strict=True):
        assert float(row["makespan_s"]) == track["makespan_s"]
        assert float(row["wait_s.p95"]) == track["wait_s"]["p95"]
        assert int(row["hand_offs"]) == track["hand_offs"]
        assert (row["ended"], row["reason"]) == ("done", "")
        assert row["command"] == found["command"].replace("--json", "--csv")


RUNS = (
    ("--count", "4"),
    ("gil", "--until", "5", "--cores", "auto"),
    ("rework", "--until", "5", "--track", "threads cores=auto", "--track", "serial seed=3"),
    ("--until", "3", "--models", "hybrid,serial", "--track", "serial cost=hop=1ms no-supervise"),
)


@pytest.mark.sampled
@pytest.mark.parametrize("form", ["--json", "--csv"])
@pytest.mark.parametrize("args", RUNS)
def test_the_command_gives_the_same_bytes(
    args: tuple[str, ...], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *args, form]) == 0
    out = capsys.readouterr().out
    command = json.loads(out)["command"] if form == "--json" else read(out)[0]["command"]
    assert "auto" not in command
    assert main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out == out


def test_words_have_a_command_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--count", "3", "--models", "serial,hybrid"]) == 0
    out = capsys.readouterr().out
    *_, last = out.splitlines()
    assert last == "again: site-sim compare classic --count 3 --models serial,hybrid"
    assert main(["compare", "--count", "3", "--models", "serial,hybrid", "--axis", "linear"]) == 0
    assert capsys.readouterr().out.endswith(f"{last.removeprefix('again: ')} --axis linear\n")


def test_a_scenario_says_what_its_tracks_are(capsys: pytest.CaptureFixture[str]) -> None:
    Path("my.toml").write_text('count = 3\nrace = ["serial", "threads cores=1"]\n')
    found = compared(capsys, "my.toml")
    assert [track["name"] for track in found["tracks"]] == ["serial", "threads cores=1"]
    assert found["command"].startswith("site-sim compare my.toml --track serial --track 'threads")
    assert len(compared(capsys, "my.toml", "--models", "hybrid,serial")["tracks"]) == 2


def test_a_track_may_be_a_recording(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--count", "3", "--model", "threads", "--events", "my log.jsonl"]) == 0
    capsys.readouterr()
    tracks = ("--track", "threads", "--track", "my log.jsonl")
    found = compared(capsys, "--count", "3", *tracks)
    run, recording = found["tracks"]
    assert recording["name"] == "my log.jsonl"
    differ = {key for key in run if run[key] != recording[key]}
    assert differ <= {"name", "track", "why"}  # nothing can be run again without its causes


def test_jobs_come_from_standard_input_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b'{"cpu_s": 1}\n{"io_s": 1}\n'))
    monkeypatch.setattr("sys.stdin", stdin)
    found = compared(capsys, "--jobs", "-", "--models", "serial,hybrid")
    assert [track["jobs"]["done"] for track in found["tracks"]] == [2, 2]


def test_what_is_taken_by_default_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--jobs", eight_jobs("io_s"), "--models", "serial,threads"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("site-sim: jobs.csv: by default cores 4")


def test_a_track_that_does_not_end_says_so_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stops = ("--workers", "1", "--no-supervise", "--accident-rate", "1", "--count", "9")
    found = compared(capsys, *stops, "--models", "serial,coroutines")
    assert by_name(found, "ended") == {"serial": "stuck", "coroutines": "stuck"}
    assert by_name(found, "reason")["serial"].endswith(
        "foreman, worker 0 are dead; nobody hands out jobs any more"
    )
    endless = compared(capsys, "--models", "serial,coroutines", "--until", "9")
    assert {*by_name(endless, "ended").values()} == {"endless"}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ("--models", "serial,thread"),
            "--models: must be models, with a comma between them, not 'thread' (did you mean"
            " 'threads'?)",
        ),
        (
            ("--models", "serial"),
            "--track: at least 2 tracks are needed (--models and --track add up; without them all"
            " models run)",
        ),
        (
            ("--track", "serial", "--track", "cors=1"),
            "--track 'cors=1': cors: no such option (did you mean 'cores'?)",
        ),
        (("--models", "serial,serial"), "--track 'serial': is there twice"),
        (("--models", ""), "--models: must be models, with a comma between them, not '' (known:"),
        (
            ("--track", "serial", "--track", "none.jsonl"),
            "none.jsonl: no such file",
        ),
        (("--axis", "lin"), "--axis: must be one of log, linear, not 'lin' (did you mean"),
        (("--csv", "--json"), "--csv: is one form too many (--json is given too)"),
        (("classic", "gil"), "gil: one scenario is enough"),
        (("--workers", "0"), "--workers: must be from 1 to 1,000,000, not 0"),
        (("--trak", "serial"), "--trak: no such option (did you mean '--track'?)"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    args: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = refused(capsys, "compare", *args)
    assert line.startswith(words)


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "'", "=", "cost=", "jobs=", "\u202e", "threads " * 50, "x" * 5000, "a\0b"]
)
def test_hostile_tracks_are_refused_in_safe_lines(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = refused(capsys, "compare", "--track", text, "--track", "serial")
    assert all(line.isprintable() and len(line) < 300 for line in lines)


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"{}\n", b"\xff\xfe", b'{"site_sim": {}}\n' * 2])
def test_hostile_recordings_are_refused_in_safe_lines(
    data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("log.jsonl").write_bytes(data)
    lines = refused(capsys, "compare", "--track", "log.jsonl", "--track", "serial until=1")
    assert all(line.startswith("log.jsonl: ") and line.isprintable() for line in lines)
