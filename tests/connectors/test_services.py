"""Services on loopback with their recorded shapes: whole days once, pages, busy and cut answers."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from signpost.connectors import paged
from signpost.connectors.model import FetchError
from signpost.connectors.run import FetchReport, fetch
from signpost.connectors.settings import connectors, fetch_jobs
from signpost.connectors.web import past_days
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse
from tests.connectors.conftest import files_in
from tests.connectors.loopback import Answer, Asked, Loopback, as_json, serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("services")]
GOLDEN = Path(__file__).parents[1] / "pipelines" / "golden"
Run = Callable[..., FetchReport]


def recorded(source: str, name: str = "*.json") -> Any:
    (path,) = (one for one in (GOLDEN / source).glob(name) if "expected" not in one.name)
    return json.loads(path.read_text("utf-8"))


@pytest.fixture
def run(data: Path, settings: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Fetch one connector from an address, with its secret right unless said."""
    monkeypatch.setattr("signpost.connectors.web.FIRST_WAIT", 0.01)

    def go(kind: str, service: Loopback, secret: str = "right", *, check: bool = False,
           **more: str) -> FetchReport:  # fmt: skip
        known = connectors()[kind]
        given = {"connector": kind, "address": service.address, **more}
        settings("[job]\n" + "".join(f"{key} = {json.dumps(v)}\n" for key, v in given.items()))
        for name in known.secrets:
            monkeypatch.setenv(f"SIGNPOST_FETCH_JOB_{name.upper()}", secret)
        (job,) = fetch_jobs(data).values()
        return fetch(job, data, check=check)

    return go


def loads(data: Path, source: str, many: int = 1) -> None:
    files = sorted((data.parent / "inbox").iterdir())[-many:]
    report = ingest(Warehouse(data), files)
    assert all(one.receipt for one in report.files), report.files[0].error
    assert {(one.status, one.receipt and one.receipt.source_id) for one in report.files} == {
        ("loaded", source)
    }, report


def no_use(day: str) -> bool:
    return day.endswith("5")


def pages(asked: Asked, rows: list[Any], key: str = "data") -> dict[str, Any]:
    """Half of the rows, and a token for the rest."""
    half = len(rows) // 2
    if token := asked.query.get("page"):
        assert token == "second"
        return {key: rows[half:], "has_more": False, "next_page": None}
    return {key: rows[:half], "has_more": True, "next_page": "second"}


def anthropic(asked: Asked) -> Answer:
    if asked.headers.get("x-api-key") != "right":
        return as_json({"type": "error", "error": {"message": "invalid x-api-key"}}, 401)
    assert asked.query["limit"] == "1000"
    if asked.path == "/v1/organizations/usage_report/claude_code":
        assert asked.headers["anthropic-version"] == "2023-06-01"
        day = asked.query["starting_at"]
        if no_use(day):
            return as_json({"data": [], "has_more": False, "next_page": None})
        rows = [{**row, "date": f"{day}T00:00:00Z"} for row in recorded("claude_code")["data"]]
        return as_json(pages(asked, rows))
    if asked.path == "/v1/organizations/analytics/users":
        dt.date.fromisoformat(asked.query["date"])
        return as_json(pages(asked, recorded("claude_users")["data"]))
    assert asked.path == "/v1/organizations/analytics/user_cost_report"
    assert asked.query["bucket_width"] == "1d"
    return as_json(pages(asked, recorded("claude_user_cost")["data"]))


def test_claude_code_comes_day_by_day_with_all_pages(run: Run, data: Path) -> None:
    with serve(anthropic) as service:
        report = run("claude_code", service)
        days = past_days(365, 1)
        assert report.error is None
        assert report.files == tuple(f"claude_code_{d}.json" for d in days if not no_use(d))
        rows = json.loads((data.parent / "inbox" / report.files[-1]).read_text())["data"]
        assert len(rows) == len(recorded("claude_code")["data"])
        asked = len(service.asked)
        assert run("claude_code", service).files == ()
        assert len(service.asked) == asked + 1  # whether the key still works
    loads(data, "claude_code", many=2)


@pytest.mark.parametrize(("report", "source"), [("users", "claude_users"),
                                                ("user_cost", "claude_user_cost")])  # fmt: skip
def test_claude_enterprise_comes_as_the_service_has_it(
    run: Run, data: Path, report: str, source: str
) -> None:
    with serve(anthropic) as service:
        found = run("claude_enterprise", service, report=report)
        assert found.error is None
        dates = [
            one.query.get("date") or one.query["starting_at"][:10] for one in service.asked[1:]
        ]
    assert min(dates) >= "2026-01-01"
    assert dates == sorted(dates)
    if report == "users":
        assert found.files[-1] == f"claude_enterprise_users_{past_days(4, 4)[0]}.json"
    else:
        ends = {one.query["ending_at"][8:] for one in service.asked}
        assert ends == {"01T00:00:00Z"}  # whole months
        first = dt.date.fromisoformat(f"{found.files[-1][-12:-5]}-01")
        assert (dt.datetime.now(dt.UTC).date() - first).days >= 28 + 8
    loads(data, source)


def cursor(asked: Asked) -> Answer:
    if asked.headers.get("authorization") != "Basic " + base64.b64encode(b"right:").decode():
        return as_json({"error": "Unauthorized", "message": "Invalid API key"}, 401)
    body = json.loads(asked.body)
    assert (asked.method, asked.path) == ("POST", "/teams/daily-usage-data")
    assert body["endDate"] - body["startDate"] == 86_399_999
    day = f"{dt.datetime.fromtimestamp(body['startDate'] / 1000, dt.UTC):%Y-%m-%d}"
    rows = [
        {**row, "day": day, "date": body["startDate"]}
        for row in recorded("cursor_daily")["data"]
        if row["day"] == "2026-06-29"
    ]
    half, page = len(rows) // 2, body["page"]
    shown = rows[:half] if page == 1 else rows[half:]
    return as_json({"data": shown, "pagination": {"page": page, "hasNextPage": page == 1}})


def openai(asked: Asked) -> Answer:
    if asked.headers.get("authorization") != "Bearer right":
        return as_json({"error": {"message": "Incorrect API key provided"}}, 401)
    assert asked.path == "/v1/organization/costs"
    assert (asked.query["bucket_width"], asked.query["group_by"]) == ("1d", "line_item")
    first, end = (
        dt.datetime.fromtimestamp(int(asked.query[name]), dt.UTC)
        for name in ("start_time", "end_time")
    )
    assert (first.day, end.day) == (1, 1)
    days = [first + dt.timedelta(n) for n in range((end - first).days)]
    if first.month == 1:
        return as_json({"object": "page", "data": [], "has_more": False, "next_page": None})
    buckets = [
        {
            "object": "bucket",
            "start_time": int(day.timestamp()),
            "end_time": int(day.timestamp()) + 86_400,
            "results": [
                {"object": "organization.costs.result", "line_item": line, "project_id": None,
                 "amount": {"value": value, "currency": "usd"}}
                for line, value in (("model input", 0.1), ("model output", "0.25"))
            ],
        }
        for day in days
    ]  # fmt: skip
    return as_json(pages(asked, buckets))


def test_openai_comes_by_month_and_loads_as_spend(run: Run, data: Path) -> None:
    with serve(openai) as service:
        report = run("openai", service)
        assert report.error is None
        assert 15 < len(report.files) < 18  # no file of a month without cost
        rows = json.loads((data.parent / "inbox" / report.files[-1]).read_text())["data"]
        month = report.files[-1].removeprefix("openai_costs_").removesuffix(".json")
        first, end = paged.month_ends(month)
        days = (end - first).days
        assert [row["bucket_day"] for row in rows[:3]] == [f"{month}-01"] * 2 + [f"{month}-02"]
        assert len(rows) == 2 * days
        asked = len(service.asked)
        assert run("openai", service).files == ()
        assert len(service.asked) <= asked + 2  # whether the key still works
    loads(data, "openai_costs", many=1)
    spent = "select sum(net_amount), min(platform), min(basis), count(distinct first_day)"
    total = Warehouse(data).read().one(f"{spent} from spend_now")
    assert total == (pytest.approx(0.35 * days), "openai", "bill", days)


def test_cursor_comes_day_by_day_so_that_no_windows_overlap(run: Run, data: Path) -> None:
    with serve(cursor) as service:
        report = run("cursor", service)
        assert report.error is None
        assert len(report.files) == 89
        starts = {json.loads(one.body)["startDate"] for one in service.asked}
    assert len(starts) == 89
    loads(data, "cursor_daily", many=2)


def slack(asked: Asked) -> Answer:
    if asked.headers.get("authorization") != "Bearer right":
        return as_json({"ok": False, "error": "invalid_auth"})
    assert (asked.path, asked.query["type"]) == ("/admin.analytics.getFile", "member")
    day = asked.query["date"]
    if day < past_days(300, 300)[0]:
        return as_json({"ok": False, "error": "file_not_found"})
    (path,) = (GOLDEN / "slack_members_daily").glob("*.ndjson")
    text = path.read_text("utf-8").replace("2026-07-03", day)
    return 200, gzip.compress(text.encode()), {"Content-Type": "application/gzip"}


def test_slack_comes_unpacked_and_days_before_the_plan_are_none(run: Run, data: Path) -> None:
    with serve(slack) as service:
        report = run("slack", service)
        assert report.error is None
        assert report.files == tuple(f"slack_member_{d}.ndjson" for d in past_days(300, 3))
        assert run("slack", service).files == ()
        wrong = run("slack", service, "wr0ng", check=True).error
    assert wrong is not None
    assert "invalid_auth" in wrong.message
    loads(data, "slack_members_daily", many=2)


@pytest.fixture(scope="module")
def account() -> tuple[str, rsa.RSAPublicKey]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )  # fmt: skip
    text = json.dumps({"client_email": "signpost@x.iam", "private_key": pem.decode()})
    return text, key.public_key()


def test_google_comes_with_a_signed_claim(
    run: Run, data: Path, account: tuple[str, rsa.RSAPublicKey]
) -> None:
    secret, public = account
    claims: dict[str, Any] = {}

    def google(asked: Asked) -> Answer:
        if asked.path == "/token":
            signed = asked.body.decode().partition("assertion=")[2].split("&")[0]
            head, body, signature = signed.split(".")
            pad = lambda part: base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))  # noqa: E731
            public.verify(pad(signature), f"{head}.{body}".encode(), padding.PKCS1v15(),
                          hashes.SHA256())  # fmt: skip
            claims.update(json.loads(pad(body)))
            return as_json({"access_token": "tok"})
        assert asked.headers["authorization"] == "Bearer tok"
        day = asked.path.removeprefix("/admin/reports/v1/usage/users/all/dates/")
        rows = [{**row, "date": day} for row in recorded("google_user_usage")["usageReports"]]
        if asked.query.get("pageToken"):
            return as_json({"usageReports": rows[1:]})
        return as_json({"usageReports": rows[:1], "nextPageToken": "x"})

    with serve(google) as service:
        more = {"subject": "admin@contoso.com", "login": f"{service.address}/token"}
        report = run("google_workspace", service, secret, **more)
        assert report.error is None
        assert len(report.files) == 441
        wrong = run("google_workspace", service, "no key", **more).error
    assert wrong is not None
    assert "no key of a service account" in wrong.message
    assert claims["sub"] == "admin@contoso.com"
    assert claims["scope"].endswith("admin.reports.usage.readonly")
    assert claims["exp"] - claims["iat"] == 3600
    loads(data, "google_user_usage", many=2)


def basic(asked: Asked) -> str:
    return base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode()


def test_servicenow_comes_by_month_and_the_last_ones_again(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signpost.connectors.sources.servicenow._PAGE", 2)
    closed = [""]

    def servicenow(asked: Asked) -> Answer:
        if basic(asked) != "reader:right":
            return as_json({"error": {"message": "User Not Authenticated"}}, 401)
        assert "caller_id" not in asked.query["sysparm_fields"]
        month = asked.query["sysparm_query"].removeprefix("opened_at>=")[:7]
        rows = [
            {"number": f"INC{month[:4]}{month[5:]}{n}", "opened_at": f"{month}-03 08:00:00",
             "resolved_at": f"{month}-0{n} 09:30:00" if n > 3 else closed[0],
             "closed_at": "", "state": "Closed", "priority": "3 - Moderate",
             "escalation": "Normal", "made_sla": "true", "reassignment_count": str(n),
             "reopen_count": "0", "assignment_group": "HR Systems"}
            for n in range(3, 6)
        ]  # fmt: skip
        at = int(asked.query["sysparm_offset"])
        both = [{k: {"value": v, "display_value": v} for k, v in row.items()} for row in rows]
        return as_json({"result": both[at : at + 2]})

    with serve(servicenow) as service:
        report = run("servicenow", service, user="reader")
        assert (report.error, len(report.files)) == (None, 18)
        closed[0] = "2030-01-01 00:00:00"
        again = run("servicenow", service, user="reader")
        assert again.files == report.files[-4:]
        wrong = run("servicenow", service, "wr0ng", user="reader").error
    assert wrong is not None
    assert "User Not Authenticated" in wrong.message
    lines = (data.parent / "inbox" / report.files[0]).read_text().splitlines()
    assert len(lines) == 4
    loads(data, "servicenow_incidents", many=2)


def test_jira_comes_by_month_with_names_of_projects(run: Run, data: Path) -> None:
    def jira(asked: Asked) -> Answer:
        if basic(asked) != "ana@example.org:right":
            return as_json({"message": "Client must be authenticated"}, 401)
        assert asked.path == "/rest/api/3/search/jql"
        jql = asked.query["jql"]
        assert jql.startswith("project in (APP, WEB) and created >= ")
        month = jql.partition('"')[2][:7]
        issues = [
            {"id": f"{n}", "key": f"APP-{month.replace('-', '')}{n}", "fields": {
                "issuetype": {"name": "Bug"}, "project": {"name": "Analytics App"},
                "assignee": {"displayName": "Lee Gu", "emailAddress": "lee.gu@contoso.com"},
                "created": f"{month}-02T08:00:00.000+0000", "status": {"name": "Done"},
                "resolutiondate": f"{month}-09T08:00:00.000+0000" if n else None,
                "resolution": {"name": "Done"} if n else None, "timespent": 3600}}
            for n in range(3)
        ]  # fmt: skip
        if asked.query.get("nextPageToken"):
            return as_json({"issues": issues[2:]})
        return as_json({"issues": issues[:2], "nextPageToken": "more"})

    with serve(jira) as service:
        report = run("jira", service, user="ana@example.org", projects="APP, WEB")
        assert (report.error, len(report.files)) == (None, 18)
        wrong = run("jira", service, user="ana@example.org", projects="APP or 1=1").error
    assert wrong is not None
    assert "is no key of a project" in wrong.message
    loads(data, "jira_issues", many=2)
    found = Warehouse(data).read().rows("select count(*), count(closed) from record")
    assert found == [(6, 4)]


def test_zendesk_comes_as_one_list_with_each_ticket_once(run: Run, data: Path) -> None:
    month = paged.monthly_items(2, "{}")[0].key

    def zendesk(asked: Asked) -> Answer:
        if basic(asked) != "ana@example.org/token:right":
            return as_json({"error": "Couldn't authenticate you"}, 401)
        second = asked.query.get("cursor") == "next"
        tickets = [
            {"id": n, "group_id": 7, "created_at": f"{month}-0{1 + n}T08:00:00Z",
             "status": "solved", "tags": ["billing", "escalated"],
             "satisfaction_rating": {"score": "good"}}
            for n in ((2, 3) if second else (1, 2))
        ]  # fmt: skip
        old = {"id": 99, "created_at": "2019-01-01T08:00:00Z", "status": "closed", "tags": []}
        gone = {"id": 98, "created_at": f"{month}-01T08:00:00Z", "status": "deleted", "tags": []}
        metrics = [
            {"ticket_id": one["id"], "solved_at": f"{month}-15T08:00:00Z", "reopens": 1,
             "replies": 2, "reply_time_in_minutes": {"calendar": 30},
             "full_resolution_time_in_minutes": {"calendar": 600}}
            for one in tickets
        ]  # fmt: skip
        return as_json({"tickets": [*tickets, old, gone], "metric_sets": metrics,
                        "groups": [{"id": 7, "name": "Support"}], "after_cursor": "next",
                        "end_of_stream": second})  # fmt: skip

    with serve(zendesk) as service:
        report = run("zendesk", service, user="ana@example.org")
        assert (report.error, report.files) == (None, ("job_tickets.csv",))
        again = run("zendesk", service, user="ana@example.org")
        assert (again.files, again.unchanged) == ((), 1)
    loads(data, "zendesk_tickets")
    found = Warehouse(data).read().rows("select count(*), count(closed) from record")
    assert found == [(3, 3)]


SECRETS = {
    "claude_code": anthropic, "claude_enterprise": anthropic, "cursor": cursor, "openai": openai,
}  # fmt: skip


@pytest.mark.parametrize("kind", SECRETS)
def test_a_wrong_key_is_said_and_not_repeated(run: Run, data: Path, kind: str) -> None:
    more = {"report": "users"} if kind == "claude_enterprise" else {}
    with serve(SECRETS[kind]) as service:
        assert run(kind, service, check=True, **more).error is None
        error = run(kind, service, "wr0ng", **more).error
    assert error is not None
    assert "(401)" in error.message
    assert "wr0ng" not in str(error.to_dict())
    assert files_in(data.parent / "inbox") == []


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_no_connector_takes_a_window(run: Run, kind: str, data: Path) -> None:
    for name in ("period", "window", "days", "from", "until"):
        with serve(cursor) as service, pytest.raises(FetchError, match=f"{name} is no setting"):
            run_with(run, kind, service, name)
    assert files_in(data.parent / "inbox") == []


def run_with(run: Run, kind: str, service: Loopback, name: str) -> None:
    known = connectors()[kind]
    if "address" not in (*known.required, *known.optional):
        raise FetchError(f"{name} is no setting of {kind}", "", "settings")
    run(kind, service, **{name: "D30"})


def test_months_are_whole_and_none_overlap() -> None:
    today = dt.date(2026, 3, 7)
    made = paged.monthly_items(3, "x_{}.csv", changing=1, today=today)
    assert [(one.key, one.once) for one in made] == [
        ("2026-01", True), ("2026-02", True), ("2026-03", False),
    ]  # fmt: skip
    assert [one.key for one in paged.monthly_items(2, "{}", late=8, today=today)] == [
        "2025-12", "2026-01",
    ]  # fmt: skip
    later = paged.monthly_items(1, "{}", late=8, today=dt.date(2026, 3, 9))
    assert [one.key for one in later] == ["2026-02"]
    assert paged.month_ends("2026-12") == (dt.date(2026, 12, 1), dt.date(2027, 1, 1))
