"""The process that tries out what it is asked to: each try is a fork of it, in a folder of its own.

All that is heavy is imported before the first fork, so that a try takes some milliseconds. A
request is a line of JSON on standard input, what came of it one on standard output. A try has
limits of time and memory; what is stopped for its time is told to end, as by a person.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from site_sim.base.errors import DONE, WRONG_USE, SiteError
from site_sim.base.messages import fault_lines
from site_sim.base.signals import end_at_once
from site_sim.base.writing import buffer_streams, tell
from tests.hostile.broken_calls import BrokenCalls

HUNG_S = 20.0
"""Real seconds after which a try counts as hung."""
MOST_CPU_S = 15
"""Seconds of CPU after which it does, though it was told to end."""
RAISED = 70
"""The exit code where an error came through that the program should have caught."""
UNSAID = 120
"""Python's own exit code where a standard stream could not be flushed."""
FILE_BYTES = 1 << 28
"""The most bytes that a try may write into a file."""


def serve() -> None:
    """Carry out one request after the other."""
    entries = entries_by_name()
    gc.collect()
    gc.freeze()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            carry_out(request, entries)
        answer = json.dumps(wait_for(pid))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def wait_for(pid: int) -> Mapping[str, Any]:
    """Wait until a try is over, or has hung for too long."""
    before = memory()[1]
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, HUNG_S)
    _, status, usage = os.wait4(pid, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    cpu_s = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "cpu_s": cpu_s, "grown": usage.ru_maxrss * 1024 - before}


def carry_out(
    request: Mapping[str, Any], entries: Mapping[str, Callable[[list[str]], int]]
) -> NoReturn:
    """Be the process that a person started, from its streams to its exit code."""
    code = RAISED
    try:
        box = Path(request["box"])
        calls = BrokenCalls(**request["break"]) if request["break"] is not None else None
        surround(box, request, calls)
        try:
            code = entries[request["entry"]](request["words"])
        except BaseException:
            traceback.print_exc()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                code = UNSAID
        if calls is not None:
            calls.mend()
            (box / "calls").write_text(json.dumps(calls.made))
    finally:
        os._exit(code)


def surround(box: Path, request: Mapping[str, Any], calls: BrokenCalls | None) -> None:
    """Give the process its folder, streams, limits and signals."""
    os.setsid()  # no terminal
    os.chdir(box / "work")
    os.environ["XDG_CONFIG_HOME"] = str(box / "work")
    for descriptor, name in enumerate(("in", "out", "err")):
        opened = os.open(box / name, os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_APPEND)
        os.dup2(opened, descriptor)
        os.close(opened)
    given = io.BufferedReader(io.FileIO(0, closefd=False))
    sys.stdin = io.TextIOWrapper(given, "utf-8", "surrogateescape")
    sys.stdout = stream_of(1, "strict", request["buffered"], calls)
    sys.stderr = stream_of(2, "backslashreplace", request["buffered"], calls)
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
    if calls is not None:
        calls.install()
    limit_memory(request["room"])
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    end_at_once()
    signal.setitimer(signal.ITIMER_PROF, request["cpu_s"])


def stream_of(
    descriptor: int, errors: str, buffered: bool, calls: BrokenCalls | None
) -> io.TextIOWrapper:
    """Return stdout or stderr as Python makes them; without a buffer, as with PYTHONUNBUFFERED."""
    if calls is None:
        raw: io.FileIO = io.FileIO(descriptor, "w", closefd=False)
    else:
        raw = calls.file(("stdout", "stderr")[descriptor - 1], descriptor, "w", closefd=False)
    binary: Any = io.BufferedWriter(raw) if buffered else raw
    return io.TextIOWrapper(
        binary, "utf-8", errors, line_buffering=descriptor == 2, write_through=not buffered
    )


def limit_memory(room: int) -> None:
    """Let the process take so many bytes more than it has."""
    size, _ = memory()
    if size:
        resource.setrlimit(resource.RLIMIT_AS, (size + room, size + room))


def memory() -> tuple[int, int]:
    """Return how many bytes the process has, and how many it holds; 0 where nobody tells."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return 0, 0
    size, held, *_ = map(int, told.read_text().split())
    return size * resource.getpagesize(), held * resource.getpagesize()


# -- what can be tried -------------------------------------------------------------------------


def entries_by_name() -> Mapping[str, Callable[[list[str]], int]]:
    """Return what can be tried by name, all of it imported."""
    import site_sim.cli.headless
    import site_sim.scenario.job_file.reading
    import site_sim.ui.startup
    import site_sim.ui.theme.checks  # noqa: F401
    from site_sim.cli.main import main
    from site_sim.export.source import LogSource
    from site_sim.player.intents import GoToEvent, Seek, StepBack
    from site_sim.player.player import Player
    from site_sim.player.replay import Replay
    from site_sim.scenario.measuring.kept import kept_or_measured
    from site_sim.ui.actions.registry import ACTIONS
    from site_sim.ui.keymap.config import config_path, load_config
    from site_sim.ui.theme.registry import load_themes, user_folder
    from tests.scenario.measuring.machines import made_up

    def command_line(words: list[str]) -> int:
        """Carry out a command line as a process of its own does."""
        buffer_streams()
        return main(words)

    def settings(_words: list[str]) -> int:
        """Read the person's own settings and themes, as the screen does before it opens."""
        config = load_config(config_path(), ACTIONS)
        _, faults = load_themes(user_folder())
        tell(*fault_lines([*config.faults, *faults]))
        return DONE

    def log(words: list[str]) -> int:
        """Look at a log at several of its moments, as the screen does, without a screen."""
        notices: list[str] = []
        if not words:  # what is left of a script that was made shorter
            return WRONG_USE
        try:
            source = LogSource.open(words[0])
            source.read_first()
            player = Player(Replay(source), lambda: 0.0, notices.append)
            while player.replay is not None and player.replay.is_reading:
                player.tick(0.02)
            for part in (0, 1, 2, 3):
                player.do(Seek(player.session.playhead.end * part // 3))
                player.tick(0.02)
            for wish in (GoToEvent(back=True), StepBack(), GoToEvent(("Accepted",))):
                player.do(wish)
                player.tick(0.02)
        except SiteError as error:
            tell(*fault_lines(error.faults))
            return WRONG_USE
        finally:
            tell(*(f"site-sim: {notice}" for notice in notices))
        return DONE

    def costs(_words: list[str]) -> int:
        """Keep what this machine's costs are said to be."""
        kept_or_measured(Path("cache"), measure=made_up, now=0)
        return DONE

    with contextlib.redirect_stdout(io.StringIO()):
        for words in ("run --until 1", "themes", "themes --check nothing", "keys", "scenarios"):
            main(words.split())
    return {"command line": command_line, "settings": settings, "log": log, "costs": costs}


if __name__ == "__main__":
    serve()
