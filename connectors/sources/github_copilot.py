"""Copilot usage of people in GitHub, one day each.

Right: the policy "Copilot usage metrics" is on; a token that may read the organisation's Copilot
metrics. Days from 2025-10-10, kept for one year. The links are signed and get no token. Source:
docs.github.com, rest/copilot/copilot-usage-metrics.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import WebClient, past_days, refused, web_client

_BACK, _LATE = 360, 2
_FIRST = "2025-10-10"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")


@dataclass
class _Session:
    job: FetchJob
    web: WebClient
    place: str

    def check(self) -> Iterator[str]:
        """Ask for the newest days, of which nothing is kept."""
        answer = self.web.ask("GET", f"{self.place}/users-28-day/latest")
        if answer.status_code not in (200, 204):
            raise refused(answer)
        yield from ()

    def items(self) -> Iterator[FetchItem]:
        """Return the days that GitHub still has."""
        for day in past_days(_BACK, _LATE):
            if day >= _FIRST:
                yield FetchItem(day, f"{self.job.name}_users-1-day_{day}.ndjson")

    def write(self, item: FetchItem, part: Path) -> None:
        """Write the parts of one day one after the other; a day without use has none."""
        answer = self.web.ask("GET", f"{self.place}/users-1-day", params={"day": item.key})
        if answer.status_code not in (200, 204):
            raise refused(answer)
        links = answer.json().get("download_links", []) if answer.status_code == 200 else []
        part.write_bytes(b"")
        for link in links:
            self.web.download(link, part, append=True)
            if part.stat().st_size and not part.read_bytes().endswith(b"\n"):
                with part.open("ab") as out:
                    out.write(b"\n")


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    kind = "enterprise" if job.settings.get("enterprise") else "organisation"
    name = job.settings.get(kind, "")
    if not _NAME.fullmatch(name):
        raise FetchError(
            "Neither organisation nor enterprise is named.", "Name one of them.", "settings"
        )
    base = job.settings.get("github", "https://api.github.com")
    headers = {
        "Authorization": f"Bearer {demand_secret(job, 'token')}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2026-03-10",
    }
    path = "enterprises" if kind == "enterprise" else "orgs"
    with web_client(headers) as web:
        yield _Session(job, web, f"{base}/{path}/{name}/copilot/metrics/reports")


CONNECTOR = Connector(
    id="github_copilot",
    label="GitHub Copilot usage",
    connect=_connect,
    required=(),
    optional=("organisation", "enterprise", "github"),
    secrets=("token",),
    retention_days=365,
    documented_at="https://docs.github.com/rest/copilot/copilot-usage-metrics",
)
