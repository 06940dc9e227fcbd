"""What several tests of the warehouse begin with."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data in three versions, and a backup of it; to be copied, never changed."""
    from signpost.warehouse.maintenance.backup import backup
    from tests.warehouse.test_jobs import filled

    home = tmp_path_factory.mktemp("template")
    backup(filled(home / "data"), home / "first.duckdb")
    return home
