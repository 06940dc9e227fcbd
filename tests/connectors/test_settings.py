"""fetch.toml: no secrets, nothing unknown; one run at a time, each file whole or not there."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner
from filelock import FileLock

from signpost.cli._main import signpost
from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.run import fetch
from signpost.connectors.settings import connectors, demand_secret, fetch_jobs
from signpost.connectors.sources import postgres as adapter

Settings = Callable[[str], None]
TABLE = (
    '[kpi]\nconnector = "postgres"\nhost = "db"\ndatabase = "d"\nuser = "u"\nquery = "kpi.sql"\n'
)


def refused(data: Path) -> FetchError:
    with pytest.raises(FetchError) as stopped:
        fetch_jobs(data)
    return stopped.value


@pytest.mark.parametrize(
    "line",
    [
        'password = "hunter2"',
        'client_secret = "x"',
        'api_key = "x"',
        'host = "postgresql://me:hunter2@db/x"',
        'sslrootcert = "-----BEGIN PRIVATE KEY-----"',
        'file = "ghp_0123456789abcdef"',
        "inner = {deep = {token = 1}}",
    ],
)
def test_a_secret_in_the_file_is_refused(data: Path, settings: Settings, line: str) -> None:
    settings(TABLE.replace('host = "db"\n', "") + line + "\n")
    error = refused(data)
    assert error.code == "secret_in_file"
    assert "hunter2" not in str(error)


WRONG = {
    "[kpi": "is no TOML",
    '[kpi]\nconnector = "nowhere"': "connector 'nowhere' is not known",
    TABLE.replace('host = "db"\n', ""): "host is missing",
    TABLE + 'colour = "red"\n': "colour is no setting of postgres",
    TABLE.replace("[kpi]", '["../x"]'): "is no table with a short name",
    'kpi = "x"': "is no table with a short name",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_in_the_file_is_named(data: Path, settings: Settings, text: str) -> None:
    settings(text)
    error = refused(data)
    assert WRONG[text] in error.message
    assert error.remedy


def test_a_secret_comes_from_the_environment(
    data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(TABLE)
    job = fetch_jobs(data)["kpi"]
    monkeypatch.delenv("SIGNPOST_FETCH_KPI_PASSWORD", raising=False)
    with pytest.raises(FetchError, match="is not known") as stopped:
        demand_secret(job, "password")
    assert "SIGNPOST_FETCH_KPI_PASSWORD" in stopped.value.remedy
    monkeypatch.setenv("SIGNPOST_FETCH_KPI_PASSWORD", "word")
    assert demand_secret(job, "password") == "word"
    assert "word" not in repr(job)


def test_every_connector_says_where_it_is_documented() -> None:
    for connector in connectors().values():
        assert connector.documented_at.startswith("https://")
        assert connector.label


class Shelf:
    """Three days, of which the second fails as long as it is told to."""

    fail = False
    asked: ClassVar[list[str]] = []

    def check(self) -> Iterator[str]:
        yield "looked at"

    def items(self) -> Iterator[FetchItem]:
        yield from (FetchItem(key, f"{key}.csv") for key in ("2026-01", "2026-02", "2026-03"))

    def write(self, item: FetchItem, part: Path) -> None:
        self.asked.append(item.key)
        part.write_text(f"{item.key}\n")
        if self.fail and item.key == "2026-02":
            raise FetchError("The shelf fell.", "Put it up again.")


@pytest.fixture
def shelf(data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FetchJob:
    made = Connector("postgres", "Shelf", lambda _: contextlib.nullcontext(Shelf()), ())
    monkeypatch.setattr(Shelf, "asked", [])
    monkeypatch.setattr("signpost.connectors.run.connectors", lambda: {"postgres": made})
    settings(TABLE)
    return fetch_jobs(data)["kpi"]


def test_a_run_that_stops_goes_on_where_it_was(
    shelf: FetchJob, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "fail", True)
    first = fetch(shelf, data)
    assert first.error is not None
    assert (first.files, first.error.message) == (("2026-01.csv",), "The shelf fell.")
    assert [path.name for path in shelf.inbox.iterdir()] == ["2026-01.csv"]
    monkeypatch.setattr(Shelf, "fail", False)
    assert fetch(shelf, data).files == ("2026-02.csv", "2026-03.csv")
    assert fetch(shelf, data).files == ()
    assert Shelf.asked == ["2026-01", "2026-02", "2026-02", "2026-03"]


def test_two_runs_at_once_are_one(shelf: FetchJob, data: Path) -> None:
    with FileLock(data.parent / "signpost-data.fetch-kpi.lock"):
        error = fetch(shelf, data).error
    assert error is not None
    assert error.code == "busy"


def test_a_name_that_leads_out_of_the_inbox_is_none(
    shelf: FetchJob, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "items", lambda _: [FetchItem("a", "../a.csv")])
    error = fetch(shelf, data).error
    assert error is not None
    assert "no name of a file" in error.message


def test_a_query_outside_the_folder_is_not_read(data: Path, settings: Settings) -> None:
    settings(TABLE.replace('"kpi.sql"', '"../../etc/passwd"'))
    error = fetch(fetch_jobs(data)["kpi"], data).error
    assert error is not None
    assert "outside the folder" in error.message


def test_a_library_that_is_missing_is_named(
    data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(TABLE)
    (data.parent / "kpi.sql").write_text("select 1")
    monkeypatch.setitem(__import__("sys").modules, "adbc_driver_postgresql", None)
    monkeypatch.setitem(__import__("sys").modules, "adbc_driver_postgresql.dbapi", None)
    error = fetch(fetch_jobs(data)["kpi"], data).error
    assert error is not None
    assert 'pip install "signpost-analytics[postgres]"' in error.remedy
    assert adapter.CONNECTOR.extra == "postgres"


def test_the_command_answers_in_words_and_in_json(data: Path, shelf: FetchJob) -> None:
    del shelf
    line = ["fetch", "kpi", "--data", str(data)]
    done = CliRunner().invoke(signpost, line)
    assert done.exit_code == 0
    assert "kpi: 3 new files in the inbox." in done.output
    steps = [line for line in done.stderr.splitlines() if " of 3: " in line]
    assert [step.partition(":")[0] for step in steps] == ["1 of 3", "2 of 3", "3 of 3"]
    told = json.loads(CliRunner().invoke(signpost, [*line, "--json"]).stdout)
    assert told[0]["files"] == []
    assert CliRunner().invoke(signpost, [*line, "--check"]).exit_code == 0
    other = CliRunner().invoke(signpost, ["fetch", "other", "--data", str(data), "--json"])
    assert other.exit_code == 1
    assert json.loads(other.stdout)["error"]["remedy"] == "There are: kpi."
