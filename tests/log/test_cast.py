"""The cast of a run: names, roles, the order of rows, and links."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from site_sim.facts.programs import ACCEPT, FOREMAN, PROGRAM_FACTS
from site_sim.log.cast import (
    CHAIN,
    DIRECT,
    NOBODY,
    SINK,
    SOURCE,
    WORKER,
    Cast,
    CastMember,
    HireRule,
)

PIPELINE = PROGRAM_FACTS["pipeline"].cast
PRODUCER_CONSUMER = PROGRAM_FACTS["producer-consumer"].cast
FAN = Cast(
    above=[
        CastMember(-1, SOURCE, "quarry", links=[0]),
        CastMember(-2, SOURCE, "sawmill", links=[0, 1]),
        CastMember(1, WORKER, "mason", links=[-3]),
        CastMember(0, WORKER, "carter", links=[-3, -4, -5]),
        CastMember(-3, SINK, "north"),
        CastMember(-4, SINK, "south", short="s"),
        CastMember(-5, SINK, "west"),
    ]
)
"""Two sources, three sinks, and nobody who leads."""


def test_nobody_has_no_name_and_no_role() -> None:
    for cast in (PIPELINE, PRODUCER_CONSUMER, FAN, Cast()):
        assert (cast.name_of(NOBODY), cast.role_of(NOBODY)) == ("", "")
    assert Cast().rows(0) == []


def test_who_comes_later_is_named_by_the_rule() -> None:
    assert [PIPELINE.name_of(who) for who in (FOREMAN, 0, 17, ACCEPT)] == [
        "foreman",
        "worker 0",
        "worker 17",
        "accept",
    ]
    assert [PIPELINE.short_name(who) for who in (FOREMAN, 0, 17)] == ["foreman", "w0", "w17"]
    assert (FAN.name_of(0), FAN.short_name(0), FAN.short_name(-4)) == ("carter", "carter", "s")


def test_roles() -> None:
    assert [PIPELINE.role_of(who) for who in (FOREMAN, 3, ACCEPT)] == [SOURCE, WORKER, SINK]
    assert FAN.sources == [-1, -2]
    assert (PIPELINE.can_grow, PRODUCER_CONSUMER.can_grow, FAN.can_grow) == (True, False, False)


@pytest.mark.parametrize(
    ("cast", "workers", "rows"),
    [
        (PIPELINE, 0, [FOREMAN, ACCEPT]),
        (PIPELINE, 3, [FOREMAN, 2, 1, 0, ACCEPT]),
        (PRODUCER_CONSUMER, 1, [FOREMAN, 0]),
        (PRODUCER_CONSUMER, 0, [FOREMAN]),
        (FAN, 2, [-1, -2, 1, 0, -3, -4, -5]),
        (FAN, 1, [-1, -2, 0, -3, -4, -5]),
    ],
)
def test_rows_are_in_the_order_of_the_cast(cast: Cast, workers: int, rows: list[int]) -> None:
    assert cast.rows(workers) == rows
    ends = {cast.first, cast.last}
    assert list(cast.inner_rows(workers)) == [who for who in rows if who not in ends]


def test_a_crew_of_any_size_is_listed_at_no_cost() -> None:
    assert PIPELINE.inner_rows(10**9) == range(10**9 - 1, -1, -1)


def test_only_one_source_and_one_sink_lead_and_end_the_list() -> None:
    assert (PIPELINE.first, PIPELINE.last) == (FOREMAN, ACCEPT)
    assert (PRODUCER_CONSUMER.first, PRODUCER_CONSUMER.last) == (FOREMAN, NOBODY)
    assert (FAN.first, FAN.last) == (NOBODY, NOBODY)
    late = Cast(
        [CastMember(0, WORKER, "a"), CastMember(-1, SOURCE, "b"), CastMember(-2, SINK, "c")]
    )
    assert (late.first, late.last) == (NOBODY, -2)


@pytest.mark.parametrize(
    ("who", "wiring", "links"),
    [
        (FOREMAN, "chain", [3]),
        (3, "chain", [2, ACCEPT]),
        (0, "chain", [ACCEPT]),
        (FOREMAN, "direct", [0, 1, 2, 3]),
        (2, "direct", [ACCEPT]),
        (ACCEPT, "direct", []),
        (FOREMAN, "unheard of", []),
    ],
)
def test_links_follow_the_wiring(who: int, wiring: str, links: Sequence[int]) -> None:
    assert list(PIPELINE.links_of(who, 4, wiring)) == links


def test_named_tasks_have_links_of_their_own() -> None:
    assert list(FAN.links_of(-2, 2, "chain")) == [0, 1]
    assert list(FAN.links_of(-3, 2, "chain")) == []
    assert list(FAN.links_of(NOBODY, 2, "chain")) == []


def test_the_shape_of_the_links() -> None:
    assert [PIPELINE.shape(wiring) for wiring in ("chain", "direct", "ring")] == [
        "chain",
        "star",
        "web",
    ]
    assert PRODUCER_CONSUMER.shape("chain") == "chain"
    assert FAN.shape("chain") == "web"


def test_a_source_that_hands_to_two_is_no_chain() -> None:
    fan_out = Cast(
        [
            CastMember(-1, SOURCE, "splitter", links=[0, 1]),
            CastMember(0, WORKER, "left", links=[-2]),
            CastMember(1, WORKER, "right", links=[-2]),
            CastMember(-2, SINK, "merger"),
        ]
    )
    assert (fan_out.shape("chain"), fan_out.first, fan_out.last) == ("web", -1, -2)
    in_a_row = Cast(
        [
            CastMember(-1, SOURCE, "saw", links=[0]),
            CastMember(0, WORKER, "plane", links=[1, -2]),
            CastMember(1, WORKER, "paint", links=[-2]),
            CastMember(-2, SINK, "store"),
        ]
    )
    assert in_a_row.shape("chain") == "chain"


def test_a_crew_beside_named_workers_is_numbered_after_them() -> None:
    cast = Cast(
        [CastMember(-1, SOURCE, "gate"), CastMember(0, WORKER, "elder")],
        HireRule("hand {number}", {"chain": CHAIN, "direct": DIRECT}),
        [CastMember(-2, SINK, "yard")],
    )
    assert cast.rows(3) == [-1, 0, 2, 1, -2]
    assert [cast.name_of(who) for who in (0, 1, 2)] == ["elder", "hand 1", "hand 2"]
    assert list(cast.links_of(2, 3, "chain")) == [1, -2]
    assert list(cast.links_of(1, 3, "chain")) == [-2]
    assert cast.shape("chain") == "web"


@pytest.mark.parametrize(
    ("name", "whole", "short"),
    [
        ("mason {number}", "mason 12", "m12"),
        ("{number}. Maurer", "12. Maurer", "12"),
        ("工{number}", "工12", "工12"),
    ],
)
def test_whoever_is_hired_is_called_by_the_rule(name: str, whole: str, short: str) -> None:
    cast = Cast([], HireRule(name, {}))
    assert (cast.name_of(12), cast.short_name(12)) == (whole, short)


def test_tasks_without_links_are_no_chain() -> None:
    loose = Cast([CastMember(-1, SOURCE, "gate"), CastMember(0, WORKER, "hand")])
    assert loose.shape("chain") == "web"
