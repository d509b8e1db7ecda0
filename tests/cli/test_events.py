"""The event log that a run writes: whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import asdict

from site_sim.cli.main import main
from site_sim.export.reading import LogReader
from site_sim.kernel.models import CLASSROOM
from site_sim.scenario.schema import KEYS
from tests.cli.commands import SITE_SIM, eight_jobs, posix_only, refused, sh


def test_events_are_json_lines_in_a_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["run", "--until", "5", "--events", "log.jsonl"]) == 0
    assert "done" in capsys.readouterr().out
    lines = Path("log.jsonl").read_bytes().decode("utf-8").splitlines()
    header, *events, end = map(json.loads, lines)
    assert header["site_sim"]["title"] == "The classic site"
    assert end == {"end": {"at": 5 * 10**9, "complete": False, "events": len(events)}}
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
    assert [json.loads(line)["seq"] for line in out.splitlines()[1:4]] == [0, 1, 2]
    assert "done" in err


def test_the_same_command_line_gives_the_same_bytes() -> None:
    args = ("run", "hybrid", "--until", "20", "--seed", "9", "--events", "-")
    one, two = (sh(*args, env={**os.environ, "PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert one.stdout.count(b"\n") > 100


@pytest.mark.parametrize("where", ["folder", "nowhere/log.jsonl", "file/log.jsonl"])
def test_events_that_cannot_be_written_are_said_before_the_run(where: str) -> None:
    """The run would take hours."""
    Path("folder").mkdir()
    Path("file").touch()
    done = sh("run", "--rate", "50", "--until", "1e9", "--events", where)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(f"site-sim: {where}: cannot be written: ".encode())
    assert done.stderr.count(b"\n") == 1


def test_events_never_replace_what_the_run_is_read_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    jobs = eight_jobs("io_s")
    Path("link").symlink_to(jobs)
    (line,) = refused(capsys, "run", "--jobs", jobs, "--events", "link")
    assert line == "--events link: is what the run is read from"
    assert Path(jobs).read_text().startswith("io_s")


def test_the_header_tells_all_that_is_known_at_the_start(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = ("--until", "1", "--workers", "2", "--wiring", "direct", "--seed", "7")
    assert main(["run", "hybrid", *args, "--events", "log"]) == 0
    header = json.loads(Path("log").read_bytes().splitlines()[0])["site_sim"]
    assert (header["schema"], header["clock"], header["seed"]) == (1, "simulated", 7)
    assert header["settings"].keys() == KEYS.keys() - {"title", "next", "cost", "race"}
    assert header["settings"]["wiring"] == "direct"
    assert header["costs"] == asdict(CLASSROOM)
    assert header["cast"] == [
        {"number": -1, "role": "source", "name": "foreman", "links": ["worker 0", "worker 1"]},
        {"number": 1, "role": "worker", "name": "worker 1", "links": ["accept"]},
        {"number": 0, "role": "worker", "name": "worker 0", "links": ["accept"]},
        {"number": -2, "role": "sink", "name": "accept", "links": []},
    ]
    assert header["hires"]["links"]["chain"] == {
        "source": ["newest"],
        "worker": ["previous", "sinks"],
    }


def test_the_header_names_a_job_file_without_its_folders(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """The bytes are the same wherever the file lies."""
    jobs = folder / eight_jobs("io_s")
    assert main(["run", "--jobs", str(jobs), "--events", "-"]) == 0
    header = json.loads(capsys.readouterr().out.splitlines()[0])["site_sim"]
    assert header["settings"]["jobs"] == jobs.name


def test_a_run_that_comes_to_its_end_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "producer-consumer", "--count", "2", "--events", "log"]) == 0
    *_, last, end = map(json.loads, Path("log").read_bytes().splitlines())
    assert end == {"end": {"at": last["at"], "complete": True, "events": last["seq"] + 1}}
    assert json.loads(Path("log").read_bytes().splitlines()[0])["site_sim"]["hires"] is None


@pytest.mark.sampled
@posix_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_reads_as_it_comes_is_told_that_the_run_was_stopped(number: int) -> None:
    args = ["run", "--rate", "50", "--until", "1e9", "--events", "-"]
    with subprocess.Popen(
        [*SITE_SIM, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - under nohup
    ) as process:
        assert process.stdout is not None
        reader = LogReader("standard input")
        for piece in iter(lambda: process.stdout.read1(1 << 16), b""):
            reader.feed(piece)
            if reader.log is not None and len(reader.log) > 20_000:
                process.send_signal(number)
                break
        reader.feed(process.stdout.read())
        reader.close()
        assert process.wait(60) == 128 + number
    assert reader.log is not None
    if reader.end is None:  # it was stopped while it was writing
        assert reader.cut.startswith(("in the middle of line", "before its end mark"))
    else:
        assert not reader.end.complete
        assert reader.end.events == len(reader.log)


@posix_only
def test_what_was_there_stays_until_the_new_log_is_whole(folder: Path) -> None:
    import resource

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    Path("log").write_text("old")
    done = sh("run", "--until", "60", "--events", "log", preexec_fn=limit_files)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"site-sim: log: cannot be written: File too large\n"
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
    assert Path("real").read_text().startswith('{"site_sim":')


@pytest.mark.sampled
@posix_only
@pytest.mark.parametrize(
    "shell",
    [
        "{} --events /dev/fd/3 3>&1 >figures | cat >log",
        "cat <pipe >log & {} --events pipe >figures; wait",
        "{} --events /dev/fd/3 3>log >figures",
        "{} --events /dev/stderr 2>log >figures",
        "{} --events - >log 2>figures",
        "{} --events /dev/stdout >log 2>figures",
        "{} --events /dev/stdout 2>figures | cat >log",
        "{} --events log >>log 2>figures",
    ],
)
def test_the_log_and_the_figures_are_whole_wherever_they_go(shell: str, folder: Path) -> None:
    """A name of what is open already, a pipe or a file of its own."""
    os.mkfifo("pipe")
    command = shell.format(f"'{SITE_SIM[0]}' -m site_sim run --until 2")
    done = subprocess.run(["bash", "-c", command], check=True, capture_output=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert Path("log").read_text().splitlines()[-1].startswith('{"end":')
    assert Path("figures").read_text().startswith("pipeline · serial")
    assert {path.name for path in folder.iterdir()} == {"figures", "log", "pipe"}


@posix_only
def test_the_figures_as_json_are_not_mixed_into_the_log() -> None:
    command = f"'{SITE_SIM[0]}' -m site_sim run --json --events /dev/stdout | cat"
    done = subprocess.run(["sh", "-c", command], check=True, capture_output=True, timeout=60)
    assert done.stdout == b""
    assert done.stderr.startswith(b"site-sim: --events /dev/stdout: cannot go to stdout too")


@posix_only
def test_a_device_is_written_to_and_stays_a_device(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--until", "1", "--events", "/dev/null"]) == 0
    assert Path("/dev/null").is_char_device()


def test_events_can_have_a_name_as_long_as_a_folder_takes(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    longest = "宽" * 85
    assert main(["run", "--until", "1", "--events", longest]) == 0
    capsys.readouterr()
    assert os.listdir(folder) == [longest]
    (line,) = refused(capsys, "run", "--events", "a" * 300)
    assert line.endswith("a…: cannot be written: File name too long")


@posix_only
def test_a_job_file_may_have_a_name_that_is_no_text() -> None:
    jobs = eight_jobs("io_s")
    os.rename(jobs, b"\xff\x1b.csv")
    assert main(["run", "--jobs", os.fsdecode(b"\xff\x1b.csv"), "--events", "log"]) == 0
    header = json.loads(Path("log").read_bytes().splitlines()[0])["site_sim"]
    assert header["settings"]["jobs"] == "\ufffd\ufffd.csv"


@posix_only
def test_a_reader_of_a_named_pipe_may_leave_and_the_figures_come(folder: Path) -> None:
    reading, writing = os.pipe()
    words = ("run", "--rate", "200", "--until", "200", "--events", f"/dev/fd/{writing}")
    with subprocess.Popen(
        [*SITE_SIM, *words],
        pass_fds=[writing],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    ) as process:
        os.close(writing)
        assert os.read(reading, 100).startswith(b'{"site_sim"')
        os.close(reading)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"throughput" in out
