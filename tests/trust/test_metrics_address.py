"""/metrics: figures of the server for who brings the token, and nothing about people."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from tests.markers import marks
from tests.patience import PATIENCE
from tests.trust.conftest import ROOT, served
from tests.trust.small import Organisation, write

pytestmark = pytest.mark.xdist_group("trust_metrics")
TOKEN = "a-token-of-the-monitor"


@pytest.fixture(scope="module")
@marks("server")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("metrics")
    files = write(folder / "files", Organisation(("a", "b")))
    ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    with served(
        ROOT / "app.py",
        log=folder / "log",
        SIGNPOST_DATA=str(folder / "data"),
        SIGNPOST_METRICS_TOKEN=TOKEN,
    ) as (url, _):
        yield int(url.rsplit(":", 1)[1]), folder


def asked(port: int, **headers: str) -> tuple[int, str]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    client.request("GET", "/metrics", headers=headers)
    answer = client.getresponse()
    return answer.status, answer.read().decode()


def figures(port: int) -> dict[str, float]:
    status, text = asked(port, Authorization=f"Bearer {TOKEN}")
    assert status == 200
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.labels
    }


@pytest.mark.parametrize(
    "brought", [{}, {"Authorization": "Bearer no"}, {"Authorization": "Bearer "}]
)
def test_strangers_read_no_figure(site: tuple[int, Path], brought: dict[str, str]) -> None:
    status, body = asked(site[0], **brought)
    assert status == 401
    assert "signpost_" not in body


def test_loads_versions_and_the_worker_are_figures(site: tuple[int, Path]) -> None:
    port, folder = site
    until = time.monotonic() + PATIENCE
    while figures(port)["signpost_version_ready"] < 1:
        assert time.monotonic() < until
        time.sleep(0.3)
    found = figures(port)
    assert found["signpost_version_newest"] == Warehouse(folder / "data").version()
    assert found["signpost_uploads_in_force"] == 4
    assert found["signpost_uploads_undone"] == 0
    assert found["signpost_versions_worked_out_total"] == 1
    assert found["signpost_worker_deaths_total"] == 0
    assert found["signpost_worker_running"] == 1
    assert found["signpost_data_opens"] == 1
    assert found["signpost_answer_seconds"] > 0
    assert time.time() - found["signpost_last_load_timestamp_seconds"] < PATIENCE


def test_no_figure_names_a_group_or_a_person(site: tuple[int, Path]) -> None:
    _, text = asked(site[0], Authorization=f"Bearer {TOKEN}")
    labels = {
        name
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name in sample.labels
    }
    assert labels <= {"page", "le"}


def test_the_tables_have_an_address_of_this_server(site: tuple[int, Path]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", site[0], timeout=PATIENCE)
    client.request("GET", "/export/groups.csv")
    answer = client.getresponse()
    assert answer.status == 200
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert answer.read().decode("utf-8-sig").splitlines()[1:] == [
        '"a","a","none","customer"', '"b","b","none","customer"'
    ]  # fmt: skip
