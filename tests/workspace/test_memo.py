"""What sessions share is worked out once, none of them can change it, and it goes when it must."""

from __future__ import annotations

import threading
import time

import pandas as pd
import pytest

from signpost.workspace.memo import forget_version, memoised


def test_many_ask_and_one_works() -> None:
    made: list[str] = []

    @memoised(4)
    def work(root: str, version: int, what: str = "x") -> tuple[str, int]:
        made.append(what)
        time.sleep(0.1)
        return what, version

    threads = [threading.Thread(target=work, args=("a", 1)) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert work("a", 1) == ("x", 1)
    assert work("a", 1, what="y") == ("y", 1)
    assert made == ["x", "y"]


def test_what_failed_is_tried_again() -> None:
    tries: list[int] = []

    @memoised(4)
    def work(root: str, version: int) -> int:
        tries.append(version)
        if len(tries) == 1:
            raise ValueError("not yet")
        return version

    with pytest.raises(ValueError, match="not yet"):
        work("a", 1)
    assert work("a", 1) == 1


def test_nobody_changes_the_table_of_another() -> None:
    @memoised(4)
    def table(root: str, version: int) -> pd.DataFrame:
        return pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})

    mine = table("a", 1)
    mine["a"] = 7
    mine.loc[0, "b"] = "changed"
    mine["c"] = 0
    assert table("a", 1).to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}


def test_what_came_from_a_version_goes_with_it_and_the_oldest_goes_first() -> None:
    made: list[tuple[int, str]] = []

    @memoised(2)
    def work(root: str, version: int, what: str) -> str:
        made.append((version, what))
        return what

    work("a", 1, "x"), work("a", 2, "x")
    forget_version("a", 1)
    work("a", 2, "x"), work("a", 1, "x")
    assert made == [(1, "x"), (2, "x"), (1, "x")]
    work("a", 3, "x"), work("a", 2, "x")
    assert made[-2:] == [(3, "x"), (2, "x")]
