"""Random scenarios under all six models: the figures are those that an independent fold finds.

A script's lines are options of `site-sim run`, and rows of a job file; `on SCENARIO` names what
they are laid over.
"""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from site_sim.cli.main import main
from site_sim.facts.models import MODEL_FACTS
from tests.hostile.drive import Drive, Script, example, example_names
from tests.oracles import event_lines
from tests.oracles.event_lines import SECOND, Lines

SCRIPTS = 5
PART = "figures"
ROUNDING = 1e-9
"""The greatest share by which two figures of one run may differ, which were added up otherwise."""
ONE_PROGRAM = "producer-consumer"
BASES = ("classic", "accidents", "rework", "hybrid", "cores", "overlap", "commits", ONE_PROGRAM)
AT_MOST_S = 20.0
LATER_S = 1.5
"""How much longer the longer of two runs is."""
DIGITS = frozenset("+0123456789")
ELSEWHERE = "elsewhere"
"""A line that has the run repeated by another process, with other hashes."""


def any_scenario(chance: Random) -> Script:
    """Make up a scenario."""
    choice, some = chance.choice, chance.random
    base = choice(BASES) if some() < 0.4 else "classic"
    rates = (0.3, 1.0, 3.0, 5.0, round(chance.uniform(0.1, 5), 6))
    lines = {
        "rate": choice(rates),
        "arrivals": choice(("regular", "poisson")),
        "workload": choice(("io", "cpu", "mixed")),
        "service": choice(("fixed", "exponential", "uniform")),
        "service-time": choice((0, 0.001, 0.25, 1, 2.5, round(chance.uniform(0, 3), 9))),
        "cores": choice((1, 2, 3, 8, 1024)),
        "inbox": choice((1, 1, 2, 5, 1_000_000)),
        "costs": choice(("zero", "classroom", "typical")),
        "cost": choice(("hop=50us", "pipe-kib=90ms", "spawn=0.3s", "os-slice=70ms")),
        "defect-rate": choice((0, 0, 0.1, 0.5, 1)),
        "accident-rate": choice((0, 0, 0.05, 0.3, 1)),
        "rework-limit": choice((0, 1, 3, 6)),
        "seed": choice((0, 42, 2**63 - 1, chance.getrandbits(40))),
        "count": choice((0, 1, 7, 60)),
        "warm-up": choice((0, 0.0005, round(chance.uniform(0, 3), 9))),
    }
    if base != ONE_PROGRAM:
        lines |= {
            "workers": choice((1, 2, 3, 4, 4, 9, 30)),
            "dispatch": choice(("round-robin", "least-busy")),
            "wiring": choice(("chain", "direct")),
        }
    chosen = chance.sample([*lines], k=chance.randrange(1, len(lines)))
    if base == "commits":
        chosen = [name for name in chosen if name not in ("count", "rate")]
    jobs = chance.choices(range(9), k=9) if base != "commits" and some() < 0.2 else []
    if jobs:
        chosen = [name for name in chosen if name != "count"]
    until_s = None if jobs or some() < 0.1 else round(chance.uniform(0.001, AT_MOST_S), 3)
    if until_s is not None and until_s <= float(lines["warm-up"]):
        chosen = [name for name in chosen if name != "warm-up"]
    return (
        f"on {base}",
        *(() if until_s is None else (f"--until {until_s}",)),
        *(f"--{name} {written(lines[name], chance)}" for name in chosen),
        *(["--no-supervise"] if some() < 0.3 else []),
        *(f"job {number / 4},{chance.random():.3f},{number % 3}" for number in jobs),
        *([ELSEWHERE] if some() < 0.1 else []),
    )


def written(value: object, chance: Random) -> str:
    """Return a value in one of the ways in which a person may write a number."""
    if isinstance(value, str) or chance.random() < 0.7:
        return str(value)
    ways = [f"{'0' * chance.choice((1, 2, 29, 40))}{value}", f"+{value}"]
    if isinstance(value, int):
        ways += [f"{value:,}", f"{value:_}"]
    return chance.choice(ways)


def options_of(script: Script, folder: Path) -> list[str]:
    """Return the command line that a script is for."""
    words = [line.split() for line in script]
    jobs = [rest for first, *rest in words if first == "job"]
    base = next((rest for first, *rest in words if first == "on"), ["classic"])
    options = [word for line in words if line[0].startswith("--") for word in line]
    if jobs:
        path = folder / "jobs.csv"
        rows = (",".join(row) for row in jobs)
        path.write_text("\n".join(("arrival_s,cpu_s,io_s", *rows, "")), "utf-8")
        options += ["--jobs", str(path)]
    if "--until" not in options and not jobs:
        options += ["--until", str(AT_MOST_S)]
    return [*base, *options]


def run(options: list[str], folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the log and the figures of a run in this process."""
    log, out, err = folder / "log.jsonl", io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["run", *options, "--json", "--events", str(log)])
    assert code == 0, err.getvalue()
    return log.read_text("utf-8"), _figures(out.getvalue())


def _figures(words: str) -> dict[str, Any]:
    """Return all that the JSON says but the command, which no log tells."""
    found: dict[str, Any] = json.loads(words)
    assert found.pop("command").startswith("site-sim run ")
    return found


def run_elsewhere(options: list[str], folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the same of a process of its own, in which hashes are others."""
    log = folder / "other.jsonl"
    command = [sys.executable, "-m", "site_sim", "run", *options, "--json", "--events", str(log)]
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return log.read_text("utf-8"), _figures(done.stdout.decode())


def differences(found: Any, wanted: Any, name: str = "") -> list[str]:
    """Return the figures that differ by more than rounding, each with its name."""
    if isinstance(wanted, Mapping):
        names = [*dict.fromkeys((*wanted, *found))]
        return [
            line
            for key in names
            for line in differences(found.get(key), wanted.get(key), f"{name}.{key}")
        ]
    if isinstance(wanted, float) and isinstance(found, float):
        same = abs(found - wanted) <= ROUNDING * max(abs(found), abs(wanted))
    else:
        same = found == wanted
    return [] if same else [f"{name[1:]}: {found}, and {wanted} by the log"]


def play(script: Script, folder: Path) -> None:
    """Run a scenario under each model, and hold all that must be the same against each other."""
    options = options_of(script, folder)
    for model in MODEL_FACTS:
        ours = [*options, "--model", model]
        log, figures = run(ours, folder)
        assert_as_asked(options, log)
        wrong = differences(figures, Lines(log).figures())
        assert not wrong, f"{model}: {'; '.join(wrong)}"
        assert run(ours, folder) == (log, figures), f"{model}: the same seed, and other bytes"
        if ELSEWHERE in script:
            assert run_elsewhere(ours, folder) == (log, figures), f"{model}: other bytes elsewhere"
        assert_prefix(ours, log, folder)


def assert_as_asked(options: list[str], log: str) -> None:
    """Check that a run is of the numbers that a command line gives."""
    settings = json.loads(log.partition("\n")[0])["site_sim"]["settings"]
    for name, text in pairwise(options):
        found = settings.get(name.removeprefix("--"))
        if name.startswith("--") and isinstance(found, int | float) and text[:1] in DIGITS:
            wanted = type(found)(text.replace(",", "").replace("_", ""))
            assert found == wanted, f"{name} is {found}, and was to be {text}"


def assert_prefix(options: list[str], log: str, folder: Path) -> None:
    """Check that runs to other times tell the same as far as both of them go."""
    end = end_of(log)
    settings = json.loads(log.partition("\n")[0])["site_sim"]["settings"]
    warm_up_ns = round(settings["warm-up"] * SECOND)
    for until_ns in (end // 2, end, round(LATER_S * end) + 1):
        if until_ns <= warm_up_ns:  # no run is all warm-up
            continue
        until = f"{until_ns // SECOND}.{until_ns % SECOND:09}"
        other, _ = run(with_end(options, until), folder)
        both = min(until_ns, end)
        assert up_to(both, other) == up_to(both, log), f"a run up to {until} s tells other things"
        if until_ns <= end:
            assert len(up_to(both, other)) == len(other.splitlines()), f"it goes beyond {until} s"


def with_end(options: list[str], until: str) -> list[str]:
    """Return a command line with another end."""
    place = options.index("--until") if "--until" in options else len(options)
    return [*options[:place], "--until", until, *options[place + 2 :]]


def end_of(log: str) -> int:
    last: int = json.loads(log.splitlines()[-1])["end"]["at"]
    return last


def up_to(at: int, log: str) -> list[Any]:
    """Return the header, but for the time that the run is to take, and the events up to a time."""
    header, *events, end = map(json.loads, log.splitlines())
    del header["site_sim"]["settings"]["until"]
    return [header, *(event for event in events if event["at"] <= at), sorted(end)]


def test_the_figures_are_those_of_the_log(drive: Drive, tmp_path: Path) -> None:
    drive.assert_no_finds(any_scenario, lambda script: play(script, tmp_path), SCRIPTS, kept=1)


@pytest.mark.parametrize("name", example_names(PART))
def test_what_was_found_before(name: str, tmp_path: Path) -> None:
    play(example(PART, name), tmp_path)


def test_the_fold_shares_no_code() -> None:
    tree = ast.parse(Path(event_lines.__file__).read_text("utf-8"))
    names = {
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"event":"Accepted"', '"event":"Scrapped"'),
        ('"event":"WorkFinished"', '"event":"BecameIdle"'),
        ('"event":"JobTaken"', '"event":"BecameReady"'),
    ],
)
def test_a_log_that_tells_something_else_is_found_out(
    was: str, becomes: str, tmp_path: Path
) -> None:
    log, figures = run(["classic", "--until", "20"], tmp_path)
    assert differences(figures, Lines(log).figures()) == []
    other = log.replace(was, becomes, 3)
    assert other != log
    with pytest.raises((AssertionError, KeyError)):
        assert not differences(figures, Lines(other).figures())


@pytest.mark.parametrize("share", [0.0, 0.25, 0.75])
def test_a_run_that_is_no_part_of_a_longer_one_is_found_out(share: float, tmp_path: Path) -> None:
    options = ["classic", "--until", "8"]
    log, _ = run(options, tmp_path)
    assert_prefix(options, log, tmp_path)
    head, *events, end = log.splitlines(True)
    place = round(len(events) * share)
    other = "".join((head, *events[:place], *events[place + 1 :], end))
    with pytest.raises(AssertionError, match="tells other things"):
        assert_prefix(options, other, tmp_path)
