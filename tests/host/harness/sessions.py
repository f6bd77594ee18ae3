# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sessions of logind in a host: opened by key in any number, and what is to be seen of them from
this machine, in logind's own files and in /proc, so that looking costs the host nothing."""

import os
import re
import shlex
import time
from typing import NamedTuple

from . import people

FILES = "/run/systemd/sessions"
OPENED_AT_ONCE = 10
OPENED_IN = 30  # seconds, and half a second for each session


class Process(NamedTuple):
    """A number comes back; with the time at which it began (ticks) it does not."""

    pid: int
    began: int
    name: str


def ids(host, user):
    """The sessions that logind has of the user, those that are closing included."""
    found = set()
    for path in host.path(FILES).iterdir():
        try:
            if path.name.isalnum() and f"\nUSER={user}\n" in path.read_text():
                found.add(path.name)
        except FileNotFoundError:
            pass  # has ended meanwhile
    return found


def left_of(host, wanted):
    """Those of the sessions `wanted` that logind still has."""
    return set(wanted) & set(os.listdir(host.path(FILES)))


def open_by_key(host, user, commands, tty=False, running="sleep", processes=None):
    """Opens a session for each command; their ids, once so many processes (default: one each) of
    the name `running` run in them. people.public_key() comes before. The ssh clients end with their
    sessions."""
    before, count = ids(host, user), len(commands)
    argv = people.ssh_argv(user, method="publickey", tty=tty)
    argv[1:1] = ["-f", "-o", "KexAlgorithms=curve25519-sha256"]  # the cheapest one
    host.run(f"xargs -0 -P {OPENED_AT_ONCE} -n 1 {shlex.join(argv)} >/dev/null 2>&1",
             input="\0".join(commands), timeout=OPENED_IN + count / 2)
    until = time.monotonic() + OPENED_IN
    while True:
        opened = ids(host, user) - before
        there = sum(process.name == running for process in processes_of(host, opened))
        if len(opened) == count and there == (processes or count):
            return opened
        if time.monotonic() > until:
            raise AssertionError(f"expected: {count} sessions with {processes or count} processes; "
                                 f"there are {len(opened)} with {there}")
        time.sleep(0.02)


def processes_of(host, sessions):
    """All that runs in the scopes of the sessions."""
    scopes = {f"session-{session}.scope" for session in sessions}
    return {process for process, scope in _scoped(host) if scope in scopes}


def still_there(host, processes):
    return {process for process in processes if process_of(host, process.pid) == process}


def process_of(host, pid):
    """None where there is none, or only what a parent has not yet waited for."""
    try:
        text = host.path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    name, rest = re.search(r"\((.*)\) (.*)", text, re.S).groups()
    fields = rest.split()
    return None if fields[0] in "ZX" else Process(pid, int(fields[19]), name)


def _scoped(host):
    proc = host.path("/proc")
    for entry in os.listdir(proc):
        if not entry.isdigit():
            continue
        try:
            group = (proc / entry / "cgroup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        scope = re.search(r"/(session-\w+\.scope)\b", group)
        process = process_of(host, int(entry)) if scope else None
        if process:
            yield process, scope.group(1)


def begun_to_end(host, wanted):
    """Those of the sessions that are gone, or about to go."""
    found = set()
    for session in wanted:
        try:
            closing = "\nSTATE=closing\n" in host.path(f"{FILES}/{session}").read_text()
        except FileNotFoundError:
            closing = True
        if closing:
            found.add(session)
    return found
