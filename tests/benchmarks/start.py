"""What the command line costs before it does anything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

from tests.benchmarks.measure import Figure, Run, times_the_cost

HELP = ("-c", "from site_sim.cli.main import main; main(['--help'])")
SPY = """
import sys
from site_sim.cli.main import main
try:
    main(["--help"])
except SystemExit:
    pass
print(*sorted({"textual", "msgspec"} & sys.modules.keys()), file=sys.stderr)
"""


def help_imports() -> Iterator[Figure]:
    """Yield how many of the slow libraries `--help` imports, and its time against bare Python's."""
    heavy = _python("-c", SPY).stderr.split()
    name = f"--help imports {' and '.join(heavy) or 'neither textual nor msgspec'}"
    yield Figure(name, len(heavy), "modules", limit=0)
    yield times_the_cost(
        "--help : python -c pass", _starting(*HELP), _starting("-c", "pass"), None, 9
    )


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True)


def _starting(*arguments: str) -> Run:
    def once() -> int:
        _python(*arguments)
        return 1

    def prepare() -> Callable[[], int]:
        return once

    return prepare
