"""`site-sim themes`: list the themes, check one, print one to start from.

Each function writes to the stream it is given and returns the exit code. What is wrong with the
request is raised as `SiteError`, for exit code 2.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from site_sim.base.errors import DONE, FAILED, SiteError, did_you_mean
from site_sim.base.files import MEBIBYTE, blank_faults, file_name, read_text
from site_sim.base.messages import fault_lines
from site_sim.base.text import clean, clean_line
from site_sim.base.writing import standard_stream, tell


@click.command()
@click.option(
    "--check", "file", metavar="FILE", help="Check one: every pair of colours with its contrast."
)
@click.option("--print", "name", metavar="NAME", help="Print one, to start your own from.")
def themes(file: str | None, name: str | None) -> int:
    """List the themes, check one, or print one to start from."""
    if file is not None and name is not None:
        raise SiteError("one of them at a time", "--check, --print")
    if faults := blank_faults({"--check": file}):
        raise SiteError(faults)
    with standard_stream(sys.stdout) as out:
        if file is not None:
            return check(Path(file), out)
        if name is not None:
            return print_theme(name, out)
        return list_themes(out)


def list_themes(out: TextIO, user_dir: Path | None = None) -> int:
    """Write a line a theme: name, kind, title, and where it is from if it does not ship.

    What is wrong with a person's own themes goes to stderr. `user_dir` is their folder.
    """
    from site_sim.ui.theme.registry import (  # noqa: PLC0415 - saves Textual
        load_themes,
        shipped_folder,
        user_folder,
    )

    themes, faults = load_themes(user_folder() if user_dir is None else user_dir)
    width = max(map(len, themes))
    for theme in themes.values():
        own = theme.source.parent != shipped_folder()
        where = f"  ({file_name(theme.source)})" if own else ""
        out.write(f"{theme.name:<{width}}  {theme.kind:<5}  {theme.title}{where}".rstrip() + "\n")
    tell(*fault_lines(faults))
    return DONE


def check(path: Path, out: TextIO) -> int:
    """Write the check of a theme's file; 1 when it fails."""
    from site_sim.ui.theme.checks import check_theme  # noqa: PLC0415 - saves Textual

    lines, passed = check_theme(path)
    out.write("\n".join(lines) + "\n")
    return DONE if passed else FAILED


def print_theme(name: str, out: TextIO, user_dir: Path | None = None) -> int:
    """Write a theme as TOML, to start one's own from."""
    from site_sim.ui.theme.registry import user_folder  # noqa: PLC0415 - saves Textual

    out.write(theme_text(name, user_folder() if user_dir is None else user_dir))
    return DONE


def theme_text(name: str, user_dir: Path | None = None) -> str:
    """Return the text of a theme's file; raises `SiteError` when there is no such theme."""
    from site_sim.ui.theme.registry import load_themes  # noqa: PLC0415 - saves Textual

    themes, _ = load_themes(user_dir)
    if name not in themes:
        wanted = clean_line(name)
        raise SiteError("no such theme", wanted, did_you_mean(wanted, themes))
    return clean(read_text(themes[name].source, MEBIBYTE).rstrip()) + "\n"
