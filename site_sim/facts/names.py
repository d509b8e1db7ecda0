"""What a person calls the tasks of a run."""

from __future__ import annotations

from site_sim.log.events import ACCEPT, FOREMAN


def name_of(who: int, program: str) -> str:
    """Return what a person calls a task: `worker 3`, `foreman`, `accept`, or ""."""
    if program == "producer-consumer":
        return {FOREMAN: "producer", 0: "consumer"}.get(who, "")
    if who >= 0:
        return f"worker {who}"
    return {FOREMAN: "foreman", ACCEPT: "accept"}.get(who, "")
