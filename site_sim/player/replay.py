"""A log on screen that others wrote: it comes in while it is shown, and takes no commands."""

from __future__ import annotations

from collections.abc import Callable

from site_sim.base.errors import SiteError, WrongLogError
from site_sim.base.text import clean_line
from site_sim.export.header import RunHeader
from site_sim.export.source import LogSource
from site_sim.log.events import Kind
from site_sim.player.formatting import share
from site_sim.player.pacing import Pacing
from site_sim.run.recorded import Recorded, recorded
from site_sim.run.session import Session

MOST_SETTINGS = 1_000
"""The events from the start among which the settings stand."""
ABOUT_CELLS = 200
"""The most cells of what a log says that it is about."""


class Replay:
    """The source of a log, and the engine that has what came of it. Its first line is read."""

    def __init__(self, source: LogSource) -> None:
        reader = source.reader
        assert reader.log is not None
        self._source = source
        self._settings: frozenset[str] = frozenset()
        self._searched = 0
        """How many events were searched for settings."""
        self.header = reader.header or RunHeader(cast=reader.log.cast)
        self.title = self.header.title
        settings = self.header.settings
        self.about = clean_line(str(settings.get("about", "")), ABOUT_CELLS)
        """What the scenario that was recorded says of itself."""
        self.advice = ""
        """What it said to press next is of no use in a recording."""
        self.has_job_file = bool(settings.get("jobs"))
        """Whether its jobs came from a file."""
        self.engine = Recorded(reader.log, pull=self._pull)
        self.engine.never_ends = self.header.never_ends

    def _pull(self, events: int) -> bool:
        try:
            more = self._source.pull(events)
        except SiteError as error:
            raise WrongLogError(error.faults) from None
        end = self._source.reader.end
        if end is not None:
            self.engine.end_ns, self.engine.is_whole = end.at, end.complete
        return more

    def begin(self) -> Session:
        """Return a session that shows the log at its end, as far as it was read."""
        session = Session(recorded(self.engine))
        session.recording.catch_up()
        session.state.advance_to(self.engine.now)
        return session

    def close(self) -> None:
        """Leave the log: nothing more is read of it."""
        self._source.release()

    def finish(self, session: Session) -> None:
        """Take what was read as all there is, though more may be written to it later.

        Raises `WrongLogError`.
        """
        try:
            self._source.close()
        except SiteError as error:
            raise WrongLogError(error.faults) from None
        self.take_in(session, 1, follows=False)

    @property
    def awaited(self) -> LogSource | None:
        """Where more may come from, once all that was there is read; None if none will."""
        return self._source if self._source.is_idle else None

    @property
    def is_reading(self) -> bool:
        """Whether there is more that can be read at once."""
        return not (self.engine.is_complete or self._source.is_idle)

    def read_on(self, session: Session, pacing: Pacing, follows: bool) -> None:
        """Read what is there, for one tick; the playhead follows, or stays.

        Raises `WrongLogError`.
        """
        tuning = pacing.tuning
        budget_s = tuning.reading_budget_s if self.is_reading else tuning.long_work_budget_s
        for _ in pacing.slices(budget_s):
            self.take_in(session, tuning.reading_slice_events, follows)
            if not self.is_reading:
                break

    def come_in(
        self,
        session: Session,
        pacing: Pacing,
        is_paused: bool,
        stop: Callable[[], None],
        tell: Callable[[str], None],
    ) -> bool:
        """Read what came, for one tick; return True if the playhead moves along with it.

        At the end of the log `stop` lets no more time pass; `tell` shows the person a message.
        """
        follows = session.playhead.is_live and not is_paused
        self.read_on(session, pacing, follows)
        if follows and self.engine.is_complete:
            stop()
        elif self.is_cut:
            tell(self.remark)  # which otherwise is told at the end alone
        return follows

    def take_in(self, session: Session, events: int, follows: bool) -> None:
        """Read about so many events, if they are there; the playhead follows them, or stays.

        Raises `WrongLogError`.
        """
        self.engine.take_in(events)
        if follows:
            session.recording.catch_up()
            session.state.advance_to(self.engine.now)
        else:
            session.recording.fold_on(events)

    @property
    def settings_told(self) -> frozenset[str]:
        """The keys of the settings that the log tells, as far as it was read."""
        log = self.engine.log
        for seq in range(self._searched, min(len(log), MOST_SETTINGS)):
            event = log[seq]
            if event.kind == Kind.SettingChanged:
                self._settings |= {log.texts[event.a].replace("-", "_")}
        self._searched = len(log)
        return self._settings

    @property
    def is_cut(self) -> bool:
        """Whether the log was read to where it is cut off."""
        return bool(self._source.reader.cut)

    @property
    def remark(self) -> str:
        """What is to be known of it, in a sentence without a full stop."""
        source, reader = self._source, self._source.reader
        progress = source.progress
        if progress is not None:
            return f"{share(progress)} of the log is read"
        if reader.cut:
            remark = f"the log is cut off {reader.cut}"
        elif source.is_open_ended:
            remark = "the log has no end mark: it is cut off, or still being written"
        elif not source.is_over:
            remark = "what is written to the log is shown as it comes"
        elif reader.end is not None and not reader.end.complete:
            remark = "a recording of a run that was stopped here"
        else:
            remark = "a recording"
        return f"{remark}, {reader.passed_over}" if reader.passed_over else remark
