"""Named streams of random numbers, derived from one seed and addressed by number.

Draw n of a stream depends on the seed, the stream's name and n alone, never on what was drawn
before, so changing the crew or the model leaves job n exactly as it was: races are fair.
The generator is SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
generators"), used as a counter-based hash.
"""

from __future__ import annotations

import math

try:  # saves the import of OpenSSL, 3 ms, as in the standard library's `random`
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_MASK = (1 << 64) - 1
_GAMMA = 0x9E3779B97F4A7C15


def _mix(state: int) -> int:
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
    return state ^ (state >> 31)


class Stream:
    """One named stream of a seed: `arrivals`, `durations`, `defects` or `accidents`."""

    __slots__ = ("_key",)

    def __init__(self, seed: int, name: str) -> None:
        digest = blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
        self._key = int.from_bytes(digest, "big")

    def uniform(self, number: int, part: int = 0) -> float:
        """Return draw `number` (and its independent `part`), uniform in [0, 1)."""
        inner = _mix((self._key + number * _GAMMA) & _MASK)
        return (_mix((inner + (part + 1) * _GAMMA) & _MASK) >> 11) * 2.0**-53

    def exponential(self, number: int, part: int = 0) -> float:
        """Return draw `number`, exponential with mean 1 (inverse transform)."""
        return -math.log1p(-self.uniform(number, part))
