"""Help, and what is wrong with a command line, in one clear line each."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.text import clean_line
from site_sim.cli.main import main
from site_sim.cli.options import RUN_KEYS, SCREEN_KEYS
from tests.cli.commands import refused


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command_and_every_option(
    flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([flag]) == 0
    out = capsys.readouterr().out
    for word in (
        "run",
        "replay",
        "scenarios",
        "themes",
        "keys",
        *(f"--{key}" for key in SCREEN_KEYS),
    ):
        assert word in out
    assert "--no-supervise" in out
    assert main(["run", flag]) == 0
    out = capsys.readouterr().out
    assert all(f"--{key}" in out for key in (*RUN_KEYS, "json", "events"))
    assert "--speed" not in out
    assert main(["replay", flag]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("LOG", "--theme", "--glyphs", "--no-mouse"))
    assert "Jobs:" not in out


def test_the_help_of_the_screen_is_that_of_the_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    own = capsys.readouterr().out
    assert main(["classic", "--help"]) == 0
    assert capsys.readouterr().out == own


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
        (
            ["zzz", "two"],
            [
                "two: one scenario is enough"
                " (commands: race, run, compare, replay, scenarios, costs, themes, keys)"
            ],
        ),
        (["rnu"], ["rnu: no such scenario, and no such file (did you mean 'run'?)"]),
        (["--seed", "1", "run"], ["run: is a command, and comes first (site-sim run ...)"]),
        (["run", "gli"], ["gli: no such scenario, and no such file (did you mean 'gil'?)"]),
        (["run", "--events", " "], ["--events: must name a file"]),
        (["run", ""], ["SCENARIO: must name a file"]),
        ([""], ["SCENARIO: must name a file"]),
        (["--theme", ""], ["--theme: must name a file"]),
        (["replay", ""], ["LOG: must name a file"]),
        (["themes", "--check", ""], ["--check: must name a file"]),
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
