"""The re-execution of the runs of a race, which a command in the past needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_sim.commands import Command, JournalEntry
from site_sim.player.intents import Restore, Undo
from site_sim.player.long_work import WaitingCommands, say_lost
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
        self._waiting = WaitingCommands(notify)
        self._together: Sequence[tuple[Player, Branch]] = ()
        """Who is re-executed for one command, and the branch of each before that."""
        self._given: dict[tuple[Player, int, str], list[int]] = {}
        """The numbers of the commands that are the same, in the same run at the same time."""
        self._commands = 0
        """How many commands were given."""

    def begin_command(self, players: Sequence[Player], at: int, command: Command) -> None:
        """Take note of who is about to get a command at a time (ns)."""
        self.begin_together(players)
        for player in players:
            before = self._like(player, at, command, player.session.state.seq)
            numbers = self._given.setdefault((player, at, repr(command)), [])
            numbers[before:] = [self._commands]  # others were taken back
        self._commands += 1

    def order_of(self, player: Player, entry: JournalEntry) -> tuple[int, int]:
        """Return what is greater for a command that is later in the runs, or was given later.

        It is the same for the same command in several runs. Those that a run had before the race,
        or got alone while it was looked into, come first of all at their time.
        """
        numbers = self._given.get((player, entry.at, repr(entry.command)), [])
        place = self._like(player, entry.at, entry.command, entry.before)
        return entry.at, numbers[place] if place < len(numbers) else -1

    @staticmethod
    def _like(player: Player, at: int, command: Command, before: int) -> int:
        """Return how often a run got the same command at a time, before an event by its number."""
        journal = player.session.branch.journal
        return sum(
            (each.at, each.command) == (at, command) for each in journal if each.before < before
        )

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
        else:
            self._waiting.add(lambda: self.when_free(act))

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
        self._waiting.carry_out()

    def tell_of_lost(self) -> None:
        """Say which bookmarks are lost with a future that was replaced."""
        say_lost(self._bookmarks, self._notify)

    def drop_waiting(self) -> None:
        """Drop what waited for a re-execution that failed or was given up."""
        self._waiting.drop()
