"""`python -m site_sim` is `site-sim`."""

import sys

from site_sim.cli import main

if __name__ == "__main__":  # a process that is spawned imports this file again
    sys.exit(main())
