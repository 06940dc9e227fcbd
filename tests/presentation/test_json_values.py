"""JSON of findings: the sentence, and beside it code, values, units and groups."""

from __future__ import annotations

from signpost.metrics.model.types import (
    CheckResult,
    Evidence,
    Finding,
    Question,
    Refusal,
    Shape,
    Verdict,
)
from signpost.presentation.json_objects import evidence_object
from signpost.presentation.json_values import to_json_value

DECIDES = Finding(
    "leave_one_out.group_decides",
    {"without": -0.0523, "effect": float("nan")},
    {"without": "calls", "effect": "calls"},
    ("west",),
)


def test_a_check_has_sentence_code_and_values() -> None:
    shape = Shape("flat", None, None, None, Finding("shape.flat"))
    refusal = Refusal("Plain.", Finding("method.load_usage"))
    checks = (CheckResult("leave_one_out", False, DECIDES, {"most_telling_left": -0.0523}),)
    found = Evidence(Question("calls", "lower", 1), (), checks, shape=shape, refusal=refusal)
    verdict = Verdict("cannot_tell", None, (DECIDES, "Plain."), ())
    said = evidence_object(found, verdict)
    data = {
        "code": "leave_one_out.group_decides",
        "values": {"without": -0.0523, "effect": None},
        "units": {"without": "calls", "effect": "calls"},
        "groups": ["west"],
    }
    sentence = (
        "Without west the effect would be −0.052 instead of not known: a single group decides."
    )
    assert said["checks"] == [
        {"id": "leave_one_out", "passed": False, "finding": sentence,
         "figures": {"most_telling_left": -0.0523}, **data}
    ]  # fmt: skip
    assert said["verdict"] == {
        "grade": "cannot_tell",
        "strength": None,
        "because": [sentence, "Plain."],
        "because_findings": [data, None],
        "would_change": [],
        "durability": None,
        "over_time": None,
    }
    assert said["refusal"] == {
        "reason": "Plain.",
        "remedy": "Load usage of the platform for these groups.",
        "remedy_finding": {"code": "method.load_usage", "values": {}, "units": {}, "groups": []},
    }
    assert said["shape"]["finding"] == "The outcome hardly moves with adoption."  # type: ignore[index]
    assert said["shape"]["code"] == "shape.flat"  # type: ignore[index]


def test_a_finding_alone_is_its_sentence() -> None:
    assert to_json_value({"why": Finding("shape.flat")}) == {
        "why": "The outcome hardly moves with adoption."
    }
