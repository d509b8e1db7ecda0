"""Keeps in memory what a person wanted, within bounds, for the report of a fault."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_sim.base.files import MEBIBYTE
from site_sim.player.events_so_far import moment_now
from site_sim.player.intents import Wish
from site_sim.player.moment import Moment
from site_sim.player.player import Player
from site_sim.player.transcript import TrackWords, entry_line, header_line, track_words
from site_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from site_sim.player.race import Race

WISHES_CAP = MEBIBYTE * 5 // 8
"""The most bytes of wishes that are kept: some seven thousand of them."""
SCENARIO_CAP = MEBIBYTE // 4
"""The most bytes of a scenario; a job file may make it larger."""
MOST_ORDERS = 4_000
"""The most jobs of a job file that are written out at all."""


class SessionJournal:
    """Listens to a player or a race from its start; of very many wishes only the last are kept."""

    def __init__(self, player: Player | Race, wishes_cap: int = WISHES_CAP) -> None:
        self._player = player
        self._scenario = player.scenario
        runs = () if isinstance(player, Player) else player.tracks.runs
        self._runs = [
            (run.name, run.source if isinstance(run.source, Scenario) else None) for run in runs
        ]
        self._cap = wishes_cap
        self._lines: deque[bytes] = deque()
        self._bytes = 0
        self._forgotten = 0
        player.listen = self._note

    def _note(self, moment: Moment, wish: Wish) -> None:
        line = entry_line(moment, wish)
        self._lines.append(line)
        self._bytes += len(line)
        while self._bytes > self._cap:
            self._bytes -= len(self._lines.popleft())
            self._forgotten += 1

    @property
    def scenario(self) -> Scenario | None:
        """What was simulated at the start; None for a recording."""
        return self._scenario

    def text(self) -> str:
        """Return the session up to now, as `read_transcript` reads it where nothing is left out."""
        last = entry_line(moment_now(self._player))
        return b"".join((self._header, *self._lines, last)).decode()

    @property
    def left_out(self) -> list[str]:
        """What the text leaves out, a line each, because it is too large."""
        orders = self._scenario.orders if self._scenario is not None else ()
        lines = [f"the {len(orders):,} jobs of the job file"] if not self._has_orders else []
        return lines + ([f"the first {self._forgotten:,} wishes"] if self._forgotten else [])

    @property
    def _has_orders(self) -> bool:
        """Whether the jobs of the job file, if any, are small enough to be written out."""
        scenario = self._scenario
        if scenario is None or not scenario.orders:
            return True
        return len(scenario.orders) <= MOST_ORDERS and len(header_line(scenario)) <= SCENARIO_CAP

    @property
    def _header(self) -> bytes:
        scenario = self._scenario
        if scenario is not None and not self._has_orders:
            scenario = replace(scenario, orders=())
        return header_line(scenario, [*self._tracks()])

    def _tracks(self) -> Iterator[TrackWords]:
        """Yield the tracks of a race, as they are written down."""
        for name, scenario in self._runs:
            if scenario is None or self._has_orders:
                yield track_words(name, scenario)
            else:
                yield track_words(name, replace(scenario, orders=()))
