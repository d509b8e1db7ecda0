"""What the screen and its dialogs say of what a person sees there and can choose, each by its name.

They are a part of `sentences.py`, which says how each is known to be true.
"""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "idle": "at its bare yield, waiting for a job",
    "ready": "could run, but has to wait for a lane (core, GIL)",
    "blocked": "in a send, until the receiver is back or has room",
    "io": "at work: waits until its I/O is done",
    "working": "at work: computes",
    "handing-off": "sends a job, which is on its way to the receiver",
    "gone": "laid off, or killed by an accident",
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
    "tracks": "the same jobs, run in several ways at once: whose wall is highest, or longest, "
    "is ahead",
    "outcome": "who came in which place and why, all figures, and how long the jobs took",
    "control-panel": "the settings that are changed most, and the run in figures",
}
"""What each panel of a screen shows, by its id."""

HELP: Mapping[str, str] = {
    "states": "what a worker can be doing: its sign, and how it looks in the strips",
    "copy": "To mark text for copying, hold shift (on a Mac option) and drag. --no-mouse, or "
    "mouse = false in config.toml, leaves the mouse to the terminal.",
}
"""What else the help says."""

ROLES: Mapping[str, str] = {
    "source": "takes the next job from the queue and sends it on",
    "worker": "does the jobs that are for it; in a chain it hands all others on",
    "sink": "inspects each result, and accepts or rejects it",
}
"""What the tasks of each role do."""

SIGNS: Mapping[str, str] = {
    "queue.crate": "a crate of the pile: a job that waits in the queue",
    "queue.too-many": "a crate more than the crew can take soon",
    "queue.ground": "the ground; where many wait, it says how many jobs a crate stands for",
    "queue.next": "the job that is taken next",
    "queue.number": "a job, by its number: jobs are counted from 0 as they arrive",
    "queue.io": "a job that waits for I/O (a disk, a network), and how long",
    "queue.cpu": "a job that computes, and how long",
    "queue.again": "a job that failed before, and has to be done again",
    "chain.rail": "the chain: whoever is above hands jobs to the one below",
    "chain.waits": "a send that has not ended: all along this line wait for the one at its end",
    "chain.moves": "a job on its way, and the way that it has come",
    "chain.way": "a result on its way",
    "chain.for": "the worker that the job is for",
    "chain.starting": "its process is starting up",
    "chain.leaving": "it is laid off, and leaves once it has handed on all that it holds",
    "chain.arrives": "it was hired just now",
    "chain.walks-off": "it was laid off, and has left just now",
    "chain.accident": "an accident has just closed it; a cross in its strip stays",
    "chain.rebuilt": "a line in all strips: there the site was built anew, as the model changed",
    "chain.progress": "how much of the work on the job in hand is done",
    "chain.inbox": "a job that waits in the inbox of this worker; [3]: three of them do",
    "chain.strip": "a strip, the recent past of this worker: each cell is a short time, the last "
    "one is now. It has the sign of the state that took most of that time.",
    "chain.height": "how high a strip is: high for work and for waiting in a send or for a lane, "
    "half as high for waiting for I/O, low for idle and for handing off",
    "lanes.used": "how much of the time somebody had this lane",
    "lanes.free": "nobody has this lane now",
    "lanes.switch": "the lane is about to go to the next one that is ready",
    "lanes.ready": "how many could run now, but have to wait for a lane",
    "lanes.deep": "how many calls are open, one inside the other: each waits for the next, and "
    "the last one runs",
    "details.shares": "how much of its time the worker spent in each state",
    "details.bar": "how much of the work on the selected job is done",
    "map.shown": "the workers in this row stand in the chain's panel now",
    "map.cell": "a worker, with the sign of its state",
    "map.share": "so many workers share a cell, which shows the one at work if there is one",
    "accepted.brick": "a brick of the wall: an accepted result, with the number and colour of its "
    "worker; a gap is a rejected one. The ground says how many results a brick stands for: it "
    "shows one of them",
    "accepted.tick": "the result was accepted: the job is done",
    "accepted.rework": "the result was rejected, and the job goes back to the queue",
    "accepted.scrap": "the job failed too often, and was given up",
    "accepted.sojourn": "the sojourn: how long the job was here, from its arrival until it was "
    "accepted",
    "timeline.playhead": "the playhead: the moment that all screens show",
    "timeline.cell": "how much time one cell of the grid stands for",
    "timeline.two": "a cell with two states has the sign of one, on the colour of the other",
    "timeline.taken": "somebody has this lane: it computes, hands a job on, or waits and keeps it",
    "timeline.rejected": "accept rejected a result here",
    "timeline.path": "the path of the selected job from one to the next",
    "timeline.rebuilt": "the site was built anew here, for another model, say",
    "code.here": "the line at which the selected coroutine stands",
    "code.names": "who stands at this line",
    "code.yield": "a coroutine stops here, and says what it wants: to receive (a bare yield), to "
    "send, or to work",
    "coroutine.place": "the yield at which it stands, and what it waits for there",
    "coroutine.locals": "its local variables, as they are now",
    "waits.lane": "who has this lane",
    "waits.stack": "the call stack: each waits for the one above it to return",
    "waits.ready": "who could run now, but has to wait for a lane",
    "waits.io": "who waits for I/O without a lane",
    "waits.inboxes": "which jobs wait in whose inbox",
    "waits.blocked": "who waits in a send",
    "waits.room": "w1 waits for room in the inbox of w0",
    "events.done": "what has just happened",
    "events.next": "what happens next",
    "events.later": "what is due later",
    "events.after": "what had to happen before",
    "tracks.place": "the place: who has done most is ahead, or who was the first to have done all",
    "tracks.brick": "a brick: a job that is done, with the number and colour of its worker. All "
    "walls are built to the same scale",
    "tracks.line": "what all have to reach; where ever more jobs come, a number of jobs to compare "
    "the walls with",
    "tracks.ground": "the ground, which says how many jobs a brick stands for",
    "tracks.crate": "jobs that wait in the queue, to the scale of all tracks; those with a warning "
    "are more than the crew can take soon",
    "tracks.lanes": "how much of the time call stack, event loop, GIL or cores were taken",
    "tracks.time": "how much of its time the crew has spent in each state; below it stands what "
    "took most of it",
    "tracks.crew": "a worker, its state and its recent past; a crew that is too large for that has "
    "a cell a worker, and a larger one as many cells of a state as its share",
    "tracks.chosen": "the track that a key opens",
    "tracks.handicap": "what was done to this track alone",
    "tracks.predicted": "the place that was predicted for it",
    "outcome.speed": "how many times as fast it was as the first track",
    "outcome.curve": "a curve for each track: how many of its jobs took no longer than the time "
    "below",
    "outcome.marks": "how long half of the jobs took at most, and 95 in 100",
    "outcome.predicted": "it came in the place that was predicted",
    "controls.step": "a click makes the value before or between them smaller, or larger",
    "controls.list": "a click on the value opens a list of all",
    "figures.throughput": "how many jobs a second have been done lately",
    "figures.at-most": "how many jobs a second the crew, the lanes and the hops allow, if no job "
    "stands in the way of another one; an arrow: that is far above the chart",
    "figures.at-work": "how much of the crew is at work now: computing, or waiting for I/O",
    "figures.utilisation": "how much of its time the crew has been at work, over the whole run",
    "figures.wait": "of the jobs that left last, 95 in 100 waited this long or less",
    "figures.sojourn": "half of them were here this long or less, their waits and work together; "
    "the p95 beside it is of 95 in 100",
    "figures.plot": "the recent past of the figure before it; the last cell is now",
    "top.speed": "time passes, so many simulated seconds in a second",
    "top.paused": "time stands still, and the next line says what happened last",
    "top.really": "this machine can't run the site as fast as that; it runs this fast",
    "top.finished": "all jobs are done",
    "top.arrived": "how many jobs have come so far",
    "top.waiting": "how many jobs nobody works on now, in the queue or elsewhere",
    "top.done": "how many jobs were accepted so far",
    "top.overloaded": "more jobs come than are done, so ever more wait",
    "top.held-up": "the same, and hand-offs are the reason, not the work",
    "top.broken": "somebody who is needed has died",
    "run.here": "the moment that is shown",
    "run.command": "something was changed: by a key, say",
    "run.bookmark": "a bookmark: a moment that was given a name",
    "run.rejected": "a result was rejected",
    "run.accident": "an accident",
    "run.live": "the moment that is shown is the newest one",
    "run.end": "how much later the newest moment is: the past is shown",
}
"""What each sign and label of a screen means, by the panel or the line that it stands in."""

TRACKS: Mapping[str, str] = {
    "time": "{share} of its time {word}",
    "done-of": "{done} of {jobs} done",
    "rate": "/s",
    "waiting": "wait",
    "predicted": "predicted {place}",
    "all-jobs": "all {jobs}",
    "some-jobs": "{jobs} jobs",
    "times": "time",
    "crew": "crew",
    "tracks": "Tracks",
    "back": "{key} shows the tracks",
    "axis": "{key} changes the axis",
    "more": "{key} scrolls to more",
    "outcome": "Outcome",
    "until": "up to {time}",
    "some-done": "{jobs} done",
    "why-later": "why is being worked out",
    "why-at-rest": "why is worked out while time stands still",
    "reading": "the runs are read",
    "as-predicted": "as predicted",
    "lead": "{name} is ahead",
    "lead-several": "{names} and {last} are ahead",
    "lead-many": "{tracks} tracks are ahead",
    "lead-level": "all tracks have done as much",
    "lead-ready": "{lead}: workers wait to run {less} of the time ({other}: {more})",
    "lead-ready.never": "{lead}: no worker waits to run ({other}: {more} of the time)",
    "lead-ready.brief": "{lead}: waits to run {less}, {other} {more}",
    "lead-call": "{lead}: in {other} a send is a call, and workers wait in it {more} of the time",
    "lead-call.brief": "{lead} ({other}: {more} waiting in send())",
    "lead-full": "{lead}: workers wait at full inboxes {less} of the time ({other}: {more})",
    "lead-full.never": "{lead}: no worker waits at a full inbox ({other}: {more} of the time)",
    "lead-full.brief": "{lead}: inboxes full {less}, {other} {more}",
    "lead-hops": "{lead}: workers spend {less} of the time on hand-offs ({other}: {more})",
    "lead-hops.never": "{lead}: no worker spends time on hand-offs ({other}: {more} of it)",
    "lead-hops.brief": "{lead}: hand-offs {less}, {other} {more}",
    "lead-little": "under 1%",
    "lead-little.brief": "<1%",
}
"""What is written on each track of a race."""

WORDS: Mapping[str, str] = {
    "site": "the program that is simulated: coroutines that hand jobs to each other",
    "chain": "the workers in a row: a job is handed from one to the next, to the one it is for",
    "hop": "one hand-off of a job, from one coroutine to another",
    "inbox": "where jobs wait that were sent to a coroutine which is not back at its yield",
    "lane": "what runs one coroutine at a time: a call stack, an event loop, the GIL, or a core",
    "event": "anything that happens: a job arrives, a worker begins to work",
    "model": "the way in which the same coroutines are run: one after the other, in turns, or at "
    "the same time",
    "time": "all times are simulated: they depend on the scenario, and not on this machine",
    "more": "there is more, for which there is no room here",
}
"""The words that the screens use in a sense of their own."""

SETTINGS: Mapping[str, str] = {
    "io": "jobs that wait for others: disks, networks, people",
    "cpu": "jobs that compute",
    "mixed": "half of each job computes, half waits",
    "round-robin": "job i goes to worker i % N: each in turn",
    "least-busy": "to the worker that has been idle longest",
    "chain": "each job goes down the chain until it meets its worker",
    "direct": "the foreman has a link to every worker",
    "regular": "evenly, always with the same gap",
    "poisson": "at random: the gaps are exponential",
    "fixed": "always the same",
    "exponential": "at random: many are short, few are long",
    "uniform": "at random: half to one and a half times the mean",
    "zero": "hops, switches and start-ups take no time",
    "classroom": "hops take a tenth of a second, so that you see them",
    "typical": "fixed times, close to a real machine's",
    "measured": "measured on this machine",
    "on": "a worker that dies is replaced",
    "off": "a worker that dies is not replaced",
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
    "count": "How many jobs arrive at that rate, in all.",
    "jobs": "Real work: CSV or JSON Lines of arrival_s, cpu_s, io_s, name.",
    "workload": "Jobs wait for I/O, compute, or both.",
    "service": "How long a job takes: fixed, or drawn.",
    "service-time": "Seconds a job takes on average.",
    "model": "The execution model.",
    "cores": "How many cores; auto: this machine's.",
    "dispatch": "Which worker a job is given to.",
    "wiring": "How a job reaches its worker.",
    "inbox": "How many items an inbox holds.",
    "costs": "What hops, switches and starts cost.",
    "cost": "One cost, as in hop=50us; may be repeated.",
    "defect-rate": "Share of results that fail inspection.",
    "accident-rate": "Share of attempts with an accident.",
    "supervise": "Whether workers that die are replaced.",
    "rework-limit": "How many attempts of a job may fail.",
    "seed": "The seed of all that is random.",
    "until": "Simulated seconds to run, or as 2h.",
    "warm-up": "Seconds at the start that no figure counts.",
    "speed": "Simulated seconds a second, 1/16 to 1024.",
    "at": "Open at this simulated second.",
    "paused": "Open with the clock stopped.",
    "race": "The tracks of a race: models, with options of their own.",
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
    "accidents": "One attempt in five ends in an accident. Who takes over?",
    "classic": "One call stack: while one works, everyone above it waits.",
    "crowd": "A thousand on one event loop: 300 wait for I/O at once.",
    "convoy": "One computes: whoever is back from I/O waits for the GIL.",
    "commits": "Real work: the commits of this project, each to be reviewed.",
    "cores": "CPU work in processes: every core works, hops cost more.",
    "gil": "CPU work under threads: one has the GIL, the others wait.",
    "head-of-line": "Jobs wait behind a busy worker: try direct and least-busy.",
    "hybrid": "Mixed work, an event loop on each core.",
    "overlap": "I/O under coroutines: one event loop, and the waits overlap.",
    "producer-consumer": "Two coroutines: one sends i, the other receives i.",
    "rework": "35 results in 100 are rejected, and most are done again.",
}
"""What each scenario that ships is about."""

NEXT: Mapping[str, str] = {
    "accidents": "v: the dead are not replaced",
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

NOW: Mapping[str, str] = {
    "nobody": "nobody is there to work",
    "nobody-left": "nobody is left to work",
    "keeps-io": "{who} waits for its I/O and keeps {lane}",
    "keeps-cpu": "{who} computes and keeps {lane}",
    "are-ready": "{count} {be} ready and {wait}",
    "want": "{count} workers want to go on",
    "one-lane": "{want}, but {lane} lets one run at a time",
    "one-lane-brief": "{want}, {lane} runs one",
    "lanes": "{want}, but there are {lanes}",
    "ready": "{ready} for {lane}",
    "free": "while {free} {lane}s {be} free",
    "both": "{cpu} workers {compute} while {io} {wait} for I/O",
    "waits": "{io} workers wait for their I/O at the same time",
    "waits-free": "{waits} and leave {lane} to others",
    "waits-brief": "{io} wait for I/O at the same time",
    "one-waits": "{who} waits for its I/O",
    "one-waits-free": "{who} waits for its I/O and leaves {lane} to others",
    "computing": "{cpu} workers compute at the same time",
    "computing-brief": "{cpu} compute at the same time",
    "one-computes": "{who} computes",
    "starting": "{count} workers {start} up",
    "one-starting": "{who} starts up",
    "hop-keeps": "a hand-off keeps {lane}",
    "hop": "a hand-off is under way",
    "idle": "nothing to do until a job comes",
    "none-at-work": "nobody is at work",
    "no-source": "{jobs}, and nobody hands them out",
    "no-room": "{jobs} in the queue, as {to} has no room",
    "no-taker": "{jobs} in the queue, as {to} is dead",
    "taker-left": "{jobs} in the queue, as {to} has left",
    "queue": "{jobs} in the queue",
    "behind": "{jobs} behind it",
    "alone": "nobody else can work meanwhile",
    "took": "the run took {time}",
    "took-busy": "{took}: {rate} done, the crew at work {busy} of its time",
}
"""What matters now on the site, and the parts of it."""
