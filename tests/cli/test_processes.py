"""Tasks in processes side by side: what they say, how they fail, and that none is left."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from io import FileIO
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from site_sim.base.errors import Fault, RunError, SiteError
from site_sim.cli import processes
from site_sim.cli.processes import NEARLY, side_by_side
from site_sim.cli.stopping import Stopped, stoppable
from site_sim.experiments.running import TellShare
from tests.cli.commands import posix_only

DEADLINE_S = 20.0
ROOT = Path(__file__).parents[2]
PARENT = (
    "from pathlib import Path; from tests.cli.test_processes import forever, run; "
    "run(forever, [Path(name) for name in sys.argv[1:]])"
)


def run(
    work: object, tasks: Sequence[object], at_once: int = 2, told: list[object] | None = None
) -> list[object]:
    def tell(shares: Sequence[float]) -> None:
        if told is not None:
            told.append([*shares])

    return side_by_side(work, tasks, at_once, tell)  # type: ignore[arg-type]


def square(number: int, tell: TellShare) -> tuple[int, int]:
    return number * number, os.getpid()


def test_what_comes_of_tasks_has_their_order_and_each_a_process() -> None:
    results = run(square, range(7), at_once=3)
    assert [square for square, _ in results] == [0, 1, 4, 9, 16, 25, 36]  # type: ignore[misc]
    assert len({os.getpid(), *(process for _, process in results)}) == 8  # type: ignore[misc]
    assert run(square, []) == []


def met(barrier: Barrier, _: object, tell: TellShare) -> int:
    """Wait until as many are here as run at once; return which of them this one is."""
    return barrier.wait(DEADLINE_S)


def test_as_many_run_at_once_as_are_asked_for() -> None:
    linux = sys.platform == "linux"
    barrier = multiprocessing.get_context("fork" if linux else "spawn").Barrier(3)
    places = run(partial(met, barrier), [None] * 3, at_once=3)
    assert {*places} == {0, 1, 2}


def tell_often(share: float, tell: TellShare) -> None:
    for _ in range(3):
        tell(share)


@pytest.mark.skipif(sys.platform != "linux", reason="a process that is spawned has no patch")
def test_how_far_each_is_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "INTERVAL_S", 0.0)
    told: list[object] = []
    run(tell_often, [0.25, 1.0], told=told)
    assert told[-1] == [1.0, 1.0]
    under_way = {share for shares in told[:-1] if isinstance(shares, list) for share in shares}
    assert {0.25, NEARLY} <= under_way  # what is not over is not told to be done


FAULT = Fault("can't be read", "log.jsonl", "another one can")


def wrong(kind: str, tell: TellShare) -> None:
    if kind == "site":
        raise SiteError([FAULT])
    if kind == "run":
        raise RunError([FAULT])
    if kind == "memory":
        raise MemoryError
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(("kind", "error"), [("site", SiteError), ("run", RunError)])
def test_the_error_of_a_task_is_that_of_all(kind: str, error: type[SiteError]) -> None:
    with pytest.raises(error) as caught:
        run(wrong, [kind])
    assert type(caught.value) is error
    assert caught.value.faults == (FAULT,)


def test_no_memory_there_is_none_here() -> None:
    with pytest.raises(MemoryError):
        run(wrong, ["memory"])


@posix_only
def test_a_process_that_is_killed_is_a_failure_in_a_line() -> None:
    with pytest.raises(RunError, match="a process of it was ended from outside"):
        run(wrong, ["killed"])


def forever(file: Path, tell: TellShare) -> None:
    """Write which process this is, and keep the file open as long as it is there."""
    with file.open("w") as out:
        print(os.getpid(), file=out, flush=True)
        while True:
            tell(0.5)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def is_at_end(pipe: FileIO) -> bool:
    """Return whether nobody writes to a pipe any more, as soon as that is so."""
    return bool(select.select([pipe], [], [], DEADLINE_S)[0]) and pipe.read(1) == b""


class EnoughError(Exception):
    """Ends a test."""


@posix_only
def test_none_is_left_whatever_ends_it(tmp_path: Path) -> None:
    files = [tmp_path / "1", tmp_path / "2"]

    def tell(_: Sequence[float]) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        side_by_side(forever, files, 2, tell)
    assert not any(is_there(int(file.read_text())) for file in files if file.exists())


def tell_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def stop() -> None:
    """Stop as a signal does that reaches a process by another of its threads: at once."""
    raise Stopped(signal.SIGTERM)


@posix_only
@pytest.mark.parametrize("end", [tell_to_stop, stop])
def test_a_signal_in_the_moment_of_a_start_leaves_none(
    end: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, started = BaseProcess.start, []

    def start_and_end(process: BaseProcess) -> None:
        start(process)
        started.append(process.pid)
        end()

    monkeypatch.setattr(BaseProcess, "start", start_and_end)
    with pytest.raises(Stopped), stoppable():
        run(forever, [tmp_path / "1"])
    assert len(started) == 1
    assert not any(map(is_there, started))


@posix_only
def test_a_process_whose_parent_is_killed_ends_too(tmp_path: Path) -> None:
    pipes = [tmp_path / "1", tmp_path / "2"]
    for pipe in pipes:
        os.mkfifo(pipe)
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); " + PARENT
    with (
        subprocess.Popen([sys.executable, "-c", script, *map(str, pipes)]) as parent,
        FileIO(pipes[0]) as first,
        FileIO(pipes[1]) as second,
    ):
        assert all(int(pipe.readline()) != parent.pid for pipe in (first, second))
        parent.kill()
        assert is_at_end(first)
        assert is_at_end(second)
