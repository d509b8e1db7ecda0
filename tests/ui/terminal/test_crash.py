"""The report of a crash: readable, without anyone's data."""

from __future__ import annotations

from pathlib import Path

from site_sim.ui.terminal.crash import DEEPEST, HIDDEN, OPENING, crash_report


def fail(secret: str) -> None:
    password = secret * 2
    raise ValueError(f"no good: {len(password)} \x1b]0;title\x07")


def fall(depth: int) -> None:
    if depth:
        fall(depth - 1)
    raise LookupError


def report(act: object, *args: object) -> str:
    try:
        act(*args)  # type: ignore[operator]
    except Exception as error:
        return crash_report(error)
    raise AssertionError


def test_it_names_place_and_reason_and_no_values() -> None:
    text = report(fail, "hunter2")
    assert text.startswith(OPENING)
    assert "in fail" in text
    assert text.endswith("ValueError: no good: 14 �]0;title�\n")
    assert "hunter2" not in text


def test_a_deep_recursion_takes_few_lines() -> None:
    assert len(report(fall, 500).splitlines()) < 3 * DEEPEST + 10


def miss(path: str) -> None:
    try:
        Path(path).read_text()
    except OSError as error:
        raise ValueError("no good") from error


def test_it_names_no_file_and_no_folder_of_the_person(tmp_path: Path) -> None:
    text = report(miss, str(tmp_path / "mortgage.csv"))
    assert HIDDEN in text
    assert "mortgage" not in text
    assert str(tmp_path) not in text
    assert str(Path(__file__).parent) not in text
    assert 'test_crash.py", line' in text
    assert "raise ValueError" in text  # the lines of the program itself are there
    assert str(Path.home()) not in text
