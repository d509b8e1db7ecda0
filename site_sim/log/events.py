"""What happened on the site, in the past tense: the kinds of event and their fields.

An event is six integers: `at` (simulated nanoseconds), its kind, `who` it happened to, the number
of the `job`, and two fields `a` and `b` whose meaning each kind names in `FIELDS`. What is wide or
rare (a job's name and service times, a setting's words) stands in tables of the log that events
refer to by number.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

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
    """The site was built, or rebuilt, on `lanes` lanes; all of them are free."""
    Hired = 2
    """A coroutine was primed and stands at its bare yield. A number hired again after it died
    takes over the dead one's inbox."""
    StartUpBegan = 3
    """Someone is on the way, and is `Hired` when the start-up is over. It is work on a lane, and
    waits for one, and for the start-ups before it."""
    LaidOff = 4
    """The head of the chain was told to go once it has finished and passed on what it holds."""
    CalledBack = 5
    """A head that was laid off but not yet gone stays after all."""
    Left = 6
    """Gone, with nothing in hand (laid off, or the site was taken down to be rebuilt)."""
    JobArrived = 7
    """A job joined the back of the queue. Name and service times: `EventLog.jobs[number]`."""
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
    StartUpGotLane = 28
    """The process of `who` is being started, or starts, on a lane: for the first time or again."""
    StartUpLostLane = 29
    """Others were ready: the start-up of `who` lost its lane, and is not over."""
    Spawned = 30
    """The parent has done its part for the process of `who`, and turns to the next one."""


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
    Kind.StartUpGotLane: ("", "lane"),
    Kind.StartUpLostLane: ("", "lane"),
}
"""The meaning of the columns a and b, kind by kind; "" is a column the kind does not use (0).

`to` and `by` hold a who; `worker` the number of a worker (`Scrapped`: -1 where the foreman had the
job in hand); `lane` a lane's number or -1 (on `Hired`: the lane it is pinned to, -1 for any);
`then` one of GOES_ON, WAITS_FOR_LANE, IS_CALLING; `attempt` counts from 1; `key` and `value` are
numbers of texts (`EventLog.texts`).
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
