"""Every table of a page or report is in the export, with the figures of the command line."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import yaml
from click.testing import CliRunner

from signpost.answers.access import Access
from signpost.cli._main import signpost
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.workspace.export.files import EXPORT_TABLES
from signpost.workspace.results import Results
from tests.folders import own_copy, shared
from tests.trust.small import Organisation, write

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("export_tables")]
ROOT = Path(__file__).parents[2]

NO_TABLES = {
    "what stands behind a figure; its rows are those of `panel`, `account` and `adoption`": (
        "origin", "case_origin", "number_origins", "metric_origin", "area_origin", "group_trend",
    ),
    "two versions side by side: two exports are, too": (
        "board_at", "adoption_since", "digest", "answer_state", "older_versions", "uploads_since",
    ),
    "about files and who did what, for who may load": (
        "coverage", "coverage_subjects", "uploads", "receipt", "audit_trail", "folder_findings",
        "rejected_uploads", "unmatched_group_names", "programme_versions", "promise_edits",
    ),
    "three sentences; the network before is shown nowhere": ("network_change",),
    "where a group is drawn": ("network_layout",),
    "the same for everybody: `signpost patterns --json`": ("patterns",),
    "forms and their files": (
        "form_options", "worksheet", "design", "first_start", "programme_problems",
    ),
    "which version is shown, and the board of it, whose numbers are `facts`": (
        "may_show_version", "worked_out", "brief",
    ),
    "choices of a page": ("windows", "measured_groups"),
    "charged as shared or own cost: their lines are in `account`": ("costs_of_no_platform",),
    "in schema.json": ("stamp",),
}  # fmt: skip
"""Reason -> what pages ask of Results and no export does."""

TABLE_OF = {
    # function that makes a table for people: the exported table with its figures
    "account_table": "account", "account_frame": "account", "forecast_table": "account",
    "answered_table": "channel_months", "channel_frame": "channels",
    "since_first_question": "channel_months",
    "bands_table": "at_stake", "money_rows_table": "at_stake", "price_frame": "at_stake",
    "budgets_table": "budgets", "channels_table": "audience_channels", "doubts_table": "doubts",
    "areas_table": "lessons", "between_table": "between_areas", "newest_frame": "costs",
    "goals_table": "goals", "reported_table": "reported_savings",
    "checks_frame": "checks", "cohort_rows": "cohorts", "first_use_rows": "first_use",
    "months_frame": "costs", "platform_frame": "costs", "group_frame": "costs",
    "decisions_table": "decisions", "estimates_table": "estimates", "event_table": "event_study",
    "facts_frame": "facts", "factors_frame": "factors", "factors_table": "factors",
    "tornado_table": "factors", "forest_table": "group_effects", "groups_frame": "group_effects",
    "group_table": "group_effects", "group_hours_frame": "hours", "hours_frame": "hours",
    "kinds_table": "kinds_of_intervention", "kpi_table": "kpis", "left_out_table": "left_out",
    "ledger_table": "promises", "movement_table": "barrier_movements", "strong_table": "barriers",
    "network_table": "ties", "roles_table": "network_roles", "overload_table": "overload",
    "pilots_table": "pilots", "premium_table": "premiums", "register_table": "use_cases",
    "rooms_table": "rooms", "stops_table": "stop_list", "target_table": "targets",
    "metric_values_table": "adoption", "latest_table": "adoption", "trend_table": "adoption",
    "part_table": "ladder", "outcomes_table": "panel",
}  # fmt: skip

NO_FIGURES = {
    "chooses or lays out rows of another table": (
        "chosen_rows", "grid_table", "shares_of", "csv_safe", "rows_with",
    ),
    "two versions side by side: two exports are, too": (
        "restated_use", "restated_table", "changes_table", "changes_frame",
    ),
    "what was entered: programme.yaml": ("entries_table", "edits_table"),
    "words that are the same for everybody": (
        "metric_definitions_table", "ladder_definitions_table", "verdict_table", "strength_table",
        "check_table", "method_table", "patterns_table",
    ),
    "about files and who did what, for who may load": (
        "by_reason", "rejected_rows", "uploads_table", "acts_table", "coverage_by_month",
        "uploads_with_rejected_rows", "unmatched_group_names", "freshness_table", "rejected_table",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organisation with goals, doubts, budgets and channels."""
    folder = tmp_path_factory.mktemp("purpose")
    files = write(folder / "files", Organisation(("Zqalfa", "Zqbravo", "Zqcharlie", "Zqdelta")))
    path = folder / "files" / "programme.yaml"
    text = yaml.safe_load(path.read_text("utf-8"))
    text["goals"] = [{"id": "calm", "label": "Calm service", "kpis": ["rate"], "owner": "Ann"}]
    text["channels"] = [{"name": "WhatsApp", "audience": "customers", "used_share": 0.4}]
    text["barrier_budgets"] = {"time": {"value": 500, "low": 400, "high": 700, "source": "plan"}}
    text["use_cases"][0] |= {
        "goal": "calm",
        "budget": {"value": 900, "low": 800, "high": 1_000, "source": "plan"},
        "discovery": {"doubts": ["Council: does it last? [lasting]", "Council: why us?"]},
    }
    path.write_text(yaml.safe_dump(text), "utf-8")
    ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    return folder / "data"


def asked_of_results(folder: str) -> Iterator[str]:
    """Yield the names of what is asked of Results below a folder."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                owner = node.value
                name = owner.attr if isinstance(owner, ast.Attribute) else ast.unparse(owner)
                if name == "results":
                    yield node.attr


def kinds_of(method: Callable[..., Any]) -> tuple[object, ...]:
    """The values of a method's first argument where they are a closed list, else only None."""
    hints = get_type_hints(method)
    first = next(iter(hints.values()))
    return get_args(first) if get_origin(first) is Literal else (None,)


def test_what_a_page_asks_for_is_in_an_export(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a folder of its own: what another test asked of the shared one would not be asked again
    results = Results.open(own_copy(shared(tmp_path_factory, "tiny"), tmp_path / "data"))
    asked = {
        name
        for name in asked_of_results("dashboard")
        if callable(getattr(Results, name, None)) and not name.startswith("open")
    }
    assert len(asked) > 40
    seen: set[tuple[str, object]] = set()
    by_tables: set[str] = set()
    open_questions: list[str] = []

    def spy(name: str, method: Callable[..., Any], kinds: tuple[object, ...]) -> None:
        def ask(self: Results, *given: Any, **named: Any) -> Any:
            seen.add((name, given[0] if kinds != (None,) else None))
            if not open_questions:  # else Results asks itself, where it has not kept the answer
                by_tables.add(name)
            open_questions.append(name)
            try:
                return method(self, *given, **named)
            finally:
                open_questions.pop()

        monkeypatch.setattr(Results, name, ask)

    methods = {name: getattr(Results, name) for name in asked}
    for name, method in methods.items():
        spy(name, method, kinds_of(method))
    for table in EXPORT_TABLES.values():
        table.frame(results)
    listed = {name for names in NO_TABLES.values() for name in names}
    assert listed <= {*dir(Results)}
    wanted = {(name, kind) for name in asked - listed for kind in kinds_of(methods[name])}
    assert wanted - seen == set()
    assert by_tables & listed == set(), "no longer left out"


def test_every_table_for_people_has_one_for_programs() -> None:
    made = set()
    for path in (ROOT / "presentation").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and ast.unparse(node.returns or node.args) == "pd.DataFrame":
                made.add(node.name)
    assert len(made) > 50
    listed = [name for names in NO_FIGURES.values() for name in names]
    assert made == {*TABLE_OF, *listed}
    assert set(TABLE_OF.values()) <= set(EXPORT_TABLES)


def told(data: Path, part: str) -> Any:
    done = CliRunner().invoke(signpost, ["programme", part, "--data", str(data), "--json"])
    return json.loads(done.stdout)


def rows(data: Path, name: str, access: Access | None = None) -> list[dict[str, Any]]:
    results = Results.open(data) if access is None else Results.open(data, access)
    frame = EXPORT_TABLES[name].frame(results).astype(object)
    return [
        {str(key): value for key, value in row.items()}
        for row in frame.where(frame.notna(), None).to_dict("records")
    ]


def test_goals_doubts_and_budgets_are_those_of_the_command_line(data: Path) -> None:
    purpose = told(data, "goals")
    goals = {row["goal"]: row for row in rows(data, "goals")}
    assert set(goals) == {one["goal"] for one in purpose["goals"]}
    assert goals["calm"]["label"] == "Calm service"
    (case,) = {row["use_case"] for row in rows(data, "use_cases")}
    assert goals["calm"]["use_cases"] == case
    doubts = {row["doubt"]: row for row in rows(data, "doubts")}
    assert {one["doubt"]: (one["is_open"], one["answer"]) for one in purpose["doubts"]} == {
        doubt: (row["is_open"], row["known"]) for doubt, row in doubts.items()
    }
    assert doubts["why us?"]["is_open"]
    budgets = {(row["of"], row["name"]): row for row in rows(data, "budgets")}
    assert {(one["of"], one["name"]): one["planned"] for one in purpose["budgets"]} == {
        key: [row["planned_low"], row["planned"], row["planned_high"]]
        for key, row in budgets.items()
    }
    assert budgets["barrier", "time"]["planned"] == 500
    assert [row["used_share"] for row in rows(data, "audience_channels")] == [0.4]


def test_who_sees_one_part_gets_no_budget_and_no_table_about_all(data: Path) -> None:
    one_part = Access("zoe@example.org", "sponsor", frozenset({"zqalfa"}))
    for name in ("budgets", "hours", "overload", "rooms", "pilots", "spread", "waiting_groups",
                 "barrier_movements", "reported_savings", "channel_months"):  # fmt: skip
        assert rows(data, name, one_part) == [], name
    for name in ("advice", "kpis", "events", "event_study"):
        assert {row.get("group_id") or "" for row in rows(data, name, one_part)} <= {"", "zqalfa"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory, "full")


def test_advice_the_stop_list_and_what_is_left_are_those_of_the_command_line(full: Path) -> None:
    advice = {
        (row["use_case"], row["rank"]): (row["group_id"] or None, row["step"], row["money"])
        for row in rows(full, "advice")
    }
    assert len(advice) > 20
    assert advice == {
        (case, rank): (one["group"], one["what"], one["expected"] and one["expected"][1])
        for case, steps in told(full, "advice").items()
        for rank, one in enumerate(steps, 1)
    }
    stops = {
        (row["what"], row["use_case"], row["group_id"]): (row["money"], row["hours"], row["sure"])
        for row in rows(full, "stop_list")
    }
    assert len(stops) > 2
    assert stops == {
        (one["what"], one["use_case"], one["group"] or ""): (
            one["money"] and one["money"][1], one["hours"] and one["hours"][1], one["sure"],
        )
        for one in told(full, "stop-list")
    }  # fmt: skip
    left = {row["use_case"]: row["premium"] for row in rows(full, "premiums")}
    known = {case: one for case, one in told(full, "premium").items() if "premium" in one}
    assert left == {case: one["premium"][1] for case, one in known.items()}
    assert len(left) > 3


def test_what_helped_and_spread_are_those_of_the_command_line(full: Path) -> None:
    kinds = {(row["use_case"], row["kind"]): row for row in rows(full, "kinds_of_intervention")}
    compared = 0
    for case, found in told(full, "white-glove").items():
        for one in found["by_kind"] if isinstance(found.get("by_kind"), list) else ():
            row = kinds.pop((case, one["kind"]))
            assert (row["groups"], row["crowded"]) == (one["groups"], one["crowded"])
            assert row["point"] == (one["change"] and pytest.approx(one["change"]["point"]))
            compared += one["change"] is not None
    assert not kinds
    assert compared > 3
    spread = {row["use_case"]: row for row in rows(full, "spread")}
    known = {case: one for case, one in told(full, "spread").items() if "estimate" in one}
    assert len(known) > 3
    assert {case: (row["point"], row["placebo_p"], row["touched"]) for case, row in
            spread.items()} == {
        case: (one["estimate"]["point"], one["placebo_p"], "; ".join(one["touched"]))
        for case, one in known.items()
    }  # fmt: skip
    movements = {(row["barrier"], row["kind"]): row["point"] for row in
                 rows(full, "barrier_movements")}  # fmt: skip
    barriers = told(full, "barriers")
    assert movements == {
        (one["barrier"], one["kind"]): one["change"] and one["change"]["point"]
        for one in barriers["movements"]
    }
    unaddressed = {
        (row["group_id"], row["barrier"]) for row in rows(full, "barriers") if row["unaddressed"]
    }
    assert unaddressed == {(one["group"], one["barrier"]) for one in barriers["unanswered"]}


def test_moves_and_steps_are_the_cells_of_the_page(full: Path) -> None:
    results = Results.open(full)
    platform = results.platforms()[0]
    table = results.segment("steps", platform, window="week")
    exported = {
        (row["period"], row["step"]): (row["numerator"], row["withheld"])
        for row in rows(full, "steps")
        if (row["platform"], row["window"]) == (platform, "week")
    }
    shown = {
        (row["period"], row["step"]): (
            None if row["numerator"] != row["numerator"] else row["numerator"], row["withheld"],
        )
        for row in table.to_dict("records")
    }  # fmt: skip
    assert exported == shown
    assert any(number for number, _ in shown.values())
    moves = [row for row in rows(full, "moves") if row["platform"] == platform]
    counted = {
        (row["ladder"], row["before"], row["after"])
        for row in moves
        if row["numerator"] is not None
    }
    for ladder in {row["ladder"] for row in moves}:
        page = results.segment("moves", platform, ladder).dropna(subset="numerator")
        assert {(b, a) for own, b, a in counted if own == ladder} == set(
            zip(page["before"], page["after"], strict=True)
        )
    assert counted
    cohorts = [row for row in rows(full, "cohorts") if row["platform"] == platform]
    weekly = results.cohorts("cohorts", platform, "week").dropna(subset="value")
    assert [row["value"] for row in cohorts if row["window"] == "week"] == list(
        weekly.sort_values(["cohort", "since"])["value"]
    )
