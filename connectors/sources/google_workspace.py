"""Google Workspace user usage reports, one day each.

`GET /admin/reports/v1/usage/users/all/dates/DAY`. Right: a service account with delegation over the
domain for admin.reports.usage.readonly, speaking for an administrator (`subject`). Pages of up to
1,000 by `nextPageToken`; one to four days late; kept for 450 days. Source: developers.google.com,
admin-sdk/reports.
"""

from __future__ import annotations

import base64
import contextlib
import json
import time
from collections.abc import Iterator
from functools import partial

from signpost.connectors.model import Connector, FetchError, FetchJob
from signpost.connectors.paged import PagedSession, Pages, daily_items, json_rows, pages_by_token
from signpost.connectors.settings import demand_secret
from signpost.connectors.web import WebClient, past_days, refused, web_client

_BACK, _LATE = 445, 5
_SCOPE = "https://www.googleapis.com/auth/admin.reports.usage.readonly"
_PARAMETERS = (
    "gmail:num_emails_sent,drive:num_items_edited,drive:num_items_viewed,drive:num_items_created"
)


def _part(value: object) -> bytes:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _assertion(account: dict[str, str], subject: str, login: str) -> str:
    """Return a signed claim of the service account (RFC 7523), good for an hour."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    key = serialization.load_pem_private_key(account["private_key"].encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("no RSA key")
    now = int(time.time())
    claims = {"iss": account["client_email"], "sub": subject, "scope": _SCOPE, "aud": login,
              "iat": now, "exp": now + 3600}  # fmt: skip
    signed = _part({"alg": "RS256", "typ": "JWT"}) + b"." + _part(claims)
    return (signed + b"." + _part(key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))).decode()


def _token(web: WebClient, job: FetchJob, login: str) -> str:
    try:
        account = json.loads(demand_secret(job, "service_account"))
        assertion = _assertion(account, job.settings["subject"], login)
    except (ValueError, TypeError, KeyError) as error:
        raise FetchError(
            "The service_account is no key of a service account.",
            "Give the JSON text that Google made for it.",
            "settings",
        ) from error
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    answer = web.ask("POST", login, data=form)
    if answer.status_code != 200:
        raise refused(answer)
    return str(answer.json()["access_token"])


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[PagedSession]:
    base = job.settings.get("address", "https://admin.googleapis.com")
    login = job.settings.get("login", "https://oauth2.googleapis.com/token")
    with web_client() as web:
        headers = {"Authorization": f"Bearer {_token(web, job, login)}"}

        def pages(day: str) -> Pages:
            url = f"{base}/admin/reports/v1/usage/users/all/dates/{day}"
            return pages_by_token(
                lambda asked: web.json("GET", url, params=asked, headers=headers),
                {"maxResults": "1000", "parameters": _PARAMETERS},
                "pageToken",
                rows=lambda answer: answer.get("usageReports", []),
                following=lambda answer: answer.get("nextPageToken"),
            )

        days = daily_items(past_days(_BACK, _LATE), "google_user_usage_{}.json")
        yield PagedSession(days, pages, partial(json_rows, key="usageReports"))


CONNECTOR = Connector(
    id="google_workspace",
    label="Google Workspace usage reports",
    connect=_connect,
    required=("subject",),
    optional=("address", "login"),
    secrets=("service_account",),
    extra="google",
    retention_days=450,
    documented_at="https://developers.google.com/workspace/admin/reports/v1/reference/userUsageReport",
)
