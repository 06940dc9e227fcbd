"""Usage reports of Microsoft 365 by Microsoft Graph, one day each.

Right: Reports.Read.All of the application; ReportSettings.Read.All to see whether names are
concealed. The service keeps single days for 30 days; after that only sums of 90 or 180 days are
left. 14 requests of a report in ten minutes. It is asked for days, never for a D7 or D30: those of
two days overlap. Source: microsoftgraph/microsoft-graph-docs-contrib.
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

_BACK, _LATE = 28, 3
"""Days: the service keeps 30, and is two or three days late."""
_REPORT = re.compile(r"get[A-Za-z0-9]{3,60}UserDetail")
_CONCEALED = (
    "The organisation conceals names in reports: people cannot be matched to a roster. An "
    "administrator changes that in the Microsoft 365 admin center, Settings, Reports."
)


@dataclass
class _Session:
    job: FetchJob
    web: WebClient
    key: dict[str, str]
    base: str

    def check(self) -> Iterator[str]:
        """Read whether names are concealed; nothing is changed."""
        answer = self.web.ask("GET", f"{self.base}/v1.0/admin/reportSettings", headers=self.key)
        if answer.status_code == 401:
            raise refused(answer)
        if answer.status_code != 200:
            yield "Whether names are concealed could not be read (ReportSettings.Read.All)."
        elif answer.json().get("displayConcealedNames"):
            yield _CONCEALED

    def items(self) -> Iterator[FetchItem]:
        """Return the days that the service still has."""
        report = self.job.settings["report"]
        for day in past_days(_BACK, _LATE):
            yield FetchItem(day, f"{report}_{day}.csv")

    def write(self, item: FetchItem, part: Path) -> None:
        """Write one day: the service answers with a link to another host, which gets no key."""
        report = self.job.settings["report"]
        url = f"{self.base}/v1.0/reports/{report}(date={item.key})"
        answer = self.web.ask("GET", url, headers=self.key)
        if answer.status_code == 302:
            self.web.download(answer.headers["Location"], part)
        elif answer.status_code == 200:
            part.write_bytes(answer.content)
        else:
            raise refused(answer)
        with part.open("rb") as file:
            if b"Report Refresh Date" not in file.read(200):
                raise FetchError(
                    f"What came for {item.key} is no report.", "Try again later.", "no_report"
                )


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    given = job.settings
    if not _REPORT.fullmatch(given["report"]):
        raise FetchError(
            f"{given['report']!r} is no report of people.",
            "Name one such as getTeamsUserActivityUserDetail.",
            "settings",
        )
    secret = demand_secret(job, "client_secret")
    login = given.get("login", "https://login.microsoftonline.com")
    base = given.get("graph", "https://graph.microsoft.com")
    with web_client() as web:
        form = {
            "grant_type": "client_credentials",
            "client_id": given["client_id"],
            "client_secret": secret,
            "scope": f"{base}/.default",
        }
        answer = web.ask("POST", f"{login}/{given['tenant']}/oauth2/v2.0/token", data=form)
        if answer.status_code != 200:
            raise refused(answer)
        key = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        yield _Session(job, web, key, base)


CONNECTOR = Connector(
    id="graph",
    label="Microsoft 365 usage reports",
    connect=_connect,
    required=("report", "tenant", "client_id"),
    optional=("graph", "login"),
    secrets=("client_secret",),
    retention_days=30,
    documented_at="https://learn.microsoft.com/graph/api/resources/report",
)
