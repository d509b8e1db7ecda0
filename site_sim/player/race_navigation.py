"""Moves the common playhead of a race on a person's behalf, at once or over many ticks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from site_sim.base.errors import SiteError
from site_sim.commands import JournalEntry
from site_sim.player.intents import (
    GiveUp,
    GoTo,
    GoToBookmark,
    GoToCondition,
    GoToEvent,
    Jump,
    PlayheadIntent,
    Restore,
    Seek,
    Step,
    StepBack,
    Stop,
    Undo,
)
from site_sim.player.navigation import (
    FUTURE_IS_BACK,
    NO_COMMAND,
    NO_FUTURE,
    TAKEN_BACK,
    BookmarkChange,
    changed,
    meant_condition,
    there_is,
)
from site_sim.player.player import Player
from site_sim.player.race_work import RaceWork
from site_sim.run.common_playhead import CommonPlayhead

if TYPE_CHECKING:
    from site_sim.state.conditions.clauses import SiteCondition

NO_SEARCH = "events are of one track: they are conditions with its name before them, or open it"


class RaceNavigator:
    """Moves all runs of a race together.

    `pause` stops the time of the race, `note` is told of each move that is made, and `notify` shows
    the person a message.
    """

    def __init__(
        self,
        players: Sequence[Player],
        playhead: CommonPlayhead,
        work: RaceWork,
        pause: Callable[[], None],
        note: Callable[[PlayheadIntent], None],
        notify: Callable[[str], None],
    ) -> None:
        self._players = players
        self._playhead = playhead
        self._work = work
        self._pause = pause
        self._note = note
        self._notify = notify

    def move(self, move: PlayheadIntent) -> None:
        """Cancel what is under way, and move the playhead, unless something holds it.

        Raises `SiteError`, with nothing changed, for a condition that makes no sense.
        """
        work = self._work
        condition = self._condition(move) if isinstance(move, GoToCondition) else None
        if isinstance(move, GiveUp):
            self._give_up(move)
            return
        work.cancel()
        if isinstance(move, Stop):
            return
        if not isinstance(move, Restore) and work.refuses("the playhead stays here"):
            return
        if isinstance(move, GoToEvent):
            self._notify(NO_SEARCH)
            return
        self._note(move)
        if isinstance(move, Step | StepBack):
            self._pause()
            self._playhead.step() if isinstance(move, Step) else self._playhead.step_back()
        elif isinstance(move, Restore):
            self._restore()
        elif isinstance(move, Undo):
            self._undo()
        elif isinstance(move, BookmarkChange):
            self._notify(changed(self._playhead.bookmarks, move))
        elif isinstance(move, GoToBookmark):
            self._go_to_bookmark(move.name)
        elif isinstance(move, GoToCondition):
            self._pause()
            if condition is not None:
                work.begin_search(move.track, condition, move.back)
        else:
            self._go(move)

    def _condition(self, move: GoToCondition) -> SiteCondition:
        """Return the condition that a move is about. Raises `SiteError` if it makes no sense."""
        if not 0 <= move.track < len(self._players):
            raise SiteError(f"there is no track {move.track} in this race")
        return meant_condition(move.text, self._players[move.track].session.log.cast)

    def _go(self, move: Seek | Jump | GoTo) -> None:
        """Go to a time: at once, or by running on."""
        playhead = self._playhead
        at = playhead.now + move.span_ns if isinstance(move, Jump) else move.at
        is_ahead = at > playhead.end
        playhead.seek(at)
        if is_ahead and not isinstance(move, Seek):
            self._work.run_to(at)
        if isinstance(move, GoTo) or not playhead.is_live:
            self._pause()

    def _go_to_bookmark(self, name: str) -> None:
        """Go to a bookmark's moment, by running on if that was taken back; or say why not."""
        playhead = self._playhead
        mark = there_is(playhead.bookmarks, name, self._notify)
        if mark is None:
            return
        runs = zip(playhead.sessions, mark.positions, strict=True)
        if mark.at <= playhead.end and all(each.seq <= len(run.log) for run, each in runs):
            playhead.go_to(mark.at, [position.seq for position in mark.positions])
            self._pause()
        else:
            self._go(GoTo(mark.at))

    def _give_up(self, move: GiveUp) -> None:
        if self._work.fork_progress is not None:
            self._note(move)
            self._work.forks.give_up()
            self._notify("the re-execution is given up, and the runs stay as they were")

    def _last_command(self, player: Player) -> JournalEntry | None:
        session = player.session
        return session.branch.command_before(session.state.seq)

    def _undo(self) -> None:
        """Take the last command of all back, in whichever runs it was given."""
        entries = [(player, self._last_command(player)) for player in self._players]
        order_of = self._work.forks.order_of
        given = [
            (order_of(player, entry), player, entry)
            for player, entry in entries
            if entry is not None
        ]
        if not given:
            self._notify(NO_COMMAND)
            return
        last_order, _, last = max(given, key=itemgetter(0))
        self._playhead.seek(last.at)
        together = [
            player
            for order, player, entry in given
            if (order, entry.command) == (last_order, last.command)
        ]
        self._work.forks.begin_together(together)
        for player in together:
            player.do(Undo())
        self._work.work_on_fork()
        self._notify(TAKEN_BACK)

    def _restore(self) -> None:
        able = self._work.forks.restorable
        if not able:
            self._notify(NO_FUTURE)
            return
        for player in able:
            player.do(Restore())
        self._playhead.seek(able[0].session.now)
        self._notify(FUTURE_IS_BACK)
        self._work.forks.tell_of_lost()
