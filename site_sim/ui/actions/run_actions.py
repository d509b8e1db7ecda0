"""Handlers of the actions that change the run, or where in it one is.

The registry has the sentence about each; docstrings say what that leaves out.
Dialogs are imported where they open: that saves 10 ms before the first paint.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from site_sim.base.errors import SiteError
from site_sim.log.cast import NOBODY
from site_sim.player.intents import GiveUp, GoToEvent, OpenScenario, Restore, SetSpeed
from site_sim.player.selection import selected_task
from site_sim.player.view_state import AS_FAST_AS_IT_CAN, NOTHING, speed_text
from site_sim.scenario.steps import SHARES
from site_sim.state.entities import State
from site_sim.ui.actions.host import Host

NOTHING_SELECTED = "select a worker or a job first"


# -- where in the run one is -------------------------------------------------------------------


def go_to_next_event_of_selected(host: Host) -> None:
    _go_to_event_of_selected(host, back=False)


def go_to_previous_event_of_selected(host: Host) -> None:
    _go_to_event_of_selected(host, back=True)


def _go_to_event_of_selected(host: Host, back: bool) -> None:
    kind, number = selected = host.player.view.selected
    if selected == NOTHING:
        host.notify(NOTHING_SELECTED)
    elif kind == "job":
        host.player.do(GoToEvent(job=number, back=back))
    else:
        host.player.do(GoToEvent(who=number, back=back))


def restore_or_give_up(host: Host) -> None:
    """Give up the re-execution that is under way, before anything is brought back."""
    is_forking = host.player.outline.playhead.fork_progress is not None
    host.player.do(GiveUp() if is_forking else Restore())


# -- how fast it goes --------------------------------------------------------------------------

SPEEDS = tuple(2.0**power for power in range(-4, 11))
"""The speeds to choose from, in simulated seconds a second."""


def switch_max_speed(host: Host) -> None:
    view = host.player.view
    is_unbounded = view.speed == AS_FAST_AS_IT_CAN
    host.player.do(SetSpeed(view.steady_speed if is_unbounded else "max"))


def choose_speed(host: Host) -> None:
    """Choose from the steps, the scenario's own speed and the present one."""
    from site_sim.ui.dialogs.picker import Choice, Picker

    view, own_speed = host.player.view, host.player.own_speed
    about = {1.0: "as on the clock on the wall", AS_FAST_AS_IT_CAN: "as fast as it can"}
    if host.player.scenario is not None:
        about[own_speed] = "the scenario's own"
    speeds = sorted({*SPEEDS, own_speed, view.steady_speed, AS_FAST_AS_IT_CAN})
    texts = {speed_text(speed): speed for speed in speeds}
    choices = [Choice(text, about.get(speed, "")) for text, speed in texts.items()]

    def run_at(text: str) -> None:
        speed = texts[text]
        host.player.do(SetSpeed("max" if speed == AS_FAST_AS_IT_CAN else speed))

    host.ask(Picker("Speed", choices, view.speed_text), run_at)


# -- the crew ----------------------------------------------------------------------------------


def hire(host: Host) -> None:
    """Take longer and longer steps while the key is held."""
    host.player.controls.change_workers(
        host.key_repeats.stride("hire", host.player.controls.workers)
    )


def lay_off(host: Host) -> None:
    """Take longer and longer steps while the key is held."""
    host.player.controls.change_workers(
        -host.key_repeats.stride("lay-off", host.player.controls.workers)
    )


def ask_for_workers(host: Host) -> None:
    from site_sim.scenario.settings import SETTINGS
    from site_sim.ui.dialogs.value import value_dialog

    controls = host.player.controls
    question = value_dialog(SETTINGS["workers"], controls.workers, "Workers")
    host.ask(question, lambda count: controls.set_workers(int(count)))


def cause_accident(host: Host) -> None:
    """Say why, where the selected one can have none."""
    why_not = _why_no_accident(host)
    if why_not:
        host.notify(why_not)
    else:
        who = selected_task(host.player.view.selected, host.player.session.state)
        host.player.controls.accident(who if who >= 0 else NOBODY)


def _why_no_accident(host: Host) -> str:
    """Return why the selected task can have no accident; "" if it can, or none is selected."""
    kind, number = host.player.view.selected
    if kind == "job" or number == NOBODY:
        return ""
    state = host.player.session.state
    if number < 0:
        can_grow = state.log.cast.can_grow
        others = "workers have" if can_grow else "the consumer has"
        return f"only {others} accidents: {state.name_of(number)} is selected"
    if number >= len(state.workers) or state.task(number).state is State.GONE:
        return f"{state.name_of(number)} is not there"
    return ""


# -- jobs and settings -------------------------------------------------------------------------


def ask_for_rate(host: Host) -> None:
    from site_sim.scenario.settings import SETTINGS
    from site_sim.ui.dialogs.value import value_dialog

    controls = host.player.controls
    question = value_dialog(SETTINGS["rate"], controls.rate, "Job rate")
    host.ask(question, lambda per_s: controls.set_rate(float(per_s)))


def choose_model(host: Host) -> None:
    _choose(host, "model", "Execution model")


def choose_workload(host: Host) -> None:
    _choose(host, "workload", "Workload of the jobs to come")


def choose_dispatch(host: Host) -> None:
    _choose(host, "dispatch", "Dispatch")


def choose_wiring(host: Host) -> None:
    _choose(host, "wiring", "Wiring")


def _choose(host: Host, setting: str, title: str) -> None:
    """Ask for the value of a setting."""
    from site_sim.ui.dialogs.value_list import value_list

    present = getattr(host.player.session.state.settings, setting)
    picker = value_list(setting, present, title)
    host.ask(picker, lambda value: host.player.controls.choose(setting, value))


def choose_defect_rate(host: Host) -> None:
    """Choose from the steps and the present share."""
    from site_sim.base.quantities import exact_share
    from site_sim.ui.dialogs.picker import Choice, Picker

    present = host.player.controls.defect_rate
    texts = {exact_share(each): each for each in sorted({*SHARES, present})}
    choices = [Choice(text) for text in texts]
    picker = Picker("Results that are rejected", choices, exact_share(present))
    host.ask(picker, lambda text: host.player.controls.set_defect_rate(texts[text]))


def open_next_scenario(host: Host) -> None:
    _open_beside(host, 1)


def open_previous_scenario(host: Host) -> None:
    _open_beside(host, -1)


def _open_beside(host: Host, by: int) -> None:
    """Open the scenario `by` places further on in the list; at its ends, say so."""
    player = host.player
    present = player.scenario.source if player.scenario is not None else None
    name = player.scenarios.beside(present, by)
    if name is None:
        host.notify(f"there is no {'next' if by > 0 else 'previous'} scenario")
    else:
        player.do(OpenScenario(name))


def choose_scenario(host: Host) -> None:
    """Choose from those that ship and the files that were opened."""
    from site_sim.ui.dialogs.picker import Choice, Picker

    player = host.player
    sources, choices, present = dict[str, str](), list[Choice](), ""
    for name, label, words in player.scenarios.listed():
        more = f"{words.title}; {words.advice}" if words.advice else words.title
        choices.append(Choice(label, words.about or words.title, more))
        sources[label] = name
        if player.scenario is not None and player.scenario.source == name:
            present = label

    def open_it(name: str) -> None:
        try:
            player.do(OpenScenario(sources[name]))
        except SiteError as error:
            host.warn(str(error))

    host.ask(Picker("Scenario", choices, present), open_it)
