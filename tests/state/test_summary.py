"""The figures of a run: exact, whatever happened in it."""

from __future__ import annotations

import json

from site_sim.facts.figures import FIGURES
from site_sim.state.summary import summarise
from tests.kernel.runs import SECOND, finished, made
from tests.state.records import told


def test_a_run_in_which_nothing_happened_has_a_summary() -> None:
    log = made().log
    figures = summarise(log).to_json()
    assert figures["throughput_per_s"] == figures["utilisation"] == figures["makespan_s"] == 0
    assert figures["queue_length"] == figures["in_system"] == {"mean": 0.0, "max": 0}
    json.dumps(figures, allow_nan=False)
    assert "0 arrived" in told(log)


def test_the_figures_are_those_of_the_table_in_its_order() -> None:
    figures = summarise(finished([(0, 0, SECOND)]).log).to_json()
    keys = [key for key in figures if key not in ("program", "model", "workers", "seed", "jobs")]
    assert keys == [figure.key for figure in FIGURES if "." not in figure.key]
    assert [f"jobs.{key}" for key in figures["jobs"]] == [
        figure.key for figure in FIGURES if "." in figure.key
    ]


def test_a_state_that_does_not_last_is_no_maximum() -> None:
    """One job, one idle worker, free hand-offs: it is worked on in the instant it comes."""
    figures = summarise(finished([(SECOND, 0, SECOND)], workers=1, model="coroutines").log)
    assert figures.queue_length == (0.0, 0)
    assert figures.in_system == (0.5, 1)
    late = made([(SECOND, 0, SECOND)], workers=1, model="coroutines")
    late.run(SECOND)
    assert summarise(late.log).in_system == (0.0, 0)
    assert summarise(late.log, SECOND + 1).in_system.max == 1


def test_what_waits_anywhere_waits() -> None:
    """Of four jobs one is worked on, one lies in the inbox, one in a hand, one in the queue."""
    site = made([(0, 0, 9 * SECOND)] * 4, workers=1, model="coroutines", wiring="direct")
    site.run(SECOND)
    figures = summarise(site.log, SECOND)
    assert (figures.waiting, figures.queued, figures.in_progress) == (3, 1, 1)
    assert figures.queue_length == (3.0, 3)


def test_the_first_that_waits_still_is_named_and_one_that_is_worked_on_is_not() -> None:
    site = made([(0, 0, 9 * SECOND), (SECOND, 0, 1), (2 * SECOND, 0, 1)], workers=1)
    site.run(3 * SECOND)
    assert summarise(site.log).waiting_since_s == 1.0
    site.run()
    assert summarise(site.log).waiting_since_s is None


def test_interrupted_work_waits() -> None:
    """Two compute 30 ms each in turns on one lane: each waits while the other computes."""
    site = finished([(0, 30_000_000, 0)] * 2, workers=2, model="threads", wiring="direct")
    figures = summarise(site.log)
    assert figures.in_system.mean - figures.queue_length.mean == 1.0
    assert (figures.wait_s.mean, figures.service_s.mean) == (0.0275, 0.03)
    assert figures.sojourn_s.mean == 0.0575
    assert figures.delay_s.mean == 0.005


def test_what_scraps_and_what_is_done_again() -> None:
    """Two results fail: the first is done again, the second is one too many."""
    figures = summarise(finished([(0, 0, SECOND)], defect_rate=1.0, rework_limit=1).log)
    assert (figures.rejected, figures.reworked, figures.scrapped, figures.lost) == (2, 1, 1, 0)
    figures = summarise(finished([(0, 0, SECOND)], accident_rate=1.0, rework_limit=1).log)
    assert (figures.rejected, figures.reworked, figures.scrapped, figures.lost) == (0, 1, 1, 2)
