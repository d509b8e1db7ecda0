"""What there is to run and to press, listed."""

from __future__ import annotations

import re

import pytest

from site_sim.cli.main import main
from site_sim.scenario.loading import shipped_names


def test_scenarios_are_listed_with_two_lines_of_80_columns_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[::2]] == shipped_names()
    assert all(re.match(r" {19}then \S", line) for line in lines[1::2])
    assert all(30 < len(line) <= 80 for line in lines)


def test_keys_are_listed_with_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys"]) == 0
    out = capsys.readouterr().out
    assert re.search(r'^pause += "space" +# Pause, or continue$', out, re.MULTILINE)
