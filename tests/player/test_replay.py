"""A log on screen that others wrote: it is shown as it comes, played, and takes no commands."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from site_sim.base.errors import WrongLogError
from site_sim.commands import OrderJobs
from site_sim.export.source import LogSource
from site_sim.player.intents import Restart, Seek
from site_sim.player.player import Player
from site_sim.player.replay import Replay
from site_sim.scenario.scenario import Scenario
from tests.export.written import LOGS, SECOND, small, written

FRAME_S = 1 / 60


class Replayed:
    """A player of a log that comes through a pipe; notices are kept."""

    def __init__(self, data: bytes) -> None:
        reading, self.writing = os.pipe()
        os.write(self.writing, data)
        source = LogSource(reading, "the log")
        source.read_first()
        self.notices: list[str] = []
        self.player = Player(Replay(source), lambda: 0.0, self.notices.append)
        self.session = self.player.session

    def frames(self, count: int = 1) -> None:
        """Let frames pass."""
        for _ in range(count):
            self.player.tick(FRAME_S)


@pytest.fixture(scope="module")
def log() -> bytes:
    """Return a log of a run that is over."""
    return written(small(4 * SECOND), complete=True)


@pytest.fixture
def half(log: bytes) -> bytes:
    """Return its first lines."""
    return b"".join(log.splitlines(keepends=True)[:60])


def test_it_is_shown_at_its_end_and_played_from_its_start(log: bytes) -> None:
    replayed = Replayed(log)
    replayed.frames(3)
    player, session = replayed.player, replayed.session
    assert session.playhead.is_live
    assert session.playback.ended
    assert player.view.paused
    player.pause()
    assert (session.now, player.view.paused) == (0, False)
    replayed.frames(60)
    assert session.now == pytest.approx(SECOND, rel=0.01)
    replayed.frames(60 * 60)
    assert session.playhead.is_live


def test_what_comes_in_is_followed_unless_one_looks_elsewhere(log: bytes, half: bytes) -> None:
    replayed = Replayed(half)
    replayed.frames(2)
    session, player = replayed.session, replayed.player
    assert (len(session.log), session.playhead.is_live) == (59, True)
    assert not player.view.paused
    player.do(Seek(0))
    before = session.playhead.position
    os.write(replayed.writing, log[len(half) :])
    replayed.frames(3)
    assert session.playhead.position == before
    assert len(session.log) > 59
    assert session.recording.folded == 1
    player.do(Seek(session.playhead.end))
    assert session.playhead.is_live


def test_commands_are_refused_with_a_reason(log: bytes) -> None:
    replayed = Replayed(log)
    replayed.frames(3)
    player = replayed.player
    assert {*player.refusals} == {"commands", "forks", "model", "race"}
    length = len(replayed.session.log)
    player.do(OrderJobs(1))
    assert len(replayed.session.log) == length
    assert replayed.notices == [player.refusals["commands"]]


def test_nothing_more_is_read_when_a_scenario_is_opened_instead(half: bytes) -> None:
    replayed = Replayed(half)
    replayed.frames(1)
    replayed.player.open(Scenario())
    with pytest.raises(BrokenPipeError):
        os.write(replayed.writing, b"more")
    replayed.frames(2)
    assert replayed.player.frame().recording == ""


def test_a_restart_plays_it_again(log: bytes) -> None:
    replayed = Replayed(log)
    replayed.frames(3)
    replayed.player.do(Restart(new_seed=False))
    assert (replayed.session.now, replayed.player.view.paused) == (0, False)


def test_a_fault_that_comes_later_names_its_line(half: bytes) -> None:
    replayed = Replayed(half)
    replayed.frames(1)
    os.write(replayed.writing, b"rubbish\n")
    with pytest.raises(WrongLogError, match="line 61") as wrong:
        replayed.frames(1)
    assert len(wrong.value.faults) == 1


def test_who_looks_at_the_past_is_told_that_the_log_is_cut_off(half: bytes) -> None:
    replayed = Replayed(half)
    replayed.frames(2)
    replayed.player.do(Seek(0))
    replayed.frames(2)
    assert replayed.notices == []
    os.close(replayed.writing)
    replayed.frames(3)
    assert replayed.notices == ["the log is cut off before its end mark"]


def test_what_is_to_be_known_is_said(log: bytes, half: bytes, tmp_path: Path) -> None:
    assert "as it comes" in remark_of(Replayed(half))
    broken = Replayed(half[:-5])
    os.close(broken.writing)
    assert "cut off in the middle of line 60" in remark_of(broken)
    path = tmp_path / "log.jsonl"
    path.write_bytes(half)
    source = LogSource.open(str(path))
    source.read_first()
    player = Player(Replay(source), lambda: 0.0, str)
    player.tick(FRAME_S)
    assert "no end mark" in player.frame().recording
    newer = log.replace(b'"schema":1', b'"schema":99,"moon":1', 1)
    assert "key moon can't be shown" in remark_of(Replayed(newer))
    *before, last, end = newer.splitlines(keepends=True)
    moon = last.replace(b'"event":"HandOffStarted"', b'"event":"Moonrise"')
    words = "key moon, event Moonrise can't be shown (1 event left out)"
    assert words in remark_of(Replayed(b"".join((*before, moon, end))))
    stranger = last.replace(b'"to":"worker 1"', b'"to":"worker 77"')
    words = "key moon can't be shown (1 event left out)"
    assert words in remark_of(Replayed(b"".join((*before, stranger, end))))


def remark_of(replayed: Replayed) -> str:
    """Return the remark on a recording once it is read."""
    replayed.frames(3)
    return replayed.player.frame().recording


def test_only_settings_that_the_log_tells_are_known() -> None:
    told = Replayed((LOGS / "fan.jsonl").read_bytes())
    told.frames(2)
    frame = told.player.frame()
    assert frame.is_told("model")
    assert not frame.is_told("dispatch")
    assert told.player.frame().title == "A fan-out and a fan-in"


@pytest.mark.parametrize("jobs", [None, "work.csv"])
def test_that_the_jobs_came_from_a_file_is_known_by_the_log(jobs: str | None, log: bytes) -> None:
    head, *rest = log.splitlines(keepends=True)
    header = json.loads(head)
    header["site_sim"]["settings"]["jobs"] = jobs
    replayed = Replayed(b"".join((json.dumps(header).encode() + b"\n", *rest)))
    assert replayed.player.frame().has_job_file == bool(jobs)
