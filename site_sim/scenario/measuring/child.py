"""What a worker's own process runs: it imports the program and nothing that takes long.

It reads items from standard input and writes to standard output what it has to say: how much CPU it
took to come up, then for each item that it has room again (a credit), and each result. An item that
is a number is computed on for so many rounds, and answered with how long that took.
"""

from __future__ import annotations

import pickle
import sys
from time import perf_counter_ns, process_time_ns
from typing import Any

from site_sim.program.pipeline import worker
from site_sim.program.traps import Link, Result, Send
from site_sim.scenario.measuring.working import perform, spin

ROOM = None
"""What is written when an item was taken, and there is room for the next."""


def run_child(number: int) -> None:
    """Run worker `number` until standard input ends."""
    inward, outward = sys.stdin.buffer, sys.stdout.buffer

    def say(words: Any) -> None:
        pickle.dump(words, outward)
        outward.flush()

    coroutine = worker(number, None, Link(None))
    say(process_time_ns())
    while True:
        try:
            item = pickle.load(inward)
        except EOFError:
            return
        if type(item) is int:
            began = perf_counter_ns()
            spin(item)
            say(perf_counter_ns() - began)
            continue
        say(ROOM)
        trap = coroutine.send(item)
        while trap is not None:
            if type(trap) is Send:
                say(trap.item)
                trap = coroutine.send(None)
            else:
                perform(trap.job)
                trap = coroutine.send(Result(trap.job, number))
