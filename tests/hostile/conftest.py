"""Each part of the drive runs twice: a short way with every run of the tests, and long by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import SystemRandom

import pytest

from tests.hostile.drive import Drive

FIXED_SEED = 19
"""What the short parts are made from: the same scripts at every run."""


@pytest.fixture(
    params=[
        pytest.param(False, id="short"),
        pytest.param(True, id="long", marks=pytest.mark.hostile),
    ]
)
def drive(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Iterator[Drive]:
    """Return a drive that is short, or takes as many minutes as the command line says."""
    option = request.config.option
    if not request.param:
        yield Drive(FIXED_SEED)
        return
    chosen = option.hostile_seed
    seed = SystemRandom().getrandbits(32) if chosen is None else chosen
    drive = Drive(seed, option.hostile_minutes, option.hostile_finds)
    yield drive
    record_property("hostile", drive.summary)
