"""The states of a worker: their names, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping

from site_sim.facts.sentences import say

STATES = ("idle", "ready", "blocked", "io", "working", "handing-off", "gone")
"""The states of a worker as themes and glyphs name them, in the order of `State`."""

WORDS: Mapping[str, str] = {
    "idle": "idle",
    "ready": "ready",
    "blocked": "blocked",
    "io": "waiting I/O",
    "working": "working",
    "handing-off": "handing off",
    "gone": "gone",
}
"""The word for each state, at most 11 cells."""
MEANINGS: Mapping[str, str] = {name: say(f"state.{name}") for name in WORDS}
"""What each state means, in a line."""
SHORT_WORDS: Mapping[str, str] = {**WORDS, "io": "I/O", "handing-off": "handing"}
"""The same in at most 7 cells."""
IN_SEND = "in send()"
"""The word for blocked where a send is a call."""
STARTING, STARTS, LEAVING = "starting", "starts", "leaving"
"""The words for tasks that are gone or about to go; STARTS where cells are few."""
REBUILT_WORD = "built anew"
"""The word for the mark in a strip where the site was built anew, with another model say."""
