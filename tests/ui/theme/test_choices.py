"""Themes that were chosen on the screen are there the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_sim.ui.theme.choices import MOST_CHOICES, ThemeChoices


def test_a_choice_counts_in_place_of_the_theme_that_it_was_made_over(tmp_path: Path) -> None:
    path = tmp_path / "not there yet" / "themes.toml"
    choices = ThemeChoices(path)
    assert choices.in_place_of("site-dark") is None
    assert choices.keep("projector", in_place_of="site-dark") == ""
    assert choices.keep("blueprint", in_place_of="mono") == ""
    again = ThemeChoices(path)
    assert again.in_place_of("site-dark") == "projector"
    assert again.in_place_of("mono") == "blueprint"
    assert again.in_place_of("site-light") is None


def test_to_choose_the_usual_theme_takes_a_choice_back(tmp_path: Path) -> None:
    choices = ThemeChoices(tmp_path / "themes.toml")
    choices.keep("projector", in_place_of="site-dark")
    choices.keep("site-dark", in_place_of="site-dark")
    assert choices.in_place_of("site-dark") is None


@pytest.mark.parametrize("text", ["", "no = toml =", "\xff", 'site-dark = 3\n"A b" = "c"\n'])
def test_a_file_that_says_nothing_of_use_is_passed_over_and_replaced(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "themes.toml"
    path.write_text(text, encoding="latin-1")
    choices = ThemeChoices(path)
    assert choices.in_place_of("site-dark") is None
    assert choices.in_place_of("A b") is None
    assert choices.keep("projector", in_place_of="site-dark") == ""
    assert choices.in_place_of("site-dark") == "projector"


def test_where_it_cannot_be_written_it_is_said_why(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, and no folder")
    why_not = ThemeChoices(tmp_path / "state" / "themes.toml").keep("mono", in_place_of="site-dark")
    assert why_not.startswith("cannot be written: ")


def test_only_so_many_choices_are_kept(tmp_path: Path) -> None:
    choices = ThemeChoices(tmp_path / "themes.toml")
    for number in range(MOST_CHOICES + 2):
        choices.keep("mono", in_place_of=f"theme-{number}")
    assert choices.in_place_of("theme-1") is None
    assert choices.in_place_of("theme-2") == "mono"
