"""What the tests of actions share."""

from __future__ import annotations

import pytest

from tests.ui.actions.asking import Recorder


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()
