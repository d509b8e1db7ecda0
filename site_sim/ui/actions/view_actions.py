"""Handlers of the actions that change what is looked at, and of those of the program itself.

The registry has the sentence about each; docstrings say what that leaves out.
What is asked for later is imported then: that saves 11 ms before the first paint.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

from site_sim.base.quantities import clock
from site_sim.log.cast import NOBODY
from site_sim.log.events import NO_JOB
from site_sim.player.intents import (
    ScrollPanel,
    Select,
    SetCaption,
    SetFollow,
    SetLogAxis,
    SetNative,
    SetTheme,
    ShowControls,
    ShowFigure,
    ShowScreen,
    Zoom,
)
from site_sim.player.selection import beside, selected_task
from site_sim.player.view_state import FIGURES, Selection
from site_sim.ui.actions.host import Host
from site_sim.ui.actions.race_actions import show_screen
from site_sim.ui.screens.scrolling import panel_to_scroll
from site_sim.ui.theme.registry import BRIGHT_HALL, DARK_HALL

if TYPE_CHECKING:
    from site_sim.state.job_lifecycle import Interval

# -- what is selected --------------------------------------------------------------------------


def find(host: Host) -> None:
    """Select what is found, and scroll to it."""
    from site_sim.ui.dialogs.find import find_dialog

    player = host.player
    dialog = find_dialog(player.session.state, player.view.selected, host.last_search)

    def select(found: Selection) -> None:
        host.last_search = dialog.text
        player.do(Select(*found))
        host.obey(host.screens.site.stay_put())
        if found.kind == "task":
            host.screens.reveal_task(found.number)
        else:
            _reveal_job(host, found.number)

    host.ask(dialog, select)


def _reveal_job(host: Host, job: int) -> None:
    """Scroll to a job wherever it is: in the queue, on the chain, in the accept log."""
    queue = host.player.session.state.queue
    if job in queue:
        host.screens.site.queue.reveal(queue.index(job))
    host.screens.site.accept_log.reveal(job)
    card = host.player.session.state.jobs.get(job)
    if card is not None:
        host.screens.reveal_task(card.holder)
    if host.player.view.screen == "timeline":
        host.screens.timeline.reveal_job(_life_of(host, job))


def _life_of(host: Host, job: int) -> list[Interval]:
    """Return all that is known of a job's life, up to the live end."""
    from site_sim.state.job_lifecycle import life_of

    session = host.player.session
    return life_of(session.log, job, len(session.log), session.playhead.end)


def show_story(host: Host) -> None:
    """Take the job that the selected worker holds, where no job is selected."""
    from site_sim.ui.dialogs.job_story import JobLife, JobStory

    session = host.player.session
    state = session.state
    kind, number = host.player.view.selected
    if kind == "task" and number != NOBODY and number < len(state.workers):
        kind, number = "job", state.task(number).job
    if kind != "job" or number == NO_JOB:
        host.notify("select a job first, or a worker who has one in hand")
    elif number >= state.arrived:  # it is of a future that was given up
        host.notify(f"job #{number} has not arrived yet")
    else:
        life = JobLife.of(state, session.recording.changes, number)
        host.show(JobStory(life, host.themes.glyphs))


def show_report(host: Host) -> None:
    """Tell of the run up to the playhead, as if it ended there."""
    from site_sim.player.report import COLUMNS, LEAST, report
    from site_sim.player.run_settings import header_told
    from site_sim.ui.dialogs.run_report import RunReport

    player = host.player
    state = player.session.state
    header = header_told(player.scenario or player.replay, state.log.cast)

    def write(columns: int) -> str:
        return report(state, header, max(LEAST, min(columns, COLUMNS)))

    host.show(RunReport(write, f"The run up to {clock(state.at)}"))


def show_response_times(host: Host) -> None:
    """Draw the moment at which it is opened; the axis is kept for the next time."""
    from site_sim.player.needs import Needs
    from site_sim.ui.dialogs.run_report import ChartDialog
    from site_sim.ui.drawing.charts.response_times import ResponseTimes, title_of

    panel = ResponseTimes(host.themes.glyphs)

    def draw() -> str:
        frame = host.player.frame(lambda _: Needs(has_response_times=True))
        panel.show(frame)
        return title_of(frame)

    def switch() -> None:
        host.wish(SetLogAxis(not host.player.view.log_axis))

    host.show(ChartDialog(panel, draw, switch))


def select_worker_above(host: Host) -> None:
    """Scroll to the worker that is selected then."""
    _select_beside(host, up=True)


def select_worker_below(host: Host) -> None:
    """Scroll to the worker that is selected then."""
    _select_beside(host, up=False)


def _select_beside(host: Host, up: bool) -> None:
    player = host.player
    chosen = beside(player.view.selected, player.session.state, up)
    if chosen is not None:
        player.do(Select(*chosen))
        host.obey(host.screens.site.stay_put())
    host.screens.reveal_task(selected_task(player.view.selected, player.session.state))


def scroll_page_up(host: Host) -> None:
    _scroll_page(host, down=False)


def scroll_page_down(host: Host) -> None:
    _scroll_page(host, down=True)


def _scroll_page(host: Host, down: bool) -> None:
    shown = host.screens.shown
    panel = panel_to_scroll(shown, shown.panels)
    if panel is not None:
        row = panel.scroll_offset.y + (panel.size.height if down else -panel.size.height)
        row = max(0, min(panel.max_scroll_y, row))
        stays = panel in shown.scrolled(host.player.view)  # what follows the action is to stop
        host.obey((*(() if stays else (SetFollow(False),)), ScrollPanel(panel.scroll_name, row)))


# -- which screen, and how it looks ------------------------------------------------------------


def show_timeline(host: Host) -> None:
    """Scroll to the selected job where its path is out of sight."""
    view = host.player.view
    if view.screen not in {"race", "timeline"} and view.selected.kind == "job":
        life = _life_of(host, view.selected.number)
        host.screens.timeline.reveal_job(life, unless_in_view=True)
    show_screen(host, "timeline")


def toggle_plain_calls(host: Host) -> None:
    """Show the code screen, which alone has them, or take them away there."""
    view = host.player.view
    host.player.do(SetNative(not view.native or view.screen != "code"))
    host.player.do(ShowScreen("code"))


def zoom_or_show_all(host: Host) -> None:
    """Zoom the panel with the focus, unless one is zoomed already."""
    is_zoomed = bool(host.player.view.zoomed_panel)
    host.player.do(Zoom() if is_zoomed else Zoom(host.screens.shown.zoom.candidate))


def toggle_follow(host: Host) -> None:
    """Follow the playhead on the timeline, and the action on the chain on other screens."""
    if host.player.view.screen == "timeline":
        host.obey(host.screens.timeline.toggle_follow())
        follows = host.player.view.timeline.follows
        host.notify("it follows the playhead" if follows else "it stays put")
        return
    follows = not host.player.view.follow
    host.obey([SetFollow(True)] if follows else host.screens.site.stay_put())
    host.notify(f"the chain {'follows the action' if follows else 'stays put'}")


def toggle_controls(host: Host) -> None:
    """Show the site, which alone has them, or close them there."""
    is_there = host.player.view.screen == "site" and host.screens.site.has_controls
    host.player.do(ShowControls(not is_there))
    host.player.do(ShowScreen("site"))


def toggle_caption(host: Host) -> None:
    host.player.do(SetCaption(not host.player.view.caption))


def show_next_figure(host: Host) -> None:
    """Go from one to the next, and then to none."""
    place = FIGURES.index(host.player.view.figure)
    host.player.do(ShowFigure(FIGURES[(place + 1) % len(FIGURES)]))


def choose_theme(host: Host) -> None:
    """Show each theme while it is highlighted."""
    from site_sim.ui.dialogs.picker import Choice, Picker

    themes, before = host.themes, host.player.view.theme
    choices = [Choice(theme.name, theme.title) for theme in themes.available.values()]

    def show(name: str) -> None:
        host.carry_out(lambda: host.player.do(SetTheme(name)))

    picker = Picker("Theme", choices, themes.current.name, preview=show)
    host.ask(picker, lambda name: _use_theme(host, name), otherwise=lambda: show(before))


def switch_halls(host: Host) -> None:
    _use_theme(host, BRIGHT_HALL if host.themes.current.dark else DARK_HALL)


def _use_theme(host: Host, name: str) -> None:
    """Draw with a theme now, and the next time."""
    host.carry_out(lambda: host.player.do(SetTheme(name)))
    why_not = host.themes.keep(name)
    if why_not:
        host.notify(f"the theme is not kept for the next time: {why_not}")


# -- the program -------------------------------------------------------------------------------


def open_palette(host: Host) -> None:
    from site_sim.ui.dialogs.palette import Palette

    host.show(Palette())


def show_help(host: Host) -> None:
    """Do what is chosen there."""
    from site_sim.ui.dialogs.help import Help
    from site_sim.ui.screens.told import ToldRun, told_sections

    state, screen = host.player.session.state, host.player.view.screen
    run = ToldRun(host.themes.glyphs, state.settings.model, state.log.cast)
    sections = told_sections(host.screens.shown, screen, run)
    host.ask(Help(sections, host.offered(), host.keys), host.do)
