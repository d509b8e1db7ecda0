"""Moves the playhead on a person's behalf, at once or over many ticks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from site_sim.base.errors import SiteError
from site_sim.log.cast import Cast
from site_sim.log.position import Position
from site_sim.log.search import Wanted
from site_sim.player.intents import (
    BringBookmarkBack,
    GiveUp,
    GoTo,
    GoToBookmark,
    GoToCondition,
    GoToEvent,
    Jump,
    PlayheadIntent,
    PutBookmark,
    RemoveBookmark,
    Restore,
    Seek,
    Step,
    StepBack,
    Stop,
    Undo,
)
from site_sim.player.long_work import LongWork
from site_sim.player.search_messages import never_before, no_bookmark
from site_sim.run.bookmarks import Bookmark, Bookmarks
from site_sim.run.session import Session

if TYPE_CHECKING:
    from site_sim.state.conditions.clauses import SiteCondition


NO_COMMAND = "no command was given before this"
TAKEN_BACK = "the last command is taken back"
NO_FUTURE = "no future was cut off"
FUTURE_IS_BACK = "the old future is back"

BookmarkChange = PutBookmark | RemoveBookmark | BringBookmarkBack
"""What changes bookmarks, and moves nothing."""


def meant_condition(text: str, cast: Cast) -> SiteCondition:
    """Return the condition that a text means. Raises `SiteError` if it means none."""
    from site_sim.state.conditions.reading import read_condition  # noqa: PLC0415 - few ask

    try:
        return read_condition(text, cast)
    except ValueError as error:
        raise SiteError(str(error)) from None


def changed(bookmarks: Bookmarks, change: BookmarkChange) -> str:
    """Put, remove or bring back a bookmark, and return what came of it in words."""
    if isinstance(change, PutBookmark):
        bookmarks.put(change.name)
        return f"this moment is {change.name!r} now"
    if isinstance(change, RemoveBookmark):
        is_done = bookmarks.remove(change.name)
        return f"{change.name!r} is removed" if is_done else no_bookmark(change.name)
    name = bookmarks.bring_back()
    return f"{name!r} is back" if name else "no bookmark was removed"


def there_is(bookmarks: Bookmarks, name: str, notify: Callable[[str], None]) -> Bookmark | None:
    """Return the bookmark of a name; None, and say why, where there is none to go to."""
    mark = bookmarks.find(name)
    if mark is None:
        notify(no_bookmark(name))
    elif bookmarks.is_lost(mark):
        notify(f"the moment of {mark.name!r} was in the future that a command replaced")
        return None
    return mark


class Navigator:
    """Moves the playhead of one session; what takes more than a tick goes on in `long_work`.

    `pause` stops the time of the run, `note` is told of each move that is made, and `notify` shows
    the person a message.
    """

    def __init__(
        self,
        session: Session,
        long_work: LongWork,
        pause: Callable[[], None],
        note: Callable[[PlayheadIntent], None],
        notify: Callable[[str], None],
    ) -> None:
        self._session = session
        self._long_work = long_work
        self._pause = pause
        self._note = note
        self._notify = notify

    def move(self, move: PlayheadIntent) -> None:
        """Cancel what is under way, and move the playhead, unless a re-execution holds it.

        Raises `SiteError`, with nothing changed, for a condition that makes no sense.
        """
        if isinstance(move, GoToCondition):
            meant_condition(move.text, self._session.log.cast)
        if isinstance(move, GiveUp):
            self._give_up(move)
            return
        if not isinstance(move, Restore):  # it may drop a search with the run that it went on in
            self._long_work.cancel()
        if isinstance(move, Stop):
            return
        if self._session.why_held:
            self._notify(f"the playhead stays here while {self._session.why_held}")
            return
        self._note(move)
        match move:
            case Step():
                self._pause()
                self._session.playback.step()
            case StepBack():
                self._pause()
                self._session.playback.step_back()
            case Seek(at):
                self._seek(at)
            case Jump(span_ns):
                self._jump(span_ns)
            case GoTo(at):
                self._go_to(at)
            case GoToEvent():
                self._pause()
                if move.back:
                    self._go_back_to(move.wanted)
                else:
                    self._go_on_to(move.wanted)
            case GoToCondition():
                self._pause()
                condition = meant_condition(move.text, self._session.log.cast)
                self._long_work.search_condition(condition, move.back)
            case PutBookmark() | RemoveBookmark() | BringBookmarkBack():
                self._notify(changed(self._session.bookmarks, move))
            case GoToBookmark(name):
                self._go_to_bookmark(name)
            case Restore():
                self._restore()
            case Undo():
                self._undo()
            case _:
                assert_never(move)

    def _seek(self, at: int) -> None:
        self._session.playhead.seek(at)
        if not self._session.playhead.is_live:
            self._pause()

    def _jump(self, span_ns: int) -> None:
        at = self._session.now + span_ns
        if span_ns > 0 and at > self._session.playhead.end:
            self._run_to(at)
        else:
            self._seek(at)

    def _go_to(self, at: int) -> None:
        if at > self._session.playhead.end:
            self._run_to(at)
        else:
            self._session.playhead.seek(at)
        self._pause()

    def _run_to(self, at: int) -> None:
        """Simulate to a time ahead. Where the run can't be run ahead, go to its end and say so."""
        self._session.playhead.seek(self._session.playhead.end)
        cannot = self._session.branch.abilities.ahead
        if cannot:
            self._notify(cannot)
        else:
            self._long_work.run_to(at)

    def _go_back_to(self, wanted: Wanted) -> None:
        if not self._session.playhead.seek_previous(wanted):
            self._notify(never_before(wanted))

    def _go_on_to(self, wanted: Wanted) -> None:
        if not self._session.playhead.seek_next(wanted):
            self._long_work.search(wanted)

    def _go_to_bookmark(self, name: str) -> None:
        """Go to a bookmark's moment, by running on if that was taken back; or say why not."""
        session = self._session
        mark = there_is(session.bookmarks, name, self._notify)
        if mark is None:
            return
        (position,) = mark.positions
        if position.at > session.playhead.end or position.seq > len(session.log):
            self._go_to(position.at)
        else:
            session.playhead.go_to(position)
            self._pause()

    def _give_up(self, move: GiveUp) -> None:
        if self._session.fork_progress is not None:
            self._note(move)
            self._session.cancel()
            self._long_work.drop_waiting()
            self._notify("the re-execution is given up, and the run stays as it was")

    def _undo(self) -> None:
        entry = self._session.branch.command_before(self._session.state.seq)
        if entry is None:
            self._notify(NO_COMMAND)
            return
        self._session.truncate(Position(entry.before, entry.at), keeps_future=True)
        self._long_work.work_on_fork()
        self._notify(TAKEN_BACK)

    def _restore(self) -> None:
        if self._session.can_restore:
            self._long_work.drop()
            self._session.restore()
            self._notify(FUTURE_IS_BACK)
            self._long_work.tell_of_lost()
        else:
            self._long_work.cancel()
            self._notify(NO_FUTURE)
