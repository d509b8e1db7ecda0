"""The figures of a run, and what must hold on the way, from the lines of `--events` alone.

It shares no code with the project: it knows the lines as the README tells of them. Times are kept
as stretches, from the one event to the other, and added up at the end.
"""

from __future__ import annotations

import json
from collections import defaultdict
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

    def total(self, end: int) -> int:
        """Return how long all of them are, those too that are still open at the end."""
        closed = sum(stop - start for _, start, stop in self.all)
        return closed + sum(end - start for start in self.open.values())

    def totals(self) -> dict[Any, int]:
        """Return for each key how long those are that are over."""
        found: dict[Any, int] = defaultdict(int)
        for key, start, stop in self.all:
            found[key] += stop - start
        return found


class Lines:
    """What the lines of a log tell; raises AssertionError where they contradict themselves."""

    def __init__(self, text: str) -> None:
        first, *events, last = map(json.loads, text.splitlines())
        self.header, self.end = first["site_sim"], last["end"]
        self.end_at: int = self.end["at"]
        self.workers = {each["name"] for each in self.header["cast"] if each["role"] == "worker"}
        self.counts: dict[str, int] = defaultdict(int)
        self.settings: dict[str, str] = {}
        self.queue: list[int] = []
        self.longest = 0
        self.waiting, self.working, self.present = Stretches(), Stretches(), Stretches()
        """Jobs in the queue; jobs with those who work on them; workers on the site."""
        self.cards: dict[int, dict[str, Any]] = {}
        self.arrived: dict[int, int] = {}
        self.begun: dict[int, int] = {}
        """When work on a job began first."""
        self.attempt: dict[int, int] = {}
        """How long this attempt at a job was worked on, of those under way."""
        self.accepted: dict[int, int] = {}
        self.rejected: dict[int, int] = defaultdict(int)
        self.taken: set[int] = set()
        self._at = 0
        for seq, event in enumerate(events):
            assert event["seq"] == seq
            assert event["at"] >= self._at, f"event {seq}: time runs backwards"
            self._at = event["at"]
            self._follow(event)
            places = len(self.queue) + len(self.taken)
            assert places + self.counts["Accepted"] + self.counts["Scrapped"] == len(self.cards)
        assert self.end["events"] == len(events)
        assert self.end_at >= self._at

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
            self.waiting.stop(job, at)
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
        if name == "AccidentHappened" and job is not None and (job, who) in self.working.open:
            self._stop_work(job, who, at)
        if who not in self.workers:
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
            self.longest = max(self.longest, len(self.queue))
            self.waiting.begin(job, at)
        if name == "Rejected":
            self.rejected[job] += 1
        if name in LAST:
            assert all(other != job for other, _ in self.working.open), f"job {job} is worked on"
            self.taken.remove(job)
        if name == "Accepted":
            self.accepted[job] = at

    def figures(self) -> dict[str, Any]:
        """Return what `--json` must say."""
        end, accepted = self.end_at, self.accepted
        service: dict[int, int] = defaultdict(int)
        for (job, _), time in self.working.totals().items():
            service[job] += time
        presence = self.present.total(end)
        arrived, done = len(self.cards), self.counts["Accepted"] + self.counts["Scrapped"]
        return {
            "model": self.settings["model"],
            "workers": len(self.workers),
            "seed": self.header["seed"],
            "program": self.header["program"],
            "time_s": end / SECOND,
            "makespan_s": max(accepted.values(), default=0) / SECOND,
            "jobs": {
                "arrived": arrived,
                "accepted": len(accepted),
                "reworked": self.counts["Rejected"],
                "scrapped": self.counts["Scrapped"],
                "queued": len(self.queue),
                "in_progress": arrived - done - len(self.queue),
            },
            "throughput_per_s": len(accepted) / (end / SECOND) if end else 0.0,
            "utilisation": self.working.total(end) / presence if presence else 0.0,
            "queue_length": {
                "mean": self.waiting.total(end) / end if end else 0.0,
                "max": self.longest,
            },
            "wait_s": _spread([self.begun[job] - self.arrived[job] for job in accepted]),
            "service_s": _spread([service[job] for job in accepted]),
            "sojourn_s": _spread([at - self.arrived[job] for job, at in accepted.items()]),
            "costs": self.header["costs"],
        }


def _spread(times: list[int]) -> dict[str, float]:
    """Return the figures of times (ns), in seconds; a percentile is one of them."""
    if not times:
        return dict.fromkeys(("mean", "p50", "p95", "max"), 0.0)
    ranked = sorted(times)

    def reached_by(share: int) -> float:
        """Return the least time that this share of all, in percent, does not exceed."""
        for number, time in enumerate(ranked, 1):
            if 100 * number >= share * len(ranked):
                return time / SECOND
        raise AssertionError

    mean = sum(ranked) / len(ranked) / SECOND
    return {"mean": mean, "p50": reached_by(50), "p95": reached_by(95), "max": ranked[-1] / SECOND}
