"""Many readers at once, each with their own role and part: nobody is shown what is another's."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from benchmarks.viewers import Viewer, own_memory, server
from signpost.dashboard.page import all_pages
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from tests.markers import marks
from tests.threads import in_thread
from tests.trust.small import Organisation, write

pytestmark = pytest.mark.xdist_group("trust_sessions")
GROUPS = tuple(
    f"Zq{name}"
    for name in (
        "alfa",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliett",
    )
)
SCOPES: dict[str, tuple[str, ...]] = {
    "one@example.org": GROUPS[:1],
    "two@example.org": GROUPS[1:2],
    "some@example.org": GROUPS[2:5],
    "all@example.org": (),
}
SECRET = secrets.token_hex(32)
ISSUER = "https://login.example.org"


@dataclass(frozen=True)
class Site:
    port: int
    url: str
    process: psutil.Process


@pytest.fixture(scope="module")
@marks("server")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("sessions")
    files = write(folder / "files", Organisation(GROUPS))
    report = ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    assert [one.status for one in report.files] == ["loaded"] * 4, report
    people = [
        {"email": mail, "role": "sponsor", **({"scope": list(scope)} if scope else {})}
        for mail, scope in SCOPES.items()
    ]
    (folder / "data.access.yaml").write_text(json.dumps({"people": people}))
    with server(
        folder / "data",
        SIGNPOST_URL="http://localhost",
        SIGNPOST_COOKIE_SECRET=SECRET,
        SIGNPOST_OIDC_CLIENT_ID="x",
        SIGNPOST_OIDC_CLIENT_SECRET="x",
        SIGNPOST_OIDC_METADATA_URL=f"{ISSUER}/x",
    ) as (port, process):
        yield Site(port, "http://localhost", process)


def cookie(mail: str, site: Site) -> str:
    claims = {
        "origin": site.url,
        "is_logged_in": True,
        "iss": ISSUER,
        "sub": mail,
        "email": mail,
        "email_verified": True,
        "iat": time.time(),
    }
    return create_signed_value(SECRET, "_streamlit_user", json.dumps(claims)).decode()


def named(blob: bytes) -> set[str]:
    low = re.sub(rb"group=\w+", b"", blob.lower())  # the address is told back to who sent it
    return {group for group in GROUPS if group.lower().encode() in low}


async def reading(mail: str, site: Site, clicks: int, first: int) -> tuple[str, set[str]]:
    """Click from page to page, beginning with the `first`; every group name the server sent."""
    seen: set[str] = set()
    viewer = Viewer(site.port, cookie(mail, site) if mail else "")
    await viewer.connect(origin=site.url)
    seen |= named((await viewer.click()).blob)
    for number in range(clicks):
        pages = sorted(viewer.pages) or [""]
        group = GROUPS[number % len(GROUPS)].lower()
        found = await viewer.click(
            pages[(first + number) % len(pages)], f"group={group}&use_case=uc"
        )
        assert found.faults == 0, pages[(first + number) % len(pages)]
        seen |= named(found.blob)
    await viewer.close()
    return mail, seen


def test_nobody_is_shown_a_group_that_is_not_theirs(site: Site) -> None:
    half = -(-len([page for page in all_pages() if page.needs == "read"]) // 2)

    async def all_at_once() -> list[tuple[str, set[str]]]:
        # two sessions each, which together open every page
        one, other = [*SCOPES, ""], [*SCOPES, "stranger@example.org"]
        return await asyncio.gather(
            *(reading(mail, site, half, 0) for mail in one),
            *(reading(mail, site, half, half) for mail in other),
        )

    shown: dict[str, set[str]] = {}
    for mail, seen in in_thread(all_at_once()):
        shown.setdefault(mail, set()).update(seen)
    pilots = set(Organisation(GROUPS).pilots)
    assert pilots <= shown.pop("all@example.org")
    for mail, seen in shown.items():
        scope = set(SCOPES.get(mail, ()))
        assert seen <= scope, mail
        assert scope & pilots <= seen, mail


def test_many_clicks_do_not_grow_the_server(site: Site) -> None:
    async def rounds(number: int) -> None:
        for seed in range(number):
            await reading("all@example.org", site, 8, seed)

    in_thread(rounds(2))
    before = own_memory(site.process)
    in_thread(rounds(6))
    grown = own_memory(site.process) - before
    assert grown < 30, f"{grown:.0f} MB after 48 clicks in 6 sessions"
