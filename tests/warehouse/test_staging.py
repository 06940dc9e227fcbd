"""Raw files on their way in are gone with their process, or at the next start; files are whole."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from signpost.warehouse import durable
from signpost.warehouse.staging import StagingFolder, sweep_staging

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal
from pathlib import Path
from signpost.warehouse.staging import StagingFolder
folder = StagingFolder("load")
Path(folder.name, "raw.csv").write_text("secret.name@example.org")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(scratch: Path) -> list[str]:
    return sorted(path.name for path in scratch.rglob("raw.csv"))


def test_what_a_killed_process_left_goes_at_the_next_start(scratch: Path) -> None:
    given = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", KILLED], env=given, check=False)
    assert left(scratch) == ["raw.csv"]
    with StagingFolder("load"):
        assert left(scratch) == []


def test_a_folder_in_use_stays_however_old_it_is(scratch: Path) -> None:
    with StagingFolder("load") as mine:
        Path(mine, "raw.csv").write_text("x")
        other = scratch / "signpost-stage-1-load-x"  # process 1 always runs; nobody locks it
        other.mkdir()
        assert sweep_staging() == 0  # it may be locked in a moment
        for folder in (Path(mine), other):
            os.utime(folder, (1, 1))
        assert sweep_staging() == 1
        assert left(scratch) == ["raw.csv"]
    assert left(scratch) == []
    assert not list(scratch.iterdir())


def test_another_process_keeps_its_folder_as_long_as_it_lives(scratch: Path) -> None:
    waits = KILLED.replace("os.kill(os.getpid(), signal.SIGKILL)", "print(flush=True); input()")
    given = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", waits]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=given, stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None
        child.stdout.readline()
        (folder,) = scratch.glob("signpost-stage-*")
        os.utime(folder, (1, 1))
        assert sweep_staging() == 0
        child.kill()
    assert sweep_staging() == 1


def test_a_file_is_written_whole_or_not_at_all(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = scratch / "data.key"
    assert durable.create_durably(place, b"one")
    assert not durable.create_durably(place, b"two")
    assert place.read_bytes() == b"one"
    assert place.stat().st_mode & 0o077 == 0
    durable.replace_durably(place, b"three")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable.replace_durably(place, b"four")
    with pytest.raises(OSError, match="No space"):
        durable.create_durably(scratch / "other.key", b"four")
    assert [path.name for path in scratch.iterdir()] == ["data.key"]
    assert place.read_bytes() == b"three"
