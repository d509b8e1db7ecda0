"""What `site-sim themes` does: list the themes, check one, print one to start from.

Each function writes to the stream it is given and returns the exit code. What is wrong with the
asking is raised as `SiteError`, for exit code 2.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from site_sim.base.errors import SiteError, did_you_mean
from site_sim.base.files import MEBIBYTE, file_name, read_text
from site_sim.base.text import clean, clean_line
from site_sim.ui.theme.checks import check_theme
from site_sim.ui.theme.registry import load_themes, shipped_folder, user_folder


def list_themes(out: TextIO, err: TextIO, user_dir: Path | None = None) -> int:
    """Write a line a theme: name, kind, title, and where it is from if it does not ship.

    What is wrong with a person's own themes goes to `err`. `user_dir` is their folder.
    """
    themes, faults = load_themes(user_folder() if user_dir is None else user_dir)
    width = max(map(len, themes))
    for theme in themes.values():
        own = theme.source.parent != shipped_folder()
        where = f"  ({file_name(theme.source)})" if own else ""
        out.write(f"{theme.name:<{width}}  {theme.kind:<5}  {theme.title}{where}".rstrip() + "\n")
    for fault in faults:
        err.write(f"site-sim: {fault}\n")
    return 0


def check(path: Path, out: TextIO) -> int:
    """Write the check of a theme's file; 1 when it fails."""
    lines, passed = check_theme(path)
    out.write("\n".join(lines) + "\n")
    return 0 if passed else 1


def print_theme(name: str, out: TextIO, user_dir: Path | None = None) -> int:
    """Write a theme as TOML, to start one's own from."""
    out.write(theme_text(name, user_folder() if user_dir is None else user_dir))
    return 0


def theme_text(name: str, user_dir: Path | None = None) -> str:
    """Return the text of a theme's file; raises `SiteError` when there is no such theme."""
    themes, _ = load_themes(user_dir)
    if name not in themes:
        wanted = clean_line(name)
        raise SiteError("no such theme", wanted, did_you_mean(wanted, themes))
    return clean(read_text(themes[name].source, MEBIBYTE).rstrip()) + "\n"
