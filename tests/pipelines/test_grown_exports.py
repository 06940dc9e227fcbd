"""Exports that have grown: who shows up in a counter nobody knew yet is active, and it is named."""

from __future__ import annotations

import json
import re

import pytest

from signpost.pipelines.ingest import ingest
from signpost.pipelines.text.usage_words import means_own_use
from signpost.warehouse.store import Warehouse

from .conftest import Write

BY = "select distinct action, times from usage_now where coalesce(times, 0) > 0 order by all"
M365 = "Report Refresh Date,User Principal Name,Last Activity Date,Report Period,"


def load(warehouse: Warehouse, write: Write, name: str, text: str):
    (result,) = ingest(warehouse, [write(name, text)]).files
    assert result.error is None, result.error
    return result


# export -> name, header and a row that is idle by all that its reader knows
IDLE: dict[str, tuple[str, str, str]] = {
    "m365_email_user": (
        "e.csv", M365 + "Send Count,Receive Count,Read Count", "2026-07-03,a@x.org,,7,0,9,0"),
    "m365_copilot_user": (
        "c.csv", M365 + "Prompts submitted for all apps", "2026-07-03,a@x.org,,7,0"),
    "m365_copilot_chat": (
        "t.csv", "Report refresh date,User guid,User principal name,Display name,Report period,"
        "Prompts submitted,Active usage days", "2026-07-03,g,a@x.org,A,7,0,0"),
    "chatgpt_users": (
        "g.csv", "cadence,period_start,email,is_active,messages", "Weekly,2026-06-07,a@x.org,0,0"),
    "slack_members": (
        "C Member Analytics Prior 30 Days - Jul 3, 2026.csv",
        "Username,Account type,Claimed Date (UTC),Days active,Messages posted,Reactions added",
        'a,Regular Member,"Mar 12, 2018",0,0,0'),
    "m365_teams_user": (
        "u.csv", M365 + "Team Chat Message Count,Private Chat Message Count,Call Count,"
        "Meeting Count,Has Other Action", "2026-07-03,a@x.org,,7,0,0,0,0,No"),
}  # fmt: skip
NEW = ("Agent Sessions", "cowork_task_count", "appLaunches_used")


@pytest.mark.parametrize("export", IDLE)
def test_who_uses_only_what_is_new_is_active(
    warehouse: Warehouse, write: Write, export: str
) -> None:
    """One idle person for each of the new counters, and one who uses none of them."""
    name, header, row = IDLE[export]
    used = [",".join("3" if at == mine else "0" for at in range(len(NEW))) for mine in range(4)]
    rows = "".join(f"{person_of(row, at)},{cells}\n" for at, cells in enumerate(used))
    result = load(warehouse, write, name, f"{header},{','.join(NEW)}\n{rows}")
    assert result.receipt.source_id == export
    active = "select count(distinct person_id) from usage_now where times > 0 and action = 'newer'"
    assert warehouse.read().rows(active) == [(len(NEW),)]
    assert warehouse.read().rows(BY) == [("newer", 1.0)]
    for counter in NEW:
        assert any(counter in said for said in result.receipt.warnings)


def person_of(row: str, at: int) -> str:
    """Return the row of another person."""
    return re.sub(r"\b([ag])(?=[,@])", rf"\g<1>{at}", row)


@pytest.mark.parametrize("export", IDLE)
def test_an_idle_person_stays_idle(warehouse: Warehouse, write: Write, export: str) -> None:
    name, header, row = IDLE[export]
    result = load(warehouse, write, name, f"{header},Agent Sessions\n{row},0\n")
    assert warehouse.read().rows(BY) == []
    assert not any("Agent Sessions" in said for said in result.receipt.warnings)
    read = [one.column for one in result.receipt.reading if one.role.startswith("new_")]
    assert read == ["Agent Sessions"]  # named in how the file was read


WORDS = (" 3 ", "yes", "N/A", "", "0", " 0", "no", "-", "12.5")


def test_words_for_no_value_are_no_use_however_the_file_is_read(
    warehouse: Warehouse, write: Write
) -> None:
    name, header, row = IDLE["m365_teams_user"]
    rows = "".join(f"{row.replace('a@', f'{at}@')},{x}\n" for at, x in enumerate(WORDS))
    result = load(warehouse, write, name, f"{header},Agent Sessions\n{rows}")
    assert any("3 rows without other use" in said for said in result.receipt.warnings)
    spaced = rows.replace("2026-07-03", " 2026-07-03")  # no day by the engine's own types
    result = load(warehouse, write, "spaced.csv", f"{header},Agent Sessions\n{spaced}")
    assert any("3 rows without other use" in said for said in result.receipt.warnings)


NO_USE = (
    "credits_left", "Storage Used (Byte)", "Report Period", "user_id", "messages received",
    "Days since last activity", "monthly_quota", "suggestions shown", "loc_suggested_to_add_sum",
    "Assigned licenses", "Unread message count", "total cost",
    "average messages per day", "page_count",
)  # fmt: skip


def test_what_is_no_use_by_the_person_counts_for_nothing(
    warehouse: Warehouse, write: Write
) -> None:
    assert not any(map(means_own_use, NO_USE))
    name, known, row = IDLE["chatgpt_users"]
    new = [header for header in NO_USE if header != "Report Period"]  # the export has it
    load(warehouse, write, name, f"{known},{','.join(new)}\n{row}{',3' * len(new)}\n")
    assert warehouse.read().rows(BY) == []


def test_a_new_application_listed_by_its_last_day_counts(
    warehouse: Warehouse, write: Write
) -> None:
    header = "Last activity date of Cowork (UTC)"
    result = load(
        warehouse,
        write,
        "c.csv",
        f"{M365}Prompts submitted for all apps,{header}\n"
        "2026-07-03,a@x.org,,7,0,2026-07-02\n2026-07-03,b@x.org,,7,0,2026-05-02\n",
    )
    assert warehouse.read().rows(BY) == [("newer", 1.0)]  # a's lies in the period, b's before
    assert any(header in said for said in result.receipt.warnings)


def github(**more: object) -> str:
    row = {
        "day": "2026-07-03", "user_login": "a", "user_initiated_interaction_count": 0,
        "code_generation_activity_count": 0, "code_acceptance_activity_count": 0,
        "used_agent": False, "used_cli": False, "totals_by_feature": [], "etl_id": "green",
    }  # fmt: skip
    return json.dumps({**row, **more})


@pytest.mark.parametrize(
    ("more", "actions"),
    [
        ({}, []),
        ({"used_agent": True}, ["other"]),
        ({"used_copilot_app": True}, ["other"]),
        ({"used_voice": True}, ["newer"]),
        ({"totals_by_cli": {"session_count": 2, "prompt_count": 3}}, ["newer"]),
        ({"totals_by_copilot_desktop": {"request_count": 2}}, ["newer"]),
        ({"used_copilot_code_review_passive": True}, []),
        ({"ai_credits_used": 12.5, "ai_adoption_phase": {"phase_number": 2}}, []),
    ],
)
def test_copilot_beyond_the_editor_is_use(
    warehouse: Warehouse, write: Write, more: dict[str, object], actions: list[str]
) -> None:
    load(warehouse, write, "users.ndjson", f"{github()}\n{github(user_login='b', **more)}\n")
    assert [action for action, _ in warehouse.read().rows(BY)] == actions


def test_a_counter_that_begins_late_in_a_long_file_is_found(
    warehouse: Warehouse, write: Write
) -> None:
    rows = [github(user_login=f"u{n}") for n in range(900)]
    rows.append(github(user_login="late", used_voice=True))
    load(warehouse, write, "users.ndjson", "\n".join(rows) + "\n")
    assert warehouse.read().rows(BY) == [("newer", 1.0)]


def test_people_without_a_licence_are_left_out_by_new_counters_too(
    warehouse: Warehouse, write: Write
) -> None:
    name, header, row = IDLE["m365_teams_user"]
    load(
        warehouse,
        write,
        name,
        f"{header},Is Licensed,Huddle Count\n{row},No,4\n{row.replace('a@', 'b@')},Yes,4\n",
    )
    assert warehouse.read().rows(BY) == [("newer", 1.0)]
    assert warehouse.read().rows("select count(*) from usage_now where times is null") == [(1,)]


def test_a_part_of_a_counter_that_is_read_adds_nothing(warehouse: Warehouse, write: Write) -> None:
    name, header, row = IDLE["slack_members"]
    load(
        warehouse,
        write,
        name,
        f"{header},Days active (Desktop),Messages posted in DMs\n{row},5,2\n",
    )
    assert warehouse.read().rows(BY) == []


def test_totals_of_a_lifetime_are_no_use_of_the_period(warehouse: Warehouse, write: Write) -> None:
    text = (
        "id,username,email,last_seen_at,trust_level,active,posts_read_count,post_count,solved_count\n"
        "1,a,a@x.org,2024-01-01 10:00:00 UTC,2,true,900,40,7\n"
    )
    load(warehouse, write, "user-list-260703-101500.csv", text)
    assert warehouse.read().rows(BY) == []


def test_money_that_nothing_reads_is_named(warehouse: Warehouse, write: Write) -> None:
    name, header, row = IDLE["chatgpt_users"]
    result = load(warehouse, write, name, f"{header},api_spend,credit_limit\n{row},12.5,100\n")
    told = [said for said in result.receipt.warnings if "money" in said]
    assert told == ["Columns that tell money and are not read: api_spend. They are in no cost."]


@pytest.mark.parametrize("column", ["credit_limit", "cost_per_credit", "discount_amount"])
def test_prices_and_allowances_are_no_money_left_out(
    warehouse: Warehouse, write: Write, column: str
) -> None:
    name, header, row = IDLE["chatgpt_users"]
    result = load(warehouse, write, name, f"{header},{column}\n{row},12.5\n")
    assert not any("money" in said for said in result.receipt.warnings)
