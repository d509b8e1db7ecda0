"""The largest numbers that a run takes, whoever gives them; what is beyond is refused in a line."""

from __future__ import annotations

from site_sim.base.units import SECOND

LARGEST_CREW = 1_000_000
"""Workers at once."""
MOST_WORKERS = 10_000
"""Workers at once that a person asks for on the screen, which waits until they are hired."""
MOST_ORDERED = 1_000_000
"""Jobs that one command sends in."""
HIGHEST_RATE = 1_000_000
"""Jobs a simulated second."""
MOST_CORES = 1024
LARGEST_INBOX = 1_000_000
"""Items in an inbox."""
LONGEST_SERVICE_S = 1_000_000
"""Seconds that a job takes on average."""
MOST_REWORK = 1000
"""Attempts at a job that may fail before it is scrapped."""
LARGEST_SEED = 2**63 - 1
HORIZON_S = 1_000_000_000
"""The latest time a run may be asked to reach, in simulated seconds; its ns fit in 60 bits."""
HORIZON_NS = HORIZON_S * SECOND
LONGEST_RUN = 100_000_000
"""Events, and steps of a kernel, after which a moment of a session may be."""
LEAST_TRACKS, MOST_TRACKS = 2, 6
"""Tracks of a race."""
MOST_FPS = 60
"""Frames that are drawn a second at the most."""
