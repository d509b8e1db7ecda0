"""What waits for the app: in order, and nothing that it can't carry out in time."""

from __future__ import annotations

from textual import events
from textual.message import Message

from site_sim.ui.terminal.input_queue import (
    FEW_WAITING,
    LAST_PATIENCE_S,
    MANY_WAITING,
    MESSAGES_WAITING,
    MOVES_WAITING,
    PATIENCE_S,
    REPEATS_WAITING,
    InputQueue,
)


class Time:
    """Real seconds, as told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def names(found: list[Message]) -> list[str]:
    """Return keys by name, anything else by its kind."""
    return [m.key if isinstance(m, events.Key) else type(m).__name__ for m in found]


def key(name: str) -> events.Key:
    return events.Key(name, None)


def move(x: int) -> events.MouseMove:
    return events.MouseMove(None, x, 0, 0, 0, 0, False, False, False)


def test_messages_wait_in_order() -> None:
    queue = InputQueue(Time())
    sent = [key("a"), move(1), key("b"), events.Paste("x")]
    assert all(map(queue.add, sent))
    assert [queue.pop() for _ in range(len(queue))] == sent


def test_a_flood_of_moves_is_cut_and_a_key_after_it_still_counts() -> None:
    queue = InputQueue(Time())
    taken = sum(queue.add(move(x)) for x in range(10_000))
    assert taken == MOVES_WAITING
    assert queue.add(key("q"))
    waiting = [queue.pop() for _ in range(len(queue))]
    assert names(waiting) == ["MouseMove"] * MOVES_WAITING + ["q"]
    assert queue.add(move(1))


def test_a_held_key_waits_only_so_often_and_another_key_still_counts() -> None:
    queue = InputQueue(Time())
    assert sum(queue.add(key("x")) for _ in range(10_000)) == REPEATS_WAITING
    assert queue.add(key("q"))
    assert sum(queue.add(key("xy"[n % 2])) for n in range(10_000)) < MESSAGES_WAITING


def test_a_button_that_went_down_always_comes_up() -> None:
    queue = InputQueue(Time())
    while queue.add(key("xy"[len(queue) % 2])):
        pass
    down = events.MouseDown(None, 0, 0, 0, 0, 1, False, False, False)
    up = events.MouseUp(None, 0, 0, 0, 0, 1, False, False, False)
    assert not queue.add(down)
    assert queue.add(up)


def test_repeats_that_have_become_stale_are_not_carried_out() -> None:
    time = Time()
    queue = InputQueue(time)
    for _ in range(100):
        queue.add(key("r"))
    queue.add(key("q"))
    assert names([queue.pop()]) == ["r"]
    time.now += PATIENCE_S + 0.1
    rest = []
    while queue:
        rest.append(queue.pop())
    assert names(rest) == ["r"] * (FEW_WAITING - 1) + ["q"]


def test_a_few_presses_are_carried_out_however_late() -> None:
    time = Time()
    queue = InputQueue(time)
    for _ in range(FEW_WAITING):
        queue.add(key("plus"))
    time.now += 60
    assert names([queue.pop() for _ in range(FEW_WAITING)]) == ["plus"] * FEW_WAITING


def test_a_flood_of_any_keys_becomes_stale_in_the_end_but_for_the_last() -> None:
    time = Time()
    queue = InputQueue(time)
    for number in range(MANY_WAITING + 50):
        queue.add(key("xy"[number % 2]))
    time.now += LAST_PATIENCE_S + 0.1
    popped = 0
    while queue:
        queue.pop()
        popped += 1
    assert popped == MANY_WAITING
