"""The command line as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_sim.base.text import clean_line
from site_sim.cli import main as cli
from site_sim.cli.main import main
from site_sim.cli.options import RUN_KEYS, SCREEN_KEYS
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.loading import shipped_names
from site_sim.scenario.scenario import Scenario
from site_sim.scenario.schema import KEYS

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs signals and pseudo-terminals")
SITE_SIM = [sys.executable, "-m", "site_sim"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    """Return the lines on stderr of a command line that is refused."""
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert all(line.startswith("site-sim: ") for line in lines)
    return [line.removeprefix("site-sim: ") for line in lines]


def figures(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert main(["run", *args, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    result = json.loads(out)
    assert isinstance(result, dict)
    return result


def sh(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*SITE_SIM, *args], check=False, capture_output=True, timeout=60, **options
    )


# -- help and lists ----------------------------------------------------------------------------


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


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("site-sim 0.")


def test_scenarios_are_listed_with_a_line_of_80_columns_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == shipped_names()
    assert all(30 < len(line) <= 80 for line in lines)


def test_keys_are_listed_with_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys"]) == 0
    out = capsys.readouterr().out
    assert re.search(r'^pause += "space" +# Pause, or run on$', out, re.MULTILINE)


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


# -- wrong use ---------------------------------------------------------------------------------


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


def test_a_screen_without_a_terminal_names_the_command_that_needs_none() -> None:
    done = sh("classic", stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"site-sim: the screen needs a terminal ('site-sim run' does without)\n"


# -- the screen --------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Scenario, object, str | None]]:
    """A screen that only notes what it is opened with."""
    calls: list[tuple[Scenario, object, str | None]] = []

    def open_screen(scenario: Scenario, theme: object, glyphs: str | None) -> int:
        calls.append((scenario, theme, glyphs))
        return 7

    monkeypatch.setenv("TEXTUAL_FPS", "1000")  # the module would set it for good
    monkeypatch.setattr("site_sim.ui.startup.open_screen", open_screen)
    return calls


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())


def test_the_screen_is_what_is_meant_when_no_command_is_named(
    opened: list[tuple[Scenario, object, str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    assert main([]) == 7
    assert main(["gil", "--at", "3", "--paused", "--theme", "projector", "--glyphs", "ascii"]) == 7
    assert main(["--speed", "1/4", "--workers", "9"]) == 7
    (first, *rest), (second, *more), (third, *_) = opened
    assert (first.title, first.paused, rest) == ("The classic site", False, [None, None])
    assert (second.model, second.at, second.paused) == ("threads", 3, True)
    assert more == ["projector", "ascii"]
    assert (third.speed, third.workers) == (0.25, 9)


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["none", "no terminal"])
def test_each_standard_stream_must_be_a_terminal(
    name: str,
    stream: io.StringIO | None,
    opened: list[tuple[Scenario, object, str | None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sit_at_a_terminal(monkeypatch)
    monkeypatch.setattr(sys, name, stream)
    assert main([]) == 2
    assert opened == []


# -- run ---------------------------------------------------------------------------------------


def eight_jobs(column: str) -> str:
    Path("jobs.csv").write_text(f"{column}\n" + "0.2\n" * 8)
    return "jobs.csv"


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_eight_waits_of_four_workers(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = figures(capsys, "--jobs", eight_jobs("io_s"), "--model", model, "--costs", "zero")
    assert result["makespan_s"] == (1.6 if model == "serial" else 0.4)
    assert result["jobs"]["accepted"] == 8


@pytest.mark.parametrize("model", MODEL_FACTS)
def test_eight_computations_on_two_cores(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = figures(capsys, "--jobs", eight_jobs("cpu_s"), "--model", model, "--costs", "zero")
    one_lane = model in ("serial", "coroutines", "threads")
    assert result["makespan_s"] == (1.6 if one_lane else 0.8)


def test_json_has_the_promised_keys_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    result = figures(capsys, "classic", "--until", "20", "--seed", "7", "--workers", "3")
    spread = ["mean", "p50", "p95", "max"]
    assert list(result) == [
        "model",
        "workers",
        "seed",
        "program",
        "time_s",
        "makespan_s",
        "jobs",
        "throughput_per_s",
        "utilisation",
        "queue_length",
        "wait_s",
        "service_s",
        "sojourn_s",
    ]
    assert list(result["jobs"]) == [
        "arrived",
        "accepted",
        "reworked",
        "scrapped",
        "queued",
        "in_progress",
    ]
    assert list(result["queue_length"]) == ["mean", "max"]
    assert [list(result[key]) for key in ("wait_s", "service_s", "sojourn_s")] == [spread] * 3
    assert (result["time_s"], result["seed"], result["workers"]) == (20, 7, 3)


def test_a_run_ends_with_its_jobs_or_at_its_time_whichever_comes_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    quick = ("--costs", "zero", "--service-time", "0.5", "--rate", "1")
    ended = figures(capsys, *quick, "--count", "3")
    assert (ended["time_s"], ended["jobs"]["accepted"]) == (2.5, 3)
    assert figures(capsys, *quick, "--count", "3", "--until", "1.25")["time_s"] == 1.25
    assert figures(capsys, *quick, "--count", "3", "--until", "99")["time_s"] == 2.5
    assert figures(capsys, *quick)["time_s"] == 60


@pytest.mark.parametrize("rate", ["--accident-rate", "--defect-rate"])
def test_jobs_that_always_fail_come_to_an_end(
    rate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = figures(capsys, "--count", "1", rate, "1")
    assert result["jobs"]["scrapped"] == 1
    assert result["time_s"] < 60


def test_a_site_without_jobs_is_done_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert figures(capsys, "--rate", "0")["time_s"] == 0


@pytest.mark.parametrize("name", shipped_names())
def test_every_scenario_that_ships_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", name, "--until", "20"]) == 0
    out, err = capsys.readouterr()
    assert "accepted" in out
    assert err == ""


def test_jobs_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b'{"cpu_s": 1}\n{"io_s": 1}\n'))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert figures(capsys, "--jobs", "-")["jobs"]["accepted"] == 2


def test_a_standard_input_that_is_closed_is_a_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (line,) = refused(capsys, "run", "--jobs", "-")
    assert line.startswith("standard input: ")


# -- the event log -----------------------------------------------------------------------------


def test_events_are_json_lines_in_a_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["run", "--until", "5", "--events", "log.jsonl"]) == 0
    assert "accepted" in capsys.readouterr().out
    lines = Path("log.jsonl").read_bytes().decode("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["seq"] for event in events] == list(range(len(events)))
    accepted = [event for event in events if event["event"] == "Accepted"]
    assert accepted
    assert all("worker" in event for event in accepted)
    assert [path.name for path in folder.iterdir()] == ["log.jsonl"]


def test_events_go_to_stdout_alone_and_the_figures_to_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", "--until", "5", "--events", "-"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["seq"] for line in out.splitlines()][:3] == [0, 1, 2]
    assert "accepted" in err


def test_the_same_command_line_gives_the_same_bytes() -> None:
    args = ("run", "hybrid", "--until", "20", "--seed", "9", "--events", "-")
    one, two = (sh(*args, env={**os.environ, "PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert one.stdout.count(b"\n") > 100


@pytest.mark.parametrize("where", ["folder", "nowhere/log.jsonl", "file/log.jsonl"])
def test_events_that_cannot_be_written_are_said_before_the_run(
    where: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("folder").mkdir()
    Path("file").touch()
    monkeypatch.setattr("site_sim.cli.run.Session", None)
    (line,) = refused(capsys, "run", "--until", "1e9", "--events", where)
    assert line.startswith(f"{where}: cannot be written: ")


def test_events_never_replace_what_the_run_is_read_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    jobs = eight_jobs("io_s")
    Path("link").symlink_to(jobs)
    (line,) = refused(capsys, "run", "--jobs", jobs, "--events", "link")
    assert line == "--events link: is what the run is read from"
    assert Path(jobs).read_text().startswith("io_s")


def test_what_was_there_stays_until_the_new_log_is_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def fail(log: object, stream: io.TextIOBase) -> None:
        stream.write("half a li")
        raise OSError(28, "No space left on device")

    Path("log").write_text("old")
    monkeypatch.setattr("site_sim.cli.run.write_jsonl", fail)
    assert main(["run", "--until", "1", "--events", "log"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", "site-sim: log: cannot be written: No space left on device\n")
    assert Path("log").read_text() == "old"
    assert [path.name for path in folder.iterdir()] == ["log"]


@posix_only
def test_a_log_follows_a_link_and_keeps_the_permissions(capsys: pytest.CaptureFixture[str]) -> None:
    Path("real").write_text("old")
    Path("real").chmod(0o640)
    Path("link").symlink_to("real")
    assert main(["run", "--until", "1", "--events", "link"]) == 0
    assert Path("link").is_symlink()
    assert Path("real").stat().st_mode & 0o777 == 0o640
    assert Path("real").read_text().startswith('{"seq":0,')


@posix_only
def test_a_device_is_written_to_and_stays_a_device(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--until", "1", "--events", "/dev/null"]) == 0
    assert Path("/dev/null").is_char_device()


# -- streams and signals -----------------------------------------------------------------------


@posix_only
def test_a_reader_that_has_had_enough_is_no_failure() -> None:
    for args in (["run", "--until", "300", "--events", "-"], ["--help"], ["scenarios"]):
        with subprocess.Popen(
            [*SITE_SIM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        "run --until 2",
        "run --until 2 --json",
        "run --until 2 --events -",
        "scenarios",
        "themes",
        "themes --print mono",
        "--help",
    ],
)
def test_a_full_device_is_a_failure_that_is_said(words: str) -> None:
    command = [*SITE_SIM, *words.split()]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(b"site-sim: ")
    assert line.endswith(b"No space left on device")


@posix_only
@pytest.mark.parametrize(
    ("words", "code", "err"),
    [
        ("run --until 2 --json 2>&-", 0, b""),
        ("run --until 2 --events - 2>&-", 0, b""),
        ("run --sede 2 2>&-", 2, b""),
        ("classic 2>&-", 2, b""),
        ("run --until 2 >&-", 1, b"site-sim: standard output: is closed\n"),
        ("run --until 2 --events - >&-", 1, b"site-sim: standard output: is closed\n"),
        ("run --until 2 --json <&-", 0, b""),
        ("scenarios >&-", 1, b"site-sim: standard output: is closed\n"),
        ("themes >&-", 1, b"site-sim: standard output: is closed\n"),
    ],
)
def test_closed_standard_streams_break_nothing(words: str, code: int, err: bytes) -> None:
    shell = f'exec "{sys.executable}" -m site_sim {words}'
    done = subprocess.run(["sh", "-c", shell], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (code, err)


def test_an_ascii_terminal_gets_the_figures_all_the_same() -> None:
    done = sh("run", "--until", "2", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"serial" in done.stdout


@posix_only
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
)
def test_a_signal_leaves_nothing_half_written(number: int, code: int, folder: Path) -> None:
    leader, follower = os.openpty()
    args = ["run", "--rate", "50", "--until", "1e9", "--events", "log"]
    with subprocess.Popen(
        [*SITE_SIM, *args],
        stdout=subprocess.PIPE,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - under nohup
    ) as process:
        os.close(follower)
        painted = b""
        while b"simulated seconds" not in painted:  # it is under way, and tells so on a terminal
            painted += os.read(leader, 1000)
        process.send_signal(number)
        assert process.wait(60) == code
        assert process.stdout is not None
        assert process.stdout.read() == b""
    os.close(leader)
    assert list(folder.iterdir()) == []


def test_an_interrupt_and_a_lack_of_memory_have_their_exit_codes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(error: type[BaseException]) -> Any:
        def session(scenario: Scenario) -> None:
            raise error

        return session

    monkeypatch.setattr("site_sim.cli.run.Session", raises(KeyboardInterrupt))
    assert main(["run"]) == cli.INTERRUPTED == 130
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("site_sim.cli.run.Session", raises(MemoryError))
    assert main(["run"]) == cli.FAILED == 1
    assert capsys.readouterr().err.startswith("site-sim: out of memory")
