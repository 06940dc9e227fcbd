"""`signpost judge` on tables that a careless or a hostile hand has made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from signpost.cli._main import signpost

HEAD = "group,period,outcome,start\n"


def table(groups: int = 12, periods: int = 20) -> pd.DataFrame:
    draw = np.random.default_rng(7)
    started = np.arange(groups) < groups // 2
    outcome = draw.normal(5, 0.3, (groups, periods)) - started[:, None] * (np.arange(periods) >= 10)
    return pd.DataFrame(
        {
            "group": np.repeat([f"g{i}" for i in range(groups)], periods),
            "period": np.tile(np.arange(periods), groups),
            "outcome": outcome.ravel(),
            "adoption": draw.uniform(0.2, 0.6, groups * periods),
            "start": np.repeat(np.where(started, "10", ""), periods),
        }
    )


def run(path: Path, *more: str) -> Result:
    asked = ["judge", str(path), "--better", "lower", "--worthwhile", "0.2", "--json", *more]
    return CliRunner().invoke(signpost, asked)


def answer(result: Result) -> dict[str, Any]:
    """Strict JSON on stdout, and no traceback."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception

    def never(text: str) -> None:
        raise AssertionError(f"{text} is no JSON")

    return dict(json.loads(result.stdout, parse_constant=never))


def changed(name: str) -> pd.DataFrame:
    frame = table()
    if name in ("constant", "all zero"):
        return frame.assign(outcome=7.0 if name == "constant" else 0.0)
    if name == "without noise":
        return frame.assign(outcome=np.round(frame["outcome"]))
    if name == "one period":
        return frame[frame["period"] == 12]
    if name == "no outcome":
        return frame.assign(outcome="")
    if name == "everyone at once":
        return frame.assign(start="10")
    if name == "nobody":
        return frame.assign(start="", adoption=0.0)
    if name == "before the first":
        return frame.assign(start=np.where(frame["start"] == "", "", "-4"))
    if name == "five groups":
        return frame[frame["group"].isin(["g0", "g1", "g9", "g10", "g11"])]
    return frame.assign(adoption=0.0)


NOTHING_TO_TELL = (
    "constant",
    "all zero",
    "one period",
    "no outcome",
    "everyone at once",
    "nobody",
    "before the first",
    "five groups",
    "nobody uses it",
)


@pytest.mark.parametrize("name", [*NOTHING_TO_TELL, "without noise"])
def test_every_table_gets_a_verdict_or_a_remedy(tmp_path: Path, name: str) -> None:
    changed(name).to_csv(tmp_path / "panel.csv", index=False)
    result = run(tmp_path / "panel.csv")
    found = answer(result)
    assert result.exit_code == (1 if found["refusal"] else 0)
    assert not found["refusal"] or found["refusal"]["remedy"]
    if name in NOTHING_TO_TELL:
        assert found["verdict"]["grade"] == "cannot_tell"
        assert found["verdict"]["because"]
    else:
        assert found["verdict"]["grade"] == "works"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD + "a,1,2,1,5,6\nb,1\n", "Line 2 has 6 cells"),
        (HEAD + "b,1,2,\na,1,2,5,1\n", "line 3"),
        ("group,period,Outcome,outcome,start\na,1,2,3,1\n", "outcome is there twice"),
        (HEAD.replace("start", "adoption") + "a,1,2,-0.5\n", "below zero"),
        (HEAD + "a,1,1e300,\n", "too large"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(
    tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "panel.csv").write_text(content)
    result = run(tmp_path / "panel.csv")
    error = answer(result)["error"]
    assert result.exit_code == 1
    assert words in error["message"]
    assert error["remedy"]


def test_cells_beyond_the_header_do_no_harm_when_empty(tmp_path: Path) -> None:
    lines = table().to_csv(index=False).splitlines()
    (tmp_path / "plain.csv").write_text("\n".join(lines))
    (tmp_path / "ragged.csv").write_text("\n".join([lines[0], *(f"{one},," for one in lines[1:])]))
    plain, ragged = (answer(run(tmp_path / f"{name}.csv")) for name in ("plain", "ragged"))
    assert plain["estimates"] == ragged["estimates"]


def test_percent_is_said_and_read_as_shares(tmp_path: Path) -> None:
    frame = table().drop(columns="start")
    frame.to_csv(tmp_path / "shares.csv", index=False)
    frame.assign(adoption=100 * frame["adoption"]).to_csv(tmp_path / "percent.csv", index=False)
    shares, percent = (run(tmp_path / f"{name}.csv") for name in ("shares", "percent"))
    assert "percent" in percent.stderr
    assert "percent" not in shares.stderr
    for one, other in zip(answer(shares)["estimates"], answer(percent)["estimates"], strict=True):
        assert one["point"] == pytest.approx(other["point"], rel=1e-9)


SPELLINGS = {
    "YYYYMM": (lambda i: f"{2024 + i // 12}{i % 12 + 1:02d}", "months: 2024-01"),
    "YYYYWW": (lambda i: f"2024{i + 20:02d}", "weeks: 2024-W20"),
    "YYYYQ": (lambda i: f"{2018 + i // 4}{i % 4 + 1}", "quarters: 2018-Q1"),
    "Q1YYYY": (lambda i: f"Q{i % 4 + 1}{2018 + i // 4}", "quarters: 2018-Q1"),
    "YYYY-Q1": (lambda i: f"{2018 + i // 4} Q{i % 4 + 1}", "quarters: 2018-Q1"),
}


def effects(result: Result) -> list[tuple[str, float]]:
    return [(one["method"], one["point"]) for one in answer(result)["estimates"]]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_periods_in_another_spelling_give_the_same_answer_and_are_told(
    spelling: str, tmp_path: Path
) -> None:
    name, told = SPELLINGS[spelling]
    frame = table()
    frame.to_csv(tmp_path / "plain.csv", index=False)
    starts = frame["start"].map(lambda text: name(int(text)) if text else text)
    spelled = frame.assign(period=frame["period"].map(name), start=starts)
    spelled.to_csv(tmp_path / "spelled.csv", index=False)
    expected, found = run(tmp_path / "plain.csv"), run(tmp_path / "spelled.csv")
    assert effects(found) == effects(expected)
    assert told in found.stderr
    assert "were read as" not in expected.stderr


def test_words_for_nothing_are_blanks_and_are_told(tmp_path: Path) -> None:
    frame = table().astype({"outcome": object})
    blank, words = frame.copy(), frame.copy()
    blank.loc[[3, 50, 51], "outcome"] = ""
    words.loc[[3, 50, 51], "outcome"] = ["NA", ".", "NA"]
    words["start"] = words["start"].replace("", "NA")
    blank.to_csv(tmp_path / "blank.csv", index=False)
    words.to_csv(tmp_path / "words.csv", index=False)
    expected, found = run(tmp_path / "blank.csv"), run(tmp_path / "words.csv")
    assert effects(found) == effects(expected)
    assert "3 cells were read as missing in outcome: 'NA', '.'." in found.stderr
    assert "120 cells were read as missing in start: 'NA'." in found.stderr
    assert "missing" not in expected.stderr


def test_how_a_panel_was_read_stands_in_the_json(tmp_path: Path) -> None:
    frame = table().assign(period=lambda f: 202401 + f["period"] % 12 + 100 * (f["period"] // 12))
    frame["start"] = frame["start"].replace("10", "202411")
    frame["outcome"] = frame["outcome"].astype(object)
    frame.loc[[0, 1, 2], "outcome"] = ["NA", "nan", "."]
    frame.to_csv(tmp_path / "panel.csv", index=False)
    result = run(tmp_path / "panel.csv")
    assert answer(result)["notes"] == [
        "Periods such as '202401' were read as months: 2024-01.",
        "3 cells were read as missing in outcome: 'NA', 'nan', '.'.",
    ]
    assert all(note in result.stderr for note in answer(result)["notes"])
    table().to_csv(tmp_path / "plain.csv", index=False)
    assert answer(run(tmp_path / "plain.csv"))["notes"] == []
