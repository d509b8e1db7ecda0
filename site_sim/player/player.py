"""One run on screen: its session, how it is looked at, and everything a person can do to it.

It knows nothing of Textual; the app calls `tick` from its one timer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_sim.base.errors import SiteError
from site_sim.base.units import SECOND
from site_sim.commands import Command, RefusedCommandError
from site_sim.player.controls import SiteControls
from site_sim.player.frame import Frame, Progress
from site_sim.player.frame_builder import FrameBuilder
from site_sim.player.intents import (
    OpenScenario,
    PlayheadIntent,
    Restart,
    Seek,
    Select,
    SetCaption,
    SetPaused,
    SetSpeed,
    ViewIntent,
    Wish,
    apply,
)
from site_sim.player.long_work import LongWork
from site_sim.player.moment import Moment, moment_of
from site_sim.player.navigation import Navigator
from site_sim.player.needs import Declare, nothing
from site_sim.player.outline import Outline
from site_sim.player.pacing import Pacing
from site_sim.player.present_scenario import present_scenario
from site_sim.player.scenario_list import ScenarioList
from site_sim.player.setting_controls import SettingControls
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from site_sim.player.replay import Replay  # a simulation does not need it

DEFAULT_TUNING = PlayerTuning()


def _again(scenario: Scenario, session: Session, new_seed: bool) -> Scenario:
    """Return a scenario as its settings are now, with its seed or the next one.

    Where they were changed, what it said to press next is of another site.
    """
    present = present_scenario(scenario, session)
    keys = "" if session.journal else present.next
    return replace(present, seed=(present.seed + new_seed) % (1 << 63), at=0.0, next=keys)


def _session_of(source: Scenario | Replay, tuning: PlayerTuning) -> Session:
    """Return a session of a run, or of a recording. Raises `SiteError` where that can't be had."""
    if isinstance(source, Scenario):
        return Session(source, at_once=source.workers <= tuning.hired_at_once)
    return source.begin()


def _begin(session: Session, command: Command, tell: Callable[[Moment, Wish], None]) -> None:
    """Begin a command; one that is refused is not told of, one that fails is."""
    moment = moment_of(session)
    try:
        session.begin(command)
    except (SiteError, RefusedCommandError):  # with nothing changed
        raise
    except Exception:
        tell(moment, command)
        raise
    tell(moment, command)


def _refusals_of(session: Session, is_visited: bool) -> Mapping[str, str]:
    """Return what can't be done with a run; from one that is visited one can leave for its race."""
    reasons = session.branch.abilities.refusals
    if not is_visited or "race" not in reasons:
        return reasons
    return {key: reasons[key] for key in reasons if key != "race"}


class Player:
    """Plays one session: `do` is how a person changes the view, the playhead and the run.

    `controls` make the commands that depend on how the run stands. `clock` gives real seconds, for
    the budget of a tick. `notify` shows a message. A `session` is that of a track that is visited.
    """

    def __init__(
        self,
        source: Scenario | Replay,
        clock: Callable[[], float],
        notify: Callable[[str], None],
        tuning: PlayerTuning = DEFAULT_TUNING,
        session: Session | None = None,
    ) -> None:
        self._clock = clock
        self._notify = notify
        self._tuning = tuning
        self._view = ViewState()
        self.scenario: Scenario | None = None
        """What is simulated; None for a recording."""
        self.replay: Replay | None = None
        """The recording that is shown; None for a simulation."""
        self.scenarios = ScenarioList()
        """The scenarios that it can run."""
        self.pacing = Pacing(clock, tuning)
        self._stop = partial(self._look, SetPaused(True))
        self._is_visited = session is not None
        self.listen: Callable[[Moment, Wish], None] = lambda *_: None
        """Told of whatever a person wanted that took effect, and where the run stood then."""
        self.open(source, session)

    def open(self, source: Scenario | Replay, session: Session | None = None) -> None:
        """Run another scenario, or show a recording; if that can't be had, nothing changes."""
        session = session or _session_of(source, self._tuning)
        self._opened = source
        if isinstance(source, Scenario):
            self.scenarios.note(source)
            self._look(SetPaused(source.paused), SetSpeed(source.speed), SetCaption(True))
        else:
            self._look(SetPaused(False), SetSpeed(1.0))
        self._begin(source, session)
        if self.scenario is not None and self.scenario.at:
            self.long_work.run_to(round(self.scenario.at * SECOND))

    def _begin(self, source: Scenario | Replay, session: Session) -> None:
        """Begin a run, or a recording; nothing of the one before is kept."""
        self.close()
        self.scenario = scenario = source if isinstance(source, Scenario) else None
        self.replay = None if isinstance(source, Scenario) else source
        self.session = session
        self.pacing.reset()
        self.long_work = LongWork(session, self.pacing, self._note, self._notify)
        self._navigator = Navigator(session, self.long_work, self._stop, self._note, self._notify)
        self.controls = SiteControls(session, self.long_work, self._begin_command, self._notify)
        self.settings = SettingControls(scenario, session, self.controls) if scenario else None
        """Every setting of a simulation; None for a recording."""
        self.frames = FrameBuilder(session, source, self._clock, self._tuning)
        self._look(Select())

    def close(self) -> None:
        """Leave the recording that is shown, if it is one."""
        if self.replay is not None:
            self.replay.close()

    @property
    def refusals(self) -> Mapping[str, str]:
        """What can't be done, each with the reason."""
        return _refusals_of(self.session, self._is_visited)

    def frame(self, declare: Declare = nothing, outline: Outline | None = None) -> Frame:
        """Return what `declare` says is needed of this moment; `outline` is its, if it was made."""
        of = outline or self.outline
        return self.frames.frame(declare, of, self.progress, self.refusals, self.is_still)

    @property
    def outline(self) -> Outline:
        """The present moment in a few words."""
        return self.frames.outline(self._view, self.long_work.looking_for)

    @property
    def progress(self) -> Progress:
        """How it gets on."""
        return Progress(self.pacing.real_speed, self.pacing.is_behind, self.long_work.destination)

    # -- the view --------------------------------------------------------------------------

    @property
    def view(self) -> ViewState:
        """How the site is being looked at."""
        return self._view

    def do(self, wish: Wish) -> None:
        """Do what a person wants."""
        if isinstance(wish, ViewIntent):
            if isinstance(wish, SetPaused):
                self.long_work.cancel()
            self._note(wish)
            self._look(wish)
        elif isinstance(wish, PlayheadIntent):
            self._navigator.move(wish)
        elif isinstance(wish, Command):
            self.controls.apply(wish)
        elif isinstance(wish, Restart | OpenScenario):
            self._run_another(wish)
        else:
            self._notify("this is one run, and no race")

    def _note(self, wish: Wish) -> None:
        self.listen(moment_of(self.session), wish)

    def _begin_command(self, command: Command) -> None:
        """Begin a command, and tell of it."""
        _begin(self.session, command, self.listen)

    def _look(self, *intents: ViewIntent) -> None:
        """Change the view: nothing else replaces it."""
        for intent in intents:
            self._view = apply(self._view, intent)

    @property
    def own_speed(self) -> float:
        """The speed that the scenario asks for; that of a recording is the clock's on the wall."""
        return self.scenario.speed if self.scenario is not None else 1.0

    # -- time ------------------------------------------------------------------------------

    @property
    def is_still(self) -> bool:
        """Whether the run can't change: no time passes, and no work is left."""
        replay, session = self.replay, self.session
        is_over = session.playhead.is_live if replay is not None else session.playback.ended
        is_idle = self.view.stands_still or is_over
        is_reading = replay is not None and replay.is_reading
        return is_idle and not (is_reading or session.why_held or self.long_work.is_under_way)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing can change: the run is still, and the last frame was whole."""
        return self.is_still and self.has_whole_frame

    @property
    def has_whole_frame(self) -> bool:
        """Whether another frame of the same moment would have nothing more to show."""
        return self.frames.is_complete

    def tick(self, real_s: float, declare: Declare = nothing) -> Frame:
        """Do all that there is to do in one frame, `real_s` real seconds after the last one.

        Return the frame, in which is what `declare` says is needed.
        """
        self.pass_time(real_s)
        return self.frame(declare)

    def pass_time(self, real_s: float) -> None:
        """Advance the run by `real_s` real seconds, and work on what takes more than that."""
        replay, is_paused = self.replay, self._view.paused
        if replay is not None and not replay.engine.is_complete:
            self.pacing.is_behind = False
            if replay.come_in(self.session, self.pacing, is_paused, self._stop, self._notify):
                return
        if self.long_work.go_on():
            return
        if self._view.stands_still or self.session.playback.ended:
            self.pacing.is_behind = False
            return
        self.pacing.pass_time(self.session.playback, real_s, self._view.speed)

    def pause(self) -> None:
        """Pause, or go on; on the way to a time or an event, stop there.

        At the end of a recording it is played from the start.
        """
        if self.replay is not None and self._view.paused and self.session.playback.ended:
            self.do(Seek(0))
        self.do(SetPaused(self.long_work.is_under_way or not self._view.paused))

    def _run_another(self, wish: Restart | OpenScenario) -> None:
        self._notify("")  # what was said of the present run is not true of another
        opened = None if isinstance(wish, Restart) and not wish.as_opened else self._opened
        if isinstance(wish, OpenScenario):
            opened = self.scenarios.load(wish.name)
        if isinstance(opened, Scenario):
            session = _session_of(opened, self._tuning)
            self._note(wish)
            self.open(opened, session)
            if opened.remark and isinstance(wish, OpenScenario):
                self._notify(opened.remark)
            return
        if isinstance(wish, Restart) and self.scenario is not None:
            scenario = _again(self.scenario, self.session, wish.new_seed)
            session = _session_of(scenario, self._tuning)
            self._note(wish)
            self._begin(scenario, session)
        else:
            self._note(wish)
            self.long_work.cancel()
            self.session.playhead.seek(0)
            self._look(SetPaused(False))
        self._look(SetSpeed(self.own_speed))
