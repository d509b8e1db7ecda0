"""The way in: `site-sim`, and `python -m site_sim`."""

import sys

from site_sim.base.signals import end_at_once


def main() -> int:
    """Carry out the command line of the process, and return the exit code.

    The garbage collector is paused until something runs for long: see `base.collector`.
    """
    end_at_once()  # before anything is imported that takes its time
    try:
        return _carry_out()
    finally:
        end_at_once()  # the screen has put Python's own way in its place


def _carry_out() -> int:
    from site_sim.base.collector import pause_collector  # noqa: PLC0415 - see above
    from site_sim.base.errors import SiteError  # noqa: PLC0415

    pause_collector()
    try:
        code = None if sys.argv[1:] else _open_first()
    except SiteError:
        code = None  # what is wrong comes up again, and is told there
    if code is not None:
        return code
    from site_sim.base.writing import buffer_streams  # noqa: PLC0415 - the above comes first
    from site_sim.cli.main import main as carry_out  # noqa: PLC0415

    buffer_streams()
    return carry_out()


def _open_first() -> int | None:
    """Open the screen with nothing to parse, which saves the import of click, 15 ms.

    Returns the exit code, or None where there is no terminal.
    """
    from site_sim.ui import startup  # noqa: PLC0415 - and other ways in need no msgspec

    return startup.open_first() if startup.has_terminal() else None


if __name__ == "__main__":  # a process that is spawned imports this file again
    sys.exit(main())
