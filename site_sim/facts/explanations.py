"""What the screen and its dialogs say of what a person sees there and can choose, each by its name.

They are a part of `sentences.py`, which says how each is known to be true.
"""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "idle": "at its bare yield, with nothing to do",
    "ready": "could run, but no lane (core, GIL) is free",
    "blocked": "in a send, until the other is back or has room",
    "io": "inside its work, until its I/O is done",
    "working": "inside its work, and computes",
    "handing-off": "a job of its is on the way to another",
    "gone": "laid off, or dead",
}
"""What each state of a worker means."""

PANELS: Mapping[str, str] = {
    "queue": "jobs that nobody has taken yet, the next one first",
    "chain-panel": "who hands jobs to whom, and the recent past of each worker",
    "lanes": "who may run now, and who waits for that",
    "details": "the worker or the job that is selected",
    "map": "the whole crew, a cell a worker; what is in view is marked",
    "accepted": "jobs that were inspected: when, whose, and how long each was here",
    "timeline-panel": "the past of everyone: a row each, a cell a slice of time",
    "code": "the program, and beside each line who stands there",
    "coroutine": "one coroutine: what it waits for, and its local variables",
    "waits": "who waits for whom, or for a lane",
    "events": "what has happened, and what is due",
}
"""What each panel of a screen shows, by its id."""

SETTINGS: Mapping[str, str] = {
    "io": "jobs that wait for others: disks, networks, people",
    "cpu": "jobs that compute",
    "mixed": "half of each job computes, half waits",
    "round-robin": "job i to worker i % N, the classic",
    "least-busy": "to the idle worker whose work ended first",
    "chain": "each job goes down the chain until it meets its worker",
    "direct": "the foreman has a link to every worker",
    "regular": "each as long after the one before",
    "poisson": "at random: the gaps are exponential",
    "fixed": "always the same",
    "exponential": "drawn: many are short, few are long",
    "uniform": "drawn: from half of it to one and a half",
    "zero": "hops, switches and start-ups take no time",
    "classroom": "hops of a tenth of a second, to be seen",
    "typical": "in the order of a real machine",
    "measured": "this machine's own",
    "on": "who dies is replaced",
    "off": "who dies leaves a gap",
    "rebuilt": "The site is built anew: unfinished jobs go back to the queue.",
}
"""What each value of a setting means."""

KEYS: Mapping[str, str] = {
    "title": "The name of the scenario.",
    "about": "One line on what it shows.",
    "next": "What to press next, and what it leads to.",
    "program": "The program that runs.",
    "workers": "How many workers.",
    "rate": "Jobs that arrive a second, or as 54/h.",
    "arrivals": "Whether jobs come evenly or at random.",
    "count": "How many jobs the rate brings in all.",
    "jobs": "Real work: CSV or JSON Lines of arrival_s, cpu_s, io_s, name.",
    "workload": "Jobs wait for I/O, compute, or both.",
    "service": "How long a job takes: fixed, or drawn.",
    "service-time": "Seconds a job takes on average.",
    "model": "The execution model.",
    "cores": "How many cores; auto: this machine's.",
    "dispatch": "Whom the foreman addresses a job to.",
    "wiring": "How a job reaches its worker.",
    "inbox": "How many items an inbox holds.",
    "costs": "What hops, switches and starts cost.",
    "cost": "One of them, as in hop=50us; may be repeated.",
    "defect-rate": "Share of results that fail inspection.",
    "accident-rate": "Share of attempts with an accident.",
    "supervise": "Whether a worker who dies is replaced.",
    "rework-limit": "How many attempts of a job may fail.",
    "seed": "The seed of everything that is drawn.",
    "until": "Simulated seconds to run, or as 2h.",
    "warm-up": "Seconds at the start that no figure is of.",
    "speed": "Simulated seconds a second, 1/16 to 1024.",
    "at": "Open at this simulated second.",
    "paused": "Open with the clock stopped.",
}
"""What each key of a scenario does."""

COSTS: Mapping[str, str] = {
    "send": "a send that is a call",
    "loop-hop": "a send within an event loop",
    "thread-hop": "a send to another thread",
    "pipe-hop": "a send to another process",
    "pipe-kib": "a KiB of a job's name in it",
    "switch": "a switch, as a time slice ends",
    "spawn": "a process's start: its parent",
    "start-up": "a process's start: itself",
    "gil-quantum": "until the GIL is asked for",
    "os-slice": "a core's turn beside others",
}
"""What each cost is, in a few words, by the key that sets it."""

SCENARIOS: Mapping[str, str] = {
    "accidents": "One attempt in five goes wrong: who dies, who takes over?",
    "classic": "One call stack: while one works, everyone above it waits.",
    "crowd": "A thousand on one event loop: 300 wait for I/O at once.",
    "convoy": "One computes: whoever is back from I/O waits for the GIL.",
    "commits": "Real work: the commits of this project, each to be reviewed.",
    "cores": "CPU work in processes: every core works, hops cost more.",
    "gil": "CPU work under threads: one has the GIL, others are ready.",
    "head-of-line": "Jobs wait behind a busy worker: try direct and least-busy.",
    "hybrid": "Mixed work, an event loop on each core.",
    "overlap": "I/O under coroutines: one event loop, and the waits overlap.",
    "producer-consumer": "Two coroutines: one sends i, the other receives i.",
    "rework": "35 results in 100 are rejected, and most are done again.",
}
"""What each scenario that ships is about."""

NEXT: Mapping[str, str] = {
    "accidents": "v: nobody takes the place of the dead",
    "classic": "m c enter r: one event loop, and the queue stays short",
    "commits": "m c enter r: one event loop, and they fall behind",
    "convoy": "m f enter r: no GIL, and no convoy",
    "cores": "m t enter: one GIL for all, and the queue grows",
    "crowd": "m s enter: one call stack, and one of them works",
    "gil": "m f enter r: no GIL, and several compute at once",
    "head-of-line": "i d enter d l enter r: straight to whoever is idle",
    "hybrid": "m c enter: one loop for all, and the queue grows",
    "overlap": "m s enter: one call stack, and the queue grows",
    "producer-consumer": "3, then . again and again: the code, step by step",
    "rework": "D 0 enter: every result is accepted",
}
"""What to press next in each of them, and what it leads to."""
