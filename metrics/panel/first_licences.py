"""Starts at which people got their first licence: before them there was no use to load."""

from __future__ import annotations

from dataclasses import replace

from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import UseCase
from signpost.metrics.model.types import Evidence, Finding, Panel, Verdict
from signpost.warehouse import Reader

_KNOWN = """
    select count(*) from licence as l join truth_now as t
      on t.subject = 'licence:' || l.platform and t.upload_no = l.upload_no
    where l.platform = ? and (l.from_day < t.first_day or t.first_day < ?)
"""
"""Lists that say since when a licence is held, or that are older than the start."""
_HELD = """
    select count(*) from licence_now as l join roster_span as r
      on r.person_id = l.person_id and r.from_day < l.until_day and l.from_day < r.until_day
    where l.platform = ? and r.group_id = ? and greatest(l.from_day, r.from_day) < ?
"""
NO_LICENCE_BEFORE = Finding("mechanism.no_licence_before")
_NOT_KNOWN = "mechanism.adoption_before_not_known"
_NEEDS = "check.mechanism.needs"


def begins_with_licences(reader: Reader, platform: str, panel: Panel) -> bool:
    """Return whether no group that started held a licence before its start, as lists say."""
    try:
        starts = {
            group: from_label(panel.periods[at]).first
            for group, at in zip(panel.groups, panel.start, strict=True)
            if at >= 0
        }
    except ValueError:
        return False
    if not platform or not starts:
        return False
    if not reader.one(_KNOWN, [platform, min(starts.values())])[0]:
        return False
    return not any(reader.one(_HELD, [platform, group, day])[0] for group, day in starts.items())


def with_first_licences(
    reader: Reader, case: UseCase, panel: Panel, evidence: Evidence
) -> Evidence:
    """Return evidence whose check of adoption says so where licences came with the start.

    Unlicensed is not zero: a rise from nothing to load is no rise, and no file is missing.
    """
    unknown = any(_code(one.finding) == _NOT_KNOWN for one in evidence.checks)
    if not unknown or not begins_with_licences(reader, case.platform, panel):
        return evidence
    checks = (
        replace(one, finding=NO_LICENCE_BEFORE) if _code(one.finding) == _NOT_KNOWN else one
        for one in evidence.checks
    )
    return replace(evidence, checks=tuple(checks))


def starts_without_licence(evidence: Evidence) -> bool:
    """Return whether the evidence says that nobody held a licence before the start."""
    return any(one.finding == NO_LICENCE_BEFORE for one in evidence.checks)


def without_asking_for_usage(verdict: Verdict, evidence: Evidence) -> Verdict:
    """Return the verdict without its wish for usage, where there was none before the start."""
    if not starts_without_licence(evidence):
        return verdict
    asked = (one for one in verdict.would_change if _code(one) != _NEEDS)
    return replace(verdict, would_change=tuple(asked))


def _code(told: object) -> str:
    return told.code if isinstance(told, Finding) else ""
