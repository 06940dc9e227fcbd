"""Limits of a request: how long it may be, and how many may come to the doors that cost."""

from __future__ import annotations

import ipaddress
import time
from collections import deque
from collections.abc import Callable, Hashable
from typing import Final
from urllib.parse import urlsplit

from starlette.types import Message, Receive, Scope

_LONGEST_ADDRESS: Final = 8_000
"""Bytes of a path with its query; a link to a page of ours has some hundred."""
_LARGEST_HEADERS: Final = 48_000
"""Bytes of all headers: a signed cookie has some thousand."""
_MOST_HEADERS: Final = 100
_LARGEST_MESSAGE: Final = 4_000_000
"""Bytes a page sends over its connection at once; files go another way."""
_MINUTE: Final = 60.0
_MOST_KEYS: Final = 10_000
_DOORS: Final[dict[str, int]] = {
    "/auth/login": 120,
    "/auth/logout": 120,
    "/oauth2callback": 120,
    "/metrics": 120,
    "/export/": 120,
    "/mcp": 120,
    "/readyz": 600,
    "/_stcore/upload_file": 600,
    "/_stcore/stream": 1_200,
}
"""End of a path's fixed part -> requests a minute from one address, which may be a proxy's."""


def oversized(scope: Scope) -> str:
    """Return why a request is longer than any of ours; '' for others."""
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    if len(raw) + len(scope.get("query_string", b"")) > _LONGEST_ADDRESS:
        return "The address is too long."
    headers = scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if size > _LARGEST_HEADERS or len(headers) > _MOST_HEADERS:
        return "The headers are too long."
    return ""


def with_our_host(scope: Scope) -> Scope:
    """Return a request that passed, its Host as its Origin says.

    Streamlit compares the two itself and, where they differ, asks a host outside for this machine's
    address. Behind a proxy that changes the Host they differ, and the gate has judged them.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin")
    netloc = urlsplit(origin.decode("latin-1")).netloc.encode("latin-1") if origin else b""
    if not netloc or netloc == headers.get(b"host"):
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "headers": [(b"host", netloc), *kept]}


def cut_messages(receive: Receive) -> Receive:
    """Return the receiver of a connection that ends at a message longer than any of ours."""

    async def received() -> Message:
        message = await receive()
        sent = message.get("bytes") or message.get("text") or b""
        if message["type"] == "websocket.receive" and len(sent) > _LARGEST_MESSAGE:
            return {"type": "websocket.disconnect", "code": 1009}
        return message

    return received


class Rate:
    """At most so many events a minute for each key."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.clock = most, clock
        self.seen: dict[Hashable, deque[float]] = {}
        self.swept = 0.0

    def admits(self, key: Hashable) -> bool:
        """Count one event; False where the minute is full."""
        now = self.clock()
        if len(self.seen) > _MOST_KEYS and now > self.swept + _MINUTE:
            # strangers must fill neither the memory nor the time
            self.seen = {k: v for k, v in self.seen.items() if v and v[-1] > now - _MINUTE}
            self.swept = now
        events = self.seen.setdefault(key, deque(maxlen=self.most))
        while events and events[0] <= now - _MINUTE:
            events.popleft()
        if len(events) >= self.most:
            return False
        events.append(now)
        return True


def _network(address: str) -> str:
    """Return who asks: of an IPv6 address the network, since one machine has all of its."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4 or (found.ipv4_mapped is not None):
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


class RequestLimits:
    """A rate for each door that costs, by the address that asks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.rates = {door: Rate(most, clock) for door, most in _DOORS.items()}

    def admits(self, scope: Scope) -> bool:
        """Count one request; False where its door had too many within a minute."""
        who = _network(str((scope.get("client") or ("",))[0]))
        doors = (rate for door, rate in self.rates.items() if door in scope["path"])
        return all(rate.admits(who) for rate in doors)
