"""What came of the tracks of a race, and why: in slices, and never out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident
from site_sim.experiments.causes import Why
from site_sim.experiments.outcome import OutcomeReader
from site_sim.experiments.running import run_track
from site_sim.experiments.tracks import Track
from site_sim.export.source import LogSource
from site_sim.log.events import Kind
from site_sim.player.player import DEFAULT_TUNING, Player
from site_sim.player.race_review import RaceReviewer
from site_sim.player.replay import Replay
from site_sim.player.track_facts import Standing, placed
from tests.export.written import small, written
from tests.player.reviews import Clock, players, review_of, whole


def test_the_figures_are_those_of_the_whole_runs() -> None:
    those = players()
    review = whole(those)
    assert review.is_complete
    assert review.at == 60 * SECOND
    for player, track in zip(those, review.tracks, strict=True):
        log = player.session.log
        reader = OutcomeReader(log)
        assert reader.work()
        assert track.outcome == reader.outcome(log.time_of(len(log) - 1), is_complete=True)
        why = Why(player.scenario, player.session)
        while not why.work(1000):
            pass
        assert track.why == why.sentence != ""


def test_places_are_those_at_the_end_whatever_moment_is_shown() -> None:
    tracks = whole(players()).tracks
    assert [track.facts.standing.done for track in tracks] == [12, 12, 12]
    ended = [track.facts.standing.ended_at or 0 for track in tracks]
    assert ended[0] > max(ended[1:])
    assert tracks[0].facts.place == 3
    assert [track.facts.standing.predicted for track in tracks] == [1, 2, 3]
    assert not any(track.facts.standing.fate for track in tracks)


def test_a_track_ends_with_the_last_that_leaves_though_it_be_given_up() -> None:
    those = players(defect_rate=0.5, rework_limit=0, seed=6)
    for player, track in zip(those, whole(those).tracks, strict=True):
        last = player.session.state.verdicts[-1]
        assert last.kind == Kind.Scrapped
        assert track.facts.standing.ended_at == last.at > track.outcome.summary.makespan_s * SECOND


def test_a_run_of_which_all_is_given_up_has_an_end_and_one_without_jobs_has_none() -> None:
    given_up = whole(players(defect_rate=1.0, rework_limit=0)).tracks
    assert all(track.facts.standing.ended_at for track in given_up)
    nothing = whole(players(count=None, rate=0.0)).tracks
    assert [track.facts.standing.ended_at for track in nothing] == [None] * 3


def test_a_run_that_goes_on_does_not_say_that_it_was_stopped() -> None:
    for at in (0.0, 2.0):
        tracks = whole(players(at=at)).tracks
        assert {track.outcome.ending.condition for track in tracks} == {"cut"}
        assert [track.facts.standing.fate for track in tracks] == ["", "", ""]


def test_a_run_that_does_not_end_or_can_not_says_so() -> None:
    endless = whole(players(count=None, at=20.0)).tracks
    assert all("does not end" in track.facts.standing.fate for track in endless)
    assert all(track.facts.standing.ended_at is None for track in endless)
    those = players(at=2.0, supervise=False)
    working = next(task.who for task in those[0].session.state.workers if task.state.working)
    those[0].controls.apply(CauseAccident(working))
    for player in those:
        while not player.session.playback.ended:
            player.session.playback.rush(64)
    fates = [track.facts.standing.fate for track in whole(those).tracks]
    assert fates[1] == fates[2] == ""
    assert "dead" in fates[0]


@pytest.mark.parametrize(
    ("complete", "count", "condition"),
    [(False, b"9", "cut"), (False, b"null", "endless"), (True, b"9", "stuck")],
)
def test_a_recording_ends_in_a_race_as_in_a_comparison(
    tmp_path: Path, complete: bool, count: bytes, condition: str
) -> None:
    path = tmp_path / "run.jsonl"
    log = written(small(4 * SECOND), complete=complete)
    given = b'"settings":{"rate":1.0,"count":' + count + b","
    path.write_bytes(log.replace(b'"settings":{', given, 1))
    source = LogSource.open(str(path))
    source.read_first()
    player = Player(Replay(source), lambda: 0.0, lambda _: None)
    while not player.session.playback.ended:
        player.tick(1.0)
    reader = RaceReviewer(Clock(0.0), DEFAULT_TUNING)
    facts = placed([Standing("run.jsonl", None, 0, 0, 1, 1)])
    (track,) = reader.read([player.session], [None], facts, is_still=True).tracks
    alone = run_track(Track("run.jsonl", "", recording=str(path)), lambda _: None).outcome
    assert track.outcome.ending == alone.ending
    assert track.outcome.ending.condition == condition


def test_it_is_worked_out_in_slices_the_figures_first() -> None:
    reviewer = RaceReviewer(Clock(DEFAULT_TUNING.review_budget_s), DEFAULT_TUNING)
    those = players(count=400, rate=20.0, model="threads", at=900.0)
    seen = [review_of(those, reviewer)]
    while not seen[-1].is_complete:
        seen.append(review_of(those, reviewer))
    assert len(seen) > 10
    assert seen[0].tracks == ()
    reasons = [sum(bool(track.why) for track in review.tracks) for review in seen]
    assert reasons == sorted(reasons)
    assert reasons[-1] == 3
    assert any(review.tracks and not reasons[at] for at, review in enumerate(seen))
    assert seen[-1] == whole(those)


def test_while_time_passes_the_figures_go_along_and_reasons_wait() -> None:
    those, reviewer = players(at=3.0), RaceReviewer(Clock(0.0), DEFAULT_TUNING)
    before = review_of(those, reviewer, is_still=False)
    assert before.is_complete
    assert not any(track.why for track in before.tracks)
    for player in those:
        player.tick(2.0)
    after = review_of(those, reviewer, is_still=False)
    assert after.at > before.at
    assert review_of(those, reviewer, is_still=False) is after
    assert all(track.why for track in review_of(those, reviewer).tracks)
    for player in those:
        player.tick(2.0)
    assert not any(track.why for track in review_of(those, reviewer, is_still=False).tracks)


def test_another_run_is_read_anew() -> None:
    those, reviewer = players(), RaceReviewer(Clock(0.0), DEFAULT_TUNING)
    before = review_of(those, reviewer)
    those[0] = players(workload="cpu")[2]
    after = review_of(those, reviewer)
    assert after.tracks[0].outcome != before.tracks[0].outcome
    assert [track.outcome for track in after.tracks[1:]] == [
        track.outcome for track in before.tracks[1:]
    ]
    assert after == whole(those)
