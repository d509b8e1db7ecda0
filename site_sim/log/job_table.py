"""The jobs of a log: what was known of each when it arrived, one packed column a field."""

from __future__ import annotations

from array import array

from site_sim.log.events import JobCard
from site_sim.log.text_table import TextTable


class JobTable:
    """The cards of jobs, numbered from 0 in the order in which they arrived."""

    __slots__ = ("_arrived_ns", "_cpu_ns", "_io_ns", "_names", "_texts")

    def __init__(self, texts: TextTable) -> None:
        self._texts = texts
        self._names = array("i")
        self._cpu_ns = array("q")
        self._io_ns = array("q")
        self._arrived_ns = array("q")

    def add(self, card: JobCard, at: int = 0) -> int:
        """File the card of a job that arrives at a time (ns), and return the job's number."""
        name, cpu_ns, io_ns = card
        self._names.append(self._texts.number_of(name))
        self._cpu_ns.append(cpu_ns)
        self._io_ns.append(io_ns)
        self._arrived_ns.append(at)
        return len(self._names) - 1

    def __getitem__(self, number: int) -> JobCard:
        return JobCard(self.name_of(number), self._cpu_ns[number], self._io_ns[number])

    def name_of(self, number: int) -> str:
        """Return a job's name."""
        return self._texts[self._names[number]]

    def __len__(self) -> int:
        return len(self._names)

    def columns(self) -> tuple[array[int], ...]:
        """Return the columns: numbers of names, CPU, I/O and arrival (ns); one entry a job."""
        return (self._names, self._cpu_ns, self._io_ns, self._arrived_ns)

    def arrived_at(self, number: int) -> int:
        """Return when a job arrived, in simulated nanoseconds."""
        return self._arrived_ns[number]

    def work_in(self, start: int, stop: int) -> tuple[int, int]:
        """Return the CPU and the I/O, in nanoseconds, of jobs `start` to `stop` together."""
        return sum(self._cpu_ns[start:stop]), sum(self._io_ns[start:stop])

    def name_number(self, number: int) -> int:
        """Return the number of the text that is a job's name."""
        return self._names[number]

    def name_numbers(self, jobs: range) -> array[int]:
        """Return the numbers of the names of successive jobs, from first to last or backwards."""
        if not jobs:
            return self._names[:0]
        names = self._names[min(jobs[0], jobs[-1]) : max(jobs[0], jobs[-1]) + 1]
        return names if jobs.step > 0 else names[::-1]
