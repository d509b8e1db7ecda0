"""The frame of the drive: what it plays, and what it tells of a find."""

from __future__ import annotations

from random import Random

import pytest

from tests.hostile.drive import EXAMPLES, Drive, Script, example, example_names, shortest

LETTERS = "abcdefgh"


def letters(chance: Random) -> Script:
    return tuple(chance.choices(LETTERS, k=6))


def fail_at(script: Script) -> None:
    """Fail in two ways: at a b that comes after an a, and at every h."""
    if "a" in script and "b" in script[script.index("a") :]:
        raise ValueError("b after a")
    if "h" in script:
        raise KeyError("h")


def test_the_same_seed_makes_the_same_scripts() -> None:
    made: list[list[Script]] = [[], [], []]
    for played, seed in zip(made, (1, 1, 2), strict=True):
        Drive(seed).assert_no_finds(letters, played.append, scripts=5)
    assert made[0] == made[1]
    assert len(set(made[0])) == 5
    assert made[0] != made[2]


def test_each_kind_of_find_is_told_once_with_its_shortest_script() -> None:
    drive = Drive(7)
    with pytest.raises(pytest.fail.Exception) as failed:
        drive.assert_no_finds(letters, fail_at, scripts=60)
    told = str(failed.value)
    assert told.count("this script reproduces it:") == 2
    assert "reproduces it:\nh\n\n" in told
    assert "reproduces it:\na\nb\n\n" in told
    assert told.splitlines()[-1] == drive.summary
    assert drive.summary.startswith("seed 7: 60 scripts, 360 steps; ")
    assert drive.played_again > 0


def test_what_does_not_come_again_is_told_too() -> None:
    plays: list[Script] = []

    def fail_once(script: Script) -> None:
        plays.append(script)
        if len(plays) == 1:
            raise ValueError

    with pytest.raises(pytest.fail.Exception, match="Found once, and not again"):
        Drive(7).assert_no_finds(letters, fail_once, scripts=1)


def test_a_time_of_nothing_plays_nothing() -> None:
    drive = Drive(7, minutes=0.0)
    drive.assert_no_finds(letters, fail_at, scripts=60)
    assert drive.scripts == 0


def test_lines_that_are_kept_are_never_left_out() -> None:
    script = ("open", "x", *"abcdefgh")
    assert shortest(script, lambda shorter: "f" in shorter, kept=1) == ("open", "f")
    assert shortest(script, lambda shorter: True, kept=1) == ("open",)
    assert shortest(script, lambda shorter: False) == script


def test_a_shorter_script_is_looked_for_only_so_often() -> None:
    plays: list[Script] = []

    def fails(script: Script) -> bool:
        plays.append(script)
        return "f" in script

    assert "f" in shortest(tuple("abcdefgh"), fails, most_plays=3)
    assert len(plays) == 3


def test_what_a_part_counts_is_told() -> None:
    drive = Drive(7)
    for number in (40, 1_000):
        drive.count("signals", number)
    assert drive.summary == "seed 7: 0 scripts, 0 steps, 1,040 signals"


def test_every_example_is_played_by_a_part_that_there_is() -> None:
    for folder in EXAMPLES.glob("*"):
        assert (EXAMPLES.parent / f"test_{folder.name}.py").is_file()
        assert [name for name in example_names(folder.name) if not example(folder.name, name)] == []
