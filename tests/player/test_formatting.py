"""What jobs hold, stretches, shares and counts in few cells."""

from __future__ import annotations

from site_sim.base.units import HOUR, SECOND
from site_sim.player.formatting import count, ordinal, share, stretch, work_text


def test_a_stretch_is_said_from_when_to_when_and_how_long() -> None:
    assert stretch(12_300_000_000, 12_550_000_000) == "00:12.300 to 00:12.550 (250ms)"
    assert stretch(0, 2 * SECOND) == "00:00.000 to 00:02.000 (2.0s)"
    assert stretch(HOUR, 2 * HOUR) == "1:00:00 to 2:00:00 (1h00)"


def test_what_a_job_holds_names_its_kind() -> None:
    assert work_text(0, SECOND) == "io 1.0s"
    assert work_text(SECOND, 0) == "cpu 1.0s"
    assert work_text(SECOND, SECOND) == "mix 2.0s"


def test_numbers_are_short() -> None:
    assert [count(each) for each in (999, 12_345, 1_200_000)] == ["999", "12,345", "1.2M"]
    assert share(0.3) == "30%"


def test_places_are_counted() -> None:
    assert list(map(ordinal, (1, 2, 3, 4, 6, 11, 12, 13, 21, 102))) == [
        "1st", "2nd", "3rd", "4th", "6th", "11th", "12th", "13th", "21st", "102nd",
    ]  # fmt: skip
