"""Tiles: `CELLS` cells of a row, built from the change log for a block of rows at once.

A cell is one byte for a slice of time: the state that took most of it, the state that took most of
the rest, and whether that is computed or a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from site_sim.base.overriding import override
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import CHUNK
from site_sim.log.events import FIELDS, NO_LANE, Kind
from site_sim.state.entities import AS_BEFORE, CPU, DEATH, GONE, IDLE
from site_sim.state.history.keyframes import KINDS, ChangeLog, Keyframe, Row, lane_row
from site_sim.state.history.transitions import Move, TransitionIndex

CELLS = 64
"""Cells in a tile."""
UNKNOWN = 255
"""The cell of a time in which a row was not there, or that is not over."""
DIED = GONE + DEATH
"""In place of a state: the task died."""
ALONE = AS_BEFORE
"""In place of the second state: the first one took the whole cell."""
GUESS = 64
"""Added to a cell that is not computed yet."""


NOT_THERE = KINDS
"""In place of a state: the row has not begun; such time is not counted."""


def first_state(cell: int) -> int:
    """Return the state that took most of a cell."""
    return cell & 7


def second_state(cell: int) -> int:
    """Return the state that took most of the rest, or ALONE."""
    return cell >> 3 & 7


def cell_of(times: Sequence[int]) -> int:
    """Return the cell for the time in each state (ns); of equal times the later state wins."""
    latest_first = [*times[KINDS - 1 :: -1]]
    most = max(latest_first)
    if not most:
        return UNKNOWN
    first = latest_first.index(most)
    latest_first[first] = 0
    most = max(latest_first)
    second = KINDS - 1 - latest_first.index(most) if most else ALONE
    return KINDS - 1 - first | second << 3


def _all_of(state: int) -> int:
    """Return the cell that one state took whole."""
    return UNKNOWN if state == NOT_THERE else state | ALONE << 3


_WHOLE = [bytes([_all_of(state)]) for state in range(KINDS + 1)]
"""For each state such a cell, as bytes."""
_GUESSES = bytes(_all_of(state & AS_BEFORE) | GUESS for state in range(256))
"""What a cell is guessed to be where a keyframe has a state."""
_NO_GUESS = bytes([UNKNOWN])


class Tile:
    """`CELLS` cells of one row: those that are full, and the time in each state in the next one.

    With `marks_deaths` a cell in which a task died shows it as gone, even if it was replaced at
    once.
    """

    __slots__ = ("cells", "death_ns", "done", "edge", "end", "since", "state", "step", "times")

    def __init__(self, start: int, step: int, state: int, marks_deaths: bool = False) -> None:
        self.death_ns = step if marks_deaths else 0
        """What a death counts as time of being gone."""
        self.state = state
        self.since = start
        self.step = step
        self.edge = start + step
        """When the cell being filled ends, in simulated nanoseconds."""
        self.end = start + step * CELLS
        self.done = 0
        """How many cells are full."""
        self.times = [0] * (KINDS + 1)
        self.cells = bytearray()

    def follow(self, moves: Iterable[Move]) -> None:
        """Add moves, in the order of time."""
        since, state, times, edge = self.since, self.state, self.times, self.edge
        least = GONE if state == NOT_THERE else AS_BEFORE  # a row that has not begun can't end
        for at, into in moves:
            if since == self.end:
                break
            if into >= least and (into != DIED or state == NOT_THERE):
                continue
            least = AS_BEFORE
            if at > since:
                if at < edge:
                    times[state] += at - since
                    since = at
                else:
                    self.since, self.state = since, state
                    self.go_on(at)
                    since, times, edge = self.since, self.times, self.edge
            if into == DIED and at >= since:  # and not before the tile begins
                times[GONE] += self.death_ns
            state = into & AS_BEFORE
        self.since, self.state = since, state

    def go_on(self, at: int) -> None:
        """Stay in the present state up to a time (ns), or to the end of the tile."""
        at, since, edge, state, times = (
            min(at, self.end),
            self.since,
            self.edge,
            self.state,
            self.times,
        )
        if at <= since:
            return
        if at >= edge:
            times[state] += edge - since
            self.cells.append(cell_of(times))
            since, step = edge, self.step
            alone = (at - edge) // step
            if alone:
                self.cells += _WHOLE[state] * alone
                since += alone * step
            self.edge = since + step
            self.times = times = [0] * (KINDS + 1)
        times[state] += at - since
        self.since = at

    def skip(self, at: int, spent: Iterable[int], state: int) -> None:
        """Go to a time (ns) in the cell being filled, with the time `spent` in each state."""
        for spent_in, more in enumerate(spent):
            self.times[spent_in] += more
        self.since, self.state = at, state

    def die(self) -> None:
        """Count a death in the cell being filled."""
        self.times[GONE] += self.death_ns

    def read(self, now: int) -> bytes:
        """Return the cells up to a time (ns); the last one may not be full."""
        now = min(now, self.end)
        if now <= self.since:
            tail = b"" if self.since == self.edge - self.step else bytes([cell_of(self.times)])
            return bytes(self.cells) + tail
        copy = Tile(0, self.step, self.state)
        copy.since, copy.edge, copy.end = self.since, self.edge, self.end
        copy.times, copy.cells = list(self.times), bytearray(self.cells)
        copy.go_on(now)
        return copy.read(now)


class TileBuilder:
    """Builds the tiles of rows `first` to `last`: `CELLS` cells of `step` ns from `start` (ns) on.

    `work` builds them in pieces, and can go on when the log has grown.
    """

    def __init__(
        self,
        change_log: ChangeLog,
        first: Row,
        last: Row,
        start: int,
        step: int,
        marks_deaths: bool = False,
    ) -> None:
        self._change_log = change_log
        self._first, self._last = first, last
        self._start, self._step = start, step
        self._end = start + CELLS * step
        # A death in the instant in which the tiles begin may have come before a keyframe then.
        self._number = max(0, change_log.frame_at(start - 1 if marks_deaths else start))
        frame = change_log.frames[self._number]
        self._seq, self._reached = frame.seq, frame.at
        """How many events were read, and the time of the last one."""
        self._begun_with, self._marks_deaths = frame, marks_deaths
        self._done_cells: dict[Row, bytes] = {}
        """The cells of each row, once the tiles are done."""
        self._guesses: bytes | None = None
        """The cells as keyframes make one guess: the first one of each row, the next of each …"""
        self.done = False
        """Whether the time of the tiles is over, and all its events are read."""

    @cached_property
    def _tiles(self) -> dict[Row, Tile]:
        """The tiles, which most of those who page through rows never need."""
        frame, change_log = self._begun_with, self._change_log
        states = frame.states_of(self._first, self._last)
        return {
            row: Tile(
                self._start,
                self._step,
                state if change_log.beginning(row) < frame.seq else NOT_THERE,
                self._marks_deaths,
            )
            for row, state in enumerate(states, self._first)
        }

    def cells(self, row: Row, now: int) -> bytes:
        """Return the cells of a row up to `now` (ns); guesses where they are not computed."""
        if self.done:
            return self._done_cells[row]
        if self._seq == len(self._change_log):
            return self._tiles[row].read(now).ljust(CELLS, b"\xff")
        reached = self._reached
        certain = (reached - self._start) // self._step
        if certain <= 0:
            return self._guess(row, now)
        return self._tiles[row].read(reached)[:certain] + self._guess(row, now)[certain:]

    def work_until(self, at: int, pieces: int) -> int:
        """Read the events up to a time (ns), or to the present end of the log.

        It is done in at most so many pieces; return how many it took.
        """
        if self._knows_until(at):
            return 0
        taken = 0
        for _ in self.work(at):
            taken += 1
            if taken == pieces or self._reached >= at:
                break
        return taken

    def _knows_until(self, at: int) -> bool:
        """Return whether all events before a time (ns) were read."""
        return self.done or self._reached >= at or self._seq == len(self._change_log)

    def full_cells(self, row: Row, until: int) -> tuple[bytes, bool]:
        """Return the cells of a row that end by a time (ns), and whether none of them is a guess.

        Nothing happens after the end of the log up to then.
        """
        is_known = self._knows_until(until)
        if is_known and not self.done:
            cells = self._tiles[row].read(until)
        else:
            cells = self.cells(row, until)
        return cells[: (until - self._start) // self._step], is_known

    def _guess(self, row: Row, now: int) -> bytes:
        """Return cells guessed from the keyframes nearest to their middles."""
        if self._guesses is None:
            self._guesses = self._guessed()
        until = max(0, min(CELLS, (now - self._start) // self._step + 1))
        guesses = self._guesses[row - self._first :: self._last + 1 - self._first]
        return guesses[:until].ljust(CELLS, b"\xff")

    def _guessed(self) -> bytes:
        """Return the guesses for all rows, cell by cell."""
        rows, change_log = range(self._first, self._last + 1), self._change_log
        beginnings = list(map(change_log.beginning, rows))
        latest = max(beginnings)
        parts: list[bytes] = []
        for frame, cells in groupby(self._nearest_frames()):
            guesses = _NO_GUESS * len(rows)
            if frame is not None:
                guesses = frame.states_of(self._first, self._last).translate(_GUESSES)
            if frame is not None and latest >= frame.seq:  # some had not begun
                there = zip(guesses, beginnings, strict=True)
                guesses = bytes(
                    guess if begun < frame.seq else UNKNOWN | GUESS for guess, begun in there
                )
            parts.append(guesses * len([*cells]))
        return b"".join(parts)

    def _nearest_frames(self) -> Iterator[Keyframe | None]:
        """Yield for each cell the keyframe in it nearest to its middle; None where none is."""
        frames, start, step = self._change_log.frames, self._start, self._step
        nearest: dict[int, tuple[int, Keyframe]] = {}
        for number in range(max(0, self._change_log.frame_at(start)), len(frames)):
            frame = frames[number]
            if frame.at >= self._end:
                break
            cell, after = divmod(frame.at - start, step)
            distance = abs(2 * after - step)
            if cell not in nearest or distance < nearest[cell][0]:
                nearest[cell] = distance, frame
        for cell in range(CELLS):
            yield nearest[cell][1] if cell in nearest else None

    def work(self, now: int) -> Iterator[None]:
        """Read the events up to the present end of the log, a chunk at a time."""
        change_log = self._change_log
        while self._seq < len(change_log) and not self.done:
            if not self._skip():
                stop = min(len(change_log), self._seq - self._seq % CHUNK + CHUNK)
                self._read(self._seq, stop)
                self._seq = stop
            self._reached = change_log.log.time_of(self._seq - 1)
            if self._reached >= self._end:
                self._finish()
            yield
        if now >= self._end and not self.done:
            self._finish()

    def _finish(self) -> None:
        for row, tile in self._tiles.items():
            tile.go_on(self._end)
            self._done_cells[row] = tile.read(self._end)
        self.done = True
        self._tiles.clear()
        self._guesses = None

    def _skip(self) -> bool:
        """Skip the events between two keyframes in one cell that have the time in each state.

        Return False if there are no such two from here.
        """
        frames = self._change_log.frames
        while self._number + 1 < len(frames) and frames[self._number].seq < self._seq:
            self._number += 1
        here = frames[self._number]
        if here.seq != self._seq or here.at < self._start:
            return False
        edge = min(self._end, here.at + self._step - (here.at - self._start) % self._step)
        number = self._change_log.frame_at(edge - 1)  # at the edge itself the next cell begins
        while number > self._number and not self._knows(here, frames[number]):
            number -= 1
        there = frames[number]
        if number <= self._number:
            return False
        for row, tile in self._tiles.items():
            tile.go_on(here.at)
            before, after = here.spent_of(row), there.spent_of(row)
            if before is not None and after is not None and tile.state != NOT_THERE:
                spent = [late - early for late, early in zip(after, before, strict=True)]
                tile.skip(there.at, spent, there.state_of(row))
        self._on_skip(here, there)
        self._seq, self._number = there.seq, number
        return True

    # -- what differs between tasks and lanes ----------------------------------------------

    def _read(self, start: int, stop: int) -> None:
        """Add the events from number `start` to `stop`, all of one chunk."""
        raise NotImplementedError

    def _knows(self, here: Keyframe, there: Keyframe) -> bool:
        """Return whether two keyframes tell the time in each state between them."""
        raise NotImplementedError

    def _on_skip(self, here: Keyframe, there: Keyframe) -> None:
        """Go on from `there`, as the events since `here` were skipped."""


class TaskTileBuilder(TileBuilder):
    """Builds tiles of tasks. Chunks are indexed on the way where `indexes`, to be read again."""

    def __init__(
        self,
        change_log: ChangeLog,
        moves: TransitionIndex,
        first: Row,
        last: Row,
        start: int,
        step: int,
        indexes: bool = True,
    ) -> None:
        super().__init__(change_log, first, last, start, step, marks_deaths=True)
        self._moves = moves
        self._indexes = indexes

    @override
    def _read(self, start: int, stop: int) -> None:
        is_whole = stop - start == CHUNK
        if is_whole and (self._indexes or self._moves.has(start // CHUNK)):
            found: Iterable[tuple[Row, list[Move]]] = self._moves.between(
                start // CHUNK, self._first, self._last
            )
        else:
            found = self._moves.among(start, stop, self._first, self._last).items()
        for row, moves in found:
            self._tiles[row].follow(moves)

    @override
    def _knows(self, here: Keyframe, there: Keyframe) -> bool:
        if here.spent is None or there.spent is None or here.appeared != there.appeared:
            return False
        if self._change_log.is_hired_first(here.seq, there.seq):
            return False
        # Nobody took a place between them: a row that is in neither had not begun.
        rows_here, rows_there = (
            min(self._last + frame.staff + 1, len(frame.states)) for frame in (here, there)
        )
        return rows_here == rows_there

    @override
    def _on_skip(self, here: Keyframe, there: Keyframe) -> None:
        log = self._change_log.log
        kinds = log.kinds(here.seq, there.seq)
        place = kinds.find(Kind.Died)
        while place >= 0:
            tile = self._tiles.get(log[here.seq + place].who)
            if tile is not None:
                tile.die()
            place = kinds.find(Kind.Died, place + 1)


LEAVING_LANE = frozenset({Kind.Preempted, Kind.StartUpLostLane})
ON_LANE = frozenset(kind for kind, (_, b) in FIELDS.items() if b == "lane") - LEAVING_LANE
"""After these kinds `who` is on lane `b`; after others that change its state, on no lane."""


class LaneWalk:
    """Tracks which task is on which lane, from a keyframe on."""

    def __init__(self, frame: Keyframe) -> None:
        self._who_on = {lane: who for lane, who in enumerate(frame.occupants) if who != NOBODY}
        self._lane_of = {who: lane for lane, who in self._who_on.items()}

    def go_on(self, change_log: ChangeLog, start: int, stop: int) -> Iterator[LaneMove]:
        """Yield what the events from number `start` to `stop` change on the lanes."""
        changes = change_log.changes[start:stop]
        events = change_log.log.rows(start, stop)
        for (at, kind, who, _, a, b), change in zip(events, changes, strict=True):
            if kind == Kind.LanesOpened:
                self._who_on.clear()
                self._lane_of.clear()
                for lane in range(change_log.most_lanes):
                    yield LaneMove(at, lane_row(lane), IDLE if lane < a else GONE, NOBODY)
            if change & AS_BEFORE == AS_BEFORE:
                continue
            before = self._lane_of.get(who, NO_LANE)
            lane = b if kind in ON_LANE else NO_LANE
            if before not in (NO_LANE, lane):
                del self._lane_of[who]
                if self._who_on.get(before) == who:
                    del self._who_on[before]
                    yield LaneMove(at, lane_row(before), IDLE, NOBODY)
            if lane not in (NO_LANE, before):
                self._lane_of[who] = lane
                self._who_on[lane] = who
                yield LaneMove(at, lane_row(lane), CPU, who)


class LaneMove(NamedTuple):
    """A lane was taken (CPU), left (IDLE) or closed (GONE) at a time (ns); `who` took it."""

    at: int
    row: Row
    state: int
    who: int


class LaneTileBuilder(TileBuilder):
    """Builds tiles of lanes: CPU while they are taken, IDLE while they are free."""

    def __init__(self, change_log: ChangeLog, first: Row, last: Row, start: int, step: int) -> None:
        super().__init__(change_log, first, last, start, step)
        self._walk = LaneWalk(change_log.frames[self._number])

    @override
    def _on_skip(self, here: Keyframe, there: Keyframe) -> None:  # noqa: ARG002 - tasks need both
        self._walk = LaneWalk(there)

    @override
    def _knows(self, here: Keyframe, there: Keyframe) -> bool:
        return here.built_at == there.built_at and len(here.busy) == len(there.busy)

    @override
    def _read(self, start: int, stop: int) -> None:
        moves: defaultdict[Row, list[Move]] = defaultdict(list)
        for at, row, state, _ in self._walk.go_on(self._change_log, start, stop):
            moves[row].append((at, state))
        for row, tile in self._tiles.items():
            tile.follow(moves[row])
