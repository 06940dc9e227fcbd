"""One platform, however it is written: in a file, in the programme, in Python and in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.model.keys import group_key, platform_key, platform_name
from signpost.metrics.model.schema import parse
from signpost.metrics.model.types import Panel
from signpost.metrics.panel.adoption_counts import adoption_counts, platforms_with_usage
from signpost.metrics.panel.build import build_panel
from signpost.metrics.panel.start_dates import start_days
from signpost.pipelines.facts.usage_facts import by_platform
from signpost.pipelines.ingest import ingest
from signpost.pipelines.model.cells import MACROS
from signpost.pipelines.recognition.identify import all_sources
from signpost.warehouse import Warehouse

NASTY = {
    "Microsoft Teams": "microsoft_teams",
    "  Microsoft\u00a0Teams ": "microsoft_teams",
    "MICROSOFT_TEAMS": "microsoft_teams",
    "microsoft-teams": "microsoft_teams",
    "Microsoft – Teams": "microsoft_teams",
    "Microsoft\u2011Teams": "microsoft_teams",
    "Microsoft\t \nTeams": "microsoft_teams",
    "Microsoft__Teams_": "microsoft_teams",
    "Straße": "strasse",
    "STRASSE": "strasse",
    "STRAẞE": "strasse",
    "İstanbul": "istanbul",
    "ΔΡΟΜΟΣ": "δρομοσ",
    "δρομος": "δρομοσ",
    "Plattform für Ideen": "plattform_für_ideen",
    "ＴＥＡＭＳ": "ｔｅａｍｓ",
    "e-mail": "e_mail",
    "Q&A": "q&a",
    "社内 チャット": "社内_チャット",
    " - _ ": "",
    "": "",
}
_APART = " \t\n\u00a0\u2003\u3000\x1c\x85_-\u2013"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(MACROS)
    yield connection
    connection.close()


def in_sql(con: duckdb.DuckDBPyConnection, name: str | None) -> object:
    return con.execute("select platform_key(?)", [name]).fetchall()[0][0]


@pytest.mark.parametrize(("name", "key"), NASTY.items())
def test_a_platform_has_one_key_in_python_and_in_sql(
    con: duckdb.DuckDBPyConnection, name: str, key: str
) -> None:
    assert platform_key(name) == key
    assert in_sql(con, name) == key
    assert platform_key(key) == key


def test_no_platform_stays_none(con: duckdb.DuckDBPyConnection) -> None:
    assert in_sql(con, None) is None


letters = st.characters(min_codepoint=1, max_codepoint=0x2FFFF, exclude_categories=("Cs",))
names = st.text(st.one_of(letters, st.sampled_from(_APART + "ßẞİıΣςσ")), max_size=20)


@settings(deadline=None)
@given(names)
def test_python_and_sql_agree_on_any_name(con: duckdb.DuckDBPyConnection, name: str) -> None:
    key = platform_key(name)
    assert in_sql(con, name) == key
    assert platform_key(key) == key


@settings(deadline=None)
@given(names)
def test_spaces_and_case_do_not_matter(name: str) -> None:
    assert platform_key(f" {name}\u00a0") == platform_key(name)
    assert platform_key(name.replace(" ", "-")) == platform_key(name)
    assert group_key(f" {name} ") == group_key(name)


def test_our_own_sources_write_keys() -> None:
    written = {name for one in all_sources() for name in by_platform(one) if name}
    written |= {name for one in all_sources() for name in one.licences}
    assert len(written) > 15
    assert [name for name in written if platform_key(name) != name] == []


@pytest.mark.parametrize("name", ["Viva Engage", "viva_engage", " VIVA  engage", "viva-engage"])
def test_people_read_one_name_for_every_spelling(name: str) -> None:
    assert platform_name(name) == "Viva Engage"


@pytest.mark.parametrize("name", ["Microsoft Teams", "microsoft_teams", "MICROSOFT-TEAMS"])
def test_an_unknown_platform_reads_like_its_name(name: str) -> None:
    assert platform_name(name) == "Microsoft Teams"


PROGRAMME = """
kpis: [{id: escalations, label: Escalations, better: lower, unit: "", worthwhile_change: 1}]
use_cases:
  - {id: one, label: One, area: customer, problem: p, mechanism: m, kpi: escalations,
     platform: "%s", window: month}
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Every generic table that names a platform, each in a spelling of its own."""
    folder = tmp_path_factory.mktemp("spelt")
    people = [f"p{number}@example.com" for number in range(24)]
    months = [f"2026-{month:02d}" for month in range(1, 7)]
    group = {person: "East" if at < 12 else "West" for at, person in enumerate(people)}
    files = [
        write(
            folder / "roster.csv",
            "person,department,from\n"
            + "".join(f"{person},{group[person]},2025-12-01\n" for person in people),
        ),
        write(
            folder / "usage.csv",
            "person,period,times,platform\n"
            + "".join(
                f"{person},{month},3,{'Microsoft Teams' if at % 2 else ' microsoft-teams'}\n"
                for at, month in enumerate(months)
                for person in people
            ),
        ),
        write(
            folder / "kpi.csv",
            "period,group,kpi,numerator,denominator\n"
            + "".join(
                f"{month},{name},Escalations,{at + 1},100\n"
                for at, month in enumerate(months)
                for name in ("East", "West")
            ),
        ),
        write(
            folder / "pairs.csv",
            "from group,to group,month,messages,platform\nEast,West,2026-01,12,Microsoft  Teams\n",
        ),
        write(
            folder / "who-with-whom.csv",
            "from email,to email,month,messages,platform\n"
            f"{people[0]},{people[12]},2026-02,12,MICROSOFT TEAMS\n",
        ),
        write(
            folder / "done.csv",
            "intervention,group,from,platform\nroll-out,East,2026-03-01,microsoft Teams\n",
        ),
    ]
    warehouse = Warehouse(folder / "data", memory_limit="200MB")
    report = ingest(warehouse, files, who="test")
    assert [one.status for one in report.files] == ["loaded"] * len(files), report
    return warehouse


def test_every_file_speaks_of_the_same_platform(loaded: Warehouse) -> None:
    reader = loaded.read()
    assert platforms_with_usage(reader) == ("microsoft_teams",)
    for table in ("usage", "interaction", "intervention"):
        assert reader.rows(f"select distinct platform from {table}_now") == [("microsoft_teams",)]


@pytest.mark.parametrize("name", ["Microsoft Teams", "microsoft_teams", " microsoft  TEAMS "])
def test_a_use_case_finds_the_usage_of_its_platform(loaded: Warehouse, name: str) -> None:
    programme = parse(PROGRAMME % name)
    case = programme.use_cases[0]
    panel = build_panel(loaded, programme, case)
    assert isinstance(panel, Panel), panel
    assert panel.adoption is not None
    assert np.nanmin(panel.adoption) == 1.0
    assert panel.contact is None or np.isfinite(panel.contact).all()
    assert start_days(loaded.read(), programme, case) == {"east": date(2026, 3, 1)}
    counts = adoption_counts(loaded.read(), "active", name, "month")
    assert set(counts["numerator"]) == {12}
