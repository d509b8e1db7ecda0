"""Handlers of the dialog with every setting of the run.

Dialogs are imported where they open: that saves 10 ms before the first paint.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from site_sim.base.files import STDIN, as_argument, file_name
from site_sim.base.text import clean_line
from site_sim.player.setting_controls import SettingControls
from site_sim.ui.actions.host import Host

if TYPE_CHECKING:
    from site_sim.scenario.settings import SettingValue
    from site_sim.ui.dialogs.settings import SettingsDialog


def show_settings(host: Host) -> None:
    """Show every setting, from the one on that was clicked."""
    from site_sim.ui.dialogs.settings import SettingDeeds, SettingsDialog

    controls = host.player.settings
    if controls is None:
        return

    def changing(change: Callable[[str, Callable[[], None]], None]) -> Callable[[str], None]:
        return lambda name: host.carry_out(lambda: change(name, dialog.show_values))

    dialog = SettingsDialog(
        SettingDeeds(
            rows=lambda: controls.rows,
            edit=lambda name: _edit(host, controls, dialog, name),
            step_down=changing(lambda name, then: controls.step(name, False, then)),
            step_up=changing(lambda name, then: controls.step(name, True, then)),
            reset=changing(controls.reset),
            save=lambda _: _save(host, controls, dialog),
        ),
        host.about,
    )
    host.show(dialog)


def _edit(host: Host, controls: SettingControls, dialog: SettingsDialog, name: str) -> None:
    """Ask for the value of a setting: from a list, or as a text."""
    from site_sim.ui.dialogs.value import value_dialog
    from site_sim.ui.dialogs.value_list import value_list

    row = next(row for row in controls.rows if row.setting.name == name)
    setting = row.setting

    def change(value: SettingValue) -> None:
        controls.change(name, value, dialog.show_values)

    if setting.choices:
        host.ask(value_list(name, row.value), change)
    else:
        host.ask(value_dialog(setting, setting.value_in(controls.present)), change)


def _save(host: Host, controls: SettingControls, dialog: SettingsDialog) -> None:
    """Ask for the name of a file, and write the scenario to it."""
    from site_sim.scenario.writing import write_scenario
    from site_sim.ui.dialogs.question import Question

    if controls.present.jobs == STDIN:
        dialog.say("a file can't name jobs of standard input: open a job file", is_fault=True)
        return

    def write(text: str) -> Path:
        path = Path(text.strip())
        if not text.strip() or path.suffix != ".toml":
            raise ValueError("a file whose name ends in .toml, please")
        try:
            path = path.expanduser()
            if path.exists():
                raise ValueError(f"{file_name(path)} is there already: another name, please")
            write_scenario(controls.present, path)
        except RuntimeError:
            raise ValueError(f"{file_name(path.parts[0])}: there is no such person") from None
        except UnicodeError:
            raise ValueError("the name of the job file is not UTF-8") from None
        except OSError as error:
            raise ValueError(f"{file_name(path)}: {error.strerror}") from None
        return path

    def tell(path: Path) -> None:
        command = shlex.join(("site-sim", as_argument(str(path))))
        dialog.say(f"written: {clean_line(command)}")

    name = f"{Path(controls.present.source or 'scenario').stem}-changed.toml"
    hint = "a new file; `site-sim FILE` opens it"
    question = Question("Write the scenario to a file", hint, write, text=name)
    host.ask(question, tell)
