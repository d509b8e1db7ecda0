"""The bars of controls, and what stands around them."""

from __future__ import annotations

from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard
from tests.ui.rows import BUSY_BARS, NORMAL, SMALL, texts_of


def test_the_bars_in_80_columns() -> None:
    assert texts_of("header notice controls metrics", "c", size=SMALL, **BUSY_BARS) == [
        " ▞▞ site-sim  serial  io-bound               ► 1×  00:08.5  waiting 11 · done 6",
        " ▞▞ overloaded: 75 more each minute: the call stack waits for one I/O at a time",
        " Workers [−] 3 [+]  Job rate [−] 2/s [+]  Speed [−] 1× [+]  Model serial ↓",
        " done ▄██▄▄▄███▄▄███▄ 0.7/s    waiting ▆▆▅▅▆▆█▆▆▆█████ 11      wait p95 4.3s",
    ]


def test_the_bars_in_120_columns() -> None:
    assert texts_of(
        "header notice census controls more-controls", "c", size=NORMAL, **BUSY_BARS
    ) == [
        " ▞▞ site-sim  serial  io-bound · The classic site                       "
        "► 1×  00:08.5  arrived 18 · waiting 11 · done 6",
        " ▞▞ overloaded: 2/s arrive, 0.75/s are done, 75 more wait each minute: "
        "the call stack waits for one I/O at a time",
        " ●█ working 0   ◌▄ waiting I/O 1   ▼▼ handing off 0   ◔▒ ready 0   "
        "◐▞ in send() 3   ○· idle 1   ×× gone 0",
        " Workers [−] 3 [+]  Job rate [−] 2/s [+]  Speed [−] 1× [+]  Model serial ↓  "
        "Workload io ↓  Dispatch round-robin ↓",
        " Wiring chain ↓  Defects [−] 0% [+]  Supervision [on]  [job]  [burst]  [accident]  "
        "[scenario]  [theme]  [new seed]",
    ]


def test_the_workload_of_jobs_at_a_rate_is_told_where_there_is_a_rate() -> None:
    orders = (JobOrder(0, JobCard("sums", 900_000_000, 200_000_000)),)
    for rate, jobs, is_told in ((None, "a.csv", False), (2.0, "a.csv", True), (0.0, None, True)):
        bars = texts_of("controls", "c", size=NORMAL, rate=rate, jobs=jobs, orders=orders)
        assert ("Workload io" in bars[0]) is is_told
