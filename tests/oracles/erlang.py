"""Queues that have a known answer: Erlang C, and the waits of a first-come-first-served queue."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush


def erlang_c(servers: int, offered: float) -> float:
    """Return the probability that an arrival must wait in M/M/c; `offered` is λ/μ, in erlangs.

    By the recursion of Erlang B, B(k) = aB(k−1) / (k + aB(k−1)), and C = B / (1 − ρ(1 − B))
    (Cooper, "Introduction to Queueing Theory", 1981, chapter 3).
    """
    blocking = 1.0
    for number in range(1, servers + 1):
        blocking = offered * blocking / (number + offered * blocking)
    utilisation = offered / servers
    return blocking / (1 - utilisation * (1 - blocking))


def mean_wait(servers: int, rate: float, service: float) -> float:
    """Return the mean wait in M/M/c, in the unit of `service`, the mean service time."""
    offered = rate * service
    return erlang_c(servers, offered) * service / (servers - offered)


def fcfs_waits(jobs: Iterable[tuple[int, int]], servers: int) -> list[int]:
    """Return the wait of each job, (arrival, service) in order of arrival, in G/G/c.

    Whoever is free first serves the job next in line (Kiefer and Wolfowitz 1955).
    """
    free_at = [0] * servers
    heapify(free_at)
    waits = []
    for arrival, service in jobs:
        begins = max(arrival, heappop(free_at))
        waits.append(begins - arrival)
        heappush(free_at, begins + service)
    return waits
