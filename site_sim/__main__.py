"""The way in: `site-sim`, and `python -m site_sim`."""

import gc
import sys

INTERRUPTED = 130


def main() -> int:
    """Carry out the command line of the process, and return the exit code.

    The garbage collector rests until something runs for long (see `cli` and `ui.launch`): it would
    walk all that is imported again and again, which takes a fifth of the start.
    """
    gc.disable()
    if not sys.argv[1:]:  # there is nothing to parse: saves the import of click, 15 ms
        from site_sim.ui import launch  # noqa: PLC0415

        if launch.has_terminal():
            try:
                return launch.open_first()
            except KeyboardInterrupt:
                return INTERRUPTED
    from site_sim import cli  # noqa: PLC0415 - the above comes first

    return cli.main()


if __name__ == "__main__":  # a process that is spawned imports this file again
    sys.exit(main())
