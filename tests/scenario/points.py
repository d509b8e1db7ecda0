"""What each scenario that ships is to show: whether its site copes, and what its keys lead to."""

from __future__ import annotations

from collections.abc import Mapping

COPE = ("producer-consumer", "overlap", "cores", "hybrid", "rework", "accidents", "crowd")
"""Those whose queue stays short for ten minutes."""
GROW = ("classic", "gil", "head-of-line")
"""Those whose queue grows and grows."""
OF_FILES = ("convoy", "commits")
"""Those whose jobs are of a file, and so are no others with another seed."""

NEXT: Mapping[str, tuple[Mapping[str, object], str]] = {
    "classic": ({"model": "coroutines"}, "copes"),
    "overlap": ({"model": "serial"}, "grows"),
    "gil": ({"model": "free-threads"}, "copes"),
    "convoy": ({"model": "free-threads"}, ""),
    "cores": ({"model": "threads"}, "grows"),
    "hybrid": ({"model": "coroutines"}, "grows"),
    "head-of-line": ({"wiring": "direct", "dispatch": "least-busy"}, "copes"),
    "rework": ({"defect-rate": 0.0}, "copes"),
    "accidents": ({"supervise": False}, ""),
    "crowd": ({"model": "serial"}, ""),
    "commits": ({"model": "coroutines"}, ""),
}
"""What the keys set that each names, and what the queue does then; "" where it says nothing of it.

Those of the producer and consumer set nothing: they show the code.
"""
