"""What a task does, in words and a bar."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from site_sim.base.units import SECOND
from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.kernel.config import JobOrder
from site_sim.log.cast import NOBODY
from site_sim.log.event_log import EventLog
from site_sim.log.events import NO_JOB, JobCard
from site_sim.player.site_copier import job_copy, task_copy
from site_sim.player.site_copy import Copies
from site_sim.state.entities import JobState, State, TaskState
from site_sim.state.settings import Settings
from site_sim.state.site import SiteState
from site_sim.ui.screens.site.activity import activity
from site_sim.ui.theme.glyphs import GLYPHS
from tests.player.copies import copy_of
from tests.ui.rows import HOSTILE, LARGE, NORMAL, chain_of


def test_a_wide_row_says_more_of_the_job() -> None:
    snapshot = {"workers": 2, "model": "coroutines", "rate": 2.0, "at": 4.35}
    assert chain_of(size=LARGE, **snapshot)[3] == (
        "├─ WORKER 1  ◌ waiting I/O  #7 cables         io 1.0s   █████████▌"
        "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  15% [#8]"
    )


def test_a_long_name_is_told_whole_where_there_is_room() -> None:
    names = ("build-linux-x64", "Let hoops be bent", "a")
    orders = tuple(JobOrder(0, JobCard(name, 0, 4 * SECOND)) for name in names)
    work = {"jobs": "x.csv", "rate": 0.0, "workers": 3, "model": "coroutines", "wiring": "direct"}
    rows = chain_of(size=LARGE, orders=orders, at=1.0, costs="zero", **work)
    assert [row[28:61] for row in rows if "WORKER" in row] == [
        "#2 a              io 4.0s   █████",
        "#1 Let hoops be bent      io 4.0s",
        "#0 build-linux-x64        io 4.0s",
    ]


BUSY = {"workers": 3, "model": "coroutines", "wiring": "direct", "rate": 6.0, "at": 4.3}


def test_the_foreman_says_what_he_waits_for() -> None:
    idle = BUSY | {"rate": 0.0}
    assert chain_of(size=NORMAL, **idle)[0] == ("╭─ FOREMAN   ○ idle         waits for a job")
    picky = BUSY | {"dispatch": "least-busy"}
    assert chain_of(size=LARGE, **picky)[0] == (
        "╭─ FOREMAN   ○ idle         waits for an idle worker"
    )
    assert chain_of(**picky)[0] == "╭─ FOREMAN   ○ idle     no one is idle"


def test_accept_says_what_it_found() -> None:
    snapshot = {"workers": 3, "model": "coroutines", "rate": 2.0, "at": 9.3}
    strict = snapshot | {"defect_rate": 0.5, "rework_limit": 1}
    assert chain_of(size=NORMAL, **strict)[-1] == ("   ACCEPT    ○ idle         7 done, 7 rejected")


TASKS = st.builds(
    lambda who, state, job, to, inbox: (who, state, job, to, inbox),
    st.sampled_from((FOREMAN, ACCEPT, 0, 9_999)),
    st.sampled_from(State),
    st.sampled_from((NO_JOB, 3, 1_234_567)),
    st.sampled_from((NOBODY, ACCEPT, 2, 9_998)),
    st.lists(st.integers(0, 10_000), max_size=3),
)


@given(
    TASKS,
    st.integers(0, 160),
    st.sampled_from(tuple(GLYPHS.values())),
    st.floats(0, 1),
    st.sampled_from(HOSTILE),
    st.sampled_from(("pipeline", "producer-consumer")),
)
def test_what_one_does_takes_its_cells_exactly(
    fields: tuple[int, State, int, int, list[int]],
    cells: int,
    glyphs: Any,
    progress: float,
    name: str,
    program: str,
) -> None:
    state = SiteState(EventLog(PROGRAM_FACTS["pipeline"].cast))
    state.settings = Settings(model="threads", program=program, dispatch="least-busy")
    task = TaskState(fields[0])
    task.state, task.job, task.to, task.inbox = fields[1:]
    job = JobState(task.job, name, 5, 5, 0)
    job.worker = 9_999
    jobs = {NO_JOB: None} | ({} if task.job == NO_JOB else {task.job: job_copy(job, 0)})
    shown = replace(copy_of(state), jobs=Copies("job", jobs))
    pieces = list(activity(task_copy(task), shown, cells, glyphs, progress))
    assert sum(cell_len(text) for text, _ in pieces) == cells
