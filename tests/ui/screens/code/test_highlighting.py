"""Source in colours: nothing but its colours changes."""

from __future__ import annotations

from pathlib import Path

from site_sim.program import pipeline
from site_sim.ui.screens.code.highlighting import coloured

ROLES = {"yield", "keyword", "name", "decorator", "text", "comment"}
"""What a piece of source may be; the rest is plain."""


def test_coloured_source_is_the_source() -> None:
    source = tuple(Path(pipeline.__file__).read_text().splitlines())
    lines = coloured(source)
    assert ["".join(text for text, _ in line) for line in lines] == list(source)
    roles = {role for line in lines for _, role in line if role}
    assert roles == {f"code-{role}" for role in ROLES}
    yields = [text for line in lines for text, role in line if role == "code-yield"]
    assert yields == ["yield"] * 9


def test_source_that_does_not_parse_is_left_plain() -> None:
    source = ("def broken(:", '    text = """', "    return")
    assert coloured(source) == tuple(((line, ""),) for line in source)


def test_strings_and_docstrings_differ() -> None:
    (_, docstring, value) = coloured(("def f():", '    """Say."""', '    return "so"'))
    assert ('"""Say."""', "code-comment") in docstring
    assert ('"so"', "code-text") in value
