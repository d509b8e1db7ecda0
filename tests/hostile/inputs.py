"""Makes inputs by chance: by the grammar of each kind, with wrong parts in it, and by mutation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from site_sim.facts.models import MODEL_FACTS
from site_sim.scenario.loading import SHIPPED, shipped_names
from site_sim.scenario.schema import KEYS, Field
from site_sim.ui.actions.registry import ACTIONS
from site_sim.ui.theme.registry import shipped_folder
from tests.export.written import LOGS, eventful, written
from tests.hostile.trials import PIPE, Files, Trial

TEXTS = (
    *("", " ", "-", "--", "0", "-0", "-1", "1e400", "-1e-400", "nan", "inf", "١٢", "1_000", "1,5"),
    *("0x10", "9" * 30, "9" * 5000, "0" * 40 + "3", "a" * 5000, "\x1b[2J\x1b]0;x\x07", "\x9b31m"),
    *(
        "\u202eabc",
        "e\u0301" * 30,
        "👩‍👩‍👧🇩🇪",
        "宽" * 150,
        "\r\n",
        "\t",
        "'",
        '"',
        "%s",
        "{}",
        "[/red]",
    ),
    *("\\", "$HOME", "=", ",", ";", "#", "..", ".", "\x7f", "\x85", "\u2028", "\ufeff", "NULL"),
    *("true", "None", "--help", "--version", "-h", "1/0", "1/16", "2026-01-01", "\udcff", "\ud800"),
)
"""What does not belong where it stands, mostly."""
BYTES = (
    *(b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\x9b", b"\r", b"\n"),
    *(b'"', b"'", b",", b";", b"\t", b"|", b"{", b"}", b"[", b"]", b"[[", b":", b"=", b".", b"#"),
    *(b"-", b"1e999", b"NaN", b"null", b"true", b'"""', b"\\u0000", b"\\ud800", b"\\", b"/*"),
    *(b"[" * 3000, b"{" * 3000, b'{"a":' * 3000, b"9" * 5000, b"." * 200, b"a" * 5000),
    *(b"\x1b[2J", "\u202e".encode(), "١".encode(), "e\u0301".encode() * 50, b" ", b"0", b"-1"),
)
VALUES: Sequence[Any] = (
    *(None, True, False, 0, -1, 1, 2**63, -(2**63), 10**30, 0.5, 1e308, -0.0, "", "x", [], {}),
    *([1], {"a": 1}, "\x1b[2J", "\u202e", "a" * 3000, "worker 0", "foreman", "accept", "threads"),
)
"""Values of JSON that do not belong where they stand, mostly."""
PATHS = ("/dev/full", "/dev/null", "/dev/stdout", "/dev/fd/1", "nowhere/log", "folder/in/file")
"""The only words with a slash: no other place of the machine may be written to."""
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "workers": ("1", "2", "7", "64", "300"),
    "rate": ("0", "0.5", "3", "20", "0.000001"),
    "until": ("1", "2.5", "5"),
    "count": ("0", "1", "5", "30"),
    "service-time": ("0", "0.1", "2", "1000000"),
    "cores": ("1", "3", "1024"),
    "inbox": ("1", "2", "1000000"),
    "rework-limit": ("0", "3", "1000"),
    "seed": ("0", "7", str(2**63 - 1)),
    "speed": ("1", "1/16", "1024"),
    "at": ("0", "3.5"),
}
"""Numbers that are right, and ask for little."""
SINGLE_COSTS = (
    "hop=50us",
    "send=0",
    "pipe-kib = 3 ms",
    "spawn=1.5s",
    "gil-quantum=0.1ms",
    "hop=1,000s",
)
"""Costs that may be given."""


def text(chance: Random) -> str:
    """Return a text that has little to do with anything."""
    if chance.random() < 0.7:
        return chance.choice(TEXTS)
    return "".join(
        chr(chance.choice((chance.randrange(1, 256), chance.randrange(0x3000)))) for _ in range(5)
    )


def good_value(key: Field, chance: Random) -> str:
    """Return the text of a value that a key may have."""
    if key.kind == "choice":
        return chance.choice([choice for choice in key.choices if choice != "measured"])
    if key.kind in ("whole", "number"):
        numbers = NUMBERS.get(key.name, ("0", "0.1", "0.9", "1"))
        return chance.choice(numbers)
    if key.kind == "costs":
        return chance.choice(SINGLE_COSTS)
    if key.kind == "tracks":
        return chance.choice(TRACKS)
    return "true" if key.kind == "flag" else "jobs.csv" if key.kind == "file" else "A site"


def value(key: Field, chance: Random) -> str:
    """Return a value for a key, right or wrong."""
    if chance.random() < 0.65:
        return good_value(key, chance)
    if key.kind in ("whole", "number") and chance.random() < 0.4:
        over = key.high + 1 if chance.random() < 0.5 else key.low - 1
        return str(over)
    if key.kind in ("choice", "costs") and chance.random() < 0.5:
        return mutated_text(chance.choice(key.choices or SINGLE_COSTS), chance)
    return text(chance)


def mutated_text(whole: str, chance: Random) -> str:
    """Return a text with a character more, less or another, or two in the place of each other."""
    at = chance.randrange(len(whole) + 1)
    head, tail = whole[:at], whole[at:]
    return chance.choice(
        (
            head + tail[1:],
            head + text(chance) + tail,
            head + tail[1:2] + tail[:1] + tail[2:],
            head * 2 + tail,
        )
    )


def mutated(data: bytes, chance: Random) -> bytes:
    """Return bytes of which some were left out, put in, replaced, repeated or cut off."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        to = at + chance.choice((0, 1, 1, 2, 8, 64, 500))
        middle = chance.choice(
            (
                b"",
                chance.choice(BYTES),
                data[at:to] * chance.choice((2, 3, 40)),
                bytes([chance.randrange(256)]),
            )
        )
        data = data[:at] + middle + (data[to:] if chance.random() < 0.95 else b"")
    return data


# -- command lines -----------------------------------------------------------------------------

COMMANDS = ("run",) * 8 + (
    "compare",
    "compare",
    "replay",
    "scenarios",
    "themes",
    "keys",
    "screen",
    "",
    "--help",
    "-h",
    "--version",
)
TRACKS = (
    *("serial", "threads cores=1", "cores=3 wiring=direct", "hybrid cost=hop=1ms", "seed=7"),
    *("no-supervise", "serial jobs=jobs.csv", "log.jsonl", "cors=1", "threads 'x", "jobs=-"),
)
"""What differs from track to track, right and wrong."""
OTHER_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "--json": (),
    "--events": ("-", "log", "jobs.csv", "folder", "log", "a" * 5000, "宽" * 85, *PATHS),
    "--models": ("serial,threads", "hybrid", "threads,threads", ",", "serial, coroutines"),
    "--track": (*TRACKS, *TRACKS, *TRACKS),
    "--axis": ("log", "linear", "lin"),
    "--csv": (),
    "--theme": ("mono", "projector", "own.toml", "nothing"),
    "--glyphs": ("auto", "ascii", "unicode"),
    "--check": ("own.toml", "nowhere.toml", "folder", ""),
    "--print": ("mono", "site-dark", "nothing"),
    "--help": (),
    "--version": (),
    "--no-supervise": (),
}
FOUND: Files = {
    "jobs.csv": b"arrival_s,cpu_s,io_s,name\n0,0.2,1.5,bricks\n0.75,0,0.8,pipes\n",
    "site.toml": b'title = "Rush hour"\nworkers = 6\nrate = 4\nuntil = 3\n',
    "own.toml": (shipped_folder() / "projector.toml").read_bytes(),
    "folder/x": b"",
    "log.jsonl": b'{"seq":0,"at":0,"event":"ArrivalsEnded","who":null,"job":null}\n',
}
"""What every command line finds in its folder."""


def command_line(chance: Random) -> Trial:
    """Return a command line."""
    words = list(filter(None, [chance.choice(COMMANDS)]))
    if chance.random() < 0.4:
        words.append(
            chance.choice((*shipped_names(), "site.toml", "own.toml", "folder", "", text(chance)))
        )
    for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
        words += option(chance)
    if "compare" in words or ("run" in words and chance.random() < 0.9):
        words += ["--until", "2"]
    if words and chance.random() < 0.25:
        words = mutated_words(words, chance)
    stdin = FOUND["jobs.csv"] if chance.random() < 0.5 else b""
    return Trial("command line", tuple(map(harmless, words)), FOUND, stdin)


def option(chance: Random) -> list[str]:
    """Return an option with its value, perhaps none, or as one word."""
    if chance.random() < 0.7:
        key = KEYS[chance.choice(tuple(KEYS))]
        name = f"--{key.name}"
        given = None if key.kind == "flag" else value(key, chance)
        if key.kind == "file":
            given = chance.choice(
                ("jobs.csv", "-", "nowhere.csv", "folder", "site.toml", text(chance))
            )
    else:
        name = chance.choice(tuple(OTHER_OPTIONS))
        choices = OTHER_OPTIONS[name]
        given = chance.choice((*choices, text(chance))) if choices else None
    if chance.random() < 0.05:
        given = text(chance) if given is None else None
    if given is None:
        return [name]
    return [f"{name}={given}"] if chance.random() < 0.3 else [name, given]


def mutated_words(words: list[str], chance: Random) -> list[str]:
    """Return words of which one is another, missing, doubled or elsewhere."""
    at = chance.randrange(len(words))
    changed = (mutated_text(words[at], chance),)
    pieces = chance.choice(((), changed, changed, (words[at],) * 2))
    words = [*words[:at], *pieces, *words[at + 1 :]]
    if chance.random() < 0.2:
        chance.shuffle(words)
    return words


def harmless(word: str) -> str:
    """Return a word that names no file beyond the folder, and that a command line can have."""
    name = word.rpartition("=")[2]
    if name not in PATHS:
        word = word.replace("/", "_")
    return word.replace("\0", "").replace("\ud800", "\udcff").replace("measured", "measure")


# -- scenarios ---------------------------------------------------------------------------------

TOML = (
    *('""', "''", '"\\u001b[2J"', "'''x\n'''", "9" * 4301, "nan", "-inf", "1979-05-27", "07:32:00"),
    *("[1, 2]", "{a = 1}", "true", "false", "0x", "0o17", '"unterminated', "[" * 2000, "1.", "+1"),
    *("1e400", "-1", "0", "1_000", "x", "", '"\\ud800"', '"a" "b"', '"""', "[[", "{", "# nothing"),
)
LINES = (
    "[a]",
    "[[a]]",
    "a.b.c = 1",
    "a" + ".b" * 101 + " = 1",
    "= 1",
    "[",
    "x",
    '"" = 1',
    "\x1b = 1",
)


def scenario(chance: Random) -> Trial:
    """Return a run of a scenario's file."""
    if chance.random() < 0.4:
        name = chance.choice([name for name in shipped_names() if name != "commits"])
        data = mutated((SHIPPED / f"{name}.toml").read_bytes(), chance)
    else:
        lines = []
        for name in chance.sample(tuple(KEYS), chance.randrange(6)):
            lines.append(f"{name} = {toml_value(KEYS[name], chance)}")
        if chance.random() < 0.2:
            lines += chance.sample(LINES, 1)
        if chance.random() < 0.1:
            lines += lines[:1]
        if chance.random() < 0.1:
            lines.append(f"{mutated_text(chance.choice(tuple(KEYS)), chance)} = 1")
        data = "\n".join(lines).encode("utf-8", "surrogatepass")
        data = mutated(data, chance) if chance.random() < 0.2 else data
    data = data.replace(b"measured", b"zero").replace(b"/", b"_")
    words = ("run", "site.toml", "--until", "2", *chance.choice(((), ("--json",), ("--seed", "x"))))
    return Trial("command line", words, {**FOUND, "site.toml": data})


def toml_value(key: Field, chance: Random) -> str:
    """Return a value of TOML for a key."""
    if chance.random() < 0.3:
        return chance.choice(TOML)
    given = value(key, chance)
    if key.kind == "costs" and chance.random() < 0.9:
        name, _, time = given.partition("=")
        return f"{{{json.dumps(name)} = {json.dumps(time)}}}"
    if key.kind in ("whole", "number", "flag") and chance.random() < 0.9:
        return given
    if key.kind == "tracks" and chance.random() < 0.9:
        return json.dumps([given, *chance.choices(TRACKS, k=chance.randrange(4))])
    return json.dumps(given, ensure_ascii=chance.random() < 0.5)


# -- job files ---------------------------------------------------------------------------------

COLUMNS = ("arrival_s", "cpu_s", "io_s", "name")
CELLS = (
    "0",
    "0.2",
    "1.5",
    "3",
    "",
    "7,5",
    "1e-3",
    "+2",
    " 4 ",
    "2026-01-01T10:00:00Z",
    "1767261600",
)

NAMES = ("work", "work", "work", "a\x1b[2J", "\udcff", "宽" * 60, " ", "a\nb", "%s", "\u202e")
"""Names of job files; a folder may have any."""


def job_file(chance: Random) -> Trial:
    """Return a run of a job file."""
    data, suffix = (csv if chance.random() < 0.5 else json_jobs)(chance)
    if chance.random() < 0.3:
        data = mutated(data, chance)
    if chance.random() < 0.1:
        suffix = chance.choice((".csv", ".jsonl", ".json", ".txt", ""))
    more = chance.choice(
        ((), ("--json",), ("--until", "3"), ("--model", chance.choice(tuple(MODEL_FACTS))))
    )
    if chance.random() < 0.2:
        return Trial("command line", ("run", "--jobs", "-", *more), {}, data)
    name = chance.choice(NAMES) + suffix
    if chance.random() < 0.3:
        more = (*more, "--events", chance.choice(("log", "-")))
    return Trial("command line", ("run", f"--jobs={name}", *more), {name: data})


def csv(chance: Random) -> tuple[bytes, str]:
    """Return a file of separated columns."""
    comma = chance.choice(",,,;\t|")
    names = chance.sample((*COLUMNS, *COLUMNS, "", "who", "CPU_S", "cpu"), chance.randrange(1, 6))
    rows = [names]
    for _ in range(chance.randrange(6)):
        count = len(names) if chance.random() < 0.9 else chance.randrange(8)
        rows.append([cell(chance) for _ in range(count)])
    lines = [comma.join(row) for row in rows]
    if chance.random() < 0.2:
        lines[:0] = chance.sample(("# a comment", "sep=;", "", "sep=,", "#"), 2)
    newline = chance.choice(("\n", "\n", "\r\n", "\r"))
    whole = newline.join(lines) + newline * (chance.random() < 0.7)
    start = chance.choice((b"", b"", b"", b"\xef\xbb\xbf"))
    return start + whole.encode(
        chance.choice(("utf-8", "utf-8", "utf-16")), "surrogatepass"
    ), ".csv"


def cell(chance: Random) -> str:
    """Return the text of a cell."""
    if chance.random() < 0.8:
        return chance.choice(CELLS)
    given = text(chance)
    return f'"{given}"' if chance.random() < 0.5 else given


def json_jobs(chance: Random) -> tuple[bytes, str]:
    """Return objects of JSON, in lines or in an array."""
    rows = [row(chance) for _ in range(chance.randrange(6))]
    if chance.random() < 0.5:
        return "".join(f"{one}\n" for one in rows).encode("utf-8", "surrogatepass"), ".jsonl"
    comma = chance.choice((",", ",\n", " , ", ",,"))
    return f"[{comma.join(rows)}]".encode("utf-8", "surrogatepass"), ".json"


def row(chance: Random) -> str:
    """Return a job in JSON."""
    if chance.random() < 0.1:
        return chance.choice(("1", "[]", "{}", "null", '"x"', "}", "{", '{"cpu_s": 1, "cpu_s": 2}'))
    values = {}
    for name in chance.sample((*COLUMNS, "who", "", "cpu_s "), chance.randrange(5)):
        numbers = (0, 1, 0.5, 3, 0.25)
        values[name] = chance.choice(numbers if chance.random() < 0.8 else VALUES)
    return json.dumps(
        values, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, None, 1))
    )


# -- settings and themes -----------------------------------------------------------------------

LETTERS = str.maketrans("0123456789", "abcdefghij")
"""Letters in the place of digits: a large number may be a reason to take long."""
SIGNS = (
    "space",
    "f5",
    "ctrl+up",
    "+",
    "q",
    "ctrl+c",
    "ctrl+q",
    "enter",
    "a",
    "A",
    "shift+a",
    "é",
    "f99",
)


def settings(chance: Random) -> Trial:
    """Return a person's own settings and themes, with keys of actions."""
    ids = [action.id for action in ACTIONS]
    lines = []
    if chance.random() < 0.5:
        lines.append(f"theme = {toml_value(KEYS['title'], chance)}")
    if chance.random() < 0.5:
        lines.append(f"glyphs = {toml_value(KEYS['model'], chance)}")
    lines.append(chance.choice(("[keys]", "[keys]", "keys = 1", "[[keys]]", "[key]")))
    for _ in range(chance.randrange(7)):
        if chance.random() < 0.02:
            lines += many_entries(chance)
        name = chance.choice(ids)
        name = mutated_text(name, chance) if chance.random() < 0.15 else name
        signs = [
            chance.choice(SIGNS) if chance.random() < 0.8 else text(chance)
            for _ in range(chance.choice((0, 1, 1, 2, 20)))
        ]
        given = json.dumps(signs[0] if len(signs) == 1 else signs)
        lines.append(f"{name} = {given if chance.random() < 0.9 else chance.choice(TOML)}")
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    data = mutated(data, chance) if chance.random() < 0.3 else data
    files = {"site-sim/config.toml": data}
    if chance.random() < 0.3:
        files["site-sim/themes/own.toml"] = theme_text(chance)
    if chance.random() < 0.03:
        files[chance.choice(("site-sim/config.toml", "site-sim/themes/pipe.toml"))] = PIPE
    return Trial("settings", (), files)


def many_entries(chance: Random) -> Iterator[str]:
    """Yield lines that name as many actions as nobody has."""
    word = chance.choice(("action", "pause", "宽", "x" * 30))
    for number in range(chance.choice((300, 10_000))):
        yield f'{json.dumps(word + str(number).translate(LETTERS))} = "a"'


COLOURS = (
    "#FFB000",
    "orange",
    "#fff",
    "#12345678",
    "rgb(1,2,3)",
    "ansi_red",
    "hsl(0,0%,0%)",
    "#GGG",
    "auto 50%",
)


def theme(chance: Random) -> Trial:
    """Return a theme's file that is checked, or listed."""
    data = theme_text(chance)
    if chance.random() < 0.7:
        return Trial("command line", ("themes", "--check", "own.toml"), {"own.toml": data})
    words = chance.choice((("themes",), ("themes", "--print", "own")))
    return Trial("command line", words, {"site-sim/themes/own.toml": data})


def theme_text(chance: Random) -> bytes:
    """Return the text of a theme, right or wrong."""
    data = chance.choice(sorted(shipped_folder().glob("*.toml"))).read_bytes()
    for _ in range(chance.randrange(4)):
        lines = data.split(b"\n")
        at = chance.randrange(len(lines))
        name = lines[at].partition(b"=")[0]
        given = chance.choice((*COLOURS, text(chance)))
        wrong = json.dumps(given) if chance.random() < 0.7 else chance.choice(TOML)
        lines[at] = name + b"= " + wrong.encode("utf-8", "surrogatepass")
        data = b"\n".join(lines)
    return mutated(data, chance) if chance.random() < 0.5 else data


# -- logs --------------------------------------------------------------------------------------


def whole_logs() -> tuple[bytes, ...]:
    """Return logs that are right: of each model, and of other casts."""
    own = (written(eventful(model), complete=True) for model in MODEL_FACTS)
    cut = [b"".join(log.splitlines(keepends=True)[:150]) for log in own]
    end = [log + end_of(log) for log in cut]
    return (*end, *(path.read_bytes() for path in sorted(LOGS.glob("*.jsonl"))))


def end_of(log: bytes) -> bytes:
    """Return the end mark of a log that was cut."""
    last = json.loads(log.splitlines()[-1])
    mark = {"at": last["at"], "complete": False, "events": last["seq"] + 1}
    return json.dumps({"end": mark}).encode() + b"\n"


def log_maker() -> Callable[[Random], Trial]:
    """Return a function that makes logs that are wrong, or strange."""
    wholes = whole_logs()

    def log(chance: Random) -> Trial:
        lines = chance.choice(wholes).splitlines(keepends=True)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = min(len(lines) - 1, chance.choice((0, chance.randrange(len(lines)))))
            lines[at : at + 1] = changed_line(lines[at], lines, chance)
            if not lines:
                break
        data = b"".join(lines)
        data = mutated(data, chance) if chance.random() < 0.2 else data
        entry = "log" if chance.random() < 0.95 else "command line"
        words = ("log.jsonl",) if entry == "log" else ("replay", "log.jsonl")
        return Trial(entry, words, {"log.jsonl": data})

    return log


def changed_line(line: bytes, lines: list[bytes], chance: Random) -> list[bytes]:
    """Return what stands in the place of a line: none, two, another, or one with another field."""
    what = chance.randrange(6)
    if what == 0:
        return []
    if what == 1:
        return [line, line]
    if what == 2:
        return [line, chance.choice(lines)]
    try:
        record = json.loads(line)
    except ValueError:
        return [line]
    inner = record
    while isinstance(inner, dict) and inner:
        name = chance.choice(tuple(inner))
        deeper = inner[name]
        if isinstance(deeper, list) and deeper:
            deeper = chance.choice(deeper)
        if isinstance(deeper, dict) and chance.random() < 0.85:
            inner = deeper
            continue
        change_field(inner, name, chance)
        break
    return [
        json.dumps(record, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
        + b"\n"
    ]


def change_field(record: dict[str, Any], name: str, chance: Random) -> None:
    """Leave out a field, rename it, or give it another value."""
    what = chance.randrange(5)
    if what == 0:
        del record[name]
    elif what == 1:
        record[chance.choice(("x", "job", "who", "lane", "at", "links"))] = record[name]
    elif isinstance(record[name], int) and what == 2:
        record[name] += chance.choice((-1, 1, 1000, 10**9, -(10**18)))
    else:
        record[name] = chance.choice(VALUES)


# -- large files -------------------------------------------------------------------------------

ROWS = (
    *(
        b"1\n",
        b"}\n",
        b"[\n",
        b"{}\n",
        b",\n",
        b'"a"b\n',
        b'{"cpu_s": -1}\n',
        b"x\n",
        b'"\n',
        b"\n",
    ),
    *(
        b"\xff\n",
        b'{"cpu_s": "\t"}\n',
        b"1,2,3,4,5,6,7\n",
        b"[1],",
        b"1,",
        b'"k":1,',
        b"a,",
        b"[",
        b"0x1,2\n",
    ),
)
STARTS = (
    b"",
    b"",
    b"cpu_s\n",
    b"arrival_s,cpu_s\n",
    b"[",
    b"[\n",
    b'{"cpu_s": 1}\n',
    b"{",
    b'[{"cpu_s": 1},',
)


def large(size: int) -> Callable[[Random], Trial]:
    """Return a function that makes job files of so many bytes, or some less."""

    def large_file(chance: Random) -> Trial:
        row = chance.choice(ROWS)
        start = b"" if row == b"1\n" else chance.choice(STARTS)  # there is a fault in every row
        whole = start + row * (size // len(row) // chance.choice((1, 1, 2, 8)))
        suffix = chance.choice((".csv", ".jsonl", ".json", ""))
        return Trial("command line", ("run", "--jobs", f"work{suffix}"), {f"work{suffix}": whole})

    return large_file
