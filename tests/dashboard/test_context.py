"""Above every page: whose data, of which time and version; as of an earlier one, to read only."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from signpost.workspace.reader_files import reader_file
from signpost.workspace.results import Results
from tests.folders import own_copy, shared
from tests.patience import PATIENCE


def script(page: str, as_of: str) -> None:
    import streamlit as st

    from signpost.dashboard.navigation import open_app

    if as_of:
        st.query_params["as_of"] = as_of
    open_app(page)


def opened(page: str, as_of: str = "") -> AppTest:
    kwargs = {"page": page, "as_of": as_of}
    seen = AppTest.from_function(script, kwargs=kwargs, default_timeout=PATIENCE).run()
    assert not seen.exception
    return seen


def text(seen: AppTest) -> str:
    parts = (*seen.markdown, *seen.info, *seen.title)
    return "\n".join(str(part.value) for part in parts).replace("\\", "").replace("\u00a0", " ")


@pytest.fixture
def tiny(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data")
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    return data


def test_every_page_says_whose_data_it_is_and_of_which_time(tiny: Path) -> None:
    del tiny
    for page in ("answer", "value", "history"):
        shown, name = text(opened(page)), page.capitalize()
        assert f"Signpost · *{name} ·* **Nordwind Energy (tiny)**" in shown
        assert "data from 31 Aug 2026 to 25 Oct 2026" in shown


def test_an_earlier_version_is_shown_and_nothing_can_be_changed_in_it(tiny: Path) -> None:
    del tiny
    now, then = opened("decisions"), opened("decisions", as_of="1")
    offers = [one.proto.popover.label for one in now.get("popover")]
    assert any(label.startswith("Decide") for label in offers)
    assert "This is what version 1 had" in text(then)
    assert "no data" in text(then)
    offers = [one.proto.popover.label for one in then.get("popover")]
    assert not any(label.startswith("Decide") for label in offers)
    assert any("as of version 1" in label for label in offers)


@pytest.mark.parametrize("asked", ["77", "newest", "-1"])
def test_a_version_that_is_not_there_is_the_newest(tiny: Path, asked: str) -> None:
    del tiny
    shown = text(opened("answer", as_of=asked))
    assert "This is what version" not in shown
    assert f"This is the newest version, not “{asked}” that was asked for" in shown


def test_pages_about_the_data_itself_show_the_newest_and_say_so(tiny: Path) -> None:
    del tiny
    shown = text(opened("history", as_of="1"))
    assert "This is what version" not in shown
    assert "This is the newest version, not “1” that was asked for" in shown
    assert "that was asked for" not in text(opened("history"))


def test_the_tour_is_offered_once_and_off_by_one_click(tiny: Path) -> None:
    seen = opened("answer")
    assert "New here?" in text(seen)
    seen = next(one for one in seen.button if one.label == "Hide the tour").click().run()
    assert "New here?" not in text(seen)
    assert reader_file(Results.open(tiny), "tour").exists()
    assert "New here?" not in text(opened("answer"))
    assert "New here?" not in text(opened("value"))


def test_the_versions_to_choose_from_are_sent_once_they_are_asked_for(tiny: Path) -> None:
    assert Results.open(tiny).version > 1
    seen = opened("answer")
    offered = [one for one in seen.get("popover") if one.proto.popover.label.startswith("version")]
    assert len(offered) == 1
    assert not offered[0].children
