"""`signpost mcp`: read-only tools with small answers, asked with the library's own client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from signpost.answers.access import AccessError
from signpost.cli._reader import reader_access
from signpost.workspace.assistant import server as assistant_server
from signpost.workspace.assistant.tools import as_data
from signpost.workspace.results import Results
from tests.folders import own_copy, shared

mcp = pytest.importorskip("mcp")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]
TOOLS = {"list_use_cases", "answer", "evidence", "adoption", "value", "plan", "explain"}
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_copy(shared(tmp_path_factory, "tiny"), tmp_path_factory.mktemp("mcp") / "data")


def answer_server(data: Path, reader: str = "") -> Any:
    return assistant_server.answer_server(lambda: Results.open(data, reader_access(reader, data)))


def with_client(target: object, work: Callable[[Any], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with mcp.Client(target) as client:
            return await work(client)

    # a thread of its own: Playwright's loop may run in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


def asked(target: object, tool: str, **given: object) -> Any:
    answer = with_client(target, lambda client: client.call_tool(tool, given))
    return answer if answer.is_error else answer.structured_content["data"]


def test_over_stdio_it_is_the_same_as_in_memory(folder: Path) -> None:
    line = ["-m", "signpost", "mcp", "--data", str(folder)]
    there = mcp.StdioServerParameters(command=sys.executable, args=line, env=dict(os.environ))

    async def work(client: Any) -> tuple[set[str], Any]:
        names = {tool.name for tool in (await client.list_tools()).tools}
        return names, (await client.call_tool("list_use_cases", {})).structured_content

    names, listed = with_client(there, work)
    assert names == TOOLS
    assert listed["data"] == asked(answer_server(folder), "list_use_cases")


def test_every_tool_only_reads(folder: Path) -> None:
    async def work(client: Any) -> list[Any]:
        return list((await client.list_tools()).tools)

    tools = with_client(answer_server(folder), work)
    assert all(tool.annotations.read_only_hint for tool in tools)


def test_an_answer_has_grade_range_and_what_would_change_it(folder: Path) -> None:
    server = answer_server(folder)
    for tool, given in (("answer", {"use_case": "escalations"}),
                        ("evidence", {"use_case": "escalations"})):  # fmt: skip
        found = asked(server, tool, **given)
        verdict = Results.open(folder).answer("escalations").verdict
        assert found["grade"] == verdict.grade
        assert found["range"]["low"] < found["range"]["high"]
        assert found["would_change"]
    assert len(asked(server, "value")["net"]) == 3
    assert set(asked(server, "plan", use_case="escalations")["refusal"]) == {"reason", "remedy"}


def test_a_figure_is_explained_as_on_its_page(folder: Path) -> None:
    server = answer_server(folder)
    found = asked(server, "explain", use_case="escalations", figure="adoption")
    origin = Results.open(folder).number_origins("escalations")["adoption"]
    assert [(one["about"], one["text"]) for one in found["told"]] == [
        (as_data(label), as_data(text)) for label, text in origin.lines
    ]
    assert found["of_files"] == len(origin.files) > 0
    assert found["grade"]
    refused = asked(server, "explain", use_case="escalations", figure="secrets")
    assert refused.is_error
    assert "There is no such figure" in str(refused)


def test_answers_are_small(folder: Path) -> None:
    server = answer_server(folder)
    for tool, given in (("list_use_cases", {}), ("answer", {"use_case": "escalations"}),
                        ("evidence", {"use_case": "escalations"}), ("adoption", {"last": 60}),
                        ("value", {}), ("explain", {"use_case": "escalations"})):  # fmt: skip
        assert len(json.dumps(asked(server, tool, **given))) < 60_000, tool
    rows = asked(server, "adoption", platform="teams", last=2)["rows"]
    assert len({row["period"] for row in rows}) == 2


@pytest.mark.parametrize("bad", ["nosuch", "../../etc", "--data=/etc", "x" * 99])
def test_what_is_no_use_case_is_refused_in_words(folder: Path, bad: str) -> None:
    answer = asked(answer_server(folder), "answer", use_case=bad)
    assert answer.is_error
    assert "Traceback" not in str(answer)


def test_role_and_scope_hold(folder: Path) -> None:
    access = folder.parent / f"{folder.name}.access.yaml"
    access.write_text("people:\n- {email: ann@x.org, role: sponsor, scope: [no such group]}\n")
    try:
        assert asked(answer_server(folder, "ann@x.org"), "list_use_cases") == []
        names = {
            row["group"] for row in asked(answer_server(folder, "ann@x.org"), "adoption")["rows"]
        }
        assert "Customer Care North" not in names
        for other in ("", "bob@x.org"):
            refused = asked(answer_server(folder, other), "list_use_cases")
            assert refused.is_error
            assert "has no role" in str(refused)
            with pytest.raises(AccessError):
                reader_access(other, folder)
    finally:
        access.unlink()


def test_texts_of_files_are_cut_and_steer_nothing() -> None:
    text = "Sales\u202e\x1b[2J\u200b" + "x" * 400
    found = as_data({"group": [text]})["group"][0]
    assert found.startswith("Sales[2Jxx")
    assert len(found) == 200
