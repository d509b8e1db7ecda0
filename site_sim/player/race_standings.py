"""How each track of a race stands at the playhead, from its run alone."""

from __future__ import annotations

from collections.abc import Sequence

from site_sim.commands import OrderJobs
from site_sim.player.frame import Frame
from site_sim.player.handicaps import handicaps_of
from site_sim.player.player import Player
from site_sim.player.track_facts import Standing, TrackFacts, placed
from site_sim.player.view_state import RaceView
from site_sim.run.session import Session
from site_sim.state.lints import Finding


def standings(
    names: Sequence[str], players: Sequence[Player], frames: Sequence[Frame], view: RaceView
) -> Sequence[TrackFacts]:
    """Return the facts of all tracks at the moment of their frames, in the order of the race."""
    handicaps = handicaps_of([player.session for player in players])
    return placed(
        [
            _standing(number, name, player, frame, handicap, view)
            for number, (name, player, frame, handicap) in enumerate(
                zip(names, players, frames, handicaps, strict=True)
            )
        ]
    )


def _standing(
    number: int, name: str, player: Player, frame: Frame, handicap: str, view: RaceView
) -> Standing:
    site, state = frame.site, player.session.state
    is_stuck = player.session.playback.ended and not site.is_finished
    order = view.predicted
    return Standing(
        name=name,
        jobs=_jobs(player),
        done=site.done,
        queued=site.queue.length,
        workers=site.workers,
        lanes=site.lane_count,
        ended_at=state.verdicts[-1].at if site.is_finished and state.verdicts else None,
        fate=_fate(player, site.finding) if is_stuck else "",
        handicap=handicap,
        predicted=order.index(number) + 1 if number in order else 0,
        is_chosen=number == view.chosen,
    )


def _fate(player: Player, finding: Finding) -> str:
    """Return why nothing more happens on a track whose jobs are not all done."""
    replay = player.replay
    if replay is not None and not replay.engine.is_whole:
        return replay.remark
    return finding.line


def _jobs(player: Player) -> int | None:
    """Return how many jobs a track has to do in all; None where ever more come."""
    state, scenario = player.session.state, player.scenario
    if state.statistics.arrivals_ended:
        return state.arrived
    if scenario is None:
        replay = player.replay
        is_whole = replay is not None and replay.engine.is_complete
        return len(state.log.jobs) if is_whole else None
    known = len(scenario.orders) + _ordered(player.session)
    if not (scenario.rate_per_s or state.settings.rate):
        return known or None
    return None if scenario.count is None else scenario.count + known


def _ordered(session: Session) -> int:
    """Return how many jobs were ordered by commands before the playhead."""
    seq = session.state.seq
    given = (entry.command for entry in session.journal if entry.before < seq)
    return sum(command.count for command in given if isinstance(command, OrderJobs))
