"""A page leaves the server in its order: handed over together, sent without waiting."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.runtime.app_session import AppSession

from signpost.dashboard.server.sending import (
    GATHER_SECONDS,
    HandOver,
    hand_over_together,
    send_at_once,
)
from tests.patience import PATIENCE
from tests.threads import in_thread


def handed_over(script: Callable[[HandOver], None]) -> int:
    """Run a script in a thread beside an event loop; return how often it woke the loop."""
    wakes: list[object] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()

        def soon(callback: Callable[[], None]) -> None:
            wakes.append(callback)
            loop.call_soon_threadsafe(callback)

        handed = HandOver(soon, lambda callback: loop.call_later(GATHER_SECONDS, callback))
        await asyncio.wait_for(asyncio.to_thread(script, handed), PATIENCE)
        await asyncio.sleep(10 * GATHER_SECONDS)

    in_thread(run())
    return len(wakes)


def test_messages_keep_their_order_and_wake_the_loop_seldom() -> None:
    got: list[int] = []

    def script(handed: HandOver) -> None:
        for number in range(2_000):
            handed.add(partial(got.append, number))

    wakes = handed_over(script)
    assert got == list(range(2_000))
    assert wakes < 200


def test_what_is_shown_before_long_work_does_not_wait_for_its_end() -> None:
    seen = [threading.Event(), threading.Event()]

    def script(handed: HandOver) -> None:
        for one in seen:
            handed.add(one.set)
        for one in seen:
            assert one.wait(PATIENCE)

    handed_over(script)


def test_a_message_that_fails_stops_no_other() -> None:
    got: list[str] = []

    def fail() -> None:
        raise RuntimeError

    def script(handed: HandOver) -> None:
        for one in (fail, lambda: got.append("after"), fail, lambda: got.append("last")):
            handed.add(one)

    handed_over(script)
    assert got == ["after", "last"]


def test_no_message_of_several_threads_is_lost() -> None:
    got: list[int] = []

    def script(handed: HandOver) -> None:
        def one_thread() -> None:
            for number in range(500):
                handed.add(partial(got.append, number))

        threads = [threading.Thread(target=one_thread) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    handed_over(script)
    assert len(got) == 4 * 500


def test_the_sessions_of_our_server_hand_over_together(monkeypatch: pytest.MonkeyPatch) -> None:
    by_itself = AppSession._call_soon_on_event_loop
    monkeypatch.setattr(AppSession, "_call_soon_on_event_loop", by_itself)  # put back afterwards
    hand_over_together()
    got: list[int] = []

    async def run() -> None:
        session = cast("AppSession", SimpleNamespace(_event_loop=asyncio.get_running_loop()))
        for number in range(3):
            AppSession._call_soon_on_event_loop(session, partial(got.append, number))
        await asyncio.sleep(0)
        assert got == [0, 1, 2], "all at the first turn of the loop"

    in_thread(run())


def test_a_connection_to_our_server_sends_at_once() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
