"""The Programme page says what does not fit together, with the nearest known name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from signpost.metrics.model.schema import dump
from signpost.metrics.register.versions import programme_in_force, save_programme
from signpost.warehouse import Warehouse
from tests.folders import own_copy, shared
from tests.patience import PATIENCE


def script() -> None:
    from signpost.dashboard.navigation import open_app

    open_app("programme")


def text_of_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return "\n".join(str(part.value) for part in (*page.header, *page.subheader, *page.markdown))


def test_names_that_mean_nothing_are_listed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    assert "Custmer" not in text_of_page(data, monkeypatch)
    warehouse = Warehouse(data)
    programme = programme_in_force(warehouse)
    case = programme.use_cases[0].model_copy(
        update={"focus": ("Custmer Care North",), "platform": "temas"}
    )
    edited = programme.model_copy(update={"use_cases": (case,)})
    save_programme(warehouse, edited, "ann", datetime.now(UTC))
    text = text_of_page(data, monkeypatch)
    assert "things to put right" in text
    assert "which is in no data; did you mean 'Customer Care North'?" in text
    assert "of which no usage is loaded; did you mean 'teams'?" in text


def open_setup(data: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def field(page: AppTest, name: str, kind: str = "") -> Any:
    """The widget of a field of the new use case."""
    widgets = getattr(page, kind or "text_input")
    return next(one for one in widgets if str(one.key).endswith(f"_use_cases_new_{name}"))


def all_text(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.warning)).replace("\\", "")


def fill(page: AppTest) -> AppTest:
    """What somebody enters who follows the thought."""
    for name, text, kind in (
        ("problem", "Calls are passed on", "text_area"),
        ("label", "Ask first", "text_input"),
        ("mechanism", "Agents ask in a channel", "text_area"),
        ("owner", "Ann", "text_input"),
    ):
        page = field(page, name, kind).set_value(text).run()
    for name, chosen in (("area", "customer"), ("platform", "teams"), ("kpi", "ready:win_rate")):
        page = field(page, name, "selectbox").set_value(chosen).run()
    return field(page, "worthwhile_change", "number_input").set_value(2.0).run()


@pytest.mark.slow
def test_a_use_case_from_nothing_is_drafted_listed_saved_and_undone(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    before = programme_in_force(Warehouse(data))
    page = open_setup(data, monkeypatch)
    assert "to save" not in all_text(page)
    page = fill(page)
    assert not page.exception
    assert "2 changes to save" in all_text(page)  # the use case, and the card of its KPI

    page = open_setup(data, monkeypatch)  # another session: the draft is still there
    assert field(page, "label").value == "Ask first"
    assert "It works if, on its review date, the KPI Win rate rises by 2" in all_text(page)
    assert "Its first group started on" in all_text(page)  # Teams has been rolled out for long
    page = next(one for one in page.button if one.label == "Lock it today").click().run()
    page = next(one for one in page.button if one.label == "Save as a new version").click().run()
    assert not page.exception
    saved = programme_in_force(Warehouse(data))
    case = saved.use_case("ask_first")
    assert (case.kpi, case.owner, case.platform) == ("win_rate", "Ann", "teams")
    assert case.locked_at == datetime.now(UTC).date()
    assert saved.kpi("win_rate").worthwhile_change == 2.0
    assert saved.use_cases[:-1] == before.use_cases
    assert "to save" not in all_text(page)

    page.session_state["versions_back"] = True
    page = page.run()
    undo = next(one for one in page.button if one.label == "Make this the newest version")
    undo.click().run()
    assert dump(programme_in_force(Warehouse(data))) == dump(before)


def test_a_broken_lock_is_announced_before_it_is_saved(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    case = next(one for one in programme_in_force(Warehouse(data)).use_cases if one.locked_at)
    page = open_setup(data, monkeypatch)
    chooser = next(one for one in page.selectbox if one.label == "Which use case")
    page = chooser.set_value(case.id).run()
    assert "to save" not in all_text(page)  # looking at it changes nothing
    key = f"_use_cases_{case.id}_worthwhile_change"
    change = next(one for one in page.number_input if str(one.key).endswith(key))
    page = change.set_value(99.0).run()
    assert "1 locked promise would change" in all_text(page)
    page = next(one for one in page.button if one.label == "Discard the drafts").click().run()
    assert "to save" not in all_text(page)
    shown = next(one for one in page.number_input if str(one.key).endswith(key))
    assert shown.value != 99.0


def test_what_is_seldom_needed_is_asked_when_it_is_opened_and_kept_when_it_is_closed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    page, name = open_setup(data, monkeypatch), "_new_discovery.today"
    assert not [one for one in page.text_area if str(one.key).endswith(name)]
    more = next(
        one.proto.id
        for one in page.expander
        if "rare_form_" in one.proto.id and "1. " in one.proto.id
    )
    folded = more[more.index("rare_form_") :]
    page.session_state[folded] = True
    page = page.run()
    field(page, "discovery.today", "text_area").set_value("By mail")
    page.session_state[folded] = False  # folded before what was typed has arrived
    page = page.run()
    assert not page.exception
    assert "to save" in all_text(page)

    page = open_setup(data, monkeypatch)  # another session
    page.session_state[folded] = True
    assert field(page.run(), "discovery.today", "text_area").value == "By mail"
