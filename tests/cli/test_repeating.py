"""The JSON of a run has the command that gives the same bytes again."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from site_sim.base.errors import RunError
from site_sim.cli.main import main
from site_sim.facts.costs import COST_KEYS, HOP_KEYS, field_of
from site_sim.kernel.models import Costs
from site_sim.scenario import schema
from site_sim.scenario.measuring import kept
from tests.cli.commands import eight_jobs

RUNS = (
    (),
    ("gil", "--until", "7.5", "--no-supervise", "--warm-up", "2"),
    ("rework", "--seed", "0007", "--workers", "1,000", "--supervise", "--until=3"),
    ("--cost", "hop=50us", "--cost", "switch=1ms", "--costs", "typical", "--until", "3"),
)


@pytest.mark.parametrize("args", RUNS)
def test_the_command_gives_the_same_bytes(
    args: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *args, "--json", "--events", "log.jsonl"]) == 0
    out = capsys.readouterr().out
    program, *words = shlex.split(json.loads(out)["command"])
    assert program == "site-sim"
    assert main(words) == 0
    assert capsys.readouterr().out == out


def test_names_that_a_shell_would_split_are_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    eight_jobs("io_s")
    Path("jobs.csv").rename("my jobs.csv")
    Path("my site.toml").write_text('jobs = "my jobs.csv"\nworkers = 2\n')
    for args in (("my site.toml",), ("--jobs", "my jobs.csv")):
        assert main(["run", *args, "--json"]) == 0
        out = capsys.readouterr().out
        assert main(shlex.split(json.loads(out)["command"])[1:]) == 0
        assert capsys.readouterr().out == out


def test_a_file_that_is_named_like_an_option_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    eight_jobs("io_s")
    Path("jobs.csv").rename("-j.csv")
    Path("-s.toml").write_text("workers = 2\n")
    assert main(["run", "--json", "--jobs=-j.csv", "--", "-s.toml"]) == 0
    out = capsys.readouterr().out
    assert main(shlex.split(json.loads(out)["command"])[1:]) == 0
    assert capsys.readouterr().out == out


def test_the_cores_of_this_machine_are_given_as_the_number_that_was_taken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "usable_cores", lambda: 3)
    assert main(["run", "cores", "--cores", "auto", "--until", "9", "--json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["settings"]["cores"] == 3
    monkeypatch.setattr(schema, "usable_cores", lambda: 7)
    assert main(shlex.split(json.loads(out)["command"])[1:]) == 0
    assert capsys.readouterr().out == out


@pytest.mark.parametrize("args", [(), ("--seed", "3", "--cost", "hop=1us", "--until", "2.5")])
def test_costs_that_were_measured_are_given_one_by_one_and_not_measured_again(
    args: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = {field_of(key): number for number, key in enumerate(COST_KEYS, 200_000)}
    taken = SimpleNamespace(costs=Costs(**costs), unsteady=[])
    monkeypatch.setattr(kept, "measured", lambda: taken)
    assert main(["run", "--costs", "measured", *args, "--json"]) == 0
    out = capsys.readouterr().out
    words = shlex.split(json.loads(out)["command"])[1:]
    single = dict(word.split("=") for before, word in pairwise(words) if before == "--cost")
    wanted = costs | (dict.fromkeys(map(field_of, HOP_KEYS), 1000) if args else {})
    assert single == {key: f"{wanted[field_of(key)]}ns" for key in COST_KEYS}

    def fail() -> None:
        raise RunError("can't be had here")

    monkeypatch.setattr(kept, "measured", fail)
    assert main(words) == 0
    assert capsys.readouterr() == (out, "")


@pytest.mark.parametrize(
    "args",
    [
        ("--costs", "measured", "--models", "serial,hybrid"),
        ("--costs", "measured", "--track", "serial", "--track", "threads cost=switch=1us"),
    ],
)
def test_a_comparison_with_measured_costs_can_be_had_again(
    args: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = {field_of(key): number for number, key in enumerate(COST_KEYS, 200_000)}
    monkeypatch.setattr(
        kept, "measured", lambda: SimpleNamespace(costs=Costs(**costs), unsteady=[])
    )
    assert main(["compare", "--until", "3", *args, "--json"]) == 0
    out = capsys.readouterr().out

    def fail() -> None:
        raise RunError("can't be had here")

    monkeypatch.setattr(kept, "measured", fail)
    assert main(shlex.split(json.loads(out)["command"])[1:]) == 0
    assert capsys.readouterr() == (out, "")


def test_a_track_with_measured_costs_of_its_own_is_told_each_of_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = {field_of(key): number for number, key in enumerate(COST_KEYS, 200_000)}
    monkeypatch.setattr(
        kept, "measured", lambda: SimpleNamespace(costs=Costs(**costs), unsteady=[])
    )
    tracks = ("--track", "serial costs=measured", "--track", "serial costs=zero")
    assert main(["compare", "--until", "3", *tracks, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    *_, first, _, second, _ = shlex.split(found["command"])
    singles = " ".join(f"cost={key}={costs[field_of(key)]}ns" for key in COST_KEYS)
    assert (first, second) == (f"serial costs=measured {singles}", "serial costs=zero")
    assert found["tracks"][0]["costs"] == costs


@pytest.mark.parametrize("text", ["\r\n3", "3\n", " 3 "])
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell that knows $'...'")
def test_a_command_is_a_line_whatever_is_in_it_and_a_shell_gives_it_back(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["compare", "--until", text, "--models", "serial,hybrid"]
    assert main(args) == 0
    *_, last = capsys.readouterr().out.splitlines()
    command = last.removeprefix("again: site-sim ")
    assert command.isprintable()
    shell = ["bash", "-c", f"printf '%s\\0' {command}"]
    words = subprocess.run(shell, check=True, capture_output=True).stdout
    assert words.decode().split("\0")[:-1] == ["compare", "classic", *args[1:]]
