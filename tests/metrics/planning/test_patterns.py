"""The catalogue of patterns: each is found by its file and holds nothing without a source."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from signpost.metrics.model.kpi_templates import kpi_templates
from signpost.metrics.planning.pattern_catalogue import (
    PATTERNS_HOME,
    Pattern,
    pattern_catalogue,
    patterns_for,
)
from signpost.presentation.tables.patterns import pattern_lines, patterns_table


@pytest.mark.parametrize("pattern", pattern_catalogue(), ids=lambda one: one.id)
def test_a_pattern_names_cards_that_exist_and_a_source_for_each_effect(pattern: Pattern) -> None:
    assert {*pattern.kpis, *pattern.guardrails} <= set(kpi_templates())
    assert pattern.kpis or pattern.measure
    assert not {*pattern.kpis} & {*pattern.guardrails}
    for effect in pattern.effects:
        assert effect.url.startswith("https://")
        assert any(sign.isdigit() for sign in effect.text)
        assert "20" in effect.source or "Management Science" in effect.source
        assert effect.design


def test_every_file_is_a_pattern() -> None:
    assert {one.id for one in pattern_catalogue()} == {one.stem for one in PATTERNS_HOME.iterdir()}
    assert len(pattern_catalogue()) >= 5


def test_no_pattern_without_a_published_effect() -> None:
    first = pattern_catalogue()[0].model_dump()
    with pytest.raises(ValidationError, match="effects"):
        Pattern.model_validate({**first, "effects": ()})


def test_those_about_a_kpi_of_the_programme_come_first() -> None:
    assert patterns_for(["win_rate"])[0].id == "learn_from_a_partner"
    assert {one.id for one in patterns_for([])} == {one.id for one in pattern_catalogue()}


def test_the_table_says_what_was_found_and_where() -> None:
    (code,) = [one for one in pattern_catalogue() if one.id == "write_code"]
    row = patterns_table([code]).iloc[0]
    assert row["KPI"] == "Merged pull requests per head and Median lead time for changes"
    assert "Change failure rate" in row["Guardrails"]
    assert row["What was found elsewhere"].count("https://") == 3
    assert pattern_lines([code])[0].startswith("Code written with an assistant: Changes wait")
