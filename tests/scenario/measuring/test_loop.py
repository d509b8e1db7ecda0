"""Tasks of an event loop, and inboxes with the kernel's own rule between them."""

from __future__ import annotations

import asyncio

import pytest

from site_sim.program.traps import Job
from site_sim.scenario.measuring.driving import MeasuringError, Plan
from site_sim.scenario.measuring.loop import LoopInbox, run_loop
from tests.scenario.measuring.plans import DONE, ONE_BY_ONE, plan, seen_in


@pytest.mark.parametrize("is_chain", [True, False])
@pytest.mark.parametrize("one_by_one", [True, False])
def test_all_jobs_are_done(is_chain: bool, one_by_one: bool) -> None:
    times = run_loop(plan(is_chain=is_chain, one_by_one=one_by_one))
    assert seen_in(times) >= (ONE_BY_ONE if one_by_one else DONE)


def test_who_takes_an_item_lets_the_first_who_waits_in_at_once() -> None:
    """With `asyncio.Queue`, the third would find room before the second has put its item in."""

    async def run() -> list[str]:
        inbox, seen = LoopInbox(1), []

        async def put(item: str) -> None:
            await inbox.put(item)
            seen.append(f"{item} is in")

        senders = [asyncio.create_task(put(item)) for item in "abc"]
        await asyncio.sleep(0)
        seen.append(await inbox.take())
        late = asyncio.create_task(put("d"))
        for _ in range(3):
            seen.append(await inbox.take())
        await asyncio.gather(*senders, late)
        return seen

    assert asyncio.run(run())[:5] == ["a is in", "a", "b", "c", "b is in"]


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(MeasuringError, match="an event loop does not answer"):
        run_loop(Plan([Job(0, "", 0, 10**13)], time_limit_s=0.001))
