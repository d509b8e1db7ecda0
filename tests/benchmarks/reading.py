"""What it costs to read a log of a million events, and to fold it."""

from __future__ import annotations

import gc
import io
import tempfile
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from msgspec.structs import asdict

from site_sim.export.header import RunHeader
from site_sim.export.jsonl import LogWriter
from site_sim.export.reading import read_jsonl
from site_sim.kernel.simulation import Simulation
from site_sim.log.event_log import EventLog
from site_sim.state.fold import fold
from site_sim.state.site import SiteState
from tests.benchmarks import chains
from tests.benchmarks.kernel import busy_site
from tests.benchmarks.measure import Figure
from tests.benchmarks.terminal import program

EVENTS = 1_000_000
REPEATS = 3
READ_ALL = b"it is cut off, or still being written"
"""What the notice says of a log without an end mark when all of it is read."""
SPACED_NS = 1_000_000


def reading() -> Iterator[Figure]:
    """Yield the CPU seconds of reading a long log, and of reading and folding it."""
    chain = chains.our_setup("coroutines", 100, 5_000, SPACED_NS)
    busy = busy_site(13_000)
    for name, simulation, limits in (
        ("a chain", chains.our_simulation(chain), (1.8, 4)),
        ("a busy site", Simulation(busy), (None, None)),
    ):
        simulation.run()
        written = _written(simulation)
        for what, work, limit in (
            ("read", _read, limits[0]),
            ("read and folded", _folded, limits[1]),
        ):
            cpu_s = median(_cpu_s(work, written) for _ in range(REPEATS))
            yield Figure(f"{EVENTS:,} events {what}, {name}", cpu_s, "s of CPU", limit=limit)

        yield Figure(
            f"{EVENTS:,} events opened, the picture at their end, {name}",
            median(_opened(written) for _ in range(REPEATS)),
            "s of CPU",
            limit=4,
        )


def _opened(written: bytes) -> float:
    """Return the CPU seconds of `site-sim replay` from its start to the picture at the end."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(written)
        file.flush()
        with program("-m", "site_sim", "replay", file.name) as terminal:
            terminal.start_draining()
            terminal.wait_for(READ_ALL)
            cpu_s = terminal.cpu_s()
            terminal.press("q")
            terminal.wait()
    return cpu_s


def _written(simulation: Simulation) -> bytes:
    """Return the header of a run's log and its first `EVENTS` events as they are written."""
    config, stream = simulation.config, io.StringIO()
    header = RunHeader(
        program=config.program,
        settings={"workers": config.workers, "wiring": config.wiring},
        costs=asdict(config.costs),
        seed=config.seed,
        cast=simulation.log.cast,
    )
    LogWriter(stream, header).write(simulation.log)
    lines = stream.getvalue().encode().splitlines(keepends=True)
    assert len(lines) > EVENTS
    return b"".join(lines[: EVENTS + 1])


def _read(written: bytes) -> EventLog:
    log = read_jsonl(io.BytesIO(written), "log").log
    assert log is not None
    return log


def _folded(written: bytes) -> SiteState:
    state = SiteState(_read(written))
    fold(state)
    return state


def _cpu_s(work: Callable[[bytes], object], written: bytes) -> float:
    gc.collect()
    began = process_time()
    work(written)
    return process_time() - began
