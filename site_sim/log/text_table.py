"""The texts of a log (settings, names of jobs), each kept once and referred to by its number."""

from __future__ import annotations

from collections.abc import Sequence


class TextTable:
    """Texts, numbered from 0 in the order in which they were first used."""

    __slots__ = ("_numbers", "_texts")

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number_of(self, text: str) -> int:
        """Return the number of a text, which is added if it is new."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return number

    def __getitem__(self, number: int) -> str:
        return self._texts[number]

    def __len__(self) -> int:
        return len(self._texts)

    def first(self, count: int) -> Sequence[str]:
        """Return the first `count` texts."""
        return self._texts[:count]

    def containing(self, word: str) -> set[int]:
        """Return the numbers of the texts that contain a word, in capitals or not."""
        word = word.lower()
        return {number for number, text in enumerate(self._texts) if word in text.lower()}
