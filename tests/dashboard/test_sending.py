"""A page leaves the server without waiting for the browser's acknowledgement."""

from __future__ import annotations

import socket

from signpost.dashboard.server.sending import send_at_once


def test_a_connection_to_our_server_sends_at_once() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
