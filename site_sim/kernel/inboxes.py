"""Inboxes that are full: who sends into one waits for room, and is let in as an item is taken."""

from __future__ import annotations

from collections import deque
from typing import Any

from site_sim.kernel.lanes import GO_ON, NOTHING, Task
from site_sim.kernel.machine import Machine
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, WAITS_FOR_LANE, Kind

# Looking a member up in its enumeration costs as much as recording an event (CPython 3.11).
HANDED_OFF, BLOCKED = Kind.HandedOff, Kind.Blocked


class Inboxes:
    """Makes senders wait while an inbox holds as many items as there is `room` for."""

    def __init__(self, machine: Machine, log: EventLog) -> None:
        self.room = 1
        self._machine = machine
        self._log = log

    def block(self, sender: Task, target: Task, item: Any, now: int) -> None:
        """Take the lane from a sender that waits for room in the receiver's inbox."""
        self._log.record((now, BLOCKED, sender.who, sender.job, target.who, 0))
        sender.target = target
        sender.item = item
        if target.senders is NOTHING:
            target.senders = deque()
        target.senders.append(sender)
        self._machine.release(sender)

    def admit(self, task: Task, now: int) -> None:
        """Put the item of the first sender that is blocked on this task's inbox into it."""
        sender = task.senders.popleft()
        self._log.record((now, HANDED_OFF, sender.who, sender.job, task.who, WAITS_FOR_LANE))
        task.inbox.append((sender.item, sender.job))
        sender.job = NO_JOB
        self.unblock(sender)

    def unblock(self, sender: Task) -> None:
        """Run a sender that was blocked, when there is a lane."""
        sender.target = None
        sender.waited_for_lane = sender.needs_idle_hook = True
        self._machine.make_ready(sender, GO_ON)
