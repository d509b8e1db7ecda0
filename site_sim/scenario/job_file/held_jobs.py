"""The jobs of a file, held in columns: a million of them as objects take 300 MB."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from operator import le
from typing import overload

from site_sim.base.overriding import override
from site_sim.kernel.config import JobOrder
from site_sim.log.events import JobCard


class HeldJobs(Sequence[JobOrder]):
    """Jobs in order of arrival; those that arrive together keep the order that they are given in.

    The columns have an entry a job, times in nanoseconds.
    """

    def __init__(
        self, arrivals: array[int], cpu_ns: array[int], io_ns: array[int], names: list[str]
    ) -> None:
        if not all(map(le, arrivals, arrivals[1:])):
            order = sorted(range(len(arrivals)), key=arrivals.__getitem__)
            arrivals, cpu_ns, io_ns = (
                array("q", map(column.__getitem__, order)) for column in (arrivals, cpu_ns, io_ns)
            )
            names = [names[number] for number in order]
        self._arrivals = arrivals
        self._cpu_ns = cpu_ns
        self._io_ns = io_ns
        self._names = names

    @property
    def cpu_share(self) -> float:
        """The share of all the work that is CPU, 0 to 1; 0 where there is none at all."""
        cpu_ns, io_ns = sum(self._cpu_ns), sum(self._io_ns)
        return cpu_ns / max(1, cpu_ns + io_ns)

    @override
    def __len__(self) -> int:
        return len(self._names)

    @override
    def __iter__(self) -> Iterator[JobOrder]:
        return map(JobOrder, self._arrivals, map(JobCard, self._names, self._cpu_ns, self._io_ns))

    @overload
    def __getitem__(self, index: int) -> JobOrder: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[JobOrder, ...]: ...
    @override
    def __getitem__(self, index: int | slice) -> JobOrder | tuple[JobOrder, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(len(self))[index])
        card = JobCard(self._names[index], self._cpu_ns[index], self._io_ns[index])
        return JobOrder(self._arrivals[index], card)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, HeldJobs | tuple) and tuple(self) == tuple(other)

    @override
    def __hash__(self) -> int:
        return hash(tuple(self))
