"""A real Spark cluster from the pyspark wheel: master, workers, Connect server."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 240.0  # seconds for a service to come up on a busy machine

_DEFAULTS = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 1g
spark.executor.memory 900m
spark.cores.max 2
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.ui.enabled false
spark.ui.showConsoleProgress false
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """``master`` and ``connect`` are addresses; ``workers`` are process groups to kill."""

    folder: Path
    master: str = ""
    connect: str = ""
    board: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    services: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        import pyspark

        return {
            **os.environ,
            "SPARK_HOME": str(Path(pyspark.__file__).parent),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_NO_DAEMONIZE": "1",
            "PYSPARK_PYTHON": sys.executable,
            # for short lives: compiled quickly, classes from the wheel are not verified again
            "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC "
            "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote",
        }

    def start(self, *command: str, tool: str = "spark-class") -> subprocess.Popen[bytes]:
        """Start a service in a process group of its own."""
        home = Path(self.environment["SPARK_HOME"])
        log = (self.folder / f"service-{len(self.services)}.log").open("wb")
        service = subprocess.Popen(
            [str(home / "bin" / tool), *command],
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.services.append(service)
        return service

    def status(self) -> dict[str, Any]:
        """Ask the master who is there."""
        with urllib.request.urlopen(f"{self.board}/json/", timeout=10) as answer:
            return dict(json.load(answer))

    def stop(self) -> None:
        for service in self.services:
            kill(service)
            service.wait()


def kill(service: subprocess.Popen[bytes]) -> None:
    """Kill a service and what it started, without warning."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(service.pid, signal.SIGKILL)


def until(question: Any, what: str) -> None:
    """Wait until the question is answered with yes; errors of a service not yet there are no."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            if question():
                return
        time.sleep(0.2)
    raise TimeoutError(what)


def listens(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True


def configured(folder: Path) -> Cluster:
    """Return a cluster that has nothing but its settings, as for ``local[1]``."""
    (folder / "conf").mkdir(parents=True)
    (folder / "conf" / "spark-defaults.conf").write_text(_DEFAULTS, "utf-8")
    return Cluster(folder)


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Run a master and workers for the block."""
    port, board = free_port(), free_port()
    made = configured(folder)
    made.master, made.board = f"spark://127.0.0.1:{port}", f"http://127.0.0.1:{board}"
    deploy = "org.apache.spark.deploy"
    try:
        made.start(
            f"{deploy}.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--webui-port",
            str(board),
        )
        until(lambda: made.status()["status"] == "ALIVE", "the master does not come up")
        for number in range(workers):
            made.workers.append(
                made.start(
                    f"{deploy}.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "-c",
                    "3",  # one more than Connect takes, so that another may use both workers
                    "-m",
                    "2400m",
                    "-d",
                    str(folder / f"worker-{number}"),
                    made.master,
                )
            )
        until(lambda: made.status()["aliveworkers"] == workers, "the workers do not come up")
        yield made
    finally:
        made.stop()


def serve_connect(made: Cluster) -> str:
    """Start a Spark Connect server that works on the cluster; its address."""
    port = free_port()
    made.start(
        "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer",
        "--name",
        "connect",
        "--master",
        made.master,
        "--conf",
        f"spark.connect.grpc.binding.port={port}",
        "--conf",
        "spark.connect.grpc.binding.address=127.0.0.1",
        "--conf",
        "spark.executor.cores=2",  # one executor for both cores
        "spark-internal",
        tool="spark-submit",
    )
    until(lambda: listens(port), "the Connect server does not come up")
    return f"sc://127.0.0.1:{port}"
