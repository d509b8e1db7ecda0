"""What must be there for the screen to open, and what it is opened with."""

from __future__ import annotations

import io
import sys

import pytest

from site_sim.scenario.scenario import Scenario
from site_sim.ui import startup


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())


def test_it_opens_where_all_three_streams_are_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    sit_at_a_terminal(monkeypatch)
    assert startup.has_terminal()


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("kind", ["none", "a file", "closed"])
def test_it_does_not_where_one_is_something_else(
    name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    stream = {"none": None, "a file": io.StringIO(), "closed": Terminal()}[kind]
    if kind == "closed" and stream is not None:
        stream.close()
    monkeypatch.setattr(sys, name, stream)
    assert not startup.has_terminal()


def test_without_a_name_it_opens_on_the_first_that_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Scenario] = []

    def open_screen(scenario: Scenario, theme: str | None, glyphs: str | None) -> int:
        assert (theme, glyphs) == (None, None)
        opened.append(scenario)
        return 7

    monkeypatch.setattr(startup, "open_screen", open_screen)
    assert startup.open_first() == 7
    assert [scenario.title for scenario in opened] == ["The classic site"]
