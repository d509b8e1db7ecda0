"""What has happened so far in a run, or in all runs of a race."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from site_sim.player.moment import Moment, moment_of
from site_sim.player.player import Player
from site_sim.run.session import Session
from site_sim.state.entities import HANDING_OFF

if TYPE_CHECKING:
    from site_sim.player.race import Race


def sessions_of(player: Player | Race) -> Sequence[Session]:
    """Return the sessions that are played: one, or that of each track."""
    return [player.session] if isinstance(player, Player) else player.playhead.sessions


def events_so_far(player: Player | Race) -> int:
    """Return how many events have happened."""
    return sum([session.state.seq for session in sessions_of(player)])


def is_anything_on_its_way(player: Player | Race) -> bool:
    """Return whether a job is being handed on."""
    return any(HANDING_OFF in session.state.census.states for session in sessions_of(player))


def moment_now(player: Player | Race) -> Moment:
    """Return where a run, or a race, stands."""
    return moment_of(player.session) if isinstance(player, Player) else player.moment
