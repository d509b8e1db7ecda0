"""Short ways to give a command line, and to read what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from site_sim.cli.main import main

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs signals and pseudo-terminals")
SITE_SIM = [sys.executable, "-m", "site_sim"]


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    """Return the lines on stderr of a command line that is refused."""
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert all(line.startswith("site-sim: ") for line in lines)
    return [line.removeprefix("site-sim: ") for line in lines]


def figures(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    """Return the JSON of a run that tells no more than how its job file is run by default."""
    assert main(["run", *args, "--json"]) == 0
    out, err = capsys.readouterr()
    assert [line for line in err.splitlines() if ": by default " not in line] == []
    assert out.count("\n") == 1
    result = json.loads(out)
    assert isinstance(result, dict)
    return result


def sh(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*SITE_SIM, *args], check=False, capture_output=True, timeout=60, **options
    )


def eight_jobs(column: str) -> str:
    """Return a new job file of eight jobs of 0.2 s each."""
    Path("jobs.csv").write_text(f"{column}\n" + "0.2\n" * 8)
    return "jobs.csv"
