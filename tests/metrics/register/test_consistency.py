from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from signpost.metrics.model.schema import (
    CostItem,
    FactorInput,
    Programme,
    ProgrammeError,
    Records,
    Target,
    dump,
    parse,
)
from signpost.metrics.register.consistency import (
    KnownNames,
    known_names,
    programme_problems,
    programme_warnings,
)
from signpost.pipelines.facts.group_names import decide_group
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from tests.metrics.small import CASE, KPI, Small, monday, week

KNOWN = KnownNames(
    groups={"north": "North", "south": "South", "east": "East", "west": "West"},
    kpis=frozenset({"escalations", "nps"}),
    platforms=frozenset({"teams"}),
)


def changed(programme, **changes):
    case = programme.use_cases[0].model_copy(update=changes)
    return programme.model_copy(update={"use_cases": (case,)})


@pytest.fixture
def sound(programme):
    case = programme.use_cases[0].model_copy(
        update={
            "decision_rule": "scale if it works",
            "locked_at": date(2026, 1, 1),
            "recapture": FactorInput(value=0.5, source="steering group"),
        }
    )
    return programme.model_copy(update={"use_cases": (case,)})


def test_a_sound_programme_has_no_problems(sound):
    assert programme_problems(sound, KNOWN) == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kpi": "joy"}, "names the KPI 'joy', which has no card"),
        ({"placebo": "joy"}, "placebo KPI 'joy'"),
        ({"guardrails": ("joy",)}, "guardrail KPI 'joy'"),
        ({"kpi": "nps"}, "what one unit of NPS is worth"),
        ({"comparison": ("north", "east")}, "has north as focus and as comparison"),
        ({"review_date": None}, "has no review date"),
        ({"locked_at": None}, "counts as exploratory"),
        (
            {"recapture": FactorInput(value=1)},
            "recapture of use case 'Fewer escalations' has no source",
        ),
        ({"id": "renamed"}, "for the use case 'fewer-escalations', which does not exist"),
        ({"focus": ("Nowhere",)}, "names the group 'Nowhere'"),
    ],
)
def test_each_problem_is_named(sound, changes, says):
    (found,) = programme_problems(changed(sound, **changes), KNOWN)
    assert says in found


def test_doubles_and_strange_targets_are_named(sound):
    twice = sound.model_copy(
        update={
            "kpis": (*sound.kpis, sound.kpis[0]),
            "targets": (
                Target(group="Nord", platform="teams", value=0.5, by=date(2026, 9, 1), owner="Bo"),
            ),
        }
    )
    assert programme_problems(twice, KNOWN) == (
        "The KPI 'escalations' is entered 2 times; give each its own id.",
        "A target of Bo names the group 'Nord', which is in no data; check the spelling.",
    )
    draft = changed(sound, stage="explore", review_date=None, locked_at=None)
    assert programme_problems(draft, KNOWN) == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"focus": ("Noth",)}, "the group 'Noth', which is in no data; did you mean 'North'?"),
        ({"focus": ("Zzz",)}, "the group 'Zzz', which is in no data; check the spelling."),
        ({"kpi": "escalation"}, "which has no card; did you mean 'escalations'?"),
        ({"platform": "temas"}, "platform 'temas', of which no usage is loaded; did you mean 'te"),
        ({"platform": "slack"}, "of which no usage is loaded; load its usage export."),
        ({"id": "fewer-escalation"}, "which does not exist; did you mean 'fewer-escalation'?"),
    ],
)
def test_the_nearest_known_name_is_offered(sound, changes, says):
    (found,) = programme_problems(changed(sound, **changes), KNOWN)
    assert says in found


def test_a_kpi_whose_figures_have_another_name_is_named(sound):
    elsewhere = replace(KNOWN, kpis=frozenset({"escalation", "nps"}))
    (found,) = programme_problems(sound, elsewhere)
    assert found == (
        "Use case 'Fewer escalations' names the KPI 'Escalations', of which no data is loaded; "
        "did you mean 'escalation'?"
    )
    nothing_like_it = replace(KNOWN, kpis=frozenset({"nps"}))
    (found,) = programme_problems(sound, nothing_like_it)
    assert found.endswith("of which no data is loaded; load its export.")
    assert programme_problems(changed(sound, stage="explore"), nothing_like_it) == ()
    near = programme_problems(changed(sound, stage="explore"), elsewhere)
    assert len(near) == 1


def test_a_kpi_of_records_needs_its_records(sound):
    records = Records(kind="ticket", numerator="flag:escalated", denominator="count")
    card = sound.kpis[0].model_copy(update={"records": records})
    made = sound.model_copy(update={"kpis": (card, *sound.kpis[1:])})
    none = replace(KNOWN, kpis=frozenset({"nps"}))
    assert len(programme_problems(made, none)) == 1
    assert programme_problems(made, replace(none, records=frozenset({"ticket"}))) == ()


def test_what_nothing_is_loaded_of_is_told_once(sound):
    assert programme_problems(sound, KnownNames()) == (
        "Not compared yet, as no data of them is loaded: the names of groups, KPIs and platforms.",
    )
    only = replace(KNOWN, platforms=frozenset())
    (found,) = programme_problems(sound, only)
    assert found.endswith("the names of platforms.")
    assert programme_problems(Programme(), KnownNames()) == ()


def test_many_unknown_groups_are_counted_not_listed(sound):
    strange = tuple(f"Zone {number} of the moon" for number in range(40))
    found = programme_problems(changed(sound, comparison=strange), KNOWN)
    assert len(found) == 13
    assert found[-1] == "28 more names of groups are in no data."


@pytest.mark.parametrize(("per", "told"), [(100, True), (1, False)])
def test_counts_that_would_be_taken_for_rates_are_told(sound, per, told):
    asked = sound.use_cases[0].kpi
    cards = tuple(
        card.model_copy(update={"per": per}) if card.id == asked else card for card in sound.kpis
    )
    programme = sound.model_copy(update={"kpis": cards})
    assert programme_problems(programme, KNOWN) == ()
    found = programme_problems(programme, replace(KNOWN, bare=frozenset({asked})))
    assert len(found) == told
    assert all("each is taken as already per 100" in one for one in found)


@pytest.fixture
def loaded(tmp_path) -> Warehouse:
    small = Small(tmp_path)
    small.roster({"north": range(10), "south": range(10, 20)}, monday(0))
    labels = {"north": "North", "south": "South"}
    small.groups(*({"group_id": key, "label": label} for key, label in labels.items()))
    small.outcome({"north": {week(0): (1.0, 100.0)}, "east": {week(0): (2.0, 100.0)}})
    small.usage({week(0): {0: 1.0}})
    return small.warehouse


def test_the_names_that_the_data_speak_of(loaded):
    known = known_names(loaded.read())
    assert known.groups == {"north": "North", "south": "South"}
    assert known.kpis == {"escalations"}
    assert known.platforms == {"teams"}
    assert known.records == frozenset()
    assert known.bare == frozenset()  # one group has a denominator of 100


def test_a_spelling_that_was_decided_is_known(loaded):
    programme = Programme(kpis=(KPI,), use_cases=(CASE.model_copy(update={"focus": ("Nrd",)}),))
    (found,) = programme_warnings(loaded.read(), dump(programme))
    assert "'Nrd'" in found
    with loaded.write("test") as writer:
        decide_group(writer, "Nrd", "North", who="test")
    assert programme_warnings(loaded.read(), dump(programme)) == ()


def test_the_file_is_written_byte_stably_and_ranges_must_be_ordered(programme):
    text = dump(programme)
    assert dump(parse(text)) == text
    assert parse(text) == programme
    with pytest.raises(ProgrammeError, match=r"hourly_rate.*does not hold"):
        parse("hourly_rate: {value: 60, low: 70}")
    with pytest.raises(ProgrammeError, match=r"use_cases\.0\.lagg"):
        parse("use_cases: [{lagg: 1}]")
    with pytest.raises(ProgrammeError, match="not valid YAML"):
        parse("a: [")


def test_a_kpi_that_pays_elsewhere_asks_for_its_guardrail(sound):
    pair = KPI.model_copy(update={"guardrails": ("change_failure_rate",)})
    told = programme_problems(sound.model_copy(update={"kpis": (pair, *sound.kpis[1:])}), KNOWN)
    assert any("at the cost of change_failure_rate" in sentence for sentence in told)
    watched = changed(sound, guardrails=("change_failure_rate",))
    told = programme_problems(watched.model_copy(update={"kpis": (pair, *sound.kpis[1:])}), KNOWN)
    assert not any("at the cost of" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("cost", "told"),
    [
        ({"item": "Copilot invoice"}, True),
        ({"item": "Training"}, False),
        ({"item": "Copilot invoice", "platform": "github_copilot", "pays_for": "metered"}, False),
        ({"item": "Copilot invoice", "platform": "github_copilot"}, True),
    ],
)
def test_a_cost_that_may_be_a_bill_seen_twice_is_named(sound, cost, told):
    programme = sound.model_copy(update={"costs": (CostItem(amount=1, **cost),)})
    known = replace(KNOWN, billed=frozenset({"github_copilot"}))
    said = [one for one in programme_problems(programme, known) if "charges both" in one]
    assert bool(said) == told
    recorded = replace(known, cost_items=frozenset({"GitHub May"}))
    assert any("'GitHub May'" in one for one in programme_problems(sound, recorded))


def test_a_kpi_of_plain_values_is_known_as_one(tmp_path):
    file, warehouse = tmp_path / "k.csv", Warehouse(tmp_path / "data")
    file.write_text(
        "week,group,kpi,numerator,denominator\n2026-W10,A,Plain,5,1\n2026-W10,B,Plain,6,1\n"
        "2026-W10,A,Rate,5,90\n2026-W10,B,Rate,1,1\n"
    )
    assert not ingest(warehouse, [file]).failed
    assert known_names(warehouse.read()).bare == {"plain"}
