"""The way in: `site-sim`, and `python -m site_sim`."""

import gc
import sys


def main() -> int:
    """Carry out the command line of the process, and return the exit code.

    The garbage collector rests until something runs for long (see `cli` and `ui.launch`): it would
    walk all that is imported again and again, which takes a fifth of the start.
    """
    gc.disable()
    from site_sim import cli  # noqa: PLC0415 - the above comes first

    return cli.main()


if __name__ == "__main__":  # a process that is spawned imports this file again
    sys.exit(main())
