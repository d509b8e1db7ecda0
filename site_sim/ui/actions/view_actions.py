"""What each action of the registry does to what is looked at: a method an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.log.events import NO_JOB, NOBODY
from site_sim.player.view_state import Selection
from site_sim.state.job_lifecycle import Interval, life_of
from site_sim.ui.actions.run_actions import Deeds
from site_sim.ui.dialogs.common import Choice, Help, Palette, Picker
from site_sim.ui.dialogs.go_to import Find
from site_sim.ui.dialogs.job_story import Life, Story

if TYPE_CHECKING:
    from site_sim.ui.app import SiteApp


class LookDeeds(Deeds):
    """Which screen, what is selected, and what it looks like."""

    def __init__(self, app: SiteApp) -> None:
        super().__init__(app)
        self._sought = ""
        """What was found last, as it was typed."""

    def do_find(self) -> None:
        """Find a worker or a job, and select it."""
        view = self._player.view
        dialog = Find(self._player.session.state, view.selected, self._sought)

        def select(found: Selection) -> None:
            self._sought = dialog.text
            view.selected = found
            view.follow = False
            if found.kind == "task":
                self._reveal(found.number)
            else:
                self._reveal_job(found.number)

        self._ask(dialog, select)

    def _reveal_job(self, job: int) -> None:
        """Have a job in sight wherever it is: in the queue, on the chain, in the accept log."""
        session, site = self._player.session, self._app.site
        site.queue.reveal(job)
        site.accept_log.reveal(job)
        card = session.state.jobs.get(job)
        if card is not None:
            self._reveal(card.holder)
        if self._player.view.screen == "timeline":
            self._timeline.reveal_job(self._life_of(job))

    def _life_of(self, job: int) -> list[Interval]:
        """Return all that is known of a job's life, up to the live end."""
        session = self._player.session
        return life_of(session.log, job, len(session.log), session.playhead.end)

    def do_story(self) -> None:
        """Tell the story of the selected job, or of the one in the selected worker's hand."""
        state = self._player.session.state
        kind, number = self._player.view.selected
        if kind == "task" and number != NOBODY and number < len(state.workers):
            kind, number = "job", state.task(number).job
        if kind != "job" or number == NO_JOB:
            self._app.say("select a job first, or a worker who has one in hand")
            return
        if number >= state.arrived:  # it is of a future that was given up
            self._app.say(f"job #{number} has not arrived yet")
            return
        among = self._player.session.branch.changes.stretches_about(number)
        life = Life.of(state, number, among)
        self._app.push_screen(Story(life, self._app.glyphs))

    def do_site(self) -> None:
        """Look at the site."""
        self._app.look_at("site")

    def do_timeline(self) -> None:
        """Look at the timeline: at the selected job, where its path would else be out of sight."""
        view = self._player.view
        if view.screen != "timeline" and view.selected.kind == "job":
            self._timeline.reveal_job(self._life_of(view.selected.number), unless_in_view=True)
        self._app.look_at("timeline")

    def do_code(self) -> None:
        """Look at the code."""
        self._app.look_at("code")

    def do_native(self) -> None:
        """Tell the moment in plain `.send()` calls on the code screen, or no longer."""
        view = self._player.view
        view.native = not view.native or view.screen != "code"
        self._app.look_at("code")

    def do_select_up(self) -> None:
        """Select the worker above."""
        self._move(up=True)

    def do_select_down(self) -> None:
        """Select the worker below."""
        self._move(up=False)

    def _move(self, up: bool) -> None:
        self._player.move_selection(up)
        self._reveal(self._player.selected_worker)

    def _reveal(self, who: int) -> None:
        """Have a worker in sight."""
        self._app.site.chain.reveal(who)
        self._timeline.reveal_task(who)

    def do_deselect(self) -> None:
        """Leave the zoom, else select nothing."""
        if not self._app.shown.unzoom():
            self._player.view.selected = Selection("task", NOBODY)

    def do_follow(self) -> None:
        """Follow the action, or stay put."""
        if self._player.view.screen == "timeline":
            follows = self._timeline.toggle_follow()
            self._app.say("it follows the playhead" if follows else "it stays put")
            return
        view = self._player.view
        view.follow = not view.follow
        self._app.say(f"the chain {'follows the action' if view.follow else 'stays put'}")

    def do_stay(self) -> None:
        """Stay where the person scrolled to."""
        self._player.view.follow = False

    def do_zoom(self) -> None:
        """Zoom a panel, or leave the zoom."""
        self._app.shown.zoom()

    def do_theme(self) -> None:
        """Let a theme be picked, and show each while it is looked at."""
        before = self._app.theme
        themes = self._app.themes.values()
        picker = Picker(
            "Theme",
            [Choice(theme.name, theme.title) for theme in themes],
            before,
            preview=self._app.wear,
        )
        self._app.push_screen(picker, lambda name: self._app.wear(name or before))


class TimelineDeeds(Deeds):
    """What the timeline shows, and where its cursor is."""

    def do_zoom_in(self) -> None:
        """See less time, closer."""
        self._timeline.zoom_in()

    def do_zoom_out(self) -> None:
        """See more time."""
        self._timeline.zoom_out()

    def do_fit(self) -> None:
        """See the whole run."""
        self._timeline.fit_all()

    def do_to_playhead(self) -> None:
        """See where the playhead is."""
        self._timeline.show_playhead()

    def do_pan_left(self) -> None:
        """See what was before."""
        self._timeline.pan_left()

    def do_pan_right(self) -> None:
        """See what came after."""
        self._timeline.pan_right()

    def do_cursor_up(self) -> None:
        """Move the cursor a row up."""
        self._timeline.cursor_up()

    def do_cursor_down(self) -> None:
        """Move the cursor a row down."""
        self._timeline.cursor_down()

    def do_cursor_left(self) -> None:
        """Move the cursor a cell back."""
        self._timeline.cursor_left()

    def do_cursor_right(self) -> None:
        """Move the cursor a cell on."""
        self._timeline.cursor_right()

    def do_page_up(self) -> None:
        """Move the cursor many rows up."""
        self._timeline.page_up()

    def do_page_down(self) -> None:
        """Move the cursor many rows down."""
        self._timeline.page_down()

    def do_seek_here(self) -> None:
        """Go to the time under the cursor."""
        self._timeline.seek_here()

    def do_select_here(self) -> None:
        """Select the job under the cursor."""
        self._timeline.select_here()


class ProgramDeeds(Deeds):
    """The palette, the help, and how to leave."""

    def do_palette(self) -> None:
        """Open the command palette."""
        self._app.push_screen(Palette())

    def do_help(self) -> None:
        """Show the help."""
        self._ask(Help(self._app.keys_of, self._app.legend()), self._app.action_do)

    def do_suspend(self) -> None:
        """Stop the process, as a shell's job."""
        self._app.action_suspend_process()

    def do_quit(self) -> None:
        """Quit."""
        self._app.end(0)
