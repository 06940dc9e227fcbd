"""Roles: who is let in, what each role may do, and that everything else is refused."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signpost.answers import access as module
from signpost.answers.access import (
    ANYONE,
    LOCAL,
    MAY,
    Access,
    AccessEntry,
    AccessError,
    Act,
    Denied,
    bind_decision,
    groups_in_scope,
    is_loopback,
    may,
    require,
    role_of,
    scoped,
)
from signpost.answers.access_file import access_path, parse_access_table, read_table

NOW = 1_800_000_000.0
TABLE = parse_access_table(
    """
people:
  - {email: Sponsor@Example.org, role: sponsor}
  - {email: emea@example.org, role: sponsor, scope: ["  EMEA   Sales "]}
  - {email: ana@example.org, role: analyst}
  - {issuer: https://login.example.org, subject: "0042", role: administrator}
  - {issuer: https://login.example.org, email: partner@example.org, role: sponsor}
"""
)


def claims(**given: object) -> dict[str, object]:
    return {"iss": "https://login.example.org", "sub": "x", "iat": NOW - 60, **given}


def role(**given: object) -> str | None:
    return role_of(claims(**given), TABLE, now=NOW).role


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"email": "sponsor@example.org", "email_verified": True}, "sponsor"),
        ({"email": "SPONSOR@EXAMPLE.ORG", "email_verified": "true"}, "sponsor"),
        ({"email": "ana@example.org", "email_verified": True}, "analyst"),
        ({"sub": "0042"}, "administrator"),
        ({"sub": "0042", "email": "sponsor@example.org", "email_verified": True}, "administrator"),
        ({"email": "partner@example.org", "email_verified": True}, "sponsor"),
        # and the ones that must not get in
        ({}, None),
        ({"email": "sponsor@example.org"}, None),
        ({"email": "sponsor@example.org", "email_verified": False}, None),
        ({"email": "sponsor@example.org", "email_verified": "false"}, None),
        ({"email": "sponsor@example.org", "email_verified": 1.5}, None),
        ({"email": "stranger@example.org", "email_verified": True}, None),
        ({"email": "", "email_verified": True}, None),
        ({"email": None, "email_verified": True}, None),
        ({"sub": "", "email": "", "email_verified": True}, None),
        ({"sub": "0042", "iss": "https://evil.example"}, None),
        ({"sub": "42"}, None),
        ({"iss": "https://evil.example", "email": "partner@example.org", "email_verified": True},
         None),
        ({"email": "\u017fponsor@example.org", "email_verified": True}, None),
        ({"email": "sponsor@example.org.evil.example", "email_verified": True}, None),
    ],
)  # fmt: skip
def test_only_listed_and_verified_people_have_a_role(
    given: dict[str, object], expected: str | None
) -> None:
    assert role(**given) == expected


@pytest.mark.parametrize("iat", [None, "yesterday", NOW - 12 * 3600 - 1, NOW + 3600, 0, True])
def test_a_cookie_of_yesterday_gives_no_role(iat: object) -> None:
    found = role_of(claims(sub="0042", iat=iat), TABLE, now=NOW)
    assert found.role is None
    assert "sign in again" in found.why
    assert role_of(claims(sub="0042", iat=NOW - 12 * 3600 + 1), TABLE, now=NOW).role


def test_the_hours_can_be_fewer() -> None:
    old = claims(sub="0042", iat=NOW - 3601)
    assert role_of(old, TABLE, hours=1, now=NOW).role is None
    assert role_of(old, TABLE, hours=2, now=NOW).role == "administrator"


def test_an_unverified_address_is_told_what_an_administrator_needs() -> None:
    found = role_of(claims(email="ana@example.org", sub="s-77"), TABLE, now=NOW)
    assert "not say that your e-mail address is verified" in found.why
    assert "s-77" in found.why


def test_nobody_is_let_in_by_an_empty_table() -> None:
    assert role_of(claims(email="a@b.example", email_verified=True), (), now=NOW).role is None


ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=8)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw reads all of Unicode
@given(st.dictionaries(st.sampled_from(["email", "iss", "sub", "email_verified", "iat"]), ANYTHING))
def test_no_made_up_token_gets_a_role(made_up: dict[str, object]) -> None:
    assert role_of(made_up, TABLE, now=NOW).role is None


def test_each_role_may_what_the_one_below_may() -> None:
    assert MAY["sponsor"] < MAY["analyst"] < MAY["administrator"] == set(get_args(Act))
    for act in get_args(Act):
        assert may(LOCAL, act)
        assert not may(Access("x", None), act)
        assert may(ANYONE, act) == (act in {"read", "export"})


@pytest.mark.parametrize("act", get_args(Act))
@pytest.mark.parametrize("name", [None, *MAY])
def test_require_raises_exactly_when_may_says_no(act: Act, name: module.Role | None) -> None:
    one = Access("x", name)
    if may(one, act):
        require(one, act)
    else:
        with pytest.raises(Denied) as refused:
            require(one, act)
        assert refused.value.message
        assert refused.value.remedy


PARENTS = {
    "company": None, "emea sales": "company", "nordics": "emea sales", "denmark": "nordics",
    "apac sales": "company", "loop a": "loop b", "loop b": "loop a", "orphan": "gone",
}  # fmt: skip


def test_scope_takes_in_everything_below() -> None:
    emea = role_of(claims(email="emea@example.org", email_verified=True), TABLE, now=NOW)
    assert groups_in_scope(PARENTS, emea) == {"emea sales", "nordics", "denmark"}
    assert groups_in_scope(PARENTS, LOCAL) == set(PARENTS)
    frame = pd.DataFrame({"group_id": ["denmark", "apac sales", None], "value": [1, 2, 3]})
    assert list(scoped(frame, emea, PARENTS)["value"]) == [1]
    assert scoped(frame, LOCAL, PARENTS) is frame


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefg")),
    st.frozensets(st.sampled_from("abcdefg"), min_size=1),
)
def test_scope_never_reaches_up_or_sideways(
    parents: dict[str, str | None], scope: frozenset[str]
) -> None:
    seen = groups_in_scope(parents, Access("x", "sponsor", scope))
    assert scope & set(parents) <= seen
    for group in seen - scope:
        assert parents[group] in seen | scope


def test_a_reader_without_a_role_is_given_no_frame() -> None:
    with pytest.raises(Denied):
        scoped(pd.DataFrame({"group_id": ["a"]}), Access("x", None), {"a": None})


@pytest.mark.parametrize(
    "text",
    [
        "people: 3",
        "- a",
        "people: [",
        "people: []\nroles: []",
        "people: [x]",
        "people: [{email: a@b.example}]",
        "people: [{email: a@b.example, role: root}]",
        "people: [{role: sponsor}]",
        "people: [{subject: s, role: sponsor}]",
        "people: [{email: a@b.example, issuer: i, subject: s, role: sponsor}]",
        "people: [{email: a@b.example, role: sponsor, scope: emea}]",
        "people: [{email: a@b.example, role: sponsor, scope: []}]",
        "people: [{email: a@b.example, role: sponsor, scope: [3]}]",
        "people: [{email: a@b.example, role: analyst, scope: [emea]}]",
        "people: [{email: a@b.example, role: sponsor, note: x}]",
        "people: [{issuer: i, subject: 42, role: sponsor}]",
        "people: [{email: a@b.example, role: sponsor}, {email: A@b.example, role: analyst}]",
        "people: [!!python/object/apply:os.system [ls]]",
        "people: [\x00]",
    ],
)
def test_a_wrong_access_file_is_refused_whole(text: str) -> None:
    with pytest.raises(AccessError) as refused:
        parse_access_table(text)
    assert "access file" in refused.value.message
    assert refused.value.remedy


def test_the_file_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "x.access.yaml"
    assert read_table(path) == ()
    path.write_text("people: [{email: a@b.example, role: sponsor}]")
    assert read_table(path) == (AccessEntry("sponsor", "a@b.example"),)
    path.write_text("people: [{email: a@b.example, role: analyst}]")
    os.utime(path, (time.time() + 5, time.time() + 5))
    assert read_table(path)[0].role == "analyst"
    path.write_bytes(b"people: \xff")
    with pytest.raises(AccessError, match="UTF-8"):
        read_table(path)
    path.unlink()
    assert read_table(path) == ()


def test_the_file_lies_beside_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGNPOST_ACCESS", raising=False)
    assert access_path(tmp_path / "data") == tmp_path / "data.access.yaml"
    monkeypatch.setenv("SIGNPOST_ACCESS", str(tmp_path / "elsewhere.yaml"))
    assert access_path(tmp_path / "data") == tmp_path / "elsewhere.yaml"


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True),
        ("127.9.9.9", True), ("", False), ("0.0.0.0", False), ("::", False),
        ("10.0.0.7", False), ("dash.example.org", False), ("localhost.example.org", False),
        ("127.0.0.1.example.org", False), ("2130706433", False), (" ", False),
    ],
)  # fmt: skip
def test_without_sign_in_only_this_machine_is_served(address: str, alone: bool) -> None:
    assert is_loopback(address) is alone
    assert bind_decision(address, signed_in=False, explicit=False).allowed is alone
    assert bind_decision(address, signed_in=True, explicit=False).allowed
    assert bind_decision(address, signed_in=False, explicit=True).allowed
    says = bind_decision(address, signed_in=False, explicit=False).says
    assert ("Only this machine" in says) is alone
    assert ("--insecure" in says) is not alone


def test_access_knows_no_screen() -> None:
    for name in ("access.py", "access_file.py"):
        source = (Path(module.__file__).parent / name).read_text(encoding="utf-8")
        assert "streamlit" not in re.findall(r"^\s*(?:import|from) (\w+)", source, re.MULTILINE)
