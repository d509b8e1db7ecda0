"""Builds what a screen shows of a session, and no more than that screen needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_sim.player.code_reader import CodeReader
from site_sim.player.frame import Frame, Progress
from site_sim.player.needs import Declare
from site_sim.player.outline import Outline, PlayheadState
from site_sim.player.present_scenario import is_as_described
from site_sim.player.search_messages import looking_for
from site_sim.player.search_work import Aim
from site_sim.player.site_copier import SiteCopier
from site_sim.player.timeline_reader import TimelineReader
from site_sim.player.tuning import PlayerTuning
from site_sim.player.view_state import ViewState
from site_sim.run.session import Session
from site_sim.scenario.scenario import Scenario
from site_sim.state.history.followed import NO_ONE_FOLLOWED, Follower
from site_sim.state.history.news import NO_NEWS
from site_sim.state.job_times import JobTimesReader

if TYPE_CHECKING:
    from site_sim.player.replay import Replay

SLOT_CELLS = 4
"""Cells of the strips, a second at the view's speed, for which a job is followed at least."""


class FrameBuilder:
    """Builds the frames of one session: that of a recording, or of a simulation of a scenario.

    `clock` gives real seconds.
    """

    def __init__(
        self,
        session: Session,
        source: Scenario | Replay,
        clock: Callable[[], float],
        tuning: PlayerTuning,
    ) -> None:
        self._session = session
        self._title = source.title or "site-sim"
        self._about, self._advice = source.about, source.advice
        self._scenario = source if isinstance(source, Scenario) else None
        self._has_job_file = source.has_job_file
        self._replay = None if isinstance(source, Scenario) else source
        self._tuning = tuning
        self._site = SiteCopier()
        self._timeline = TimelineReader(session, clock, tuning)
        self._code = CodeReader(session, clock, tuning)
        self._follower = Follower()
        self._job_times = JobTimesReader()
        self.is_complete = False
        """Whether the last frame was."""

    def frame(
        self,
        declare: Declare,
        outline: Outline,
        progress: Progress,
        refusals: Mapping[str, str],
        is_still: bool,
    ) -> Frame:
        """Return what there is to show of an outlined moment, and of that what is `declare`d.

        `refusals` say what can't be done with the run. If it `is_still` more of the time goes into
        the frame.
        """
        view = outline.view
        needs, replay, session = declare(outline), self._replay, self._session
        if needs.code is None:
            self._code.leave()
        least_s = self._tuning.still_budget_s if is_still else 0.0
        recent = session.recording.recent_past(view.cell_ns)
        frame = Frame(
            outline,
            needs,
            self._site.copy(session.state, recent, needs, view.selected),
            view,
            outline.playhead,
            progress,
            self._title,
            self._code.read(needs.code, view, least_s) if needs.code is not None else None,
            self._timeline.read(needs.timeline, view, least_s)
            if needs.timeline is not None
            else None,
            response_times=self._job_times.times(session.state.statistics).sojourn
            if needs.has_response_times
            else None,
            refusals=refusals,
            recording=replay.remark if replay is not None else "",
            has_job_file=self._has_job_file,
            settings_told=replay.settings_told if replay is not None else None,
        )
        self.is_complete = frame.is_complete and recent.strips.is_complete
        return frame

    def outline(self, view: ViewState, aim: Aim | None) -> Outline:
        """Return the moment in a few words; `aim` is what is searched for, if anything."""
        session = self._session
        state = session.state
        playhead = PlayheadState(
            at=session.now,
            end=session.playhead.end,
            seq=state.seq,
            length=len(session.log),
            is_live=session.playhead.is_live,
            markers=session.markers.so_far(),
            bookmarks=session.bookmarks.places,
            hiring=session.hiring,
            fork_progress=session.fork_progress,
            can_restore=session.can_restore,
            looking_for=looking_for(aim.wanted, state, aim.back) if aim is not None else "",
        )
        return replace(
            self.brief_outline(view, playhead),
            followed=self._follower.followed(state, SLOT_CELLS * view.cell_ns),
            news=session.recording.news.at(state, view.cell_ns),
            about=self._about if self._is_as_described else "",
            advice="" if session.journal else self._advice,
        )

    def brief_outline(self, view: ViewState, playhead: PlayheadState) -> Outline:
        """Return the moment at a playhead without what only a screen of this run alone shows."""
        state, changes = self._session.state, self._session.recording.changes
        return Outline(
            view,
            playhead,
            state.log.cast,
            self._site.settings(state),
            NO_ONE_FOLLOWED,
            NO_NEWS,
            workers=len(state.workers),
            lanes=len(state.lanes),
            waiting=state.queue.length,
            most_workers=changes.most_workers,
            most_lanes=changes.most_lanes,
        )

    @property
    def _is_as_described(self) -> bool:
        """Whether what is said of the run is true at the playhead: commands may have changed it."""
        session, scenario = self._session, self._scenario
        if scenario is None or not session.journal:
            return True
        return is_as_described(scenario, session.state.settings)
