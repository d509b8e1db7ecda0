"""Textual's privates are touched in two rooms, and each of them is named by a test there."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import textual

import site_sim

PACKAGE = Path(site_sim.__file__).parent
TESTS = Path(__file__).parent
ROOMS = ("drawing", "terminal")
STANDARD = {"_asdict", "_fields", "_replace", "_make", "_exit"}
"""Public in spite of the underscore: named tuples, and `os._exit`."""

GIVEN = re.compile(r"\s+(?:async )?(?:def |self\.|cls\.)?(_[a-z]\w*)(?:\(|: | = )")
"""A line in a class that defines a function, or gives an attribute of its objects a value."""


def trees(place: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the files of a folder, or a file alone, each with its syntax."""
    for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        yield path, syntax_of(path)


@cache
def syntax_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def own_names() -> set[str]:
    """Return the private names that the package gives to attributes, functions and classes."""
    own = set()
    for _, tree in trees(PACKAGE):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                own.add(node.attr)
    return {name for name in own if is_private(name)}


@cache
def textuals_names() -> set[str]:
    """Return the private names that Textual gives to attributes and functions.

    They are found in its text: to parse all of it would take seconds.
    """
    found = set()
    for path in sorted(Path(textual.__file__).parent.rglob("*.py")):
        for line in path.read_text("utf-8").splitlines():
            if (given := GIVEN.match(line)) is not None:
                found.add(given[1])
    return found


def touched(place: Path) -> dict[str, str]:
    """Return the private names of others that some code uses, each with a file that does.

    What a class asks itself for is the matter of the tests above.
    """
    return {
        name: str(path.relative_to(PACKAGE))
        for path, tree in trees(place)
        for node in ast.walk(tree)
        for name in names_in(node)
        if is_private(name) and name not in STANDARD
    }


def names_in(node: ast.AST) -> Iterator[str]:
    """Yield the names that may be Textual's: ours are those that Textual does not give too."""
    if isinstance(node, ast.Attribute):
        is_ours = node.attr in own_names() and node.attr not in textuals_names()
        if not is_ours and ast.unparse(node.value) not in ("self", "cls", "super()"):
            yield node.attr
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
        yield from (node.module or "").split(".")
        yield from (alias.name for alias in node.names)


def named_by_tests(room: str) -> set[str]:
    _, tree = next(
        (path, tree)
        for path, tree in trees(TESTS / room)
        if path.name == "test_textual_privates.py"
    )
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


# -- what a class of ours takes of the Textual class that it extends -------------------------------


@cache
def privates_of(base: type) -> set[str]:
    """Return the private names that a class of Textual's gives to itself or to its objects."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
    stored = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return {name for name in {*vars(base), *stored} if is_private(name)}


def inherited_privates() -> Iterator[tuple[str, str, str]]:
    """Yield the module, the class and the name of each private that one of our classes uses."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "site_sim."):
        for each in vars(importlib.import_module(module.name)).values():
            if not (isinstance(each, type) and each.__module__ == module.name):
                continue
            bases = [base for base in each.__mro__ if base.__module__.startswith("textual")]
            theirs = {name for base in bases for name in privates_of(base)}
            if theirs:
                for name in names_used_by(each) & theirs:
                    yield module.name, each.__name__, name


def names_used_by(each: type) -> set[str]:
    """Return the names that a class's code asks `self` and `super()` for, or gives to methods."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(each)))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return used | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_private_that_is_inherited_is_named_by_a_test_of_its_room() -> None:
    unnamed = [
        (module, owner, name)
        for module, owner, name in inherited_privates()
        if not any(
            module.startswith(f"site_sim.ui.{room}.") and name in named_by_tests(room)
            for room in ROOMS
        )
    ]
    assert unnamed == []


# -- what code takes of other objects of Textual's -------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
def test_each_private_of_textuals_is_named_by_a_test(room: str) -> None:
    found = touched(PACKAGE / "ui" / room)
    assert {name: found[name] for name in found.keys() - named_by_tests(room)} == {}


def test_no_other_room_touches_one() -> None:
    rooms = [PACKAGE / "ui" / room for room in ROOMS]
    places = [*(PACKAGE / "ui").rglob("*.py"), *(PACKAGE / "cli").rglob("*.py")]  # none below may
    others = [path for path in places if not {*rooms} & {*path.parents}]
    assert {str(path): touched(path) for path in others if touched(path)} == {}
