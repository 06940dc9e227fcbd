"""DuckDB 1.5.6 loses sight of large uncommitted rows after an empty insert: seen, and cured."""

from __future__ import annotations

from pathlib import Path

from warehouse.store import Warehouse

PEOPLE, WEEKS = 2_500, 60  # more than one row group of 122,880 person-weeks


def test_a_large_first_load_is_rolled_up_whole(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    with warehouse.write("test") as writer:
        writer.execute(
            "insert into upload (upload_no, upload_id, source_id, filename, loaded_at, loaded_by,"
            " rows_read, rows_loaded, rows_rejected, rows_skipped, facts_written, facts_replaced)"
            " select n, 'u' || n, 's', 'f', timestamp '2026-01-01', 'test', 0, 0, 0, 0, 0, 0"
            " from range(1, 3) as r(n)"
        )
        writer.execute(f"insert into person (person_id) select n from range({PEOPLE}) as r(n)")
        writer.execute(
            "insert into roster (person_id, from_day, group_id, upload_no)"
            f" select n, date '2025-01-06', 'g' || (n % 20), 1 from range({PEOPLE}) as r(n)"
        )
        writer.execute("insert into truth values ('roster', '2025-01-06', '2025-01-06', 1)")
        weeks = (
            "select date '2025-01-06' + cast(7 * n as integer) as monday"
            f" from range({WEEKS}) as r(n)"
        )
        writer.execute(
            "insert into usage (platform, person_id, first_day, last_day, action, times, upload_no)"
            f" select 'teams', n, monday, monday + 6, 'chats', n % 2, 2"
            f" from range({PEOPLE}) as r(n), ({weeks}) as w"
        )
        writer.execute(
            f"insert into truth select 'usage:teams', monday, monday + 6, 2 from ({weeks}) as w"
        )
    found = warehouse.read().rows(
        "select sum(licensed), sum(active), count(*) from group_window where platform = 'teams'"
    )
    assert found == [(PEOPLE * WEEKS, PEOPLE * WEEKS // 2, 20 * WEEKS)]
