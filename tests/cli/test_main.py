"""Help, and wrong use: one clear line each, and the exit code."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.errors import FAILED, INTERRUPTED
from site_sim.base.text import clean_line
from site_sim.cli.main import main
from site_sim.cli.options import RUN_KEYS, SCREEN_KEYS
from site_sim.scenario.schema import KEYS
from tests.cli.commands import refused


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command_and_every_option(
    flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([flag]) == 0
    out = capsys.readouterr().out
    for word in ("run", "scenarios", "themes", "keys", *(f"--{key}" for key in SCREEN_KEYS)):
        assert word in out
    assert "--no-supervise" in out
    assert main(["run", flag]) == 0
    out = capsys.readouterr().out
    assert all(f"--{key}" in out for key in (*RUN_KEYS, "json", "events"))
    assert "--speed" not in out


def test_the_help_of_the_screen_is_that_of_the_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    own = capsys.readouterr().out
    assert main(["classic", "--help"]) == 0
    assert capsys.readouterr().out == own


def test_every_key_but_the_file_s_own_is_an_option() -> None:
    assert {*SCREEN_KEYS, *RUN_KEYS} == set(KEYS) - {"title", "about", "program"}


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
        (["--version"], 0),
        (["--workers", "0"], 2),
        (["--model", "thread"], 2),
        (["run", "--sede", "1"], 2),
        (["run", "--rate"], 2),
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


# -- wrong use --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        (["run", "--wrokers", "3"], ["--wrokers: no such option (did you mean '--workers'?)"]),
        (["run", "--zzz"], ["--zzz: no such option (see 'site-sim run --help')"]),
        (["--zzz"], ["--zzz: no such option (see 'site-sim --help')"]),
        (["--json"], ["--json: no such option ('site-sim run' has it)"]),
        (["run", "--paused"], ["--paused: no such option ('site-sim' has it)"]),
        (["run", "--workers"], ["--workers: needs a value"]),
        (["run", "--json=1"], ["--json: takes no value"]),
        (["--paused=1"], ["--paused: takes no value"]),
        (["run", "one", "two"], ["two: one scenario is enough"]),
        (["rnu", "two"], ["two: one scenario is enough (did you mean 'run'?)"]),
        (["zzz", "two"], ["two: one scenario is enough (commands: run, scenarios, themes, keys)"]),
        (["rnu"], ["rnu: no such scenario, and no such file (did you mean 'run'?)"]),
        (["--seed", "1", "run"], ["run: is a command, and comes first (site-sim run ...)"]),
        (["run", "gli"], ["gli: no such scenario, and no such file (did you mean 'gil'?)"]),
        (["run", "--events", " "], ["--events: must name a file"]),
        (
            ["run", "--json", "--events", "-"],
            ["--events -: cannot go to stdout too (--json has it)"],
        ),
        (["run", "--\x1b[2J"], ["--\ufffd[2J: no such option (see 'site-sim run --help')"]),
        (["run", "\x1b[2J\n.toml"], ["\ufffd[2J .toml: no such file"]),
        (["scenarios", "more"], ["Got unexpected extra argument (more)"]),
        (["themes", "--check", "x", "--print", "y"], ["--check, --print: one of them at a time"]),
        (
            ["themes", "--print", "site-drak"],
            ["site-drak: no such theme (did you mean 'site-dark'?)"],
        ),
        (
            ["--jobs", "-"],
            ["--jobs: standard input is the keyboard here ('site-sim run --jobs -' reads it)"],
        ),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else value,
)
def test_wrong_use_is_one_clear_line(
    args: list[str], lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *args) == lines


words = st.text(st.characters(), max_size=8)
options = st.tuples(st.sampled_from(sorted({*RUN_KEYS} - {"jobs"})), words).map(
    "--{0[0]}={0[1]}".format
)


@given(st.lists(st.one_of(options, words, words.map("--{}".format)), min_size=1, max_size=4))
def test_any_command_line_is_carried_out_or_refused_in_clean_lines(args: list[str]) -> None:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["run", *args, "--until=0.1"])
    lines = err.getvalue().splitlines()
    assert code == (2 if lines else 0)
    assert all(line.startswith("site-sim: ") and clean_line(line) == line for line in lines)


def test_all_wrong_options_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["--workers", "0", "--rate", "nan", "--speed", "1/99", "--glyphs", "utf"]
    assert refused(capsys, *args) == [
        "--workers: must be from 1 to 1,000,000, not 0",
        "--rate: must be a finite number, not nan",
        "--speed: must be from 0.0625 to 1,024, not 0.010101010101010102",
        "--glyphs: must be one of auto, unicode, ascii, not 'utf'",
    ]


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
        (MemoryError, FAILED, "site-sim: out of memory (a shorter run takes less)\n"),
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
