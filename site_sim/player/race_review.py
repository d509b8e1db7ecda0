"""What came of the tracks of a race up to now, and why: worked out in slices while it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_sim.experiments.causes import Why
from site_sim.experiments.outcome import OutcomeReader, TrackOutcome
from site_sim.player.handicaps import handicaps_of
from site_sim.player.track_facts import TrackFacts, placed
from site_sim.player.tuning import PlayerTuning
from site_sim.run.engine import Engine
from site_sim.run.recorded import Recorded
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario

SLICE = 2_000
"""Events that are read, or steps of a run without a cause, between two looks at the clock."""


class ReviewedTrack(Struct, frozen=True):
    """What came of one track, up to the live end of its run."""

    facts: TrackFacts
    """Its place there, which is no later than at the playhead."""
    outcome: TrackOutcome
    why: str
    """Why its run took as long as it did, in a sentence; "" while that is being worked out."""


class RaceReview(Struct, frozen=True):
    """What came of all tracks."""

    at: int
    """Up to when (ns)."""
    tracks: Sequence[ReviewedTrack]
    """In the order of the race; none while the runs are read."""
    is_complete: bool
    """Whether the reasons are worked out, too."""


class RunReview:
    """Works out what came of one run, as far as it went, and why."""

    def __init__(self, session: Session, scenario: Scenario | None) -> None:
        self.log = session.log
        self._session = session
        self._scenario = scenario
        self._reader = OutcomeReader(session.log)
        self._events_read = -1
        """How many events there were when all of them had been read."""
        self._outcome: tuple[object, TrackOutcome] | None = None
        """The outcome that was returned last, and what it was of."""
        self._why: Why | None = None
        self._why_of = -1
        """How many events the run had that its reasons are worked out for."""

    @property
    def is_read(self) -> bool:
        """Whether everything was read that has happened."""
        return self._events_read == len(self.log)

    @property
    def has_reason(self) -> bool:
        """Whether it is worked out why the run took so long."""
        return self._why is not None and self._why.is_done and self._why_of == len(self.log)

    def work(self, with_reason: bool) -> bool:
        """Work for a slice; return True when all is done: what happened, and `with_reason` why."""
        if not self._reader.work(SLICE):
            return False
        self._events_read = len(self.log)
        if not with_reason:
            return True
        if self._why is None or self._why_of != len(self.log):
            self._why, self._why_of = Why(self._scenario, self._session), len(self.log)
        return self._why.work(SLICE)

    @property
    def why(self) -> str:
        """Why the run took so long, in a sentence; "" while that is being worked out."""
        return self._why.sentence if self._why is not None and self.has_reason else ""

    @property
    def fate(self) -> str:
        """Why not all jobs were done; "" if they were, or as it just goes on."""
        condition, line = self.outcome.ending
        goes_on = condition == "cut" and self._session.branch.engine.next_at() is not None
        return "" if goes_on else line

    @property
    def outcome(self) -> TrackOutcome:
        """What came of the run; all of it has to be read."""
        engine = self._session.branch.engine
        is_over = engine.next_at() is None and not _breaks_off(engine)
        at = self.log.time_of(len(self.log) - 1) if is_over and len(self.log) else engine.now
        known = len(self.log), at, is_over
        if self._outcome is None or self._outcome[0] != known:
            never_ends = _never_ends(engine, self._scenario)
            self._outcome = known, self._reader.outcome(at, is_over, never_ends)
        return self._outcome[1]


class RaceReviewer:
    """Works out what came of the tracks of a race. `clock` gives real seconds."""

    def __init__(self, clock: Callable[[], float], tuning: PlayerTuning) -> None:
        self._clock = clock
        self._tuning = tuning
        self._runs: list[RunReview] = []
        self._last: RaceReview | None = None
        """What was returned last: the same object while there is nothing new."""

    def read(
        self,
        sessions: Sequence[Session],
        scenarios: Sequence[Scenario | None],
        facts: Sequence[TrackFacts],
        is_still: bool,
    ) -> RaceReview:
        """Work on it, as far as the budget of a frame allows, and return what is known.

        `facts` are those of the tracks at the playhead. Where time passes, the reasons have to wait
        until it `is_still`: they would be out of date at once.
        """
        self._take(sessions, scenarios)
        budget_s = self._tuning.review_budget_s
        deadline = self._clock() + budget_s
        for _ in self._slices(with_reasons=is_still):
            if self._clock() >= deadline:
                break
        at = max(session.branch.engine.now for session in sessions)
        if not all(run.is_read for run in self._runs):
            return RaceReview(at, (), is_complete=False)
        handicaps = handicaps_of(sessions, to_the_end=True)
        each_run = zip(facts, self._runs, handicaps, strict=True)
        tracks = [_reviewed(each, run, handicap) for each, run, handicap in each_run]
        ranked = placed([track.facts.standing for track in tracks])
        is_complete = not is_still or all(run.has_reason for run in self._runs)
        review = RaceReview(
            at,
            [replace(track, facts=each) for track, each in zip(tracks, ranked, strict=True)],
            is_complete,
        )
        if self._last is None or not _is_same(self._last, review):
            self._last = review
        return self._last

    def _take(self, sessions: Sequence[Session], scenarios: Sequence[Scenario | None]) -> None:
        """Begin anew with each run that has another log than before."""
        before = {id(run.log): run for run in self._runs}
        self._runs = [
            before.get(id(session.log)) or RunReview(session, scenario)
            for session, scenario in zip(sessions, scenarios, strict=True)
        ]

    def _slices(self, with_reasons: bool) -> Iterator[None]:
        """Work for a slice on one run after the other: first on what happened, then on why."""
        for needs_reason in (False, True)[: 1 + with_reasons]:
            left = [*self._runs]
            while left:
                for run in [*left]:
                    if run.work(needs_reason):
                        left.remove(run)
                    else:
                        yield


def _breaks_off(engine: Engine) -> bool:
    """Return whether what is shown is the log of a run that may have gone on after it."""
    return isinstance(engine, Recorded) and not engine.is_whole


def _never_ends(engine: Engine, scenario: Scenario | None) -> bool:
    """Return whether it is known that ever more jobs come."""
    if scenario is None:
        return isinstance(engine, Recorded) and engine.never_ends
    return not scenario.ends


def _reviewed(facts: TrackFacts, run: RunReview, handicap: str) -> ReviewedTrack:
    """Return what came of a track up to the live end of its run; its place is still to be found."""
    outcome, standing = run.outcome, facts.standing
    standing = replace(
        standing,
        done=outcome.summary.done,
        ended_at=outcome.ended_at,
        fate=run.fate,
        handicap=handicap,
    )
    return ReviewedTrack(replace(facts, standing=standing), outcome, run.why)


def _is_same(one: RaceReview, other: RaceReview) -> bool:
    """Return whether two reviews have the same to show; outcomes are told apart as objects."""
    if (one.at, one.is_complete, len(one.tracks)) != (
        other.at,
        other.is_complete,
        len(other.tracks),
    ):
        return False
    return all(
        mine.outcome is its.outcome and (mine.why, mine.facts) == (its.why, its.facts)
        for mine, its in zip(one.tracks, other.tracks, strict=True)
    )
