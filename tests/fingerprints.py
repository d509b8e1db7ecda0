"""Take the fingerprints of what ships: a line a scenario and model, in the order of their names.

Each line holds the scenario, the model, and the SHA-256 of the event log (without its header and
its end mark) and of the figures as JSON, both of the first 30 simulated seconds.
`tests/fingerprints.txt` keeps them; who means to change a log writes it anew:
`python -m tests.fingerprints > tests/fingerprints.txt`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from site_sim.cli.main import main
from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.loading import shipped_names

KEPT = Path(__file__).with_suffix(".txt")
UNTIL_S = "30"


def fingerprint(scenario: str, model: str, folder: Path) -> str:
    """Return the line of a scenario under a model; `folder` takes a file made on the way."""
    log, figures = folder / "log.jsonl", io.StringIO()
    options = ("--model", model, "--until", UNTIL_S, "--json", "--events", str(log))
    with redirect_stdout(figures):
        if main(["run", scenario, *options]) != 0:
            raise RuntimeError(f"site-sim run {scenario} --model {model} failed")
    events = b"".join(log.read_bytes().splitlines(keepends=True)[1:-1])
    digests = (sha256(data).hexdigest() for data in (events, figures.getvalue().encode()))
    return " ".join((scenario, model, *digests))


def kept() -> list[str]:
    """Return the lines that are kept."""
    return KEPT.read_text("utf-8").splitlines()


def taken() -> Iterator[str]:
    """Yield the lines of this program on this Python."""
    with TemporaryDirectory() as folder:
        for scenario in sorted(shipped_names()):
            for model in MODEL_FACTS:
                yield fingerprint(scenario, model, Path(folder))


if __name__ == "__main__":
    for line in taken():
        print(line)
