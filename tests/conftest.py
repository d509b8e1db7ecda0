"""The same surroundings for every test, whoever runs them and wherever.

No variable of the person's shell decides what a test sees: terminal, colours, language, Textual's
own settings and the user's folders are pinned here. Snapshots are written with the pinned versions
only, and a report of mismatches is written outside the checkout, without the environment that the
plugin would put into it.
"""

from __future__ import annotations

import copy
import gc
import importlib
import os
import tempfile
from collections.abc import Generator, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
import textual.constants
from hypothesis import HealthCheck, settings

from tests.sampling import leave_to_hand

DRAWN_WITH = {"textual": "8.2.8", "rich": "15.0.0", "pygments": "2.21.0"}
"""What the stored snapshots were drawn with; another version draws other pictures."""

PINNED = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "COLUMNS": "80",
    "LINES": "24",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
REMOVED = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"),
    *("TTY_INTERACTIVE", "TERM_PROGRAM", "LANG", "LC_CTYPE", "LANGUAGE"),
    *("PYTHONWARNINGS", "PYTHONUTF8", "PYTHONIOENCODING"),
)
FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
}
THE_PLUGINS_OWN = "TEXTUAL_SNAPSHOT_TEMPDIR"

# The same examples at every run: a red test is a change of the code, never luck. To look for new
# examples: `pytest --hypothesis-profile=explore`.
SLOW = [HealthCheck.too_slow]
"""A machine may be busy with other things."""
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=SLOW)
settings.register_profile("explore", derandomize=False, deadline=None, max_examples=2_000)
settings.load_profile("ci")


def textual_variables() -> list[str]:
    """Return the names of the environment's variables that steer Textual."""
    return [name for name in os.environ if name.startswith("TEXTUAL") and name != THE_PLUGINS_OWN]


# Textual reads its variables when it is imported, and the snapshot plugin imported it before this
# file was read: forget what it saw.
for name in textual_variables():
    del os.environ[name]
importlib.reload(textual.constants)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options: to run every test several times, for what is true once must stay true; others.

    The hostile drive takes as long as it is told.
    """
    parser.addoption("--times", type=int, default=1, help="how often to run what is selected")
    minutes = "how long each part of the hostile drive takes, with `-m hostile`"
    parser.addoption("--hostile-minutes", type=float, default=10.0, help=minutes)
    parser.addoption("--hostile-seed", type=int, help="what it is made from; else a new seed")
    finds = "kinds of finds after which each part of it ends"
    parser.addoption("--hostile-finds", type=int, default=12, help=finds)


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem() -> Generator[None, object, object]:
    """Leave of the cases of a test that is `sampled` all but a sample to be run by hand."""
    made = yield
    if isinstance(made, list):
        leave_to_hand(made)
    return made


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Repeat the selected tests, one whole round after another."""
    round_of_items = list(items)
    for _ in range(1, config.option.times):
        again = [copy.copy(item) for item in round_of_items]
        for item in again:
            item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001 - pytest repeats none
        items.extend(again)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what is there to stay: it would walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to store pictures drawn by other versions."""
    found = {name: version(name) for name in DRAWN_WITH}
    if config.option.update_snapshots and found != DRAWN_WITH:
        raise pytest.UsageError(
            f"--snapshot-update: the snapshots are drawn with {DRAWN_WITH}, here are {found}"
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the seed of each part of the hostile drive that took its time, and what it did."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            told = dict(getattr(report, "user_properties", ()))
            if getattr(report, "when", "") == "teardown" and "hostile" in told:
                terminalreporter.write_line(f"{report.nodeid}: {told['hostile']}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Keep the report of mismatched snapshots out of the checkout, and the environment out of it.

    The plugin would print every variable into it.
    """
    folder = Path(tempfile.mkdtemp(prefix="site-sim-snapshots-"))
    if session.config.option.snapshot_report == "snapshot_report.html":
        session.config.option.snapshot_report = str(folder / "report.html")
    environment = dict(os.environ)
    for name in environment.keys() - {THE_PLUGINS_OWN, "PYTEST_XDIST_WORKER"}:
        del os.environ[name]
    try:
        return (yield)
    finally:
        os.environ.update(environment)
        if not any(folder.iterdir()):
            folder.rmdir()


@pytest.fixture(autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the test its own home, an English UTF-8 terminal of 80×24 in true colour, no more."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (*REMOVED, *textual_variables()):
            patch.delenv(name, raising=False)
        for name, value in PINNED.items():
            patch.setenv(name, value)
        own = tmp_path_factory.mktemp("user")
        for name, folder in FOLDERS.items():
            (own / folder).mkdir()
            patch.setenv(name, str(own / folder))
        yield
