"""A sample of a long test's cases runs by default, and all the others by hand."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from tests.sampling import sample_of

MODELS = ["serial", "threads", "free-threads", "hybrid"]
SIZES = ["60x18", "80x24", "120x36", "160x45", "200x50"]
CASES = {
    f"test_it[{'-'.join(values)}]": values for values in product(MODELS, SIZES, ["dark", "light"])
}
TESTS = """
import pytest

@pytest.mark.sampled
@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("model", ["serial", "threads", "free-threads", "own-threads", "hybrid"])
def test_each_value(model, size): ...

@pytest.mark.sampled
@pytest.mark.parametrize(("words", "code"), [("run", 0), ("keys", 0), ("run --no", 2), ("no", 2)])
def test_a_quarter(words, code): ...

@pytest.mark.sampled(0.5)
@pytest.mark.parametrize("number", [0, 1, 2, pytest.param(3, marks=pytest.mark.by_hand)])
def test_half(number): ...

@pytest.mark.sampled(share=0.75)
@pytest.mark.parametrize("number", range(4))
def test_three_quarters(number): ...

class TestInAClass:
    @pytest.mark.sampled
    @pytest.mark.parametrize("number", range(3))
    def test_at_least_one(self, number): ...

@pytest.mark.sampled
def test_without_cases(): ...

@pytest.mark.parametrize("number", range(3))
def test_all(number): ...
"""
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("share", "taken"), [(0.25, 10), (0.26, 11), (0.5, 20), (0.01, 5), (1, 40)]
)
def test_a_share_is_taken_but_enough_to_meet_each_value(share: float, taken: int) -> None:
    sample = sample_of(CASES, share)
    assert len(sample) == taken
    assert sample <= set(CASES)
    assert {value for name in sample for value in CASES[name]} == {*MODELS, *SIZES, "dark", "light"}


@pytest.mark.parametrize(("share", "taken"), [(0.25, 2), (0.5, 3), (0.01, 1), (1, 5)])
def test_of_a_list_of_different_cases_a_share_is_taken_but_at_least_one(
    share: float, taken: int
) -> None:
    assert len(sample_of({size: (size, len(size) > 5) for size in SIZES}, share)) == taken


def test_it_does_not_depend_on_the_order_of_the_cases() -> None:
    shuffled = random.Random(1).sample([*CASES.items()], len(CASES))
    assert sample_of(dict(shuffled), 0.25) == sample_of(CASES, 0.25)


def test_it_spreads_over_all_values_of_each_parameter() -> None:
    met = Counter(value for name in sample_of(CASES, 0.25) for value in CASES[name])
    assert {met[size] for size in SIZES} == {2}
    assert met["dark"] == 5
    assert {met[model] for model in MODELS} <= {2, 3}


def test_tests_of_the_same_cases_have_different_samples() -> None:
    """So that what few of them leave out, others run."""
    others = {name.replace("test_it", "test_that"): values for name, values in CASES.items()}
    same = {name.replace("test_it", "test_that") for name in sample_of(CASES, 0.25)}
    assert sample_of(others, 0.25) != same


def collected(folder: Path, *arguments: str) -> list[str]:
    """Return the tests that pytest would run of `TESTS`, with this project's own settings."""
    (folder / "conftest.py").write_text("from tests.conftest import pytest_pycollect_makeitem\n")
    (folder / "test_some.py").write_text(TESTS)
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    command = [sys.executable, "-m", "pytest", *settings, "-n", "0", "--collect-only", "-q"]
    given = ["-p", "no:cacheprovider", *(arguments or ["test_some.py"])]
    outcome = subprocess.run(
        [*command, *given],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    lines = outcome.stdout.splitlines()
    return [line.partition("::")[2] for line in lines if "::" in line]


def test_the_rest_and_nothing_else_is_left_to_be_run_by_hand(tmp_path: Path) -> None:
    by_default = collected(tmp_path)
    by_hand = collected(tmp_path, "-m", "by_hand", "test_some.py")
    assert set(by_default) & set(by_hand) == set()
    assert len(by_default) + len(by_hand) == 10 + 4 + 4 + 4 + 3 + 1 + 3
    assert Counter(name.partition("[")[0] for name in by_default) == {
        "test_each_value": 5,
        "test_a_quarter": 1,
        "test_half": 2,
        "test_three_quarters": 3,
        "TestInAClass::test_at_least_one": 1,
        "test_without_cases": 1,
        "test_all": 3,
    }
    some = [name for name in by_default if name.startswith("test_each_value")]
    models, sizes = zip(*(name.partition("[")[2].rsplit("-", 1) for name in some), strict=True)
    assert {*models} == {"serial", "threads", "free-threads", "own-threads", "hybrid"}
    assert {*sizes} == {"small]", "large]"}
    named = [f"test_some.py::{name}" for name in (by_default[0], by_hand[0])]
    assert collected(tmp_path, *named) == [by_default[0]], "the sample is always the same"
