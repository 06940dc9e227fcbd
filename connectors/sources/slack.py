"""Member analytics of Slack, one day each.

`admin.analytics.getFile` with type=member: a gzipped file of one JSON object per member and day.
Right: a user token with admin.analytics:read of an owner or admin of an Enterprise organisation.
Days are kept for 13 months; none from before the organisation came to that plan. Source:
docs.slack.dev, methods/admin.analytics.getFile.
"""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.paged import daily_items
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import WebClient, past_days, refused, web_client

if TYPE_CHECKING:  # an extra
    import httpx

_BACK, _LATE = 390, 3
_NO_SUCH_DAY = {"file_not_found", "data_not_available"}
"""Words for a day from before the plan, which no later call will have."""


@dataclass
class _Session:
    web: WebClient
    address: str

    def check(self) -> Iterator[str]:
        """Ask for the newest day, of which nothing is kept."""
        self._day(past_days(_LATE, _LATE)[0])
        yield from ()

    def items(self) -> Iterator[FetchItem]:
        """Return the days that Slack still has."""
        yield from daily_items(past_days(_BACK, _LATE), "slack_member_{}.ndjson")

    def write(self, item: FetchItem, part: Path) -> None:
        """Write one day, unpacked."""
        part.write_bytes(self._day(item.key))

    def _day(self, day: str) -> bytes:
        url = f"{self.address}/admin.analytics.getFile"
        answer = self.web.ask("GET", url, params={"type": "member", "date": day})
        if answer.status_code != 200:
            raise refused(answer)
        if "json" in answer.headers.get("Content-Type", "") and answer.content[:1] == b"{":
            return _trouble(answer, day)
        try:
            packed = answer.content[:2] == b"\x1f\x8b"
            return gzip.decompress(answer.content) if packed else answer.content
        except (OSError, EOFError, zlib.error) as error:
            raise FetchError(
                f"The file of {day} is damaged.", "Run it again.", "damaged"
            ) from error


def _trouble(answer: httpx.Response, day: str) -> bytes:
    """Return nothing for a day that never was; FetchError for any other word of Slack's."""
    said = answer.json()
    if "date" in said:  # one member: a line, and no trouble
        return answer.content
    word = str(said.get("error", "no reason"))
    if word in _NO_SUCH_DAY:
        return b""
    raise FetchError(
        f"Slack refused {day} ({word}).",
        "Use a user token with admin.analytics:read of an Enterprise organisation.",
        "refused",
    )


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    address = job.settings.get("address", "https://slack.com/api")
    with web_client({"Authorization": f"Bearer {demand_secret(job, 'token')}"}) as web:
        yield _Session(web, address)


CONNECTOR = Connector(
    id="slack",
    label="Slack member analytics",
    connect=_connect,
    required=(),
    optional=("address",),
    secrets=("token",),
    retention_days=395,
    documented_at="https://docs.slack.dev/reference/methods/admin.analytics.getFile",
)
