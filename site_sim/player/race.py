"""Several runs side by side on one clock: one playhead, one budget, and one who commands them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from site_sim.base.units import SECOND
from site_sim.commands import Command
from site_sim.player.controls import SiteControls
from site_sim.player.frame import Frame, Progress
from site_sim.player.intents import (
    OpenScenario,
    PlayheadIntent,
    Restart,
    SetPaused,
    SetSpeed,
    ShowFigure,
    ViewIntent,
    Wish,
    apply,
)
from site_sim.player.moment import Moment, moment_of
from site_sim.player.needs import Declare, nothing
from site_sim.player.outline import Outline
from site_sim.player.pacing import Pacing
from site_sim.player.player import DEFAULT_TUNING
from site_sim.player.race_commands import RaceCommands
from site_sim.player.race_frame import race_frame, race_outline
from site_sim.player.race_intents import (
    Leave,
    RaceViewIntent,
    SkipTheRest,
    Turn,
    Visit,
    apply_to_race,
)
from site_sim.player.race_navigation import RaceNavigator
from site_sim.player.race_tracks import RaceRun, RaceTracks, afresh
from site_sim.player.race_work import RaceWork
from site_sim.player.replay import Replay
from site_sim.player.run_visit import RunVisit
from site_sim.player.scenario_list import ScenarioList
from site_sim.player.setting_controls import SettingControls
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario


class Race:
    """Plays two runs or more on one clock, and is to the screen what a player of one run is.

    `session`, `scenario` and `replay` are those of the track that is pointed at. `clock` gives real
    seconds, and is asked only to keep a tick within its budget. `notify` shows a message. It stands
    still at the start, for those who want to predict how it ends.
    """

    def __init__(
        self,
        runs: Sequence[RaceRun],
        clock: Callable[[], float],
        notify: Callable[[str], None],
        tuning: PlayerTuning = DEFAULT_TUNING,
    ) -> None:
        self.began_with = runs
        """What it was made of."""
        self._notify = notify
        self._view = ViewState(screen="race")
        self.scenarios = ScenarioList()
        """The scenarios that it knows."""
        self.pacing = Pacing(clock, replace(tuning, budget_s=tuning.race_budget_s))
        self.listen: Callable[[Moment, Wish], None] = lambda *_: None
        """Told of whatever a person wanted that took effect, and where the race stood then."""
        self.replay: Replay | None = None
        """No recording that grows: those of a race are read before it begins."""
        self.visit: RunVisit | None = None
        """The look that is taken into one of the runs alone."""
        self.tracks = RaceTracks(runs, clock, self._tell, tuning)
        self._begin()
        first = self.tracks.first_scenario
        if first is not None:
            self._look(SetPaused(first.paused or not first.at), SetSpeed(first.speed))
            if first.at:
                self.long_work.run_to(round(first.at * SECOND))

    def _begin(self) -> None:
        self.pacing.reset()
        self.players = players = self.tracks.players
        """The player of each track, in order."""
        self.playhead = playhead = self.tracks.playhead
        """The playhead that all tracks have in common."""
        note, notify, stop = self._note, self._notify, partial(self._look, SetPaused(True))
        self.long_work = work = RaceWork(players, playhead, self.pacing, note, notify)
        self._commands = RaceCommands(self.tracks, work, lambda: self._view, note, notify)
        self._navigator = RaceNavigator(players, playhead, work, stop, note, notify)

    def _tell(self, number: int, words: str) -> None:
        """Tell what the track that is pointed at says: the others say the same."""
        if number == self._view.race.chosen:
            self._notify(words)

    # -- what is raced ---------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The session of the track that is pointed at."""
        return self.tracks.chosen(self._view).session

    @property
    def scenario(self) -> Scenario | None:
        """What it simulates; None for a recording."""
        return self.tracks.chosen(self._view).scenario

    @property
    def own_speed(self) -> float:
        """The speed that its scenario asks for."""
        return self.tracks.chosen(self._view).own_speed

    @property
    def refusals(self) -> Mapping[str, str]:
        """What can't be done with those who get commands, each with the reason."""
        return self._commands.refusals

    @property
    def controls(self) -> SiteControls:
        """What makes the commands that depend on how a run stands."""
        return self._commands.controls

    @property
    def settings(self) -> SettingControls | None:
        """Every setting of the track that is pointed at but its model; None for a recording."""
        return self._commands.settings

    # -- what there is to show -------------------------------------------------------------

    def frame(self, declare: Declare = nothing) -> Frame:
        """Return what there is to show, and of each track what `declare` says is needed."""
        return race_frame(self.tracks, self.long_work, self._view, self.progress, declare)

    @property
    def outline(self) -> Outline:
        """The present moment in a few words."""
        return race_outline(self.tracks, self.long_work, self._view)

    @property
    def progress(self) -> Progress:
        """How it gets on."""
        return Progress(self.pacing.real_speed, self.pacing.is_behind, self.long_work.destination)

    @property
    def moment(self) -> Moment:
        """Where it stands, by the events of all runs; or the run that is looked into."""
        if self.visit is not None:
            return moment_of(self.visit.player.session)
        is_forking = self.long_work.fork_progress is not None
        return Moment(seq=self.playhead.seq, at=self.playhead.now, is_forking=is_forking)

    @property
    def view(self) -> ViewState:
        """How it is being looked at."""
        return self._view

    # -- what a person wants ---------------------------------------------------------------

    def do(self, wish: Wish) -> None:
        """Do what a person wants, or have it done by the run that is looked into."""
        if self.visit is not None and not isinstance(wish, Leave):
            self.visit.player.do(wish)
        elif isinstance(wish, ViewIntent | RaceViewIntent):
            if isinstance(wish, SetPaused):
                self.long_work.cancel()
            self._note(wish)
            self._look(wish)
        elif isinstance(wish, PlayheadIntent):
            self._navigator.move(wish)
        elif isinstance(wish, Command):
            self.controls.apply(wish)
        elif isinstance(wish, Visit | Leave):
            self._visit(wish)
        elif isinstance(wish, SkipTheRest):
            if self.long_work.skip_the_rest():
                self._note(wish)
        else:
            self._start_again(wish)

    def pause(self) -> None:
        """Pause, or go on; on the way to a time, stop there."""
        self.do(SetPaused(self.long_work.is_going_somewhere or not self._view.paused))

    def _note(self, wish: Wish, moment: Moment | None = None) -> None:
        self.listen(moment or self.moment, wish)

    def _look(self, *intents: ViewIntent | RaceViewIntent) -> None:
        """Change the view, and that of each track where it shapes the picture."""
        for intent in intents:
            if isinstance(intent, RaceViewIntent):
                self._view = apply_to_race(self._view, intent, len(self.players))
            else:
                self._view = replace(apply(self._view, intent), screen="race")
            if isinstance(intent, SetPaused | SetSpeed | ShowFigure):
                for player in self.players:
                    player.do(intent)

    def _visit(self, wish: Visit | Leave) -> None:
        if isinstance(wish, Visit):
            if self.long_work.refuses("no track is opened"):
                return
            self.long_work.cancel()
            self._note(wish)
            self.visit = self.tracks.visit(wish.screen, self._view, self._notify)
            self.visit.player.listen = self.listen
        elif self.visit is not None:
            self._note(wish)
            self.visit.end()
            self.visit = None

    def _start_again(self, wish: Restart | OpenScenario | Turn) -> None:
        """Start the race again from its start, with the same jobs, others, or turned ones."""
        runs, why_not = self.tracks.changed_for(wish)
        if why_not:
            self._notify(why_not)
            return
        self._notify("")  # what was said of the present race is not true of another
        self._note(wish)
        self.tracks.begin(runs)
        self._begin()
        self._look(SetPaused(False), SetSpeed(self.own_speed), *afresh(self._view, wish))

    # -- time ------------------------------------------------------------------------------

    @property
    def is_still(self) -> bool:
        """Whether no run can change: no time passes, and no work is left."""
        is_idle = self._view.stands_still or self.playhead.ended
        return is_idle and not self.long_work.is_under_way

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing can change: the runs are still, and the last frame was whole."""
        return self.is_still and self.tracks.have_whole_frame(self._view)

    def pass_time(self, real_s: float) -> None:
        """Advance all runs by `real_s` real seconds, and work on what takes more than that."""
        if self.long_work.go_on():
            pass
        elif self._view.stands_still or self.playhead.ended:
            self.pacing.is_behind = False
        else:
            self.pacing.pass_time(self.playhead, real_s, self._view.speed)
