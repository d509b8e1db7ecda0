"""The least that can run the program: every wish is granted at once, and a send is a call."""

from __future__ import annotations

from typing import Any

from site_sim.program.traps import Coroutine, Result, Send


def run(task: Coroutine, item: Any, workers: list[Coroutine]) -> None:
    """Hand an item to a task and grant its wishes until it wants the next; `to` is a task."""
    trap = task.send(item)
    while trap is not None:
        try:
            if isinstance(trap, Send):
                granted = run(trap.to, trap.item, workers)
            else:
                granted = Result(trap.job, workers.index(task))
        except Exception as error:
            trap = task.throw(error)
        else:
            trap = task.send(granted)
