"""Run a command under the system call filter of a systemd unit, where systemd itself does not run.

`python seccomp_filter.py UNIT COMMAND …`. As systemd does, a call outside the filter ends the
process (systemd.exec(5), SystemCallFilter=), and no privilege can be gained (NoNewPrivileges=).
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import subprocess
import sys
from pathlib import Path

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
NO_NEW_PRIVILEGES = 38
"""PR_SET_NO_NEW_PRIVS of prctl(2)."""


def system_call_set(name: str) -> set[str]:
    """Return the system calls of one of systemd's sets, such as @system-service."""
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    ).stdout
    calls: set[str] = set()
    for line in (line.strip() for line in listed.splitlines()[1:]):
        if line.startswith("@"):
            calls |= system_call_set(line)
        elif line and not line.startswith("#"):
            calls.add(line)
    return calls


def allowed_calls(unit: str) -> set[str]:
    """Return the calls a unit allows: its lines in order, those with ~ taken away."""
    allowed = system_call_set("@default")
    for line in unit.splitlines():
        key, _, value = line.partition("=")
        if key == "SystemCallFilter":
            for name in value.lstrip("~").split():
                calls = system_call_set(name) if name.startswith("@") else {name}
                allowed = allowed - calls if value.startswith("~") else allowed | calls
    return allowed


def apply_filter(calls: set[str]) -> None:
    """Allow this process, and all it starts, these system calls only."""
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(KILL_PROCESS)))
    for call in sorted(calls):
        number = seccomp.seccomp_syscall_resolve_name(call.encode())
        if number >= 0:  # of another architecture otherwise
            seccomp.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0)
    if seccomp.seccomp_load(context) != 0:
        sys.exit("the filter could not be loaded")


if __name__ == "__main__":
    apply_filter(allowed_calls(Path(sys.argv[1]).read_text(encoding="utf-8")))
    os.execvp(sys.argv[2], sys.argv[2:])
