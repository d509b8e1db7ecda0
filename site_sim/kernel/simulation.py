"""The construction site in simulated time, and the commands that change its course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import assert_never

from site_sim.base.units import SECOND
from site_sim.commands import (
    CauseAccident,
    ChooseDispatch,
    ChooseModel,
    ChooseWiring,
    ChooseWorkload,
    Command,
    Hire,
    LayOff,
    OrderJobs,
    SetAccidentRate,
    SetDefectRate,
    SetRate,
    SetSupervision,
)
from site_sim.kernel.checks import check
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.crew import Crew
from site_sim.kernel.instrument import Look, WatchedEvents
from site_sim.kernel.models import MODELS, Model
from site_sim.kernel.site import Works
from site_sim.log.events import NO_JOB, NOBODY, Kind
from site_sim.program.pipeline import take_jobs


class Simulation(Works):
    """One run of the site. `run` lets time pass, `apply` changes its course; `log` tells all."""

    def __init__(self, config: SimulationConfig) -> None:
        super().__init__(config)
        self.settings: dict[str, str] = {}
        self._dispatch: str = config.dispatch
        self._wiring: str = config.wiring
        self._supervise = config.supervise
        self._desk = take_jobs(self._arrive)
        self._note_settings()
        self._build(config.workers)
        for clock in self._sources:
            self._await_arrival(clock)
        self._note_end_of_arrivals()

    # -- settings --------------------------------------------------------------------------

    def _note_settings(self) -> None:
        config = self.config
        self.note("program", config.program)
        self.note("model", config.model)
        self.note("cores", str(config.cores))
        self.note("dispatch", config.dispatch)
        self.note("wiring", config.wiring)
        self.note("inbox", str(config.inbox))
        self.note("rate", _number(config.rate_per_s))
        self.note("arrivals", config.arrivals)
        self.note("workload", config.workload)
        self.note("service", config.service)
        self.note("service-time", _number(config.service_ns / SECOND))
        self.note("defect-rate", _number(config.defect_rate))
        self.note("accident-rate", _number(config.accident_rate))
        self.note("supervise", "on" if config.supervise else "off")
        self.note("rework-limit", str(config.rework_limit))
        self.note("seed", str(config.seed))
        self._note_hop(self.model)

    def _note_hop(self, model: Model) -> None:
        self.note("hop-ns", str(model.near_hop_ns(self.config.costs)))

    def note(self, key: str, value: str) -> None:
        """Put a setting's value in the log."""
        log = self.log
        self.settings[key] = value
        numbers = log.texts.number_of(key), log.texts.number_of(value)
        log.append(self.now, Kind.SettingChanged, NOBODY, NO_JOB, *numbers)

    @property
    def supervised(self) -> bool:
        """Whether those who die are replaced."""
        return self._supervise

    # -- looking on ------------------------------------------------------------------------

    @contextmanager
    def watched(self, look: Look | None) -> Iterator[None]:
        """Have `look` called between any two events of what is done meanwhile.

        All that came of the first is done by then, and nothing of the second: an event is put in
        the log before anything is made of it. The list of the log is exchanged, so that the hot
        path need not ask whether anybody looks.
        """
        if look is None:
            yield
            return
        log = self.log
        log.pending = WatchedEvents(log.pending, look)
        self.record = log.pending.extend
        try:
            yield
        finally:
            log.pending = [*log.pending]
            self.record = log.pending.extend

    # -- commands --------------------------------------------------------------------------

    def apply(self, command: Command) -> None:
        """Carry out a command at the present moment. Raises ValueError on one that has no sense."""
        check(command)
        match command:
            case Hire(count):
                for _ in range(count):
                    self.crew.hire()
            case LayOff(count):
                for _ in range(min(count, self.crew.size - 1)):
                    self.crew.lay_off()
            case SetRate(per_s):
                self._rate_source.set_rate(per_s, self.now)
                self.note("rate", _number(per_s))
                self._await_arrival(self._rate_clock)
                self._note_end_of_arrivals()
            case ChooseModel(name):
                self.note("model", name)
                self._note_hop(MODELS[name])
                self._take_down()
                self.model = MODELS[name]
                self._build(self.crew.size)
            case ChooseWiring(wiring):
                self.note("wiring", wiring)
                self._take_down()
                self._wiring = wiring
                self._build(self.crew.size)
            case ChooseDispatch(dispatch):
                self.note("dispatch", dispatch)
                self._dispatch = dispatch
                self.crew.dispatch.choose(dispatch)
                self.wake_foreman()
            case ChooseWorkload(workload):
                self.note("workload", workload)
                self._rate_source.workload = workload
            case SetDefectRate(share):
                self.note("defect-rate", _number(share))
                self._defect_rate = share
            case SetAccidentRate(share):
                self.note("accident-rate", _number(share))
                self._accident_rate = share
            case SetSupervision(on):
                self.note("supervise", "on" if on else "off")
                self._supervise = on
                if on:
                    self.crew.replace_the_dead()
            case OrderJobs(count, card):
                for _ in range(count):
                    self._desk.send(card or self._rate_source.card(-1 - len(self.log.jobs)))
            case CauseAccident(worker):
                self.crew.accident(worker)
            case _:
                assert_never(command)

    def _build(self, workers: int) -> None:
        self.crew = Crew(self, workers, self._dispatch, self._wiring)
        self.crew.build(workers)
        self.wake_foreman()

    def _take_down(self) -> None:
        """Take the site down to build it anew, every unfinished job back in the queue, in order.

        Those that were under way stand at its front, in the order of their numbers.
        """
        for job in sorted(self.crew.jobs_in_place(), reverse=True):
            self.requeue(job)
        self.crew.take_down()
        self._runnable.clear()


def _number(value: float) -> str:
    """Return a number as short as it can be written."""
    return str(int(value)) if value == int(value) else repr(value)
