"""Builds what the screen of a race shows: a frame of each track, and how they stand."""

from __future__ import annotations

from msgspec.structs import replace

from site_sim.player.frame import Frame, Progress, RaceData, TrackFrame
from site_sim.player.needs import Declare, nothing
from site_sim.player.outline import Outline, PlayheadState
from site_sim.player.race_standings import standings
from site_sim.player.race_tracks import RaceTracks, raced
from site_sim.player.race_work import RaceWork
from site_sim.player.view_state import ViewState


def race_outline(tracks: RaceTracks, work: RaceWork, view: ViewState) -> Outline:
    """Return the present moment of a race in a few words: of the track that is pointed at.

    The tracks stand at the playhead of the race. Of what has just happened on them nothing is told.
    """
    playhead, session = tracks.playhead, tracks.players[view.race.chosen].session
    scenario = raced(tracks.runs)
    state = PlayheadState(
        at=playhead.now,
        end=playhead.end,
        seq=playhead.seq,
        length=playhead.length,
        is_live=playhead.is_live,
        markers=session.markers.so_far(),
        bookmarks=playhead.bookmarks.places,
        hiring=work.hiring,
        fork_progress=work.fork_progress,
        looking_for=_looking_for(tracks, work),
        can_restore=any(each.session.can_restore for each in tracks.players),
    )
    is_told = scenario is not None and scenario.race
    about = scenario.about if scenario is not None and is_told else ""
    each = [player.frames.brief_outline(player.view, state) for player in tracks.players]
    return replace(each[view.race.chosen], view=view, about=about, tracks=each)


def _looking_for(tracks: RaceTracks, work: RaceWork) -> str:
    """Return the track and the condition that is searched for; "" for nothing."""
    search = work.search
    return "" if search is None else f"{tracks.names[search.number]}: {search.words}"


def race_frame(
    tracks: RaceTracks, work: RaceWork, view: ViewState, progress: Progress, declare: Declare
) -> Frame:
    """Return what there is to show of a race, and of each track what is declared to be needed.

    Beside the tracks it is a frame of the one that is pointed at.
    """
    outline = race_outline(tracks, work, view)
    needs = declare(outline)
    players = tracks.players
    asked = zip(players, needs.tracks or [nothing] * len(players), outline.tracks, strict=True)
    frames = [player.frame(declare, outlined) for player, declare, outlined in asked]
    facts = standings(tracks.names, players, frames, view.race)
    is_still = view.stands_still or tracks.playhead.ended
    return replace(
        frames[view.race.chosen],
        outline=outline,
        needs=needs,
        view=view,
        playhead=outline.playhead,
        progress=progress,
        refusals=tracks.refusals(view),
        race=RaceData(
            tracks=tuple(map(TrackFrame, facts, frames)),
            is_over=tracks.playhead.ended,
            runs_to_the_end=work.runs_to_the_end,
            is_reading=work.is_reading,
            have_same_jobs=tracks.have_same_jobs,
            review=tracks.review(facts, is_still) if needs.has_review else None,
        ),
    )
