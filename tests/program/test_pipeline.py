"""The program is real generators that only yield wishes; anyone can run it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest

from site_sim.program import pipeline, producer_consumer
from site_sim.program.traps import Coroutine, Job, Link, Result, Send, Work, work
from tests.program.trampoline import run


def job(number: int) -> Job:
    return Job(number, "bricks", 0, 0)


class Site:
    """A crew of real generators, linked by themselves."""

    def __init__(self, workers: int) -> None:
        self.results: list[tuple[int, int]] = []
        self.hired: list[tuple[int, Link | None]] = []
        self.accept = pipeline.accept(self.inspect)
        self.workers: list[Coroutine] = []
        self.head = pipeline.create_pipeline(workers, self.hire, Link(self.accept))
        self.foreman = pipeline.foreman(self)

    def inspect(self, result: Result) -> None:
        self.results.append((result.job.number, result.worker))

    def hire(self, number: int, downstream: Link | None, accepting: Link) -> Link:
        self.hired.append((number, downstream))
        self.workers.append(pipeline.worker(number, downstream, accepting))
        return Link(self.workers[-1])

    def address(self, job: Job) -> int:
        return job.number % len(self.workers)

    def link_to(self, worker: int) -> Link:
        assert self.head is not None
        return self.head

    def take(self, number: int) -> None:
        run(self.foreman, job(number), self.workers)

    def everyone(self) -> list[Coroutine]:
        return [self.foreman, *self.workers, self.accept]


def states(*tasks: Coroutine) -> set[str]:
    return {inspect.getgeneratorstate(task) for task in tasks}


def test_a_coroutine_is_a_real_generator_primed_to_its_bare_yield() -> None:
    site = Site(3)
    for task in site.everyone():
        assert inspect.isgenerator(task)
        assert states(task) == {inspect.GEN_SUSPENDED}
    raw = pipeline.worker.__wrapped__(0, None, Link(None))  # type: ignore[attr-defined]
    assert states(raw) == {inspect.GEN_CREATED}
    with pytest.raises(TypeError, match="just-started"):
        raw.send((job(0), 0))


def test_a_primed_coroutine_keeps_its_name_and_its_words() -> None:
    assert pipeline.worker.__name__ == "worker"
    assert "on down the chain" in str(pipeline.worker.__doc__)
    assert inspect.isgeneratorfunction(inspect.unwrap(pipeline.worker))


def test_the_worker_reads_as_the_classic_listing() -> None:
    listing = """
    while True:
        job, addressee = yield                       # idle: ready for the next job
        if addressee == me:
            result = yield work(job)                 # working
            yield accepting.send(result)             # handing the result to accept
        elif downstream is not None:
            yield downstream.send((job, addressee))  # handing off down the chain
    """
    source = ast.parse(inspect.getsource(pipeline.worker)).body[0]
    assert isinstance(source, ast.FunctionDef)
    _docstring, *body = source.body
    expected = ast.parse(inspect.cleandoc(listing)).body
    assert list(map(ast.dump, body)) == list(map(ast.dump, expected))
    assert [argument.arg for argument in source.args.args] == ["me", "downstream", "accepting"]


def test_a_trampoline_runs_the_site_and_each_job_is_done_by_its_addressee() -> None:
    site = Site(3)
    for number in range(7):
        site.take(number)
    assert site.results == [(number, number % 3) for number in range(7)]
    assert states(*site.everyone()) == {inspect.GEN_SUSPENDED}


def test_the_chain_is_built_from_its_tail_and_the_head_is_returned() -> None:
    site = Site(3)
    assert [number for number, _ in site.hired] == [0, 1, 2]
    assert site.hired[0][1] is None
    assert [link.to for _, link in site.hired[1:] if link] == site.workers[:2]
    assert site.head is not None
    assert site.head.to is site.workers[2]
    assert pipeline.create_pipeline(0, site.hire, Link(None)) is None


def test_an_item_for_nobody_falls_off_the_end_and_disturbs_no_one() -> None:
    """Whoever runs the program sees its last worker at rest with the item not passed on."""
    site = Site(3)
    run(site.workers[2], (job(5), 99), site.workers)
    assert site.results == []
    site.take(1)
    assert site.results == [(1, 1)]


def test_a_wish_does_nothing_until_it_is_yielded() -> None:
    site = Site(1)
    wish = Link(site.accept).send(Result(job(0), 0))
    assert isinstance(wish, Send)
    assert (wish.to, wish.item) == (site.accept, Result(job(0), 0))
    assert isinstance(work(job(0)), Work)
    assert site.results == []


def test_a_coroutine_yields_only_what_it_wants() -> None:
    site = Site(2)
    head = site.workers[1]
    wish = head.send((job(0), 0))
    assert (type(wish), wish.to, wish.item) == (Send, site.workers[0], (job(0), 0))
    assert head.send(None) is None
    mine = head.send((job(1), 1))
    assert (type(mine), mine.job) == (Work, job(1))
    result = head.send(Result(job(1), 1))
    assert (type(result), result.to, result.item) == (Send, site.accept, Result(job(1), 1))


# -- what goes wrong -----------------------------------------------------------------------


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_an_exception_closes_everyone_on_its_way_up(depth: int) -> None:
    """Worker `depth` is broken; above it stand the others and the foreman."""
    site = Site(3)
    site.workers[depth].close()
    with pytest.raises((StopIteration, RuntimeError)):
        site.take(0)
    above = [*site.workers[depth:], site.foreman]
    assert states(*above) == {inspect.GEN_CLOSED}
    below = [*site.workers[:depth], site.accept]
    assert states(*below) == {inspect.GEN_SUSPENDED}


def test_an_inspection_that_raises_closes_the_whole_way() -> None:
    site = Site(3)
    site.accept = pipeline.accept(lambda result: 1 / 0)  # type: ignore[arg-type, return-value]
    tail = pipeline.worker(0, None, Link(site.accept))
    site.workers[:] = [tail]
    site.head = Link(tail)
    with pytest.raises(ZeroDivisionError):
        site.take(0)
    assert states(site.accept, tail, site.foreman) == {inspect.GEN_CLOSED}
    with pytest.raises(StopIteration):
        site.foreman.send(job(1))


def test_stop_iteration_inside_a_coroutine_is_a_runtime_error() -> None:
    """PEP 479."""
    site = Site(2)
    site.workers[0].close()
    wish = site.workers[1].send((job(0), 0))
    with pytest.raises(StopIteration) as stopped:
        wish.to.send(wish.item)
    with pytest.raises(RuntimeError, match="generator raised StopIteration"):
        site.workers[1].throw(stopped.value)


# -- where jobs come from ------------------------------------------------------------------


def test_jobs_are_drawn_one_by_one_as_they_arrive() -> None:
    drawn: list[int] = []

    def endless() -> Iterator[tuple[float, str]]:
        for number in range(10**9):
            drawn.append(number)
            yield 1.0, f"job {number}"

    jobs = pipeline.get_jobs(endless())
    assert inspect.isgenerator(jobs)
    assert [next(jobs), next(jobs)] == [(1.0, "job 0"), (1.0, "job 1")]
    assert drawn == [0, 1]


def test_jobs_can_be_sent_in_instead() -> None:
    arrived: list[str] = []
    desk = pipeline.take_jobs(arrived.append)
    assert states(desk) == {inspect.GEN_SUSPENDED}
    for order in ("dig", "pour"):
        assert desk.send(order) is None
    assert arrived == ["dig", "pour"]


# -- producer and consumer -----------------------------------------------------------------


def test_the_consumer_receives_what_the_producer_sends() -> None:
    received: list[int] = []
    consumer = producer_consumer.consumer(lambda result: received.append(result.job.number))
    producer = producer_consumer.producer(Link(consumer))
    assert states(producer, consumer) == {inspect.GEN_SUSPENDED}
    for number in range(5):
        run(producer, job(number), [consumer])
    assert received == [0, 1, 2, 3, 4]
