"""What the scheduler asks of the site, which knows about jobs and about people."""

from __future__ import annotations

from typing import Protocol

from site_sim.kernel.lanes import Task
from site_sim.program.traps import Job


class Hooks(Protocol):
    """What the scheduler asks of the site, which knows about jobs and about people."""

    def fetch(self) -> bool:
        """Put the next job of the queue into the foreman's inbox; return False if there is none."""

    def on_idle(self, task: Task) -> bool:
        """Handle a task that is at its bare yield; return True if it has an item after all.

        It is called only for tasks with `needs_idle_hook`.
        """

    def on_unclaimed(self, task: Task) -> None:
        """Handle a task at its bare yield with a job that it neither did nor passed on."""

    def on_work_start(self, task: Task, job: Job) -> None:
        """Handle a task that begins the work on a job; its `cpu_left_ns` and so on are set."""

    def on_started(self, task: Task) -> None:
        """Handle a task whose process was being started, and has computed a part of that."""

    def on_accident(self, task: Task) -> None:
        """Throw an accident into a task's coroutine."""

    def on_call_failed(self, task: Task, target: Task) -> None:
        """Handle a task that called one that is gone, or not at its bare yield."""
