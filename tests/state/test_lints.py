"""What is the matter with a site is found, and said in a line."""

from __future__ import annotations

from itertools import groupby

import pytest

from site_sim.base.units import SECOND
from site_sim.commands import CauseAccident
from site_sim.facts.sentences import say
from site_sim.kernel.simulation import Simulation
from site_sim.state.fold import fold
from site_sim.state.lints import WATCHED, Finding, findings, gravest
from site_sim.state.site import SiteState
from tests.kernel.runs import made
from tests.state.sites import CELL_NS, lengths_of, shown

STEADY = [9] * WATCHED
"""How long the queue was lately, where it does not grow."""
QUICK, SLOW = (0, 0, SECOND // 10), (0, 0, 50 * SECOND)


def test_nothing_is_the_matter_with_a_site_at_work() -> None:
    assert findings(shown(made([SLOW] * 4, model="coroutines"), 2 * SECOND), STEADY) == []


@pytest.mark.parametrize(
    ("victims", "line"),
    [
        ([1], "worker 1 is dead; what is sent there is never taken"),
        ([0, 2], "worker 0, worker 2 are dead; what is sent there is never taken"),
        (
            [0, 1, 2, 3],
            "worker 0, worker 1, worker 2 and 1 more are dead; what is sent there is never taken",
        ),
    ],
)
def test_the_dead_are_named_where_nobody_replaces_them(victims: list[int], line: str) -> None:
    site = made([SLOW], model="coroutines", workers=6, supervise=False)
    for who in victims:
        site.apply(CauseAccident(who))
    assert findings(shown(site, SECOND), STEADY) == [Finding("broken", line)]


def test_what_is_said_of_the_dead_comes_true_where_nobody_replaces_them() -> None:
    site = made([QUICK] * 20, model="coroutines", workers=3, supervise=False)
    site.apply(CauseAccident(1))
    state = shown(site, 60 * SECOND)
    assert [finding.line for finding in findings(state, STEADY)] == [
        say("lint.dead-inbox", dead="worker 1 is dead")
    ]
    assert len(state.workers[1].inbox) == 1
    assert state.statistics.done < 20
    assert site.next_at() is None  # nothing will ever happen


def test_where_sends_are_calls_what_is_sent_to_the_dead_kills_the_callers() -> None:
    site = made([(SECOND, 0, SECOND)], model="serial", workers=3, supervise=False)
    site.apply(CauseAccident(0))
    (finding,) = findings(shown(site, 0), STEADY)
    assert finding.line == say("lint.dead-called", dead="worker 0 is dead")
    state = shown(site, 60 * SECOND)
    assert all(task.dead for task in (state.staff[0], *state.workers))
    (finding,) = findings(state, STEADY)
    dead = "foreman, worker 0, worker 1 and 1 more are dead"
    assert finding.line == say("lint.dead-sources", dead=dead)


def test_the_dead_who_are_replaced_are_nobodys_concern() -> None:
    site = made([SLOW], model="coroutines", workers=3)
    site.apply(CauseAccident(1))
    assert findings(shown(site, SECOND), STEADY) == []


@pytest.mark.parametrize(
    ("jobs", "defect_rate", "line"),
    [
        (1, 0.0, "the one job is done"),
        (3, 0.0, "all 3 jobs are done"),
        (3, 1.0, "all 3 jobs are done, 3 scrapped"),
    ],
)
def test_it_is_finished_when_every_job_is_done(jobs: int, defect_rate: float, line: str) -> None:
    state = shown(made([QUICK] * jobs, defect_rate=defect_rate), 9 * SECOND)
    assert findings(state, STEADY) == [Finding("finished", line)]


def test_it_is_empty_where_no_job_comes() -> None:
    assert findings(shown(made(), SECOND), STEADY) == [
        Finding("empty", "no jobs come; raise the rate, or order one")
    ]


def test_a_rate_brings_no_more_jobs_where_all_have_come() -> None:
    assert findings(shown(made(count=0, rate_per_s=1.0), SECOND), STEADY) == [
        Finding("empty", "no jobs come; order one")
    ]


def test_it_is_overloaded_while_its_queue_grows() -> None:
    site = made(rate_per_s=3.0)
    state = shown(site, SECOND)
    assert findings(state, lengths_of(state)) == []
    state = shown(site, 9 * SECOND)
    assert findings(state, STEADY) == []
    (finding,) = findings(state, lengths_of(state))
    assert finding.condition == "overloaded"
    assert finding.line == (
        "3/s arrive, 0.86/s are done, 129 more wait each minute: "
        "the call stack waits for one I/O at a time"
    )


def conditions(site: Simulation, moments: range) -> list[str]:
    """Return what is the matter most with a site at each of some moments (ns)."""
    site.run(moments[-1])
    state, found = SiteState(site.log), []
    for at in moments:
        fold(state, site.log.index_at(at))
        state.advance_to(at)
        found.append(gravest(state, lengths_of(state)).condition)
    return found


def test_an_overload_that_comes_and_goes_is_told_for_a_second_at_least() -> None:
    """The queue of a site with as many jobs as it can do grows and shrinks by turns."""
    site = made(rate_per_s=1.3, arrivals="poisson")
    found = groupby(conditions(site, range(0, 120 * SECOND, CELL_NS)))
    overloads = [len(list(run)) for condition, run in found if condition == "overloaded"]
    assert len(overloads) > 2
    assert all(buckets * CELL_NS >= SECOND for buckets in overloads[:-1])


def test_an_overload_ends_soon_after_the_queue_has_stopped_growing() -> None:
    site = made([(0, 0, SECOND)] * 40, model="coroutines", workers=4)
    found = conditions(site, range(0, 12 * SECOND, CELL_NS))
    assert [condition for condition, _ in groupby(found)] == ["overloaded", "fine", "finished"]
    assert 4 * SECOND < found.index("fine") * CELL_NS < 8 * SECOND


def test_a_moment_is_found_alike_whichever_way_one_came() -> None:
    site, moments = made(rate_per_s=1.1), range(0, 40 * SECOND, CELL_NS)
    site.run(40 * SECOND)
    log = site.log
    by_steps = SiteState(log)
    for at in moments:
        at_once = SiteState(log)
        for state in (by_steps, at_once):
            fold(state, log.index_at(at))
            state.advance_to(at)
        assert gravest(by_steps, lengths_of(by_steps)) == gravest(at_once, lengths_of(at_once))
