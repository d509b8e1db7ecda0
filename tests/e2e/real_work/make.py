"""Makes the two files of real work beside it: `python tests/e2e/real_work/make.py`.

500 requests to a web server wait for databases and other servers: some 50 a second, most of them
short, a few very long. 500 builds of a day in an office compute, after a wait for sources and
packages: they come in the rhythm of the day, and are of three kinds. Four workers and six are kept
busy for 80 to 90 % of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import exp, log
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent
JOBS = 500
REQUESTS_PER_S = 50
PAGES = ("/", "/search", "/basket", "/orders", "/report")
SHORTEST_S, TAIL, LONGEST_S = 0.028, 1.7, 5.0
"""A Pareto distribution, cut: of the tail's index so few requests take so long."""
DAY_S = 9 * 3600
RHYTHM = (0.8, 1.1, 1.15, 1.1, 0.85, 0.95, 1.1, 1.1, 0.85)
"""How much is pushed in each hour of the day, in relation to its mean."""
BUILDS = ((0.4, "lint", 75.0, 0.3), (0.85, "tests", 355.0, 0.5), (1.0, "release", 710.0, 0.4))
"""Up to which share of all it is this kind, its name, the median of its CPU, and its spread."""


def web_requests(chance: Random) -> Iterator[str]:
    """Yield the lines of the requests."""
    at_s = 0.0
    yield "arrival_s,io_s,name"
    for _ in range(JOBS):
        at_s -= log(1 - chance.random()) / REQUESTS_PER_S
        io_s = min(LONGEST_S, SHORTEST_S * (1 - chance.random()) ** (-1 / TAIL))
        yield f"{at_s:.4f},{io_s:.4f},{PAGES[int(len(PAGES) * chance.random() ** 2)]}"


def ci_builds(chance: Random) -> Iterator[str]:
    """Yield the lines of the builds."""
    yield "arrival_s,cpu_s,io_s,name"
    for at_s in sorted(_moment_s(chance) for _ in range(JOBS)):
        share = chance.random()
        kind, median_s, spread = next(each for up_to, *each in BUILDS if share < up_to)
        cpu_s = median_s * exp(spread * _normal(chance))
        io_s = 8 + 25 * chance.random()
        yield f"{at_s:.1f},{cpu_s:.1f},{io_s:.1f},{kind}"


def _moment_s(chance: Random) -> float:
    """Return when somebody pushes, in seconds from the morning."""
    while True:
        at_s = DAY_S * chance.random()
        if chance.random() * max(RHYTHM) < RHYTHM[int(at_s / 3600)]:
            return at_s


def _normal(chance: Random) -> float:
    """Return a number that is about normal: the sum of twelve (Hamming 1962)."""
    return sum(chance.random() for _ in range(12)) - 6


def text(lines: Callable[[Random], Iterator[str]]) -> str:
    """Return a file: the same each time."""
    return "\n".join((*lines(Random(2026)), ""))


FILES = {
    "web-requests.csv": partial(text, web_requests),
    "ci-builds.csv": partial(text, ci_builds),
}
"""What makes each file, by its name."""

if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_text(make(), "utf-8")
