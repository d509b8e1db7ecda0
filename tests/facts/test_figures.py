"""Each figure is explained once: the README's table is the rows of the module."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from site_sim.facts.figures import FIGURES, OF_TRACKS, FigureFacts
from site_sim.log.events import Kind

ALL = (*FIGURES, *OF_TRACKS)
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def table(figures: Sequence[FigureFacts]) -> list[str]:
    """Return a table of figures as the module has them."""
    lines = ["| figure | in the JSON | is | from | of | in |", "|---|---|---|---|---|---|"]
    for name, key, meaning, events, span, unit in figures:
        lines.append(f"| {name} | `{key}` | {meaning} | {events} | {span} | {unit} |")
    return lines


@pytest.mark.parametrize(("title", "figures"), [("Figures", FIGURES), ("Compare", OF_TRACKS)])
def test_the_readme_has_the_table(title: str, figures: Sequence[FigureFacts]) -> None:
    section = README.split(f"\n## {title}\n")[1].split("\n## ")[0]
    found = [line for line in section.splitlines() if line.startswith("|")]
    assert found == table(figures), "\n".join(["the table should be", *table(figures)])


def test_names_and_keys_are_told_apart() -> None:
    assert len({figure.name for figure in ALL}) == len(ALL)
    assert len({figure.key for figure in ALL}) == len(ALL)


def test_the_events_are_kinds_of_event() -> None:
    words = {word for figure in ALL for word in figure.events.split("`")[1::2] if word != "who"}
    assert words <= Kind.__members__.keys()
