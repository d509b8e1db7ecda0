"""The command line as a whole: what it imports, opens and ends with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from site_sim.base.errors import FAILED, INTERRUPTED
from site_sim.cli.main import main
from tests.cli.commands import refused

HEAVY = """
import sys
from site_sim.cli.main import main
code = main(sys.argv[1:])
heavy = {"textual", "rich", "msgspec", "platformdirs", "site_sim.kernel"} & set(sys.modules)
assert not heavy, heavy
raise SystemExit(code)
"""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--help"], 0),
        (["run", "--help"], 0),
        (["compare", "--help"], 0),
        (["replay", "--help"], 0),
        (["replay"], 2),
        (["--version"], 0),
        (["--workers", "0"], 2),
        (["--model", "thread"], 2),
        (["run", "--sede", "1"], 2),
        (["run", "--rate"], 2),
        (["compare", "--models", "thread"], 2),
        (["compare", "--track", "cors=1"], 2),
        (["run", "--json", "--events", "-"], 2),
        (["one", "two"], 2),
    ],
)
def test_help_and_wrong_options_import_neither_textual_nor_msgspec(
    args: list[str], code: int
) -> None:
    command = [sys.executable, "-c", HEAVY, *args]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr


NOTHING_SAID = """
import sys
from site_sim.__main__ import main
from site_sim.ui import startup as launch
launch.has_terminal = lambda: True
launch.open_screen = lambda scenario, theme, glyphs: print(scenario.title, theme, glyphs) or 7
sys.argv = ["site-sim"]
code = main()
assert "click" not in sys.modules
raise SystemExit(code)
"""


def test_the_screen_opens_without_a_parser_where_nothing_is_said() -> None:
    command = [sys.executable, "-c", NOTHING_SAID]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (7, b"The classic site None None\n"), done.stderr


def test_all_faults_of_a_scenario_file_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("my.toml").write_text("wrokers = 1\nseed = -1\n")
    assert refused(capsys, "run", "my.toml") == [
        "my.toml: wrokers: unknown key (did you mean 'workers'?)",
        "my.toml: seed: must be from 0 to 9,223,372,036,854,775,807, not -1",
    ]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt, INTERRUPTED, ""),
        (
            MemoryError,
            FAILED,
            "site-sim: out of memory"
            " (a shorter run, fewer workers or a smaller job file takes less)\n",
        ),
    ],
)
def test_an_interrupt_and_a_lack_of_memory_have_their_exit_codes(
    error: type[BaseException],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("site_sim.scenario.loading.load_scenario", fail)
    assert main(["run"]) == code
    assert capsys.readouterr() == ("", said)
