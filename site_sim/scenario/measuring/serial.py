"""Runs the program on one call stack: a send is a call."""

from __future__ import annotations

from time import perf_counter_ns
from typing import Any

from site_sim.base.overriding import override
from site_sim.program.pipeline import accept, create_pipeline, foreman, worker
from site_sim.program.traps import Coroutine, Link, Result, Send, Work
from site_sim.scenario.measuring.driving import Plan, PlannedCrew, Times
from site_sim.scenario.measuring.working import perform

SENT = Send()
"""What a send that is over yields: there is nothing left to do about it."""


class CallingLink(Link):
    """A link whose send is a call: it returns when the receiver is back at its bare yield."""

    __slots__ = ("_number", "_resume")

    def __init__(self, receiver: Coroutine, number: int = 0) -> None:
        super().__init__(receiver)
        self._number = number
        self._resume = receiver.send

    @override
    def send(self, item: Any) -> Send:
        """Hand an item over, and run the receiver until it has done what it wants about it."""
        resume = self._resume
        trap = resume(item)
        while trap is not None:
            trap = resume(self._result_of(trap) if type(trap) is Work else None)
        return SENT

    def _result_of(self, trap: Work) -> Result:
        perform(trap.job)
        return Result(trap.job, self._number)


def run_serial(plan: Plan) -> Times:
    """Run a plan on this call stack."""
    times = Times(perf_counter_ns(), [], [], [])
    links: list[Link] = []

    def hire(number: int, downstream: Link | None, accepting: Link) -> Link:
        below = downstream if plan.is_chain else None
        links.append(CallingLink(worker(number, below, accepting), number))
        return links[-1]

    accepting = CallingLink(accept(lambda _: times.accepted.append(perf_counter_ns())))
    create_pipeline(plan.workers, hire, accepting)
    taking = CallingLink(foreman(PlannedCrew(plan, links)))
    for job in plan.jobs:
        times.taken.append(perf_counter_ns())
        taking.send(job)
    return times
