"""What every page, Explain, report and JSON says of a fact, by key: read as a person reads it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from signpost.dashboard.pages.adoption import SECTIONS
from signpost.presentation.forms.cards import FORM_PARTS
from signpost.presentation.tables.reported_savings import ALL_GROUPS
from tests.patience import PATIENCE

AMOUNT = r"[−]?[€$£][\d,]+(?:\.\d+)?(?: (?:k|m|bn))?"
SPAN = rf"\(?({AMOUNT}) (?:to|and) ({AMOUNT})\)?"
LAST_FOUR = "Active, mean of the last 4 periods"


class Said:
    """Key -> value and range -> where it was said."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, key: str, value: str, where: str) -> None:
        self.values[key][plain(value).removeprefix("+")].add(where)

    def contradictions(self) -> dict[str, dict[str, set[str]]]:
        return {key: dict(found) for key, found in self.values.items() if len(found) > 1}

    def doors(self, key: str) -> int:
        """The number of places in which a key was said."""
        return sum(len(places) for places in self.values[key].values())


def plain(text: object) -> str:
    bare = re.sub(r"[\u00a0\u2060\u200b]", " ", str(text)).replace("\\", "")
    return re.sub(r" +", " ", bare).replace("− ", "−").strip()


PARTS = {
    "adoption": [{"adoption": part} for part in SECTIONS],
    "collaboration": [{"network": part} for part in ("map", "places", "matrix", "changed")],
    "programme": [{"part": part} for part in FORM_PARTS],
}
"""Pages of which a reader opens one part at a time, and the addresses of the parts."""


def script(page: str, chosen: dict[str, str]) -> None:
    import streamlit as st

    from signpost.dashboard.navigation import open_app

    for name, value in chosen.items():
        st.query_params[name] = value
    open_app(page)


def every_part(page: str) -> Iterator[AppTest]:
    """A page, part by part, with everything on it unfolded and explained."""
    for chosen in PARTS.get(page, [{}]):
        yield opened(page, **chosen)


def opened(page: str, **chosen: str) -> AppTest:
    """A page, as an address chose it, with everything on it unfolded and explained."""
    seen = AppTest.from_function(
        script, kwargs={"page": page, "chosen": chosen}, default_timeout=PATIENCE
    ).run()
    assert not seen.exception, page
    for one in seen.get("expander"):
        if one.proto.id:
            seen.session_state[one.proto.id.rsplit("-", 1)[1]] = True
    offers = [one for one in seen.get("popover") if one.proto.popover.label.startswith("Explain")]
    for number in range(1, len(offers) + 1):
        seen.session_state[f"explain_{number}"] = True
    return seen.run()


def frames(seen: AppTest) -> Iterator[pd.DataFrame]:
    for kind in ("table", "arrow_table", "dataframe", "arrow_data_frame"):
        for one in seen.get(kind):
            yield one.value


def texts(seen: AppTest) -> list[str]:
    parts = [*seen.title, *seen.header, *seen.markdown, *seen.caption]
    alts = [one.proto.alt for one in seen.get("plotly_chart") if hasattr(one.proto, "alt")]
    return [plain(part.value).replace("**", "") for part in parts] + [plain(alt) for alt in alts]


_ID = re.compile(r"(?<![\w./-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w./-])")
_OF_FILES = "Name in files"


def raw_ids(seen: AppTest) -> list[str]:
    """Names of the code that a page shows where a person should read words."""
    said = [*texts(seen), *(plain(one.help or "") for one in seen.get("selectbox"))]
    for frame in frames(seen):
        named = frame.drop(columns=[name for name in frame.columns if name == _OF_FILES])
        said += [str(cell) for cell in (*named.columns, *named.to_numpy().ravel())]
    return [found for text in said for found in _ID.findall(text)]


TITLE = re.compile(rf"Net value to date ({AMOUNT}); nine times in ten between {SPAN}")
QUESTIONS = re.compile(r"(\d+) questions are asked of this data")
ASKED = re.compile(r"Questions asked: (\d+);|widened for (\d+) questions asked")
OVERDUE = re.compile(r"(\d+) reviews? (?:is|are) overdue, by (?:up to )?(\d+ days?)")
WORKING = re.compile(r"(\d+ of \d+) use cases? works?(?: and (\d+) do(?:es)? harm)?")
CHANCE = re.compile(r"How sure: ([\w ]+?) that it pays back|Chance that it pays back: ([\w ]+?)\.")
HOURS = re.compile(r"([\d,]+) hours more than before the start")
TIME = re.compile(rf"([A-Z][^:\n]+): the effect itself [^\n]*? working time ({AMOUNT}) {SPAN}")
STEP = re.compile(
    r"(?:Scale|Promote|Fix|Stop|Wait) · (.+?)\s*\n.*?"
    rf"(Should bring|Should free|Would lose|Would give up) ({AMOUNT}) a year {SPAN}",
    re.DOTALL,
)
ACTIVE = re.compile(r"(\d+ %) of (.+?) were active on (.+?), (week of \d+ \w+ \d+|\w+ \d+)")


def read_whole(said: Said, text: str, page: str) -> None:
    """What a text says of the whole programme."""
    for found in TITLE.finditer(text):
        said.add("all/net", found[1], f"{page}: title")
        said.add("all/net/range", f"{found[2]} to {found[3]}", f"{page}: title")
    for key, pattern in (("all/questions", QUESTIONS), ("all/hours", HOURS)):
        for found in pattern.finditer(text):
            said.add(key, found[1], page)
    for key, pattern in (("all/overdue", OVERDUE), ("all/working", WORKING)):
        for found in pattern.finditer(text):
            said.add(key, f"{found[1]}; {found[2] or 0}", page)
    for found in CHANCE.finditer(text):
        said.add("all/chance", found[1] or found[2], page)


def read_text(said: Said, text: str, page: str, labels: Mapping[str, str]) -> None:
    read_whole(said, text, page)
    for found in TIME.finditer(text):
        if found[1].strip() in labels:
            said.add(f"{labels[found[1].strip()]}/time/range", f"{found[3]} to {found[4]}", page)
    for found in STEP.finditer(re.sub(r":small\[", "", text)):
        if found[1].strip() in labels:
            sign = "−" * found[2].startswith("Would")
            said.add(f"{labels[found[1].strip()]}/next", f"{sign}{found[3]}", page)
            said.add(f"{labels[found[1].strip()]}/next/range", f"{found[4]} to {found[5]}", page)
    for found in ACTIVE.finditer(text):
        said.add(f"{found[2]}/{found[3]}/active/{found[4]}", found[1], f"{page}: title")


NETS = ("Net value to date", "Net value", "Realised, to date", "What is left")
YEARS = ("In all", "Money freed a year")


def read_frame(said: Said, frame: pd.DataFrame, page: str, labels: Mapping[str, str]) -> None:
    names = {plain(name): name for name in frame.columns}
    subjects = ("Use case", "To date", "What", "Next step, a year")
    what = next((names[n] for n in subjects if n in names), None)
    if what is None:
        return
    read_said(said, frame, page, labels, names)
    for _, row in frame.iterrows():
        subject = re.sub(r"^(Scale|Promote|Fix|Stop|Wait): ", "", plain(row[what]))
        if subject not in labels:
            continue
        for kind, columns in (("net", NETS), ("next", YEARS)):
            for column in columns:
                value = plain(row[names[column]]).split(" (")[0] if column in names else ""
                if value not in ("", "no figure", "None"):
                    said.add(f"{labels[subject]}/{kind}", value, f"{page}: {column}")
        if "Time it takes" in names:
            found = re.search(SPAN, plain(row[names["Time it takes"]]))
            if found:
                said.add(f"{labels[subject]}/time/range", f"{found[1]} to {found[2]}", page)
        if "Change in the KPI" in names:
            said.add(f"{labels[subject]}/effect", plain(row[names["Change in the KPI"]]), page)


def read_said(
    said: Said, frame: pd.DataFrame, page: str, labels: Mapping[str, str], names: Mapping[str, str]
) -> None:
    """What stands beside hours that people say they save is the effect of the use case."""
    if "What the KPI did" not in names:
        return
    for _, row in frame.iterrows():
        found = re.search(r": ([+−]?[\d.,]+) ", plain(row[names["What the KPI did"]]))
        if found and plain(row[names["Where"]]) == ALL_GROUPS:
            case = labels[plain(row[names["Use case"]])]
            said.add(f"{case}/effect", found[1], f"{page}: hours said")


def read_questions(said: Said, seen: AppTest, page: str, case: Any) -> None:
    """How many questions a range is widened for; that of a draft for one more, as pages say."""
    more = 1 if case.answer.use_case.stage == "explore" else 0
    for text in texts(seen):
        for found in ASKED.finditer(text):
            said.add("all/questions", f"{int(found[1] or found[2]) - more}", f"{page}: {case.id}")


def read_groups(said: Said, seen: AppTest, page: str, case: Any) -> None:
    """What pages say of each group of a use case; a picture's order is its table's."""
    for frame in frames(seen):
        names = {plain(name): name for name in frame.columns}
        change = next((name for name in names if name.startswith("Change in ")), None)
        if "Group" in names and change and LAST_FOUR in names:
            for _, row in frame.iterrows():
                group = plain(row[names["Group"]])
                said.add(f"{case.id}/{group}/effect", plain(row[names[change]]), f"{page}: table")
                span = f"{plain(row[names['From']])} to {plain(row[names['To']])}"
                said.add(f"{case.id}/{group}/range", bare(span), f"{page}: table")
                if row[names[LAST_FOUR]]:
                    said.add(f"{case.id}/{group}/active", row[names[LAST_FOUR]], f"{page}: table")
            order = "; ".join(plain(group) for group in frame[names["Group"]])
            said.add(f"{case.id}/order", order, f"{page}: table")
    for text in texts(seen):
        if text.startswith("Change per group with its interval. "):
            parts = [part.split(": ", 1) for part in text.split(". ", 1)[1].split("; ")]
            said.add(f"{case.id}/order", "; ".join(name for name, _ in parts), f"{page}: picture")
            for name, words in parts:
                said.add(f"{case.id}/{name}/effect/size", size(words), f"{page}: picture")


def bare(span: str) -> str:
    """The two sizes of a range, the smaller first, without sign."""
    low, high = (abs(float(re.sub(r"[^\d.]", "", end) or 0)) for end in span.split(" to "))
    return f"{min(low, high):g} to {max(low, high):g}"


def size(words: str) -> str:
    """'9.8 fewer escalations' -> '9.8'; no change -> '0'."""
    found = re.search(r"[\d,]+(?:\.\d+)?", words)
    return found[0] if found and not words.startswith("no change") else "0"


def read_one_group(said: Said, frame: pd.DataFrame, group: str, labels: Mapping[str, str]) -> None:
    """The table of one group on the Groups page."""
    names = {plain(name): name for name in frame.columns}
    if "What changed here" not in names:
        return
    for _, row in frame.iterrows():
        case, words = (
            labels.get(plain(row[names["Use case"]])),
            plain(row[names["What changed here"]]),
        )
        found = re.search(r"(?:between|from) \D*([\d.,]+).*? (?:and|to) \D*([\d.,]+)", words)
        if case and found:
            ends = bare(f"{found[1]} to {found[2]}")
            said.add(f"{case}/{group}/range", ends, "groups: one group")
        if case and row[names[LAST_FOUR]]:
            said.add(f"{case}/{group}/active", row[names[LAST_FOUR]], "groups: one group")
