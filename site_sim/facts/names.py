"""What a person calls the tasks of a run."""

from __future__ import annotations

from site_sim.facts.programs import PIPELINE, PROGRAM_FACTS


def name_of(who: int, program: str) -> str:
    """Return what a person calls a task: `worker 3`, `foreman`, `accept`, or "".

    The tasks of an unknown program are named as the pipeline's.
    """
    facts = PROGRAM_FACTS.get(program) or PROGRAM_FACTS[PIPELINE]
    if facts.can_grow and who >= 0:
        return f"worker {who}"
    return facts.roles.get(who, "")


def short_name(who: int, program: str = PIPELINE) -> str:
    """Return what a task is called in few cells: `w3`, `foreman`, `accept`."""
    return PROGRAM_FACTS[program].roles.get(who, f"w{who}")
