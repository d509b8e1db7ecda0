"""A log on screen in a real terminal: through pipes, from files that grow, and gone bad."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from site_sim.base.quantities import clock, duration
from site_sim.player.formatting import count
from tests.e2e.terminal import SITE_SIM, Terminal, terminal
from tests.e2e.test_screen import UP, assert_opens_and_closes, assert_quits
from tests.export.written import SECOND, read, records_of, small, written

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pipes and pseudo-terminals")

SHELL = Path("/bin/sh")
HOME, END, LEFT = "\x1b[H", "\x1b[F", "\x1b[D"
PAUSED = " paused "
AS_IT_COMES = "what is written to the log is shown as it comes"
WRITER = Path(__file__).with_name("slow_writer.py")


class Log:
    """A log of a small run: its lines, and what the screen says when so many are read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lines = data.splitlines(keepends=True)
        records = records_of(data)
        self._at = [record.get("at", 0) for record in records]
        self._accepted = [*accumulate(record.get("event") == "Accepted" for record in records)]

    def first(self, lines: int) -> bytes:
        """Return the first lines."""
        return b"".join(self.lines[:lines])

    def rest(self, lines: int) -> bytes:
        """Return all but the first lines."""
        return b"".join(self.lines[lines:])

    def done(self, lines: int) -> str:
        """Return what the header says once so many lines are read."""
        return f"done {count(self._accepted[lines - 1])} "

    def clock(self, lines: int) -> str:
        """Return the time of the last of so many lines."""
        return clock(self._at[lines - 1])

    def behind(self, lines: int) -> str:
        """Return what the scrubber says at the start once so many lines are read."""
        return f"{duration(self._at[lines - 1])} before the end"


@pytest.fixture(scope="module")
def log() -> Log:
    """Return the log of a run that was let go on for 30 seconds."""
    return Log(written(small(30 * SECOND), complete=True))


class SlowWriter:
    """A program in a pipeline that writes lines of a log when the test says so."""

    def __init__(self, folder: Path, log: Log) -> None:
        self._log, self._orders = folder / "slow.jsonl", folder / "orders"
        self._log.write_bytes(log.data)
        os.mkfifo(self._orders)
        self._orders_to = os.open(self._orders, os.O_RDWR)  # which waits for no reader
        self.words = f"'{sys.executable}' '{WRITER}' '{self._log}' '{self._orders}'"

    def write(self, lines: int) -> None:
        """Let it write so many further lines."""
        os.write(self._orders_to, f"{lines}\n".encode())

    @property
    def pid(self) -> int:
        """Its process id, once something of it was seen."""
        return int(self._log.with_suffix(".pid").read_text())

    def kill(self) -> None:
        """End it so that it can do nothing more."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """Let it end by itself, if that was not done."""
        if self._orders_to >= 0:
            os.close(self._orders_to)
        self._orders_to = -1


@pytest.fixture
def writer(tmp_path: Path, log: Log) -> Iterator[SlowWriter]:
    """Return a writer of the log that has not been told to write anything."""
    writer = SlowWriter(tmp_path, log)
    yield writer
    writer.end()


@contextlib.contextmanager
def shell(command: str) -> Iterator[Terminal]:
    """Run a pipeline in a shell in a terminal, and print the exit code of its last program."""
    with terminal(SHELL, "-c", f"{command}; echo code $?") as it:
        yield it


def assert_ends(it: Terminal, keys: str = "q", code: int = 0) -> None:
    """Quit, and check the exit code and that the terminal is as it was, with nothing on it."""
    it.press(keys)
    assert it.wait_for_end() == 0
    assert it.is_restored, it.modes.unusual
    assert it.after_screen == f"code {code}\n"


def pause(it: Terminal) -> None:
    """Let the playhead stay where it is."""
    it.press(" ")
    it.wait_for(PAUSED)


def step(it: Terminal, key: str) -> int:
    """Press a key, and return the number of the event that is shown when that is another one."""
    before = event_on(it.text)
    it.press(key)
    return event_on(it.wait_for(lambda text: event_on(text) not in (0, before)))


def event_on(text: str) -> int:
    """Return the number of the event that is told on the screen, 0 if none is."""
    found = re.search(r" event ([\d,]+):", text)
    return int(found[1].replace(",", "")) if found is not None else 0


# -- pipes -----------------------------------------------------------------------------------------


def test_a_run_comes_through_a_pipe_and_is_left_and_looked_at(log: Log, writer: SlowWriter) -> None:
    with shell(f"{writer.words} | {SITE_SIM} replay -") as it:
        writer.write(150)
        it.wait_for(lambda text: AS_IT_COMES in text and log.clock(150) in text)
        writer.write(100)
        it.wait_for(lambda text: log.clock(250) in text and log.done(250) in text)
        pause(it)
        it.press(HOME)
        it.wait_for(log.behind(250))
        writer.write(100)  # meanwhile it goes on
        it.wait_for(log.behind(350))
        assert step(it, ".") == step(it, ",") + 1
        it.press("+")
        it.wait_for("a recording takes no commands")
        assert_opens_and_closes(it)
        it.press(END)
        it.wait_for(lambda text: AS_IT_COMES in text and log.clock(350) in text)
        it.press(LEFT)
        it.wait_for("before the end")
        it.press(END)
        it.wait_for(AS_IT_COMES)
        it.press(" ")
        it.wait_for(lambda text: PAUSED not in text)
        writer.write(len(log.lines) - 350)
        it.wait_for(lambda text: "a recording; space plays it" in text)
        assert log.done(len(log.lines)) in it.text
        writer.end()  # or the shell would wait for it
        assert_ends(it)


def test_a_writer_that_is_killed_leaves_a_log_that_is_cut_off(log: Log, writer: SlowWriter) -> None:
    with shell(f"{writer.words} | {SITE_SIM} replay -") as it:
        writer.write(200)
        it.wait_for(log.clock(200))
        pause(it)
        it.press(HOME)
        it.wait_for(log.behind(200))
        writer.kill()
        it.wait_for("the log is cut off before its end mark")  # who looks at the past is told too
        assert step(it, ".") == step(it, ",") + 1
        it.press(END)
        text = it.wait_for("the log is cut off before its end mark; space plays it")
        assert log.done(200) in text
        assert_opens_and_closes(it)
        assert_ends(it)


@pytest.mark.slow
def test_a_writer_that_is_killed_while_it_is_followed(log: Log, writer: SlowWriter) -> None:
    with shell(f"{writer.words} | {SITE_SIM} replay -") as it:
        writer.write(200)
        it.wait_for(log.clock(200))
        writer.kill()
        it.wait_for("the log is cut off before its end mark; space plays it")
        assert_ends(it)


@pytest.mark.slow
def test_a_run_whose_reader_quits_ends_too(writer: SlowWriter) -> None:
    endless = f"{SITE_SIM} run --rate 5 --until 1e9 --events -"
    with shell(f"{{ {endless}; echo run $? >&2; }} | {SITE_SIM} replay -") as it:
        it.wait_for(lambda text: AS_IT_COMES in text and "done 1" in text)
        assert_opens_and_closes(it)
        it.press("q")
        assert it.wait_for_end() == 0
        assert it.is_restored, it.modes.unusual
        assert sorted(it.after_screen.splitlines()) == ["code 0", "run 0"]


@pytest.mark.slow
def test_the_figures_of_a_run_do_not_cover_the_screen_of_its_log() -> None:
    run = f"{SITE_SIM} run --rate 3 --until 800 --events -"
    with shell(f"{run} | {SITE_SIM} replay -") as it:
        it.wait_for(lambda text: "stopped here" in text and clock(800 * SECOND) in text)
        it.settle()
        assert "Queued" in it.text
        assert "throughput   " not in it.written.decode()
        assert_ends(it)


@pytest.mark.slow
def test_control_z_stops_all_of_a_pipeline(log: Log, writer: SlowWriter) -> None:
    with terminal(SHELL, "-i", env={"PS1": "$ "}) as it:
        it.wait_for("$ ")
        it.press(f"{writer.words} | {SITE_SIM} replay -\n")
        writer.write(200)
        it.wait_for(log.clock(200))
        it.press("\x1a")
        it.wait_for("Stopped")
        it.press("echo at the shell\n")
        it.wait_for("\nat the shell")
        it.press("fg\n")
        writer.write(100)
        it.wait_for(log.clock(300))
        it.press("q")
        it.wait_for(lambda _: it.echoes and not it.modes.unusual)
        assert not it.modes.unusual


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_fifo_is_waited_for_and_shown_as_it_is_written(tmp_path: Path, log: Log) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    with terminal("replay", path) as it, path.open("wb", buffering=0) as fifo:
        fifo.write(log.first(200))
        it.wait_for(lambda text: AS_IT_COMES in text and log.clock(200) in text)
        fifo.write(log.rest(200))
        it.wait_for(lambda text: "a recording; space plays it" in text)
        assert_quits(it)


@pytest.mark.slow
def test_a_fifo_that_nobody_writes_to_can_be_given_up(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    writing = []

    def is_waited_for() -> bool:
        with contextlib.suppress(OSError):  # as long as nobody reads
            writing.append(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        return bool(writing)

    with shell(f"trap : INT; {SITE_SIM} replay {path}") as it:
        it.wait_for(lambda _: is_waited_for())
        it.press("\x03")
        it.wait_for("code 130")
        assert it.is_restored
    os.close(*writing)


def test_a_file_is_followed_as_it_grows(tmp_path: Path, log: Log) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(log.first(200))
    with terminal("replay", path) as it, path.open("ab", buffering=0) as file:
        it.wait_for(lambda text: "the log has no end mark" in text and log.clock(200) in text)
        file.write(log.first(300)[len(log.first(200)) : -7])  # in the middle of a line
        it.wait_for(log.clock(299))
        pause(it)
        it.press(HOME)
        it.wait_for(log.behind(299))
        file.write(log.data[len(log.first(300)) - 7 :])
        it.wait_for(log.behind(len(log.lines) - 1))
        it.press(END)
        it.wait_for("a recording; space plays it")
        assert_quits(it)


def test_a_log_of_a_newer_schema_is_shown_and_names_what_is_unknown(
    tmp_path: Path, log: Log
) -> None:
    path = tmp_path / "log.jsonl"
    newer = log.data.replace(b'"schema":1', b'"schema":99', 1)
    lines = newer.splitlines(keepends=True)
    lines[30] = lines[30].replace(b'"event":', b'"mood":"fine","event":', 1)
    lines.insert(200, b'{"seq":7,"at":0,"event":"Whistled","who":null,"job":null}\n')
    path.write_bytes(b"".join(lines))
    with terminal("replay", path, size=(160, 40)) as it:
        text = it.wait_for("of a newer site-sim: ")
        assert "mood" in text
        assert "Whistled" in text
        assert "can't be shown" in text
        it.wait_for(UP)
        assert_opens_and_closes(it)
        assert_quits(it)


@pytest.mark.parametrize(
    "text",
    [
        "rubbish",
        pytest.param('{"seq":199,"at":1,"event":"Accepted"}', marks=pytest.mark.slow),
        pytest.param("\x1b]0;owned\x07", marks=pytest.mark.slow),
    ],
)
def test_a_wrong_line_that_comes_later_closes_the_screen(
    tmp_path: Path, log: Log, text: str
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(log.first(200))
    with terminal("replay", path) as it:
        it.wait_for("the log has no end mark")
        with path.open("a") as file:
            file.write(f"{text}\n")
        assert it.wait_for_end() == 2
        assert it.is_restored, it.modes.unusual
        assert it.after_screen.startswith(f"site-sim: {path}: line 201: ")
        assert it.after_screen.count("\n") == 1
        assert "\x1b" not in it.after_screen


@pytest.mark.slow
def test_a_pipe_that_goes_on_with_rubbish_closes_the_screen(log: Log, writer: SlowWriter) -> None:
    with shell(f"{{ {writer.words}; echo rubbish; }} | {SITE_SIM} replay -") as it:
        writer.write(200)
        it.wait_for(log.clock(200))
        it.press("?")
        it.wait_for("─ Help ─")
        writer.end()
        assert it.wait_for_end() == 0
        assert it.is_restored, it.modes.unusual
        line, code = it.after_screen.splitlines()
        assert line.startswith("site-sim: standard input: line 201: ")
        assert code == "code 2"


# -- without a screen ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["true", *(pytest.param(each, marks=pytest.mark.slow) for each in ("echo", "echo x"))],
)
def test_a_pipe_without_a_log_opens_no_screen(source: str) -> None:
    with shell(f"{source} | {SITE_SIM} replay -") as it:
        it.wait_for(lambda text: re.search(r"code \d", text))
        assert it.wait_for_end() == 0
        line, code = it.text.split("\n")[:2]
        assert line.startswith("site-sim: standard input: ")
        assert code.strip() == "code 2"
        assert b"\x1b" not in it.written


@pytest.mark.slow
def test_a_device_without_an_end_of_its_own_has_one() -> None:
    with shell(f"{SITE_SIM} replay /dev/null") as it:
        assert it.wait_for_end() == 0
        assert it.text.startswith("site-sim: /dev/null: is empty")


@pytest.mark.parametrize("source", ["-", pytest.param("fifo", marks=pytest.mark.slow)])
def test_without_a_keyboard_the_other_way_is_named(tmp_path: Path, log: Log, source: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    done = subprocess.run(
        [SITE_SIM, "replay", source],
        input=log.data,
        capture_output=True,
        check=False,
        timeout=20,
        cwd=tmp_path,
        start_new_session=True,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"site-sim: the screen needs a terminal ('site-sim run' does without)\n"


def test_a_run_that_is_stopped_says_so_in_its_log(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    run = f"{SITE_SIM} run --rate 5 --until 1e9 --events -"
    with shell(f"trap : INT; {run} > {path}") as it:
        it.wait_for(lambda _: path.exists() and path.stat().st_size > 1 << 16)
        it.press("\x03")
        it.wait_for("code 130")
    reader = read(path.read_bytes())
    assert reader.log is not None
    if reader.end is None:  # it was stopped while it was writing
        assert reader.cut
    else:
        assert not reader.end.complete
        assert reader.end.events == len(reader.log)
    with terminal("replay", path, size=(160, 40)) as it:
        it.wait_for("stopped here" if reader.end is not None else "the log has no end mark")
        assert_quits(it)
