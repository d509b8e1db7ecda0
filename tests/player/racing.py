"""A race without a screen: its clock runs only as the test says, and its notices are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from site_sim.export.source import LogSource
from site_sim.facts.models import MODEL_FACTS, ModelName
from site_sim.log.comparison import digest_of
from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.race import Race
from site_sim.player.race_tracks import RaceRun
from site_sim.player.replay import Replay
from site_sim.player.tuning import PlayerTuning
from site_sim.scenario.scenario import Scenario
from tests.export.written import eventful, written
from tests.player.playing import FRAME_S

MODELS: Sequence[ModelName] = tuple(facts.name for facts in MODEL_FACTS.values())


class Raced:
    """A race of some models on the same jobs, at its start, whose time passes.

    `look_s` real seconds pass at every look at the clock.
    """

    def __init__(
        self,
        *models: ModelName,
        look_s: float = 0.0,
        tuning: PlayerTuning = DEFAULT_TUNING,
        runs: Sequence[RaceRun] | None = None,
        **fields: Any,
    ) -> None:
        self.look_s = look_s
        self.real_s = 0.0
        self.notices: list[str] = []
        if runs is None:
            given = {"workers": 3, "count": 12} | fields
            runs = [RaceRun(name, Scenario(**given, model=name)) for name in models or MODELS]
        self.race = Race(runs, self._clock, self.notices.append, tuning)
        self.race.pause()

    def _clock(self) -> float:
        self.real_s += self.look_s
        return self.real_s

    def frames(self, count: int, real_s: float = FRAME_S) -> None:
        """Let frames pass."""
        for _ in range(count):
            self.race.pass_time(real_s)

    def seconds(self, count: int) -> None:
        """Let real seconds pass, in frames that add up to them."""
        self.frames(4 * count, 0.25)

    def arrive(self) -> int:
        """Let frames pass until nothing is under way; return how many there were."""
        count = 0
        while self.race.long_work.is_under_way:
            self.frames(1)
            count += 1
        return count

    def places(self) -> list[tuple[int, int, int]]:
        """Return where each run is shown, and how many events it has."""
        sessions = [player.session for player in self.race.players]
        return [(each.state.seq, each.now, len(each.log)) for each in sessions]

    def digests(self) -> list[str]:
        """Return what the log of each run comes to."""
        return [digest_of(player.session.log) for player in self.race.players]

    def journals(self) -> list[list[tuple[int, Any]]]:
        """Return the commands that each run was given, with their times."""
        return [
            [(entry.at, entry.command) for entry in player.session.journal]
            for player in self.race.players
        ]


def recording_and_run(folder: Path, *, is_cut: bool = False) -> Sequence[RaceRun]:
    """Return the log of a run that was stopped, which was opened, and another run.

    One that is cut has no end mark, so that more may come.
    """
    path, log = folder / "run.jsonl", written(eventful("threads", seed=3))
    path.write_bytes(log[: log.rstrip().rindex(b"\n") + 1] if is_cut else log)
    source = LogSource.open(str(path))
    source.read_first()
    return [RaceRun("run", Replay(source)), RaceRun("serial", Scenario(count=12))]


def with_recording(folder: Path, *, is_cut: bool = False) -> Raced:
    """Return a race of those."""
    return Raced(runs=recording_and_run(folder, is_cut=is_cut))


def alone(scenario: Scenario) -> Player:
    """Return a player of a scenario that nothing else is raced with."""
    return Player(scenario, lambda: 0.0, lambda _: None)
