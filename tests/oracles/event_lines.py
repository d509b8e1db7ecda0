"""The figures of a run, and what must hold on the way, from the lines of `--events` alone.

It shares no code with the project: it knows the lines as the README tells of them. Times are kept
as stretches, from the one event to the other, and added up at the end.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

SECOND = 1_000_000_000
TO_THE_QUEUE = {"JobArrived": "back", "Rejected": "back", "Unclaimed": "front", "Requeued": "front"}
"""The events that put a job into the queue, and at which of its ends."""
WORK_BEGINS, WORK_STOPS = {"WorkStarted", "CpuResumed"}, {"Preempted", "WorkFinished"}
LAST = {"Accepted", "Scrapped"}


class Stretches:
    """Stretches of time, of which each has a key; one of a key is open at a time."""

    def __init__(self) -> None:
        self.all: list[tuple[Any, int, int]] = []
        self.open: dict[Any, int] = {}

    def begin(self, key: Any, at: int) -> None:
        assert key not in self.open, f"{key} begins twice, at {self.open[key]} and {at}"
        self.open[key] = at

    def stop(self, key: Any, at: int) -> None:
        self.all.append((key, self.open.pop(key), at))

    def total(self, start: int, end: int) -> int:
        """Return how long all of them are between two times, those too that are open at the end."""
        closed = [(since, until) for _, since, until in self.all]
        still = [(since, end) for since in self.open.values()]
        return sum(max(0, min(until, end) - max(since, start)) for since, until in closed + still)

    def totals(self) -> dict[Any, int]:
        """Return for each key how long those are that are over."""
        found: dict[Any, int] = defaultdict(int)
        for key, start, stop in self.all:
            found[key] += stop - start
        return found


class Lines:
    """What the lines of a log tell; raises AssertionError where they contradict themselves.

    Of a run that has got to a time `at` by then, only the first events may be read: `count`.
    """

    def __init__(self, text: str, count: int | None = None, at: int = 0) -> None:
        first, *events, last = map(json.loads, text.splitlines())
        self.header = first["site_sim"]
        if count is None:
            assert last["end"]["events"] == len(events)
            at = last["end"]["at"]
        self.end_at: int = at
        self.span_from: int = round(self.header["settings"].get("warm-up", 0) * SECOND)
        """From when on the figures are."""
        self.named = {each["name"] for each in self.header["cast"] if each["role"] == "worker"}
        hires = self.header["hires"]
        self.hired = hires["name"].partition("{")[0] if hires else None
        """What the names of all others who work begin with."""
        self.crew: set[str] = set()
        self.leaving: set[str] = set()
        """The workers who have a place, and those of them who are to go."""
        self.counts: dict[str, int] = defaultdict(int)
        self.settings: dict[str, str] = {}
        self.queue: list[int] = []
        self.working, self.present = Stretches(), Stretches()
        """Jobs with those who work on them; workers on the site."""
        self.cards: dict[int, dict[str, Any]] = {}
        self.arrived: dict[int, int] = {}
        self.begun: dict[int, int] = {}
        """When work on a job began first."""
        self.attempt: dict[int, int] = {}
        """How long this attempt at a job was worked on, of those under way."""
        self.accepted: dict[int, int] = {}
        self.left: dict[int, int] = {}
        """When jobs were done or given up."""
        self.rejected: dict[int, int] = defaultdict(int)
        self.inspected = 0
        """How many jobs were given up at an inspection."""
        self.taken: set[int] = set()
        self._at = 0
        for seq, event in enumerate(events[:count]):
            assert event["seq"] == seq
            assert event["at"] >= self._at, f"event {seq}: time runs backwards"
            self._at = event["at"]
            self._follow(event)
            places = len(self.queue) + len(self.taken)
            assert places + self.counts["Accepted"] + self.counts["Scrapped"] == len(self.cards)
        assert self.end_at >= self._at
        self._check_littles_law()

    def _follow(self, event: dict[str, Any]) -> None:
        at, name, who, job = (event[key] for key in ("at", "event", "who", "job"))
        self.counts[name] += 1
        if name == "SettingChanged":
            self.settings[event["key"]] = event["value"]
        elif name == "JobArrived":
            assert job == len(self.cards), "jobs are counted in the order in which they arrive"
            self.cards[job] = event
            self.arrived[job] = at
        elif name == "JobTaken":
            assert self.queue.pop(0) == job, "the first of the queue is taken"
            self.taken.add(job)
        elif name == "WorkStarted":
            self.begun.setdefault(job, at)
            self.attempt[job] = 0
        if name in WORK_BEGINS:
            assert who in self.present.open, f"{who} works and is not there"
            self.working.begin((job, who), at)
        elif name in WORK_STOPS:
            self._stop_work(job, who, at)
        if name == "WorkFinished":
            card = self.cards[job]
            assert self.attempt[job] == card["cpu_ns"] + card["io_ns"], f"job {job}: other work"
        self._staff(name, at, who, job)
        self._end_of_attempt(event)

    def _stop_work(self, job: int, who: str, at: int) -> None:
        self.attempt[job] += at - self.working.open[job, who]
        self.working.stop((job, who), at)

    def _staff(self, name: str, at: int, who: str, job: int | None) -> None:
        """Follow who comes and goes."""
        if name in ("AccidentHappened", "Requeued"):
            for other, worker in [*self.working.open]:
                if other == job:
                    self._stop_work(other, worker, at)
        if who not in self.named and not (who and self.hired and who.startswith(self.hired)):
            return
        if name in ("Hired", "StartUpBegan"):
            self.crew.add(who)
        elif name == "LaidOff":
            self.leaving.add(who)
        elif name in ("CalledBack", "Left"):
            self.leaving.discard(who)
        if name == "Left":
            self.crew.discard(who)
        if name == "Left" and who not in self.present.open:  # it was dead, or not there yet
            return
        if name == "Hired":
            self.present.begin(who, at)
        elif name in ("Left", "Died"):
            assert all(other != who for _, other in self.working.open), f"{who} goes at work"
            self.present.stop(who, at)

    def _end_of_attempt(self, event: dict[str, Any]) -> None:
        """Follow a job into the queue, or out of the site."""
        at, name, job = event["at"], event["event"], event["job"]
        if name in ("Accepted", "Rejected", "Scrapped"):
            assert event["attempt"] > self.rejected[job], f"job {job}: attempts are counted up"
        if name in TO_THE_QUEUE:
            assert all(other != job for other, _ in self.working.open), f"job {job} is worked on"
            self.taken.discard(job)
            self.queue.insert(0 if TO_THE_QUEUE[name] == "front" else len(self.queue), job)
        if name == "Rejected":
            self.rejected[job] += 1
        if name in LAST:
            assert all(other != job for other, _ in self.working.open), f"job {job} is worked on"
            self.taken.remove(job)
            self.left[job] = at
            self.inspected += name == "Scrapped" and event["who"] is not None
        if name == "Accepted":
            self.accepted[job] = at

    def _check_littles_law(self) -> None:
        """Check L = λW of the system and of all that wait, exactly, where no job is left.

        The areas under the numbers of jobs are the sums of their times.
        """
        if len(self.left) != len(self.cards):
            return
        stays = sum(at - self.arrived[job] for job, at in self.left.items())
        work = sum(stop - start for _, start, stop in self.working.all)
        for level, times in ((self._in_system(), stays), (self._waiting(), stays - work)):
            assert _area(level, 0, self.end_at)[0] == times

    def _in_system(self) -> list[tuple[int, int]]:
        """Return when it changes how many jobs are in the system, and by how many."""
        return [(at, 1) for at in self.arrived.values()] + [(at, -1) for at in self.left.values()]

    def _waiting(self) -> list[tuple[int, int]]:
        """Return the same for those that nobody is at work on."""
        begins = [at for _, at, _ in self.working.all] + [*self.working.open.values()]
        stops = [at for _, _, at in self.working.all]
        return self._in_system() + [(at, -1) for at in begins] + [(at, 1) for at in stops]

    def figures(self) -> dict[str, Any]:
        """Return what `--json` must say."""
        start, end = self.span_from, self.end_at
        span = max(0, end - start)
        arrived, left, counts = self.arrived, self.left, self.counts
        unfinished = [job for job in self.cards if job not in left]
        worked_on = {job for job, _ in self.working.open}
        waiting = [job for job in unfinished if job not in worked_on]
        presence = self.present.total(start, end)
        return {
            "version": self.header["version"],
            "program": self.header["program"],
            "model": self.settings["model"],
            "workers": len(self.crew - self.leaving),
            "seed": int(self.settings.get("seed", self.header["seed"])),
            "time_s": end / SECOND,
            "makespan_s": max(self.accepted.values(), default=0) / SECOND,
            "jobs": {
                "arrived": len(self.cards),
                "waiting": len(waiting),
                "queued": len(self.queue),
                "in_progress": len(worked_on),
                "done": len(self.accepted),
                "rejected": counts["Rejected"] + self.inspected,
                "lost": counts["Requeued"] + counts["Scrapped"] - self.inspected,
                "reworked": counts["Rejected"] + counts["Requeued"],
                "scrapped": counts["Scrapped"],
            },
            "span_s": [min(start, end) / SECOND, end / SECOND],
            "arrival_rate_per_s": _rate(arrived.values(), start, span),
            "throughput_per_s": _rate(self.accepted.values(), start, span),
            "utilisation": self.working.total(start, end) / presence if presence else 0.0,
            "in_system": _level(self._in_system(), start, end),
            "queue_length": _level(self._waiting(), start, end),
            **self._times(),
            "waiting_since_s": arrived[min(waiting)] / SECOND if waiting else None,
            "settings": self.header["settings"],
            "costs": self.header["costs"],
        }

    def recent(self, span: int, last: int) -> dict[str, Any]:
        """Return what a screen tells of the latest `span` nanoseconds, and of the last to leave."""
        since = self.end_at - span
        done = sum(at >= since for at in self.accepted.values())
        service: dict[int, int] = defaultdict(int)
        for (job, _), time in self.working.totals().items():
            service[job] += time
        jobs = [job for job in self.left if self.arrived[job] >= self.span_from][-last:]
        sojourns = {job: self.left[job] - self.arrived[job] for job in jobs}
        waits = [sojourn - service[job] for job, sojourn in sojourns.items()]
        times = None
        if jobs:
            stays = [*sojourns.values()]
            times = (len(jobs), _reached(waits, 95), _reached(stays, 50), _reached(stays, 95))
        return {"throughput": done / (span / SECOND) if span else 0.0, "times": times}

    def _times(self) -> dict[str, Any]:
        """Return the times of those that came in the span and left."""
        service: dict[int, int] = defaultdict(int)
        for (job, _), time in self.working.totals().items():
            service[job] += time
        jobs = [job for job in self.left if self.arrived[job] >= self.span_from]
        sojourns = [self.left[job] - self.arrived[job] for job in jobs]
        services = [service[job] for job in jobs]
        return {
            "left": len(jobs),
            "wait_s": _spread([all_ - work for all_, work in zip(sojourns, services, strict=True)]),
            "service_s": _spread(services),
            "sojourn_s": _spread(sojourns),
            "delay_s": _spread(
                [self.begun.get(job, self.left[job]) - self.arrived[job] for job in jobs]
            ),
        }


def _rate(times: Iterable[int], start: int, span: int) -> float:
    """Return how many of some times there are a second from a time on."""
    return sum(at >= start for at in times) / (span / SECOND) if span else 0.0


def _area(changes: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the area under a number, and the most that it lasted, from how it changes and when.

    What it is for no time at all, between changes at one instant, is no maximum.
    """
    steps: dict[int, int] = defaultdict(int)
    for at, by in changes:
        steps[max(at, start)] += by
    number = area = most = 0
    for at, after in pairwise((*sorted(steps), end)):
        number += steps[at]
        if after > at:
            area += number * (after - at)
            most = max(most, number)
    return area, most


def _level(changes: list[tuple[int, int]], start: int, end: int) -> dict[str, Any]:
    """Return the mean and the maximum of a number over a span."""
    area, most = _area(changes, start, end)
    return {"mean": area / (end - start) if end > start else 0.0, "max": most}


def _spread(times: list[int]) -> dict[str, float]:
    """Return the figures of times (ns), in seconds; a percentile is one of them."""
    if not times:
        return dict.fromkeys(("mean", "p50", "p95", "p99", "max"), 0.0)
    percentiles = {f"p{share}": _reached(times, share) / SECOND for share in (50, 95, 99)}
    mean = sum(times) / len(times) / SECOND
    return {"mean": mean, **percentiles, "max": max(times) / SECOND}


def _reached(times: list[int], share: int) -> int:
    """Return the least time that this share of all, in percent, does not exceed."""
    ranked = sorted(times)
    for number, time in enumerate(ranked, 1):
        if 100 * number >= share * len(ranked):
            return time
    raise AssertionError
