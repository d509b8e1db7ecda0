"""Textual's privates are touched in two rooms, and each of them is named by a test there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import site_sim

PACKAGE = Path(site_sim.__file__).parent
TESTS = Path(__file__).parent
ROOMS = ("drawing", "terminal")
STANDARD = {"_asdict", "_fields", "_replace", "_make", "_exit"}
"""Public in spite of the underscore: named tuples, and `os._exit`."""


def trees(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def own_names() -> set[str]:
    """Return the private names that the package itself gives to something."""
    own = set()
    for _, tree in trees(PACKAGE):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                own.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                own.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                own.add(node.value)  # a slot
    return {name for name in own if is_private(name)}


def touched(folder: Path) -> dict[str, str]:
    """Return the private names of others that a folder's code uses, each with one of its files."""
    own = own_names() | STANDARD
    return {
        name: str(path.relative_to(PACKAGE))
        for path, tree in trees(folder)
        for node in ast.walk(tree)
        for name in names_in(node)
        if is_private(name) and name not in own
    }


def names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
        yield from (alias.name for alias in node.names)


def named_by_tests(room: str) -> set[str]:
    _, tree = next(
        (path, tree)
        for path, tree in trees(TESTS / room)
        if path.name == "test_textual_privates.py"
    )
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@pytest.mark.parametrize("room", ROOMS)
def test_each_private_of_textuals_is_named_by_a_test(room: str) -> None:
    found = touched(PACKAGE / "ui" / room)
    assert {name: found[name] for name in found.keys() - named_by_tests(room)} == {}


def test_no_other_room_touches_one() -> None:
    inside = {name for room in ROOMS for name in touched(PACKAGE / "ui" / room)}
    for folder in PACKAGE.iterdir():
        if folder.is_dir() and folder.name != "ui":
            assert touched(folder) == {}, folder
    for folder in (PACKAGE / "ui").iterdir():
        if folder.is_dir() and folder.name not in ROOMS:
            assert touched(folder) == {}, (folder, inside)
