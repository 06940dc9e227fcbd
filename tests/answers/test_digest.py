"""Digest: what changed since somebody last looked, from two states of the answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from signpost.answers.access import Access
from signpost.answers.decisions import Decision
from signpost.answers.digest.changes import DataAge, digest
from signpost.answers.digest.state import AnswerState, CaseState
from signpost.metrics.model.schema import UseCase
from signpost.presentation.json_values import finding_object
from signpost.presentation.words.answers import digest_title
from signpost.presentation.words.catalogue import say
from signpost.workspace.last_seen import keep_seen, last_seen
from signpost.workspace.reader_files import reader_file
from signpost.workspace.results import Results
from tests.folders import own_copy, shared

AT = datetime(2026, 11, 29, 8)  # noqa: DTZ001 - UTC, as the store has it


def state(**changes: Any) -> AnswerState:
    cases = (
        CaseState("a", "Ask first", "works", "moderate", (100_000.0, 200_000.0, 300_000.0)),
        CaseState("b", "Meet online", "cannot_tell", "", None),
    )
    given = {"version": 3, "at": AT, "currency": "EUR", "unit": 1_000.0,
             "net": (50_000.0, 150_000.0, 250_000.0), "cases": cases}  # fmt: skip
    return AnswerState(**(given | changes))


def told(*args: Any, **more: Any) -> list[str]:
    return [say(one).replace("\N{NO-BREAK SPACE}", " ") for one in digest(*args, **more)]


def test_nothing_changed_says_nothing() -> None:
    assert told(state(), state()) == []
    assert told(None, state()) == []


def test_a_verdict_that_changed_is_told_with_the_one_before() -> None:
    now = state()
    worse = replace(now.cases[0], grade="harmful", strength="strong")
    found = told(now, replace(now, cases=(worse, now.cases[1])))
    assert found == ["Ask first: Does harm (strong evidence), before: works (moderate evidence)."]
    fresh = replace(now, cases=now.cases[:1])
    assert told(fresh, now) == ["New use case Meet online: Cannot tell yet."]
    assert told(now, fresh) == ["Meet online is no longer among the use cases."]


@pytest.mark.parametrize(("point", "is_told"), [(299_000, False), (302_000, True), (98_000, True)])
def test_money_is_told_when_it_leaves_the_range_it_had(point: float, is_told: bool) -> None:
    now = state()
    moved = replace(now.cases[0], money=(0.0, point, 400_000.0))
    found = told(now, replace(now, cases=(moved, now.cases[1])))
    assert bool(found) is is_told
    if point == 302_000:
        assert found == [
            "Ask first: net value to date €302 k, outside the range it had: "
            "€200 k (€100 k to €300 k)."
        ]


def test_the_net_value_of_all_is_told_too() -> None:
    found = told(state(), state(net=(0.0, -3_000.0, 1.0)))
    assert found == [
        "Net value to date of all use cases: −€3 k, outside the range it had: "
        "€150 k (€50 k to €250 k)."
    ]


def test_money_in_another_currency_is_not_compared() -> None:
    assert told(state(), state(currency="USD", net=(0.0, -3_000.0, 1.0))) == []


def case(**changes: Any) -> UseCase:
    given = {"id": "a", "label": "Ask first", "area": "customer", "problem": "p", "mechanism": "m",
             "platform": "teams", "kpi": "k", "stage": "pilot",
             "review_date": date(2026, 11, 2)}  # fmt: skip
    return UseCase(**(given | changes))


def decision(**changes: Any) -> Decision:
    given = {"number": 1, "use_case": "a", "group": None, "verdict": "works", "what": "scale",
             "why": "", "expected": None, "owner": "Ann", "decided_at": AT,
             "recheck": date(2027, 2, 1)}  # fmt: skip
    return Decision(**(given | changes))


def test_reviews_are_due_until_something_is_decided() -> None:
    cases = (case(), case(id="b", label="Meet online"), case(id="c", label="Stop it", stage="stop"))
    assert told(None, state(), cases) == [
        "Reviews are due: Ask first and Meet online (2 Nov 2026, 27 days ago)."
    ]
    assert told(None, state(), cases, (decision(),)) == [
        "A review is due: Meet online (2 Nov 2026, 27 days ago)."
    ]
    early = (decision(decided_at=datetime(2026, 10, 1)),)  # noqa: DTZ001
    assert told(None, state(), (case(),), early) == [
        "A review is due: Ask first (2 Nov 2026, 27 days ago)."
    ]
    assert told(None, state(), (case(review_date=date(2026, 12, 1)),)) == []
    late = (decision(recheck=date(2026, 11, 29)),)
    assert told(None, state(), (case(),), late) == [
        "A decision is due for review since 29 Nov 2026: scale, Ask first."
    ]


def test_data_is_stale_after_a_month_and_a_half() -> None:
    ages = (
        DataAge("Usage of Slack", date(2026, 9, 30)),
        DataAge("KPI: Escalations", date(2026, 9, 30)),
        DataAge("Usage of Teams", date(2026, 10, 25)),
    )
    assert told(None, state(), ages=ages) == [
        "Usage of Slack and KPI: Escalations are stale: the newest day is 30 Sep 2026, 60 days ago."
    ]


def test_findings_and_states_are_json() -> None:
    now = state()
    assert AnswerState.from_dict(json.loads(json.dumps(now.to_dict()))) == now
    found = digest(state(net=(0.0, 1.0, 2.0)), now, (case(),))
    assert json.loads(json.dumps(finding_object(found[0])))["code"] == "digest.net"


def test_the_title_counts_what_changed_and_what_waits() -> None:
    now = state()
    found = digest(state(net=(0.0, 1.0, 2.0)), now, (case(),))
    assert digest_title(found, now).replace("\N{NO-BREAK SPACE}", " ") == (
        "Since you last looked on 29 Nov 2026: 1 change, 1 thing due or stale"
    )
    assert digest_title(digest(None, now, (case(),)), None) == "1 thing due or stale"
    quiet = digest_title((), now).replace("\N{NO-BREAK SPACE}", " ")
    assert quiet == "Since you last looked on 29 Nov 2026: no changes"


def test_each_reader_has_their_own_last_look(tmp_path: Path) -> None:
    whole = Results(str(tmp_path / "data"), 0)
    ann, bob = (
        replace(whole, access=Access(f"{name}@acme.example", "sponsor")) for name in ("ann", "bob")
    )
    keep_seen(ann, state())
    assert last_seen(ann) == state()
    assert last_seen(bob) is None
    file = reader_file(ann, "last-look")
    assert "ann@" not in file.name + file.read_text("utf-8")
    file.write_text("{}", "utf-8")
    assert last_seen(ann) is None


@pytest.mark.slow
def test_a_sample_has_nothing_new_since_it_was_looked_at(tmp_path_factory: Any) -> None:
    folder = own_copy(shared(tmp_path_factory, "tiny"), tmp_path_factory.mktemp("digest") / "data")
    results = Results.open(folder)
    seen = results.answer_state()
    changed = {one.code for one in results.digest(seen)}
    assert not changed & {"digest.verdict", "digest.money", "digest.net", "digest.new_use_case"}
    older = replace(seen, cases=())
    assert len([one for one in results.digest(older) if one.code == "digest.new_use_case"]) == len(
        seen.cases
    )
    assert seen.at <= datetime.now(UTC).replace(tzinfo=None)
