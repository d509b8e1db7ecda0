"""The dialog to find a worker or a job."""

from __future__ import annotations

from collections.abc import Iterator

from site_sim.base.numbers import read_whole
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.log.search import jobs_named
from site_sim.player.view_state import Selection
from site_sim.state.site import SiteState
from site_sim.ui.dialogs.question import Question

MOST_NAMED = 3
"""Tasks with a name of their own that the hint names."""
NOTHING = Selection("task", NOBODY)


def find_dialog(
    state: SiteState, selected: Selection = NOTHING, text: str = ""
) -> Question[Selection]:
    """Return a dialog that asks for a worker or a job, by number or by name.

    It begins with the `text` that was looked for last: enter goes on to the next job of that name.
    """

    def interpret(words: str) -> Selection:
        found = find(state, words, selected)
        if found is None:
            raise ValueError(f"no such job or worker: {_numbers_there_are(state)}")
        return found

    names = list(_staff(state))
    staff = " or ".join(names[:MOST_NAMED]) + (" or another" if len(names) > MOST_NAMED else "")
    workers = "a worker such as w3, " if _has_workers(state) else ""
    hint = (
        f"a job such as 17 or #17 or bricks, {workers}{staff}; the same name again finds the next"
    )
    return Question("Find", hint, interpret, text=text)


def _numbers_there_are(state: SiteState) -> str:
    """Return which jobs and workers there are, by number."""
    come = state.arrived - 1
    jobs = "no job has come yet" if come < 0 else f"jobs 0 to {come:,} have come"
    if not _has_workers(state):
        return jobs
    last = len(state.workers) - 1
    return f"{jobs}, the workers are 0 to {last:,}" if last >= 0 else jobs


def _staff(state: SiteState) -> dict[str, int]:
    """Return the tasks that have a name of their own."""
    return {member.name.lower(): who for who, member in state.log.cast.members.items()}


def _has_workers(state: SiteState) -> bool:
    return state.log.cast.can_grow


def find(state: SiteState, text: str, selected: Selection = NOTHING) -> Selection | None:
    """Return the task or job that a text means: by number, else a job by its name.

    Of several jobs with the name it is the one after the selected job if that has it too; else,
    and after the last, the first.
    """
    word = text.strip().lower()
    staff = _staff(state)
    if word in staff:
        return Selection("task", staff[word])
    digits = word.removeprefix("worker").removeprefix("w").strip()
    if digits != word and (worker := _number(digits)) is not None:
        return Selection("task", worker) if worker < len(state.workers) else None
    number = _number(word.removeprefix("job").strip().removeprefix("#"))
    if number is not None:
        return Selection("job", number) if number < state.arrived else None
    job = _job_named(state, word, selected) if word else None
    return None if job is None else Selection("job", job)


def _number(digits: str) -> int | None:
    """Return the number that digits mean, as they are printed: 1,000; None if they mean none."""
    return read_whole(digits) if digits[:1].isdecimal() else None


def _job_named(state: SiteState, word: str, selected: Selection) -> int | None:
    names = state.log.texts.containing(word)
    first = next(_jobs_named(state, names), None)
    kind, number = selected
    if first is None or kind != "job" or not 0 <= number < state.arrived:
        return first
    is_one = state.log.jobs.name_number(number) in names
    return next(_jobs_named(state, names, number), first) if is_one else first


def _jobs_named(state: SiteState, names: set[int], after: int = NO_JOB) -> Iterator[int]:
    """Yield jobs by their names: the unfinished from the oldest on, then the done, the last first.

    They are those that come `after` one of them in this order.
    """
    log, jobs = state.log, state.jobs
    is_done = after != NO_JOB and after not in jobs
    if not is_done:
        for job in sorted(jobs.taken):
            if job > after and log.jobs.name_number(job) in names:
                yield job
        yield from jobs_named(log, names, range(max(jobs.first_untouched, after + 1), jobs.arrived))
    taken = range(after if is_done else jobs.first_untouched)
    for job in jobs_named(log, names, taken[::-1]):
        if job not in jobs.taken:
            yield job
