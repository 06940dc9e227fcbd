"""A PostgreSQL server of Debian on loopback, and what fetch.toml says of it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signpost.connectors.run import FetchReport, fetch
from signpost.connectors.settings import fetch_file, fetch_jobs

Fetch = Callable[..., FetchReport]
Sql = Callable[[str], str]
HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """The programmes of PostgreSQL, run as a user who is not root: it refuses that."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.folder, self.port = HOMES[-1].parent, folder, free_port()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def run(self, program: str, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [str(self.bin / program), *words],
            input=text, capture_output=True, text=True, check=False, cwd=self.folder,
            user=self.user if os.geteuid() == 0 else None,
            env={"PATH": "/usr/bin:/bin", "PGPASSWORD": "owner", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        data, word = str(self.folder / "data"), self.folder / "word"
        word.write_text("owner")
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
            shutil.chown(word, self.user)
        self.run("initdb", "-D", data, "-U", "owner", "--auth=scram-sha-256", f"--pwfile={word}",
                 "-E", "UTF8", "--no-sync")  # fmt: skip
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off"
        self.run("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def sql(self, text: str) -> str:
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "owner", "-d", "postgres")
        return self.run("psql", *where, "-v", "ON_ERROR_STOP=1", "-qtA", text=text)

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    if not HOMES:
        pytest.skip("no PostgreSQL server: tests/connectors/install_postgres.sh installs one")
    with tempfile.TemporaryDirectory(prefix="signpost-postgres-") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            server.sql(
                "create role reader login password 'right'; create table kpi as "
                "select '2026-0' || 1 + i % 3 as month, 'team ' || i % 5 as team, 'Cost' as kpi, "
                "(i * 1.25)::numeric as value from generate_series(0, 14) as i; "
                "create table hidden as select 1 as a; grant select on kpi to reader;"
            )
            yield server
        finally:
            server.stop()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "signpost-data"


@pytest.fixture
def settings(data: Path) -> Callable[[str], None]:
    return lambda text: fetch_file(data).write_text(text) and None


@pytest.fixture
def fetched(data: Path) -> Fetch:
    """Run the only job of fetch.toml."""

    def run(*, check: bool = False) -> FetchReport:
        (job,) = fetch_jobs(data).values()
        return fetch(job, data, check=check)

    return run


@pytest.fixture
def ask(
    postgres: Server, settings: Callable[[str], None], data: Path, fetched: Fetch,
    monkeypatch: pytest.MonkeyPatch,
) -> Fetch:  # fmt: skip
    """Fetch what a query gives."""

    def run(
        query: str, password: str = "right", *, check: bool = False, **more: object
    ) -> FetchReport:
        (data.parent / "kpi.sql").write_text(query)
        table = {"connector": "postgres", "host": "127.0.0.1", "port": postgres.port,
                 "database": "postgres", "user": "reader", "sslmode": "disable",
                 "query": "kpi.sql", **more}  # fmt: skip
        settings("[kpi]\n" + "".join(f'{key} = "{value}"\n' for key, value in table.items()))
        monkeypatch.setenv("SIGNPOST_FETCH_KPI_PASSWORD", password)
        return fetched(check=check)

    return run


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@contextlib.contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes calls and never says a word."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield int(one.getsockname()[1])
