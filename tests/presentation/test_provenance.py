"""Every number explains itself: each tile and each picture opens what stands behind it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from signpost.dashboard.page import all_pages
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.presentation.provenance import adoption_origin, figure_origin
from signpost.presentation.provenance_text import ABOUTS
from signpost.presentation.words.methods import starts
from signpost.warehouse import Warehouse
from tests.folders import own_copy, shared
from tests.patience import PATIENCE

SPONSOR = [page.id for page in all_pages() if page.audience == "sponsor"]


def script(page: str) -> None:
    from signpost.dashboard.navigation import open_app

    open_app(page)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = own_copy(shared(tmp_path_factory, "tiny"), tmp_path_factory.mktemp("told") / "data")
    before = os.environ.get("SIGNPOST_DATA")
    os.environ["SIGNPOST_DATA"] = str(folder)
    yield folder
    if before is None:
        del os.environ["SIGNPOST_DATA"]
    else:
        os.environ["SIGNPOST_DATA"] = before


@pytest.mark.parametrize("page", SPONSOR)
def test_each_number_and_picture_of_a_page_opens_what_is_behind_it(data: Path, page: str) -> None:
    seen = AppTest.from_function(script, kwargs={"page": page}, default_timeout=PATIENCE).run()
    assert not seen.exception
    closed = offers(seen)
    assert len(closed) >= len(seen.metric) + len(seen.get("plotly_chart"))
    assert not any(one.children for one in closed), "filled only when it is opened"
    for number in range(1, len(closed) + 1):
        seen.session_state[f"explain_{number}"] = True
    for offer in offers(seen.run()):
        told = "\n".join(str(one.value) for one in offer.markdown)
        assert "**Formula:**" in told or "**Rule:**" in told or "**Share that worked:**" in told


def offers(seen: AppTest) -> list[Any]:
    return [one for one in seen.get("popover") if one.proto.popover.label.startswith("Explain")]


@pytest.mark.parametrize("page", SPONSOR)
def test_what_unfolds_is_filled_when_it_is_opened(data: Path, page: str) -> None:
    seen = AppTest.from_function(script, kwargs={"page": page}, default_timeout=PATIENCE).run()
    folded = unfolding(seen)
    assert not any(one.children for one in folded.values())
    for key in folded:
        seen.session_state[key] = True
    seen.run()
    assert not seen.exception
    assert list(unfolding(seen)) == list(folded)
    for key, one in unfolding(seen).items():
        tables = one.get("arrow_data_frame") or one.get("dataframe")
        assert tables or not key.startswith("table_"), key
        assert one.children, key


def unfolding(seen: AppTest) -> dict[str, Any]:
    """Key -> what unfolds: the id of a container with a key ends in it."""
    return {one.proto.id.rsplit("-", 1)[1]: one for one in seen.get("expander") if one.proto.id}


def test_starts_are_times_at_which_groups_started_not_groups() -> None:
    assert starts(4) == "; starts at 4 different times"
    assert starts(1) == "; one start for all"
    assert starts(0) == ""


@pytest.mark.parametrize("key", ABOUTS)
def test_a_picture_says_definition_version_formula_files_and_sql(data: Path, key: str) -> None:
    reader = Warehouse(data).read()
    origin = figure_origin(reader, key, platform="teams", kpi="outcome:escalation_rate")
    told = dict(origin.lines)
    assert told["Shows"].endswith(f"Version {ABOUTS[key].version}.")
    assert told["Formula"] == ABOUTS[key].formula
    assert "select" in origin.sql
    assert any(name.startswith("Files of") for name in told), told


def test_the_files_named_are_those_in_force(data: Path) -> None:
    reader = Warehouse(data).read()
    told = dict(adoption_origin(reader, "active", "teams", "week").lines)["Files"]
    first, last = reader.one(
        "select min(first_day), max(last_day) from truth where subject = 'usage:teams'"
    )
    names, total = reader.one(
        "select count(*), sum(rows_loaded) from upload where undone_at is null and upload_no in "
        "(select upload_no from truth where subject = 'usage:teams')"
    )
    assert told.startswith(f"{names} files with {total:,} rows in all, covering ")
    plain = told.replace("\N{NO-BREAK SPACE}", " ")
    assert f"covering {first.day} {first:%b %Y} to {last.day} {last:%b %Y}" in plain


@pytest.mark.parametrize("card", CATALOGUE, ids=lambda card: card.id)
def test_a_measure_shows_the_whole_question_it_puts(data: Path, card: object) -> None:
    origin = adoption_origin(Warehouse(data).read(), card.id, "teams", "week")  # type: ignore[attr-defined]
    assert "licensed" in origin.sql
    assert origin.sql.rstrip().startswith("with ") or "with " in origin.sql
