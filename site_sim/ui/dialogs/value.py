"""The dialog that asks for the value of a setting that has no names for its values."""

from __future__ import annotations

from site_sim.scenario.settings import REBUILT, Setting, SettingValue
from site_sim.ui.dialogs.question import Question


def value_dialog(
    setting: Setting, present: SettingValue, title: str = ""
) -> Question[SettingValue]:
    """Return a dialog that asks for another value than the present one, which may stay.

    A scenario may give a value beyond what can be asked for on the screen.
    """
    text = setting.write(present)

    def read(answer: str) -> SettingValue:
        return present if answer.strip() == text else setting.read(answer)

    hint = f"{setting.range}\n{REBUILT}" if setting.rebuilds else setting.range
    return Question(title or setting.name, hint, read, text=text)
