"""`signpost digest`: each event once, under the reader's scope, by mail, webhook or file."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from click.testing import CliRunner, Result

from signpost.cli._main import signpost
from signpost.connectors.channels import DeliveryError, MailServer, Message, send_mail
from tests.connectors.conftest import free_port
from tests.folders import own_copy, shared

pytestmark = pytest.mark.xdist_group("digest")
MESSAGE = Message("Signpost: what changed", ("Größe & <!channel>",), "https://s.example", b"<p>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_copy(shared(tmp_path_factory, "tiny"), tmp_path_factory.mktemp("digest") / "data")


@pytest.fixture
def configure(folder: Path) -> Iterator[Callable[[str], Path]]:
    beside = [
        folder.parent / f"{folder.name}.{end}"
        for end in ("digest.toml", "digest.json", "access.yaml")
    ]

    def write(text: str) -> Path:
        beside[0].write_text(text)
        return folder

    yield write
    for path in beside:
        path.unlink(missing_ok=True)


def run(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(signpost, ["digest", "--data", str(folder), *more])


def shown(folder: Path) -> list[str]:
    (one,) = json.loads(run(folder, "--json").stdout)
    return list(one["would_send"])


def turn(folder: Path, grade: str) -> None:
    """Pretend that the first use case had another verdict when it was told."""
    path = folder.parent / f"{folder.name}.digest.json"
    kept = json.loads(path.read_text())
    for one in kept.values():
        one["state"]["cases"][0]["grade"] = grade
    path.write_text(json.dumps(kept))


def test_nothing_is_sent_unless_configured(folder: Path) -> None:
    done = run(folder, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"]["code"] == "no_settings"


@pytest.mark.slow
def test_each_event_is_told_once(configure: Callable[[str], Path]) -> None:
    folder = configure('[board]\nfile = "told.txt"\n')
    first = shown(folder)
    assert run(folder).exit_code == 0
    assert shown(folder) == []
    turn(folder, "harmful")
    (event,) = shown(folder)
    assert "before: does harm" in event
    assert [*first, event] != first
    assert "1 sent" in run(folder).output
    assert event in (folder.parent / "told.txt").read_text()
    assert "nothing new" in run(folder).output
    mode = (folder.parent / f"{folder.name}.digest.json").stat().st_mode
    assert mode & 0o077 == 0


@pytest.mark.slow
def test_a_reader_is_told_of_their_part_only(configure: Callable[[str], Path]) -> None:
    folder = configure('[part]\nreader = "ann@x.org"\nfile = "told.txt"\n')
    done = run(folder, "--json")
    assert done.exit_code == 1
    assert "has no role" in done.output
    access = folder.parent / f"{folder.name}.access.yaml"
    access.write_text("people:\n- {email: ann@x.org, role: sponsor, scope: [no such group]}\n")
    assert run(folder).exit_code == 0
    kept = json.loads((folder.parent / f"{folder.name}.digest.json").read_text())
    assert kept["part/file"]["state"]["cases"] == []


@pytest.mark.slow
def test_what_could_not_be_sent_is_sent_next_time(
    configure: Callable[[str], Path], hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = configure('inbox = "in"\n[ops]\nchannels = ["teams"]\n')
    refused = folder.parent / "in" / "refused"
    refused.mkdir(parents=True, exist_ok=True)
    (refused / "kpi.csv.signpost.txt").touch()
    done = run(folder)
    assert done.exit_code == 1
    assert "SIGNPOST_DIGEST_OPS_TEAMS" in done.output
    monkeypatch.setenv("SIGNPOST_DIGEST_OPS_TEAMS", hook.url)
    assert run(folder).exit_code == 0
    card = hook.posted[0]["attachments"][0]["content"]
    assert any(block["text"].startswith("kpi.csv lies in the inbox") for block in card["body"])
    assert run(folder).exit_code == 0
    assert len(hook.posted) == 1


class Hook(HTTPServer):
    """A webhook on loopback."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), HookHandler)
        self.posted: list[dict[str, Any]] = []
        self.status = 202
        self.url = f"http://127.0.0.1:{self.server_address[1]}/secret-path"


class HookHandler(BaseHTTPRequestHandler):
    server: Hook

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append(json.loads(body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(b"invalid_token")


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_name_wakes_nobody_in_slack(hook: Hook) -> None:
    from signpost.connectors.channels import send_slack

    send_slack(hook.url, MESSAGE)
    assert hook.posted[0]["text"].splitlines()[1] == "• Größe &amp; &lt;!channel&gt;"


@pytest.mark.parametrize("status", [302, 400])
def test_a_webhook_that_refuses_is_said_without_its_address(hook: Hook, status: int) -> None:
    from signpost.connectors.channels import send_teams

    hook.status = status
    with pytest.raises(DeliveryError, match=f"refused \\({status}: invalid_token\\)") as stopped:
        send_teams(hook.url, MESSAGE)
    assert "secret-path" not in str(stopped.value)
    with pytest.raises(DeliveryError, match="no https address"):
        send_teams("http://example.org/x", MESSAGE)


class Post:
    """What a mail server took."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _: Any, __: Any, envelope: Any, address: str, ___: Any
    ) -> str:
        if address.startswith("gone"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _: Any, __: Any, envelope: Any
    ) -> str:
        self.mails.append(envelope.content)
        return "250 OK"


def _authenticate(*given: Any) -> AuthResult:
    login = given[-1]
    right = isinstance(login, LoginPassword) and login.password == b"right"
    return AuthResult(success=right, handled=False)


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Post, MailServer]]:
    place = tmp_path_factory.mktemp("mail")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout",
            "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost"]  # fmt: skip
    subprocess.run(made, cwd=place, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "cert.pem", place / "key.pem")
    post = Post()
    controller = Controller(
        post, hostname="localhost", port=free_port(), tls_context=context, require_starttls=True,
        auth_required=True, authenticator=_authenticate,
    )  # fmt: skip
    controller.start()
    port = controller.server.sockets[0].getsockname()[1]
    yield post, MailServer("localhost", "s@x.org", port, "me", cafile=str(place / "cert.pem"))
    controller.stop()


def test_a_mail_goes_encrypted_with_the_brief(mail: tuple[Post, MailServer]) -> None:
    post, server = mail
    send_mail(server, "right", ["ann@x.org"], MESSAGE)
    found = message_from_bytes(post.mails[-1])
    text, brief = found.get_payload()  # type: ignore[misc]
    assert "Größe" in text.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert brief.get_filename() == "brief.html"  # type: ignore[union-attr]


def test_each_failure_of_a_mail_is_a_sentence(mail: tuple[Post, MailServer]) -> None:
    post, server = mail
    taken = len(post.mails)

    def refusal(server: MailServer, password: str = "right", to: str = "ann@x.org") -> str:
        with pytest.raises(DeliveryError) as stopped:
            send_mail(server, password, to.split(","), MESSAGE)
        assert password not in str(stopped.value)
        return stopped.value.message

    assert "refused user and password (535)" in refusal(server, "wr0ng")
    unknown = MailServer(server.host, server.sender, server.port, server.user)
    assert "certificate" in refusal(unknown)
    assert "could not be reached" in refusal(MailServer("localhost", "s@x.org", 1))
    assert "gone@x.org (550)" in refusal(server, to="gone@x.org")
    assert len(post.mails) == taken
    assert "not for gone@x.org (550)" in refusal(server, to="gone@x.org,ann@x.org")
    assert "line end" in refusal(server, to="a@x.org\nBcc: b@x.org")
