"""Conditions worked out event by event from the very beginning, by other means than the program's.

Each stands beside the text that asks for it. A moment is how many events have happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_sim.base.units import SECOND
from site_sim.log.event_log import EventLog
from site_sim.log.events import Event, Kind
from site_sim.state.entities import State
from site_sim.state.fold import fold
from site_sim.state.site import SiteState

Asked = Callable[[SiteState, Event | None], bool]
"""Whether a condition holds on a site, with an event that has just happened, or with none."""


def happened(*kinds: Kind, who: int | None = None, job: int | None = None, name: str = "") -> Asked:
    def asked(site: SiteState, event: Event | None) -> bool:
        if event is None or event.kind not in kinds:
            return False
        if name and (event.job < 0 or name not in site.log.jobs[event.job].name.lower()):
            return False
        return who in {None, event.who} and job in {None, event.job}

    return asked


def stands(test: Callable[[SiteState], bool]) -> Asked:
    return lambda site, _: test(site)


def both(one: Asked, other: Asked) -> Asked:
    return lambda site, event: one(site, event) and other(site, event)


def either(one: Asked, other: Asked) -> Asked:
    return lambda site, event: one(site, event) or other(site, event)


def state_of(site: SiteState, who: int) -> State:
    return {task.who: task.state for task in site.everyone}.get(who, State.GONE)


def at_work(site: SiteState) -> int:
    return sum(job.running_since >= 0 for job in site.jobs.values())


def taken(site: SiteState) -> int:
    return len({task.lane for task in site.everyone} - {-1})


def count(site: SiteState, kind: Kind) -> int:
    return site.log.kinds(0, site.seq).count(kind)


def throughput(site: SiteState) -> float:
    return count(site, Kind.Accepted) * SECOND / site.at if site.at else 0.0


LONG = stands(lambda site: len(list(site.queue)) >= 2)
IDLE = stands(lambda site: state_of(site, 0) is State.IDLE)
ACCEPTED = happened(Kind.Accepted)
ORACLES: Mapping[str, Asked] = {
    "queue >= 2": LONG,
    "queue = 0": stands(lambda site: not list(site.queue)),
    "waiting > 3": stands(lambda site: len([*site.jobs]) - at_work(site) > 3),
    "in progress >= 2": stands(lambda site: at_work(site) >= 2),
    "in system != 1": stands(lambda site: len([*site.jobs]) != 1),
    "arrived = 3": stands(lambda site: count(site, Kind.JobArrived) == 3),
    "done >= 4": stands(lambda site: count(site, Kind.Accepted) >= 4),
    "rejected > 0": stands(lambda site: site.statistics.rejected > 0),
    "scrapped > 0": stands(lambda site: count(site, Kind.Scrapped) > 0),
    "lost > 0": stands(lambda site: site.statistics.lost > 0),
    "workers <= 2": stands(lambda site: sum(not task.leaving for task in site.workers) <= 2),
    "workers idle = 1": stands(
        lambda site: [task.state for task in site.workers].count(State.IDLE) == 1
    ),
    "workers at work >= 2": stands(
        lambda site: sum(task.state.working for task in site.workers) >= 2
    ),
    "all workers idle": stands(
        lambda site: {each.state for each in site.workers} - {State.GONE} == {State.IDLE}
    ),
    "lanes > 1": stands(lambda site: len(site.lanes) > 1),
    "lanes taken = 1": stands(lambda site: taken(site) == 1),
    "lanes free = 0": stands(lambda site: taken(site) == len(site.lanes)),
    "utilisation < 30%": stands(lambda site: site.utilisation < 0.3),
    "throughput >= 0.5/s": stands(lambda site: throughput(site) >= 0.5),
    "time > 1.5": stands(lambda site: site.at > 1_500_000_000),
    "finished": stands(lambda site: site.finished),
    "worker 1 blocked": stands(lambda site: state_of(site, 1) is State.BLOCKED),
    "worker 0 ready": stands(lambda site: state_of(site, 0) is State.READY),
    "worker 0 not idle": stands(lambda site: state_of(site, 0) is not State.IDLE),
    "worker 7 gone": stands(lambda site: state_of(site, 7) is State.GONE),
    "worker 0 dead": stands(lambda site: any(task.dead for task in site.workers[:1])),
    "worker 1 leaving": stands(lambda site: any(task.leaving for task in site.workers[1:2])),
    "foreman blocked": stands(lambda site: state_of(site, -1) is State.BLOCKED),
    "accept idle": stands(lambda site: state_of(site, -2) is State.IDLE),
    "worker 0 died": happened(Kind.Died, who=0),
    "worker 1 started": happened(Kind.WorkStarted, who=1),
    "job 2 handed off": happened(Kind.HandedOff, job=2),
    "job b accepted": happened(Kind.Accepted, name="b"),
    "job 1 done": happened(Kind.Accepted, Kind.Scrapped, job=1),
    "Accepted": ACCEPTED,
    "accepted and queue >= 2": both(ACCEPTED, LONG),
    "queue >= 2 and worker 0 idle": both(
        LONG, stands(lambda site: state_of(site, 0) is State.IDLE)
    ),
    "queue >= 2 or accepted": either(LONG, ACCEPTED),
}
"""What texts ask for."""


def moments(log: EventLog, first: int, asked: Asked) -> list[int]:
    """Return the moments from `first` on at which a condition becomes true."""
    site = SiteState(log)
    fold(site, first)
    held = asked(site, None)
    found = [first] if held else []
    for seq in range(first, len(log)):
        fold(site, seq + 1)
        if asked(site, log[seq]) and not held:
            found.append(seq + 1)
        held = asked(site, None)
    return found
