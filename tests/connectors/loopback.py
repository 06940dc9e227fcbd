"""A web interface on loopback: routes by path, each request remembered, some throttled or cut."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One request as a service sees it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, bytes, dict[str, str]]
Route = Callable[[Asked], Answer]


def as_json(value: Any, status: int = 200) -> Answer:
    return status, json.dumps(value).encode(), {"Content-Type": "application/json"}


@dataclass
class Loopback:
    """The service: what it was asked, and how often it says that it is busy."""

    route: Route
    asked: list[Asked] = field(default_factory=list)
    busy_every: int = 4
    cut_every: int = 7
    address: str = ""

    def answer(self, one: Asked) -> Answer:
        """Busy, cut, or what the route says; what was refused for a moment is not in `asked`."""
        self.count = getattr(self, "count", 0) + 1
        if self.count % self.busy_every == 1:
            return 429, b"", {"Retry-After": "0.01"}
        if self.count % self.cut_every == 3:
            return -1, b"", {}
        self.asked.append(one)
        return self.route(one)


@contextmanager
def serve(route: Route) -> Iterator[Loopback]:
    """Serve a route until the block ends."""
    service = Loopback(route)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def serve_one(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            one = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
            status, answer, more = service.answer(one)
            if status < 0:  # the line breaks in the middle
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer)

        do_GET = do_POST = do_HEAD = serve_one  # noqa: N815

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield service
        finally:
            server.shutdown()
