"""What threads hand to the event loop comes in its order, all of it, and wakes the loop seldom."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from signpost.dashboard.server.loop_wakeups import wake_seldom
from tests.patience import PATIENCE
from tests.threads import in_thread

Loop = asyncio.AbstractEventLoop


def handed_over(script: Callable[[Loop], object]) -> tuple[int, list[Any]]:
    """Run a script in a thread beside its event loop.

    Return how often it woke the loop, and what the loop was told that callbacks raised.
    """
    wakes: list[object] = []
    told: list[Any] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        wake = loop.call_soon_threadsafe

        def counted(*args: Any, **more: Any) -> asyncio.Handle:
            wakes.append(args)
            return wake(*args, **more)

        loop.call_soon_threadsafe = counted  # type: ignore[method-assign]
        loop.set_exception_handler(lambda _, context: told.append(context.get("exception")))
        wake_seldom()
        done = asyncio.Event()

        def work() -> None:
            try:
                script(loop)
            finally:
                loop.call_soon_threadsafe(done.set)

        threading.Thread(target=work).start()
        await asyncio.wait_for(done.wait(), PATIENCE)

    in_thread(run())
    return len(wakes), told


def test_callbacks_keep_their_order_and_wake_the_loop_seldom() -> None:
    got: list[int] = []

    def script(loop: Loop) -> None:
        for number in range(2_000):
            loop.call_soon_threadsafe(got.append, number)

    wakes, told = handed_over(script)
    assert got == list(range(2_000))
    assert wakes < 200
    assert told == []


def test_what_is_handed_over_before_long_work_does_not_wait_for_its_end() -> None:
    seen = [threading.Event(), threading.Event()]

    def script(loop: Loop) -> None:
        for one in seen:
            loop.call_soon_threadsafe(one.set)
        for one in seen:
            assert one.wait(PATIENCE)

    handed_over(script)


def test_one_that_fails_is_told_and_stops_no_other() -> None:
    got: list[str] = []
    fault = ValueError("no")

    def fail() -> None:
        raise fault

    def script(loop: Loop) -> None:
        for one in (fail, partial(got.append, "after"), fail, partial(got.append, "last")):
            loop.call_soon_threadsafe(one)

    _, told = handed_over(script)
    assert got == ["after", "last"]
    assert told == [fault, fault]


def test_none_of_several_threads_is_lost() -> None:
    got: list[int] = []

    def script(loop: Loop) -> None:
        def one_thread() -> None:
            for number in range(500):
                loop.call_soon_threadsafe(got.append, number)

        threads = [threading.Thread(target=one_thread) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    handed_over(script)
    assert len(got) == 4 * 500


def test_one_is_called_in_the_context_it_came_from_unless_it_is_cancelled() -> None:
    who: contextvars.ContextVar[str] = contextvars.ContextVar("who", default="nobody")
    got: list[str] = []

    def script(loop: Loop) -> None:
        who.set("a reader")
        loop.call_soon_threadsafe(lambda: got.append(who.get()))
        loop.call_soon_threadsafe(lambda: got.append(who.get()), context=contextvars.Context())

    async def on_the_loop() -> None:
        wake_seldom()
        loop = asyncio.get_running_loop()
        cancelled = loop.call_soon_threadsafe(got.append, "cancelled")
        cancelled.cancel()
        assert cancelled.cancelled()
        await asyncio.sleep(0.05)

    handed_over(script)
    in_thread(on_the_loop())
    assert got == ["a reader", "nobody"]


def test_a_closed_loop_takes_nothing_more() -> None:
    kept: list[Loop] = []

    async def run() -> None:
        wake_seldom()
        kept.append(asyncio.get_running_loop())

    in_thread(run())
    with pytest.raises(RuntimeError, match="closed"):
        kept[0].call_soon_threadsafe(print)
