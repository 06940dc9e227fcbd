"""Drafts: the same card comes back, a use case from nothing needs no YAML, faults are in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signpost.metrics.model.schema import FactorInput, Programme, dump, parse
from signpost.presentation.forms.cards import CARD_TYPES, FORM_PARTS, FORMS, form_fields
from signpost.presentation.forms.changes import broken_locks, programme_changes, promise_words
from signpost.presentation.forms.drafts import NEW, EntryDraft, apply_drafts, entries, to_draft
from signpost.presentation.forms.options import form_options

SAMPLE = Path(__file__).parents[3] / "sample_data" / "programme.yaml"
MORE = """
interventions:
- {id: start, kind: roll-out, groups: [Sales North], platform: teams, from_day: 2026-01-05}
costs:
- {item: Licences, amount: 12.5, per: licence-month, months: 18}
- {item: Licences, amount: 30}
channels:
- {name: Forum, audience: Customers, present: true, owner: Ann}
goals:
- {id: service, label: Better service, why: Customers leave, kpis: [escalation_rate]}
"""
"""What the sample records in files instead."""
IDEA: EntryDraft = {
    "problem": "Too many tickets come back", "label": "Ask the maker", "area": "operational",
    "mechanism": "Fitters ask in a channel", "platform": "teams",
    "kpi": "ready:first_reply_minutes",
    "focus": ["Field Engineers North"], "worthwhile_change": 1.5, "cost.amount": 12000.0,
    "cost.per": "year", "owner": "Ann", "review_date": "2027-06-01",
    "decision_rule": "Scale if it works.",
}  # fmt: skip


@pytest.fixture(scope="module")
def programme() -> Programme:
    text = SAMPLE.read_text(encoding="utf-8") + MORE
    return parse(text)


def test_drafts_that_nobody_edited_change_no_byte(programme: Programme) -> None:
    drafts = {
        part: {key: to_draft(part, card) for key, card in entries(programme, part).items()}
        for part in FORM_PARTS
    }
    after, faults = apply_drafts(programme, drafts)  # type: ignore[arg-type]
    assert faults == ()
    assert dump(after) == dump(programme)
    assert all(drafts.values())


@pytest.mark.parametrize("part", [part for part in FORM_PARTS if part != "organisation"])
def test_a_form_asks_for_every_field_of_its_card(part: str) -> None:
    asked = {field.name.split(".")[0] for field in form_fields(part)}
    assert set(CARD_TYPES[part].model_fields) - asked <= {"id", "version"}
    titles = [step.title for step in FORMS[part]]
    assert len(titles) == len(set(titles))


def test_one_edit_changes_one_line(programme: Programme) -> None:
    case = programme.use_cases[0]
    draft = {"owner": "Somebody else"}
    after, faults = apply_drafts(programme, {"use_cases": {case.id: draft}})
    assert faults == ()
    old, new = dump(programme).splitlines(), dump(after).splitlines()
    assert [line for line in new if line not in old] == ["  owner: Somebody else"]
    (change,) = programme_changes(programme, after)
    assert (change.field, change.before, change.after) == ("Owner", case.owner, "Somebody else")
    assert not change.breaks_lock


def test_a_use_case_from_nothing_brings_its_kpi_and_its_cost(programme: Programme) -> None:
    after, faults = apply_drafts(programme, {"use_cases": {NEW: IDEA}})
    assert faults == ()
    case = after.use_case("ask_the_maker")
    assert (case.kpi, case.focus, case.stage) == (
        "first_reply_minutes",
        ("Field Engineers North",),
        "pilot",
    )
    assert after.kpi("first_reply_minutes").worthwhile_change == 1.5
    assert after.kpi("first_reply_minutes").better == "lower"
    cost = next(one for one in after.costs if one.use_case == case.id)
    assert (cost.amount, cost.per) == (12000.0, "year")
    assert parse(dump(after)) == after
    places = [change.place for change in programme_changes(programme, after)]
    assert places[0] == "Use case: Ask the maker"
    assert len(places) == 3


def test_what_is_missing_is_said_with_the_label_of_the_field(programme: Programme) -> None:
    after, faults = apply_drafts(programme, {"use_cases": {NEW: {"label": "Half an idea"}}})
    assert after == programme
    texts = {fault.text for fault in faults}
    assert "“What should get better?” is needed." in texts
    assert "“KPI” is needed." in texts
    bare = {**IDEA, "kpi": "campaign_days_2", "worthwhile_change": None}
    _, faults = apply_drafts(programme, {"use_cases": {NEW: bare}})
    assert {fault.field for fault in faults} == {
        "worthwhile_change", "card.label", "card.unit", "card.better"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entered", "text"),
    [
        ({"worthwhile_change": -1.0}, "“Minimum worthwhile change” must be more than 0."),
        (
            {"attribution.value": 0.5, "attribution.low": 0.7},
            "“Attribution, share due to this use case: low end” must not lie above the value it is "
            "an end of.",
        ),
        ({"area": "kitchen"}, "“Area”: is none of the values there are."),
        ({"lag": 1.5}, "“Lag: periods until it shows”: is no whole number."),
        ({"review_date": "soon"}, "“Review on”: is no day."),
    ],
)
def test_a_wrong_value_is_said_in_words(
    programme: Programme, entered: EntryDraft, text: str
) -> None:
    _, faults = apply_drafts(programme, {"use_cases": {NEW: {**IDEA, **entered}}})
    assert [fault.text for fault in faults] == [text]


def test_breaking_a_locked_promise_is_announced(programme: Programme) -> None:
    case = next(one for one in programme.use_cases if one.locked_at)
    draft = {**to_draft("use_cases", case), "worthwhile_change": 99.0}
    after, _ = apply_drafts(programme, {"use_cases": {case.id: draft}})
    found = programme_changes(programme, after)
    assert [change.breaks_lock for change in found] == [True]
    assert "1 locked promise would change" in broken_locks(found)
    card = programme.kpi(case.kpi)
    dearer = {**to_draft("kpis", card), "worthwhile_change": 99.0, "owner": "Bo"}
    after, _ = apply_drafts(programme, {"kpis": {card.id: dearer}})
    locks = {one.field: one.breaks_lock for one in programme_changes(programme, after)}
    assert locks == {"Minimum worthwhile change": True, "Owner": False}


def test_an_entry_may_go_and_one_that_is_gone_is_left(programme: Programme) -> None:
    key = next(iter(entries(programme, "targets")))
    after, _ = apply_drafts(programme, {"targets": {key: None, "gone": {"value": 0.5}}})
    assert len(after.targets) == len(programme.targets) - 1
    assert [one.after for one in programme_changes(programme, after)] == ["removed"]


def test_settings_of_the_organisation(programme: Programme) -> None:
    edit = {
        **to_draft("organisation", programme), "organisation": "Acme", "currency": "GBP",
        "hourly_rate.value": 70.0, "hourly_rate.low": 60.0,
    }  # fmt: skip
    after, faults = apply_drafts(programme, {"organisation": {"settings": edit}})
    assert faults == ()
    assert (after.organisation, after.currency) == ("Acme", "GBP")
    assert after.hourly_rate is not None
    assert (after.hourly_rate.value, after.hourly_rate.low) == (70.0, 60.0)
    assert after.use_cases == programme.use_cases


def test_rates_and_budgets_are_entered_without_yaml(programme: Programme) -> None:
    known = programme.model_copy(update={"exchange_rates": {"CHF": FactorInput(value=0.95)}})
    edit = {
        "exchange_rates.USD.value": 0.9, "exchange_rates.USD.low": 0.85,
        "barrier_budgets.time.value": 4000.0, "barrier_budgets.time.owner": "Ann",
    }  # fmt: skip
    after, faults = apply_drafts(known, {"organisation": {"settings": edit}})
    assert faults == ()
    assert {name: rate.value for name, rate in after.exchange_rates.items()} == {
        "CHF": 0.95, "USD": 0.9,
    }  # fmt: skip
    assert after.barrier_budgets["time"].owner == "Ann"
    said = {(one.field, one.after) for one in programme_changes(known, after)}
    assert ("One USD", "0.9") in said
    gone = {"organisation": {"settings": {"exchange_rates.USD.value": None,
                                          "exchange_rates.USD.low": None}}}  # fmt: skip
    assert set(apply_drafts(after, gone)[0].exchange_rates) == {"CHF"}


def test_what_a_use_case_will_say_names_its_own_figures(programme: Programme) -> None:
    after, _ = apply_drafts(programme, {"use_cases": {NEW: IDEA}})
    case = after.use_case("ask_the_maker")
    works, harm, _, lock = promise_words(after, case, date(2026, 11, 29))
    assert "falls by 1.5" in works
    assert "1\u00a0Jun\u00a02027" in works
    assert "rises" in harm
    assert lock.startswith("Not locked")
    locked = case.model_copy(update={"locked_at": date(2026, 11, 29)})
    assert promise_words(after, locked, date(2026, 11, 29))[3].startswith("Locked on")


@pytest.mark.parametrize(
    ("locked", "started", "says"),
    [
        (None, date(2026, 3, 2), "started on 2 Mar 2026: locked today, it is not promised"),
        (date(2026, 4, 1), date(2026, 3, 2), "locked on 1 Apr 2026, it is not promised beforehand"),
        (date(2026, 2, 1), date(2026, 3, 2), "Locked on 1 Feb 2026: what is changed later"),
        (None, date(2027, 1, 4), "before its first group starts, and it counts as promised"),
    ],
)
def test_a_lock_after_the_first_start_promises_nothing(
    programme: Programme, locked: date | None, started: date, says: str
) -> None:
    after, _ = apply_drafts(programme, {"use_cases": {NEW: IDEA}})
    case = after.use_case("ask_the_maker").model_copy(update={"locked_at": locked})
    words = promise_words(after, case, date(2026, 11, 29), started)[3].replace("\u00a0", " ")
    assert says in words


def test_options_offer_what_is_loaded_first(programme: Programme) -> None:
    offered = form_options(
        programme,
        groups=["B", "A"],
        platforms=["teams"],
        loaded_kpis=["new_kpi", "escalation_rate"],
    )
    assert list(offered["groups"]) == ["A", "B"]
    assert next(iter(offered["platforms"])) == "teams"
    assert list(offered["platforms"].values()).count("Viva Engage (not loaded yet)") == 1
    assert "viva_engage" in offered["platforms"]
    assert offered["platforms"]["slack"] == "Slack (not loaded yet)"
    assert offered["kpis"]["new_kpi"] == "new_kpi (loaded, no card yet)"
    assert "ready:win_rate" in offered["kpis"]
    assert "escalation_rate" not in offered["sources"]
