"""Docstrings and comments name what is there: what went took its name along."""

from __future__ import annotations

import ast
import builtins
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import site_sim

PACKAGE = Path(site_sim.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
TICKED = re.compile(r"`([A-Za-z_]\w*(?:\.\w+)*)(?:\(.*?\))?`")
"""A name, or names with dots between them, in backticks."""
OTHERS = {*dir(builtins), *sys.stdlib_module_names, "py"}
"""Python's own names, and how its files end."""


def texts_in(path: Path) -> tuple[list[str], set[str]]:
    """Return the docstrings and comments of a module, and the names and words in its code."""
    source = path.read_text("utf-8")
    prose, names = [], {path.stem, path.parent.name}
    lines_of_prose = {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or (
            token.type == tokenize.STRING and token.start[0] in lines_of_prose
        ):
            prose.append(token.string)
        else:
            names.update(re.findall(r"\w+", token.string))
    return prose, names


def gone(texts: list[tuple[list[str], set[str]]]) -> Iterator[str]:
    known = OTHERS.union(*(names for _, names in texts))
    for prose, _ in texts:
        for ticked in TICKED.findall("\n".join(prose)):
            if not known.issuperset(ticked.split(".")):
                yield ticked


def test_each_name_in_a_docstring_or_comment_is_there() -> None:
    assert list(gone([*map(texts_in, FILES)])) == []


def test_a_name_that_is_gone_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""Uses `there`, `math.sqrt` and `gone`."""\nthere = sqrt  # `gone.too`\n')
    assert list(gone([texts_in(module)])) == ["gone", "gone.too"]
