"""What CI tells and when it fails: run for real, with tools that only pretend."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OTHERS = "Python 3.12 3.13 3.14, beside all this: tests, and the same bytes"
FINGERPRINTS = "classic threads aa bb\nclassic hybrid cc dd\ncrowd threads ee ff\n"
TOOLS = ("ruff", "mypy", "lint-imports", "pytest", "site-sim", "python")

PYTHON = f"""\
#!/usr/bin/env bash
# Answers as a Python does; an environment that it makes is full of tools that pretend.
case "$*" in
    *"-m venv"*)
        mkdir -p "${{@: -1}}/bin"
        for tool in {" ".join(TOOLS)}; do cp "$PRETENDING/tool" "${{@: -1}}/bin/$tool"; done ;;
    *"-m pip"* | *"import ensurepip"*) ;;
    *platform*) echo "${{OWN:-3.11.7}}" ;;
    *) exec {sys.executable} "$@" ;;
esac
"""
TOOL = """\
#!/usr/bin/env bash
name=$(basename "$0") environment=$(basename "$(dirname "$(dirname "$0")")")
case "$*" in
    *fingerprints.py)
        if [[ -z ${NO_FINGERPRINTS:-} ]]; then cat "$PRETENDING/fingerprints"; fi
        if [[ $environment == "${OTHER_BYTES:-}" ]]; then echo "crowd hybrid 00 11"; fi ;;
    *platform*) echo "$environment" ;;
    *) [[ $name != "${FAILING:-}" ]] ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a checkout with CI's scripts, a README and fingerprints, and no more."""
    for name, text in {
        "README.md": '```sh test\necho "tests are run"\n```\n```sh screen\necho\n```\n',
        "tests/fingerprints.txt": FINGERPRINTS,
    }.items():
        (tmp_path / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "checkout" / name).write_text(text)
    shutil.copytree(ROOT / ".ci", tmp_path / "checkout" / ".ci")
    git = ["git", "-C", str(tmp_path / "checkout"), "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "--force", "--all"]):
        subprocess.run([*git, *command], check=True)
    pretending = tmp_path / "pretending"
    pretending.mkdir()
    scripts = {"python3": PYTHON, "python3.12": PYTHON, "python3.14": PYTHON, "tool": TOOL}
    for name, text in (scripts | {"python3.13": "#!/bin/sh\nexit 1\n"}).items():
        (pretending / name).write_text(text)
        (pretending / name).chmod(0o755)
    (pretending / "fingerprints").write_text(FINGERPRINTS)
    return tmp_path / "checkout"


def run_ci(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run CI where Python 3.12 and 3.14 answer, and 3.13 does not."""
    pretending = checkout.parent / "pretending"
    own = {
        "PATH": f"{pretending}{os.pathsep}{os.environ['PATH']}",
        "PRETENDING": str(pretending),
        "HOME": str(checkout.parent),
        "PYENV_ROOT": str(checkout.parent / "none"),
        "TMPDIR": str(checkout.parent),
    }
    return subprocess.run(
        [checkout / ".ci" / "run"],
        env=os.environ | own | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_table_stands_before_the_tests_and_theirs_are_the_last_lines(checkout: Path) -> None:
    outcome = run_ci(checkout)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    *_, table = outcome.stdout.partition('== the README\'s test command: echo "tests are run"\n')
    lines = table.splitlines()
    assert any(line.endswith(" s  mypy: strict") for line in lines)
    assert lines[-7:] == [
        "Pythons that ran: 3.11.7 3.12 3.14",
        "python3 itself, which runs all of this and so nothing beside it: 3.11.7",
        "Pythons that are not here, and were left out: 3.13",
        "Scenarios whose fingerprint was taken on each of them, under each model:",
        "  classic              2 models",
        "  crowd                1 models",
        "tests are run",
    ]


def test_a_python_that_is_python3_itself_runs_once(checkout: Path) -> None:
    outcome = run_ci(checkout, OWN="3.12.1")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    lines = outcome.stdout.splitlines()
    assert "== Python 3.13 3.14, beside all this: tests, and the same bytes" in lines
    assert "Pythons that ran: 3.12.1 3.14" in lines
    assert "python3 itself, which runs all of this and so nothing beside it: 3.12.1" in lines


@pytest.mark.parametrize(
    ("fault", "step"),
    [
        ({"FAILING": "mypy"}, "mypy: strict"),
        ({"FAILING": "site-sim"}, "wheel: built, installed elsewhere, started headless"),
        ({"NO_FINGERPRINTS": "1"}, "wheel: built, installed elsewhere, started headless"),
        ({"FAILING": "pytest"}, "slow tests without a terminal, beside all this"),
        ({"OTHER_BYTES": "3.14"}, OTHERS),
    ],
    ids=[
        "a tool fails",
        "it does not start",
        "no fingerprint",
        "a test fails",
        "other bytes on one Python",
    ],
)
def test_what_is_wrong_ends_it_and_is_named(
    checkout: Path, fault: dict[str, str], step: str
) -> None:
    outcome = run_ci(checkout, **fault)
    assert outcome.returncode == 1
    assert outcome.stderr.endswith(f"\n.ci/run: failed (exit 1): {step}\n")
    assert "tests are run" not in outcome.stdout.partition("== the README")[2]


def test_the_rooms_that_are_tried_on_each_python_are_all_but_the_screens() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (tried,) = re.findall(r"tests/\{([\w,]+)\}", script)
    rooms = {path.parent.name for path in (ROOT / "site_sim").glob("*/__init__.py")}
    assert set(tried.split(",")) == rooms - {"ui"}


def test_no_scenario_at_all_is_a_failure(checkout: Path) -> None:
    """Also where none is kept, so that nothing differs."""
    (checkout / "tests" / "fingerprints.txt").write_text("")
    outcome = run_ci(checkout, NO_FINGERPRINTS="1")
    assert outcome.returncode == 1
    assert "tests are run" not in outcome.stdout.splitlines()
