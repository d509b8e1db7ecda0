"""Measures the costs of hops, switches and start-ups on this machine once, and caches them.

The figures depend on the Python and the machine, so the user's cache folder has one file for each
pair. If measuring fails, `TYPICAL` is used and nothing is cached.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from time import perf_counter_ns
from typing import Any

import msgspec
from platformdirs import user_cache_path

from site_sim.base.errors import SiteError
from site_sim.base.files import MEBIBYTE, read_text
from site_sim.base.units import MS, SECOND
from site_sim.base.writing import half_written, whole_file
from site_sim.kernel.models import TYPICAL, Costs
from site_sim.program.traps import Link, Send

TimeReader = Callable[[], int]
"""A function that returns real time in nanoseconds."""

HOPS = 20_000
SWITCHES = 500
ROUND_TRIPS = 500
START_UPS = 3
TIME_LIMIT_S = 10.0
"""The longest that one measurement may take, in real seconds, before it fails."""
OS_SLICE_NS = 4 * MS
"""Linux's scheduler lets a thread run a few milliseconds; no portable call tells how many."""

ECHO = (
    "import pickle, sys\n"
    "inward, outward = sys.stdin.buffer, sys.stdout.buffer\n"
    "while True:\n"
    "    try: item = pickle.load(inward)\n"
    "    except EOFError: break\n"
    "    pickle.dump(item, outward)\n"
    "    outward.flush()\n"
)
"""The program of the other process: it sends back each item that it receives."""
_ITEM = ((17, "bricks", 0, 1_000_000_000), 3)
"""An item like those in the chain: a job and its addressee."""


class MeasuringError(Exception):
    """Raised when this machine's costs can't be measured."""


@cache
def measured_costs() -> Costs:
    """Return this machine's costs; within one process always the same."""
    return cached_costs(user_cache_path("site-sim", appauthor=False), measure_costs)


def cached_costs(folder: Path, measure: Callable[[], Costs]) -> Costs:
    """Return the costs cached in `folder`, or else measure them and try to cache them."""
    path = folder / f"costs-{_fingerprint()}.json"
    costs = _read(path)
    if costs is None:
        try:
            costs = measure()
        except MeasuringError:
            return TYPICAL
        _keep(path, costs)
    return costs


def measure_costs(clock: TimeReader = perf_counter_ns) -> Costs:
    """Measure this machine's costs, in some tenths of a second; raises `MeasuringError`."""
    start_up_ns, ipc_hop_ns = measure_processes(clock)
    hop_ns = measure_hop(clock)
    return Costs(
        send_ns=hop_ns,
        loop_hop_ns=hop_ns,
        thread_hop_ns=hop_ns,
        pipe_hop_ns=ipc_hop_ns,
        switch_ns=measure_switch(clock),
        start_up_ns=start_up_ns,
        gil_quantum_ns=round(sys.getswitchinterval() * SECOND),
        os_slice_ns=OS_SLICE_NS,
    )


# -- measuring ---------------------------------------------------------------------------------


def measure_hop(clock: TimeReader) -> int:
    """Return the nanoseconds that a send between two generators takes through a trampoline."""
    generators = {0: _pass_on(Link(1)), 1: _pass_on(Link(0))}
    for generator in generators.values():
        next(generator)
    best = None
    for _ in range(3):
        trap = generators[0].send(_ITEM)
        before = clock()
        for _ in range(HOPS):
            assert trap is not None
            receiver = generators[trap.to]
            next(generators[1 - trap.to])  # the sender is back at its bare yield
            trap = receiver.send(trap.item)
        spent = clock() - before
        assert trap is not None
        next(generators[1 - trap.to])
        best = spent if best is None else min(best, spent)
    assert best is not None
    return max(0, best) // HOPS


def _pass_on(downstream: Link) -> Generator[Send | None, Any, None]:
    while True:
        item = yield None
        yield downstream.send(item)


def measure_switch(clock: TimeReader, time_limit_s: float = TIME_LIMIT_S) -> int:
    """Return the nanoseconds to hand a token to another thread; raises `MeasuringError`."""
    there: SimpleQueue[bool] = SimpleQueue()
    back: SimpleQueue[bool] = SimpleQueue()

    def echo() -> None:
        while there.get():
            back.put(True)

    thread = threading.Thread(target=echo, daemon=True)
    try:
        thread.start()
        before = clock()
        for _ in range(SWITCHES):
            there.put(True)
            back.get(timeout=time_limit_s)
        spent = clock() - before
    except (Empty, RuntimeError) as error:  # RuntimeError: no thread to be had
        raise MeasuringError("threads do not answer") from error
    finally:
        there.put(False)
    return max(0, spent) // (2 * SWITCHES)


def measure_processes(
    clock: TimeReader, time_limit_s: float = TIME_LIMIT_S, program: str = ECHO
) -> tuple[int, int]:
    """Return the nanoseconds to start a process that runs `program`, and of a pickled hop to it.

    Raises `MeasuringError`.
    """
    start_ups, hops = [], []
    for _ in range(START_UPS):
        before = clock()
        with _Echo(time_limit_s, program) as other:
            other.round_trip()
            started = clock()
            for _ in range(ROUND_TRIPS):
                other.round_trip()
            hops.append((clock() - started) // (2 * ROUND_TRIPS))
            start_ups.append(started - before)
    return max(0, min(start_ups)), max(0, min(hops))


class _Echo:
    """A process that sends back each item it receives; it is killed after a time limit."""

    def __init__(self, time_limit_s: float, program: str) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, ValueError, TypeError) as error:
            raise MeasuringError("no process can be started") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._inward, self._outward = self._process.stdin, self._process.stdout
        self._limit = threading.Timer(time_limit_s, self._process.kill)
        self._limit.daemon = True

    def __enter__(self) -> _Echo:
        self._limit.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._limit.cancel()
        self._process.kill()
        self._process.wait()
        self._outward.close()
        with suppress(OSError):  # what is still buffered can't be flushed any more
            self._inward.close()

    def round_trip(self) -> None:
        """Send an item and wait until it comes back; raises `MeasuringError`."""
        try:
            pickle.dump(_ITEM, self._inward)
            self._inward.flush()
            pickle.load(self._outward)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise MeasuringError("a process does not answer") from error


# -- keeping -----------------------------------------------------------------------------------


def _fingerprint() -> str:
    """Return a name for this Python on this machine, to be part of a file name."""
    machine = f"{platform.node()}/{platform.machine()}/{os.cpu_count()}"
    digest = hashlib.blake2b(machine.encode(), digest_size=6).hexdigest()
    return f"{sys.implementation.cache_tag}-{platform.python_version()}-{digest}"


def _read(path: Path) -> Costs | None:
    """Return the costs cached in a file; None if it is missing or not valid."""
    try:
        costs = msgspec.json.decode(read_text(path, MEBIBYTE, only_regular=True), type=Costs)
    except (SiteError, msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return costs if all(0 <= value <= 60 * SECOND for value in _values(costs)) else None


def _values(costs: Costs) -> tuple[int, ...]:
    return tuple(getattr(costs, name) for name in Costs.__struct_fields__)


def _keep(path: Path, costs: Costs) -> None:
    """Write the costs to a file, whole or not at all; failing to do so is no error."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if half_written(path) is not None:  # what is no file would be waited for
            with whole_file(path) as stream:
                stream.write(msgspec.json.encode(costs).decode())
