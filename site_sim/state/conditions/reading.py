"""Reads a condition as a person writes it: `queue >= 5`, `worker 2 blocked and time > 60`.

The clauses are joined by `and`, and these by `or`. A clause is one of

- a number and what it is compared with: `utilisation < 20%`, `workers blocked >= 3`;
- a task, or all workers, and what they are at: `foreman blocked`, `worker 2 not idle`;
- a task and what happens to it: `worker 2 died`;
- a job by its number or a part of its name, and what happens to it: `job "red bricks" accepted`;
- `finished`: all jobs are done, and none will come;
- the name of a kind of event: `Died`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from site_sim.base.errors import did_you_mean
from site_sim.base.limits import LARGEST_CREW, LONGEST_RUN
from site_sim.base.messages import SHOWN_CELLS, shown
from site_sim.base.numbers import read_whole
from site_sim.base.text import clean_line
from site_sim.log.cast import Cast
from site_sim.log.events import Kind
from site_sim.log.search import Wanted
from site_sim.state.conditions.clauses import Clause, Occurrence, SiteCondition, StandingClause
from site_sim.state.conditions.numbers import (
    COUNT,
    NAMES,
    NUMBERS,
    SIGN_OF,
    SIGNS,
    Asked,
    read_value,
    value_text,
    workers_in,
)
from site_sim.state.conditions.words import (
    JOB_VERBS,
    STATE_WORDS,
    TASK_VERBS,
    TASK_WORDS,
    all_workers_are,
    negated,
    task_is,
)

MOST_CHARACTERS = 200
EXAMPLES = "queue >= 5, worker 2 blocked, job bricks accepted"
WHICH_JOB = "say which job, and what happens to it: job bricks accepted"
FINISHED = "finished"
_QUOTED = r'"([^"]*)"'
_SIGN = "|".join(sorted((*SIGNS, *SIGN_OF), key=len, reverse=True))
_ALL = "all workers "
_WORKERS = "workers "
_JOB = r"(?:job\s+|(?=#))(.+)"

Told = tuple[Clause, str]
"""A clause, and how it is written."""


def read_condition(text: str, cast: Cast) -> SiteCondition:
    """Return the condition that a text means, of a run in which the cast takes part.

    Raises ValueError, which says what is wrong, with the nearest right word.
    """
    words = " ".join(text.split())
    if not words:
        raise ValueError(f"say what to go to: {EXAMPLES}")
    if len(words) > MOST_CHARACTERS:
        raise ValueError(f"a condition has {MOST_CHARACTERS} characters at most")
    if clean_line(words, 2 * MOST_CHARACTERS) != words:
        raise ValueError("a condition has no characters that a terminal acts on")
    if words.count('"') % 2:
        raise ValueError('a name that begins with " ends with one')
    reader = _Reader(cast, re.findall(_QUOTED, words))
    try:
        rows = [
            [reader.clause(part) for part in _split(either, "and")]
            for either in _split(reader.masked(words), "or")
        ]
    except ValueError as error:
        raise ValueError(reader.unmasked(str(error))) from None
    texts = [" and ".join(told for _, told in row) for row in rows]
    return SiteCondition(" or ".join(texts), [[clause for clause, _ in row] for row in rows])


def _split(text: str, word: str) -> Sequence[str]:
    """Return what stands between the places of a word. Raises ValueError where nothing does."""
    parts = re.split(rf"(?i)(?:^|\s+){word}(?=\s|$)", text)
    if len(parts) > 1 and not all(part.strip() for part in parts):
        raise ValueError(f"a clause is missing beside {word!r}: queue >= 5 {word} worker 2 idle")
    return [part.strip() for part in parts]


class _Reader:
    """Reads the clauses of one text, in which names in quotation marks stand as their numbers."""

    def __init__(self, cast: Cast, quoted: Sequence[str]) -> None:
        self._cast = cast
        self._quoted = quoted
        self._tasks = {
            name.lower(): who
            for who, member in cast.members.items()
            for name in (member.short, member.name)
            if name
        }
        """Those with a name of their own."""
        initial = cast.crew.name.partition("{")[0].strip().lower() if cast.crew else ""
        self._crew = {"worker", "w", initial} - {""} if cast.can_grow else set()
        """The words before the number of a worker."""

    def masked(self, words: str) -> str:
        """Return a text in which the names in quotation marks stand as their numbers."""
        numbers = iter(range(len(self._quoted)))
        return re.sub(_QUOTED, lambda _: f'"{next(numbers)}"', words)

    def unmasked(self, words: str) -> str:
        """Return a text in which the names stand as they were typed."""
        return re.sub(r'"(\d+)"', lambda found: f'"{self._quoted[int(found[1])]}"', words)

    def clause(self, text: str) -> Told:
        """Return the clause that a part of the text means."""
        signs = re.findall(_SIGN, text)
        if len(signs) > 1:
            raise ValueError(f"{text!r} has two signs: join what is compared by and")
        if signs:
            name, _, value = text.partition(signs[0])
            return self._comparison(name.strip().lower(), signs[0], value.strip())
        word = text.lower()
        kind = _kind_of(word)
        if kind is not None:
            return Occurrence((kind,)), kind.name
        if word == FINISHED:
            return StandingClause(lambda site: site.finished), FINISHED
        if word.startswith(_ALL):
            state = _known(word.removeprefix(_ALL), STATE_WORDS, "all workers")
            return all_workers_are(state), f"{_ALL}{state}"
        job = re.fullmatch(_JOB, word)
        if word == "job":
            raise ValueError(WHICH_JOB)
        if job is not None:
            return self._of_job(job[1])
        return self._of_task(word)

    # -- numbers ---------------------------------------------------------------------------

    def _comparison(self, name: str, sign: str, value: str) -> Told:
        """Return the clause that a number compares so with a value."""
        name, asked = self._number(name)
        sign, number = SIGN_OF.get(sign, sign), read_value(value, name, asked.unit)
        compare, read = SIGNS[sign], asked.read
        told = f"{name} {sign} {value_text(number, asked.unit, value)}"
        return StandingClause(
            lambda site: compare(read(site), number), Wanted(asked.moved_by)
        ), told

    def _number(self, name: str) -> tuple[str, Asked]:
        if name in NAMES:
            return NAMES[name], NUMBERS[NAMES[name]]
        if name.startswith(_WORKERS):
            state = _known(name.removeprefix(_WORKERS), STATE_WORDS, "workers")
            return f"{_WORKERS}{state}", workers_in(STATE_WORDS[state])
        if not name:
            raise ValueError(f"say what is compared: {COUNT.example} stands after queue >=")
        raise ValueError(self._nothing_called(name))

    def _nothing_called(self, name: str) -> str:
        """Return what is said of a name that nothing has, with the nearest one."""
        known = [*NAMES, *self._tasks, *("worker",) * bool(self._crew), "job", FINISHED]
        return f"there is nothing called {name!r} to ask for; {did_you_mean(name, known)}"

    # -- tasks and jobs --------------------------------------------------------------------

    def _of_task(self, word: str) -> Told:
        """Return the clause about a task."""
        for who, name, rest in self._subjects(word):
            is_not = rest.startswith("not ")
            state = rest.removeprefix("not ")
            if rest in TASK_VERBS:
                return Occurrence(TASK_VERBS[rest], who), f"{name} {rest}"
            known = TASK_WORDS if is_not else (*TASK_WORDS, *TASK_VERBS)
            clause = task_is(who, _known(state, known, name))
            return (negated(clause) if is_not else clause), f"{name} {rest}"
        if word in NAMES:
            example = NUMBERS[NAMES[word]].unit.example
            raise ValueError(f"say how much: {word} >= {example}")
        first = word.partition(" ")[0]
        if first in self._crew:
            raise ValueError(f"say which worker, and what of it: {first} 2 blocked")
        if word in self._tasks:
            raise ValueError(f"say what of it: {word} blocked")
        raise ValueError(self._nothing_called(first))

    def _subjects(self, word: str) -> Iterator[tuple[int, str, str]]:
        """Yield the task that a clause begins with, if there is one: who, its name, the rest."""
        word = word.removeprefix("the ")
        for name in sorted(self._tasks, key=len, reverse=True):
            if word.startswith(f"{name} "):
                who = self._tasks[name]
                yield who, self._cast.name_of(who), word.removeprefix(f"{name} ")
        crew = "|".join(map(re.escape, self._crew)) or "$."
        found = re.fullmatch(rf"(?a)(?:{crew})\s*(\d[\d,_]*)\s+(.+)", word)
        number = read_whole(found[1]) if found else None
        if found is None or number is None:
            return
        if number >= LARGEST_CREW:
            raise ValueError(f"the numbers of workers are below {LARGEST_CREW:,}")
        yield number, self._cast.name_of(number), found[2]

    def _of_job(self, words: str) -> Told:
        """Return the clause about a job."""
        verb = next(
            (each for each in sorted(JOB_VERBS, key=len)[::-1] if words.endswith(f" {each}")), ""
        )
        if not verb:
            last = words.rpartition(" ")[2]
            if last == words:
                raise ValueError(WHICH_JOB)
            _known(last, JOB_VERBS, "a job")
        which = words.removesuffix(verb).strip()
        quoted = re.fullmatch(r'"(\d+)"', which)
        if quoted:
            name = self._quoted[int(quoted[1])]
            told, name = f'"{name}"', name.lower()
            if not name.strip():
                raise ValueError('the name of a job is missing: job "red bricks" accepted')
            return Occurrence(JOB_VERBS[verb], name=name), f"job {told} {verb}"
        number = read_whole(which.removeprefix("#")) if "-" not in which else None
        if number is None:
            return Occurrence(JOB_VERBS[verb], name=which), f"job {which} {verb}"
        if number >= LONGEST_RUN:
            raise ValueError(f"the numbers of jobs are below {LONGEST_RUN:,}")
        return Occurrence(JOB_VERBS[verb], job=number), f"job #{number} {verb}"


def _known(word: str, known: Collection[str], whose: str) -> str:
    """Return a word that is known. Raises ValueError with the nearest one for another."""
    if word in known:
        return word
    raise ValueError(f"nothing is known of {whose} as {word!r}; {did_you_mean(word, known)}")


def _kind_of(word: str) -> Kind | None:
    """Return the kind of event that has a name, in capitals or not; None if none has."""
    return next((kind for kind in Kind if kind.name.lower() == word.replace(" ", "")), None)


def split_track(text: str, tracks: Collection[str]) -> tuple[str, str]:
    """Return the name of a track before a colon, as the race has it, and the rest of a text.

    The name is "" where there is none before a colon; a colon of a clock is none. A part of a name
    is enough that no other has. Raises ValueError for a name that no track has.
    """
    for track in sorted(tracks, key=len, reverse=True):
        if text.strip().lower().startswith(f"{track.lower()}:"):
            return track, text.strip()[len(track) + 1 :].strip()
    head, colon, rest = text.partition(":")
    word = head.strip().lower()
    if not colon or re.fullmatch(r"(?a)[\d.,]*", word) or any(map(head.count, '"<>=')):
        return "", text.strip()
    whole = [track for track in tracks if track.lower() == word]
    meant = whole or [track for track in tracks if word in track.lower()]
    if len(meant) > 1:
        raise ValueError(f"{shown(word)} may be {' or '.join(meant)}: write more of its name")
    if len(meant) != 1:
        named = clean_line(word, SHOWN_CELLS)
        raise ValueError(f"no track is called {shown(word)}; {did_you_mean(named, tracks)}")
    return meant[0], rest.strip()
