"""What the README says of the screen: its pictures are there, its keys are the registry's."""

from __future__ import annotations

import re
from pathlib import Path

from site_sim.facts.states import STATES, WORDS
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.keymap.key_names import sign
from site_sim.ui.theme.glyphs import UNICODE

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """Return the text under a heading of the second level."""
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def keys_table() -> list[str]:
    """Return the table of keys as the registry has it."""
    lines = ["| keys | do |", "|---|---|"]
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            lines.append(f"| **{group}** | |")
        keys = " ".join(f"`{sign(key)}`" for key in action.keys)
        lines.append(f"| {keys} | {action.label} |")
    return lines


def test_the_keys_are_those_of_the_registry() -> None:
    table = section("Keys").split("\n### ")[0]
    found = [line for line in table.splitlines() if line.startswith("|")]
    assert found == keys_table(), "\n".join(["the table should be", *keys_table()])


def test_every_picture_is_there_and_says_what_it_shows() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", README)
    assert len(pictures) >= 4
    for words, path in pictures:
        assert words
        assert (ROOT / path).is_file(), path


def test_the_signs_of_the_states_are_told() -> None:
    told = section("What you see")
    for state in STATES:
        assert f"`{UNICODE.states[state]} {UNICODE.cells[state]}` {WORDS[state]}" in told
