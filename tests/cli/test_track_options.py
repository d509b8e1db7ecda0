"""The options of tracks: what they ask for, and the tracks that are made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.base.errors import SiteError
from site_sim.cli.track_options import asked_tracks, load_tracks
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.schema import Value


def test_those_of_models_come_first_and_add_up_with_others() -> None:
    found, faults = asked_tracks("serial,hybrid", ["threads cores=1"])
    assert [track.text for track in found] == ["serial", "hybrid", "threads cores=1"]
    assert faults == []
    assert asked_tracks(None, []) == ([], [])


@pytest.mark.parametrize(("models", "tracks"), [("serial", []), (None, ["serial"])])
def test_one_track_is_too_few(models: str | None, tracks: list[str]) -> None:
    (fault,) = asked_tracks(models, tracks)[1]
    assert str(fault).startswith("--track: at least 2 tracks are needed")
    assert len(asked_tracks("nonsense", [])[1]) == 1


def test_without_any_they_are_those_of_the_scenario() -> None:
    Path("my.toml").write_text('race = ["serial", "hybrid cores=3"]\nseed = 7\n')
    scenario, tracks = load_tracks("my.toml", {}, [])
    assert scenario.seed == 7
    assert [track.name for track in tracks] == ["serial", "hybrid cores=3"]
    assert {track.scenario.seed for track in tracks if track.scenario} == {7}
    assert [track.name for track in load_tracks("classic", {}, [])[1]] == [*MODEL_FACTS]


def test_what_a_scenario_says_of_itself_may_be_left_out_where_it_is_untrue() -> None:
    found, _ = asked_tracks("threads,free-threads", [])
    cases: list[tuple[dict[str, Value], bool]] = [({}, True), ({"workload": "io"}, False)]
    for values, is_told in cases:
        scenario, tracks = load_tracks("gil", values, found, only_true=True)
        said = [bool(track.scenario.about) for track in tracks if track.scenario]
        assert (bool(scenario.about), said) == (is_told, [is_told, False])


def test_there_may_be_no_more_than_so_many() -> None:
    found, _ = asked_tracks(",".join(MODEL_FACTS), ["serial seed=1"])
    assert len(load_tracks(None, {}, found)[1]) == 7
    with pytest.raises(SiteError, match="--track: 6 tracks are the most, not 7"):
        load_tracks(None, {}, found, most=6)


def test_a_scenario_that_is_none_is_compared_with_other_words() -> None:
    with pytest.raises(SiteError, match="did you mean 'compare'"):
        load_tracks("compar", {}, [], other_words=["compare"])
