"""What is wrong is told with its place and how to correct it."""

from __future__ import annotations

import pytest

from site_sim.base.errors import Fault, SiteError, did_you_mean


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("has no jobs"), "has no jobs"),
        (Fault("has no jobs", "work.csv"), "work.csv: has no jobs"),
        (Fault("unknown key", "work.csv", "known: a"), "work.csv: unknown key (known: a)"),
    ],
)
def test_a_fault_is_told_in_a_line(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_an_error_has_a_line_for_each_fault() -> None:
    faults = Fault("unknown key", "b"), Fault("has no jobs", "a")
    error = SiteError(faults)
    assert (error.faults, str(error)) == (faults, "b: unknown key\na: has no jobs")
    assert SiteError("has no jobs", "a", "add some").faults == (
        Fault("has no jobs", "a", "add some"),
    )


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("seet", "did you mean 'seed'?"),
        ("sede", "did you mean 'seed'?"),
        ("xyz", "known: rate, seed, workers"),
        ("", "known: rate, seed, workers"),
    ],
)
def test_the_nearest_word_is_named_or_all_of_them(word: str, hint: str) -> None:
    assert did_you_mean(word, ("workers", "seed", "rate")) == hint
