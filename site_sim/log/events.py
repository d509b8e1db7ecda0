"""What happened, in the past tense, and the append-only columnar log that keeps it.

An event is six integers: `at` (simulated nanoseconds), its kind, `who` it happened to, the number
of the `job`, and two fields `a` and `b` whose meaning each kind names in `FIELDS`. The log stores
one column a field, 25 bytes an event in all; what is wide or rare (a job's name and service times,
a setting's words) stands in side tables that events refer to by number.

Nothing else in the program knows more about a run than its log: states, screens, tables and
files are folds over it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import chain, islice
from struct import Struct
from typing import NamedTuple

FOREMAN = -1
"""Who hands the jobs out: the foreman, or the producer. Worker k is simply k."""
ACCEPT = -2
"""The one who inspects the results."""
NOBODY = -3
"""No one in particular: the site itself."""
NO_JOB = -1
NO_LANE = -1

GOES_ON, WAITS_FOR_LANE, IS_CALLING = range(3)
"""What the sender does after `HandedOff`: keeps its lane; was blocked, and needs a lane before it
can go on; or (a send that is a call) stays on the stack until `Resumed`."""


class Kind(IntEnum):
    """The kinds of event. The names are those of the JSON Lines log."""

    SettingChanged = 0
    """A setting has a new value; at time 0, one for each setting of the scenario."""
    LanesOpened = 1
    """The site was (re)built on so many lanes; all of them are free."""
    Hired = 2
    """A coroutine was primed and stands at its bare yield. A number hired again after it died
    takes over the dead one's inbox."""
    StartUpBegan = 3
    """Someone is on the way, and is `Hired` when the start-up is over."""
    LaidOff = 4
    """The head of the chain was told to go once it has finished and passed on what it holds."""
    CalledBack = 5
    """A head that was laid off but not yet gone stays after all."""
    Left = 6
    """Gone, with nothing in hand (laid off, or the site was taken down to be rebuilt)."""
    JobArrived = 7
    """A job joined the back of the queue. Name and service times: `EventLog.job(number)`."""
    ArrivalsEnded = 8
    """No more jobs will come of themselves."""
    JobTaken = 9
    """The foreman took the job from the queue and addressed it to a worker."""
    HandOffStarted = 10
    """A hop began: `who` is inside its send, on a lane."""
    HandedOff = 11
    """The item is with its receiver: in the inbox, or (a call) in its hands."""
    Blocked = 12
    """The hop is over but the inbox is full: `who` gave up its lane and waits for room."""
    Resumed = 13
    """The callee is back at its bare yield and `who`, who called it, runs on."""
    WorkStarted = 14
    """`who` took up the work on its job, on a lane."""
    Preempted = 15
    """The quantum ran out with others ready: `who` lost its lane in the middle of its work."""
    CpuResumed = 16
    """A preempted `who` has a lane again and computes on."""
    IoStarted = 17
    """The CPU part is done; `who` waits for I/O, on a lane only where the model keeps it."""
    WorkFinished = 18
    """The work is done, the result still in hand; on a lane if it still has one."""
    Accepted = 19
    """The inspection passed: the job is done."""
    Rejected = 20
    """The inspection failed: the job joined the back of the queue to be done again."""
    Scrapped = 21
    """The job failed too often and is given up."""
    Unclaimed = 22
    """The last of the chain was not its addressee: the job went to the front of the queue."""
    Requeued = 23
    """A job lost its place through an accident or a rebuild: to the front of the queue."""
    AccidentHappened = 24
    """An exception was thrown into `who`'s coroutine."""
    Died = 25
    """The exception left `who`'s coroutine, which is closed."""
    BecameReady = 26
    """`who` was idle, has something to run now, and found no free lane."""
    BecameIdle = 27
    """`who`, which had waited for a lane, is back at its bare yield with nothing to do."""


FIELDS: dict[Kind, tuple[str, str]] = {
    Kind.SettingChanged: ("key", "value"),
    Kind.LanesOpened: ("lanes", ""),
    Kind.Hired: ("lane", ""),
    Kind.JobTaken: ("worker", ""),
    Kind.HandOffStarted: ("to", "lane"),
    Kind.HandedOff: ("to", "then"),
    Kind.Blocked: ("to", ""),
    Kind.Resumed: ("by", ""),
    Kind.WorkStarted: ("", "lane"),
    Kind.Preempted: ("", "lane"),
    Kind.CpuResumed: ("", "lane"),
    Kind.IoStarted: ("", "lane"),
    Kind.WorkFinished: ("", "lane"),
    Kind.Accepted: ("worker", "attempt"),
    Kind.Rejected: ("worker", "attempt"),
    Kind.Scrapped: ("worker", "attempt"),
    Kind.Unclaimed: ("worker", ""),
}
"""The meaning of the columns a and b, kind by kind; "" is a column the kind does not use (0).

`to` and `by` hold a who; `worker` the number of a worker (`Scrapped`: -1 where the foreman had the
job in hand); `lane` a lane's number or -1 (on `Hired`: the lane it is pinned to, -1 for any);
`then` one of GOES_ON, WAITS_FOR_LANE, IS_CALLING; `attempt` counts from 1; `key` and `value` are
numbers of texts (`EventLog.words`).
"""


class Event(NamedTuple):
    """One row of the log."""

    at: int
    kind: int
    who: int
    job: int
    a: int
    b: int


class JobCard(NamedTuple):
    """What is known of a job when it arrives: its name and the work it holds, in nanoseconds."""

    name: str
    cpu_ns: int
    io_ns: int


CHUNK = 4096
"""Events a sealed chunk holds."""
WIDTH = len(Event._fields)
_LONGS = Struct(f"{CHUNK}q").pack
_INTS = Struct(f"{CHUNK}i").pack


class _Chunk:
    """`CHUNK` events, one array a column."""

    __slots__ = ("a", "at", "b", "job", "kind", "who")

    def __init__(self, flat: list[int]) -> None:
        """Take the columns apart; `struct` packs integers twice as fast as `array` takes them."""
        self.at = array("q", _LONGS(*flat[0::WIDTH]))
        self.kind = array("B", bytes(flat[1::WIDTH]))
        self.who, self.job, self.a, self.b = (
            array("i", _INTS(*flat[column::WIDTH])) for column in range(2, WIDTH)
        )

    def columns(self) -> tuple[array[int], ...]:
        return (self.at, self.kind, self.who, self.job, self.a, self.b)


class EventLog:
    """An append-only log of events in time order, in chunks of packed columns.

    The newest events stand as plain integers in `pending`, six an event, until `seal` packs them:
    a writer in a hurry calls `record`, and `seal` now and then.
    """

    def __init__(self) -> None:
        self.pending: list[int] = []
        self.record: Callable[[Iterable[int]], None] = self.pending.extend
        """Adds an event, all six fields of it: `append` in a hurry. It may be exchanged."""
        self._chunks: list[_Chunk] = []
        self._texts: list[str] = []
        self._text_numbers: dict[str, int] = {}
        self._job_texts = array("i")
        self._job_cpu_ns = array("q")
        self._job_io_ns = array("q")
        self._job_arrived_ns = array("q")

    # -- writing ---------------------------------------------------------------------------

    def append(
        self, at: int, kind: Kind, who: int = NOBODY, job: int = NO_JOB, a: int = 0, b: int = 0
    ) -> None:
        """Add one event; `at` must not be earlier than the last."""
        self.record((at, kind, who, job, a, b))

    def seal(self) -> None:
        """Pack whole chunks of what is pending."""
        size = CHUNK * WIDTH
        pending = self.pending
        if len(pending) < size:
            return
        whole = len(pending) - len(pending) % size
        for start in range(0, whole, size):
            self._chunks.append(_Chunk(pending[start : start + size]))
        del pending[:whole]

    def text(self, words: str) -> int:
        """Return the number of a text, which is added if new."""
        number = self._text_numbers.get(words)
        if number is None:
            number = self._text_numbers[words] = len(self._texts)
            self._texts.append(words)
        return number

    def add_job(self, card: JobCard, at: int = 0) -> int:
        """File the card of a job that arrives at a time (ns), and return the job's number.

        Numbers count from 0 in order.
        """
        name, cpu_ns, io_ns = card
        self._job_texts.append(self.text(name))
        self._job_cpu_ns.append(cpu_ns)
        self._job_io_ns.append(io_ns)
        self._job_arrived_ns.append(at)
        return len(self._job_texts) - 1

    # -- reading ---------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._chunks) * CHUNK + len(self.pending) // WIDTH

    def __getitem__(self, seq: int) -> Event:
        """Return event number `seq`, counted from 0 (or from the end, when negative)."""
        length = len(self)
        index = seq + length if seq < 0 else seq
        if not 0 <= index < length:
            raise IndexError(f"event {seq} of {length}")
        number, offset = divmod(index, CHUNK)
        if number < len(self._chunks):
            return Event(*(column[offset] for column in self._chunks[number].columns()))
        offset = (index - len(self._chunks) * CHUNK) * WIDTH
        return Event(*self.pending[offset : offset + WIDTH])

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, ...]]:
        """Yield the events numbered `start` to `stop` (exclusive) as plain tuples of six."""
        return chain.from_iterable(self._stretches(start, stop))

    def _stretches(self, start: int, stop: int | None) -> Iterator[Iterator[tuple[int, ...]]]:
        """Yield the same chunk by chunk."""
        length = len(self)
        stop = length if stop is None else min(stop, length)
        while start < stop:
            number, offset = divmod(start, CHUNK)
            if number < len(self._chunks):
                count = min(stop - start, CHUNK - offset)
                columns = self._chunks[number].columns()
                yield zip(*(c[offset : offset + count] for c in columns), strict=True)
            else:
                count = stop - start
                offset = (start - len(self._chunks) * CHUNK) * WIDTH
                flat = iter(self.pending[offset : offset + count * WIDTH])
                yield zip(*[flat] * WIDTH, strict=True)
            start += count

    def kinds(self, start: int, stop: int) -> bytes:
        """Return the kinds of the events numbered `start` to `stop` (exclusive), a byte each."""
        parts = []
        stop = min(stop, len(self))
        while start < stop:
            number, offset = divmod(start, CHUNK)
            if number < len(self._chunks):
                part = self._chunks[number].kind[offset : offset + stop - start].tobytes()
            else:
                first = (start - len(self._chunks) * CHUNK) * WIDTH + 1
                part = bytes(self.pending[first : first + (stop - start) * WIDTH : WIDTH])
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def columns(self, number: int) -> tuple[Sequence[int], ...]:
        """Return the six columns of chunk `number`, as far as it is filled."""
        if number < len(self._chunks):
            return self._chunks[number].columns()
        start = (number - len(self._chunks)) * CHUNK * WIDTH
        flat = self.pending[start : start + CHUNK * WIDTH]
        return tuple(flat[column::WIDTH] for column in range(WIDTH))

    def index_at(self, at: int) -> int:
        """Return how many events happened at or before the time `at`, in nanoseconds."""
        number = bisect_right(self._chunks, at, key=lambda chunk: chunk.at[0])
        if number == len(self._chunks):
            tail = self.pending[0::WIDTH]
            if tail and tail[0] <= at:
                return number * CHUNK + bisect_right(tail, at)
        if number == 0:
            return 0
        return (number - 1) * CHUNK + bisect_right(self._chunks[number - 1].at, at)

    def words(self, number: int) -> str:
        """Return the text with that number."""
        return self._texts[number]

    def job(self, number: int) -> JobCard:
        """Return the card of a job."""
        name = self._texts[self._job_texts[number]]
        return JobCard(name, self._job_cpu_ns[number], self._job_io_ns[number])

    def work_in(self, start: int, stop: int) -> tuple[int, int]:
        """Return the CPU and the I/O, in nanoseconds, that jobs `start` to `stop` hold in all."""
        return sum(self._job_cpu_ns[start:stop]), sum(self._job_io_ns[start:stop])

    def name_number(self, number: int) -> int:
        """Return the number of the text that is a job's name."""
        return self._job_texts[number]

    def name_numbers(self, jobs: range) -> array[int]:
        """Return the same of jobs that come one after the other, or each before the last."""
        if not jobs:
            return self._job_texts[:0]
        texts = self._job_texts[min(jobs[0], jobs[-1]) : max(jobs[0], jobs[-1]) + 1]
        return texts if jobs.step > 0 else texts[::-1]

    def texts_with(self, word: str) -> set[int]:
        """Return the numbers of the texts that have a word in them, whatever the case."""
        word = word.lower()
        return {number for number, text in enumerate(self._texts) if word in text.lower()}

    def arrived_at(self, number: int) -> int:
        """Return when a job arrived, in simulated nanoseconds."""
        return self._job_arrived_ns[number]

    @property
    def job_count(self) -> int:
        """How many jobs were filed."""
        return len(self._job_texts)

    @property
    def nbytes(self) -> int:
        """Bytes of the packed columns and the pending events, side tables left out."""
        packed = sum(c.itemsize * len(c) for chunk in self._chunks for c in chunk.columns())
        return packed + self.pending.__sizeof__()

    def has_prefix(self, other: EventLog, stop: int) -> bool:
        """Whether the first `stop` events, and the jobs and texts they refer to, are the same."""
        if min(len(self), len(other)) < stop:
            return False
        whole = min(stop // CHUNK, len(self._chunks), len(other._chunks))
        for mine, theirs in zip(self._chunks[:whole], other._chunks[:whole], strict=True):
            if mine.columns() != theirs.columns():
                return False
        if list(self.rows(whole * CHUNK, stop)) != list(other.rows(whole * CHUNK, stop)):
            return False
        jobs, texts = self._used_by(stop)
        return (
            self._job_cpu_ns[:jobs] == other._job_cpu_ns[:jobs]
            and self._job_io_ns[:jobs] == other._job_io_ns[:jobs]
            and self._job_texts[:jobs] == other._job_texts[:jobs]
            and self._texts[:texts] == other._texts[:texts]
        )

    def _used_by(self, stop: int) -> tuple[int, int]:
        """Return how many jobs and texts the first `stop` events refer to."""
        jobs = texts = 0
        for start in range(0, stop, CHUNK):
            kinds = self.kinds(start, min(start + CHUNK, stop))
            jobs += kinds.count(Kind.JobArrived)
            offset = kinds.find(Kind.SettingChanged)
            while offset >= 0:
                event = self[start + offset]
                texts = max(texts, event.a + 1, event.b + 1)
                offset = kinds.find(Kind.SettingChanged, offset + 1)
        return jobs, max([texts, *(number + 1 for number in self._job_texts[:jobs])])

    def digest(self, stop: int | None = None) -> str:
        """Return a hash of the first `stop` events and of the jobs and texts they refer to."""
        import hashlib  # noqa: PLC0415 - saves OpenSSL, 3 ms

        length = len(self) if stop is None else stop
        sha = hashlib.sha256()
        jobs = 0
        for start in range(0, length, CHUNK):
            rows = list(self.rows(start, min(start + CHUNK, length)))
            sha.update(array("q", [field for row in rows for field in row]).tobytes())
            jobs += sum(row[1] == Kind.JobArrived for row in rows)
            for row in rows:
                if row[1] == Kind.SettingChanged:
                    sha.update(f"{self._texts[row[4]]}={self._texts[row[5]]}\n".encode())
        for card in map(self.job, islice(range(self.job_count), jobs)):
            sha.update(f"{card!r}\n".encode())
        return sha.hexdigest()
