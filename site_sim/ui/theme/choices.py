"""The themes that a person chose on the screen, kept for the next time.

They stand in a file of their own in the user's folder of states (`config.toml` is the person's to
write), each with the theme that it was chosen in place of. So a choice counts as long as the screen
would start with that other theme: not with a new one in `config.toml`, and not under NO_COLOR.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from site_sim.base.errors import SiteError
from site_sim.base.files import MEBIBYTE, read_text
from site_sim.base.toml import parse_toml
from site_sim.base.writing import cannot_be_written, whole_file
from site_sim.ui.theme.files import NAME_PATTERN

MOST_CHOICES = 50
"""Choices that are kept; the oldest go first."""
_HEAD = "# Themes chosen on the screen, each in place of the one that it would start with.\n"


def choices_path() -> Path:
    """Return the path of the file; it may not exist."""
    return platformdirs.user_state_path("site-sim", appauthor=False) / "themes.toml"


class ThemeChoices:
    """The choices in a file; one that can't be read has none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def in_place_of(self, theme: str) -> str | None:
        """Return the theme that was chosen in place of another, by their names."""
        return self._read().get(theme)

    def keep(self, theme: str, in_place_of: str) -> str:
        """Keep a choice; return why that can't be done, "" if it is."""
        choices = {name: chosen for name, chosen in self._read().items() if name != in_place_of}
        if theme != in_place_of:
            choices[in_place_of] = theme
        lines = [f'{name} = "{chosen}"\n' for name, chosen in choices.items()]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self._path) as file:
                file.writelines((_HEAD, *lines[-MOST_CHOICES:]))
        except OSError as error:
            return cannot_be_written(error)
        return ""

    def _read(self) -> Mapping[str, str]:
        try:
            text = read_text(self._path, MEBIBYTE, only_regular=True)
            table = parse_toml(text, self._path.name)
        except SiteError:
            return {}
        return {
            name: chosen
            for name, chosen in table.items()
            if isinstance(chosen, str)
            and all(re.search(NAME_PATTERN, each) for each in (name, chosen))
        }
