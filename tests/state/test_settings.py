"""The settings that a log tells are read into values of their kind."""

from __future__ import annotations

import msgspec
import pytest

from site_sim.state.settings import Settings


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("model", "threads", "threads"),
        ("cores", "8", 8),
        ("rate", "0.5", 0.5),
        ("service-time", "2", 2.0),
        ("supervise", "on", True),
        ("supervise", "off", False),
        ("hop-ns", "100000000", 100_000_000),
    ],
)
def test_each_is_read_as_what_it_is(key: str, text: str, value: object) -> None:
    settings = Settings()
    settings.change(key, text)
    held = getattr(settings, key.replace("-", "_"))
    assert held == value
    assert type(held) is type(value)


def test_a_key_of_a_newer_log_changes_nothing() -> None:
    settings = Settings()
    settings.change("weather", "rain")
    assert msgspec.structs.asdict(settings) == msgspec.structs.asdict(Settings())


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="many"):
        Settings().change("cores", "many")
