"""The command line that opens a race."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_sim.cli.main import main
from site_sim.facts.models import MODEL_FACTS
from site_sim.player.race_tracks import RaceRun
from site_sim.player.replay import Replay
from site_sim.scenario.scenario import Scenario
from tests.cli.commands import refused, sh
from tests.export.written import eventful, written


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """A screen that only notes what it is opened with, and a terminal."""
    calls: list[tuple[Any, ...]] = []

    def open_race(runs: list[RaceRun], *look: Any, **options: Any) -> int:
        calls.append((runs, *look, options))
        return 7

    monkeypatch.setenv("TEXTUAL_FPS", "1000")  # the module would set it for good
    monkeypatch.setattr("site_sim.ui.startup.open_race", open_race)
    monkeypatch.setattr("site_sim.ui.startup.has_terminal", lambda: True)
    return calls


def raced(opened: list[tuple[Any, ...]], *args: str) -> dict[str, Any]:
    """Return what is run on each track of the race that some words open."""
    assert main(["race", *args]) == 7
    return {run.name: run.source for run in opened[-1][0]}


def test_it_races_all_models_on_the_first_scenario(opened: list[tuple[Any, ...]]) -> None:
    runs = raced(opened)
    assert [*runs] == [*MODEL_FACTS]
    assert [scenario.model for scenario in runs.values()] == [*MODEL_FACTS]
    assert {scenario.source for scenario in runs.values()} == {"classic"}
    assert opened[-1][1:] == (None, None, {"mouse": True, "fps": None})


def test_options_are_those_of_all_tracks_and_a_track_has_its_own(
    opened: list[tuple[Any, ...]],
) -> None:
    tracks = ("--models", "threads,hybrid", "--track", "threads cores=1 workers=2")
    look = ("--theme", "mono", "--no-mouse", "--fps", "9")
    runs = raced(opened, "gil", "--workers", "7", "--at", "3", *tracks, *look)
    assert [*runs] == ["threads", "hybrid", "threads cores=1 workers=2"]
    assert [scenario.workers for scenario in runs.values()] == [7, 7, 2]
    assert {scenario.at for scenario in runs.values()} == {3.0}
    assert runs["threads cores=1 workers=2"].cores == 1
    assert opened[-1][1:] == ("mono", None, {"mouse": False, "fps": 9})


def test_a_scenario_may_say_what_races(opened: list[tuple[Any, ...]], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('race = ["serial", "coroutines workers=9"]\n')
    assert [*raced(opened, str(path))] == ["serial", "coroutines workers=9"]


def test_a_track_may_be_a_recording(opened: list[tuple[Any, ...]], tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    log.write_bytes(written(eventful("threads", seed=3)))
    runs = raced(opened, "--models", "serial", "--track", str(log))
    assert isinstance(runs["serial"], Scenario)
    assert isinstance(runs["run.jsonl"], Replay)
    runs["run.jsonl"].close()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--models", "serial"), "at least 2 tracks are needed"),
        (("--models", "serial,coro"), "did you mean 'coroutines'?"),
        (("--track", "thread", "--track", "serial"), "did you mean"),
        (("gil", "classic"), "one scenario is enough"),
        (("--jobs", "-"), "standard input is the keyboard here"),
        (("--model", "serial"), "no such option"),
        (("--fps", "0"), "--fps: must be a whole number"),
        (("giil",), "did you mean"),
        (("--models", "serial,threads", "--track", "hybrid", *(
            word for cores in "12345" for word in ("--track", f"threads cores={cores}"))),
         "6 tracks are the most"),
    ],
)  # fmt: skip
def test_what_makes_no_race_is_told(
    words: tuple[str, ...],
    fault: str,
    opened: list[tuple[Any, ...]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = refused(capsys, "race", *words)
    assert [fault in line for line in lines] == [True]
    assert opened == []


def test_without_a_terminal_it_says_what_does_without() -> None:
    done = sh("race", "--models", "serial,threads", stdin=subprocess.DEVNULL)
    said = b"site-sim: the screen needs a terminal ('site-sim compare' does without)\n"
    assert (done.returncode, done.stderr) == (2, said)
