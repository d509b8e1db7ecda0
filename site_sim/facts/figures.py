"""The figures of a run: what each is called, what it means, and what it is taken from.

Whoever shows a figure takes its name from here; the JSON of a run and the README's table are these
rows. A job is in the system from its arrival until it is done or scrapped. All that time either
somebody is at work on it, or it waits: so wait and service add up to the sojourn, and with λ, the
arrival rate, L = λW holds in a run whose jobs have all left (Little 1961): the mean number in the
system is λ times the mean sojourn, and the mean queue length is λ times the mean wait.
"""

from __future__ import annotations

from typing import NamedTuple


class FigureFacts(NamedTuple):
    """What can be said of a figure."""

    name: str
    """What it is called wherever it is shown."""
    key: str
    """Where it stands in the JSON of a run."""
    meaning: str
    events: str
    """The kinds of event that it is taken from, in the README's notation."""
    span: str
    """The time, or the jobs, that it is of."""
    unit: str


RUN, END, SPAN, LEFT = "run", "end", "span", "left"
JOBS, SECONDS, PER_SECOND = "jobs", "s", "a second"

COMES_AND_GOES = "`JobArrived`, `Accepted`, `Scrapped`"
WORK = "`WorkStarted`, `CpuResumed`, `Preempted`, `WorkFinished`, `AccidentHappened`, `Requeued`"

TIME = FigureFacts(
    "time",
    "time_s",
    "how long the run lasted: up to `--until`, or else to the last event",
    "all",
    RUN,
    SECONDS,
)
MAKESPAN = FigureFacts(
    "makespan", "makespan_s", "when a job was done last", "`Accepted`", RUN, SECONDS
)
ARRIVED = FigureFacts("arrived", "jobs.arrived", "jobs that came", "`JobArrived`", RUN, JOBS)
WAITING = FigureFacts(
    "waiting",
    "jobs.waiting",
    "unfinished jobs that nobody is at work on, wherever they are: in the job queue, in a hand, on"
    " the way, in an inbox, interrupted in the middle",
    f"{COMES_AND_GOES}, and those of in progress",
    END,
    JOBS,
)
QUEUED = FigureFacts(
    "queued",
    "jobs.queued",
    "those of them that are in the job queue",
    "`JobArrived`, `JobTaken`, `Rejected`, `Requeued`, `Unclaimed`",
    END,
    JOBS,
)
IN_PROGRESS = FigureFacts(
    "in progress",
    "jobs.in_progress",
    "jobs that somebody is at work on: that are computed, or whose I/O is waited for",
    WORK,
    END,
    JOBS,
)
DONE = FigureFacts("done", "jobs.done", "jobs whose result was accepted", "`Accepted`", RUN, JOBS)
REJECTED = FigureFacts(
    "rejected",
    "jobs.rejected",
    "results that failed the inspection, also those whose job was scrapped for it",
    "`Rejected`, `Scrapped` with a `who`",
    RUN,
    "results",
)
LOST = FigureFacts(
    "lost",
    "jobs.lost",
    "attempts that an accident or a rebuild of the site ended",
    "`Requeued`, `Scrapped` without a `who`",
    RUN,
    "attempts",
)
REWORKED = FigureFacts(
    "reworked",
    "jobs.reworked",
    "how often a job was put back to be done again: rejected + lost − scrapped",
    "`Rejected`, `Requeued`",
    RUN,
    "attempts",
)
SCRAPPED = FigureFacts(
    "scrapped",
    "jobs.scrapped",
    "jobs that were given up, as one attempt more failed than `--rework-limit` allows",
    "`Scrapped`",
    RUN,
    JOBS,
)
SPAN_OF_FIGURES = FigureFacts(
    "span",
    "span_s",
    "from when until when the figures are: from the end of `--warm-up` to that of the run",
    "the settings",
    SPAN,
    SECONDS,
)
ARRIVAL_RATE = FigureFacts(
    "arrival rate", "arrival_rate_per_s", "λ: jobs that came", "`JobArrived`", SPAN, PER_SECOND
)
THROUGHPUT = FigureFacts(
    "throughput", "throughput_per_s", "jobs that were done", "`Accepted`", SPAN, PER_SECOND
)
UTILISATION = FigureFacts(
    "utilisation",
    "utilisation",
    "how much of their time on the site the workers were at work",
    f"{WORK}, `Hired`, `Left`, `Died`",
    SPAN,
    "share",
)
IN_SYSTEM = FigureFacts("in system", "in_system", "L: unfinished jobs", COMES_AND_GOES, SPAN, JOBS)
QUEUE_LENGTH = FigureFacts(
    "queue length",
    "queue_length",
    "jobs that wait, as in waiting",
    "those of waiting",
    SPAN,
    JOBS,
)
LEFT_JOBS = FigureFacts(
    "left",
    "left",
    "jobs that came in the span and were done or scrapped by its end: the times are theirs",
    COMES_AND_GOES,
    SPAN,
    JOBS,
)
WAIT = FigureFacts(
    "wait",
    "wait_s",
    "all the time of a job in the system in which nobody was at work on it",
    "those of waiting",
    LEFT,
    SECONDS,
)
SERVICE = FigureFacts(
    "service",
    "service_s",
    "all the time in which somebody was at work on it, over all attempts",
    WORK,
    LEFT,
    SECONDS,
)
SOJOURN = FigureFacts(
    "sojourn",
    "sojourn_s",
    "from its arrival until it was done or scrapped: wait + service",
    COMES_AND_GOES,
    LEFT,
    SECONDS,
)
DELAY = FigureFacts(
    "delay",
    "delay_s",
    "from its arrival until somebody began to work on it first",
    "`JobArrived`, `WorkStarted`",
    LEFT,
    SECONDS,
)
WAITING_SINCE = FigureFacts(
    "waiting since",
    "waiting_since_s",
    "when the job came that came first of those that wait; null if none waits",
    "those of waiting",
    END,
    SECONDS,
)
SPEED_UP = FigureFacts(
    "speed-up",
    "speed_up",
    "how many times as fast as the first track: by the makespans where all jobs of both were done,"
    " else by the throughputs",
    "`Accepted`",
    RUN,
    "times",
)
HAND_OFFS = FigureFacts(
    "hand-offs",
    "hand_offs",
    "how often somebody handed a job or a result to another",
    "`HandedOff`",
    RUN,
    "hops",
)
SWITCHES = FigureFacts(
    "switches",
    "context_switches",
    "how often a lane was taken from who computed, and given to the next",
    "`Preempted`, `StartUpLostLane`",
    RUN,
    "switches",
)
WOKEN_IN_VAIN = FigureFacts(
    "woken in vain",
    "woken_in_vain",
    "how often somebody had waited for a lane, and had nothing to do on it",
    "`BecameIdle`",
    RUN,
    "times",
)
LANE_HELD = FigureFacts(
    "lane held",
    "longest_hold_s",
    "the longest time that one had a lane while others were ready, and waited for it",
    "all",
    RUN,
    SECONDS,
)
FIGURES = (
    TIME,
    MAKESPAN,
    ARRIVED,
    WAITING,
    QUEUED,
    IN_PROGRESS,
    DONE,
    REJECTED,
    LOST,
    REWORKED,
    SCRAPPED,
    SPAN_OF_FIGURES,
    ARRIVAL_RATE,
    THROUGHPUT,
    UTILISATION,
    IN_SYSTEM,
    QUEUE_LENGTH,
    LEFT_JOBS,
    WAIT,
    SERVICE,
    SOJOURN,
    DELAY,
    WAITING_SINCE,
)
"""Those of a run, in the order of the JSON."""
OF_TRACKS = (SPEED_UP, HAND_OFFS, SWITCHES, WOKEN_IN_VAIN, LANE_HELD)
"""Those that are told besides where runs are compared."""
