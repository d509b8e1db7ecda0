"""The drive proves itself: with a mend taken out, its part finds the fault again by chance.

Each patch in `patches/` takes one mend out of the commit that it was made for, and stands for a
row of what was found by hand before there was a drive. Only random scripts are played: no example
that is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.commands import posix_only

pytestmark = [posix_only, pytest.mark.by_hand]

ROOT = Path(__file__).parents[2]
PATCHES = Path(__file__).parent / "patches"
SEED = 1
MINUTES = 10.0
"""As long as a part may look for the fault."""
MOST_S = 900.0
"""Real seconds after which it hangs."""
INPUTS = "test_inputs.py::test_what_is_given_is_carried_out_or_refused"


class Row(NamedTuple):
    """What is to be found: the part of the drive that finds it, and what it tells then."""

    part: str
    told: str
    """A pattern of what stands in the report of a find."""


ROWS = {
    "code-in-few-columns": Row("test_screen.py", r"^IndexError at source\.py:_text"),
    "page-of-a-palette-without-lines": Row("test_screen.py", r"^KeyError at _option_list\.py"),
    "full-device": Row("test_faults.py", r"not said by its code: found\.code=120 "),
    "count-with-zeros-before-it": Row("test_figures.py", r"^AssertionError: --\S+ is .*, and was"),
    "digits-in-toml": Row(f"{INPUTS}[long-scenarios]", r"words of the program: .*\n.*\n.*set_int"),
    "tab-in-json": Row(f"{INPUTS}[long-job files]", r"words of the program: .*\n.*\n.* at at col"),
    "unknown-actions": Row(f"{INPUTS}[long-settings]", r"took too long: "),
    "pipe-among-themes": Row(f"{INPUTS}[long-settings]", r"ended otherwise: code=-9 "),
    "blank-name-of-a-file": Row(f"{INPUTS}[long-command lines]", r"nobody named the folder: "),
    "told-to-end-while-nobody-reads": Row("test_terminal.py", r"^AssertionError: modes that"),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the tracked files of the checkout."""
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
    for name in filter(None, names.split("\0")):
        path = tmp_path / "copy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, path)
    return tmp_path / "copy"


def in_copy(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a copy of the checkout, and on the code that stands there."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        check=False,
        capture_output=True,
        text=True,
        timeout=MOST_S,
    )


@pytest.mark.parametrize("name", ROWS)
def test_the_drive_finds_what_was_mended(name: str, copy: Path) -> None:
    part, told = ROWS[name]
    patch = PATCHES / f"{name}.patch"
    subprocess.run(["git", "apply", str(patch)], cwd=copy, check=True)
    where = in_copy(copy, "-P", "-c", "import site_sim; print(site_sim.__file__)")
    assert where.stdout.strip() == str(copy / "site_sim" / "__init__.py")
    options = (
        *("-q", "-n", "0", "-p", "no:cacheprovider", "-m", "hostile"),
        *("--hostile-seed", str(SEED), "--hostile-minutes", str(MINUTES), "--hostile-finds", "1"),
    )
    done = in_copy(copy, "-m", "pytest", *options, f"tests/hostile/{part}")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert re.search(told, done.stdout, re.MULTILINE), done.stdout


def test_there_is_a_patch_for_each_row() -> None:
    assert {path.stem for path in PATCHES.glob("*.patch")} == {*ROWS}
