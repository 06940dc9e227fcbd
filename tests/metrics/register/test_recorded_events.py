from __future__ import annotations

from datetime import date

import pytest

from signpost.metrics.model.types import Refusal
from signpost.metrics.register.recorded_events import with_recorded
from signpost.warehouse import Warehouse

UPLOAD = (
    "insert into upload values "
    "(1, 'a', 's', 'f.csv', '2026-05-01', 'ann', 1, 1, 0, 0, 1, 0, null, null, '[]', null, null)"
)


@pytest.fixture
def loaded(tmp_path):
    def load(currency="EUR"):
        warehouse = Warehouse(tmp_path)
        with warehouse.write("test") as writer:
            writer.execute(UPLOAD)
            for subject in ("intervention", "cost"):
                days = [subject, date(2026, 1, 1), date(2026, 3, 31)]
                writer.execute("insert into truth values (?, ?, ?, 1)", days)
            for name, group in (("wg", "north"), ("tour", "north"), ("tour", "south")):
                writer.execute(
                    "insert into intervention values "
                    "(?, ?, 'launch tour', 'teams', '2026-02-01', null, 5, 100, 'Ann', null, 1)",
                    [name, group],
                )
            writer.execute(
                "insert into cost values ('training', null, '2026-01-01', '2026-03-31', 900, ?, 1)",
                [currency],
            )
            writer.execute("insert into group_alias values ('nord', 'north', 'ann', '2026-01-01')")
        return warehouse.read()

    return load


def test_recorded_facts_stand_beside_the_plan(loaded, programme):
    whole = with_recorded(loaded(), programme)
    assert {one.id: (one.groups, one.hours, one.cost) for one in whole.interventions} == {
        "wg": (("north",), 40, 0),  # the programme's own entry wins
        "tour": (("north", "south"), 10, 200),
    }
    costs = {one.item: one for one in whole.costs}
    assert costs["training"].per == "month"
    assert costs["training"].amount == pytest.approx(900 / (90 / 30.4375))
    assert costs["training"].use_case == "fewer-escalations"
    assert costs["licences"].amount == 4


def test_names_become_group_ids(loaded, programme):
    case = programme.use_cases[0].model_copy(update={"focus": ("  Nord ", "SOUTH")})
    spelt = programme.model_copy(update={"use_cases": (case,)})
    assert with_recorded(loaded(), spelt).use_cases[0].focus == ("north", "south")


def test_costs_in_another_currency_are_refused(loaded, programme):
    refused = with_recorded(loaded("USD"), programme)
    assert isinstance(refused, Refusal)
    assert "USD" in refused.reason
