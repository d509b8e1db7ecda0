"""When a condition holds, which events may change it, and what makes it true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.log.events import Kind
from site_sim.state.conditions.clauses import Occurrence
from site_sim.state.conditions.reading import read_condition
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.oracles.conditions import ORACLES
from tests.run.runs import begun


@given(seed=st.integers(0, 2**32), text=st.sampled_from([*ORACLES]))
def test_it_holds_after_each_event_where_the_site_says_so(seed: int, text: str) -> None:
    """What no event may change is as it was, so that only those have to be looked at."""
    log, asked = begun(seed).log, ORACLES[text]
    condition, site = read_condition(text, log.cast), SiteState(log)
    held = condition.holds(site)
    for seq, row in enumerate(log.rows()):
        fold(site, seq + 1)
        assert condition.holds(site, row) == asked(site, log[seq])
        assert condition.holds(site) == asked(site, None)
        if condition.holds(site) != held:
            held = not held
            assert row[1] in condition.kinds
            assert any(clause.may_change(row, log) for clause in condition.triggers)


@pytest.mark.parametrize(
    ("text", "reads_site", "is_standing"),
    [
        ("queue >= 5", True, True),
        ("Died", False, False),
        ("Died and queue >= 5", True, False),
        ("Died or queue >= 5", True, True),
        ("job 3 accepted or worker 2 died", False, False),
    ],
)
def test_it_is_known_what_it_is_about(text: str, reads_site: bool, is_standing: bool) -> None:
    condition = read_condition(text, begun(1).log.cast)
    assert (condition.reads_site, condition.is_standing) == (reads_site, is_standing)


def test_where_something_has_to_happen_nothing_else_is_looked_at() -> None:
    cast = begun(1).log.cast
    died = Occurrence((Kind.Died,))
    assert read_condition("queue >= 5 and Died", cast).triggers == [died]
    assert read_condition("queue >= 5 and Died", cast).kinds == {Kind.Died}
    assert Kind.JobArrived in read_condition("queue >= 5 or Died", cast).kinds


def test_an_event_about_no_job_is_about_none_of_a_name() -> None:
    log = begun(1).log
    named = Occurrence((*Kind,), name="b")
    assert not any(named.may_change(row, log) for row in log.rows() if row[3] < 0)
    assert any(named.may_change(row, log) for row in log.rows())
