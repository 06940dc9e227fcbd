"""Sign-in from end to end: Chromium, the dashboard, an OpenID Connect provider on loopback."""

from __future__ import annotations

import asyncio
import http.client
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import oidc_provider_mock
import pytest
import websockets
import websockets.exceptions
from oidc_provider_mock import User
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import settled
from tests.patience import PATIENCE
from tests.threads import in_thread
from tests.trust.conftest import ROOT, free_port, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("trust_sign_in"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
USERS = {
    "sponsor-1": {"email": "sponsor@example.org", "email_verified": True},
    "analyst-1": {"email": "analyst@example.org", "email_verified": True},
    "unverified-1": {"email": "analyst@example.org", "email_verified": False},
    "stranger-1": {"email": "stranger@example.org", "email_verified": True},
    "admin-1": {},
}


@dataclass(frozen=True)
class Site:
    url: str
    port: int
    access: Path
    log: Path
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    users = [User(sub=sub, claims=claims) for sub, claims in USERS.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def site(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("signin")
    access = folder / "data.access.yaml"
    access.write_text(
        "people:\n"
        "  - {email: sponsor@example.org, role: sponsor}\n"
        "  - {email: analyst@example.org, role: analyst}\n"
        f"  - {{issuer: '{provider}', subject: admin-1, role: administrator}}\n"
    )
    port = free_port()
    secret = folder / "cookie-secret"
    secret.write_text(secrets.token_hex(32))
    with served(
        ROOT / "app.py",
        log=folder / "server.log",
        address="localhost",
        port=port,
        SIGNPOST_DATA=str(folder / "data"),
        SIGNPOST_URL=f"http://localhost:{port}",
        SIGNPOST_OIDC_CLIENT_ID="signpost",
        SIGNPOST_OIDC_CLIENT_SECRET="s3cret",
        SIGNPOST_OIDC_METADATA_URL=f"{provider}/.well-known/openid-configuration",
        SIGNPOST_COOKIE_SECRET_FILE=str(secret),
        SIGNPOST_LOG="json",
    ) as (url, process):
        yield Site(url, port, access, folder / "server.log", process)


def sign_in(page: Page, site: Site, sub: str) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(f"{site.url}/**")
    settled(page)


def test_before_sign_in_there_is_only_the_door(tab: Page, site: Site) -> None:
    for path in ("/", "/answer", "/add_data", "/evidence"):
        tab.goto(site.url + path)
        tab.get_by_role("button", name="Sign in").wait_for()
        settled(tab)
        assert tab.get_by_test_id("stTopNavLink").count() == 0


def test_a_sponsor_reads_and_finds_no_page_that_changes_data(tab: Page, site: Site) -> None:
    sign_in(tab, site, "sponsor-1")
    tab.get_by_role("heading", name="Nothing loaded yet").wait_for()
    assert tab.get_by_role("button", name=re.compile("sample data")).count() == 0
    assert tab.get_by_text("Add your own files").count() == 0
    tab.goto(f"{site.url}/add_data")
    expect(tab.get_by_text("Page not found")).to_be_visible()
    settled(tab)
    assert tab.get_by_test_id("stFileUploader").count() == 0


def test_an_analyst_finds_the_pages_that_change_data(tab: Page, site: Site) -> None:
    sign_in(tab, site, "analyst-1")
    tab.get_by_role("button", name=re.compile("sample data")).wait_for()
    tab.goto(f"{site.url}/add_data")
    tab.get_by_test_id("stFileUploader").first.wait_for()


def test_an_administrator_is_known_by_issuer_and_subject(tab: Page, site: Site) -> None:
    sign_in(tab, site, "admin-1")
    tab.get_by_role("heading", name="Nothing loaded yet").wait_for()


@pytest.mark.parametrize(
    ("sub", "says"), [("stranger-1", "nobody has given you a role"), ("unverified-1", "verified")]
)
def test_others_are_told_why_they_see_nothing(tab: Page, site: Site, sub: str, says: str) -> None:
    sign_in(tab, site, sub)
    tab.get_by_role("heading", name="No access yet").wait_for()
    expect(tab.get_by_test_id("stMain")).to_contain_text(says)
    assert tab.get_by_test_id("stTopNavLink").count() == 0


def test_a_role_taken_away_ends_at_the_next_click(tab: Page, site: Site) -> None:
    before = site.access.read_text()
    sign_in(tab, site, "analyst-1")
    tab.goto(f"{site.url}/add_data")
    tab.get_by_test_id("stFileUploader").first.wait_for()
    try:
        site.access.write_text(before.replace("role: analyst", "role: sponsor"))
        tab.reload()
        expect(tab.get_by_text("Page not found")).to_be_visible()
        site.access.write_text("people: nonsense")
        tab.reload()
        expect(tab.get_by_text("The access file needs one list")).to_be_visible()
    finally:
        site.access.write_text(before)


def test_the_cookie_cannot_be_read_by_scripts_or_forged(tab: Page, site: Site) -> None:
    sign_in(tab, site, "sponsor-1")
    tab.get_by_role("heading", name="Nothing loaded yet").wait_for()
    cookies = tab.context.cookies()
    ours = [one for one in cookies if one["name"].startswith("_streamlit_user")]
    assert ours
    assert all(one["httpOnly"] and one["sameSite"] == "Lax" for one in ours)
    for one in ours:
        one["value"] = one["value"][:-6] + "AAAAAA"
    tab.context.clear_cookies()
    tab.context.add_cookies(cookies)  # type: ignore[arg-type]
    tab.goto(site.url)
    tab.get_by_role("button", name="Sign in").wait_for()


def test_sign_out_ends_the_session_and_copies_of_its_cookie(tab: Page, site: Site) -> None:
    sign_in(tab, site, "sponsor-1")
    tab.get_by_role("heading", name="Nothing loaded yet").wait_for()
    copied = tab.context.cookies()
    tab.get_by_role("button", name=re.compile("sponsor")).click()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/oauth2/end_session**")
    tab.goto(site.url)
    tab.get_by_role("button", name="Sign in").wait_for()
    tab.context.add_cookies(copied)  # type: ignore[arg-type]
    tab.goto(site.url)
    tab.get_by_role("button", name="Sign in").wait_for()


async def raw_session(site: Site, origin: str) -> tuple[str, bytes]:
    """A client without cookie: everything the script sends it, and an upload address."""
    seen, session = b"", ""
    async with websockets.connect(
        f"ws://localhost:{site.port}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=origin,
        max_size=None,
    ) as socket:  # type: ignore[arg-type]
        ask = BackMsg()
        ask.rerun_script.query_string = ""
        await socket.send(ask.SerializeToString())
        while True:
            raw = await asyncio.wait_for(socket.recv(), 30)
            seen += raw
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.WhichOneof("type") == "new_session":
                session = message.new_session.initialize.session_id
            if message.WhichOneof("type") == "script_finished":
                break
        ask = BackMsg()
        ask.file_urls_request.request_id = "r"
        ask.file_urls_request.file_names.append("x.csv")
        ask.file_urls_request.session_id = session
        await socket.send(ask.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(socket.recv(), 30))
            if message.WhichOneof("type") == "file_urls_response":
                return message.file_urls_response.file_urls[0].upload_url, seen


def test_a_client_without_cookie_is_shown_the_door_and_may_not_upload(site: Site) -> None:
    url, seen = in_thread(raw_session(site, site.url))  # type: ignore[misc]
    assert b"Sign in" in seen
    assert b"add_data" not in seen
    body = b"x" * (1 << 20)
    client = http.client.HTTPConnection("localhost", site.port)
    client.request("PUT", url, body, {"Content-Type": "multipart/form-data; boundary=x"})
    assert client.getresponse().status == 403


def test_a_foreign_page_gets_no_session(site: Site) -> None:
    with pytest.raises(websockets.exceptions.WebSocketException):
        in_thread(raw_session(site, "http://evil.example"))


def test_a_foreign_name_for_our_address_is_not_served(site: Site) -> None:
    client = http.client.HTTPConnection("localhost", site.port)
    client.request("GET", "/", headers={"Host": "evil.example"})
    assert client.getresponse().status == 403


def test_the_log_names_nobody(site: Site) -> None:
    text = site.log.read_text(errors="replace")
    assert text
    for secret in ("sponsor@example.org", "analyst@example.org", "s3cret", "admin-1"):
        assert secret not in text


@pytest.mark.server
@pytest.mark.parametrize(
    ("missing", "says"),
    [("SIGNPOST_COOKIE_SECRET", "half configured"), ("SIGNPOST_OIDC_CLIENT_ID", "half configured")],
)
def test_half_a_sign_in_does_not_start(missing: str, says: str, tmp_path: Path) -> None:
    given = {
        "SIGNPOST_URL": "https://x.example.org",
        "SIGNPOST_OIDC_CLIENT_ID": "a",
        "SIGNPOST_OIDC_CLIENT_SECRET": "b",
        "SIGNPOST_COOKIE_SECRET": "k" * 40,
        "SIGNPOST_OIDC_METADATA_URL": "https://login.example.org/x",
    }
    del given[missing]
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={free_port()}"],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "SIGNPOST_DATA": str(tmp_path), **given},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode != 0
    assert says in done.stderr + done.stdout
    assert missing in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout
