"""Does the work of a job for real: it computes, and it waits."""

from __future__ import annotations

from time import sleep, thread_time_ns

from site_sim.base.units import SECOND
from site_sim.program.traps import Job

ROUNDS = 400
"""Rounds of a loop between two looks at the clock: some ten microseconds."""


def spin(rounds: int) -> None:
    """Compute for so many rounds of an empty loop."""
    for _ in range(rounds):
        pass


def compute(job: Job) -> None:
    """Compute until this thread has had as much of a core as the job's CPU part."""
    if job.cpu_ns:
        done_at = thread_time_ns() + job.cpu_ns
        while thread_time_ns() < done_at:
            spin(ROUNDS)


def perform(job: Job) -> None:
    """Compute the job's CPU part, and then wait for its I/O part."""
    compute(job)
    if job.io_ns:
        sleep(job.io_ns / SECOND)
