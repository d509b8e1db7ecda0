"""The re-execution of the runs of a race, which a command in the past needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_sim.commands import Command, JournalEntry
from site_sim.player.intents import Restore, Undo
from site_sim.player.long_work import MOST_WAITING, say_lost
from site_sim.player.pacing import Pacing
from site_sim.player.player import Player
from site_sim.run.bookmarks import Bookmarks
from site_sim.run.branch import Branch


class RaceForks:
    """Re-executes the runs of a race in one budget, and gives that up for all of them together.

    `bookmarks` are those of the race. `notify` shows the person a message.
    """

    def __init__(
        self,
        players: Sequence[Player],
        bookmarks: Bookmarks,
        pacing: Pacing,
        notify: Callable[[str], None],
    ) -> None:
        self._players = players
        self._bookmarks = bookmarks
        self._pacing = pacing
        self._notify = notify
        self._waiting: list[Callable[[], None]] = []
        """What is done once all runs are re-executed."""
        self._together: Sequence[tuple[Player, Branch]] = ()
        """Who is re-executed for one command, and the branch of each before that."""
        self._given: dict[tuple[int, str], int] = {}
        """For each time and command, as it is written, how many commands were given before."""
        self._commands = 0

    def note(self, at: int, command: Command) -> None:
        """Take note of a command that was given at a time (ns)."""
        self._given[at, repr(command)] = self._commands
        self._commands += 1

    def order_of(self, entry: JournalEntry) -> tuple[int, int]:
        """Return what is greater for a command that is later in the runs, or was given later."""
        return entry.at, self._given.get((entry.at, repr(entry.command)), -1)

    @property
    def progress(self) -> float | None:
        """How far the one is that is furthest behind, 0 to 1; None without any."""
        known = [player.session.fork_progress for player in self._players]
        return min((each for each in known if each is not None), default=None)

    def begin_together(self, players: Sequence[Player]) -> None:
        """Take note of whose runs may be re-executed next: they are given up together, too."""
        self._together = [(player, player.session.branch) for player in players]

    @property
    def restorable(self) -> Sequence[Player]:
        """In whose runs the last change replaced a future; if none is left, in whose any did."""
        able = [player for player in self._players if player.session.can_restore]
        last = {id(each) for each, branch in self._together if each.session.branch is not branch}
        return [player for player in able if id(player) in last] or able

    def give_up(self) -> None:
        """Give up what is under way, also in those runs in which it is finished already."""
        self.drop_waiting()
        for player, branch in self._together:
            session = player.session
            session.cancel()
            if session.branch is not branch:
                player.do(Restore() if session.can_restore else Undo())

    def when_free(self, act: Callable[[], None]) -> None:
        """Act: at once, or when all runs have been re-executed."""
        if self.progress is None:
            act()
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(lambda: self.when_free(act))
        else:
            self._notify(f"{MOST_WAITING} commands wait for the runs already: one is left out")

    def work(self, budget_s: float) -> None:
        """Re-execute for so many real seconds; when all is finished, do what waited for it."""
        steps = self._pacing.tuning.fork_slice_steps
        forking = [p for p in self._players if p.session.fork_progress is not None]
        for _ in self._pacing.slices(budget_s):
            forking = [player for player in forking if not player.session.work(steps)]
            if not forking:
                break
        if forking:
            return
        self.tell_of_lost()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def tell_of_lost(self) -> None:
        """Say which bookmarks are lost with a future that was replaced."""
        say_lost(self._bookmarks, self._notify)

    def drop_waiting(self) -> None:
        """Drop what waited for a re-execution that failed or was given up."""
        self._waiting.clear()
