"""Each figure is explained once: the README's table is the rows of the module."""

from __future__ import annotations

from pathlib import Path

from site_sim.facts.figures import FIGURES
from site_sim.log.events import Kind

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def table() -> list[str]:
    """Return the table of figures as the module has it."""
    lines = ["| figure | in the JSON | is | from | of | in |", "|---|---|---|---|---|---|"]
    for name, key, meaning, events, span, unit in FIGURES:
        lines.append(f"| {name} | `{key}` | {meaning} | {events} | {span} | {unit} |")
    return lines


def test_the_readme_has_the_table() -> None:
    section = README.split("\n## Figures\n")[1].split("\n## ")[0]
    found = [line for line in section.splitlines() if line.startswith("|")]
    assert found == table(), "\n".join(["the table should be", *table()])


def test_names_and_keys_are_told_apart() -> None:
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
    assert len({figure.key for figure in FIGURES}) == len(FIGURES)


def test_the_events_are_kinds_of_event() -> None:
    words = {word for figure in FIGURES for word in figure.events.split("`")[1::2] if word != "who"}
    assert words <= Kind.__members__.keys()
