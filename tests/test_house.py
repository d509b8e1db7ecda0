"""How the house is built: classes of a size to be read, parts instead of towers, plain folders."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import site_sim

PACKAGE = Path(site_sim.__file__).parent
MOST_LINES = 200
BOUNDS = {"SiteApp": 150}
"""The classes with a bound of their own: the app is small."""
MOST_STACKED = 2
MOST_MODULES = 14
CAMEL_CASE = re.compile(r"_*[A-Z]+[a-z]\w*")
"""How classes, aliases of types and type variables are written; constants are not."""
FILES = sorted(PACKAGE.rglob("*.py"))
TESTS = Path(__file__).parent
OF_SIZE = 60
"""Lines from which on a module has a file of tests of its own."""
OF_THEMES = "all about themes stands in ui/theme/test_themes.py"
OF_READING = "a part of reading a log, which is tested as a whole: export/test_reading.py"
TESTED_ELSEWHERE = {
    "commands.py": "plain data; what each command does is tested where it is done",
    "program/traps.py": "traps mean nothing without a program: program/test_pipeline.py",
    "ui/theme/checks.py": OF_THEMES,
    "ui/theme/contrast.py": OF_THEMES,
    "ui/theme/files.py": OF_THEMES,
    "ui/theme/manager.py": OF_THEMES,
    "ui/theme/materials.py": OF_THEMES,
    "ui/theme/registry.py": OF_THEMES,
    "ui/theme/text_styles.py": OF_THEMES,
    "ui/theme/variables.py": OF_THEMES,
    "cli/themes.py": OF_THEMES,
    "export/following.py": OF_READING,
    "export/header.py": OF_READING,
    "export/line_types.py": OF_READING,
    "export/participants.py": OF_READING,
}
"""The modules of size that have none, and why."""
SHIPPED_TASKS = {"FOREMAN", "ACCEPT"}
ROOMS_OF_THE_SHIPPED = ("kernel/", "facts/", "inspection/")
"""The rooms that know by number who takes part in the programs that ship."""


def name_of_module(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Return the syntax of every module of the package, with its name."""
    return tuple((name_of_module(path), ast.parse(path.read_text("utf-8"))) for path in FILES)


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield every class of the package, nested ones too, with the module it stands in."""
    for module, tree in trees():
        yield from ((module, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def names_of_types() -> Iterator[tuple[str, str]]:
    """Yield the name of every class, alias and type variable, with the module it stands in."""
    for module, node in classes():
        yield module, node.name
    for module, tree in trees():
        for node in tree.body:
            targets = [node.target] if isinstance(node, ast.AnnAssign) else []
            targets = node.targets if isinstance(node, ast.Assign) else targets
            yield from (
                (module, target.id)
                for target in targets
                if isinstance(target, ast.Name) and CAMEL_CASE.fullmatch(target.id)
            )


def own_bases(each: type) -> list[str]:
    """Return the classes of the package that an object of this one is stacked from, itself first.

    A protocol has no code to hide, and so does not count.
    """
    return [
        base.__name__
        for base in each.__mro__
        if base.__module__.startswith("site_sim.") and not getattr(base, "_is_protocol", False)
    ]


def living_classes() -> Iterator[type]:
    """Yield every class of the package as it is once its module is imported, nested ones too."""
    for found in pkgutil.walk_packages([str(PACKAGE)], "site_sim."):
        yield from classes_in(importlib.import_module(found.name), found.name)


def classes_in(place: object, module: str) -> Iterator[type]:
    for value in vars(place).values():
        if isinstance(value, type) and value.__module__ == module:
            yield value
            yield from classes_in(value, module)


def test_no_class_escapes_these_tests() -> None:
    written = {node.name for _, node in classes()}
    assert {each.__name__ for each in living_classes()} == written
    assert BOUNDS.keys() <= written


def test_no_class_is_too_long_to_be_read() -> None:
    assert [
        f"{module}: {node.name} has {lines} lines"
        for module, node in classes()
        if (lines := 1 + (node.end_lineno or 0) - node.lineno) > BOUNDS.get(node.name, MOST_LINES)
    ] == []


def test_no_object_is_a_tower_of_our_own_classes() -> None:
    towers = {
        each.__name__: bases
        for each in living_classes()
        if len(bases := own_bases(each)) > MOST_STACKED
    }
    assert towers == {}


def test_each_name_of_a_class_or_type_stands_once_in_the_house() -> None:
    places = defaultdict(list)
    for module, name in names_of_types():
        places[name].append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_folder_of_the_screen_is_a_drawer() -> None:
    folders = Counter(
        path.parent.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "ui").rglob("*.py")
        if path.name != "__init__.py"
    )
    assert {name: count for name, count in folders.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "__init__.py"], ids=name_of_module)
def test_a_folder_begins_with_its_docstring_alone(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_each_module_of_size_has_tests_in_a_file_of_its_name() -> None:
    missing = {
        name_of_module(path)
        for path in FILES
        if len(path.read_text("utf-8").splitlines()) >= OF_SIZE and path.name != "__init__.py"
        if not (TESTS / path.relative_to(PACKAGE).with_name(f"test_{path.name}")).is_file()
    }
    assert missing == {*TESTED_ELSEWHERE}


def names_in(tree: ast.Module) -> Iterator[str]:
    """Yield every name that a module uses, imports or makes, whatever it calls it itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name


def test_only_what_belongs_to_the_shipped_programs_names_their_tasks() -> None:
    assert {
        module: named
        for module, tree in trees()
        if not module.startswith(ROOMS_OF_THE_SHIPPED)
        if (named := SHIPPED_TASKS.intersection(names_in(tree)))
    } == {}
