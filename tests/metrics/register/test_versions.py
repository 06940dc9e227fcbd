from __future__ import annotations

from datetime import date, datetime

import pytest

from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Verdict
from signpost.metrics.register.versions import (
    first_exposed,
    move_stage,
    programme_history,
    programme_in_force,
    promise_edits,
    promise_review,
    registration,
    result_known,
    reviews_due,
    save_programme,
)
from signpost.warehouse import Warehouse

CASE = "fewer-escalations"


on = datetime.fromisoformat


def edited(programme: Programme, **changes: object) -> Programme:
    case = programme.use_case(CASE).model_copy(update=changes)
    return programme.model_copy(update={"use_cases": (case,)})


def outcome(warehouse: Warehouse, at: datetime, day: date) -> None:
    with warehouse.write("test") as writer:
        writer.execute(
            "insert into upload values "
            "(1, 'a', 'kpi', 'k.csv', ?, 'ann', 1, 1, 0, 0, 1, 0, ?, ?, '[]', null, null)",
            [at, day, day],
        )
        writer.execute(
            "insert into outcome values ('escalations','north',?,?,5,500,null,1)", [day, day]
        )


def test_the_newest_version_is_in_force_and_the_older_stay(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    assert programme_in_force(warehouse) == Programme()
    assert save_programme(warehouse, programme, "ann", on("2026-01-01")) == 1
    later = edited(programme, worthwhile_change=0.5)
    assert save_programme(warehouse, later, "bob", on("2026-03-01")) == 2
    assert save_programme(warehouse, later, "bob", on("2026-03-02")) == 2
    assert programme_in_force(warehouse) == later
    history = programme_history(warehouse.read())
    assert [(v.number, v.who) for v in history] == [(1, "ann"), (2, "bob")]
    assert history[0].programme == programme
    acts = warehouse.read().rows("select who, what from audit order by done_at")
    assert acts == [("ann", "define"), ("bob", "define")]


def test_moments_are_kept_in_utc(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    save_programme(warehouse, programme, "ann", on("2026-01-01T12:00:00+02:00"))
    assert programme_history(warehouse.read())[0].at == on("2026-01-01T10:00:00")


def test_an_undone_upload_takes_its_version_back(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    save_programme(warehouse, programme, "ann", on("2026-01-01"))
    later = edited(programme, label="Other")
    save_programme(warehouse, later, "ann", on("2026-01-02"))
    outcome(warehouse, on("2026-01-02"), date(2026, 1, 2))
    with warehouse.write("test") as writer:
        writer.execute("update programme set upload_no = 1 where version_no = 2")
        writer.execute("update upload set undone_at = loaded_at")
    assert programme_in_force(warehouse) == programme


def test_edits_after_the_lock_are_told_from_edits_before(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    save_programme(warehouse, programme, "ann", on("2026-01-01"))
    save_programme(warehouse, edited(programme, lag=2), "ann", on("2026-01-05"))
    locked = edited(programme, lag=2, locked_at=date(2026, 1, 20))
    save_programme(warehouse, locked, "ann", on("2026-01-20"))
    softer = edited(programme, lag=2, locked_at=date(2026, 1, 20), worthwhile_change=0.2)
    save_programme(warehouse, softer, "bob", on("2026-04-01"))
    found = promise_edits(programme_history(warehouse.read()))
    assert [(e.field, e.before, e.after, e.after_lock) for e in found] == [
        ("lag", "0", "2", False),
        ("locked_at", "none", "2026-01-20", False),
        ("worthwhile_change", "none", "0.2", True),
    ]
    assert found[-1].who == "bob"


def test_until_the_day_of_the_lock_a_promise_may_be_changed(warehouse, programme):
    ahead = edited(programme, locked_at=date(2026, 2, 1))
    save_programme(warehouse, ahead, "ann", on("2026-01-10"))
    save_programme(warehouse, edited(ahead, lag=1), "ann", on("2026-01-31"))
    save_programme(warehouse, edited(ahead, lag=2), "ann", on("2026-02-01"))
    assert [e.after_lock for e in promise_edits(programme_history(warehouse.read()))] == [
        False,
        True,
    ]


def test_a_removed_use_case_and_a_changed_card_are_edits(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    locked = edited(programme, locked_at=date(2026, 1, 20))
    save_programme(warehouse, locked, "ann", on("2026-01-20"))
    card = locked.kpis[0].model_copy(update={"worthwhile_change": 0.1})
    cheaper = locked.model_copy(update={"kpis": (card, locked.kpis[1])})
    save_programme(warehouse, cheaper, "ann", on("2026-02-20"))
    gone = cheaper.model_copy(update={"use_cases": ()})
    save_programme(warehouse, gone, "ann", on("2026-03-20"))
    found = [
        (e.field, e.after, e.after_lock) for e in promise_edits(programme_history(warehouse.read()))
    ]
    assert found == [("kpi.worthwhile_change", "0.1", True), ("use case", "removed", True)]


def test_registered_only_if_locked_before_the_result_was_known(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    first = first_exposed(programme, programme.use_case(CASE))
    assert first == date(2026, 2, 2)
    locked = edited(programme, locked_at=date(2026, 1, 20))
    save_programme(warehouse, locked, "ann", on("2026-01-20"))
    reader = warehouse.read()
    kpi = programme.kpi("escalations")
    assert result_known(reader, kpi, first) is None
    assert registration(programme_history(reader), CASE, first, None) == "pre-registered"
    outcome(warehouse, on("2026-02-16"), date(2026, 2, 8))
    reader = warehouse.read()
    known = result_known(reader, kpi, first)
    assert known == on("2026-02-16")
    assert registration(programme_history(reader), CASE, first, known) == "pre-registered"
    # one load brought the promise and what came of it
    assert registration(programme_history(reader), CASE, first, on("2026-01-20")) == "exploratory"
    # the same lock, but the file came after the outcome
    assert registration(programme_history(reader), CASE, first, on("2026-01-02")) == "exploratory"
    assert registration(programme_history(reader), CASE, date(2026, 1, 2), known) == "exploratory"
    save_programme(warehouse, edited(locked, lag=3), "ann", on("2026-04-01"))
    assert registration(programme_history(warehouse.read()), CASE, first, known) == "exploratory"
    assert registration((), CASE, first, known) == "exploratory"


def test_outcomes_before_the_start_give_nothing_away(tmp_path, programme):
    warehouse = Warehouse(tmp_path)
    outcome(warehouse, on("2026-01-10"), date(2026, 1, 4))
    kpi = programme.kpi("escalations")
    assert result_known(warehouse.read(), kpi, date(2026, 2, 2)) is None


def test_stages_go_step_by_step_and_a_pilot_is_locked(programme):
    draft = programme.use_case(CASE).model_copy(update={"stage": "explore"})
    pilot = move_stage(draft, "pilot", date(2026, 1, 20))
    assert (pilot.stage, pilot.locked_at) == ("pilot", date(2026, 1, 20))
    assert move_stage(pilot, "scale", date(2026, 5, 1)).locked_at == date(2026, 1, 20)
    with pytest.raises(ValueError, match="from explore to pilot or stop"):
        move_stage(draft, "scale", date(2026, 1, 20))


def test_reviews_come_due_and_hold_the_verdict_against_the_promise(programme):
    assert reviews_due(programme, date(2026, 8, 31)) == ()
    assert [c.id for c in reviews_due(programme, date(2026, 9, 1))] == [CASE]
    stopped = edited(programme, stage="stop")
    assert reviews_due(stopped, date(2026, 9, 1)) == ()
    case = programme.use_case(CASE)
    late = date(2026, 9, 11)
    kept = promise_review(programme, case, Verdict("works", "strong", (), ()), late)
    assert (kept.kept, kept.days_late) == (True, 10)
    assert kept.promised == "Escalations lower by at least 1 per 1,000 calls"
    broken = promise_review(programme, case, Verdict("no_worthwhile_effect", None, (), ()), late)
    assert broken.kept is False
    assert promise_review(programme, case, Verdict("cannot_tell", None, (), ()), late).kept is None
