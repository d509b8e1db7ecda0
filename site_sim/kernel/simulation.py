"""The construction site in simulated time, and the commands that change its course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import assert_never

from site_sim.base.units import NEVER
from site_sim.commands import (
    CauseAccident,
    ChangeSettings,
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
from site_sim.kernel.changes import (
    COST_SETTINGS,
    REBUILDING,
    changed_texts,
    number_text,
    texts_of,
    with_changes,
)
from site_sim.kernel.checks import check
from site_sim.kernel.config import SimulationConfig
from site_sim.kernel.instrument import Instrument, Instrumentation
from site_sim.kernel.models import Model
from site_sim.kernel.site import Site
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB, Kind


class Simulation:
    """One run of the site. `run` lets time pass, `apply` changes its course; `log` tells all.

    Its crew is hired at once, or by calls of `build`; whatever else is asked of it has it hired.
    """

    def __init__(self, config: SimulationConfig, at_once: bool = True) -> None:
        self.config = config
        self.site = Site(config)
        self.log = self.site.scheduler.log
        self._scheduler = self.site.scheduler
        self._machine = self.site.scheduler.machine
        self._note_settings()
        self.site.open()
        self._is_built = False
        if at_once:
            self.build()

    def build(self, workers: int = NEVER) -> bool:
        """Hire at most so many of the first crew; return True when all of them are there."""
        if not self._is_built:
            self._is_built = self.site.build(workers)
        return self._is_built

    def __del__(self) -> None:
        """Take the site apart, whose parts know each other, once nobody has the run any more.

        Only a collector of cycles would find them, which looks seldom, and never at those that are
        there when the screen opens: forks that were let go would stay, each with its whole log.
        """
        try:  # noqa: SIM105 - at the interpreter's end there is no `suppress` any more
            self.site.take_apart()
        except (AttributeError, TypeError):  # it was not built to its end; or that is the end
            pass

    @property
    def now(self) -> int:
        """The present, in simulated nanoseconds."""
        return self._machine.now

    @property
    def steps(self) -> int:
        """Steps done since the start: what a journal counts by."""
        return self._scheduler.steps

    @property
    def unfinished(self) -> int:
        """How many jobs have arrived that are neither done nor given up."""
        return len(self.site.jobs.by_number)

    # -- time ------------------------------------------------------------------------------

    def run(self, until_ns: int = NEVER, steps: int = NEVER) -> bool:
        """Run up to and including the time `until_ns`, in at most `steps` steps.

        Returns True when it got there (or nothing more can happen), False when the steps ran out.
        """
        return self.build() and self._scheduler.run(until_ns, steps)

    def reach(self, at: int, steps: int) -> None:
        """Run to where an earlier run of the same configuration and commands had done `steps`."""
        self.build()
        self._scheduler.reach(at, steps)

    def next_at(self) -> int | None:
        """Return when the next step is due, in nanoseconds; None when nothing will happen."""
        return self._machine.next_at() if self._is_built else self.now

    @contextmanager
    def instrumented(self, instrument: Instrument | None) -> Iterator[None]:
        """Call `instrument` between any two events of what is done within the context.

        All that came of the first is done by then, and nothing of the second: an event is put in
        the log before anything is made of it. But after `JobTaken` the foreman is still in the
        line in which he asks who is to do the job.

        The log's own function is replaced meanwhile, so that a run without an instrument asks
        nothing: to ask at each event takes 180 ns, where the event itself takes 6 µs.
        """
        if instrument is None:
            yield
            return
        log, record = self.log, self.log.record
        instrumentation = Instrumentation(record, instrument)
        log.record = instrumentation.record
        self._machine.instrumentation = instrumentation
        try:
            yield
        finally:
            log.record = record
            self._machine.instrumentation = None

    # -- settings --------------------------------------------------------------------------

    def _note_settings(self) -> None:
        for key, value in texts_of(self.config).items():
            self._note(key, value)
        self._note_hop(self._scheduler.model)

    def _note_hop(self, model: Model) -> None:
        self._note("hop-ns", str(model.near_hop_ns(self.site.config.costs)))

    def _note(self, key: str, value: str) -> None:
        """Put a setting's value in the log."""
        log = self.log
        numbers = log.texts.number_of(key), log.texts.number_of(value)
        log.append(self.now, Kind.SettingChanged, NOBODY, NO_JOB, *numbers)

    # -- commands --------------------------------------------------------------------------

    def apply(self, command: Command) -> None:
        """Carry out a command now. Raises ValueError on one that makes no sense."""
        self.build()
        site = self.site
        check(command, site.staff.layout.size)
        match command:
            case Hire(count):
                for _ in range(count):
                    site.staff.hire()
            case LayOff(count):
                for _ in range(min(count, site.staff.layout.size - 1)):
                    site.staff.lay_off()
            case SetRate(per_s):
                self._note("rate", number_text(per_s))
                site.arrivals.set_rate(per_s)
            case ChooseModel(name):
                self._note("model", name)
                self._note_hop(self.config.models[name])
                site.rebuild(model=name)
            case ChooseWiring(wiring):
                self._note("wiring", wiring)
                site.rebuild(wiring=wiring)
            case ChooseDispatch(dispatch):
                self._note("dispatch", dispatch)
                site.choose_dispatch(dispatch)
            case ChooseWorkload(workload):
                self._note("workload", workload)
                site.arrivals.choose_workload(workload)
            case SetDefectRate(share):
                self._note("defect-rate", number_text(share))
                site.attempts.defect_rate = share
            case SetAccidentRate(share):
                self._note("accident-rate", number_text(share))
                site.accidents.rate = share
            case SetSupervision(on):
                self._note("supervise", "on" if on else "off")
                site.supervise(on)
            case ChangeSettings(values):
                self._change_settings(values)
            case OrderJobs(count, card):
                for _ in range(count):
                    site.arrivals.order(card)
            case CauseAccident(worker):
                site.accidents.cause(worker)
            case _:
                assert_never(command)

    def _change_settings(self, values: Mapping[str, int | float | str]) -> None:
        site = self.site
        site.use(with_changes(site.config, values))
        for key, text in changed_texts(site.config, values).items():
            self._note(key, text)
        if not COST_SETTINGS.keys().isdisjoint(values):
            self._note_hop(self._scheduler.model)
        if not REBUILDING.isdisjoint(values):
            site.rebuild()
