"""The gate before every request, asked about requests as the server describes them."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from signpost.answers.access import AccessError
from signpost.answers.sign_in_settings import (
    Arrival,
    SignIn,
    has_proxy_mark,
    refused_settings,
    sign_in_settings,
)
from signpost.answers.sign_outs import note_sign_out, sign_outs_path
from signpost.dashboard.server.gate import Gate
from signpost.dashboard.server.request_limits import (
    Rate,
    RequestLimits,
    cut_messages,
    with_our_host,
)
from tests.threads import in_thread

ENVIRONMENT = {
    "SIGNPOST_URL": "https://dash.example.org",
    "SIGNPOST_OIDC_CLIENT_ID": "signpost",
    "SIGNPOST_OIDC_CLIENT_SECRET": "s3cret",
    "SIGNPOST_OIDC_METADATA_URL": "https://login.example.org/.well-known/openid-configuration",
    "SIGNPOST_COOKIE_SECRET": secrets.token_hex(32),
}
SETTINGS = sign_in_settings(ENVIRONMENT)
ACCESS = """
people:
  - {email: sponsor@example.org, role: sponsor}
  - {email: ana@example.org, role: analyst}
"""


def test_no_setting_is_no_sign_in_and_all_are_one() -> None:
    assert sign_in_settings({}) is None
    assert sign_in_settings({"PATH": "x", "SIGNPOST_OIDC_CLIENT_ID": " "}) is None
    assert isinstance(SETTINGS, SignIn)
    auth = SETTINGS.secrets()["auth"]
    assert auth["redirect_uri"] == "https://dash.example.org/oauth2callback"
    assert auth["cookie_secret"] == ENVIRONMENT["SIGNPOST_COOKIE_SECRET"]


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_half_a_sign_in_never_becomes_none(name: str) -> None:
    with pytest.raises(AccessError, match=name):
        sign_in_settings({**ENVIRONMENT, name: ""})
    with pytest.raises(AccessError, match="half configured"):
        sign_in_settings({name: ENVIRONMENT[name]})


@pytest.mark.parametrize(
    "change",
    [
        {"SIGNPOST_COOKIE_SECRET": "short"},
        {"SIGNPOST_URL": "http://dash.example.org"},
        {"SIGNPOST_URL": "dash.example.org"},
        {"SIGNPOST_URL": "https://"},
        {"SIGNPOST_OIDC_METADATA_URL": "http://login.example.org/x"},
        {"SIGNPOST_OIDC_METADATA_URL": "file:///etc/passwd"},
        {"SIGNPOST_SIGN_IN_HOURS": "0"},
        {"SIGNPOST_SIGN_IN_HOURS": "soon"},
        {"SIGNPOST_SIGN_IN_HOURS": "nan"},
        {"SIGNPOST_SIGN_IN_HOURS": "99999"},
        {"SIGNPOST_COOKIE_SECRET_FILE": "no/such/file"},
    ],
)
def test_weak_settings_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(AccessError):
        sign_in_settings({**ENVIRONMENT, **change})


def test_secrets_may_lie_in_files(tmp_path: Path) -> None:
    place = tmp_path / "cookie"
    place.write_text("k" * 40 + "\n")
    given = {**ENVIRONMENT, "SIGNPOST_COOKIE_SECRET_FILE": str(place)}
    del given["SIGNPOST_COOKIE_SECRET"]
    found = sign_in_settings(given)
    assert found is not None
    assert found.cookie_secret == "k" * 40
    local = sign_in_settings({**ENVIRONMENT, "SIGNPOST_URL": "http://localhost:8501"})
    assert local is not None


@pytest.mark.parametrize(
    ("host", "arrived_at", "forwarded", "settings", "explicit", "served"),
    [
        ("127.0.0.1:8501", "127.0.0.1", False, None, False, True),
        ("localhost:8501", "127.0.0.1", False, None, False, True),
        ("[::1]:8501", "::1", False, None, False, True),
        # a name of someone else's that points here (DNS rebinding)
        ("evil.example:8501", "127.0.0.1", False, None, False, False),
        ("", "127.0.0.1", False, None, False, False),
        # reached from elsewhere, or through a proxy, and nobody signs in
        ("10.0.0.7:8501", "10.0.0.7", False, None, False, False),
        ("127.0.0.1:8501", "10.0.0.7", False, None, False, False),
        ("127.0.0.1:8501", "", False, None, False, False),
        ("127.0.0.1:8501", "127.0.0.1", True, None, False, False),
        # told explicitly
        ("10.0.0.7:8501", "10.0.0.7", False, None, True, True),
        # sign-in configured
        ("dash.example.org", "10.0.0.7", True, SETTINGS, False, True),
        ("127.0.0.1:8501", "127.0.0.1", True, SETTINGS, False, True),
        ("evil.example", "10.0.0.7", True, SETTINGS, False, False),
    ],
)
def test_who_is_served(
    host: str,
    arrived_at: str,
    forwarded: bool,
    settings: SignIn | None,
    explicit: bool,
    served: bool,
) -> None:
    def refused(path: str) -> str:
        one = Arrival(path, host, None, arrived_at, forwarded)
        return refused_settings(one, settings, explicit)

    for path in ("/", "/_stcore/stream", "/media/x.csv"):
        assert (refused(path) == "") is served
    for path in ("/_stcore/health", "/readyz"):
        assert refused(path) == ""


@pytest.mark.parametrize(
    ("origin", "host", "settings", "served"),
    [
        (None, "127.0.0.1:8501", None, True),
        ("http://127.0.0.1:8501", "127.0.0.1:8501", None, True),
        ("HTTP://LocalHost:8501", "localhost:8501", None, True),
        ("http://127.0.0.1:3000", "127.0.0.1:8501", None, False),
        ("http://localhost:8501", "127.0.0.1:8501", None, False),
        ("http://127.0.0.1", "127.0.0.1:8501", None, False),
        ("http://evil.example", "127.0.0.1:8501", None, False),
        ("http://evil.example:8501", "127.0.0.1:8501", None, False),
        ("null", "127.0.0.1:8501", None, False),
        ("", "127.0.0.1:8501", None, False),
        ("http://127.0.0.1:8501/", "127.0.0.1:8501", None, False),
        ("file://", "127.0.0.1:8501", None, False),
        ("http://x@127.0.0.1:8501", "127.0.0.1:8501", None, False),
        ("https://dash.example.org", "dash.example.org", SETTINGS, True),
        ("https://dash.example.org", "127.0.0.1:8501", SETTINGS, True),
        ("https://dash.example.org:444", "127.0.0.1:8501", SETTINGS, False),
        ("http://dash.example.org", "127.0.0.1:8501", SETTINGS, False),
        ("http://localhost:3000", "localhost:8501", SETTINGS, False),
    ],
)
def test_a_page_of_another_address_or_port_is_refused(
    origin: str | None, host: str, settings: SignIn | None, served: bool
) -> None:
    for explicit in (False, True):
        one = Arrival("/_stcore/stream", host, origin, "127.0.0.1", False, is_socket=True)
        assert (refused_settings(one, settings, explicit) == "") is served
        beside = replace(one, path="/_stcore/stream/readyz")
        assert (refused_settings(beside, settings, explicit) == "") is served


@pytest.mark.parametrize(
    "mark",
    [
        "X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host",
        "X-Forwarded-Proto", "x-forwarded-user", "CF-Connecting-IP", "True-Client-IP",
        "X-Original-Host", "X-Client-IP", "CDN-Loop", "Fly-Client-IP", "X_Forwarded_For",
        "X-Appengine-User-IP", "Tailscale-User-Login", "Remote-User", "X-Remote-User",
        "X-Auth-Request-Email", "X-Vercel-IP-Country", "X-Cloud-Trace-Context", "X-ProxyUser-Ip",
    ],
)  # fmt: skip
def test_a_proxy_is_known_by_any_of_its_marks(mark: str) -> None:
    assert has_proxy_mark(["host", mark])
    assert not has_proxy_mark(["host", "origin", "user-agent", "cookie", "upgrade"])
    local = {**scope("/", host="127.0.0.1"), "server": ("127.0.0.1", 8501)}
    assert Gate(nothing).verdict(local)[0] == 200
    local["headers"] = [*local["headers"], (mark.lower().encode(), b"x")]
    assert Gate(nothing).verdict(local)[0] == 403


@pytest.mark.parametrize(
    "host",
    [
        "", "127.0.0.1:x", "127.0.0.1:8501, evil", "user@127.0.0.1:8501", "localhost:8501/..",
        "[::1", "[::1]x", "localhost:", "localhost:123456", "localhost?", "localhost#", " ",
        "127.0.0.1:8501 ", "localhost\\evil", "localhost.", "0.0.0.0:8501", "127.0.0.1.nip.io",
    ],
)  # fmt: skip
def test_a_host_that_is_none_is_refused(host: str) -> None:
    local = {**scope("/", host=host), "server": ("127.0.0.1", 8501)}
    assert Gate(nothing).verdict(local)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8501", "[::1]:8501"])
def test_a_host_of_this_machine_is_served(host: str) -> None:
    local = {**scope("/", host=host), "server": ("127.0.0.1", 8501)}
    assert Gate(nothing).verdict(local)[0] == 200


def test_a_request_is_cut_before_anything_reads_it(signed_in_gate: Gate) -> None:
    def status(path: str = "/", query: bytes = b"", more: list[tuple[bytes, bytes]] = []) -> int:  # noqa: B006
        one = scope(path)
        return signed_in_gate.verdict(
            {**one, "query_string": query, "headers": one["headers"] + more}
        )[0]

    assert status("/" + "a" * 7_000) == 200
    assert status("/" + "a" * 8_001) == 431
    assert status(query=b"a" * 8_001) == 431
    assert status(more=[(b"x", b"y" * 50_000)]) == 431
    assert status(more=[(b"x", b"y")] * 101) == 431
    assert status(more=[(b"origin", b"https://dash.example.org")]) == 200
    assert status(more=[(b"origin", b"https://dash.example.org")] * 2) == 400
    assert status(more=[(b"host", b"dash.example.org")]) == 400


def test_the_library_sees_the_host_that_the_gate_has_judged() -> None:
    one = scope("/", host="127.0.0.1:8501")
    assert with_our_host(one) is one
    one["headers"] = [*one["headers"], (b"origin", b"https://dash.example.org")]
    assert (b"host", b"dash.example.org") in with_our_host(one)["headers"]
    assert len(with_our_host(one)["headers"]) == 2


def test_the_doors_that_cost_admit_so_many_a_minute() -> None:
    now = [0.0]
    limits = RequestLimits(lambda: now[0])
    one = {"path": "/sub/oauth2callback", "client": ("10.0.0.1", 1)}
    assert [limits.admits(one) for _ in range(121)] == [True] * 120 + [False]
    assert limits.admits({**one, "client": ("10.0.0.2", 1)})
    assert limits.admits({**one, "path": "/"})
    for path, most in (("/readyz", 600), ("/_stcore/stream", 1_200)):  # each opens something
        asked = {**one, "path": path}
        assert [limits.admits(asked) for _ in range(most + 1)].count(True) == most
    now[0] = 61.0
    assert limits.admits(one)
    rate = Rate(1, lambda: now[0])
    for number in range(10_002):
        rate.admits(number)
    now[0] = 200.0
    rate.admits("later")
    assert len(rate.seen) == 1


@pytest.fixture
def signed_in_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    access = tmp_path / "a.yaml"
    access.write_text(ACCESS)
    monkeypatch.setenv("SIGNPOST_ACCESS", str(access))
    assert SETTINGS is not None
    secrets_singleton.merge_programmatic_secrets(SETTINGS.secrets())
    yield Gate(nothing)
    secrets_singleton._reset()


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("the request passed the gate")


def scope(path: str, cookie: str = "", host: str = "dash.example.org") -> Scope:
    headers = [(b"host", host.encode())]
    if cookie:
        headers.append((b"cookie", f"_streamlit_user={cookie}".encode()))
    return {
        "type": "http",
        "path": path,
        "server": ("10.0.0.7", 8501),
        "headers": headers,
        "method": "GET",
        "query_string": b"",
    }


def cookie(secret: str = "", **claims: object) -> str:
    payload = {
        "origin": "https://dash.example.org",
        "is_logged_in": True,
        "iss": "https://login",
        "sub": "s",
        "iat": time.time(),
        "email_verified": True,
        **claims,
    }
    key = secret or ENVIRONMENT["SIGNPOST_COOKIE_SECRET"]
    return create_signed_value(key, "_streamlit_user", json.dumps(payload)).decode()


SPONSOR = {"email": "sponsor@example.org"}
ANALYST = {"email": "ana@example.org"}
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.mark.parametrize(
    ("path", "claims", "status"),
    [
        ("/media/abc.csv", None, 403),
        ("/media/abc.csv", SPONSOR, 200),
        ("/sub/path/media/abc.csv", None, 403),
        (UPLOAD, None, 403),
        (UPLOAD, SPONSOR, 403),
        (UPLOAD, ANALYST, 200),
        ("/sub" + UPLOAD, SPONSOR, 403),
        ("/media/abc.csv", {"email": "stranger@example.org"}, 403),
        ("/media/abc.csv", {**SPONSOR, "email_verified": False}, 403),
        ("/media/abc.csv", {**SPONSOR, "iat": 1}, 403),
        ("/media/abc.csv", {**SPONSOR, "is_logged_in": False}, 403),
        ("/", None, 200),
        ("/_stcore/stream", None, 200),
    ],
)
def test_files_and_uploads_ask_for_the_role(
    signed_in_gate: Gate, path: str, claims: dict[str, object] | None, status: int
) -> None:
    given = cookie(**claims) if claims is not None else ""
    assert signed_in_gate.verdict(scope(path, given))[0] == status


def test_a_forged_cookie_opens_nothing(signed_in_gate: Gate) -> None:
    forged = cookie(secret="another secret of thirty-two letters", **SPONSOR)
    good = cookie(**SPONSOR)
    assert signed_in_gate.verdict(scope("/media/x", good))[0] == 200
    assert signed_in_gate.verdict(scope("/media/x", forged))[0] == 403
    assert signed_in_gate.verdict(scope("/media/x", good[:-4] + "AAAA"))[0] == 403


def test_a_sign_in_that_was_ended_is_ended_everywhere(
    signed_in_gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path / "data"))
    path, now = sign_outs_path(tmp_path / "data"), time.time()
    one = {"iss": "https://login", "sub": "s", "iat": now - 60}
    copied = cookie(**{**SPONSOR, **one})
    later = cookie(**{**SPONSOR, **one, "iat": now - 30})
    other = cookie(**{**ANALYST, **one, "sub": "t"})

    def status(given: str) -> int:
        return signed_in_gate.verdict(scope("/media/x", given))[0]

    assert [status(one) for one in (copied, later, other)] == [200, 200, 200]
    note_sign_out(path, one)
    note_sign_out(path, {**one, "iat": now - 90})  # an older one brings nothing back
    assert [status(one) for one in (copied, later, other)] == [403, 200, 200]
    assert "login" not in path.read_text()
    note_sign_out(path, {**one, "sub": "u"}, now=now + 40 * 86_400)
    assert len(json.loads(path.read_text())) == 1  # its cookie has run out
    path.write_text("[")
    assert status(other) == 503


def test_a_broken_access_file_closes_the_door(signed_in_gate: Gate, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("people: everyone")
    assert signed_in_gate.verdict(scope("/media/x", cookie(**SPONSOR)))[0] == 503


async def answered(gate: Gate, one: Scope) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    await gate(one, receive, send)
    return sent


def test_a_refused_request_never_reaches_the_app(signed_in_gate: Gate) -> None:

    sent = in_thread(answered(signed_in_gate, scope("/media/x")))
    assert sent[0]["status"] == 403
    assert b"sign in" in sent[1]["body"]
    stream = {**scope("/_stcore/stream", host="evil.example"), "type": "websocket"}
    sent = in_thread(answered(signed_in_gate, stream))
    assert sent[0]["type"] == "websocket.close"
    with pytest.raises(AssertionError, match="passed the gate"):
        in_thread(answered(signed_in_gate, scope("/")))


def test_streamlit_is_the_one_whose_cookie_we_can_read() -> None:
    assert st.__version__.startswith("1.67.")


def test_a_message_longer_than_any_of_ours_ends_its_connection() -> None:
    async def received(sent: Message) -> Message:
        async def receive() -> Message:
            return sent

        return await cut_messages(receive)()

    for kind, letter in (("bytes", b"a"), ("text", "a")):
        small: Message = {"type": "websocket.receive", kind: letter * 4_000_000}
        assert in_thread(received(small)) is small
        large: Message = {"type": "websocket.receive", kind: letter * 4_000_001}
        assert in_thread(received(large)) == {"type": "websocket.disconnect", "code": 1009}
    ended: Message = {"type": "websocket.disconnect", "code": 1000}
    assert in_thread(received(ended)) is ended


def test_a_sign_out_by_its_address_ends_copies_too_and_a_foreign_link_ends_none(
    signed_in_gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path / "data"))
    mine = cookie(**SPONSOR)

    def sign_out(site: bytes) -> int:
        one = scope("/sub/auth/logout", mine)
        one["headers"] = [*one["headers"], (b"sec-fetch-site", site)]
        try:
            return int(in_thread(answered(signed_in_gate, one))[0]["status"])
        except AssertionError:  # passed on
            return 200

    for site in (b"cross-site", b"same-site"):
        assert sign_out(site) == 403
    assert signed_in_gate.verdict(scope("/media/x", mine))[0] == 200
    assert sign_out(b"same-origin") == 200
    assert signed_in_gate.verdict(scope("/media/x", mine))[0] == 403
    sign_outs_path(tmp_path / "data").write_text("[")
    assert sign_out(b"none") == 503


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("10.0.0.1", "10.0.0.2", False),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("testclient", "other", False),
    ],
)
def test_one_machine_is_one_address(one: str, other: str, same: bool) -> None:
    limits = RequestLimits(lambda: 0.0)
    for _ in range(120):
        assert limits.admits({"path": "/mcp", "client": (one, 1)})
    assert limits.admits({"path": "/mcp", "client": (other, 1)}) is not same
