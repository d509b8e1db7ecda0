"""What each action of the registry does: a method an action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import ModalScreen

from site_sim.errors import SiteError
from site_sim.events import ACCEPT, FOREMAN, NO_JOB, NOBODY, Kind
from site_sim.scenario.loading import load_scenario, shipped_scenarios
from site_sim.scenario.summaries import MODEL_SUMMARIES
from site_sim.state.lives import Stage, life_of
from site_sim.state.parts import State
from site_sim.state.search import Wanted
from site_sim.ui.controller import BURST, MOST_WORKERS, RATES, Controller
from site_sim.ui.screens.dialogs import Choice, Help, NumberPrompt, Palette, Picker
from site_sim.ui.screens.story import Story
from site_sim.ui.screens.time_dialogs import Find, GoTo
from site_sim.ui.view import AS_FAST_AS_IT_CAN, Selection
from site_sim.ui.words import NS

if TYPE_CHECKING:
    from site_sim.ui.app import SiteApp
    from site_sim.ui.widgets.timeline import Timelines

WORKLOADS = {
    "io": "jobs that wait for others: disks, networks, people",
    "cpu": "jobs that compute",
    "mixed": "half of each job computes, half waits",
}
DISPATCHES = {
    "round-robin": "job i to worker i % N, the classic",
    "least-busy": "to the worker idle longest, once one is",
}
WIRINGS = {
    "chain": "each job goes down the chain until it meets its worker",
    "direct": "the foreman has a link to every worker",
}
RAMP = 8
"""Presses of a held key before its steps grow."""


class Performer:
    """Does what an action asks. Holding a key makes its steps grow."""

    def __init__(self, app: SiteApp) -> None:
        self._app = app
        self._held = ("", 0, 0.0)
        self._sought = ""
        """What was found last, as it was typed."""

    @property
    def _controller(self) -> Controller:
        return self._app.controller

    def perform(self, action: str) -> None:
        """Do what the registry calls `action`."""
        method: Callable[[], None] = getattr(self, "do_" + action.replace("-", "_"))
        method()

    def _stride(self, action: str, value: int) -> int:
        """Return how far a held key goes: by one at first, later by a tenth of the value."""
        last, presses, at = self._held
        now = self._app.loop_time()
        presses = presses + 1 if last == action and now - at < 0.2 else 1
        self._held = (action, presses, now)
        return 1 if presses <= RAMP else max(1, value // 10)

    # -- time ------------------------------------------------------------------------------

    def do_pause(self) -> None:
        """Stop the clock, or let it run."""
        self._controller.pause()

    def do_step(self) -> None:
        """Go on to the next event."""
        self._controller.step()

    def do_faster(self) -> None:
        """Double the speed."""
        self._controller.change_speed(up=True)

    def do_slower(self) -> None:
        """Halve the speed."""
        self._controller.change_speed(up=False)

    def do_max_speed(self) -> None:
        """Run as fast as it can."""
        self._controller.set_speed(AS_FAST_AS_IT_CAN)

    def do_back(self) -> None:
        """Go back an event."""
        self._controller.step_back()

    def do_jump_back(self) -> None:
        """Jump a second back."""
        self._controller.jump(-NS)

    def do_jump_on(self) -> None:
        """Jump a second on."""
        self._controller.jump(NS)

    def do_leap_back(self) -> None:
        """Jump ten seconds back."""
        self._controller.jump(-10 * NS)

    def do_leap_on(self) -> None:
        """Jump ten seconds on."""
        self._controller.jump(10 * NS)

    def do_start(self) -> None:
        """Go to the start."""
        self._controller.seek(0)

    def do_live(self) -> None:
        """Go to the live end."""
        self._controller.seek(self._controller.session.end)

    def do_next_of(self) -> None:
        """Go to the next event of what is selected."""
        wanted = self._controller.wanted_of_selected()
        if wanted is None:
            self._app.say("select a worker or a job first")
        else:
            self._controller.go_on_to(wanted)

    def do_previous_of(self) -> None:
        """Go to the previous event of what is selected."""
        wanted = self._controller.wanted_of_selected()
        if wanted is None:
            self._app.say("select a worker or a job first")
        else:
            self._controller.go_back_to(wanted)

    def do_run_to(self) -> None:
        """Ask for a time or a kind of event, and go there."""

        def go(answer: int | Kind) -> None:
            if isinstance(answer, Kind):
                self._controller.go_on_to(Wanted(kinds=(answer,)))
            else:
                self._controller.go_to(answer)

        self._ask(GoTo(), go)

    def do_restore(self) -> None:
        """Bring back the future that a command in the past cut off."""
        self._controller.restore()

    def do_find(self) -> None:
        """Find a worker or a job, and select it."""
        view = self._controller.view
        dialog = Find(self._controller.session.state, view.selected, self._sought)

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
        session, site = self._controller.session, self._app.site
        site.queue.reveal(job)
        site.accept_log.reveal(job)
        card = session.state.jobs.get(job)
        if card is not None:
            self._reveal(card.holder)
        if self._controller.view.screen == "timeline":
            self._rows.reveal_life(self._life_of(job))

    def _life_of(self, job: int) -> list[Stage]:
        """Return all that is known of a job's life, up to the live end."""
        session = self._controller.session
        return life_of(session.log, job, len(session.log), session.end)

    def do_story(self) -> None:
        """Tell the story of the selected job, or of the one in the selected worker's hand."""
        state = self._controller.session.state
        kind, number = self._controller.view.selected
        if kind == "task" and number != NOBODY and number < len(state.workers):
            kind, number = "job", state.task(number).job
        if kind != "job" or number == NO_JOB:
            self._app.say("select a job first, or a worker who has one in hand")
            return
        if number >= state.arrived:  # it is of a future that was given up
            self._app.say(f"job #{number} has not arrived yet")
            return
        self._app.push_screen(Story(state, number, self._app.glyphs))

    def do_site(self) -> None:
        """Look at the site."""
        self._app.look_at("site")

    def do_timeline(self) -> None:
        """Look at the timeline: at the selected job, where its path would else be out of sight."""
        view = self._controller.view
        if view.screen != "timeline" and view.selected.kind == "job":
            self._rows.reveal_life(self._life_of(view.selected.number), unless_in_sight=True)
        self._app.look_at("timeline")

    def do_code(self) -> None:
        """Look at the code."""
        self._app.look_at("code")

    def do_native(self) -> None:
        """Tell the moment in plain `.send()` calls on the code screen, or no longer."""
        view = self._controller.view
        view.native = not view.native or view.screen != "code"
        self._app.look_at("code")

    def do_restart(self) -> None:
        """Start again with the same seed."""
        self._controller.restart(new_seed=False)

    def do_new_seed(self) -> None:
        """Start again with a new seed."""
        self._controller.restart(new_seed=True)

    # -- site ------------------------------------------------------------------------------

    def do_hire(self) -> None:
        """Hire a worker."""
        self._controller.change_workers(self._stride("hire", self._controller.workers))

    def do_lay_off(self) -> None:
        """Lay off the head."""
        self._controller.change_workers(-self._stride("lay-off", self._controller.workers))

    def do_set_workers(self) -> None:
        """Ask for the number of workers."""
        self._ask(
            NumberPrompt("Workers", self._controller.workers, 1, MOST_WORKERS, whole=True),
            lambda number: self._controller.set_workers(int(number)),
        )

    def do_rate_up(self) -> None:
        """Let more jobs come."""
        self._controller.change_rate(up=True)

    def do_rate_down(self) -> None:
        """Let fewer jobs come."""
        self._controller.change_rate(up=False)

    def do_set_rate(self) -> None:
        """Ask for the job rate."""
        self._ask(
            NumberPrompt("Jobs a second", self._controller.rate, 0, RATES[-1], whole=False),
            self._controller.set_rate,
        )

    def do_order(self) -> None:
        """Order a job."""
        self._controller.order(1)

    def do_burst(self) -> None:
        """Order a burst of jobs."""
        self._controller.order(BURST)

    def do_model(self) -> None:
        """Let a model be picked."""
        self._pick("model", "Execution model", MODEL_SUMMARIES)

    def do_workload(self) -> None:
        """Let a workload be picked."""
        self._pick("workload", "Workload of the jobs to come", WORKLOADS)

    def do_dispatch(self) -> None:
        """Let a dispatch be picked."""
        self._pick("dispatch", "Dispatch", DISPATCHES)

    def do_wiring(self) -> None:
        """Let a wiring be picked."""
        self._pick("wiring", "Wiring", WIRINGS)

    def _pick(self, setting: str, title: str, choices: dict[str, str]) -> None:
        present = self._controller.session.state.settings.get(setting, "")
        picker = Picker(title, [Choice(*item) for item in choices.items()], present)
        self._ask(picker, lambda value: self._controller.choose(setting, value))

    def do_scenario(self) -> None:
        """Let a scenario be picked."""
        choices = [Choice(name, about) for name, _, about in shipped_scenarios()]

        def open_it(name: str) -> None:
            try:
                self._controller.open(load_scenario(name, {}))
            except SiteError as error:
                self._app.notify(str(error), severity="error", markup=False)

        self._ask(Picker("Scenario", choices, ""), open_it)

    # -- accidents and quality -------------------------------------------------------------

    def do_accident(self) -> None:
        """Let an accident happen: to the selected worker, and to nobody in place of it."""
        why_not = self._why_no_accident()
        if why_not:
            self._app.say(why_not)
        else:
            self._controller.accident()

    def _why_no_accident(self) -> str:
        """Return why the selected one can have no accident; "" if it can, or none is selected."""
        kind, number = self._controller.view.selected
        if kind == "job" or number == NOBODY:
            return ""
        state = self._controller.session.state
        if number in (FOREMAN, ACCEPT):
            those = (
                "workers have" if state.settings["program"] == "pipeline" else "the consumer has"
            )
            return f"only {those} accidents: {state.name_of(number)} is selected"
        if number >= len(state.workers) or state.task(number).state is State.GONE:
            return f"{state.name_of(number)} is not there"
        return ""

    def do_supervision(self) -> None:
        """Replace the dead, or leave the gap."""
        self._controller.switch_supervision()

    def do_defects_up(self) -> None:
        """Let more results be rejected."""
        self._controller.change_defect_rate(up=True)

    def do_defects_down(self) -> None:
        """Let fewer results be rejected."""
        self._controller.change_defect_rate(up=False)

    # -- look ------------------------------------------------------------------------------

    def do_select_up(self) -> None:
        """Select the worker above."""
        self._move(up=True)

    def do_select_down(self) -> None:
        """Select the worker below."""
        self._move(up=False)

    def _move(self, up: bool) -> None:
        self._controller.move_selection(up)
        self._reveal(self._controller.selected_worker)

    def _reveal(self, who: int) -> None:
        """Have a worker in sight."""
        self._app.site.chain.reveal(who)
        self._app.timeline.timelines.reveal(who)

    def do_deselect(self) -> None:
        """Leave the zoom, else select nothing."""
        if not self._app.shown.unzoom():
            self._controller.view.selected = Selection("task", NOBODY)

    def do_follow(self) -> None:
        """Follow the action, or stay put."""
        if self._controller.view.screen == "timeline":
            follows = self._rows.window.follow()
            self._app.say("it follows the playhead" if follows else "it stays put")
            return
        view = self._controller.view
        view.follow = not view.follow
        self._app.say(f"the chain {'follows the action' if view.follow else 'stays put'}")

    def do_stay(self) -> None:
        """Stay where the person scrolled to."""
        self._controller.view.follow = False

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

    # -- timeline --------------------------------------------------------------------------

    @property
    def _rows(self) -> Timelines:
        return self._app.timeline.timelines

    def do_zoom_in(self) -> None:
        """See less time, closer."""
        self._rows.zoom(closer=True)

    def do_zoom_out(self) -> None:
        """See more time."""
        self._rows.zoom(closer=False)

    def do_fit(self) -> None:
        """See the whole run."""
        self._rows.window.fit()

    def do_to_playhead(self) -> None:
        """See where the playhead is."""
        self._rows.to_playhead()

    def do_pan_left(self) -> None:
        """See what was before."""
        self._rows.pan(-1)

    def do_pan_right(self) -> None:
        """See what came after."""
        self._rows.pan(1)

    def do_cursor_up(self) -> None:
        """Move the cursor a row up."""
        self._rows.move(-1, 0)

    def do_cursor_down(self) -> None:
        """Move the cursor a row down."""
        self._rows.move(1, 0)

    def do_cursor_left(self) -> None:
        """Move the cursor a cell back."""
        self._rows.move(0, -1)

    def do_cursor_right(self) -> None:
        """Move the cursor a cell on."""
        self._rows.move(0, 1)

    def do_page_up(self) -> None:
        """Move the cursor many rows up."""
        self._rows.page(-1)

    def do_page_down(self) -> None:
        """Move the cursor many rows down."""
        self._rows.page(1)

    def do_seek_here(self) -> None:
        """Go to the time under the cursor."""
        self._rows.seek()

    def do_select_here(self) -> None:
        """Select the job under the cursor."""
        self._rows.select()

    # -- program ---------------------------------------------------------------------------

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

    def _ask(self, dialog: ModalScreen[Any], use: Callable[..., None]) -> None:
        """Open a dialog, and use its answer unless it was closed without one."""

        def answered(value: Any) -> None:
            if value is not None:
                use(value)
                self._app.publish()

        self._app.push_screen(dialog, answered)
