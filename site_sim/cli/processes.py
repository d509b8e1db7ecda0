"""Carries out tasks side by side: each in a process of its own, as many at once as asked for."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, TypeVar

from site_sim.base.collector import resume_collector
from site_sim.base.errors import FAILED, RunError, SiteError
from site_sim.base.signals import SIGNALS, end_at_once
from site_sim.experiments.running import TellShare
from site_sim.facts.sentences import say

INTERVAL_S = 0.1
"""Real seconds between two words of a process on how far it is."""
NEARLY = 0.999
"""The most that is told to be done of what is still at work."""
SHARE, RESULT, FAULTS, NO_MEMORY = range(4)
"""What a process says: how far it is, what came of its task, or why nothing did."""

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")


def side_by_side(
    work: Callable[[TaskT, TellShare], ResultT],
    tasks: Sequence[TaskT],
    at_once: int,
    tell: Callable[[Sequence[float]], None],
) -> list[ResultT]:
    """Return what came of each task; they are begun in their order, `at_once` at a time.

    `tell` is told now and then how much of each is done, 0 to 1. Raises the `SiteError` of the
    first task that fails; whatever ends this, no process is left.
    """
    shares, results = [0.0] * len(tasks), dict[int, ResultT]()
    begun = 0
    with _Processes(work) as processes:
        while len(results) < len(tasks):
            while begun < len(tasks) and begun - len(results) < at_once:
                processes.begin(begun, tasks[begun])
                begun += 1
            for place, kind, words in processes.hear():
                shares[place] = min(words, NEARLY) if kind == SHARE else 1.0
                if kind == RESULT:
                    results[place] = words
            tell(shares)
    return [results[place] for place in range(len(tasks))]


class _Processes:
    """The processes that are at work; they are killed when this is left."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self._running: dict[Any, tuple[int, BaseProcess]] = {}
        """By where each is heard: the place of its task, and the process."""

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *error: object) -> None:
        started = [process for _, process in self._running.values() if process.pid is not None]
        for process in started:
            process.kill()
        for process in started:
            process.join()

    def begin(self, place: int, task: object) -> None:
        """Start a process for a task. Raises `RunError` if there can be none."""
        # A fork has all imported; elsewhere than on Linux system libraries do not bear it.
        linux = sys.platform == "linux"
        context: Any = multiprocessing.get_context("fork" if linux else "spawn")
        inward, outward = context.Pipe(duplex=False)
        process = context.Process(target=_carry_out, args=(outward, self._work, task), daemon=True)
        self._running[inward] = place, process  # before it starts: what ends this then knows it
        try:
            with warnings.catch_warnings(), _signals_held():
                warnings.simplefilter("ignore", DeprecationWarning)  # no thread is of any task
                process.start()
        except OSError as error:
            reason = error.strerror or error
            raise RunError(say("beside.no-process", reason=reason)) from None
        finally:
            outward.close()

    def hear(self) -> Iterator[tuple[int, int, Any]]:
        """Wait until some say something, and yield what: the place of the task, a kind, words."""
        for connection in wait([*self._running]):
            place, process = self._running[connection]
            kind, words = _hear(connection)
            if kind == RESULT:
                del self._running[connection]
                process.join()
            yield place, kind, words


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold signals back for a while: a process that is started meanwhile never gets them.

    What ends it is whoever started it, who gets them too, and has a word to say.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hear(connection: Any) -> tuple[int, Any]:
    """Return what a process says next; raise the error if it is one."""
    try:
        kind, words = connection.recv()
    except (EOFError, OSError):
        raise RunError(say("beside.ended")) from None
    if kind == FAULTS:
        raise words
    if kind == NO_MEMORY:
        raise MemoryError
    return kind, words


def _carry_out(outward: Connection, work: Callable[..., Any], task: object) -> None:
    """Do a task in this process, and say how far it is and what came of it."""
    end_at_once()  # where signals can't be held
    resume_collector()
    parent, due = os.getppid(), monotonic() + INTERVAL_S

    def tell(share: float) -> None:
        nonlocal due
        if monotonic() < due:
            return
        if os.getppid() != parent:
            os._exit(FAILED)  # a process beside this one may hold the pipe open
        due = monotonic() + INTERVAL_S
        outward.send((SHARE, share))

    with suppress(BrokenPipeError):  # nobody is there any more whom it is for
        outward.send(_outcome(work, task, tell))


def _outcome(work: Callable[..., Any], task: object, tell: TellShare) -> tuple[int, Any]:
    try:
        return RESULT, work(task, tell)
    except SiteError as error:
        return FAULTS, error
    except MemoryError:
        return NO_MEMORY, None
