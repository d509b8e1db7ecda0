"""The runs of a race, each with a player of its own, and what begins them anew."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from site_sim.player.intents import OpenScenario, Restart, ShowFigure, ViewIntent
from site_sim.player.player import Player
from site_sim.player.race_intents import Predict, RaceViewIntent, ShowOutcome, Turn
from site_sim.player.run_visit import RunVisit
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ScreenName, ViewState
from site_sim.run.common_playhead import CommonPlayhead
from site_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from site_sim.player.race_review import RaceReview, RaceReviewer
    from site_sim.player.replay import Replay
    from site_sim.player.track_facts import TrackFacts

TURNED: Mapping[str, Any] = {"io": "cpu", "cpu": "io", "mixed": "cpu"}
"""The workload that comes in the place of each when a race is turned.

Of one that began with mixed work that comes again after I/O.
"""
OF_JOBS = (
    "program", "rate_per_s", "arrivals", "count", "workload", "service", "service_time", "seed",
    "orders",
)  # fmt: skip
"""What jobs, their arrivals and how long they take follow from."""
NOT_ONE_RUN = "that is for one run: enter opens the track that is pointed at"
OF_THE_TRACKS = "the tracks of a race have models of their own"
A_LOG_AMONG_THEM = "a log among the tracks takes no commands: another can be commanded alone"
OF_A_FILE = "its jobs come from a file, and are what that says"
OF_ITS_OWN = {
    "workload": "a track has a workload of its own, by which it is called: it can't be turned",
    "seed": "a track has a seed of its own, by which it is called: it can't have another",
}
OF_A_SCENARIO = "a race stays with its scenario: from the site another one is opened, and raced"
OF_A_RECORDING = "a recording is what it is: it can't be turned"


class RaceRun(NamedTuple):
    """What one of the tracks of a race runs or shows, by a name that no other track has."""

    name: str
    source: Scenario | Replay
    text: str = ""
    """What it differs in, as a track is written; "" where nobody has written it."""
    base: Scenario | None = None
    """The scenario that all tracks differ from."""


def raced(runs: Iterable[RaceRun]) -> Scenario | None:
    """Return the scenario that the tracks of a race differ from; None where all are recordings."""
    scenarios = (run.base or run.source for run in runs)
    return next((each for each in scenarios if isinstance(each, Scenario)), None)


class RaceTracks:
    """The players of the runs of a race, in order, and the playhead that they have in common.

    `tell` is told what a player says to the person, and the number of its track.
    """

    def __init__(
        self,
        runs: Sequence[RaceRun],
        clock: Callable[[], float],
        tell: Callable[[int, str], None],
        tuning: PlayerTuning,
    ) -> None:
        self._clock = clock
        self._tell = tell
        at_once = tuning.hired_at_once // len(runs)  # all crews together are as large as one alone
        self._tuning = replace(tuning, hired_at_once=at_once)
        self.players: Sequence[Player] = ()
        self._reviewer: RaceReviewer | None = None
        """Works out what came of the tracks, once that is asked for."""
        self._is_reviewed = True
        """Whether all that is asked of it is worked out."""
        sources = (run.source for run in runs)
        scenarios = [source for source in sources if isinstance(source, Scenario)]
        self._began_mixed = any(each.workload == "mixed" for each in scenarios)
        self.begin(runs)

    def begin(self, runs: Sequence[RaceRun]) -> None:
        """Begin the runs from their starts; a recording that was shown is shown again."""
        shown = {id(player.replay): player for player in self.players if player.replay}
        self.runs = [*runs]
        self.players = [
            shown.pop(id(source)) if id(source) in shown else self._player(number, source)
            for number, source in enumerate(run.source for run in runs)
        ]
        for player in shown.values():
            player.close()
        self.playhead = CommonPlayhead([player.session for player in self.players])
        self.have_same_jobs = _have_same_jobs([run.source for run in runs])
        """Whether all runs are to have the same jobs, at the same times."""
        self._why_not_turned = self._reason_against_turning()
        """Why computing can't take the place of I/O; "" where it can."""

    def close(self) -> None:
        """Leave the recordings that are shown."""
        for player in self.players:
            player.close()

    def _player(self, number: int, source: Scenario | Replay) -> Player:
        if isinstance(source, Scenario):
            source = replace(source, at=0.0, paused=False)
        return Player(source, self._clock, lambda words: self._tell(number, words), self._tuning)

    def review(self, facts: Sequence[TrackFacts], is_still: bool) -> RaceReview:
        """Return what came of the tracks, whose facts are given, as far as it is worked out."""
        from site_sim.player.race_review import RaceReviewer  # noqa: PLC0415 - seldom asked for

        if self._reviewer is None:
            self._reviewer = RaceReviewer(self._clock, self._tuning)
        sessions = [player.session for player in self.players]
        scenarios = [player.scenario for player in self.players]
        review = self._reviewer.read(sessions, scenarios, facts, is_still)
        self._is_reviewed = review.is_complete
        return review

    def have_whole_frame(self, view: ViewState) -> bool:
        """Return whether another frame of the same moment would have nothing more to show."""
        is_whole = self._is_reviewed or not view.race.outcome
        return is_whole and all(player.has_whole_frame for player in self.players)

    @property
    def names(self) -> Sequence[str]:
        """What the tracks are called."""
        return [run.name for run in self.runs]

    @property
    def first_scenario(self) -> Scenario | None:
        """The scenario of the first track that has one: what it says of the view is for all."""
        sources = (run.source for run in self.runs)
        return next((source for source in sources if isinstance(source, Scenario)), None)

    def chosen(self, view: ViewState) -> Player:
        """Return the player of the track that the view of the race points at."""
        return self.players[view.race.chosen]

    def receivers(self, view: ViewState) -> Sequence[Player]:
        """Return who gets commands."""
        return [self.chosen(view)] if view.race.alone else self.players

    def refusals(self, view: ViewState) -> Mapping[str, str]:
        """Return what can't be done with those who get commands, each with the reason."""
        refusals = {"run": NOT_ONE_RUN, "model": OF_THE_TRACKS}
        each = [player.refusals for player in self.receivers(view)]
        for others in each:
            refusals |= others
        if len({"commands" in others for others in each}) > 1:
            refusals["commands"] = A_LOG_AMONG_THEM
        if self._why_not_turned:
            refusals["turn"] = self._why_not_turned
        return refusals

    def visit(self, screen: ScreenName, view: ViewState, notify: Callable[[str], None]) -> RunVisit:
        """Look into the run of the track that the view of the race points at."""
        return RunVisit(self.chosen(view), screen, view, self._clock, notify, self._tuning)

    # -- others in their place -------------------------------------------------------------

    def changed_for(self, wish: Restart | OpenScenario | Turn) -> tuple[Sequence[RaceRun], str]:
        """Return what is raced next, with the same jobs, others, or turned ones; or why not."""
        if isinstance(wish, OpenScenario):
            return self.runs, OF_A_SCENARIO
        if isinstance(wish, Turn):
            return self._changed(self._turned), self._why_not_turned
        if not wish.new_seed:
            return self.runs, ""
        return self._changed(_reseeded), OF_ITS_OWN["seed"] if self._some_say("seed") else ""

    def _reason_against_turning(self) -> str:
        for run in self.runs:
            if not isinstance(run.source, Scenario):
                return OF_A_RECORDING
            if run.source.has_job_file:
                return OF_A_FILE
        return OF_ITS_OWN["workload"] if self._some_say("workload") else ""

    def _turned(self, scenario: Scenario) -> Scenario:
        back = {"io": "mixed"} if self._began_mixed else {}
        return replace(scenario, workload={**TURNED, **back}[scenario.workload])

    def _some_say(self, key: str) -> bool:
        """Return whether a track was written with a key of its own, and is called by that."""
        return any(
            word.startswith(f"{key}=") for run in self.runs for word in shlex.split(run.text)
        )

    def _changed(self, change: Callable[[Scenario], Scenario]) -> Sequence[RaceRun]:
        return [
            run._replace(
                source=change(run.source) if isinstance(run.source, Scenario) else run.source,
                base=change(run.base) if run.base is not None else None,
            )
            for run in self.runs
        ]


def afresh(
    view: ViewState, wish: Restart | OpenScenario | Turn
) -> Sequence[ViewIntent | RaceViewIntent]:
    """Return what is wanted of the view of a race that begins anew: to see its tracks.

    Their figure in large stays. What was predicted of other work does not.
    """
    forgets = [Predict()] if isinstance(wish, Turn) else []
    return [ShowFigure(view.figure), ShowOutcome(on=False), *forgets]


def _have_same_jobs(sources: Sequence[Scenario | Replay]) -> bool:
    """Return whether all are scenarios in which everything is the same that jobs follow from."""
    scenarios = [source for source in sources if isinstance(source, Scenario)]
    made_of = [[getattr(each, field) for field in OF_JOBS] for each in scenarios]
    return len(scenarios) == len(sources) and all(each == made_of[0] for each in made_of)


def _reseeded(scenario: Scenario) -> Scenario:
    return replace(scenario, seed=(scenario.seed + 1) % (1 << 63))
